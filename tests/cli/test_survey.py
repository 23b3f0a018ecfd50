"""`survey`: from files to estimates; against R's survey package on its own data."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from lebenslage.model import columns
from tests import tiny

GOLDEN = Path(__file__).parents[1] / "golden" / "survey"
CODEBOOK = """
id = "api"
titel = "Academic Performance Index"
erhebung = "2000-05-01"
art = "zufallsstichprobe"

[spalten]
id = "cds"
{spalten}
{gewichtung}
[[fragen]]
code = "api00"
text = "Index 2000"
typ = "zahl"

[[fragen]]
code = "enroll"
text = "Schülerinnen und Schüler"
typ = "zahl"

[[fragen]]
code = "sch_wide"
text = "Ziel der Schule erreicht"
typ = "einfach"
skala = {{ werte = ["No", "Yes"] }}
"""
STRATA = 'gewicht = "pw"\nschicht = "stype"\ngrundgesamtheit = "fpc"'
CLUSTERS = 'gewicht = "pw"\ncluster = "dnum"\ngrundgesamtheit = "fpc"'
RAKING = '[gewichtung]\nverfahren = "raking"\nmerkmale = [{}]\ngrenzen = [0.01, 100]'
POST = '[gewichtung]\nverfahren = "nachschichtung"\nmerkmale = [{}]\ngrenzen = [0.01, 100]'
#: Expected case -> data, roles, weighting, margins.
CASES = {
    "apisrs": ("apisrs", 'grundgesamtheit = "fpc"', "", ""),
    "apistrat": ("apistrat", STRATA, "", ""),
    "apiclus1": ("apiclus1", CLUSTERS, "", ""),
    "apiclus2": ("apiclus2", CLUSTERS, "", ""),
    "apistrat_raking": (
        ("apistrat", STRATA, RAKING.format('"sch_wide", "awards"'), "apipop_raender")
    ),
    "apiclus1_raking": (
        ("apiclus1", CLUSTERS, RAKING.format('"stype", "sch_wide"'), "apipop_raender")
    ),
    "apistrat_nachschichtung": (
        ("apistrat", STRATA, POST.format('"sch_wide", "awards"'), "apipop_kreuz")
    ),
    "apiclus1_nachschichtung": ("apiclus1", CLUSTERS, POST.format('"stype"'), "apipop_raender"),
}


def unpack(name: str, folder: Path) -> Path:
    file = folder / f"{name}.csv"
    file.write_bytes(gzip.decompress((GOLDEN / f"{name}.csv.gz").read_bytes()))
    return file


def call(run, folder: Path, case: str, *more: object):
    data, spalten, gewichtung, margins = CASES[case]
    codebook = folder / "fragebogen.toml"
    codebook.write_text(CODEBOOK.format(spalten=spalten, gewichtung=gewichtung), "utf-8")
    words = ["--responses", unpack(data, folder), "--codebook", codebook]
    if margins:
        words += ["--margins", unpack(margins, folder)]
    return run("survey", *words, "--out", folder / "out.csv", *more)


def written(folder: Path) -> pd.DataFrame:
    texts = ("frage", "gruppe", "statistik", "auspraegung", "status")
    table = pd.read_csv(folder / "out.csv", keep_default_na=False, dtype=str)
    return table.assign(**{n: pd.to_numeric(table[n]) for n in table.columns if n not in texts})


@pytest.mark.parametrize("case", CASES)
def test_the_same_as_r(run, tmp_path, case):
    answer = call(run, tmp_path, case, "--by", "stype", "--unsafe-no-disclosure", "--interval", "t")
    assert (answer.code, answer.err) == (0, "")
    ours = written(tmp_path)
    assert tuple(ours.columns) == columns.UMFRAGEWERTE
    assert set(ours["status"]) == {"ok"}
    keys = ["frage", "gruppe", "statistik", "auspraegung"]
    found = ours.set_index(keys)
    theirs = pd.read_csv(GOLDEN / "erwartet.csv.gz").rename(columns={"variable": "frage"})
    theirs[keys] = theirs[keys].fillna("")
    rows = theirs[(theirs["fall"] == case) & theirs["frage"].isin(ours["frage"])]
    assert len(rows) == len(ours)
    for row in rows.to_dict("records"):
        own = found.loc[tuple(row[key] for key in keys)]
        for name in ("wert", "n", "n_eff", "standardfehler"):
            assert own[name] == pytest.approx(row[name], rel=1e-7, abs=1e-6, nan_ok=True), row
        if row["standardfehler"] > 1e-6 * abs(row["wert"]):
            limits = (row["t_ug"], row["t_og"])
            assert (own["ug"], own["og"]) == pytest.approx(limits, rel=1e-9, nan_ok=True), row


def test_weights_are_written(run, tmp_path):
    call(run, tmp_path, "apiclus1_raking", "--weights-out", tmp_path / "gewichte.csv")
    ours = pd.read_csv(tmp_path / "gewichte.csv", dtype={"id": str})
    theirs = pd.read_csv(GOLDEN / "gewichte.csv.gz")
    theirs = theirs.loc[theirs["fall"] == "apiclus1_raking", "gewicht"].tolist()
    assert ours["gewicht"].tolist() == pytest.approx(theirs, rel=1e-10)
    assert ours["id"].iloc[0] == pd.read_csv(tmp_path / "apiclus1.csv", dtype=str)["cds"].iloc[0]


@pytest.mark.parametrize(
    ("option", "words"),
    [("--weights-out", "--out und --weights-out"), ("--out", "--out und --responses")],
)
def test_no_file_is_written_over_another(run, tmp_path, option, words):
    answers = tmp_path / "antworten.csv"
    answers.write_text("id;F1\n1;2\n", "utf-8")
    given = ("--responses", answers, "--codebook", tmp_path / "fragebogen.toml")
    out = answers if option == "--out" else tmp_path / "out.csv"
    answer = run("survey", *given, "--out", out, *(("--weights-out", out) * (out != answers)))
    assert answer.code == 2
    assert f"{words} nennen dieselbe Datei." in answer.err
    assert answers.read_text("utf-8") == "id;F1\n1;2\n"


def test_small_numbers_stay_hidden(run, tmp_path):
    assert call(run, tmp_path, "apiclus2", "--by", "stype").code == 0
    shown = written(tmp_path)
    small = shown[shown["status"] == "unterdrueckt"]
    assert len(small)
    numbers = ["wert", "standardfehler", "ug", "og", "n", "n_eff"]
    assert small[numbers].isna().all().all()
    assert call(run, tmp_path, "apiclus2", "--by", "stype", "--internal").code == 0
    internal = written(tmp_path)
    assert (internal["status"] == "unterdrueckt").sum() < len(small)
    assert internal.loc[internal["status"] != "unterdrueckt", "n"].min() >= 5


def test_population_by_stratum(run, tmp_path):
    """Weights and correction as if the column `fpc` were there."""
    population = tmp_path / "schichten.csv"
    population.write_text("schicht,anzahl\nE,4421\nH,755\nM,1018\n", "utf-8")
    codebook = CODEBOOK.format(spalten='schicht = "stype"', gewichtung="")
    (tmp_path / "fragebogen.toml").write_text(codebook, "utf-8")
    responses = unpack("apistrat", tmp_path)
    words = ("--responses", responses, "--codebook", tmp_path / "fragebogen.toml")
    answer = run("survey", *words, "--population", population, "--out", tmp_path / "out.csv",
                 "--unsafe-no-disclosure")  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    mean = written(tmp_path).iloc[0]
    assert (mean["frage"], mean["statistik"]) == ("api00", "mittelwert")
    assert mean["wert"] == pytest.approx(662.2874, abs=1e-4)  # svymean in R's documentation
    assert mean["standardfehler"] == pytest.approx(9.4089, abs=1e-3)


def test_a_stratum_without_population(run, tmp_path):
    population = tmp_path / "schichten.csv"
    population.write_text("schicht,anzahl\nE,4421\nH,755\n", "utf-8")
    answer = call(run, tmp_path, "apistrat", "--population", population)
    assert answer.code == 1
    assert answer.err == "schichten.csv: Zur Schicht „M“ fehlt die Zahl der Personen.\n"
    assert not (tmp_path / "out.csv").exists()


def test_weighting_without_margins(run, tmp_path):
    data, spalten, gewichtung, _ = CASES["apistrat_raking"]
    codebook = tmp_path / "fragebogen.toml"
    codebook.write_text(CODEBOOK.format(spalten=spalten, gewichtung=gewichtung), "utf-8")
    answer = run("survey", "--responses", unpack(data, tmp_path), "--codebook", codebook,
                 "--out", tmp_path / "out.csv")  # fmt: skip
    assert answer.code == 1
    assert answer.err == (
        "Der Fragebogen verlangt eine Gewichtung, aber es gibt keine Randverteilung dazu; bitte "
        "eine Datei mit den Spalten merkmal, auspraegung, anzahl angeben.\n"
    )
    assert not (tmp_path / "out.csv").exists()


def test_margins_decide_where_the_codebook_says_nothing(run, tmp_path):
    margins = tmp_path / "rand.csv"
    margins.write_text("merkmal,auspraegung,anzahl\nsch_wide,No,1072\nsch_wide,Yes,5122\n", "utf-8")
    answer = call(run, tmp_path, "apisrs", "--margins", margins, "--unsafe-no-disclosure")
    assert answer.err == (
        "Hinweis: Der Fragebogen nennt kein Verfahren der Gewichtung; gewählt: raking.\n"
    )
    shares = written(tmp_path).query("frage == 'sch_wide' and statistik == 'anteil'")
    assert shares["wert"].tolist() == pytest.approx([1072 / 6194, 5122 / 6194])


def test_an_unknown_column(run, tmp_path):
    answer = call(run, tmp_path, "apistrat", "--by", "farbe")
    assert (answer.code, answer.err) == (1, "apistrat.csv: Es fehlt die Spalte „farbe“.\n")


def test_nothing_of_the_store_is_shown_without_protection(run, tmp_path, values_file):
    assert run("import", values_file, "--yes").code == 0  # now there is a store
    assert call(run, tmp_path, "apistrat", "--unsafe-no-disclosure").code == 0
    codebook = tmp_path / "fragebogen.toml"
    responses = unpack("apistrat", tmp_path)
    assert run("import", responses, "--codebook", codebook, "--yes").code == 0
    (tmp_path / "out.csv").unlink()
    answer = call(run, tmp_path, "apistrat", "--unsafe-no-disclosure")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "--unsafe-no-disclosure ist nur für öffentliche Daten da; die Umfrage „api“ steht im "
        "Speicher dieser Gemeinde.\n"
    )
    assert not (tmp_path / "out.csv").exists()


def test_ortsteile_are_groups(run, tmp_path):
    """The tiny wave, written as a file; shares by hand from its counts."""
    answers = tiny.wave().antworten
    answers.to_csv(tmp_path / "antworten.csv", index=False)
    codebook = tmp_path / "fragebogen.toml"
    codebook.write_text(
        'id = "klein"\ntitel = "Klein"\nerhebung = "2024-05-01"\nart = "vollerhebung"\n'
        '[spalten]\nortsteil = "ortsteil"\n'
        '[[fragen]]\ncode = "F1"\ntext = "Zufrieden?"\ntyp = "skala"\n'
        "skala = { werte = [1, 2, 3, 4, 5], weiss_nicht = [9] }\n",
        "utf-8",
    )
    words = ("--responses", tmp_path / "antworten.csv", "--codebook", codebook)
    answer = run("survey", *words, "--by", "ortsteil", "--out", tmp_path / "out.csv",
                 "--unsafe-no-disclosure")  # fmt: skip
    assert (answer.code, answer.err) == (0, "")
    here = answers.loc[(answers["ortsteil"] == "nordheim") & answers["F1"].isin([*"12345"]), "F1"]
    ours = written(tmp_path).query("gruppe == 'nordheim' and statistik == 'anteil'")
    shares = ours.set_index("auspraegung")["wert"]
    assert shares["5"] == pytest.approx((here == "5").sum() / len(here))


def test_na_is_no_answer(run, tmp_path):
    """R and others write "NA" for a missing answer, whatever the type of the question."""
    codebook = CODEBOOK.format(spalten="", gewichtung="")
    (tmp_path / "fragebogen.toml").write_text(codebook, "utf-8")
    rows = "cds,api00,enroll,sch_wide\n1,500,10,Yes\n2,NA,20,NA\n3,700,NA,No\n"
    (tmp_path / "antworten.csv").write_text(rows, "utf-8")
    words = ("--responses", tmp_path / "antworten.csv", "--codebook", tmp_path / "fragebogen.toml")
    answer = run("survey", *words, "--out", tmp_path / "out.csv", "--unsafe-no-disclosure")
    assert (answer.code, answer.err) == (0, "")
    found = written(tmp_path).set_index(["frage", "statistik", "auspraegung"])
    assert found.loc["api00", "mittelwert", ""][["wert", "n"]].tolist() == [600, 2]
    assert found.loc["enroll", "mittelwert", ""][["wert", "n"]].tolist() == [15, 2]
    assert found.loc["sch_wide", "anteil", "Yes"][["wert", "n"]].tolist() == [0.5, 2]
