"""Entries of the registers as rows: reading them, and who refers to whom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from lebenslage.errors import LebenslageError
from lebenslage.model.registers import REGISTERS, Context, Entry
from lebenslage.model.registers.shared_fields import BEGINN
from lebenslage.store.codecs import to_json
from lebenslage.store.records import day_of
from lebenslage.store.schema import eintraege, eintragsverlauf, registerstand

#: First word of a history.
ANGELEGT: Final = "angelegt"
#: Keys are looked up in portions: databases limit how many a statement may hold.
_PORTION = 500


def values(text: str) -> dict[str, Any]:
    """Fields as they were kept; lists come back as tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(text).items()}


def entry(row: Row[Any]) -> Entry:
    """Make the entry of a row of `eintraege`."""
    return Entry(
        register=row.register,
        kennung=row.kennung,
        daten=values(row.daten),
        fassung=row.fassung,
        archiviert=row.archiviert,
        beispiel=row.beispiel,
        wann=row.wann,
        wer=row.wer,
    )


def row(each: Entry, aenderung: int) -> dict[str, Any]:
    """Row of `eintraege` of an entry."""
    return {
        "kennung": each.kennung,
        "register": each.register,
        "daten": to_json(dict(each.daten)),
        "fassung": each.fassung,
        "archiviert": each.archiviert,
        "beispiel": each.beispiel,
        "aenderung": aenderung,
        "wann": each.wann,
        "wer": each.wer,
    }


def number(kennung: str) -> int:
    """Number in a key, for an order in which P-9 stands before P-10."""
    return int(kennung.rpartition("-")[2])


def find(connection: Connection, kennung: str) -> Entry:
    """The entry with this key.

    Raises
    ------
    LebenslageError
        If there is none.
    """
    chosen = select(eintraege).where(eintraege.c.kennung == kennung)
    found = connection.execute(chosen).one_or_none()
    if found is None:
        raise LebenslageError(f"Den Eintrag „{kennung}“ gibt es nicht (mehr).")
    return entry(found)


def there(connection: Connection, keys: Sequence[str]) -> dict[str, Entry]:
    """Those of the keys that exist, with their entries."""
    found: dict[str, Entry] = {}
    for portion in portions(keys):
        chosen = select(eintraege).where(eintraege.c.kennung.in_(portion))
        found |= {row.kennung: entry(row) for row in connection.execute(chosen)}
    return found


def count(connection: Connection, register: str) -> int:
    """How often a register was changed."""
    chosen = select(registerstand.c.aenderung).where(registerstand.c.register == register)
    return connection.scalar(chosen) or 0


def context(connection: Connection, registers: set[str]) -> Context:
    """What entries of these registers may refer to, as it is kept now."""
    wanted = {each.verweis for code in registers for each in REGISTERS[code].felder if each.verweis}
    keys: dict[str, set[str]] = {code: set() for code in wanted}
    chosen = select(eintraege.c.register, eintraege.c.kennung)
    for found in connection.execute(chosen.where(eintraege.c.register.in_(wanted))):
        keys[found.register].add(found.kennung)
    steps = {}
    if "schritte" in registers:
        every = select(eintraege).where(eintraege.c.register == "schritte")
        steps = {
            each.kennung: each.several("nach") for each in map(entry, connection.execute(every))
        }
    return Context(keys=keys, steps=steps)


def referring(connection: Connection, target: Entry) -> list[Entry]:
    """The entries that refer to one, in order."""
    fields = {
        code: [each.name for each in register.felder if each.verweis == target.register]
        for code, register in REGISTERS.items()
    }
    wanted = [code for code, names in fields.items() if names]
    # the text of a key stands in the JSON, so the database leaves few rows to be looked at
    chosen = select(eintraege).where(
        eintraege.c.register.in_(wanted), eintraege.c.daten.contains(f'"{target.kennung}"')
    )
    found = [
        each
        for each in map(entry, connection.execute(chosen))
        if any(_refers(each, name, target.kennung) for name in fields[each.register])
    ]
    return sorted(found, key=lambda each: (each.register, number(each.kennung)))


def named(connection: Connection, found: Sequence[Entry]) -> str:
    """Entries in words: kind, key and title of each."""
    partners = [each.text(side) for each in found for side in ("von", "mit") if each.text(side)]
    names = {key: actor.text("name") for key, actor in there(connection, partners).items()}

    def title(each: Entry) -> str:
        if each.register == "kooperationen":  # its own title says only of which kind it is
            return " – ".join(names.get(each.text(side), "") for side in ("von", "mit"))
        return each.text(REGISTERS[each.register].nennt)

    return ", ".join(
        f"{REGISTERS[each.register].einzahl} {each.kennung} „{title(each)}“" for each in found
    )


def _refers(each: Entry, name: str, kennung: str) -> bool:
    value = each.daten.get(name)
    return kennung in value if isinstance(value, tuple) else value == kennung


def entered(
    connection: Connection, register: str, found: Sequence[Entry], *, every: bool
) -> list[Entry]:
    """The entries with the day on which each was entered, where the register asks since when.

    Parameters
    ----------
    every : bool
        Whether they are all of the register: then it is asked in one statement.
    """
    if BEGINN not in REGISTERS[register].names:
        return list(found)
    table = eintragsverlauf
    chosen = select(table.c.kennung, func.min(table.c.wann).label("wann")).where(
        table.c.register == register, table.c.was == ANGELEGT
    )
    keys = [each.kennung for each in found]
    asked = [chosen] if every else [chosen.where(table.c.kennung.in_(p)) for p in portions(keys)]
    days = {
        row.kennung: day_of(row.wann)
        for each in asked
        for row in connection.execute(each.group_by(table.c.kennung))
    }
    return [replace(each, angelegt=days.get(each.kennung, "")) for each in found]


def newest(connection: Connection, keys: Sequence[str]) -> dict[str, Row[Any]]:
    """Newest line of the history of each of the keys that has one, also of deleted entries."""
    table = eintragsverlauf
    found: dict[str, Row[Any]] = {}
    for portion in portions(keys):
        last = select(func.max(table.c.id)).where(table.c.kennung.in_(portion))
        chosen = select(table).where(table.c.id.in_(last.group_by(table.c.kennung)))
        found |= {row.kennung: row for row in connection.execute(chosen)}
    return found


def portions(keys: Sequence[str]) -> Iterator[list[str]]:
    """Keys in groups that a statement can hold."""
    for start in range(0, len(keys), _PORTION):
        yield list(keys[start : start + _PORTION])
