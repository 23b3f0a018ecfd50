"""From model objects to bytes and text and back, without loss."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lebenslage.model.assignment import Assignment
from lebenslage.model.survey import Questionnaire


def to_json(value: Any) -> str:
    """Render a JSON text; numbers of numpy and anything else odd become plain."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def questionnaire_to_json(questionnaire: Questionnaire) -> str:
    """Questionnaire as JSON text."""
    return to_json(msgspec.to_builtins(questionnaire))


def questionnaire_from_json(text: str) -> Questionnaire:
    """Questionnaire from the JSON text; equal to the one that was stored.

    Fields that a later version adds get their default, fields that it drops are ignored.
    """
    return msgspec.convert(json.loads(text), Questionnaire)


def assignment_to_json(assignment: Assignment) -> str:
    """Assignment as JSON text."""
    return to_json(msgspec.to_builtins(assignment))


def assignment_from_json(text: str) -> Assignment:
    """Assignment from the JSON text; equal to the one that was stored."""
    return msgspec.convert(json.loads(text), Assignment)


def to_parquet(frame: pd.DataFrame) -> bytes:
    """Frame as Parquet, rows numbered anew from 0."""
    buffer = io.BytesIO()
    frame.reset_index(drop=True).to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def from_parquet(data: bytes) -> pd.DataFrame:
    """Frame from `to_parquet`, with its column types and with None where None was."""
    table = pq.read_table(io.BytesIO(data))
    told = (table.schema.pandas_metadata or {}).get("columns", ())
    # pandas would make them `str` columns, where None ("nicht gestellt") becomes NaN
    objects = [column["name"] for column in told if column["numpy_type"] == "object"]
    typed: pd.DataFrame = table.drop_columns(objects).to_pandas()
    columns = {name: _objects(table[name]) for name in objects}
    whole = {name: columns[name] if name in columns else typed[name] for name in table.column_names}
    return pd.DataFrame(whole, index=pd.RangeIndex(len(table)))


def _objects(column: pa.ChunkedArray) -> pd.Series:
    """A column of Python objects; equal texts are one object in memory."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pd.Series(column.to_numpy(), dtype=object)
    return pd.Series(column.to_pylist(), dtype=object)


def rows_hash(rows: Iterable[Mapping[str, Any]]) -> str:
    """Hash of rows as they stand in a table, SHA-256 as hex digits."""
    digest = hashlib.sha256()
    for row in rows:
        for cell in row.values():
            blob = cell if isinstance(cell, bytes) else repr(cell).encode()
            digest.update(b"%d:" % len(blob))
            digest.update(blob)
    return digest.hexdigest()
