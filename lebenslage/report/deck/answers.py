"""The answers to one question as bars: by group on a scale, side by side else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.model.survey import Question, QuestionType, Scale
from lebenslage.report import colours, formats
from lebenslage.report.deck.blocks import Bars, Look, Series
from lebenslage.report.pieces import Piece, pieces
from lebenslage.report.survey_tables import ALLE_NAME, answer_labels, share_text

#: Names of what is drawn in one piece, short enough for a legend.
_BEST: Final = "zwei beste"
_WORST: Final = "zwei schlechteste"
_HIDDEN: Final = "nicht gezeigt"
_MERGED_HINWEIS: Final = "Wo einzelne Antworten gesperrt sind, stehen zwei Stufen zusammen."
_HIDDEN_HINWEIS: Final = "Gestreift: nicht gezeigt (Datenschutz)."

#: Place on the scale and what is drawn there: the steps, or none for what is hidden.
_Slot = tuple[int, tuple[str, ...]]


def answer_chart(asked: Question, rows: pd.DataFrame, groups: Mapping[str, str]) -> Bars | None:
    """Shares of the answers: end to end by group on a scale, else of everybody.

    Parameters
    ----------
    rows : pd.DataFrame
        `columns.UMFRAGEWERTE` of one question (or one part of a matrix).
    groups : mapping
        `gruppe` -> name, in the order of the rows.
    """
    if not (rows[col.STATISTIK] == "anteil").any():
        return None
    if asked.skala is not None and asked.typ is not QuestionType.MEHRFACH:
        return _stacked(asked.skala, rows, groups)
    return _of_everybody(asked, rows)


def answer_note(chart: Bars | None) -> str:
    """What stands in place of answers that are hidden one by one."""
    if chart is None or not chart.stacked:
        return ""
    merged = any(series.name in (_BEST, _WORST) for series in chart.series)
    hidden = any(series.look is Look.GESPERRT for series in chart.series)
    told = (_MERGED_HINWEIS if merged else "", _HIDDEN_HINWEIS if hidden else "")
    return " ".join(part for part in told if part)


def _stacked(scale: Scale, rows: pd.DataFrame, groups: Mapping[str, str]) -> Bars | None:
    """As on page Umfrage: what may be shown of each group (`report.pieces`)."""
    parts, reasons = {}, {}
    for key in groups:
        own = rows[rows[col.GRUPPE] == key].to_dict("records")
        steps = {
            formats.clean(row[col.AUSPRAEGUNG]): row
            for row in own
            if row[col.STATISTIK] == "anteil"
        }
        if not steps:
            continue
        sums = {str(row[col.STATISTIK]): row for row in own}
        found = pieces(steps, scale, sums.get("top2"), sums.get("saldo"))
        parts[key] = _placed(found, scale) if any(piece.steps for piece in found) else {}
        first = next(iter(steps.values()))
        reasons[key] = formats.format_missing(first[col.STATUS], first.get(col.GRUND))
    if not any(parts.values()):
        return None
    steps_of = {(i, (value,)) for i, value in enumerate(scale.werte)}
    # every step is told in the legend; what is merged or hidden only where it is
    slots = sorted(steps_of.union(*parts.values()), key=lambda slot: (slot[0], len(slot[1]) == 1))
    series, fills = [], []
    for slot in slots:
        name, look, fill = _look(slot[1], scale)
        values = tuple(own[slot].width if slot in own else None for own in parts.values())
        texts = tuple("" if v is None else formats.format_with_unit(v, "%") for v in values)
        if slot == slots[0]:
            texts = tuple(
                text if own else reasons[key]
                for text, (key, own) in zip(texts, parts.items(), strict=True)
            )
        series.append(Series(name, values, texts, look))
        fills.append(fill)
    names = tuple(groups[key] for key in parts)
    return Bars(names, tuple(series), (0.0, 100.0), "%", colours=tuple(fills), stacked=True)


def _placed(found: list[Piece], scale: Scale) -> dict[_Slot, Piece]:
    """Each piece by its place on the scale; what is hidden stands before the next step."""
    placed: dict[_Slot, Piece] = {}
    place = len(scale.werte)
    for piece in reversed(found):
        place = scale.werte.index(piece.steps[0]) if piece.steps else place
        placed[(place, piece.steps)] = piece
    return placed


def _look(steps: tuple[str, ...], scale: Scale) -> tuple[str, Look, str]:
    """Name in the legend, pattern and colour."""
    if not steps:
        return _HIDDEN, Look.GESPERRT, colours.MISSING
    if len(steps) > 1:
        worse, better = colours.merged_colours()
        best = steps == scale.top_two
        return (_BEST, Look.VOLL, better) if best else (_WORST, Look.SCHLECHTER, worse)
    place, half = scale.werte.index(steps[0]), len(scale.werte) // 2
    low, high = place < half, place >= len(scale.werte) - half
    worse_side = low if scale.richtung == 1 else high
    fill = colours.likert_colours(len(scale.werte), scale.richtung)[place]
    return scale.label(steps[0]), Look.SCHLECHTER if worse_side else Look.VOLL, fill


def _of_everybody(asked: Question, rows: pd.DataFrame) -> Bars | None:
    shares = rows[(rows[col.STATISTIK] == "anteil") & (rows[col.GRUPPE] == ALLE)]
    by_code = {formats.clean(row[col.AUSPRAEGUNG]): row for row in shares.to_dict("records")}
    labels = answer_labels(asked, dict.fromkeys(by_code))
    values = tuple(_share(by_code.get(code)) for code in labels)
    if all(value is None for value in values):
        return None
    texts = tuple(share_text(by_code.get(code)) for code in labels)
    one = (Series(ALLE_NAME, values, texts),)
    return Bars(tuple(labels.values()), one, (0.0, 100.0), "%", colours=(colours.ACCENT,))


def _share(row: Mapping[Any, Any] | None) -> float | None:
    return None if row is None or not formats.is_shown(row) else 100 * float(row[col.WERT])
