"""Small numbers in words: what may be chance, what smoothing does, and the table of both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.small_areas import (
    GEGLAETTET,
    GEGLAETTET_OG,
    GEGLAETTET_UG,
    LAGE,
    LAGEN,
    SICHER,
    SmallAreas,
)
from lebenslage.analysis.small_numbers import ALARM, WARNUNG
from lebenslage.model import columns as col
from lebenslage.report import formats
from lebenslage.report.sentence_parts import plain_value

#: Fewer areas than these hardly tell how much areas differ.
_FEW: Final = 10
_BASES: Final = {
    "personen": "Personen",
    "haushalte": "Haushalte",
    "wohnungen": "Wohnungen",
    "gebaeude": "Gebäude",
}
_EFFECTIVE: Final = "Effektive Bezugsgröße"
_MANY: Final = {"ortsteil": "Ortsteile", "gemeinde": "Gemeinden"}
_OF: Final = {"ortsteil": "Ortsteilen", "gemeinde": "Gemeinden"}


def joint_name(areas: SmallAreas) -> str:
    """What the joint value is of."""
    return f"alle {_MANY[areas.ebene]} zusammen"


def limit_name(niveau: float) -> str:
    """As in "Zufall, 95 %"."""
    decimals = 0 if niveau == WARNUNG else 1
    return f"Zufall, {formats.format_number(100 * niveau, decimals)} %"


def base_title(areas: SmallAreas) -> str:
    """Title of the axis of bases."""
    noun = _BASES.get(areas.node.basis) if areas.node.art == "anteil" else None
    name = "Effektive Bezugsgröße" if areas.disturbed else "Bezugsgröße"
    return f"{name} ({noun})" if noun else name


def period(areas: SmallAreas) -> str:
    """As in "2021" or "2019 bis 2021"."""
    dates = [formats.format_date(stand) for stand in areas.stand]
    return dates[0] if len(dates) == 1 else f"{dates[0]} bis {dates[-1]}"


def describe_funnel(areas: SmallAreas, own: Mapping[str, str]) -> str:
    """Which of the own areas lie outside what chance explains, and how many of all.

    Parameters
    ----------
    own : mapping
        `gebiet_id` -> name of the areas that are told by name.
    """
    frame = areas.frame
    start = (
        f"Ob ein Wert vom gemeinsamen Wert ({_value(areas, areas.mean)}, Stand {period(areas)}) "
        "abweicht, kann Zufall sein, und zwar umso eher, je kleiner der Ort ist."
    )
    mine = frame[frame[col.GEBIET].isin(list(own))]
    parts = [start]
    for side, word in ((LAGEN[2], "höher"), (LAGEN[0], "niedriger")):
        rows = mine[mine[LAGE] == side]
        if len(rows):
            parts.append(_outside(rows, own, word))
    inside = [own[str(key)] for key in mine.loc[mine[LAGE] == LAGEN[1], col.GEBIET]]
    if inside:
        verb = "liegt" if len(inside) == 1 else "liegen"
        parts.append(f"{formats.listing(inside)} {verb} im Bereich des Zufalls.")
    if len(mine) < len(frame):
        parts.append(_all_of(areas))
    return " ".join(parts)


def _outside(rows: pd.DataFrame, own: Mapping[str, str], word: str) -> str:
    names = [own[str(key)] for key in rows[col.GEBIET]]
    sure = [own[str(key)] for key in rows.loc[rows[SICHER].astype(bool), col.GEBIET]]
    text = f"Der Wert von {formats.listing(names)} ist {word}, als Zufall allein erwarten lässt"
    if not sure:
        return f"{text} (außerhalb der 95-Prozent-Grenzen)."
    which = "auch" if len(sure) == len(names) else f"{formats.listing(sure)} auch"
    return f"{text} (außerhalb der 95-Prozent-Grenzen, {which} der 99,8-Prozent-Grenzen)."


def _all_of(areas: SmallAreas) -> str:
    total = len(areas.frame)
    outside = int((areas.frame[LAGE] != LAGEN[1]).sum())
    by_chance = formats.format_number((1 - WARNUNG) * total)
    return (
        f"Von {formats.plural(total, 'Ort', _OF[areas.ebene])} liegen "
        f"{formats.format_number(outside)} außerhalb der 95-Prozent-Grenzen; durch Zufall wären "
        f"es etwa {by_chance}."
    )


def describe_smoothing(areas: SmallAreas) -> str:
    """What smoothed means here, and how far it can be trusted."""
    count, strength = len(areas.frame), areas.prior.strength()
    if strength == float("inf"):
        text = (
            f"Die {_MANY[areas.ebene]} unterscheiden sich nicht stärker, als Zufall erwarten "
            "lässt; geglättet haben deshalb alle denselben Wert."
        )
    else:
        noun = _BASES.get(areas.node.basis, "Fälle") if areas.node.art == "anteil" else "Fälle"
        text = (
            "Geglättet heißt: Jeder Wert ist zum gemeinsamen Wert hingezogen, so stark, als kämen "
            f"{formats.format_number(strength)} {noun} mit diesem Wert hinzu. Große Orte bleiben "
            "fast gleich, kleine ändern sich stark."
        )
    if count < _FEW:
        text += (
            f" Wie stark sich die {_MANY[areas.ebene]} wirklich unterscheiden, lässt sich aus "
            f"{count} Werten nur grob schätzen; maßgeblich bleibt der gemessene Wert."
        )
    if areas.disturbed:
        text += (
            " Die effektive Bezugsgröße ist kleiner als die gezählte, weil die Werte aus "
            "Zensuszellen stammen, die ungenau oder unvollständig sind."
        )
    if len(areas.stand) > 1:
        text += " Wer mehrere Jahre da ist, zählt jedes Jahr; der Bereich ist eher zu schmal."
    return text


def small_table(areas: SmallAreas, pooled: SmallAreas | None = None) -> pd.DataFrame:
    """Raw and smoothed side by side, the pooled years if there are any, and the place."""
    rows = []
    together = {} if pooled is None else _by_area(pooled)
    for key, row in _by_area(areas).items():
        line = {
            "Gebiet": row[col.NAME],
            "Bezugsgröße": formats.format_number(row[col.NENNER]),
            **({_EFFECTIVE: formats.format_number(row[col.N_EFF])} if areas.disturbed else {}),
            f"Gemessen ({period(areas)})": plain_value(row, areas.node),
            "95 %-Bereich": _span(areas, row, col.UG, col.OG),
            "Geglättet": _value(areas, row[GEGLAETTET]),
            "95 %-Bereich, geglättet": _span(areas, row, GEGLAETTET_UG, GEGLAETTET_OG),
        }
        if pooled is not None:
            other = together.get(key)
            text = plain_value(other, areas.node) if other else formats.format_missing()
            limits = _span(areas, other, col.UG, col.OG) if other else ""
            line[f"{period(pooled)} zusammen"] = f"{text} ({limits})" if limits else text
        line["Verglichen mit dem Zufall"] = _place(row)
        rows.append(line)
    return pd.DataFrame(rows)


def _by_area(areas: SmallAreas) -> dict[str, Mapping[Any, Any]]:
    return {str(row[col.GEBIET]): row for row in areas.frame.to_dict("records")}


def _place(row: Mapping[Any, Any]) -> str:
    if row[LAGE] == LAGEN[1]:
        return "im Bereich des Zufalls"
    niveau = formats.format_number(100 * (ALARM if row[SICHER] else WARNUNG), int(row[SICHER]))
    return f"{row[LAGE]} ({niveau} %)"


def _value(areas: SmallAreas, value: Any) -> str:
    return formats.format_value(value, areas.node.einheit, areas.node.dezimalen)


def _span(areas: SmallAreas, row: Mapping[Any, Any], low: str, high: str) -> str:
    unit = formats.short_unit(areas.node.einheit)
    return formats.format_span(row[low], row[high], unit, areas.node.dezimalen) or "–"
