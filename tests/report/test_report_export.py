"""Files to take away: the same bytes each time, real numbers, nothing that runs."""

import csv
import datetime as dt
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage.model import columns
from lebenslage.model.rules import Guete
from lebenslage.model.survey import Question, Questionnaire, QuestionType, SurveyKind
from lebenslage.report import export, files
from lebenslage.report.files import Notes, csv_bytes, guarded, sheet_names, xlsx_bytes
from tests import shown
from tests.shown import NAMES, NAN, QUESTION, SHARE

NOTES = Notes("Leerstand", quellen=("Amt: Zensus",), stand="2011", beispiel=True, naeherung=True)
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"]


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_csv_is_what_a_german_excel_opens():
    frame = pd.DataFrame(
        {"Größe": [1.5, NAN], "Zahl": [3, -4], "Text": ["a;b", 'c"d'], "Wahr": [True, False]}
    )
    assert csv_bytes(frame) == (
        b"\xef\xbb\xbf" + 'Größe;Zahl;Text;Wahr\r\n1,5;3;"a;b";ja\r\n;-4;"c""d";nein\r\n'.encode()
    )


def test_csv_numbers_are_unrounded():
    frame = pd.DataFrame({"x": [1 / 3, 2.0, 1e-7, 12345678901234.5]})
    assert [row[0] for row in lines(csv_bytes(frame))[1:]] == [
        "0,3333333333333333", "2", "1e-07", "12345678901234,5",
    ]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_do_not_run_in_csv(text):
    assert guarded(text) == f"'{text}"
    written = lines(csv_bytes(pd.DataFrame({text: [text]})))
    assert all(cell.startswith("'") for row in written for cell in row)


@given(st.text())
def test_guarded_text_never_begins_like_a_formula(text):
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))
    assert guarded(text).endswith(text)


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_texts_in_xlsx(text):
    data = xlsx_bytes({"Werte": pd.DataFrame({"x": [text]})}, NOTES)
    cell = book(data)["Werte"]["A2"]
    assert cell.data_type == "s"
    assert not any("<f>" in part for part in parts(data).values())


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def test_addresses_are_no_links():
    data = xlsx_bytes({"Werte": pd.DataFrame({"x": ["https://example.org/"]})}, NOTES)
    assert "<hyperlink" not in parts(data)["xl/worksheets/sheet1.xml"].lower()


def test_xlsx_is_the_same_each_time():
    frame = pd.DataFrame({"x": [1.5, NAN], "Stand": ["2011-05-09", "2021"]})
    first = xlsx_bytes({"Werte": frame}, NOTES)
    assert first == xlsx_bytes({"Werte": frame.copy()}, NOTES)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}
    assert str(dt.datetime.now().year) not in parts(first)["docProps/core.xml"]


def test_xlsx_holds_numbers_dates_and_texts():
    frame = pd.DataFrame(
        {"Wert": [1.5, NAN], "n": [30, 7], "Stand": ["2011-05-09", "2021"], "ok": [True, None]}
    )
    sheet = book(xlsx_bytes({"Werte": frame}, NOTES))["Werte"]
    assert [cell.value for cell in sheet[1]] == ["Wert", "n", "Stand", "ok"]
    assert [cell.value for cell in sheet[2]] == [1.5, 30, dt.datetime(2011, 5, 9), "ja"]
    assert [cell.value for cell in sheet[3]] == [None, 7, "2021", None]
    assert sheet["C2"].number_format == "dd.mm.yyyy"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet.column_dimensions["C"].width > 9


def test_notes_say_where_it_comes_from():
    sheet = book(xlsx_bytes({"Werte": pd.DataFrame({"x": [1]})}, NOTES))["Quellen und Hinweise"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["Inhalt", "Achtung", "Achtung", "Stand", "Quelle"]
    assert rows[1][1].startswith("Beispieldaten: ")
    assert rows[2][1].startswith("Näherung, keine amtliche Grenze: ")
    assert rows[4][1] == "Amt: Zensus"


def test_notes_of_real_data_have_no_marks():
    assert Notes("Leerstand").lines() == [("Inhalt", "Leerstand")]


def test_control_characters_do_not_break_the_file():
    frame = pd.DataFrame({"x": ["a\x00b\x0bc", "d\ne"]})
    sheet = book(xlsx_bytes({"Werte": frame}, NOTES))["Werte"]
    assert [sheet["A2"].value, sheet["A3"].value] == ["abc", "d\ne"]


def test_dates_before_excel_are_texts():
    frame = pd.DataFrame({"x": ["1848-03-18", "2021-02-31"]})
    sheet = book(xlsx_bytes({"Werte": frame}, NOTES))["Werte"]
    assert [sheet["A2"].value, sheet["A3"].value] == ["1848-03-18", "2021-02-31"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Werte", "werte"], ["Werte", "werte 2"]),
        (["a/b[c]:d*e?f"], ["a b c  d e f"]),
        (["'", ""], ["Tabelle", "Tabelle 2"]),
        (["x" * 40], ["x" * 31]),
    ],
)
def test_sheet_names(names, expected):
    assert sheet_names(names) == expected


@given(st.lists(st.text(), max_size=6))
def test_any_sheet_names_can_be_written(names):
    result = sheet_names(names)
    assert len({name.casefold() for name in result}) == len(names)
    assert all(1 <= len(name) <= 31 for name in result)
    assert not any(set(name) & set("[]:*?/\\") for name in result)


def quellen() -> pd.DataFrame:
    told = ("q1", "Amt", "Zensus", "dl-de/by-2-0", "© Amt", "2011-05-09")
    row = dict.fromkeys(columns.QUELLEN, "") | dict(zip(columns.QUELLEN, told, strict=False))
    return pd.DataFrame([row])


def test_indicator_export():
    values = shown.values()
    values.loc[0, "guete"] = Guete.BEISPIEL
    made = export.indicator_export(values, NAMES, SHARE, quellen(), 7)
    table = lines(made.csv)
    assert table[0] == [
        "gebiet_id", "indikator", "stand", "wert", "zaehler", "nenner", "standardfehler",
        "quelle_id", "guete", "gebiet", "name", "einheit", "ug", "og", "n", "status", "grund",
    ]  # fmt: skip
    assert table[1] == [
        "a", "leer", "2021-12-31", "12,4", "", "", "", "q1", "beispiel", "Ahausen",
        "Leerstandsquote", "%", "9,8", "15,6", "200", "ok", "",
    ]  # fmt: skip
    assert table[3][3:] == [
        "", "", "", "", "q1", "amtlich", "Cestadt", "Leerstandsquote", "%", "", "", "",
        "unterdrueckt", "zu wenige Fälle (Datenschutz)",
    ]  # fmt: skip
    sheet = [[cell.value for cell in row] for row in book(made.xlsx)["Werte"].iter_rows()]
    assert sheet[0] == [
        "Gebietsschlüssel", "Gebiet", "Indikator", "Stand", "Wert", "Einheit", "Untergrenze",
        "Obergrenze", "Zähler", "Nenner", "Fälle", "Güte", "Status", "Grund", "Quelle",
    ]  # fmt: skip
    assert sheet[1][4:8] + sheet[1][11:13] == [12.4, "%", 9.8, 15.6, "Beispieldaten", "gezeigt"]
    assert sheet[3][12:14] == ["nicht gezeigt (Datenschutz)", "zu wenige Fälle (Datenschutz)"]
    assert len(table) == 4  # Gemeinde and Landkreis were not asked for
    notes = book(made.xlsx)["Quellen und Hinweise"]
    told = [tuple(cell.value for cell in row) for row in notes.iter_rows()]
    assert ("Stand", "31.12.2021") in told
    assert ("Hinweis", "Fassung 7 der Daten im Dashboard.") in told
    assert ("Quelle", "Amt: Zensus, Stand 09.05.2011, © Amt, Lizenz: dl-de/by-2-0") in told
    assert told[1][0] == "Achtung"
    assert (
        "Verfahren",
        "Leere Wohnungen. bewertet: ein niedrigerer Wert ist günstiger. 0 Punkte bei 20 %, "
        "100 Punkte bei 0 %. 95 %-Bereich nach Wilson.",
    ) in told


def test_indicator_export_of_the_same_values_is_the_same():
    made = [export.indicator_export(shown.values(), NAMES, SHARE, quellen(), 7) for _ in range(2)]
    assert (made[0].csv, made[0].xlsx) == (made[1].csv, made[1].xlsx)


def test_survey_export():
    parts_of = Question("F3", "Wie wichtig?", QuestionType.MATRIX, shown.SCALE, {"A": "Laden"})
    wave = Questionnaire(
        "u", "Leben 2025", "2025-05-12", SurveyKind.OFFEN, (QUESTION, parts_of), beispiel=True
    )
    rows = [
        shown.share("a", "5", 0.25),
        shown.share("", "4", NAN, frage="F3[A]"),
        shown.share("a", "9", 0.08, statistik="weiss_nicht"),
    ]
    made = export.survey_export(pd.DataFrame(rows), wave, NAMES)
    table = lines(made.csv)
    assert table[1] == [
        "F1", QUESTION.text, "Ahausen", "Anteil", "sehr zufrieden", "0,25", "0,2", "0,3", "100",
        "90", "gezeigt", "Beispieldaten",
    ]  # fmt: skip
    assert table[2] == [
        "F3[A]", "Wie wichtig? – Laden", "Alle zusammen", "Anteil", "zufrieden", "", "", "", "", "",
        "nicht gezeigt (Datenschutz)", "Beispieldaten",
    ]  # fmt: skip
    assert table[3][3:5] == ["Anteil „weiß nicht“", "weiß nicht"]
    told = [
        tuple(cell.value for cell in row)
        for row in book(made.xlsx)["Quellen und Hinweise"].iter_rows()
    ]
    assert ("Verfahren", "Offene Umfrage: Orientierung, nicht repräsentativ.") in told
    assert told[1][1].startswith("Beispieldaten: ")


def test_nothing_in_the_files_reads_the_clock():
    assert "today" not in vars(files)
