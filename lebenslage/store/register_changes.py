"""Changing entries of the registers: the statements inside one write transaction."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from lebenslage.errors import DatenFehler
from lebenslage.model.registers import REGISTERS, Draft, Entry, has_value
from lebenslage.store import register_rows as rows
from lebenslage.store.codecs import to_json
from lebenslage.store.records import now
from lebenslage.store.schema import anhaenge, eintraege, eintragsverlauf, registerstand

#: What the history says, as shown.
ANGELEGT: Final = rows.ANGELEGT
GEAENDERT: Final = "geändert"
ARCHIVIERT: Final = "archiviert"
ZURUECKGEHOLT: Final = "zurückgeholt"
GETILGT: Final = "persönliche Angaben gelöscht"
GELOESCHT: Final = "endgültig gelöscht"


def write(
    connection: Connection,
    drafts: Sequence[Draft],
    there: Mapping[str, Entry],
    wer: str,
    import_id: int | None = None,
) -> list[Entry]:
    """Save checked drafts, in their order; new ones without a key get the next number."""
    moment = now()
    brought = [draft for draft in drafts if draft.kennung and draft.kennung not in there]
    for draft in brought:
        _reserve(connection, draft.register, rows.number(draft.kennung))
    fresh = Counter(draft.register for draft in drafts if not draft.kennung)
    numbers = {code: iter(_take(connection, code, wanted)) for code, wanted in fresh.items()}
    saved, new = [], []
    for draft in drafts:
        daten = filled(draft.daten)
        known = there.get(draft.kennung)
        if known is None:
            key = draft.kennung or _key(draft.register, next(numbers[draft.register]))
            entry = Entry(draft.register, key, daten, beispiel=draft.beispiel, wann=moment, wer=wer)
            new.append(entry)
        elif dict(known.daten) == daten:
            entry = known
        else:
            entry = change(connection, known, daten, wer, GEAENDERT, import_id=import_id)
        saved.append(entry)
    if new:
        counts = {e.register: rows.count(connection, e.register) for e in new}
        connection.execute(insert(eintraege), [rows.row(e, counts[e.register]) for e in new])
        lines = [_line(entry, ANGELEGT, {}, entry.daten, import_id) for entry in new]
        connection.execute(insert(eintragsverlauf), lines)
    return saved


def change(
    connection: Connection,
    known: Entry,
    daten: Mapping[str, Any],
    wer: str,
    was: str,
    *,
    archiviert: bool | None = None,
    import_id: int | None = None,
) -> Entry:
    """Put other values into an entry, and a line into its history."""
    count = raise_count(connection, known.register)
    entry = replace(
        known,
        daten=dict(daten),
        fassung=known.fassung + 1,
        archiviert=known.archiviert if archiviert is None else archiviert,
        wann=now(),
        wer=wer,
    )
    chosen = update(eintraege).where(eintraege.c.kennung == known.kennung)
    connection.execute(chosen.values(rows.row(entry, count)))
    differ = [n for n in {**known.daten, **daten} if known.daten.get(n) != daten.get(n)]
    before = {name: known.daten[name] for name in differ if name in known.daten}
    after = {name: daten[name] for name in differ if name in daten}
    connection.execute(insert(eintragsverlauf).values(_line(entry, was, before, after, import_id)))
    return entry


def erase(connection: Connection, found: Sequence[Entry], wer: str) -> None:
    """Delete entries of one register; their history keeps that there was something, not what."""
    raise_count(connection, found[0].register)
    for keys in rows.portions([each.kennung for each in found]):
        connection.execute(delete(anhaenge).where(anhaenge.c.kennung.in_(keys)))
        connection.execute(delete(eintraege).where(eintraege.c.kennung.in_(keys)))
        told = update(eintragsverlauf).where(eintragsverlauf.c.kennung.in_(keys))
        connection.execute(told.values(vorher="{}", nachher="{}"))
    moment = now()
    gone = [
        replace(each, daten={}, fassung=each.fassung + 1, wann=moment, wer=wer) for each in found
    ]
    lines = [_line(each, GELOESCHT, {}, {}) for each in gone]
    connection.execute(insert(eintragsverlauf), lines)


def delete_examples(connection: Connection, wer: str) -> int:
    """Delete all made-up entries for good.

    Returns
    -------
    int
        How many there were.

    Raises
    ------
    DatenFehler
        If real entries refer to made-up ones; they are named.
    """
    chosen = select(eintraege).where(eintraege.c.beispiel)
    found = [rows.entry(row) for row in connection.execute(chosen)]
    made_up = {each.kennung for each in found}
    users = {
        user.kennung: user
        for each in found
        for user in rows.referring(connection, each)
        if user.kennung not in made_up
    }
    if users:
        told = rows.named(connection, [users[key] for key in sorted(users)])
        raise DatenFehler(
            f"Echte Einträge verweisen noch auf Beispiele: {told}. Bitte dort zuerst herausnehmen."
        )
    for register in dict.fromkeys(each.register for each in found):
        erase(connection, [each for each in found if each.register == register], wer)
    return len(found)


def scrub(connection: Connection, kennung: str, names: Collection[str]) -> None:
    """Take fields out of every line of an entry's history."""
    lines = select(eintragsverlauf).where(eintragsverlauf.c.kennung == kennung)
    for row in connection.execute(lines).all():
        kept = {
            side: to_json({k: v for k, v in json.loads(text).items() if k not in names})
            for side, text in (("vorher", row.vorher), ("nachher", row.nachher))
        }
        one = update(eintragsverlauf).where(eintragsverlauf.c.id == row.id)
        connection.execute(one.values(kept))


def raise_count(connection: Connection, register: str) -> int:
    """Count a change of a register; also the lock where rows are locked."""
    _take(connection, register, 0)
    return rows.count(connection, register)


def _take(connection: Connection, register: str, wanted: int) -> range:
    """Count a change and take the next numbers for new entries; none is given twice."""
    chosen = registerstand.c.register == register
    counted = (
        update(registerstand)
        .where(chosen)
        .values(
            aenderung=registerstand.c.aenderung + 1,
            letzte_nummer=registerstand.c.letzte_nummer + wanted,
        )
    )
    if connection.execute(counted).rowcount == 0:
        first = {"register": register, "aenderung": 1, "letzte_nummer": wanted}
        connection.execute(insert(registerstand).values(first))
    last = connection.scalar(select(registerstand.c.letzte_nummer).where(chosen)) or 0
    return range(last - wanted + 1, last + 1)


def _reserve(connection: Connection, register: str, number: int) -> None:
    """Let numbers that are given from now on lie above one that a file brought."""
    _take(connection, register, 0)
    below = (registerstand.c.register == register, registerstand.c.letzte_nummer < number)
    connection.execute(update(registerstand).where(*below).values(letzte_nummer=number))


def _key(register: str, number: int) -> str:
    return f"{REGISTERS[register].kuerzel}-{number}"


def filled(daten: Mapping[str, Any]) -> dict[str, Any]:
    """Only fields that have a value."""
    return {name: value for name, value in daten.items() if has_value(value)}


def _line(
    entry: Entry,
    was: str,
    vorher: Mapping[str, Any],
    nachher: Mapping[str, Any],
    import_id: int | None = None,
) -> dict[str, Any]:
    return {
        "kennung": entry.kennung,
        "register": entry.register,
        "fassung": entry.fassung,
        "wann": entry.wann,
        "wer": entry.wer,
        "was": was,
        "vorher": to_json(dict(vorher)),
        "nachher": to_json(dict(nachher)),
        "import_id": import_id,
    }
