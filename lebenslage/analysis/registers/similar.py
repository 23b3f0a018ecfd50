"""Concerns that say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rapidfuzz import fuzz, process

from lebenslage.model.area import fold
from lebenslage.model.registers import Entry

#: Likeness (0-100) from which on two titles are proposed as the same.
LIKE: Final = 75


def folded(entry: Entry) -> str:
    """The title of an entry as `alike` compares it."""
    return fold(entry.text("titel"))


def alike(
    entry: Entry,
    others: Iterable[Entry],
    most: int = 5,
    title: Callable[[Entry], str] = folded,
) -> list[Entry]:
    """Entries about a common Ortsteil with a similar title, the most similar first.

    Parameters
    ----------
    title : callable
        Entry -> its title as `folded` makes it, where somebody has it already.

    Notes
    -----
    `token_set_ratio` of rapidfuzz: words in any order, additional words count little.
    """
    own = set(entry.several("ortsteile"))
    near = [
        other
        for other in others
        if not own.isdisjoint(other.daten.get("ortsteile", ())) and other.kennung != entry.kennung
    ]
    found = process.extract(
        title(entry),
        [title(other) for other in near],
        scorer=fuzz.token_set_ratio,
        score_cutoff=LIKE,
        limit=most,
    )
    return [near[place] for _, _, place in found]
