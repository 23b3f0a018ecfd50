"""Decisions about places of a file that no Ortsteil is known for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from lebenslage.app import data, parts
from lebenslage.model.assignment import Assignment, OpenPlace
from lebenslage.report import matching

_NONE: Final = ""
_OPEN: Final = "?"
#: More decisions than this are not put one by one.
ASKED: Final = 20
#: An election has more polling districts than a survey has places in doubt.
ASKED_OF_COUNTS: Final = 60


def decide(places: Sequence[OpenPlace], key: str, asked: int = ASKED) -> Assignment:
    """One choice for each place; those without a decision are left out."""
    names = data.snapshot().ortsteil_names
    decided = {}
    for place in places[:asked]:
        if (pick := _place(place, names, key)) != _OPEN:
            decided[place.text] = pick
    if len(places) > asked:
        parts.caveat(matching.describe_rest(len(places) - asked))
    return Assignment(orte=decided)


def _place(place: OpenPlace, names: Mapping[str, str], key: str) -> str:
    first = [area for area in place.kandidaten if area in names]
    options = [_OPEN, *first, *(area for area in names if area not in first), _NONE]
    labels = {_OPEN: "– bitte entscheiden –", _NONE: "gehört zu keinem Ortsteil", **names}
    often = f" ({place.anzahl}-mal)" if place.anzahl > 1 else ""
    return str(
        st.selectbox(
            parts.plain(f"„{place.text}“{often} liegt in …"),
            options,
            format_func=lambda area: labels[area],
            key=f"ort-{key}-{place.text}",
        )
    )
