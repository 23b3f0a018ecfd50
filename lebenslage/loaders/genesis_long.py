"""What every layout of an official table is read into: one row per region, date and series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from lebenslage.loaders.findings import Findings
from lebenslage.loaders.genesis_cells import area_of
from lebenslage.model import columns
from lebenslage.model.official import Series

#: Columns of the long frame. `reihe`: key of a `Series`; `zeichen`: sign or quality mark;
#: `zeile`: line of the file.
LONG: Final = (
    columns.GEBIET,
    columns.NAME,
    "ebene",
    columns.STAND,
    "reihe",
    columns.WERT,
    "zeichen",
    "zeile",
)
#: Attributes that stand for the total.
_TOTALS: Final = frozenset({"", "insgesamt", "gesamt", "total", "zusammen"})


@dataclass(frozen=True)
class Publication:
    """Who published a table, as far as the file says."""

    titel: str
    herausgeber: str = "Statistische Ämter des Bundes und der Länder"
    adresse: str = "https://www.regionalstatistik.de/"
    abgerufen: str = ""


@dataclass(frozen=True)
class OfficialTable:
    """An official table, of the regions that matter here.

    Parameters
    ----------
    code : str
        Under which decisions about it are remembered.
    kennung : str
        Start of the key of its source ("genesis-12411").
    frame : pd.DataFrame
        Columns `LONG`.
    """

    code: str
    kennung: str
    quelle: Publication
    frame: pd.DataFrame = field(repr=False)
    reihen: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Regions:
    """Regions of a column of keys: official key, level and whether it is compared with.

    Parameters
    ----------
    taken : series of bool
        Gemeinden of the own Landkreis, the Landkreis, the Land; every region if no own
        Gemeinde is known.
    """

    keys: pd.Series
    levels: pd.Series
    taken: pd.Series


def regions(keys: pd.Series, variables: pd.Series | None, ags: str) -> Regions:
    """Judge a column of regional keys; each different one once.

    Parameters
    ----------
    variables : series of str or None
        Code of the regional variable in each row, if the file has one.
    ags : str
        Of the own Gemeinde; empty: unknown.
    """
    both = pd.DataFrame({"key": keys, "variable": "" if variables is None else variables})
    unique = both.drop_duplicates()
    found = {(k, v): area_of(k, v) for k, v in unique.itertuples(index=False)}
    pairs = [found[pair] for pair in zip(both["key"], both["variable"], strict=True)]
    official = pd.Series([key for key, _ in pairs], index=keys.index, dtype="str")
    levels = pd.Series([level for _, level in pairs], index=keys.index, dtype="str")
    taken = levels != ""
    if ags:
        near = (levels == "gemeinde") & official.str.startswith(ags[:5])
        taken = near | ((levels != "gemeinde") & official.isin([ags[:5], ags[:2]]) & taken)
    return Regions(official, levels, taken)


def is_total(label: str) -> bool:
    """Whether the label of an attribute means the sum over all of them."""
    return label.strip().casefold() in _TOTALS


def no_regions(ags: str) -> str:
    """Message where none of the regions of a file is compared with."""
    if not ags:
        return "Keine Zeile trägt den Schlüssel einer Gemeinde, eines Kreises oder eines Landes."
    return (
        f"Keine Zeile gehört zum Landkreis ({ags[:5]}), zu seinen Gemeinden oder zum Land "
        f"({ags[:2]}). Bitte die Tabelle mit diesen Gebieten abrufen."
    )


def check_doubled(
    frame: pd.DataFrame, reihen: Sequence[Series], findings: Findings
) -> pd.DataFrame:
    """One row per region, date and series; the same twice is fine, another value is a problem."""
    keys = [columns.GEBIET, columns.STAND, "reihe"]
    unique = frame.drop_duplicates([*keys, columns.WERT, "zeichen"])
    labels = {item.key: item.label for item in reihen}
    doubled = unique[unique.duplicated(keys)]
    rows = list(doubled.to_dict("records"))
    for row in findings.listed(rows):
        text = (
            f"Für {row[columns.GEBIET]}, {row[columns.STAND]}, „{labels[row['reihe']]}“ steht "
            "weiter oben schon ein anderer Wert."
        )
        findings.add(text, zeile=row["zeile"])
    return unique.drop_duplicates(keys)
