"""Registers: saved with history, nobody overwrites unawares, deleted for good means for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from lebenslage.errors import DatenFehler, LebenslageError
from lebenslage.model.registers import Draft
from lebenslage.store import Action, ChangedMeanwhile, Store, register_changes, schema
from lebenslage.store.records import in_words
from tests.store.builders import on_disk

CLUB = {"name": "Verein A", "art": "verein", "ortsteile": ("01",)}
PROJECT = {"titel": "Dorfplatz", "ortsteile": ("01",), "status": "idee"}


def actor(name: str = "Verein A", **more: object) -> Draft:
    return Draft("akteure", CLUB | {"name": name} | more)


def told(store: Store, kennung: str) -> list[tuple[str, dict, dict]]:
    return [(c.was, dict(c.vorher), dict(c.nachher)) for c in store.registers.history(kennung)]


def test_saved_numbered_and_kept(store, url):
    first, second = store.registers.save_all([actor(), actor("Verein B")], "Amt")
    project = store.registers.save(Draft("projekte", PROJECT | {"partner": ("A-1", "A-2")}), "Amt")
    assert [each.kennung for each in (first, second, project)] == ["A-1", "A-2", "P-1"]
    store.close()
    with Store(url) as again:
        assert again.registers.entries("akteure") == ([first, second], [], 1)
        assert again.registers.entry("P-1") == project
        assert again.registers.versions()["projekte"] == 1


def test_the_version_of_the_store_stays(store):
    store.registers.save(actor(), "Amt")
    assert store.version() == 0


def test_only_what_changed_is_read_again(store):
    store.registers.save_all([actor(), actor("Verein B")], "Amt")
    changed = store.registers.save(Draft("akteure", CLUB | {"name": "C"}, "A-2"), "Rat")
    assert store.registers.entries("akteure", since=1) == ([changed], [], 2)
    store.registers.delete("A-1", "Rat")
    assert store.registers.entries("akteure", since=2) == ([], ["A-1"], 3)


def test_the_day_on_which_an_entry_was_entered(store, monkeypatch):
    """It stays that day when the entry is changed: what was entered before midnight in Germany."""
    monkeypatch.setattr(register_changes, "now", lambda: "2025-12-31T22:30:00+00:00")
    store.registers.save_all([actor(), actor("Verein B")], "Amt")
    monkeypatch.setattr(register_changes, "now", lambda: "2026-01-31T23:30:00+00:00")
    store.registers.save(Draft("akteure", CLUB | {"name": "C"}, "A-2"), "Rat")
    store.registers.save(actor("Verein D"), "Amt")
    for since, days in (
        (0, ["2025-12-31", "2025-12-31", "2026-02-01"]),
        (1, ["2025-12-31", "2026-02-01"]),
    ):
        assert [each.angelegt for each in store.registers.entries("akteure", since)[0]] == days
    store.registers.save(Draft("projekte", PROJECT), "Amt")
    assert store.registers.entries("projekte")[0][0].angelegt == ""  # nobody asks there


def test_history_tells_what_differs(store):
    store.registers.save(Draft("projekte", PROJECT), "Amt")
    store.registers.save(
        Draft("projekte", PROJECT | {"status": "laeuft", "kosten": 100}, "P-1"), "Rat"
    )
    assert told(store, "P-1") == [
        ("geändert", {"status": "idee"}, {"status": "laeuft", "kosten": 100}),
        ("angelegt", {}, PROJECT),
    ]


def test_a_zero_is_kept(store):
    counted = PROJECT | {"kosten": 0, "foerderprogramm": "", "buergerprojekt": False}
    assert dict(store.registers.save(Draft("projekte", counted), "Amt").daten) == PROJECT | {
        "kosten": 0
    }


def test_the_same_again_changes_nothing(store):
    first = store.registers.save(Draft("projekte", PROJECT), "Amt")
    again = store.registers.save(
        Draft("projekte", PROJECT | {"ziel": "", "kosten": None}, "P-1"), "Rat"
    )
    assert again == first
    assert len(store.registers.history("P-1")) == 1


def test_the_second_of_two_is_told(store):
    store.registers.save(Draft("projekte", PROJECT), "Amt")
    mine = store.registers.save(Draft("projekte", PROJECT | {"status": "ruht"}, "P-1", 1), "Rat")
    with pytest.raises(ChangedMeanwhile) as caught:
        store.registers.save(Draft("projekte", PROJECT | {"ziel": "x"}, "P-1", 1), "Amt")
    assert str(caught.value) == (
        f"„P-1“ wurde {in_words(mine.wann)} von „Rat“ geändert, während Sie daran gearbeitet "
        "haben. Ihre Eingaben sind noch da; bitte vergleichen und noch einmal speichern."
    )
    assert caught.value.entry == mine == store.registers.entry("P-1")
    assert (
        store.registers.save(Draft("projekte", PROJECT | {"ziel": "x"}, "P-1", 2), "Amt").fassung
        == 3
    )


def test_all_or_none_and_all_problems(store):
    drafts = [
        actor(),
        Draft("akteure", {"name": "B"}, zeile=3),
        Draft("akteure", CLUB, "A-9"),
    ]
    with pytest.raises(DatenFehler) as caught:
        store.registers.save_all(drafts, "Amt")
    assert [str(problem) for problem in caught.value.problems] == [
        "Zeile 3, Spalte „Art“: Diese Angabe fehlt.",
        "Zeile 3, Spalte „Ortsteile“: Diese Angabe fehlt.",
        "Den Eintrag „A-9“ gibt es nicht (mehr).",
    ]
    assert store.registers.entries("akteure") == ([], [], 0)


def test_an_entry_twice_in_a_file(store):
    store.registers.save(actor(), "Amt")
    with pytest.raises(DatenFehler, match="Der Eintrag „A-1“ kommt mehrmals vor"):
        store.registers.save_all([Draft("akteure", CLUB, "A-1")] * 2, "Amt")


def test_steps_do_not_wait_in_a_circle(store):
    store.registers.save(Draft("projekte", PROJECT), "Amt")
    first = {"projekt": "P-1", "titel": "erst"}
    store.registers.save(Draft("schritte", first), "Amt")
    store.registers.save(Draft("schritte", first | {"titel": "dann", "nach": ("S-1",)}), "Amt")
    with pytest.raises(DatenFehler, match="Die Schritte warten im Kreis aufeinander"):
        store.registers.save(Draft("schritte", first | {"nach": ("S-2",)}, "S-1"), "Amt")


def test_nor_do_steps_that_are_saved_together(store):
    store.registers.save(Draft("projekte", PROJECT), "Amt")
    steps = [Draft("schritte", {"projekt": "P-1", "titel": text}) for text in "ab"]
    store.registers.save_all(steps, "Amt")
    circle = [
        Draft("schritte", {"projekt": "P-1", "titel": "a", "nach": ("S-2",)}, "S-1"),
        Draft("schritte", {"projekt": "P-1", "titel": "b", "nach": ("S-1",)}, "S-2"),
    ]
    with pytest.raises(DatenFehler, match="im Kreis"):
        store.registers.save_all(circle, "Amt")


def test_archived_and_brought_back(store):
    store.registers.save(actor(), "Amt")
    assert store.registers.archive("A-1", "Amt").archiviert
    assert store.registers.archive("A-1", "Amt").fassung == 2
    assert not store.registers.archive("A-1", "Rat", back=True).archiviert
    assert [was for was, _, _ in told(store, "A-1")] == ["zurückgeholt", "archiviert", "angelegt"]


def test_personal_fields_are_gone_from_the_file_as_well(store):
    person = {"ansprechperson": "Frau Xanthippe", "einwilligung": "2026-01-02"}
    store.registers.save(actor(**person), "Amt")
    new = store.registers.erase_personal("A-1", "Amt")
    assert dict(new.daten) == CLUB
    assert told(store, "A-1") == [("persönliche Angaben gelöscht", {}, {}), ("angelegt", {}, CLUB)]
    assert [entry.was for entry in store.audit()] == [Action.REGISTER_PERSONEN]
    assert b"Xanthippe" not in on_disk(store)


def test_deleted_for_good(store):
    store.registers.save(actor(name="Initiative Xanthippe"), "Amt")
    store.registers.attach("A-1", "bild.png", b"\x89PNG\r\n\x1a\nXanthippe", "Amt")
    store.registers.delete("A-1", "Rat")
    with pytest.raises(LebenslageError, match="gibt es nicht"):
        store.registers.entry("A-1")
    assert told(store, "A-1") == [("endgültig gelöscht", {}, {}), ("angelegt", {}, {})]
    assert b"Xanthippe" not in on_disk(store)
    assert store.registers.save(actor(), "Amt").kennung == "A-2"


def test_what_is_used_is_not_deleted(store):
    store.registers.save_all([actor(), actor("Verein B")], "Amt")
    store.registers.save(Draft("projekte", PROJECT | {"verantwortlich": "A-1"}), "Amt")
    tie = {"von": "A-1", "mit": "A-2", "art": "aktion"}
    store.registers.save(Draft("kooperationen", tie), "Amt")
    told = "von Kooperation K-1 „Verein A – Verein B“, Projekt P-1 „Dorfplatz“. Bitte dort"
    with pytest.raises(DatenFehler, match=told) as refused:
        store.registers.delete("A-1", "Amt")
    assert [each.kennung for each in refused.value.users] == ["K-1", "P-1"]


def test_the_steps_of_a_project_go_with_it(store):
    store.registers.save_all([Draft("projekte", PROJECT), Draft("projekte", PROJECT)], "Amt")
    step = {"projekt": "P-1", "titel": "Antrag"}
    store.registers.save(Draft("schritte", step), "Amt")
    store.registers.save(Draft("schritte", step | {"nach": ("S-1",)}), "Amt")
    store.registers.save(
        Draft("schritte", {"projekt": "P-2", "titel": "Warten", "nach": ("S-2",)}), "Amt"
    )
    with pytest.raises(DatenFehler, match="„P-1“ wird noch gebraucht von Schritt S-3 „Warten“"):
        store.registers.delete("P-1", "Amt")
    store.registers.save(Draft("schritte", {"projekt": "P-2", "titel": "Warten"}, "S-3"), "Amt")
    store.registers.delete("P-1", "Amt")
    assert [e.kennung for e in store.registers.entries("schritte")[0]] == ["S-3"]
    assert [e.kennung for e in store.registers.entries("projekte")[0]] == ["P-2"]


def test_examples_go_with_one_call(store):
    store.registers.save_all([actor(), Draft("akteure", CLUB, beispiel=True)], "Amt")
    store.registers.save(Draft("projekte", PROJECT | {"partner": ("A-2",)}, beispiel=True), "Amt")
    assert store.remove_examples("Amt") == (0, 2)
    assert [each.kennung for each in store.registers.entries("akteure")[0]] == ["A-1"]


def test_examples_stay_while_something_real_needs_them(store):
    store.registers.save(Draft("akteure", CLUB, beispiel=True), "Amt")
    store.registers.save(Draft("projekte", PROJECT | {"partner": ("A-1",)}), "Amt")
    with pytest.raises(DatenFehler, match="verweisen noch auf Beispiele: Projekt P-1 „Dorfplatz“"):
        store.remove_examples("Amt")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.exe", b"MZ", "„a.exe“ ist weder PDF noch PNG- oder JPEG-Bild."),
        (
            "a.pdf",
            b"%PDF-" + b"x" * 20 * 1024**2,
            "„a.pdf“ hat 20 MB; Anhänge dürfen höchstens 10 MB haben.",
        ),
        (
            "bild.jpg",
            b"\xff\xd8\xff" + b"x" * 20 * 1024**2,
            "„bild.jpg“ hat 20 MB; Anhänge dürfen höchstens 10 MB haben.",
        ),
    ],
)
def test_attachments_have_limits(store, name, data, message):
    store.registers.save(actor(), "Amt")
    with pytest.raises(LebenslageError) as caught:
        store.registers.attach("A-1", name, data, "Amt")
    assert str(caught.value) == message


def test_attachments_are_few_and_none_twice(store):
    store.registers.save(actor(), "Amt")
    for number in range(20):
        store.registers.attach("A-1", f"{number}.pdf", b"%PDF-" + bytes([number]), "Amt")
    with pytest.raises(LebenslageError, match=r"^„x\.pdf“ hängt schon an diesem Eintrag\.$"):
        store.registers.attach("A-1", "x.pdf", b"%PDF-" + bytes([0]), "Amt")
    with pytest.raises(LebenslageError, match=r"^Ein Eintrag kann höchstens 20 Anhänge haben\.$"):
        store.registers.attach("A-1", "y.pdf", b"%PDF-" + bytes([99]), "Amt")


def test_an_attachment_keeps_its_content_not_its_path(store):
    store.registers.save(actor(), "Amt")
    kept = store.registers.attach("A-1", "../../etc/<b>plan</b>.jpg", b"%PDF-1.7", "Amt")
    assert (kept.name, kept.art, kept.groesse) == ("b.pdf", "application/pdf", 8)
    assert store.registers.attachments("A-1") == [kept]
    assert store.registers.attachment(kept.id) == b"%PDF-1.7"
    store.registers.detach(kept.id, "Amt")
    assert store.registers.attachments("A-1") == []


def test_a_store_of_the_version_before_is_migrated(tmp_path):
    url = f"sqlite:///{tmp_path / 'frueher.sqlite'}"
    config = Config()
    folder = Path(schema.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
    engine.dispose()
    with Store(url) as again:
        assert again.registers.save(actor(), "Amt").kennung == "A-1"
