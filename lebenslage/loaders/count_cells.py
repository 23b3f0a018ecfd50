"""Cells of counts, dates and sources, for the formats that count something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders import cells
from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.findings import rows_where
from lebenslage.loaders.formats import Job
from lebenslage.loaders.numbers import GERMAN, parse_numbers, style_of
from lebenslage.loaders.tables import Column, Type
from lebenslage.model import columns
from lebenslage.model.counts import INDIKATOREN, Counts

#: Signs for "nothing there", and for a number that the source keeps to itself.
_ZERO: Final = frozenset({"-", "–", "—"})
SECRET: Final = frozenset({"*", ".", "x", "X", "/", "•", "·"})
_NOTHING: Final = frozenset({""})


def read_counts(raw: RawTable, index: int, job: Job, *, empty: float = np.nan) -> np.ndarray:
    """Whole numbers of a column, NaN where the source keeps them secret.

    Parameters
    ----------
    empty : float
        What an empty cell counts.

    Notes
    -----
    "1.234" is 1234: a count has no decimals. Anything that is no count is a problem of its cell.
    """
    texts = raw.column(index)
    zero, blank, secret = texts.isin(_ZERO), texts.isin(_NOTHING), texts.isin(SECRET)
    parsed = parse_numbers(texts.mask(zero | blank | secret, ""), fallback=GERMAN)
    values = parsed.values.copy()
    errors = dict(parsed.errors)
    for row in rows_where((values < 0) | (values != np.floor(values)) & ~np.isnan(values)):
        errors.setdefault(row, "Erwartet wird eine ganze Zahl ab 0.")
    for row, message in job.findings.listed(sorted(errors.items())):
        heading, text = raw.header[index], str(texts.iat[row])
        job.findings.add(message, zeile=raw.line(row), spalte=heading, wert=text)
    values[zero.to_numpy()] = 0.0
    values[blank.to_numpy()] = empty
    return values


def decimal_sign(raw: RawTable, indices: Sequence[int]) -> str:
    """Decimal sign of a file by those of its columns that show it; a comma if none does."""
    styles = {style_of(raw.column(index)) for index in indices} - {""}
    return styles.pop() if len(styles) == 1 else GERMAN


def read_numbers(raw: RawTable, index: int, job: Job, decimal: str = GERMAN) -> np.ndarray:
    """Numbers with decimals of a column, NaN where it is empty; mistakes are told.

    Parameters
    ----------
    decimal : {",", "."}
        Where the column itself leaves it open ("9.975").
    """
    texts = raw.column(index)
    parsed = parse_numbers(texts, fallback=decimal)
    for row, message in job.findings.listed(parsed.errors):
        heading = raw.header[index]
        job.findings.add(message, zeile=raw.line(row), spalte=heading, wert=str(texts.iat[row]))
    return parsed.values


def read_dates(raw: RawTable, index: int, job: Job) -> pd.Series:
    """ISO dates or years of a column; empty cells and those in the future are told."""
    column = Column(raw.header[index], Type.DATE, filled=True, past=True)
    texts = raw.column(index)
    values, errors = cells.read_date(texts, cells.Rule(column, "", job.today))
    told = {row for row, _ in errors}
    errors += [(row, "Das Datum fehlt.") for row in rows_where(texts == "") if row not in told]
    for row, message in job.findings.listed(errors):
        text = str(texts.iat[row])
        job.findings.add(message, zeile=raw.line(row), spalte=column.name, wert=text)
    return values


def tell_unlisted(content: Counts, job: Job) -> None:
    """Note indicators that the catalogue does not have: they are not shown."""
    catalogue = job.known.catalogue
    missing = [code for code in INDIKATOREN[content.thema] if catalogue and code not in catalogue]
    if missing:
        text = f"Im Katalog fehlen und werden deshalb nicht gezeigt: {', '.join(missing)}."
        job.findings.note(text)


def source_table(key: str, stand: str, **told: str) -> pd.DataFrame:
    """One row of the sources, columns `columns.QUELLEN`; what is not told stays empty."""
    row = dict.fromkeys(columns.QUELLEN, "") | {columns.QUELLE: key, columns.STAND: stand} | told
    return pd.DataFrame([row], columns=list(columns.QUELLEN))
