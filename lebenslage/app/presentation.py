"""The deck on the projector: one slide at a time over the whole window, large type, keys."""

from __future__ import annotations

import textwrap
from importlib import resources
from typing import Any, Final

import streamlit as st

from lebenslage.app import data, deck, parts, state
from lebenslage.app.shield import shield
from lebenslage.charts import slides as charts
from lebenslage.charts.slide_dots import dot_figure
from lebenslage.report import formats
from lebenslage.report.deck.blocks import (
    AREA_KINDS,
    AreaMap,
    Bars,
    Block,
    BlockKind,
    Dots,
    Statement,
)
from lebenslage.report.deck.fitting import (
    fit_bars,
    fit_dots,
    fit_table,
    foot_of,
    lines_of,
    shortened,
)
from lebenslage.report.elements import areas_of

#: Value of `state.ANSICHT` while slides are shown.
SLIDES: Final = "folien"
#: Pixels of the slide that everything is laid out for; a larger window enlarges it.
_WIDE, _HIGH = 1220, 720
_LINE: Final = 32
#: Signs of a line of text across the slide.
_SIGNS: Final = 100
_HEAD_SIGNS: Final = 66
_SENTENCE: Final = 290
#: Bar with the buttons, gaps and edges.
_REST: Final = 94
_LIST: Final = 500
#: Rows of a table on a phone.
_PHONE: Final = 60
_BAR_KEY: Final = "folienleiste"
_EVERYWHERE: Final = ("", "ganze Gemeinde")
_CSS: Final = """
<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSkipToContent"],
[data-testid="stExpandSidebarButton"] { display: none !important; }
.stMainBlockContainer { padding: 0.75rem 1.75rem 0.5rem !important; max-width: none !important; }
.stMainBlockContainer [data-testid="stVerticalBlock"] { gap: 0.5rem; }
.folie { font-size: 24px; line-height: 32px; color: #1f2933; }
.folie h1 { font-size: 36px; line-height: 44px; font-weight: 700; margin: 0 0 6px; padding: 0;
  color: #1f5a8c; }
.folie.lang h1 { font-size: 28px; line-height: 34px; }
.folie { min-height: var(--hoch, 0); box-sizing: border-box; }
.folie p { font-size: 24px; margin: 0 0 6px; }
.folie ul { margin: 8px 0 0; padding-left: 1.2em; font-size: 26px; line-height: 36px; }
.folie li { margin-bottom: 6px; font-size: inherit; }
.folie .titel { font-size: 48px; line-height: 60px; padding-top: 120px; }
.folie .rahmen { overflow-x: auto; }
.folie table { border-collapse: collapse; width: 100%; font-size: 24px; line-height: 30px; }
.folie th, .folie td { text-align: left; vertical-align: top; padding: 4px 12px 4px 0;
  border-bottom: 1px solid #c3ccd6; overflow-wrap: break-word; hyphens: auto; }
.folie.fuss { color: #52606d; }
.folie.fuss b { color: #1f2933; }
.nur-schmal { display: none; }
@media (max-width: 900px) {
  .folie { min-height: 0; }
  .nur-schmal { display: block; }
  .st-key-foliendiagramm, .nur-breit { display: none; }
  .folie h1 { font-size: 28px; line-height: 34px; hyphens: auto; overflow-wrap: anywhere; }
  .folie .titel { padding-top: 24px; font-size: 32px; line-height: 40px; }
}
</style>
"""
_BAR_HTML: Final = """
<div class="leiste" role="toolbar" aria-label="Folien">
  <button type="button" data-tat="zurueck" aria-label="Vorige Folie">‹</button>
  <span class="stelle" role="status"></span>
  <button type="button" data-tat="weiter" aria-label="Nächste Folie">›</button>
  <label class="ort" hidden><span>Ortsteil</span><select aria-label="Ortsteil"></select></label>
  <span class="luecke"></span>
  <button type="button" data-tat="ganz">Vollbild</button>
  <button type="button" data-tat="ende">Beenden</button>
</div>
"""
_BAR_CSS: Final = """
.leiste { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 14px; font-size: 24px;
  font-family: inherit; color: #1f2933; }
.leiste button, .leiste select { font: inherit; color: #1f5a8c; background: #fff;
  border: 1px solid #52606d; border-radius: 6px; padding: 2px 14px; min-height: 44px;
  max-width: 420px; }
.leiste button[aria-disabled="true"] { color: #52606d; border-style: dashed; }
.leiste :focus-visible { outline: 3px solid #1f5a8c; outline-offset: 2px; }
.luecke { flex: 1; }
.ort { display: flex; align-items: center; gap: 8px; }
.ort[hidden] { display: none; }
"""


def is_on() -> bool:
    """Whether the address asks for the slides."""
    return state.in_address(state.ANSICHT) == SLIDES


def start(place: int) -> None:
    """Show the slides from this one on; as a callback of a button."""
    state.select(state.ANSICHT, SLIDES)
    state.select(state.FOLIE, str(place))
    state.select(state.BLICK, "")


@st.cache_resource(show_spinner=False)
def _bar() -> Any:
    script = resources.files("lebenslage.app").joinpath("folien.js").read_text("utf-8")
    return st.components.v2.component("folienleiste", html=_BAR_HTML, css=_BAR_CSS, js=script)


@st.fragment
def show() -> None:
    """One slide and the bar below; the keys run only this part again."""
    if not is_on():
        st.rerun()
    with shield():
        st.html(_CSS)
        blocks = deck.slides(deck.current())
        if not blocks:
            st.html('<div class="folie"><h1>Diese Präsentation hat noch keine Folien</h1></div>')
            _controls(1, Block(BlockKind.TEXT), 1)
            return
        place = _place(len(blocks))
        block = _looked_at(blocks[place - 1])
        _slide(block, deck.statement(block))
        _controls(place, block, len(blocks))


def _place(count: int) -> int:
    asked = state.free_text(state.FOLIE)
    return min(max(int(asked), 1), count) if asked.isdecimal() and len(asked) < 5 else 1


def _looked_at(block: Block) -> Block:
    """The block, about the Ortsteil that somebody switched to."""
    area = state.free_text(state.BLICK)
    names = data.snapshot().ortsteil_names
    if not area or block.kind not in AREA_KINDS or (area not in names and area != "-"):
        return block
    return block.about("" if area == "-" else area)


def _controls(place: int, block: Block, count: int) -> None:
    areas: list[tuple[str, str]] = []
    if block.kind in AREA_KINDS:
        names = data.snapshot().ortsteil_names
        areas = [*([("-", _EVERYWHERE[1])] if AREA_KINDS[block.kind] else []), *names.items()]
    _bar()(
        key=_BAR_KEY,
        data={
            "folie": place,
            "anzahl": count,
            "orte": areas,
            "ort": block.gebiet or "-",
            "stand": f"{place}-{block.gebiet}",
        },
        on_tat_change=_act,
    )


def _act() -> None:
    """What a key or a button asks for, before the slide is drawn again."""
    asked = state.asked_by(_BAR_KEY)
    if "folie" in asked:
        state.select(state.FOLIE, str(int(asked["folie"])))
    if asked.get("art") == "folie":
        state.select(state.BLICK, "")
    elif asked.get("art") == "ort":
        state.select(state.BLICK, str(asked["ort"]))
    elif asked.get("art") == "ende":
        state.select(state.ANSICHT, "")


def _slide(block: Block, said: Statement) -> None:
    if said.kind is BlockKind.TITEL:
        foot = foot_of(said, (), 2 * _SIGNS)
        high = _HIGH - _REST - 2 * _LINE
        _html(f'<h1 class="titel">{_safe(said.sentence or said.headline)}</h1>'
              f"<p>{_safe(said.headline if said.sentence else '')}</p>", high=high)  # fmt: skip
        _foot(foot)
        return
    width = _HEAD_SIGNS
    long = lines_of(said.headline, _HEAD_SIGNS) > 1
    if long:
        width = 84
    headline = textwrap.shorten(said.headline, 3 * width, placeholder=" …")
    sentence = shortened(said.sentence, _SENTENCE) if said.sentence else ""
    if sentence.endswith("…"):  # one long sentence rather than half of it
        sentence = shortened(said.sentence, _SENTENCE + _SIGNS)
    used = lines_of(headline, width) * (34 if long else 44) + 12
    used += lines_of(sentence, _SIGNS) * _LINE + 6 if sentence else 0
    room = _HIGH - _REST - used - 2 * _LINE
    head = f"<h1>{_safe(headline)}</h1>" + (f"<p>{_safe(sentence)}</p>" if sentence else "")
    notes = [said.note] if said.note else []
    extra, draw = "", None
    if said.points:
        extra = _points(said, room)
    elif isinstance(said.chart, Bars):
        draw, note = _bars(block, said, said.chart, room)
        notes = [note] if note else notes
        extra = _narrow(said)
    elif isinstance(said.chart, Dots):
        draw, note = _dots(block, said, said.chart, room)
        notes = [note] if note else notes
        extra = _narrow(said)
    elif isinstance(said.chart, AreaMap):
        draw = _map(block, said, said.chart, room)
        extra = _narrow(said)
    elif said.table is not None and not said.table.empty:
        short = said.table if said.short is None else said.short
        table, note = fit_table(short, 94, (room - 9 * min(len(short), 9)) // 30)
        notes += [text for text in (said.short_note, note) if text]
        extra = f'<div class="rahmen nur-breit">{_table(table)}</div>{_narrow(said)}'
    _html(head + extra, long=long, high=0 if draw is not None else used + room)
    if draw is not None:
        with st.container(key="foliendiagramm"):
            draw()
    _foot(foot_of(said, tuple(note.rstrip(".") for note in notes), 2 * _SIGNS - 10))


def _points(said: Statement, room: int) -> str:
    """Lines that have room; the rest is counted."""
    kept: list[str] = []
    left = room
    for point in said.points:
        left -= lines_of(point, 90) * 36 + 6
        if left < 0:
            break
        kept.append(point)
    rest = len(said.points) - len(kept)
    items = "".join(f"<li>{_safe(point)}</li>" for point in kept)
    more = f"<p>und {rest} weitere</p>" if rest else ""
    return f"<ul>{items}</ul>{more}"


def _bars(block: Block, said: Statement, chart: Bars, room: int) -> tuple[Any, str]:
    legend = charts.legend_lines(chart, _WIDE) * 40
    tall = max((lines_of(label, charts.LABEL) for label in chart.labels), default=1)
    each = max(30 * min(tall, 2) + 4, 38 if chart.stacked else 34 * len(chart.series) + 8)
    shown, note = fit_bars(chart, max(2, (room - legend - 12) // each))
    fig = _made(block, room, lambda: charts.bar_figure(shown, room, _WIDE))
    alt = f"{said.headline}. {said.sentence}"
    return (lambda: parts.chart(fig, key=f"folie-{hash(block)}", alt=alt)), note


def _dots(block: Block, said: Statement, chart: Dots, room: int) -> tuple[Any, str]:
    legend = charts.legend_lines(chart, _WIDE) * charts.LEGEND
    each = max(52, 9 * len(chart.series))
    shown, note = fit_dots(chart, max(2, (room - legend - 48) // each))
    fig = _made(block, room, lambda: dot_figure(shown, room, _WIDE))
    alt = f"{said.headline}. {said.sentence}"
    return (lambda: parts.chart(fig, key=f"folie-{hash(block)}", alt=alt)), note


def _map(block: Block, said: Statement, chart: AreaMap, room: int) -> Any:
    figures = data.figures()
    wide = _WIDE - _LIST - 20
    fig, letters = _made(
        block, room,
        lambda: charts.map_figure(chart, areas_of(figures), figures.names, room, wide),
    )  # fmt: skip

    def draw() -> None:
        left, right = st.columns([wide, _LIST])
        with left:
            alt = f"Karte. {said.headline}. {said.sentence}"
            parts.chart(fig, key=f"folie-{hash(block)}", alt=alt)
        with right:
            _html(_legend(chart, figures.names, letters, room))

    return draw


def _legend(chart: AreaMap, names: dict[str, str], letters: dict[str, str], room: int) -> str:
    """Values by Ortsteil with their colour where they fit, else what the colours mean."""
    rows = [
        (f"{letters[key]} {name}" if letters else name, chart.texts.get(key, "–"), key)
        for key, name in names.items()
    ]
    if sum(max(lines_of(n, 20), lines_of(text, 15)) * 30 + 9 for n, text, _ in rows) <= room:
        cells = "".join(
            f'<tr><td style="background:{charts.map_colour(chart, key)};width:40px"></td>'
            f"<th>&nbsp;{_safe(name)}</th><td>{_safe(text)}</td></tr>"
            for name, text, key in rows
        )
        return f"<table>{cells}</table>"
    steps = charts.map_steps(chart)
    items = "".join(
        f'<tr><td style="background:{colour};width:48px"></td><td>&nbsp;{_safe(text)}</td></tr>'
        for colour, text in steps
    )
    return f"<table>{items}</table>"


def _made(block: Block, room: int, make: Any) -> Any:
    key = ("folienbild", str(hash(deck.statement(block).headline)), str(block), str(room))
    return data.once(key, make)


def _narrow(said: Statement) -> str:
    """On a phone the table stands for the chart."""
    if said.table is None or said.table.empty:
        return ""
    table = said.table if said.short is None else said.short
    return f'<div class="rahmen nur-schmal" tabindex="0">{_table(table.head(_PHONE))}</div>'


def _table(table: Any) -> str:
    head = "".join(f'<th scope="col">{_safe(str(name))}</th>' for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_safe(formats.clean(text))}</td>" for text in row) + "</tr>"
        for row in table.to_numpy().tolist()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _foot(text: str) -> None:
    marked = _safe(text).replace("Beispieldaten", "<b>Beispieldaten</b>")
    st.html(f'<div class="folie fuss">{marked}</div>')


def _html(inner: str, *, long: bool = False, high: int = 0) -> None:
    kind = "folie lang" if long else "folie"
    style = f' style="--hoch: {high}px"' if high else ""
    st.html(f'<div class="{kind}" lang="de"{style}>{inner}</div>')


def _safe(text: str) -> str:
    return formats.html_escape(formats.unbroken(text))
