"""`grid`: from published cells to values of areas, without store."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from lebenslage.analysis.grid import grid_table, usable
from lebenslage.analysis.grid_recipes import RECIPES, column_recipes
from lebenslage.analysis.grid_sums import ZELLEN
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_file
from lebenslage.cli.reading import LIMIT_BYTES, read_as
from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import read_cells
from lebenslage.model import columns as c
from lebenslage.model.exchange import Areas, Known, grid_window
from lebenslage.model.grid import GridCells
from lebenslage.report.formats import listing, plural

#: Columns of the output (DESIGN section 9).
GITTER_AUSGABE: Final = (
    c.GEBIET,
    c.INDIKATOR,
    c.WERT,
    c.ZAEHLER,
    c.NENNER,
    c.FEHLER,
    ZELLEN,
    c.GUETE,
)


def grid(args: Namespace) -> int:
    """Sum up the cells of all files by area and write the values to a file."""
    areas = read_as(args.areas, Areas, "eine Datei mit Flächen", Known(limit_bytes=LIMIT_BYTES))
    known = Known(limit_bytes=LIMIT_BYTES, ausschnitt=grid_window(areas.frame))
    cells = _read_all(args.cells, known)
    recipes = (*RECIPES, *dict.fromkeys(chain.from_iterable(map(column_recipes, cells))))
    table = grid_table(cells, areas.frame, recipes)
    for text in _without_weight(cells):
        warn(f"Hinweis: {text}")
    if table.empty:
        raise DatenFehler("Aus diesen Dateien lässt sich für diese Flächen kein Wert berechnen.")
    if dropped := int(table[c.WERT].isna().sum()):
        values = plural(dropped, "Anteil ist", "Anteile sind")
        warn(
            f"Hinweis: {values} leer, weil der Zähler größer als der Nenner ist (die Zellwerte "
            "sind zur Geheimhaltung einzeln verändert)."
        )
    table = table.sort_values(c.INDIKATOR, kind="stable")
    write_file(args.out, as_csv(table[list(GITTER_AUSGABE)]))
    areas_told = plural(int(table[c.GEBIET].nunique()), "Gebiet", "Gebiete")
    say(f"{args.out}: {plural(len(table), 'Wert', 'Werte')} für {areas_told}.")
    return 0


def _read_all(paths: Sequence[Path], known: Known) -> list[GridCells]:
    """All files, every problem of every file told at once."""
    problems: list[Problem] = []
    found: dict[tuple[str, int], str] = {}
    cells: list[GridCells] = []
    for path in paths:
        try:
            delivery = read_cells(path, known)
        except DatenFehler as error:
            problems += error.problems
            continue
        for note in delivery.hinweise:
            warn(f"Hinweis: {path.name}: {note}")
        content = delivery.content
        assert isinstance(content, GridCells)
        key = (content.theme, content.resolution)
        if first := found.get(key):
            text = f"Dieselben Zellen stehen schon in „{first}“; jedes Thema genau einmal."
            problems.append(Problem(text, datei=path.name))
        found[key] = path.name
        cells.append(content)
    dates = sorted({theme.stand for theme in cells})
    if len(dates) > 1:
        text = (
            f"Die Dateien mischen die Stichtage {listing(dates)}; die Ausgabe nennt keinen "
            "Stichtag, bitte je Zensus einzeln aufrufen."
        )
        problems.append(Problem(text))
    if problems:
        raise DatenFehler(problems)
    return cells


def _without_weight(cells: Sequence[GridCells]) -> list[str]:
    """Means and published shares for which the file with their weight is not there."""
    texts = []
    for theme in cells:
        for recipe in RECIPES:
            there = recipe.theme == theme.theme and recipe.mittelwert in theme.value_columns()
            if there and recipe.gewicht and not usable(theme, recipe, cells):
                texts.append(
                    f"„{recipe.mittelwert}“ wird nie ungewichtet gemittelt; bitte auch eine Datei "
                    f"gleicher Auflösung mit {listing(recipe.gewicht, 'oder')} angeben."
                )
    return list(dict.fromkeys(texts))
