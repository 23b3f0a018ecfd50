"""Sentences of the import assistant: what a file is, what was taken in, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lebenslage.errors import Problem
from lebenslage.model.area_table import AreaTableProposal
from lebenslage.model.exchange import Inspection
from lebenslage.model.official import TableProposal
from lebenslage.report.formats import format_date, format_number, listing, plural

_DELIMITERS = {";": "Semikolon", ",": "Komma", "\t": "Tabulator", "|": "senkrechter Strich"}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
}


def problem_intro(problems: Sequence[Problem]) -> str | None:
    """Above the list of problems of a file; None for one that is about the file as a whole."""
    count = len(problems)
    if count == 1:
        if problems[0].zeile is None and problems[0].spalte is None:
            return None
        return "Eine Angabe passt nicht. Es wurde nichts eingelesen:"
    return f"{plural(count, 'Angabe', 'Angaben')} passen nicht. Es wurde nichts eingelesen:"


def describe_inspection(looked: Inspection) -> str:
    """What a recognised file is, and how it was read."""
    details = [
        plural(looked.zeilen, "Zeile", "Zeilen"),
        plural(looked.spalten, "Spalte", "Spalten"),
    ]
    if looked.trennzeichen:
        details.append(f"Trennzeichen {_DELIMITERS.get(looked.trennzeichen, looked.trennzeichen)}")
    if looked.kodierung:
        details.append(_ENCODINGS.get(looked.kodierung.lower(), looked.kodierung))
    return f"Erkannt als {looked.titel}: {', '.join(details)}."


def describe_register_margins(stand: str, merkmale: Sequence[str], persons: float) -> str:
    """Whom the register counts for a survey."""
    names = {"ortsteil": "Ortsteil", "alter": "Alter", "geschlecht": "Geschlecht"}
    by = listing([names.get(name, name) for name in merkmale])
    return (
        f"Das Melderegister zum {format_date(stand)} zählt {format_number(persons, 0)} Personen in "
        f"den Altersgruppen der Umfrage, nach {by}."
    )


def describe_unfit_register(title: str) -> str:
    """Why the register cannot be taken."""
    return (
        f"Für „{title}“ geht das nicht: Die Umfrage fragt nicht nach dem Alter, oder ihre "
        "Altersgruppen beginnen mitten in einer Gruppe des Registers. Mit einzelnen Altersjahren "
        "passt es immer."
    )


def describe_area_table(proposal: AreaTableProposal) -> str:
    """Which column names the areas, and whether the columns are known from an earlier file."""
    first = (
        f"In der Spalte „{proposal.vorschlag.gebiet}“ stehen "
        f"{plural(proposal.gebiete, 'Gebiet', 'Gebiete')}."
    )
    if proposal.gemerkt:
        return f"{first} Die Spalten sind zugeordnet wie beim letzten Mal."
    return f"{first} Welche Spalte was ist, wird für die nächste Datei gemerkt."


def describe_official(proposal: TableProposal) -> str:
    """What an official table holds, and what is proposed to be taken from it."""
    series = plural(len(proposal.reihen), "Reihe", "Reihen")
    text = f"„{proposal.titel}“ enthält {series} für Ihre Gemeinde, den Landkreis oder das Land."
    if not proposal.rezepte:
        return f"{text} Keine davon ist als Kennzahl des Katalogs bekannt; bitte zuordnen."
    count = plural(len(proposal.rezepte), "Kennzahl ist", "Kennzahlen sind")
    kept = len(proposal.gemerkt & proposal.rezepte.keys())
    how = f", {kept} davon wie beim letzten Mal" if kept else ""
    return f"{text} {count} zugeordnet{how}; das lässt sich ändern und wird gemerkt."


def describe_import(files: Sequence[tuple[str, str]]) -> str:
    """What was taken in; pairs of file name and title of the format."""
    names = listing([f"„{name}“ ({title})" for name, title in files])
    return f"Eingelesen: {names}. Unten lässt sich das zurücknehmen."


def describe_removed(files: int, entries: int) -> str:
    """What was deleted of the examples."""
    gone = plural(files, "eingelesene Datei", "eingelesene Dateien")
    also = f" und {plural(entries, 'Eintrag', 'Einträge')} der Register" if entries else ""
    return f"Beispieldaten entfernt: {gone}{also}."


def describe_dates(stands: Iterable[str]) -> str:
    """Oldest and newest date of the values that are shown."""
    dates = sorted({str(stand) for stand in stands if stand})
    if not dates:
        return "Es liegen noch keine Werte vor."
    if len(dates) == 1:
        return f"Stand der Werte: {format_date(dates[0])}."
    first, last = format_date(dates[0]), format_date(dates[-1])
    return f"Stand der Werte: {first} (ältester) bis {last} (neuester)."
