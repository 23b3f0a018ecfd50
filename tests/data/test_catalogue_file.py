"""The shipped catalogue: complete sheets, honest goalposts, scored only what may be scored."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lebenslage.analysis.grid import grid_values
from lebenslage.model.catalogue import Kind, Role
from lebenslage.model.rules import MINDESTABDECKUNG

HANDLUNGSFELDER = {
    "beteiligung": "Beteiligung, Engagement & Teilhabe",
    "pflege_gesundheit": "Pflege & Gesundheit",
    "wohnen_mobilitaet_klima": "Wohnen, Mobilität & Klima",
    "familie_generationen": "Familie, Generationen & Lebensgemeinschaften",
    "wirtschaft_nahversorgung": "Wirtschaft & Nahversorgung",
    "inklusion_vielfalt": "Inklusion, Integration & Vielfalt",
    "digitalisierung": "Digitalisierung",
}
#: Computed from the census grids.
GRID = {
    "einwohner",
    "anteil_u15",
    "anteil_u18",
    "anteil_65plus",
    "durchschnittsalter",
    "auslaenderanteil",
    "leerstandsquote",
    "haushaltsgroesse",
    "wohnflaeche_je_person",
    "gebaeude_vor_1979",
    "anteil_ausland_geboren",
    "zuzug_quote",
}
#: Composition of the population: never scored.
NEVER_SCORED = GRID - {"leerstandsquote", "gebaeude_vor_1979"} | {"frauenanteil", "gisd"}


def scored_of(catalogue, code):
    return [n for n in catalogue.children(code) if n.rolle is Role.BEWERTET]


def test_root_and_the_seven_handlungsfelder(catalogue):
    assert [(r.code, r.name) for r in catalogue.roots] == [("gesamt", "Lebenslage gesamt")]
    assert {n.code: n.name for n in catalogue.children("gesamt")} == HANDLUNGSFELDER
    assert {n.code for n in catalogue.handlungsfelder} == set(HANDLUNGSFELDER)


def test_enough_indicators(catalogue):
    assert len(catalogue.indicators) >= 30
    for code in HANDLUNGSFELDER:
        assert len(scored_of(catalogue, code)) >= 3


def test_every_sheet_is_complete(catalogue):
    for node in catalogue.indicators:
        assert node.name, node.code
        assert node.einheit, node.code
        assert node.richtung in (-1, 1), node.code
        assert node.lieferant, node.code
        # a whole sentence, not a repetition of the name
        assert node.definition.endswith("."), node.code
        assert len(node.definition.split()) >= 15, node.code


def test_what_is_scored_has_goalposts_with_a_source(catalogue):
    for node in catalogue.scored().indicators:
        assert node.unten is not None, node.code
        assert node.oben is not None, node.code
        assert node.unten < node.oben, node.code
        # all the same, but for a figure that is yes or no
        assert node.gewicht == (0.5 if node.oben == 1 else 1), node.code
        named = ("Setzung (", "BBSR: ", "Enden der Antwortskala (", "Spannweite der ")
        assert node.zielwert_quelle.startswith(named), node.code


def test_context_carries_neither_weight_nor_goalposts(catalogue):
    for node in catalogue.indicators:
        if node.rolle is Role.KONTEXT:
            assert node.gewicht == 0, node.code
            assert node.unten is None, node.code


def test_composition_of_the_population_is_never_scored(catalogue):
    assert {catalogue[code].rolle for code in NEVER_SCORED} == {Role.KONTEXT}


def test_survey_indicators_and_questions_are_pairs(catalogue, waves):
    asked = {n.code for n in catalogue.indicators if n.art is Kind.UMFRAGE}
    for wave in waves:
        questions = {q.indikator: q for q in wave.fragebogen.fragen if q.indikator}
        assert set(questions) == asked
        for code, question in questions.items():
            node = catalogue[code]
            assert question.handlungsfeld == node.eltern, code
            scale = node.einheit == "Punkte (1–5)"
            assert (question.statistik == "mittelwert") is scale, code
            assert (node.unten, node.oben) == ((1, 5) if scale else (0, 100)), code
            if scale:
                assert f"„{question.text}“" in node.definition, code


def test_goalposts_of_unemployment_are_the_range_of_the_landkreis(
    catalogue, gemeinde, values, comparison
):
    node = catalogue["arbeitslosenanteil"]
    both = [
        frame[frame["indikator"].eq(node.code) & frame["stand"].between("2012", "2021")]
        for frame in (values, comparison)
    ]
    shares = {
        (row.gebiet_id, row.stand): row.wert
        for frame in both
        for row in frame.itertuples()
        if row.gebiet_id.startswith(gemeinde.kreis_ags) and len(row.gebiet_id) == 8
    }
    assert len(shares) == 46 * 10
    assert (node.unten, node.oben) == (
        math.floor(min(shares.values())),
        math.ceil(max(shares.values())),
    )


@pytest.fixture(scope="module")
def there(catalogue, values, cells, areas) -> dict[str, set[str]]:
    """Codes with a value by Ortsteil: facts and census grid; the survey reaches all of them."""
    grid = grid_values(cells, areas)
    known = pd.concat([frame[["gebiet_id", "indikator", "wert"]] for frame in (values, grid)])
    by_area = known.dropna(subset="wert").groupby("gebiet_id")["indikator"].agg(set)
    return {ortsteil_id: by_area[ortsteil_id] for ortsteil_id in areas["ortsteil_id"]}


def covered(codes, having):
    return sum(code in having for code in codes) / len(codes)


@pytest.mark.parametrize(
    ("code", "reached"),
    [
        ("beteiligung", True),
        ("pflege_gesundheit", True),
        ("wohnen_mobilitaet_klima", True),
        ("familie_generationen", True),
        ("inklusion_vielfalt", True),
        ("wirtschaft_nahversorgung", False),
        ("digitalisierung", False),
    ],
)
def test_coverage_with_the_example_survey(catalogue, there, code, reached):
    scored = [n.code for n in scored_of(catalogue, code)]
    survey = {n.code for n in catalogue.indicators if n.art is Kind.UMFRAGE}
    for ortsteil_id, own in there.items():
        assert (covered(scored, own | survey) >= MINDESTABDECKUNG) is reached, ortsteil_id


def test_without_the_survey_no_handlungsfeld_rests_on_two_old_figures(catalogue, there):
    for code in HANDLUNGSFELDER:
        scored = [n.code for n in scored_of(catalogue, code)]
        assert all(covered(scored, own) < MINDESTABDECKUNG for own in there.values()), code


def test_every_grid_indicator_of_the_catalogue_is_computed(there):
    computed = set().union(*there.values())
    assert computed >= GRID
