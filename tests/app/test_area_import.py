"""Official areas on the page Daten: seen beside the old ones, taken in, undone."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from streamlit.testing.v1 import AppTest

from lebenslage.store import Store
from tests.app.test_answers import confirm, upload
from tests.app.test_pages import open_page, texts


@pytest.fixture
def daten(dashboard: AppTest) -> AppTest:
    return open_page(dashboard, "daten")


def shifted(store: Store) -> bytes:
    """The Ortsteile 300 m further east, in metres, with names only."""
    frame = store.snapshot().ortsteile.to_crs(25832)
    frame["geometry"] = frame.geometry.translate(300)
    return frame[["name", "geometry"]].to_json().encode()


def test_official_areas_are_compared_taken_in_and_undone(daten: AppTest, store: Store) -> None:
    page = upload(daten, ("ortsteile.geojson", shifted(store)))
    assert not page.exception
    shown = texts(page).replace("\u00a0", " ")
    assert "Erkannt als Ortsteile oder Weiler (GeoJSON)" in shown
    assert "der neuen Flächen gehörten bisher zu einem anderen Ortsteil oder zu keinem" in shown
    assert "weil jede Gitterzelle des Zensus neu zugeordnet wird" in shown
    assert "Außerhalb der bisherigen Gemeindefläche liegen" in shown
    box = next(box for box in page.checkbox if box.label.startswith("Diese Flächen sind amtlich"))
    assert not box.value
    page = box.set_value(True).run()
    before = store.snapshot()
    page = confirm(page)
    after = store.snapshot()
    assert after.ortsteile["amtlich"].all()
    moved = after.ortsteile.to_crs(25832).translate(-300).to_crs(4326)
    assert shapely.equals_exact(moved.geometry, before.ortsteile.geometry, 1e-6).all()
    newest = store.imports()[0]
    store.undo(newest.id, wer="Amt")
    undone = store.snapshot().ortsteile
    assert gpd.GeoSeries(undone.geometry).geom_equals(before.ortsteile.geometry).all()


def test_weiler_are_taken_in_and_named_below_the_map(dashboard: AppTest, store: Store) -> None:
    points = store.snapshot().ortsteile.assign(name=["Hof A", "Hof B", "Hof C", "Hof D", "Hof E"])
    points["geometry"] = points.representative_point()
    page = upload(open_page(dashboard, "daten"), ("weiler.geojson", points.to_json().encode()))
    assert not page.exception
    confirm(page)
    assert list(store.snapshot().weiler["name"]) == list(points["name"])
    page = open_page(dashboard, "uebersicht")
    assert "5 Weiler und Wohnplätze" in texts(page).replace("\u00a0", " ")
