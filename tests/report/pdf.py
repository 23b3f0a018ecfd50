"""What tests look for in a PDF: tags, fonts, text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdf


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every structure element."""
    stack = [pdf.Root.StructTreeRoot.K]
    while stack:
        item = stack.pop()
        if isinstance(item, pikepdf.Array):
            stack.extend(item)
        elif isinstance(item, pikepdf.Dictionary):
            if "/S" in item:
                yield item
            if "/K" in item:
                stack.append(item.K)


def _below(item: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = item.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def _scope(item: pikepdf.Object) -> str:
    """What a header is for: its column or its row."""
    given = item.get("/A", [])
    for one in given if isinstance(given, pikepdf.Array) else [given]:
        if isinstance(one, pikepdf.Dictionary) and "/Scope" in one:
            return str(one.Scope)
    return ""


#: Operators that put something on the page.
_SHOWS = {
    "Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh", "BI",
}  # fmt: skip


def _untagged(page: pikepdf.Page) -> bool:
    """Whether anything is shown outside marked content."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in ("BDC", "BMC"):
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in _SHOWS and not depth:
            return True
    return False


def tags(pdf: pikepdf.Pdf) -> list[str]:
    return [str(item.S) for item in elements(pdf)]


def problems(data: bytes) -> list[str]:
    """What PDF/UA-1 asks for and a program can see (after the Matterhorn protocol)."""
    pdf, found = opened(data), []
    root = pdf.Root
    if str(root.get("/Lang", "")) not in ("de", "de-DE"):
        found.append("language")
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        found.append("not marked as tagged")
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        found.append("title is not shown")
    with pdf.open_metadata() as meta:
        if meta.get("pdfuaid:part") != "1":
            found.append("does not say PDF/UA-1")
        if not meta.get("dc:title"):
            found.append("no title")
    every = list(elements(pdf))
    for item in every:
        if str(item.S) == "/TH" and not _scope(item):
            found.append("table header without scope")
        if str(item.S) == "/Table" and not any(str(one.S) == "/TH" for one in _below(item)):
            found.append("table without header")
        if str(item.S) == "/Figure" and not str(item.get("/Alt", "")):
            found.append("figure without words")
    names = [str(item.S) for item in every]
    levels = [int(name[2]) for name in reversed(names) if name[:2] == "/H" and name[2:].isdigit()]
    if not levels or min(levels) != 1:
        found.append("no heading of level 1")
    if "/Outlines" not in root:
        found.append("no bookmarks")
    for page in pdf.pages:
        if _untagged(page):
            found.append("content that is neither tagged nor an artifact")
        if str(page.get("/Tabs", "")) != "/S":
            found.append("order of tabs")
        for font in page.resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = inner.get("/FontDescriptor", {})
            if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                found.append(f"font not embedded: {font.BaseFont}")
            if "/ToUnicode" not in font:
                found.append(f"font without characters: {font.BaseFont}")
    return sorted(set(found))


def text(data: bytes) -> str:
    """The text of all pages."""
    return " ".join(pages(data))


def pages(data: bytes) -> list[str]:
    """The text of each page, words parted by single blanks, without hyphenation."""
    texts = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return [" ".join(re.sub("\xad\\s*", "", found).split()) for found in texts]


def bookmarks(data: bytes) -> list[str]:
    """Titles of all bookmarks."""

    def titles(items: list) -> Iterator[str]:
        for item in items:
            if isinstance(item, list):
                yield from titles(item)
            else:
                yield str(item.title)

    return list(titles(pypdf.PdfReader(io.BytesIO(data)).outline))


def title(data: bytes) -> str:
    """Title of the document."""
    info = pypdf.PdfReader(io.BytesIO(data)).metadata
    return str(info.title) if info else ""
