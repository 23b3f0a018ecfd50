"""Parts of the page Übersicht: the map, what stands out, and the profile."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import streamlit as st

from lebenslage.app import data, maps, navigation, need, parts, state, takeaway
from lebenslage.charts import bars
from lebenslage.model import columns as col
from lebenslage.report import layers, notices, sentences, tables
from lebenslage.report.deviation_words import nothing_stands_out
from lebenslage.report.headlines import VERGLEICH, headline

#: Findings shown per Ortsteil; the rest stands on its own page.
_PER_ORTSTEIL = 2


def map_panel() -> None:
    """What the map shows is chosen here; a click chooses the Ortsteil."""
    found = maps.options()
    if not found:
        st.info("Es gibt noch keine Werte für eine Karte. Auf der Seite Daten kommen sie hinein.")
        return
    default = maps.default_option(found, data.snapshot().catalogue)
    key = state.choose(state.ZEIGT, "Die Karte zeigt", found, default=default)
    what = maps.shown(key)
    names = data.snapshot().ortsteil_names
    maps.show_map(what, key="uebersicht")
    told, table = data.once(("karte-worte", key), lambda: _in_words(what, names))
    parts.sentence(told)
    if what.ranks:
        parts.sentence(what.ranks)
    parts.as_table(table)


def _in_words(what: maps.Shown, names: Mapping[str, str]) -> tuple[str, pa.Table]:
    told = sentences.describe_map(
        what.title, what.frame, names, what.unit, what.decimals, stand=what.stand, pairs=what.pairs
    )
    return told, parts.escaped(tables.map_table(what.frame, names, what.title))


def downloads() -> None:
    """The points of all Ortsteile and what the map shows, with their areas."""
    found = maps.options()
    if not found:
        return
    default = maps.default_option(found, data.snapshot().catalogue)
    what = maps.shown(state.current(state.ZEIGT, list(found), default=default))
    takeaway.offer(
        "uebersicht",
        "Alle Punktwerte",
        lambda figures: layers.overview_book(figures, what.title, what.frame),
        areas=True,
    )


def findings_panel() -> None:
    """What stands out in each Ortsteil, in a line each."""
    st.header("Was auffällt", anchor=False)
    found = data.once(("auffaellig",), _headlines)
    for area, name in data.snapshot().ortsteil_names.items():
        st.markdown(f"### {parts.plain(name)}")
        parts.bullets(found[area])
        with st.container(horizontal=True):
            st.page_link(
                navigation.path("ortsteil"),
                label=parts.plain(f"Mehr zu {name}"),
                query_params={state.ORTSTEIL: area},
            )
            need.link(area)
    parts.caveat(
        f"{VERGLEICH} Genannt werden nur belastbare Unterschiede, die größten zuerst. Wie sicher "
        "sie sind, steht auf der Seite des Ortsteils."
    )


def _headlines() -> dict[str, list[str]]:
    """Ortsteil -> the largest of its findings that are sure, in a line each, or why none."""
    snapshot, sure = data.snapshot(), [f for f in data.findings() if f.belastbar]
    tree, rows = snapshot.catalogue, data.scores().deviations
    return {
        area: [headline(f, tree) for f in sure if f.ortsteil == area][:_PER_ORTSTEIL]
        or [nothing_stands_out(rows, area, tree)]
        for area in snapshot.ortsteil_names
    }


def profile_panel() -> None:
    """Handlungsfelder of all Ortsteile side by side, with their uncertainty."""
    st.header("Handlungsfelder im Vergleich", anchor=False)
    panel, dates = data.once(("profil",), _profile)
    parts.figure(panel, key="profil")
    parts.caveat(dates)


def _profile() -> tuple[parts.Panel, str]:
    """The profile, and of which dates its values are."""
    snapshot, scores = data.snapshot(), data.scores()
    names = snapshot.ortsteil_names
    own = scores.scores[scores.scores[col.GEBIET].isin(names)]
    panel = parts.Panel(
        bars.profile(own, names, snapshot.catalogue),
        sentences.describe_profile(own, scores.pairs, names, snapshot.catalogue),
        tables.score_table(own, names, snapshot.catalogue),
        sentences.coverage_sentence(own, snapshot.catalogue),
    )
    shown = data.latest()
    shown = shown[shown[col.GEBIET].isin(names) & shown[col.WERT].notna()]
    return panel, notices.describe_dates(shown[col.STAND])
