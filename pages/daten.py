"""Daten: upload a file, take an import back, see how fresh every source is."""

import streamlit as st

from lebenslage.app import importing, imports, place_list, register
from lebenslage.app.setup import foot, head
from lebenslage.model.access import Recht

head(
    "Daten",
    "Neue Dateien einlesen, frühere zurücknehmen, Stand jeder Quelle sehen.",
    figures=False,
    recht=Recht.IMPORTIEREN,
)
imports.way_to_administration()
importing.assistant()
upload, sources, local, blanks = st.tabs(
    ["Eingelesene Dateien", "Stand der Quellen", "Orte", "Vorlagen & Papier"]
)
with upload:
    imports.example_box()
    register.margins_box()
    imports.import_list()
with sources:
    imports.freshness()
with local:
    place_list.place_list()
with blanks:
    imports.templates()
    imports.paper_forms()
foot()
