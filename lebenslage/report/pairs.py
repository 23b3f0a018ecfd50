"""Measured and felt: names of the quadrants, sentences, table and file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lebenslage.analysis.pairs import GUT, QUADRANTEN, Pair
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Node
from lebenslage.report import formats
from lebenslage.report.export import Book, book_of
from lebenslage.report.files import Notes

_LIMITS = {"gemeinde": "dem Wert der Gemeinde", "mitte": "der Mitte der Zielwerte"}


def pair_title(pair: Pair) -> str:
    """As in "Busabfahrten je Werktag und Zufriedenheit: Busverbindungen"."""
    return f"{pair.empfunden.label} – {pair.gemessen.label}"


def quadrant_name(pair: Pair, measured: str, felt: str) -> str:
    """As in "Bus selten, trotzdem zufrieden"."""
    bad, good = pair.worte or (f"{pair.gemessen.label} ungünstig", f"{pair.gemessen.label} günstig")
    happy, unhappy = felt_words(pair)
    first = good if measured == GUT else bad
    second = happy if felt == GUT else unhappy
    joint = " und " if measured == felt else ", trotzdem "
    return f"{first}{joint}{second}"


def felt_words(pair: Pair) -> tuple[str, str]:
    """Words for the good and the bad side of what people said."""
    asked = f"{pair.frage} {pair.empfunden.label}".casefold()
    return ("zufrieden", "unzufrieden") if "zufrieden" in asked else ("gut bewertet", "nicht gut")


def describe_pair(found: pd.DataFrame, pair: Pair, names: Mapping[str, str]) -> str:
    """Which Ortsteile lie in which quadrant for certain; the others are told apart.

    Parameters
    ----------
    found : pd.DataFrame
        `analysis.pairs.quadrants`.
    names : mapping
        `gebiet_id` -> name.
    """
    rows = {str(row[col.GEBIET]): row for row in found.to_dict("records")}
    drawn = {key: row for key, row in rows.items() if key in names and is_drawn(row)}
    parts = []
    for measured, felt in QUADRANTEN:
        there = [
            names[key]
            for key, row in drawn.items()
            if row["sicher"] and (row["seite_gemessen"], row["seite_empfunden"]) == (measured, felt)
        ]
        if there:
            parts.append(f"{quadrant_name(pair, measured, felt)}: {formats.listing(there)}.")
    unsure = [names[key] for key, row in drawn.items() if not row["sicher"]]
    if unsure:
        parts.append(f"Nicht sicher einzuordnen: {formats.listing(unsure)}.")
    missing: dict[str, list[str]] = {}
    for key, name in names.items():
        if key not in drawn:
            missing.setdefault(_why(rows.get(key), pair), []).append(name)
    for reason, who in missing.items():
        parts.append(f"Nicht gezeigt: {formats.listing(who)} ({reason}).")
    return " ".join(parts)


def is_drawn(row: Mapping[Any, Any]) -> bool:
    """Whether both values are known."""
    return not any(formats.is_missing(row[f"wert_{axis}"]) for axis in ("gemessen", "empfunden"))


def _why(row: Mapping[Any, Any] | None, pair: Pair) -> str:
    if row is None:
        return formats.format_missing()
    told = [
        f"{node.label}: {formats.format_missing(row[f'status_{axis}'], row[f'grund_{axis}'])}"
        for axis, node in (("gemessen", pair.gemessen), ("empfunden", pair.empfunden))
        if formats.is_missing(row[f"wert_{axis}"])
    ]
    return "; ".join(told)


def limit_note(found: pd.DataFrame, pair: Pair) -> str:
    """Where the lines lie, and what hollow points mean."""
    told = []
    for axis, node in (("gemessen", pair.gemessen), ("empfunden", pair.empfunden)):
        row = found.to_dict("records")[0] if len(found) else {}
        if row and not formats.is_missing(row[f"grenze_{axis}"]):
            value = formats.format_with_unit(row[f"grenze_{axis}"], node.einheit, node.dezimalen)
            told.append(f"{node.label}: {value}, nach {_LIMITS[row[f'art_{axis}']]}")
    lines = f"Trennlinien – {'; '.join(told)}. " if told else ""
    return (
        f"{lines}Rechts und oben ist besser. Hohle Punkte liegen nicht sicher auf ihrer Seite: Der "
        "95 %-Bereich reicht über eine Linie."
    )


def value_text(row: Mapping[Any, Any], axis: str, node: Node) -> str:
    """Value with its interval, or why there is none."""
    return formats.format_value_with_interval(
        row[f"wert_{axis}"],
        row[f"ug_{axis}"],
        row[f"og_{axis}"],
        node.einheit,
        node.dezimalen,
        status=row[f"status_{axis}"],
        grund=row[f"grund_{axis}"],
    )


def place_text(row: Mapping[Any, Any], pair: Pair) -> str:
    """Name of the quadrant; in brackets where it is not certain."""
    if not is_drawn(row) or not row["seite_gemessen"] or not row["seite_empfunden"]:
        return "–"
    name = quadrant_name(pair, row["seite_gemessen"], row["seite_empfunden"])
    return name if row["sicher"] else f"nicht sicher ({name})"


def pair_table(found: pd.DataFrame, pair: Pair, names: Mapping[str, str]) -> pd.DataFrame:
    """Both values and the quadrant of each Ortsteil."""
    return pd.DataFrame(
        [
            {
                "Ortsteil": names.get(str(row[col.GEBIET]), row[col.GEBIET]),
                pair.gemessen.label: value_text(row, "gemessen", pair.gemessen),
                pair.empfunden.label: value_text(row, "empfunden", pair.empfunden),
                "Einordnung": place_text(row, pair),
            }
            for row in found.to_dict("records")
        ]
    )


def pair_export(
    found: pd.DataFrame, pair: Pair, names: Mapping[str, str], *, beispiel: bool, version: int
) -> Book:
    """The same as a file, with unrounded numbers."""
    rows = found.to_dict("records")
    table = pd.DataFrame(
        {
            "Gebietsschlüssel": found[col.GEBIET].to_numpy(),
            "Ortsteil": [names.get(str(row[col.GEBIET]), "") for row in rows],
        }
    )
    for axis, node in (("gemessen", pair.gemessen), ("empfunden", pair.empfunden)):
        table[f"{node.label} (Wert)"] = found[f"wert_{axis}"].to_numpy()
        table[f"{node.label} (Untergrenze)"] = found[f"ug_{axis}"].to_numpy()
        table[f"{node.label} (Obergrenze)"] = found[f"og_{axis}"].to_numpy()
        table[f"{node.label} (Stand)"] = found[f"stand_{axis}"].to_numpy()
        table[f"{node.label} (Grund)"] = found[f"grund_{axis}"].to_numpy()
    table["Einordnung"] = [place_text(row, pair) for row in rows]
    notes = Notes(
        titel=pair_title(pair),
        methode=limit_note(found, pair),
        hinweise=(f"Frage: {pair.frage}", f"Fassung {version} der Daten im Dashboard."),
        beispiel=beispiel,
    )
    return book_of("Gemessen und empfunden", table, notes)
