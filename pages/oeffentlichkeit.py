"""Öffentlichkeit: what everybody sees, and what is published or taken back."""

import streamlit as st

from lebenslage.app import access, public, publishing, state
from lebenslage.app.setup import foot, head
from lebenslage.model.access import Recht

head("Öffentlichkeit", "Was sehen alle, und was bleibt intern?", figures=False)
if access.may(Recht.FREIGEBEN):
    # published, then looked at: who goes to and fro finds both as they were
    state.keep_inputs("wo-", "suche-", "status-", "archiv-", "seite-")
    names = ["Was alle sehen", publishing.TAB]
    tabs = st.tabs(names, key=publishing.open_asked(), on_change="rerun")
    for tab, panel in zip(tabs, (public.citizens_view, publishing.publishing_panel), strict=True):
        if tab.open:
            with tab:
                panel()
else:
    public.citizens_view()
foot()
