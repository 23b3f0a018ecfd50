"""`index`: from two files to scores, ranks and classes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

KATALOG = """code,eltern,richtung,gewicht,unten,oben,rolle
gesamt,,1,1,,,
a,gesamt,1,1,0,10,
b,gesamt,-1,3,0,20,
alter,gesamt,1,0,,,kontext
"""
BREIT = """gebiet_id,a,b,alter
nord,5,5,40
sued,2.5,20,50
ost,10,,60
west,5,5,70
"""
LANG = """gebiet_id,indikator,stand,wert
west,a,2024,5
west,b,2024,5
nord,a,2020,9
nord,a,2024,5
nord,b,2024,5
sued,a,2024,2.5
sued,b,2024,20
sued,b,2023,1
ost,a,2024,10
ost,alter,2024,60
"""
#: Points of a and b, then (1 a + 3 b) / 4; ost has half of the indicators, 60 % are needed.
EXPECTED = {
    "nord": {"gesamt": (50 + 3 * 75) / 4, "a": 50, "b": 75, "rang": "1", "klasse": "hoch"},
    "sued": {"gesamt": (25 + 3 * 0) / 4, "a": 25, "b": 0, "rang": "3", "klasse": "niedrig"},
    "ost": {"gesamt": None, "a": 100, "b": None, "rang": "", "klasse": ""},
    "west": {"gesamt": (50 + 3 * 75) / 4, "a": 50, "b": 75, "rang": "1", "klasse": "hoch"},
}
#: Two cells are empty, and it says why.
OST = (
    "Leer: 1 Feld, Grund: zu wenig Daten (ost: gesamt).\n"
    "Leer: 1 Feld, Grund: noch keine Daten (ost: b).\n"
)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "katalog.csv").write_text(KATALOG, "utf-8")
    (tmp_path / "breit.csv").write_text(BREIT, "utf-8")
    (tmp_path / "lang.csv").write_text(LANG, "utf-8")
    return tmp_path


def call(run, files, values, *more):
    given = ("--catalogue", files / "katalog.csv", "--values", files / values)
    return run("index", *given, "--out", files / "out.csv", *more)


#: Two values of the long table are older than others.
OLDER = (
    "Hinweis: Je Gebiet und Indikator gilt der neueste Stand; 2 ältere Werte zählen nicht "
    "(mehrere Jahre: „jahre“ unter [normalisierung]).\n"
)


@pytest.mark.parametrize(
    ("values", "order", "note"),
    [
        ("breit.csv", ["nord", "sued", "ost", "west"], ""),
        ("lang.csv", ["west", "nord", "sued", "ost"], OLDER),
    ],
)
def test_scores_ranks_and_classes(run, files, instanz, monkeypatch, values, order, note):
    monkeypatch.setenv("LEBENSLAGE_DATEN", str(files / "kein-paket"))
    answer = call(run, files, values)
    assert (answer.code, answer.err) == (0, note + OST)
    assert answer.out == f"{files / 'out.csv'}: 4 Gebiete, 3 Knoten.\n"
    with (files / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["gebiet_id", "gesamt", "a", "b", "gesamt_rang", "gesamt_klasse"]
    assert [row["gebiet_id"] for row in rows] == order
    for row in rows:
        expected = EXPECTED[row["gebiet_id"]]
        for code in ("gesamt", "a", "b"):
            assert (float(row[code]) if row[code] else None) == expected[code]
        assert (row["gesamt_rang"], row["gesamt_klasse"]) == (expected["rang"], expected["klasse"])
    assert list(instanz.iterdir()) == [], "needs no store and makes none"


def test_an_area_without_any_value_keeps_its_row(run, files):
    (files / "breit.csv").write_text(BREIT + "leer,,,\n", "utf-8")
    assert call(run, files, "breit.csv").code == 0
    assert (files / "out.csv").read_text("utf-8").splitlines()[-1] == "leer,,,,,"


def test_an_unknown_procedure(run, files):
    answer = call(run, files, "breit.csv", "--procedure", "hdx")
    expected = (
        "Das Verfahren „hdx“ gibt es nicht; möglich: zielwerte, mss-berlin, imd-england, hdi, "
        "ampi, mpi oder eine TOML-Datei.\n"
    )
    assert (answer.code, answer.err) == (1, expected)
    assert not (files / "out.csv").exists()


def test_files_mixed_up(run, files):
    answer = run("index", "--catalogue", files / "lang.csv", "--values", files / "lang.csv",
                 "--out", files / "out.csv")  # fmt: skip
    assert answer.code == 1
    assert answer.err == (
        "lang.csv: Erwartet wird ein Katalog (code, eltern, richtung, gewicht), erkannt wurde "
        "„Indikatorwerte (eine Zeile je Wert)“.\n"
    )


def test_a_failure_leaves_the_older_output(run, files):
    assert call(run, files, "breit.csv").code == 0
    before = (files / "out.csv").read_bytes()
    (files / "breit.csv").write_text(BREIT.replace("2.5", "zwei"), "utf-8")
    answer = call(run, files, "breit.csv")
    assert answer.code == 1
    assert "„zwei“ ist keine Zahl" in answer.err
    assert (files / "out.csv").read_bytes() == before


def test_goalposts_are_missing(run, files):
    (files / "katalog.csv").write_text(KATALOG.replace("0,10", ","), "utf-8")
    answer = call(run, files, "breit.csv")
    assert answer.code == 1
    assert "Dem Indikator „a“ fehlen die Zielwerte „unten“ und „oben“." in answer.err


def test_output_into_a_folder_that_is_not_there(run, files):
    given = ("--catalogue", files / "katalog.csv", "--values", files / "breit.csv")
    answer = run("index", *given, "--out", files / "nirgends" / "out.csv")
    assert (answer.code, answer.err) == (
        1,
        f"„out.csv“ lässt sich nicht öffnen. Bitte prüfen, ob der Ordner „{files / 'nirgends'}“ "
        "vorhanden ist und beschrieben werden darf.\n",
    )


def test_disk_full_while_writing(run, files, monkeypatch):
    def full(_path, _target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    answer = call(run, files, "breit.csv")
    assert answer.code == 1
    assert "ist kein Platz mehr" in answer.err
    names = sorted(path.name for path in files.iterdir() if path.is_file())
    assert names == ["breit.csv", "katalog.csv", "lang.csv"]


def written(files) -> list[dict[str, str]]:
    with (files / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_several_years_get_a_column(run, files):
    (files / "v.toml").write_text('[normalisierung]\njahre = "gemeinsam"\n', "utf-8")
    answer = call(run, files, "lang.csv", "--procedure", files / "v.toml")
    rows = written(files)
    areas = len({row["gebiet_id"] for row in rows})
    assert (answer.code, areas < len(rows)) == (0, True)
    assert answer.out == f"{files / 'out.csv'}: {areas} Gebiete, 3 Knoten.\n"
    assert list(rows[0])[:3] == ["gebiet_id", "stand", "gesamt"]
    found = {(row["gebiet_id"], row["stand"]): row["a"] for row in rows}
    assert found["nord", "2020"] == "90"
    assert found["nord", "2024"] == "50"
    assert found["sued", "2023"] == ""


def test_weights_of_the_principal_component_come_with_a_notice(run, files):
    text = '[normalisierung]\nmethode = "zscore"\n[aggregation]\ngewichte = "pca"\n'
    (files / "v.toml").write_text(text, "utf-8")
    answer = call(run, files, "breit.csv", "--procedure", files / "v.toml")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "Hinweis: Die Gewichte kommen aus der ersten Hauptkomponente: Sie sagen, wie stark ein "
        "Indikator mit den anderen gleichläuft, nicht, wie wichtig er ist.",
        "Hinweis: Für „gesamt“ gibt es nur 3 vollständige Gebiete bei 2 Bestandteilen; unter 3 "
        "Gebieten je Bestandteil sind Gewichte aus der Hauptkomponente Zufall.",
        "Hinweis: Das Verfahren „v“ hat keine Klassen; „gesamt_klasse“ bleibt leer.",
        *OST.splitlines(),
    ]


def test_denominators_of_a_pair_of_coinr(run, tmp_path):
    (tmp_path / "meta.csv").write_text(
        "Level,iCode,Direction,Weight,Denominator,Parent,Type\n1,a,1,1,Pop,I,Indicator\n"
        "1,b,1,1,,I,Indicator\n2,I,1,1,,,Aggregate\n,Pop,,,,,Denominator\n",
        "utf-8",
    )
    (tmp_path / "data.csv").write_text("uCode,a,b,Pop\nX,4,1,2\nY,9,3,3\nZ,5,2,0\n", "utf-8")
    text = '[bezug]\nmethode = "nenner"\n[normalisierung]\nmethode = "keine"\n'
    (tmp_path / "v.toml").write_text(text, "utf-8")
    files = ("--catalogue", tmp_path / "meta.csv", "--values", tmp_path / "data.csv")
    more = ("--procedure", tmp_path / "v.toml", "--out", tmp_path / "out.csv")
    assert run("index", *files, *more).code == 0
    rows = written(tmp_path)
    assert [(row["gebiet_id"], row["a"], row["I"]) for row in rows] == [
        ("X", "2", "1.5"), ("Y", "3", "3"), ("Z", "", "")
    ]  # fmt: skip


def test_reasons_of_empty_cells_as_a_file(run, files):
    (files / "breit.csv").write_text(BREIT + "leer,,,\n", "utf-8")
    answer = call(run, files, "breit.csv", "--reasons-out", files / "g.csv")
    assert answer.err.splitlines() == [
        "Leer: 1 Feld, Grund: zu wenig Daten (ost: gesamt).",
        "Leer: 4 Felder, Grund: noch keine Daten (ost: b, leer: gesamt, leer: a, …).",
    ]
    assert (files / "g.csv").read_text("utf-8").splitlines() == [
        "gebiet_id,code,grund",
        "ost,gesamt,zu wenig Daten",
        "ost,b,noch keine Daten",
        "leer,gesamt,noch keine Daten",
        "leer,a,noch keine Daten",
        "leer,b,noch keine Daten",
    ]
    assert call(run, files, "breit.csv").err.endswith("mit Grund: --reasons-out DATEI.\n")


def test_reasons_by_year(run, files):
    (files / "v.toml").write_text('[normalisierung]\njahre = "einzeln"\n', "utf-8")
    more = ("--procedure", files / "v.toml", "--reasons-out", files / "g.csv")
    answer = call(run, files, "lang.csv", *more)
    assert "(nord 2020: gesamt" in answer.err
    lines = (files / "g.csv").read_text("utf-8").splitlines()
    assert lines[0] == "gebiet_id,stand,code,grund"
    # of one area alone nothing can be constant: a has its points, b is missing in 2020
    assert lines[1:3] == ["nord,2020,gesamt,zu wenig Daten", "nord,2020,b,noch keine Daten"]


#: One value far out: 1 to 9 and 99; skewness and kurtosis are above 2 and 3.5.
FAR = "gebiet_id,a,b\n" + "".join(f"g{i},{i},{i}\n" for i in range(1, 10)) + "fern,99,10\n"


def test_every_treated_value_is_told(run, files):
    (files / "breit.csv").write_text(FAR, "utf-8")
    text = '[behandlung]\nmethode = "winsor"\n[normalisierung]\nmethode = "minmax"\n'
    (files / "v.toml").write_text(text, "utf-8")
    more = ("--procedure", files / "v.toml", "--treatments-out", files / "t.csv")
    answer = call(run, files, "breit.csv", *more)
    assert "Behandelt (winsor): „a“ in fern von 99 auf 9.\n" in answer.err
    assert (files / "t.csv").read_text("utf-8") == (
        "gebiet_id,indikator,vorher,nachher\nfern,a,99,9\n"
    )
    found = {row["gebiet_id"]: row["a"] for row in written(files)}
    assert found["fern"] == found["g9"] == "100"


@pytest.mark.parametrize("methode", ["log", "boxcox"])
def test_transformed_indicators_are_told(run, files, methode):
    (files / "breit.csv").write_text(FAR, "utf-8")
    text = f'[behandlung]\nmethode = "{methode}"\n[normalisierung]\nmethode = "minmax"\n'
    (files / "v.toml").write_text(text, "utf-8")
    answer = call(run, files, "breit.csv", "--procedure", files / "v.toml")
    assert f"Behandelt ({methode}): „a“, 10 Werte.\n" in answer.err


def test_all_scores_the_same_have_no_class(run, files):
    text = '[klassen]\nart = "streuung"\ngrenzen = [0]\nnamen = ["unten", "oben"]\n'
    (files / "v.toml").write_text(text, "utf-8")
    # (50 + 3 * 50) / 4 and (80 + 3 * 40) / 4 are both 50
    (files / "breit.csv").write_text("gebiet_id,a,b\nnord,5,10\nsued,8,12\n", "utf-8")
    answer = call(run, files, "breit.csv", "--procedure", files / "v.toml")
    assert [row["gesamt"] for row in written(files)] == ["50", "50"]
    assert answer.err == (
        "Leer: 2 Felder, Grund: kein Unterschied zwischen den Gebieten (nord: gesamt_klasse, "
        "sued: gesamt_klasse).\n"
    )
