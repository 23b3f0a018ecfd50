"""Entries of the registers in German: one value, a list, the history, a file to take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.registers.network import Place
from lebenslage.model.registers import (
    Change,
    Entry,
    Field,
    FieldKind,
    Register,
    has_value,
    is_public,
)
from lebenslage.model.registers.shared_fields import FREI
from lebenslage.report import formats
from lebenslage.report.export import Book, Notes, book_of

#: Between several values of a cell, as the files are read again.
_BETWEEN: Final = " | "
_NOTHING: Final = "–"


@dataclass(frozen=True)
class Words:
    """What keys are called.

    Parameters
    ----------
    ortsteile, handlungsfelder, kennzahlen : mapping
        Key -> name.
    eintraege : mapping
        Register -> key -> name.
    """

    ortsteile: Mapping[str, str] = field(default_factory=dict)
    handlungsfelder: Mapping[str, str] = field(default_factory=dict)
    kennzahlen: Mapping[str, str] = field(default_factory=dict)
    eintraege: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, asked: Field) -> Mapping[str, str]:
        """Names of what a field may hold; empty for a field that holds no keys."""
        if asked.verweis:
            return self.eintraege.get(asked.verweis, {})
        return {
            FieldKind.AUSWAHL: asked.optionen,
            FieldKind.ORTSTEILE: self.ortsteile,
            FieldKind.HANDLUNGSFELDER: self.handlungsfelder,
            FieldKind.KENNZAHLEN: self.kennzahlen,
        }.get(asked.art, {})


def value_text(asked: Field, value: Any, words: Words) -> str:
    """A value as shown; "" for none."""
    if not has_value(value):
        return ""
    if asked.art is FieldKind.DATUM:
        return formats.format_date(value)
    if asked.art is FieldKind.BETRAG:
        return formats.format_with_unit(value, "€", 0 if value == int(value) else 2)
    if asked.art is FieldKind.ZAHL:
        return formats.format_number(value)
    if asked.art is FieldKind.FLAGGE:
        return "ja"
    names = words.of(asked)
    if asked.art.is_list:
        return ", ".join(names.get(key, key) for key in value)
    return str(names.get(value, value))


def title(register: Register, entry: Entry) -> str:
    """What an entry is called in lists, with its mark if it is made up."""
    called = register.field(register.nennt)
    told = entry.text(called.name) or entry.text(register.nennt_oeffentlich)
    return marked(called.optionen.get(told, told), entry)


def marked(name: str, entry: Entry) -> str:
    """A name with the mark of an entry that is made up, unless it says so itself."""
    missing = entry.beispiel and "beispiel" not in name.casefold()
    return f"{name} (Beispiel)" if missing else name


def entry_table(
    register: Register, entries: Iterable[Entry], columns: Sequence[str], words: Words
) -> pd.DataFrame:
    """Entries as a table of texts.

    Parameters
    ----------
    columns : sequence of str
        Names of the fields to show between title and key.
    """
    shown = [register.field(name) for name in columns]
    rows = [
        [
            title(register, entry),
            *(value_text(each, entry.daten.get(each.name), words) or _NOTHING for each in shown),
            entry.kennung,
        ]
        for entry in entries
    ]
    head = [register.field(register.nennt).titel, *(each.titel for each in shown), "Kennung"]
    return pd.DataFrame(rows, columns=head, dtype=object)


def facts(
    register: Register,
    entry: Entry,
    words: Words,
    *,
    public: bool = False,
    heute: str = "",
) -> pd.DataFrame:
    """One entry, a row per field that has a value.

    Parameters
    ----------
    public : bool
        Only what everybody may see.
    heute : str
        ISO date for staff: a last row says whether everybody sees the entry; empty for none.
    """
    told = FREI in register.felder and heute
    rows = [
        (each.titel, text)
        for each in register.felder
        if (each.oeffentlich or not public)
        and not (told and each == FREI)
        and (text := value_text(each, entry.daten.get(each.name), words))
    ]
    if told:
        rows.append((FREI.titel, visibility(entry, heute)))
    return pd.DataFrame(rows, columns=["Angabe", "Inhalt"], dtype=object)


def visibility(entry: Entry, heute: str) -> str:
    """Whether everybody sees an entry today, and why not if it was published."""
    if is_public(entry, heute):
        return "ja"
    if not entry.daten.get(FREI.name):
        return "nein"
    return "nein, archiviert" if entry.archiviert else "nein, der Tag liegt vor uns oder ist vorbei"


def history_table(register: Register, changes: Iterable[Change], words: Words) -> pd.DataFrame:
    """Who changed what when, a row per field."""
    rows: list[tuple[str, ...]] = []
    for change in changes:
        head = (formats.format_moment(change.wann), change.wer, change.was)
        names = [n for n in register.names if n in change.vorher or n in change.nachher]
        if change.was == "angelegt" or not names:
            rows.append((*head, "", "", ""))
            continue
        for name in names:
            each = register.field(name)
            texts = [
                value_text(each, side.get(name), words) or _NOTHING
                for side in (change.vorher, change.nachher)
            ]
            rows.append((*head, each.titel, *texts))
    head_names = ["Wann", "Wer", "Was", "Angabe", "vorher", "nachher"]
    return pd.DataFrame(rows, columns=head_names, dtype=object)


def network_table(places: Iterable[Place], names: Mapping[str, str]) -> pd.DataFrame:
    """Who connects and who stands alone."""
    rows = [
        (names[p.kennung], p.bindungen, p.ortsteile, "steht allein" if not p.bindungen else "")
        for p in places
    ]
    head = ["Akteur", "arbeitet zusammen mit", "erreicht weitere Ortsteile", "Hinweis"]
    return table(head, rows)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """A table of texts."""
    return pd.DataFrame([list(row) for row in rows], columns=list(head), dtype=object)


def export(register: Register, entries: Sequence[Entry], words: Words) -> Book:
    """All entries as they can be read in again.

    Returns
    -------
    Book
        Keys and versions stand beside the fields, so that a changed file finds its entries and
        notices that somebody else was quicker.
    """
    rows = []
    for entry in entries:
        row: dict[str, Any] = {"kennung": entry.kennung, "fassung": entry.fassung}
        row |= {
            each.name: _cell(each, entry.daten.get(each.name), words) for each in register.felder
        }
        row |= {
            "beispiel": "ja" if entry.beispiel else "",
            "archiviert": "ja" if entry.archiviert else "",
            "geaendert_am": formats.format_moment(entry.wann),
            "geaendert_von": entry.wer,
        }
        rows.append(row)
    names = ["kennung", "fassung", *register.names, "beispiel"]
    names += ["archiviert", "geaendert_am", "geaendert_von"]
    table = pd.DataFrame(rows, columns=names)
    notes = Notes(
        f"Register: {register.titel}",
        hinweise=(
            "Wieder einlesen: auf der Seite „Daten“. Eine leere Kennung legt einen Eintrag neu an.",
            "Zeilen mit „ja“ in der Spalte „beispiel“ sind erfunden.",
        ),
        beispiel=any(entry.beispiel for entry in entries),
    )
    return book_of(register.titel, table, notes)


def _cell(asked: Field, value: Any, words: Words) -> Any:
    """A value as it stands in a file: numbers as numbers, keys of other registers as keys."""
    if not has_value(value):
        return None if asked.art.is_number else ""
    if asked.art.is_number:
        return value
    if asked.art in (FieldKind.VERWEISE, FieldKind.KENNZAHLEN):
        return _BETWEEN.join(value)
    if asked.art.is_list:
        names = words.of(asked)
        return _BETWEEN.join(names.get(key, key) for key in value)
    if asked.art is FieldKind.VERWEIS:
        return value
    return value_text(asked, value, words)
