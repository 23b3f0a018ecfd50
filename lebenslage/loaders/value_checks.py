"""What must hold for indicator values: areas, codes, shares, keys."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import first_rows, rows_where, similar
from lebenslage.loaders.formats import Job
from lebenslage.loaders.places import resolve_areas
from lebenslage.loaders.tables import Table
from lebenslage.model import columns
from lebenslage.model.catalogue import Catalogue, Kind


def resolve_areas_in(table: Table, job: Job) -> pd.DataFrame:
    """The frame with keys of areas instead of names; unknown names are problems."""
    texts = table.frame[columns.GEBIET]
    if not (job.known.gebiete or job.known.gazetteer):
        return table.frame  # nothing is known to check against: the texts are the keys
    found = resolve_areas(texts, job.known)
    for text, result in found.items():
        if result.note:
            job.findings.note(result.note)
        if result.problem and text:
            for row in texts.index[texts == text]:
                table.problem(int(row), columns.GEBIET, result.problem)
    return table.frame.assign(**{columns.GEBIET: texts.map({t: r.key for t, r in found.items()})})


def code_problem(code: str, catalogue: Catalogue) -> str:
    """Why a code cannot carry values; empty if it can."""
    if code not in catalogue:
        codes = [node.code for node in catalogue.indicators]
        return f"„{code}“ ist kein Indikator des Katalogs.{similar(code, codes)}"
    if not catalogue.is_leaf(code):
        return f"„{code}“ fasst Indikatoren zusammen und hat selbst keine Werte."
    return ""


def fill_shares(table: Table, frame: pd.DataFrame, catalogue: Catalogue | None) -> pd.DataFrame:
    """Values that follow from numerator and denominator, where the cell is empty.

    Notes
    -----
    Share: 100 z / n, rate: factor z / n; a count or mean is never derived.
    """
    implied = _implied(frame, catalogue)
    gap = frame[columns.WERT].isna() & implied.notna()
    if gap.any():
        count = int(gap.sum())
        text = f"{count} Werte wurden" if count > 1 else "1 Wert wurde"
        table.findings.note(f"{text} aus „zaehler“ und „nenner“ errechnet.")
    return frame.assign(**{columns.WERT: frame[columns.WERT].where(~gap, implied)})


def _implied(frame: pd.DataFrame, catalogue: Catalogue | None) -> pd.Series:
    if frame[columns.ZAEHLER].isna().all():
        return pd.Series(np.nan, index=frame.index)
    factors = {
        node.code: 100.0 if node.art is Kind.ANTEIL else node.faktor
        for node in (catalogue or ())
        if node.art in (Kind.ANTEIL, Kind.RATE)
    }
    factor = frame[columns.INDIKATOR].map(factors).astype(float)
    denominator = frame[columns.NENNER].where(frame[columns.NENNER] > 0)
    return factor * frame[columns.ZAEHLER] / denominator


def check_numbers(table: Table, frame: pd.DataFrame, catalogue: Catalogue | None) -> None:
    """Shares within 0 to 100, numerator within denominator, value true to both."""
    kinds = {node.code: node.art for node in catalogue or ()}
    art = frame[columns.INDIKATOR].map(kinds)
    value, part, whole = (frame[c] for c in (columns.WERT, columns.ZAEHLER, columns.NENNER))
    share = art == Kind.ANTEIL
    above = part > whole
    _tell(table, frame, share & ~above & (value > 100), "{wert} % ist mehr als 100 %.")
    _tell(table, frame, share & (value < 0), "{wert} % ist weniger als 0 %.")
    counts = art.isin([Kind.ANZAHL, Kind.RATE])
    _tell(table, frame, counts & (value < 0), "{wert} ist weniger als 0.")
    _tell(
        table,
        frame,
        share & above & (whole > 0),
        "Der Zähler ({zaehler}) ist größer als der Nenner ({nenner}).",
        columns.ZAEHLER,
    )
    zero = art.isin([Kind.ANTEIL, Kind.RATE]) & (whole == 0) & part.notna()
    _tell(table, frame, zero, "Der Nenner ist 0.", columns.NENNER)
    implied = _implied(frame, catalogue)
    if not implied.notna().any():
        return
    # a published value may be rounded: one unit of its last digit is allowed
    last_digit = 10.0 ** -_decimals(table, frame).to_numpy()
    wrong = (value - implied).abs() > np.maximum(last_digit, 1e-6 * implied.abs())
    wrong &= ~(share & (above | (value > 100) | (value < 0)))
    for row in table.findings.listed(rows_where(wrong)):
        expected, found = implied.to_numpy()[row], value.to_numpy()[row]
        text = f"passt nicht zu Zähler und Nenner (errechnet {german(expected, 2)})."
        table.problem(int(frame.index[row]), columns.WERT, f"{german(found)} {text}")


def _tell(
    table: Table, frame: pd.DataFrame, wrong: pd.Series, text: str, column: str = columns.WERT
) -> None:
    for row in table.findings.listed(rows_where(wrong)):
        cells = frame.iloc[row]
        names = (columns.WERT, columns.ZAEHLER, columns.NENNER)
        shown = {name: german(float(cells[name])) for name in names}
        # in a wide table the value stands in the column of its indicator
        place = column if column in table.found else str(cells[columns.INDIKATOR])
        table.problem(int(frame.index[row]), place, text.format(**shown))


def _decimals(table: Table, frame: pd.DataFrame) -> pd.Series:
    """Decimals of the values as written; 0 where the file has no such column."""
    index = table.found.get(columns.WERT)
    if index is None:
        return pd.Series(0, index=frame.index)
    texts = table.raw.column(index)
    return texts.str.extract(r"[.,](\d+)\s*%?$")[0].fillna("").str.len()


def check_percent_signs(table: Table, frame: pd.DataFrame) -> None:
    """Within an indicator all values carry a percent sign or none does: 45 % is not 0.45."""
    value = table.found.get(columns.WERT)
    known = frame[frame[columns.WERT].notna()]
    groups = known.groupby(columns.INDIKATOR, sort=False).indices
    places = {code: table.found[str(code)] if value is None else value for code in groups}
    cells = {index: _signed(table, index) for index in set(places.values())}
    for code, rows in groups.items():
        index, mine = places[code], known.index[rows]
        signed = cells[index]
        if signed is None:
            continue
        if signed[mine].any() and not signed[mine].all():
            row = int(mine[int(np.argmin(signed[mine]))])
            text = (
                f"„{table.raw.column(index).iat[row]}“ hat kein Prozentzeichen, andere Werte von "
                f"„{code}“ haben eines; bitte einheitlich schreiben."
            )
            column = str(code) if value is None else columns.WERT
            table.problem(row, column, text)


def _signed(table: Table, index: int) -> np.ndarray | None:
    """Which cells of a column end with a percent sign; None if none does."""
    signed: np.ndarray = table.raw.column(index).str.endswith("%").to_numpy(bool)
    return signed if signed.any() else None


def check_doubled(table: Table, frame: pd.DataFrame, keys: list[str]) -> None:
    """No two rows with the same key; the message names the first of them."""
    if not frame.duplicated(keys).any():
        return
    # an empty key is a problem of its own; only the date may be missing
    complete = (frame[[key for key in keys if key != columns.STAND]] != "").all(axis=1)
    first = first_rows(frame[keys])
    doubled = rows_where(complete.to_numpy() & (first < np.arange(len(frame))))
    for row in table.findings.listed(doubled):
        cells = frame.iloc[row]
        names = [str(cells[columns.GEBIET])]
        names += [f"Indikator „{cells[k]}“" for k in keys if k == columns.INDIKATOR]
        names += [f"Stand {cells[columns.STAND]}"] if cells[columns.STAND] else []
        line = table.raw.line(int(frame.index[first[row]]))
        text = f"Für {', '.join(names)} steht schon ein Wert in Zeile {line}."
        table.problem(int(frame.index[row]), keys[-2], text)


def german(number: float, decimals: int = 6) -> str:
    """A number with decimal comma, as short as it can be."""
    text = f"{number:.{decimals}f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") or "0"
