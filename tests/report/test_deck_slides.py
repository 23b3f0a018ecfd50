"""What fits on a slide, the figures for the projector, projects, and the deck on paper."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.registers.status import project_status
from lebenslage.charts.slide_dots import dot_figure
from lebenslage.charts.slides import LABEL, bar_figure, map_figure
from lebenslage.model import moments
from lebenslage.model.registers import Entry
from lebenslage.model.survey import Question, QuestionType, Scale
from lebenslage.report import formats
from lebenslage.report.deck.answers import answer_chart, answer_note
from lebenslage.report.deck.blocks import (
    Bars,
    Block,
    BlockKind,
    Deck,
    Dots,
    Look,
    Series,
    Statement,
)
from lebenslage.report.deck.fitting import fit_bars, fit_table, foot_of, shortened
from lebenslage.report.deck.proposals import situation, village
from lebenslage.report.deck.statements import state
from lebenslage.report.elements import areas_of
from lebenslage.report.handout import deck_paper
from tests.report import pdf


def bars(values, marked=-1):
    texts = tuple("–" if v is None else str(v) for v in values)
    labels = tuple(f"Ort {i}" for i in range(len(values)))
    return Bars(labels, (Series("x", tuple(values), texts),), (0.0, 10.0), marked=marked)


def test_rows_without_values_go_first_then_those_in_the_middle():
    chart, note = fit_bars(bars([1.0, None, 2.0, 3.0, 4.0, 5.0], marked=3), 4)
    # the marked one stays, and the last two: what the others are compared with
    assert chart.labels == ("Ort 0", "Ort 3", "Ort 4", "Ort 5")
    assert chart.marked == 1
    assert note == "Das Diagramm zeigt 4 von 6 Zeilen"
    assert fit_bars(bars([1.0, 2.0]), 2)[1] == ""


def test_a_shortened_chart_keeps_what_its_rows_are_and_of_how_many():
    """The five worst of 22 are drawn, three have room: the three worst, none from the end."""
    worst = replace(bars([1.0, 2.0, 3.0, 4.0, 5.0]), rows="ungünstigsten", total=22)
    chart, note = fit_bars(worst, 3)
    assert chart.labels == ("Ort 0", "Ort 1", "Ort 2")
    assert note == "Das Diagramm zeigt die 3 ungünstigsten von 22"


def test_a_table_keeps_what_has_room():
    table = pd.DataFrame({"Ort": ["A", "B", "C"], "x": "1", "y": "2"})
    assert fit_table(table, 90, 4)[1] == ""
    shown, note = fit_table(table, 13, 3)
    assert (list(shown.columns), len(shown)) == (["Ort", "x"], 2)
    assert note == "Die Tabelle zeigt 2 von 3 Zeilen und 2 von 3 Spalten"


def test_whole_sentences_and_the_source_gives_way():
    assert shortened("Eins. Zwei. Drei.", 12) == "Eins. Zwei."
    said = Statement(BlockKind.KARTE, "", source="Amt " * 40, stand="2024", example=True)
    foot = foot_of(said, (), 80)
    assert len(foot) <= 80
    assert foot.endswith("Amt … · Stand: 2024 · Beispieldaten")
    names = "Statistisches Bundesamt, Beispieldaten (erfunden), Heilbronner Stimme"
    said = replace(said, source=names)
    assert foot_of(said, (), 110).startswith(f"Quelle: {names} · Stand")
    assert foot_of(said, (), 99).startswith(
        "Quelle: Statistisches Bundesamt, Beispieldaten (erfunden) u. a. · Stand"
    )


def answers(group, shares, top2=None, saldo=None):
    """Rows of one group; None: hidden, and so is a sum that is not given."""
    given = [("anteil", str(i), share) for i, share in enumerate(shares, start=1)]
    given += [("top2", "", top2), ("saldo", "", saldo)]
    return [
        {"gruppe": group, "statistik": name, "auspraegung": code, "wert": value, "grund": "",
         "status": "unterdrueckt" if value is None else "ok"}
        for name, code, value in given
    ]  # fmt: skip


def test_answers_on_a_slide_are_the_pieces_of_page_umfrage():
    """a: all five shown; b: only the sums of two; c: one in the middle hidden, and d: nothing."""
    scale = Scale(tuple("12345"), ("sehr schlecht", "schlecht", "mittel", "gut", "sehr gut"))
    asked = Question("F1", "Wie?", QuestionType.SKALA, skala=scale)
    table = pd.DataFrame(
        answers("a", [0.1, 0.2, 0.3, 0.3, 0.1], 0.4, 0.1)
        + answers("b", [None, None, 0.3, None, None], 0.5, 0.3)
        + answers("c", [0.2, None, None, 0.3, 0.1])
        + answers("d", [None] * 5)
    )
    chart = answer_chart(asked, table, {key: key.upper() for key in "abcd"})
    assert chart.labels == ("A", "B", "C", "D")
    drawn = {(s.name, s.look): [v and round(v, 9) for v in s.values] for s in chart.series}
    plain, worse = Look.VOLL, Look.SCHLECHTER
    assert drawn == {
        ("zwei schlechteste", worse): [None, 20, None, None],
        ("sehr schlecht", worse): [10, None, 20, None],
        ("schlecht", worse): [20, None, None, None],
        ("mittel", plain): [30, 30, None, None],
        ("nicht gezeigt", Look.GESPERRT): [None, None, 40, None],
        ("zwei beste", plain): [None, 50, None, None],
        ("gut", plain): [30, None, 30, None],
        ("sehr gut", plain): [10, None, 10, None],
    }  # the order in a row is that of the scale: what is hidden stands where it belongs
    assert [chart.reason(row) for row in range(4)] == ["", "", "", "zu wenige Fälle (Datenschutz)"]
    assert answer_note(chart) == (
        "Wo einzelne Antworten gesperrt sind, stehen zwei Stufen zusammen. Gestreift: nicht "
        "gezeigt (Datenschutz)."
    )
    fig = bar_figure(chart, 400, 1200)
    assert [note.text for note in fig.layout.annotations] == ["zu wenige Fälle (Datenschutz)"]
    assert [trace.name for trace in fig.data if trace.marker.pattern.shape] == ["nicht gezeigt"]
    for steps in range(4):  # end to end
        assert sum(s.values[steps] or 0 for s in chart.series) in (0, pytest.approx(100))


@pytest.mark.parametrize("kind", ["figures", "many", "empty"])
def test_figures_for_the_projector_have_large_type(kind, request):
    made = request.getfixturevalue(kind)
    for block in situation(made).blocks[:6]:
        said = state(block, made)
        if isinstance(said.chart, Bars):
            chart, _ = fit_bars(said.chart, 8)
            fig = bar_figure(chart, 400, 1220)
            assert fig.layout.yaxis.tickfont.size == 24
            assert all(len(line) <= LABEL + 2 for text in fig.layout.yaxis.ticktext
                       for line in text.split("<br>"))  # fmt: skip
        elif isinstance(said.chart, Dots):
            fig = dot_figure(said.chart, 400, 1220)
            assert [trace.name for trace in fig.data] == [s.name for s in said.chart.series]
            assert fig.layout.yaxis.tickfont.size == fig.layout.xaxis.tickfont.size == 24
        elif said.chart is not None:
            fig, letters = map_figure(said.chart, areas_of(made), made.names, 400, 700)
            assert len(fig.data) == len(made.names)
            written = [note.text for note in fig.layout.annotations]
            if letters:
                assert written == list(letters.values())
                assert written[0] == "A"  # a number would read as a rank


def test_deck_changes():
    a, b, c = (Block(BlockKind.TEXT, titel=title) for title in "abc")
    deck = Deck("x", (a, b, c))
    assert deck.moved(0, 2).blocks == (b, c, a)
    assert deck.moved(2, 0).blocks == (c, a, b)
    assert deck.without(1).blocks == (a, c)
    assert deck.added(1, c).blocks == (a, c, b, c)
    assert deck.put(1, c).blocks == (a, c, c)


def entry(kennung, register, **daten):
    return Entry(register, kennung, daten)


PROJECTS = [
    entry("P-1", "projekte", titel="Mitfahrbank", status="laeuft", ortsteile=("nordheim",),
          foerderprogramm="Quartier 2030", foerderbetrag=5000, foerderfrist="2030-12-31",
          veroeffentlicht=True),
    entry("P-2", "projekte", titel="Geheimer Plan", status="geplant"),
]  # fmt: skip
STEPS = [
    entry("S-1", "schritte", projekt="P-1", titel="Antrag", erledigt="2024-01-01"),
    entry("S-2", "schritte", projekt="P-1", titel="Aufstellen", faellig="2024-02-01"),
]


def test_status_of_projects():
    first, second = project_status(PROJECTS, STEPS, "2024-03-01")
    assert (first.schritte, first.erledigt, first.ueberfaellig) == (2, 1, 1)
    assert first.naechster is STEPS[1]
    assert (second.schritte, second.naechster) == (0, None)


def with_projects(figures):
    entries = {"projekte": PROJECTS, "schritte": STEPS}
    return replace(figures, entries=lambda code: entries[code])


def test_only_published_projects_are_public(figures):
    said = state(Block(BlockKind.PROJEKTE), with_projects(figures))
    assert said.headline == "1 Projekt läuft"
    assert said.table.to_dict("records") == [
        {"Projekt": "Mitfahrbank", "Status": "läuft", "Ortsteile": "Nordheim", "Bis": "–",
         "Förderung": "Quartier 2030"}
    ]  # fmt: skip
    assert said.note == ""
    assert state(Block(BlockKind.PROJEKTE, "westtal"), with_projects(figures)).headline == (
        "Westtal: kein Projekt im Register"
    )


def test_inside_steps_and_sums_are_told_and_marked(figures):
    said = state(Block(BlockKind.PROJEKTE, code="intern"), with_projects(figures))
    assert said.headline == "1 Projekt läuft, 1 ist geplant"
    assert said.sentence == (
        "2 Projekte im Register. In laufenden und geplanten Projekten sind 1 von 2 Schritten "
        "erledigt, 1 ist überfällig."
    )
    row = said.table.to_dict("records")[0]
    assert row["Schritte"] == "1 von 2 erledigt; nächster: Aufstellen (01.02.2024, überfällig)"
    assert row["Förderung"].replace("\u00a0", " ") == "Quartier 2030, 5.000 €, bis 31.12.2030"
    assert said.note == "Interner Stand, nicht für die Öffentlichkeit"
    assert said.stand == formats.format_date(moments.today().isoformat())


def test_the_deck_on_paper_says_what_the_slides_say(figures):
    deck = village(figures, "nordheim")
    text = " ".join(pdf.text(deck_paper(deck, figures)).split())
    for block in deck.blocks[1:]:
        assert " ".join(state(block, figures).headline.split()) in text.replace("\u00a0", " ")
