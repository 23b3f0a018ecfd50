"""PDF: PDF/UA-1 as far as a program sees, the numbers of the pages, the same bytes every time."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pikepdf
import pytest

from lebenslage.model import columns as col
from lebenslage.report import colours, formats
from lebenslage.report.deck.blocks import Bars, Block, BlockKind
from lebenslage.report.deck.statements import mark_line, state
from lebenslage.report.documents import (
    CouncilEntries,
    council_paper,
    profile_sheet,
    situation_report,
)
from lebenslage.report.elements import areas_of, statement, table
from tests import tiny
from tests.report import pdf

MAKERS: dict[str, Callable] = {
    "steckbrief": lambda figures: profile_sheet(figures, next(iter(figures.names))),
    "sitzungsvorlage": council_paper,
    "lagebericht": situation_report,
}


@pytest.fixture(scope="module")
def made(figures):
    return {name: make(figures) for name, make in MAKERS.items()}


@pytest.mark.parametrize("name", MAKERS)
def test_meets_pdf_ua_as_far_as_a_program_sees(made, name):
    assert pdf.problems(made[name]) == []


def test_the_checks_of_pdf_ua_see_what_is_wrong(made):
    """Damaged in four places, so that the checks are known to look."""
    paper = pdf.opened(made["sitzungsvorlage"])
    order = pdf.in_order(paper)
    next(item for item in order if str(item.S) == "/H2").S = pikepdf.Name("/H4")
    next(item for item in order if str(item.S) == "/LBody").S = pikepdf.Name("/Unknown")
    del next(item for item in order if str(item.S) == "/TH").A
    row = next(item for item in reversed(order) if str(item.S) == "/TR")
    del row.K[-1]
    out = io.BytesIO()
    paper.save(out)
    assert pdf.problems(out.getvalue()) == [
        "['/Unknown'] in /LI",
        "entry of a list without body",
        "level of headings left out",
        "role without meaning: /Unknown",
        "rows of a table differ in length",
        "table header without scope",
    ]


@pytest.mark.parametrize("name", MAKERS)
def test_every_page_bears_date_version_procedure_and_mark(made, name, figures):
    for page in pdf.pages(made[name]):
        assert mark_line(figures) in page
        assert "Enthält Beispieldaten (erfunden)" in page
        assert "Seite " in page


def test_numbers_of_the_paper_are_those_of_the_pages(made, figures):
    """Every value of the newest dates stands in the annex with its interval."""
    text = pdf.text(made["lagebericht"])
    rows = figures.latest[figures.latest[col.GEBIET].isin(list(figures.names))]
    told = 0
    for row in rows.to_dict("records"):
        node = figures.snapshot.catalogue[row[col.INDIKATOR]]
        if formats.is_shown(row):
            assert formats.format_with_unit(row[col.WERT], node.einheit, node.dezimalen) in text
            told += 1
    assert told == 18  # of 20: too few answers in Westtal, too few people above 65
    scores = figures.scores.scores.dropna(subset=[col.SCORE])
    fields = {node.code for node in figures.snapshot.catalogue.handlungsfelder}
    for row in scores[scores[col.CODE].isin(fields)].to_dict("records"):
        assert formats.format_number(row[col.SCORE]) in text


def test_steckbrief_is_one_page_with_its_parts(made):
    assert len(pdf.pages(made["steckbrief"])) == 1
    text = pdf.text(made["steckbrief"])
    for part in ("Ortsteil Nordheim", "Lage", "Kennzahlen", "Handlungsfelder", "Was auffällt",
                 "Umfrage 2024", "25,0 %"):  # fmt: skip
        assert part in text


@pytest.mark.parametrize("kind", ["many", "empty"])
def test_steckbrief_of_a_difficult_ortsteil_is_one_page(kind, request):
    figures = request.getfixturevalue(kind)
    for area in list(figures.names)[:3]:
        data = profile_sheet(figures, area)
        assert len(pdf.pages(data)) == 1
        assert pdf.problems(data) == []


def test_steckbrief_in_grey_tells_its_series_apart(figures):
    """Light of the two bars as a grey printer sees it (ITU-R BT.709), at least half as much again.

    The names stand beside the bars, and only the first has an interval.
    """
    drawn = state(Block(BlockKind.PROFIL, "nordheim"), figures).chart
    assert isinstance(drawn, Bars)
    assert len(drawn.series) == len(drawn.colours) == 2
    light = [_light(colour) for colour in drawn.colours]
    assert (max(light) + 0.05) / (min(light) + 0.05) >= 1.5
    steps = [_light(colour) for colour in colours.SEQUENTIAL]
    assert steps == sorted(steps, reverse=True)


@pytest.mark.parametrize("steps", [4, 5])
def test_answers_in_grey_tell_their_steps_apart(steps):
    """On one side of the scale by light, half as much again; the worse side is dotted."""
    light = [_light(colour) for colour in colours.likert_colours(steps)]
    pairs = [(a, b) for a, b in itertools.pairwise(light)]
    ratios = [(max(pair) + 0.05) / (min(pair) + 0.05) for pair in pairs]
    half = steps // 2
    assert all(ratio >= 1.5 for ratio in [*ratios[: half - 1], *ratios[-half + 1 :]])
    if steps % 2:  # the middle is the lightest of all
        assert light[half] == max(light)
        assert ratios[half] >= 1.5


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_villages_without_findings_share_a_line_in_the_paper(many):
    text = pdf.text(council_paper(many))
    told = "Noch nicht zu beurteilen: In 40 von 40 Ortsteilen gibt es für kein Handlungsfeld genug"
    assert told in text
    assert "Kreuzberg 39: noch" not in text
    assert "belastbar niedrig" not in text


def test_forty_ortsteile_fill_whole_pages(many):
    """A table beside a map cannot break: forty rows stand below it, each once on paper."""
    said = state(Block(BlockKind.KARTE, code="wohnen"), many)
    parts = statement(said, many, areas_of(many))
    assert [part["art"] for part in parts] == ["titel", "absatz", "bild", "tabelle", "klein"]
    assert "Ohne Wert: 39 Ortsteile – noch keine Daten." in said.sentence


def test_without_any_value_the_papers_say_so(empty):
    text = pdf.text(council_paper(empty))
    assert "Quellen Noch liegen keine Werte vor." in text


def test_sitzungsvorlage_has_its_parts_and_leaves_the_decision_open(made):
    text = pdf.text(made["sitzungsvorlage"])
    parts = ["Vorlage Nr.", "Beschlussvorschlag", "Sachverhalt", "Ergebnisse", "Methodik",
             "Grenzen", "Quellen", "Finanzielle Auswirkungen"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.partition("Der Gemeinderat beschließt:")[2].lstrip().startswith("Sachverhalt")


@pytest.fixture(scope="module")
def filled_in(figures):
    entries = CouncilEntries(
        "12/2026", "Gemeinderat",
        "1. Die Bank wird gebaut.\n\n2. *Der* #Bus fährt öfter 😀\ufe0f\x07.",
        "3.000 Euro, Haushaltsstelle 4711",
    )  # fmt: skip
    return council_paper(figures, entries=entries)


def test_sitzungsvorlage_says_what_was_entered(filled_in):
    text = pdf.text(filled_in)
    assert "Vorlage Nr. 12/2026 Gremium Gemeinderat Sitzung am" in text
    assert (
        "Beschlussvorschlag Der Gemeinderat beschließt: 1. Die Bank wird gebaut. "
        "2. *Der* #Bus fährt öfter □. Sachverhalt" in text
    )
    assert (
        "Finanzielle Auswirkungen Kosten, Deckung, Folgekosten: 3.000 Euro, Haushaltsstelle 4711"
    ) in text


def test_what_was_entered_meets_pdf_ua_too(filled_in):
    assert pdf.problems(filled_in) == []


def test_a_long_decision_stands_on_the_first_page(figures):
    lines = "\n".join(f"{n}. Punkt {n}" for n in range(1, 13))
    first = pdf.pages(council_paper(figures, entries=CouncilEntries(beschluss=lines)))[0]
    assert "12. Punkt 12" in first


def test_entries_are_not_in_what_a_log_would_say():
    assert "geheim" not in repr(CouncilEntries(beschluss="geheim", finanzen="geheim"))


def test_lagebericht_has_contents_and_a_chapter_for_everybody(made):
    bookmarks = {title.partition(" ")[2] for title in pdf.bookmarks(made["lagebericht"])}
    assert {f"Ortsteil {name}" for name in tiny.ORTSTEILE.values()} <= bookmarks
    assert pdf.text(made["lagebericht"]).count("Anhang: alle Werte") == 2  # contents, heading


def test_no_hidden_value_is_printed(made):
    """Westtal 2022: 3 of 30 persons, 10 %; 2024: eight answers."""
    text = pdf.text(made["lagebericht"])
    assert "zu wenige Fälle" in text
    assert "n = 8" not in text


def test_texts_are_never_markup(figures):
    wild = '#panic("x") $a$ *b* _c_ `d` <e> @f'
    areas = figures.snapshot.ortsteile.assign(name=wild)
    strange = replace(figures, snapshot=replace(figures.snapshot, ortsteile=areas), _made={})
    data = profile_sheet(strange, "nordheim")
    assert pdf.title(data) == f"Ortsteil {wild}"


def test_wide_tables_are_turned_round_or_parted():
    wide = pd.DataFrame([["Wohnen", *range(40)]], columns=["Feld", *map(str, range(40))])
    parts = table(wide)
    assert [part["kopf"] for part in parts] == [["Feld", "Wohnen"]]
    both = pd.DataFrame([[f"z{i}", *range(9)] for i in range(20)],
                        columns=["Zeile", *map(str, range(9))])  # fmt: skip
    assert [part["kopf"] for part in table(both)] == [
        ["Zeile", "0", "1", "2", "3", "4", "5"],
        ["Zeile", "6", "7", "8"],
    ]
