"""What one run of a page looks up once and shows throughout."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lebenslage.app.identity import Anfrage
from lebenslage.model.access import Besucher

T = TypeVar("T")
_RUN: Final = "lauf"
#: Seconds for which a request is kept; a sign-out elsewhere takes as long to be noticed anyway.
_MOMENT: Final = 1.0
#: What says nothing about anybody and stays when a session changes hands (see `forget`).
OF_NOBODY: Final = frozenset({_RUN})


@dataclass
class _Run:
    """What a session keeps for the parts of its page that run by themselves later.

    Parameters
    ----------
    navigated, redirected : bool
        Whether the entry script ran, and whether a page without it was sent there.
    begun : bool
        Whether the entry script ran for this run, and the head of a page did not yet.
    version : int or None
        Version of the store that is shown.
    registers : mapping or None
        Register -> number of its changes; None while nobody asked.
    asking : tuple
        Until when it holds (`time.monotonic`), the request, and whose it is.
    pages : tuple
        What the menu shows, and Streamlit's objects for it.
    """

    navigated: bool = False
    redirected: bool = False
    begun: bool = False
    version: int | None = None
    registers: Mapping[str, int] | None = None
    asking: tuple[float, Anfrage, Besucher] | None = None
    pages: tuple[Hashable, Any] = (None, None)


class _Here(threading.local):
    """The run that goes on in this thread: Streamlit's own keeping is slow to ask.

    What was made for it goes with the thread, not with the session: an idle one would hold on to
    registers of long ago.
    """

    context: object = None
    run: _Run = _Run()

    def __init__(self) -> None:
        self.made: dict[Hashable, Any] = {}


_here: Final = _Here()


def _run() -> _Run:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or _here.context is not context:
        run: _Run = st.session_state.setdefault(_RUN, _Run())
        _here.context, _here.run, _here.made = context, run, {}
    return _here.run


def pin_version(version: int) -> None:
    """Said at the head of a page: the version of the store that this run shows throughout."""
    run = _run()
    run.version, run.registers = version, None
    _here.made = {}


def pinned_version() -> int | None:
    """The version of this run; None before the head of a page."""
    return _run().version


def pin_registers(versions: Mapping[str, int]) -> None:
    """The numbers of changes of the registers that this run shows."""
    _run().registers = versions


def pinned_registers() -> Mapping[str, int] | None:
    """Numbers of changes of the registers in this run; None if nobody asked yet."""
    return _run().registers


def once(key: Hashable, build: Callable[[], T]) -> T:
    """What `build` makes of what this run shows, made once in it."""
    _run()
    if key not in _here.made:
        _here.made[key] = build()
    made: T = _here.made[key]
    return made


def pin_asking(asked: Anfrage, looking: Besucher) -> None:
    """Keep who asks in this run; a part that runs by itself later looks again."""
    if get_script_run_ctx(suppress_warning=True) is not None:
        _run().asking = (time.monotonic() + _MOMENT, asked, looking)


def pinned_asking() -> tuple[Anfrage, Besucher] | None:
    """The request of this run and whose it is; None if nobody has looked yet, or too long ago."""
    asking = _run().asking
    if asking is None or time.monotonic() >= asking[0]:
        return None
    return asking[1:]


def pages(shown: Hashable, build: Callable[[], T]) -> T:
    """Streamlit's objects of the pages: to make them anew takes longer than many a page."""
    run = _run()
    if run.pages[0] != shown:
        run.pages = (shown, build())
    found: T = run.pages[1]
    return found


def forget() -> None:
    """The session changes hands: nothing made for whoever was looking may stay."""
    _run().registers = None
    _here.made = {}


def mark_navigated() -> None:
    """Said by dashboard.py: a run through the entry script begins."""
    run = _run()
    run.navigated, run.begun, run.asking = True, True, None


def begin_page() -> None:
    """Said at the head of a page: who asked in an earlier run may be gone.

    The entry script has asked for the menu already, but a page may run without it.
    """
    run = _run()
    if not run.begun:
        run.asking = None
    run.begun = False


def bypassed() -> bool:
    """Whether a page runs without the entry script, asked at most once per session.

    A `pages/` folder makes a deep link in a fresh process run the page alone.
    """
    run = _run()
    if run.navigated or run.redirected:
        return False
    run.redirected = True
    return True
