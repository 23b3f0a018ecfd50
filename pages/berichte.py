"""Berichte: files for council, Amtsblatt, colleagues and the public."""

from lebenslage.app import reports
from lebenslage.app.setup import foot, head

head(
    "Berichte",
    "Was lässt sich mitnehmen, für Gemeinderat, Amtsblatt und Öffentlichkeit?",
)
reports.council()
reports.yearly()
reports.villages()
reports.gazette()
reports.numbers()
foot()
