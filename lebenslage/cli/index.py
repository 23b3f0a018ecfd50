"""`index`: from a catalogue and values to scores, without store and without Gemeinde."""

from __future__ import annotations

from argparse import Namespace

from lebenslage.analysis.index.outcome import COLUMNS, RobustnessResult
from lebenslage.analysis.index.robustness_table import robustness_table
from lebenslage.analysis.index.table import IndexTable, index_table
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_files
from lebenslage.cli.protocol import reason_lines, treatment_lines
from lebenslage.cli.reading import LIMIT_BYTES, read_as
from lebenslage.loaders import load_procedure
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Known, ValueTable
from lebenslage.model.procedure import Procedure
from lebenslage.report.formats import plural
from lebenslage.report.robustness_sentences import basis_sentence, describe_factors


def index(args: Namespace) -> int:
    """Compute scores, ranks and classes and write them to a file."""
    procedure = load_procedure(args.procedure)
    catalogue = read_as(args.catalogue, Catalogue, "ein Katalog", Known(limit_bytes=LIMIT_BYTES))
    known = Known(catalogue=catalogue, limit_bytes=LIMIT_BYTES)
    values = read_as(args.values, ValueTable, "eine Tabelle mit Werten", known)
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
