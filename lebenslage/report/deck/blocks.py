"""A deck: blocks that somebody has chosen, and what each says once figures are there.

A `Block` holds only the choice (kind, Ortsteil, indicator, wave), never a figure, and so a deck can
be kept and shown again with newer data. A `Statement` is what every output is made of: page,
slide, paper and workbook.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

import msgspec
import pandas as pd

from lebenslage.errors import DatenFehler, Problem


class BlockKind(StrEnum):
    """What a block shows."""

    TITEL = "titel"  # the first slide
    KARTE = "karte"  # Ortsteile by a score or an indicator
    PROFIL = "profil"  # Handlungsfelder, of all Ortsteile or of one
    KENNZAHLEN = "kennzahlen"  # context figures of one Ortsteil
    AUFFAELLIG = "auffaellig"  # what stands out in one Ortsteil
    INDIKATOR = "indikator"  # one indicator in all Ortsteile
    UMFRAGE = "umfrage"  # all questions on a scale, of one Ortsteil or of all
    FRAGE = "frage"  # one question by Ortsteil
    WELLEN = "wellen"  # what changed between two waves
    HANDLUNGSBEDARF = "handlungsbedarf"  # status x change
    PROJEKTE = "projekte"  # status of the projects
    ZITAT = "zitat"  # released texts
    TEXT = "text"  # own words


#: As shown where blocks are chosen.
BLOCK_NAMEN: Final = {
    BlockKind.TITEL: "Titel",
    BlockKind.KARTE: "Karte",
    BlockKind.PROFIL: "Profil der Handlungsfelder",
    BlockKind.KENNZAHLEN: "Kennzahlen",
    BlockKind.AUFFAELLIG: "Was auffällt",
    BlockKind.INDIKATOR: "Indikator",
    BlockKind.UMFRAGE: "Umfrage im Überblick",
    BlockKind.FRAGE: "Umfragefrage",
    BlockKind.WELLEN: "Vergleich zweier Umfragen",
    BlockKind.HANDLUNGSBEDARF: "Handlungsbedarf",
    BlockKind.PROJEKTE: "Stand der Projekte",
    BlockKind.ZITAT: "Stimmen",
    BlockKind.TEXT: "Eigener Text",
}
#: Kinds that are about one Ortsteil, and whether they can be about the whole Gemeinde as well.
AREA_KINDS: Final = {
    BlockKind.PROFIL: True,
    BlockKind.KENNZAHLEN: False,
    BlockKind.AUFFAELLIG: False,
    BlockKind.UMFRAGE: True,
    BlockKind.WELLEN: True,
    BlockKind.HANDLUNGSBEDARF: True,
    BlockKind.PROJEKTE: True,
    BlockKind.ZITAT: True,
}
#: In place of the id of a wave: whichever is the newest when the deck is shown.
NEUESTE: Final = "neueste"
#: More blocks than these are no presentation.
MAX_BLOCKS: Final = 100


@dataclass(frozen=True, slots=True)
class Block:
    """One choice; what a kind does not need stays empty.

    Parameters
    ----------
    gebiet : str
        `ortsteil_id`; empty for the whole Gemeinde.
    code : str
        Node of the catalogue, or column of a question.
    welle, vorher : str
        Id of a wave (`NEUESTE`: the newest one there is), and of the earlier one that it is
        compared to (`NEUESTE`: the one before).
    titel, text : str
        Own words; `titel` replaces the headline of any kind.
    """

    kind: BlockKind
    gebiet: str = ""
    code: str = ""
    welle: str = ""
    vorher: str = ""
    titel: str = ""
    text: str = ""

    def about(self, area: str) -> Block:
        """The same about another Ortsteil ("" for the Gemeinde)."""
        return replace(self, gebiet=area)

    def having(self, field_name: str, text: str) -> Block:
        """The same with another text in one field (not the kind)."""
        changed: dict[str, Any] = {field_name: text}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class Deck:
    """Blocks in their order under a name."""

    name: str
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """As JSON, to keep it; the same deck gives the same text."""
        return msgspec.json.encode(self).decode("utf-8")

    def named(self, name: str) -> Deck:
        """The same blocks under another name."""
        return replace(self, name=name)

    def put(self, place: int, block: Block) -> Deck:
        """With another block in this place."""
        return replace(self, blocks=(*self.blocks[:place], block, *self.blocks[place + 1 :]))

    def added(self, place: int, block: Block) -> Deck:
        """With a further block in this place."""
        return replace(self, blocks=(*self.blocks[:place], block, *self.blocks[place:]))

    def without(self, place: int) -> Deck:
        """Without the block in this place."""
        return replace(self, blocks=(*self.blocks[:place], *self.blocks[place + 1 :]))

    def moved(self, from_place: int, to_place: int) -> Deck:
        """With a block in another place."""
        return self.without(from_place).added(to_place, self.blocks[from_place])


def read_deck(text: str) -> Deck:
    """The deck that was kept as a text.

    Raises
    ------
    DatenFehler
        If it is none.
    """
    try:
        found = msgspec.json.decode(text.encode("utf-8"), type=Deck)
        return replace(found, blocks=found.blocks[:MAX_BLOCKS])
    except msgspec.MsgspecError as error:
        told = "Das ist keine gespeicherte Präsentation."
        raise DatenFehler([Problem(told, wert=str(error))]) from error


class Look(StrEnum):
    """The pattern of bars, for those who see or print no colours."""

    VOLL = "voll"
    SCHLECHTER = "schlechter"  # the worse side of a scale
    GESPERRT = "gesperrt"  # what is not shown


@dataclass(frozen=True, slots=True)
class Series:
    """Bars of one colour: a value per label (None: not shown, or not in this row) and its text."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    look: Look = Look.VOLL


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, one group per label, from `ends[0]` to `ends[1]`.

    Parameters
    ----------
    low, high : tuple of (float or None)
        Limits of the first series; empty if there are none.
    marked : int
        Place of the label that the statement is about; -1 for none.
    rows : str
        What the rows are, best first, if they are a part: "ungünstigsten".
    total : int
        Of how many these are a part; 0 if the chart has them all.
    colours : tuple of str
        One per series.
    stacked : bool
        The series of a label lie end to end and sum to 100, or all are None (`reason` tells why).
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[float, float]
    unit: str = ""
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    marked: int = -1
    colours: tuple[str, ...] = ()
    stacked: bool = False
    rows: str = ""
    total: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is no bar at all."""
        return all(value is None for series in self.series for value in series.values)

    def reason(self, row: int) -> str:
        """Why a stacked row has no segment; empty if it has some."""
        if any(series.values[row] is not None for series in self.series):
            return ""
        return next((s.texts[row] for s in self.series if s.texts[row]), "")

    @property
    def listed(self) -> tuple[bool, ...]:
        """Which series stand in the legend: the first of each name."""
        names = [series.name for series in self.series]
        return tuple(name not in names[:place] for place, name in enumerate(names))


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The Ortsteile, coloured by value.

    Parameters
    ----------
    values : mapping of `ortsteil_id` to value (None: not shown)
    texts : mapping of `ortsteil_id` to what stands on the map
    low, high : float
        Ends of the colour scale.
    locator : bool
        Only tells where `marked` lies; no values.
    """

    title: str
    values: dict[str, float | None]
    texts: dict[str, str]
    low: float
    high: float
    unit: str = ""
    decimals: int = 0
    marked: str = ""
    locator: bool = False


@dataclass(frozen=True, slots=True)
class Dots:
    """A mark per series in the row of each label, with its limits, on an axis between `ends`.

    Parameters
    ----------
    low, high : tuple of tuple of (float or None)
        Limits per series and label.
    colours : tuple of str
        One per series; symbols follow their order.
    """

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[float, float]
    unit: str
    low: tuple[tuple[float | None, ...], ...]
    high: tuple[tuple[float | None, ...], ...]
    colours: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is no mark at all."""
        return all(value is None for series in self.series for value in series.values)

    @property
    def listed(self) -> tuple[bool, ...]:
        """Which series stand in the legend: all of them."""
        return tuple(True for _ in self.series)

    @property
    def steps(self) -> tuple[float, ...]:
        """Where the axis has a line: every ten."""
        low, high = self.ends
        return tuple(float(step) for step in range(int(low), int(high) + 1, 10))

    def offset(self, place: int) -> float:
        """How far from the middle of its row (-0.5 to 0.5) a series stands."""
        return (place - (len(self.series) - 1) / 2) * 0.72 / len(self.series)


Chart = Bars | Dots | AreaMap


@dataclass(frozen=True, eq=False)
class Statement:
    """What a block says, with everything that has to stand beside it.

    Parameters
    ----------
    headline : str
        One statement; it claims a difference only where that is belastbar.
    sentence : str
        What chart and table show.
    points : tuple of str
        Single lines below the sentence: findings, quotes.
    note : str
        What of it the chart shows, if not all.
    table : pd.DataFrame or None
        Texts, as for "Als Tabelle".
    short, short_note : pd.DataFrame or None, str
        The table in fewer words for a slide, and what these mean; None if the table is short.
    source, stand : str
        Where the figures come from, and of when (German date).
    method, limits : tuple of str
        How they were computed, and what they cannot say.
    example, approximate : bool
        Whether anything made up, or derived boundaries are in it.
    gone : bool
        What it should show is not in the data: it is no slide.
    """

    kind: BlockKind
    headline: str
    sentence: str = ""
    points: tuple[str, ...] = ()
    note: str = ""
    chart: Chart | None = None
    table: pd.DataFrame | None = None
    short: pd.DataFrame | None = None
    short_note: str = ""
    source: str = ""
    stand: str = ""
    method: tuple[str, ...] = ()
    limits: tuple[str, ...] = field(default=())
    example: bool = False
    approximate: bool = False
    gone: bool = False

    @property
    def foot(self) -> str:
        """Source, date and the mark of made-up figures in one line."""
        parts = (
            f"Quelle: {self.source}" if self.source else "",
            f"Stand: {self.stand}" if self.stand else "",
            "Beispieldaten" if self.example else "",
            "Näherung, keine amtliche Grenze" if self.approximate else "",
        )
        return " · ".join(part for part in parts if part)
