"""Methodik & Quellen: generated from catalogue, procedure and sources."""

from lebenslage.app import examination, method
from lebenslage.app.setup import foot, head

head(
    "Methodik & Quellen",
    "Woher kommen die Zahlen, und wie wird daraus ein Punktwert?",
    figures=False,
)
method.procedure()
examination.section()
method.limits()
method.catalogue()
method.sources()
foot()
