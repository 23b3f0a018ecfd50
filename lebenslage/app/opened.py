"""What this process has opened: the store and the words of the Gemeinde.

Apart from `data`, so that the gate before Streamlit can ask them before any page has run.
"""

from __future__ import annotations

from datetime import date
from threading import Thread

import streamlit as st

from lebenslage import wiring
from lebenslage.model import moments
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


@st.cache_resource(show_spinner=False)
def _first_day() -> date:
    """The day on which this process opened the store, which did what is due on that day."""
    return moments.today()


@st.cache_resource(show_spinner=False, max_entries=2)
def _keep_house(day: date) -> None:
    """Do what is due on a day beside the page that somebody is waiting for, once."""
    name = f"Tagesarbeit {day.isoformat()}"
    Thread(target=wiring.daily, args=(store(), gemeinde()), name=name, daemon=True).start()


def first_use_of_the_day() -> None:
    """Begin what is due every day if this is the first rerun of a later one."""
    day = moments.today()
    if day != _first_day():
        _keep_house(day)
