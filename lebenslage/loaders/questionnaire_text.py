"""A codebook as the text of `fragebogen.toml`; reads back to the same codebook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lebenslage.model.survey import Question, Questionnaire, WeightingMethod


def questionnaire_text(survey: Questionnaire) -> str:
    """TOML with every key of DESIGN section 9 that says something."""
    lines = [
        *_pairs(
            {
                "id": survey.id,
                "titel": survey.titel,
                "erhebung": survey.erhebung,
                "art": survey.art.value,
                "beispiel": survey.beispiel,
                "grundgesamtheit_text": survey.grundgesamtheit_text,
            }
        ),
        *_table("spalten", survey.spalten),
        *_table("grundgesamtheit", survey.grundgesamtheit),
    ]
    plan = survey.gewichtung
    if plan.verfahren is not WeightingMethod.KEINE:
        lines += _table(
            "gewichtung",
            {
                "verfahren": plan.verfahren.value,
                "merkmale": plan.merkmale,
                "grenzen": plan.grenzen,
            },
        )
    for question in survey.fragen:
        lines += ["", "[[fragen]]", *_pairs(_entry(question))]
    return "\n".join(lines) + "\n"


def _entry(question: Question) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "code": question.code,
        "text": question.text,
        "typ": question.typ.value,
    }
    if (scale := question.skala) is not None:
        entry["skala"] = {
            "werte": scale.werte,
            **({"namen": scale.namen} if scale.namen else {}),
            **({"weiss_nicht": scale.weiss_nicht} if scale.weiss_nicht else {}),
            "richtung": scale.richtung,
        }
    return entry | {
        "teilfragen": question.teilfragen,
        "handlungsfeld": question.handlungsfeld,
        "indikator": question.indikator,
        "statistik": question.statistik,
        "auspraegung": question.auspraegung,
        "einheit": question.einheit,
        "gemessen": question.gemessen,
    }


def _table(name: str, entries: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *_pairs(entries)] if entries else []


def _pairs(entries: Mapping[str, Any]) -> Iterable[str]:
    said = ((key, value) for key, value in entries.items() if value not in ("", {}, False))
    return [f"{_text(key)} = {_value(value)}" for key, value in said]


def _value(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_text(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value)


def _text(text: str) -> str:
    """A basic string; its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
