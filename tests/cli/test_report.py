"""`report`: files out of the store, the same every time, and what it says when words are wrong."""

from __future__ import annotations

import pytest

from tests.report import pdf


def test_steckbrief(run, tmp_path):
    out = tmp_path / "nord.pdf"
    answer = run("report", "--ortsteil", "Nordheim", "--format", "pdf", "--out", out)
    assert answer.code == 0, answer.err
    assert pdf.title(out.read_bytes()) == "Ortsteil Nordheim"
    again = tmp_path / "nord2.pdf"
    run("report", "--ortsteil", "nordheim", "--format", "pdf", "--out", again)
    assert out.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("art", ["sitzungsvorlage", "lagebericht"])
def test_papers_of_the_gemeinde(run, tmp_path, art):
    out = tmp_path / "g.pdf"
    assert run("report", "--gemeinde", "--format", "pdf", "--art", art, "--out", out).code == 0
    assert pdf.problems(out.read_bytes()) == []


def test_workbook(run, tmp_path):
    out = tmp_path / "g.xlsx"
    assert run("report", "--gemeinde", "--format", "xlsx", "--out", out).code == 0
    assert out.read_bytes()[:2] == b"PK"


def test_unknown_ortsteil(run, tmp_path):
    out = tmp_path / "x.pdf"
    answer = run("report", "--ortsteil", "Nirgendwo", "--format", "pdf", "--out", out)
    assert answer.code == 1
    assert "Einen Ortsteil „Nirgendwo“ gibt es nicht." in answer.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "xlsx", "--art", "steckbrief"], "--art gilt nur"),
        (["--format", "pdf", "--art", "steckbrief"], "nur von einem Ortsteil"),
    ],
)
def test_words_that_do_not_go_together(run, tmp_path, words, told):
    answer = run("report", "--gemeinde", *words, "--out", tmp_path / "x")
    assert answer.code == 2
    assert told in answer.err


def test_slides(run, tmp_path):
    out = tmp_path / "g.pptx"
    assert run("report", "--gemeinde", "--format", "pptx", "--out", out).code == 0
    assert out.read_bytes()[:2] == b"PK"


def test_open_data(run, tmp_path):
    out = tmp_path / "neu" / "offen"
    answer = run("opendata", "--out", out)
    assert answer.code == 0, answer.err
    assert (out / "dcat.ttl").exists()
    assert (out / "werte.csv").read_text("utf-8").startswith("gebiet_id,gebiet,indikator")
