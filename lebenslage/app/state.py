"""The selection: what a user looks at. It lives in the address, so a view can be sent as a link.

Streamlit drops the address's parameters and a widget's value at every change of page; the
selection survives both because it is kept here and written back to the address by the page
that uses it. Only choices (short texts) are kept, never data.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, NoReturn, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from lebenslage.app import rerun
from lebenslage.app.address import Address

T = TypeVar("T")

ORTSTEIL: Final = "ortsteil"
ZEIGT: Final = "zeigt"
INDIKATOR: Final = "indikator"
VERLAUF: Final = "verlauf"
FELD: Final = "feld"
STAND: Final = "stand"
WELLE: Final = "welle"
FRAGE: Final = "frage"
NACH: Final = "nach"
GRUPPE: Final = "gruppe"
DARSTELLUNG: Final = "darstellung"
REIHENFOLGE: Final = "reihenfolge"
GENAUIGKEIT: Final = "genauigkeit"
PAAR: Final = "paar"
GRENZE: Final = "grenze"
BOGEN: Final = "bogen"
SZENARIO: Final = "szenario"
KNOTEN: Final = "knoten"
SKALA: Final = "skala"
GESPEICHERT: Final = "gespeichert"
EINTRAG: Final = "eintrag"
UMFANG: Final = "umfang"
PRAESENTATION: Final = "praesentation"
ANSICHT: Final = "ansicht"
FOLIE: Final = "folie"
BLICK: Final = "blick"
WIEDERHOLUNGEN: Final = "wiederholungen"

_SELECTION: Final = "auswahl"
_ADDRESS: Final = "adresse"
_FLASH: Final = "meldung"
_COMPLAINT: Final = "beanstandung"
_NOTE: Final = "hinweis"
_RUNNING: Final = "laeuft"
_SESSION: Final = "sitzung"
_OWNER: Final = "inhaber"
#: What says nothing about anybody and stays when a session changes hands.
_OF_NOBODY: Final = rerun.OF_NOBODY | {_COMPLAINT}


def current(key: str, options: Sequence[str], default: str | None = None) -> str:
    """The chosen option: from the address, else as chosen before, else the default.

    Parameters
    ----------
    key : str
        Name of the choice and of the parameter in the address.
    options : sequence of str
        What can be chosen; anything else in the address is ignored.
    """
    kept = _selection()
    for candidate in (_address().asked(key), kept.get(key), default):
        if candidate in options:
            kept[key] = str(candidate)
            break
    else:
        kept[key] = options[0]
    _address().write(key, kept[key])
    return kept[key]


def choose(
    key: str,
    label: str,
    options: Mapping[str, str],
    *,
    default: str | None = None,
    widget: Literal["list", "buttons"] = "list",
    **kwargs: Any,
) -> str:
    """Draw the widget of a choice and return the chosen option.

    Parameters
    ----------
    options : mapping
        Option -> what is shown.
    widget : {"list", "buttons"}
        A drop-down list, or buttons side by side for a few short options.
    """
    value = current(key, list(options), default)
    widget_key = f"_{key}"
    st.session_state[widget_key] = value
    draw: Callable[..., Any] = st.selectbox
    if widget == "buttons":
        draw = st.segmented_control
        kwargs["required"] = True
    draw(
        label,
        list(options),
        format_func=lambda option: options[option],
        key=widget_key,
        on_change=_take_over,
        args=(key, widget_key),
        **kwargs,
    )
    return value


def select(key: str, value: str) -> None:
    """Choose from code, e.g. after a click on the map."""
    _selection()[key] = value
    _address().write(key, value)


def take_point(widget_key: str, *keys: str) -> None:
    """Choose what a click on a chart names: for `on_select`, before the page runs.

    Parameters
    ----------
    widget_key : str
        Key of the chart; its points carry one text per choice as custom data.
    keys : str
        Names of the choices, in that order. A click on nothing changes nothing.
    """
    points = st.session_state[widget_key]["selection"]["points"]
    if points:
        for key, value in zip(keys, points[0]["customdata"], strict=True):
            select(key, str(value))


def free_text(key: str) -> str:
    """A choice without a list of options, from the address, else as kept; empty for none.

    Anything may stand there: whoever reads it checks it.
    """
    kept, asked = _selection(), _address().asked(key)
    kept[key] = kept.get(key, "") if asked is None else asked
    _address().write(key, kept[key])
    return kept[key]


def control(
    draw: Callable[..., Any],
    key: str,
    value: Any,
    changed: Callable[[Any], None],
    *args: Any,
    **kwargs: Any,
) -> None:
    """Draw a widget that shows a value kept elsewhere.

    Parameters
    ----------
    draw : callable
        The widget; gets the further arguments.
    changed : callable
        Takes what the user sets, before the page runs again.
    """
    # said only where it differs, so that a slider in motion is not pulled back
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    draw(*args, key=key, on_change=lambda: changed(st.session_state[key]), **kwargs)


class Way(NamedTuple):
    """A link to a page (its file stem) with what is chosen there (name of the choice, value)."""

    page: str
    label: str
    choice: tuple[tuple[str, str], ...]


def flash(text: str, *ways: Way) -> None:
    """Keep a message for the next run of the page, with links to what it tells of."""
    st.session_state[_FLASH] = (text, ways)


def take_flash() -> tuple[str, tuple[Way, ...]] | None:
    """The kept message, once."""
    kept: tuple[str, tuple[Way, ...]] | None = st.session_state.pop(_FLASH, None)
    return kept


def complain(text: str, *, unless_told: bool = False) -> None:
    """Keep an error for the next run of the page; where asked, only if none is kept already."""
    if not (unless_told and _COMPLAINT in st.session_state):
        st.session_state[_COMPLAINT] = text


def take_complaint() -> str | None:
    """The kept error, once."""
    text: str | None = st.session_state.pop(_COMPLAINT, None)
    return text


def note(place: str, text: str) -> None:
    """Keep a message for a place on the page, from a control that was just used."""
    st.session_state[f"{_NOTE}_{place}"] = text


def take_note(place: str) -> str | None:
    """The kept message of a place, once."""
    text: str | None = st.session_state.pop(f"{_NOTE}_{place}", None)
    return text


def start(work: str) -> None:
    """Let a long computation run in this session; it goes on until it is done or stopped."""
    st.session_state[_RUNNING] = work


def stop() -> None:
    """Let no long computation run."""
    st.session_state.pop(_RUNNING, None)


def runs(work: str) -> bool:
    """Whether this computation is the one that runs; any other one is over now."""
    if st.session_state.get(_RUNNING) not in (None, work):
        stop()
    return st.session_state.get(_RUNNING) == work


def rerun_part() -> NoReturn:
    """Run the fragment again that is running; the whole page if there is none."""
    with contextlib.suppress(StreamlitAPIException):  # the page was just opened
        st.rerun(scope="fragment")
    st.rerun()


def belong_to(owner: str) -> bool:
    """Say whose session this is; what it had kept for somebody else is forgotten first.

    Returns
    -------
    bool
        Whether it was somebody else's.
    """
    anew = bool(st.session_state.get(_OWNER, owner) != owner)
    if anew:
        for key in set(map(str, st.session_state)) - _OF_NOBODY:
            del st.session_state[key]
        rerun.forget()
    st.session_state[_OWNER] = owner
    return anew


def session() -> str:
    """A name for this session, for what no other one may touch."""
    name: str = st.session_state.setdefault(_SESSION, secrets.token_hex(8))
    return name


def counter(key: str) -> int:
    """A number for the key of a widget that must start afresh (the upload field)."""
    return int(st.session_state.get(f"zaehler_{key}", 0))


def raise_counter(key: str) -> None:
    """Make widgets keyed by the counter start afresh."""
    st.session_state[f"zaehler_{key}"] = counter(key) + 1


def asked_by(widget_key: str) -> Mapping[str, Any]:
    """What a component of our own asks for (its trigger `tat`): for its callback."""
    return dict(st.session_state[widget_key].get("tat") or {})


def in_address(key: str) -> str:
    """What the address says, whatever was chosen before; empty for nothing."""
    return _address().said(key)


def keep_inputs(*starts: str) -> None:
    """Keep what was put into widgets that this run may not draw (those of a closed tab).

    Parameters
    ----------
    starts : str
        How their keys begin; none of them is a button.
    """
    for key in map(str, st.session_state):
        if key.startswith(starts):
            st.session_state[key] = st.session_state[key]


def put_in(widget_key: str, default: T) -> T:
    """What stands in a widget, drawn or kept by `keep_inputs`."""
    found: T = st.session_state.get(widget_key, default)
    return found


def _address() -> Address:
    kept: Address = st.session_state.setdefault(_ADDRESS, Address())
    return kept


def _selection() -> dict[str, str]:
    kept: dict[str, str] = st.session_state.setdefault(_SELECTION, {})
    return kept


def _take_over(key: str, widget_key: str) -> None:
    select(key, st.session_state[widget_key])


def prefill(widget_key: str, text: str, *, anew: bool = True) -> None:
    """Let a widget begin with a text; with `anew` off only if it has none yet."""
    if anew or widget_key not in st.session_state:
        st.session_state[widget_key] = text


def remember(key: str, value: Any) -> None:
    """Keep something small for the next run of a page."""
    st.session_state[f"gemerkt_{key}"] = value


def remembered(key: str, default: Any = None) -> Any:
    """What `remember` kept."""
    return st.session_state.get(f"gemerkt_{key}", default)


def is_new(key: str, value: str) -> bool:
    """Whether a component reports a value that it has not reported before.

    A component repeats its last answer at every rerun; only the first time is a click.
    """
    seen = f"gesehen_{key}"
    if st.session_state.get(seen) == value:
        return False
    st.session_state[seen] = value
    return True
