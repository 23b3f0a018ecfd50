"""Extracts of OpenStreetMap: the same places and paths out of every form, and what is refused."""

from __future__ import annotations

import json

import pytest

from lebenslage import loaders
from lebenslage.loaders.osm_tags import art_of, walkable
from lebenslage.model.exchange import Source
from lebenslage.model.places import OsmExtract
from tests.loaders.build import lines, problems, read, source
from tests.loaders.extracts import STAND, geojson, overpass, pbf
from tests.loaders.feeds import WITH_AREAS

FOUND = {
    ("apotheke", "node/21", "Süd-Apotheke"),
    ("lebensmittel", "node/22", "Dorfladen"),
    ("grundschule", "way/34", "Grundschule Osterfeld"),
}


def extract(item: Source) -> OsmExtract:
    content = read(item, WITH_AREAS).content
    assert isinstance(content, OsmExtract)
    return content


@pytest.fixture(params=["pbf", "overpass", "geojson"])
def item(request, tmp_path):
    return {"pbf": lambda: pbf(tmp_path), "overpass": overpass, "geojson": geojson}[request.param]()


def test_places_and_paths_of_every_form(item):
    found = extract(item)
    assert found.stand == STAND
    assert (
        set(zip(found.orte["art"], found.orte["ort_id"], found.orte["name"], strict=True)) == FOUND
    )
    # two stretches of 1,000 m, the motorway is none; 0.1 % is the scale of the grid's projection
    assert found.kanten["meter"].tolist() == pytest.approx([1000, 1000], rel=2e-3)
    assert len(found.knoten) == 3
    assert found.quelle_id == "osm-wege"
    assert found.quellen is not None
    assert found.quellen["vermerk"].iat[0].startswith("© OpenStreetMap-Mitwirkende")


def test_the_school_lies_in_the_middle_of_its_ground(item):
    school = extract(item).orte.set_index("art").loc["grundschule"]
    other = extract(item).knoten.iloc[1]
    assert (school["lon"], school["lat"]) == pytest.approx((other["lon"], other["lat"]), abs=1e-6)


def test_without_paths_it_is_called_luftlinie(tmp_path):
    for item in (pbf(tmp_path, ways=False), overpass(ways=False), geojson(ways=False)):
        delivery = read(item, WITH_AREAS)
        assert not delivery.content.has_paths
        assert delivery.content.quelle_id == "osm-luftlinie"
        assert delivery.content.quellen["titel"].iat[0].endswith("Entfernungen als Luftlinie")
        assert (
            "Die Datei enthält keine Wege: Entfernungen sind Luftlinie, der Fußweg ist länger."
        ) in delivery.hinweise


def test_kinds_that_are_missing_are_named():
    note = read(overpass(), WITH_AREAS).hinweise[-1]
    assert note == (
        "Nicht gefunden (auch 10 km um die Gemeinde nicht): Hausarztpraxis, Kita, Haltestelle, "
        "Treffpunkt. Dazu gibt es keine Werte; ein Ort lässt sich von Hand ergänzen."
    )


def test_an_extract_on_the_disk(tmp_path):
    item = pbf(tmp_path)
    small = type(WITH_AREAS)(**{**WITH_AREAS.__dict__, "limit_bytes": 10})
    delivery = loaders.read_file(tmp_path / item.name, small)
    assert delivery.content.orte.equals(extract(item).orte)
    assert delivery.roh.decode().splitlines()[0] == "ort_id;art;name;lat;lon"


def test_truncated_pbf(tmp_path):
    whole = pbf(tmp_path)
    for cut in (60, len(whole.data) - 5):
        assert problems(Source(whole.name, whole.data[:cut]), WITH_AREAS) == [
            "auszug.osm.pbf: Die Datei ist abgeschnitten oder beschädigt; bitte noch einmal "
            "herunterladen."
        ]


def test_geojson_without_places():
    assert problems(geojson(places=False), WITH_AREAS) == [
        "export.geojson: Die Datei enthält in der Nähe der Gemeinde keinen der gesuchten Orte "
        "(Hausarztpraxis, Apotheke, Lebensmittelladen, Kita, Grundschule, Haltestelle, Treffpunkt)."
    ]


def test_broken_texts():
    cut = overpass()
    (message,) = problems(Source(cut.name, cut.data[:-40]), WITH_AREAS)
    assert message == (
        "export.json, Zeile 1: Die Datei ist kein gültiges JSON; sie ist beschädigt oder "
        "abgeschnitten."
    )
    broken = overpass(elements=[{"type": "node", "id": 1, "tags": {"amenity": "pharmacy"}}])
    assert problems(broken, WITH_AREAS) == [
        "export.json: Ein Objekt der Datei lässt sich nicht lesen: Lage oder Merkmale fehlen."
    ]


def test_an_answer_that_overpass_broke_off_is_refused():
    remark = 'runtime error: Query timed out in "query" at line 3 after 26 seconds.'
    assert problems(overpass(remark=remark), WITH_AREAS) == [
        "export.json: Overpass hat die Abfrage abgebrochen, die Antwort ist unvollständig. Bitte "
        "einen kleineren Ausschnitt oder später noch einmal abfragen."
    ]


def test_tags_in_one_column_as_gdal_writes_them():
    content = json.loads(geojson().data)
    for number, feature in enumerate(content["features"]):
        tags = {k: v for k, v in feature["properties"].items() if k != "@id"}
        packed = ",".join(f'"{key}"=>"{value}"' for key, value in tags.items())
        feature["properties"] = {"osm_id": str(number), "other_tags": packed}
    packed_places = extract(Source("qgis.geojson", json.dumps(content).encode())).orte
    assert sorted(packed_places["art"]) == sorted(extract(geojson()).orte["art"])


def test_without_areas_nothing_can_be_cut_out():
    assert problems(overpass()) == [
        "export.json: Ein Auszug wird auf die Gemeinde zugeschnitten; zuerst braucht es die "
        "Ortsteile."
    ]


@pytest.mark.parametrize(
    ("tags", "art"),
    [
        ({"amenity": "doctors"}, "hausarzt"),
        ({"healthcare": "doctor", "healthcare:speciality": "general;sports"}, "hausarzt"),
        ({"healthcare": "doctor", "healthcare:speciality": "orthopaedics"}, ""),
        ({"amenity": "school", "name": "Grundschule am Berg"}, "grundschule"),
        ({"amenity": "school", "isced:level": "1;2"}, "grundschule"),
        ({"amenity": "school", "name": "Realschule"}, ""),
        ({"highway": "bus_stop"}, "haltestelle"),
        ({"amenity": "community_centre"}, "treffpunkt"),
        ({"shop": "supermarket", "disused": "yes"}, ""),
        ({"shop": "hairdresser"}, ""),
    ],
)
def test_what_tags_mean(tags, art):
    assert art_of(tags) == art


@pytest.mark.parametrize(
    ("tags", "walks"),
    [
        ({"highway": "track"}, True),
        ({"highway": "primary"}, True),
        ({"highway": "trunk"}, False),
        ({"highway": "trunk", "foot": "yes"}, True),
        ({"highway": "footway", "foot": "no"}, False),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "designated"}, True),
        ({"highway": "construction", "foot": "yes"}, False),
        ({"building": "yes"}, False),
    ],
)
def test_where_one_may_walk(tags, walks):
    assert walkable(tags) is walks


LIST = "ort_id;art;name;lat;lon;geoeffnet;geschlossen;bemerkung"


def test_the_list_of_places():
    item = source(
        lines(
            LIST,
            "node/22;lebensmittel;Dorfladen;49,2;9,4;;01.02.2025;Nachfolge gesucht",
            ";Treffpunkt;Dorfcafé;49,21;9,41;2025-03;;".replace("2025-03", "2025-03-01"),
        ),
        "orte.csv",
    )
    delivery = read(item)
    assert delivery.format == "orte"
    frame = delivery.content.frame
    assert frame["geschlossen"].tolist() == ["2025-02-01", ""]
    assert frame["art"].tolist() == ["lebensmittel", "treffpunkt"]
    assert frame["ort_id"][1].startswith("eigen/")
    assert delivery.zusammenfassung == {"Orte": 2, "davon geschlossen": 1}


def test_what_is_wrong_in_the_list():
    item = source(
        lines(
            LIST,
            "a;schwimmbad;Bad;49,2;9,4;;;",
            "b;kita;Sonne;49,2;9,4;2025-02-01;2025-01-01;",
            "b;kita;Sonne;4,92;9,4;;;",
        ),
        "orte.csv",
    )
    assert problems(item) == [
        "orte.csv, Zeile 2, Spalte „art“: „schwimmbad“ ist nicht erlaubt; "
        "möglich ist „hausarzt“, „apotheke“, „lebensmittel“, „kita“, „grundschule“, „haltestelle“ "
        "oder „treffpunkt“.",
        "orte.csv, Zeile 3, Spalte „geschlossen“: Der Ort schließt, bevor er öffnet.",
        "orte.csv, Zeile 4, Spalte „lat“: „4,92“ ist nicht erlaubt; mindestens 47.",
        "orte.csv, Zeile 4, Spalte „name“: Dieser Ort steht mehrfach da; jeder Ort genau einmal.",
    ]


def test_a_template_for_the_list():
    assert loaders.template("orte").data.decode("utf-8-sig") == f"{LIST}\r\n"
