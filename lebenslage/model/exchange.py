"""What passes between the rooms: a file, what it brought, and what the store holds now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePath
from typing import Any

import geopandas as gpd
import pandas as pd

from lebenslage.errors import Problem
from lebenslage.model.area import CRS_GRID, Gazetteer, Gemeinde
from lebenslage.model.area_table import AreaTableProposal
from lebenslage.model.assignment import Assignment, OpenPlace
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.counts import Counts
from lebenslage.model.grid import GridCells
from lebenslage.model.margins import Margins
from lebenslage.model.official import TableProposal
from lebenslage.model.places import ORTSLISTE, OsmExtract, PlaceList
from lebenslage.model.registers import RegisterFile
from lebenslage.model.survey import Questionnaire, SurveyWave
from lebenslage.model.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it arrived: from the disk, from an upload, from the command line."""

    name: str
    data: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Hash of the bytes, as hex digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """Ending of the name in lower case, with its dot."""
        return PurePath(self.name).suffix.lower()


@dataclass(frozen=True)
class ValueTable:
    """Long indicator values; columns `columns.WERTE`.

    Parameters
    ----------
    quellen : pd.DataFrame or None
        Where they come from, if they bring it along; columns `columns.QUELLEN`.
    """

    frame: pd.DataFrame
    quellen: pd.DataFrame | None = None


@dataclass(frozen=True)
class ComparisonTable:
    """Values of other Gemeinden, Kreise and the Land; columns `columns.VERGLEICH`.

    Parameters
    ----------
    quellen : pd.DataFrame or None
        Where they come from, if the file itself says so; columns `columns.QUELLEN`.
    """

    frame: pd.DataFrame
    quellen: pd.DataFrame | None = None


@dataclass(frozen=True)
class SourceTable:
    """Where the figures come from; columns `columns.QUELLEN`."""

    frame: pd.DataFrame


@dataclass(frozen=True)
class Areas:
    """The Ortsteile; columns `columns.ORTSTEILE` and `geometry` in EPSG:4326."""

    frame: gpd.GeoDataFrame


@dataclass(frozen=True)
class Localities:
    """Weiler, the level below the Ortsteile; columns `columns.WEILER` and `geometry`, EPSG:4326.

    They are shown on maps as points or outlines and never have figures of their own.
    """

    frame: gpd.GeoDataFrame


@dataclass(frozen=True)
class PaperAnswers:
    """Answers from sheets of paper; they count together with those in the file of the wave."""

    wave: SurveyWave


Content = (
    ValueTable
    | ComparisonTable
    | SourceTable
    | Areas
    | Localities
    | Gazetteer
    | Catalogue
    | GridCells
    | Counts
    | SurveyWave
    | PaperAnswers
    | Questionnaire
    | Margins
    | RegisterFile
    | Timetable
    | OsmExtract
    | PlaceList
)


@dataclass(frozen=True)
class Delivery:
    """What one file brought, checked and ready for the store.

    Parameters
    ----------
    format : str
        Code of the format ("werte-lang", "zensus-gitter", "limesurvey-antworten", ...).
    titel : str
        The format in German words, as shown.
    quelle : Source
        The file as it arrived (its hash tells a file that was imported before).
    roh : bytes
        What is kept of it. The file itself; for survey answers the same table without
        the personal columns, so that they are never stored.
    hinweise : tuple of str
        What was repaired, dropped or assumed, in German sentences.
    zuordnung : Assignment
        How answers were matched with the codebook, or an official table with the catalogue;
        remembered for the next file.
    """

    format: str
    titel: str
    quelle: Source
    roh: bytes = field(repr=False)
    content: Content = field(repr=False)
    zeilen: int = 0
    spalten: int = 0
    kodierung: str = ""
    trennzeichen: str = ""
    beispiel: bool = False
    hinweise: tuple[str, ...] = ()
    zusammenfassung: Mapping[str, Any] = field(default_factory=dict)
    zuordnung: Assignment = field(default_factory=Assignment)


@dataclass(frozen=True)
class Inspection:
    """What a look at a file found, without raising and without writing.

    Parameters
    ----------
    erkannt : str
        Code of the recognised format; empty if none fits.
    vorschau : pd.DataFrame
        A few rows as text. For survey answers one row per *column* (what it holds, how many
        answered), never an answer.
    fehlende_spalten : tuple of str
        Needed and not found: the page offers to map them.
    delivery : Delivery or None
        None while there are problems.
    tabelle : TableProposal or None
        Of an official table: its series, and the indicators that would be made of them.
    gebietstabelle : AreaTableProposal or None
        Of any table with one row per area: which column would be what.
    orte : tuple of OpenPlace
        Places of counts that no Ortsteil is known for yet.
    """

    erkannt: str
    titel: str
    kodierung: str
    trennzeichen: str
    zeilen: int
    spalten: int
    vorschau: pd.DataFrame = field(repr=False)
    probleme: tuple[Problem, ...] = ()
    spaltennamen: tuple[str, ...] = ()
    fehlende_spalten: tuple[str, ...] = ()
    delivery: Delivery | None = field(default=None, repr=False)
    tabelle: TableProposal | None = field(default=None, repr=False)
    gebietstabelle: AreaTableProposal | None = field(default=None, repr=False)
    orte: tuple[OpenPlace, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known already and a loader checks against; empty for a first look."""

    gazetteer: Gazetteer | None = None
    catalogue: Catalogue | None = None
    gebiete: Mapping[str, str] = field(default_factory=dict)  # gebiet_id -> name, all levels
    questionnaires: tuple[Questionnaire, ...] = ()
    heute: str = ""  # ISO date; empty: today
    limit_bytes: int = 50 * 1024 * 1024
    crs: str = ""  # projected CRS of the Gemeinde
    # left, bottom, right, top in EPSG:3035: grid cells beyond are not taken; None: all are
    ausschnitt: tuple[float, float, float, float] | None = None
    zuordnung: Assignment = field(default_factory=Assignment)  # what earlier files decided
    ags: str = ""  # of the own Gemeinde; empty: unknown
    # Ortsteile as they are now (EPSG:4326): new areas are compared with them
    flaechen: gpd.GeoDataFrame | None = field(default=None, repr=False, compare=False)
    # register -> key of an entry -> what it is called; only of registers that others refer to
    eintraege: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Snapshot:
    """The store's current state, read once per version and never changed.

    Frames have the columns named in `columns`; a table that holds nothing yet is empty.
    """

    version: int
    catalogue: Catalogue
    gazetteer: Gazetteer
    ortsteile: gpd.GeoDataFrame
    werte: pd.DataFrame
    vergleich: pd.DataFrame
    quellen: pd.DataFrame
    zellen: tuple[GridCells, ...] = ()
    umfragen: tuple[SurveyWave, ...] = ()  # ordered by date of the field work
    has_examples: bool = False
    frageboegen: tuple[Questionnaire, ...] = ()  # also of waves without answers yet
    zuordnung: Assignment = field(default_factory=Assignment)  # of all active waves together
    weiler: gpd.GeoDataFrame | None = None  # `columns.WEILER`, points or areas; None: unknown
    zaehlungen: tuple[Counts, ...] = ()  # one per theme, group and date, by these
    fahrplaene: tuple[Timetable, ...] = ()  # ordered by their first day
    osm: OsmExtract | None = None  # the newest
    # what the Gemeinde says about places, the newest row of each; columns `places.ORTSLISTE`
    ortsliste: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(ORTSLISTE)))

    @cached_property
    def ortsteil_names(self) -> dict[str, str]:
        """`ortsteil_id` -> name, in the order of the file; never changed."""
        return dict(zip(self.ortsteile["ortsteil_id"], self.ortsteile["name"], strict=True))

    def wave(self, wave_id: str) -> SurveyWave:
        """The wave with this id.

        Raises
        ------
        KeyError
            If there is none.
        """
        for wave in self.umfragen:
            if wave.fragebogen.id == wave_id:
                return wave
        raise KeyError(wave_id)


def known_from(
    snapshot: Snapshot,
    gemeinde: Gemeinde,
    eintraege: Mapping[str, Mapping[str, str]] | None = None,
) -> Known:
    """What a loader may check a new file against, given the store's current state.

    Parameters
    ----------
    eintraege : mapping, optional
        What entries of the registers are called, as `Known.eintraege`.
    """
    gebiete = dict(snapshot.ortsteil_names)
    gebiete |= {
        gemeinde.ags: gemeinde.name,
        gemeinde.kreis_ags: gemeinde.landkreis,
        gemeinde.land_ags: gemeinde.land,
    }
    return Known(
        gazetteer=snapshot.gazetteer,
        catalogue=snapshot.catalogue,
        gebiete=gebiete,
        questionnaires=snapshot.frageboegen or tuple(wave.fragebogen for wave in snapshot.umfragen),
        limit_bytes=gemeinde.upload_mb * 1024 * 1024,
        crs=gemeinde.crs,
        ausschnitt=grid_window(snapshot.ortsteile),
        zuordnung=snapshot.zuordnung,
        ags=gemeinde.ags,
        flaechen=None if snapshot.ortsteile.empty else snapshot.ortsteile,
        eintraege=eintraege or {},
    )


def grid_window(
    ortsteile: gpd.GeoDataFrame, margin: float = 2000.0
) -> tuple[float, float, float, float] | None:
    """Extent of the Ortsteile in the census grid with a margin (metres); None without areas."""
    if ortsteile.empty:
        return None
    left, bottom, right, top = ortsteile.to_crs(CRS_GRID).total_bounds
    return (left - margin, bottom - margin, right + margin, top + margin)
