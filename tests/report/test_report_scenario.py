"""A scenario in words and tables: no change is claimed to mean more than it does."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from lebenslage.analysis.index.differences import Differences
from lebenslage.loaders import load_procedure
from lebenslage.model.procedure import PROCEDURES, Normalisation, Procedure
from lebenslage.model.scenario import Scenario
from lebenslage.report import scenario_sentences as sentences
from lebenslage.report.scenario_tables import effect_table
from tests.shown import CATALOGUE, NAMES, NAN, SHARE

FIELDS = ("score", "score_ug", "score_og", "rang", "rang_ug", "rang_og", "grund")


def side(score: float, rank: float, grund: str = "") -> tuple:
    return (score, score - 1, score + 2, rank, rank, min(rank + 1, 3), grund)


def found(before: list[tuple], after: list[tuple], pairs: list[tuple[str, str]]) -> Differences:
    """Areas a, b, c; `pairs`: who is higher for sure before and after, for ab, ac, bc."""
    names = [f"{name}{suffix}" for suffix in ("_vorher", "_nachher") for name in FIELDS]
    rows = [(area, *one, *other) for area, one, other in zip(NAMES, before, after, strict=True)]
    keys = [("a", "b"), ("a", "c"), ("b", "c")]
    told = [(*key, *pair) for key, pair in zip(keys, pairs, strict=True)]
    return Differences(
        pd.DataFrame(rows, columns=["gebiet_id", *names]),
        pd.DataFrame(told, columns=["a", "b", "vorher", "nachher"]),
    )


PUBLISHED = [side(50, 1), side(40, 2), side(30, 3)]
SWAPPED = [side(40, 2), side(45, 1), side(30, 3)]
NONE = [("", "")] * 3
NO_POINTS = [side(NAN, NAN, "zu wenig Daten")] * 3


def test_nothing_can_be_told_apart():
    text = sentences.describe_effect(found(PUBLISHED, PUBLISHED, NONE), NAMES, "Wohnen")
    assert text == (
        "In „Wohnen“ wechselt kein Ortsteil den Rang. Die Reihenfolge bleibt ununterscheidbar: "
        "Weder veröffentlicht noch hier ist ein Unterschied belastbar."
    )


def test_a_change_of_places_that_may_be_chance():
    change = found(PUBLISHED, SWAPPED, [("a", ""), ("a", "a"), ("b", "b")])
    assert sentences.describe_effect(change, NAMES, "Wohnen") == (
        "In „Wohnen“ wechseln den Rang: Ahausen (1 → 2) und Bedorf (2 → 1). Diese Wechsel sind "
        "nicht mehr als Zufall: Dort ist mindestens eine der Reihenfolgen nicht belastbar."
    )
    assert sentences.describe_certainty(change, NAMES) == (
        "Nicht mehr belastbar: Ahausen über Bedorf."
    )


def test_a_change_of_places_that_is_more_than_chance():
    change = found(PUBLISHED, SWAPPED, [("a", "b"), ("a", "a"), ("", "b")])
    assert sentences.describe_effect(change, NAMES, "Wohnen") == (
        "In „Wohnen“ wechseln den Rang: Ahausen (1 → 2) und Bedorf (2 → 1). Mehr als Zufall ist: "
        "Bedorf über Ahausen. Beide Reihenfolgen sind belastbar, den Ausschlag gibt die Annahme."
    )
    assert sentences.describe_certainty(change, NAMES) == "Neu belastbar: Bedorf über Cestadt."


def test_the_same_places_with_other_certainty():
    change = found(PUBLISHED, PUBLISHED, [("a", ""), ("a", "a"), ("b", "b")])
    assert sentences.describe_effect(change, NAMES, "Wohnen") == (
        "In „Wohnen“ wechselt kein Ortsteil den Rang. Wie sicher die Abstände sind, ändert sich."
    )
    same = found(PUBLISHED, PUBLISHED, [("a", "a"), ("a", "a"), ("", "")])
    assert sentences.describe_effect(same, NAMES, "Wohnen") == (
        "In „Wohnen“ wechselt kein Ortsteil den Rang."
    )


def test_no_points_on_one_side():
    lost = found(PUBLISHED, NO_POINTS, NONE)
    assert sentences.describe_effect(lost, NAMES, "Wohnen") == (
        "Unter diesen Annahmen gibt es für „Wohnen“ keine Punkte: zu wenig Daten."
    )
    gone = found(PUBLISHED, [side(NAN, NAN, NAN)] * 3, NONE)
    assert "es bleibt kein Indikator übrig" in sentences.describe_effect(gone, NAMES, "Wohnen")
    new = found(NO_POINTS, PUBLISHED, [("", "a"), ("", "a"), ("", "")])
    assert sentences.describe_effect(new, NAMES, "Wohnen") == (
        "Veröffentlicht gibt es für „Wohnen“ keine Punkte, unter diesen Annahmen schon. Belastbar "
        "sind 2 von 3 Unterschieden: Ahausen über Bedorf und Ahausen über Cestadt."
    )


def test_before_anything_is_changed():
    all_certain = found(PUBLISHED, PUBLISHED, [("a", "a"), ("a", "a"), ("b", "b")])
    assert sentences.describe_published(all_certain, NAMES, "Wohnen") == (
        "So steht es veröffentlicht in „Wohnen“. Alle Unterschiede sind belastbar."
    )
    nothing = found(NO_POINTS, NO_POINTS, NONE)
    assert sentences.describe_published(nothing, NAMES, "Wohnen") == (
        "Für „Wohnen“ gibt es veröffentlicht keine Punkte."
    )


def test_the_table_shows_both_states():
    table = effect_table(found(PUBLISHED, NO_POINTS, NONE), NAMES)
    assert table.iloc[0].to_dict() == {
        "Ortsteil": "Ahausen",
        "Punkte veröffentlicht": "50,0 (49,0–52,0)",
        "Punkte im Szenario": "zu wenig Daten",
        "Rang veröffentlicht": "1–2",
        "Rang im Szenario": "–",
    }
    assert table["Rang veröffentlicht"].tolist() == ["1–2", "2–3", "3"]


def test_lines_say_what_is_changed():
    scenario = Scenario(verfahren="mpi").with_weight(CATALOGUE["wohnen"], 2.5)
    scenario = scenario.with_weight(SHARE, 0).with_goalposts(SHARE, 0.5, 1000)
    scenario = scenario.with_indicator("laden", False)
    assert sentences.change_lines(scenario, CATALOGUE) == {
        "": "Verfahren: Italien: MPI mit z-Werten",
        "wohnen": "Wohnen: Gewicht 2,5 statt 1",
        "leer": "Leerstandsquote: Gewicht 0 statt 1, Zielwerte 0,5 bis 1.000 % statt 0 bis 20 %",
        "laden": "Läden: weggelassen",
    }
    assert sentences.change_lines(Scenario("Name"), CATALOGUE) == {}


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_shipped_procedure_has_a_title(name):
    assert sentences.PROCEDURE_TITLES[name]


def test_caveats_of_procedures():
    own = load_procedure("zielwerte")
    assert sentences.procedure_caveats(own, own, 5) == []
    # (n - 1) / sqrt(n) = 4 / sqrt(5)
    assert sentences.procedure_caveats(load_procedure("mpi"), own, 5) == [
        "z-Werte messen die Ortsteile nur aneinander. Bei 5 Gebieten liegt keiner über "
        "1,79, und auch kleine Unterschiede sehen groß aus.",
        "Die Punkte haben eine andere Skala; vergleichbar sind nur die Ränge.",
    ]
    (minmax,) = sentences.procedure_caveats(
        Procedure(normalisierung=Normalisation("minmax")), own, 5
    )
    assert minmax.startswith("Bei Min–Max hat immer ein Ortsteil 0 und einer 100 Punkte")
    england = " ".join(sentences.procedure_caveats(load_procedure("imd-england"), own, 5))
    assert "zählt nur Ränge" in england
    assert "gestreckt wird deshalb das günstige Ende" in england
    assert "mindestens 100 % der Indikatoren" in england


def test_a_procedure_that_needs_another_catalogue():
    berlin = load_procedure("mss-berlin")
    assert sentences.describe_misfit(berlin, CATALOGUE) == (
        "Das Verfahren „Berlin: Soziale Stadtentwicklung“ passt nicht zu diesem Katalog: Es "
        "bewertet „status“ und „dynamik“ getrennt, jedes mit eigenen Indikatoren. Der Katalog hat "
        "nur „Lebenslage“."
    )
    assert sentences.describe_misfit(load_procedure("mpi"), CATALOGUE) == ""


def test_the_largest_z_value_of_few_areas():
    for n in (3, 5, 8):
        values = [0.0] * (n - 1) + [1.0]
        mean = sum(values) / n
        spread = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1))
        most = f"{(1 - mean) / spread:.2f}".replace(".", ",")
        caveat = sentences.procedure_caveats(load_procedure("mpi"), Procedure(), n)[0]
        assert f"liegt keiner über {most}," in caveat
