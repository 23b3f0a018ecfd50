"""Datenschutz: the text from `gemeinde.toml`."""

from lebenslage.app import texts
from lebenslage.app.setup import foot, head

head(
    "Datenschutz",
    "Welche Daten werden verarbeitet, und wie werden sie geschützt?",
    figures=False,
    recht=None,
)
texts.own_text("datenschutz")
foot()
