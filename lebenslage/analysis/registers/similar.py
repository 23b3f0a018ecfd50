"""Concerns that say the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz, process

from lebenslage.model.area import fold
from lebenslage.model.registers import Entry

#: Likeness (0-100) from which on two titles are proposed as the same.
LIKE: Final = 75


def alike(entry: Entry, others: Iterable[Entry], most: int = 5) -> list[Entry]:
    """Entries about a common Ortsteil with a similar title, the most similar first.

    Notes
    -----
    `token_set_ratio` of rapidfuzz: words in any order, additional words count little.
    """
    near = {
        other.kennung: other
        for other in others
        if other.kennung != entry.kennung
        and set(other.several("ortsteile")) & set(entry.several("ortsteile"))
    }
    titles = {key: fold(other.text("titel")) for key, other in near.items()}
    found = process.extract(
        fold(entry.text("titel")),
        titles,
        scorer=fuzz.token_set_ratio,
        score_cutoff=LIKE,
        limit=most,
    )
    return [near[key] for _, _, key in found]
