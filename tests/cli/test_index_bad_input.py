"""`index` and bad input: a message and nothing written, or a result with its reason."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

HEAD = "code,eltern,richtung,gewicht,unten,oben\n"
KATALOG = HEAD + "r,,1,1,,\na,r,1,1,0,10\nb,r,-1,3,0,20\n"
WERTE = "gebiet_id,a,b\nnord,5,5\nsued,2.5,20\n"


@pytest.fixture
def compute(run, tmp_path: Path):
    """Run `index` on texts (or bytes) of catalogue, values and procedure."""

    def call(katalog=KATALOG, werte=WERTE, procedure=None):
        for name, text in (("k.csv", katalog), ("v.csv", werte)):
            (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        more = []
        if procedure is not None:
            more = ["--procedure", procedure]
            if "[" in procedure:
                (tmp_path / "p.toml").write_text(procedure, "utf-8")
                more[1] = tmp_path / "p.toml"
        given = ("--catalogue", tmp_path / "k.csv", "--values", tmp_path / "v.csv")
        return run("index", *given, "--out", tmp_path / "o.csv", *more)

    return call


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "o.csv").open(encoding="utf-8", newline="") as file:
        return {row["gebiet_id"]: row for row in csv.DictReader(file)}


def katalog(a: str = "a,r,1,1,0,10", b: str = "b,r,-1,3,0,20") -> str:
    return f"{HEAD}r,,1,1,,\n{a}\n{b}\n"


GREATER = (
    "Der obere Zielwert ({}) muss größer sein als der untere (10); ob weniger besser ist, sagt "
    "„richtung“."
)
CATALOGUES = {
    "circle": (
        HEAD + "a,b,1,1,0,1\nb,a,1,1,0,1\n",
        "k.csv, Zeile 2, Spalte „eltern“: „a“ steht über seine Eltern in einem Kreis: a → b → a.\n"
        "k.csv, Zeile 3, Spalte „eltern“: „b“ steht über seine Eltern in einem Kreis: b → a → b.",
    ),
    "own parent": (
        HEAD + "a,a,1,1,0,1\n",
        "k.csv, Zeile 2, Spalte „eltern“: „a“ steht über seine Eltern in einem Kreis: a → a.",
    ),
    "orphan": (
        HEAD + "r,,1,1,,\na,q,1,1,0,10\n",
        "k.csv, Zeile 3, Spalte „eltern“: „a“ verweist auf „q“, diesen Code gibt es im Katalog "
        "nicht.",
    ),
    "doubled": (
        KATALOG + "a,r,1,1,0,10\n",
        "k.csv, Zeile 5, Spalte „code“: „a“ kommt mehrfach vor; jeder Code genau einmal.",
    ),
    "all weights 0": (
        katalog("a,r,1,0,0,10", "b,r,-1,0,0,20"),
        "k.csv, Spalte „gewicht“: Alle Gewichte unter „r“ sind 0; mindestens eines muss größer "
        "sein.",
    ),
    "negative weight": (
        katalog("a,r,1,-1,0,10"),
        "k.csv, Zeile 3, Spalte „gewicht“: „-1“ ist nicht erlaubt; mindestens 0.",
    ),
    "equal goalposts": (
        katalog("a,r,1,1,10,10"),
        f"k.csv, Zeile 3, Spalte „oben“: {GREATER.format(10)}",
    ),
    "reversed goalposts": (
        katalog("a,r,1,1,10,0"),
        f"k.csv, Zeile 3, Spalte „oben“: {GREATER.format(0)}",
    ),
    "one goalpost": (
        katalog("a,r,1,1,,10"),
        "k.csv, Zeile 3, Spalte „unten“: Zielwerte gibt es nur zu zweit: „unten“ und „oben“.",
    ),
    "code of a place": (
        HEAD + "r,,1,1,,\nr_rang,r,1,1,0,10\nb,r,-1,3,0,20\n",
        "k.csv, Spalte „code“: „r_rang“ heißt im Ergebnis schon eine andere Spalte; der Knoten "
        "braucht einen anderen Code.",
    ),
    "nothing scored": (
        HEAD.replace("\n", ",rolle\n") + "r,,1,1,,,\na,r,1,1,0,10,kontext\n",
        "Der Katalog hat keinen bewerteten Indikator.",
    ),
    "empty": ("", "k.csv: Die Datei ist leer."),
    "header only": (HEAD, "k.csv: Die Datei hat nur eine Kopfzeile und keine Daten."),
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_catalogue(compute, tmp_path, name):
    text, message = CATALOGUES[name]
    werte = WERTE.replace("a,b", "r_rang,b") if "r_rang" in text else WERTE
    werte = werte if "b,r" in text else "gebiet_id,a\nnord,1\n"
    answer = compute(text, werte)
    assert (answer.code, answer.out, answer.err) == (1, "", message + "\n")
    assert not (tmp_path / "o.csv").exists()


def cell(text: str) -> str:
    return f"gebiet_id,a,b\nnord,{text},5\nsued,2.5,20\nwest,3,4\n"


def infinite(text: str) -> tuple[str, str]:
    return cell(text), f"v.csv, Zeile 2, Spalte „a“: „{text}“ ist keine endliche Zahl."


VALUES = {
    **{text: infinite(text) for text in ("inf", "-inf", "1e999", "nan", "NaN", "∞")},
    "too large": (cell("1e200"), "v.csv, Spalte „wert“: Der Indikator „a“ hat einen zum Rechnen "
                                 "zu großen Wert (nord: 1e+200)."),
    "too small": (cell("1e-200"), "v.csv, Spalte „wert“: Der Indikator „a“ hat einen Wert, der zum "
                                  "Rechnen zu nah an 0 liegt (nord: 1e-200)."),
    "error of a spreadsheet": (
        cell("#DIV/0!"),
        "v.csv, Zeile 2, Spalte „a“: „#DIV/0!“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5.",
    ),
    "unknown code, wide": (
        "gebiet_id,a,b,c\nnord,1,5,3\n",
        "v.csv, Zeile 1, Spalte „c“: „c“ ist kein Indikator des Katalogs.",
    ),
    "unknown code, long": (
        "gebiet_id,indikator,wert\nnord,a,5\nnord,zz,5\n",
        "v.csv, Zeile 3, Spalte „indikator“: „zz“ ist kein Indikator des Katalogs.",
    ),
    "no code at all": (
        "gebiet_id,x,y\nnord,1,2\n",
        "v.csv: Erwartet wird eine Tabelle mit Werten (gebiet_id, indikator, wert; oder gebiet_id "
        "und eine Spalte je Indikator des Katalogs), gefunden wurden die Spalten gebiet_id, x "
        "und y.",
    ),
    "area twice, wide": (
        WERTE + "nord,1,1\n",
        "v.csv, Zeile 4, Spalte „gebiet_id“: Für nord steht schon ein Wert in Zeile 2.",
    ),
    "area twice, long": (
        "gebiet_id,indikator,wert\nnord,a,5\nnord,a,6\n",
        "v.csv, Zeile 3, Spalte „indikator“: Für nord, Indikator „a“ steht schon ein Wert in "
        "Zeile 2.",
    ),
    "area without a key": (
        "gebiet_id,a,b\n,1,2\n",
        "v.csv, Zeile 2, Spalte „gebiet_id“: Die Angabe fehlt.",
    ),
    "empty": ("", "v.csv: Die Datei ist leer."),
    "header only": (
        "gebiet_id,a,b\n",
        "v.csv: Die Datei hat nur eine Kopfzeile und keine Daten.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_values(compute, tmp_path, name):
    text, message = VALUES[name]
    answer = compute(werte=text)
    assert (answer.code, answer.out, answer.err) == (1, "", message + "\n")
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize("sign", ["", "-", "–", ".", "..", "...", "…", "/", "x", "NA", "k. A."])
def test_signs_for_no_value(compute, tmp_path, sign):
    answer = compute(werte=cell(sign))
    assert answer.code == 0
    assert "Grund: noch keine Daten (nord: a)." in answer.err
    assert rows(tmp_path)["nord"]["a"] == ""


KNOWN_TABLES = (
    "name, beschreibung, quelle, gesamtindex, bezug, behandlung, normalisierung, aggregation, "
    "klassen, robustheit"
)
PROCEDURES = {
    "unknown table": (
        "[foo]\nx = 1\n",
        f"p.toml, Spalte „foo“: Der Schlüssel „foo“ ist unbekannt. Bekannt sind: {KNOWN_TABLES}.",
    ),
    "unknown key": (
        "[aggregation]\nmindestabdekung = 0.5\n",
        "p.toml, Spalte „aggregation.mindestabdekung“: Der Schlüssel "
        "„aggregation.mindestabdekung“ ist unbekannt. Meinten Sie „mindestabdeckung“? Bekannt "
        "sind: methode, gewichte_normieren, mindestabdeckung, ddof, knoten, gewichte.",
    ),
    "unsorted limits": (
        '[klassen]\ngrenzen = [60, 40]\nnamen = ["a", "b", "c"]\n',
        "p.toml, Spalte „klassen.grenzen“: Die Grenzen müssen Zahlen sein und steigen.",
    ),
    "limit that is no number": (
        '[klassen]\ngrenzen = [nan, 40]\nnamen = ["a", "b", "c"]\n',
        "p.toml, Spalte „klassen.grenzen“: Die Grenzen müssen Zahlen sein und steigen.",
    ),
    "too few names": (
        '[klassen]\ngrenzen = [40, 60]\nnamen = ["a", "b"]\n',
        "p.toml, Spalte „klassen.namen“: Es braucht einen Namen mehr als Grenzen.",
    ),
    "no TOML": (
        "[normalisierung\n",
        "p.toml, Zeile 1: Die Datei ist kein gültiges TOML: ein Anführungszeichen, eine Klammer "
        "oder ein Gleichheitszeichen fehlt, oder ein Schlüssel steht doppelt da.",
    ),
    "roots that are not there": (
        "mss-berlin",
        "Das Verfahren „mss-berlin“ erwartet eine Wurzel „status“ im Katalog; er hat: r.\n"
        "Das Verfahren „mss-berlin“ erwartet eine Wurzel „dynamik“ im Katalog; er hat: r.",
    ),
}


@pytest.mark.parametrize("name", PROCEDURES)
def test_procedure(compute, tmp_path, name):
    text, message = PROCEDURES[name]
    answer = compute(procedure=text)
    assert (answer.code, answer.out, answer.err) == (1, "", message + "\n")
    assert not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    ("methode", "expected"), [("geometrisch", math.sqrt(25 * 50)), ("harmonisch", 2 / 0.06)]
)
def test_zero_points_make_the_mean_zero(compute, tmp_path, methode, expected):
    # points: nord 0 and 75, sued 25 and 50
    answer = compute(
        katalog(b="b,r,-1,1,0,20"),
        "gebiet_id,a,b\nnord,0,5\nsued,2.5,10\n",
        f'[aggregation]\nmethode = "{methode}"\n',
    )
    assert answer.code == 0
    assert answer.err.splitlines()[0] == (
        "Hinweis: „r“ ist in 1 Gebiet 0, weil ein Teil 0 Punkte hat (nord); "
        f"so rechnet das {methode}e Mittel."
    )
    found = rows(tmp_path)
    assert (found["nord"]["r"], found["nord"]["r_rang"]) == ("0", "2")
    assert float(found["sued"]["r"]) == pytest.approx(expected)


@pytest.mark.parametrize("methode", ["geometrisch", "harmonisch"])
def test_negative_points_have_no_such_mean(compute, tmp_path, methode):
    text = f'[normalisierung]\nmethode = "zscore"\n[aggregation]\nmethode = "{methode}"\n'
    answer = compute(procedure=text)
    word = f"das {methode}e Mittel braucht Punkte ab 0"
    assert (answer.code, answer.err) == (
        1,
        f"„r“ lässt sich nicht zusammenfassen: es gibt negative Punkte; {word} "
        "(unter 0: „a“, „b“).\n",
    )
    assert not (tmp_path / "o.csv").exists()


def test_all_values_missing(compute, tmp_path):
    answer = compute(werte="gebiet_id,a,b\nnord,,\nsued,,\n")
    assert answer.code == 0
    assert answer.err.startswith("Leer: 6 Felder, Grund: noch keine Daten (nord: r, ")
    empty = {"r": "", "a": "", "b": "", "r_rang": "", "r_klasse": ""}
    assert rows(tmp_path) == {name: {"gebiet_id": name, **empty} for name in ("nord", "sued")}


ALONE = "nur ein Gebiet hat einen Wert, es fehlt der Vergleich (nord: r, nord: a, nord: b)."


@pytest.mark.parametrize(
    "methode",
    ["minmax", "zscore", "prozentrang", "rang", "borda", "abstand", "imd_exponentiell"],
)
def test_one_area_is_compared_with_nobody(compute, tmp_path, methode):
    text = f'[normalisierung]\nmethode = "{methode}"\n'
    answer = compute(werte="gebiet_id,a,b\nnord,5,5\n", procedure=text)
    assert answer.code == 0
    found = rows(tmp_path)["nord"]
    assert f"Leer: 3 Felder, Grund: {ALONE}\n" in answer.err
    assert (found["r"], found["r_rang"], found["r_klasse"]) == ("", "", "")


@pytest.mark.parametrize(("methode", "score"), [("zielwerte", 68.75), ("keine", -2.5)])
def test_one_area_where_nothing_is_compared(compute, tmp_path, methode, score):
    text = f'[normalisierung]\nmethode = "{methode}"\n'
    assert compute(werte="gebiet_id,a,b\nnord,5,5\n", procedure=text).code == 0
    found = rows(tmp_path)["nord"]
    assert float(found["r"]) == pytest.approx(score)
    assert found["r_rang"] == "1"


@pytest.mark.parametrize(
    "text",
    [
        KATALOG.replace("a,r", "1.1,r").replace("b,r", "1.2,r"),
        KATALOG.replace("a,r", "2019,r").replace("b,r", "2020,r"),
    ],
)
def test_codes_that_look_like_numbers(compute, tmp_path, text):
    first, second = (line.split(",")[0] for line in text.splitlines()[2:])
    assert compute(text, WERTE.replace("a,b", f"{first},{second}")).code == 0
    assert rows(tmp_path)["nord"] == {
        "gebiet_id": "nord", "r": "68.75", first: "50", second: "75", "r_rang": "1",
        "r_klasse": "hoch",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_encodings_and_german_numbers(compute, tmp_path, encoding):
    text = "gebiet_id;ä;b\r\nnörd;5;5\r\nsüd;2,5;20\r\n"
    tree = KATALOG.replace("a,r", "ä,r").replace(",", ";")
    assert compute(tree.encode(encoding), text.encode(encoding)).code == 0
    found = rows(tmp_path)
    assert (found["nörd"]["ä"], found["süd"]["ä"]) == ("50", "25")


def test_a_node_that_the_procedure_names_is_not_there(compute):
    text = '[aggregation.knoten]\nbildung = "geometrisch"\n'
    assert (
        "Hinweis: Das Verfahren „p“ rechnet den Knoten „bildung“ geometrisch; der Katalog hat "
        "keinen Knoten mit diesem Code.\n"
    ) in compute(procedure=text).err


def test_logarithm_of_nothing(compute, tmp_path):
    tree = HEAD.replace("\n", ",transformation,deckelung\n") + "r,,1,1,,,,\nx,r,1,1,100,1000,log,"
    werte = "gebiet_id,x\nnord,0\nsued,1000\n"
    assert compute(tree + "nein\n", werte).err == (
        "v.csv, Spalte „wert“: Der Indikator „x“ hat einen Wert von 0 oder weniger "
        "(nord: 0); der Logarithmus braucht Werte über 0 oder eine Deckelung.\n"
    )
    assert compute(tree + "ja\n", werte).code == 0
    assert rows(tmp_path)["nord"]["r"] == "0"
