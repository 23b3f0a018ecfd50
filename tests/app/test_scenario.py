"""The page Szenario as its script runs: controls, link, shelf, and what never changes."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.app import data
from lebenslage.model.procedure import PROCEDURES
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts, undo_all

FIELD = "gewicht-beteiligung"


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "szenario")


def opened(dashboard: AppTest, text: str) -> AppTest:
    dashboard.query_params["szenario"] = text
    return open_page(dashboard, "szenario")


def address(page: AppTest) -> str:
    return page.query_params.get("szenario", "")


def plainly(page: AppTest) -> str:
    return texts(page).replace("\u00a0", " ")


def button(page: AppTest, label: str):
    return next(each for each in page.button if each.label == label)


def fill(page: AppTest, name: str) -> None:
    page.text_input(key="szenario-name").set_value(name).run()


def test_a_weight_changes_the_address_the_share_and_the_sentence(page: AppTest) -> None:
    assert address(page) == ""
    assert "So steht es veröffentlicht in „Lebenslage gesamt“." in plainly(page)
    page.select_slider(key=FIELD).set_value(3.0).run()
    assert address(page) == "1~~g~beteiligung~3"
    assert page.select_slider(key=FIELD).value == 3.0
    # of seven Handlungsfelder two have no points yet: 3 of 3 + 4
    assert "43 %" in page.select_slider(key=FIELD).label.replace("\u00a0", " ")
    assert "So steht es veröffentlicht" not in plainly(page)
    assert "In „Lebenslage gesamt“ wechsel" in plainly(page)
    page.select_slider(key=FIELD).set_value(1.0).run()
    assert address(page) == ""


def test_one_change_goes_back_or_all(dashboard: AppTest) -> None:
    page = opened(dashboard, "1~~g~beteiligung~3~~o~kita_plaetze")
    page.pills(key="geaendert").select("kita_plaetze").run()
    assert address(page) == "1~~g~beteiligung~3"
    assert page.pills(key="geaendert").value is None
    button(page, "Alles zurücksetzen").click().run()
    assert address(page) == ""
    assert page.select_slider(key=FIELD).value == 1.0


def test_leaving_out_and_goalposts(page: AppTest) -> None:
    page.pills(key="zaehlt-beteiligung").unselect("feuerwehr_standort").run()
    assert address(page) == "1~~o~feuerwehr_standort"
    page.number_input(key="zielwert-1-wahlbeteiligung_urne").set_value(90.0).run()
    assert address(page) == "1~~z~wahlbeteiligung_urne~40~90~~o~feuerwehr_standort"
    page.number_input(key="zielwert-0-wahlbeteiligung_urne").set_value(95.0).run()
    assert address(page) == "1~~z~wahlbeteiligung_urne~40~90~~o~feuerwehr_standort"
    assert "Der obere muss größer sein als der untere." in page.error[0].value
    assert page.number_input(key="zielwert-0-wahlbeteiligung_urne").value == 40.0
    assert not page.run().error


def test_a_handlungsfeld_without_any_indicator(dashboard: AppTest) -> None:
    codes = [n.code for n in data.snapshot().catalogue.scored().leaves("digitalisierung")]
    dashboard.query_params["feld"] = "digitalisierung"
    page = opened(dashboard, "~~".join(["1", *(f"o~{code}" for code in codes)]))
    assert "In diesem Handlungsfeld zählt nichts mehr mit." in plainly(page)
    assert not page.error


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_procedure_gives_a_result_or_says_why_not(page: AppTest, name: str) -> None:
    page.selectbox(key="verfahren").select(name).run()
    assert [item.message for item in page.exception] == []
    assert address(page) == ("" if name == "zielwerte" else f"1~~v~{name}")
    assert ("Nach: " in plainly(page)) == (name != "zielwerte")
    if name == "mss-berlin":
        assert "bewertet „status“ und „dynamik“ getrennt" in page.warning[-1].value
        assert "bleiben davon unberührt" in plainly(page)
    else:
        assert not page.error
    if name in ("imd-england", "hdi"):
        assert "gibt es für „Lebenslage gesamt“ keine Punkte: zu wenig Daten." in plainly(page)
        assert "Nicht mehr belastbar" not in plainly(page)
    if name == "mpi":
        assert "liegt keiner über 1,79" in plainly(page)


def test_what_has_gaps_can_be_left_out_at_once(dashboard: AppTest) -> None:
    page = opened(dashboard, "1~~v~hdi")
    button(page, "Alle Indikatoren mit Lücken weglassen").click().run()
    assert "keine Punkte" not in plainly(page)
    assert "o~vereine_je_1000" in address(page)
    assert "Alle Indikatoren mit Lücken weglassen" not in [b.label for b in page.button]


def test_all_weights_zero_is_told(dashboard: AppTest) -> None:
    fields = [node.code for node in data.snapshot().catalogue.children("gesamt")]
    page = opened(dashboard, "~~".join(["1", *(f"g~{code}~0" for code in fields)]))
    assert "Alle Gewichte unter „gesamt“ sind 0" in page.error[0].value


def test_a_link_that_is_partly_wrong(dashboard: AppTest) -> None:
    page = opened(dashboard, "1~~v~orakel~~g~beteiligung~2~~g~nirgends~2")
    assert "Das Verfahren „orakel“ gibt es nicht" in plainly(page)
    assert "Ein Gewicht für „nirgends“ gibt es im Katalog nicht" in plainly(page)
    assert address(page) == "1~~g~beteiligung~2"


def test_the_link_shown_is_the_scenario(dashboard: AppTest) -> None:
    page = opened(dashboard, "1~~n~A~~g~beteiligung~2")
    (link,) = page.code
    assert parse_qs(link.value.partition("?")[2]) == {"szenario": ["1~~n~A~~g~beteiligung~2"]}


def test_the_scenario_stays_while_somebody_looks_at_other_pages(dashboard: AppTest) -> None:
    page = opened(dashboard, "1~~g~beteiligung~2")
    page.switch_page("pages/uebersicht.py").run()
    page.switch_page("pages/szenario.py").run()
    assert address(page) == "1~~g~beteiligung~2"
    assert page.select_slider(key=FIELD).value == 2.0


def test_save_load_rename_delete(dashboard: AppTest, store: Store) -> None:
    store.scenarios.save("Anderes", "1~~g~beteiligung~3", wer="Rat")
    page = opened(dashboard, "1~~g~beteiligung~2")
    button(page, "Speichern").click().run()
    assert "Zum Speichern braucht es einen Namen" in page.error[0].value
    fill(page, "Mehr Teilhabe")
    button(page, "Speichern").click().run()
    assert "„Mehr Teilhabe“ gespeichert" in page.success[0].value
    (other, saved) = store.scenarios.all()
    assert page.selectbox(key="_gespeichert").value == str(saved.id)
    assert (saved.name, saved.text) == ("Mehr Teilhabe", "1~~g~beteiligung~2")
    button(page, "Alles zurücksetzen").click().run()
    assert address(page) == ""
    button(page, "Laden").click().run()
    assert address(page) == "1~~n~Mehr%20Teilhabe~~g~beteiligung~2"
    next(t for t in page.text_input if t.label == "Neuer Name").set_value("B").run()
    button(page, "Umbenennen").click().run()
    assert [each.name for each in store.scenarios.all()] == ["Anderes", "B"]
    button(page, "Endgültig löschen").click().run()
    assert store.scenarios.all() == [other]


def test_overwriting_is_said_and_meant(dashboard: AppTest, store: Store) -> None:
    store.scenarios.save("A", "1~~g~beteiligung~2", wer="Rat")
    page = opened(dashboard, "1~~n~A~~g~beteiligung~3")
    assert "„A“ ist schon gespeichert, mit anderem Inhalt" in plainly(page)
    newer = store.scenarios.all()[0]
    store.scenarios.save("A", "1~~g~beteiligung~1.5", wer="Amt", ersetzt=newer)
    page.run()
    button(page, "Überschreiben").click().run()
    assert [each.text for each in store.scenarios.all()] == ["1~~g~beteiligung~3"]


def test_what_was_saved_under_another_catalogue(dashboard: AppTest, store: Store) -> None:
    store.scenarios.save("A", "1~~g~beteiligung~2~~o~abgeschafft", wer="Rat")
    page = open_page(dashboard, "szenario")
    button(page, "Laden").click().run()
    assert address(page) == "1~~n~A~~g~beteiligung~2"
    assert "Der Katalog hat sich seit dem Speichern geändert." in plainly(page)


def test_nothing_published_changes(dashboard: AppTest, store: Store) -> None:
    before = texts(dashboard.run())
    figures = data.scores().scores.copy()
    version, since = store.version(), data.last_change()
    page = opened(dashboard, "1~~v~mpi~~g~beteiligung~3~~o~ehrenamt_anteil")
    fill(page, "Anders")
    button(page, "Speichern").click().run()
    page.switch_page("pages/uebersicht.py").run()
    assert texts(page) == before
    assert (store.version(), data.last_change()) == (version, since)
    assert data.scores().scores.equals(figures)


def test_without_values_there_is_no_result_and_no_error(dashboard: AppTest, store: Store) -> None:
    undo_all(store, "werte", "zensus", "vergleich", "umfrage")
    page = opened(dashboard, "1~~g~beteiligung~3")
    assert "gibt es für „Lebenslage gesamt“ keine Punkte:" in plainly(page)
    assert not page.error
