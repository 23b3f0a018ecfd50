"""Suche: one search over everything."""

from lebenslage.app import search
from lebenslage.app.setup import foot, head

head("Suche", "Finden, was irgendwo im Dashboard steht.", figures=False)
search.search_panel()
foot()
