"""Stimmen: what people wrote in their own words, as far as a person has released it."""

from lebenslage.app import voices
from lebenslage.app.setup import foot, head

head("Stimmen", "Was sagen die Menschen mit ihren eigenen Worten?")
wave = voices.chooser()
if wave is not None:
    voices.quotes_panel(wave)
    voices.release_panel(wave)
foot()
