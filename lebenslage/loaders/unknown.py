"""A file that no format fits: what can be said about it without showing what is in it."""

from __future__ import annotations

from typing import Final

from lebenslage.loaders import xlsx
from lebenslage.loaders.findings import shortened
from lebenslage.loaders.formats import Job, Opened, Outcome, column_overview

#: More columns than these are counted, not named.
_NAMED: Final = 12
_LENGTH: Final = 30
#: Headings of the simplest table that is read, as people write them.
_EXPECTED: Final = "Gebiet, Indikator, Stand, Wert"


def unknown(opened: Opened, job: Job) -> Outcome:
    """An unknown table: only column names are shown, its cells could be answers of persons."""
    text = " ".join(
        filter(None, ("Das Format der Datei wurde nicht erkannt.", xlsx.misnamed(opened.source)))
    )
    raw = opened.raw
    if raw is None:
        job.findings.add(text)
        return Outcome(None, 0, 0)
    told = f"Ihre Spalten: {_some(raw.header)}. Erwartet wird zum Beispiel: {_EXPECTED}."
    job.findings.add(f"{text} {told}")
    overview = column_overview(raw)
    return Outcome(None, len(raw.cells), len(raw.header), overview, spaltennamen=raw.header)


def _some(header: tuple[str, ...]) -> str:
    names = [shortened(name, _LENGTH) or "(ohne Namen)" for name in header[:_NAMED]]
    rest = len(header) - len(names)
    return ", ".join(names) + (f" und {rest} weitere" if rest else "")
