"""Words and tables for new areas of the Ortsteile, and for Weiler."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from lebenslage.analysis.area_change import GEMEINSAM, NACHHER, VORHER, AreaChange
from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue
from lebenslage.report.formats import format_number, format_value, listing, plural

#: Hectares that a border may move without being worth a word.
_LITTLE = 1.0


def describe_areas(change: AreaChange) -> str:
    """How much land changes its Ortsteil, and how many values with it."""
    areas = change.areas
    moved = float((areas[NACHHER] - areas[GEMEINSAM]).sum())
    if moved < _LITTLE:
        return "Die neuen Flächen sind dieselben wie bisher; kein Wert ändert sich."
    whole = float(areas[NACHHER].sum())
    share = format_value(100 * moved / whole, "%", 0 if moved > 0.1 * whole else 1)
    text = (
        f"{format_number(moved)} ha ({share}) der neuen Flächen gehörten bisher zu einem anderen "
        "Ortsteil oder zu keinem."
    )
    if change.values.empty:
        return f"{text} Kein Wert ändert sich."
    count = plural(len(change.values), "Wert ändert sich", "Werte ändern sich")
    kinds = plural(change.values[c.INDIKATOR].nunique(), "Indikator", "Indikatoren")
    return f"{text} {count} (bei {kinds}), weil jede Gitterzelle des Zensus neu zugeordnet wird."


def area_table(change: AreaChange) -> pd.DataFrame:
    """Hectares before and after, by Ortsteil."""
    areas = change.areas
    return pd.DataFrame(
        {
            "Ortsteil": areas[c.NAME],
            "bisher (ha)": [format_number(value) for value in areas[VORHER]],
            "neu (ha)": [format_number(value) for value in areas[NACHHER]],
            "davon unverändert (ha)": [format_number(value) for value in areas[GEMEINSAM]],
        }
    )


def value_table(change: AreaChange, catalogue: Catalogue) -> pd.DataFrame:
    """Values that the new areas change, in the order of the catalogue."""
    names = dict(zip(change.areas[c.ORTSTEIL], change.areas[c.NAME], strict=True))
    order = {node.code: i for i, node in enumerate(catalogue)}
    rows = change.values.sort_values(c.INDIKATOR, key=lambda s: s.map(order), kind="stable")
    return pd.DataFrame(
        [
            {
                "Wert": f"{names[row[c.GEBIET]]}: {catalogue[row[c.INDIKATOR]].label}",
                "bisher": _value(row, VORHER, catalogue),
                "neu": _value(row, NACHHER, catalogue),
            }
            for row in rows.to_dict("records")
        ],
        columns=["Wert", "bisher", "neu"],
    )


def _value(row: dict[object, object], when: str, catalogue: Catalogue) -> str:
    node = catalogue[str(row[c.INDIKATOR])]
    status = row[f"{c.STATUS}_{when}"]
    known = status if isinstance(status, str) else "fehlt"
    return format_value(row[when], node.einheit, node.dezimalen, status=known)


def describe_weiler(weiler: gpd.GeoDataFrame) -> str:
    """What the small marks on a map are."""
    places = plural(len(weiler), "Weiler oder Wohnplatz", "Weiler und Wohnplätze")
    points = (weiler.geom_type == "Point").to_numpy()
    marks = [
        word
        for word, there in (
            ("kleine Kreise", points.any()),
            ("gestrichelte Umrisse", not points.all()),
        )
        if there
    ]
    text = listing(marks)
    return (
        f"{text[0].upper()}{text[1:]}: {places}. Sie sind zu klein für eigene Zahlen; ihre "
        "Einwohner zählen zum Ortsteil."
    )
