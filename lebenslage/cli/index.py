"""`index`: from a catalogue and values to scores, without store and without Gemeinde."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from lebenslage.analysis.index.table import index_table
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_file
from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import load_procedure, open_source, read
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Content, Known, ValueTable
from lebenslage.report.formats import plural

#: A calculation is not an upload: whatever fits into memory is taken.
LIMIT_BYTES: Final = 4 * 1024**3


def index(args: Namespace) -> int:
    """Compute scores, ranks and classes and write them to a file."""
    procedure = load_procedure(args.procedure)
    catalogue = _read(args.catalogue, Catalogue, "ein Katalog", Known(limit_bytes=LIMIT_BYTES))
    known = Known(catalogue=catalogue, limit_bytes=LIMIT_BYTES)
    values = _read(args.values, ValueTable, "eine Tabelle mit Werten", known)
    table = index_table(catalogue, values.frame, procedure)
    write_file(args.out, as_csv(table))
    for note in table.attrs["hinweise"]:
        warn(f"Hinweis: {note}")
    nodes = plural(len(catalogue.scored()), "Knoten", "Knoten")
    say(f"{args.out}: {plural(len(table), 'Gebiet', 'Gebiete')}, {nodes}.")
    return 0


def _read(path: Path, kind: type[Any], words: str, known: Known) -> Any:
    delivery = read(open_source(path, LIMIT_BYTES), known)
    content: Content = delivery.content
    if not isinstance(content, kind):
        text = f"Erwartet wird {words}, erkannt wurde „{delivery.titel}“."
        raise DatenFehler(Problem(text, datei=path.name))
    return content
