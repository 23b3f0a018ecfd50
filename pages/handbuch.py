"""Handbuch: how to do things, for the people in the office."""

from lebenslage.app import texts
from lebenslage.app.setup import foot, head

head("Handbuch", "Wie geht das? Schritt für Schritt, nach Aufgaben geordnet.", figures=False)
texts.handbook()
foot()
