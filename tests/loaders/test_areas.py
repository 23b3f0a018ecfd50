"""Areas: GeoJSON and GeoPackage in any coordinate system, names to Ortsteile."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from lebenslage.model import columns
from lebenslage.model.exchange import Known, Source
from tests import tiny
from tests.loaders.build import KNOWN, problems, read, source

NO_CRS = (
    "Das Koordinatensystem fehlt. Bitte im GIS der Ebene das Koordinatensystem ihrer Daten "
    "zuweisen (häufig ETRS89 / UTM Zone 32N, EPSG:25832) und neu speichern."
)
NAMES = ["Nordheim", "Osterfeld", "Südhausen", "Westtal"]


def features() -> dict[str, Any]:
    """The tiny Gemeinde as GeoJSON in degrees, without a `crs` member."""
    content = json.loads(tiny.ortsteile().to_json())
    content.pop("crs", None)
    return content


def geojson(content: Any) -> Source:
    return source(json.dumps(content), "gebiete.geojson")


def geopackage(frame: gpd.GeoDataFrame, folder: Path, **options: Any) -> Source:
    path = folder / "gebiete.gpkg"
    frame.to_file(path, **options)
    return Source(path.name, path.read_bytes())


def named(**properties: list[Any]) -> dict[str, Any]:
    """The areas with these properties instead of their own."""
    content = features()
    for i, feature in enumerate(content["features"]):
        feature["properties"] = {name: values[i] for name, values in properties.items()}
    return content


def assert_tiny(frame: gpd.GeoDataFrame) -> None:
    assert list(frame.columns) == [*columns.ORTSTEILE, "geometry"]
    assert frame.crs == "EPSG:4326"
    assert frame["ortsteil_id"].tolist() == list(tiny.ORTSTEILE)
    assert frame["name"].tolist() == NAMES
    squares = frame.to_crs(3035)
    assert squares.area.tolist() == pytest.approx([1_000_000] * 4, rel=1e-3)


def test_geojson_in_degrees():
    delivery = read(geojson(features()))
    assert_tiny(delivery.content.frame)
    assert delivery.format == "gebiete-geojson"
    assert delivery.hinweise == ()
    assert not delivery.content.frame["amtlich"].any()


@pytest.mark.parametrize("crs", [25832, 3035, 31467, 4258])
def test_geojson_that_names_its_crs(crs):
    text = tiny.ortsteile().to_crs(crs).to_json()
    assert_tiny(read(source(text, "a.geojson")).content.frame)


@pytest.mark.parametrize("crs", [4326, 25832, 3035])
def test_geopackage(crs, tmp_path):
    item = geopackage(tiny.ortsteile().to_crs(crs), tmp_path)
    delivery = read(replace(item, name="hochgeladen.bin"))
    assert delivery.format == "gebiete-gpkg"
    assert_tiny(delivery.content.frame)


def test_geopackage_with_points_beside_the_areas(tmp_path):
    points = tiny.ortsteile().assign(geometry=tiny.ortsteile().representative_point())
    geopackage(points, tmp_path, layer="a_punkte")
    delivery = read(geopackage(tiny.ortsteile(), tmp_path, layer="flaechen"))
    assert_tiny(delivery.content.frame)
    assert delivery.hinweise == ("Gelesen wurde nur die Ebene „flaechen“.",)


def test_missing_crs_of_a_geopackage(tmp_path):
    frame = tiny.ortsteile().to_crs(25832).set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        item = geopackage(frame, tmp_path)
    assert problems(item) == [f"gebiete.gpkg: {NO_CRS}"]


def test_missing_crs_of_a_geojson_in_metres():
    content = json.loads(tiny.ortsteile().to_crs(25832).to_json())
    del content["crs"]
    assert problems(geojson(content)) == [f"gebiete.geojson: {NO_CRS}"]


def test_unknown_crs_of_a_geojson():
    content = features() | {"crs": {"type": "name", "properties": {"name": "Gauß"}}}
    assert problems(geojson(content)) == [f"gebiete.geojson: {NO_CRS}"]


def test_broken_geopackage(tmp_path):
    item = geopackage(tiny.ortsteile(), tmp_path)
    cut = Source(item.name, item.data[:2000])
    assert problems(cut) == ["gebiete.gpkg: Die Datei ist kein lesbares GeoPackage."]


def test_longitude_and_latitude_swapped():
    content = features()
    for feature in content["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[lat, lon] for lon, lat in ring]]
    assert problems(geojson(content)) == [
        "gebiete.geojson: Länge und Breite sind vertauscht: erwartet wird zuerst die Länge (Ost), "
        "dann die Breite (Nord)."
    ]


def test_areas_elsewhere():
    content = features()
    for feature in content["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[lon + 30, lat] for lon, lat in ring]]
    assert problems(geojson(content)) == [
        "gebiete.geojson: Die Flächen liegen außerhalb Deutschlands; vermutlich ist das angegebene "
        "Koordinatensystem falsch."
    ]


def test_names_are_found_under_the_headings_of_surveying_offices():
    for heading in ("GMKNAME", "Gemarkung", "ortsteil", "Name"):
        delivery = read(geojson(named(**{heading: ["NORDHEIM", *NAMES[1:]], "flaeche": [1] * 4})))
        assert_tiny(delivery.content.frame)
        assert delivery.hinweise == (
            "Das Merkmal „amtlich“ fehlt; die Grenzen gelten als nicht amtlich.",
        )


def test_official_borders_say_so():
    item = geojson(named(name=NAMES, amtlich=[True, "ja", 1, False], quelle=["LGL"] * 4))
    frame = read(item).content.frame
    assert frame["amtlich"].tolist() == [True, True, True, False]
    assert set(frame["quelle"]) == {"LGL"}


def test_mapping_names_the_property():
    item = geojson(named(bezirk=NAMES, name=["a", "b", "c", "d"]))
    assert_tiny(read(item, mapping={"name": "bezirk"}).content.frame)


def test_without_a_gazetteer_keys_come_from_the_names():
    frame = read(geojson(named(name=NAMES)), Known()).content.frame
    assert frame["ortsteil_id"].tolist() == list(tiny.ORTSTEILE)


def test_invalid_polygons_are_repaired():
    content = features()
    ring = content["features"][1]["geometry"]["coordinates"][0]
    ring[1], ring[2] = ring[2], ring[1]  # a bow tie
    delivery = read(geojson(content))
    assert delivery.content.frame.is_valid.all()
    assert set(delivery.content.frame.geom_type) <= {"Polygon", "MultiPolygon"}
    assert delivery.hinweise == ("Die Fläche von Objekt 2 war ungültig und wurde repariert.",)


def test_heights_are_dropped():
    content = features()
    for feature in content["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[lon, lat, 400.0] for lon, lat in ring]]
    assert not read(geojson(content)).content.frame.has_z.any()


def test_overlapping_areas_are_told():
    content = features()
    content["features"][0]["geometry"] = copy.deepcopy(content["features"][1]["geometry"])
    assert read(geojson(content)).hinweise == (
        "Die Flächen von Nordheim und Osterfeld überschneiden sich.",
    )


def test_everything_wrong_at_once():
    content = features()
    first, second, third, fourth = content["features"]
    first["geometry"] = {"type": "Point", "coordinates": [9.4, 49.0]}
    second["geometry"] = None
    third["properties"] = {"ortsteil_id": "nordheim", "name": "Nordheim"}
    fourth["properties"] = {"ortsteil_id": "westtaal", "name": "<b>Westtal</b>"}
    file = "gebiete.geojson"
    assert problems(geojson(content)) == [
        f"{file}: Objekt 1 ist ein Punkt; erwartet wird eine Fläche (Polygon).",
        f"{file}: Objekt 2 hat keine Fläche.",
        f"{file}, Spalte „ortsteil_id“: Objekt 4: „westtaal“ ist kein bekannter Ortsteil oder "
        "Weiler. Meinten Sie „Westtal“?",
        f"{file}, Spalte „ortsteil_id“: „nordheim“ kommt mehrfach vor (Objekte 1 und 3); "
        "je Ortsteil genau eine Fläche.",
        f"{file}, Spalte „name“: Objekt 4: Der Text enthält HTML; erlaubt ist nur einfacher Text.",
    ]


def test_missing_ortsteile_are_named():
    content = features()
    del content["features"][1:3]
    assert problems(geojson(content)) == [
        "gebiete.geojson: Es fehlen die Flächen von „Osterfeld“ und „Südhausen“."
    ]


def test_ambiguous_name():
    item = geojson(named(name=["Berg", *NAMES[1:]]))
    assert problems(item) == [
        "gebiete.geojson, Spalte „name“: Objekt 1: „Berg“ ist mehrdeutig: Berg (Nordheim) oder "
        "Berg (Westtal)? Bitte den Ortsteil angeben."
    ]


def test_area_without_a_name():
    assert problems(geojson(named(name=[None, *NAMES[1:]])), Known()) == [
        "gebiete.geojson, Spalte „name“: Objekt 1 nennt keinen Ortsteil."
    ]


def test_no_property_that_could_be_a_name():
    assert problems(geojson(named(nr=[1, 2, 3, 4]))) == [
        "gebiete.geojson: Kein Merkmal nennt den Ortsteil; erwartet wird „ortsteil_id“ oder "
        "„name“. Vorhanden sind: nr."
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"type": "FeatureCollection",\n "features": [}',
            "a.geojson, Zeile 2: Die Datei ist kein gültiges GeoJSON: hier fehlt ein Zeichen oder "
            "steht eines zu viel.",
        ),
        (
            '{"type": "FeatureCollection", "features": []}',
            "a.geojson: Die Datei enthält keine Flächen; erwartet wird eine FeatureCollection.",
        ),
        (
            '[{"a": 1}]',
            "a.geojson: Die Datei enthält keine Flächen; erwartet wird eine FeatureCollection.",
        ),
        (
            '{"features": [{"properties": {"name": "Nordheim"}, "geometry": {"type": "Polygon", '
            '"coordinates": "quer"}}]}',
            "a.geojson: Die Form von Objekt 1 lässt sich nicht lesen.",
        ),
        (
            '{"features": [{"geometry": {"type": "Kreis", "coordinates": []}}]}',
            "a.geojson: Die Form von Objekt 1 lässt sich nicht lesen.",
        ),
        (
            '{"features": [{"geometry": {"type": "Polygon", "coordinates": '
            "[[[9, 49], [9, 50], [1e999, 50], [9, 49]]]}}]}",
            "a.geojson: Die Form von Objekt 1 lässt sich nicht lesen.",
        ),
        (
            "[" * 100_000,
            "a.geojson: Die Datei ist kein gültiges GeoJSON: hier fehlt ein Zeichen oder steht "
            "eines zu viel.",
        ),
    ],
)
def test_broken_geojson(text, message):
    assert problems(source(text, "a.geojson"), replace(KNOWN, gazetteer=None))[0] == message
