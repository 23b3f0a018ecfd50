"""Charts and maps as pictures for paper and slides: SVG, or PNG where a program needs pixels.

Text stays text in an SVG, in the font that is shipped; the same input gives the same bytes.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from importlib import resources
from threading import Lock
from typing import Any, Final, Literal

import geopandas as gpd
from matplotlib import rc_context, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path
from shapely.geometry import MultiPolygon, Polygon

from lebenslage.report import colours
from lebenslage.report.deck.blocks import AreaMap, Bars, Chart, Dots, Look
from lebenslage.report.scale import colour_of, legend_steps

#: The font of everything that is printed; shipped in `schriften/`.
SCHRIFT: Final = "Liberation Sans"
_SETTINGS: Final[dict[Any, Any]] = {
    "font.family": SCHRIFT,
    "svg.fonttype": "none",
    "svg.hashsalt": "lebenslage",
    "hatch.linewidth": 0.6,
}
#: More names than these do not fit on a map.
_NAMED: Final = 12
#: A segment below this share (%) has no room for its number.
_LEAST_SEGMENT: Final = 7.0
#: Marks of Ortsteile, as on the pages (`charts.theme.AREA_SYMBOLS`).
_MARKS: Final = ("o", "s", "D", "^", "P", "*", "p", "X")
#: What tells the sides of a scale apart where no colours are printed.
_PATTERNS: Final = {Look.VOLL: "", Look.SCHLECHTER: "..", Look.GESPERRT: "///"}
#: Sharp on a projector of 1920 pixels.
_DPI: Final = 160
#: Settings are global in matplotlib: one picture at a time.
_LOCK: Final = Lock()


def picture(
    chart: Chart,
    ortsteile: gpd.GeoDataFrame,
    names: dict[str, str],
    size: tuple[float, float],
    *,
    text: float = 10,
    form: Literal["svg", "png"] = "svg",
) -> bytes:
    """Draw a chart.

    Parameters
    ----------
    ortsteile : gpd.GeoDataFrame
        Areas in a projected CRS (metres); only a map needs them.
    names : dict
        `ortsteil_id` -> name.
    size : (float, float)
        Width and height in inches.
    text : float
        Size of the text in points.
    """
    out = io.BytesIO()
    with _LOCK, rc_context({**_SETTINGS, "font.size": text}):
        _register()
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        if isinstance(chart, AreaMap):
            _map(axes, chart, ortsteile, names, text)
        elif isinstance(chart, Dots):
            _dots(figure, axes, chart)
        elif chart.stacked:
            _stacked(figure, axes, chart)
        else:
            _bars(figure, axes, chart, text)
        metadata = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, metadata=metadata, dpi=_DPI)
    return out.getvalue()


def _register() -> None:
    """Make the shipped font known, once per process."""
    if any(entry.name == SCHRIFT for entry in fontManager.ttflist):
        return
    with resources.as_file(resources.files("lebenslage.report").joinpath("schriften")) as folder:
        for font in sorted(folder.glob("*.ttf")):
            fontManager.addfont(font)


def _bars(figure: Figure, axes: Axes, chart: Bars, text: float) -> None:
    """Horizontal bars, the first label on top, the value at the end of its bar."""
    count, (low, high) = len(chart.series), chart.ends
    height = 0.78 / max(count, 1)
    for place, series in enumerate(chart.series):
        colour = chart.colours[place % len(chart.colours)]
        for line, value in enumerate(series.values):
            y = line + (place - (count - 1) / 2) * height
            if value is None:
                _behind(axes, low, y, series.texts[line], colours.MUTED)
                continue
            strong = chart.marked in (-1, line)
            fill = colour if strong else colours.SEQUENTIAL[2]
            axes.barh(
                y,
                value - low,
                height * 0.92,
                left=low,
                color=fill,
                edgecolor=colours.INK,
                linewidth=0.5,
                hatch="" if place == count - 1 or place == 0 else "//",
            )
            end = value
            low_end, high_end = _limits(chart, place, line)
            if low_end is not None and high_end is not None:
                end = max(value, high_end)
                for ink, width in ((colours.PAPER, 3.2), (colours.INK, 1.4)):
                    axes.plot([low_end, high_end], [y, y], color=ink, lw=width)
            _behind(axes, end, y, series.texts[line])
    axes.set_yticks(range(len(chart.labels)), [_wrapped(label) for label in chart.labels])
    axes.set_ylim(len(chart.labels) - 0.5, -0.5)
    longest = max((len(t) for s in chart.series for t in s.texts), default=0)
    # Room for the numbers behind the longest bar.
    width = figure.get_figwidth() * 72 * 0.6
    room = (high - low) * (longest + 2) * text * 0.5 / max(width, 1)
    axes.set_xlim(low, high + room)
    _quiet(axes)
    axes.set_xticks([])
    if count > 1:
        _legend(figure, [s.name for s in chart.series], chart.colours)


def _dots(figure: Figure, axes: Axes, chart: Dots) -> None:
    """A row per label, in it a mark per series with its limits."""
    for place, series in enumerate(chart.series):
        colour, limits = chart.colours[place], zip(chart.low[place], chart.high[place], strict=True)
        for line, (value, (low, high)) in enumerate(zip(series.values, limits, strict=True)):
            if value is None:
                continue
            y = line + chart.offset(place)
            if low is not None and high is not None:
                axes.plot([low, high], [y, y], color=colour, lw=1.4)
            mark = _MARKS[place % len(_MARKS)]
            axes.plot([value], [y], color=colour, marker=mark, ms=6, mec=colours.PAPER, mew=0.6)
        axes.plot(
            [], [], color=colour, marker=_MARKS[place % len(_MARKS)], ls="", label=series.name
        )
    for line in range(1, len(chart.labels), 2):
        axes.axhspan(line - 0.5, line + 0.5, color=colours.SEQUENTIAL[0], alpha=0.5, lw=0, zorder=0)
    axes.set_yticks(range(len(chart.labels)), [_wrapped(label) for label in chart.labels])
    axes.set_ylim(len(chart.labels) - 0.5, -0.5)
    axes.set_xlim(*chart.ends)
    _quiet(axes)
    axes.set_xticks(chart.steps)
    axes.grid(axis="x", color=colours.GRID, lw=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(chart.unit)
    columns = legend_columns(
        [s.name for s in chart.series], figure.get_figwidth(), rcParams["font.size"]
    )
    figure.legend(loc="outside lower center", ncols=columns, frameon=False)


def _behind(axes: Axes, x: float, y: float, text: str, colour: str = colours.INK) -> None:
    """A text a little to the right of a point."""
    place = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
    axes.annotate(text, (x, y), color=colour, **place)  # type: ignore[arg-type]


def _limits(chart: Bars, place: int, line: int) -> tuple[float | None, float | None]:
    """Limits of a bar; only the first series has any."""
    return (chart.low[line], chart.high[line]) if place == 0 and chart.low else (None, None)


def _stacked(figure: Figure, axes: Axes, chart: Bars) -> None:
    """Shares end to end; the worse side is dotted, so that a grey print tells the sides apart."""
    for line in range(len(chart.labels)):
        if told := chart.reason(line):
            axes.text(1, line, told, va="center", color=colours.MUTED)
        start = 0.0
        for place, series in enumerate(chart.series):
            value = series.values[line]
            if value is None:
                continue
            _segment(axes, chart, place, (start, line, value), series.texts[line])
            start += value
    axes.set_yticks(range(len(chart.labels)), [_wrapped(label) for label in chart.labels])
    axes.set_ylim(len(chart.labels) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    _quiet(axes)
    axes.set_xticks([])
    _legend(
        figure,
        [series.name for series in chart.series],
        chart.colours,
        [_PATTERNS[series.look] for series in chart.series],
    )


def _segment(axes: Axes, chart: Bars, place: int, at: tuple[float, int, float], told: str) -> None:
    """One share of a row, with its number where that has room."""
    start, line, value = at
    look, colour = chart.series[place].look, chart.colours[place % len(chart.colours)]
    ink = colours.MISSING_LINE if look is Look.GESPERRT else colours.text_on(colour)
    axes.barh(line, value, 0.72, left=start, color=colour, hatch=_PATTERNS[look], edgecolor=ink,
              linewidth=0)  # fmt: skip
    for edge in (start, start + value):
        axes.plot([edge, edge], [line - 0.36, line + 0.36], color=colours.PAPER, lw=1.2)
    if look is Look.GESPERRT or value < _LEAST_SEGMENT:
        return
    box = {"facecolor": colour, "edgecolor": "none", "pad": 1.2}
    axes.text(
        start + value / 2,
        line,
        told.replace("\u00a0%", "").replace(" %", ""),
        ha="center",
        va="center",
        color=colours.text_on(colour),
        bbox=box if look is Look.SCHLECHTER else None,
    )


def _map(
    axes: Axes, chart: AreaMap, ortsteile: gpd.GeoDataFrame, names: dict[str, str], text: float
) -> None:
    missing = False
    for area, shape in zip(ortsteile["ortsteil_id"], ortsteile.geometry, strict=True):
        value = chart.values.get(str(area))
        missing = missing or value is None
        marked = str(area) == chart.marked
        fill = _fill(chart, value, marked)
        for part in _polygons(shape):
            axes.add_patch(
                PathPatch(
                    _outline(part),
                    facecolor=fill,
                    edgecolor=colours.INK,
                    linewidth=2.6 if marked else 0.8,
                    hatch="///" if value is None and not chart.locator else None,
                    zorder=2 if marked else 1,
                )
            )
    if len(ortsteile) <= _NAMED:
        for area, shape in zip(ortsteile["ortsteil_id"], ortsteile.geometry, strict=True):
            point = shape.representative_point()
            value = chart.values.get(str(area))
            if chart.locator and str(area) != chart.marked:
                continue
            label = textwrap.fill(names.get(str(area), str(area)), 18)
            if value is not None:
                label = f"{label}\n{chart.texts[str(area)]}"
            box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.0}
            axes.text(
                point.x,
                point.y,
                label,
                ha="center",
                va="center",
                bbox=box,
                zorder=3,
                color=colours.INK,
                fontsize=text,
            )
    axes.set_aspect("equal")
    axes.autoscale_view()
    axes.axis("off")
    if chart.locator:
        return
    steps = legend_steps(
        low=chart.low, high=chart.high, unit=chart.unit, decimals=chart.decimals, missing=missing
    )
    if all(value is None for value in chart.values.values()):
        steps = steps[-1:]
    handles = [
        Patch(
            facecolor=colour,
            edgecolor=colours.MISSING_LINE,
            label=label,
            hatch="///" if colour == colours.MISSING else None,
        )
        for colour, label in steps
    ]
    figure: Any = axes.get_figure()
    figure.legend(
        handles=handles, loc="outside lower center", ncols=2, frameon=False, fontsize=text * 0.9
    )


def _fill(chart: AreaMap, value: float | None, marked: bool) -> str:
    if chart.locator:
        return colours.SEQUENTIAL[2] if marked else colours.PAPER
    if value is None:
        return colours.MISSING
    return colour_of(value, colours.SEQUENTIAL, chart.low, chart.high)


def _polygons(shape: Any) -> list[Polygon]:
    if isinstance(shape, MultiPolygon):
        return list(shape.geoms)
    return [shape] if isinstance(shape, Polygon) else []


def _outline(shape: Polygon) -> Path:
    """Outer ring and holes as one path."""
    rings = [Path(ring.coords, closed=True) for ring in (shape.exterior, *shape.interiors)]
    return Path.make_compound_path(*rings)


def _legend(
    figure: Figure, labels: Sequence[str], fills: Sequence[str], patterns: Sequence[str] = ("",)
) -> None:
    handles = [
        Patch(
            facecolor=fills[i % len(fills)],
            edgecolor=colours.text_on(fills[i % len(fills)]) if any(patterns) else colours.INK,
            linewidth=0.5,
            hatch=patterns[i % len(patterns)],
            label=label,
        )
        for i, label in enumerate(labels)
        if label not in labels[:i]
    ]
    columns = legend_columns(labels, figure.get_figwidth(), rcParams["font.size"])
    figure.legend(handles=handles, loc="outside lower center", ncols=columns, frameon=False)


def legend_columns(labels: Sequence[str], width: float, text: float) -> int:
    """Entries of a legend side by side, on so many inches: a sign is half as wide as it is high."""
    longest = max((len(label) for label in labels), default=1)
    return max(1, min(len(set(labels)), int(width * 72 / (0.58 * text) // (longest + 5))))


def _quiet(axes: Axes) -> None:
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(colours.GRID)
    axes.tick_params(length=0, colors=colours.INK)


def _wrapped(label: str) -> str:
    return textwrap.fill(label, 30, max_lines=3, placeholder=" …")
