"""Bytes to text: which encoding a file has, and whether it is text at all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

from lebenslage.errors import DatenFehler, Problem

#: First bytes of files that are often sent by mistake.
_MAGIC: Final = (
    (b"%PDF", "ein PDF-Dokument"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"GIF8", "ein Bild"),
    (b"PK\x03\x04", "ein ZIP-Archiv oder Office-Dokument"),
    (b"\xd0\xcf\x11\xe0", "ein älteres Office-Dokument"),
    (b"SQLite format 3\x00", "eine Datenbank"),
    (b"\x7fELF", "ein Programm"),
    (b"MZ", "ein Programm"),
)
#: Control characters that no text holds (tab, line feed, page feed and return are allowed).
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: The same as bytes; ESC sequences and NUL alike make a file binary.
_CONTROL_BYTES: Final = bytes([*range(0x09), 0x0B, *range(0x0E, 0x20), 0x7F])
#: A longer file is never called empty.
_SHORT: Final = 1 << 16
_SLICE: Final = 1 << 22
#: "ü" and its like in UTF-8, read as Windows-1252.
_BROKEN: Final = re.compile("Ã[\x80-\xbf¤¶¼Ÿ„–œ]|â€")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text file.

    Parameters
    ----------
    kodierung : str
        Python name of its encoding.
    data : bytes
        The file itself, so that a big one need not be encoded again.
    """

    text: str = field(repr=False)
    kodierung: str
    data: bytes = field(default=b"", repr=False)

    def utf8(self) -> memoryview:
        """The text as UTF-8 without mark; the bytes of the file themselves if they are that."""
        if self.data and self.kodierung in ("utf-8", "utf-8-sig"):
            return memoryview(self.data)[3 if self.kodierung == "utf-8-sig" else 0 :]
        return memoryview(self.text.encode())


def decode(data: bytes, name: str) -> Decoded:
    """Read bytes as text.

    Tried in this order: UTF-16 (only with its mark), UTF-8 with and without mark, Windows-1252.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name, for messages.

    Raises
    ------
    DatenFehler
        If the file is empty, is no text, or mixes two encodings.
    """
    if len(data) < _SHORT and not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        if data.count(0) and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise _not_text(data, name)
        raise DatenFehler(Problem("Die Datei ist leer.", datei=name))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16", name)
    if data.startswith(b"%PDF-") or _is_binary(data):  # a PDF can be all letters
        raise _not_text(data, name)
    marked = data.startswith(codecs.BOM_UTF8)
    try:
        return Decoded(data.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8", data)
    except UnicodeDecodeError:
        return _decoded(data, "cp1252", name)


def _decoded(data: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(data, name) from None
    if _CONTROL.search(text):
        raise _not_text(data, name)
    broken = _BROKEN.search(text) if encoding == "cp1252" else None
    if broken:
        line = text.count("\n", 0, broken.start()) + 1
        message = (
            "Die Datei mischt die Kodierungen UTF-8 und Windows-1252, Umlaute wären falsch. "
            "Bitte die Datei neu als „CSV UTF-8“ speichern."
        )
        raise DatenFehler(Problem(message, datei=name, zeile=line))
    return Decoded(text, encoding)


def _is_binary(data: bytes) -> bool:
    """Whether bytes hold control characters; in slices, faster than a regular expression."""
    slices = (data[start : start + _SLICE] for start in range(0, len(data), _SLICE))
    return any(len(part.translate(None, _CONTROL_BYTES)) < len(part) for part in slices)


def _not_text(data: bytes, name: str) -> DatenFehler:
    kind = next((f", sondern {kind}" for magic, kind in _MAGIC if data.startswith(magic)), "")
    return DatenFehler(Problem(f"„{name}“ ist keine Textdatei{kind}.", datei=name))
