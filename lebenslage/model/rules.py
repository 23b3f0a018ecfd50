"""Words and numbers of the field that hold everywhere, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Two-sided level of every interval that we show.
NIVEAU: Final = 0.95
#: Share of draws from which on a difference is called "belastbar" (DESIGN section 5).
BELASTBAR: Final = 0.90
#: Share of its children that a node needs before it gets a score (DESIGN section 5).
MINDESTABDECKUNG: Final = 0.60
#: A value of which more than this part rests on figures that their publisher puts in brackets
#: stands in brackets too (our convention; the publisher has none for sums over cells).
MEHRHEIT: Final = 0.50
#: Name of the group "everybody" in survey tables, and what a page calls it.
ALLE: Final = ""


class Guete(StrEnum):
    """How good a value is; the order runs from best to worst."""

    AMTLICH = "amtlich"
    NAEHERUNG = "naeherung"
    BEISPIEL = "beispiel"


class Status(StrEnum):
    """What may be shown of a value."""

    OK = "ok"
    EINGEKLAMMERT = "eingeklammert"
    UNTERDRUECKT = "unterdrueckt"
    FEHLT = "fehlt"


class Audience(StrEnum):
    """Who is looking. Only `INTERN` may see cells of five to nine persons."""

    OEFFENTLICH = "oeffentlich"
    INTERN = "intern"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Persons behind a cell (DESIGN section 5; the numbers come from `gemeinde.toml`).

    Parameters
    ----------
    nie : int
        Below this number nobody ever sees the cell.
    oeffentlich : int
        Below this number the public does not see it.
    klammern : int
        Below this number the value stands in brackets.
    """

    nie: int = 5
    oeffentlich: int = 10
    klammern: int = 30

    def __post_init__(self) -> None:
        if not 1 <= self.nie <= self.oeffentlich <= self.klammern:
            raise ValueError("thresholds must rise: 1 <= nie <= oeffentlich <= klammern")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far something may be and still counts as reached on foot (metres, `gemeinde.toml`).

    Notes
    -----
    500 m and 1,000 m are what the BBSR takes for stops and for shops in its indicators of
    Nahversorgung.
    """

    haltestelle: int = 500
    fussweg: int = 1000


#: Reasons for a missing value, as shown.
GRUND_KEINE_DATEN: Final = "noch keine Daten"
GRUND_NICHT_GEZAEHLT: Final = "nicht gezählt"
GRUND_QUELLE: Final = "von der Quelle geheim gehalten (zu wenige Fälle)"
GRUND_OHNE_EINWOHNER: Final = "es fehlen die Einwohner als Nenner (Melderegister)"
GRUND_ZU_WENIGE: Final = "zu wenige Fälle (Datenschutz)"
GRUND_GEGENSPERRE: Final = "gesperrt, weil sonst eine andere Angabe errechnet werden könnte"
GRUND_ABDECKUNG: Final = "zu wenig Daten"
GRUND_KONSTANT: Final = "kein Unterschied zwischen den Gebieten"
GRUND_NENNER: Final = "der Nenner fehlt oder ist 0"
GRUND_EINZELN: Final = "nur ein Gebiet hat einen Wert, es fehlt der Vergleich"
GRUND_DREI_JAHRE: Final = "es fehlen Jahre (drei werden zusammengefasst)"
GRUND_OHNE_LAGE: Final = "für zu viele Anlagen ist kein Ortsteil veröffentlicht"
#: Reasons for a missing change, or for one that nothing is claimed about.
GRUND_OHNE_VERGLEICH: Final = "kein Wert zu einem früheren Zeitpunkt"
GRUND_NUR_ORIENTIERUNG: Final = "offene Umfrage: Orientierung, nicht repräsentativ"
