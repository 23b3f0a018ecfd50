"""Pictures of the page Handlungsbedarf: every state has its own sign, every cell its keys."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from lebenslage.charts import theme
from lebenslage.charts.need import ZEICHEN, need_matrix, status_change
from lebenslage.charts.waterfall import distance_waterfall
from tests import shown


def matrix(selected: tuple[str, str] | None = None) -> go.Figure:
    return need_matrix(shown.needs().cells, shown.NAMES, shown.CATALOGUE, selected=selected)


def test_every_state_has_a_sign_that_the_line_below_explains() -> None:
    known, _ = matrix().data
    assert list(known.text) == ["▼ ↘", "▲", "○ →"]
    assert all(sign in ZEICHEN for text in known.text for sign in text.split())
    colours = dict(zip(known.text, known.marker.color, strict=True))
    assert len(set(colours.values())) == 3
    for colour in colours.values():
        assert theme.contrast(colour, theme.INK) >= 4.5


def test_cells_without_a_score_are_striped_and_say_why() -> None:
    _, unknown = matrix().data
    assert len(unknown.x) == 3
    assert unknown.marker.pattern.shape == "/"
    assert unknown.hovertext[0] == "<b>Ahausen, Versorgung</b><br>zu wenig Daten"


def test_a_cell_carries_its_keys_and_does_not_fade() -> None:
    known, unknown = matrix().data
    assert [list(keys) for keys in known.customdata] == [[a, "wohnen"] for a in "abc"]
    assert [list(keys) for keys in unknown.customdata] == [[a, "versorgung"] for a in "abc"]
    assert known.unselected.marker.opacity == 1


def test_the_chosen_cell_has_a_frame() -> None:
    assert len(matrix().layout.shapes) == 0
    (frame,) = matrix(("b", "wohnen")).layout.shapes
    assert (frame.x0 + frame.x1) / 2 == 1  # Bedorf is the second column
    assert frame.line.width == 3


def test_nine_classes_with_the_ortsteile_that_have_both() -> None:
    fig = status_change(shown.needs().cells.head(3), shown.NAMES, selected="a")
    assert len(fig.layout.shapes) == 9
    placed = {a.text: a.x for a in fig.layout.annotations if a.xref != "paper"}
    assert placed == {"<b>Ahausen</b>": 0, "Cestadt": 1}  # Bedorf has no change
    # low and falling is the darkest orange, high and rising the darkest blue
    colours = [shape.fillcolor for shape in fig.layout.shapes]
    assert colours[2] == theme.DIVERGING[3]
    assert colours[6] == theme.DIVERGING[1]


def test_a_full_class_grows() -> None:
    cells = shown.needs().cells.head(3)
    alike = cells.assign(status="mittel", veraenderung="stabil")
    small, tall = (status_change(c, shown.NAMES, selected="a") for c in (cells, alike))
    assert tall.layout.height > small.layout.height
    names = [a.text for a in tall.layout.annotations if a.xref != "paper"]
    assert names == ["<b>Ahausen</b><br>Bedorf<br>Cestadt"]


def test_waterfall_steps_end_at_the_distance() -> None:
    fig = distance_waterfall(shown.drivers(), shown.CATALOGUE)
    (steps,) = fig.data
    assert list(steps.measure) == ["relative", "relative", "total"]
    assert list(steps.x) == pytest.approx([-40.0, 5.04, -35.0])
    heads = [a.text for a in fig.layout.annotations]
    flat = [head.replace("<br>", " ") for head in heads]
    assert "<b>Leerstandsquote</b><br>−40,0 Punkte (20 statt 80)" in heads
    assert "<b>Feuerwehr</b> +5,0 Punkte (60 statt 50, nicht belastbar)" in flat
    assert "<b>Abstand zum Mittel der anderen</b> <b>Ortsteile</b> −35,0 Punkte" in flat
    low, high = fig.layout.xaxis.range
    assert low < -40
    assert high > 0


def test_small_steps_are_told_together() -> None:
    many = shown.drivers().iloc[[0, 2, 2, 2]].reset_index(drop=True)
    fig = distance_waterfall(many, shown.CATALOGUE)
    assert list(fig.data[0].x) == pytest.approx([-40.0, -0.12, -40.12])
    assert any("Übrige Indikatoren" in a.text for a in fig.layout.annotations)
