"""Data to a PDF (PDF/UA-1), by a template of Typst; the same input gives the same bytes."""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Collection, Mapping
from importlib import resources
from typing import Any, Final

import typst
from matplotlib.ft2font import FT2Font

_PACKAGE: Final = "lebenslage.report"
_FONTS: Final = "schriften"
_REGULAR: Final = "LiberationSans-Regular.ttf"
#: Stands for a sign that the font lacks.
_LACKING: Final = "□"


def typeset_pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Typeset a template of this package; its texts come as data and can be no markup.

    Notes
    -----
    PDF/UA-1 forbids signs without a glyph (emoji, control characters in what somebody typed or
    pasted): they are replaced then, so that the paper does not fail for one of them.
    """
    try:
        return _compiled(template, data)
    except typst.TypstError:
        return _compiled(template, _displayable(data, _glyphs()))


def _compiled(template: str, data: Mapping[str, Any]) -> bytes:
    source = resources.files(_PACKAGE).joinpath(template).read_bytes()
    with resources.as_file(resources.files(_PACKAGE).joinpath(_FONTS)) as fonts:
        pdf: bytes = typst.compile(  # type: ignore[misc]
            source,
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"daten": json.dumps(data)},
        )
    return pdf


def _displayable(data: Any, glyphs: Collection[int]) -> Any:
    if isinstance(data, str):
        return "".join(sign if ord(sign) in glyphs else _instead(sign) for sign in data)
    if isinstance(data, Mapping):
        return {key: _displayable(value, glyphs) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_displayable(value, glyphs) for value in data]
    return data


def _instead(sign: str) -> str:
    """White space stays, what joins or changes other signs goes with them."""
    if sign.isspace():
        return sign if sign in "\n\t" else " "
    return "" if unicodedata.category(sign)[0] in "CM" else _LACKING


@functools.cache
def _glyphs() -> frozenset[int]:
    with resources.as_file(resources.files(_PACKAGE).joinpath(_FONTS, _REGULAR)) as path:
        return frozenset(FT2Font(str(path)).get_charmap())
