"""Every place of the store at which a person may be mentioned (Article 15 GDPR)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, String, select

from lebenslage.model.mentions import Mention
from lebenslage.model.registers import REGISTERS
from lebenslage.model.survey import QuestionType
from lebenslage.store import register_rows
from lebenslage.store.codecs import from_parquet, questionnaire_from_json
from lebenslage.store.schema import (
    boegen,
    eintraege,
    eintragsverlauf,
    importe,
    metadata,
    papierantworten,
    rohdateien,
    umfragen,
)
from lebenslage.store.schema_accounts import konten
from lebenslage.store.snapshot import parts_of_waves

#: Tables whose texts are read field by field below, or hold what no person can be found by.
_APART: Final = ("eintraege", "eintragsverlauf", "konten", "boegen")
#: Columns that texts of a person cannot stand in.
_TECHNICAL: Final = ("sha256", "inhalt_sha256")
_TITLES: Final[Mapping[str, str]] = {
    "importe": "Import",
    "protokoll": "Protokoll",
    "freigaben": "Freigabe einer Antwort",
    "anhaenge": "Anhang",
    "szenarien": "Szenario",
    "praesentationen": "Präsentation",
    "katalogschritte": "Katalog",
}


def mentions(connection: Connection, found: Callable[[str], bool]) -> list[Mention]:
    """Everything whose text `found` accepts, table by table."""
    parts = (
        *_entries(connection),
        *_history(connection),
        *_answers(connection),
        *_sheets(connection),
        *_accounts(connection),
        *_beside(connection),
    )
    return [*(part for part in parts if found(part.text)), *_files(connection, found)]


def _fields(register: str, daten: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    titles = {each.name: each.titel for each in REGISTERS[register].felder}
    for name, value in daten.items():
        text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
        yield titles.get(name, name), text


def _entries(connection: Connection) -> Iterator[Mention]:
    for entry in map(register_rows.entry, connection.execute(select(eintraege))):
        title = REGISTERS[entry.register].titel
        for field, text in _fields(entry.register, entry.daten):
            yield Mention(title, entry.kennung, field, text, entry.wann)
        yield Mention(title, entry.kennung, "zuletzt geändert von", entry.wer, entry.wann)


def _history(connection: Connection) -> Iterator[Mention]:
    for row in connection.execute(select(eintragsverlauf).order_by(eintragsverlauf.c.id)):
        title = f"{REGISTERS[row.register].titel}, frühere Fassungen"
        for field, text in _fields(row.register, register_rows.values(row.vorher)):
            yield Mention(title, row.kennung, field, text, row.wann)
        yield Mention(title, row.kennung, "geändert von", row.wer, row.wann)


def _answers(connection: Connection) -> Iterator[Mention]:
    """Of every import that is kept: also of one taken back, or overtaken by a newer delivery."""
    counting = {
        number for parts in parts_of_waves(connection).values() for number in parts.values()
    }
    for table in (umfragen, papierantworten):
        for row in connection.execute(select(table).order_by(table.c.import_id)):
            form, answers = questionnaire_from_json(row.fragebogen), from_parquet(row.antworten)
            place = form.titel
            if row.import_id not in counting:
                place += f", Import {row.import_id} (zählt nicht mehr)"
            for question in form.fragen:
                if question.typ is not QuestionType.TEXT:
                    continue
                for column in set(question.columns()) & set(answers.columns):
                    for text in answers[column].dropna():
                        yield Mention("Umfrage", place, question.text, str(text))


def _sheets(connection: Connection) -> Iterator[Mention]:
    for row in connection.execute(select(boegen)):
        place = f"{row.umfrage_id}, Bogen {row.bogen}"
        for name, text in register_rows.values(row.eingaben or "{}").items():
            yield Mention("Papierbogen", place, name, str(text), row.wann)
        yield Mention("Papierbogen", place, "eingegeben von", row.wer, row.wann)


def _accounts(connection: Connection) -> Iterator[Mention]:
    for row in connection.execute(select(konten)):
        yield Mention("Konto", row.name, "Name", row.name, row.angelegt)


def _beside(connection: Connection) -> Iterator[Mention]:
    """Every text of every other table that says who did something: a new table is found too."""
    for table in metadata.sorted_tables:
        if table.name in _APART or "wer" not in table.c:
            continue
        texts = [each for each in table.columns if isinstance(each.type, String)]
        columns = [each for each in texts if each.name not in _TECHNICAL]
        title = _TITLES.get(table.name, table.name)
        key = next(iter(table.primary_key.columns)).name
        for row in connection.execute(select(*columns, table.c[key].label("_nummer"))):
            cells = row._mapping
            for column in columns:
                text, when = str(cells[column.name] or ""), str(cells.get("wann", ""))
                yield Mention(title, str(cells["_nummer"]), column.name, text, when)


def _files(connection: Connection, found: Callable[[str], bool]) -> Iterator[Mention]:
    """Kept files; what they say is not told, since most of it is about others."""
    kinds = [umfragen.name, papierantworten.name, eintraege.name]
    chosen = select(importe, rohdateien.c.daten).join(rohdateien)
    for row in connection.execute(chosen.where(importe.c.tabelle.in_(kinds))):
        texts = (row.daten.decode(code, "ignore") for code in ("utf-8", "cp1252"))
        if any(map(found, texts)):
            told = "kommt in der aufgehobenen Datei vor"
            yield Mention("Import", str(row.id), row.dateiname, told, row.wann)
