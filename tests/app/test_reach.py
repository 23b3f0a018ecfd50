"""Bus and distances on the pages: taken in, shown for a village, and a shop that closes."""

from __future__ import annotations

import pytest
from pyproj import Transformer
from streamlit.testing.v1 import AppTest

from lebenslage import wiring
from lebenslage.analysis.access import homes
from lebenslage.store import Store
from tests.app.test_answers import upload
from tests.app.test_pages import open_page, texts
from tests.loaders.extracts import overpass
from tests.loaders.feeds import feed


@pytest.fixture
def middle(store: Store) -> tuple[str, float, float]:
    """The first Ortsteil, and the middle of its fullest cell (longitude, latitude)."""
    snapshot = store.snapshot()
    where = homes(snapshot.zellen, snapshot.ortsteile, wiring.gemeinde().crs)
    own = where.area == 0
    fullest = where.xy[own][where.persons[own].argmax()]
    to_degrees = Transformer.from_crs(where.crs, 4326, always_xy=True)
    return where.ids[0], *to_degrees.transform(*fullest)


@pytest.fixture
def filled_page(dashboard: AppTest, middle: tuple[str, float, float]) -> AppTest:
    """Page Daten after a timetable (both platforms in the middle) and an extract with one shop."""
    _, lon, lat = middle
    stops = "stop_id,stop_name,stop_lat,stop_lon\n" + "".join(
        f"{key},Halt,{lat + away},{lon}\n"
        for key, away in (
            ("de:08999:1:0:1", 0),
            ("de:08999:1:0:2", 0),
            ("de:08999:2:0:1", 0.5),
            ("de:08999:3:0:1", 0.6),
        )
    )
    shop = {"shop": "convenience", "name": "Dorfladen"}
    elements = [{"type": "node", "id": 7, "lon": lon, "lat": lat, "tags": shop}]
    files = (
        ("fahrplan.zip", feed(stops=stops).data),
        ("orte.json", overpass(elements=elements).data),
    )
    page = upload(open_page(dashboard, "daten"), *files)
    assert "Erkannt als Fahrplan (GTFS)" in texts(page)
    assert "Erkannt als Auszug aus OpenStreetMap" in texts(page)
    return next(b for b in page.button if b.label == "Alle 2 Dateien einlesen").click().run()


def test_connections_and_distances_of_a_village(
    filled_page: AppTest, middle: tuple[str, float, float]
) -> None:
    filled_page.query_params["ortsteil"] = middle[0]
    page = open_page(filled_page, "ortsteil")
    shown = texts(page).replace("\u00a0", " ")
    assert "gibt es an einem Werktag 3 Abfahrten an Haltestellen in höchstens 500 m" in shown
    assert "die letzte um 0:10 Uhr (nachts)." in shown
    assert "Am nächsten liegt in" in shown
    assert "m in Luftlinie)" in shown
    assert "© OpenStreetMap-Mitwirkende, ODbL." in shown


def test_a_shop_closes_and_opens_again(filled_page: AppTest, store: Store) -> None:
    page = filled_page
    art = next(box for box in page.selectbox if box.label == "Art des Ortes")
    page = art.set_value("lebensmittel").run()
    next(b for b in page.button if b.label == "Änderung eintragen").click().run()
    assert "Dorfladen hat geschlossen: eingetragen." in texts(page)
    (row,) = store.snapshot().ortsliste.to_dict("records")
    assert (row["ort_id"], row["art"], row["name"]) == ("node/7", "lebensmittel", "Dorfladen")
    assert row["geschlossen"]
    what = next(radio for radio in page.radio if radio.label == "Was ist passiert?")
    page = what.set_value("ist wieder offen").run()
    next(b for b in page.button if b.label == "Änderung eintragen").click().run()
    (row,) = store.snapshot().ortsliste.to_dict("records")
    assert not row["geschlossen"]
    assert [one.dateiname for one in store.imports()[:2]] == [
        "Dorfladen ist wieder offen.csv",
        "Dorfladen hat geschlossen.csv",
    ]


def test_what_is_missing_in_a_new_place_is_told(filled_page: AppTest, store: Store) -> None:
    next(b for b in filled_page.button if b.label == "Änderung eintragen").click().run()
    shown = texts(filled_page)
    for column in ("name", "lat", "lon"):
        assert f"Hausarztpraxis ist neu.csv, Zeile 2, Spalte „{column}“: Die Angabe fehlt." in shown
    assert store.snapshot().ortsliste.empty
