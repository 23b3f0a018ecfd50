"""Projekte: what is due, what is planned, running and done, and what it moved."""

from lebenslage.app import morning, projects
from lebenslage.app.setup import foot, head

head("Projekte", "Woran wird gearbeitet, was steht an, und was hat sich bewegt?", figures=False)
morning.morning_panel()
projects.project_panel()
foot()
