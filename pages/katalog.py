"""Katalog: what is measured and how it counts; changed as a draft, released with a reason."""

import streamlit as st

from lebenslage.app import catalogue_draft, catalogue_edit, catalogue_effect, catalogue_versions
from lebenslage.app.setup import foot, head
from lebenslage.model.access import Recht

head(
    "Katalog",
    "Was wird gemessen, wie zählt es, und wer hat das wann und warum so festgelegt?",
    recht=Recht.INTERN,
)
draft = catalogue_draft.current()
catalogue_draft.status(draft)
change, effect, versions, files = st.tabs(["Ändern", "Wirkung", "Fassungen", "Als Datei"])
with change:
    catalogue_edit.editor(draft)
with effect:
    catalogue_effect.panel(draft)
with versions:
    catalogue_versions.history(draft)
with files:
    catalogue_versions.files(draft)
foot()
