"""What is in the files that a page offers: real numbers, German headers, sources."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.model.rules import ALLE, NIVEAU, Guete
from lebenslage.model.survey import OFFEN_HINWEIS, Questionnaire, SurveyKind
from lebenslage.report import formats
from lebenslage.report.book import Book, book_of
from lebenslage.report.files import Notes, csv_bytes, xlsx_bytes
from lebenslage.report.geofiles import spread
from lebenslage.report.sentence_parts import quality_word
from lebenslage.report.sheets import definition_words, publishers, source_lines
from lebenslage.report.survey_tables import ALLE_NAME, part_labels

_STATISTICS = {
    "mittelwert": "Mittelwert",
    "median": "Median",
    "anteil": "Anteil",
    "top2": "Anteil der beiden besten Antworten",
    "saldo": "Saldo (beste minus schlechteste Antworten)",
    "weiss_nicht": "Anteil „weiß nicht“",
    "antworten": "Zahl der Antworten",
}
_KINDS = {
    SurveyKind.VOLLERHEBUNG: "Vollerhebung: Alle wurden eingeladen.",
    SurveyKind.ZUFALLSSTICHPROBE: "Zufallsstichprobe.",
    SurveyKind.OFFEN: f"Offene Umfrage: {OFFEN_HINWEIS}.",
}
_PROTECTED = "Werte, hinter denen zu wenige Personen stehen, sind leer; der Grund steht daneben."


__all__ = [
    "Book",
    "Notes",
    "book_of",
    "csv_bytes",
    "import_frame",
    "indicator_export",
    "survey_export",
    "survey_frame",
    "survey_layer",
    "value_frame",
    "xlsx_bytes",
]


def indicator_export(
    values: pd.DataFrame,
    names: Mapping[str, str],
    node: Node,
    quellen: pd.DataFrame,
    version: int | None = None,
) -> Book:
    """All dates of one indicator in the areas named.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE` of one indicator, protected.
    names : mapping
        `gebiet_id` -> name; other areas are left out.
    quellen : pd.DataFrame
        `columns.QUELLEN`.
    version : int, optional
        Version of the store, told in the notes.
    """
    table = value_frame(values, names, {node.code: node})
    own = values[values[col.GEBIET].isin(list(names))]
    used = set(own[col.QUELLE].dropna())
    notes = Notes(
        titel=node.label,
        quellen=source_lines(quellen, used),
        herausgeber=publishers(quellen, used),
        stand=", ".join(formats.format_date(stand) for stand in sorted(set(own[col.STAND]))),
        basis=node.nenner,
        methode=definition_words(node),
        hinweise=(
            f"Unter- und Obergrenze: {formats.format_percent(NIVEAU)}-Bereich.",
            _PROTECTED,
            *_version(version),
        ),
        beispiel=bool((own[col.GUETE] == Guete.BEISPIEL).any()),
        naeherung=bool((own[col.GUETE] == Guete.NAEHERUNG).any()),
    )
    return Book({"Werte": table}, notes, plain=import_frame(values, names, {node.code: node}))


def import_frame(
    values: pd.DataFrame, names: Mapping[str, str], nodes: Mapping[str, Node]
) -> pd.DataFrame:
    """The same as `value_frame` under the headings of a file of values: it can be imported again.

    What is added to those (`columns.WERTE_ZUSATZ`) is known to the import, which leaves it out,
    and with it the rows that are hidden here.
    """
    own = _ordered(values, names, nodes)
    own = own.assign(
        gebiet=own[col.GEBIET].map(dict(names)),
        name=[nodes[code].label for code in own[col.INDIKATOR]],
        einheit=[nodes[code].einheit for code in own[col.INDIKATOR]],
    )
    return own[[*col.WERTE, *col.WERTE_ZUSATZ]]


def value_frame(
    values: pd.DataFrame, names: Mapping[str, str], nodes: Mapping[str, Node]
) -> pd.DataFrame:
    """Values with German headers, by indicator and area in the order given, then by date.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, protected; other areas and indicators are left out.
    nodes : mapping
        Code -> indicator.
    """
    own = _ordered(values, names, nodes)
    return pd.DataFrame(
        {
            "Gebietsschlüssel": own[col.GEBIET],
            "Gebiet": own[col.GEBIET].map(dict(names)),
            "Indikator": [nodes[code].label for code in own[col.INDIKATOR]],
            "Stand": own[col.STAND],
            "Wert": own[col.WERT],
            "Einheit": [nodes[code].einheit for code in own[col.INDIKATOR]],
            "Untergrenze": own[col.UG],
            "Obergrenze": own[col.OG],
            "Zähler": own[col.ZAEHLER],
            "Nenner": own[col.NENNER],
            "Fälle": own[col.N],
            "Güte": [
                quality_word(guete, nodes[code])
                for guete, code in zip(own[col.GUETE], own[col.INDIKATOR], strict=True)
            ],
            "Status": own[col.STATUS].map(_status),
            "Grund": own[col.GRUND],
            "Quelle": own[col.QUELLE],
        }
    )


def _ordered(
    values: pd.DataFrame, names: Mapping[str, str], nodes: Mapping[str, Node]
) -> pd.DataFrame:
    own = values[values[col.GEBIET].isin(list(names)) & values[col.INDIKATOR].isin(list(nodes))]
    places = {key: i for i, key in enumerate(names)}
    order = {code: i for i, code in enumerate(nodes)}
    own = own.assign(_area=own[col.GEBIET].map(places), _code=own[col.INDIKATOR].map(order))
    return own.sort_values(["_code", "_area", col.STAND])


def survey_export(
    table: pd.DataFrame, wave: Questionnaire, groups: Mapping[str, str], version: int | None = None
) -> Book:
    """All results of a wave.

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE`, protected; shares 0-1.
    groups : mapping
        `gruppe` -> name.
    version : int, optional
        Version of the store, told in the notes.
    """
    result = survey_frame(table, wave, groups)
    notes = Notes(
        titel=wave.titel,
        quellen=(f"{wave.titel}, erhoben {formats.format_date(wave.erhebung)}",),
        herausgeber=wave.titel,
        stand=formats.format_date(wave.erhebung),
        basis=wave.grundgesamtheit_text,
        methode=_KINDS[wave.art],
        hinweise=(
            "Anteile laufen von 0 bis 1, der Saldo von −1 bis 1. „Weiß nicht“ zählt bei den "
            "Anteilen nicht mit.",
            _PROTECTED,
            *_version(version),
        ),
        beispiel=wave.beispiel,
    )
    return book_of("Ergebnisse", result, notes)


def survey_frame(
    table: pd.DataFrame, wave: Questionnaire, groups: Mapping[str, str]
) -> pd.DataFrame:
    """All results of a wave with German headers; parameters as `survey_export`."""
    labels = part_labels(wave)
    shown = {**groups, ALLE: groups.get(ALLE, ALLE_NAME)}
    answers = _answers(wave)
    keys = zip(table[col.FRAGE], table[col.AUSPRAEGUNG].map(formats.clean), strict=True)
    return pd.DataFrame(
        {
            "Code": table[col.FRAGE],
            "Frage": table[col.FRAGE].map(lambda code: labels.get(code, code)),
            "Gruppe": table[col.GRUPPE].map(lambda group: shown.get(group, group)),
            "Statistik": table[col.STATISTIK].map(lambda name: _STATISTICS.get(name, name)),
            "Antwort": [
                answers.get((frage, str(code)), formats.clean(code)) for frage, code in keys
            ],
            "Wert": table[col.WERT],
            "Untergrenze": table[col.UG],
            "Obergrenze": table[col.OG],
            "n": table[col.N],
            "n effektiv": table[col.N_EFF],
            "Status": table[col.STATUS].map(_status),
            "Güte": formats.GUETE_WORTE[Guete.BEISPIEL] if wave.beispiel else "",
        }
    )


def survey_layer(
    table: pd.DataFrame, wave: Questionnaire, names: Mapping[str, str]
) -> pd.DataFrame:
    """Results by Ortsteil side by side, one row per Ortsteil (index: its key).

    Parameters
    ----------
    table : pd.DataFrame
        `columns.UMFRAGEWERTE`, protected: the questions wanted.
    names : mapping
        `ortsteil_id` -> name.
    """
    own = table[table[col.GRUPPE].isin(list(names))]
    shown = survey_frame(own, wave, names)
    words = zip(shown["Code"], shown["Statistik"], shown["Antwort"], strict=True)
    shown = shown.assign(
        _key=own[col.GRUPPE],
        _head=[": ".join(filter(None, (code, *told))) for code, *told in words],
    )
    values = {"Wert": "", "Untergrenze": "Untergrenze", "Obergrenze": "Obergrenze", "n": "n"}
    return spread(shown, "_key", "_head", values)


def _answers(wave: Questionnaire) -> dict[tuple[str, str], str]:
    """Name of each answer, by question (or part of a matrix) and code."""
    found = {}
    for question in wave.fragen:
        codes = dict(question.teilfragen)
        if question.skala is not None:
            for column in question.columns():
                for value in (*question.skala.werte, *question.skala.weiss_nicht):
                    found[column, value] = question.skala.label(value)
        for sub, text in codes.items():
            found[question.code, sub] = text
    return found


def _status(status: object) -> str:
    return next(
        (word for key, word in formats.STATUS_WORTE.items() if key == status),
        formats.clean(status),
    )


def _version(version: int | None) -> tuple[str, ...]:
    return () if version is None else (f"Fassung {version} der Daten im Dashboard.",)
