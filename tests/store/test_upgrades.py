"""A store of every schema there ever was is brought up to date with all it holds."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pandas as pd
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import select

from lebenslage.errors import LebenslageError
from lebenslage.model.grid import GridCells
from lebenslage.model.registers import Draft
from lebenslage.store import Store, restore, sqlite_url
from lebenslage.store.database import _MIGRATIONS, Database
from lebenslage.store.schema import HEAD
from lebenslage.store.transfer import tables_of
from tests import tiny
from tests.store.builders import at_revision, delivery, value_delivery

#: From the first one to the one before the newest.
REVISIONS = [s.revision for s in ScriptDirectory(_MIGRATIONS).walk_revisions()][:0:-1]


@pytest.fixture(scope="module")
def full(tmp_path_factory) -> str:
    """A store with something of most kinds; its address."""
    url = sqlite_url(tmp_path_factory.mktemp("voll") / "lebenslage.sqlite")
    cells = pd.DataFrame(np.ones((3, 3)), columns=["x", "y", "Einwohner"])
    with Store(url) as store:
        store.import_deliveries(
            [
                value_delivery({("a", "x", "2024"): 1.5}),
                delivery(tiny.wave(), "antworten.csv"),
                delivery(GridCells("einwohner", "2022", 100, cells), "gitter.csv"),
            ],
            wer="Amt",
        )
        store.release("umfrage-2024", "F5", 0, released=True, wer="Amt")
        store.undo(3, wer="Amt")
        store.scenarios.save("A", "x=1", wer="Amt")
        actor = {"name": "Verein A", "art": "verein", "ortsteile": ("01",)}
        store.registers.save(Draft("akteure", actor), "Amt")
    return url


def contents(url: str) -> dict[str, list[dict[str, object]]]:
    """All rows by table, as the database has them."""
    with closing(Database(url)) as database, database.reading() as connection:
        return {
            table.name: [dict(r._mapping) for r in connection.execute(select(table))]
            for table in tables_of(connection)
        }


def check(older: str) -> None:
    """Everything that the older store held is still there once it has been opened."""
    before = contents(older)
    assert before["importe"]
    with Store(older) as store:
        assert store.snapshot().version == 3
        assert [r.id for r in store.imports()] == [3, 2, 1]
        after = contents(older)
        store.import_deliveries([value_delivery({("b", "x", "2024"): 2.0}, "neu.csv")], wer="Amt")
    for table, rows in before.items():
        kept = [{k: v for k, v in row.items() if k in rows[0]} for row in after[table] if rows]
        assert kept == rows, table


@pytest.mark.parametrize("revision", REVISIONS)
def test_from_every_schema(full, tmp_path, revision):
    older = tmp_path / "instanz" / "lebenslage.sqlite"
    at_revision(full, sqlite_url(older), revision)
    check(sqlite_url(older))
    (kept,) = (tmp_path / "instanz" / "sicherungen").iterdir()
    assert kept.name.startswith(f"lebenslage-vor-{HEAD}-")
    # the copy from before the migration still has the old schema, and can be put back
    with closing(Database(sqlite_url(kept))) as copy, copy.reading() as connection:
        assert copy.revision(connection) == revision
    assert restore(kept, sqlite_url(older)).importe == 3


def test_from_every_schema_on_a_server(full, postgres, instanz):
    for revision in REVISIONS[:: len(REVISIONS) - 1]:  # the first and the last
        older = postgres.database("template1")
        at_revision(full, older, revision)
        check(older)
        postgres.drop(older)
    kept = sorted((instanz / "sicherungen").iterdir())
    assert len(kept) == 2
    with closing(Database(sqlite_url(kept[0]))) as copy, copy.reading() as connection:
        assert copy.revision(connection) in REVISIONS


def test_no_copy_no_migration(full, tmp_path):
    older = tmp_path / "instanz" / "lebenslage.sqlite"
    at_revision(full, sqlite_url(older), "0001")
    (tmp_path / "instanz" / "sicherungen").write_bytes(b"im Weg")
    before = contents(sqlite_url(older))
    with pytest.raises(LebenslageError, match=r"„sicherungen“|Ordner"):
        Store(sqlite_url(older))
    assert contents(sqlite_url(older)) == before
