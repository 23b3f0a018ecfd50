"""Procedures as TOML files."""

from __future__ import annotations

from pathlib import Path

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.loaders.procedure import load_procedure, parse_procedure
from lebenslage.model.procedure import (
    NO_CLASSES,
    PROCEDURES,
    Aggregation,
    Classes,
    Normalisation,
    Procedure,
)


def problems(text: str) -> list[str]:
    with pytest.raises(DatenFehler) as caught:
        parse_procedure(text, "v.toml")
    return [str(problem) for problem in caught.value.problems]


def test_zielwerte_is_the_default() -> None:
    loaded, default = load_procedure("zielwerte"), Procedure()
    for name in ("name", "normalisierung", "aggregation", "klassen", "behandlung", "robustheit"):
        assert getattr(loaded, name) == getattr(default, name)
    assert loaded.klassen_je_wurzel == default.klassen_je_wurzel
    assert loaded.gesamtindex == default.gesamtindex


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_shipped_procedure_says_what_it_is(name) -> None:
    loaded = load_procedure(name)
    assert loaded.name == name
    assert loaded.beschreibung
    assert loaded.quelle
    hash(loaded)


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text(
        """name = "eigen"
[behandlung]
methode = "winsor"
max_werte = 3
[normalisierung]
methode = "minmax"
bereich = [1, 100]
[aggregation]
methode = "geometrisch"
[aggregation.knoten]
bildung = "arithmetisch"
[klassen]
art = "quantile"
namen = ["unten", "oben"]
[klassen.status]
art = "streuung"
grenzen = [-1, 1]
namen = ["a", "b", "c"]
[robustheit]
normalisierungen = ["minmax", "zscore"]
weglassen = true
""",
        "utf-8",
    )
    loaded = load_procedure(path)
    assert loaded.behandlung.max_werte == 3
    assert loaded.normalisierung == Normalisation("minmax", (1.0, 100.0))
    assert loaded.aggregation == Aggregation("geometrisch", knoten=(("bildung", "arithmetisch"),))
    assert loaded.classes_of("anders") == Classes((0.5,), ("unten", "oben"), "quantile")
    assert loaded.classes_of("status") == Classes((-1.0, 1.0), ("a", "b", "c"), "streuung")
    assert loaded.robustheit.normalisierungen == ("minmax", "zscore")
    assert loaded.robustheit.weglassen


def test_without_classes_there_are_none() -> None:
    assert parse_procedure('name = "x"', "v.toml").klassen == NO_CLASSES


def test_unknown_keys_are_refused_with_the_known_ones() -> None:
    found = problems('name = "x"\n[normalisierung]\nmetode = "minmax"\n[klassen.r]\nnahmen = []')
    assert found == [
        "v.toml, Spalte „normalisierung.metode“: Der Schlüssel „normalisierung.metode“ ist "
        "unbekannt. Meinten Sie „methode“? Bekannt sind: methode, bereich, ddof, mittelwert, "
        "streuung, zielwerte_aus_daten, deckelung, jahre, basisjahr.",
        "v.toml, Spalte „klassen.r.nahmen“: Der Schlüssel „klassen.r.nahmen“ ist unbekannt. "
        "Meinten Sie „namen“? Bekannt sind: art, grenzen, namen, ddof, standardisiert.",
    ]


def test_all_wrong_values_at_once() -> None:
    found = problems(
        """name = "x"
gesamtindex = ["a"]
[behandlung]
max_werte = 0
[normalisierung]
methode = "min-max"
bereich = [100, 0]
streuung = 0
[aggregation]
methode = "mpi_minus"
gewichte_normieren = false
mindestabdeckung = 1.5
[klassen]
grenzen = [60, 40]
namen = ["a", "b", "c"]
[klassen.r]
art = "quantile"
grenzen = [20]
namen = ["a", "b"]
"""
    )
    assert found == [
        "v.toml, Spalte „normalisierung.methode“: „min-max“ ist nicht bekannt. Meinten Sie "
        "„minmax“? Möglich sind: zielwerte, minmax, zscore, rang, prozentrang, borda, abstand, "
        "imd_exponentiell, keine.",
        "v.toml, Spalte „gesamtindex“: Erwartet werden die Codes von zwei Wurzeln.",
        "v.toml, Spalte „behandlung.max_werte“: Erwartet wird eine ganze Zahl ab 1.",
        "v.toml, Spalte „aggregation.mindestabdeckung“: Erwartet wird eine Zahl von 0 bis 1.",
        "v.toml, Spalte „normalisierung.bereich“: Erwartet werden zwei Zahlen, die erste kleiner "
        "als die zweite.",
        "v.toml, Spalte „normalisierung.streuung“: Erwartet wird eine Zahl über 0.",
        "v.toml, Spalte „aggregation.gewichte_normieren“: Nur „arithmetisch“ und „summe“ rechnen "
        "mit Gewichten, die nicht normiert sind.",
        "v.toml, Spalte „klassen.grenzen“: Die Grenzen müssen Zahlen sein und steigen.",
        "v.toml, Spalte „klassen.r.grenzen“: Grenzen von Quantilen liegen zwischen 0 und 1.",
    ]


def test_choices_of_denominators_weights_and_years() -> None:
    loaded = parse_procedure(
        """name = "x"
[bezug]
methode = "nenner"
[normalisierung]
zielwerte_aus_daten = true
jahre = "gemeinsam"
basisjahr = 2015
[aggregation]
gewichte = "pca"
""",
        "v.toml",
    )
    assert loaded.bezug.methode == "nenner"
    assert (loaded.normalisierung.jahre, loaded.normalisierung.basisjahr) == ("gemeinsam", "2015")
    assert loaded.aggregation.gewichte == "pca"
    plain = Procedure()
    assert (plain.bezug.methode, plain.aggregation.gewichte) == ("keine", "katalog")
    assert (plain.normalisierung.jahre, plain.normalisierung.basisjahr) == ("neueste", "")


def test_wrong_choices_of_denominators_weights_and_years() -> None:
    found = problems(
        """name = "x"
[bezug]
methode = "einwohner"
[normalisierung]
jahre = "alle"
basisjahr = "frueher"
[aggregation]
gewichte = "hauptkomponente"
"""
    )
    assert found == [
        "v.toml, Spalte „bezug.methode“: „einwohner“ ist nicht bekannt. Möglich sind: keine, "
        "nenner.",
        "v.toml, Spalte „normalisierung.jahre“: „alle“ ist nicht bekannt. Möglich sind: neueste, "
        "gemeinsam, einzeln.",
        "v.toml, Spalte „aggregation.gewichte“: „hauptkomponente“ ist nicht bekannt. Möglich "
        "sind: katalog, gleich, pca.",
        "v.toml, Spalte „normalisierung.basisjahr“: Erwartet wird eine Jahreszahl oder „erstes“.",
        "v.toml, Spalte „normalisierung.basisjahr“: Ein Basisjahr gibt es nur mit „jahre = "
        '"gemeinsam"“ und „zielwerte_aus_daten“.',
    ]


def test_wrong_types() -> None:
    assert problems('name = "x"\n[normalisierung]\nddof = "eins"\nmittelwert = true') == [
        "v.toml, Spalte „normalisierung.ddof“: Erwartet wird eine ganze Zahl.",
        "v.toml, Spalte „normalisierung.mittelwert“: Erwartet wird eine Zahl.",
    ]


def test_no_such_procedure() -> None:
    with pytest.raises(DatenFehler) as caught:
        load_procedure("gibt-es-nicht")
    assert str(caught.value) == (
        "Das Verfahren „gibt-es-nicht“ gibt es nicht; möglich: zielwerte, mss-berlin, "
        "imd-england, hdi, ampi, mpi oder eine TOML-Datei."
    )
