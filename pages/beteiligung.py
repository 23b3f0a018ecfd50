"""Beteiligung: concerns and ideas from residents."""

from lebenslage.app import concerns
from lebenslage.app.setup import foot, head

head("Beteiligung", "Was bringen die Menschen vor, und was wird daraus?", figures=False)
concerns.concern_panel()
foot()
