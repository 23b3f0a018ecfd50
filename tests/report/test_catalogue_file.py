"""The catalogue goes into a file and comes back the same, also through a spreadsheet."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lebenslage.loaders import read
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.exchange import Source
from lebenslage.report.catalogue_file import catalogue_csv
from tests import tiny


def back(data: bytes, name: str = "katalog.csv") -> Catalogue:
    content = read(Source(name, data)).content
    assert isinstance(content, Catalogue)
    return content


def test_the_file_reads_as_what_was_written():
    assert back(catalogue_csv(tiny.catalogue())) == tiny.catalogue()


def test_it_is_a_file_of_a_german_spreadsheet():
    text = catalogue_csv(tiny.catalogue()).decode("utf-8-sig")
    head, root, *_ = text.split("\r\n")
    assert head.startswith("code;eltern;richtung;gewicht;name;rolle;einheit;art;unten;oben;")
    assert root == "gesamt;;1;1;Lebenslage gesamt;bewertet;;mittelwert;;;;;ja;;;;;1;1;;"


def test_what_a_spreadsheet_makes_of_it_reads_the_same():
    """Excel: another encoding, ja as it stands, numbers as it writes them, texts in quotes."""
    frame = pd.read_csv(io.BytesIO(catalogue_csv(tiny.catalogue())), sep=";", dtype=str)
    excel = frame.fillna("").to_csv(sep=";", index=False, lineterminator="\r\n", quoting=1)
    assert back(excel.encode("cp1252")) == tiny.catalogue()
    sheet = io.BytesIO()
    frame.to_excel(sheet, index=False)
    assert back(sheet.getvalue(), "katalog.xlsx") == tiny.catalogue()


def test_a_text_that_looks_like_a_formula_stays_a_text():
    tree = tiny.catalogue()
    node = replace(tree["busabfahrten"], definition="=1+1", einheit="-", name="'quoted'")
    changed = Catalogue(tuple(node if n.code == node.code else n for n in tree))
    data = catalogue_csv(changed)
    assert ";'=1+1;" in data.decode("utf-8-sig")
    assert back(data) == changed


NUMBERS = st.floats(1e-6, 1e9)
TEXTS = st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), max_size=20)


@settings(max_examples=40)  # each example reads and writes a whole catalogue
@given(
    weight=NUMBERS,
    low=NUMBERS,
    step=st.floats(1e-3, 1e6),
    name=TEXTS,
    definition=TEXTS,
    role=st.sampled_from(Role),
    kind=st.sampled_from(Kind),
    cap=st.booleans(),
)
def test_any_node_comes_back(weight, low, step, name, definition, role, kind, cap):
    clean = [" ".join(text.split()) for text in (name, definition)]
    leaf = Node(
        *("x", "gesamt", -1, weight, clean[0], role, "%", kind, low, low + max(step, low * 1e-6)),
        definition=clean[1],
        deckelung=cap,
    )
    tree = Catalogue((Node("gesamt", "", 1, 1.0), leaf))
    assert back(catalogue_csv(tree)) == tree
