"""The shipped package as a whole: readable, documented, sourced, nothing made up unmarked."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from itertools import chain

import pytest

from lebenslage.model import columns
from lebenslage.model.catalogue import Kind
from lebenslage.model.grid import GridCells
from lebenslage.model.registers import REGISTERS, RegisterFile
from tests.data.conftest import DATA, HEUTE

README = (DATA / "README.md").read_text("utf-8")
TABLES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.csv"))


def documented(path: str) -> set[str]:
    """First cells of the table under the heading of a file."""
    key = re.sub(r"umfragen/[^/]+/", r"umfragen/\<id\>/", path)
    section = README.split(f"\n## {key}\n", 1)[1].split("\n## ")[0]
    names = [
        re.findall(r"`([^`]+)`", row) for row in re.findall(r"^\|(.*?)\|", section, re.MULTILINE)
    ]
    return set(chain.from_iterable(_expanded(pair) for pair in names if pair))


def _expanded(pair: list[str]) -> list[str]:
    """`F01` … `F03` stands for three columns."""
    if len(pair) == 1:
        return pair
    parts = [re.fullmatch(r"(.*?)(\d+)(\]?)", name) for name in pair]
    assert all(parts), pair
    (stem, low, end), (_, high, _) = (part.groups() for part in parts)
    return [f"{stem}{i:0{len(low)}}{end}" for i in range(int(low), int(high) + 1)]


def header(path: str) -> list[str]:
    with (DATA / path).open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file, delimiter=";"))


@pytest.mark.parametrize("path", TABLES)
def test_readme_names_every_column(path):
    assert documented(path) == set(header(path))


def test_readme_names_every_property_of_the_areas():
    features = json.loads((DATA / "ortsteile.geojson").read_text("utf-8"))["features"]
    assert {key for f in features for key in f["properties"]} == documented("ortsteile.geojson")


def test_readme_names_every_key_of_the_gemeinde():
    content = tomllib.loads((DATA / "gemeinde.toml").read_text("utf-8"))
    flat = {
        f"{key}.{inner}" if isinstance(value, dict) else key
        for key, value in content.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert flat == documented("gemeinde.toml")


@pytest.mark.parametrize("path", sorted(DATA.glob("umfragen/*/fragebogen.toml")), ids=str)
def test_readme_names_every_key_of_the_codebooks(path):
    content = tomllib.loads(path.read_text("utf-8"))
    flat = {key for key, value in content.items() if not isinstance(value, dict | list)}
    flat |= {f"fragen.{key}" for question in content["fragen"] for key in question}
    flat |= {"spalten.<rolle>", "grundgesamtheit.<ortsteil_id>"}
    assert flat == documented(path.relative_to(DATA).as_posix())


def test_readme_names_every_file():
    files = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.*") if path.is_file()}
    folders = r"(umfragen)/[^/]+/.*|(rohdaten)/.*|(register)/.*"
    kept = {re.sub(folders, _folder, path) for path in files}
    told = set(re.findall(r"^\| `([^`]+)` \|", README.split("\n## ")[1], re.MULTILINE))
    assert kept - {"README.md", ".gitattributes"} == told


def _folder(match: re.Match[str]) -> str:
    if match[3]:
        return "register/<register>.csv"
    return "umfragen/<id>/" if match[1] else "rohdaten/"


def test_the_package_loads_without_a_problem(deliveries):
    assert {d.format for d in deliveries} >= {"katalog", "wohnplaetze", "werte-lang", "vergleich"}
    assert len(deliveries) == len(TABLES) + len(["ortsteile.geojson"])


def test_gemeinde(gemeinde):
    assert (gemeinde.name, gemeinde.ags, gemeinde.crs) == ("Wüstenrot", "08125107", "EPSG:25832")
    assert (gemeinde.landkreis, gemeinde.kreis_ags) == ("Landkreis Heilbronn", "08125")
    t = gemeinde.thresholds
    assert (t.nie, t.oeffentlich, t.klammern) == (5, 10, 30)
    assert (gemeinde.klassen_grenzen, gemeinde.klassen_namen) == (
        (40.0, 60.0),
        ("niedrig", "mittel", "hoch"),
    )
    assert set(gemeinde.texte) == {"barrierefreiheit", "datenschutz", "kontakt"}
    assert dict(gemeinde.hintergrundkarte) == {}


def test_the_contact_is_a_role_and_nothing_is_made_up(gemeinde):
    contact = gemeinde.contact
    assert contact.rolle == "Quartiersmanagement"
    assert (contact.anschrift, contact.telefon, contact.email, contact.sprechzeiten) == ("",) * 4


def test_every_source_that_is_used_is_described(values, comparison, sources, cells, waves):
    known = set(sources[columns.QUELLE])
    used = set(values[columns.QUELLE]) | set(comparison[columns.QUELLE])
    used |= {grid.quelle_id or grid.theme for grid in cells}
    used |= {wave.fragebogen.id for wave in waves}
    assert used - known == set()
    # what no value names stands behind the areas and the gazetteer
    assert known - used == {"geonames_plz", "ortsteile_naeherung"}
    for column in ("lizenz", "vermerk", "stand", "lieferant"):
        assert (sources[column] != "").all(), column


def test_only_the_survey_and_the_registers_are_made_up(deliveries, values, comparison):
    marked = [d.quelle.name for d in deliveries if d.beispiel]
    assert {name.partition("/")[0] for name in marked} == {"umfragen", "register"}
    assert len(marked) == len(["2022", "2025"]) + len(REGISTERS)
    entries = [d.content.drafts for d in deliveries if isinstance(d.content, RegisterFile)]
    assert all(draft.beispiel for drafts in entries for draft in drafts)
    for frame in (values, comparison):
        assert set(frame[columns.GUETE]) <= {"amtlich", "naeherung"}


def test_made_up_answers_say_so(waves):
    for wave in waves:
        assert wave.fragebogen.beispiel
        assert "Beispieldaten" in wave.fragebogen.titel
        texts = wave.antworten[["F27", "F28"]].stack()
        assert all(text.startswith("(Beispiel) ") for text in texts if text)


def test_no_figure_of_an_ortsteil_claims_to_be_official(values, areas):
    own = values[values[columns.GEBIET].isin(areas[columns.ORTSTEIL])]
    assert set(own[columns.GUETE]) == {"naeherung"}


def test_areas_are_marked_as_approximate(areas):
    assert list(areas["name"]) == [
        "Wüstenrot",
        "Neuhütten",
        "Maienfels",
        "Neulautern",
        "Finsterrot",
    ]
    assert not areas["amtlich"].any()
    assert areas["quelle"].str.startswith("Näherung aus Daten").all()


def test_values_of_indicators_not_computed_elsewhere(values, comparison, catalogue):
    """Grid and survey indicators are computed live; a copy in a file would grow old."""
    live = {n.code for n in catalogue.indicators if n.art is Kind.UMFRAGE}
    live |= {"leerstandsquote", "gebaeude_vor_1979", "anteil_65plus", "auslaenderanteil"}
    for frame in (values, comparison):
        assert not live & set(frame[columns.INDIKATOR])


def test_nothing_lies_in_the_future(values, comparison):
    for frame in (values, comparison):
        assert (frame[columns.STAND] <= HEUTE).all()


def test_figures_as_arithmetic(values):
    table = values.set_index(["gebiet_id", "indikator", "stand"])["wert"]
    gemeinde = "08125107"
    assert table[gemeinde, "einwohner", "2023-12-31"] == 6796
    change = table[gemeinde, "einwohnerentwicklung", "2023-12-31"]
    assert change == pytest.approx(100 * (6796 - 6750) / 6750, abs=1e-6)
    assert table[gemeinde, "arbeitslosenanteil", "2021"] == pytest.approx(
        100 * 117 / 4327, abs=1e-6
    )
    density = table[gemeinde, "bevoelkerungsdichte", "2022-12-31"]
    assert density == pytest.approx(6813 / 30.02, abs=1e-6)
    assert table[gemeinde, "frauenanteil", "2018-12-31"] == pytest.approx(
        100 * 3505 / 6750, abs=1e-6
    )
    urne = table[gemeinde, "wahlbeteiligung_urne", "2009"]
    assert urne == pytest.approx(100 * (1281 + 715 + 532 + 223 + 199) / 5200, abs=1e-6)
    assert table["finsterrot", "wahlbeteiligung_urne", "2009"] == pytest.approx(52.9, abs=0.05)
    assert table["maienfels", "bevoelkerungsdichte", "2009"] == pytest.approx(1082 / 6.46, abs=1e-6)


def test_the_landkreis_is_the_sum_of_its_gemeinden(values, comparison):
    both = [frame[frame["indikator"].eq("arbeitslosenanteil")] for frame in (values, comparison)]
    rows = [row for frame in both for row in frame.itertuples() if row.stand == "2021"]
    members = [r for r in rows if r.gebiet_id.startswith("08125") and len(r.gebiet_id) == 8]
    (kreis,) = [r for r in rows if r.gebiet_id == "08125"]
    assert len(members) == 46
    assert kreis.zaehler == sum(r.zaehler for r in members)
    assert kreis.nenner == sum(r.nenner for r in members)
    assert kreis.wert == pytest.approx(100 * kreis.zaehler / kreis.nenner, abs=1e-6)


def test_every_grid_file_is_a_theme(cells):
    assert all(isinstance(grid, GridCells) for grid in cells)
    assert {grid.theme for grid in cells} == {
        "zensus2011-alter5",
        "zensus2011-1km",
        "zensus2011-merkmale",
        "eurostat2021-1km",
    }
