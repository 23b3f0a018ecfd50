"""Indikatoren: one indicator, everywhere and at every date."""

from lebenslage.app import indicator, small_numbers
from lebenslage.app.setup import foot, head

head("Indikatoren", "Was wird gemessen, wie steht es, und wie sicher ist das?")
node, stand = indicator.chooser()
if stand:
    indicator.comparison_panel(node, indicator.rows_of(node, stand), stand)
    indicator.standing_panel(node)
    indicator.timeline_panel(node)
    small_numbers.panels(node)
else:
    indicator.no_data(node)
indicator.definition_sheet(node)
indicator.downloads(node, stand)
foot()
