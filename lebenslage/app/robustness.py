"""How sure the order is: many computations with varied assumptions, started and stopped here."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from lebenslage.analysis.index import denominate, sensitivity
from lebenslage.analysis.index.outcome import WURZEL
from lebenslage.analysis.index.robustness import RobustnessResult, Simulation
from lebenslage.app import data, parts, state
from lebenslage.app.shield import shield
from lebenslage.charts import robustness as charts
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Procedure
from lebenslage.model.scenario import Scenario
from lebenslage.report import formats
from lebenslage.report import order_sentences as sentences
from lebenslage.report.robustness_sentences import describe_factors

_DRAWS: Final = {str(n): formats.format_number(n) for n in (1000, 5000, 20000)}
_SCOPES: Final = {
    "verfahren": "Wie im Verfahren vorgesehen",
    "alle": "Auch mit Min–Max und z-Werten",
}
#: What is added on request; the procedures leave it out, as there are few areas.
_MORE: Final = ("minmax", "zscore")
#: Seconds that a click on the stop button may have to wait.
_SLICE: Final = 0.3


@st.fragment
def panel(scenario: Scenario, node: Node) -> None:
    """Choices, the button, and what came out for one node."""
    with shield():
        _panel(scenario, node)


def _panel(scenario: Scenario, node: Node) -> None:
    st.header("Wie sicher ist die Reihenfolge?", anchor=False)
    left, right = st.columns([3, 2])
    with left:
        scope = state.choose(state.UMFANG, "Was verändert wird", _SCOPES)
    with right:
        draws = state.choose(state.WIEDERHOLUNGEN, "Wiederholungen", _DRAWS, widget="buttons")
    if scope == "alle":
        parts.caveat(
            "Beide messen die Ortsteile nur aneinander: Bei wenigen hat immer einer die wenigsten "
            "Punkte, auch wenn alle fast gleich sind. Deshalb sieht das Verfahren sie nicht vor."
        )
    catalogue, procedure = _assumptions(scenario, scope)
    work = ("robust", scenario.content.text, scope, draws)
    result: RobustnessResult | None = data.kept(work)
    simulation: Simulation | None = data.kept((*work, state.session()))
    place = st.empty()
    if result is None and state.runs("|".join(work)):
        with place.container():
            result = _run(simulation or _begin(catalogue, procedure, int(draws), work), work)
        place.empty()
    if result is None:
        with place.container():
            result = _waiting(simulation, work)
    if result is None:
        return
    if node.code not in result.codes:
        parts.caveat(f"Von „{node.label}“ ist unter diesen Annahmen kein Indikator übrig.")
        return
    _order(result, procedure, node)
    left, right = st.columns(2, gap="large")
    with left:
        _matrix(result, node, work)
    with right:
        _causes(catalogue, procedure, node, work)


def _waiting(simulation: Simulation | None, work: tuple[str, ...]) -> RobustnessResult | None:
    """The button to begin or to go on; what was computed before a stop."""
    begun = simulation is not None and simulation.done > 0
    label = "Weiterrechnen" if begun else "Rechnen"
    st.button(label, type="primary", on_click=state.start, args=("|".join(work),))
    if simulation is None or not begun:
        parts.caveat(
            "Die Punkte werden viele Male neu gerechnet, jedes Mal mit zufällig veränderten "
            "Annahmen. Was dabei gleich bleibt, ist belastbar."
        )
        return None
    done, total = (formats.format_number(n) for n in (simulation.done, simulation.draws))
    st.info(f"Angehalten nach {done} von {total} Wiederholungen; gezeigt ist der Stand bis dahin.")
    return simulation.result()


def _assumptions(scenario: Scenario, scope: str) -> tuple[Catalogue, Procedure]:
    """Catalogue and procedure of the scenario, with what is varied around them."""
    catalogue, procedure = scenario.apply(data.snapshot().catalogue, data.procedures())
    if scope == "alle":
        own = procedure.robustheit
        more = replace(own, normalisierungen=(*own.normalisierungen, *_MORE))
        procedure = replace(procedure, robustheit=more)
    return catalogue, procedure


def _begin(
    catalogue: Catalogue, procedure: Procedure, draws: int, work: tuple[str, ...]
) -> Simulation:
    tree = catalogue.scored()
    gebiete = list(data.snapshot().ortsteil_names)
    given = denominate.inputs(catalogue, data.values(), procedure, gebiete)
    inner = [each.code for each in tree if not tree.is_leaf(each.code)]
    simulation = Simulation(catalogue, given, procedure, draws=draws, codes=inner)
    data.keep((*work, state.session()), simulation)
    return simulation


def _run(simulation: Simulation, work: tuple[str, ...]) -> RobustnessResult:
    """Compute for a moment, then let the page run again, so that a click is heard in between."""
    st.button("Anhalten", on_click=state.stop)
    total = formats.format_number(simulation.draws)
    bar = st.progress(simulation.done / simulation.draws, "Gleich geht es los …")
    until = time.monotonic() + _SLICE
    for done in simulation.steps():
        text = f"{formats.format_number(done)} von {total} Wiederholungen"
        bar.progress(done / simulation.draws, text)
        if time.monotonic() > until:
            break
    if simulation.done < simulation.draws:
        state.rerun_part()
    result = simulation.result()
    data.keep(work, result)
    data.keep((*work, state.session()), None)
    state.stop()
    return result


def _order(result: RobustnessResult, procedure: Procedure, node: Node) -> None:
    """How much of the order stands: sentence, table, a sentence per pair."""
    names = data.snapshot().ortsteil_names
    frame, pairs = _of_node(result, node)
    parts.sentence(sentences.describe_order(frame, pairs, names, node.label, result.draws))
    parts.show_table(sentences.robustness_table(frame, names))
    varied = describe_factors(result.factors, procedure, result.draws)
    parts.caveat(f"{varied} Die Bereiche weiter oben enthalten nur den Fehler der Werte.")
    for note in result.hinweise:
        parts.caveat(note)
    with st.expander("Jedes Paar in einem Satz"):
        for line in sentences.pair_sentences(pairs, names, node.label):
            st.markdown(f"- {parts.plain(line)}")


def _of_node(result: RobustnessResult, node: Node) -> tuple[pd.DataFrame, pd.DataFrame]:
    pairs = result.pairs()
    return result.frame[result.frame[WURZEL] == node.code], pairs[pairs[col.CODE] == node.code]


def _matrix(result: RobustnessResult, node: Node, work: tuple[str, ...]) -> None:
    """Who is below whom, as long as there are few enough to read."""
    names = data.snapshot().ortsteil_names
    if len(names) > charts.MOST_AREAS or not (result.below(node.code) >= 0).any():
        return
    text = (
        "In wie viel Prozent der Wiederholungen hat der Ortsteil links weniger Punkte als der "
        "oben? Kräftige Farben sind belastbar."
    )
    parts.sentence(text)
    fig = data.once(
        ("paare", *work, node.code, str(result.draws)),
        lambda: charts.below_matrix(result.below(node.code), names),
    )
    parts.chart(fig, key="paare", alt=text)


def _causes(catalogue: Catalogue, procedure: Procedure, node: Node, work: tuple[str, ...]) -> None:
    """What the order hangs on, computed on request."""
    key = ("ursachen", *work[1:3], node.code)
    found: sensitivity.Sensitivity | None = data.kept(key)
    if found is None:
        place = st.empty()
        if not place.button("Woran liegt die Unsicherheit?"):
            parts.caveat("Das rechnet den Index noch einmal etwa 2.000-mal; es dauert Sekunden.")
            return
        gebiete = list(data.snapshot().ortsteil_names)
        with place, st.spinner("Die Ursachen werden gerechnet …"):
            given = denominate.inputs(catalogue, data.values(), procedure, gebiete)
            found = sensitivity.sensitivity(catalogue, given, procedure, code=node.code)
        place.empty()
        data.keep(key, found)
    chosen = procedure.robustheit
    panel = parts.Panel(
        charts.sensitivity_bars(found.frame, chosen),
        sentences.describe_sensitivity(found.frame, chosen),
        sentences.sensitivity_table(found.frame, chosen),
        "Sobol-Indizes: Anteil an der Schwankung der Ränge um den Stand ohne Veränderung, "
        f"aus {formats.format_number(found.auswertungen)} Rechnungen.",
    )
    parts.figure(panel, key="ursachen")
