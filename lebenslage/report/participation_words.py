"""Who comes to events, in a sentence and in tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.registers.participation import INDIKATOR, MEHRERE, QUELLE
from lebenslage.model import columns as col
from lebenslage.model.area import Gemeinde
from lebenslage.model.registers.life import ALTERSGRUPPEN
from lebenslage.model.rules import Status
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

#: Said below the tables.
NOTE: Final = (
    "Gezählt sind Teilnahmen der letzten zwölf Monate: Wer zweimal kommt, zählt zweimal. Das ist "
    "keine Stichprobe, darum steht hier kein Urteil. Kleine Zahlen sind verdeckt."
)

#: Said where the counts of a year can become an indicator.
INDICATOR_NOTE: Final = (
    "Als Indikator erscheinen die Zahlen eines Jahres auf „Indikatoren“ und „Ortsteil“, für alle "
    "sichtbar und ohne Bewertung. Gezählt ist, was im Register steht, auch Nichtveröffentlichtes; "
    "Abgesagtes zählt nicht. Was mehrere Ortsteile betrifft, zählt in jedem, in der Gemeinde "
    "einmal. Nachträge kommen erst mit einer neuen Übernahme an."
)
NO_INDICATOR: Final = (
    f"Damit ein Jahr als Indikator erscheint, braucht der Katalog den Indikator „{INDIKATOR}“ "
    "(Kontext, Art Anzahl); anlegen lässt er sich auf der Seite „Katalog“."
)


def event_source(gemeinde: Gemeinde, heute: dt.date) -> dict[str, str]:
    """Where counts of events come from, a row of `columns.QUELLEN`."""
    return {
        col.QUELLE: QUELLE,
        "herausgeber": f"Gemeinde {gemeinde.name}",
        "titel": "Register der Veranstaltungen",
        "vermerk": f"Gemeinde {gemeinde.name}, eigene Zählung",
        "stand": heute.isoformat(),
        "rhythmus": "jährlich",
    }


def describe_participation(areas: pd.DataFrame, beispiel: bool) -> str:
    """How many events there were, how many were counted and how many came.

    Parameters
    ----------
    beispiel : bool
        Whether there are made-up ones among the events.
    """
    return f"{_told(areas)} (Beispieldaten)" if beispiel else _told(areas)


def _told(areas: pd.DataFrame) -> str:
    held, counted = int(areas["veranstaltungen"].sum()), int(areas["gezaehlt"].sum())
    if not held:
        return "In den letzten zwölf Monaten ist keine Veranstaltung eingetragen."
    events = formats.plural(held, "Veranstaltung", "Veranstaltungen")
    if not counted:
        return f"{events} in den letzten zwölf Monaten; bei keiner wurden Teilnehmende gezählt."
    text = f"{events} in den letzten zwölf Monaten, {formats.format_number(counted)} davon gezählt"
    if (areas[col.STATUS] == Status.UNTERDRUECKT).any():
        return f"{text}."
    came = formats.plural(int(areas[col.N].sum()), "Teilnahme", "Teilnahmen")
    return f"{text}: {came}."


def participation_table(found: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Participations beside the inhabitants, a row per Ortsteil or age group."""
    called = {**names, **ALTERSGRUPPEN, MEHRERE: "mehrere Ortsteile"}
    rows = [
        (
            called[str(row["gruppe"])],
            f"{formats.format_number(row['gezaehlt'])} von "
            f"{formats.format_number(row['veranstaltungen'])}",
            _shown(row, formats.format_number(row[col.N])),
            _shown(row, formats.format_percent(row["anteil"])),
            "–"
            if formats.is_missing(row["anteil_register"])
            else formats.format_percent(row["anteil_register"]),
        )
        for row in found.to_dict("records")
    ]
    head = ["Gruppe", "Veranstaltungen mit Zählung", "Teilnahmen", "Anteil"]
    return tables.table([*head, "Anteil an den Einwohnern"], rows)


def years_table(found: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Events per Ortsteil, a column per year."""
    years = list(dict.fromkeys(found["jahr"]))
    counts = found.set_index(["jahr", col.ORTSTEIL])["veranstaltungen"]
    rows = [
        (name, *(formats.format_number(counts[year, area]) for year in years))
        for area, name in names.items()
    ]
    return tables.table(["Ortsteil", *years], rows)


def _shown(row: Mapping[Any, Any], text: str) -> str:
    if row[col.STATUS] == Status.OK:
        return text
    if not row["veranstaltungen"]:
        return "–"
    return formats.format_missing(row[col.STATUS], row[col.GRUND])
