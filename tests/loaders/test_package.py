"""The Gemeinde's package: order, cross-checks, all problems of all files at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.loaders import load_package
from lebenslage.model.exchange import Delivery
from tests import tiny
from tests.loaders.build import DATA, lines
from tests.loaders.extracts import overpass
from tests.loaders.feeds import feed

FILES = {
    "gemeinde.toml": """
name = "Musterau"
ags = "08999001"
landkreis = "Landkreis Musterkreis"
land = "Baden-Württemberg"
crs = "EPSG:25832"
[kontakt]
rolle = "Quartiersmanagement"
amt = "Rathaus"
""",
    "quellen.csv": lines("quelle_id;herausgeber;titel", "amt;Rathaus;Eigene Erhebung",
                         "zensus2011;Statistisches Bundesamt;Zensus",
                         "zensus2011-1km;Statistisches Bundesamt;Zensus 1 km"),
    "katalog.csv": lines("code;eltern;richtung;gewicht;art", "gesamt;;1;1;",
                         "leerstand;gesamt;-1;1;anteil", "bus;gesamt;1;1;umfrage"),
    "wohnplaetze.csv": lines("name;ortsteil_id;art", "Nordheim;nordheim;Ortsteil",
                             "Osterfeld;osterfeld;Ortsteil", "Südhausen;suedhausen;Ortsteil",
                             "Westtal;westtal;Ortsteil", "Mühlhof;westtal;Weiler"),
    "werte.csv": lines("gebiet_id;indikator;stand;wert;quelle_id", "nordheim;leerstand;2024;5;amt",
                       "08999001;leerstand;2024;7;amt"),
    "vergleich.csv": lines("gebiet_id;ebene;indikator;stand;wert;quelle_id",
                           "08999;kreis;leerstand;2024;6;amt"),
    "umfragen/2025/fragebogen.toml": """
id = "umfrage-2025"
titel = "Umfrage"
erhebung = "2025-05-01"
art = "offen"
[spalten]
ortsteil = "ort"
[[fragen]]
code = "F1"
text = "Bus?"
typ = "skala"
skala = { werte = [1, 2] }
indikator = "bus"
""",
    "umfragen/2025/antworten.csv": lines("ort;F1", "Mühlhof;2", "Nordheim;1"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small package without faults."""
    for name, text in FILES.items():
        write(tmp_path, name, text)
    write(tmp_path, "ortsteile.geojson", tiny.ortsteile().to_json())
    for name in ("zensus2011_1km.csv", "zensus2011_alter_100m.csv"):
        write(tmp_path, f"rohdaten/{name}", (DATA / name).read_text("utf-8"))
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def messages(folder: Path) -> list[str]:
    with pytest.raises(DatenFehler) as caught:
        load_package(folder, "2025-06-30")
    return str(caught.value).splitlines()


def by_name(folder: Path) -> dict[str, Delivery]:
    return {item.quelle.name: item for item in load_package(folder, "2025-06-30")}


def test_the_order_is_that_of_the_store(folder):
    assert [(item.format, item.quelle.name) for item in load_package(folder, "2025-06-30")] == [
        ("quellen", "quellen.csv"),
        ("katalog", "katalog.csv"),
        ("wohnplaetze", "wohnplaetze.csv"),
        ("gebiete-geojson", "ortsteile.geojson"),
        ("werte-lang", "werte.csv"),
        ("vergleich", "vergleich.csv"),
        ("zensus-gitter", "rohdaten/zensus2011_1km.csv"),
        ("zensus-gitter", "rohdaten/zensus2011_alter_100m.csv"),
        ("umfrage-antworten", "umfragen/2025/antworten.csv"),
    ]


def test_every_file_knows_those_before_it(folder):
    found = by_name(folder)
    wave = found["umfragen/2025/antworten.csv"].content
    assert wave.antworten["ortsteil"].tolist() == ["westtal", "nordheim"]
    assert wave.fragebogen.id == "umfrage-2025"
    # each grid has the source that is named most like its theme
    assert found["rohdaten/zensus2011_1km.csv"].content.quelle_id == "zensus2011-1km"
    assert found["rohdaten/zensus2011_alter_100m.csv"].content.quelle_id == "zensus2011"


def test_only_cells_near_the_gemeinde_are_taken(folder):
    taken = by_name(folder)["rohdaten/zensus2011_1km.csv"].content.cells
    # the tiny Gemeinde spans 4280000-4282000, 2885000-2887000; 2 km around it are taken
    assert taken["x"].between(4_277_900, 4_284_100).all()
    assert taken["y"].between(2_882_900, 2_889_100).all()
    assert 0 < len(taken) < 15


def test_small_packages_may_lack_the_rest(folder):
    for name in ("quellen.csv", "werte.csv", "vergleich.csv"):
        (folder / name).unlink()
    assert len(load_package(folder, "2025-06-30")) == 6


def test_problems_of_all_files_come_together(folder):
    write(folder, "wohnplaetze.csv", FILES["wohnplaetze.csv"] + "Berg;westal;Weiler\n")
    write(folder, "vergleich.csv", FILES["vergleich.csv"].replace("2024", "2031"))
    write(folder, "umfragen/2025/antworten.csv", lines("ort;F1", "Nordheim;3"))
    write(folder, "rohdaten/kaputt.csv", "a\x00")
    (folder / "katalog.csv").unlink()
    assert messages(folder) == [
        "katalog.csv: Die Datei fehlt.",
        "wohnplaetze.csv, Zeile 7, Spalte „ortsteil_id“: „westal“ ist kein bekannter Ortsteil. "
        "Meinten Sie „westtal“?",
        "vergleich.csv, Zeile 2, Spalte „stand“: „2031“ liegt in der Zukunft.",
        "rohdaten/kaputt.csv: „rohdaten/kaputt.csv“ ist keine Textdatei.",
        "umfragen/2025/antworten.csv, Zeile 2, Spalte „F1“: „3“ steht nicht im Fragebogen; "
        "möglich sind: 1, 2.",
    ]


def test_office_hours_in_an_ortsteil_that_does_not_exist(folder):
    there = '{ ortsteil = "südhausen", ort = "Rathaus", zeiten = "montags" }'
    path = folder / "gemeinde.toml"
    kept = path.read_text("utf-8")
    path.write_text(f"{kept}vor_ort = [{there}]\n", "utf-8")
    assert load_package(folder)
    path.write_text(f"{kept}vor_ort = [{there}, {there.replace('süd', 'Sund')}]\n", "utf-8")
    with pytest.raises(DatenFehler) as caught:
        load_package(folder)
    assert str(caught.value) == (
        "gemeinde.toml, Spalte „kontakt.vor_ort 2“: „Sundhausen“ ist kein Ortsteil. Meinten Sie "
        "„Südhausen“? Bekannt sind: Nordheim, Osterfeld, Südhausen, Westtal."
    )


def test_sources_that_are_not_listed(folder):
    write(folder, "werte.csv", FILES["werte.csv"].replace("2024;5;amt", "2024;5;ammt"))
    assert messages(folder) == [
        "werte.csv, Spalte „quelle_id“: Die Quelle „ammt“ steht nicht in quellen.csv. "
        "Meinten Sie „amt“?"
    ]


def test_a_file_under_a_wrong_name(folder):
    write(folder, "vergleich.csv", FILES["werte.csv"])
    assert messages(folder) == [
        "vergleich.csv: Erwartet wird das Format „vergleich“, erkannt wurde „werte-lang“."
    ]


def test_a_survey_without_its_codebook(folder):
    (folder / "umfragen/2025/fragebogen.toml").unlink()
    assert messages(folder) == ["umfragen/2025/fragebogen.toml: Die Datei fehlt."]


def test_gemeinde_first(folder):
    (folder / "gemeinde.toml").unlink()
    assert messages(folder) == [f"gemeinde.toml: Die Datei fehlt im Ordner „{folder}“."]


def test_a_timetable_and_an_extract_among_the_raw_files(folder):
    for source in (feed(), overpass()):
        (folder / "rohdaten" / source.name).write_bytes(source.data)
    found = by_name(folder)
    assert found["rohdaten/fahrplan.zip"].content.von == "2025-01-07"
    assert len(found["rohdaten/export.json"].content.orte) == 3
