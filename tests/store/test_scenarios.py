"""Saved scenarios: one name, one content; nothing published hangs on them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.config import Config

from lebenslage.errors import LebenslageError
from lebenslage.model.scenario import MAX_TEXT
from lebenslage.store import Action, Saved, Store, database, restore, shelf, sqlite_url
from tests.store.builders import shown, value_delivery
from tests.store.conftest import NOW, NOW_SHOWN

A = ("a", "x", "2024")
ONE, TWO = "1~~g~wohnen~2", "1~~g~wohnen~3"


def actions(store: Store) -> list[Action]:
    return [entry.was for entry in store.audit()]


def test_saved_listed_by_name_and_kept(store, url, clock):
    store.scenarios.save("zweites", TWO, wer="Amt")
    store.scenarios.save(" Mehr   Wohnen ", ONE, wer="Rat")
    expected = [
        Saved(2, "Mehr Wohnen", ONE, NOW, "Rat"),
        Saved(1, "zweites", TWO, NOW, "Amt"),
    ]
    assert store.scenarios.all() == expected
    store.close()
    with Store(url) as again:
        assert again.scenarios.all() == expected


def test_the_version_stays_and_the_log_tells_who(store):
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    saved = store.scenarios.save("A", ONE, wer="Rat")
    saved = store.scenarios.save("A", TWO, wer="Amt", ersetzt=saved)
    store.scenarios.rename(saved.id, "B", wer="Amt")
    store.scenarios.delete(saved.id, wer="Rat")
    assert store.version() == 1
    assert store.scenarios.all() == []
    told = [(entry.was, entry.wer, entry.version) for entry in store.audit()[:4]]
    assert told == [
        (Action.SZENARIO_GELOESCHT, "Rat", 1),
        (Action.SZENARIO_UMBENANNT, "Amt", 1),
        (Action.SZENARIO_UEBERSCHRIEBEN, "Amt", 1),
        (Action.SZENARIO_GESPEICHERT, "Rat", 1),
    ]
    assert [was.changes_data for was in actions(store)] == [False] * 4 + [True]


def test_the_same_again_changes_nothing(store):
    first = store.scenarios.save("A", ONE, wer="Amt")
    assert store.scenarios.save("a", ONE, wer="Rat") == first
    assert actions(store) == [Action.SZENARIO_GESPEICHERT]


def test_nobody_overwrites_unawares(store, clock):
    seen = store.scenarios.save("A", ONE, wer="Rat")
    with pytest.raises(LebenslageError) as caught:
        store.scenarios.save("a", TWO, wer="Amt")
    assert str(caught.value) == (
        f"Ein Szenario „A“ gibt es schon, gespeichert {NOW_SHOWN} von „Rat“. Bitte einen anderen "
        "Namen wählen oder es ausdrücklich überschreiben."
    )
    assert store.scenarios.all() == [seen]
    newer = store.scenarios.save("A", TWO, wer="Amt", ersetzt=seen)
    assert (newer.id, newer.text, newer.wer) == (seen.id, TWO, "Amt")
    with pytest.raises(LebenslageError, match="gibt es schon"):
        store.scenarios.save("A", "1~~g~wohnen~4", wer="Rat", ersetzt=seen)
    assert store.scenarios.all() == [newer]


def test_renaming(store):
    first, second = (store.scenarios.save(name, ONE, wer="Amt") for name in "AB")
    with pytest.raises(LebenslageError) as caught:
        store.scenarios.rename(second.id, "a", wer="Amt")
    assert str(caught.value) == "Ein Szenario „A“ gibt es schon; Namen gibt es einmal."
    assert store.scenarios.rename(first.id, "a", wer="Amt").name == "a"
    assert store.scenarios.rename(first.id, "a", wer="Amt").name == "a"
    assert actions(store).count(Action.SZENARIO_UMBENANNT) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (" \n", "Bitte dem Szenario einen Namen geben."),
        ("x" * 81, "Der Name darf höchstens 80 Zeichen haben und keine Steuerzeichen."),
        ("a\x00b", "Der Name darf höchstens 80 Zeichen haben und keine Steuerzeichen."),
    ],
)
def test_names_that_are_none(store, name, message):
    saved = store.scenarios.save("A", ONE, wer="Amt")
    for act in (
        lambda: store.scenarios.save(name, TWO, wer="Amt"),
        lambda: store.scenarios.rename(saved.id, name, wer="Amt"),
    ):
        with pytest.raises(LebenslageError) as caught:
            act()
        assert str(caught.value) == message
    assert store.scenarios.all() == [saved]


def test_one_that_is_gone(store):
    saved = store.scenarios.save("A", ONE, wer="Amt")
    store.scenarios.delete(saved.id, wer="Amt")
    for act in (
        lambda: store.scenarios.delete(saved.id, wer="Amt"),
        lambda: store.scenarios.rename(saved.id, "B", wer="Amt"),
    ):
        with pytest.raises(LebenslageError) as caught:
            act()
        assert str(caught.value) == "Dieses Szenario gibt es nicht (mehr)."


def test_the_shelf_is_not_endless(store, monkeypatch):
    with pytest.raises(LebenslageError, match="zu groß"):
        store.scenarios.save("A", "1" * (MAX_TEXT + 1), wer="Amt")
    monkeypatch.setattr(shelf, "MAX_SAVED", 1)
    store.scenarios.save("A", ONE, wer="Amt")
    with pytest.raises(LebenslageError) as caught:
        store.scenarios.save("B", ONE, wer="Amt")
    assert str(caught.value) == (
        "Es sind schon 1 Szenarien gespeichert. Bitte zuerst eines löschen."
    )


def test_backup_and_restore_bring_them_back(store, url, tmp_path):
    saved = store.scenarios.save("A", ONE, wer="Amt")
    store.backup(tmp_path / "sicherung.sqlite")
    store.scenarios.delete(saved.id, wer="Amt")
    restore(tmp_path / "sicherung.sqlite", url, wer="IT")
    assert store.scenarios.all() == [saved]


def test_decks_stand_on_a_shelf_of_their_own(store):
    store.scenarios.save("A", ONE, wer="Amt")
    saved = store.decks.save("A", "{}", wer="Rat")
    assert store.decks.all() == [saved]
    with pytest.raises(LebenslageError, match=r"^Eine Präsentation „A“ gibt es schon, gespeichert"):
        store.decks.save("a", "[]", wer="Amt")
    with pytest.raises(LebenslageError, match=r"^Bitte der Präsentation einen Namen geben\.$"):
        store.decks.rename(saved.id, "", wer="Amt")
    store.decks.rename(saved.id, "B", wer="Amt")
    store.decks.delete(saved.id, wer="Rat")
    with pytest.raises(LebenslageError, match=r"^Diese Präsentation gibt es nicht \(mehr\)\.$"):
        store.decks.delete(saved.id, wer="Rat")
    assert store.decks.all() == []
    assert len(store.scenarios.all()) == 1
    assert actions(store)[:3] == [
        Action.PRAESENTATION_GELOESCHT,
        Action.PRAESENTATION_UMBENANNT,
        Action.PRAESENTATION_GESPEICHERT,
    ]
    assert (store.version(), any(was.changes_data for was in actions(store))) == (0, False)


@pytest.fixture
def older(url, tmp_path):
    """File of a store as the program before scenarios left it."""
    file = tmp_path / "instanz" / "lebenslage.sqlite"
    with Store(url) as store:
        store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    config = Config()
    config.set_main_option("script_location", database._MIGRATIONS)
    old = tmp_path / "alt.sqlite"
    own = database.Database(sqlite_url(old), foreign_keys=False)
    with own.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    own.close()
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("ATTACH ? AS neu", (str(file),))
        names = connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        ).fetchall()
        for (name,) in names:
            connection.execute(f"DELETE FROM main.{name}")
            columns = connection.execute(f"SELECT name FROM pragma_table_info('{name}', 'main')")
            cells = ", ".join(column for (column,) in columns)  # later ones were not there yet
            connection.execute(f"INSERT INTO main.{name} SELECT {cells} FROM neu.{name}")
        connection.commit()
        assert ("szenarien",) not in names
    return old


@pytest.mark.sqlite
def test_a_store_from_before_is_upgraded_with_all_it_holds(older):
    with Store(sqlite_url(older)) as store:
        assert (store.version(), shown(store.snapshot().werte)) == (1, {A: 1.0})
        assert [record.wer for record in store.imports()] == ["Amt"]
        assert store.scenarios.all() == []
        store.scenarios.save("A", ONE, wer="Amt")
        assert [saved.name for saved in store.scenarios.all()] == ["A"]


@pytest.mark.sqlite
def test_a_backup_from_before_can_be_restored(older, store, url):
    store.scenarios.save("A", ONE, wer="Amt")
    restore(older, url, wer="IT")
    assert (shown(store.snapshot().werte), store.scenarios.all()) == ({A: 1.0}, [])
