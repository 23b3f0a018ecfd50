"""What fits on a slide: whole sentences, as many rows as have room, and a note about the rest."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from typing import Final, TypeVar

import pandas as pd

from lebenslage.report import formats
from lebenslage.report.deck.blocks import Bars, Dots, Statement

_T = TypeVar("_T")
#: The last rows are the Gemeinde, the Landkreis, everybody: what the others are compared with.
_COMPARED: Final = 2
#: Columns of a table that are shown at least, however wide.
_COLUMNS: Final = 2
#: Between the names of sources, and after them if there are more.
_BETWEEN: Final = re.compile(r"[,;] ")
_MORE: Final = " u. a."


def shortened(text: str, signs: int) -> str:
    """As many whole sentences as fit into so many signs."""
    kept = ""
    for sentence in text.split(". "):
        longer = f"{kept}. {sentence}" if kept else sentence
        if len(longer) > signs:
            break
        kept = longer
    if not kept:
        return textwrap.shorten(text, signs, placeholder=" …")
    return kept if kept.endswith((".", ":", "!", "?")) else f"{kept}."


def lines_of(text: str, width: int) -> int:
    """Lines that a text takes when a line holds `width` signs."""
    return max(1, len(textwrap.wrap(text, width)))


def fit_bars(chart: Bars, rows: int) -> tuple[Bars, str]:
    """The chart with at most so many rows, and what the others are told to be.

    Rows without any value go first; the marked row stays, and so do the last ones, which the
    others are compared with.
    """
    total = len(chart.labels)
    if total <= rows:
        return chart, ""
    known = [i for i in range(total) if any(s.values[i] is not None for s in chart.series)]
    kept = known if known else list(range(total))
    if len(kept) > rows:
        compared = not chart.rows and (len(chart.series) == 1 or chart.stacked)
        fixed = set(kept[-_COMPARED:]) if compared else set()
        fixed |= {chart.marked} & set(kept)
        others = [i for i in kept if i not in fixed][: max(rows - len(fixed), 0)]
        kept = sorted({*others, *fixed})
    kept = kept[:rows]

    def picked(values: tuple[_T, ...]) -> tuple[_T, ...]:
        return tuple(values[i] for i in kept) if values else ()

    smaller = replace(
        chart,
        labels=picked(chart.labels),
        series=tuple(
            replace(s, values=picked(s.values), texts=picked(s.texts)) for s in chart.series
        ),
        low=picked(chart.low),
        high=picked(chart.high),
        marked=kept.index(chart.marked) if chart.marked in kept else -1,
    )
    whole = formats.format_number(chart.total or total)
    if chart.rows:  # they stand in this order, so the first are kept
        return smaller, f"Das Diagramm zeigt die {len(kept)} {chart.rows} von {whole}"
    return smaller, f"Das Diagramm zeigt {len(kept)} von {whole} Zeilen"


def fit_dots(chart: Dots, rows: int) -> tuple[Dots, str]:
    """The chart with at most so many rows, and how many there are."""
    total = len(chart.labels)
    if total <= rows:
        return chart, ""
    smaller = replace(
        chart,
        labels=chart.labels[:rows],
        series=tuple(
            replace(s, values=s.values[:rows], texts=s.texts[:rows]) for s in chart.series
        ),
        low=tuple(limits[:rows] for limits in chart.low),
        high=tuple(limits[:rows] for limits in chart.high),
    )
    return smaller, f"Das Diagramm zeigt {rows} von {total} Handlungsfeldern"


def fit_table(table: pd.DataFrame, signs: int, lines: int) -> tuple[pd.DataFrame, str]:
    """The table with the columns and rows that have room.

    Parameters
    ----------
    signs : int
        What a line of the whole table holds.
    lines : int
        Lines of text that there are, the head included.
    """
    columns = [str(name) for name in table.columns]
    shown = table.set_axis(columns, axis=1).map(formats.clean)
    widths = {name: _least(name, shown[name]) for name in columns}
    count = len(columns)
    while count > _COLUMNS and sum(widths[name] for name in columns[:count]) > signs:
        count -= 1
    shown = shown[columns[:count]]
    spare = max(0, signs - sum(widths[name] for name in columns[:count]))
    wishes = {
        name: max([1, *(len(text) + 2 - widths[name] for text in (name, *shown[name]))])
        for name in columns[:count]
    }  # long texts get what is left over
    share = min(1.0, spare / sum(wishes.values()))
    space = {name: widths[name] + int(share * wish) for name, wish in wishes.items()}
    left = lines - max(lines_of(name, space[name]) for name in shown.columns)
    kept = 0
    for row in shown.to_dict("records"):
        left -= max(lines_of(str(text), space[str(name)]) for name, text in row.items())
        if left < 0:
            break
        kept += 1
    if kept == len(shown) and count == len(columns):
        return shown, ""
    told = [f"{kept} von {len(shown)} Zeilen"] if kept < len(shown) else []
    told += [f"{count} von {len(columns)} Spalten"] if count < len(columns) else []
    return shown.head(kept), f"Die Tabelle zeigt {formats.listing(told)}"


def _least(head: str, texts: pd.Series) -> int:
    """Signs that a column needs: its longest word, more for long texts."""
    words = [word for text in (head, *texts) for word in str(text).split()]
    mean = sum(len(str(text)) for text in texts) / max(len(texts), 1)
    return min(max([4, *map(len, words)]) + 2, 30) if mean < 30 else 32


def foot_of(said: Statement, notes: tuple[str, ...], signs: int) -> str:
    """Notes, source, date and marks; where they are too long, the source gives way."""
    line = " · ".join(part for part in (*notes, said.foot) if part)
    over = len(line) - signs
    if over <= 0 or not said.source:
        return line
    source = _fewer_sources(said.source, max(len(said.source) - over, 12))
    return " · ".join(part for part in (*notes, replace(said, source=source).foot) if part)


def _fewer_sources(source: str, signs: int) -> str:
    """As many whole names as fit, and that there are more; a single long one is cut at a word."""
    names = _BETWEEN.split(source)
    for count in range(len(names) - 1, 0, -1):
        kept = ", ".join(names[:count]) + _MORE
        if len(kept) <= signs:
            return kept
    return textwrap.shorten(names[0], signs, placeholder=" …")
