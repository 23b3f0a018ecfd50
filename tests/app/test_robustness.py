"""How sure the order is: started, stopped, gone on with, and told for one node at a time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.analysis.index.robustness import Simulation
from lebenslage.app import data, robustness
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts
from tests.app.test_scenario import button, opened, plainly


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quick ones: what is computed is checked in tests/analysis."""
    monkeypatch.setattr(robustness, "_DRAWS", {"40": "40", "60": "60"})


def labels(page: AppTest) -> list[str]:
    return [each.label for each in page.button]


def compute(page: AppTest) -> AppTest:
    button(page, "Rechnen").click().run()
    assert [item.message for item in page.exception] == []
    return page


def test_nothing_is_computed_before_somebody_asks(dashboard: AppTest) -> None:
    page = open_page(dashboard, "szenario")
    assert "Rechnen" in labels(page)
    assert "Wiederholungen sind" not in plainly(page)


def test_order_table_pairs_and_causes(dashboard: AppTest) -> None:
    page = compute(open_page(dashboard, "szenario"))
    shown = plainly(page)
    assert "In 40 Wiederholungen sind in „Lebenslage gesamt“" in shown
    assert "40 Wiederholungen; variiert: Stichprobenfehler, Gewichte (±25 %)" in shown
    assert (
        shown.count("in „Lebenslage gesamt“ nicht unterscheidbar.")
        + shown.count("der Unterschied ist belastbar")
        == 10
    )
    assert "Anhalten" not in labels(page)
    button(page, "Woran liegt die Unsicherheit?").click().run()
    assert "Am meisten hängt die Reihenfolge hier an:" in plainly(page)
    assert "Woran liegt die Unsicherheit?" not in labels(page)


def test_another_node_needs_no_new_computation(dashboard: AppTest) -> None:
    page = compute(open_page(dashboard, "szenario"))
    page.selectbox(key="_knoten").select("beteiligung").run()
    assert "in „Beteiligung, Engagement & Teilhabe“" in plainly(page)
    assert "Rechnen" not in labels(page)
    page.selectbox(key="_knoten").select("digitalisierung").run()
    assert "Für „Digitalisierung“ gibt es keine zwei Ortsteile mit Punkten." in plainly(page)


def test_other_assumptions_are_computed_anew_and_the_old_ones_kept(dashboard: AppTest) -> None:
    page = compute(open_page(dashboard, "szenario"))
    page.select_slider(key="gewicht-beteiligung").set_value(3.0).run()
    assert "Rechnen" in labels(page)
    page.select_slider(key="gewicht-beteiligung").set_value(1.0).run()
    assert "Rechnen" not in labels(page)


def test_all_alternatives_on_request(dashboard: AppTest) -> None:
    page = open_page(dashboard, "szenario")
    page.selectbox(key="_umfang").select("alle").run()
    shown = plainly(compute(page))
    assert "Normalisierung, Aggregation" in shown
    assert "Deshalb sieht das Verfahren sie nicht vor." in shown


def test_stopped_half_way_and_gone_on_with(
    dashboard: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = Simulation.steps

    def interrupted(self: Simulation) -> Iterator[int]:
        """As if the button was clicked after the first step."""
        self._block = 20
        for done in steps(self):
            yield done
            raise KeyboardInterrupt

    page = open_page(dashboard, "szenario")
    with monkeypatch.context() as patch:
        patch.setattr(robustness.Simulation, "steps", interrupted)
        patch.setattr(robustness, "_run", _until_stopped)
        button(page, "Rechnen").click().run()
    page.run()
    assert "Angehalten nach 20 von 40 Wiederholungen" in plainly(page)
    assert "In 20 Wiederholungen" in plainly(page)
    button(page, "Weiterrechnen").click().run()
    assert "In 40 Wiederholungen" in plainly(page)
    assert "Weiterrechnen" not in labels(page)


def _until_stopped(simulation: Simulation, work: tuple[str, ...]) -> None:
    try:
        for _ in simulation.steps():
            pass
    except KeyboardInterrupt:
        robustness.state.stop()


def test_few_results_are_kept(dashboard: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "_KEPT", 1)
    page = compute(open_page(dashboard, "szenario"))
    page.segmented_control(key="_wiederholungen").set_value("60").run()
    compute(page)
    assert "In 60 Wiederholungen" in plainly(page)
    page.segmented_control(key="_wiederholungen").set_value("40").run()
    assert "Rechnen" in labels(page)


def test_where_no_node_has_points(dashboard: AppTest) -> None:
    page = compute(opened(dashboard, "1~~v~hdi"))
    assert "gibt es keine zwei Ortsteile mit Punkten" in plainly(page)
    assert not page.error


def test_a_field_that_is_gone(dashboard: AppTest, store: Store) -> None:
    codes = [n.code for n in data.snapshot().catalogue.scored().leaves("digitalisierung")]
    dashboard.query_params["knoten"] = "digitalisierung"
    page = compute(opened(dashboard, "~~".join(["1", *(f"o~{code}" for code in codes)])))
    assert "Von „Digitalisierung“ ist unter diesen Annahmen kein Indikator übrig." in plainly(page)


def test_without_any_indicator(dashboard: AppTest) -> None:
    codes = [node.code for node in data.snapshot().catalogue.scored().indicators]
    page = opened(dashboard, "~~".join(["1", *(f"o~{code}" for code in codes)]))
    assert [item.message for item in page.exception] == []
    assert "es bleibt kein Indikator übrig" in texts(page)


def test_new_data_make_old_results_void(dashboard: AppTest, store: Store) -> None:
    page = compute(open_page(dashboard, "szenario"))
    store.undo(store.imports()[0].id, wer="Test")
    page.run()
    assert "Rechnen" in labels(page)
