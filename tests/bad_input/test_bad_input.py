"""Bad input: every file here gets exactly this message, and nothing is delivered.

The files lie beside this test; only what is too big or must not be opened by accident is built.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from lebenslage import loaders
from lebenslage.errors import DatenFehler
from lebenslage.model.area import Gazetteer, Place
from lebenslage.model.exchange import Source
from tests.loaders.build import KNOWN, archive, problems, read

HERE = Path(__file__).parent
PLACES = (*KNOWN.gazetteer.places, Place("Mühlhof", "nordheim", "Weiler"))
HERE_KNOWN = replace(KNOWN, gazetteer=Gazetteer(PLACES))


def load(name: str) -> Source:
    return loaders.open_source(HERE / name)


def formula(sign: str) -> str:
    return (
        f"Der Text beginnt mit „{sign}“ und würde in einer Tabellenkalkulation als Formel "
        "ausgeführt; bitte ohne dieses Zeichen schreiben."
    )


COLUMNS = "gebiet_id, indikator, stand, wert, zaehler, nenner, standardfehler, quelle_id, guete"
MESSAGES = {
    "leer.csv": ["Die Datei ist leer."],
    "nur_kopfzeile.csv": ["Die Datei hat nur eine Kopfzeile und keine Daten."],
    "falsches_trennzeichen.csv": [
        "Alle Angaben stehen in einer einzigen Spalte. Erwartet wird eine Tabelle, deren Spalten "
        "mit Semikolon, Komma, Tabulator oder senkrechtem Strich getrennt sind."
    ],
    "binaer.csv": ["„binaer.csv“ ist keine Textdatei, sondern ein Programm."],
    "gemischte_kodierung.csv": [
        (2, None, "Die Datei mischt die Kodierungen UTF-8 und Windows-1252, Umlaute wären falsch. "
                  "Bitte die Datei neu als „CSV UTF-8“ speichern."),
    ],
    "fehlende_spalten.csv": ["Es fehlen die Spalten „indikator“ und „wert“."],
    "doppelte_spalten.csv": [
        (1, "wert", "Die Spalte „wert“ kommt 2-mal vor; jede Spalte genau einmal."),
    ],
    "unbekannte_spalten.csv": [
        (1, "standartfehler", "Die Spalte „standartfehler“ ist unbekannt. Meinten Sie "
                              f"„standardfehler“? Bekannt sind: {COLUMNS}."),
        (1, "foo", f"Die Spalte „foo“ ist unbekannt. Bekannt sind: {COLUMNS}."),
    ],
    "unbekannter_ortsteil.csv": [
        (2, "gebiet_id", "„Nordhaim“ ist kein bekanntes Gebiet. Meinten Sie „Nordheim“?"),
        (4, "gebiet_id", "„Ulm“ ist kein bekanntes Gebiet. Bekannt sind: Nordheim, Osterfeld, "
                         "Südhausen, Westtal."),
    ],
    "mehrdeutiger_weiler.csv": [
        (2, "gebiet_id", "„Berg“ ist mehrdeutig: Berg (Nordheim) oder Berg (Westtal)? "
                         "Bitte den Ortsteil angeben."),
    ],
    "buchstaben.csv": [
        (3, "wert", "„6o“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
        (4, "zaehler", "„drei“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5."),
    ],
    "prozent_ueber_100.csv": [
        (2, "wert", "105,5 % ist mehr als 100 %."),
        (4, "wert", "-1 % ist weniger als 0 %."),
    ],
    "zaehler_ueber_nenner.csv": [
        (2, "zaehler", "Der Zähler (101) ist größer als der Nenner (100)."),
        (4, "nenner", "Der Nenner ist 0."),
    ],
    "widerspruch.csv": [
        (2, "wert", "7,5 passt nicht zu Zähler und Nenner (errechnet 5)."),
    ],
    "datum_in_der_zukunft.csv": [
        (2, "stand", "„2026“ liegt in der Zukunft."),
        (3, "stand", "„2025-07-01“ liegt in der Zukunft."),
        (5, "stand", "„31.06.2025“ ist kein Datum; erwartet wird JJJJ, JJJJ-MM-TT oder "
                     "TT.MM.JJJJ."),
    ],
    "ungleiche_zeilen.csv": [
        (3, None, "Die Zeile hat 4 Felder, die Kopfzeile hat 6."),
        (4, None, "Die Zeile hat 7 Felder, die Kopfzeile hat 6."),
    ],
    # the record of line 2 ends on line 3, so the next one is on line 4
    "zeilenumbruch.csv": [(4, "titel", "Die Angabe fehlt.")],
    "offenes_anfuehrungszeichen.csv": [
        (3, None, "Ein Anführungszeichen wird geöffnet und nicht wieder geschlossen."),
    ],
    "formel_und_html.csv": [
        (2, "herausgeber", formula("=")),
        (2, "vermerk", "Der Text enthält HTML; erlaubt ist nur einfacher Text."),
        (3, "titel", formula("@")),
        (3, "vermerk", formula("+")),
        (4, "titel", formula("-")),
    ],
    "doppelter_schluessel.csv": [
        (3, "indikator", "Für nordheim, Indikator „leerstandsquote“, Stand 2024 steht schon ein "
                         "Wert in Zeile 2."),
    ],
    "unendlich.csv": [
        (2, "wert", "„inf“ ist keine endliche Zahl."),
        (3, "wert", "„1e999“ ist keine endliche Zahl."),
    ],
    "gemischte_zahlen.csv": [
        (3, "wert", "Die Spalte mischt Dezimalkomma („1,5“) und Dezimalpunkt („2.5“); bitte nur "
                    "eine Schreibweise verwenden."),
    ],
    "mehrdeutige_zahl.csv": [
        (2, "wert", "„1.234“ ist mehrdeutig: 1234 oder 1,234? Bitte ohne Tausendertrennzeichen "
                    "schreiben."),
    ],
    "unbekannter_indikator.csv": [
        (2, "indikator", "„busabfahrt“ ist kein Indikator des Katalogs. Meinten Sie "
                         "„busabfahrten“?"),
        (3, "indikator", "„wohnen“ fasst Indikatoren zusammen und hat selbst keine Werte."),
    ],
}  # fmt: skip


def as_shown(name: str, item: str | tuple[int, str | None, str]) -> str:
    if isinstance(item, str):
        return f"{name}: {item}"
    line, column, message = item
    place = f", Spalte „{column}“" if column else ""
    return f"{name}, Zeile {line}{place}: {message}"


@pytest.mark.parametrize("name", MESSAGES)
def test_message(name):
    assert problems(load(name), HERE_KNOWN) == [as_shown(name, m) for m in MESSAGES[name]]


def test_every_file_has_its_message():
    files = {path.name for path in HERE.glob("*.csv")} - {"weiler.csv"}
    assert files == set(MESSAGES)


def test_a_weiler_is_resolved_and_told():
    delivery = read(load("weiler.csv"), HERE_KNOWN)
    assert delivery.content.frame["gebiet_id"].tolist() == ["nordheim", "osterfeld"]
    assert "„Mühlhof“ wurde Nordheim zugeordnet." in delivery.hinweise


def test_a_file_above_the_limit_is_not_even_read(tmp_path):
    path = tmp_path / "gross.csv"
    with path.open("wb") as file:
        file.truncate(61 * 1024 * 1024)
    message = "gross.csv: Die Datei ist 61,0 MB groß; erlaubt sind höchstens 50,0 MB."
    with pytest.raises(DatenFehler) as caught:
        loaders.open_source(path)
    assert str(caught.value) == message


def test_an_upload_above_the_limit():
    small = replace(KNOWN, limit_bytes=100)
    text = "leer.csv: Die Datei ist 2,0 kB groß; erlaubt sind höchstens 0,1 kB."
    assert problems(Source("leer.csv", b"x" * 2048), small) == [text]


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "macros/vbaProject.bin"]
)
def test_workbook_with_macros(name):
    item = archive({"[Content_Types].xml": b"", "xl/workbook.xml": b"<a/>", name: b"x"}, "a.xlsm")
    assert problems(item) == [
        "a.xlsm: „a.xlsm“ enthält Makros und wird nicht geöffnet. "
        "Bitte als XLSX ohne Makros oder als CSV speichern."
    ]


def bomb(name: str) -> Source:
    """One member with a gigabyte of nothing."""
    buffer, nothing = io.BytesIO(), bytes(1024 * 1024)
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed,
        packed.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(1024):
            member.write(nothing)
    return Source("bombe.xlsx", buffer.getvalue())


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "daten.csv"])
def test_zip_bomb_of_a_gigabyte(name):
    item = bomb(name)
    packed = f"{len(item.data) / 2**20:.1f}".replace(".", ",")
    assert problems(item) == [
        f"bombe.xlsx: Die Datei ist entpackt 1.024,0 MB groß (gepackt {packed} MB) und wird aus "
        "Sicherheitsgründen nicht geöffnet."
    ]


def test_bomb_that_lies_about_its_size():
    item = archive({"xl/workbook.xml": b"<a/>", "xl/a.xml": b"0" * 100_000}, "a.xlsx")
    data = item.data.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert data != item.data
    assert problems(Source("a.xlsx", data)) == [
        "a.xlsx: Die Datei ist beschädigt und lässt sich nicht öffnen."
    ]


def test_no_message_hides_the_others():
    """Problems of several kinds come together, by line."""
    text = (
        "gebiet_id;indikator;stand;wert;foo\n"
        "Ulm;leerstandsquote;2030;5x;\n"
        "nordheim;busabfahrt;2024;1;\n"
    )
    assert problems(Source("a.csv", text.encode())) == [
        f"a.csv, Zeile 1, Spalte „foo“: Die Spalte „foo“ ist unbekannt. Bekannt sind: {COLUMNS}.",
        "a.csv, Zeile 2, Spalte „stand“: „2030“ liegt in der Zukunft.",
        "a.csv, Zeile 2, Spalte „wert“: „5x“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5.",
        "a.csv, Zeile 2, Spalte „gebiet_id“: „Ulm“ ist kein bekanntes Gebiet. Bekannt sind: "
        "Nordheim, Osterfeld, Südhausen, Westtal.",
        "a.csv, Zeile 3, Spalte „indikator“: „busabfahrt“ ist kein Indikator des Katalogs. "
        "Meinten Sie „busabfahrten“?",
    ]
