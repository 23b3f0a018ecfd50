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


def in_order(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every structure element in reading order."""
    return [pdf.Root.StructTreeRoot, *_below(pdf.Root.StructTreeRoot)][1:]


def _kids(item: pikepdf.Object) -> list[str]:
    """Names of the structure elements directly below."""
    kids = item.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [str(k.S) for k in kids if isinstance(k, pikepdf.Dictionary) and "/S" in k]


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


#: What may stand directly below (PDF 32000-1, 14.8.4; Matterhorn protocol, checkpoint 09).
_NESTING = {
    "/L": {"/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/TR", "/THead", "/TBody", "/TFoot", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TFoot": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/TOC": {"/TOC", "/TOCI", "/Caption"},
    "/TOCI": {"/Lbl", "/Reference", "/NonStruct", "/P", "/TOC"},
}
#: Structure types of PDF 1.7; others need an entry in the role map.
_STANDARD = {
    "Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index",
    "NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl",
    "LBody", "Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note",
    "Reference", "BibEntry", "Code", "Link", "Annot", "Ruby", "Warichu", "Figure", "Formula",
    "Form",
}  # fmt: skip


def _structure(pdf: pikepdf.Pdf) -> list[str]:
    """Nesting, levels of headings, rows of tables, roles (checkpoints 02, 09, 14, 15, 16)."""
    found, level = [], 0
    roles = pdf.Root.StructTreeRoot.get("/RoleMap", {})
    for item in in_order(pdf):
        name = str(item.S)
        known, seen = name, set()
        while known[1:] not in _STANDARD and known in roles and known not in seen:
            seen.add(known)
            known = str(roles[known])
        if known[1:] not in _STANDARD:
            found.append(f"role without meaning: {name}")
        if wrong := set(_kids(item)) - _NESTING.get(known, set(_kids(item))):
            found.append(f"{sorted(wrong)} in {name}")
        if known == "/LI" and "/LBody" not in _kids(item):
            found.append("entry of a list without body")
        if known == "/Table":
            rows = [one for one in _below(item) if str(one.S) == "/TR"]
            if len({len(_kids(row)) for row in rows}) > 1:
                found.append("rows of a table differ in length")
        if known[:2] == "/H" and known[2:].isdigit():
            if int(known[2:]) > level + 1:
                found.append("level of headings left out")
            level = int(known[2:])
    return found


def _references(pdf: pikepdf.Pdf) -> list[str]:
    """Whether every piece of tagged content and every link is in the tree (checkpoints 01, 28)."""
    tree = pdf.Root.StructTreeRoot.get("/ParentTree")
    if tree is None:
        return ["no parent tree"]
    parents, found = dict(pikepdf.NumberTree(tree)), []
    for page in pdf.pages:
        marks = {
            int(i.operands[1].MCID)
            for i in pikepdf.parse_content_stream(page)
            if str(i.operator) == "BDC"
            and isinstance(i.operands[1], pikepdf.Dictionary)
            and "/MCID" in i.operands[1]
        }
        own = parents.get(int(page.get("/StructParents", -1)), [])
        if marks and (max(marks) >= len(own) or any(own[mark] is None for mark in marks)):
            found.append("tagged content that no element holds")
        for note in page.get("/Annots", []):
            if str(note.Subtype) == "/Link" and not str(note.get("/Contents", "")):
                found.append("link without words")
            held = parents.get(int(note.get("/StructParent", -1)))
            if held is None or str(held.S) != "/Link":
                found.append("annotation outside the tags")
    return found


def _catalog(pdf: pikepdf.Pdf) -> list[str]:
    """What must not be: encryption, scripts, forms, files, doubtful tags (06, 25, 29)."""
    root = pdf.Root
    found = ["encrypted"] if pdf.is_encrypted else []
    if bool(root.get("/MarkInfo", {}).get("/Suspects", False)):
        found.append("doubtful tags")
    names = root.get("/Names", {})
    unwanted = [key for key in ("/AcroForm", "/OCProperties", "/OpenAction", "/AA") if key in root]
    unwanted += [key for key in ("/JavaScript", "/EmbeddedFiles") if key in names]
    return [*found, *(f"has {key}" for key in unwanted)]


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
    found += [*_catalog(pdf), *_structure(pdf), *_references(pdf)]
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
