"""`katalog.csv`: the index tree; also an `iMeta` table of the R package COINr."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from lebenslage.errors import DatenFehler
from lebenslage.loaders.findings import similar
from lebenslage.loaders.formats import Built, Format, Job, Opened, Outcome, table_format
from lebenslage.loaders.tables import Column, Table, Type, fold_heading
from lebenslage.loaders.value_checks import german
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.procedure import AGGREGATIONEN

_AGGREGATIONS: Final = ("", *AGGREGATIONEN)
#: In an iMeta: whether a value beyond `Target` counts as the target.
_CAP: Final = "dist2targ_cap_max"
COLUMNS: Final = (
    Column("code", needed=True, filled=True, aliases=("iCode",)),
    Column("eltern", needed=True, aliases=("Parent",)),
    Column("richtung", Type.CHOICE, needed=True, choices=("1", "-1"), aliases=("Direction",)),
    Column("gewicht", Type.NUMBER, needed=True, low=0, aliases=("Weight",)),
    Column("name", aliases=("iName",)),
    Column("rolle", Type.CHOICE, choices=tuple(Role), default=Role.BEWERTET.value),
    Column("einheit", aliases=("Unit",)),
    Column("art", Type.CHOICE, choices=tuple(Kind), default=Kind.MITTELWERT.value),
    Column("unten", Type.NUMBER),
    Column("oben", Type.NUMBER),
    Column("zielwert_quelle"),
    Column("transformation", Type.CHOICE, choices=("", "log")),
    Column("deckelung", Type.FLAG, default=True),
    Column("aggregation", Type.CHOICE, choices=_AGGREGATIONS),
    Column("nenner", aliases=("Denominator",)),
    Column("definition"),
    Column("quelle"),
    Column("dezimalen", Type.WHOLE, low=0, high=6, default=1),
    Column("faktor", Type.NUMBER, low=0, default=1.0),
    Column("basis", Type.CHOICE, choices=("", "personen", "haushalte", "wohnungen", "gebaeude")),
    Column("lieferant"),
    # of COINr's iMeta: what a row is, and what follows from the tree anyway
    Column("Type", hidden=True),
    Column("Level", hidden=True),
    Column("Target", Type.NUMBER, hidden=True),
    Column(_CAP, hidden=True),
)
_OURS: Final = tuple(column for column in COLUMNS if not column.hidden)
#: What our own exports put in front of a text that begins like a formula.
_GUARDED: Final = re.compile(r"'\s*[=+\-@＝＋－＠]")
#: Rows of an iMeta that only divide others: shown, never scored.
_DIVISOR: Final = "denominator"
#: Rows of an iMeta that are no part of the tree.
_NO_NODES: Final = ("group", "other")


def _build(table: Table, job: Job) -> Built | None:
    frame = table.frame
    if "Type" not in table.absent:
        frame = frame[~frame["Type"].str.casefold().isin(_NO_NODES)]
        frame = frame.assign(
            rolle=frame["rolle"].where(frame["Type"].str.casefold() != _DIVISOR, Role.KONTEXT),
        )
        _check_divisors(table, frame)
        frame = _with_targets(frame)
    parents = set(frame["eltern"])
    names = [column.name for column in COLUMNS]
    records = [dict(zip(names, row, strict=True)) for row in frame[names].values.tolist()]
    for row, cells in zip(frame.index, records, strict=True):
        _check_row(table, row, cells, leaf=cells["code"] not in parents)
    if job.findings:
        return None
    # of a doubled code the later row is to blame
    rows = {cells["code"]: row for row, cells in zip(frame.index, records, strict=True)}
    try:
        catalogue = Catalogue(tuple(_node(cells) for cells in records))
    except DatenFehler as error:
        job.findings.take(
            replace(p, zeile=table.raw.line(rows[p.wert or ""])) for p in error.problems
        )
        return None
    summary = {
        "Indikatoren": len(catalogue.indicators),
        "Handlungsfelder": len(catalogue.handlungsfelder),
    }
    return Built(catalogue, zusammenfassung=summary)


def _with_targets(frame: pd.DataFrame) -> pd.DataFrame:
    """An iMeta's `Target` is the good goalpost, where it has no other goalposts."""
    target = frame["Target"].notna() & frame["unten"].isna() & frame["oben"].isna()
    good = frame["richtung"] != "-1"
    return frame.assign(
        oben=frame["oben"].where(~(target & good), frame["Target"]),
        unten=frame["unten"].where(~(target & ~good), frame["Target"]),
        deckelung=frame["deckelung"].where(~target, frame[_CAP].str.casefold() == "true"),
    )


def _check_divisors(table: Table, frame: pd.DataFrame) -> None:
    """In an iMeta a denominator is a code; in a catalogue of ours it may be words."""
    codes = set(frame["code"])
    for row, code in zip(frame.index, frame["nenner"], strict=True):
        if code and code not in codes:
            text = f"„{code}“ ist kein Code der Tabelle.{similar(code, codes)}"
            table.problem(row, "nenner", text)


def _check_row(table: Table, row: int, cells: dict[str, Any], *, leaf: bool) -> None:
    scored = leaf and cells["rolle"] == Role.BEWERTET
    if scored and not cells["richtung"] and not table.blamed(row, "richtung"):
        table.problem(row, "richtung", "Die Angabe fehlt; erwartet wird 1 oder -1.")
    # a root has no siblings; any other node without a weight would silently count nothing
    weighed = cells["rolle"] == Role.BEWERTET and (leaf or cells["eltern"])
    if weighed and np.isnan(cells["gewicht"]) and not table.blamed(row, "gewicht"):
        table.problem(row, "gewicht", "Die Angabe fehlt; erwartet wird eine Zahl ab 0.")
    low, high = cells["unten"], cells["oben"]
    if np.isnan(low) != np.isnan(high) and np.isnan(cells["Target"]):
        column = "unten" if np.isnan(low) else "oben"
        if not table.blamed(row, column):
            table.problem(row, column, "Zielwerte gibt es nur zu zweit: „unten“ und „oben“.")
    elif low >= high:
        text = (
            f"Der obere Zielwert ({german(high)}) muss größer sein als der untere ({german(low)}); "
            "ob weniger besser ist, sagt „richtung“."
        )
        table.problem(row, "oben", text)
    if cells["transformation"] == "log" and low <= 0:
        table.problem(row, "unten", "Für den Logarithmus muss der Zielwert größer als 0 sein.")
    if cells["faktor"] == 0:
        table.problem(row, "faktor", "Der Faktor muss größer als 0 sein.")


def _node(cells: dict[str, Any]) -> Node:
    fields = {column.name: _unguarded(cells[column.name]) for column in _OURS}
    fields |= {
        "richtung": int(cells["richtung"] or 1),
        "gewicht": 0.0 if np.isnan(cells["gewicht"]) else float(cells["gewicht"]),
        "rolle": Role(cells["rolle"]),
        "art": Kind(cells["art"]),
        "deckelung": bool(cells["deckelung"]),
        "dezimalen": int(cells["dezimalen"]),
    }
    for name in ("unten", "oben"):
        fields[name] = None if np.isnan(cells[name]) else float(cells[name])
    return Node(**fields)


def _unguarded(cell: Any) -> Any:
    """A text without the apostrophe that keeps a spreadsheet from running it as a formula."""
    return cell[1:] if isinstance(cell, str) and _GUARDED.match(cell) else cell


def _is_ours(header: tuple[str, ...]) -> bool:
    """Whether a table is meant as a catalogue of ours; an iMeta may carry any other column."""
    return "icode" not in map(fold_heading, header)


_TABLE: Final = table_format("katalog", "Indikatorenkatalog", COLUMNS, _build, strict=_is_ours)


def _read(opened: Opened, job: Job) -> Outcome:
    """As any table; in an iMeta R has written NA for what is empty."""
    raw = opened.raw
    if raw is not None and not _is_ours(raw.header):
        cells = raw.cells.mask(raw.cells.isin(["NA"]), "")
        opened = replace(opened, raw=replace(raw, cells=cells))
    return _TABLE.read(opened, job)


FORMAT: Final[Format] = replace(_TABLE, read=_read)
