"""`index`: from a catalogue and values to scores, without store and without Gemeinde."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any, Final

from lebenslage.analysis.index.outcome import COLUMNS, RobustnessResult
from lebenslage.analysis.index.robustness_table import robustness_table
from lebenslage.analysis.index.table import IndexTable, index_table
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_files
from lebenslage.cli.protocol import reason_lines, treatment_lines
from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import load_procedure, open_source, read
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Content, Known, ValueTable
from lebenslage.model.procedure import Procedure
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
    tables = {
        args.out: table.frame,
        args.reasons_out: table.gruende,
        args.treatments_out: table.behandelt,
    }
    sure: RobustnessResult | None = None
    if args.robustness is not None:
        sure = robustness_table(
            catalogue, values.frame, procedure, draws=args.robustness, seed=args.seed or 0
        )
        tables[args.robustness_out] = sure.frame[list(COLUMNS)]
    write_files({path: as_csv(frame) for path, frame in tables.items() if path is not None})
    _tell(args, table, procedure, sure)
    nodes = plural(len(catalogue.scored()), "Knoten", "Knoten")
    say(f"{args.out}: {plural(len(table.frame), 'Gebiet', 'Gebiete')}, {nodes}.")
    if sure is not None:
        say(f"{args.robustness_out}: {describe_factors(sure.factors, procedure, sure.draws)}")
    return 0


def _tell(
    args: Namespace, table: IndexTable, procedure: Procedure, sure: RobustnessResult | None
) -> None:
    """Notices, what was changed before, and why cells are empty."""
    notes = list(table.hinweise)
    if sure is not None:
        notes += [basis_sentence(sure.factors, procedure), *sure.hinweise]
    for note in dict.fromkeys(filter(None, notes)):
        warn(f"Hinweis: {note}")
    complete = args.treatments_out is not None
    for line in treatment_lines(table.behandelt, procedure.behandlung, complete=complete):
        warn(line)
    for line in reason_lines(table.gruende, complete=args.reasons_out is not None):
        warn(line)


def _read(path: Path, kind: type[Any], words: str, known: Known) -> Any:
    delivery = read(open_source(path, LIMIT_BYTES), known)
    content: Content = delivery.content
    if not isinstance(content, kind):
        text = f"Erwartet wird {words}, erkannt wurde „{delivery.titel}“."
        raise DatenFehler(Problem(text, datei=path.name))
    return content
