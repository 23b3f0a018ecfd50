"""Open data: read back, protected, described; the metadata are what GovData asks for."""

from __future__ import annotations

import io
import json
from itertools import product

import pandas as pd
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

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
    for file in files:
        assert turtle.value(file, DCTERMS.license) == URIRef(
            "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
        )
        assert turtle.value(file, DCATDE.licenseAttributionByText)
        assert str(turtle.value(file, DCAT.downloadURL)).rsplit("/", 1)[1] in made
    assert "Beispieldaten" in str(turtle.value(dataset, DCTERMS.description))


#: Mandatory and recommended properties by class, and the list that a value must be of: DCAT-AP.de
#: 3.0, chapters "Übersicht" and "Kontrollierte Vokabulare" (GovDataOfficial/DCAT-AP.de, spec/03 and
#: spec/05). Recommended, but only the Gemeinde can say it: dcatap:availability of data set and
#: distribution, dcterms:modified of the distribution. dcterms:spatial is given by its geometry.
EU = "http://publications.europa.eu/resource/authority/"
GEO = "http://dcat-ap.de/def/politicalGeocoding/"
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
ASKED = {
    DCAT.Dataset: {
        DCTERMS.title: "", DCTERMS.description: "", DCTERMS.publisher: "",  # mandatory
        DCAT.keyword: "", DCAT.theme: f"{EU}data-theme/", DCAT.contactPoint: "",
        DCATDE.politicalGeocodingLevelURI: f"{GEO}Level/municipality",
        DCATDE.politicalGeocodingURI: f"{GEO}municipalityKey/08", DCTERMS.spatial: "",
        DCTERMS.temporal: "", DCAT.distribution: "", DCTERMS.language: f"{EU}language/",
    },
    DCAT.Distribution: {
        DCAT.accessURL: "", DCTERMS.license: "http://dcat-ap.de/def/licenses/",  # mandatory
        DCTERMS.title: "", DCTERMS.format: f"{EU}file-type/",
        DCAT.mediaType: "https://www.iana.org/assignments/media-types/",
    },
    FOAF.Agent: {FOAF.name: ""},  # mandatory
    DCTERMS.PeriodOfTime: {DCAT.startDate: "", DCAT.endDate: ""},
    DCTERMS.Location: {DCAT.bbox: "", DCAT.centroid: ""},
}  # fmt: skip
#: File types and themes of the EU lists that are in use here.
FILE_TYPES, THEMES = {"CSV", "GEOJSON", "GPKG"}, {"SOCI", "REGI"}


def test_everything_that_dcat_ap_de_3_asks_for(made):
    graph = Graph().parse(data=made["dcat.ttl"], format="turtle", publicID="https://x.de/")
    for kind, properties in ASKED.items():
        found = list(graph.subjects(RDF.type, kind))
        assert found, kind
        for subject, (name, begin) in product(found, properties.items()):
            values = list(graph.objects(subject, name))
            assert values, (kind, name)
            assert all(str(value).startswith(begin) for value in values), (kind, name, values)
    types = {str(value).rsplit("/", 1)[1] for value in graph.objects(None, DCTERMS.format)}
    assert types == FILE_TYPES
    themes = {str(value).rsplit("/", 1)[1] for value in graph.objects(None, DCAT.theme)}
    assert themes == THEMES
    # values of 2022 (a year) to 1 May 2024 (a day of the survey)
    (period,) = graph.subjects(RDF.type, DCTERMS.PeriodOfTime)
    start, end = graph.value(period, DCAT.startDate), graph.value(period, DCAT.endDate)
    assert (str(start), start.datatype) == ("2022", XSD.gYear)
    assert (str(end), end.datatype) == ("2024-05-01", XSD.date)
