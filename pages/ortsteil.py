"""Ortsteil: one village."""

from lebenslage.app import public, reach, village
from lebenslage.app.setup import foot, head

head("Ortsteil", "Wie lebt es sich hier, verglichen mit der Gemeinde und dem Landkreis?")
area = village.chooser()
public.news_lines(area)
village.findings(area)
village.key_figures(area)
village.handlungsfelder(area)
village.development(area)
reach.reach(area)
village.survey(area)
village.sources(area)
village.downloads(area)
foot()
