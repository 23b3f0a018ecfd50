"""Barrierefreiheit: the statement after the model of the Land, with the date of the last check."""

from lebenslage.app import texts
from lebenslage.app.setup import foot, head

head(
    "Barrierefreiheit",
    "Wie barrierefrei ist diese Anwendung, und an wen wendet man sich?",
    figures=False,
    recht=None,
)
texts.accessibility()
foot()
