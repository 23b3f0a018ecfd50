"""Texts that are attacks come out of every file letter by letter, and nothing in it runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import openpyxl
import pikepdf
import pytest
from pptx import Presentation

from lebenslage.analysis.figures import Figures
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure
from lebenslage.report.catalogue_file import catalogue_csv
from lebenslage.report.deck.blocks import Block, BlockKind, Deck
from lebenslage.report.deck.proposals import survey_results
from lebenslage.report.files import guarded
from lebenslage.report.handout import deck_paper
from lebenslage.report.paper import questionnaire_pdf
from lebenslage.report.slides import slides
from tests import tiny
from tests.data.carriers import ATTACK, FORMULA, URL
from tests.report import pdf
from tests.report.test_every_file import MAKERS, WAVE

_NUMBER = re.compile(r"-[\d.,]+(e-?\d+)?|-")
#: A formula, markup, Markdown and an address in one: the worst cell there is.
HOSTILE = f'{FORMULA}HYPERLINK("javascript:alert(1)"){ATTACK} {URL}'
#: Pieces of it that must be there to be read, without blanks: a line may break anywhere.
LETTERS = ("javascript:alert(1)", "<script>window.__xss=1</script>", "](javascript:window.__xss=1)")


def hostile_deck(figures: Figures) -> Deck:
    """What somebody may type on the page Präsentation: its name, titles, texts."""
    first, *others = survey_results(figures, WAVE).blocks
    own = Block(BlockKind.TEXT, titel=HOSTILE, text=HOSTILE)
    return Deck(HOSTILE, (replace(first, text=HOSTILE), others[0], own))


@pytest.fixture(scope="module")
def strange() -> Figures:
    """The tiny Gemeinde whose every name and text is an attack; loaders would refuse them."""
    state = tiny.snapshot()
    names = [f"{HOSTILE} {i}" for i in range(len(state.ortsteile))]
    areas = state.ortsteile.assign(name=names, quelle=HOSTILE)
    nodes = tuple(
        replace(
            node, name=f"{HOSTILE} {node.code}", definition=HOSTILE, zielwert_quelle=HOSTILE,
            lieferant=HOSTILE,
        )
        for node in state.catalogue.nodes
    )  # fmt: skip
    waves = []
    for year in ("2022", "2024"):
        wave = tiny.wave(year)
        asked = tuple(replace(q, text=f"{HOSTILE} {q.code}") for q in wave.fragebogen.fragen)
        survey = replace(
            wave.fragebogen, titel=f"{HOSTILE} {year}", grundgesamtheit_text=HOSTILE, fragen=asked
        )
        waves.append(replace(wave, fragebogen=survey))
    state = replace(
        state,
        ortsteile=areas,
        catalogue=Catalogue(nodes),
        quellen=state.quellen.assign(herausgeber=HOSTILE, titel=HOSTILE, lizenz=HOSTILE),
        umfragen=tuple(waves),
    )
    own = replace(tiny.gemeinde(), name=HOSTILE, landkreis=HOSTILE)
    return Figures(state, own, Procedure())


@pytest.fixture(scope="module")
def files(strange: Figures) -> dict[str, bytes]:
    """Every file that is handed out, with the deck and the questionnaire of that Gemeinde."""
    makers = dict(MAKERS) | {
        "folien.pdf": lambda f: deck_paper(hostile_deck(f), f),
        "folien.pptx": lambda f: slides(hostile_deck(f), f),
        "fragebogen.pdf": lambda f: questionnaire_pdf(f.wave(WAVE), f.names, f.gemeinde),
        "katalog.csv": lambda f: catalogue_csv(f.snapshot.catalogue.nodes),
    }
    return {name: make(strange) for name, make in makers.items()}


def of_kind(files: dict[str, bytes], ending: str) -> list[tuple[str, bytes]]:
    found = [(name, data) for name, data in files.items() if name.endswith(ending)]
    assert found
    return found


def missing(text: str) -> list[str]:
    bare = re.sub(r"\s", "", text)
    return [piece for piece in LETTERS if piece not in bare]


def actions(document: pikepdf.Pdf) -> Iterator[str]:
    """What something in the document does when it is opened or clicked."""
    for each in document.objects:
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            for key in ("/JS", "/JavaScript", "/Launch", "/AA", "/OpenAction", "/EmbeddedFiles"):
                if key in each:
                    yield key
            kind = str(each.get("/S", ""))
            if kind in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR"):
                yield kind
            for holder in (each, each.get("/A", {})):
                if isinstance(holder, pikepdf.Dictionary) and "/URI" in holder:
                    yield f"/URI {holder.URI}"


def test_pdf(files):
    for name, data in of_kind(files, ".pdf"):
        assert list(actions(pdf.opened(data))) == [], name
        assert missing(pdf.text(data)) == [], name


def outside(data: bytes) -> list[str]:
    """Parts of an Office file that lead out of it or compute something."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for part in packed.namelist():
            if part.endswith(".xlsx"):  # the figures behind a chart
                found += [f"{part}: {inner}" for inner in outside(packed.read(part))]
            elif re.search(r"vba|macro|activeX|oleObject", part):
                found.append(part)
            if not part.endswith((".xml", ".rels")):
                continue
            text = packed.read(part).decode("utf-8")
            marks = r'TargetMode="External"|<f[ >]|<hyperlink|<a:hlink(?:Click|Hover)[^>]*r:id="r'
            found += [f"{part}: {mark}" for mark in re.findall(marks, text)]
    return found


def test_pptx(files):
    for name, data in of_kind(files, ".pptx"):
        assert outside(data) == [], name
        shown = Presentation(io.BytesIO(data)).slides
        texts = [s.text_frame.text for one in shown for s in one.shapes if s.has_text_frame]
        assert missing("".join(texts)) == [], name


def test_xlsx(files):
    for name, data in of_kind(files, ".xlsx"):
        assert outside(data) == [], name
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}, name
        assert any(str(cell.value).startswith(HOSTILE) for cell in cells), name


def test_csv(files):
    tables = of_kind(files, ".csv")
    with zipfile.ZipFile(io.BytesIO(files["offen.zip"])) as packed:
        tables += [(part, packed.read(part)) for part in packed.namelist() if part.endswith(".csv")]
    assert len(tables) > 5
    for name, data in tables:
        text = data.decode("utf-8-sig")
        parted = ";" if ";" in text.splitlines()[0] else ","
        rows = csv.reader(io.StringIO(text), delimiter=parted)
        cells = [cell for row in rows for cell in row]
        runs = [cell for cell in cells if guarded(cell) != cell and not _NUMBER.fullmatch(cell)]
        assert runs == [], name
