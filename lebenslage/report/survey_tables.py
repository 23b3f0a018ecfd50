"""Tables of survey results, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Question, Questionnaire, QuestionType
from lebenslage.report import formats

ALLE_NAME: Final = "Alle zusammen"
_NONE: Final = "–"


def mean_text(row: Mapping[Any, Any]) -> str:
    """As in "3,4 (95 %-Bereich 3,2–3,6), n = 87", or why there is nothing."""
    text = formats.format_value_with_interval(
        row[col.WERT],
        row[col.UG],
        row[col.OG],
        decimals=1,
        status=row[col.STATUS],
        grund=row.get(col.GRUND),
    )
    n = formats.format_n(row.get(col.N)) if formats.is_shown(row) else ""
    return f"{text}, {n}" if n else text


def share_text(row: Mapping[Any, Any] | None, *, limits: bool = False) -> str:
    """A share 0-1 as "24 %", with "(20–28 %)" if wanted, or why there is nothing."""
    if row is None:
        return formats.format_missing()
    if not formats.is_shown(row):
        return formats.format_missing(row[col.STATUS], row.get(col.GRUND))
    text = formats.format_value(100 * row[col.WERT], "%", status=row[col.STATUS])
    low, high = row.get(col.UG), row.get(col.OG)
    if not limits or formats.is_missing(low) or formats.is_missing(high):
        return text
    span = formats.format_span(100 * float(str(low)), 100 * float(str(high)), "%")
    return f"{text[:-1]}; {span})" if text.startswith("(") else f"{text} ({span})"


def saldo_text(row: Mapping[Any, Any] | None, *, limits: bool = False) -> str:
    """Net score in points with its sign: "Saldo +12", "Saldo +12 (−3 bis +27)"; "" if hidden."""
    if row is None or not formats.is_shown(row):
        return ""
    text = f"Saldo {formats.format_signed(100 * row[col.WERT])}"
    if not limits or formats.is_missing(row.get(col.UG)):
        return text
    ends = (formats.format_signed(100 * row[key]) for key in (col.UG, col.OG))
    return f"{text} ({' bis '.join(ends)})"


def answer_labels(question: Question, present: Mapping[str, Any]) -> dict[str, str]:
    """Code -> name of the answers of a question, in the codebook's order."""
    if question.typ is QuestionType.MEHRFACH and question.teilfragen:
        return dict(question.teilfragen)
    if question.skala is None:
        return {code: code for code in present}
    return {code: question.skala.label(code) for code in question.skala.werte}


def part_labels(wave: Questionnaire) -> dict[str, str]:
    """Text of each question and of each part of a matrix, by its code in the tables."""
    labels = {}
    for question in wave.fragen:
        labels[question.code] = question.text
        if question.typ is QuestionType.MATRIX:
            for column, text in zip(question.columns(), question.teilfragen.values(), strict=True):
                labels[column] = f"{question.text} – {text}"
    return labels


def question_table(
    table: pd.DataFrame,
    question: Question,
    groups: Mapping[str, str],
    *,
    limits: bool = False,
    everybody: bool = True,
) -> pd.DataFrame:
    """One question: groups as rows; n, every answer, "weiß nicht" and the mean as columns.

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE` of one question (or one part of a matrix).
    groups : mapping
        `gruppe` -> name; "everybody" follows as the last row, if wanted.
    limits : bool
        Shares and net scores with their intervals.
    """
    shown = {**groups, ALLE: groups.get(ALLE, ALLE_NAME)} if everybody else dict(groups)
    by_key = {
        (str(row[col.GRUPPE]), row[col.STATISTIK], _code(row)): row
        for row in table.to_dict("records")
    }
    shares = [key[2] for key in by_key if key[1] == "anteil"]
    answers = answer_labels(question, dict.fromkeys(shares)) if shares else {}
    has = {key[1] for key in by_key}
    unsure = _outside(question, {key[2] for key in by_key if key[1] == "weiss_nicht"})
    rows = []
    for group, name in shown.items():
        line = {"Gruppe": name, "n": _n(by_key, group)}
        for code, label in answers.items():
            line[label] = share_text(by_key.get((group, "anteil", code)), limits=limits)
        if "top2" in has and question.skala is not None:
            best = " oder ".join(question.skala.label(code) for code in question.skala.top_two)
            line[best] = share_text(_first(by_key, group, "top2"), limits=limits)
        if "saldo" in has:
            saldo = _first(by_key, group, "saldo")
            told = saldo_text(saldo, limits=limits).removeprefix("Saldo ")
            line["Saldo"] = told or _why(saldo)
        for code, label in unsure.items():
            line[label] = share_text(by_key.get((group, "weiss_nicht", code)))
        for statistic, label in (("mittelwert", "Mittelwert"), ("median", "Median")):
            if statistic in has:
                row = _first(by_key, group, statistic)
                line[label] = _number_text(row) if row else formats.format_missing()
        rows.append(line)
    return pd.DataFrame(rows)


def survey_area_table(
    table: pd.DataFrame, wave: Questionnaire, area: str, name: str
) -> pd.DataFrame:
    """All questions of a wave in one Ortsteil, beside everybody.

    Questions on a scale and numbers with their mean, the others with the share of each answer;
    those about the person come last.

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE` by Ortsteil.
    """
    by_key = {
        (str(row[col.FRAGE]), str(row[col.GRUPPE]), row[col.STATISTIK], _code(row)): row
        for row in table.to_dict("records")
    }
    rows = []
    about_person = set(wave.spalten.values())
    for question in sorted(wave.fragen, key=lambda q: q.code in about_person):
        for label, key in _lines(question, by_key, area):
            frage, statistic, code = key
            texts = [
                _any_text(by_key.get((frage, group, statistic, code)), statistic)
                for group in (area, ALLE)
            ]
            rows.append({"Frage": label, name: texts[0], ALLE_NAME: texts[1]})
    return pd.DataFrame(rows, columns=["Frage", name, ALLE_NAME])


def wave_table(
    changes: pd.DataFrame, groups: Mapping[str, str], waves: tuple[str, str]
) -> pd.DataFrame:
    """Two waves of one question: both means, their difference and the verdict per group.

    Parameters
    ----------
    changes : pd.DataFrame
        Rows of `survey.waves.compare` of one question and statistic.
    waves : (str, str)
        Names of the two waves, the earlier first.
    """
    by_group = {str(row[col.GRUPPE]): row for row in changes.to_dict("records")}
    rows = []
    for group, name in groups.items():
        row = by_group.get(group)
        known = row is not None and not formats.is_missing(row["differenz"])
        before, after = (
            formats.format_number(row[key], 1) if row and known else _NONE
            for key in ("wert_vorher", "wert_nachher")
        )
        rows.append(
            {
                "Gruppe": name,
                waves[0]: before,
                waves[1]: after,
                "Veränderung": _difference(row) if row and known else _why(row),
                "Urteil": (str(row["urteil"]) or _NONE) if row and known else _NONE,
            }
        )
    return pd.DataFrame(rows)


def response_table(response: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """Who answered: invited, answers and their share per group.

    Parameters
    ----------
    response : pd.DataFrame
        `gruppe, grundgesamtheit, n, quote, status`.
    """
    by_group = {str(row[col.GRUPPE]): row for row in response.to_dict("records")}
    rows = []
    for group, name in groups.items():
        row = by_group.get(group, {})
        hidden = formats.format_missing(row.get(col.STATUS, "fehlt"), row.get(col.GRUND))
        rows.append(
            {
                "Gruppe": name,
                "Gefragt": _count(row.get("grundgesamtheit")),
                "Antworten": hidden if formats.is_missing(row.get(col.N)) else _count(row[col.N]),
                "Rücklauf": (
                    _NONE
                    if formats.is_missing(row.get("quote"))
                    else formats.format_percent(row["quote"])
                ),
            }
        )
    return pd.DataFrame(rows)


_Key = Mapping[tuple[str, Any, str], Mapping[Any, Any]]


def _code(row: Mapping[Any, Any]) -> str:
    return formats.clean(row[col.AUSPRAEGUNG])


def _count(value: Any) -> str:
    return _NONE if formats.is_missing(value) else formats.format_number(value)


def _first(by_key: _Key, group: str, statistic: str) -> Mapping[Any, Any] | None:
    return next((row for key, row in by_key.items() if key[:2] == (group, statistic)), None)


def _outside(question: Question, codes: set[str]) -> dict[str, str]:
    """Code -> header of the answers outside the scale; with the code if there are several."""
    label = "weiß nicht"
    if question.skala is not None and len(codes) == 1:
        return {code: question.skala.label(code) for code in codes}
    return {code: f"{label} ({code})" for code in sorted(codes)}


def _n(by_key: _Key, group: str) -> str:
    """The base of a group: the largest n of its shown rows without the "weiß nicht"."""
    counts = [
        row[col.N]
        for key, row in by_key.items()
        if key[0] == group and key[1] != "weiss_nicht" and not formats.is_missing(row[col.N])
    ]
    return formats.format_number(max(counts)) if counts else _NONE


def _number_text(row: Mapping[Any, Any]) -> str:
    text = formats.format_value(
        row[col.WERT], decimals=1, status=row[col.STATUS], grund=row.get(col.GRUND)
    )
    limits = formats.format_span(row[col.UG], row[col.OG], decimals=1)
    if not formats.is_shown(row) or not limits:
        return text
    return f"{text[:-1]}; {limits})" if text.startswith("(") else f"{text} ({limits})"


def _any_text(row: Mapping[Any, Any] | None, statistic: str) -> str:
    if row is None:
        return formats.format_missing()
    return share_text(row, limits=True) if statistic == "anteil" else _number_text(row)


def _lines(
    question: Question, by_key: Mapping[Any, Any], area: str
) -> list[tuple[str, tuple[str, str, str]]]:
    """Labels and keys (question, statistic, answer) of the rows that a question gets."""
    if question.typ is QuestionType.TEXT:
        return []
    if question.typ is QuestionType.MATRIX:
        return [
            (f"{question.text} – {text}", (f"{question.code}[{sub}]", "mittelwert", ""))
            for sub, text in question.teilfragen.items()
        ]
    if question.typ in (QuestionType.SKALA, QuestionType.ZAHL):
        return [(question.text, (question.code, "mittelwert", ""))]
    present = {
        key[3]: None for key in by_key if key[0] == question.code and key[1:3] == (area, "anteil")
    }
    return [
        (f"{question.text} – {label}", (question.code, "anteil", code))
        for code, label in answer_labels(question, present).items()
    ]


def _why(row: Mapping[Any, Any] | None) -> str:
    if row is None:
        return formats.format_missing()
    return formats.format_missing(row[col.STATUS], row.get(col.GRUND))


def _difference(row: Mapping[Any, Any]) -> str:
    text = formats.format_signed(row["differenz"], 1)
    low, high = row.get(col.UG), row.get(col.OG)
    if formats.is_missing(low) or formats.is_missing(high):
        return text
    return f"{text} ({formats.format_signed(low, 1)} bis {formats.format_signed(high, 1)})"
