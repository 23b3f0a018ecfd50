"""PPTX: opened again with the library, its charts hold the numbers of the statements."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from lebenslage.report.deck.blocks import AreaMap, Bars, BlockKind
from lebenslage.report.deck.proposals import proposed, situation, survey_results, village
from lebenslage.report.deck.statements import mark_line, state_all
from lebenslage.report.slides import slides


def opened(data):
    return Presentation(io.BytesIO(data))


@pytest.mark.parametrize("place", [0, 1, 3], ids=["lagebericht", "umfrage", "ortsteil"])
def test_charts_hold_the_numbers_of_the_statements(figures, place):
    deck = list(proposed(figures).values())[place]
    presentation = opened(slides(deck, figures))
    said = state_all(deck, figures)
    assert len(presentation.slides) == len(said)
    for slide, one in zip(presentation.slides, said, strict=True):
        assert slide.shapes.title.text == one.headline
        if isinstance(one.chart, Bars) and not one.points:
            chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
            plot = chart.plots[0]
            told = [label.removesuffix(" (nicht gezeigt)") for label in plot.categories]
            assert tuple(told) == one.chart.labels[:12]
            drawn = [tuple(series.values) for series in plot.series]
            assert drawn == [series.values[:12] for series in one.chart.series]
        if isinstance(one.chart, AreaMap):
            assert any(shape.shape_type == 13 for shape in slide.shapes)  # a picture


def test_everything_has_words_and_notes(figures):
    for slide in opened(slides(situation(figures), figures)).slides:
        for shape in slide.shapes:
            if not shape.has_text_frame:
                assert shape._element.xpath(".//p:cNvPr/@descr")
        notes = slide.notes_slide.notes_text_frame.text
        assert mark_line(figures) in notes


def test_wide_format_and_fixed_dates(figures):
    data = slides(situation(figures), figures)
    presentation = opened(data)
    assert presentation.slide_width * 9 == pytest.approx(presentation.slide_height * 16, rel=1e-3)
    assert len(presentation.slide_layouts) == 1
    assert presentation.core_properties.created.year == 2000


@pytest.mark.parametrize("kind", ["many", "empty"])
def test_nothing_leaves_the_slide(kind, request):
    figures = request.getfixturevalue(kind)
    decks = [situation(figures), village(figures, next(iter(figures.names)))]
    decks += [survey_results(figures, wave.id) for wave in figures.waves]
    for deck in decks:
        deck_small = type(deck)(deck.name, deck.blocks[:8])
        presentation = opened(slides(deck_small, figures))
        for slide in presentation.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= presentation.slide_width
                assert shape.top + shape.height <= presentation.slide_height


def test_hidden_answers_are_not_in_the_chart_data(figures):
    """Westtal: eight answers."""
    deck = survey_results(figures, "umfrage-2024")
    for slide, block in zip(opened(slides(deck, figures)).slides, deck.blocks, strict=True):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        for chart in charts if block.kind is BlockKind.FRAGE else ():
            plot = chart.plots[0]
            row = list(plot.categories).index("Westtal (nicht gezeigt)")
            assert {series.values[row] for series in plot.series} == {None}


def test_rows_that_wrap_leave_room_for_fewer(many):
    """40 Ortsteile with long names, every answer hidden with its reason: cells of several lines."""
    deck = survey_results(many, many.waves[-1].id)
    for slide in opened(slides(type(deck)(deck.name, deck.blocks[2:3]), many)).slides:
        table = next(shape.table for shape in slide.shapes if shape.has_table)
        assert 1 < len(table.rows) < 10
