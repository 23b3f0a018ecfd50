"""Bytes to text: encodings, and files that are no text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lebenslage.errors import DatenFehler
from lebenslage.loaders.text import decode

UMLAUTS = "ort;text\nÄpfel;für 5 € – „groß“\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    decoded = decode(UMLAUTS.encode(encoding), "a.csv")
    assert decoded.text == UMLAUTS
    assert decoded.kodierung == encoding


def test_big_endian_utf16_with_mark():
    assert decode(b"\xfe\xff" + UMLAUTS.encode("utf-16-be"), "a.csv").text == UMLAUTS


@given(st.text(st.characters(codec="cp1252", categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_what_is_not_utf8_is_read_as_windows_text(text):
    text = f"ü;{text}"  # one umlaut in cp1252 is never valid UTF-8 before ";"
    assume("Ã" not in text and "â€" not in text)  # looks like broken UTF-8, which is refused
    assert decode(text.encode("cp1252"), "a.csv").text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.csv: Die Datei ist leer."),
        (b"\xef\xbb\xbf \r\n\n", "a.csv: Die Datei ist leer."),
        (b"\xff\xfe", "a.csv: Die Datei ist leer."),
        (b"\x00\x00", "a.csv: „a.csv“ ist keine Textdatei."),
        (b"a;b\n\x001;2\n", "a.csv: „a.csv“ ist keine Textdatei."),
        (b"a;b\n\x1b[31m1;2\n", "a.csv: „a.csv“ ist keine Textdatei."),
        (b"\xff\xfea", "a.csv: „a.csv“ ist keine Textdatei."),
        (b"\xff\xfe\x01\x00a\x00", "a.csv: „a.csv“ ist keine Textdatei."),
        (b"\x81\x8d", "a.csv: „a.csv“ ist keine Textdatei."),
        (b"%PDF-1.7\n\x00", "a.csv: „a.csv“ ist keine Textdatei, sondern ein PDF-Dokument."),
        (b"\x89PNG\r\n\x1a\n\x00", "a.csv: „a.csv“ ist keine Textdatei, sondern ein Bild."),
        (b"MZ\x90\x00", "a.csv: „a.csv“ ist keine Textdatei, sondern ein Programm."),
    ],
)
def test_no_text(data, message):
    with pytest.raises(DatenFehler) as caught:
        decode(data, "a.csv")
    assert str(caught.value) == message


def test_two_encodings_in_one_file():
    data = "ort\nSüdhausen\n".encode() + "Südhausen\n".encode("cp1252")
    with pytest.raises(DatenFehler) as caught:
        decode(data, "a.csv")
    assert str(caught.value) == (
        "a.csv, Zeile 2: Die Datei mischt die Kodierungen UTF-8 und Windows-1252, Umlaute wären "
        "falsch. Bitte die Datei neu als „CSV UTF-8“ speichern."
    )
