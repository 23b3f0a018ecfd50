"""Parts of the page Handlungsbedarf: where to look first, and why."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import streamlit as st

from lebenslage.analysis.index.answers import answer_plans
from lebenslage.analysis.index.need import drivers, missing_figures
from lebenslage.app import data, navigation, parts, state, takeaway
from lebenslage.charts.need import ZEICHEN, need_matrix, status_change
from lebenslage.charts.waterfall import distance_waterfall
from lebenslage.model import columns as col
from lebenslage.model.survey import OFFEN_HINWEIS
from lebenslage.report import layers, sentences
from lebenslage.report import need_sentences as said
from lebenslage.report import need_tables as tables

#: First looks that are shown at once; the rest is folded.
_LOOKS = 5
_MATRIX = "bedarf-matrix"


def link(area: str, code: str | None = None) -> None:
    """From other pages to the reasons, where something is low for sure; else nothing.

    Parameters
    ----------
    code : str, optional
        Only this Handlungsfeld; without it, the most pressing one of the Ortsteil.
    """
    looks = data.once(("erste-blicke",), _first_looks)
    low = [found for of, found in looks if of == area and code in (None, found)]
    if not low:
        return
    st.page_link(
        navigation.path("handlungsbedarf"),
        label=parts.plain(said.link_label(len(low), narrow=code is not None)),
        query_params={state.ORTSTEIL: area, state.FELD: low[0]},
    )


def _first_looks() -> list[tuple[str, str]]:
    """Ortsteil and Handlungsfeld of what is low for sure, the most pressing first."""
    low = data.needs().first_looks()
    return [(str(a), str(c)) for a, c in zip(low[col.GEBIET], low[col.CODE], strict=True)]


def caveat() -> None:
    """What figures cannot tell, before any of them."""
    st.info(parts.plain(said.VORBEHALT))


def has_fields() -> bool:
    """Whether the catalogue scores anything; says so if it does not."""
    if data.snapshot().catalogue.scored().handlungsfelder:
        return True
    st.info("Der Katalog bewertet noch keinen Indikator. Ohne Bewertung gibt es hier nichts.")
    return False


def first_looks() -> None:
    """Only what is certain, the most pressing first; a button opens the reasons."""
    st.header("Wo zuerst hinschauen", anchor=False)
    need, snapshot = data.needs(), data.snapshot()
    parts.sentence(said.describe_needs(need, snapshot.ortsteil_names))
    looks = need.first_looks().to_dict("records")
    _looks(looks[:_LOOKS])
    if looks[_LOOKS:]:
        with st.expander(f"{len(looks) - _LOOKS} weitere"):
            _looks(looks[_LOOKS:])
    if looks:
        parts.caveat(said.chance_notice(need))


def _looks(rows: list[dict[Hashable, Any]]) -> None:
    snapshot = data.snapshot()
    for row in rows:
        area, code = str(row[col.GEBIET]), str(row[col.CODE])
        title = f"{snapshot.ortsteil_names[area]}: {snapshot.catalogue[code].label}"
        left, right = st.columns([2, 3], vertical_alignment="center")
        left.button(
            parts.plain(title),
            key=f"blick-{area}-{code}",
            on_click=_select,
            args=(area, code, title),
            width="stretch",
        )
        with right:
            parts.sentence(said.look_line(row))


def _select(area: str, code: str, title: str) -> None:
    state.select(state.ORTSTEIL, area)
    state.select(state.FELD, code)
    st.toast(parts.plain(f"Ausgewählt: {title}. Die Gründe stehen unter der Tafel."))


def matrix() -> tuple[str, str]:
    """All cells at once, and the choice of one: by click or by the two lists."""
    st.header("Alle Handlungsfelder und Ortsteile", anchor=False)
    snapshot, need = data.snapshot(), data.needs()
    names, catalogue = snapshot.ortsteil_names, snapshot.catalogue
    fields = {node.code: node.label for node in catalogue.scored().handlungsfelder}
    area = state.current(state.ORTSTEIL, list(names))
    code = state.current(state.FELD, list(fields))
    fig = data.once(
        ("bedarf", area, code),
        lambda: need_matrix(need.cells, names, catalogue, selected=(area, code)),
    )
    click = partial(state.take_point, _MATRIX, state.ORTSTEIL, state.FELD)
    alt = said.describe_needs(need, names)
    parts.clickable(fig, key=_MATRIX, alt=alt, on_click=click)
    parts.caveat(ZEICHEN)
    parts.as_table(
        data.once(("bedarf-tabelle",), lambda: tables.matrix_table(need, names, catalogue))
    )
    left, right = st.columns(2)
    with left:
        area = state.choose(state.ORTSTEIL, "Ortsteil", names)
    with right:
        code = state.choose(state.FELD, "Handlungsfeld", fields)
    return area, code


def detail(area: str, code: str) -> None:
    """One cell: in words, among all nine classes, what drives it and what is missing."""
    snapshot = data.snapshot()
    name = snapshot.ortsteil_names[area]
    st.header(parts.plain(f"{name}: {snapshot.catalogue[code].label}"), anchor=False)
    for text in data.once(("bedarf-worte", area, code), lambda: _words(area, code)):
        parts.sentence(text)
    left, right = st.columns([1, 1], gap="large")
    with left:
        _classes(area, code)
        _changes(area, code)
        _gaps(area, code)
    with right:
        _drivers(area, code)
    st.page_link(
        navigation.path("ortsteil"),
        label=parts.plain(f"Alle Werte von {name}"),
        query_params={state.ORTSTEIL: area, state.FELD: code},
    )


def _classes(area: str, code: str) -> None:
    """The 3 × 3 classes of the Handlungsfeld."""
    st.markdown("### Status und Veränderung")
    need, names = data.needs(), data.snapshot().ortsteil_names
    cells = need.cells[need.cells[col.CODE] == code]
    if (cells["veraenderung"] == "").all():
        st.info("Für dieses Handlungsfeld lassen sich noch keine zwei Zeitpunkte vergleichen.")
        return
    panel = data.once(
        ("bedarf-klassen", area, code),
        lambda: parts.Panel(
            status_change(cells, names, selected=area),
            said.describe_classes(cells, names),
            tables.class_table(need, code, names),
        ),
    )
    parts.figure(panel, key="bedarf-klassen")


def _drivers(area: str, code: str) -> None:
    """The distance from the other Ortsteile, indicator by indicator."""
    st.markdown("### Was dahintersteht")
    snapshot, scored = data.snapshot(), data.scores()
    pulls = data.once(("bedarf-treiber", area, code), lambda: drivers(scored, code, area))
    if pulls.empty:
        st.info("Ohne Punktwert gibt es keinen Abstand, der sich zerlegen ließe.")
        return
    panel = data.once(
        ("bedarf-wasserfall", area, code),
        lambda: parts.Panel(
            distance_waterfall(pulls, snapshot.catalogue),
            said.describe_drivers(pulls, snapshot.catalogue, snapshot.ortsteil_names[area]),
            tables.drivers_table(pulls, snapshot.catalogue),
        ),
    )
    parts.figure(panel, key="bedarf-wasserfall")


def _words(area: str, code: str) -> tuple[str, ...]:
    snapshot, scored = data.snapshot(), data.scores()
    values = data.changes().values
    names, node, row = (
        snapshot.ortsteil_names,
        snapshot.catalogue[code],
        data.needs().cell(area, code),
    )
    own = scored.scores[(scored.scores[col.GEBIET] == area) & (scored.scores[col.CODE] == code)]
    told = (
        sentences.describe_score(own, node, names[area]),
        said.describe_status(
            row, f"In den Punktwert geht eine offene Umfrage ein: {OFFEN_HINWEIS}."
        ),
        said.describe_pairs(scored.pairs, code, area, names, scored.scores, row),
        said.describe_change(row, values[values[col.GEBIET] == area], snapshot.catalogue, code),
    )
    return tuple(text for text in told if text)


def _changes(area: str, code: str) -> None:
    """Every indicator at its two dates."""
    nodes = list(data.snapshot().catalogue.scored().leaves(code))
    table = data.once(
        ("bedarf-zeiten", area, code),
        lambda: tables.change_value_table(data.changes().values, nodes, area),
    )
    parts.as_table(table, label="Die Indikatoren zu beiden Zeitpunkten")


def _gaps(area: str, code: str) -> None:
    """Which figures are missing, and what more answers to a survey would settle."""
    snapshot, scored = data.snapshot(), data.scores()
    names, catalogue = snapshot.ortsteil_names, snapshot.catalogue
    st.markdown("### Was fehlt, um sicherer zu sein")
    missing = data.once(("bedarf-luecken", area, code), lambda: missing_figures(scored, code, area))
    parts.sentence(said.describe_missing(missing, len(catalogue.scored().leaves(code))))
    lines = said.missing_lines(missing, catalogue)
    parts.bullets(lines)
    plans = data.once(
        ("bedarf-antworten", area, code),
        lambda: answer_plans(scored, data.values(), snapshot, code, area),
    )
    for text in said.describe_plans(plans, area, names):
        parts.sentence(text)


def method() -> None:
    """How the classes come about, and the files."""
    parts.caveat(tables.METHODE)
    takeaway.offer("handlungsbedarf", "Alle Zellen", layers.need_book, areas=True)
