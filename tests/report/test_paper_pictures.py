"""Papers as pictures: nothing is printed over the edge of the text, and no page is left empty."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import typst
from PIL import Image

from lebenslage.report import typesetting
from lebenslage.report.documents import council_paper, profile_sheet, situation_report

#: Pixels of an inch, enough to see ink.
_PPI = 60
#: The template leaves 2 cm at the sides; a hanging hyphen may stick out a little.
_SIDE = int(1.8 / 2.54 * _PPI)
#: Parts of a page in ink: a page with less holds a heading alone, or nothing.
_EMPTY = 0.005

_compile = typst.compile


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """Pages of every paper that is made, as lightness from 0 to 255."""
    pages: list[np.ndarray] = []

    def compile_both(template: bytes, **named: object) -> bytes:
        plain = {key: value for key, value in named.items() if key != "pdf_standards"}
        found = _compile(template, format="png", ppi=_PPI, **plain)
        for page in found if isinstance(found, list) else [found]:
            pages.append(np.asarray(Image.open(io.BytesIO(page)).convert("L")))
        return _compile(template, **named)

    monkeypatch.setattr(typesetting.typst, "compile", compile_both)
    return pages


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        ("many", lambda figures: profile_sheet(figures, list(figures.names)[-1])),
        ("empty", lambda figures: profile_sheet(figures, next(iter(figures.names)))),
        ("many", council_paper),
        ("figures", situation_report),
    ],
    ids=["steckbrief-viele", "steckbrief-leer", "vorlage-viele", "lagebericht"],
)
def test_every_page_keeps_to_its_edges(
    kind: str, make: Callable, request: pytest.FixtureRequest, drawn: list[np.ndarray]
) -> None:
    make(request.getfixturevalue(kind))
    assert drawn
    for number, page in enumerate(drawn, 1):
        ink = page < 200
        assert not ink[:, :_SIDE].any(), f"page {number}: over the left edge"
        assert not ink[:, -_SIDE:].any(), f"page {number}: over the right edge"
        assert ink.mean() > _EMPTY, f"page {number} is empty"


def test_what_sticks_out_would_be_seen() -> None:
    text = b"#set page(margin: 2cm)\n#place(dx: -1.5cm, rect(width: 2cm, fill: black))\n#lorem(90)"
    page = np.asarray(Image.open(io.BytesIO(_compile(text, format="png", ppi=_PPI))).convert("L"))
    assert (page < 200)[:, :_SIDE].any()
