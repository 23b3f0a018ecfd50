"""Which column of a register table holds what: keys, ages, sexes, Ortsteile, moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from lebenslage.loaders import register_labels as labels
from lebenslage.loaders.formats import Job
from lebenslage.loaders.tables import Matched, fold_heading, match_columns
from lebenslage.model.exchange import Known

_MOVES: Final = {labels.ZUZUEGE: "zuzug", labels.FORTZUEGE: "fortzug"}


@dataclass(frozen=True)
class Counted:
    """A column of counts, and what its heading says about the persons in it."""

    index: int
    art: str = "bestand"
    alter: labels.Age | None = None
    geschlecht: str = ""
    ort: str = ""


@dataclass
class Layout:
    """Which column holds what."""

    matched: Matched
    counted: list[Counted] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)

    def key(self, name: str) -> int | None:
        """Index of a key column; None if the table does not have it."""
        return self.matched.found.get(name)

    @property
    def has_places(self) -> bool:
        """Whether Ortsteile stand in a column or above columns."""
        return self.key(labels.ORT) is not None or any(item.ort for item in self.counted)

    @property
    def has_persons(self) -> bool:
        """Ages, or moves: a table of mere totals can be anything."""
        moves = any(item.art != "bestand" for item in self.counted)
        return moves or self.key(labels.ALTER) is not None or sum(self.ages) >= 3

    @property
    def ages(self) -> list[bool]:
        """Which columns of counts are those of an age group."""
        return [item.alter is not None for item in self.counted]


def layout_of(header: Sequence[str], job: Job) -> Layout:
    """Find keys by their names and columns of counts by what their headings mean."""
    matched = match_columns(header, labels.COLUMNS, job.mapping)
    layout = Layout(matched)
    places = _places(job.known)
    for index in matched.rest:
        heading = header[index]
        sex, age = labels.sex_of(heading), labels.age_of(heading)
        if age is not None:
            layout.counted.append(Counted(index, alter=age))
        elif sex:
            layout.counted.append(Counted(index, geschlecht=sex))
        elif fold_heading(heading) in places:
            layout.counted.append(Counted(index, ort=heading))
        elif heading and not labels.is_total(heading):
            layout.rest.append(heading)
    for name, art in _MOVES.items():
        if (found := matched.found.get(name)) is not None:
            layout.counted.append(Counted(found, art))
    total = matched.found.get(labels.ANZAHL)
    if total is not None and not any(item.art == "bestand" for item in layout.counted):
        layout.counted.append(Counted(total))
    return layout


def _places(known: Known) -> set[str]:
    """Names of Ortsteile, as headings are compared."""
    if known.gazetteer is None:
        return set()
    pairs = ((place.name, place.ortsteil_id) for place in known.gazetteer.places)
    return {fold_heading(text) for pair in pairs for text in pair}
