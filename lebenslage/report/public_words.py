"""What citizens see of the registers, in German sentences and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from lebenslage.model.area import OfficeHours
from lebenslage.model.registers import PUBLISHABLE, REGISTERS, Entry, Register
from lebenslage.model.rules import Thresholds
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

#: Fields that a list for citizens shows beside the title.
PUBLIC_COLUMNS: Final = {
    "projekte": ("ziel", "ortsteile", "status", "verantwortlich", "beginn", "ende"),
    "akteure": ("ortsteile", "art", "anlaufstelle", "telefon", "email", "webseite"),
    "treffpunkte": ("ortsteile", "art", "anschrift", "zeiten", "barrierefrei"),
    "veranstaltungen": ("beginn", "uhrzeit", "ortsteile", "treffpunkt", "abgesagt"),
    "anliegen": ("art", "ortsteile", "status"),
}


def news_line(entry: Entry, places: Mapping[str, str]) -> str:
    """One line of news: day, Ortsteile, text."""
    where = formats.listing(places.get(key, key) for key in entry.several("ortsteile"))
    if len(entry.several("ortsteile")) == len(places) > 1:
        where = "alle Ortsteile"
    title = tables.title(REGISTERS["neuigkeiten"], entry)
    return f"{formats.format_date(entry.text('datum'))}, {where}: {title}"


def public_table(code: str, entries: Iterable[Entry], words: tables.Words) -> pd.DataFrame:
    """Public entries as citizens read them: without keys, empty columns left out."""
    register = REGISTERS[code]
    called = "oeffentlicher_text" if code == "anliegen" else register.nennt
    fields = [register.field(name) for name in PUBLIC_COLUMNS[code]]
    rows, used = [], set()
    for entry in entries:
        cells = {f.titel: tables.value_text(f, entry.daten.get(f.name), words) for f in fields}
        used |= {name for name, text in cells.items() if text}
        name = tables.marked(entry.text(called), entry)
        rows.append({register.field(called).titel: name} | cells)
    head = [register.field(called).titel, *(f.titel for f in fields if f.titel in used)]
    return pd.DataFrame(rows, columns=head, dtype=object).fillna("").replace("", "–")


def publication_table(
    entries: Mapping[str, Sequence[Entry]], shown: Mapping[str, Sequence[Entry]]
) -> pd.DataFrame:
    """How many entries of each register are public, and how many are not."""
    rows = [
        (
            REGISTERS[code].titel,
            formats.format_number(len(shown[code])),
            formats.format_number(len(entries[code]) - len(shown[code])),
        )
        for code in PUBLISHABLE
    ]
    return tables.table(["Register", "öffentlich", "nur intern"], rows)


def office_hours(hours: Iterable[OfficeHours]) -> pd.DataFrame:
    """When the contact is to be found in which Ortsteil."""
    rows = [(each.ortsteil, each.ort, each.zeiten, each.telefon or "–") for each in hours]
    return tables.table(["Ortsteil", "Wo", "Wann", "Telefon"], rows)


def describe_inside(code: str) -> str:
    """Which fields of a published entry stay inside."""
    names = [f.titel for f in REGISTERS[code].felder if not f.oeffentlich]
    if not names:
        return "Alle Angaben dieses Registers sind öffentlich."
    named = formats.listing(f"„{name}“" for name in names)
    return f"Intern bleiben: {named}; außerdem Anhänge, Verlauf und Archiv."


#: Said before texts become public that may give away something about a person.
BITTE_PRUEFEN: Final = "Das würden alle sehen; bitte prüfen, ob es in die Öffentlichkeit gehört:"


def describe_giveaways(register: Register, found: Mapping[str, Sequence[str]]) -> list[str]:
    """What the texts of an entry that become public may give away, a line for each field."""
    return [
        f"{register.field(name).titel}: möglicherweise "
        + ", ".join(hint.removeprefix("möglicherweise ") for hint in hints)
        for name, hints in found.items()
    ]


def describe_concerns(active: Sequence[Entry], thresholds: Thresholds) -> str:
    """How many concerns came in and how many are done, where enough persons stand behind it."""
    least, count = thresholds.oeffentlich, len(active)
    if not count:
        return "Bisher ist kein Anliegen eingegangen."
    if count < least:
        return f"Bisher sind weniger als {least} Anliegen und Ideen eingegangen."
    done = sum(entry.text("status") == "erledigt" for entry in active)
    text = f"Bisher sind {formats.format_number(count)} Anliegen und Ideen eingegangen"
    if done < least or count - done < least:
        return f"{text}."
    return f"{text}, {formats.format_number(done)} davon sind erledigt."


def describe_figures(indicators: int, waves: Sequence[str], quotes: int) -> str:
    """Which figures everybody may see."""
    said = f"Für {formats.plural(indicators, 'Indikator', 'Indikatoren')} liegen Werte vor"
    if waves:
        titles = formats.listing(f"„{title}“" for title in waves)
        word = "Umfrage" if len(waves) == 1 else "Umfragen"
        said += f", dazu die Ergebnisse der {word} {titles}"
        if quotes:
            answers = ("freigegebenen Antwort", "freigegebenen Antworten")
            said += f" mit {formats.plural(quotes, *answers)}"
    return (
        f"{said}. Alle Seiten mit Zahlen zeigen nur, was veröffentlicht werden darf; zu kleine "
        "Fallzahlen sind überall gesperrt."
    )
