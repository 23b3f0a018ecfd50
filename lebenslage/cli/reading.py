"""Files that a calculation needs: without store or Gemeinde."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import open_source, read
from lebenslage.model.exchange import Content, Known
from lebenslage.model.survey import Questionnaire

#: A calculation is not an upload: whatever fits into memory is taken.
LIMIT_BYTES: Final = 4 * 1024**3


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
    delivery = read(open_source(path, LIMIT_BYTES), known, questionnaire=questionnaire)
    content: Content = delivery.content
    if not isinstance(content, kind):
        text = f"Erwartet wird {words}, erkannt wurde „{delivery.titel}“."
        raise DatenFehler(Problem(text, datei=path.name))
    return content
