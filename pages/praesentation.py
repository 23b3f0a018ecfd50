"""Präsentation: slides for the council, put together here and shown over the whole window."""

from lebenslage.app import access, deck_page, presentation
from lebenslage.app.setup import begin, foot, head
from lebenslage.model.access import Recht

if presentation.is_on() and access.may(Recht.LESEN):
    begin("Präsentation")
    presentation.show()
else:
    head("Präsentation", "Was zeigen wir, und in welcher Reihenfolge?")
    deck_page.panel()
    foot()
