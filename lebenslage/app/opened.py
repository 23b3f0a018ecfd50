"""What this process has opened: the store and the words of the Gemeinde.

Apart from `data`, so that the gate before Streamlit can ask them before any page has run.
"""

from __future__ import annotations

import streamlit as st

from lebenslage import wiring
from lebenslage.model.area import Gemeinde
from lebenslage.store import Store


@st.cache_resource(show_spinner="Die mitgelieferten Daten werden eingelesen …")
def store() -> Store:
    """The store, filled with the Gemeinde's package if it is new."""
    return wiring.open_store()


@st.cache_resource(show_spinner=False)
def gemeinde() -> Gemeinde:
    """What `gemeinde.toml` says."""
    return wiring.gemeinde()
