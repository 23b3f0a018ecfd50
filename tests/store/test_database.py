"""Opening, migrating, and what goes wrong with disks and databases, word by word."""

from __future__ import annotations

import errno
import sqlite3
import stat
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, text

from lebenslage.errors import LebenslageError
from lebenslage.store import Store, UnusableStore, database, default_url, schema, sqlite_url
from lebenslage.store.failures import Place, in_german
from tests.store.builders import delivery, shown, value_delivery, values

A = ("a", "x", "2024")


only_sqlite = pytest.mark.sqlite


@pytest.fixture
def file(store) -> Path:
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    store.close()
    return store.path


# -- where it lies


def test_default_place(monkeypatch, tmp_path):
    monkeypatch.delenv("LEBENSLAGE_DATENBANK", raising=False)
    monkeypatch.delenv("LEBENSLAGE_INSTANZ", raising=False)
    project = Path(database.__file__).parents[2]
    assert default_url() == sqlite_url(project / "instanz" / "lebenslage.sqlite")
    monkeypatch.setenv("LEBENSLAGE_INSTANZ", str(tmp_path))
    assert default_url() == sqlite_url(tmp_path / "lebenslage.sqlite")
    monkeypatch.setenv("LEBENSLAGE_DATENBANK", "sqlite:////srv/x.sqlite")
    assert default_url() == "sqlite:////srv/x.sqlite"


def test_a_folder_with_odd_signs(tmp_path):
    odd = tmp_path / "Gemeinde 100 % – Ä?#"
    with Store(sqlite_url(odd / "lebenslage.sqlite")) as store:
        store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
        report = store.backup(odd / "a%20b.sqlite")
    assert (odd / "lebenslage.sqlite").exists()
    assert report.datei.exists()


@only_sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in other ways")
def test_the_folder_belongs_to_its_owner_alone(file):
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("address", ["Unsinn", "mongodb://x/y", "oracle+nichts://x/y"])
def test_an_address_that_is_none(address):
    with pytest.raises(LebenslageError) as caught:
        Store(address)
    assert str(caught.value) == (
        "Die Adresse der Datenbank (LEBENSLAGE_DATENBANK) ist ungültig; erwartet wird zum Beispiel "
        "sqlite:////srv/lebenslage/lebenslage.sqlite oder postgresql://lebenslage@server/lebenslage"
    )


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:"])
def test_memory_is_no_store(address):
    with pytest.raises(LebenslageError) as caught:
        Store(address)
    expected = "Ein Speicher im Arbeitsspeicher hält nichts; bitte eine Datei nennen."
    assert str(caught.value) == expected


# -- how it is opened


def pragma(store, name):
    with store.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@only_sqlite
def test_settings_of_a_connection(store):
    names = ("journal_mode", "foreign_keys", "synchronous", "secure_delete", "busy_timeout")
    assert [pragma(store, name) for name in names] == ["wal", 1, 2, 1, 30000]


def test_errors_do_not_quote_what_was_written(store):
    with store.engine.connect() as connection, pytest.raises(Exception, match="nirgends") as caught:
        connection.execute(text("INSERT INTO nirgends VALUES (:x)"), {"x": "geheime Antwort"})
    assert "geheime Antwort" not in str(caught.value)


def test_migrations_build_the_tables_of_the_schema(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_newest_migration_is_known():
    folder = Path(database.__file__).with_name("migrations")
    assert ScriptDirectory(str(folder)).get_heads() == [schema.HEAD]


@only_sqlite
def test_opening_again_changes_nothing(file):
    with Store(sqlite_url(file)) as store:
        assert (store.version(), shown(store.snapshot().werte)) == (1, {A: 1.0})


# -- what is no store


def test_somebody_elses_database(tmp_path):
    file = tmp_path / "fremd.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE kunden (id)")
        connection.commit()
    before = file.read_bytes()
    with pytest.raises(UnusableStore) as caught:
        Store(sqlite_url(file))
    assert str(caught.value) == "„fremd.sqlite“ ist kein Speicher von lebenslage."
    assert file.read_bytes() == before


@only_sqlite
def test_a_store_of_a_newer_program(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(UnusableStore) as caught:
        Store(sqlite_url(file))
    assert str(caught.value) == (
        "„lebenslage.sqlite“ stammt aus einer neueren Version von lebenslage. Bitte zuerst das "
        "Programm aktualisieren."
    )


BROKEN = (
    "„lebenslage.sqlite“ ist beschädigt oder keine Datenbank. Bitte eine Sicherung einspielen: "
    "python -m lebenslage restore SICHERUNG"
)


def test_a_file_that_is_no_database(tmp_path):
    file = tmp_path / "lebenslage.sqlite"
    file.write_bytes(b"Dies ist eine Textdatei. " * 200)
    with pytest.raises(UnusableStore) as caught:
        Store(sqlite_url(file))
    assert str(caught.value) == BROKEN


@only_sqlite
def test_a_damaged_file(file):
    damaged = bytearray(file.read_bytes())
    damaged[4096:] = b"\xaa" * (len(damaged) - 4096)
    file.write_bytes(damaged)
    with pytest.raises(UnusableStore) as caught:
        Store(sqlite_url(file))
    assert str(caught.value) == BROKEN


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "datei").write_bytes(b"")
    with pytest.raises(LebenslageError) as caught:
        Store(sqlite_url(tmp_path / "datei" / "lebenslage.sqlite"))
    assert str(caught.value) == (
        f"„lebenslage.sqlite“ lässt sich nicht öffnen. Bitte prüfen, ob der Ordner "
        f"„{tmp_path / 'datei'}“ vorhanden ist und beschrieben werden darf."
    )


# -- disk full, no rights, two at once


def limit_pages(store: Store, more: int) -> None:
    """Let the file grow by so many pages and no further, as a full disk would."""
    pages = pragma(store, "page_count") + more

    @event.listens_for(store.engine, "connect")
    def _(connection, _record):
        connection.execute(f"PRAGMA max_page_count={pages}").close()

    store.engine.dispose()


@only_sqlite
@pytest.mark.parametrize("more", [0, 5, 50])
def test_disk_full(store, more):
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    limit_pages(store, more)
    big = delivery(values({A: 2.0}), "gross.csv", roh=b"x" * 1_000_000)
    with pytest.raises(LebenslageError) as caught:
        store.import_deliveries([big], wer="Amt")
    assert str(caught.value) == (
        f"Auf dem Datenträger von „{store.path.parent}“ ist kein Platz mehr. Es wurde nichts "
        "geändert; bitte Platz schaffen und den Vorgang wiederholen."
    )
    assert (store.version(), len(store.imports()), len(store.audit())) == (1, 1, 1)
    assert shown(store.snapshot().werte) == {A: 1.0}
    assert pragma(store, "integrity_check") == "ok"
    # once there is room again, the same store takes the same file, without a restart
    limit_pages(store, 10_000)
    store.import_deliveries([big], wer="Amt")
    assert shown(store.snapshot().werte) == {A: 2.0}


@only_sqlite
def test_read_only(store):
    event.listen(store.engine, "connect", lambda c, _: c.execute("PRAGMA query_only=ON").close())
    store.engine.dispose()
    with pytest.raises(LebenslageError) as caught:
        store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    assert str(caught.value) == (
        "„lebenslage.sqlite“ darf nicht geschrieben werden. Es wurde nichts geändert; bitte die "
        f"Schreibrechte im Ordner „{store.path.parent}“ prüfen."
    )
    event.listen(store.engine, "connect", lambda c, _: c.execute("PRAGMA query_only=OFF").close())
    store.engine.dispose()
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    assert store.version() == 1


@only_sqlite
def test_two_imports_at_once_and_the_other_one_never_ends(store, url):
    with Store(url, wartezeit=0.2) as impatient, store.engine.connect() as connection:
        connection = connection.execution_options(schreiben=True)
        with connection.begin():
            with pytest.raises(LebenslageError) as caught:
                impatient.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
            assert impatient.version() == 0, "reading goes on"
    assert str(caught.value) == (
        "Der Speicher „lebenslage.sqlite“ ist belegt, weil gerade ein anderer Vorgang "
        "hineinschreibt (zum Beispiel ein zweiter Import). Nach 0 Sekunden Warten wurde "
        "abgebrochen und nichts geändert; bitte gleich noch einmal versuchen."
    )


def test_two_imports_at_once_and_the_other_one_ends(store):
    with store.engine.connect() as connection:
        with connection.execution_options(schreiben=True).begin():
            files = [value_delivery({A: 1.0})]
            second = threading.Thread(target=store.import_deliveries, args=(files, "Amt"))
            second.start()
            time.sleep(0.1)
            assert second.is_alive()
        second.join()
    assert len(store.imports()) == 1


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (OSError(errno.ENOSPC, ""), "ist kein Platz mehr"),
        (OSError(errno.EDQUOT, ""), "ist kein Platz mehr"),
        (PermissionError(errno.EACCES, ""), "darf nicht geschrieben werden"),
        (OSError(errno.EROFS, ""), "darf nicht geschrieben werden"),
        (FileNotFoundError(errno.ENOENT, ""), "lässt sich nicht öffnen"),
        (sqlite3.SQLITE_IOERR, "Lese- oder Schreibfehler"),
        (sqlite3.SQLITE_TOOBIG, "zu groß (mehr als 1 GB)"),
        (sqlite3.SQLITE_IOERR_WRITE, "Lese- oder Schreibfehler"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "ist belegt"),
    ],
)
def test_errors_of_the_system(error, part):
    if isinstance(error, int):
        code, error = error, sqlite3.OperationalError("x")
        error.sqlite_errorcode = code
    with pytest.raises(LebenslageError) as caught, in_german(Place("a", "b")):
        raise error
    assert part in str(caught.value)


def test_bugs_stay_bugs(store):
    with pytest.raises(sqlite3.OperationalError), in_german(Place("a", "b")):
        raise sqlite3.OperationalError("no such column")
