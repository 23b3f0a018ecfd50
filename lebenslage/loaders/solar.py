"""Photovoltaics: units of the Marktstammdatenregister, as its public list exports them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.assigning import place_hits
from lebenslage.loaders.cells import Rule, read_date
from lebenslage.loaders.count_cells import decimal_sign, read_numbers, source_table
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import NO_FIT, Fit, Format, Job, Opened, Outcome, preview
from lebenslage.loaders.places import ortsteil_name
from lebenslage.loaders.points import to_grid
from lebenslage.loaders.tables import Column, Type, fold_heading, match_columns
from lebenslage.loaders.value_checks import german
from lebenslage.model import columns
from lebenslage.model.area import fold
from lebenslage.model.counts import SOLAR, SPALTEN, Counts

#: Headings of the list; those of the whole register (XML) as aliases.
_COLUMNS: Final = (
    Column("MaStR-Nr. der Einheit", needed=True, aliases=("EinheitMastrNummer", "MaStRNummer")),
    Column(
        "Betriebs-Status",
        needed=True,
        aliases=("EinheitBetriebsstatus", "Betriebsstatus", "BetriebsStatusName"),
    ),
    Column("Nettonennleistung der Einheit", aliases=("Nettonennleistung",)),
    Column("Bruttoleistung der Einheit", aliases=("Bruttoleistung",)),
    Column("Energieträger", aliases=("Energietraeger", "EnergietraegerName")),
    Column("Anzeige-Name der Einheit", aliases=("NameStromerzeugungseinheit", "EinheitName")),
    Column("Name des Anlagenbetreibers (nur Org.)", aliases=("AnlagenbetreiberName",)),
    Column("Gemeindeschlüssel", aliases=("Gemeindeschluessel",)),
    Column("Gemeinde"),
    Column("Gemarkung"),
    Column("Ort"),
    Column("Koordinate: Breitengrad (WGS84)", aliases=("Breitengrad",)),
    Column("Koordinate: Längengrad (WGS84)", aliases=("Laengengrad", "Längengrad")),
    Column("Letzte Aktualisierung", aliases=("DatumLetzteAktualisierung",)),
    Column("Inbetriebnahmedatum der Einheit", aliases=("Inbetriebnahmedatum",)),
)
#: The first that a file has counts.
_POWER: Final = ("Nettonennleistung der Einheit", "Bruttoleistung der Einheit")
_RUNNING: Final = frozenset({"inbetrieb", "35"})
_SUN: Final = ("solar", "2495", "photovoltaik")
#: Units from here on are named: a single one can make the figure of a village (kW).
_LARGE: Final = 100.0
_NAMED: Final = 8


def _fits(opened: Opened, job: Job) -> Fit:
    if opened.kind != "tabelle":
        return NO_FIT
    matched = match_columns(opened.header, _COLUMNS, job.mapping)
    power = set(_POWER) & matched.found.keys()
    return (3.0, 1.0) if "MaStR-Nr. der Einheit" in matched.found and power else NO_FIT


def _read(opened: Opened, job: Job) -> Outcome:
    raw = opened.raw
    assert raw is not None
    matched = match_columns(raw.header, _COLUMNS, job.mapping)
    size = (len(raw.cells), len(raw.header))
    shown = preview(raw)
    if matched.missing:
        job.findings.add(f"Es fehlt die Spalte „{matched.missing[0]}“.")
        return Outcome(None, *size, shown, raw.header, matched.missing)
    table = _units(raw, matched.found, job)
    content = None
    if not job.findings and table is not None:
        content = _counts(table, _stand(raw, matched.found, job), job)
    summary = {}
    if content is not None:
        summary = {
            "Anlagen in Betrieb": len(content.tabelle),
            "Leistung (kW)": round(float(content.tabelle["leistung"].sum())),
        }
    done = None if job.findings else content
    return Outcome(done, *size, shown, raw.header, zusammenfassung=summary)


def _units(raw: RawTable, found: Mapping[str, int], job: Job) -> pd.DataFrame | None:
    """Units of the sun that run in the own Gemeinde."""

    def texts(name: str) -> pd.Series:
        return raw.column(found[name]) if name in found else pd.Series("", raw.cells.index)

    running = texts("Betriebs-Status").map(lambda text: fold_heading(text) in _RUNNING)
    sun = pd.Series(True, raw.cells.index)
    if "Energieträger" in found:
        kinds = texts("Energieträger")
        sun = kinds.map(lambda text: any(word in fold_heading(text) for word in _SUN))
    own = _in_gemeinde(texts("Gemeindeschlüssel"), texts("Gemeinde"), job)
    keep = (running & sun & own).to_numpy()
    _tell_dropped(running, sun, own, job)
    if not keep.any():
        job.findings.add("Die Datei enthält keine Photovoltaik-Anlage in Betrieb in der Gemeinde.")
        return None
    power = next(name for name in _POWER if name in found)
    if power != _POWER[0]:
        job.findings.note("Die Nettonennleistung fehlt; gerechnet wird mit der Bruttoleistung.")
    lon_at, lat_at = "Koordinate: Längengrad (WGS84)", "Koordinate: Breitengrad (WGS84)"
    sign = decimal_sign(raw, [found[n] for n in (*_POWER, lon_at, lat_at) if n in found])
    kw = read_numbers(raw, found[power], job, sign)
    for row in job.findings.listed(rows_where(keep & ~(kw >= 0))):
        value = str(raw.column(found[power]).iat[row])
        text = "Die Leistung fehlt oder ist negativ."
        job.findings.add(text, zeile=raw.line(row), spalte=raw.header[found[power]], wert=value)
    x = y = np.full(len(raw.cells), np.nan)
    if {lon_at, lat_at} <= found.keys():
        lon, lat = (read_numbers(raw, found[name], job, sign) for name in (lon_at, lat_at))
        lon = np.where(keep, lon, np.nan)
        x, y = to_grid(lon, lat, raw, found[lon_at], job)
    table = pd.DataFrame(
        {
            columns.ORTSTEIL: _places(texts("Gemarkung"), texts("Ort"), job),
            "x": x,
            "y": y,
            "leistung": kw,
            "name": _names(texts, kw),
        }
    )
    doubled = texts("MaStR-Nr. der Einheit").duplicated() & (texts("MaStR-Nr. der Einheit") != "")
    if (doubled & keep).any():
        job.findings.note("Doppelt aufgeführte Anlagen zählen einmal.")
    return table[keep & ~doubled.to_numpy()].reset_index(drop=True)


def _in_gemeinde(keys: pd.Series, names: pd.Series, job: Job) -> pd.Series:
    ags = job.known.ags
    if ags and (keys != "").any():
        # a key that went through a number is still a key: "8125107.0"
        return keys.str.removesuffix(".0").str.zfill(8) == ags
    own = fold(job.known.gebiete.get(ags, ""))
    if own and (names != "").any():
        return names.map(fold) == own
    return pd.Series(True, keys.index)


def _tell_dropped(running: pd.Series, sun: pd.Series, own: pd.Series, job: Job) -> None:
    for mask, words in (
        (~own, "in anderen Gemeinden"),
        (own & ~sun, "mit anderem Energieträger"),
        (own & sun & ~running, "nicht in Betrieb"),
    ):
        if count := int(mask.sum()):
            unit = "Einheit" if count == 1 else "Einheiten"
            job.findings.note(f"Weggelassen: {count} {unit} {words}.")


def _places(gemarkung: pd.Series, ort: pd.Series, job: Job) -> pd.Series:
    """Ortsteil by Gemarkung, else by Ort; the name of the Gemeinde as Ort says nothing."""
    own = job.known.gebiete.get(job.known.ags, "")

    def of(text: str, *, whole_name: bool) -> str:
        if not text or (not whole_name and fold(text) == fold(own)):
            return ""
        hits = place_hits(text, job.known.gazetteer, own)
        return hits[0] if len(hits) == 1 else ""

    by_land = {text: of(text, whole_name=True) for text in pd.unique(gemarkung)}
    by_post = {text: of(text, whole_name=False) for text in pd.unique(ort)}
    first = gemarkung.map(by_land)
    return first.where(first != "", ort.map(by_post))


def _names(texts: Callable[[str], pd.Series], kw: np.ndarray) -> pd.Series:
    """Names of large units; of a natural person's only the number."""
    operator = texts("Name des Anlagenbetreibers (nur Org.)")
    private = (operator == "") | operator.str.contains("natürliche", case=False)
    names = texts("Anzeige-Name der Einheit")
    number = texts("MaStR-Nr. der Einheit")
    return names.where(~private & (names != ""), number).where(pd.Series(kw >= _LARGE), "")


def _stand(raw: RawTable, found: Mapping[str, int], job: Job) -> str:
    """Newest date in the file: when the register was last changed, else the youngest unit."""
    for name in ("Letzte Aktualisierung", "Inbetriebnahmedatum der Einheit"):
        if name in found:
            texts = raw.column(found[name]).str[:10]
            dates, _ = read_date(texts, Rule(Column(name, Type.DATE), "", job.today))
            known = [day for day in dates.unique() if day and day <= job.today]
            if known:
                return str(max(known))
    job.findings.add("Kein Datum in der Datei: Es fehlt die Spalte „Letzte Aktualisierung“.")
    return ""


def _counts(table: pd.DataFrame, stand: str, job: Job) -> Counts | None:
    if not stand:
        return None
    total = table["leistung"].sum()
    nowhere = table[table["x"].isna() & (table[columns.ORTSTEIL] == "")]
    if len(nowhere):
        part = 100 * nowhere["leistung"].sum() / total if total else 0.0
        job.findings.note(
            f"{len(nowhere)} Anlagen ohne Koordinaten und ohne Ortsteil (kleine Anlagen sind aus "
            f"Datenschutz ohne Lage veröffentlicht) zählen nur für die Gemeinde: "
            f"{german(part, 1)} % der Leistung."
        )
    _tell_large(table, job)
    key = f"mastr-{stand}"
    quelle = source_table(
        key,
        stand,
        herausgeber="Bundesnetzagentur",
        titel="Marktstammdatenregister, Stromerzeugungseinheiten (Solare Strahlungsenergie)",
        lizenz="dl-de/by-2-0",
        vermerk="© Bundesnetzagentur, Marktstammdatenregister, dl-de/by-2-0, Auszug",
        adresse="https://www.marktstammdatenregister.de/",
        lieferant="Bundesnetzagentur: Marktstammdatenregister",
        rhythmus="jährlich",
    )
    frame = table.assign(**{columns.STAND: stand})
    return Counts(
        SOLAR,
        frame[[columns.STAND, columns.ORTSTEIL, *SPALTEN[SOLAR]]],
        quellen=quelle,
        quelle_id=key,
    )


def _tell_large(table: pd.DataFrame, job: Job) -> None:
    large = table[table["name"] != ""].sort_values("leistung", ascending=False)
    if large.empty:
        return
    gazetteer = job.known.gazetteer
    words = []
    for _, row in large.head(_NAMED).iterrows():
        key = row[columns.ORTSTEIL]
        place = f", {ortsteil_name(gazetteer, key)}" if key and gazetteer else ""
        words.append(f"„{row['name']}“ ({german(row['leistung'], 1)} kW{place})")
    more = f" und {len(large) - _NAMED} weitere" if len(large) > _NAMED else ""
    job.findings.note(f"Große Anlagen ab 100 kW: {', '.join(words)}{more}.")


FORMAT: Final = Format(
    "photovoltaik", "Photovoltaik-Anlagen (Marktstammdatenregister)", _fits, _read
)
