"""Pages of the registers: what is written down is kept, found, told apart and marked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage import wiring
from lebenslage.analysis.indicators import indicator_values
from lebenslage.model.registers import REGISTERS, Draft
from lebenslage.report import register_tables
from lebenslage.store import Store
from lebenslage.wiring import gemeinde
from tests.app.test_access import sent
from tests.app.test_pages import open_page, texts

STEMS = ("projekte", "akteure", "beteiligung", "ortsteilleben")


def by_label(items, label: str):
    found = [item for item in items if item.label == label]
    assert found, [item.label for item in items]
    return found[0]


def tables(page: AppTest) -> str:
    return "\n".join(item.value.to_csv(index=False) for item in page.table).replace("\\", "")


def test_a_project_is_written_down_and_opened(dashboard: AppTest, store: Store) -> None:
    dashboard.session_state["neu-projekte-0"] = True
    page = open_page(dashboard, "projekte")
    by_label(page.text_input, "Titel *").input("<b>Dorfgarten</b>")
    by_label(page.multiselect, "Ortsteile *").select("maienfels")
    by_label(page.button, "Projekt anlegen").click().run()
    assert page.exception == []
    saved = store.registers.entries("projekte")[0][-1]
    assert (saved.text("titel"), saved.several("ortsteile")) == (
        "<b>Dorfgarten</b>",
        ("maienfels",),
    )
    assert page.query_params["projekte"] == saved.kennung
    assert "Projekt „<b>Dorfgarten</b>“ gespeichert." in texts(page)
    assert "Projekt anlegen" not in [button.label for button in page.button]  # folded again


def test_what_is_missing_is_told_and_nothing_is_kept(dashboard: AppTest, store: Store) -> None:
    dashboard.session_state["neu-akteure-0"] = True
    page = open_page(dashboard, "akteure")
    by_label(page.text_input, "Name *").input("Neuer Verein")
    by_label(page.button, "Akteur anlegen").click().run()
    told = texts(page)
    assert "Feld „Art“: Diese Angabe fehlt." in told
    assert "Feld „Ortsteile“: Diese Angabe fehlt." in told
    assert "Spalte" not in told
    assert by_label(page.text_input, "Name *").value == "Neuer Verein"
    assert "Neuer Verein" not in [e.text("name") for e in store.registers.entries("akteure")[0]]


def test_a_file_that_is_out_of_date_is_told_by_its_lines(dashboard: AppTest, store: Store) -> None:
    """Two entries were changed and deleted since they were taken away as XLSX."""
    register, first = REGISTERS["treffpunkte"], store.registers.entry("T-1")
    second = store.registers.save(Draft("treffpunkte", first.daten), wer="Amt")
    both = (first, second)
    renamed = [replace(e, daten={**e.daten, "name": f"Saal {e.kennung}"}) for e in both]
    file = register_tables.export(register, renamed, register_tables.Words()).xlsx
    store.registers.save(
        Draft("treffpunkte", {**first.daten, "name": "Ihr Saal"}, "T-1"), wer="Rat"
    )
    store.registers.delete(second.kennung, wer="Rat")
    page = open_page(dashboard, "daten")
    page.file_uploader[0].upload("treffpunkte.xlsx", file, "application/vnd.ms-excel").run()
    by_label(page.button, "Einlesen").click().run()
    (told,) = [item.value for item in page.error]
    assert "2 Angaben passen nicht. Es wurde nichts eingelesen:" in told
    assert "treffpunkte.xlsx, Zeile 2, Spalte „kennung“: „T-1“ wurde am" in told
    assert "von „Rat“ geändert, nachdem diese Datei geschrieben wurde." in told
    assert f"treffpunkte.xlsx, Zeile 3, Spalte „kennung“: „{second.kennung}“ wurde am" in told
    assert "während Sie daran gearbeitet" not in told
    assert store.registers.entry("T-1").text("name") == "Ihr Saal"


def test_the_second_of_two_sees_both(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["projekte"] = "P-4"
    page = open_page(dashboard, "projekte")
    by_label(page.toggle, "Bearbeiten").set_value(True).run()
    mine = [item for item in page.text_input if item.label == "Titel *"][-1]
    mine.input("Mein Titel")
    entry = store.registers.entry("P-4")
    store.registers.save(
        Draft("projekte", {**entry.daten, "titel": "Ihr Titel"}, "P-4", entry.fassung), wer="Rat"
    )
    by_label(page.button, "Speichern").click().run()
    assert "von „Rat“ geändert, während Sie daran gearbeitet haben" in texts(page)
    assert "Titel,Ihr Titel,Mein Titel" in tables(page)
    assert store.registers.entry("P-4").text("titel") == "Ihr Titel"
    by_label(page.button, "Speichern").click().run()
    assert store.registers.entry("P-4").text("titel") == "Mein Titel"


def test_search_by_word_key_and_ortsteil(dashboard: AppTest) -> None:
    page = open_page(dashboard, "beteiligung")
    search = by_label(page.text_input, "Suche")
    search.input("bus").run()
    assert "1 Anliegen." in texts(page)
    by_label(page.text_input, "Suche").input("b-2").run()
    assert "Sitzbank am Spielplatz" in tables(page)
    by_label(page.text_input, "Suche").input("").run()
    by_label(page.selectbox, "Ortsteil").select("neuhuetten").run()
    assert "Straßenlampe" in tables(page)
    assert "Sitzbank" not in tables(page)


def test_who_is_reached_and_who_is_missing(dashboard: AppTest) -> None:
    page = open_page(dashboard, "beteiligung")
    told, shown = texts(page), tables(page)
    assert "in den letzten zwölf Monaten" in told
    assert "Teilnahmen. (Beispieldaten)" in told
    assert "keine Stichprobe, darum steht hier kein Urteil" in told
    assert "Gruppe,Veranstaltungen mit Zählung,Teilnahmen,Anteil,Anteil an den Einwohnern" in shown
    assert "unter 18 Jahre" in shown


def test_a_concern_joins_a_project_with_one_click(dashboard: AppTest, store: Store) -> None:
    known = store.registers.entry("B-2")
    again = {**known.daten, "titel": f"Noch einmal: {known.text('titel')}"}
    elsewhere = {**again, "titel": f"Anderswo: {known.text('titel')}", "ortsteile": ("maienfels",)}
    assert "maienfels" not in known.several("ortsteile")
    store.registers.save_all([Draft("anliegen", each) for each in (again, elsewhere)], "Test")
    dashboard.query_params["anliegen"] = "B-2"
    page = open_page(dashboard, "beteiligung")
    # the same in other words is shown, of the same Ortsteil only, and not the concern itself
    likes = [table.value for table in page.table if again["titel"] in table.value.to_csv()]
    assert any(len(table) == 1 for table in likes)
    wanted = [b for b in page.button if b.label.startswith("Mit Projekt")]
    wanted[0].click().run()
    assert store.registers.entry("B-2").text("projekt") == "P-2"


def links_of(page: AppTest) -> list[str]:
    return [item.proto.label.replace("\\", "") for item in page.get("page_link")]


def test_an_entry_leads_to_those_that_name_it(dashboard: AppTest) -> None:
    dashboard.query_params["projekte"] = "P-1"
    page = open_page(dashboard, "projekte")
    assert "Anliegen B-1: Letzter Bus fährt zu früh (Beispiel)" in links_of(page)
    dashboard.query_params.clear()
    dashboard.query_params["akteure"] = "A-5"  # partner of P-3
    page = open_page(dashboard, "akteure")
    assert "Projekt P-3: Bewegungsweg Wüstenrot (Beispiel)" in links_of(page)


def test_who_still_needs_an_entry_is_led_to(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["projekte"] = "P-1"
    page = open_page(dashboard, "projekte")
    before = links_of(page).count("Anliegen B-1: Letzter Bus fährt zu früh (Beispiel)")
    page.button(key="loeschen-P-1").click().run()
    assert "Anliegen B-1 „Letzter Bus fährt zu früh“" in texts(page)
    after = links_of(page).count("Anliegen B-1: Letzter Bus fährt zu früh (Beispiel)")
    assert (before, after) == (1, 2)
    assert store.registers.entry("P-1").kennung == "P-1"


def test_the_fachamt_is_an_amt(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["anliegen"] = "B-2"
    page = open_page(dashboard, "beteiligung")
    by_label(page.toggle, "Bearbeiten").set_value(True).run()
    actors = store.registers.entries("akteure")[0]
    offices = [e.text("name") for e in actors if e.text("art") == "amt"]
    assert 0 < len(offices) < len(actors)
    assert by_label(page.selectbox, "Fachamt").options == offices


def test_an_opened_entry_says_whether_everybody_sees_it(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["anliegen"] = "B-2"
    assert "Für alle sichtbar,nein\n" in tables(open_page(dashboard, "beteiligung"))
    store.registers.archive("B-1", "Test")
    dashboard.query_params["anliegen"] = "B-1"
    assert 'Für alle sichtbar,"nein, archiviert"' in tables(open_page(dashboard, "beteiligung"))


def test_a_finished_year_of_events_becomes_an_indicator(dashboard: AppTest, store: Store) -> None:
    many = [
        Draft("veranstaltungen", {"titel": "Treff", "ortsteile": places, "beginn": f"2025-0{m}-01"})
        for m, places in ((1, ("maienfels",)), (2, ("maienfels", "finsterrot")))
    ]
    store.registers.save_all(many, "Test")
    page = open_page(dashboard, "ortsteilleben")
    assert "Ortsteil,2026,2025" in tables(page)
    by_label(page.button, "Als Indikator übernehmen").click().run()
    assert "Veranstaltungen 2025 als Indikator übernommen" in texts(page)
    state = store.snapshot()
    found = indicator_values(state, gemeinde())
    found = found[found["indikator"] == "veranstaltungen"].set_index("gebiet_id")
    counted = found["wert"].to_dict()
    assert (counted["maienfels"], counted["finsterrot"], counted["neuhuetten"]) == (2, 1, 0)
    assert counted[gemeinde().ags] == 2
    assert set(found["stand"]) == {"2025"}
    assert set(found["status"]) == {"ok"}
    assert "register_veranstaltungen" in set(state.quellen["quelle_id"])
    by_label(page.button, "Als Indikator übernehmen").click().run()
    assert "bereits" in texts(page)
    store.undo(store.imports()[0].id, "Test")
    gone = store.snapshot()
    assert "register_veranstaltungen" not in set(gone.quellen["quelle_id"])
    assert "veranstaltungen" not in set(gone.werte["indikator"])


def test_long_lists_have_pages(dashboard: AppTest, store: Store) -> None:
    many = [
        Draft("akteure", {"name": f"Gruppe {n}", "art": "gruppe", "ortsteile": ("maienfels",)})
        for n in range(1, 51)
    ]
    store.registers.save_all(many, "Test")
    page = open_page(dashboard, "akteure")
    assert "59 Akteure auf 2 Seiten, die neuesten zuerst." in texts(page)
    assert "Gruppe 50," in tables(page)
    assert "Beispielwohnbau" not in page.table[0].value.to_csv()
    by_label(page.number_input, "Seite").set_value(2).run()
    assert "Beispielwohnbau" in page.table[0].value.to_csv()
    by_label(page.text_input, "Suche").input("Gruppe 7").run()
    assert "5 Akteure." in texts(page)  # 7, 17, 27, 37, 47


def test_what_is_due_stands_on_the_first_page(dashboard: AppTest) -> None:
    page = open_page(dashboard, "uebersicht")
    assert "Was ansteht: 2 überfällig." in sent(page)


def test_a_step_is_done(dashboard: AppTest, store: Store) -> None:
    dashboard.query_params["projekte"] = "P-1"
    page = open_page(dashboard, "projekte")
    assert "wurde seit Beginn noch nicht gemessen" in texts(page)
    by_label(page.button, "„Bänke aufstellen“ erledigt").click().run()
    assert store.registers.entry("S-2").text("erledigt")


@pytest.mark.parametrize(
    ("stem", "holder", "code", "field"),
    [
        ("akteure", "akteure", "kooperationen", "von"),
        ("projekte", "projekte", "schritte", "projekt"),
    ],
)
def test_what_belongs_to_an_entry_is_put_away_and_brought_back(
    dashboard: AppTest, store: Store, stem: str, holder: str, code: str, field: str
) -> None:
    part = store.registers.entries(code)[0][0]
    dashboard.query_params[holder] = part.text(field)
    dashboard.query_params[code] = part.kennung
    page = open_page(dashboard, stem)
    page.button(key=f"archivieren-{part.kennung}").click().run()
    assert store.registers.entry(part.kennung).archiviert
    box = page.selectbox(key=f"_{code}")
    assert any(option.endswith("(archiviert)") for option in box.options)
    page.button(key=f"archivieren-{part.kennung}").click().run()
    assert page.exception == []
    assert not store.registers.entry(part.kennung).archiviert


def test_effects_claim_no_more_than_the_figures_hold(dashboard: AppTest) -> None:
    dashboard.query_params["projekte"] = "P-3"
    told = texts(open_page(dashboard, "projekte")).replace("\u00a0", " ")
    assert "Wüstenrot: „Zufriedenheit: Sport und Bewegung“" in told
    assert "In 4 anderen Ortsteilen im Mittel" in told
    assert "von Zufall zu unterscheiden. (Beispieldaten)" in told
    assert "beweist nicht, dass das Projekt sie bewirkt hat" in told


def test_gaps_and_network_are_told(dashboard: AppTest) -> None:
    told = texts(open_page(dashboard, "akteure"))
    assert "kein Akteur, kein Projekt (Beispieldaten)." in told
    assert "noch keine Zusammenarbeit." in told
    assert "Akteure stehen allein" in told


@pytest.mark.parametrize("stem", STEMS)
def test_pages_without_examples(dashboard: AppTest, store: Store, stem: str) -> None:
    store.remove_examples(wer="Test")
    page = open_page(dashboard, stem)
    assert "(Beispiel)" not in tables(page)


def test_new_files_are_told_until_they_are_taken_back(
    dashboard: AppTest, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "MITGELIEFERT", "niemand")  # the shipped ones as if just brought
    page = open_page(dashboard, "projekte")
    count = sum(record.aktiv for record in store.imports())
    assert f"und {count - 3} weitere Dateien." in texts(page)
    store.undo(store.imports()[0].id, "Test")
    assert f"und {count - 4} weitere Dateien." in texts(page.run())
