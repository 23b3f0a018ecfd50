"""Concerns that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz, process

from lebenslage.model.area import fold
from lebenslage.model.registers import Entry

#: Likeness (0-100) from which on two titles are proposed as the same.
LIKE: Final = 75


def folded(entry: Entry) -> str:
    """The title of an entry as `closest` compares it."""
    return fold(entry.text("titel"))


def closest(title: str, titles: Sequence[str], most: int) -> list[int]:
    """Places of the titles that are like one, the most similar first.

    Parameters
    ----------
    title, titles : str, sequence of str
        As `folded` makes them.

    Notes
    -----
    `token_set_ratio` of rapidfuzz: words in any order, additional words count little.
    """
    scorer = fuzz.token_set_ratio
    found = process.extract(title, titles, scorer=scorer, score_cutoff=LIKE, limit=most)
    return [place for _, _, place in found]
