"""The examination of the index in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lebenslage.analysis.index.examination import Examination
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.report import examination_words as words

NAN = np.nan
TREE = Catalogue(
    (
        Node("r", "", 1, 1, "Gesamt"),
        Node("h", "r", 1, 1, "Wohnen"),
        Node("a", "h", 1, 1, "Leerstand"),
        Node("b", "h", 1, 1, "Fläche"),
    )
)
NAMES = {"x": "Adorf", "y": "Bedorf"}


def examination(*pairs: tuple[object, ...], **more) -> Examination:
    """Five areas; `pairs` are (r, n, verdict, level) of a and b."""
    rows = [("h", "a", "b", r, r, n, urteil, ebene) for r, n, urteil, ebene in pairs]
    frames = {
        "gebiete": 5,
        "consistency": pd.DataFrame(
            [("r", NAN, 2, 5), ("h", 0.81, 2, 12), ("h", 0.2, 2, 12), ("h", -0.4, 2, 12),
             ("h", 0.99, 2, 5)],
            columns=["code", "alpha", "bestandteile", "n"],
        ),
        "correlations": pd.DataFrame(
            rows,
            columns=["eltern", "a", "b", "pearson", "spearman", "n", "urteil", "ebene"],
        ),
        "influence": pd.DataFrame(
            [("h", "a", 0.5, 0.9, 0.81, 5), ("h", "b", 0.5, 0.4, 0.19, 5),
             ("r", "h", 1, NAN, NAN, 5)],
            columns=["eltern", "code", "gewicht", "r", "einfluss", "n"],
        ),
        "removal": pd.DataFrame(
            [("a", "h", -4.25, "x", 2, 0.8, 0), ("a", "r", 0.01, "x", 0, 0.0, 0),
             ("b", "h", 3.0, "y", 0, 0.0, 1), ("b", "r", NAN, "", 0, NAN, 5)],
            columns=["code", "knoten", "differenz", "gebiet_id", "wechsel", "rang_mittel",
                     "verloren"],
        ),
    }  # fmt: skip
    return Examination(**frames | more)


def test_few_areas_say_little() -> None:
    assert words.introduction(examination()) == (
        "Diese Zahlen prüfen, ob der Index gut gebaut ist. Bei 5 Ortsteilen sind Zusammenhänge "
        "nicht aussagekräftig: Erst ab 0,88 wäre ein einzelner Zusammenhang mehr als Zufall, und "
        "unter vielen Paaren liegt immer eines zufällig darüber. Die Zahlen sind ein Anlass zum "
        "Nachdenken, kein Urteil."
    )
    assert words.introduction(examination(gebiete=2)).endswith(
        "Bei 2 Ortsteilen lassen sich Zusammenhänge nicht berechnen."
    )
    assert words.introduction(examination(gebiete=40)) == (
        "Diese Zahlen prüfen, ob der Index gut gebaut ist."
    )


def test_alpha_in_words() -> None:
    table = words.consistency_table(examination(), TREE)
    assert table["Cronbachs Alpha"].tolist() == ["–", "0,81", "0,20", "−0,40", "0,99"]
    assert table["Einordnung"].tolist() == [
        "nicht berechenbar",
        "zeigen in dieselbe Richtung",
        "verschiedene Seiten",
        "laufen teils gegeneinander",
        "nicht aussagekräftig",
    ]


def test_a_warning_for_each_pair() -> None:
    found = examination((0.97, 46, "gleich", "gemeinde"), (-0.6, 46, "gegenläufig", "gemeinde"))
    assert words.correlation_sentences(found, TREE) == [
        "„Leerstand“ und „Fläche“ sagen fast dasselbe (0,97, 46 Gemeinden): Das Gemeinsame zählt "
        "doppelt.",
        "„Leerstand“ und „Fläche“ laufen gegeneinander (−0,60, 46 Gemeinden): Im Mittel heben sie "
        "einander auf.",
    ]


def test_five_areas_warn_of_nothing() -> None:
    found = examination((0.97, 5, "", "ortsteil"), (NAN, 2, "", "ortsteil"))
    assert words.correlation_sentences(found, TREE) == [
        "1 Paar lässt sich nicht beurteilen: Bei höchstens 5 Ortsteilen mit beiden Werten kann "
        "jeder Zusammenhang Zufall sein."
    ]
    table = words.correlation_table(found, TREE)
    assert table[["Grundlage", "Einordnung"]].values.tolist() == [
        ["5 Ortsteile", "nicht aussagekräftig"]
    ]


def test_no_pair_stands_out() -> None:
    found = examination((0.3, 46, "", "gemeinde"), (-0.42, 12, "", "ortsteil"))
    assert words.correlation_sentences(found, TREE) == [
        "Kein geprüftes Paar sagt dasselbe oder das Gegenteil."
    ]
    assert words.correlation_table(found, TREE)["Einordnung"].tolist() == ["kann Zufall sein"]
    assert words.correlation_sentences(examination(), TREE) == [
        "Für kein Paar von Indikatoren lässt sich ein Zusammenhang berechnen."
    ]


def test_influence_in_words() -> None:
    assert words.influence_sentence(examination(), TREE).endswith(
        "Am weitesten auseinander: „Leerstand“ zählt in „Wohnen“ 50 % und bestimmt 81 %."
    )
    table = words.influence_table(examination(), TREE)
    assert table.iloc[0].to_dict() == {
        "Zusammengefasst zu": "Wohnen",
        "Bestandteil": "Leerstand",
        "Gewicht": "50 %",
        "Einfluss": "81 %",
        "Korrelation": "0,90",
    }
    assert len(table) == 2, "what has no correlation is not shown"


def test_leaving_out_in_words() -> None:
    assert words.removal_sentence(examination(), TREE, NAMES) == (
        "Jeder Indikator wird einmal weggelassen. Am meisten ändert sich ohne „Leerstand“: Adorf "
        "hätte in „Wohnen“ 4,3 Punkte weniger; 2 Ortsteile wechseln dort den Platz."
    )
    table = words.removal_table(examination(), TREE, NAMES)
    assert table.to_dict("list") == {
        "Ohne": ["Leerstand", "Fläche"],
        "Handlungsfeld": ["Wohnen", "Wohnen"],
        "Größte Änderung dort": [
            "−4,3 Punkte (Adorf)",
            "+3,0 Punkte (Bedorf); ohne Wert: 1 Ortsteil",
        ],
        "Ortsteile mit anderem Platz": ["2", "0"],
        "Größte Änderung: Gesamt": ["unverändert", "kein Wert mehr"],
    }


def test_nothing_can_be_left_out() -> None:
    empty = examination().removal.iloc[:0]
    assert words.removal_sentence(examination(removal=empty), TREE, NAMES) == (
        "Ohne einen seiner Indikatoren behält kein Handlungsfeld einen Punktwert."
    )
    assert words.removal_table(examination(removal=empty), TREE, NAMES).empty
