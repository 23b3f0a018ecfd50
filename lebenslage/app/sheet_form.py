"""The form in which a returned sheet is keyed in: one box per question, by keyboard alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final, Literal

import streamlit as st

from lebenslage.app import parts, state
from lebenslage.errors import Problem
from lebenslage.model.sheet import Field
from lebenslage.model.survey import QuestionType
from lebenslage.report import keyed as words

_FORM: Final = "bogen"
_VIEW: Final = "bogen-ansicht"
_ACROSS: Final = 3
_LONGEST: Final = 10_000
#: The cursor stands where typing goes on: in the first box, or in the first wrong one.
_FOCUS: Final = """
<script>
{{ // {moment}
  const box = ".st-key-{key} :is(input, textarea)";
  let left = 40;
  const wait = () => {{
    const found = document.querySelector(box);
    // on a phone that would open its keyboard over the page
    const wide = matchMedia("(min-width: 640px)").matches;
    if (found && wide) found.focus();
    else if (wide && left--) setTimeout(wait, 50);
  }};
  wait();
}}
</script>
"""


def fill(fields: Sequence[Field], bogen: str, typed: Mapping[str, str], view: str) -> None:
    """Start the form afresh with these texts in it; `view` as for `again`."""
    state.remember(_VIEW, view)
    state.raise_counter(_FORM)
    state.prefill(_key("nummer"), bogen)
    for i, field in enumerate(fields):
        state.prefill(_key(i), typed.get(field.key, ""))


def clear() -> None:
    """Start the form afresh and empty."""
    state.raise_counter(_FORM)


def number() -> int:
    """Which form this is; every fresh one has a number of its own."""
    return state.counter(_FORM)


def again(view: str) -> None:
    """Start the form afresh if it is another one than before.

    Parameters
    ----------
    view : str
        Names the wave and what is done.
    """
    if shows() != view:
        state.remember(_VIEW, view)
        clear()


def shows() -> str:
    """What the form is about; empty before the first one."""
    return str(state.remembered(_VIEW, ""))


def draw(
    fields: Sequence[Field], bogen: str, problems: Sequence[Problem], *, fixed: bool = False
) -> tuple[str, dict[str, str]] | None:
    """Draw the form; returns number and texts once it was sent.

    Parameters
    ----------
    problems : sequence of Problem
        Of the last try, with the key of the box as `spalte`.
    fixed : bool
        Whether the number is given.
    """
    wrong = [i for i, f in enumerate(fields) if f.key in {p.spalte for p in problems}]
    with st.form(f"formular-{state.counter(_FORM)}", enter_to_submit=False):
        state.prefill(_key("nummer"), bogen, anew=False)
        number = st.text_input(
            "Nummer auf dem Bogen", key=_key("nummer"), max_chars=20, disabled=fixed
        )
        typed: dict[str, str] = {}
        numbered = list(enumerate(fields))
        for _, group in groupby(numbered, key=lambda item: (item[1].block, item[1].title)):
            typed |= _block(list(group))
        sent = st.form_submit_button(
            "Bogen speichern (Strg + Eingabe)",
            type="primary",
            shortcut="Ctrl+Enter",
            key=_key("senden"),
        )
    _focus(_key(wrong[0] if wrong else 0), len(problems))
    return (str(number or ""), typed) if sent else None


def _block(group: Sequence[tuple[int, Field]]) -> dict[str, str]:
    first = group[0][1]
    if first.title or first.options:
        st.markdown(f"**{parts.plain(first.block)} {parts.plain(first.title or first.text)}**")
    if first.options:
        parts.caveat(words.legend(first))
    if len(group) == 1 and first.typ is QuestionType.TEXT:
        return {first.key: _box(*group[0])}
    typed = {}
    for start in range(0, len(group), _ACROSS):
        row = group[start : start + _ACROSS]
        for column, item in zip(st.columns(_ACROSS), row, strict=False):
            with column:
                typed[item[1].key] = _box(*item)
    return typed


def _box(i: int, field: Field) -> str:
    key = _key(i)
    state.prefill(key, "", anew=False)
    text = parts.plain(field.text if field.title else words.label(field))
    seen: Literal["collapsed", "visible"] = (
        "collapsed" if field.options and not field.title else "visible"
    )
    if field.typ is QuestionType.TEXT:
        return st.text_area(text, key=key, max_chars=_LONGEST, height=100) or ""
    several = field.typ is QuestionType.MEHRFACH
    hint = f"{field.choices()}, mehrere mit Leerzeichen" if several else ""
    if not several and field.options:
        top = len(field.options)
        hint = f"1 bis {top}" if field.typ is QuestionType.RANGFOLGE else field.choices()
    if field.typ is QuestionType.ZAHL:
        hint = f"Zahl{', ' + field.einheit if field.einheit else ''}"
    return (
        st.text_input(text, key=key, max_chars=100, placeholder=hint, label_visibility=seen) or ""
    )


def _key(what: str | int) -> str:
    return f"bogen-{state.counter(_FORM)}-{what}"


def _focus(key: str, moment: int) -> None:
    script = _FOCUS.format(key=key, moment=f"{key} {moment}")
    st.html(script, unsafe_allow_javascript=True)
