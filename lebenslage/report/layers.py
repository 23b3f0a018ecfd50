"""What pages about areas hand out: the figures that they show, with the areas of the Ortsteile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.index.differences import AFTER, BEFORE, Differences
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.model.survey import Question, Questionnaire
from lebenslage.report.book import Book
from lebenslage.report.export import Notes, book_of, indicator_export, survey_export, survey_layer
from lebenslage.report.geofiles import spread
from lebenslage.report.need_tables import need_export
from lebenslage.report.workbook import collection, notes_of, score_frame

_KEY: Final = "Gebietsschlüssel"
_SCENARIO: Final = "Szenario, kein veröffentlichter Stand"
_LIMITS: Final = {"Untergrenze": "Untergrenze", "Obergrenze": "Obergrenze"}


def overview_book(figures: Figures, title: str, shown: pd.DataFrame) -> Book:
    """Points of every Handlungsfeld in every Ortsteil, and what the map shows.

    Parameters
    ----------
    title : str
        What the map shows.
    shown : pd.DataFrame
        `gebiet_id, wert[, ug, og], text`, protected.
    """
    scores = score_frame(figures, figures.names)
    limits = {name: shown[key] for key, name in ((col.UG, "ug"), (col.OG, "og")) if key in shown}
    named = [figures.names[key] for key in shown[col.GEBIET]]
    columns = {"Untergrenze": limits.get("ug"), "Obergrenze": limits.get("og")}
    mapped = pd.DataFrame(
        {
            _KEY: shown[col.GEBIET],
            "Ortsteil": named,
            title: shown[col.WERT],
            **{name: values for name, values in columns.items() if values is not None},
            "Text": shown["text"],
        }
    )
    notes = replace(notes_of(figures), titel="Punktwerte der Handlungsfelder und Werte der Karte")
    layer = spread(scores, _KEY, "Name", {"Punkte": "Punkte", **_LIMITS})
    map_layer = mapped.drop(columns="Ortsteil").set_index(_KEY).add_prefix("Karte: ")
    table = pd.concat([layer, map_layer], axis=1)
    return Book({"Punkte": scores, "Karte": mapped}, notes).on_areas(
        figures.snapshot.ortsteile, table
    )


def village_book(figures: Figures, area: str) -> Book:
    """Every value and result of an Ortsteil; the layer holds the newest values and the points."""
    newest = figures.latest[figures.latest[col.GEBIET] == area]
    scores = score_frame(figures, {area: figures.names[area]})
    points = spread(scores, _KEY, "Name", {"Punkte": "Punkte"})
    table = pd.concat([_values(figures, newest), points], axis=1)
    shapes = figures.snapshot.ortsteile
    return collection(figures, area).on_areas(shapes[shapes[col.ORTSTEIL] == area], table)


def indicator_book(figures: Figures, node: Node, rows: pd.DataFrame) -> Book:
    """One indicator at every date; the layer holds the date shown.

    Parameters
    ----------
    rows : pd.DataFrame
        `columns.INDIKATORWERTE` of that date.
    """
    every = figures.values[figures.values[col.INDIKATOR] == node.code]
    snapshot = figures.snapshot
    book = indicator_export(every, figures.levels, node, snapshot.quellen, snapshot.version)
    table = _values(figures, rows)
    if not rows.empty:
        table["Stand"] = rows.drop_duplicates(col.GEBIET).set_index(col.GEBIET)[col.STAND]
    return book.on_areas(snapshot.ortsteile, table)


def survey_book(
    figures: Figures,
    wave: Questionnaire,
    question: Question,
    table: pd.DataFrame,
    groups: Mapping[str, str],
) -> Book:
    """All results of a wave in one split; the layer holds those of a question by Ortsteil.

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE` of the split, protected.
    groups : mapping
        Group -> name.
    """
    book = survey_export(table, wave, groups, figures.snapshot.version)
    rows = table[table[col.FRAGE].isin([question.code, *question.columns()])]
    layer = survey_layer(rows, wave, figures.names)
    return book.on_areas(figures.snapshot.ortsteile, layer)


def need_book(figures: Figures) -> Book:
    """Handlungsbedarf; the layer holds status, points and change of every Handlungsfeld."""
    snapshot = figures.snapshot
    book = need_export(
        figures.needs,
        figures.changes.values,
        figures.names,
        snapshot.catalogue,
        snapshot.quellen,
        figures.latest,
        snapshot.version,
    )
    table = next(iter(book.sheets.values()))
    values = {name: name for name in ("Status", "Punkte", "Veränderung")}
    layer = spread(table, _KEY, "Handlungsfeld", values)
    return book.on_areas(snapshot.ortsteile, layer)


def wide_layer(book: Book, figures: Figures) -> Book:
    """A table with one row per Ortsteil, laid on the areas as it is."""
    table = next(iter(book.sheets.values()))
    layer = table.drop(columns="Ortsteil").set_index(_KEY)
    return book.on_areas(figures.snapshot.ortsteile, layer)


def scenario_book(figures: Figures, found: Differences, node: Node, changed: Iterable[str]) -> Book:
    """Points and places of one node, published and in the scenario.

    Parameters
    ----------
    changed : iterable of str
        What differs from the published state, a line each.
    """
    columns = {
        "Punkte": col.SCORE, "Untergrenze": col.SCORE_UG, "Obergrenze": col.SCORE_OG,
        "Rang von": "rang_ug", "Rang bis": "rang_og", "Grund": col.GRUND,
    }  # fmt: skip
    data = {_KEY: found.rows[col.GEBIET], "Ortsteil": found.rows[col.GEBIET].map(figures.names)}
    for words, suffix in (("veröffentlicht", BEFORE), ("Szenario", AFTER)):
        data |= {f"{head} ({words})": found.rows[f"{n}{suffix}"] for head, n in columns.items()}
    base = notes_of(figures)
    notes = Notes(
        f"{_SCENARIO}: {node.label}",
        quellen=base.quellen,
        stand=base.stand,
        hinweise=list(changed) or ["Nichts ist verändert."],
        beispiel=base.beispiel,
        naeherung=base.naeherung,
        herausgeber=base.herausgeber,
    )
    book = wide_layer(book_of("Szenario", pd.DataFrame(data), notes), figures)
    return replace(book, vermerk=_SCENARIO)


def _values(figures: Figures, rows: pd.DataFrame) -> pd.DataFrame:
    labels = [figures.snapshot.catalogue[code].label for code in rows[col.INDIKATOR]]
    named = rows.assign(_name=labels)
    added = {col.WERT: "", col.UG: "Untergrenze", col.OG: "Obergrenze", col.STATUS: "Status"}
    return spread(named, col.GEBIET, "_name", added)
