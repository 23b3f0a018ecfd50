"""Sentences about surveys: the wave, who answered, a question, the change between two waves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import OFFEN_HINWEIS, Question, Questionnaire, SurveyKind
from lebenslage.report import formats
from lebenslage.report.survey_tables import answer_labels, mean_text, share_text

_KINDS: Final = {
    SurveyKind.VOLLERHEBUNG: "Vollerhebung, alle wurden eingeladen",
    SurveyKind.ZUFALLSSTICHPROBE: "Zufallsstichprobe",
    SurveyKind.OFFEN: f"offene Umfrage – {OFFEN_HINWEIS}",
}
_LISTED: Final = 3


def describe_wave(wave: Questionnaire, responses: pd.DataFrame) -> str:
    """Title, date and kind of a wave, and how many answered.

    Parameters
    ----------
    responses : pd.DataFrame
        `survey.response.who_answered`.
    """
    text = f"„{wave.titel}“, erhoben am {formats.format_date(wave.erhebung)}: {_KINDS[wave.art]}."
    answered = _answered(responses)
    made_up = " Die Antworten sind erfunden (Beispieldaten)." if wave.beispiel else ""
    return f"{text}{f' {answered}' if answered else ''}{made_up}"


def describe_response(responses: pd.DataFrame, groups: Mapping[str, str]) -> str:
    """How many answered, and between which groups' shares that lies.

    Parameters
    ----------
    responses : pd.DataFrame
        `gruppe, grundgesamtheit, n, quote, status`.
    groups : mapping
        `gruppe` -> name; "everybody" is the total.
    """
    parts = [_answered(responses) or "Wie viele geantwortet haben, wird nicht gezeigt."]
    own = responses[responses[col.GRUPPE].isin([key for key in groups if key != ALLE])]
    quotes = own.dropna(subset=["quote"]).sort_values("quote").to_dict("records")
    if len(quotes) > 1:
        low, high = (
            f"{formats.format_percent(row['quote'])} ({groups[str(row[col.GRUPPE])]})"
            for row in (quotes[0], quotes[-1])
        )
        parts.append(f"Der Rücklauf reicht von {low} bis {high}.")
    hidden = [groups[key] for key in own.loc[own[col.N].isna(), col.GRUPPE]]
    if hidden:
        parts.append(f"Nicht gezeigt: {formats.listing(hidden)}.")
    return " ".join(parts)


def describe_survey_area(table: pd.DataFrame, wave: Questionnaire, area: str, name: str) -> str:
    """How many answered in one Ortsteil, and what the table shows.

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE` by Ortsteil.
    """
    counts = table.loc[table[col.GRUPPE] == area, col.N].dropna()
    if counts.empty:
        return f"Für {name} werden keine Ergebnisse gezeigt: zu wenige Antworten (Datenschutz)."
    persons = _persons(counts.max())
    text = f"In {name} {persons} geantwortet („{wave.titel}“)."
    return text if wave.representative else f"{text} {OFFEN_HINWEIS}."


def describe_survey_means(
    means: pd.DataFrame, labels: Mapping[str, str], sides: Mapping[str, float]
) -> str:
    """The highest and the lowest mean of one Ortsteil, and which differ for sure.

    Parameters
    ----------
    means : pd.DataFrame
        `survey.waves.against_all`: `gruppe` is the question, `wert_nachher` the mean.
    labels : mapping
        Question -> name, of the questions that are shown.
    sides : mapping
        Question -> difference from the whole Gemeinde where it is belastbar, else 0.
    """
    own = means[means[col.GRUPPE].isin(list(labels))].dropna(subset=["wert_nachher"])
    if own.empty:
        return ""
    told = [
        f"„{labels[str(row[col.GRUPPE])]}“ ({formats.format_number(row['wert_nachher'], 1)})"
        for row in own.sort_values("wert_nachher", ascending=False).to_dict("records")
    ]
    text = f"Am höchsten ist der Mittelwert bei {told[0]}"
    text += f", am niedrigsten bei {told[-1]}." if len(told) > 1 else "."
    known = set(own[col.GRUPPE])
    sure = sorted((code for code in known if sides.get(code)), key=lambda code: -abs(sides[code]))
    if not sure:
        return f"{text} Keiner unterscheidet sich belastbar von dem der ganzen Gemeinde."
    parts = []
    for above, word in ((True, "höher"), (False, "niedriger")):
        names = [f"„{labels[code]}“" for code in sure if (sides[code] > 0) is above]
        if len(names) > _LISTED:
            names[_LISTED - 1 :] = [f"{len(names) - _LISTED + 1} weiteren Fragen"]
        if names:
            parts.append(f"{word} bei {formats.listing(names)}")
    return f"{text} Belastbar anders als in der ganzen Gemeinde: {'; '.join(parts)}."


def describe_question(
    rows: pd.DataFrame,
    question: Question,
    groups: Mapping[str, str],
    differences: pd.DataFrame | None = None,
) -> str:
    """What everybody answered, and which groups differ for sure.

    Parameters
    ----------
    rows : pd.DataFrame
        `columns.UMFRAGEWERTE` of one question or one part of a matrix.
    groups : mapping
        `gruppe` -> name.
    differences : pd.DataFrame, optional
        `survey.waves.compare_groups` of the whole wave.
    """
    everybody = rows[rows[col.GRUPPE] == ALLE]
    shown = [row for row in everybody.to_dict("records") if formats.is_shown(row)]
    if not shown:
        return f"Dazu wird nichts gezeigt: {_reason(everybody)}."
    found = {row[col.STATISTIK]: row for row in shown}
    shares = [row for row in shown if row[col.STATISTIK] == "anteil"]
    if "top2" in found and question.skala is not None:
        sentence = _scale_sentence(found, question)
    elif "mittelwert" in found:
        sentence = f"Im Mittel {mean_text(found['mittelwert'])}."
    else:
        sentence = _share_sentence(shares, question)
    codes = set(rows[col.FRAGE])
    told = _difference_sentence(differences, codes, groups) if differences is not None else ""
    return f"{sentence} {told}".strip()


def describe_wave_change(
    changes: pd.DataFrame, groups: Mapping[str, str], waves: tuple[str, str]
) -> str:
    """Where a mean or share has changed for sure from one wave to the next.

    Parameters
    ----------
    changes : pd.DataFrame
        Rows of `survey.waves.compare` of one question and figure.
    groups : mapping
        `gruppe` -> name.
    waves : (str, str)
        Names of the two waves, the earlier first.
    """
    by_group = {str(row[col.GRUPPE]): row for row in changes.to_dict("records")}
    found: dict[str, list[str]] = {}
    for key, name in groups.items():
        row = by_group.get(key)
        verdict = str(row["urteil"]) if row else ""
        change = formats.format_signed(row["differenz"], 1) if row and verdict else ""
        sure = verdict in ("gestiegen", "gefallen")
        found.setdefault(verdict, []).append(f"{name} ({change})" if sure else name)
    parts = [
        f"{word}: {formats.listing(found[verdict])}"
        for verdict, word in (
            ("gestiegen", "gestiegen"),
            ("gefallen", "gefallen"),
            ("nicht unterscheidbar", "nicht unterscheidbar"),
            ("", "ohne Aussage"),
        )
        if verdict in found
    ]
    return f"Von {waves[0]} bis {waves[1]} – {'; '.join(parts)}."


def _answered(responses: pd.DataFrame) -> str:
    total = responses[responses[col.GRUPPE] == ALLE].to_dict("records")
    if not total or formats.is_missing(total[0][col.N]):
        return ""
    row = total[0]
    n = formats.format_number(row[col.N])
    if formats.is_missing(row["quote"]):
        return f"Geantwortet {_persons(row[col.N])}."
    invited = formats.format_number(row["grundgesamtheit"])
    share = formats.format_percent(row["quote"])
    return f"Geantwortet haben {n} von {invited} Personen ({share})."


def _persons(n: Any) -> str:
    count = formats.plural(int(n), "Person", "Personen")
    return f"hat {count}" if int(n) == 1 else f"haben {count}"


def _reason(rows: pd.DataFrame) -> str:
    first = rows.to_dict("records")[0] if len(rows) else {}
    return formats.format_missing(first.get(col.STATUS, "fehlt"), first.get(col.GRUND))


def _scale_sentence(found: Mapping[Any, Mapping[Any, Any]], question: Question) -> str:
    assert question.skala is not None
    best = formats.listing(
        (f"„{question.skala.label(value)}“" for value in question.skala.top_two), last="oder"
    )
    row = found["top2"]
    details = [
        formats.format_interval(100 * row[col.UG], 100 * row[col.OG], "%"),
        formats.format_n(row[col.N]),
    ]
    told = "; ".join(detail for detail in details if detail)
    text = f"Insgesamt antworten {share_text(row)} {best}{f' ({told})' if told else ''}"
    if "weiss_nicht" in found:
        text += f", {share_text(found['weiss_nicht'])} aller Befragten „weiß nicht“"
    if "mittelwert" in found:
        numbers = question.skala.numbers().values()
        low, high = formats.format_number(min(numbers)), formats.format_number(max(numbers))
        mean = formats.format_number(found["mittelwert"][col.WERT], 1)
        text += f". Der Mittelwert ist {mean} auf der Skala von {low} bis {high}"
    return f"{text}."


def _share_sentence(shares: list[dict[Any, Any]], question: Question) -> str:
    labels = answer_labels(question, {str(row[col.AUSPRAEGUNG]): None for row in shares})
    shares.sort(key=lambda row: -row[col.WERT])
    told = [
        f"„{labels.get(str(row[col.AUSPRAEGUNG]), row[col.AUSPRAEGUNG])}“ "
        f"{share_text(row, limits=True)}"
        for row in shares[:_LISTED]
    ]
    n = formats.format_n(shares[0][col.N]) if shares else ""
    return f"Häufige Antworten insgesamt: {formats.listing(told)}{f'; {n}' if n else ''}."


def _difference_sentence(
    differences: pd.DataFrame, codes: set[str], groups: Mapping[str, str]
) -> str:
    own = differences[
        differences[col.FRAGE].isin(list(codes))
        & differences["a"].isin(list(groups))
        & differences["b"].isin(list(groups))
    ]
    means = own[own[col.STATISTIK] == "mittelwert"]
    own = means if len(means) else own[own[col.STATISTIK] == "anteil"]
    if own.empty or not own["urteil"].ne("").any():
        return ""
    certain = own[own["urteil"].isin(["hoeher", "niedriger"])].to_dict("records")
    if not certain:
        return "Die Gruppen sind nicht unterscheidbar: Kein Unterschied ist belastbar."
    if not len(means):
        return "Einzelne Unterschiede zwischen den Gruppen sind belastbar."
    certain.sort(key=lambda row: -abs(row["differenz"]))
    told = []
    for row in certain[:_LISTED]:
        high, low = ("a", "b") if row["urteil"] == "hoeher" else ("b", "a")
        told.append(
            f"{groups[str(row[high])]} ({formats.format_number(row[f'wert_{high}'], 1)}) und "
            f"{groups[str(row[low])]} ({formats.format_number(row[f'wert_{low}'], 1)})"
        )
    if len(certain) == 1:
        return f"Belastbar ist der Unterschied zwischen {told[0]}, sonst keiner."
    more = ", am größten" if len(certain) > _LISTED else ":"
    return f"Belastbar sind {len(certain)} Unterschiede{more} zwischen {'; '.join(told)}."
