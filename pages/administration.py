"""Administration: accounts, settings, information about a person, audit log."""

import streamlit as st

from lebenslage.app import accounts, administration
from lebenslage.app.setup import foot, head
from lebenslage.model.access import Recht

head(
    "Administration",
    "Wer darf hinein, was gilt hier, und was ist über eine Person gespeichert?",
    figures=False,
    recht=Recht.VERWALTEN,
)
konten, gilt, auskunft, protokoll = st.tabs(["Konten", "Einstellungen", "Auskunft", "Protokoll"])
with konten:
    accounts.panel()
with gilt:
    administration.settings()
with auskunft:
    administration.information()
with protokoll:
    administration.audit()
foot()
