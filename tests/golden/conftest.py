"""Published tables that the engine reproduces."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parent / "data"


def table(name: str, **options) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv.gz", **options)


@pytest.fixture(name="table", scope="session")
def published():
    """One of the tables by its name (sources: data/QUELLEN.md)."""
    return table
