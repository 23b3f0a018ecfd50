"""Areas: geodata in any container and coordinate system, names to Ortsteile; Weiler."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point, Polygon, box

from lebenslage.loaders.area_shapes import cleaned
from lebenslage.loaders.findings import Findings
from lebenslage.model import columns
from lebenslage.model.area import Gazetteer, Place
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Known, Localities, Source
from tests import tiny
from tests.loaders.build import DATA, KNOWN, archive, problems, read, source

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
    for heading, official in (
        ("GMKNAME", True),
        ("Gemarkung", True),
        ("ortsteil", False),
        ("Name", False),
    ):
        delivery = read(geojson(named(**{heading: ["NORDHEIM", *NAMES[1:]], "flaeche": [1] * 4})))
        assert_tiny(delivery.content.frame)
        assert delivery.content.frame["amtlich"].tolist() == [official] * 4
        assert delivery.hinweise == (
            f"Das Merkmal „{heading}“ führen nur Vermessungsbehörden; die Grenzen gelten als "
            "amtlich."
            if official
            else "Das Merkmal „amtlich“ fehlt; die Grenzen gelten als nicht amtlich.",
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
        "Die Flächen von Nordheim und Osterfeld überschneiden sich um 100,0 ha; was dort liegt, "
        "zählt zu Nordheim.",
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


def test_names_of_another_place_and_objects_without_a_shape_are_told_once():
    content = features()
    for item, name in zip(content["features"], "ABCD", strict=True):
        item["properties"] = {"name": f"Dorf {name}"}
    assert problems(geojson(content)) == [
        "gebiete.geojson, Spalte „name“: Kein Name ist der eines bekannten Ortsteils oder "
        "Weilers: „Dorf A“, „Dorf B“, „Dorf C“ und „Dorf D“. Ist das die richtige Datei?"
    ]
    content = features()
    for item in content["features"][:3]:
        item["geometry"] = None
    assert problems(geojson(content)) == [
        "gebiete.geojson: Die Objekte 1, 2, 3 haben keine Fläche."
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


# -- containers and names of surveying offices


def gemarkungen(**properties: Any) -> gpd.GeoDataFrame:
    """The tiny Gemeinde as a surveying office would hand it out, with two areas beyond it."""
    own = tiny.ortsteile().to_crs(25832)
    beyond = own.iloc[:2].copy()
    beyond["geometry"] = own.geometry.iloc[:2].translate(50_000)
    whole = pd.concat([own, beyond], ignore_index=True)
    names = [f"Gemarkung {name}" for name in NAMES] + ["Fernau", "Nordheim"]
    numbers = [f"08{number}" for number in range(5021, 5027)]
    data = {"GMKNR": numbers, "BEZIRK": names, **properties}
    return gpd.GeoDataFrame(data, geometry=list(whole.geometry), crs=25832)


def shapefile(frame: gpd.GeoDataFrame, folder: Path, *, without: tuple[str, ...] = ()) -> Source:
    frame.to_file(folder / "gmk.shp", encoding="ISO-8859-1")
    endings = {".shp", ".shx", ".dbf", ".prj", ".cpg"} - set(without)
    return archive(
        {f"Daten/gmk{end}": (folder / f"gmk{end}").read_bytes() for end in sorted(endings)},
        "gemarkungen.zip",
    )


def gml(frame: gpd.GeoDataFrame, folder: Path) -> Source:
    frame.to_file(folder / "gmk.gml", driver="GML")
    return Source("gmk.gml", (folder / "gmk.gml").read_bytes())


PLACED = replace(KNOWN, flaechen=tiny.ortsteile())
OFFICIAL = (
    "Nicht übernommen: 2 Flächen außerhalb der Gemeinde.",
    "Das Merkmal „GMKNR“ führen nur Vermessungsbehörden; die Grenzen gelten als amtlich.",
)


@pytest.mark.parametrize("container", ["shapefile", "gml", "geopackage", "geojson", "gml in zip"])
def test_what_a_surveying_office_hands_out(container, tmp_path):
    """Any attribute may hold the names, areas of the neighbours are left out."""
    frame = gemarkungen()
    item = {
        "shapefile": lambda: shapefile(frame, tmp_path, without=(".cpg",)),
        "gml": lambda: gml(frame, tmp_path),
        "geopackage": lambda: geopackage(frame, tmp_path),
        "geojson": lambda: source(frame.to_json(), "a.geojson"),
        "gml in zip": lambda: archive({"x/gmk.gml": gml(frame, tmp_path).data}),
    }[container]()
    delivery = read(item, PLACED)
    assert_tiny(delivery.content.frame)
    assert delivery.content.frame["amtlich"].all()
    assert delivery.hinweise[-2:] == OFFICIAL
    assert delivery.zusammenfassung == {"Ortsteile": 4}


def test_a_person_says_that_areas_are_official(tmp_path):
    item = geojson(named(name=NAMES))
    for said in (True, False):
        decided = read(item, zuordnung=Assignment(amtlich=said))
        assert decided.content.frame["amtlich"].tolist() == [said] * 4
        assert decided.hinweise == ()


def test_parts_of_a_shapefile_are_missing(tmp_path):
    item = shapefile(gemarkungen(), tmp_path, without=(".dbf", ".shx"))
    assert problems(item) == [
        "gemarkungen.zip: Zum Shapefile „gmk.shp“ fehlt „.shx“ und „.dbf“; bitte alle Dateien der "
        "Ebene (.shp, .shx, .dbf, .prj) zusammen packen."
    ]
    item = shapefile(gemarkungen(), tmp_path, without=(".prj",))
    assert problems(item)[0] == f"gemarkungen.zip: {NO_CRS}"


def test_gml_with_entities_is_refused(tmp_path):
    text = gml(tiny.ortsteile(), tmp_path).data.decode()
    bomb = text.replace("<ogr:Feat", '<!DOCTYPE a [<!ENTITY a "aa">]>\n<ogr:Feat', 1)
    assert problems(Source("a.gml", bomb.encode())) == [
        "a.gml: Die Datei enthält eine DOCTYPE-Angabe und wird daher nicht gelesen (Sicherheit)."
    ]
    cut = text[:-300]
    assert problems(Source("a.gml", cut.encode())) == [
        f"a.gml, Zeile {len(cut.splitlines())}: Die Datei ist kein lesbares GML: hier bricht "
        "sie ab oder ist beschädigt."
    ]


def test_the_layer_that_names_most_ortsteile_is_read(tmp_path):
    frame = gemarkungen()
    frame.iloc[:1].to_file(tmp_path / "gebiete.gpkg", layer="a")
    frame.to_file(tmp_path / "gebiete.gpkg", layer="b")
    item = Source("gebiete.gpkg", (tmp_path / "gebiete.gpkg").read_bytes())
    delivery = read(item, PLACED)
    assert delivery.hinweise[0] == "Gelesen wurde nur die Ebene „b“."
    assert_tiny(delivery.content.frame)


def test_two_areas_of_one_ortsteil():
    known = replace(
        KNOWN, gazetteer=Gazetteer((*KNOWN.gazetteer.places, Place("Mühlhof", "nordheim", "Hof")))
    )
    item = geojson(named(name=["Nordheim", "Mühlhof", "Südhausen", "Westtal"]))
    assert problems(item, known) == [
        "gebiete.geojson, Spalte „name“: „Nordheim“ (Objekt 1) und „Mühlhof“ (Objekt 2) gehören zu "
        "demselben Ortsteil; je Ortsteil genau eine Fläche.",
        "gebiete.geojson: Es fehlt die Fläche von „Osterfeld“.",
    ]


def test_overlaps_gaps_and_what_lies_outside_in_hectares():
    """Squares of 100 ha: Nordheim 20 ha over Osterfeld, Westtal 30 ha to the west, 1 ha bare."""
    moved = {
        "nordheim": box(4280000, 2886000, 4281200, 2887000),
        "osterfeld": box(4281000, 2886000, 4282000, 2887000),
        "suedhausen": box(4281000, 2885000, 4282000, 2886000).difference(
            box(4281500, 2885500, 4281600, 2885600)
        ),
        "westtal": box(4279700, 2885000, 4280700, 2886000),
    }
    frame = tiny.ortsteile().to_crs(3035).set_geometry(list(moved.values()))
    delivery = read(source(frame.to_json(), "a.geojson"), PLACED)
    assert delivery.hinweise == (
        "Die Flächen von Nordheim und Osterfeld überschneiden sich um 20,0 ha; was dort liegt, "
        "zählt zu Nordheim.",
        "Zwischen den Flächen liegen Lücken von zusammen 1,0 ha. Was dort liegt, zählt zu keinem "
        "Ortsteil.",
        "Außerhalb der bisherigen Gemeindefläche liegen 30,0 ha der neuen Flächen (der bisherige "
        "Umriss ist eine Näherung).",
        "Von der bisherigen Gemeindefläche deckt keine neue Fläche 30,0 ha (der bisherige Umriss "
        "ist eine Näherung).",
    )


def test_areas_of_another_gemeinde():
    frame = tiny.ortsteile().to_crs(25832)
    frame["geometry"] = frame.geometry.translate(50_000)
    assert problems(source(frame.to_json(), "a.geojson"), PLACED) == [
        "a.geojson: Keine der Flächen liegt zur Hälfte oder mehr in der Gemeinde. Ist das die "
        "richtige Datei?"
    ]


def test_easting_and_northing_swapped():
    frame = tiny.ortsteile().to_crs(25832)
    frame["geometry"] = shapely.transform(frame.geometry, lambda xy: xy[:, ::-1])
    assert problems(source(frame.to_json(), "a.geojson")) == [
        "a.geojson: Rechtswert und Hochwert sind vertauscht: erwartet wird zuerst der Rechtswert "
        "(Ost), dann der Hochwert (Nord)."
    ]


def test_heights_and_empty_polygons_are_told():
    content = features()
    ring = content["features"][0]["geometry"]["coordinates"][0]
    content["features"][0]["geometry"]["coordinates"] = [[[*place[:2], 400.0] for place in ring]]
    assert read(geojson(content)).hinweise == (
        "Die Höhenangaben (dritte Koordinate) wurden weggelassen.",
    )
    content["features"][1]["geometry"]["coordinates"] = []
    assert problems(geojson(content)) == ["gebiete.geojson: Objekt 2 hat keine Fläche."]


# -- Weiler


def test_points_become_weiler(tmp_path):
    """By the gazetteer; an ambiguous or unknown name goes by where it lies."""
    middle = tiny.ortsteile().to_crs(3035).geometry.centroid
    frame = gpd.GeoDataFrame(
        {"NAME": ["Berg", "Neuhof", "Fernau", None], "ART": 1},
        geometry=[middle[3], middle[1], middle[1].buffer(1).centroid, middle[0]],
        crs=3035,
    )
    frame.loc[2, "geometry"] = shapely.affinity.translate(middle[1], 50_000)
    delivery = read(geopackage(frame, tmp_path), PLACED)
    found = delivery.content.frame
    assert isinstance(delivery.content, Localities)
    assert list(found.columns) == [*columns.WEILER, "geometry"]
    assert found[["name", "ortsteil_id", "art"]].to_numpy().tolist() == [
        ["Berg", "westtal", "Weiler"],
        ["Neuhof", "osterfeld", "Weiler"],
    ]
    assert found.crs == "EPSG:4326"
    assert delivery.hinweise == (
        "Nicht übernommen: 2 Objekte ohne Namen oder außerhalb der Gemeinde.",
    )


def test_outlines_of_weiler_are_no_ortsteile():
    known = replace(
        PLACED,
        gazetteer=Gazetteer((*KNOWN.gazetteer.places, Place("Mühlhof", "nordheim", "Hof"))),
    )
    content = named(name=["Berg", "Mühlhof", "Berg", "Berg"])
    assert problems(geojson(content), known) == [
        "gebiete.geojson: Objekt 3: „Berg“ ist mehrdeutig: Berg (Nordheim) oder Berg (Westtal)? "
        "Bitte den Ortsteil angeben."
    ]
    content = named(name=["Berg", "Mühlhof", "Südhausen", "Berg"])
    delivery = read(geojson(content), known)
    assert delivery.content.frame[["name", "ortsteil_id", "art"]].to_numpy().tolist() == [
        ["Berg", "nordheim", "Weiler"],
        ["Mühlhof", "nordheim", "Hof"],
        ["Südhausen", "suedhausen", "Weiler"],
        ["Berg", "westtal", "Weiler"],
    ]


def test_weiler_elsewhere():
    frame = gpd.GeoDataFrame({"name": ["Fernau"]}, geometry=[Point(9.9, 48.0)], crs=4326)
    assert problems(source(frame.to_json(), "a.geojson"), PLACED) == [
        "a.geojson: Keiner der Orte liegt in der Gemeinde. Ist das die richtige Datei?"
    ]


def test_an_area_inside_another_is_an_overlap():
    """No edges cross; 100 ha of Osterfeld hold all 4 ha of Nordheim."""
    frame = tiny.ortsteile().to_crs(3035)
    frame.loc[0, "geometry"] = box(4281400, 2886400, 4281600, 2886600)
    notes = read(source(frame.to_json(), "a.geojson")).hinweise
    assert notes[0] == (
        "Die Flächen von Nordheim und Osterfeld überschneiden sich um 4,0 ha; was dort liegt, "
        "zählt zu Nordheim."
    )


@pytest.mark.parametrize(
    "name",
    [
        "urn:adv:crs:ETRS89_UTM32",
        "urn:ogc:def:crs:EPSG::25832",
        "urn:ogc:def:crs:EPSG:9.6:25832",
        "http://www.opengis.net/def/crs/EPSG/0/25832",
        "http://www.opengis.net/gml/srs/epsg.xml#25832",
        "EPSG:25832",
    ],
)
def test_gml_of_a_surveying_office(name):
    """Patches, an arc, ISO 8859-1 and names of coordinate systems that GDAL does not know."""
    text = (DATA / "gemarkungen_nas.gml").read_bytes()
    item = Source("wfs.gml", text.replace(b"urn:adv:crs:ETRS89_UTM32", name.encode()))
    delivery = read(item, Known())
    frame = delivery.content.frame
    assert frame["name"].tolist() == ["Südhausen", "Westtal"]
    assert frame["amtlich"].all()
    areas = frame.to_crs(25832).area / 1e4
    # 100 ha and the segment above a chord of 1,000 m, 300 m high: radius 566.7 m, angle 123.9°
    assert areas.tolist() == pytest.approx([121.35, 100], abs=0.01)


@pytest.mark.parametrize("crs", [25832, 25833, 4647, 31467, 3035])
def test_without_a_crs_the_place_of_the_gemeinde_tells_it(crs, tmp_path):
    item = shapefile(gemarkungen().to_crs(crs), tmp_path, without=(".prj",))
    delivery = read(item, PLACED)
    assert_tiny(delivery.content.frame)
    assert delivery.hinweise[0].startswith(
        "Die Datei nennt kein brauchbares Koordinatensystem; nach der Lage der Gemeinde ist es "
    )
    assert f"(EPSG:{crs})" in delivery.hinweise[0]
    text = json.loads(gemarkungen().to_crs(crs).to_json())
    text["crs"] = None
    assert_tiny(read(geojson(text), PLACED).content.frame)
    del text["crs"]  # by the standard that would be degrees
    assert_tiny(read(geojson(text), PLACED).content.frame)


def test_without_a_crs_and_elsewhere():
    frame = tiny.ortsteile().to_crs(25832)
    frame["geometry"] = frame.geometry.translate(50_000)
    content = json.loads(frame.to_json()) | {"crs": None}
    assert problems(geojson(content), PLACED) == [f"gebiete.geojson: {NO_CRS}"]


def test_a_coordinate_without_end_is_told():
    findings = Findings("gebiete.gml")
    endless = Polygon([(0, 0), (1, 0), (1, float("inf")), (0, 1)])
    fine = Polygon([(0, 0), (1, 0), (1, 1)])
    assert cleaned([endless, fine], findings, points=False) == [None, fine]
    (problem,) = findings.problems
    assert problem.meldung == "Die Form von Objekt 1 lässt sich nicht lesen."
