"""Statements about surveys: all questions at once, one question, two waves, quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import (
    OFFEN_HINWEIS,
    Question,
    Questionnaire,
    QuestionType,
    SurveyKind,
)
from lebenslage.report import colours, formats, sentences, tables
from lebenslage.report.deck.answers import answer_chart, answer_note
from lebenslage.report.deck.blocks import Bars, Block, BlockKind, Series, Statement
from lebenslage.report.deck.rows import limit, number
from lebenslage.report.deck.topics import DRAWN, span_sentence, topic, topic_rows, worst_topics
from lebenslage.report.survey_tables import ALLE_NAME, mean_text, part_labels, share_text

_METHODS: Final = {
    SurveyKind.VOLLERHEBUNG: "Vollerhebung: Alle wurden eingeladen.",
    SurveyKind.ZUFALLSSTICHPROBE: "Zufallsstichprobe; Bereiche folgen aus dem Stichprobenplan.",
    SurveyKind.OFFEN: f"Offene Umfrage: {OFFEN_HINWEIS}.",
}
_CHANGES: Final = 8
_QUOTES: Final = 5
_WORST_ROWS: Final = "ungünstigsten"
_CHANGED_ROWS: Final = "größten Veränderungen"
_NO_ANSWER: Final = "Wer nicht geantwortet hat, kann anders denken als die, die geantwortet haben."


def overview(block: Block, figures: Figures) -> Statement:
    """Means of all questions on a scale, lowest first, of one Ortsteil or of everybody."""
    wave = figures.wave(block.welle)
    rows = topic_rows(figures, wave, block.gebiet or ALLE)
    name = figures.names.get(block.gebiet, f"Gemeinde {figures.gemeinde.name}")
    table = figures.wave_table(wave.id)
    if block.gebiet:
        sentence = sentences.describe_survey_area(table, wave, block.gebiet, name)
    else:
        sentence = sentences.describe_wave(wave, figures.responses(wave.id))
    worst = worst_topics(rows) if wave.representative else []
    shown = [row for row in rows if formats.is_shown(row)]
    chart = None
    if shown:
        sentence = f"{sentence} {span_sentence(shown)}"
    if drawn := shown[:DRAWN]:
        ends = [row["_end"] for row in drawn]
        chart = Bars(
            tuple(row["_label"] for row in drawn),
            (
                Series(
                    name,
                    tuple(number(row) for row in drawn),
                    tuple(formats.format_number(row[col.WERT], 1) for row in drawn),
                ),
            ),
            (min(low for low, _ in ends), max(high for _, high in ends)),
            "",
            tuple(limit(row, col.UG) for row in drawn),
            tuple(limit(row, col.OG) for row in drawn),
            0 if len(worst) == 1 else -1,
            (colours.ACCENT,),
            rows=_WORST_ROWS,
            total=len(shown),
        )
    listed = pd.DataFrame(
        [{"Frage": row["_label"], "Mittelwert": mean_text(row)} for row in rows],
        columns=["Frage", "Mittelwert"],
    )
    return Statement(
        BlockKind.UMFRAGE,
        _overview_headline(figures, wave, block, name, worst),
        sentence,
        note=_drawn_note(len(shown), DRAWN),
        chart=chart,
        table=listed if rows else None,
        **_basis(figures, [wave]),
    )


def question(block: Block, figures: Figures) -> Statement:
    """Answers to one question by Ortsteil."""
    wave = figures.wave(block.welle)
    asked = next(q for q in wave.fragen if block.code in (q.code, *q.columns()))
    table = figures.wave_table(wave.id)
    rows = table[table[col.FRAGE] == block.code]
    groups = {**figures.names, ALLE: ALLE_NAME}
    title = part_labels(wave)[block.code] if asked.typ is QuestionType.MATRIX else asked.text
    chart = answer_chart(asked, rows, groups)
    return Statement(
        BlockKind.FRAGE,
        _question_headline(asked, rows, title, figures.snapshot.catalogue, wave),
        sentences.describe_question(
            rows, asked, groups, figures.group_differences(wave.id) if wave.representative else None
        ),
        note=answer_note(chart),
        chart=chart,
        table=tables.question_table(rows, asked, figures.names),
        **_basis(figures, [wave]),
    )


def wave_changes(block: Block, figures: Figures) -> Statement:
    """Which means changed for sure from one wave to the next."""
    earlier, later = figures.wave(block.vorher), figures.wave(block.welle)
    name = figures.names.get(block.gebiet, f"Gemeinde {figures.gemeinde.name}")
    changes = figures.wave_changes(earlier.id, later.id)
    same = figures.comparable(earlier.id, later.id)
    scales = {q.code: q for q in later.fragen if q.skala and q.typ is QuestionType.SKALA}
    own = changes[
        (changes[col.GRUPPE] == (block.gebiet or ALLE))
        & (changes[col.STATISTIK] == "mittelwert")
        & changes[col.FRAGE].isin([code for code in same if code in scales])
    ]
    own = own.dropna(subset=["differenz"])
    rows = sorted(
        own.to_dict("records"),
        key=lambda row: (row["urteil"] not in ("gestiegen", "gefallen"), -abs(row["differenz"])),
    )
    better, worse = _better_and_worse(rows, scales)
    shown = rows[:_CHANGES]
    labels = [
        topic(scales[row[col.FRAGE]], figures.snapshot.catalogue)
        + (" (belastbar)" if row["urteil"] in ("gestiegen", "gefallen") else "")
        for row in shown
    ]
    numbers = [n for q in scales.values() if q.skala for n in q.skala.numbers().values()]
    chart = None
    if shown:
        chart = Bars(
            tuple(labels),
            tuple(
                Series(
                    wave.year,
                    tuple(float(row[key]) for row in shown),
                    tuple(formats.format_number(row[key], 1) for row in shown),
                )
                for wave, key in ((earlier, "wert_vorher"), (later, "wert_nachher"))
            ),
            (min(numbers), max(numbers)),
            colours=(colours.MISSING_LINE, colours.ACCENT),
            rows=_CHANGED_ROWS,
            total=len(rows),
        )
    table = pd.DataFrame(
        [
            {
                "Frage": topic(scales[row[col.FRAGE]], figures.snapshot.catalogue),
                earlier.year: formats.format_number(row["wert_vorher"], 1),
                later.year: formats.format_number(row["wert_nachher"], 1),
                "Veränderung": formats.format_signed(row["differenz"], 1),
                "Urteil": row["urteil"] or "ohne Aussage",
            }
            for row in rows
        ]
    )
    return Statement(
        BlockKind.WELLEN,
        _change_headline(name, earlier.year, better, worse, len(rows)),
        _change_sentence(better, worse, len(rows), earlier, later),
        note=_drawn_note(len(rows), _CHANGES, _CHANGED_ROWS),
        chart=chart,
        table=table if rows else None,
        **_basis(figures, [earlier, later], "Vergleich nach Welch, je Frage korrigiert nach Holm."),
    )


def quotes(block: Block, figures: Figures) -> Statement:
    """Texts that a person has released."""
    wave = figures.wave(block.welle)
    found = figures.quotes(wave.id, block.gebiet)
    if block.code:
        found = found[found[col.FRAGE] == block.code]
    told = tuple(f"„{text}“" for text in found["text"].head(_QUOTES))
    name = figures.names.get(block.gebiet, f"Gemeinde {figures.gemeinde.name}")
    sentence = (
        f"{formats.plural(len(found), 'Text ist', 'Texte sind')} freigegeben"
        f"{f'; {len(told)} davon stehen hier' if len(told) < len(found) else ''}. Einzelne Stimmen "
        "sind keine Mehrheit."
        if told
        else "Noch ist kein Text freigegeben."
    )
    return Statement(
        BlockKind.ZITAT, f"Stimmen aus: {name}", sentence, told, **_basis(figures, [wave])
    )


def _drawn_note(total: int, drawn: int, what: str = _WORST_ROWS) -> str:
    if total <= drawn:
        return ""
    return f"Das Diagramm zeigt die {drawn} {what} von {total}."


def _overview_headline(
    figures: Figures, wave: Questionnaire, block: Block, name: str, worst: Sequence[str]
) -> str:
    if not worst:
        return f"{name}: {wave.titel} im Überblick"
    same = False
    if block.vorher:
        before = figures.wave(block.vorher)
        rows = topic_rows(figures, before, block.gebiet or ALLE)
        same = before.representative and worst_topics(rows) == list(worst)
    # the lowest marks, no more: what people think worst of need not trouble them most
    one = len(worst) == 1
    verb = ("bleibt" if one else "bleiben") if same else ("ist" if one else "sind")
    return f"{name}: {formats.listing(worst)} {verb} am schlechtesten bewertet"


def _question_headline(
    asked: Question, rows: pd.DataFrame, title: str, catalogue: Catalogue, wave: Questionnaire
) -> str:
    everybody = [
        row for row in rows[rows[col.GRUPPE] == ALLE].to_dict("records") if formats.is_shown(row)
    ]
    short = topic(asked, catalogue) if asked.indikator in catalogue else title
    mark = "" if wave.representative else f" ({OFFEN_HINWEIS})"
    found = {row[col.STATISTIK]: row for row in everybody}
    if asked.skala and "top2" in found:
        labels = (f"„{asked.skala.label(value)}“" for value in asked.skala.top_two)
        best = formats.listing(labels, last="oder")
        return f"{short}: {share_text(found['top2'])} antworten {best}{mark}"
    if "mittelwert" in found:
        return f"{short}: im Mittel {formats.format_number(found['mittelwert'][col.WERT], 1)}{mark}"
    return f"{short}{mark}"


def _better_and_worse(
    rows: Sequence[Mapping[Any, Any]], scales: Mapping[str, Question]
) -> tuple[int, int]:
    """How many means changed for sure to the good and to the bad side of their scale."""
    signs = {"gestiegen": 1, "gefallen": -1}
    ways = []
    for row in rows:
        scale = scales[str(row[col.FRAGE])].skala
        ways.append(signs.get(str(row["urteil"]), 0) * (scale.richtung if scale else 1))
    return ways.count(1), ways.count(-1)


def _change_headline(name: str, year: str, better: int, worse: int, total: int) -> str:
    if not total:
        return f"{name}: kein Vergleich mit {year} möglich"
    if not better and not worse:
        return f"{name}: gegenüber {year} ist keine Veränderung belastbar"
    told = [] if not better else [f"{formats.plural(better, 'Bewertung', 'Bewertungen')} besser"]
    if worse:
        count = str(worse) if told else formats.plural(worse, "Bewertung", "Bewertungen")
        told.append(f"{count} schlechter")
    return f"{name}: {formats.listing(told)} als {year}"


def _change_sentence(
    better: int, worse: int, total: int, earlier: Questionnaire, later: Questionnaire
) -> str:
    if not total:
        return "Keine Frage wurde in beiden Umfragen gleich gestellt und darf gezeigt werden."
    return (
        f"Im Vergleich mit {earlier.year} fallen {later.year} von "
        f"{formats.plural(total, 'Frage', 'Fragen')} auf einer Skala {better} belastbar besser und "
        f"{worse} belastbar schlechter aus; bei "
        f"{total - better - worse} ist kein Unterschied belastbar."
    )


def _basis(figures: Figures, waves: Sequence[Questionnaire], method: str = "") -> dict[str, Any]:
    """Sources, dates and marks of statements about surveys."""
    newest = waves[-1]
    limits = [_NO_ANSWER]
    if not newest.representative:
        limits.insert(0, f"{OFFEN_HINWEIS}.")
    responses = figures.responses(newest.id)
    return {
        "source": ", ".join(wave.titel for wave in waves),
        "stand": " und ".join(formats.format_date(wave.erhebung) for wave in waves),
        "method": tuple(
            part
            for part in (
                _METHODS[newest.art],
                sentences.describe_wave(newest, responses),
                method,
                "Werte, hinter denen zu wenige Personen stehen, werden nicht gezeigt.",
            )
            if part
        ),
        "limits": tuple(limits),
        "example": any(wave.beispiel for wave in waves),
    }
