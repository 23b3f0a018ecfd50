"""The cells of a grid file as numbers, read block by block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.archives import BROKEN
from lebenslage.loaders.delimited import RawTable, parse_table
from lebenslage.loaders.findings import Findings, rows_where, shortened
from lebenslage.loaders.formats import Opened
from lebenslage.loaders.grid_stream import Window, as_utf8, in_threads, line_blocks, near
from lebenslage.loaders.text import Decoded, decode
from lebenslage.model.grid import KLAMMERN

if TYPE_CHECKING:
    from lebenslage.loaders.grid import Layout

#: The dash, also as Windows-1252 leaves it behind where a file was read in a wrong encoding.
_DASHES: Final = ("–", "\x96", "\ufffd")
#: Signs for "no value" (legend of the publisher).
_NO_VALUE: Final = ("", "-", "…", "...", ".", "/", "x", "NA")
#: What stands beside a value of limited use.
UNCERTAIN: Final = "KLAMMERN"
_CELL: Final = r"RES(?P<res>\d+)mN(?P<n>\d+)E(?P<e>\d+)"
_BLOCK: Final = 1 << 22
_NONE: Final = np.array([])


@dataclass(frozen=True)
class CellRows:
    """Cells of a file.

    Parameters
    ----------
    cells : pd.DataFrame
        `x`, `y` (centres, metres, EPSG:3035) and the characteristics as float; NaN: no value. Those
        of which any value is marked have a second column, as in `GridCells`.
    rows : int
        Rows of the file.
    extent : tuple of float
        Left, bottom, right, top of all centres in the file, also of those not taken.
    uncertain : int
        Values that the publisher marks as of limited use ("KLAMMERN").
    """

    cells: pd.DataFrame = field(repr=False)
    rows: int
    extent: Window
    uncertain: int = 0


def read_wide(
    opened: Opened, layout: Layout, window: Window | None, findings: Findings
) -> CellRows:
    """Cells of a file with one column per characteristic, those inside the window.

    Notes
    -----
    A dash is 0 in counts and shares and "no value" in means. Negative numbers are signs too
    (2011: -1 uninhabited or secret, -9 no value).
    """
    blocks = _blocks(opened, layout, window)
    if not blocks:
        blocks = [_slow(opened, layout, window, findings)]
    cells = pd.concat([block.cells for block in blocks], ignore_index=True)
    values = [name for name in cells.columns if name not in ("x", "y")]
    negative = cells[values] < 0
    if negative.to_numpy().any():
        cells[values] = cells[values].mask(negative)
    return CellRows(
        _marked_only(cells),
        sum(block.rows for block in blocks),
        _extent(np.array([block.extent for block in blocks])),
        sum(block.uncertain for block in blocks),
    )


def _blocks(opened: Opened, layout: Layout, window: Window | None) -> list[CellRows] | None:
    """The file in blocks, so that all Germany fits; None if anything does not fit its type."""
    if len(set(opened.header)) != len(opened.header):
        return None
    by_name = window is not None and opened.header[0] == layout.cell_id

    def cells_of(block: bytes) -> CellRows:
        lines = None
        if by_name and window is not None and b'"' not in block:
            lines = near(block, layout.resolution, opened.trennzeichen, window)
        cells = _block(as_utf8(block if lines is None else lines.kept), opened, layout, window)
        if lines is None:
            return cells
        return replace(cells, rows=lines.rows, extent=lines.extent or cells.extent)

    try:
        with opened.stream() as file:
            return list(in_threads(cells_of, line_blocks(file)))
    except (pa.ArrowInvalid, pa.ArrowKeyError, UnicodeDecodeError):
        return None
    except BROKEN:
        text = "Die Datei ist beschädigt und lässt sich nicht öffnen."
        raise DatenFehler(Problem(text, datei=opened.source.name)) from None


def _table(lines: bytes, opened: Opened, layout: Layout, *, numbers: bool) -> pa.Table:
    """The wanted columns of some lines; values as text or, if all are plain numbers, as such."""
    places = {layout.x: pa.float64(), layout.y: pa.float64()}
    types = places if layout.x and layout.y else {layout.cell_id: pa.string()}
    types |= dict.fromkeys(layout.values.values(), pa.float64() if numbers else pa.string())
    types |= dict.fromkeys(layout.marks, pa.string())
    signs = [*_NO_VALUE, *(_DASHES if layout.theme.means else ())]
    nothing = {"null_values": signs} if numbers else {}
    return pacsv.read_csv(
        pa.BufferReader(lines),
        read_options=pacsv.ReadOptions(column_names=list(opened.header), block_size=_BLOCK),
        parse_options=pacsv.ParseOptions(delimiter=opened.trennzeichen),
        convert_options=pacsv.ConvertOptions(
            column_types=types,
            include_columns=list(types),
            decimal_point="," if numbers and opened.trennzeichen != "," else ".",
            **nothing,
        ),
    )


def _zeros(lines: bytes, delimiter: str) -> bytes:
    """The same lines with 0 in cells that hold nothing but a dash."""
    sign = delimiter.encode()
    for dash in (text.encode() for text in _DASHES):
        if dash not in lines:
            continue
        for end in (sign, sign, b"\r\n", b"\n"):  # twice: neighbours share a separator
            lines = lines.replace(sign + dash + end, sign + b"0" + end)
    return lines


def _block(lines: bytes, opened: Opened, layout: Layout, window: Window | None) -> CellRows:
    if not lines:
        columns = ["x", "y", *layout.values, *_by_value(dict.fromkeys(layout.marks, _NONE), layout)]
        return CellRows(pd.DataFrame(columns=columns, dtype=float), 0, (np.nan,) * 4)
    try:
        if layout.theme.counts:
            raise pa.ArrowInvalid("a comma is no decimal sign here")
        plain = lines if layout.theme.means else _zeros(lines, opened.trennzeichen)
        table = _table(plain, opened, layout, numbers=True)
    except pa.ArrowInvalid:
        table = _table(lines, opened, layout, numbers=False)
    if layout.x and layout.y:
        x, y = (table.column(heading).to_numpy() for heading in (layout.x, layout.y))
    else:
        x, y = places_of(table.column(layout.cell_id).to_pandas())
    if np.isnan(x).any() or np.isnan(y).any():
        raise pa.ArrowInvalid("a cell without a place")
    rows, extent = table.num_rows, (x.min(), y.min(), x.max(), y.max())
    if window is not None:
        kept = (x >= window[0]) & (x <= window[2]) & (y >= window[1]) & (y <= window[3])
        x, y, table = x[kept], y[kept], table.filter(pa.array(kept))
    marks = {
        heading: np.asarray(pc.fill_null(pc.equal(table.column(heading), UNCERTAIN), False), float)
        for heading in layout.marks
    }
    values: dict[str, np.ndarray] = {
        name: _floats(table.column(heading), layout, name, opened.trennzeichen)
        for name, heading in layout.values.items()
    }
    values |= _by_value(marks, layout)
    uncertain = int(sum(told.sum() for told in marks.values()))
    return CellRows(pd.DataFrame({"x": x, "y": y, **values}), rows, extent, uncertain)


def _by_value(marks: Mapping[str, np.ndarray], layout: Layout) -> dict[str, np.ndarray]:
    """Columns of marks, one for each value that they are about."""
    return {
        f"{name}{KLAMMERN}": marks[heading]
        for heading, names in layout.marks.items()
        for name in names
    }


def _marked_only(cells: pd.DataFrame) -> pd.DataFrame:
    """Without columns of marks that mark nothing."""
    marks = [name for name in cells.columns if name.endswith(KLAMMERN)]
    return cells.drop(columns=[name for name in marks if not cells[name].any()])


def _floats(texts: pa.ChunkedArray, layout: Layout, name: str, delimiter: str) -> np.ndarray:
    """Numbers of a column; fails if a text is neither a number nor a sign."""
    if pa.types.is_floating(texts.type):
        return np.asarray(texts.to_numpy())
    try:
        numbers = pc.cast(texts, pa.float64())
    except pa.ArrowInvalid:
        dash = None if layout.theme.means and name not in layout.theme.counts else "0"
        dashes = pc.is_in(texts, value_set=pa.array(_DASHES))
        texts = pc.if_else(dashes, pa.scalar(dash, pa.string()), texts)
        nothing = pc.is_in(texts, value_set=pa.array(_NO_VALUE))
        texts = pc.if_else(nothing, pa.scalar(None, pa.string()), texts)
        if name in layout.theme.counts:
            texts = pc.replace_substring(texts, ",", "")
        elif delimiter != ",":
            texts = pc.replace_substring(texts, ",", ".")
        numbers = pc.cast(texts, pa.float64())
    return np.asarray(numbers.to_numpy())


def _extent(boxes: np.ndarray) -> Window:
    """Smallest box around boxes (rows of left, bottom, right, top); empty ones are NaN."""
    boxes = boxes[~np.isnan(boxes).any(axis=1)]
    if not len(boxes):
        return (np.nan,) * 4
    low, high = boxes.min(axis=0), boxes.max(axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])


def read_long(
    opened: Opened, layout: Layout, window: Window | None, findings: Findings
) -> CellRows:
    """Cells of the long form of 2011, pivoted to one column `MERKMAL_CODE` each.

    Notes
    -----
    The published file lists only what is counted: a category that is not listed for a cell is 0
    where the cell has another category of the same Merkmal, else there is no value.
    """
    raw = _raw_table(opened)
    index = {heading: i for i, heading in enumerate(raw.header)}
    theme, code, count = (raw.column(index[layout.values[key]]) for key in layout.values)
    names = (layout.cell_id, layout.x, layout.y)
    frame = pd.DataFrame({name: raw.column(index[name]) for name in names if name})
    numbers = pd.to_numeric(count, errors="coerce")
    for row in rows_where(numbers.isna() & ~count.isin(_NO_VALUE)):
        text = f"„{count.iat[row]}“ ist keine Zahl."
        findings.add(text, zeile=raw.line(row), spalte=layout.values["anzahl"])
    centres = pd.DataFrame(_centres(frame, layout, findings))
    cell, places = pd.factorize(pd.MultiIndex.from_frame(centres))
    column, labels = pd.factorize(theme + "_" + code, sort=True)
    group, groups = pd.factorize(theme)
    group_of = np.zeros(len(labels), dtype=int)
    group_of[column] = group
    listed = np.zeros((len(places), len(groups)), dtype=bool)
    listed[cell, group] = True
    table = np.where(listed[:, group_of], 0.0, np.nan)
    table[cell, column] = numbers.where(numbers >= 0)
    if doubled := len(raw.cells) - len(set(zip(cell, column, strict=True))):
        text = f"{doubled} Zeilen wiederholen Zelle, Merkmal und Ausprägung einer anderen Zeile."
        findings.add(text)
    head = pd.DataFrame(list(places), columns=["x", "y"], dtype=float)
    cells = pd.concat([head, pd.DataFrame(table, columns=list(labels))], axis=1)
    return inside(cells, len(raw.cells), window)


def _raw_table(opened: Opened) -> RawTable:
    """All cells as text, split as the first line was."""
    name = opened.source.name
    raw = parse_table(_decoded(opened), name, opened.trennzeichen)
    if raw.header != opened.header:
        text = "Die Kopfzeile lässt sich nicht in Spalten teilen; ein Anführungszeichen fehlt."
        raise DatenFehler(Problem(text, datei=name, zeile=1))
    return raw


def _decoded(opened: Opened) -> Decoded:
    if opened.text:
        return Decoded(opened.text, opened.kodierung)
    return decode(opened.data(), opened.source.name)


def inside(cells: pd.DataFrame, rows: int, window: Window | None, uncertain: int = 0) -> CellRows:
    """The cells of a table that lie in a window, all without one."""
    extent = _extent(cells[["x", "y", "x", "y"]].to_numpy())
    if window is not None:
        near_by = cells["x"].between(window[0], window[2])
        near_by &= cells["y"].between(window[1], window[3])
        cells = cells[near_by].reset_index(drop=True)
    return CellRows(cells, rows, extent, uncertain)


def _slow(opened: Opened, layout: Layout, window: Window | None, findings: Findings) -> CellRows:
    """The same with every wrong cell named.

    Raises
    ------
    DatenFehler
        If lines have unequal length.
    """
    raw = _raw_table(opened)
    index = {heading: i for i, heading in enumerate(raw.header)}
    names = (layout.cell_id, layout.x, layout.y)
    frame = pd.DataFrame({name: raw.column(index[name]) for name in names if name})
    values = {}
    for name, heading in layout.values.items():
        texts = raw.column(index[heading])
        counted = name in layout.theme.counts
        if counted or not layout.theme.means:
            texts = texts.where(~texts.isin(_DASHES), "0")
        plain = texts.str.replace(",", "" if counted else ".", regex=False)
        numbers = pd.to_numeric(plain, errors="coerce").astype(float)
        for row in rows_where(numbers.isna() & ~texts.isin([*_NO_VALUE, *_DASHES])):
            text = f"„{shortened(str(texts.iat[row]))}“ ist keine Zahl."
            findings.add(text, zeile=raw.line(row), spalte=heading, wert=str(texts.iat[row]))
        values[name] = numbers
    marks = {
        heading: (raw.column(index[heading]) == UNCERTAIN).to_numpy(float)
        for heading in layout.marks
    }
    uncertain = int(sum(told.sum() for told in marks.values()))
    columns = {**_centres(frame, layout, findings), **values, **_by_value(marks, layout)}
    return inside(pd.DataFrame(columns), len(raw.cells), window, uncertain)


def places_of(names: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Centres from names of cells, which tell the size and the lower left corner."""
    parts = names.astype("str").str.extract(_CELL).astype(float)
    half = parts["res"] / 2
    return (parts["e"] + half).to_numpy(), (parts["n"] + half).to_numpy()


def _centres(frame: pd.DataFrame, layout: Layout, findings: Findings) -> dict[str, np.ndarray]:
    """Cell centres from their columns, or from the names of the cells."""
    if layout.x and layout.y:
        x, y = (
            pd.to_numeric(frame[heading], errors="coerce").to_numpy(dtype=float)
            for heading in (layout.x, layout.y)
        )
    else:
        x, y = places_of(frame[layout.cell_id])
    missing = int((np.isnan(x) | np.isnan(y)).sum())
    if missing:
        words = "1 Zeile" if missing == 1 else f"{missing} Zeilen"
        findings.add(f"{words} ohne lesbare Lage der Zelle.", spalte=layout.cell_id)
    return {"x": x, "y": y}
