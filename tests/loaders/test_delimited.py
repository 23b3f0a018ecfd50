"""Separators, quotes, physical lines, lines of unequal length."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.errors import DatenFehler
from lebenslage.loaders import delimited
from lebenslage.loaders.delimited import DELIMITERS, detect_delimiter, parse_table
from lebenslage.loaders.text import Decoded


def table(text: str) -> delimited.RawTable:
    return parse_table(Decoded(text, "utf-8"), "a.csv")


def rows(text: str) -> list[list[str]]:
    return table(text).cells.fillna("").values.tolist()


def message(text: str) -> str:
    with pytest.raises(DatenFehler) as caught:
        table(text)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(delimiter, end):
    text = end.join(delimiter.join(row) for row in (["a", "b"], ["1", "2"], ["3", "4"]))
    assert detect_delimiter(text) == delimiter
    assert rows(text) == [["1", "2"], ["3", "4"]]


def test_decimal_commas_do_not_make_a_comma_file():
    assert detect_delimiter("a;b;c\n1,5;2,5;3,5\n1,5;2,5;3,5\n") == ";"


def test_text_with_semicolons_does_not_make_a_semicolon_file():
    text = 'nr,text\n1,"erst; dann; endlich"\n2,"ja; nein"\n'
    assert rows(text) == [["1", "erst; dann; endlich"], ["2", "ja; nein"]]


def test_excels_separator_line_is_obeyed_and_counted():
    found = table("sep=|\na|b\n1|2\n")
    assert found.header == ("a", "b")
    assert found.line(0) == 3


def test_lines_are_those_of_a_text_editor():
    # 1 header, 2 blank, 3-4 one record with a line break, 5 a row of nothing, 6 the last
    found = table('a;b\n\n1;"x\ny"\n;\n2;z\n')
    assert found.cells.values.tolist() == [["1", "x\ny"], ["2", "z"]]
    assert [found.line(row) for row in range(2)] == [3, 6]


def test_line_breaks_in_the_header():
    found = table('"Wie alt\nsind Sie?";b\n1;2\n')
    assert found.header == ("Wie alt sind Sie?", "b")
    assert found.line(0) == 3


def test_nothing_and_empty_text_are_told_apart():
    cells = table('a;b;c\n1;;""\n').cells
    assert pd.isna(cells.at[0, 1])
    assert cells.at[0, 2] == ""


def test_quotes_inside_a_cell():
    assert rows('a;b\n1;12" Rohr\n2;"sagt ""ja"""\n') == [["1", '12" Rohr'], ["2", 'sagt "ja"']]


def test_surplus_separators_at_the_end_of_lines():
    assert rows("a;b\n1;2;\n3;4;;\n") == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n", "a.csv: Die Datei hat nur eine Kopfzeile und keine Daten."),
        ("a;b\n;\n\n", "a.csv: Die Datei hat nur eine Kopfzeile und keine Daten."),
        (
            "a;b;c\n1;2;3\n\n1;2\n1;2;3;4\n1\n",
            "a.csv, Zeile 4: Die Zeile hat 2 Felder, die Kopfzeile hat 3.\n"
            "a.csv, Zeile 5: Die Zeile hat 4 Felder, die Kopfzeile hat 3.\n"
            "a.csv, Zeile 6: Die Zeile hat 1 Feld, die Kopfzeile hat 3.",
        ),
        (
            'a;b\n1;2\n3;"4\n5;6\n',
            "a.csv, Zeile 3: Ein Anführungszeichen wird geöffnet und nicht wieder geschlossen.",
        ),
        (
            "a:b:c\n1:2:3\n",
            "a.csv: Alle Angaben stehen in einer einzigen Spalte. Erwartet wird eine Tabelle, "
            "deren Spalten mit Semikolon, Komma, Tabulator oder senkrechtem Strich getrennt sind.",
        ),
        (
            "a;b;c\n1,2,3\n4,5,6\n",
            "a.csv: Die Kopfzeile ist mit Semikolon getrennt, die Zeilen darunter nicht. "
            "Bitte überall dasselbe Trennzeichen verwenden.",
        ),
    ],
)
def test_broken_tables(text, expected):
    assert message(text) == expected


def test_an_open_quote_before_much_text_is_found():
    text = 'a;b\n1;"2\n' + "x;y\n" * 50_000
    assert message(text) == (
        "a.csv, Zeile 2: Ein Anführungszeichen wird geöffnet und nicht wieder geschlossen."
    )


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6
    ).filter(lambda body: any(cell.strip() for row in body for cell in row))
)


@given(TABLES, st.sampled_from(sorted(DELIMITERS)), st.sampled_from(["\n", "\r\n"]))
def test_what_the_csv_module_writes_is_read_back(body, delimiter, end):
    header = [f"s{i}" for i in range(len(body[0]))]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *body])
    assert rows(buffer.getvalue()) == [row for row in body if any(cell.strip() for cell in row)]


@given(TABLES)
def test_both_parsers_agree(body):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([["s"] * len(body[0]), *body])
    text, width = buffer.getvalue(), len(body[0])
    fast = delimited._parse_fast(text.encode(), ";", width, 1)
    slow = delimited._parse_slowly(text, ";", width, "a.csv", 0)
    assert fast is not None
    said = delimited._filled(fast)
    assert fast[said].fillna("").values.tolist() == slow[said].values.tolist()
    assert delimited._filled(slow).tolist() == said.tolist()
