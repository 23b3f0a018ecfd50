"""Statements about indicators and scores: map, bars, profile, key figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node, Role
from lebenslage.model.rules import Status
from lebenslage.report import colours, formats, sentences, tables
from lebenslage.report.deck.blocks import (
    AreaMap,
    Bars,
    Block,
    BlockKind,
    Dots,
    Series,
    Statement,
)
from lebenslage.report.deck.rows import (
    PUNKTE,
    basis,
    indicator_rows,
    limit,
    number,
    pairs_of,
    points,
    score,
    score_rows,
    scored_values,
    short,
)
from lebenslage.report.deviation_words import compared_fields, describe_deviations
from lebenslage.report.scale import value_range
from lebenslage.report.sentence_parts import apart
from lebenslage.report.sheets import definition_words

#: Points that the colours of a map of scores span at least, so that little does not look large.
_LEAST_RANGE: Final = 30


def area_map(block: Block, figures: Figures) -> Statement:
    """A score (of an inner node) or an indicator on the map."""
    node = figures.snapshot.catalogue[block.code]
    leaf = figures.snapshot.catalogue.is_leaf(node.code)
    rows = indicator_rows(figures, node) if leaf else score_rows(figures, node)
    title = node.label if leaf else f"Punktwert {node.label}"
    unit, decimals = (node.einheit, node.dezimalen) if leaf else ("Punkte", 0)
    low, high = value_range(rows[col.WERT])
    if not leaf and high - low < _LEAST_RANGE:
        middle = 5 * round((low + high) / 10)
        low, high = max(0.0, middle - _LEAST_RANGE / 2), min(100.0, middle + _LEAST_RANGE / 2)
    pairs = None if leaf else pairs_of(figures, node.code)
    stand = max(rows.get(col.STAND, pd.Series(dtype=str)).dropna(), default="")
    chart = AreaMap(
        title,
        {str(r[col.GEBIET]): number(r) for r in rows.to_dict("records")},
        {str(r[col.GEBIET]): short(r, unit, decimals) for r in rows.to_dict("records")},
        low,
        high,
        formats.short_unit(unit),
        decimals,
        block.gebiet,
    )
    sentence = sentences.describe_map(
        title, rows, figures.names, unit, decimals, stand=stand, pairs=pairs
    )
    return Statement(
        BlockKind.KARTE,
        _extremes(rows, figures.names, title, pairs),
        sentence,
        chart=chart,
        table=tables.map_table(rows, figures.names, title),
        **basis(figures, rows, (definition_words(node),) if leaf else PUNKTE),
    )


def indicator(block: Block, figures: Figures) -> Statement:
    """One indicator as bars, with Gemeinde and Landkreis."""
    node = figures.snapshot.catalogue[block.code]
    rows = indicator_rows(figures, node)
    everywhere = figures.latest[figures.latest[col.INDIKATOR] == node.code]
    by_area: dict[str, Mapping[Any, Any]] = {
        str(row[col.GEBIET]): row for row in everywhere.to_dict("records")
    }
    shown = [key for key in figures.levels if key in by_area or key in figures.names]
    missing: Mapping[Any, Any] = {col.WERT: None, col.STATUS: Status.FEHLT}
    by_area |= {key: missing for key in shown if key not in by_area}
    low, high = value_range([number(by_area[key]) for key in shown])
    span = (node.unten, node.oben) if node.unten is not None else (None, None)
    chart = Bars(
        tuple(figures.levels[key] for key in shown),
        (
            Series(
                node.label,
                tuple(number(by_area[key]) for key in shown),
                tuple(short(by_area[key], node.einheit, node.dezimalen) for key in shown),
            ),
        ),
        (min(0.0, low), max(high, span[1] or high) if node.einheit == "%" else high),
        formats.short_unit(node.einheit),
        tuple(limit(by_area[key], col.UG) for key in shown),
        tuple(limit(by_area[key], col.OG) for key in shown),
        shown.index(block.gebiet) if block.gebiet in shown else -1,
        (colours.ACCENT,),
    )
    references = {key: name for key, name in figures.levels.items() if key not in figures.names}
    sentence = sentences.describe_indicator(everywhere, figures.names, node, references)
    return Statement(
        BlockKind.INDIKATOR,
        _extremes(rows, figures.names, node.label, None),
        sentence,
        chart=chart,
        table=tables.indicator_table(everywhere, figures.levels, node),
        **basis(figures, rows, (definition_words(node),)),
    )


def profile(block: Block, figures: Figures) -> Statement:
    """Handlungsfelder of one Ortsteil beside the mean of the others, or of all Ortsteile."""
    catalogue, scored = figures.snapshot.catalogue, figures.scores
    own = scored.scores[scored.scores[col.GEBIET].isin(list(figures.names))]
    chart: Bars | Dots | None
    if block.gebiet:
        area, name = block.gebiet, figures.names[block.gebiet]
        sentence = describe_deviations(scored.deviations, area, name, catalogue)
        table = tables.village_table(own, scored.pairs, figures.names, catalogue, area)
        told = _area_headline(figures, area)
        used = own[own[col.GEBIET] == area]
        chart = _beside_the_others(figures, area)
    else:
        sentence = sentences.describe_profile(own, scored.pairs, figures.names, catalogue)
        table = tables.score_table(own, figures.names, catalogue)
        told = _profile_headline(figures)
        used = own
        chart = _all_ortsteile(figures)
    coverage = sentences.coverage_sentence(used, catalogue)
    return Statement(
        BlockKind.PROFIL,
        told,
        sentence,
        chart=chart,
        table=table,
        **basis(figures, scored_values(figures), PUNKTE, extra=coverage, scores=used),
    )


def _scores_of(figures: Figures) -> tuple[dict[tuple[str, str], Mapping[Any, Any]], list[Node]]:
    """Scores by Ortsteil and code, and the Handlungsfelder in which an Ortsteil has one."""
    rows = figures.scores.scores.to_dict("records")
    found: dict[tuple[str, str], Mapping[Any, Any]] = {
        (str(row[col.GEBIET]), str(row[col.CODE])): row for row in rows
    }
    fields = [
        node
        for node in figures.snapshot.catalogue.handlungsfelder
        if any(score(found.get((area, node.code))) is not None for area in figures.names)
    ]
    return found, fields


def _beside_the_others(figures: Figures, area: str) -> Bars | None:
    """Points of one Ortsteil, and the mean of the others that sentences compare them with."""
    found, fields = _scores_of(figures)
    own = [found.get((area, node.code)) for node in fields]
    apart = compared_fields(figures.scores.deviations, area, figures.snapshot.catalogue)
    gaps = dict(zip(apart[col.CODE], apart["differenz"], strict=True))
    others = [
        value - gaps[node.code] if value is not None and node.code in gaps else None
        for node, value in zip(fields, map(score, own), strict=True)
    ]
    texts = (formats.format_missing() if v is None else formats.format_number(v) for v in others)
    if not fields:
        return None
    return Bars(
        tuple(node.label for node in fields),
        (
            Series(figures.names[area], tuple(map(score, own)), tuple(map(points, own))),
            Series("Mittel der anderen Ortsteile", tuple(others), tuple(texts)),
        ),
        (0.0, 100.0),
        "Punkte",
        tuple(limit(row, col.SCORE_UG) for row in own),
        tuple(limit(row, col.SCORE_OG) for row in own),
        colours=(colours.ACCENT, colours.MISSING_LINE),
    )


def _all_ortsteile(figures: Figures) -> Dots | None:
    """A mark per Ortsteil; of more than can be told apart, the lowest and the highest."""
    found, fields = _scores_of(figures)
    if not fields:
        return None
    lines = {
        name: [found.get((area, node.code)) for node in fields]
        for area, name in figures.names.items()
    }
    if len(lines) > len(colours.AREAS):
        known = [
            sorted(
                (found[key, node.code] for key in figures.names if (key, node.code) in found),
                key=lambda row: (score(row) is None, score(row)),
            )
            for node in fields
        ]
        known = [[row for row in rows if score(row) is not None] for rows in known]
        lines = {
            "niedrigster Ortsteil": [rows[0] for rows in known],
            "höchster Ortsteil": [rows[-1] for rows in known],
        }
    low, high = (
        tuple(tuple(limit(row, key) for row in rows) for rows in lines.values())
        for key in (col.SCORE_UG, col.SCORE_OG)
    )
    series = tuple(
        Series(name, tuple(map(score, rows)), tuple(map(points, rows)))
        for name, rows in lines.items()
    )
    values = [v for s in series for v in s.values if v is not None]
    values += [v for limits in (*low, *high) for v in limits if v is not None]
    ends = (10.0 * (min(values) // 10), -10.0 * (-max(values) // 10))
    if ends[0] == ends[1]:  # a single score on a line
        ends = (max(0.0, ends[0] - 10), min(100.0, ends[1] + 10))
    return Dots(
        tuple(node.label for node in fields),
        series,
        ends,
        "Punkte",
        low,
        high,
        colours.AREAS[: len(series)],
    )


def key_figures(block: Block, figures: Figures) -> Statement:
    """Context figures of one Ortsteil beside Gemeinde and Landkreis."""
    area, name = block.gebiet, figures.names[block.gebiet]
    newest, catalogue = figures.latest, figures.snapshot.catalogue
    rows = newest[(newest[col.GEBIET] == area) & newest[col.WERT].notna()]
    with_value = set(rows[col.INDIKATOR])
    nodes = [n for n in catalogue.indicators if n.rolle is Role.KONTEXT and n.code in with_value]
    levels = {
        key: value
        for key, value in figures.levels.items()
        if key == area or key not in figures.names
    }
    rows = rows[rows[col.INDIKATOR].isin([node.code for node in nodes])]
    table = tables.comparison_table(newest, nodes, levels) if nodes else None
    sentence = (
        f"{formats.plural(len(nodes), 'Kennzahl', 'Kennzahlen')} für {name}, daneben Gemeinde und "
        "Landkreis. Kennzahlen werden gezeigt, nicht bewertet."
        if nodes
        else f"Für {name} liegen noch keine Kennzahlen vor."
    )
    told = sentences.base_notice(newest, nodes, area) if nodes else ""
    return Statement(
        BlockKind.KENNZAHLEN,
        f"{name} in Zahlen",
        sentence,
        table=table,
        **basis(figures, rows, (told,) if told else ()),
    )


def _area_headline(figures: Figures, area: str) -> str:
    """The largest sure deviation from the mean of the other Ortsteile."""
    name, catalogue = figures.names[area], figures.snapshot.catalogue
    own = compared_fields(figures.scores.deviations, area, catalogue)
    if own.empty:
        return f"{name}: noch nicht genug Daten für einen Vergleich"
    certain = own[own["belastbar"].astype(bool)].to_dict("records")
    if not certain:
        return f"{name}: vom Mittel der anderen Ortsteile nicht unterscheidbar"
    row = max(certain, key=lambda found: abs(found["differenz"]))
    side = "über" if row["differenz"] > 0 else "unter"
    label = catalogue[str(row[col.CODE])].label
    return f"{name}: „{label}“ liegt {side} dem Mittel der anderen Ortsteile"


def _profile_headline(figures: Figures) -> str:
    """In how many Handlungsfeldern Ortsteile differ for sure, and how many have data at all."""
    catalogue = figures.snapshot.catalogue
    rows, total = figures.scores.deviations, len(catalogue.handlungsfelder)
    apart = [compared_fields(rows, area, catalogue)[col.CODE] for area in figures.names]
    compared = set().union(*apart)
    if not compared:
        return "Noch gibt es für kein Handlungsfeld genug Daten"
    pairs = figures.scores.pairs
    count = len(compared & set(pairs.loc[pairs["belastbar"].astype(bool), col.CODE]))
    told = formats.plural(total, "Handlungsfeld", "Handlungsfeldern")
    if count:  # the sentence below tells how many have data
        return f"In {count} von {told} unterscheiden sich Ortsteile belastbar"
    if len(compared) < total:
        told = f"{formats.plural(len(compared), 'Handlungsfeld', 'Handlungsfeldern')} mit Daten"
    return f"In {told} ist zwischen Ortsteilen kein Unterschied belastbar"


def _extremes(
    rows: pd.DataFrame, names: Mapping[str, str], title: str, pairs: pd.DataFrame | None
) -> str:
    """Title with its lowest and highest Ortsteil, if these differ for sure."""
    known = [row for row in rows.to_dict("records") if formats.is_shown(row)]
    known.sort(key=lambda row: row[col.WERT])
    if not known:
        return f"{title}: noch keine Werte für die Ortsteile"
    low, high = known[0], known[-1]
    ids = {low[col.GEBIET], high[col.GEBIET]}
    if pairs is None:
        certain = apart(low, high)
    else:
        both = pairs[pairs["a"].isin(ids) & pairs["b"].isin(ids)]
        certain = bool(both["belastbar"].astype(bool).any())
    if len(ids) == 2 and certain:
        above, below = names[str(high[col.GEBIET])], names[str(low[col.GEBIET])]
        return f"{title}: {above} liegt belastbar über {below}"
    if len(ids) == 2 and certain is False:
        return f"{title}: die Ortsteile sind nicht belastbar unterscheidbar"
    return title
