"""`index`: from a catalogue and values to scores, without store and without Gemeinde."""

from __future__ import annotations

import contextlib
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lebenslage.analysis.index.outcome import COLUMNS, RobustnessResult
from lebenslage.analysis.index.robustness_table import robustness_table
from lebenslage.analysis.index.table import IndexTable, index_table
from lebenslage.cli.csvtext import as_csv
from lebenslage.cli.output import say, warn, write_files
from lebenslage.cli.protocol import reason_lines, treatment_lines
from lebenslage.cli.reading import LIMIT_BYTES, read_as
from lebenslage.errors import DatenFehler
from lebenslage.loaders import load_procedure
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Known, ValueTable
from lebenslage.model.procedure import Procedure
from lebenslage.report.formats import plural
from lebenslage.report.robustness_sentences import basis_sentence, describe_factors

#: What is expected, with the columns that tell it.
_CATALOGUE: Final = "ein Katalog (code, eltern, richtung, gewicht)"
_VALUES: Final = (
    "eine Tabelle mit Werten (gebiet_id, indikator, wert; oder gebiet_id und eine Spalte je "
    "Indikator des Katalogs)"
)


def index(args: Namespace) -> int:
    """Compute scores, ranks and classes and write them to a file."""
    procedure = load_procedure(args.procedure)
    catalogue = read_as(args.catalogue, Catalogue, _CATALOGUE, Known(limit_bytes=LIMIT_BYTES))
    known = Known(catalogue=catalogue, limit_bytes=LIMIT_BYTES)
    values = read_as(args.values, ValueTable, _VALUES, known)
    with _naming(args):
        table = index_table(catalogue, values.frame, procedure)
    tables = {
        args.out: table.frame,
        args.reasons_out: table.gruende,
        args.treatments_out: table.behandelt,
    }
    sure: RobustnessResult | None = None
    if args.robustness is not None:
        with _naming(args):
            sure = robustness_table(
                catalogue, values.frame, procedure, draws=args.robustness, seed=args.seed or 0
            )
        tables[args.robustness_out] = sure.frame[list(COLUMNS)]
    write_files({path: as_csv(frame) for path, frame in tables.items() if path is not None})
    _tell(args, table, procedure, sure)
    nodes = plural(len(catalogue.scored()), "Knoten", "Knoten")
    areas = plural(table.frame[col.GEBIET].nunique(), "Gebiet", "Gebiete")
    say(f"{args.out}: {areas}, {nodes}.")
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


@contextlib.contextmanager
def _naming(args: Namespace) -> Iterator[None]:
    """Problems of the calculation get the name of the file that their column belongs to."""
    try:
        yield
    except DatenFehler as error:
        files = dict.fromkeys((col.WERT, col.STAND), args.values.name)
        raise DatenFehler(
            replace(p, datei=files.get(p.spalte, args.catalogue.name)) if p.spalte else p
            for p in error.problems
        ) from None
