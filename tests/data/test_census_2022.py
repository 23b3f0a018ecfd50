"""The census of 2022 as published: every theme is read, every indicator of the catalogue computed.

Two made-up cells in Nordheim; all expected values are sums of the two divided once.
"""

from __future__ import annotations

import pandas as pd
import pytest

from lebenslage import loaders
from lebenslage.analysis.grid import grid_values
from lebenslage.loaders.grid_themes import STAND_2022, THEMES, Theme
from lebenslage.model.grid import GridCells
from tests import tiny
from tests.loaders.build import archive, lines, source

#: x and y of the cells' centres; persons 100 and 300, households 50 and 100, dwellings 60 and 120.
CELLS = {"100m": ((4280150, 2886150), (4280250, 2886150)), "1km": ((4280500, 2886500),) * 2}
VALUES = {
    "Einwohner": ("100", "300"),
    "Insgesamt_Bevoelkerung": ("100", "300"),
    "Insgesamt_Haushalte": ("50", "100"),
    "Insgesamt_Wohnungen": ("60", "120"),
    "Insgesamt_Heizungsart": ("60", "120"),
    "Insgesamt_Energietraeger": ("60", "120"),
    "Insgesamt_Gebaeude": ("40", "80"),
    "Unter18": ("20", "60"),
    "a65undaelter": ("40", "–"),
    "Ausland_Sonstige": ("10", "30"),
    "Durchschnittsalter": ("40,00", "50,00"),
    "DurchschnHHGroesse": ("2,00", "3,00"),
    "1_Person": ("30", "30"),
    "Alleinerziehende": ("–", "30"),
    "HH_nurSenioren": ("10", "20"),
    "Leerstandsquote": ("–", "10,00"),
    "marktaktive_Leerstandsquote": ("2,00", "–"),
    "Eigentuemerquote": ("50,00", "80,00"),
    "durchschnMieteQM": ("6,00", "8,00"),
    "AnzahlWohnungen": ("30", "10"),
    "durchschnFlaechejeBew": ("40,00", "50,00"),
    "durchschnFlaechejeWohn": ("100,00", "120,00"),
    "Vor1919": ("10", "10"),
    "a1919bis1948": ("10", "10"),
    "a1949bis1978": ("10", "10"),
    "Gas": ("30", "30"),
    "Heizoel": ("–", "30"),
    "Kohle": ("–", "–"),
    "Fernwaerme": ("10", "20"),
    "Zentralheizung": ("30", "120"),
}
EXPECTED = {
    "einwohner": 400,
    "anteil_u18": 100 * 80 / 400,
    "anteil_65plus": 100 * 40 / 400,
    "auslaenderanteil": 100 * 40 / 400,
    "anteil_ausland_geboren": 100 * 40 / 400,
    "durchschnittsalter": (100 * 40 + 300 * 50) / 400,
    "haushaltsgroesse": (50 * 2 + 100 * 3) / 150,
    "einpersonenhaushalte": 100 * 60 / 150,
    "alleinerziehende": 100 * 30 / 150,
    "seniorenhaushalte": 100 * 30 / 150,
    # a dash is a quota of 0; shares of all dwellings are weighted with all dwellings
    "leerstandsquote": (60 * 0 + 120 * 10) / 180,
    "leerstandsquote_marktaktiv": (60 * 2 + 120 * 0) / 180,
    "eigentuemerquote": (60 * 50 + 120 * 80) / 180,
    # rents with the rented ones
    "nettokaltmiete": (30 * 6 + 10 * 8) / 40,
    "wohnflaeche_je_person": (100 * 40 + 300 * 50) / 400,
    "wohnflaeche_je_wohnung": (60 * 100 + 120 * 120) / 180,
    "gebaeude_vor_1979": 100 * 60 / 120,
    "fossile_heizung": 100 * 90 / 180,
    "fernwaerme": 100 * 30 / 180,
    "zentralheizung": 100 * 150 / 180,
}
CENSUS = [theme for theme in THEMES if theme.key.startswith("zensus2022-")]


def published(theme: Theme, size: str = "100m") -> str:
    """A file of a theme; what `VALUES` does not name is a dash."""
    marks = [] if theme.columns[0].startswith("Insgesamt") else ["werterlaeuternde_Zeichen"]
    header = [f"GITTER_ID_{size}", f"x_mp_{size}", f"y_mp_{size}", *theme.columns, *marks]
    rows = []
    for i, (x, y) in enumerate(CELLS[size]):
        values = [VALUES.get(name, ("–", "–"))[i] for name in theme.columns]
        place = [f"CRS3035RES{size}N{y}E{x}", str(x), str(y)]
        rows.append(";".join([*place, *values, *([""] * len(marks))]))
    kept = rows if size == "100m" else rows[:1]
    return lines(";".join(header), *kept)


@pytest.fixture(scope="module")
def cells() -> list[GridCells]:
    """All 43 themes, each as a ZIP with its levels, in both encodings that are in use."""
    found = []
    for i, theme in enumerate(CENSUS):
        encoding = ("utf-8", "utf-8-sig", "cp1252")[i % 3]
        members = {
            f"{theme.stem}/Zensus2022_{theme.stem}_{size}-Gitter.csv": published(theme, size)
            .replace("GITTER", "Gitter" if i % 2 and theme.columns != ("Einwohner",) else "GITTER")
            .encode(encoding)
            for size in ("1km", "100m")
        }
        delivery = loaders.read(archive(members, f"{theme.stem}.zip"))
        assert delivery.content.theme == theme.key
        found.append(delivery.content)
    return found


def test_all_43_themes_are_read_from_their_archives(cells):
    assert len(cells) == 43
    assert {(theme.stand, theme.resolution) for theme in cells} == {(STAND_2022, 100)}
    assert {theme.quelle_id for theme in cells} == {"zensus2022-gitter"}


def test_every_indicator_of_the_catalogue_has_its_denominator(cells, catalogue):
    table = grid_values(cells, tiny.ortsteile()).set_index(["gebiet_id", "indikator"])
    own = table.loc["nordheim"]["wert"]
    asked = {
        node.code
        for node in catalogue.indicators
        if "Zensus 2022" in node.lieferant or node.code in EXPECTED
    }
    assert asked == set(EXPECTED)
    assert own[list(EXPECTED)].to_dict() == pytest.approx(EXPECTED)
    assert (own.index.isin(EXPECTED) | own.index.str.startswith("auslaenderanteil_")).all()


def test_noise_and_sums_are_told_where_they_are_known(cells):
    table = grid_values(cells, tiny.ortsteile()).set_index("indikator")
    assert table.loc["alleinerziehende", ["zaehler", "nenner"]].tolist() == [30, 150]
    shares = ["anteil_u18", "alleinerziehende", "leerstandsquote", "fossile_heizung"]
    assert (table.loc[shares, "standardfehler"] > 0).all()


@pytest.mark.parametrize("missing", ["Insgesamt_Wohnungen", "Insgesamt_Heizungsart"])
def test_shares_of_dwellings_take_the_next_best_total(cells, missing):
    """Any count of all dwellings is a better weight than the rented ones."""
    left = [theme for theme in cells if missing not in theme.value_columns()]
    table = grid_values(left, tiny.ortsteile()).set_index("indikator")
    assert table.loc["leerstandsquote", "wert"] == pytest.approx(EXPECTED["leerstandsquote"])


def test_a_mean_is_never_taken_without_weight(cells):
    alone = [theme for theme in cells if theme.theme == "zensus2022-durchschnittsalter"]
    assert grid_values(alone, tiny.ortsteile()).empty


def test_klammern_and_odd_signs_are_told(cells):
    theme = next(theme for theme in CENSUS if theme.stem == "Durchschnittsalter")
    text = published(theme).replace("40,00;", "40,00;KLAMMERN").replace("50,00", "…")
    delivery = loaders.read(source(text))
    assert delivery.hinweise == (
        "1 Wert ist in der Quelle als eingeschränkt aussagekräftig gekennzeichnet.",
    )
    assert delivery.content.cells["Durchschnittsalter"].isna().tolist() == [False, True]
    assert pd.api.types.is_float_dtype(delivery.content.cells["Durchschnittsalter"])
