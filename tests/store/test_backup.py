"""Backups read back, restoring is whole or absent, and nothing is thrown away."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lebenslage.errors import LebenslageError
from lebenslage.model.registers import Draft
from lebenslage.store import Action, Store, backup, recovery, restore, sqlite_url
from tests import tiny
from tests.store.builders import delivery, shown, value_delivery

A = ("a", "x", "2024")


@pytest.fixture
def filled(store) -> Store:
    store.import_deliveries(
        [value_delivery({A: 1.0}), delivery(tiny.wave(), "antworten.csv")], wer="Amt"
    )
    store.release("umfrage-2024", "F5", 0, released=True, wer="Amt")
    return store


@pytest.fixture
def target(tmp_path) -> Path:
    folder = tmp_path / "sicherungen"
    folder.mkdir()
    return folder / "sicherung.sqlite"


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_backup_holds_everything_in_one_file(filled, target):
    report = filled.backup(target)
    assert (report.datei, report.importe, report.version) == (target, 2, 2)
    assert report.bytes == target.stat().st_size
    assert leftovers(target.parent) == ["sicherung.sqlite"]
    with Store(sqlite_url(target)) as copy:
        state = copy.snapshot()
        assert shown(state.werte) == {A: 1.0}
        assert state.wave("umfrage-2024").released == {("F5", 0)}
        assert copy.imports() == filled.imports()
        assert copy.audit() == filled.audit()
        assert copy.raw(2) == filled.raw(2)
        assert copy.backup(target.with_name("kopie.sqlite")).sha256 == report.sha256


def test_a_backup_while_somebody_writes(filled, target):
    with filled._database.writing() as connection:
        connection.exec_driver_sql("UPDATE speicher SET version = 99")
        report = filled.backup(target)
        connection.get_transaction().rollback()
    assert report.version == 2


def test_an_older_backup_is_replaced_only_on_demand(filled, target):
    filled.backup(target)
    filled.undo(1, wer="Amt")
    with pytest.raises(LebenslageError) as caught:
        filled.backup(target)
    assert str(caught.value) == (
        "Die Sicherung „sicherung.sqlite“ gibt es schon. Bitte einen anderen Namen wählen, oder "
        "mit --ueberschreiben sagen, dass sie ersetzt werden soll."
    )
    assert filled.backup(target, overwrite=True).version == 3


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("instanz/lebenslage.sqlite",
         "Die Sicherung braucht eine andere Datei als der Speicher selbst."),
        ("nirgends/x.sqlite", "Den Ordner „{folder}/nirgends“ gibt es nicht."),
        ("brief.doc", "„brief.doc“ gibt es schon und ist keine Sicherung von lebenslage; bitte "
         "einen anderen Namen wählen."),
    ],
)  # fmt: skip
def test_where_a_backup_cannot_go(filled, tmp_path, name, message):
    (tmp_path / "brief.doc").write_bytes(b"Sehr geehrte Damen und Herren")
    with pytest.raises(LebenslageError) as caught:
        filled.backup(tmp_path / name)
    assert str(caught.value) == message.format(folder=tmp_path)
    assert (tmp_path / "brief.doc").read_bytes() == b"Sehr geehrte Damen und Herren"


@pytest.mark.sqlite
def test_a_backup_that_does_not_read_back_is_dropped(filled, target, monkeypatch):
    hashes = iter(["eins", "zwei"])
    monkeypatch.setattr(backup, "content_hash", lambda *_: next(hashes))
    with pytest.raises(LebenslageError) as caught:
        filled.backup(target)
    assert str(caught.value) == (
        "Die Sicherung „sicherung.sqlite“ ließ sich nicht fehlerfrei zurücklesen und wurde "
        "verworfen. Bitte den Datenträger prüfen."
    )
    assert leftovers(target.parent) == []


@pytest.mark.sqlite
def test_disk_full_while_writing_a_backup(filled, target, monkeypatch):
    def full(_temporary, _path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup, "settle", full)
    with pytest.raises(LebenslageError) as caught:
        filled.backup(target)
    assert str(caught.value) == (
        f"Auf dem Datenträger von „{target.parent}“ ist kein Platz mehr. Es wurde nichts geändert; "
        "bitte Platz schaffen und den Vorgang wiederholen."
    )
    assert leftovers(target.parent) == []


# -- restore


def test_restore_while_others_have_the_store_open(filled, target, url):
    filled.backup(target)
    filled.import_deliveries([value_delivery({A: 5.0}, "neu.csv")], wer="Amt")
    filled.remove_examples(wer="Amt")
    before = filled.version()
    report = restore(target, url, wer="IT")
    assert (report.importe, report.neu_starten) == (2, False)
    # caches are keyed by the version: it must be one that nobody has seen
    assert filled.version() == report.version == before + 1
    assert shown(filled.snapshot().werte) == {A: 1.0}
    assert filled.snapshot().wave("umfrage-2024").released == {("F5", 0)}
    assert (filled.audit()[0].was, filled.audit()[0].wer) == (Action.EINGESPIELT, "IT")
    # going on works: numbers are not given twice
    (record,) = filled.import_deliveries([value_delivery({A: 7.0}, "weiter.csv")], wer="Amt")
    assert record.id == 4


@pytest.mark.sqlite
def test_the_replaced_store_is_kept(filled, target, url):
    filled.backup(target)
    filled.import_deliveries([value_delivery({A: 5.0}, "neu.csv")], wer="Amt")
    kept = restore(target, url).ersetzt
    assert kept.parent == filled.path.parent
    assert re.fullmatch(r"lebenslage-ersetzt-\d{4}-\d\d-\d\d-\d{6}\.sqlite", kept.name)
    with Store(sqlite_url(kept)) as old:
        assert shown(old.snapshot().werte) == {A: 5.0}
    assert not [name for name in leftovers(kept.parent) if name.endswith(".teil")]


def test_restore_onto_an_empty_machine(filled, target, tmp_path):
    filled.backup(target)
    report = restore(target, sqlite_url(tmp_path / "neu" / "lebenslage.sqlite"))
    assert (report.ersetzt, report.importe, report.version) == (None, 2, 3)
    assert leftovers(tmp_path / "neu") == ["lebenslage.sqlite"]


@pytest.mark.sqlite
def test_restore_onto_a_damaged_store(filled, target, url):
    filled.backup(target)
    filled.close()
    filled.path.write_bytes(b"kaputt" * 1000)
    report = restore(target, url, wer="IT")
    assert report.neu_starten
    assert report.ersetzt.read_bytes() == b"kaputt" * 1000
    with Store(url) as store:
        assert shown(store.snapshot().werte) == {A: 1.0}
        assert store.version() == report.version == 3
        assert store.audit()[0].was is Action.EINGESPIELT


@pytest.mark.sqlite
def test_a_copy_of_a_store_in_use_is_a_backup_too(filled, target, tmp_path):
    # somebody copied the file and what lies beside it, instead of calling `backup`
    with filled.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1 FROM importe")
        shutil.copyfile(filled.path, target)
        beside = filled.path.with_name("lebenslage.sqlite-wal")
        assert beside.stat().st_size > 0
        shutil.copyfile(beside, target.with_name("sicherung.sqlite-wal"))
    report = restore(target, sqlite_url(tmp_path / "neu.sqlite"))
    assert report.importe == 2


BROKEN = (
    "„sicherung.sqlite“ ist beschädigt oder keine Datenbank. Bitte eine andere Sicherung verwenden."
)


def text_file(file: Path) -> None:
    file.write_bytes(b"Text" * 5000)


def empty_file(file: Path) -> None:
    file.write_bytes(b"")


def cut_off(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def scratched(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[8192:12288] = b"\xff" * 4096
    file.write_bytes(data)


def changed(sql: str):
    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute(sql)
            connection.commit()

    return change


def no_tables(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE x (y)")
        connection.execute("DROP TABLE x")
        connection.commit()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (Path.unlink, "Die Datei „{file}“ gibt es nicht."),
        (text_file, BROKEN),
        (empty_file, BROKEN),
        (cut_off, BROKEN),
        (scratched, BROKEN),
        (no_tables, "„sicherung.sqlite“ ist kein Speicher von lebenslage."),
        (changed("DROP TABLE speicher"), "„sicherung.sqlite“ ist kein Speicher von lebenslage."),
        (changed("UPDATE speicher SET kennung = 'kasse'"),
         "„sicherung.sqlite“ ist kein Speicher von lebenslage."),
        (changed("UPDATE alembic_version SET version_num = '9999'"),
         "„sicherung.sqlite“ stammt aus einer neueren Version von lebenslage. Bitte zuerst das "
         "Programm aktualisieren."),
    ],
)  # fmt: skip
def test_what_is_no_backup(filled, target, url, harm, message):
    filled.backup(target)
    harm(target)
    with pytest.raises(LebenslageError) as caught:
        restore(target, url)
    assert str(caught.value) == message.format(file=target)
    assert (filled.version(), shown(filled.snapshot().werte)) == (2, {A: 1.0})
    assert not [n for n in leftovers(filled.path.parent) if "ersetzt" in n or "teil" in n]


@pytest.mark.sqlite
def test_the_store_is_no_backup_of_itself(filled, url):
    with pytest.raises(LebenslageError) as caught:
        restore(filled.path, url)
    expected = "Die Sicherung ist der Speicher selbst; bitte eine Sicherung nennen."
    assert str(caught.value) == expected


@pytest.mark.sqlite
def test_disk_full_while_restoring(filled, target, url, monkeypatch):
    filled.backup(target)
    filled.undo(1, wer="Amt")

    def full(*_):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    monkeypatch.setattr(recovery, "_sign", full)
    with pytest.raises(LebenslageError, match="kein Platz mehr"):
        restore(target, url)
    assert (filled.version(), shown(filled.snapshot().werte)) == (3, {})
    monkeypatch.undo()
    restore(target, url)
    assert shown(filled.snapshot().werte) == {A: 1.0}


@pytest.fixture
def other(request, postgres, tmp_path):
    """Address of an empty store of the other kind."""
    if "postgres" in request.node.callspec.id:
        yield sqlite_url(tmp_path / "anders" / "lebenslage.sqlite")
        return
    address = postgres.database()
    yield address
    postgres.drop(address)


def test_a_backup_of_one_database_goes_into_the_other(filled, target, other, tmp_path):
    actor = {"name": "Verein A", "art": "verein", "ortsteile": ("01",)}
    filled.registers.save(Draft("akteure", actor), "Amt")
    report = filled.backup(target)
    assert filled.backups.content_hash() == report.sha256
    restore(target, other, wer="IT")
    with Store(other) as store:
        assert shown(store.snapshot().werte) == {A: 1.0}
        assert store.snapshot().wave("umfrage-2024").released == {("F5", 0)}
        assert store.imports() == filled.imports()
        assert [store.raw(n) for n in (1, 2)] == [filled.raw(n) for n in (1, 2)]
        assert store.registers.entries("akteure") == filled.registers.entries("akteure")
        again = store.backup(tmp_path / "zurueck.sqlite")
        # all but the line that tells of the restoring, and the version that it led to
        (line, *before) = store.audit()
        assert (line.was, line.wer, before) == (Action.EINGESPIELT, "IT", filled.audit())
        (record,) = store.import_deliveries([value_delivery({A: 7.0}, "neu.csv")], wer="Amt")
        assert record.id == 3, "numbers go on behind those that were brought"
    restore(again.datei, filled.engine.url.render_as_string(hide_password=False))
    assert filled.imports()[0].id == 2
