"""Handlungsbedarf: where a closer look is worth it, and how certain that is."""

from lebenslage.app import need
from lebenslage.app.setup import foot, head

head(
    "Handlungsbedarf", "Wo steht ein Ortsteil schlechter da, wohin geht es, und wie sicher ist das?"
)
need.caveat()
if need.has_fields():
    need.first_looks()
    area, code = need.matrix()
    need.detail(area, code)
    need.method()
foot()
