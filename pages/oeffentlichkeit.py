"""Öffentlichkeit: what everybody sees, and what is published or taken back."""

import streamlit as st

from lebenslage.app import public, publishing
from lebenslage.app.setup import foot, head

head("Öffentlichkeit", "Was sehen alle, und was bleibt intern?", figures=False)
everybody, inside = st.tabs(["Was alle sehen", "Veröffentlichen"])
with everybody:
    public.citizens_view()
with inside:
    publishing.publishing_panel()
foot()
