"""Kontakt: the contact on the spot, from `gemeinde.toml`."""

from lebenslage.app import texts
from lebenslage.app.setup import foot, head

head("Kontakt", "Wer ist vor Ort ansprechbar?", figures=False, recht=None)
texts.contact_card()
texts.own_text("kontakt")
foot()
