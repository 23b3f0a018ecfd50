"""Files with entries of a register: one format for each, out of its fields."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lebenslage.errors import Problem
from lebenslage.loaders.findings import shortened, similar
from lebenslage.loaders.formats import Built, Format, Job, table_format
from lebenslage.loaders.places import resolve_ortsteile
from lebenslage.loaders.tables import Column, Table, Type
from lebenslage.model.area import fold
from lebenslage.model.registers import (
    FILE_FORMAT,
    KENNUNG,
    REGISTERS,
    Context,
    Draft,
    Field,
    FieldKind,
    Register,
    RegisterFile,
    check,
    clock,
    has_value,
)

#: Columns of every register file beside its fields.
FASSUNG: Final = "fassung"
BEISPIEL: Final = "beispiel"
_OWN: Final = (
    Column(KENNUNG),
    Column(FASSUNG, Type.WHOLE, default=0),
    Column(BEISPIEL, Type.FLAG, default=False),
    # what an export tells and nobody can set by a file
    *(Column(name, hidden=True) for name in ("archiviert", "geaendert_am", "geaendert_von")),
)
_TYPES: Final = {
    FieldKind.AUSWAHL: Type.CHOICE,
    FieldKind.DATUM: Type.DATE,
    FieldKind.ZAHL: Type.NUMBER,
    FieldKind.BETRAG: Type.NUMBER,
    FieldKind.FLAGGE: Type.FLAG,
}
#: Several values in a cell; a comma would tear apart "Beteiligung, Engagement & Teilhabe".
_BETWEEN: Final = re.compile(r"\s*[|\n]\s*")
#: Finds what a text names: (key or "", what is wrong or "").
_Resolver = Callable[[str], tuple[str, str]]


def _column(field: Field) -> Column:
    number = field.art.is_number
    return Column(
        field.name,
        _TYPES.get(field.art, Type.TEXT),
        needed=field.pflicht,
        filled=field.pflicht,
        default=None if number else (False if field.art is FieldKind.FLAGGE else ""),
        low=0 if number else None,
        choices=tuple(field.optionen.values()),
        aliases=(field.titel,),
        free=True,
    )


def _format(register: Register) -> Format:
    def build(table: Table, job: Job) -> Built | None:
        drafts = tuple(_drafts(table, register, job))
        made_up = bool(drafts) and all(draft.beispiel for draft in drafts)
        summary = {register.titel: len(drafts), "neu": sum(not d.kennung for d in drafts)}
        return Built(RegisterFile(register.code, drafts), made_up, summary)

    columns = (*_OWN, *(_column(field) for field in register.felder))
    return table_format(
        f"{FILE_FORMAT}{register.code}", f"Register: {register.titel}", columns, build
    )


def _drafts(table: Table, register: Register, job: Job) -> Iterator[Draft]:
    records = table.frame.to_dict("records")
    own = {str(r[KENNUNG]): str(r[register.nennt]) for r in records if r[KENNUNG]}
    names = {**job.known.eintraege}
    names[register.code] = {**names.get(register.code, {}), **own}
    readers = {field.name: _reader(field, job, names) for field in register.felder}
    context = Context(keys=names)
    for row, record in enumerate(records):
        daten = {}
        wrong = []
        for field in register.felder:
            value, problems = readers[field.name](record[field.name])
            for text in problems:
                table.problem(row, field.name, text)
            if problems or table.blamed(row, field.name):
                wrong.append(field.name)
            if has_value(value):
                daten[field.name] = value
        key = str(record[KENNUNG])
        for problem in check(register, daten, context, key, told=wrong):
            _note(table, register, row, problem)
        yield Draft(
            register.code,
            daten,
            key,
            int(record[FASSUNG]) or None,
            bool(record[BEISPIEL]),
            table.raw.line(row),
        )


def _note(table: Table, register: Register, row: int, problem: Problem) -> None:
    names = {field.titel: field.name for field in register.felder}
    table.problem(row, names.get(problem.spalte or "", KENNUNG), problem.meldung)


def _reader(
    field: Field, job: Job, names: Mapping[str, Mapping[str, str]]
) -> Callable[[Any], tuple[Any, list[str]]]:
    """Reader of a cell: the value as an entry holds it, and what is wrong with it."""
    if field.art.is_number:
        return lambda value: (_number(field, value), [])
    if field.art is FieldKind.AUSWAHL:
        codes = {text: code for code, text in field.optionen.items()}
        return lambda value: (codes.get(value, ""), [])
    if field.art is FieldKind.UHRZEIT:
        return lambda value: (clock(value), [])
    resolver = _resolver(field, job, names)
    if resolver is None:
        return lambda value: (value, [])
    several = field.art.is_list

    def read(value: str) -> tuple[Any, list[str]]:
        parts = [part for part in _BETWEEN.split(value.strip()) if part] if several else [value]
        found = [resolver(part) for part in parts if part]
        keys = tuple(dict.fromkeys(key for key, _ in found if key))
        return (keys if several else next(iter(keys), "")), [text for _, text in found if text]

    return read


def _number(field: Field, value: float) -> int | float | None:
    if math.isnan(value):
        return None
    return int(value) if field.art is FieldKind.ZAHL and value == int(value) else value


def _resolver(field: Field, job: Job, names: Mapping[str, Mapping[str, str]]) -> _Resolver | None:
    if field.art is FieldKind.ORTSTEILE:
        return lambda text: _ortsteil(text, job)
    if field.verweis:
        word = REGISTERS[field.verweis].einzahl
        return _by_name(names.get(field.verweis, {}), word)
    if field.art is FieldKind.HANDLUNGSFELDER:
        return _by_name(_handlungsfelder(job), "Handlungsfeld")
    if field.art is FieldKind.KENNZAHLEN:
        return _by_name(_figures(job), "Indikator oder Frage")
    return None


def _ortsteil(text: str, job: Job) -> tuple[str, str]:
    found = resolve_ortsteile([text], job.known)[text]
    return found.key, found.problem


def _by_name(names: Mapping[str, str], word: str) -> _Resolver:
    """Finds a key by itself or by what it is called."""
    keys: dict[str, list[str]] = {}
    for key, name in names.items():
        keys.setdefault(fold(name), []).append(key)

    def resolve(text: str) -> tuple[str, str]:
        if text in names:
            return text, ""
        found = keys.get(fold(text), [])
        if len(found) == 1:
            return found[0], ""
        if found:
            several = f"„{shortened(text)}“ gibt es mehrmals ({', '.join(found)})"
            return "", f"{several}; bitte die Kennung angeben."
        return "", f"„{shortened(text)}“ ist nicht bekannt ({word}).{similar(text, names.values())}"

    return resolve


def _handlungsfelder(job: Job) -> dict[str, str]:
    catalogue = job.known.catalogue
    return {node.code: node.name for node in catalogue.handlungsfelder} if catalogue else {}


def _figures(job: Job) -> dict[str, str]:
    catalogue = job.known.catalogue
    found = {n.code: n.name for n in catalogue.nodes} if catalogue else {}
    for survey in job.known.questionnaires:
        found |= {question.code: question.text for question in survey.fragen}
    return found


FORMATS: Final = tuple(_format(register) for register in REGISTERS.values())
