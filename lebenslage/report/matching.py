"""Sentences and tables of the import assistant about columns, questions and places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from lebenslage.model.assignment import ColumnMatch, Match, OpenPlace, Proposal, Reversed
from lebenslage.model.exchange import Delivery
from lebenslage.model.survey import Question, Questionnaire
from lebenslage.report.formats import format_date, format_number, plural

#: Headings of an overview of columns, as loaders make it -> as shown.
_COLUMN: Final = "spalte"
_FILLED: Final = "ausgefuellt"
_HEADINGS: Final = {
    _COLUMN: "Spalte der Datei",
    "inhalt": "Was daraus wird",
    _FILLED: "Ausgefüllt in Zeilen",
}


def describe_matches(proposal: Proposal) -> str:
    """How many columns were found, and what is left to look at."""
    matches = proposal.spalten
    if proposal.vorlage == "" and not any(m.grund is not Match.NEU for m in matches):
        count = plural(len(proposal.neu), "Frage", "Fragen")
        return f"Aus den Spalten der Datei wurden {count} gemacht."
    sure = sum(match.grund.sure for match in matches if match.grund is not Match.NEU)
    alike = sum(match.grund is Match.AEHNLICH for match in matches)
    missing = sum(match.grund is Match.OFFEN for match in matches)
    words = [f"{plural(sure, 'Spalte ist', 'Spalten sind')} sicher zugeordnet"]
    if alike:
        words.append(f"{alike} nach ähnlichem Wortlaut (bitte ansehen)")
    if missing:
        words.append(f"{missing} nicht gefunden")
    if proposal.neu:
        words.append(f"{plural(len(proposal.neu), 'Frage ist', 'Fragen sind')} neu")
    return f"{', '.join(words)}."


def describe_match(match: ColumnMatch) -> str:
    """Why a column is proposed."""
    if match.grund is Match.AEHNLICH:
        return f"ähnlicher Wortlaut: {format_number(match.aehnlichkeit, 0)} von 100"
    return str(match.grund)


def match_table(proposal: Proposal) -> pd.DataFrame:
    """Every column of the questionnaire with the column of the file and the reason."""
    rows = [
        (match.spalte, match.text, match.heading or "–", describe_match(match))
        for match in proposal.spalten
    ]
    names = ["Kürzel", "Frage", "Spalte der Datei", "Warum"]
    return pd.DataFrame(rows, columns=names)


def shown_preview(table: pd.DataFrame) -> pd.DataFrame:
    """A preview as it is shown; an overview of columns gets German headings and numbers."""
    if list(table.columns[[0, -1]]) != [_COLUMN, _FILLED]:
        return table.fillna("")
    shown = table.rename(columns=_HEADINGS)
    shown[_HEADINGS[_FILLED]] = [format_number(count, 0) for count in table[_FILLED]]
    return shown


def describe_rest(count: int) -> str:
    """What is left where not everything is put one by one."""
    return (
        f"{plural(count, 'weitere Entscheidung ist', 'weitere Entscheidungen sind')} offen; sie "
        "stehen unten mit ihren Zeilen. So viele deuten auf einen anderen Fragebogen hin."
    )


def describe_new_questions(count: int) -> str:
    """What to do with questions that were made from the data."""
    what = "1 Frage ist" if count == 1 else f"{count} Fragen sind"
    return (
        f"{what} aus den Daten vorgeschlagen. Bitte prüfen Sie Art, Antworten und Richtung; alles "
        "in der Tabelle lässt sich ändern. Ohne Häkchen bei „dabei“ fällt eine Frage weg."
    )


def describe_reversed(item: Reversed, question: Question) -> str:
    """Why a scale is questioned."""
    return (
        f"„{question.text}“ läuft gegen die anderen Fragen mit derselben Skala (Korrelation "
        f"{format_number(item.korrelation, 2)}). Das spricht dafür, dass hohe Werte hier das "
        "Gegenteil bedeuten."
    )


def describe_twin(other: Questionnaire) -> str:
    """A wave of about the same time is there already: the same survey must not count twice."""
    return (
        f"Es gibt schon eine Welle aus derselben Zeit: „{other.titel}“ "
        f"({format_date(other.erhebung)}). Ist es dieselbe Befragung, wählen Sie diese oben und "
        "„Ersatz für die Antworten dieser Welle“; sonst zählt sie zweimal."
    )


def describe_invited(persons: float, before: Questionnaire) -> str:
    """That the number of invited persons is that of an earlier wave."""
    return (
        f"Eingeladene Personen: {format_number(persons, 0)}, übernommen aus „{before.titel}“ "
        f"({format_date(before.erhebung)}), bitte prüfen. Stimmt die Zahl nicht mehr, wird der "
        "Rücklauf falsch berechnet."
    )


def describe_places(places: Sequence[OpenPlace]) -> str:
    """How many places need a decision."""
    answers = sum(place.anzahl for place in places)
    names = plural(len(places), "Ortsname ist", "Ortsnamen sind")
    return (
        f"{names} nicht eindeutig ({plural(answers, 'Antwort', 'Antworten')}). Bitte entscheiden."
    )


def describe_areas(places: Sequence[OpenPlace]) -> str:
    """How many small areas of a file that counts something need an Ortsteil."""
    names = plural(len(places), "Gebiet", "Gebiete")
    verb = "es gehört" if len(places) == 1 else "sie gehören"
    return (
        f"Für {names} der Datei steht nicht fest, zu welchem Ortsteil {verb}. Bitte zuordnen; das "
        "wird für die nächste Datei gemerkt."
    )


def describe_answers(delivery: Delivery) -> str:
    """What would be taken in."""
    facts = delivery.zusammenfassung
    done = facts.get("davon vollständig", 0)
    return (
        f"Nichts ist mehr offen: {plural(delivery.zeilen, 'Antwort', 'Antworten')}, davon "
        f"{format_number(done)} vollständig, für „{facts.get('Umfrage', '')}“."
    )
