"""Barrierefreiheit: the text from `gemeinde.toml`."""

from lebenslage.app import texts
from lebenslage.app.setup import foot, head

head(
    "Barrierefreiheit",
    "Wie barrierefrei ist diese Anwendung, und an wen wendet man sich?",
    figures=False,
    recht=None,
)
texts.own_text("barrierefreiheit")
foot()
