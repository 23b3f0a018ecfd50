"""What one run of a page looks up once and shows throughout."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

import streamlit as st

from lebenslage.app.identity import Anfrage

_NAVIGATED: Final = "ueber_dashboard"
_REDIRECTED: Final = "umgeleitet"
_VERSION: Final = "datenstand"
_REGISTERS: Final = "registerstaende"
_REQUEST: Final = "anfrage"
#: Seconds for which a request is kept; a sign-out elsewhere takes as long to be noticed anyway.
_MOMENT: Final = 1.0
#: What says nothing about anybody and stays when a session changes hands.
OF_NOBODY: Final = frozenset({_NAVIGATED, _REDIRECTED, _VERSION})


def pin_version(version: int) -> None:
    """Said at the head of a page: the version of the store that this run shows throughout."""
    st.session_state[_VERSION] = version


def pinned_version() -> int | None:
    """The version of this run; None before the head of a page."""
    version: int | None = st.session_state.get(_VERSION)
    return version


def pin_registers(versions: Mapping[str, int] | None) -> None:
    """The numbers of changes of the registers that this run shows; None: nobody asked yet."""
    st.session_state[_REGISTERS] = versions


def pinned_registers() -> Mapping[str, int] | None:
    """Numbers of changes of the registers in this run; None if nobody asked yet."""
    versions: Mapping[str, int] | None = st.session_state.get(_REGISTERS)
    return versions


def pin_request(asked: Anfrage) -> None:
    """Keep the request of this run; a part that runs by itself later looks again."""
    st.session_state[_REQUEST] = (time.monotonic() + _MOMENT, asked)


def pinned_request() -> Anfrage | None:
    """The request of this run; None if nobody has looked yet, or too long ago."""
    until, asked = st.session_state.get(_REQUEST, (0.0, None))
    return asked if time.monotonic() < until else None


def mark_navigated() -> None:
    """Said by dashboard.py: a run through the entry script begins."""
    st.session_state[_NAVIGATED] = True
    st.session_state.pop(_REQUEST, None)


def bypassed() -> bool:
    """Whether a page runs without the entry script, asked at most once per session.

    A `pages/` folder makes a deep link in a fresh process run the page alone.
    """
    if st.session_state.get(_NAVIGATED) or st.session_state.get(_REDIRECTED):
        return False
    st.session_state[_REDIRECTED] = True
    return True
