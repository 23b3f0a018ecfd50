"""Übersicht: the Gemeinde at a glance."""

import streamlit as st

from lebenslage.app import morning, overview, public
from lebenslage.app.setup import foot, head

head("Übersicht", "Wie leben die Menschen in den Ortsteilen?")
public.news_lines()
morning.morning_line()
left, right = st.columns([6, 5], gap="medium")
with left:
    overview.map_panel()
    overview.profile_panel()
with right:
    overview.findings_panel()
overview.downloads()
foot()
