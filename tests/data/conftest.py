"""The shipped package, read once as the program reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lebenslage.loaders import load_gemeinde, load_package
from lebenslage.model.area import Gazetteer
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import (
    Areas,
    ComparisonTable,
    Delivery,
    SourceTable,
    ValueTable,
)
from lebenslage.model.grid import GridCells
from lebenslage.model.survey import SurveyWave

DATA = Path(__file__).resolve().parents[2] / "data"
#: The day on which the package was put together: nothing in it may lie later.
HEUTE = "2026-11-23"


@pytest.fixture(scope="session")
def gemeinde():
    return load_gemeinde(DATA)


@pytest.fixture(scope="session")
def deliveries() -> list[Delivery]:
    return load_package(DATA, HEUTE)


def contents(deliveries, kind):
    return [d.content for d in deliveries if isinstance(d.content, kind)]


@pytest.fixture(scope="session")
def catalogue(deliveries) -> Catalogue:
    (only,) = contents(deliveries, Catalogue)
    return only


@pytest.fixture(scope="session")
def gazetteer(deliveries) -> Gazetteer:
    (only,) = contents(deliveries, Gazetteer)
    return only


@pytest.fixture(scope="session")
def areas(deliveries):
    (only,) = contents(deliveries, Areas)
    return only.frame


@pytest.fixture(scope="session")
def values(deliveries):
    (only,) = contents(deliveries, ValueTable)
    return only.frame


@pytest.fixture(scope="session")
def comparison(deliveries):
    (only,) = contents(deliveries, ComparisonTable)
    return only.frame


@pytest.fixture(scope="session")
def sources(deliveries):
    (only,) = contents(deliveries, SourceTable)
    return only.frame


@pytest.fixture(scope="session")
def cells(deliveries) -> list[GridCells]:
    return contents(deliveries, GridCells)


@pytest.fixture(scope="session")
def waves(deliveries) -> list[SurveyWave]:
    return contents(deliveries, SurveyWave)
