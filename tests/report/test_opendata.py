"""Open data: read back, protected, described; the metadata are what GovData asks for."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from lebenslage.report.opendata import open_data
from tests import tiny


@pytest.fixture(scope="module")
def made(figures):
    return open_data(figures)


def frame(made, name):
    return pd.read_csv(io.BytesIO(made[name]), dtype={"stand": str, "gebiet_id": str})


def test_values_are_those_of_the_pages(made, figures):
    rows = frame(made, "werte.csv")
    assert len(rows) == figures.values["gebiet_id"].isin(list(figures.levels)).sum()
    one = rows[(rows.gebiet_id == "nordheim") & (rows.indikator == "leerstandsquote")]
    assert dict(zip(one.stand, one.wert, strict=True)) == {"2022": 10.0, "2024": 5.0}


def test_suppressed_cells_stay_suppressed(made):
    rows = frame(made, "werte.csv")
    hidden = rows[rows.status == "unterdrueckt"]
    assert len(hidden)
    assert hidden[["wert", "ug", "og", "zaehler", "nenner", "n"]].isna().all(axis=None)
    assert hidden.grund.notna().all()
    answers = frame(made, "umfrage-umfrage-2024.csv")
    assert answers[answers.gruppe == "westtal"].wert.isna().all()


def test_every_table_has_a_schema_of_its_columns(made):
    for name in [name for name in made if name.endswith(".csv")]:
        schema = json.loads(made[f"{name}-metadata.json"])
        header = made[name].decode("utf-8").splitlines()[0].split(",")
        assert [column["name"] for column in schema["tableSchema"]["columns"]] == header
        assert schema["url"] == name


def test_areas(made):
    shapes = json.loads(made["ortsteile.geojson"])
    assert [f["properties"]["name"] for f in shapes["features"]] == list(tiny.ORTSTEILE.values())
    points = [feature["properties"]["punkte_wohnen"] for feature in shapes["features"]]
    assert points == [62.5, 22.5, 65.0, 90.0]  # 75, 50; 25, 20; 50, 80; of 2022: 80, 100
    assert made["ortsteile.gpkg"][:6] == b"SQLite"
    assert b"punkte_wohnen" in made["ortsteile.gpkg"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib itself
def test_metadata_after_dcat_ap(made):
    turtle = Graph().parse(data=made["dcat.ttl"], format="turtle", publicID="https://x.de/")
    linked = Graph().parse(data=made["dcat.jsonld"], format="json-ld", publicID="https://x.de/")
    assert isomorphic(turtle, linked)
    (dataset,) = turtle.subjects(RDF.type, DCAT.Dataset)
    needed = (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.theme)
    assert all(turtle.value(dataset, what) for what in needed)
    # classes that the SHACL shapes of DCAT-AP(.de) ask for by name
    vcard = Namespace("http://www.w3.org/2006/vcard/ns#")
    assert (turtle.value(dataset, DCTERMS.publisher), RDF.type, FOAF.Agent) in turtle
    assert (turtle.value(dataset, DCAT.contactPoint), RDF.type, vcard.Kind) in turtle
    assert (turtle.value(dataset, DCTERMS.spatial), RDF.type, DCTERMS.Location) in turtle
    files = list(turtle.objects(dataset, DCAT.distribution))
    assert len(files) == 8
    dcatde = Namespace("http://dcat-ap.de/def/dcatde/")
    for file in files:
        assert turtle.value(file, DCTERMS.license) == URIRef(
            "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
        )
        assert turtle.value(file, dcatde.licenseAttributionByText)
        assert str(turtle.value(file, DCAT.downloadURL)).rsplit("/", 1)[1] in made
    assert "Beispieldaten" in str(turtle.value(dataset, DCTERMS.description))


def test_same_bytes(made, figures):
    assert open_data(figures) == made
