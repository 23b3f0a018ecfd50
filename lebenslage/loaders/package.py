"""The Gemeinde's package: all files of its folder, in the order in which the store needs them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import areas, grid, grid_map, gtfs, osm, place_list
from lebenslage.loaders.findings import similar
from lebenslage.loaders.gemeinde import load_gemeinde, wrong_hours
from lebenslage.loaders.opening import open_source
from lebenslage.loaders.registry import read
from lebenslage.loaders.survey import ANSWER_FORMATS
from lebenslage.model import columns
from lebenslage.model.area import Gazetteer, Gemeinde
from lebenslage.model.assignment import Assignment
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import (
    Areas,
    ComparisonTable,
    Delivery,
    Known,
    SourceTable,
    ValueTable,
    grid_window,
)
from lebenslage.model.grid import GridCells
from lebenslage.model.margins import Margins
from lebenslage.model.registers import FILE_FORMAT, REGISTERS, RegisterFile
from lebenslage.model.survey import Questionnaire

#: File of the package -> format that it must have; the order is that of the result.
TABLES: Final = {
    "quellen.csv": "quellen",
    "katalog.csv": "katalog",
    "wohnplaetze.csv": "wohnplaetze",
    "ortsteile.geojson": "gebiete-geojson",
    "werte.csv": "werte-lang",
    "vergleich.csv": "vergleich",
}
_NEEDED: Final = ("katalog.csv", "wohnplaetze.csv", "ortsteile.geojson")
_AREAS: Final = "ortsteile.geojson"
#: Other containers in which the areas may come, in place of the GeoJSON.
_AREA_FILES: Final = ("ortsteile.gpkg", "ortsteile.gml", "ortsteile.zip")
RAW_FOLDER: Final = "rohdaten"
_RAW: Final = (grid.FORMAT, grid_map.FORMAT, gtfs.FORMAT, osm.FORMAT, place_list.FORMAT)
SURVEY_FOLDER: Final = "umfragen"
REGISTER_FOLDER: Final = "register"


def load_package(folder: Path | str, heute: str = "") -> list[Delivery]:
    """Read every file of a Gemeinde's package (DESIGN section 4).

    Parameters
    ----------
    folder : path
        The folder, with `gemeinde.toml` in it.
    heute : str
        ISO date after which a date lies in the future; empty: today.

    Returns
    -------
    list of Delivery
        Sources, catalogue, gazetteer, areas, values, comparison, grid files, each survey's answers,
        then entries of the registers (`register/<code>.csv`).
        Every file is checked against those before it. A grid gets the source whose
        `quelle_id` is its theme ("zensus2011-1km") or, failing that, the longest beginning of it.

    Raises
    ------
    DatenFehler
        Lists the problems of all files.
    """
    return _Package(Path(folder), heute).load()


class _Package:
    """The package while it is read: what is known so far, and all problems."""

    def __init__(self, folder: Path, heute: str) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.gemeinde = gemeinde = load_gemeinde(folder)
        self.known = Known(
            gebiete=_official(gemeinde),
            heute=heute,
            limit_bytes=gemeinde.upload_mb * 1024 * 1024,
            crs=gemeinde.crs,
            ags=gemeinde.ags,
        )
        self.decided = Assignment(amtlich=gemeinde.flaechen_amtlich)
        self.found: dict[str, Delivery] = {}

    def load(self) -> list[Delivery]:
        # areas first: the gazetteer is checked against the Ortsteile that have one
        for name in sorted(TABLES, key=lambda name: name != _AREAS):
            if name == _AREAS:
                codes = tuple(item.code for item in areas.FORMATS)
                self._take(self._areas(), name, codes, needed=True)
            else:
                self._take(self.folder / name, name, (TABLES[name],), needed=name in _NEEDED)
        for path in self._files(RAW_FOLDER, ("*.csv", "*.zip", "*.json", "*.geojson", "*.pbf")):
            self._take(path, f"{RAW_FOLDER}/{path.name}", tuple(item.code for item in _RAW))
        for path in self._files(SURVEY_FOLDER, ("*",)):
            self._survey(path)
        for code in REGISTERS:
            name = f"{REGISTER_FOLDER}/{code}.csv"
            self._take(self.folder / name, name, (f"{FILE_FORMAT}{code}",))
        self._check_sources()
        self._check_hours()
        if self.problems:
            raise DatenFehler(self.problems)
        order = [name for name in TABLES if name in self.found]
        return [self.found[name] for name in [*order, *(n for n in self.found if n not in order)]]

    def _areas(self) -> Path:
        """The file with the areas, in whichever container."""
        others = [self.folder / name for name in _AREA_FILES]
        return next((path for path in others if path.is_file()), self.folder / _AREAS)

    def _files(self, folder: str, patterns: Iterable[str]) -> Iterator[Path]:
        root = self.folder / folder
        return iter(sorted({path for pattern in patterns for path in root.glob(pattern)}))

    def _take(
        self,
        path: Path,
        name: str,
        formats: tuple[str, ...],
        *,
        needed: bool = False,
        questionnaire: Questionnaire | None = None,
    ) -> Delivery | None:
        """Read one file; its problems are noted under its place in the package."""
        if not path.is_file():
            if needed:
                self.problems.append(Problem("Die Datei fehlt.", datei=name))
            return None
        try:
            shown = f"{PurePosixPath(name).parent / path.name}"
            source = replace(open_source(path, self.known.limit_bytes), name=shown)
            decided = self.decided if name == _AREAS else None
            delivery = read(source, self.known, questionnaire=questionnaire, zuordnung=decided)
        except DatenFehler as error:
            self.problems += error.problems
            return None
        if delivery.format not in formats:
            text = f"Erwartet wird das Format „{formats[0]}“, erkannt wurde „{delivery.format}“."
            self.problems.append(Problem(text, datei=name))
            return None
        self.found[name] = delivery
        self._learn(delivery)
        return delivery

    def _learn(self, delivery: Delivery) -> None:
        content = delivery.content
        if isinstance(content, Areas):
            self.known = replace(
                self.known,
                gebiete={**_names(content), **self.known.gebiete},
                ausschnitt=grid_window(content.frame),
            )
        elif isinstance(content, Gazetteer):
            self.known = replace(self.known, gazetteer=content)
        elif isinstance(content, Catalogue):
            self.known = replace(self.known, catalogue=content)
        elif isinstance(content, RegisterFile):
            called = REGISTERS[content.register].nennt
            names = {each.kennung: str(each.daten[called]) for each in content.drafts}
            told = {**self.known.eintraege, content.register: names}
            self.known = replace(self.known, eintraege=told)

    def _survey(self, folder: Path) -> None:
        if not folder.is_dir():
            return
        place = f"{SURVEY_FOLDER}/{folder.name}"
        name = f"{place}/fragebogen.toml"
        codebook = self._take(folder / "fragebogen.toml", name, ("fragebogen",), needed=True)
        if codebook is None or not isinstance(codebook.content, Questionnaire):
            return
        del self.found[name]  # the answers bring their questionnaire along
        margins = self._take(
            folder / "randverteilungen.csv",
            f"{place}/randverteilungen.csv",
            ("randverteilung",),
            questionnaire=codebook.content,
        )
        if margins is not None and isinstance(margins.content, Margins):
            own = replace(margins.content, umfrage=codebook.content.id)
            self.found[margins.quelle.name] = replace(margins, content=own)
        self._take(
            folder / "antworten.csv",
            f"{place}/antworten.csv",
            ANSWER_FORMATS,
            needed=True,
            questionnaire=codebook.content,
        )

    def _check_hours(self) -> None:
        """Office hours are in Ortsteile that the areas know."""
        areas = next((d.content for d in self.found.values() if isinstance(d.content, Areas)), None)
        if areas is not None:
            self.problems += wrong_hours(self.gemeinde, _names(areas))

    def _check_sources(self) -> None:
        """Every source that is named is listed; grids get theirs."""
        listed = self.found.get("quellen.csv")
        if listed is None or not isinstance(listed.content, SourceTable):
            return
        ids = set(listed.content.frame[columns.QUELLE])
        for name, delivery in self.found.items():
            content = delivery.content
            if isinstance(content, ValueTable | ComparisonTable):
                named = set(content.frame[columns.QUELLE]) - {""} - ids
                self.problems += [
                    Problem(
                        f"Die Quelle „{key}“ steht nicht in quellen.csv.{similar(key, ids)}",
                        datei=name,
                        spalte=columns.QUELLE,
                        wert=key,
                    )
                    for key in sorted(named)
                ]
            elif isinstance(content, GridCells):
                fitting = [key for key in ids if key and content.theme.startswith(key)]
                if source := max(fitting, key=len, default=""):
                    own = replace(content, quelle_id=source, quellen=None)
                    self.found[name] = replace(delivery, content=own)


def _names(areas: Areas) -> dict[str, str]:
    return dict(zip(areas.frame[columns.ORTSTEIL], areas.frame[columns.NAME], strict=True))


def _official(gemeinde: Gemeinde) -> dict[str, str]:
    return {
        gemeinde.ags: gemeinde.name,
        gemeinde.kreis_ags: gemeinde.landkreis,
        gemeinde.land_ags: gemeinde.land,
    }
