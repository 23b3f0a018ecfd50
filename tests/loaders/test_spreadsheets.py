"""Workbooks, whatever they are called; what is refused is in tests/bad_input."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest

from lebenslage.loaders.xlsx import cell_text
from lebenslage.model.exchange import Source
from tests.loaders.build import archive, lines, problems, read, workbook

ROWS = [["gebiet_id", "indikator", "stand", "wert"], ["Nordheim", "busabfahrten", "2024", 12.5]]


@pytest.mark.parametrize("name", ["werte.xlsx", "werte.csv", "werte"])
def test_a_workbook_is_known_by_its_content(name):
    delivery = read(workbook(ROWS, name))
    assert delivery.format == "werte-lang"
    assert delivery.content.frame["wert"].tolist() == [12.5]
    assert (delivery.kodierung, delivery.trennzeichen) == ("", "")


def test_a_workbook_that_calls_itself_csv_is_told_so():
    told = "Die Datei ist eine Excel-Datei, auch wenn ihr Name auf „.csv“ endet; sie wurde als "
    told += "solche gelesen."
    assert told in read(workbook(ROWS, "werte.csv")).hinweise
    assert told not in read(workbook(ROWS, "werte.xlsx")).hinweise
    assert problems(workbook([["Datum", "Betrag"], ["2024", 5]], "kasse.csv")) == [
        f"kasse.csv: Das Format der Datei wurde nicht erkannt. {told} Ihre Spalten: Datum, Betrag. "
        "Erwartet wird zum Beispiel: Gebiet, Indikator, Stand, Wert."
    ]
    (open_table,) = problems(Source("a.txt", open_document(["Datum"], ["2024"])))
    assert "ist eine OpenDocument-Tabelle, auch wenn ihr Name auf „.txt“ endet" in open_table


def test_documents_that_are_no_tables_are_told_what_they_are():
    assert problems(archive({"word/document.xml": b"<a/>"}, "brief.csv")) == [
        "brief.csv: Die Datei ist ein Word- oder PowerPoint-Dokument, keine Tabelle. Bitte die "
        "Tabelle daraus als XLSX oder CSV speichern."
    ]
    assert problems(Source("a.csv", b"%PDF-1.4\n1 0 obj;2\n3;4\n")) == [
        "a.csv: „a.csv“ ist keine Textdatei, sondern ein PDF-Dokument."
    ]


def test_rows_are_numbered_as_in_the_program():
    item = workbook([[], *ROWS[:1], [], ["Ulm", "busabfahrten", "2024", "zwölf"]], "a.xlsx")
    assert problems(item) == [
        "a.xlsx, Zeile 4, Spalte „wert“: „zwölf“ ist keine Zahl; erwartet wird eine Zahl wie "
        "1234,5.",
        "a.xlsx, Zeile 4, Spalte „gebiet_id“: „Ulm“ ist kein bekanntes Gebiet. Bekannt sind: "
        "Nordheim, Osterfeld, Südhausen, Westtal.",
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" a ", "a"),
        (True, "ja"),
        (3.0, "3"),
        (8125107, "8125107"),
        (1.5, "1.5"),
        (1.234, "1.2340"),  # not to be taken for 1234
        (1e-7, "1e-07"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 12, 30), "2024-05-01 12:30:00"),
        (datetime.timedelta(seconds=90), "90.0"),
    ],
)
def test_cells(cell, text):
    assert cell_text(cell) == text


def open_document(*rows: list[str | float]) -> bytes:
    """A minimal ODS with one sheet."""

    def cell(value: str | float) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        text = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    name = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{n}="{name}{n}:1.0"' for n in ("office", "table", "text"))
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Werte">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return archive({"mimetype": kind, "content.xml": content.encode(),
                    "META-INF/manifest.xml": manifest}).data  # fmt: skip


def test_open_document():
    delivery = read(Source("werte.ods", open_document(*ROWS)))
    assert delivery.content.frame["wert"].tolist() == [12.5]


def test_only_the_first_filled_sheet_is_read():
    book = openpyxl.Workbook()
    for title, rows in (("Werte", ROWS), ("Notizen", [["nur", "so"]])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    delivery = read(Source("a.xlsx", buffer.getvalue()))
    assert delivery.hinweise[0] == "Gelesen wurde nur das erste Tabellenblatt „Werte“."


def test_empty_workbooks():
    assert problems(workbook([], "a.xlsx")) == ["a.xlsx: Die Datei ist leer."]
    assert problems(workbook(ROWS[:1], "a.xlsx")) == [
        "a.xlsx: Die Datei hat nur eine Kopfzeile und keine Daten."
    ]


def test_formulas_as_text_are_refused():
    item = workbook([["quelle_id", "herausgeber", "titel"], ["a", "'=1+1", "b"]], "a.xlsx")
    assert problems(item) == []
    item = workbook([["quelle_id", "herausgeber", "titel"], ["a", "@SUM(A1)", "b"]], "a.xlsx")
    assert problems(item) == [
        "a.xlsx, Zeile 2, Spalte „herausgeber“: Der Text beginnt mit „@“ und würde in einer "
        "Tabellenkalkulation als Formel ausgeführt; bitte ohne dieses Zeichen schreiben."
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 nothing more", "Die Datei ist beschädigt und lässt sich nicht öffnen."),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Die Arbeitsmappe lässt sich nicht lesen."),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "_VBA_PROJECT".encode("utf-16-le"),
            "„a.xls“ enthält Makros und wird nicht geöffnet. Bitte als XLSX ohne Makros oder als "
            "CSV speichern.",
        ),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "Die Datei ist mit einem Kennwort geschützt.",
        ),
    ],
)
def test_workbooks_that_cannot_be_read(data, message):
    assert problems(Source("a.xls", data)) == [f"a.xls: {message}"]


def test_archives():
    table = lines("gebiet_id;indikator;wert", "nordheim;busabfahrten;1").encode()
    assert read(archive({"ordner/werte.csv": table})).format == "werte-lang"
    assert problems(archive({"liesmich.txt": b"x"})) == [
        "datei.zip: Das Archiv enthält weder eine CSV-Datei noch eine Ebene mit Flächen."
    ]
    assert problems(archive({"a.csv": table, "b.csv": table})) == [
        "datei.zip: Das Archiv enthält mehrere CSV-Dateien; bitte entpacken und einzeln einlesen."
    ]
    assert problems(archive({"a.csv": archive({"b.csv": table}).data})) == [
        "datei.zip: Das Archiv enthält ein weiteres Archiv."
    ]
