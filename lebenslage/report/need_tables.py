"""Tables and files of the page Handlungsbedarf."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.index.change import GEFALLEN, GESTIEGEN, STABIL
from lebenslage.analysis.index.need import (
    HOCH,
    MITTEL,
    NIEDRIG,
    REST,
    NeedTable,
)
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.rules import BELASTBAR, MINDESTABDECKUNG, Guete
from lebenslage.report import formats
from lebenslage.report.book import Book
from lebenslage.report.files import Notes
from lebenslage.report.need_sentences import VORBEHALT, chance_notice
from lebenslage.report.sheets import publishers, source_lines

#: Status and change as shown, each with a symbol that reads without colour.
STATUS_WORTE: Final = {
    NIEDRIG: "niedrig",
    MITTEL: "nicht unterscheidbar",
    HOCH: "hoch",
    "": "kein Punktwert",
}
STATUS_ZEICHEN: Final = {NIEDRIG: "▼", MITTEL: "○", HOCH: "▲", "": ""}
VERAENDERUNG_ZEICHEN: Final = {GEFALLEN: "↘", STABIL: "→", GESTIEGEN: "↗", "": ""}
_KEIN_VERGLEICH: Final = "kein Vergleich"
_NONE: Final = "–"


#: Stands for "nicht unterscheidbar" where there is little room; `KURZ_HINWEIS` says so.
KURZ_UNBESTIMMT: Final = "≈"
KURZ_HINWEIS: Final = "≈: nicht unterscheidbar"


def cell_text(row: Mapping[str, Any]) -> str:
    """One cell in words: "niedrig (−9,0 Punkte), gefallen"."""
    if not row or not row["status"]:
        return formats.format_missing(grund=row.get(col.GRUND)) if row else formats.format_missing()
    text = STATUS_WORTE[row["status"]]
    if not formats.is_missing(row["differenz"]):
        text += f" ({formats.format_signed(row['differenz'], 1)} Punkte)"
    return f"{text}, {row['veraenderung'] or _KEIN_VERGLEICH}"


def matrix_table(need: NeedTable, names: Mapping[str, str], catalogue: Catalogue) -> pd.DataFrame:
    """Handlungsfelder by Ortsteile."""
    codes = list(dict.fromkeys(need.cells[col.CODE]))
    rows = [
        {"Handlungsfeld": catalogue[code].label}
        | {name: cell_text(need.cell(area, code)) for area, name in names.items()}
        for code in codes
    ]
    return pd.DataFrame(rows, columns=["Handlungsfeld", *names.values()])


def short_matrix(need: NeedTable, names: Mapping[str, str], catalogue: Catalogue) -> pd.DataFrame:
    """The same in few words, only Handlungsfelder with a status: for a slide."""
    rows = []
    for code in dict.fromkeys(need.cells[col.CODE]):
        cells = {name: need.cell(area, code) for area, name in names.items()}
        if any(row and row["status"] for row in cells.values()):
            texts = {name: _short_cell(row) for name, row in cells.items()}
            rows.append({"Handlungsfeld": catalogue[code].label, **texts})
    return pd.DataFrame(rows, columns=["Handlungsfeld", *names.values()])


def _short_cell(row: Mapping[str, Any]) -> str:
    """Status, and the change where something is known of it."""
    if not row or not row["status"]:
        return _NONE
    status = {MITTEL: KURZ_UNBESTIMMT}.get(row["status"], STATUS_WORTE[row["status"]])
    change = row["veraenderung"]
    return f"{status}, {change}" if change and change != STABIL else status


def class_table(need: NeedTable, code: str, names: Mapping[str, str]) -> pd.DataFrame:
    """Status and change of all Ortsteile in one Handlungsfeld."""
    rows = []
    for area, name in names.items():
        row = need.cell(area, code)
        known = bool(row) and bool(row["status"])
        change = row.get("veraenderung") or _KEIN_VERGLEICH
        rows.append(
            {
                "Ortsteil": name,
                "Status": STATUS_WORTE[row["status"]] if known else cell_text(row),
                "Abstand zu den anderen": _points(row.get("differenz")),
                "Veränderung": change,
                "in Punkten": _points(row.get("aenderung")),
            }
        )
    return pd.DataFrame(rows)


def drivers_table(drivers: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """What each indicator adds to the distance from the other Ortsteile."""
    rows = []
    for row in drivers.to_dict("records"):
        rest = row[col.CODE] == REST
        missing = formats.is_missing(row[col.SCORE])
        rows.append(
            {
                "Indikator": "Art der Zusammenfassung" if rest else catalogue[row[col.CODE]].label,
                "Punkte hier": _number(row[col.SCORE], row[col.GRUND]),
                "Punkte der anderen": _number(row["vergleich"], ""),
                "Beitrag zum Abstand": _points(row[col.BEITRAG]),
                "Unterschied": _NONE if missing else _sure(row["belastbar"]),
            }
        )
    return pd.DataFrame(rows)


def change_value_table(values: pd.DataFrame, nodes: list[Node], area: str) -> pd.DataFrame:
    """Every indicator at its earlier and its later date.

    Parameters
    ----------
    values : pd.DataFrame
        `ChangeTable.values`.
    """
    own = values[values[col.GEBIET] == area].set_index(col.INDIKATOR)
    rows = []
    for node in nodes:
        row = own.loc[node.code].to_dict() if node.code in own.index else {}
        missing = not row or formats.is_missing(row["differenz"])
        grund = formats.format_missing(grund=row.get(col.GRUND))
        rows.append(
            {
                "Indikator": node.label,
                "vorher": _NONE if missing else _at(row, "vorher", node),
                "nachher": _NONE if missing else _at(row, "nachher", node),
                "Veränderung": grund if missing else _moved(row, node),
            }
        )
    return pd.DataFrame(rows)


def need_export(
    need: NeedTable,
    values: pd.DataFrame,
    names: Mapping[str, str],
    catalogue: Catalogue,
    quellen: pd.DataFrame,
    newest: pd.DataFrame,
    version: int | None = None,
) -> Book:
    """Status and change of every cell; in the XLSX also the indicators at both dates.

    Parameters
    ----------
    values : pd.DataFrame
        `ChangeTable.values`.
    quellen : pd.DataFrame
        `columns.QUELLEN`.
    newest : pd.DataFrame
        `columns.INDIKATORWERTE` of today: which sources are behind the scores.
    """
    cells = need.cells
    scored = [node.code for node in catalogue.scored().indicators]
    behind = newest[newest[col.GEBIET].isin(list(names)) & newest[col.INDIKATOR].isin(scored)]
    behind = behind[behind[col.WERT].notna()]
    table = pd.DataFrame(
        {
            "Gebietsschlüssel": cells[col.GEBIET],
            "Ortsteil": cells[col.GEBIET].map(dict(names)),
            "Handlungsfeld": [catalogue[code].label for code in cells[col.CODE]],
            "Punkte": cells[col.SCORE],
            "Punkte, Untergrenze": cells[col.SCORE_UG],
            "Punkte, Obergrenze": cells[col.SCORE_OG],
            "Abstand zum Mittel der anderen": cells["differenz"],
            "Abstand, Untergrenze": cells[col.UG],
            "Abstand, Obergrenze": cells[col.OG],
            "Status": cells["status"].map(STATUS_WORTE),
            "Veränderung": cells["veraenderung"].replace("", _KEIN_VERGLEICH),
            "Veränderung in Punkten": cells["aenderung"],
            "Veränderung, Untergrenze": cells["aenderung_ug"],
            "Veränderung, Obergrenze": cells["aenderung_og"],
            "Abdeckung": cells[col.ABDECKUNG],
            "Zu zwei Zeitpunkten": cells["vergleichbar"],
            "Güte": cells[col.BEISPIEL].map({True: "Beispieldaten", False: ""}),
            "Grund": cells[col.GRUND],
        }
    )
    used = set(behind[col.QUELLE].dropna())
    notes = Notes(
        titel="Handlungsbedarf: Status und Veränderung je Handlungsfeld und Ortsteil",
        quellen=source_lines(quellen, used),
        herausgeber=publishers(quellen, used),
        methode=METHODE,
        hinweise=tuple(
            text
            for text in (
                VORBEHALT,
                chance_notice(need),
                "" if version is None else f"Fassung {version} der Daten im Dashboard.",
            )
            if text
        ),
        beispiel=bool(cells[col.BEISPIEL].any()),
        naeherung=bool((behind[col.GUETE] == Guete.NAEHERUNG).any()),
    )
    sheets = {"Handlungsbedarf": table, "Indikatoren": _value_sheet(values, names, catalogue)}
    return Book(sheets, notes)


#: How status and change come about; on the page and in the files.
METHODE: Final = (
    "Status: niedrig oder hoch, wenn der Punktwert in mindestens "
    f"{formats.format_percent(BELASTBAR)} der Wiederholungen unter oder über dem Mittel der "
    "anderen Ortsteile liegt; niedrig auch, wenn der ganze Schwankungsbereich in der untersten "
    "Klasse liegt. Veränderung: der neueste Wert jedes Indikators gegen den neuesten, der "
    "mindestens ein Jahr älter ist. Verglichen werden nur Indikatoren mit Werten zu beiden "
    f"Zeitpunkten; nötig sind {formats.format_percent(MINDESTABDECKUNG)} eines Handlungsfelds. Die "
    "Zeitpunkte können je Indikator verschieden sein. Stabil heißt, dass der Schwankungsbereich "
    "der Veränderung "
    f"({formats.format_percent(BELASTBAR)}) die 0 enthält."
)


def _value_sheet(
    values: pd.DataFrame, names: Mapping[str, str], catalogue: Catalogue
) -> pd.DataFrame:
    scored = {node.code for node in catalogue.scored().indicators}
    own = values[values[col.GEBIET].isin(list(names)) & values[col.INDIKATOR].isin(scored)]
    return pd.DataFrame(
        {
            "Ortsteil": own[col.GEBIET].map(dict(names)),
            "Indikator": [catalogue[code].label for code in own[col.INDIKATOR]],
            "Einheit": [catalogue[code].einheit for code in own[col.INDIKATOR]],
            "Stand vorher": own["stand_vorher"],
            "Wert vorher": own["wert_vorher"],
            "Stand nachher": own["stand_nachher"],
            "Wert nachher": own["wert_nachher"],
            "Veränderung": own["differenz"],
            "Untergrenze": own[col.UG],
            "Obergrenze": own[col.OG],
            "Urteil": own["urteil"],
            "Grund": own[col.GRUND],
        }
    )


def _points(value: Any) -> str:
    return _NONE if formats.is_missing(value) else f"{formats.format_signed(value, 1)} Punkte"


def _number(value: Any, grund: str) -> str:
    if formats.is_missing(value):
        return grund or _NONE
    return formats.format_number(value)


def _sure(belastbar: bool) -> str:
    return "belastbar" if belastbar else "nicht belastbar"


def _at(row: Mapping[Any, Any], when: str, node: Node) -> str:
    value = formats.format_with_unit(row[f"wert_{when}"], node.einheit, node.dezimalen)
    return f"{value} ({formats.format_date(row[f'stand_{when}'])})"


def _moved(row: Mapping[Any, Any], node: Node) -> str:
    """As in "gefallen (−0,23; −0,32 bis −0,14): ungünstiger"."""
    number = formats.format_signed(row["differenz"], node.dezimalen)
    if not row["urteil"]:
        return f"{number} ({row[col.GRUND]})"
    low, high = (formats.format_signed(row[key], node.dezimalen) for key in (col.UG, col.OG))
    text = f"{row['urteil']} ({number}; {low} bis {high})"
    if row["urteil"] == STABIL:
        return text
    better = (row["urteil"] == GESTIEGEN) == (node.richtung == 1)
    return f"{text}: {'günstiger' if better else 'ungünstiger'}"
