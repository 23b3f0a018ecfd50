"""The seeded survey: same bytes, and answers of the kind that real surveys bring."""

from __future__ import annotations

import pytest

from scripts import beispielumfrage
from tests.data.conftest import DATA

ROWS = {
    # persons x response x factor of the wave, each Ortsteil rounded
    "umfrage-2022": round(2520 * 0.245 * 0.96)
    + round(1490 * 0.255 * 0.96)
    + round(930 * 0.27 * 0.96)
    + round(440 * 0.285 * 0.96)
    + round(420 * 0.215 * 0.96),
    "umfrage-2025": round(2510 * 0.245 * 1.04)
    + round(1490 * 0.255 * 1.04)
    + round(930 * 0.27 * 1.04)
    + round(440 * 0.285 * 1.04)
    + round(420 * 0.215 * 1.04),
}


def test_the_script_makes_the_committed_bytes():
    made = beispielumfrage.files()
    kept = {
        path.relative_to(DATA / "umfragen").as_posix(): path.read_bytes()
        for path in (DATA / "umfragen").glob("*/*")
    }
    assert made == kept


def test_the_script_writes_where_it_is_told(tmp_path, capsys):
    assert beispielumfrage.main([str(tmp_path)]) == 0
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.*")}
    assert written == set(beispielumfrage.files())
    assert len(capsys.readouterr().out.splitlines()) == 4


@pytest.fixture(params=["umfrage-2022", "umfrage-2025"])
def wave(request, waves):
    (only,) = [w for w in waves if w.fragebogen.id == request.param]
    return only


def test_about_a_quarter_answers(wave):
    invited = sum(wave.fragebogen.grundgesamtheit.values())
    assert len(wave.antworten) == ROWS[wave.fragebogen.id]
    assert 0.22 < len(wave.antworten) / invited < 0.28


def test_about_25_questions_of_every_kind(wave):
    questions = wave.fragebogen.fragen
    assert 25 <= len(questions) <= 30
    assert {str(q.typ) for q in questions} == {
        "skala",
        "einfach",
        "mehrfach",
        "matrix",
        "zahl",
        "text",
    }
    assert sum(q.typ == "text" for q in questions) == 2


def test_every_ortsteil_answers_also_under_the_name_of_a_weiler(wave):
    assert set(wave.antworten["ortsteil"]) == set(wave.fragebogen.grundgesamtheit)
    raw = (DATA / "umfragen" / wave.fragebogen.id / "antworten.csv").read_text("utf-8-sig")
    assert '"Stangenbach"' in raw


def test_answers_are_missing_unknown_and_broken_off(wave):
    answers = wave.antworten
    unfinished = ~answers["abgeschlossen"].astype(bool)
    assert 0.03 < unfinished.mean() < 0.07
    bus = answers.loc[~unfinished, "F02"]
    assert (bus == "").any()
    assert (bus == "9").any()
    assert answers.loc[unfinished, "F22"].isna().any()  # never shown
    care = answers.loc[~unfinished, "F10"]
    assert 0.35 < (care == "9").mean() < 0.5  # who has no children does not know


def means(waves, code):
    found = {}
    for wave in waves:
        numbers = wave.antworten[code].where(wave.antworten[code].isin(list("12345"))).astype(float)
        found[wave.fragebogen.year] = numbers.groupby(wave.antworten["ortsteil"]).mean()
    return found


def test_the_bus_of_one_village_is_poor_and_gets_better(waves):
    bus = means(waves, "F02")
    assert bus["2022"].idxmin() == "neulautern"
    assert bus["2025"]["neulautern"] - bus["2022"]["neulautern"] > 0.4


def test_the_smallest_village_has_few_answers(waves):
    for wave in waves:
        counts = wave.antworten["ortsteil"].value_counts()
        assert counts.idxmin() == "finsterrot"
        assert 70 < counts.min() < 110


def test_questions_stay_the_same_between_the_waves(waves):
    first, second = (wave.fragebogen.fragen for wave in waves)
    assert first == second


def test_no_answer_names_a_person_or_a_number(wave):
    texts = wave.antworten[["F27", "F28"]].stack()
    assert not texts.str.contains(r"\d|@|Herr |Frau ").any()
