"""The form of an entry, made from the fields of its register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from lebenslage.app import access, asked_twice, data, parts, registers, state
from lebenslage.errors import DatenFehler
from lebenslage.model.access import Recht
from lebenslage.model.area import fold
from lebenslage.model.registers import (
    Draft,
    Entry,
    Field,
    FieldKind,
    Register,
    clock,
    has_value,
)
from lebenslage.report import register_tables as tables
from lebenslage.store import ChangedMeanwhile

_NOTHING: Final = "–"
_CHOOSE: Final = "Bitte wählen"
#: Entries up to which a field offers them as a list.
_MANY: Final = 300
_BETWEEN: Final = " | "
#: Days that a calendar offers.
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


def form(register: Register, entry: Entry | None, words: tables.Words, **given: Any) -> None:
    """Ask for an entry and save it; what was typed stays if it cannot be saved.

    Parameters
    ----------
    entry : Entry or None
        None for a new one.
    given : Any
        Values that a new entry begins with.
    """
    # a form that begins with another project or actor is another form
    origin = entry.kennung if entry else "-".join(("neu", *map(str, given.values())))
    key = f"{register.code}-{origin}-{state.counter(register.code)}"
    before: Mapping[str, Any] = entry.daten if entry else given
    with st.form(f"formular-{key}", border=False):
        typed = {}
        for line in _lines(register):
            places = st.columns(2) if len(line) > 1 else [st.container()]
            for place, each in zip(places, line, strict=True):
                with place:
                    typed[each.name] = _ask(
                        each, before.get(each.name), words, f"{key}-{each.name}"
                    )
        told: asked_twice.Found = state.remembered(_asked(key), {})
        if told:
            asked_twice.question(register, told)
        label = "Speichern" if entry else f"{register.einzahl} anlegen"
        with st.container(horizontal=True):
            sent = st.form_submit_button(label, type="primary")
            sure = bool(told) and st.form_submit_button(asked_twice.YES)
    seen = _seen(key, entry)
    if sent or sure:
        hints = asked_twice.found(register, typed, entry.daten if entry else {})
        state.remember(_asked(key), hints)
        # a yes is one to what was told: another finding is asked for anew
        if hints and not (sure and hints.items() <= told.items()):
            st.rerun()
        _save(register, entry, typed, words, key, seen)


def _asked(key: str) -> str:
    """Key of what the person was told to look at again."""
    return f"rueckfrage-{key}"


def _lines(register: Register) -> Iterator[list[Field]]:
    """Fields that stand side by side: short ones in twos, ticks apart from them."""
    line: list[Field] = []
    for each in register.felder:
        whole = each.name == register.nennt or each.art is FieldKind.LANG
        flags = each.art is FieldKind.FLAGGE
        if line and (whole or len(line) == 2 or (line[0].art is FieldKind.FLAGGE) != flags):
            yield line
            line = []
        line.append(each)
        if whole:
            yield line
            line = []
    if line:
        yield line


def _seen(key: str, entry: Entry | None) -> int | None:
    """Version that the person has before them since the form was opened."""
    if entry is None:
        return None
    seen: int | None = state.remembered(f"fassung-{key}")
    if seen is None:
        seen = entry.fassung
        state.remember(f"fassung-{key}", seen)
    return seen


def _save(
    register: Register,
    entry: Entry | None,
    typed: Mapping[str, Any],
    words: tables.Words,
    key: str,
    seen: int | None,
) -> None:
    draft = Draft(register.code, typed, entry.kennung if entry else "", seen)
    try:
        saved = data.store().registers.save(draft, wer=access.demand(Recht.PFLEGEN))
    except ChangedMeanwhile as error:
        st.warning(parts.plain(str(error)))
        parts.show_table(_differences(register, error.entry, typed, words))
        state.remember(f"fassung-{key}", error.entry.fassung)  # now it has been seen
        return
    except DatenFehler as error:
        parts.problem_list(problem.in_form() for problem in error.problems)
        return
    state.raise_counter(register.code)
    state.select(register.code, saved.kennung)
    state.flash(f"{register.einzahl} „{tables.title(register, saved)}“ gespeichert.")
    st.rerun()


def _differences(
    register: Register, now: Entry, typed: Mapping[str, Any], words: tables.Words
) -> pd.DataFrame:
    """What the other person saved beside what was typed here, where both differ."""
    rows = [
        (
            each.titel,
            tables.value_text(each, now.daten.get(each.name), words) or _NOTHING,
            tables.value_text(each, typed.get(each.name), words) or _NOTHING,
        )
        for each in register.felder
        if _kept(now.daten.get(each.name)) != _kept(typed.get(each.name))
    ]
    return tables.table(["Angabe", "steht jetzt da", "Ihre Eingabe"], rows)


def _kept(value: Any) -> Any:
    return value if has_value(value) else None


def _ask(each: Field, value: Any, words: tables.Words, key: str) -> Any:
    """Draw the widget of a field; what it holds, as an entry keeps it."""
    label = f"{each.titel} *" if each.pflicht else each.titel
    many = bool(each.verweis) and len(_offered(each, words.of(each))) > _MANY
    draw = _named if many else _WIDGETS[each.art]
    return draw(each, label, value, words, {"key": key, "help": each.hilfe or None})


def _text(_each: Field, label: str, value: Any, _words: tables.Words, more: Any) -> str:
    return str(st.text_input(label, value or "", **more)).strip()


def _time(_each: Field, label: str, value: Any, _words: tables.Words, more: Any) -> str:
    return clock(st.text_input(label, value or "", placeholder="z. B. 19:30", **more).strip())


def _long(each: Field, label: str, value: Any, _words: tables.Words, more: Any) -> str:
    return str(st.text_area(label, value or "", max_chars=each.longest, **more)).strip()


def _one(each: Field, label: str, value: Any, words: tables.Words, more: Any) -> str:
    names = words.of(each)
    offered = _offered(each, names)
    options = offered if value in offered or not value else [*offered, value]
    chosen: str | None = st.selectbox(
        label,
        options,
        options.index(value) if value else None,
        format_func=lambda key: names.get(key, key),
        placeholder=_CHOOSE,
        **more,
    )
    return chosen or ""


def _offered(each: Field, names: Mapping[str, str]) -> list[str]:
    """What a field lets choose from."""
    if not each.nur_art:
        return list(names)
    entries = registers.read(each.verweis).entries
    return [key for key in names if key in entries and entries[key].text("art") == each.nur_art]


def _several(each: Field, label: str, value: Any, words: tables.Words, more: Any) -> Any:
    names = words.of(each)
    kept = list(value or ())
    options = [*names, *(key for key in kept if key not in names)]
    return tuple(
        st.multiselect(
            label,
            options,
            kept,
            format_func=lambda key: names.get(key, key),
            placeholder=_CHOOSE,
            **more,
        )
    )


def _named(each: Field, label: str, value: Any, words: tables.Words, more: Any) -> Any:
    """Keys or names, typed: a list of thousands would be sent to the browser at every click."""
    several = each.art.is_list
    text = _BETWEEN.join(value or ()) if several else value or ""
    hint = "Kennung oder Name" + (", mehrere mit | getrennt" if several else "")
    typed = [
        part.strip() for part in st.text_input(label, text, placeholder=hint, **more).split("|")
    ]
    names = words.of(each)
    keys = tuple(dict.fromkeys(_key(part, names) for part in typed if part))
    return keys if several else _BETWEEN.join(keys)


def _key(typed: str, names: Mapping[str, str]) -> str:
    """The key that a text means; the text itself if that is not one, so that it is told."""
    if typed in names:
        return typed
    found = [key for key, name in names.items() if fold(name) == fold(typed)]
    return found[0] if len(found) == 1 else typed


def _date(_each: Field, label: str, value: Any, _words: tables.Words, more: Any) -> str:
    day = dt.date.fromisoformat(value) if value else None
    chosen = st.date_input(
        label, day, format="DD.MM.YYYY", min_value=_FIRST, max_value=_LAST, **more
    )
    return chosen.isoformat() if isinstance(chosen, dt.date) else ""


def _number(each: Field, label: str, value: Any, _words: tables.Words, more: Any) -> Any:
    if each.art is FieldKind.ZAHL:
        return st.number_input(label, 0, None, value, 1, **more)
    amount = None if value is None else float(value)
    # whole euros without the two noughts after a point, which is no German number
    return st.number_input(f"{label} (Euro)", 0.0, None, amount, 100.0, format="%g", **more)


def _flag(_each: Field, label: str, value: Any, _words: tables.Words, more: Any) -> bool:
    return st.checkbox(label, bool(value), **more)


_WIDGETS: Final[dict[FieldKind, Callable[..., Any]]] = {
    FieldKind.TEXT: _text,
    FieldKind.UHRZEIT: _time,
    FieldKind.LANG: _long,
    FieldKind.AUSWAHL: _one,
    FieldKind.VERWEIS: _one,
    FieldKind.DATUM: _date,
    FieldKind.ZAHL: _number,
    FieldKind.BETRAG: _number,
    FieldKind.FLAGGE: _flag,
    FieldKind.VERWEISE: _several,
    FieldKind.ORTSTEILE: _several,
    FieldKind.HANDLUNGSFELDER: _several,
    FieldKind.KENNZAHLEN: _several,
}
