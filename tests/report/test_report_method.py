"""The method in words: every shipped procedure, and whatever a TOML file can choose."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.loaders import load_procedure
from lebenslage.loaders.procedure import parse_procedure
from lebenslage.model import procedure as model
from lebenslage.model.procedure import PROCEDURES, Procedure
from lebenslage.model.rules import Thresholds
from lebenslage.report.method import describe_procedure
from lebenslage.report.procedure_words import METHODEN, class_words, robustness_words, steps
from tests.analysis.index.trees import relation


def toml(text: str) -> Procedure:
    return parse_procedure(text, "v.toml")


def assert_readable(sentences: list[str]) -> None:
    assert len(sentences) == len(set(sentences))
    for text in sentences:
        assert text[0].isupper() or text[0] == "„"
        assert text.endswith(".")
        assert "  " not in text
        assert not set("{}_[]") & set(text), "neither a gap that was not filled nor a code"


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_shipped_procedure(name) -> None:
    assert_readable(describe_procedure(load_procedure(name), Thresholds()))


CHOICES = {
    "behandlung": model.BEHANDLUNGEN,
    "normalisierung": model.NORMALISIERUNGEN,
    "aggregation": model.AGGREGATIONEN,
}


@pytest.mark.parametrize(
    ("table", "method"), [(t, m) for t, methods in CHOICES.items() for m in methods]
)
def test_every_method(table, method) -> None:
    loaded = toml(f'[{table}]\nmethode = "{method}"\n')
    assert_readable(describe_procedure(loaded, Thresholds()))
    if (table, method) not in {("behandlung", "keine")}:
        others = [toml(f'[{table}]\nmethode = "{m}"\n') for m in CHOICES[table] if m != method]
        assert all(steps(loaded) != steps(other) for other in others)


def test_every_method_has_a_short_name() -> None:
    assert set(METHODEN) == {*model.NORMALISIERUNGEN, *model.AGGREGATIONEN}


@pytest.mark.parametrize(("jahre", "gewichte"), list(product(model.JAHRE, model.GEWICHTE)))
def test_years_and_weights(jahre, gewichte) -> None:
    text = f'[normalisierung]\njahre = "{jahre}"\n[aggregation]\ngewichte = "{gewichte}"\n'
    assert_readable(steps(toml(text)))


numbers = st.floats(-1000, 1000).map(lambda x: round(x, 3))


@relation
@given(
    st.sampled_from(["baender", "streuung", "quantile"]),
    st.lists(st.integers(1, 99), min_size=1, max_size=9, unique=True),
    st.tuples(numbers, st.floats(0.1, 100).map(lambda x: round(x, 3))),
    st.booleans(),
)
def test_any_classes_and_ranges(art, limits, scale, standard) -> None:
    limits = sorted(limits)
    if art == "quantile":
        limits = [limit / 100 for limit in limits]
    names = [f"Klasse {i}" for i in range(len(limits) + 1)]
    more = "standardisiert = true\n" if standard and art == "streuung" else ""
    quoted = ", ".join(f'"{name}"' for name in names)
    loaded = toml(
        f"[normalisierung]\nbereich = [{scale[0]}, {scale[0] + scale[1]}]\n"
        f'[klassen]\nart = "{art}"\ngrenzen = {limits}\nnamen = [{quoted}]\n{more}'
    )
    assert_readable(describe_procedure(loaded, Thresholds()))
    assert all(name in class_words(loaded)[0] for name in names)


def test_the_default() -> None:
    assert steps(load_procedure("zielwerte")) == [
        "Jeder Indikator wird zwischen zwei festen Zielwerten auf 0 bis 100 Punkte umgerechnet. "
        "Die Zielwerte stehen im Katalog; sie hängen nicht von den Ortsteilen ab, deshalb lassen "
        "sich Jahre vergleichen. Werte jenseits der Zielwerte zählen wie der Zielwert, soweit der "
        "Katalog keine Ausnahme macht.",
        "Gerechnet wird mit dem jeweils neuesten Wert.",
        "Die Punkte der Indikatoren werden mit ihren Gewichten zum Handlungsfeld gemittelt, die "
        "Handlungsfelder zum Gesamtwert.",
        "Die Gewichte stehen im Katalog.",
    ]
    assert class_words(load_procedure("zielwerte")) == [
        "Ein Punktwert heißt unter 40 Punkten „niedrig“, unter 60 Punkten „mittel“ und darüber "
        "„hoch“."
    ]


def test_berlin() -> None:
    assert class_words(load_procedure("mss-berlin")) == [
        "„status“: Ein Wert heißt unter −1 „hoch“, unter 1 „mittel“, unter 1,5 „niedrig“ und "
        "darüber „sehr niedrig“, gemessen in Standardabweichungen vom Mittel der Gebiete (geteilt "
        "durch n); der Wert selbst wird so angegeben.",
        "„dynamik“: Ein Wert heißt unter −1 „positiv“, unter 1 „stabil“ und darüber „negativ“, "
        "gemessen in Standardabweichungen vom Mittel der Gebiete (geteilt durch n); der Wert "
        "selbst wird so angegeben.",
        "Der Gesamtindex nennt die Klassen von „status“ und „dynamik“ zusammen.",
    ]


def test_england() -> None:
    words = class_words(load_procedure("imd-england"))
    assert words == [
        "Die Gebiete werden nach ihrem Rang geteilt; es heißen von unten nach oben je 10 % „10“, "
        "„9“, „8“, „7“, „6“, „5“, „4“, „3“, „2“ und „1“."
    ]
    assert "Die Gewichte gelten, wie sie dastehen, auch wenn ihre Summe nicht 1 ist." in steps(
        load_procedure("imd-england")
    )


def test_mazziotta_pareto() -> None:
    words = " ".join(steps(load_procedure("ampi")))
    assert "Punkte können deshalb unter 70 und über 130 liegen." in words
    assert "eine halbe Spannweite der Werte unter und über dem Mittel des ersten Jahres." in words
    assert "auf einer gemeinsamen Skala" in words
    words = " ".join(steps(load_procedure("mpi")))
    assert "(geteilt durch n − 1), umgerechnet auf Mittel 100 und Streuung 10." in words


def test_nodes_of_their_own() -> None:
    words = steps(load_procedure("hdi"))
    assert "Anders zusammengefasst wird „bildung“ (arithmetisches Mittel)." in words


def test_treatment_and_denominators_come_first() -> None:
    loaded = toml('[bezug]\nmethode = "nenner"\n[behandlung]\nmethode = "winsor"\nschiefe = 1.5\n')
    assert steps(loaded)[:2] == [
        "Mengen werden zuerst durch den Nenner geteilt, den der Katalog nennt. Fehlt der Nenner "
        "oder ist er 0, fehlt auch der Wert.",
        "Hat ein Indikator Ausreißer (Schiefe über 1,5 und Wölbung über 3,5), werden seine "
        "äußersten Werte auf den nächsten gesetzt, höchstens 5. Jeder geänderte Wert wird genannt.",
    ]


def test_robustness_in_words() -> None:
    loaded = toml(
        '[robustheit]\nnormalisierungen = ["minmax", "zscore"]\naggregationen = ["geometrisch"]\n'
        "weglassen = true\n"
    )
    assert robustness_words(loaded.robustheit) == (
        "Die Prüfung der Robustheit verändert die Werte innerhalb ihres Stichprobenfehlers, die "
        "Gewichte um bis zu 25 %, die Zielwerte um bis zu 10 % ihres Abstands, die Umrechnung in "
        "Punkte (auch: Min-Max, z-Werte), das Zusammenfassen (auch: geometrisches Mittel) und den "
        "Satz der Indikatoren (einer fällt weg)."
    )
    nothing = toml("[robustheit]\ngewichte = 0\nzielwerte = 0\nstichprobenfehler = false\n")
    assert robustness_words(nothing.robustheit) == (
        "Eine Prüfung der Robustheit sieht das Verfahren nicht vor."
    )
