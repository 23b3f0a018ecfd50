"""What a printed report consists of: elements that `bericht.typ` typesets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model.rules import GRUND_GEGENSPERRE, GRUND_ZU_WENIGE
from lebenslage.report import formats
from lebenslage.report.deck.blocks import AreaMap, Bars, Chart, Dots, Statement
from lebenslage.report.deck.statements import mark_line
from lebenslage.report.pictures import legend_columns, picture
from lebenslage.report.typesetting import typeset_pdf

Element = dict[str, Any]

#: More columns than these are not readable on a page.
_COLUMNS: Final = 7
#: A column is never wider than this many times the narrowest.
_WIDEST: Final = 4.0
_CM: Final = 1 / 2.54
#: Two maps with their words stand on a page.
_MAP: Final = 7.6
#: Rows of a table that has room beside a map.
_BESIDE: Final = 10
#: Reasons that would fill a table; the method tells them whole.
_SHORT: Final = {GRUND_ZU_WENIGE: "zu wenige Fälle", GRUND_GEGENSPERRE: "gesperrt"}


def heading(text: str, level: int = 1, *, listed: bool = True) -> Element:
    """A heading, also a bookmark; `listed` ones stand in the contents."""
    text = formats.unbroken(text)
    return {"art": "titel", "text": text, "stufe": level, "gelistet": listed}


def paragraph(text: str) -> Element:
    """A paragraph."""
    return {"art": "absatz", "text": formats.unbroken(text), "haftet": False}


def small(text: str) -> Element:
    """Source, date, limits."""
    return {"art": "klein", "text": formats.unbroken(text)}


def box(text: str) -> Element:
    """A framed text that must not be overlooked."""
    return {"art": "kasten", "text": text}


def bullets(lines: Iterable[str]) -> Element:
    """A list."""
    return {"art": "liste", "punkte": [formats.unbroken(line) for line in lines]}


def blank(text: str, lines: int) -> Element:
    """Lines to fill in by hand."""
    return {"art": "feld", "text": text, "zeilen": lines}


def page_break() -> Element:
    """Begin a new page."""
    return {"art": "seite"}


def contents(text: str, depth: int = 2) -> Element:
    """The list of contents, down to a level of headings."""
    return {"art": "inhalt", "text": text, "tiefe": depth}


def side_by_side(left: Sequence[Element], right: Sequence[Element], share: int = 50) -> Element:
    """Two columns; `share` is the width of the left one in percent."""
    columns = {"links": list(left), "rechts": list(right), "links_anteil": share}
    return {"art": "spalten", **columns}


def table(frame: pd.DataFrame) -> list[Element]:
    """A table; one with more columns than fit is turned round, or shown in several parts."""
    if frame.empty:
        return []
    if len(frame.columns) > _COLUMNS and len(frame) < len(frame.columns) - 1:
        first = frame.columns[0]
        turned = frame.set_index(first).T.rename_axis(None, axis=1)
        frame = turned.reset_index(names=str(first))
    rest = [str(name) for name in frame.columns[1:]]
    parts = [rest[i : i + _COLUMNS - 1] for i in range(0, len(rest), _COLUMNS - 1)] or [[]]
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    return [_table(frame[[frame.columns[0], *part]]) for part in parts]


def _table(frame: pd.DataFrame) -> Element:
    rows = [[_cell(value) for value in row] for row in frame.to_numpy().tolist()]
    heads = [str(name) for name in frame.columns]
    # As wide as the longest word; long texts get more, but not in proportion: they can wrap.
    wishes = []
    for place, head in enumerate(heads):
        texts = [head, *(row[place] for row in rows)]
        word = max((len(w) for t in texts for w in t.split()), default=1)
        wishes.append(max(4.0, min(word, 24), 3 * (sum(map(len, texts)) / len(texts)) ** 0.5))
    least = min(wishes)
    return {
        "art": "tabelle",
        "kopf": heads,
        "zeilen": rows,
        "breiten": [min(wish / least, _WIDEST) for wish in wishes],
    }


def _cell(value: Any) -> str:
    text = formats.clean(value)
    return formats.unbroken(_SHORT.get(text, text))


def chart(
    drawn: Chart,
    alt: str,
    figures: Figures,
    areas: gpd.GeoDataFrame,
    *,
    width: float = 17.0,
    height: float = 0.0,
    text: float = 9,
) -> Element:
    """A picture with its words for those who do not see it; sizes in centimetres."""
    tall = height or _height(drawn, width, text)
    svg = picture(drawn, areas, figures.names, (width * _CM, tall * _CM), text=text)
    return {"art": "bild", "svg": svg.decode("utf-8"), "alt": alt, "breite": 100}


def _height(drawn: Chart, width: float, text: float) -> float:
    """Centimetres that a chart needs."""
    if isinstance(drawn, AreaMap):
        return _MAP
    if isinstance(drawn, Dots):
        names = [series.name for series in drawn.series]
        lines = -(-len(names) // legend_columns(names, width * _CM, text))
        return 1.2 + 0.5 * lines + len(drawn.labels) * max(0.9, 0.24 * len(names))
    if not drawn.stacked:
        return 1.4 + len(drawn.labels) * (0.25 + 0.38 * len(drawn.series))
    names = [series.name for series in drawn.series]
    lines = -(-len(set(names)) // legend_columns(names, width * _CM, text))
    return 0.8 + 0.5 * lines + 0.65 * len(drawn.labels)


def areas_of(figures: Figures) -> gpd.GeoDataFrame:
    """The Ortsteile in the projected CRS of the Gemeinde."""
    return figures.snapshot.ortsteile.to_crs(figures.gemeinde.crs)


def statement(
    said: Statement,
    figures: Figures,
    areas: gpd.GeoDataFrame,
    *,
    level: int = 2,
    with_table: bool = False,
) -> list[Element]:
    """A statement as heading, sentence, picture or table, and foot."""
    elements = [heading(said.headline, level)]
    if said.sentence:
        elements.append(
            paragraph(said.sentence) | {"haftet": said.chart is not None or bool(said.points)}
        )
    if said.points:
        elements.append(bullets(said.points))
    listed = table(said.table) if said.table is not None else []
    if isinstance(said.chart, AreaMap):
        drawn = chart(said.chart, _alt(said), figures, areas, width=10.0)
        if listed and len(listed[0]["zeilen"]) <= _BESIDE:
            elements.append(side_by_side([drawn], listed[:1], 58))
            listed = listed[1:]
        else:
            elements.append(drawn | {"breite": 60})
    elif said.chart is not None:
        elements.append(chart(said.chart, _alt(said), figures, areas))
    if said.note:
        elements.append(small(said.note))
    if with_table or not isinstance(said.chart, Bars | Dots):
        elements += listed
    if said.foot:
        elements.append(small(said.foot))
    return elements


def _alt(said: Statement) -> str:
    return f"{said.headline}. {said.sentence}"


def typeset(
    figures: Figures,
    title: str,
    subtitle: str,
    elements: Sequence[Element],
    *,
    one_page: bool = False,
    numbered: bool = False,
    example: bool | None = None,
) -> bytes:
    """The PDF (PDF/UA-1); the same input gives the same bytes.

    Parameters
    ----------
    one_page : bool
        The text is made as large as one page allows.
    example : bool, optional
        Whether made-up figures are in it; default: whether any are in the store.
    """
    made_up = figures.snapshot.has_examples if example is None else example
    data = {
        "titel": title,
        "untertitel": subtitle,
        "amt": figures.gemeinde.contact.amt or figures.gemeinde.name,
        # breaks only between its parts
        "marke": mark_line(figures, made_up).replace(" ", "\u00a0").replace("\u00a0·\u00a0", " · "),
        "beispiel": "Enthält Beispieldaten (erfunden)" if made_up else "",
        "einseitig": one_page,
        "nummern": numbered,
        "inhalt": list(elements),
    }
    return typeset_pdf("bericht.typ", data)
