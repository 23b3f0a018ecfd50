"""Files that a calculation needs: without store or Gemeinde."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import inspect, open_source
from lebenslage.model.exchange import Content, Known
from lebenslage.model.survey import Questionnaire
from lebenslage.report.formats import listing

#: A calculation is not an upload: whatever fits into memory is taken.
LIMIT_BYTES: Final = 4 * 1024**3
#: Columns of an unknown table that a message names.
_SHOWN: Final = 8


def read_as(
    path: Path,
    kind: type[Any],
    words: str,
    known: Known,
    questionnaire: Questionnaire | None = None,
) -> Any:
    """Read a file whose content is known to be of one kind.

    Parameters
    ----------
    words : str
        What was expected, as in "ein Katalog".

    Raises
    ------
    DatenFehler
        Lists what is wrong with the file, or says what was found instead.
    """
    source = open_source(path, LIMIT_BYTES)
    inspection = inspect(source, known, questionnaire=questionnaire)
    content: Content | None = inspection.delivery.content if inspection.delivery else None
    if isinstance(content, kind):
        return content
    unknown = not inspection.erkannt and inspection.spaltennamen
    if content is None and not unknown:
        raise DatenFehler(inspection.probleme)
    found = f"erkannt wurde „{inspection.titel}“"
    if unknown:
        found = f"gefunden wurden die Spalten {listing(inspection.spaltennamen[:_SHOWN])}"
    raise DatenFehler(Problem(f"Erwartet wird {words}, {found}.", datei=path.name))
