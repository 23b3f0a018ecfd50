"""Areas: the Gemeinde, its Ortsteile and the gazetteer of Weiler and spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from lebenslage.model import columns
from lebenslage.model.rules import Reach, Thresholds

#: Coordinates as shown on maps and kept in the store.
CRS_MAP: Final = "EPSG:4326"
#: The European grid of the census (ETRS89-LAEA).
CRS_GRID: Final = "EPSG:3035"
#: Keys of the 16 Länder have two digits, of Kreise five, of Gemeinden eight (AGS).
AGS_LENGTH: Final = 8
#: What is neither a letter nor a digit.
_BETWEEN: Final = re.compile(r"[\W_]+")
_BETWEEN_ASCII: Final = {code: None for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Reduce a place name to the form under which spellings are compared.

    Case, umlauts (`ü` = `ue`), accents, hyphens, dots and blanks make no difference:
    "WÜSTENROT", "Wuestenrot" and " Wüstenrot " are one name.
    """
    text = text.casefold()
    if not text.isascii():
        for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
            text = text.replace(umlaut, plain)
    if not text.isascii():
        return _BETWEEN.sub("", unicodedata.normalize("NFKD", text))
    return text.translate(_BETWEEN_ASCII)  # many times as fast, and most names are of this kind


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the contact is to be found in an Ortsteil: an office or a room, never a home."""

    ortsteil: str
    ort: str
    zeiten: str
    telefon: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact on the spot: a role and an office, never a private person."""

    rolle: str
    amt: str
    anschrift: str = ""
    telefon: str = ""
    email: str = ""
    sprechzeiten: str = ""
    vor_ort: tuple[OfficeHours, ...] = ()


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many automatic backups are kept.

    Parameters
    ----------
    taeglich : int
        Of the last days; 0: none is made.
    woechentlich, monatlich : int
        The last one of each of so many weeks and months.
    """

    taeglich: int = 14
    woechentlich: int = 8
    monatlich: int = 6


@dataclass(frozen=True, slots=True)
class Gemeinde:
    """What `gemeinde.toml` says about the municipality.

    Parameters
    ----------
    ags : str
        Eight digits, text.
    kreis_ags, land_ags : str
        Five and two digits, the first of `ags`.
    crs : str
        Projected CRS in metres for areas and distances, e.g. "EPSG:25832".
    texte : mapping
        Markdown of the footer pages by key: "barrierefreiheit", "datenschutz", "kontakt".
    farbe : str
        Colour of slides, "#RRGGBB", readable on white.
    rohdateien_tage : int
        Days after which the kept files of surveys are deleted; results stay.
    hintergrundkarte : mapping
        Empty (default: no background map), or `url`, `layers`, `attribution`,
        `datenschutz` of a WMS that IT has configured.
    flaechen_amtlich : bool, optional
        Whether the areas of the package are official, where their file does not say.
    """

    name: str
    ags: str
    landkreis: str
    land: str
    crs: str
    contact: Contact
    thresholds: Thresholds = field(default_factory=Thresholds)
    klassen_grenzen: tuple[float, ...] = (40.0, 60.0)
    klassen_namen: tuple[str, ...] = ("niedrig", "mittel", "hoch")
    texte: Mapping[str, str] = field(default_factory=dict)
    hintergrundkarte: Mapping[str, str] = field(default_factory=dict)
    upload_mb: int = 50
    rohdateien_tage: int = 365
    farbe: str = "#1F5A8C"
    flaechen_amtlich: bool | None = None
    reichweite: Reach = field(default_factory=Reach)
    sicherung: Rotation = field(default_factory=Rotation)

    @property
    def kreis_ags(self) -> str:
        """Key of the Landkreis."""
        return self.ags[:5]

    @property
    def land_ags(self) -> str:
        """Key of the Land."""
        return self.ags[:2]


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer: a name under which a Weiler or an Ortsteil is known.

    Parameters
    ----------
    lat, lon : float, optional
        Where it lies, in degrees.
    """

    name: str
    ortsteil_id: str
    art: str = ""
    lat: float | None = None
    lon: float | None = None


class AmbiguousPlace(LookupError):
    """A name that stands for places in several Ortsteile; `candidates` holds them all."""

    def __init__(self, name: str, candidates: tuple[Place, ...]) -> None:
        self.name = name
        self.candidates = candidates
        super().__init__(name)


@dataclass(frozen=True)
class Gazetteer:
    """Weiler and spellings of a Gemeinde, resolved to Ortsteile."""

    places: tuple[Place, ...]
    _by_name: dict[str, tuple[Place, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, tuple[Place, ...]] = {}
        for place in self.places:
            for key in {fold(place.name), fold(place.ortsteil_id)}:
                by_name[key] = (*by_name.get(key, ()), place)
        object.__setattr__(self, "_by_name", by_name)

    def resolve(self, text: str) -> str | None:
        """Ortsteil of a place name.

        Returns
        -------
        str or None
            `ortsteil_id`; None if the name is unknown.

        Raises
        ------
        AmbiguousPlace
            If the name stands for places in more than one Ortsteil. The name of an
            Ortsteil itself always means that Ortsteil.
        """
        key = fold(text)
        places = self._by_name.get(key, ())
        own = {p.ortsteil_id for p in places if key in (fold(p.ortsteil_id),)} or {
            p.ortsteil_id for p in places if p.art == ART_ORTSTEIL
        }
        found = own or {p.ortsteil_id for p in places}
        if len(found) > 1:
            raise AmbiguousPlace(text, places)
        return next(iter(found), None)

    def as_records(self) -> list[dict[str, Any]]:
        """One mapping per place, for the store."""
        return [{name: getattr(p, name) for name in Place.__slots__} for p in self.places]

    def localities(self) -> gpd.GeoDataFrame:
        """Weiler and single farms that have coordinates; columns `columns.WEILER`, EPSG:4326."""
        own = (ART_ORTSTEIL, ART_SCHREIBWEISE)
        found = [p for p in self.places if p.art not in own and p.lat is not None]
        rows = [(p.name, p.ortsteil_id, p.art or "Weiler", "") for p in found]
        frame = pd.DataFrame(rows, columns=list(columns.WEILER))
        points = gpd.points_from_xy([p.lon for p in found], [p.lat for p in found])
        return gpd.GeoDataFrame(frame, geometry=points, crs=CRS_MAP)


#: `art` of the rows that name an Ortsteil itself.
ART_ORTSTEIL: Final = "Ortsteil"
#: `art` of the rows that are another spelling of a place.
ART_SCHREIBWEISE: Final = "Schreibweise"
