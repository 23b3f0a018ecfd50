"""`report`: a Steckbrief, a paper for the council, a deck or a workbook out of the store."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from typing import Final

from lebenslage import wiring
from lebenslage.analysis.figures import Figures
from lebenslage.cli.output import in_folder, say, warn, write_file
from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import load_procedure
from lebenslage.model import moments
from lebenslage.model.procedure import PROCEDURES
from lebenslage.model.registers import REGISTERS, Entry
from lebenslage.report.deck.proposals import situation, village
from lebenslage.report.documents import council_paper, profile_sheet, situation_report
from lebenslage.report.formats import listing
from lebenslage.report.funder import funder_report
from lebenslage.report.opendata import open_data
from lebenslage.report.sentence_parts import example_notice
from lebenslage.report.slides import slides
from lebenslage.report.workbook import workbook

#: Kind of PDF -> what makes it of the figures and an Ortsteil ("" is the Gemeinde).
_PDF: Final[Mapping[str, Callable[[Figures, str], bytes]]] = {
    "steckbrief": profile_sheet,
    "sitzungsvorlage": council_paper,
    "lagebericht": lambda figures, _: situation_report(figures),
}


def report(args: Namespace) -> int:
    """Make one file and write it."""
    figures = figures_of_store(args.procedure)
    area = _area(figures, args.ortsteil) if args.ortsteil else ""
    if args.format == "xlsx":
        data = workbook(figures, area)
    elif args.format == "pptx":
        data = slides(village(figures, area) if area else situation(figures), figures)
    elif args.art == "jahresbericht":
        today = moments.today()
        data = funder_report(figures, entries_of_store(), args.jahr or today.year, today)
    else:
        data = _PDF[args.art or ("steckbrief" if area else "lagebericht")](figures, area)
    write_file(args.out, data)
    if figures.snapshot.has_examples:
        warn(f"Hinweis: {example_notice(figures.snapshot.umfragen)}")
    say(f"{args.out}: {len(data)} Bytes.")
    return 0


def publish(args: Namespace) -> int:
    """Write everything that may be published into a folder."""
    files = open_data(figures_of_store("zielwerte"))
    in_folder(args.out, files)
    say(f"{args.out}: {len(files)} Dateien.")
    return 0


def figures_of_store(procedure: str) -> Figures:
    """What the store holds, under a procedure (name or file).

    Raises
    ------
    LebenslageError
        If the store cannot be read, the procedure is wrong, or there are no Ortsteile or catalogue.
    """
    own = wiring.gemeinde()
    known = wiring.procedures(own)
    chosen = known[procedure] if procedure in PROCEDURES else load_procedure(procedure)
    with wiring.store_for_a_look() as store:
        snapshot = store.snapshot()
        entries = {
            code: [e for e in store.registers.entries(code)[0] if not e.archiviert]
            for code in REGISTERS
        }
    if snapshot.ortsteile.empty or not snapshot.catalogue.nodes:
        missing = "das Verzeichnis der Ortsteile" if snapshot.ortsteile.empty else "der Katalog"
        raise DatenFehler([Problem(f"Hier fehlt noch {missing}. Bitte zuerst einlesen.")])
    return Figures(snapshot, own, chosen, entries=lambda code: entries.get(code, []))


def entries_of_store() -> dict[str, list[Entry]]:
    """The entries of all registers."""
    with wiring.store_for_a_look() as store:
        return {code: store.registers.entries(code)[0] for code in REGISTERS}


def _area(figures: Figures, wanted: str) -> str:
    """The Ortsteil by its key or its name."""
    for key, name in figures.names.items():
        if wanted.casefold() in (key.casefold(), name.casefold()):
            return key
    known = listing(figures.names, last="oder")
    text = f"Einen Ortsteil „{wanted}“ gibt es nicht. Erwartet wird {known}."
    raise DatenFehler([Problem(text, spalte="--ortsteil", wert=wanted)])
