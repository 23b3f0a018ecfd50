"""The page Handlungsbedarf: what it says, how a cell is chosen, and what it does without data."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.app import state
from lebenslage.model.catalogue import Catalogue
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts, undo_all

STEM = "handlungsbedarf"


def shown(page: AppTest) -> str:
    return texts(page).replace("\u00a0", " ")


def test_a_link_opens_the_cell(dashboard: AppTest) -> None:
    dashboard.query_params["ortsteil"] = "neulautern"
    dashboard.query_params["feld"] = "pflege_gesundheit"
    page = open_page(dashboard, STEM)
    assert "Neulautern: Pflege & Gesundheit" in [item.value for item in page.header]
    told = shown(page)
    assert "Zahlen allein belegen keinen Handlungsbedarf." in told
    assert "ist nicht belastbar: +0,3 Punkte" in told
    assert "Von 2022 bis 2025 stabil" in told
    assert "weiteren Antworten in Neulautern wäre der Unterschied gegenüber Neuhütten" in told
    assert "auch eine Vollerhebung in Neulautern nicht genügen" in told
    assert "Hier fehlen 2 von 6 Indikatoren." in told


def test_nonsense_in_the_address_shows_a_default(dashboard: AppTest) -> None:
    dashboard.query_params["ortsteil"] = "<b>"
    dashboard.query_params["feld"] = "kontext"
    page = open_page(dashboard, STEM)
    assert page.query_params["ortsteil"] == "wuestenrot"
    assert page.query_params["feld"] == "beteiligung"
    assert "Eine Veränderung lässt sich nicht angeben" in shown(page)


def test_only_what_is_certain_is_to_be_looked_at_first(dashboard: AppTest) -> None:
    page = open_page(dashboard, STEM)
    looks = [b for b in page.button if str(b.key).startswith("blick-")]
    assert 1 <= len(looks) <= 25
    looks[1].click().run()
    area, code = str(looks[1].key).removeprefix("blick-").split("-")
    assert page.query_params["ortsteil"] == area
    assert page.query_params["feld"] == code
    assert page.selectbox(key="_ortsteil").value == area
    assert page.selectbox(key="_feld").value == code
    assert "ist belastbar: −" in shown(page)


def test_the_keyboard_reaches_every_cell(dashboard: AppTest) -> None:
    page = open_page(dashboard, STEM)
    page.selectbox(key="_ortsteil").select("finsterrot").run()
    page.selectbox(key="_feld").select("digitalisierung").run()
    assert page.exception == []
    assert "Ohne Punktwert gibt es keinen Abstand" in shown(page)
    assert page.query_params["feld"] == "digitalisierung"


def test_a_click_on_a_cell_chooses_both(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: dict[str, str] = {}
    click = {"selection": {"points": [{"customdata": ["a", "wohnen"]}]}}
    nothing = {"selection": {"points": []}}
    monkeypatch.setattr(state.st, "session_state", {"tafel": click, "leer": nothing})
    monkeypatch.setattr(state, "select", chosen.__setitem__)
    state.take_point("leer", state.ORTSTEIL, state.FELD)
    assert chosen == {}
    state.take_point("tafel", state.ORTSTEIL, state.FELD)
    assert chosen == {"ortsteil": "a", "feld": "wohnen"}


def test_without_a_survey_there_is_little_and_it_says_so(dashboard: AppTest, store: Store) -> None:
    undo_all(store, "limesurvey")
    page = open_page(dashboard, STEM)
    assert "Noch gibt es in keinem Handlungsfeld genug Daten" in shown(page)
    assert "lassen sich noch keine zwei Zeitpunkte vergleichen" in shown(page)
    assert not [b for b in page.button if str(b.key).startswith("blick-")]
    assert "weiteren Antworten" not in shown(page)


def test_with_one_wave_there_is_a_status_and_no_change(dashboard: AppTest, store: Store) -> None:
    (earlier,) = [r for r in store.imports() if "umfrage-2022" in r.dateiname]
    store.undo(earlier.id, wer="Test")
    dashboard.query_params["feld"] = "pflege_gesundheit"
    page = open_page(dashboard, STEM)
    told = shown(page)
    assert (
        "Eine Veränderung lässt sich nicht angeben: Werte zu zwei Zeitpunkten gibt es für 0" in told
    )
    assert "Der Abstand zum Mittel der anderen Ortsteile ist belastbar" in told
    assert [b for b in page.button if str(b.key).startswith("blick-")]


def test_files_can_be_taken_away(dashboard: AppTest) -> None:
    page = open_page(dashboard, STEM)
    labels = {item.label for item in page.get("download_button")}
    assert labels == {
        "Alle Zellen als CSV", "Alle Zellen als XLSX", "Flächen als GeoJSON",
        "Flächen als GeoPackage",
    }  # fmt: skip


def links(page: AppTest) -> list[tuple[str, str]]:
    """Label and query of the links to this page."""
    found = [item.proto for item in page.get("page_link")]
    return [(item.label, item.query_string) for item in found if item.page == STEM]


def test_other_pages_lead_here_where_something_is_low_for_sure(dashboard: AppTest) -> None:
    told = links(open_page(dashboard, "uebersicht"))
    assert told
    assert all(label.startswith("Belastbar niedrig: ") for label, _ in told)
    assert any("ortsteil=finsterrot" in query for _, query in told)
    assert not any("ortsteil=wuestenrot" in query for _, query in told)
    dashboard.query_params["ortsteil"] = "finsterrot"
    dashboard.query_params["feld"] = "familie_generationen"
    ((label, query),) = links(open_page(dashboard, "ortsteil"))
    assert label == "Belastbar niedrig: Gründe ansehen"
    assert "feld=familie_generationen" in query
    dashboard.query_params["feld"] = "wohnen_mobilitaet_klima"
    assert links(open_page(dashboard, "ortsteil")) == []


def test_an_open_link_survey_claims_nothing_on_any_page(open_link: AppTest) -> None:
    page = open_page(open_link, STEM)
    told = shown(page)
    assert (
        "In 5 Handlungsfeldern mit Daten liegt kein Ortsteil belastbar unter den anderen." in told
    )
    assert not [b for b in page.button if str(b.key).startswith("blick-")]
    assert (
        "Orientierung, nicht repräsentativ. Deshalb wird hier kein Unterschied behauptet." in told
    )
    assert "Belastbar ist das nicht (offene Umfrage" in told or "nicht angeben" in told
    assert "weiteren Antworten" not in told
    told = shown(open_page(open_link, "uebersicht"))
    assert "In 5 Handlungsfeldern mit Daten sind die Ortsteile nicht unterscheidbar" in told
    told = shown(open_page(open_link, "ortsteil"))
    assert "Schwankungsbereich" not in told
    assert "Rang" not in told


def test_a_catalogue_that_scores_nothing(
    dashboard: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Catalogue.scored
    monkeypatch.setattr(
        Catalogue, "scored", lambda tree: Catalogue(()) if len(tree) else original(tree)
    )
    assert "Der Katalog bewertet noch keinen Indikator." in shown(open_page(dashboard, STEM))
