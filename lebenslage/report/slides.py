"""The deck as PPTX: native charts and tables that can be edited, on a master of our own.

PowerPoint and LibreOffice read it; every picture, chart and table has its words for those who do
not see it, and the notes tell method and limits. The same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

import geopandas as gpd
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from lebenslage.analysis.figures import Figures
from lebenslage.report import colours
from lebenslage.report.archive import fixed_dates
from lebenslage.report.deck.blocks import AreaMap, Bars, BlockKind, Deck, Dots, Look, Statement
from lebenslage.report.deck.fitting import fit_bars, fit_dots, foot_of, lines_of, shortened
from lebenslage.report.deck.statements import mark_line, state_all
from lebenslage.report.elements import areas_of, table
from lebenslage.report.files import guarded
from lebenslage.report.pictures import picture
from lebenslage.report.slide_dots import dot_chart
from lebenslage.report.slide_master import SCHRIFT, WIDTH, blank_presentation

_LEFT: Final = Inches(0.6)
_WIDE: Final = WIDTH - 2 * _LEFT
_TOP: Final = Inches(2.2)
_HIGH: Final = Inches(4.45)
#: More rows than these do not fit on a slide.
_ROWS: Final = 9
_BARS: Final = 12
#: Characters that fit in large type, and at all; the whole text stands in the notes.
_LINES: Final = 220
_SENTENCE: Final = 320
#: Signs of the foot that fit into two lines.
_FOOT: Final = 300
_HIDDEN: Final = "nicht gezeigt"
_FIXED: Final = dt.datetime(2000, 1, 1)
_EMU_PER_INCH: Final = 914400


def slides(deck: Deck, figures: Figures) -> bytes:
    """One slide per block."""
    presentation = blank_presentation(figures.gemeinde.farbe)
    areas, mark = areas_of(figures), mark_line(figures)
    for number, said in enumerate(state_all(deck, figures), start=1):
        slide = presentation.slides.add_slide(presentation.slide_layouts[0])
        slide.shapes.title.text = said.headline
        long = len(said.headline) > 70
        slide.shapes.title.text_frame.paragraphs[0].font.size = Pt(24 if long else 28)
        slide.shapes.title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        if said.kind is BlockKind.TITEL:
            _text(slide, [said.sentence], Inches(2.6), Inches(2.0), 36)
        note = said.note if said.kind is BlockKind.TITEL else _content(slide, said, figures, areas)
        foot = foot_of(said, (note.rstrip("."),) if note else (), _FOOT)
        foot = " · ".join(part for part in (foot, f"Folie {number}") if part)
        _text(slide, [foot], Inches(6.72), Inches(0.6), 12, colours.MUTED)
        slide.notes_slide.notes_text_frame.text = "\n".join(_notes(said, mark))
    properties = presentation.core_properties
    properties.title, properties.author = deck.name, figures.gemeinde.contact.amt
    properties.language, properties.last_modified_by = "de-DE", figures.gemeinde.contact.amt
    properties.created = properties.modified = _FIXED
    out = io.BytesIO()
    presentation.save(out)
    return fixed_dates(out.getvalue())


def _notes(said: Statement, mark: str) -> list[str]:
    """What the speaker reads: sentence, method, limits, marks."""
    return [
        said.sentence,
        said.note,
        *(f"Verfahren: {line}" for line in said.method),
        *(f"Grenze: {line}" for line in said.limits),
        mark,
    ]


def _content(slide: Any, said: Statement, figures: Figures, areas: gpd.GeoDataFrame) -> str:
    """Sentence and chart, table or lines; what of it is shown, if not all."""
    told = shortened(said.sentence, _SENTENCE)
    _text(slide, [told], Inches(1.3), Inches(0.9), 18 if len(told) <= _LINES else 16)
    alt = f"{said.headline}. {said.sentence}"
    if said.points:
        _text(slide, [f"• {point}" for point in said.points], _TOP, _HIGH, 20)
    elif isinstance(said.chart, AreaMap):
        half = Emu(int(_WIDE * 0.56))
        size = (half / _EMU_PER_INCH, _HIGH / _EMU_PER_INCH)
        image = picture(said.chart, areas, figures.names, size, text=13, form="png")
        drawn = slide.shapes.add_picture(io.BytesIO(image), _LEFT, _TOP, half, _HIGH)
        _describe(drawn, alt)
        _table(slide, said, _LEFT + half + Inches(0.2), _WIDE - half - Inches(0.2))
    elif isinstance(said.chart, Bars):
        shown, note = fit_bars(said.chart, _BARS)
        _chart(slide, shown, alt)
        return note or said.note
    elif isinstance(said.chart, Dots):
        dots, note = fit_dots(said.chart, _BARS)
        _describe(dot_chart(slide, dots, (_LEFT, _TOP, _WIDE, _HIGH)), alt)
        return note or said.note
    else:
        _table(slide, said, _LEFT, _WIDE)
    return said.note


def _describe(shape: Any, text: str) -> None:
    """The words for those who do not see it."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)


def _text(
    slide: Any,
    lines: list[str],
    top: int,
    height: int,
    size: int,
    colour: str = colours.INK,
    across: tuple[int, int] = (_LEFT, _WIDE),
) -> None:
    left, width = across
    box = slide.shapes.add_textbox(left, top, width, height)
    frame = box.text_frame
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.name = Pt(size), SCHRIFT
        run.font.color.rgb = _rgb(colour)
        run._r.get_or_add_rPr().set("lang", "de-DE")
        paragraph.space_after = Pt(size * 0.4)


def _chart(slide: Any, chart: Bars, alt: str) -> None:
    """A native bar chart; hidden values stay empty in its data too.

    The sheet behind it would compute a label that begins like a formula.
    """
    data: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=_number_format(chart)
    )
    data.categories = [
        guarded(f"{label} ({_HIDDEN})" if chart.stacked and chart.reason(row) else label)
        for row, label in enumerate(chart.labels)
    ]
    for series in chart.series:
        data.add_series(guarded(series.name), series.values)
    kind = XL_CHART_TYPE.BAR_STACKED if chart.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, _LEFT, _TOP, _WIDE, _HIGH, data)
    _describe(frame, alt)
    drawn = frame.chart
    drawn.font.size, drawn.font.name = Pt(14), SCHRIFT
    drawn.has_title = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        _listed_once(drawn.legend, chart)
    drawn.category_axis.reverse_order = True
    drawn.category_axis.format.line.color.rgb = _rgb(colours.GRID)
    drawn.category_axis.has_major_gridlines = False
    drawn.value_axis.visible = False
    drawn.value_axis.has_major_gridlines = False
    drawn.value_axis.minimum_scale = chart.ends[0]
    drawn.value_axis.maximum_scale = chart.ends[1]
    plot = drawn.plots[0]
    plot.gap_width = 45
    plot.overlap = 100 if chart.stacked else 0
    for place, series in enumerate(plot.series):
        fill = chart.colours[place % len(chart.colours)]
        _fill(series.format.fill, fill, chart.series[place].look)
        if chart.series[place].look is Look.GESPERRT:
            continue
        labels = series.data_labels
        labels.show_value, labels.number_format = True, _number_format(chart)
        labels.number_format_is_linked = False
        labels.font.size = Pt(14)
        labels.font.color.rgb = _rgb(colours.text_on(fill) if chart.stacked else colours.INK)
        labels.position = (
            XL_LABEL_POSITION.CENTER if chart.stacked else XL_LABEL_POSITION.OUTSIDE_END
        )


def _fill(fill: Any, colour: str, look: Look) -> None:
    """One colour, or stripes where nothing is shown."""
    if look is not Look.GESPERRT:
        fill.solid()
        fill.fore_color.rgb = _rgb(colour)
        return
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = _rgb(colours.MISSING_LINE), _rgb(colour)


def _listed_once(legend: Any, chart: Bars) -> None:
    """No second entry of the same name in the legend."""
    after = legend._element.find(qn("c:legendPos"))
    for place, listed in reversed(list(enumerate(chart.listed))):
        if not listed:
            entry = after.makeelement(qn("c:legendEntry"), {})
            entry.append(entry.makeelement(qn("c:idx"), {"val": str(place)}))
            entry.append(entry.makeelement(qn("c:delete"), {"val": "1"}))
            after.addnext(entry)


def _number_format(chart: Bars) -> str:
    """As many places as the values need, with a percent sign."""
    if chart.stacked or chart.unit == "Punkte":
        return "0"
    return '0.0" %"' if chart.unit == "%" else "0.0"


def _table(slide: Any, said: Statement, left: int, width: int) -> None:
    """A native table; what does not fit is told to be in the Lagebericht."""
    if said.table is None or said.table.empty:
        return
    chosen = said.table if said.short is None else said.short
    part = table(chosen)[0]
    size = 14 if len(part["kopf"]) <= 4 else 12
    rows = _fitting(part, width, size)
    high = Inches(0.38)
    count = len(rows) + 1
    frame = slide.shapes.add_table(count, len(part["kopf"]), left, _TOP, width, high * count)
    _describe(frame, f"Tabelle: {said.headline}")
    total = sum(part["breiten"])
    for column, share in zip(frame.table.columns, part["breiten"], strict=True):
        column.width = Emu(int(width * share / total))
    for line, row in enumerate([part["kopf"], *rows]):
        for place, text in enumerate(row):
            cell = frame.table.cell(line, place)
            cell.text = text
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            head = line == 0
            cell.fill.fore_color.rgb = _rgb(colours.SEQUENTIAL[0] if head else colours.PAPER)
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size, paragraph.font.name = Pt(size), SCHRIFT
                paragraph.font.bold = head
                paragraph.font.color.rgb = _rgb(colours.INK)
    rest = len(part["zeilen"]) - len(rows)
    if rest > 0 or len(table(chosen)) > 1:
        told = "Die ganze Tabelle steht im Lagebericht."
        _text(slide, [told], Inches(6.42), Inches(0.3), 12, across=(left, width))


def _fitting(part: dict[str, Any], width: int, size: int) -> list[list[str]]:
    """The first rows that have room; texts that wrap leave room for fewer."""
    total, left = sum(part["breiten"]), _HIGH / Pt(1)
    # a sign is about half as wide as it is high, and a cell has a margin
    signs = [max(4, int(width * b / total / Pt(size * 0.56)) - 3) for b in part["breiten"]]
    kept = []
    for row in [part["kopf"], *part["zeilen"][:_ROWS]]:
        lines = max(lines_of(text, wide) for text, wide in zip(row, signs, strict=True))
        left -= max(lines * size * 1.2 + 6, 27)
        if left < 0:
            break
        kept.append(row)
    return kept[1:]


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.lstrip("#"))  # type: ignore[no-untyped-call]
