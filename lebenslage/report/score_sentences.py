"""Sentences about scores: the profile, one Ortsteil among the others, what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.rules import MINDESTABDECKUNG
from lebenslage.report import formats

_LISTED: Final = 3


def describe_profile(
    scores: pd.DataFrame,
    pairs: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    *,
    codes: Sequence[str] | None = None,
) -> str:
    """In which Handlungsfelder the Ortsteile differ for sure.

    Parameters
    ----------
    scores : pd.DataFrame
        `gebiet_id, code, score`.
    pairs : pd.DataFrame
        `code, a, b, belastbar`.
    names : mapping
        `gebiet_id` -> name of the Ortsteile.
    codes : sequence of str, optional
        Nodes of the profile; default the Handlungsfelder.
    """
    fields = codes or [node.code for node in catalogue.handlungsfelder]
    known = scores[scores[col.GEBIET].isin(list(names))].dropna(subset=[col.SCORE])
    points = {(r[col.CODE], r[col.GEBIET]): r[col.SCORE] for r in known.to_dict("records")}
    comparable = [code for code in fields if sum(key[0] == code for key in points) > 1]
    if not comparable:
        return "Noch gibt es in keinem Handlungsfeld genug Daten, um die Ortsteile zu vergleichen."
    widest = _widest_pairs(pairs[pairs["belastbar"].astype(bool)], points)
    certain = sorted(
        ((gap, code, low, high) for code, (gap, low, high) in widest.items() if code in comparable),
        reverse=True,
    )
    total = formats.plural(len(comparable), "Handlungsfeld", "Handlungsfeldern")
    more_fields = "" if len(comparable) == len(fields) else f" mit Daten (von {len(fields)})"
    if not certain:
        return (
            f"In {total} mit Daten sind die Ortsteile nicht unterscheidbar: "
            "Kein Unterschied ist belastbar."
        )
    told = formats.listing(
        f"„{catalogue[code].label}“ ({names[low]} {formats.format_number(points[code, low])}, "
        f"{names[high]} {formats.format_number(points[code, high])} Punkte)"
        for _, code, low, high in certain[:_LISTED]
    )
    more = ", am deutlichsten in " if len(certain) > _LISTED else ": "
    sentence = (
        f"Belastbare Unterschiede gibt es in {len(certain)} von {total}{more_fields}{more}{told}."
    )
    if len(certain) < len(comparable):
        sentence += " Sonst sind die Ortsteile nicht unterscheidbar."
    return sentence


def describe_village(
    scores: pd.DataFrame,
    pairs: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    area: str,
) -> str:
    """In which Handlungsfelder one Ortsteil differs for sure from others.

    Parameters
    ----------
    scores, pairs, names
        As in `describe_profile`; `pairs` with `p_a_below_b`.
    area : str
        `gebiet_id` of the Ortsteil.
    """
    name = names[area]
    own = scores[(scores[col.GEBIET] == area)].dropna(subset=[col.SCORE])
    fields = [node for node in catalogue.handlungsfelder if node.code in set(own[col.CODE])]
    if not fields:
        return f"Für {name} gibt es noch in keinem Handlungsfeld genug Daten für einen Punktwert."
    known = {node.label: _others(pairs, node.code, area, names) for node in fields}
    certain = {label: pair for label, pair in known.items() if any(pair)}
    if not certain:
        return (
            f"{name} ist in keinem Handlungsfeld von den anderen Ortsteilen unterscheidbar: "
            "Kein Unterschied ist belastbar."
        )
    if len(certain) > _LISTED:
        return _village_summary(name, certain, len(fields), _rivals(scores, area, fields, names))
    parts = []
    for place, word in ((0, "höher"), (1, "niedriger")):
        told = [
            f"„{label}“ (als {formats.listing(pair[place])})"
            for label, pair in certain.items()
            if pair[place]
        ]
        if told:
            parts.append(f"belastbar {word} in {formats.listing(told)}")
    return f"{name} liegt {formats.listing(parts)}. Sonst ist kein Unterschied belastbar."


def _others(
    pairs: pd.DataFrame, code: str, area: str, names: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    below, above = relations(pairs, code, area)
    return [names[k] for k in below if k in names], [names[k] for k in above if k in names]


def _rivals(
    scores: pd.DataFrame, area: str, fields: Sequence[Node], names: Mapping[str, str]
) -> dict[str, int]:
    """How many other Ortsteile have a score, per field."""
    known = scores[scores[col.GEBIET].isin(list(names))].dropna(subset=[col.SCORE])
    others = known[known[col.GEBIET] != area]
    return {node.label: int((others[col.CODE] == node.code).sum()) for node in fields}


def _village_summary(
    name: str,
    certain: Mapping[str, tuple[list[str], list[str]]],
    total: int,
    rivals: Mapping[str, int],
) -> str:
    """For many differences: how many, and only those against all others by name."""
    fields = formats.plural(total, "Handlungsfeld", "Handlungsfeldern")
    text = (
        f"{name} unterscheidet sich in {len(certain)} von {fields} belastbar von anderen Ortsteilen"
    )
    parts = []
    for place, word in ((0, "höher"), (1, "niedriger")):
        told = [f"„{f}“" for f, pair in certain.items() if 1 < rivals[f] == len(pair[place])]
        if told:
            parts.append(f"{word} als alle anderen in {formats.listing(told)}")
    ending = f": {formats.listing(parts)}" if parts else ""
    return f"{text}{ending}. Im Einzelnen zeigt es die Tabelle."


def relations(pairs: pd.DataFrame, code: str, area: str) -> tuple[list[str], list[str]]:
    """Areas that lie below, and areas that lie above one area for sure.

    Parameters
    ----------
    pairs : pd.DataFrame
        `code, a, b, p_a_below_b, belastbar`, each pair once.
    """
    own = pairs[(pairs[col.CODE] == code) & pairs["belastbar"].astype(bool)]
    below: list[str] = []
    above: list[str] = []
    for row in own.to_dict("records"):
        low, high = (row["a"], row["b"]) if row["p_a_below_b"] > 0.5 else (row["b"], row["a"])
        if high == area and low not in below:
            below.append(str(low))
        elif low == area and high not in above:
            above.append(str(high))
    return below, above


def describe_score(rows: pd.DataFrame, field: Node, name: str) -> str:
    """Points, rank interval and state of the data of one Ortsteil in one Handlungsfeld.

    Parameters
    ----------
    rows : pd.DataFrame
        The row of `ScoreTable.scores` of this area and node, or none.
    """
    row: Mapping[Any, Any] = rows.to_dict("records")[0] if len(rows) else {}
    if formats.is_missing(row.get(col.SCORE)):
        reason = formats.format_missing(grund=row.get(col.GRUND))
        return f"Für {name} gibt es in „{field.label}“ keinen Punktwert: {reason}.{_coverage(row)}"
    limits = formats.format_span(row[col.SCORE_UG], row[col.SCORE_OG])
    text = f"{name} erreicht in „{field.label}“ {formats.format_number(row[col.SCORE])} von 100"
    text += f" Punkten (Schwankungsbereich {limits})" if limits else " Punkten"
    if formats.clean(row.get("klasse")):
        text += f", Klasse „{row['klasse']}“"
    sentences = [f"{text}."]
    low, high = row.get("rang_ug", math.nan), row.get("rang_og", math.nan)
    if not formats.is_missing(low) and not formats.is_missing(high):
        sentences.append(f"Unter den Ortsteilen ist das {_rank_words(low, high)}.")
    if row.get(col.BEISPIEL) is True or str(row.get(col.BEISPIEL)) == "True":
        sentences.append("In den Punktwert gehen Beispieldaten ein.")
    return " ".join(sentences)


def _rank_words(low: float, high: float) -> str:
    first, last = formats.format_number(low), formats.format_number(high)
    if low == high:
        return f"Rang {first}"
    return f"Rang {first} oder {last}" if high - low == 1 else f"ein Rang von {first} bis {last}"


def describe_ranks(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Rank intervals of all Ortsteile, in the order of the Gemeinde; empty where there are none.

    Parameters
    ----------
    rows : pd.DataFrame
        Rows of `ScoreTable.scores` of one node: `gebiet_id, rang_ug, rang_og`.
    """
    ends = {
        str(row[col.GEBIET]): (row["rang_ug"], row["rang_og"]) for row in rows.to_dict("records")
    }
    areas: dict[str, list[str]] = {}
    for key, name in names.items():
        low, high = ends.get(key, (None, None))
        if formats.is_missing(low) or formats.is_missing(high):
            continue
        first, last = formats.format_number(low), formats.format_number(high)
        areas.setdefault(first if first == last else f"{first} bis {last}", []).append(name)
    told = [f"{formats.listing(same)} {rank}" for rank, same in areas.items()]
    if sum(map(len, areas.values())) < 2:
        return ""
    return f"Ränge, so genau die Daten es hergeben (1 = die meisten Punkte): {'; '.join(told)}."


def describe_contributions(parts: Sequence[Mapping[str, Any]], field: Node) -> str:
    """Which indicators add most and least to a score, and which have no value.

    Parameters
    ----------
    parts : sequence of mapping
        `name, beitrag` of each indicator (`charts.contributions.contribution_rows`).
    field : Node
        The Handlungsfeld.
    """
    known = sorted(
        ((float(part[col.BEITRAG]), part["name"]) for part in parts if _has_points(part)),
        reverse=True,
    )
    text = f"So entsteht der Punktwert von „{field.label}“: "
    if len(known) == 1:
        text += f"Er kommt allein aus „{known[0][1]}“."
    elif known[0][0] == known[-1][0]:
        points = formats.format_number(known[0][0], 1)
        text += f"Alle Indikatoren tragen gleich viel bei ({points})."
    else:
        most, least = (
            f"„{name}“ ({formats.format_number(share, 1)})" for share, name in (known[0], known[-1])
        )
        text += f"Am meisten Punkte trägt {most} bei, am wenigsten {least}."
    missing = [f"„{part['name']}“" for part in parts if not _has_points(part)]
    return f"{text} Ohne Wert: {formats.listing(missing)}." if missing else text


def _has_points(part: Mapping[str, Any]) -> bool:
    return not formats.is_missing(part[col.BEITRAG])


def coverage_sentence(
    scores: pd.DataFrame, catalogue: Catalogue, names: Mapping[str, str] | None = None
) -> str:
    """What has no score yet, and why; empty if nothing is missing.

    Parameters
    ----------
    scores : pd.DataFrame
        `gebiet_id, code, score, grund`; of one area or of several.
    names : mapping, optional
        `gebiet_id` -> name; without it, areas are counted instead of named.
    """
    if names is not None:
        scores = scores[scores[col.GEBIET].isin(list(names))]
    areas = scores[col.GEBIET].nunique()
    parts = []
    for node in catalogue.handlungsfelder:
        rows = scores[scores[col.CODE] == node.code]
        missing = rows[rows[col.SCORE].isna()]
        if missing.empty:
            continue
        reason = formats.clean(missing[col.GRUND].iloc[0]) or formats.format_missing()
        where = _where(list(missing[col.GEBIET]), areas, names)
        parts.append(f"„{node.label}“{where} ({reason})")
    return f"Noch ohne Punktwert: {'; '.join(parts)}." if parts else ""


def _where(missing: Sequence[str], areas: int, names: Mapping[str, str] | None) -> str:
    if areas == 1:
        return ""
    if len(missing) == areas:
        return " für alle Ortsteile"
    if names is None:
        return f" für {len(missing)} von {areas} Ortsteilen"
    return f" für {formats.listing(names[key] for key in missing)}"


def _coverage(row: Mapping[Any, Any]) -> str:
    share = row.get(col.ABDECKUNG)
    if formats.is_missing(share) or share is None:
        return ""
    return (
        f" {formats.format_percent(share)} der Indikatoren haben einen Wert, nötig sind "
        f"{formats.format_percent(MINDESTABDECKUNG)}."
    )


def _widest_pairs(
    certain: pd.DataFrame, points: Mapping[tuple[str, str], float]
) -> dict[str, tuple[float, str, str]]:
    """Per node the certain pair with the largest gap: gap, lower area, higher area."""
    widest: dict[str, tuple[float, str, str]] = {}
    for row in certain.to_dict("records"):
        code, a, b = str(row[col.CODE]), str(row["a"]), str(row["b"])
        if (code, a) not in points or (code, b) not in points:
            continue
        low, high = (a, b) if points[code, a] <= points[code, b] else (b, a)
        gap = points[code, high] - points[code, low]
        widest[code] = max(widest.get(code, (-1.0, "", "")), (gap, low, high))
    return widest
