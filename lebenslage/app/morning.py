"""What somebody of the Quartiersmanagement wants to know first: what is due, which data are new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Final

import streamlit as st

from lebenslage import wiring
from lebenslage.analysis.registers import agenda
from lebenslage.analysis.registers.agenda import Agenda, Due
from lebenslage.app import access, data, navigation, parts, registers
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.report import formats, freshness
from lebenslage.report import register_sentences as said

#: Parts of what is due, each made anew only if one of these fields changed.
_DUE: Final[tuple[Mapping[str, Collection[str]], ...]] = (
    {
        "projekte": ("titel", "status", "foerderfrist", "foerderprogramm"),
        "schritte": ("titel", "projekt", "faellig", "erledigt"),
    },
    {"anliegen": ("titel", "status", "frist")},
    {"veranstaltungen": ("titel", "beginn", "ende", "abgesagt")},
)
#: Kind of what is due -> page, and the choice there.
_PLACES: Final = {
    agenda.SCHRITT: ("projekte", "projekte"),
    agenda.FOERDERUNG: ("projekte", "projekte"),
    agenda.ANLIEGEN: ("beteiligung", "anliegen"),
    agenda.VERANSTALTUNG: ("ortsteilleben", "veranstaltungen"),
}
#: Lines that lead to their entry, rows of the table, days that data count as new.
_LINES, _ROWS, _DAYS = 8, 50, 14


def morning_panel() -> None:
    """What is overdue, what comes in the next days, and what is new in the data; for staff."""
    if not access.may(Recht.INTERN):
        return
    st.header("Was ansteht", anchor=False)
    today = moments.today()
    dues = _dues(today)
    parts.sentence(said.describe_agenda(dues))
    with st.container(key="termine", gap="xsmall"):
        for each in dues.first[:_LINES]:
            _line(each)
    if dues.first:
        label = f"Als Tabelle ({formats.format_number(len(dues.first))})"
        parts.as_table(said.agenda_table(dues.first), label)
    _data(today)


def morning_line() -> None:
    """The same in one line that leads there, for staff; nothing while nothing is due."""
    if not access.may(Recht.INTERN):
        return
    if (dues := _dues(moments.today())).count:
        label = parts.plain(f"Was ansteht: {said.describe_agenda(dues)}")
        st.page_link(navigation.path("projekte"), label=label)


def _dues(today: dt.date) -> Agenda:
    return registers.once(
        ("termine", today.isoformat()),
        tuple(code for fields in _DUE for code in fields),
        lambda: agenda.together([_part(today, fields) for fields in _DUE], _ROWS),
        {code: names for fields in _DUE for code, names in fields.items()},
    )


def _part(today: dt.date, fields: Mapping[str, Collection[str]]) -> Agenda:
    """What is due of some registers."""
    return registers.once(
        ("termine-teil", today.isoformat()),
        tuple(fields),
        lambda: agenda.agenda(
            {code: registers.read(code).active for code in fields}, today, most=_ROWS
        ),
        fields,
    )


def _line(due: Due) -> None:
    page, key = _PLACES[due.art]
    st.page_link(
        navigation.path(page),
        label=parts.plain(f"{said.due_words(due)}: {due.art} – {said.due_title(due)}"),
        query_params={key: due.kennung},
    )


def _data(today: dt.date) -> None:
    """New files, and what should have come."""
    parts.sentence(data.once(("neue dateien", today.isoformat()), lambda: _files(today)))
    overdue = data.once(
        ("stand", today.isoformat()),
        lambda: freshness.freshness_table(data.snapshot().quellen, data.values(), today),
    )
    if late := int((overdue["Lage"] == freshness.UEBERFAELLIG).sum()):
        count = formats.plural(late, "Quelle ist", "Quellen sind")
        # whoever sees this may open that page too
        label = parts.plain(f"{count} überfällig; welche, steht auf der Seite „Daten“.")
        st.page_link(navigation.path("daten"), label=label)


def _files(today: dt.date) -> str:
    since = (today - dt.timedelta(days=_DAYS)).isoformat()
    files = [
        (one.wann, one.dateiname)
        for one in data.store().imports()
        if one.wann >= since and one.wer != wiring.MITGELIEFERT and one.aktiv
    ]
    return said.describe_imports(sorted(files, reverse=True), _DAYS)
