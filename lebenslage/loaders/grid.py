"""Census grids: cells as published in 2011, 2021 (Eurostat) and 2022."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import grid_cells
from lebenslage.loaders.findings import Findings, quoted
from lebenslage.loaders.formats import PREVIEW_ROWS, Format, Job, Opened, Outcome, fits_kind
from lebenslage.loaders.grid_source import with_source
from lebenslage.loaders.grid_themes import (
    LONG_2011,
    POPULATION_2011,
    Theme,
    find_themes,
    mixed_censuses,
)
from lebenslage.loaders.tables import fold_heading
from lebenslage.model.grid import KLAMMERN, GridCells

_ID: Final = re.compile(r"(gitter_id_(?:100m|1km|10km)|grd_id)(?:_neu)?")
_RESOLUTION: Final = {"100m": 100, "1km": 1000, "10km": 10000}
#: More rows than these are those of a whole country: of such a file only the excerpt is kept.
NATIONAL_ROWS: Final = 200_000
#: Column of 2011 that tells classes from values: nowhere are all people children.
_MEAN_AGE: Final = "Alter_D"
_MOST_CLASSES: Final = 9
_LONG: Final = ("merkmal", "auspraegung_code", "anzahl")
_MARK: Final = "werterlaeuternde_zeichen"
#: Columns beside the characteristics that need no word to the user.
_SILENT: Final = re.compile(
    r"(x|y)_mp_\w+|werterlaeuternde_zeichen\w*|anzahl_q|merkmal_text|auspraegung_text"
)
#: What the European grid of Germany spans (EPSG:3035, metres).
_X_RANGE: Final = (3_900_000, 4_800_000)
_Y_RANGE: Final = (2_500_000, 3_700_000)


@dataclass(frozen=True)
class Layout:
    """Where a grid file holds what: headings as written in the file."""

    theme: Theme
    resolution: int
    cell_id: str
    x: str
    y: str
    #: name as published -> heading in the file
    values: dict[str, str]
    #: heading of a column that marks values as uncertain -> those values, as published
    marks: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...]


def is_grid(header: Sequence[str]) -> bool:
    """Whether a header names cells of a census grid."""
    return any(_ID.fullmatch(fold_heading(heading)) for heading in header)


def resolution_of(header: Sequence[str]) -> int:
    """Edge of a cell in metres, from the heading of its name."""
    ids = [key for key in map(fold_heading, header) if _ID.fullmatch(key)]
    size = re.search(r"(100m|10km|1km)", ids[0])
    return _RESOLUTION[size[1]] if size else 1000


def find_layout(header: Sequence[str], name: str, findings: Findings) -> Layout | None:
    """Recognise theme and resolution of a grid file; None (and a problem) if it is unknown."""
    by_fold = {fold_heading(heading): heading for heading in header}
    ids = [key for key in by_fold if _ID.fullmatch(key)]
    cell_id = by_fold[ids[0]]
    resolution = resolution_of(header)
    if all(key in by_fold for key in _LONG):
        theme: Theme | None = LONG_2011
        values = {key: by_fold[key] for key in _LONG}
    else:
        if mixed := mixed_censuses(header):
            text = f"Die Datei mischt den Zensus {mixed[0]} mit dem Zensus {mixed[1]}"
            findings.add(f"{text}; bitte je Zensus eine Datei.", zeile=1)
            return None
        theme = _choose(find_themes(header), cell_id, name, findings)
        columns = theme.columns if theme else ()
        keys = {column: fold_heading(column) for column in columns}
        values = {column: by_fold[key] for column, key in keys.items() if key in by_fold}
    if theme is None:
        rest = [h for h in header if h != cell_id and not _SILENT.fullmatch(fold_heading(h))]
        text = "Die Datei ist ein Zensus-Gitter, ihr Thema ist aber unbekannt"
        findings.add(f"{text} (Spalten {quoted(rest)})." if rest else f"{text}.")
        return None
    x, y = (
        next((h for key, h in by_fold.items() if key.startswith(f"{axis}_mp_")), "")
        for axis in "xy"
    )
    used = {cell_id, x, y, *values.values()}
    folded = [fold_heading(heading) for heading in header]
    for heading in sorted(used - {""}):
        if (count := folded.count(fold_heading(heading))) > 1:
            text = f"Die Spalte „{heading}“ kommt {count}-mal vor; jede Spalte genau einmal."
            findings.add(text, zeile=1, spalte=heading)
    ignored = tuple(
        heading
        for key, heading in by_fold.items()
        if heading not in used and not (_SILENT.fullmatch(key) or _ID.fullmatch(key))
    )
    marks = {
        heading: _marked(key.removeprefix(_MARK), theme, values)
        for key, heading in by_fold.items()
        if key.startswith(_MARK)
    }
    return Layout(theme, resolution, cell_id, x, y, values, marks, ignored)


def _marked(ending: str, theme: Theme, values: Mapping[str, str]) -> tuple[str, ...]:
    """The values that a column of marks is about: "..._EU" those named so, else all but counts."""
    told = tuple(name for name in values if name not in theme.counts)
    return tuple(name for name in told if fold_heading(name).endswith(ending)) or told


def _choose(themes: tuple[Theme, ...], cell_id: str, name: str, findings: Findings) -> Theme | None:
    """The theme; the name of the file decides only between themes with the same columns."""
    if not themes:
        return None
    if themes[0].columns == POPULATION_2011.columns and cell_id.startswith("Gitter"):
        return POPULATION_2011  # 2011 writes "Gitter_ID", 2022 "GITTER_ID"
    if len(themes) > 1:
        named = [theme for theme in themes if fold_heading(theme.stem) in fold_heading(name)]
        # the longer stem is the more exact one: "..._Gruppen" beside the plain theme
        themes = tuple(sorted(named, key=lambda t: -len(t.stem))) or themes
        if not named:
            text = "Das Thema geht aus den Spalten nicht eindeutig hervor; angenommen: "
            findings.note(f"{text}„{themes[0].stem}“.")
    return themes[0]


def _read(opened: Opened, job: Job) -> Outcome:
    findings = job.findings
    layout = find_layout(opened.header, opened.source.name, findings)
    if layout is None or findings:
        return Outcome(None, 0, len(opened.header), spaltennamen=opened.header)
    read = grid_cells.read_long if layout.theme is LONG_2011 else grid_cells.read_wide
    found = read(opened, layout, job.known.ausschnitt, findings)
    check_places(found, findings)
    _check_classes(found, findings)
    _tell(found, layout, findings)
    kept = None
    national = found.rows > NATIONAL_ROWS and len(found.cells) < found.rows / 2
    if national and layout.theme is not LONG_2011 and not findings:
        kept = _excerpt(found.cells, layout, opened)
        findings.note("Aufgehoben wird nur der Ausschnitt um die Gemeinde, nicht die ganze Datei.")
    content = GridCells(layout.theme.key, layout.theme.stand, layout.resolution, found.cells)
    return Outcome(
        with_source(content),
        zeilen=found.rows,
        spalten=len(opened.header),
        vorschau=found.cells[["x", "y", *content.value_columns()]].head(PREVIEW_ROWS).astype(str),
        spaltennamen=opened.header,
        roh=kept,
        zusammenfassung={
            "Thema": layout.theme.key,
            "Stand": layout.theme.stand,
            "Auflösung": f"{layout.resolution} m",
            "Zellen": len(found.cells),
        },
    )


def _excerpt(cells: pd.DataFrame, layout: Layout, opened: Opened) -> bytes:
    """The cells that were taken, as a file of the same theme."""
    size = next(name for name, edge in _RESOLUTION.items() if edge == layout.resolution)
    half = layout.resolution // 2
    corner = [
        f"CRS3035RES{layout.resolution}mN{int(y) - half}E{int(x) - half}"
        for x, y in zip(cells["x"], cells["y"], strict=True)
    ]
    places = {"x": layout.x or f"x_mp_{size}", "y": layout.y or f"y_mp_{size}"}
    table = cells[["x", "y", *layout.values]].rename(columns={**places, **layout.values})
    table.insert(0, layout.cell_id, corner)
    for heading, names in layout.marks.items():
        told = cells.get(f"{names[0]}{KLAMMERN}", pd.Series(0.0, cells.index))
        table[heading] = np.where(told > 0, grid_cells.UNCERTAIN, "")
    point = "." if opened.trennzeichen == "," else ","
    text = table.to_csv(sep=opened.trennzeichen, decimal=point, index=False, float_format="%.12g")
    return text.encode()


def check_places(found: grid_cells.CellRows, findings: Findings) -> None:
    """Cell centres lie in Germany's part of the European grid, none of them twice."""
    left, bottom, right, top = found.extent
    wrong = [
        axis
        for axis, low, high, bounds in (("x", left, right, _X_RANGE), ("y", bottom, top, _Y_RANGE))
        if low < bounds[0] or high > bounds[1]
    ]
    if wrong:
        text = (
            f"Die Zellmitten ({' und '.join(wrong)}) liegen nicht in Deutschland; erwartet werden "
            "Meter im europäischen Gitter (EPSG:3035)."
        )
        findings.add(text)
    places = found.cells[["x", "y"]].dropna()
    # both coordinates in one number: comparing pairs of three million cells is slow
    if doubled := int((places["y"] * 1e8 + places["x"]).duplicated().sum()):
        words = "1 Zelle kommt" if doubled == 1 else f"{doubled} Zellen kommen"
        findings.add(f"{words} mehrfach vor; jede Zelle genau einmal.")


def _check_classes(found: grid_cells.CellRows, findings: Findings) -> None:
    """The census of 2011 has the same table with classes for values: mean ages from 1 to 5."""
    ages = found.cells[_MEAN_AGE] if _MEAN_AGE in found.cells else pd.Series(dtype=float)
    if ages.notna().any() and ages.max() <= _MOST_CLASSES:
        text = (
            "Die Datei enthält Klassen statt Werte (klassierte Werte des Zensus 2011); gebraucht "
            "wird die Datei „spitze Werte“."
        )
        findings.add(text, spalte=_MEAN_AGE)


def _tell(found: grid_cells.CellRows, layout: Layout, findings: Findings) -> None:
    """What was left out, and what the publisher himself doubts."""
    if found.uncertain:
        words = "1 Wert ist" if found.uncertain == 1 else f"{found.uncertain} Werte sind"
        findings.note(f"{words} in der Quelle als eingeschränkt aussagekräftig gekennzeichnet.")
    if not len(found.cells) and not findings:
        findings.add("Keine Zelle der Datei liegt in der Nähe der Gemeinde.")
    outside = found.rows - len(found.cells)
    if outside and layout.theme is not LONG_2011:
        words = "1 Zelle" if outside == 1 else f"{outside} Zellen"
        findings.note(f"Nicht übernommen: {words} weit außerhalb der Gemeinde.")
    if layout.ignored:
        findings.note(f"Nicht übernommen: {quoted(layout.ignored)}.")


FORMAT: Final = Format("zensus-gitter", "Zensus-Gitterdaten", fits_kind("gitter"), _read)
