"""Texts that become public are looked through, and whoever publishes them says yes twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lebenslage.analysis.registers.giveaways import giveaways
from lebenslage.app import data, parts, registers
from lebenslage.model.exchange import Delivery
from lebenslage.model.registers import REGISTERS, Register, RegisterFile
from lebenslage.report import formats
from lebenslage.report import public_words as said

Found = Mapping[str, Sequence[str]]
#: Label of the second yes in a form.
YES = "Geprüft: trotzdem veröffentlichen"
#: Lines of a file that are told one by one.
_LINES = 20


def found(register: Register, daten: Mapping[str, Any], before: Mapping[str, Any]) -> Found:
    """Field -> what it would give away to everybody; see `giveaways`."""
    return giveaways(register, daten, before, data.snapshot().ortsteil_names.values())


def question(register: Register, hints: Found) -> None:
    """Ask in a form that was sent; what was typed is still in it."""
    _warn(
        f"Noch nicht gespeichert. {said.BITTE_PRUEFEN}",
        said.describe_giveaways(register, hints),
        "Sie können auch den Text ändern oder den Haken bei „Für alle sichtbar“ herausnehmen und "
        "noch einmal speichern.",
    )


def confirmed(lines: Sequence[str], key: str) -> bool:
    """Ask before the button that publishes; whether nothing is found or somebody said yes."""
    if not lines:
        return True
    _warn(said.BITTE_PRUEFEN, lines)
    return st.checkbox("Geprüft: Das darf veröffentlicht werden.", key=f"geprueft-{key}")


def _warn(start: str, lines: Sequence[str], end: str = "") -> None:
    shown = [f"- {parts.plain(line)}" for line in lines]
    st.warning("\n".join([parts.plain(start), "", *shown, "", parts.plain(end)]))


def of_file(delivery: Delivery) -> list[str]:
    """What the entries of a file would give away, a line for each entry and field."""
    content = delivery.content
    if not isinstance(content, RegisterFile):
        return []
    register = REGISTERS[content.register]
    kept = registers.whole(content.register).entries
    told = []
    for draft in content.drafts:
        known = kept.get(draft.kennung)
        hints = found(register, draft.daten, known.daten if known else {})
        name = draft.kennung or f"Zeile {draft.zeile}"
        told += [f"{name}, {line}" for line in said.describe_giveaways(register, hints)]
    if (rest := len(told) - _LINES) > 0:
        told[_LINES:] = [f"und {formats.format_number(rest)} weitere"]
    return told
