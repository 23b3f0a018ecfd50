"""Every page as its script runs: with everything, with nothing, with less than it hopes for."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from threadpoolctl import threadpool_info

from lebenslage.app import navigation
from lebenslage.store import Store

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))

#: Pages that show figures of the Ortsteile, and so hand out areas.
WITH_AREAS = {
    "uebersicht", "ortsteil", "handlungsbedarf", "indikatoren", "umfrage", "gemessen", "szenario",
}  # fmt: skip


def open_page(dashboard: AppTest, stem: str) -> AppTest:
    dashboard.switch_page(f"pages/{stem}.py").run()
    assert [item.message for item in dashboard.exception] == []
    assert len(dashboard.title) == 1
    return dashboard


def texts(page: AppTest) -> str:
    kinds = (page.markdown, page.caption, page.info, page.warning, page.success, page.error)
    shown = "\n".join(str(item.value) for kind in kinds for item in kind)
    return shown.replace("\\", "")  # what Markdown shows


def undo_all(store: Store, *formats: str) -> None:
    for record in store.imports():
        if any(record.format.startswith(start) for start in formats):
            store.undo(record.id, wer="Test")


def test_menu_and_footer_name_every_page() -> None:
    assert sorted({*navigation.MENU, *navigation.BESIDE, *navigation.FOOTER}) == PAGES


@pytest.mark.parametrize("stem", PAGES)
def test_page_runs_on_the_shipped_data(dashboard: AppTest, stem: str) -> None:
    page = open_page(dashboard, stem)
    assert [item.value for item in page.error] == []
    offered = [item.proto.label.rpartition(" als ")[2] for item in page.get("download_button")]
    if stem in WITH_AREAS:
        assert offered == ["CSV", "XLSX", "GeoJSON", "GeoPackage"]


@pytest.mark.parametrize("stem", PAGES)
def test_page_runs_on_an_empty_store(dashboard: AppTest, store: Store, stem: str) -> None:
    for record in store.imports():
        store.undo(record.id, wer="Test")
    page = open_page(dashboard, stem)
    assert [item.value for item in page.error] == []


@pytest.mark.parametrize(
    "stem", ["uebersicht", "ortsteil", "umfrage", "indikatoren", "handlungsbedarf"]
)
def test_page_says_what_is_missing(dashboard: AppTest, store: Store, stem: str) -> None:
    undo_all(store, "gebiete")
    page = open_page(dashboard, stem)
    assert "Hier fehlt noch das Verzeichnis der Ortsteile." in texts(page)


@pytest.mark.parametrize("stem", PAGES)
def test_page_runs_without_values(dashboard: AppTest, store: Store, stem: str) -> None:
    undo_all(store, "werte", "zensus", "vergleich", "limesurvey", "quellen")
    page = open_page(dashboard, stem)
    assert [item.value for item in page.error] == []


@pytest.mark.parametrize(
    "stem", ["uebersicht", "ortsteil", "indikatoren", "umfrage", "handlungsbedarf"]
)
def test_made_up_data_is_marked_until_it_is_removed(
    dashboard: AppTest, store: Store, stem: str
) -> None:
    assert "Beispieldaten" in "".join(item.value for item in open_page(dashboard, stem).warning)
    store.remove_examples(wer="Test")
    assert "Beispieldaten" not in texts(dashboard.run())


def test_without_scores_no_ortsteil_is_said_to_be_like_the_others(
    dashboard: AppTest, store: Store
) -> None:
    """The shipped examples hold up all scores; what is left cannot be compared."""
    store.remove_examples(wer="Test")
    shown = texts(open_page(dashboard, "uebersicht"))
    assert "Noch nicht zu beurteilen: Für kein Handlungsfeld gibt es genug Daten." in shown
    assert "Kein Unterschied" not in shown


def test_the_map_of_a_score_comes_with_rank_intervals(dashboard: AppTest) -> None:
    page = open_page(dashboard, "uebersicht")
    assert "Ränge, so genau die Daten es hergeben" in texts(page)
    page.query_params["zeigt"] = "indikator.wahlbeteiligung_urne"
    assert "Ränge, so genau" not in texts(page.run())


def test_selection_goes_from_page_to_page_and_into_the_address(dashboard: AppTest) -> None:
    dashboard.query_params["ortsteil"] = "neulautern"
    page = open_page(dashboard, "ortsteil")
    assert page.selectbox(key="_ortsteil").value == "neulautern"
    page.selectbox(key="_ortsteil").select("finsterrot").run()
    assert page.query_params["ortsteil"] == "finsterrot"
    page.switch_page("pages/umfrage.py").run()
    page.switch_page("pages/ortsteil.py").run()
    assert page.selectbox(key="_ortsteil").value == "finsterrot"


def test_an_address_with_nonsense_shows_the_default(dashboard: AppTest) -> None:
    dashboard.query_params["ortsteil"] = "<script>"
    page = open_page(dashboard, "ortsteil")
    assert page.query_params["ortsteil"] == "wuestenrot"


def test_next_and_previous_go_round(dashboard: AppTest) -> None:
    dashboard.query_params["ortsteil"] = "wuestenrot"
    page = open_page(dashboard, "ortsteil")
    page.button(key="zu--1").click().run()
    assert page.selectbox(key="_ortsteil").value == "finsterrot"
    page.button(key="zu-1").click().run()
    assert page.selectbox(key="_ortsteil").value == "wuestenrot"


def test_a_bug_shows_a_number_and_no_traceback(
    dashboard: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("geheime Einzelheit")

    monkeypatch.setattr("lebenslage.app.overview.findings_panel", broken)
    page = dashboard.run()
    (shown,) = page.error
    assert shown.value.startswith("Da ist uns ein Fehler unterlaufen, das tut uns leid.")
    assert "geheime Einzelheit" not in texts(page)
    reference = shown.value.split("**")[1]
    assert reference in caplog.text
    assert "geheime Einzelheit" in caplog.text


def test_undo_and_redo_on_the_page(dashboard: AppTest, store: Store) -> None:
    newest = store.imports()[0]
    page = open_page(dashboard, "daten")
    page.button(key=f"import-{newest.id}").click().run()
    assert store.imports()[0].status == "zurueckgenommen"
    assert "zurückgenommen" in page.success[0].value
    page.button(key=f"import-{newest.id}").click().run()
    assert store.imports()[0].status == "aktiv"


def test_examples_leave_with_one_click(dashboard: AppTest, store: Store) -> None:
    page = open_page(dashboard, "daten")
    next(b for b in page.button if b.label == "Endgültig entfernen").click().run()
    assert not store.snapshot().has_examples
    assert store.snapshot().umfragen == ()


@pytest.fixture
def long_csv() -> bytes:
    return b"gebiet_id;indikator;stand;wert\nneulautern;abfahrten_werktag;2024;12\n"


def test_upload_is_shown_confirmed_and_stays(
    dashboard: AppTest, store: Store, long_csv: bytes
) -> None:
    before = store.version()
    page = open_page(dashboard, "daten")
    page.file_uploader[0].upload("fahrplan.csv", long_csv, "text/csv").run()
    assert "Erkannt als Indikatorwerte (eine Zeile je Wert)" in texts(page)
    assert store.version() == before  # looking writes nothing
    next(b for b in page.button if b.label == "Einlesen").click().run()
    assert "Eingelesen: „fahrplan.csv“" in page.success[0].value
    assert store.imports()[0].dateiname == "fahrplan.csv"


def test_a_broken_file_lists_its_problems_and_cannot_be_confirmed(
    dashboard: AppTest, store: Store, long_csv: bytes
) -> None:
    page = open_page(dashboard, "daten")
    broken = long_csv.replace(b"neulautern", b"nirgendwo").replace(b";12", b";zw\xc3\xb6lf")
    page.file_uploader[0].upload("fahrplan.csv", broken, "text/csv").run()
    assert "2 Angaben passen nicht. Es wurde nichts eingelesen:" in page.error[0].value
    assert "fahrplan.csv, Zeile 2, Spalte „wert“: „zwölf“ ist keine Zahl" in texts(page)
    assert not [b for b in page.button if b.label == "Einlesen"]


def test_the_same_file_twice_is_told(dashboard: AppTest, store: Store, long_csv: bytes) -> None:
    page = open_page(dashboard, "daten")
    for _ in range(2):
        page.file_uploader[0].upload("fahrplan.csv", long_csv, "text/csv").run()
        next(b for b in page.button if b.label == "Einlesen").click().run()
    assert "Diese Datei wurde bereits am" in page.error[0].value


def test_every_figure_of_a_village_has_its_sentence_and_its_table(dashboard: AppTest) -> None:
    dashboard.query_params["feld"] = "beteiligung"
    page = open_page(dashboard, "ortsteil")
    shown = texts(page)
    assert "So entsteht der Punktwert von „Beteiligung, Engagement & Teilhabe“:" in shown
    assert "Am höchsten ist der Mittelwert bei „" in shown
    tables = [item.label for item in page.expander if item.label == "Als Tabelle"]
    assert len(tables) == len(page.get("plotly_chart")) == 4


def test_the_own_gemeinde_stands_among_the_others(dashboard: AppTest) -> None:
    dashboard.query_params["indikator"] = "arbeitslosenanteil"
    shown = texts(open_page(dashboard, "indikatoren"))
    assert "Ein Vergleich mit anderen Gemeinden ist noch nicht möglich." not in shown
    assert "Von 45 anderen Gemeinden im Landkreis haben 18" in shown.replace("\u00a0", " ")


def test_the_survey_says_how_it_is_weighted(dashboard: AppTest) -> None:
    page = open_page(dashboard, "umfrage")
    assert "nach der Anlage der Erhebung gewichtet" in texts(page)
    assert "Designeffekt" in texts(page)


def test_linear_algebra_keeps_to_one_thread(dashboard: AppTest) -> None:
    dashboard.run()
    pools = [each for each in threadpool_info() if each["user_api"] == "blas"]
    assert {each["num_threads"] for each in pools} == {1}
    assert any("scipy" in each["filepath"] for each in pools)
