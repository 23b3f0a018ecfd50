"""Page Öffentlichkeit: everybody sees what was published, and nothing else."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from lebenslage.app import data, registers
from lebenslage.model import moments
from lebenslage.model.registers import PUBLISHABLE, Draft, Entry, published
from lebenslage.store import Store
from tests.app.test_pages import open_page, texts
from tests.app.test_registers import by_label, tables


def test_published_and_taken_back(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["register"] = "projekte"
    dashboard.query_params["projekte"] = "P-4"
    page = open_page(dashboard, "oeffentlichkeit")
    assert "Intern bleiben: „Kosten“, „Fördersumme“ und „Frist der Förderung“;" in texts(page)
    by_label(page.button, "Veröffentlichen").click().run()
    assert store.registers.entry("P-4").daten["veroeffentlicht"] is True
    assert "„Digitalsprechstunde (Beispiel)“ veröffentlicht." in texts(page)
    by_label(page.button, "Zurückziehen").click().run()
    assert "veroeffentlicht" not in store.registers.entry("P-4").daten


def test_a_concern_without_public_version_is_refused(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["register"] = "anliegen"
    dashboard.query_params["anliegen"] = "B-2"
    page = open_page(dashboard, "oeffentlichkeit")
    by_label(page.button, "Veröffentlichen").click().run()
    told = "Feld „Öffentliche Fassung“: Veröffentlicht wird nur die öffentliche Fassung; sie fehlt."
    assert told in texts(page)
    assert "veroeffentlicht" not in store.registers.entry("B-2").daten


def test_citizens_see_news_events_and_no_inner_word(dashboard: AppTest, store: Store) -> None:
    store.registers.save(
        Draft("anliegen", {**store.registers.entry("B-1").daten, "antwort": "GEHEIM"}, "B-1", 1),
        "Test",
    )
    page = open_page(dashboard, "oeffentlichkeit")
    told = texts(page) + tables(page)
    assert "Die Mitfahrbänke stehen bald in Neulautern und Wüstenrot." in told
    assert "Der letzte Bus nach Neulautern soll später fahren." in told
    assert "Bisher sind weniger als 10 Anliegen und Ideen eingegangen." in told
    for inner in ("GEHEIM", "Nach 19 Uhr kommt niemand", "Planungstreffen"):
        assert inner not in told
    by_label(page.selectbox, "Ortsteil").select("maienfels").run()
    assert "Zurzeit gibt es keine Neuigkeit." in texts(page)


def test_a_register_on_the_map(dashboard: AppTest, store: Store) -> None:
    daten = {**store.registers.entry("T-1").daten, "lage": "49,0812; 9,4601"}
    store.registers.save(Draft("treffpunkte", daten, "T-1"), "Test")
    dashboard.session_state["karte-treffpunkte"] = True
    page = open_page(dashboard, "ortsteilleben")
    assert "Ein Punkt steht, wo eine Lage angegeben ist (1 von 4)." in texts(page)
    assert "Dorfhaus (Beispiel),Finsterrot,Punkt auf der Karte" in tables(page)


def test_events_month_by_month(dashboard: AppTest) -> None:
    dashboard.query_params["monat"] = "2026-05"
    page = open_page(dashboard, "ortsteilleben")
    assert "Mai 2026: 1 Veranstaltung." in texts(page)
    by_label(page.button, "Juni 2026 →").click().run()
    assert "Juni 2026: keine Veranstaltung eingetragen." in texts(page)
    assert page.query_params["monat"] == "2026-06"


def test_news_stand_on_the_pages_of_their_ortsteil(dashboard: AppTest, store: Store) -> None:
    news = {"text": "Neue Rutsche", "ortsteile": ("maienfels",), "datum": "2026-01-02"}
    more = {"link": "https://example.org/rutsche", "veroeffentlicht": True}
    store.registers.save(Draft("neuigkeiten", news | more), "Test")
    assert "Neue Rutsche [Mehr dazu](https://example.org/rutsche)" in texts(
        open_page(dashboard, "uebersicht")
    )
    dashboard.query_params["ortsteil"] = "neuhuetten"
    assert "Neue Rutsche" not in texts(open_page(dashboard, "ortsteil"))


def test_what_everybody_sees_follows_every_change(store: Store) -> None:
    def seen() -> dict[str, tuple[Entry, ...]]:
        data.refresh()
        shown = {code: tuple(own) for code, own in registers.public().items()}
        every = {code: registers.whole(code).entries.values() for code in PUBLISHABLE}
        assert shown == published(every, moments.today().isoformat())
        return shown

    project = next(e for e in store.registers.entries("projekte")[0] if e.text("verantwortlich"))
    actor = store.registers.entry(project.text("verantwortlich"))
    hidden = {**actor.daten, "veroeffentlicht": False}
    store.registers.save(
        Draft("projekte", {**project.daten, "veroeffentlicht": True}, project.kennung), "Test"
    )
    store.registers.save(
        Draft("akteure", {**actor.daten, "veroeffentlicht": True}, actor.kennung), "Test"
    )
    first = seen()
    store.registers.save(Draft("akteure", {**hidden, "name": "Neu"}, actor.kennung), "Test")
    # the project itself was not touched, but no longer says who is responsible
    named, unnamed = (
        next(e for e in shown["projekte"] if e.kennung == project.kennung)
        for shown in (first, seen())
    )
    assert named.text("verantwortlich") == actor.kennung
    assert unnamed.text("verantwortlich") == ""
    store.registers.archive(project.kennung, "Test")
    assert project.kennung not in [e.kennung for e in seen()["projekte"]]


def test_the_page_follows_what_is_changed_and_taken_back(dashboard: AppTest, store: Store) -> None:
    page = open_page(dashboard, "oeffentlichkeit")
    daten = {**store.registers.entry("T-1").daten, "name": "Scheune", "veroeffentlicht": True}
    key = store.registers.save(Draft("treffpunkte", daten), "Test").kennung
    assert "Scheune" in tables(page.run())
    store.registers.save(Draft("treffpunkte", daten | {"name": "Speicher"}, key), "Test")
    assert "Speicher" in tables(page.run())
    assert "Scheune" not in tables(page)
    store.registers.save(
        Draft("treffpunkte", daten | {"name": "Speicher", "veroeffentlicht": False}, key), "Test"
    )
    assert "Speicher" not in tables(page.run())


def test_both_views_are_as_they_were_left(dashboard: AppTest) -> None:
    page = open_page(dashboard, "oeffentlichkeit")

    def view(name: str) -> None:
        page.session_state["veroeffentlichen-sicht"] = name
        page.run()

    page.selectbox(key="wo-alle").select("maienfels").run()
    view("Veröffentlichen")
    page.text_input(key="suche-akteure").set_value("Bus").run()
    view("Was alle sehen")
    assert page.selectbox(key="wo-alle").value == "maienfels"
    view("Veröffentlichen")
    assert page.text_input(key="suche-akteure").value == "Bus"
