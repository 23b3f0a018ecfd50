"""A scenario keeps differences only, survives its link, and believes nothing that a link says."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.model.catalogue import Catalogue, Node, Role
from lebenslage.model.procedure import PROCEDURES, Procedure
from lebenslage.model.scenario import (
    MAX_NAME,
    MAX_TEXT,
    PUBLISHED,
    Scenario,
    clean_name,
    goalpost_problem,
    read_scenario,
)
from tests import tiny

TREE = tiny.catalogue()
INNER = ["wohnen", "versorgung"]
LEAVES = ["leerstandsquote", "wohnflaeche", "busabfahrten", "zufriedenheit_bus"]
finite = st.floats(allow_nan=False, allow_infinity=False)
ONLY_PROCEDURE = dict.fromkeys(PROCEDURES, Procedure())


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    made = Scenario(
        name=clean_name(draw(st.text(max_size=90))), verfahren=draw(st.sampled_from(PROCEDURES))
    )
    weights = st.dictionaries(st.sampled_from(INNER + LEAVES), st.floats(0, 1000))
    for code, weight in draw(weights).items():
        made = made.with_weight(TREE[code], weight)
    posts = st.dictionaries(
        st.sampled_from(LEAVES), st.tuples(finite, finite).filter(lambda ends: ends[0] < ends[1])
    )
    for code, ends in draw(posts).items():
        made = made.with_goalposts(TREE[code], *ends)
    for code in draw(st.sets(st.sampled_from(LEAVES))):
        made = made.with_indicator(code, False)
    return made


@given(scenarios())
def test_a_link_holds_the_whole_scenario(scenario: Scenario) -> None:
    address = urlencode({"szenario": scenario.text})
    (text,) = parse_qs(address)["szenario"]
    assert read_scenario(text, TREE) == (scenario, ())


@given(st.text(max_size=200) | st.text("1~nvgzo.-e+%0123456789", max_size=60).map("1~~".__add__))
def test_whatever_stands_there_is_either_used_or_told(text: str) -> None:
    scenario, problems = read_scenario(text, TREE)
    assert read_scenario(scenario.text, TREE) == (scenario, ())
    assert all(problem.endswith(".") for problem in problems)
    scenario.apply(TREE, ONLY_PROCEDURE)


def test_the_text_is_short_and_readable() -> None:
    scenario = Scenario("Mehr Wohnen", "ampi").with_weight(TREE["wohnen"], 2.5)
    scenario = scenario.with_goalposts(TREE["leerstandsquote"], 0, 15)
    scenario = scenario.with_indicator("busabfahrten", False)
    assert scenario.text == (
        "1~~n~Mehr%20Wohnen~~v~ampi~~g~wohnen~2.5~~z~leerstandsquote~0~15~~o~busabfahrten"
    )


def test_what_equals_the_published_state_is_no_difference() -> None:
    node = TREE["versorgung"]
    changed = Scenario().with_weight(node, 5).with_indicator("busabfahrten", False)
    assert not changed.is_published
    back = changed.with_weight(node, 3).with_indicator("busabfahrten", True)
    assert back == Scenario()
    assert back.is_published
    assert read_scenario("1~~v~zielwerte~~g~versorgung~3~~z~leerstandsquote~0~20", TREE) == (
        Scenario(),
        (),
    )


def test_reset_of_one_leaves_the_others() -> None:
    leaf = TREE["leerstandsquote"]
    one = Scenario().with_weight(leaf, 2).with_goalposts(leaf, 0, 10)
    both = one.with_indicator(leaf.code, False).with_weight(TREE["wohnen"], 2)
    assert both.reset(leaf.code) == Scenario().with_weight(TREE["wohnen"], 2)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2~~g~wohnen~2", "Der Link enthält kein Szenario, das dieses Programm lesen kann."),
        ("1" + "~~x" * MAX_TEXT, "Der Link enthält kein Szenario, das dieses Programm lesen kann."),
        ("1~~x~1", "Ein Teil des Links ist unlesbar und entfällt."),
        ("1~~g~wohnen", "Ein Teil des Links ist unlesbar und entfällt."),
        ("1~~", "Ein Teil des Links ist unlesbar und entfällt."),
        ("1~~v~orakel", "Das Verfahren „orakel“ gibt es nicht; gerechnet wird mit „zielwerte“."),
        (
            "1~~g~nirgends~2",
            "Ein Gewicht für „nirgends“ gibt es im Katalog nicht; diese Änderung entfällt.",
        ),
        (
            "1~~g~gesamt~2",
            "Ein Gewicht für „gesamt“ gibt es im Katalog nicht; diese Änderung entfällt.",
        ),
        (
            "1~~g~anteil_65plus~2",
            "Ein Gewicht für „anteil_65plus“ gibt es im Katalog nicht; diese Änderung entfällt.",
        ),
        *(
            (
                f"1~~g~wohnen~{digits}",
                "Das Gewicht von „wohnen“ ist keine Zahl von 0 bis 1.000; es bleibt wie es war.",
            )
            for digits in ("-1", "1001", "nan", "inf", "1e999", "zwei", "1_000", "٣")
        ),
        (
            "1~~z~wohnen~0~1",
            "Den Indikator „wohnen“ gibt es im Katalog nicht; seine Zielwerte entfallen.",
        ),
        (
            "1~~z~leerstandsquote~0~x",
            "Die Zielwerte von „leerstandsquote“ sind keine Zahlen; "
            "es gelten die veröffentlichten.",
        ),
        (
            "1~~z~leerstandsquote~5~5",
            "Die Zielwerte von „leerstandsquote“ bleiben wie veröffentlicht. "
            "Der obere muss größer sein als der untere.",
        ),
        (
            "1~~z~leerstandsquote~0~1e999",
            "Die Zielwerte von „leerstandsquote“ bleiben wie veröffentlicht. "
            "Beide müssen endliche Zahlen sein.",
        ),
        (
            "1~~o~wohnen",
            "Den Indikator „wohnen“ gibt es im Katalog nicht; er fehlt also ohnehin.",
        ),
    ],
)
def test_one_sentence_for_each_part_that_cannot_be_used(text: str, problem: str) -> None:
    scenario, problems = read_scenario(text, TREE)
    assert (scenario, problems) == (Scenario(), (problem,))


def test_the_rest_of_a_damaged_link_counts() -> None:
    scenario, problems = read_scenario("1~~v~orakel~~g~wohnen~2~~g~wohnen~4~~o~x", TREE)
    assert scenario == Scenario(gewichte=(("wohnen", 2.0),))
    assert problems == (
        "Das Verfahren „orakel“ gibt es nicht; gerechnet wird mit „zielwerte“.",
        "Der Link nennt „wohnen“ doppelt; die erste Angabe gilt.",
        "Den Indikator „x“ gibt es im Katalog nicht; er fehlt also ohnehin.",
    )


def test_a_logarithm_needs_goalposts_above_zero() -> None:
    node = Node("x", "", 1, 1, transformation="log")
    assert goalpost_problem(node, 0, 10).startswith("Der untere muss größer als 0 sein")
    assert goalpost_problem(node, 0.1, 10) == ""


def test_names_are_one_line() -> None:
    assert clean_name("  Mehr\n\tWohnen\u202e ") == "Mehr Wohnen"
    assert len(clean_name("x" * 200)) == MAX_NAME
    scenario, problems = read_scenario("1~~n~a%0Ab", TREE)
    assert scenario.name == "a b"
    assert len(problems) == 1


def test_applying_gives_a_new_catalogue_and_leaves_the_published_one() -> None:
    scenario = Scenario(verfahren="mpi").with_weight(TREE["versorgung"], 1)
    scenario = scenario.with_goalposts(TREE["wohnflaeche"], 20, 80)
    scenario = scenario.with_indicator("busabfahrten", False)
    before = TREE.nodes
    catalogue, procedure = scenario.apply(TREE, {"mpi": Procedure("mpi")})
    assert procedure.name == "mpi"
    assert catalogue["versorgung"].gewicht == 1
    assert (catalogue["wohnflaeche"].unten, catalogue["wohnflaeche"].oben) == (20, 80)
    assert catalogue["busabfahrten"].rolle is Role.KONTEXT
    assert "busabfahrten" not in catalogue.scored()
    assert TREE.nodes is before
    changed = {a.code for a, b in zip(catalogue, TREE, strict=True) if a != b}
    assert changed == {"versorgung", "wohnflaeche", "busabfahrten"}


def test_codes_with_odd_signs_survive() -> None:
    tree = Catalogue((Node("r", "", 1, 1), Node("a~~b %ü&=", "r", 1, 1, unten=0, oben=1)))
    scenario = Scenario().with_weight(tree["a~~b %ü&="], 0.1 + 0.2)
    assert read_scenario(scenario.text, tree) == (scenario, ())


def test_the_published_procedure_is_shipped() -> None:
    assert PUBLISHED == "zielwerte"
