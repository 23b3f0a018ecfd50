"""Whether an entry can be what it says: every field by itself, fields together, references."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from lebenslage.errors import Problem
from lebenslage.model.contact import is_email, not_an_email
from lebenslage.model.registers.definitions import REGISTERS
from lebenslage.model.registers.entries import has_value
from lebenslage.model.registers.fields import Field, FieldKind, Register
from lebenslage.model.registers.life import ALTERSGRUPPEN
from lebenslage.model.registers.shared_fields import position

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LINK: Final = re.compile(r"https://[^\s<>\"'\\()\[\]]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
#: Years in which something of a village can be; typing errors lie outside.
_YEARS: Final = range(1800, 2201)
_LARGEST: Final = 1e12


@dataclass(frozen=True, slots=True)
class Context:
    """What an entry may refer to.

    Parameters
    ----------
    keys : mapping
        Register -> keys of its entries.
    ortsteile, handlungsfelder, kennzahlen : collection of str or None
        Codes that exist; None where that is not known here and so not checked.
    steps : mapping
        Step -> steps that come before it, of everything that is kept.
    """

    keys: Mapping[str, Collection[str]] = field(default_factory=dict)
    ortsteile: Collection[str] | None = None
    handlungsfelder: Collection[str] | None = None
    kennzahlen: Collection[str] | None = None
    steps: Mapping[str, Collection[str]] = field(default_factory=dict)


def check(
    register: Register,
    daten: Mapping[str, Any],
    context: Context,
    kennung: str = "",
    *,
    told: Collection[str] = (),
) -> list[Problem]:
    """Everything that is wrong with an entry, one German sentence each.

    Parameters
    ----------
    daten : mapping
        Field -> value, typed as `Entry.daten`.
    kennung : str
        Key of the entry if it is kept already; it may not refer to itself.
    told : collection of str
        Fields of which it was told already what is wrong with them.

    Returns
    -------
    list of Problem
        Empty if nothing is wrong; `spalte` is the title of the field.
    """
    found = [
        _problem(None, f"Das Feld „{name}“ gibt es nicht.") for name in _unknown(register, daten)
    ]
    for each in register.felder:
        value = daten.get(each.name)
        if each.name in told:
            continue
        if value in (None, "", ()):
            if each.pflicht:
                found.append(_problem(each, "Diese Angabe fehlt."))
            continue
        found += [_problem(each, text, value) for text in _wrong(each, value, context)]
    # fields together: as far as each of them is right by itself
    blamed = {problem.spalte for problem in found}
    wrong = {*told, *(each.name for each in register.felder if each.titel in blamed)}
    filled = (name for name in register.names if has_value(daten.get(name)) and name not in wrong)
    sound = {name: daten[name] for name in filled}
    rules = (*_together(register, sound, wrong), *_own(register, sound, context, kennung))
    return found + [_problem(register.field(n), text) for n, text in rules if n not in wrong]


def _unknown(register: Register, daten: Mapping[str, Any]) -> list[str]:
    return [name for name in daten if name not in register.names]


def _problem(each: Field | None, text: str, value: Any = None) -> Problem:
    shown = None if value is None else str(value)[:80]
    return Problem(text, spalte=each.titel if each else None, wert=shown)


def _wrong(each: Field, value: Any, context: Context) -> Iterator[str]:
    """What is wrong with one value."""
    if each.art.is_list:
        if not isinstance(value, tuple) or not all(isinstance(part, str) for part in value):
            yield "Erwartet wird eine Liste von Texten."
            return
        for part in value:
            yield from _wrong_reference(each, part, context)
        if len(set(value)) < len(value):
            yield "Hier steht etwas doppelt."
    elif each.art.is_number:
        yield from _wrong_number(each, value)
    elif each.art is FieldKind.FLAGGE:
        if value is not True and value is not False:
            yield "Erwartet wird ja oder nein."
    elif not isinstance(value, str):
        yield "Erwartet wird ein Text."
    elif len(value) > each.longest:
        yield f"Der Text hat {len(value)} Zeichen, erlaubt sind {each.longest}."
    elif _CONTROL.search(value) or (each.art is not FieldKind.LANG and "\n" in value):
        yield "Hier stehen Zeichen, die nicht in einen Text gehören."
    else:
        yield from _wrong_text(each, value, context)


def _wrong_number(each: Field, value: Any) -> Iterator[str]:
    whole = each.art is FieldKind.ZAHL
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        yield "Erwartet wird eine Zahl."
    elif value < 0:
        yield "Erwartet wird eine Zahl, die nicht negativ ist."
    elif value > _LARGEST:
        yield "Diese Zahl ist zu groß."
    elif whole and value != int(value):
        yield "Erwartet wird eine ganze Zahl."


def _wrong_text(each: Field, value: str, context: Context) -> Iterator[str]:
    if each.art is FieldKind.AUSWAHL and value not in each.optionen:
        shown = ", ".join(each.optionen.values())
        yield f"„{value}“ gibt es hier nicht; möglich: {shown}."
    elif each.art is FieldKind.DATUM and not _is_date(value):
        yield f"„{value}“ ist kein Datum; erwartet wird zum Beispiel 31.12.2026."
    elif each.art is FieldKind.UHRZEIT and not _TIME.fullmatch(value):
        yield f"„{value}“ ist keine Uhrzeit; erwartet wird zum Beispiel 19:30."
    elif each.art is FieldKind.VERWEIS:
        yield from _wrong_reference(each, value, context)


def _is_date(value: str) -> bool:
    try:
        return dt.date.fromisoformat(value).year in _YEARS and len(value) == 10
    except ValueError:
        return False


def _wrong_reference(each: Field, value: str, context: Context) -> Iterator[str]:
    known: Collection[str] | None
    if each.verweis:
        known, what = context.keys.get(each.verweis, ()), REGISTERS[each.verweis].einzahl
    else:
        known, what = {
            FieldKind.ORTSTEILE: (context.ortsteile, "Ortsteil"),
            FieldKind.HANDLUNGSFELDER: (context.handlungsfelder, "Handlungsfeld"),
            FieldKind.KENNZAHLEN: (context.kennzahlen, "Indikator oder Frage"),
        }[each.art]
    if known is not None and value not in known:
        yield f"„{value}“ ist nicht bekannt ({what})."


#: Pairs of fields of which the second must not lie before the first, with what is said.
_ORDER: Final = (
    ("beginn", "ende", "Das Ende liegt vor dem Beginn."),
    ("seit", "bis", "Das Ende liegt vor dem Anfang."),
    ("eingang", "erledigt", "Erledigt am liegt vor dem Eingang."),
    ("datum", "bis", "Das Ende liegt vor dem Datum."),
)


def _together(
    register: Register, daten: Mapping[str, Any], wrong: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Fields that do not fit each other: name of the field, what is wrong.

    Parameters
    ----------
    daten : mapping
        Fields that have a value, without those that are `wrong` by themselves.
    """
    for first, last, text in _ORDER:
        if first in register.names and last in register.names:
            early, late = daten.get(first, ""), daten.get(last, "")
            if early and late and late < early:
                yield last, text
    one_day = daten.get("ende", daten.get("beginn")) == daten.get("beginn")
    if (
        one_day
        and not {"beginn", "ende"} & set(wrong)
        and "" < daten.get("bis_uhrzeit", "") < daten.get("uhrzeit", "")
    ):
        yield "bis_uhrzeit", "Das Ende liegt vor dem Beginn."
    if daten.get("ansprechperson") and not daten.get("einwilligung"):
        yield (
            "einwilligung",
            "Eine Person wird nur mit Einwilligung genannt; bitte das Datum angeben.",
        )
    counted = sum(int(daten.get(name, 0)) for name in ALTERSGRUPPEN)
    if counted and counted > daten.get("teilnehmende", counted):
        yield "teilnehmende", "Die Altersgruppen zählen mehr Teilnehmende als insgesamt."
    if "lage" in register.names and daten.get("lage") and position(daten["lage"]) is None:
        yield "lage", "Erwartet werden Breite und Länge in Grad, zum Beispiel 49,0812; 9,4601."
    if "email" in register.names and daten.get("email") and not is_email(daten["email"]):
        yield "email", not_an_email(daten["email"])
    if "link" in register.names and daten.get("link") and not _LINK.fullmatch(daten["link"]):
        yield "link", "Erwartet wird eine Adresse, die mit https:// beginnt, ohne Leerzeichen."
    only_rewritten = daten.get("veroeffentlicht") and "oeffentlicher_text" in register.names
    if only_rewritten and not daten.get("oeffentlicher_text"):
        yield "oeffentlicher_text", "Veröffentlicht wird nur die öffentliche Fassung; sie fehlt."


def _cooperation(
    daten: Mapping[str, Any], _context: Context, _key: str
) -> Iterator[tuple[str, str]]:
    if daten.get("von") and daten["von"] == daten.get("mit"):
        yield "mit", "Ein Akteur kann nicht mit sich selbst zusammenarbeiten."


def _step(daten: Mapping[str, Any], context: Context, kennung: str) -> Iterator[tuple[str, str]]:
    before = daten.get("nach", ())
    if kennung and kennung in before:
        yield "nach", "Ein Schritt kann nicht auf sich selbst warten."
        return
    graph = {**context.steps, kennung or "neu": before}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = " → ".join("dieser Schritt" if key == kennung else key for key in error.args[1])
        yield "nach", f"Die Schritte warten im Kreis aufeinander: {circle}."


_OWN: Final[dict[str, Callable[[Mapping[str, Any], Context, str], Iterator[tuple[str, str]]]]] = {
    "kooperationen": _cooperation,
    "schritte": _step,
}


def _own(
    register: Register, daten: Mapping[str, Any], context: Context, kennung: str
) -> Iterator[tuple[str, str]]:
    if (rule := _OWN.get(register.code)) is not None:
        yield from rule(daten, context, kennung)
