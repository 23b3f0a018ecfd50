"""Parts of the page Szenario: the scenario in the address, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

import streamlit as st

from lebenslage.analysis.index.differences import Differences, differences
from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.app import data, parts, state, takeaway
from lebenslage.charts import scenario as charts
from lebenslage.errors import DatenFehler
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.scenario import Scenario, read_scenario
from lebenslage.report import layers, scenario_tables
from lebenslage.report import scenario_sentences as sentences

#: Name by which the page's style finds buttons whose texts may need two lines.
LONG_PILLS: Final = "szenario-knoepfe"
_SCALES: Final = {"punkte": "Punkte", "raenge": "Ränge"}


def current() -> Scenario:
    """The scenario of the address, else the one of this session, checked."""
    return _read()[0]


def take_from_address() -> Scenario:
    """Begin a run: the same, and what cannot be used of a link is told."""
    scenario, problems = _read()
    if problems:
        lines = [f"- {parts.plain(problem)}" for problem in problems]
        st.warning("\n".join(["Nicht alles aus dem Link lässt sich verwenden:", "", *lines]))
    put(scenario)
    return scenario


def put(scenario: Scenario) -> None:
    """Make a scenario the current one; it stands in the address from now on."""
    state.select(state.SZENARIO, "" if scenario == Scenario() else scenario.text)


def _read() -> tuple[Scenario, tuple[str, ...]]:
    return read_scenario(state.free_text(state.SZENARIO), data.snapshot().catalogue)


def tree() -> Catalogue:
    """What is scored when nothing is changed."""
    return data.snapshot().catalogue.scored()


def computed(scenario: Scenario) -> ScoreTable | None:
    """Scores of the scenario; None, with the reason on the page, if there can be none."""
    try:
        return data.scenario_scores(scenario)
    except DatenFehler as error:
        misfit = sentences.describe_misfit(data.procedures()[scenario.verfahren], tree())
        if misfit:
            st.warning(parts.plain(misfit))
        else:
            title = sentences.PROCEDURE_TITLES.get(scenario.verfahren, scenario.verfahren)
            intro = f"Mit „{title}“ und diesen Annahmen lässt sich nicht rechnen:"
            parts.problem_list(error.problems, intro)
        st.markdown("Die veröffentlichten Zahlen bleiben davon unberührt.")
        return None


def effect_panel(scenario: Scenario, table: ScoreTable) -> None:
    """Before and after of one node, as figure, sentence and table."""
    chosen, published = data.procedures()[scenario.verfahren], data.procedure()
    left, right = st.columns(2)
    with left:
        node = tree()[state.choose(state.KNOTEN, "Wirkung auf", _nodes())]
    with right:
        ranks = _ranks(sentences.same_scale(chosen, published))
    names = data.snapshot().ortsteil_names
    panel = data.once(
        ("szenario", scenario.content.text, node.code, str(ranks)),
        lambda: _panel(scenario, table, node, ranks),
    )
    parts.figure(panel, key="wirkung")
    for text in sentences.procedure_caveats(chosen, published, len(names)):
        parts.caveat(text)
    gaps = data.once(("szenario-luecken", scenario.content.text), lambda: _with_gaps(table))
    if gaps and chosen.aggregation.mindestabdeckung > published.aggregation.mindestabdeckung:
        st.button("Alle Indikatoren mit Lücken weglassen", on_click=count, args=(gaps, ()))


def downloads(scenario: Scenario, table: ScoreTable) -> None:
    """Before and after of the node shown, as files."""
    node = chosen_node()
    lines = list(sentences.change_lines(scenario, data.snapshot().catalogue).values())
    takeaway.offer(
        f"szenario-{node.code}",
        "Wirkung",
        lambda figures: layers.scenario_book(
            figures, _differences(figures.scores, table, list(figures.names), node), node, lines
        ),
        areas=True,
    )


def _differences(
    published: ScoreTable, table: ScoreTable, names: list[str], node: Node
) -> Differences:
    before, after = (published.scores, published.pairs), (table.scores, table.pairs)
    return differences(before, after, names, node.code)


def _with_gaps(table: ScoreTable) -> list[str]:
    """Indicators that count but have no points in at least one Ortsteil."""
    leaves = [node.code for node in table.result.catalogue.indicators]
    rows = table.scores[table.scores[col.CODE].isin(leaves) & table.scores[col.SCORE].isna()]
    return sorted(set(rows[col.CODE]))


def count(codes: Iterable[str], counting: Collection[str]) -> None:
    """Let some of these indicators count and leave the others out."""
    scenario = current()
    for code in codes:
        scenario = scenario.with_indicator(code, code in counting)
    put(scenario)


def _panel(scenario: Scenario, table: ScoreTable, node: Node, ranks: bool) -> parts.Panel:
    names, published = data.snapshot().ortsteil_names, data.scores()
    found = _differences(published, table, list(names), node)
    describe = sentences.describe_effect
    if scenario.is_published:
        describe = sentences.describe_published
    return parts.Panel(
        charts.before_after(found, names, ranks=ranks),
        describe(found, names, node.label),
        scenario_tables.effect_table(found, names),
        sentences.describe_certainty(found, names),
    )


def _nodes() -> dict[str, str]:
    """Nodes that can be looked at: the roots first, then what stands below them."""
    catalogue = tree()
    inner = sorted(
        (node for node in catalogue if not catalogue.is_leaf(node.code)),
        key=lambda node: len(catalogue.ancestors(node.code)),
    )
    return {node.code: node.label for node in inner}


def chosen_node() -> Node:
    """The node that the page looks at."""
    return tree()[state.current(state.KNOTEN, list(_nodes()))]


def _ranks(comparable: bool) -> bool:
    options = _SCALES if comparable else {"raenge": "Ränge"}
    return state.choose(state.SKALA, "Gezeigt als", options, widget="buttons") == "raenge"


def changes_panel(scenario: Scenario) -> None:
    """What differs from the published state; a click takes one thing back, a button all."""
    lines = sentences.change_lines(scenario, data.snapshot().catalogue)
    if not lines:
        parts.caveat("Noch ist nichts verändert; deshalb liegen beide Kreise gleich.")
        return
    pills(
        "geaendert",
        None,
        lambda code: put(_taken_back(code)),
        "Verändert (Anklicken nimmt es zurück)",
        {code: f"✕ {line}" for code, line in lines.items()},
    )
    st.button("Alles zurücksetzen", on_click=put, args=(Scenario(),))


def pills(
    key: str,
    value: Any,
    changed: Callable[[Any], None],
    label: str,
    options: Mapping[str, str],
    **kwargs: Any,
) -> None:
    """Buttons with long texts below each other; see `state.control`."""
    with st.container(key=f"{LONG_PILLS}-{key}"):
        state.control(
            st.pills,
            key,
            value,
            changed,
            label,
            list(options),
            format_func=lambda option: parts.plain(options[option]),
            width="stretch",
            wrap=True,
            **kwargs,
        )


def _taken_back(code: str | None) -> Scenario:
    scenario = current()
    if code is None:
        return scenario
    return scenario.reset(code) if code else scenario.with_procedure()
