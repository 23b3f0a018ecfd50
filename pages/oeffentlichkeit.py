"""Öffentlichkeit: what everybody sees, and what is published or taken back."""

import streamlit as st

from lebenslage.app import access, public, publishing
from lebenslage.app.setup import foot, head
from lebenslage.model.access import Recht

head("Öffentlichkeit", "Was sehen alle, und was bleibt intern?", figures=False)
if access.may(Recht.FREIGEBEN):
    everybody, inside = st.tabs(["Was alle sehen", "Veröffentlichen"])
    with everybody:
        public.citizens_view()
    with inside:
        publishing.publishing_panel()
else:
    public.citizens_view()
foot()
