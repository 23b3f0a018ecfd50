"""`index`: from a catalogue and values to scores, without store and without Gemeinde."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from lebenslage.analysis.index.outcome import COLUMNS
from lebenslage.analysis.index.robustness_table import robustness_table
from lebenslage.analysis.index.table import index_table
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_files
from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import load_procedure, open_source, read
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Content, Known, ValueTable
from lebenslage.report.formats import plural
from lebenslage.report.robustness_sentences import basis_sentence, describe_factors

#: A calculation is not an upload: whatever fits into memory is taken.
LIMIT_BYTES: Final = 4 * 1024**3


def index(args: Namespace) -> int:
    """Compute scores, ranks and classes and write them to a file."""
    procedure = load_procedure(args.procedure)
    catalogue = _read(args.catalogue, Catalogue, "ein Katalog", Known(limit_bytes=LIMIT_BYTES))
    known = Known(catalogue=catalogue, limit_bytes=LIMIT_BYTES)
    values = _read(args.values, ValueTable, "eine Tabelle mit Werten", known)
    table = index_table(catalogue, values.frame, procedure)
    texts, notes = {args.out: as_csv(table)}, list(table.attrs["hinweise"])
    if args.robustness is not None:
        sure = robustness_table(
            catalogue, values.frame, procedure, draws=args.robustness, seed=args.seed or 0
        )
        texts[args.robustness_out] = as_csv(sure.frame[list(COLUMNS)])
        notes += [basis_sentence(sure.factors, procedure), *sure.hinweise]
    write_files(texts)
    for note in dict.fromkeys(filter(None, notes)):
        warn(f"Hinweis: {note}")
    nodes = plural(len(catalogue.scored()), "Knoten", "Knoten")
    say(f"{args.out}: {plural(len(table), 'Gebiet', 'Gebiete')}, {nodes}.")
    if args.robustness is not None:
        say(f"{args.robustness_out}: {describe_factors(sure.factors, procedure, sure.draws)}")
    return 0


def _read(path: Path, kind: type[Any], words: str, known: Known) -> Any:
    delivery = read(open_source(path, LIMIT_BYTES), known)
    content: Content = delivery.content
    if not isinstance(content, kind):
        text = f"Erwartet wird {words}, erkannt wurde „{delivery.titel}“."
        raise DatenFehler(Problem(text, datei=path.name))
    return content
