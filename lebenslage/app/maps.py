"""The map of the Ortsteile: what it can show, and the click that chooses one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import pandas as pd
import streamlit as st
from streamlit_folium import generate_leaflet_string, st_folium

from lebenslage.app import data, parts, state
from lebenslage.charts import maps, points, profile
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.rules import Status
from lebenslage.model.survey import QuestionType
from lebenslage.report import area_words, formats, scale, sentences

_PUNKTE, _INDIKATOR, _FRAGE = "punkte", "indikator", "frage"
#: Pixels: on a projector the whole map stands on the first screen.
_HEIGHT = 420
#: Points that the colour scale of a score spans at least.
_LEAST_RANGE = 30


@dataclass(frozen=True)
class Shown:
    """What the map shows: one value per Ortsteil, ready for drawing.

    Parameters
    ----------
    frame : pd.DataFrame
        `gebiet_id, wert, text, kurz, status`: `text` with the interval, `kurz` for the map.
    low, high : float
        Ends of the colour scale.
    pairs : pd.DataFrame or None
        Which Ortsteile differ for sure, where draws tell.
    ranks : str
        Of a score: the rank intervals in a sentence.
    """

    title: str
    unit: str
    decimals: int
    frame: pd.DataFrame
    low: float
    high: float
    stand: str = ""
    pairs: pd.DataFrame | None = None
    ranks: str = ""


def options() -> dict[str, str]:
    """Everything that the map can show now, by the key that stands in the address."""
    return data.once(("karte-auswahl",), _options)


def _options() -> dict[str, str]:
    snapshot = data.snapshot()
    catalogue = snapshot.catalogue
    scored = _with_value(data.scores().scores, col.CODE, col.SCORE)
    found = {
        f"{_PUNKTE}.{node.code}": f"Punktwert: {node.label}"
        for node in (*catalogue.roots, *catalogue.handlungsfelder)
        if node.code in scored
    }
    measured = _with_value(data.latest(), col.INDIKATOR, col.WERT)
    found |= {
        f"{_INDIKATOR}.{node.code}": f"Indikator: {node.label}"
        for node in catalogue.indicators
        if node.code in measured
    }
    if snapshot.umfragen:
        newest = snapshot.umfragen[-1].fragebogen
        found |= {
            f"{_FRAGE}.{question.code}": f"Umfrage {newest.year}: {question.text}"
            for question in newest.fragen
            if question.typ is QuestionType.SKALA
        }
    return found


def shown(key: str) -> Shown:
    """The values behind an option."""
    kind, _, code = key.partition(".")
    make = {_PUNKTE: _score, _INDIKATOR: _indicator, _FRAGE: _question}[kind]
    return data.once(("karte", key), lambda: make(code))


def show_map(what: Shown, *, key: str) -> None:
    """Draw the map with its legend; a click on an Ortsteil chooses it everywhere."""
    snapshot = data.snapshot()
    selected = state.current(state.ORTSTEIL, list(snapshot.ortsteil_names))
    more = {"low": what.low, "high": what.high, "selected": selected, "weiler": snapshot.weiler}
    more["title"] = f"{maps.MAP}: {what.title}"
    answer = _draw(what.frame, key, ["last_active_drawing", "last_object_clicked"], more)
    _legend(what)
    _approximate()
    if snapshot.weiler is not None and not snapshot.weiler.empty:
        parts.caveat(area_words.describe_weiler(snapshot.weiler))
    _take_click(answer or {}, key)


def show_points(frame: pd.DataFrame, points: Sequence[maps.Point], *, title: str, key: str) -> None:
    """Draw points over plain Ortsteile; nothing on it can be clicked.

    Parameters
    ----------
    frame : pd.DataFrame
        As `Shown.frame`: what each Ortsteil says.
    title : str
        What the points are.
    """
    more = {"low": 0.0, "high": 0.0, "palette": "schlicht", "points": points}
    more["title"] = f"{maps.MAP}: {title}"
    _draw(frame, key, [], more)
    _approximate()


def _draw(frame: pd.DataFrame, key: str, wanted: list[str], more: dict[str, Any]) -> Any:
    areas = data.snapshot().ortsteile
    background = data.gemeinde().hintergrundkarte if _background_wanted(key) else {}
    # all that is drawn is the key; areas and Weiler follow from the version
    drawn = {name: value for name, value in more.items() if name != "weiler"}
    script = data.once(
        ("karte-ebene", str(bool(background)), str(drawn), str(frame.to_dict("list"))),
        lambda: _script(maps.feature_group(areas, frame, background=bool(background), **more)),
    )
    return st_folium(
        maps.base_map(areas, background=background),
        feature_group_to_add=_Written(script),
        key=f"{key}-{bool(background)}",
        height=_HEIGHT,
        use_container_width=True,
        returned_objects=wanted,
        render=False,
    )


class _Written(folium.FeatureGroup):
    """A layer whose script is there: to write it takes longer than all else of a rerun."""

    _template = folium.template.Template(
        "{% macro script(this, kwargs) %}{{ this.script }}{% endmacro %}"
    )

    def __init__(self, script: str) -> None:
        super().__init__(control=False, show=False)  # the script adds it to the map itself
        self.script = script


def _script(group: folium.FeatureGroup) -> str:
    """What draws a layer, with the names that `st_folium` gives to its only one and to the map."""
    shown = folium.Map(tiles=None)
    shown._id, group._id = "div", "feature_group_0"
    group.add_to(shown)
    group.render()  # type: ignore[no-untyped-call]
    return str(generate_leaflet_string(group, base_id=group._id))


def _approximate() -> None:
    if not data.snapshot().ortsteile["amtlich"].all():
        parts.caveat(sentences.approximation_notice())


def _take_click(answer: dict[str, Any], key: str) -> None:
    """Choose the Ortsteil that was clicked; the place of the click tells a new one."""
    properties = (answer.get("last_active_drawing") or {}).get("properties", {})
    chosen = properties.get(col.ORTSTEIL)
    if chosen and state.is_new(f"klick-{key}", str(answer.get("last_object_clicked"))):
        state.select(state.ORTSTEIL, chosen)
        st.rerun()


def _background_wanted(key: str) -> bool:
    """A background map is asked from another host: only if configured, and only on demand."""
    background = data.gemeinde().hintergrundkarte
    if not background:
        return False
    note = background.get("datenschutz", "")
    return st.toggle("Hintergrundkarte laden", key=f"hintergrund-{key}", help=note or None)


def _legend(what: Shown) -> None:
    shown = set(what.frame.loc[what.frame[col.WERT].notna(), col.GEBIET])
    missing = bool(set(data.snapshot().ortsteil_names) - shown)
    steps = scale.legend_steps(
        low=what.low, high=what.high, unit=what.unit, decimals=what.decimals, missing=missing
    )
    items = "".join(
        f'<span style="display:inline-flex;align-items:center;margin:0 1rem .25rem 0">'
        f'<span style="width:1.1rem;height:1.1rem;margin-right:.4rem;'
        f'border:1px solid #7B8794;forced-color-adjust:none;background:{scale.swatch_css(colour)}">'
        f"</span>{formats.html_escape(label)}</span>"
        for colour, label in steps
    )
    st.html(f'<div style="display:flex;flex-wrap:wrap">{items}</div>')


def _score(code: str) -> Shown:
    rows = data.scores().scores.query(f"{col.CODE} == @code")
    frame = pd.DataFrame(
        {
            col.GEBIET: rows[col.GEBIET],
            col.WERT: rows[col.SCORE],
            "text": [profile.score_text(row) for row in rows.to_dict("records")],
            "kurz": [formats.format_number(score) for score in rows[col.SCORE]],
            col.STATUS: [
                Status.FEHLT if missing else Status.OK for missing in rows[col.SCORE].isna()
            ],
        }
    )
    frame = _own(frame)
    title = f"Punktwert {data.snapshot().catalogue[code].label}"
    low, high = scale.value_range(frame[col.WERT])
    if high - low < _LEAST_RANGE:
        # Small differences must not look large: five classes of at least five points.
        middle = 5 * round((low + high) / 10)
        low, high = max(0.0, middle - _LEAST_RANGE // 2), min(100.0, middle + _LEAST_RANGE // 2)
    pairs = data.scores().pairs
    ranks = sentences.describe_ranks(rows, data.snapshot().ortsteil_names)
    own = pairs[pairs[col.CODE] == code]
    return Shown(title, "Punkte", 0, frame, low, high, pairs=own, ranks=ranks)


def _indicator(code: str) -> Shown:
    rows = data.latest().query(f"{col.INDIKATOR} == @code")
    return indicator_at(data.snapshot().catalogue[code], rows)


def indicator_at(node: Node, rows: pd.DataFrame) -> Shown:
    """Values of one indicator at one date."""
    frame = pd.DataFrame(
        {
            col.GEBIET: rows[col.GEBIET],
            col.WERT: rows[col.WERT],
            "text": [points.indicator_text(row, node) for row in rows.to_dict("records")],
            "kurz": [_short(row, node.dezimalen, node.einheit) for row in rows.to_dict("records")],
            col.STATUS: rows[col.STATUS],
            col.UG: rows[col.UG],
            col.OG: rows[col.OG],
        }
    )
    frame = _own(frame)
    low, high = scale.value_range(frame[col.WERT])
    stand = max(rows.loc[rows[col.GEBIET].isin(frame[col.GEBIET]), col.STAND], default="")
    return Shown(node.label, node.einheit, node.dezimalen, frame, low, high, stand)


def _question(code: str) -> Shown:
    wave = data.snapshot().umfragen[-1].fragebogen
    table = data.wave_table(wave.id)
    rows = table[(table[col.FRAGE] == code) & (table[col.STATISTIK] == "mittelwert")]
    frame = pd.DataFrame(
        {
            col.GEBIET: rows[col.GRUPPE],
            col.WERT: rows[col.WERT],
            "text": [sentences.mean_text(row) for row in rows.to_dict("records")],
            "kurz": [_short(row, 1) for row in rows.to_dict("records")],
            col.STATUS: rows[col.STATUS],
            col.UG: rows[col.UG],
            col.OG: rows[col.OG],
        }
    )
    question = wave.question(code)
    numbers = question.skala.numbers().values() if question.skala else (0.0, 1.0)
    return Shown(question.text, "", 1, _own(frame), min(numbers), max(numbers), stand=wave.erhebung)


def _short(row: Mapping[Hashable, Any], decimals: int, unit: str = "") -> str:
    """The bare value for the map; only a percent sign is short enough to stand there."""
    unit = unit if unit == "%" else ""
    return formats.format_value(row[col.WERT], unit, decimals, status=row[col.STATUS])


def _own(frame: pd.DataFrame) -> pd.DataFrame:
    """Only the Ortsteile (the Gemeinde and the Landkreis are no areas of the map)."""
    return frame[frame[col.GEBIET].isin(data.snapshot().ortsteil_names)].reset_index(drop=True)


def _with_value(frame: pd.DataFrame, key: str, value: str) -> set[str]:
    own = frame[frame[col.GEBIET].isin(data.snapshot().ortsteil_names)]
    return set(own.loc[own[value].notna(), key])


def default_option(found: dict[str, str], catalogue: Catalogue) -> str:
    """The overall score if there is one, else the first Handlungsfeld or indicator with data."""
    root = f"{_PUNKTE}.{catalogue.roots[0].code}" if catalogue.roots else ""
    return root if root in found else next(iter(found))
