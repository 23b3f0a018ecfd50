"""Beteiligung: concerns and ideas from residents; who is reached and who is missing."""

from lebenslage.app import concerns, participation
from lebenslage.app.setup import foot, head

head("Beteiligung", "Was bringen die Menschen vor, wer kommt, und wer fehlt?", figures=False)
concerns.concern_panel()
participation.reached_panel()
foot()
