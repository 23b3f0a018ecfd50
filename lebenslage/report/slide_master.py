"""The master of the slides: 16:9, one layout, the colour and the name of the Gemeinde."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

WIDTH: Final = Inches(13.333)
HEIGHT: Final = Inches(7.5)
#: Metrically the same as the shipped font, and on every office computer.
SCHRIFT: Final = "Arial"
_TITLE_ONLY: Final = 5


def blank_presentation(colour: str) -> Any:
    """A presentation without slides, with one layout: a headline below a bar.

    Parameters
    ----------
    colour : str
        "#RRGGBB" of bar and headline.
    """
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    master = presentation.slide_master
    layouts = master.slide_layouts
    for layout in [one for place, one in enumerate(layouts) if place != _TITLE_ONLY]:
        layouts.remove(layout)
    layout = layouts[0]
    for holder in (master, layout):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.type is not None and "TITLE" not in str(
                shape.placeholder_format.type
            ):
                shape._element.getparent().remove(shape._element)
        title = next(iter(holder.placeholders))
        title.left, title.top = Inches(0.6), Inches(0.35)
        title.width, title.height = WIDTH - Inches(1.2), Inches(0.95)
    _title_style(master, colour)
    _theme(master, colour)
    bar = master.shapes._spTree
    bar.append(_rectangle(colour))
    return presentation


def _rectangle(colour: str) -> Any:
    """A bar along the top edge, drawn on a slide of its own and taken from there."""
    sketch = Presentation()
    slide = sketch.slides.add_slide(sketch.slide_layouts[6])
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), WIDTH, Inches(0.16))
    shape.fill.solid()
    rgb: Any = RGBColor.from_string(colour.lstrip("#"))  # type: ignore[no-untyped-call]
    shape.fill.fore_color.rgb = rgb
    shape.line.fill.background()
    shape._element.nvSpPr.cNvPr.set("id", "100")
    shape._element.nvSpPr.cNvPr.set("name", "Balken")
    return shape._element


def _title_style(master: Any, colour: str) -> None:
    """Headlines: left, bold, in the colour of the Gemeinde."""
    style = master._element.find(qn("p:txStyles")).find(qn("p:titleStyle"))
    level = style.find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    run = level.find(qn("a:defRPr"))
    run.set("sz", str(Pt(28).centipoints))
    run.set("b", "1")
    for child in run.findall(qn("a:solidFill")):
        fill = etree.SubElement(child, qn("a:srgbClr"), val=colour.lstrip("#"))
        for old in [one for one in child if one is not fill]:
            child.remove(old)


def _theme(master: Any, colour: str) -> None:
    """Fonts and first accent of the theme, so that new elements look the same."""
    part = master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    tree = etree.fromstring(part.blob)
    for font in tree.iter(qn("a:latin")):
        if font.getparent().tag in (qn("a:majorFont"), qn("a:minorFont")):
            font.set("typeface", SCHRIFT)
    accent = next(tree.iter(qn("a:accent1")))
    for child in list(accent):
        accent.remove(child)
    etree.SubElement(accent, qn("a:srgbClr"), val=colour.lstrip("#"))
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
