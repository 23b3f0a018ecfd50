"""Szenario: other weights, goalposts and procedures, tried out without changing anything."""

from lebenslage.app import scenario_page
from lebenslage.app.setup import foot, head

head("Szenario", "Was wäre, wenn man anders gewichtet, misst oder rechnet?")
scenario_page.workbench()
foot()
