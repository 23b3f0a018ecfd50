"""The page Katalog: a draft shows nowhere else, a release everywhere, and back it goes."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.report.catalogue_file import catalogue_csv
from lebenslage.store import Store
from tests.app.test_pages import PAGES, open_page, texts

LEAF = "wahlbeteiligung_urne"


@pytest.fixture
def page(dashboard: AppTest) -> AppTest:
    dashboard.query_params["eintrag"] = LEAF
    return open_page(dashboard, "katalog")


def plainly(page: AppTest) -> str:
    return texts(page).replace("\u00a0", " ")


def field(page: AppTest, kind: str, start: str):
    return next(each for each in getattr(page, kind) if each.key.startswith(start))


def fill(page: AppTest, start: str, value, kind: str = "text_input") -> AppTest:
    field(page, kind, start).set_value(value)
    return page


def press(page: AppTest, label: str) -> AppTest:
    page = next(each for each in page.button if each.label == label).click().run()
    assert [item.message for item in page.exception] == []
    return page


def weigh(page: AppTest, weight: float = 3.0, reason: str = "Beschluss vom 3. März") -> AppTest:
    fill(page, "gewicht-", weight, "number_input")
    fill(page, "grund-eintrag-", reason)
    return press(page, "In den Entwurf übernehmen")


def test_from_draft_to_release_and_back(page: AppTest, store: Store) -> None:
    assert "Freigegeben ist Fassung 1 vom" in plainly(page)
    assert "Es gibt keinen Entwurf." in plainly(page)
    page = weigh(page)
    shown = plainly(page)
    assert "In den Entwurf übernommen: „Wahlbeteiligung an der Urne (Bundestagswahl)“:" in shown
    assert "Gewicht 3 statt 1" in shown
    assert "Der Entwurf ändert 1 Eintrag" in shown
    assert store.snapshot().catalogue[LEAF].gewicht == 1.0
    assert (version := store.version()) == page.session_state["lauf"].version
    overview = [t.value for t in page.table if "Größte Änderung (Punkte)" in t.value.columns]
    assert "Lebenslage gesamt" in overview[0]["Bereich"].tolist()
    assert len(page.get("plotly_chart")) == 1
    page = press(page, "Als neue Fassung freigeben")
    assert "Bitte einen Grund angeben" in plainly(page)
    fill(page, "grund-freigeben-", "Der Rat hat so entschieden")
    page = press(page, "Als neue Fassung freigeben")
    assert "Freigegeben ist Fassung 2 vom" in plainly(page)
    assert "Grund: Der Rat hat so entschieden" in plainly(page)
    assert store.snapshot().catalogue[LEAF].gewicht == 3.0
    assert store.version() > version
    fill(page, "grund-zurueck-", "Formfehler")
    page = press(page, "Diese Fassung wieder gelten lassen")
    assert "Freigegeben ist Fassung 1 vom" in plainly(page)
    assert store.snapshot().catalogue[LEAF].gewicht == 1.0
    history = next(t.value for t in page.table if "Grund" in t.value and "Was" in t.value)
    assert history["Grund"].tolist() == [
        "Formfehler", "Der Rat hat so entschieden", "Beschluss vom 3. März",
    ]  # fmt: skip


def test_a_draft_is_discarded_with_a_reason(page: AppTest, store: Store) -> None:
    page = weigh(page)
    fill(page, "grund-verwerfen-", "doch nicht")
    page = press(page, "Entwurf verwerfen")
    assert "Der Entwurf ist verworfen." in plainly(page)
    assert store.catalogue.draft() is None


def test_the_rules_of_the_file_hold_in_the_form(page: AppTest, store: Store) -> None:
    page = weigh(page, reason="")
    assert "Bitte einen Grund angeben" in plainly(page)
    fill(page, "unten-", 90.0, "number_input")
    page = weigh(page)
    assert "Oberer Zielwert: Der obere Zielwert (80) muss größer sein als der untere (90)" in (
        plainly(page)
    )
    assert store.catalogue.steps() == []


def test_circles_and_orphans_are_refused(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["eintrag"] = "beteiligung"
    page = open_page(dashboard, "katalog")
    fill(page, "grund-entfernen-", "weg damit")
    page = press(page, "Im Entwurf entfernen")
    assert "verweist auf „beteiligung“, diesen Code gibt es im Katalog nicht" in plainly(page)
    dashboard.query_params["eintrag"] = "gesamt"
    page = page.run()
    fill(page, "eltern-", "beteiligung", "selectbox")
    fill(page, "grund-eintrag-", "Kreis")
    page = press(page, "In den Entwurf übernehmen")
    assert "steht über seine Eltern in einem Kreis" in plainly(page)
    assert store.catalogue.steps() == []


def test_a_new_indicator_gets_a_code_from_its_name(page: AppTest, store: Store) -> None:
    page = field(page, "selectbox", "_eintrag").select("+").run()
    fill(page, "name-", "Bänke je 100 Einwohner")
    fill(page, "einheit-", "Bänke")
    fill(page, "unten-", 0.0, "number_input")
    fill(page, "oben-", 5.0, "number_input")
    fill(page, "grund-eintrag-", "Wunsch aus der Bürgerversammlung")
    page = press(page, "In den Entwurf übernehmen")
    assert "„Bänke je 100 Einwohner“ ist neu unter" in plainly(page)
    draft = store.catalogue.draft()
    assert draft is not None
    assert b"baenke_je_100_einwohner;" in draft.katalog


def test_goalposts_from_the_landkreis_with_their_source(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["eintrag"] = "einwohnerentwicklung"
    page = open_page(dashboard, "katalog")
    (choice,) = page.radio
    assert [option.partition(":")[0] for option in choice.options] == [
        "5. und 95. Perzentil", "10. und 90. Perzentil", "25. und 75. Perzentil",
        "Kleinster und größter Wert",
    ]  # fmt: skip
    fill(page, "grund-verteilung-", "Vergleich statt Setzung")
    page = press(page, "Zielwerte in den Entwurf übernehmen")
    draft = store.catalogue.draft()
    assert draft is not None
    assert "5. und 95. Perzentil der 46 Gemeinden (Landkreis" in draft.katalog.decode()
    assert ", Stand 31.12.2023; " in draft.katalog.decode()


def test_out_to_excel_and_back_into_the_draft(page: AppTest, store: Store) -> None:
    data = catalogue_csv(store.snapshot().catalogue)
    (upload,) = page.file_uploader
    page = upload.upload("katalog.csv", data, "text/csv").run()
    assert "Die Datei sagt dasselbe wie der Entwurf" in plainly(page)
    row = f"{LEAF};beteiligung;1;"
    changed = data.decode("utf-8-sig").replace(f"{row}1;", f"{row}2,5;")
    page = page.file_uploader[0].upload("neu.csv", changed.encode("cp1252"), "text/csv").run()
    assert "Die Datei ändert 1 Eintrag:" in plainly(page)
    fill(page, "grund-datei-", "in Excel gewichtet")
    buttons = [each for each in page.button if each.label == "In den Entwurf übernehmen"]
    page = buttons[-1].click().run()
    assert "Gewicht 2,5 statt 1" in plainly(page)


def test_another_file_is_refused_with_its_problems(page: AppTest) -> None:
    upload = page.file_uploader[0]
    page = upload.upload("quellen.csv", b"quelle_id;herausgeber;titel\na;b;c\n", "text/csv").run()
    assert "Erwartet wird der Indikatorenkatalog, erkannt wurde „Quellenverzeichnis“." in (
        plainly(page)
    )


def test_no_page_stumbles_over_an_indicator_that_is_gone(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["eintrag"] = "zufriedenheit_bus"
    page = open_page(dashboard, "katalog")
    fill(page, "grund-entfernen-", "wird nicht mehr gebraucht")
    page = press(page, "Im Entwurf entfernen")
    fill(page, "grund-freigeben-", "beschlossen")
    page = press(page, "Als neue Fassung freigeben")
    for stem in PAGES:
        page = open_page(page, stem)
        assert [item.value for item in page.error] == []
