"""`index --robustness`: how sure scores and ranks are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lebenslage.model.procedure import PROCEDURES

COLUMNS = [
    *("wurzel", "gebiet_id", "score", "score_ug", "score_og"),
    *("rang", "rang_ug", "rang_og", "p_letzter"),
]
NO_ERRORS = (
    "Die Werte haben keine Fehler (standardfehler; bei Anteilen und Raten auch zaehler und nenner)"
)
KATALOG = """code,eltern,richtung,gewicht,unten,oben,aggregation
status,,1,1,,,
s1,status,1,2,0,100,
s2,status,-1,1,0,100,
dynamik,,1,1,,,
d1,dynamik,1,1,0,100,
d2,dynamik,1,1,0,100,
"""
WERTE = """gebiet_id,indikator,wert,standardfehler
nord,s1,40,3
nord,s2,60,
nord,d1,20,2
nord,d2,30,2
sued,s1,55,3
sued,s2,30,
sued,d1,50,2
sued,d2,25,2
ost,s1,70,3
ost,s2,20,
ost,d1,80,2
ost,d2,75,2
west,s1,65,
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "katalog.csv").write_text(KATALOG, "utf-8")
    (tmp_path / "werte.csv").write_text(WERTE, "utf-8")
    return tmp_path


def call(run, files, *more, catalogue="katalog.csv", values="werte.csv"):
    given = ("--catalogue", files / catalogue, "--values", files / values)
    return run("index", *given, "--out", files / "out.csv", *more)


def sure(files, draws=50, seed=1):
    return ("--robustness", draws, "--seed", seed, "--robustness-out", files / "r.csv")


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_shipped_procedure(run, files, procedure):
    answer = call(run, files, "--procedure", procedure, *sure(files))
    assert answer.code == 0, answer.err
    assert "50 Wiederholungen; variiert: Stichprobenfehler, Gewichte (±25" in answer.out
    table, scores = pd.read_csv(files / "r.csv"), pd.read_csv(files / "out.csv")
    assert list(table.columns) == COLUMNS
    assert table["wurzel"].tolist() == ["status"] * 4 + ["dynamik"] * 4
    for root, rows in table.groupby("wurzel"):
        rows = rows.set_index("gebiet_id")
        expected = scores.set_index("gebiet_id")
        pd.testing.assert_series_equal(rows["score"], expected[root], check_names=False)
        assert (rows["rang"].fillna(0) == expected[f"{root}_rang"].fillna(0)).all()
        assert rows["p_letzter"].sum() == pytest.approx(1)
        bounds = rows[["score_ug", "score", "score_og"]].dropna()
        assert (bounds.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
        assert rows.loc["west"].drop("wurzel").isna().all()


def test_same_seed_same_file(run, files):
    call(run, files, *sure(files))
    first = (files / "r.csv").read_bytes()
    call(run, files, *sure(files))
    assert (files / "r.csv").read_bytes() == first
    call(run, files, *sure(files, seed=2))
    assert (files / "r.csv").read_bytes() != first


def test_a_coinr_pair(run, files):
    (files / "imeta.csv").write_text(
        "iCode,Parent,Direction,Weight,Level,Type\n"
        "Index,NA,1,1,2,Aggregate\nx,Index,1,1,1,Indicator\ny,Index,-1,1,1,Indicator\n",
        "utf-8",
    )
    (files / "idata.csv").write_text("uCode,x,y\nAUT,1,5\nBEL,4,3\nCHE,2,1\n", "utf-8")
    (files / "minmax.toml").write_text(
        'name = "m"\n[normalisierung]\nmethode = "minmax"\n', "utf-8"
    )
    answer = call(
        run, files, "--procedure", files / "minmax.toml", *sure(files),
        catalogue="imeta.csv", values="idata.csv",
    )  # fmt: skip
    assert answer.code == 0
    assert " ".join(answer.err.split()) == (
        "Hinweis: Das Verfahren „m“ hat keine Klassen; „Index_klasse“ bleibt leer. "
        f"Hinweis: {NO_ERRORS} und zu [robustheit] gelten die Vorgaben; "
        "variiert wird nur: Gewichte (±25 %)."
    )
    table = pd.read_csv(files / "r.csv").set_index("gebiet_id")
    assert table.loc["AUT", ["score", "score_ug", "score_og"]].tolist() == [0, 0, 0]
    assert table.loc["AUT", "p_letzter"] == 1
    low, high = table.loc["BEL", ["score_ug", "score_og"]]
    # points 100 and 50, weights 0.75 to 1.25 each
    assert 100 * 0.375 + 50 * 0.625 < low < 75 < high < 100 * 0.625 + 50 * 0.375


def test_nothing_varies(run, files):
    (files / "still.toml").write_text(
        'name = "still"\n[robustheit]\ngewichte = 0\nzielwerte = 0\n', "utf-8"
    )
    (files / "werte.csv").write_text("gebiet_id,s1,s2,d1,d2\na,1,2,3,4\nb,5,6,7,9\n", "utf-8")
    answer = call(run, files, "--procedure", files / "still.toml", *sure(files))
    assert answer.code == 0
    assert "variiert: nichts." in answer.out
    assert answer.err == (
        "Hinweis: Das Verfahren „still“ hat keine Klassen; „status_klasse“, „dynamik_klasse“ "
        "bleiben leer.\n"
        f"Hinweis: {NO_ERRORS}; variiert wird nichts, die Spannen sind so eng wie "
        "die Punktwerte selbst.\n"
    )
    table = pd.read_csv(files / "r.csv")
    assert (table["score_ug"] == table["score"]).all()
    assert (table["rang_og"] == table["rang"]).all()


def test_several_years_give_the_newest(run, files):
    rows = ["gebiet_id,indikator,stand,wert"]
    for year, shift in ((2020, 0), (2021, 10)):
        for area, base in (("nord", 10), ("sued", 30), ("ost", 50)):
            rows += [f"{area},{code},{year},{base + shift + i}" for i, code in enumerate(
                ("s1", "s2", "d1", "d2"))]  # fmt: skip
    (files / "werte.csv").write_text("\n".join(rows) + "\n", "utf-8")
    answer = call(run, files, "--procedure", "ampi", *sure(files))
    assert answer.code == 0
    assert "Hinweis: Die Robustheit gilt für das neueste Jahr, 2021." in answer.err
    out = pd.read_csv(files / "out.csv", dtype={"stand": str})
    newest = out[out["stand"].str.startswith("2021")].set_index("gebiet_id")
    table = pd.read_csv(files / "r.csv").query("wurzel == 'status'").set_index("gebiet_id")
    pd.testing.assert_series_equal(table["score"], newest["status"], check_names=False)
    (files / "panel.toml").write_text(
        '[normalisierung]\nmethode = "minmax"\njahre = "gemeinsam"\n', "utf-8"
    )
    answer = call(run, files, "--procedure", files / "panel.toml", *sure(files))
    assert answer.code == 1
    assert "über mehrere Jahre gemeinsam gibt es keine Robustheit" in answer.err


WRONG = [
    (("--robustness", "0", "--robustness-out", "r.csv"), "erwartet wird eine ganze Zahl ab 1."),
    (("--robustness", "-5", "--robustness-out", "r.csv"), "--robustness: -5 geht nicht"),
    (("--robustness", "viele", "--robustness-out", "r.csv"), "„viele“ ist keine ganze Zahl."),
    (("--robustness", "10"), "--robustness braucht --robustness-out"),
    (("--robustness-out", "r.csv"), "--robustness-out braucht --robustness"),
    (("--seed", "1"), "--seed gilt nur zusammen mit --robustness."),
    (
        ("--robustness", "10", "--seed", "-1", "--robustness-out", "r.csv"),
        "erwartet wird eine ganze Zahl ab 0.",
    ),
]


@pytest.mark.parametrize(("words", "text"), WRONG)
def test_wrong_usage(run, files, monkeypatch, words, text):
    monkeypatch.chdir(files)
    answer = call(run, files, *words)
    assert answer.code == 2
    assert answer.err.startswith("Aufruf: ")
    assert text in answer.err
    assert sorted(path.name for path in files.iterdir() if path.is_file()) == [
        "katalog.csv",
        "werte.csv",
    ]


def test_the_same_file_twice(run, files):
    answer = call(run, files, "--robustness", "5", "--robustness-out", files / "out.csv")
    assert answer.code == 2
    assert "nennen dieselbe Datei" in answer.err


@pytest.mark.parametrize("name", ["katalog.csv", "werte.csv", "eigenes.toml"])
@pytest.mark.parametrize("option", ["--robustness-out", "--reasons-out", "--treatments-out"])
def test_no_input_is_written_over(run, files, name, option):
    (files / "eigenes.toml").write_text('[aggregation]\nmethode = "arithmetisch"\n', "utf-8")
    before = (files / name).read_bytes()
    other = files / ".." / files.name / name  # the same file by another path
    words = ("--procedure", files / "eigenes.toml", option, other)
    extra = ("--robustness", "5") if option == "--robustness-out" else ()
    answer = call(run, files, *words, *extra)
    assert answer.code == 2
    assert "nennen dieselbe Datei" in answer.err
    assert (files / name).read_bytes() == before
    assert not (files / "out.csv").exists()


def test_both_files_or_none(run, files):
    words = ("--robustness", "5", "--robustness-out", files / "nirgends" / "r.csv")
    answer = call(run, files, *words)
    assert answer.code == 1
    assert "„r.csv“ lässt sich nicht öffnen." in answer.err
    assert not (files / "out.csv").exists()


def test_goalposts_cannot_meet(run, files):
    (files / "weit.toml").write_text("[robustheit]\nzielwerte = 0.5\n", "utf-8")
    answer = call(run, files, "--procedure", files / "weit.toml", *sure(files))
    assert answer.code == 1
    assert "Erwartet wird eine Zahl von 0 bis 0,49." in answer.err
