"""A database server that goes away, comes back, is full or shut to us."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from lebenslage.errors import LebenslageError
from lebenslage.store import Store
from lebenslage.store.failures import Place, in_german
from tests.store.builders import shown, value_delivery

pytestmark = pytest.mark.postgres
A = ("a", "x", "2024")


def end(connection) -> None:
    """End a connection, as a server does that is shut down."""
    pid = connection.connection.driver_connection.info.backend_pid
    address = connection.engine.url.set(drivername="postgresql")
    with psycopg.connect(address.render_as_string()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


LOST = (
    "ist nicht erreichbar oder hat die Verbindung beendet. Es wurde nichts geändert; sobald er "
    "wieder da ist, geht es ohne Neustart weiter."
)


def test_lost_in_the_middle_of_an_import(store):
    ended = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def _(connection, _cursor, sql, *_rest):
        if sql.startswith("INSERT INTO rohdateien") and not ended:
            ended.append(end(connection))

    with pytest.raises(LebenslageError, match=LOST):
        store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    assert (store.imports(), store.version()) == ([], 0)
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    assert shown(store.snapshot().werte) == {A: 1.0}


def test_lost_while_a_change_is_confirmed(store):
    @event.listens_for(store.engine, "commit")
    def _(connection):
        if connection.get_execution_options().get("schreiben"):
            end(connection)

    with pytest.raises(LebenslageError, match="entweder ganz oder gar nicht übernommen"):
        store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    assert store.imports() == []


def test_the_server_stops_and_comes_back(store, postgres):
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    postgres.stop()
    try:
        with pytest.raises(LebenslageError, match=LOST):
            store.version()
    finally:
        postgres.start()
    assert shown(store.snapshot().werte) == {A: 1.0}


def test_a_database_that_is_not_there(postgres):
    with pytest.raises(LebenslageError) as caught:
        Store(postgres.url("nirgends"))
    assert str(caught.value) == (
        f"Die Datenbank „nirgends“ auf „{postgres.folder}“ lässt sich nicht öffnen. Bitte "
        "Adresse, Benutzer und Passwort in LEBENSLAGE_DATENBANK prüfen."
    )


def test_read_only(store, url):
    with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        name = store.engine.url.database
        connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    store.engine.dispose()
    assert store.version() == 0
    with pytest.raises(LebenslageError, match="darf nicht geschrieben werden"):
        store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("SET default_transaction_read_only = off")
        connection.exec_driver_sql(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    store.engine.dispose()
    store.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
    assert store.version() == 1


def test_another_one_never_ends(url):
    with Store(url, wartezeit=0.2) as impatient, Store(url) as other:
        with other._database.writing():
            with pytest.raises(LebenslageError, match="ist belegt"):
                impatient.import_deliveries([value_delivery({A: 1.0})], wer="Amt")
            assert impatient.version() == 0, "reading goes on"
        impatient.import_deliveries([value_delivery({A: 1.0})], wer="Amt")


def test_somebody_elses_tables(postgres):
    url = postgres.database("template1")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kunden (id int)")
    with pytest.raises(LebenslageError, match="ist kein Speicher von lebenslage"):
        Store(url)
    postgres.drop(url)


@pytest.mark.parametrize(
    ("state", "part"),
    [
        ("53100", "kein Platz mehr"),
        ("53300", "ist belegt"),
        ("57P01", "nicht erreichbar"),
        ("28P01", "Benutzer und Passwort"),
        ("XX001", "ist beschädigt"),
        ("58030", "Lese- oder Schreibfehler"),
        ("54000", "zu groß"),
    ],
)
def test_what_a_server_reports(state, part):
    error = psycopg.OperationalError("x")
    error.sqlstate = state
    place = Place("lebenslage", "db.intern", server=True)
    with pytest.raises(LebenslageError, match=part), in_german(place):
        raise OperationalError("SELECT 1", None, error)
