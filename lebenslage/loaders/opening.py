"""From bytes to something with a header: containers, encodings, first look at the kind."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders import archives, area_files, area_keys, genesis_table, grid, osm_pbf, xlsx
from lebenslage.loaders.delimited import detect_delimiter, parse_table, split_header
from lebenslage.loaders.findings import Findings
from lebenslage.loaders.formats import Opened
from lebenslage.loaders.text import decode
from lebenslage.loaders.titles import split_titles
from lebenslage.model.exchange import Source

#: Default of the largest file that is taken (bytes).
LIMIT_BYTES: Final = 50 * 1024 * 1024
_SQLITE: Final = b"SQLite format 3\x00"
_HEAD: Final = 1 << 16
_XML: Final = ("<?xml", "<!doctype", "<document")
#: No archive of a census has more files than these.
_MOST_FILES: Final = 50


def open_source(path: Path | str, limit_bytes: int = LIMIT_BYTES) -> Source:
    """Read a file from the disk.

    Parameters
    ----------
    path : path
        The file.
    limit_bytes : int
        Size above which it is refused, unread.

    Raises
    ------
    DatenFehler
        If there is no such file, it cannot be read, or it is too big.
    """
    path = Path(path)
    try:
        check_size(path.name, path.stat().st_size, limit_bytes)
        return Source(path.name, path.read_bytes())
    except FileNotFoundError:
        raise DatenFehler(f"Die Datei „{path}“ gibt es nicht.") from None
    except IsADirectoryError:
        raise DatenFehler(f"„{path}“ ist ein Ordner, keine Datei.") from None
    except OSError as error:
        raise DatenFehler(f"„{path}“ lässt sich nicht lesen ({error.strerror}).") from None


def check_size(name: str, size: int, limit: int) -> None:
    """Refuse a file above the limit.

    Raises
    ------
    DatenFehler
        Names both sizes.
    """
    if size > limit:
        text = (
            f"Die Datei ist {archives.megabytes(size)} groß; "
            f"erlaubt sind höchstens {archives.megabytes(limit)}."
        )
        raise DatenFehler(Problem(text, datei=name))


def open_content(source: Source, findings: Findings) -> Opened:
    """Find out what kind of content a file has, and read tables as far as cells.

    Raises
    ------
    DatenFehler
        If nothing can be made of the bytes.
    """
    if source.data.startswith(_SQLITE):
        return Opened(source, "geopackage")
    if osm_pbf.is_pbf(source.data):
        return Opened(source, "osm")
    if xlsx.is_spreadsheet(source):
        raw = xlsx.read_spreadsheet(source, findings)
        if name := xlsx.misnamed(source):
            findings.note(name)
        _tell_titles(raw.titel, findings)
        return Opened(source, "tabelle", header=raw.header, raw=raw)
    if archives.is_zip(source.data):
        return _in_archive(source, findings)
    if opened := _grid(source):
        return opened
    decoded = decode(source.data, source.name)
    start = decoded.text[:_HEAD].lstrip()[:9]
    if start.casefold().startswith(_XML):
        kind = "xml"
    elif start[:1] in ("{", "["):
        kind = "toml" if source.suffix == ".toml" else "json"
    else:
        kind = "toml" if source.suffix == ".toml" or "[[fragen]]" in decoded.text else "tabelle"
    if kind != "tabelle":
        return Opened(source, kind, decoded.kodierung, text=decoded.text)  # type: ignore[arg-type]
    if genesis_table.is_table(decoded.text):
        return Opened(source, "amtlich", decoded.kodierung, ";", text=decoded.text)
    decoded, titles = split_titles(decoded)
    decoded = area_keys.without_footnotes(decoded)
    raw = replace(parse_table(decoded, source.name), titel=titles)
    _tell_titles(titles, findings)
    return Opened(source, "tabelle", raw.kodierung, raw.trennzeichen, raw.header, raw=raw)


def _tell_titles(titles: tuple[str, ...], findings: Findings) -> None:
    if titles:
        words = "1 Zeile" if len(titles) == 1 else f"{len(titles)} Zeilen"
        findings.note(f"Über der Tabelle stehen {words} Titel; gelesen wird ab der Kopfzeile.")


def open_grid(path: Path) -> Opened | None:
    """A census grid on the disk that is read in blocks; None if the file is anything else.

    Raises
    ------
    DatenFehler
        If there is no such file or it cannot be read.
    """
    if not path.is_file():
        open_source(path)
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise DatenFehler(f"„{path}“ lässt sich nicht lesen ({error.strerror}).") from None
    return _streamed(Source(path.name, b""), head, lambda: path.open("rb"))


def open_large(path: Path) -> Opened | None:
    """A timetable or an extract of OpenStreetMap on the disk; None if the file is anything else.

    Raises
    ------
    DatenFehler
        If it is damaged or unsafe to unpack.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if osm_pbf.is_pbf(head):
            return Opened(Source(path.name, b""), "osm", pfad=path)
        if not archives.is_zip(head) or not archives.lists_feed(path):
            return None
    except OSError:
        return None  # whoever reads it says why
    archive = archives.open_archive_at(path, archives.MAX_FEED_BYTES)
    return Opened(Source(path.name, b""), "fahrplan", "utf-8", ",", archiv=archive)


def _streamed(source: Source, head: bytes, opener: Callable[[], IO[bytes]]) -> Opened | None:
    """A census grid that is read in blocks; None if its first bytes are not those of one."""
    found = _grid_header(head)
    if found is None:
        return None
    delimiter, header = found
    encoding = _encoding(head[: head.rindex(b"\n")])
    return Opened(source, "gitter", encoding, delimiter, header, opener=opener)


def _grid(source: Source) -> Opened | None:
    """A census grid, known by its first line; the millions of rows are not split into cells."""
    found = _grid_header(source.data[:_HEAD])
    if found is None:
        return None
    delimiter, header = found
    encoding = _encoding(source.data)
    text = "" if encoding.startswith("utf-8") else decode(source.data, source.name).text
    return Opened(source, "gitter", encoding, delimiter, header, text)


def _grid_header(head: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Separator and header if the first line of a file is that of a census grid."""
    if b"\n" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    line = head.partition(b"\n")[0].decode("utf-8-sig", "replace").rstrip("\r")
    delimiter = detect_delimiter(line)
    if delimiter is None:
        return None
    header = split_header(line, delimiter)
    return (delimiter, header) if grid.is_grid(header) else None


def _encoding(data: bytes) -> str:
    """UTF-8 (with or without mark) if the bytes are, else Windows-1252; in bounded memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), 1 << 22):
            decoder.decode(view[start : start + (1 << 22)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def _in_archive(source: Source, findings: Findings) -> Opened:
    """The one table of a ZIP; of a census archive that with the finest grid."""
    limit = (
        archives.MAX_FEED_BYTES if b"stop_times.txt" in source.data else archives.MAX_TABLE_BYTES
    )
    archive = archives.open_archive(source, limit)
    if archives.is_feed(archive.namelist()):
        return Opened(source, "fahrplan", "utf-8", ",", archiv=archive)
    members = [m for m in archive.infolist() if "__MACOSX" not in m.filename]
    names = [member for member in members if member.filename.lower().endswith(".csv")]
    # the first years of the Unfallatlas are text files, beside nothing else that is one
    names = names or [m for m in members if m.filename.lower().endswith("_linref.txt")]
    if any(member.filename.startswith(("word/", "ppt/")) for member in members):
        text = (
            "Die Datei ist ein Word- oder PowerPoint-Dokument, keine Tabelle. Bitte die Tabelle "
            "daraus als XLSX oder CSV speichern."
        )
        raise DatenFehler(Problem(text, datei=source.name))
    if not names and (geodata := area_files.geodata_members(archive)):
        if geodata[0].filename.lower().endswith(".shp"):
            return Opened(source, "shapefile")
        if len(geodata) == 1:
            findings.note(f"Gelesen wurde „{_base(geodata[0])}“ aus dem Archiv.")
            return open_content(archives.read_member(archive, geodata[0], source), findings)
    chosen = _finest(names, archive, source) if len(names) > 1 else names
    if len(chosen) != 1:
        text = (
            "Das Archiv enthält weder eine CSV-Datei noch eine Ebene mit Flächen."
            if not chosen
            else "Das Archiv enthält mehrere CSV-Dateien; bitte entpacken und einzeln einlesen."
        )
        raise DatenFehler(Problem(text, datei=source.name))
    name = _base(chosen[0])
    opener = archives.stream_member(archive, chosen[0], source)
    head = _head(opener, source)
    findings.note(f"Gelesen wurde „{name}“ aus dem Archiv.")
    if opened := _streamed(Source(name, b""), head, opener):
        return opened
    if archives.is_zip(head):
        raise DatenFehler(Problem("Das Archiv enthält ein weiteres Archiv.", datei=source.name))
    return open_content(archives.read_member(archive, chosen[0], source), findings)


def _finest(members: list[ZipInfo], archive: ZipFile, source: Source) -> list[ZipInfo]:
    """Of a census archive the files with the finest grid, else all; files are known by content."""
    sizes: dict[int, list[ZipInfo]] = {}
    for member in members[:_MOST_FILES]:
        header = _grid_header(_head(archives.stream_member(archive, member, source), source))
        if header is not None:
            sizes.setdefault(grid.resolution_of(header[1]), []).append(member)
    return sizes[min(sizes)] if sizes else members


def _head(opener: Callable[[], IO[bytes]], source: Source) -> bytes:
    """Beginning of a file of an archive.

    Raises
    ------
    DatenFehler
        If it is damaged.
    """
    try:
        with opener() as file:
            return file.read(_HEAD)
    except archives.BROKEN:
        text = "Die Datei ist beschädigt und lässt sich nicht öffnen."
        raise DatenFehler(Problem(text, datei=source.name)) from None


def _base(member: ZipInfo) -> str:
    """Name of a member without its folders."""
    return member.filename.rsplit("/", 1)[-1]
