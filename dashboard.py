"""Entry of the dashboard: page configuration, menu, and the page that was asked for."""

import streamlit as st

from lebenslage.app import navigation, setup, state
from lebenslage.app.shield import shield

st.set_page_config(
    page_title="lebenslage",
    page_icon="🏘️",
    layout="wide",
    initial_sidebar_state=setup.SIDEBAR_PX,
)
state.mark_navigated()
setup.warm_up()
page = navigation.build()
with shield():
    page.run()
