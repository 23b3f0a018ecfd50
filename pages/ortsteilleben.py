"""Ortsteilleben: events, places to meet, news."""

import streamlit as st

from lebenslage.app import village_life
from lebenslage.app.setup import foot, head

head("Ortsteilleben", "Was ist los in den Ortsteilen, und wo trifft man sich?", figures=False)
events, places, news = st.tabs(list(village_life.TABS.values()), default=village_life.first_tab())
with events:
    village_life.event_panel()
with places:
    village_life.place_panel()
with news:
    village_life.news_panel()
foot()
