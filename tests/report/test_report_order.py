"""How sure an order is, in words and tables."""

from __future__ import annotations

import pandas as pd
import pytest

from lebenslage.model.procedure import Robustness
from lebenslage.report import order_sentences as sentences
from tests.shown import NAMES, NAN

CHOSEN = Robustness()


def frame(shares: tuple[float, float, float] = (0.02, 0.05, 0.93)) -> pd.DataFrame:
    rows = [
        ("a", 50.0, 48.0, 52.0, 1.0, 1.0, 2.0, shares[0], ""),
        ("b", 40.0, 37.5, 44.0, 2.0, 1.0, 2.0, shares[1], ""),
        ("c", 30.0, 28.0, 33.0, 3.0, 3.0, 3.0, shares[2], ""),
    ]
    names = ["gebiet_id", "score", "score_ug", "score_og", "rang", "rang_ug", "rang_og"]
    return pd.DataFrame(rows, columns=[*names, "p_letzter", "grund"])


def pairs(ab: float, ac: float, bc: float) -> pd.DataFrame:
    """P(a below b), P(a below c), P(b below c), and the other orders."""
    rows = []
    for one, other, share in (("a", "b", ab), ("a", "c", ac), ("b", "c", bc)):
        certain = abs(share - 0.5) >= 0.4
        rows += [(one, other, share, certain), (other, one, 1 - share, certain)]
    return pd.DataFrame(rows, columns=["a", "b", "p_a_below_b", "belastbar"])


def test_part_of_the_order_stands():
    text = sentences.describe_order(frame(), pairs(0.25, 0.0, 0.04), NAMES, "Wohnen", 1000)
    assert text == (
        "In 1.000 Wiederholungen sind in „Wohnen“ 2 von 3 Unterschieden belastbar. Die wenigsten "
        "Punkte hat am häufigsten Cestadt (in 93 % der Wiederholungen)."
    )


def test_none_or_all_of_it_stands():
    unsure = frame((0.3, 0.3, 0.4))
    assert sentences.describe_order(unsure, pairs(0.4, 0.4, 0.4), NAMES, "Wohnen", 1) == (
        "In 1 Wiederholung ist kein Unterschied in „Wohnen“ belastbar. Die wenigsten Punkte hat am "
        "häufigsten Cestadt (in 40 % der Wiederholungen). Sicher ist das nicht."
    )
    sure = sentences.describe_order(frame(), pairs(0.0, 0.0, 0.0), NAMES, "Wohnen", 200)
    assert sure.startswith("In 200 Wiederholungen sind alle Unterschiede in „Wohnen“ belastbar.")


def test_too_few_with_points():
    nothing = frame().assign(score=[50.0, NAN, NAN])
    text = sentences.describe_order(nothing, pairs(0, 0, 0)[:0], NAMES, "Wohnen", 10)
    assert text == "Für „Wohnen“ gibt es keine zwei Ortsteile mit Punkten."


def test_a_sentence_per_pair_the_surest_first():
    assert sentences.pair_sentences(pairs(0.25, 0.0, 0.04), NAMES, "Wohnen") == [
        "Cestadt liegt in „Wohnen“ unter Ahausen; der Unterschied ist belastbar (in 100 % der "
        "Wiederholungen).",
        "Cestadt liegt in „Wohnen“ unter Bedorf; der Unterschied ist belastbar (in 96 % der "
        "Wiederholungen).",
        "Ahausen und Bedorf sind in „Wohnen“ nicht unterscheidbar.",
    ]


def test_the_table_has_ranges_and_reasons():
    table = sentences.robustness_table(
        frame().assign(score=[50.0, 40.0, NAN], grund=["", "", "zu wenig Daten"]), NAMES
    )
    assert table.iloc[1].to_list() == ["Bedorf", "40,0", "37,5–44,0", "2", "1–2", "5 %"]
    assert table.iloc[2].to_list() == ["Cestadt", "zu wenig Daten", "–", "–", "–", "–"]


def sobol(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    """Factor, total-order index and its limits; alone it explains half of that."""
    table = [(name, st / 2, low / 2, high / 2, st, low, high, "") for name, st, low, high in rows]
    names = ["faktor", "s1", "s1_ug", "s1_og", "st", "st_ug", "st_og", "grund"]
    return pd.DataFrame(table, columns=names)


@pytest.fixture
def causes() -> pd.DataFrame:
    return sobol(
        ("gewichte", 0.3, 0.2, 0.4),
        ("stichprobenfehler", 0.5, 0.35, 0.65),
        ("weglassen", -0.1, -0.2, 0.1),
    )


def test_the_main_cause_and_what_cannot_be_told_from_it(causes):
    assert sentences.describe_sensitivity(causes, CHOSEN) == (
        "Am meisten hängt die Reihenfolge hier an: Stichprobenfehler (50 % der Schwankung, "
        "Wechselwirkungen eingeschlossen). Nicht sicher davon zu unterscheiden: Gewichte (±25 %)."
    )
    table = sentences.sensitivity_table(causes, CHOSEN)
    assert table.iloc[2].to_list() == ["weggelassener Indikator", "0 % (0 % bis 5 %)",
                                       "0 % (0 % bis 10 %)"]  # fmt: skip


def test_without_any_variation():
    nothing = sobol(("gewichte", NAN, NAN, NAN)).assign(grund="das Ergebnis ist gleich")
    assert sentences.describe_sensitivity(nothing, CHOSEN) == (
        "Die Reihenfolge ist in allen Wiederholungen gleich; an keiner Annahme hängt sie."
    )
    assert sentences.sensitivity_table(nothing, CHOSEN)["allein"].item() == (
        "das Ergebnis ist gleich"
    )
