"""Marks per Ortsteil as a native chart of a slide: a line chart without its lines."""

from __future__ import annotations

from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.util import Pt

from lebenslage.report import colours
from lebenslage.report.deck.blocks import Dots
from lebenslage.report.files import guarded
from lebenslage.report.slide_master import SCHRIFT

_MARKS: Final = (
    XL_MARKER_STYLE.CIRCLE,
    XL_MARKER_STYLE.SQUARE,
    XL_MARKER_STYLE.DIAMOND,
    XL_MARKER_STYLE.TRIANGLE,
    XL_MARKER_STYLE.PLUS,
    XL_MARKER_STYLE.STAR,
    XL_MARKER_STYLE.X,
    XL_MARKER_STYLE.DASH,
)


def dot_chart(slide: Any, chart: Dots, box: tuple[int, int, int, int]) -> Any:
    """The Handlungsfelder side by side, above each a mark per Ortsteil; returns the frame.

    Parameters
    ----------
    box : (left, top, width, height)
    """
    data: Any = CategoryChartData(number_format="0")  # type: ignore[no-untyped-call]
    data.categories = [guarded(label) for label in chart.labels]
    for series in chart.series:
        data.add_series(guarded(series.name), series.values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, data)
    drawn = frame.chart
    drawn.font.size, drawn.font.name = Pt(14), SCHRIFT
    drawn.has_title, drawn.has_legend = False, True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = drawn.value_axis
    axis.minimum_scale, axis.maximum_scale = chart.ends
    axis.major_unit = 10
    axis.major_gridlines.format.line.color.rgb = _rgb(colours.GRID)
    axis.format.line.fill.background()
    for place, series in enumerate(drawn.plots[0].series):
        series.smooth = False
        series.format.line.fill.background()
        series.marker.style, series.marker.size = _MARKS[place % len(_MARKS)], 12
        fill = series.marker.format.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(chart.colours[place])
        series.marker.format.line.color.rgb = _rgb(chart.colours[place])
    return frame


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.lstrip("#"))  # type: ignore[no-untyped-call]
