"""Where long German words may be broken: for narrow cells, in browsers without a dictionary."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from pyphen import Pyphen

#: Shows as a hyphen where the word is broken, and as nothing elsewhere.
SOFT: Final = "\u00ad"
#: Shorter words fit everywhere.
_LONG: Final = re.compile(r"[^\W\d_]{13,}")
_VOWEL: Final = re.compile("[aeiouyäöü]", re.IGNORECASE)


def soft(text: str) -> str:
    """The text with soft hyphens in words of thirteen letters and more."""
    return _LONG.sub(lambda found: _parted(found[0]), text)


@lru_cache(maxsize=5_000)
def _parted(word: str) -> str:
    pieces: list[str] = []
    for piece in _dictionary().inserted(word, SOFT).split(SOFT):
        if pieces and not _VOWEL.search(piece):  # no syllable: "Dor-f-entwicklung"
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return SOFT.join(pieces)


@cache
def _dictionary() -> Pyphen:
    return Pyphen(lang="de_DE")
