"""ZIP containers before anything opens them: size, bombs, macros, what is inside."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.model.exchange import Source

#: Unpacked bytes of an office document and of an archive with tables.
MAX_SHEET_BYTES: Final = 300 * 1024 * 1024
MAX_TABLE_BYTES: Final = 2 * 1024 * 1024 * 1024
#: A timetable of all of Germany has 2 to 3 GB, which are read in blocks.
MAX_FEED_BYTES: Final = 8 * 1024 * 1024 * 1024
#: A real table packs 5 to 40 times smaller, a bomb about 1,000 times.
MAX_RATIO: Final = 200
_MB: Final = 1024 * 1024
#: What `zipfile` raises for damaged or hostile bytes.
BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
)
#: Below this size (unpacked) the ratio does not matter: a sheet of empty rows packs well.
_HARMLESS: Final = 20 * _MB


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin like a ZIP container."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def open_archive(source: Source, limit: int) -> zipfile.ZipFile:
    """Open a ZIP container that is safe to unpack.

    Parameters
    ----------
    limit : int
        Most bytes that all members together may have when unpacked.

    Raises
    ------
    DatenFehler
        If it is damaged, encrypted, holds a path that leads outside, or would unpack to more than
        `limit` or `MAX_RATIO` times.
    """
    return _checked(io.BytesIO(source.data), source, len(source.data), limit)


def open_archive_at(path: Path, limit: int) -> zipfile.ZipFile:
    """The same for a file on the disk, of which only the list of members is read.

    Raises
    ------
    DatenFehler
        As `open_archive`.
    """
    return _checked(path, Source(path.name, b""), path.stat().st_size, limit)


def _checked(file: IO[bytes] | Path, source: Source, size: int, limit: int) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except BROKEN:
        raise _refused(source, "Die Datei ist beschädigt und lässt sich nicht öffnen.") from None
    if any(_leads_outside(member.filename) for member in members):
        raise _refused(source, "Das Archiv enthält einen Pfad, der aus dem Archiv hinausführt.")
    if any(member.flag_bits & 0x1 for member in members):
        raise _refused(source, "Die Datei ist mit einem Kennwort geschützt.")
    unpacked = sum(member.file_size for member in members)
    packed = max(size, 1)
    if unpacked > limit or (unpacked > _HARMLESS and unpacked > MAX_RATIO * packed):
        text = (
            f"Die Datei ist entpackt {megabytes(unpacked)} groß "
            f"(gepackt {megabytes(size)}) und wird aus Sicherheitsgründen "
            "nicht geöffnet."
        )
        raise _refused(source, text)
    return archive


def is_feed(members: Iterable[str]) -> bool:
    """Whether an archive holds a timetable (GTFS), by the names of its files."""
    names = {name.rsplit("/", 1)[-1].casefold() for name in members}
    return "stop_times.txt" in names or {"stops.txt", "trips.txt"} <= names


def lists_feed(path: Path) -> bool:
    """Whether a file on the disk is an archive with a timetable."""
    try:
        with zipfile.ZipFile(path) as archive:
            return is_feed(archive.namelist())
    except BROKEN:
        return False


def _leads_outside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or parts[0].endswith(":")


def stream_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source
) -> Callable[[], IO[bytes]]:
    """What opens one file of an archive, to be read in blocks; damage is told as for any other."""

    def opener() -> IO[bytes]:
        try:
            return archive.open(member)
        except BROKEN:
            raise _refused(
                source, "Die Datei ist beschädigt und lässt sich nicht öffnen."
            ) from None

    return opener


def check_members(archive: zipfile.ZipFile, source: Source) -> None:
    """Unpack every member once, in bounded memory, so that its stated size is known to be true.

    Raises
    ------
    DatenFehler
        If a member is damaged or lies about its size.
    """
    try:
        bad = archive.testzip()
    except BROKEN:
        bad = "?"
    if bad:
        raise _refused(source, "Die Datei ist beschädigt und lässt sich nicht öffnen.")


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source) -> Source:
    """One file of an archive.

    Raises
    ------
    DatenFehler
        If it is damaged.
    """
    try:
        return Source(member.filename.rsplit("/", 1)[-1], archive.read(member))
    except BROKEN:
        text = "Die Datei ist beschädigt und lässt sich nicht öffnen."
        raise _refused(source, text) from None


def megabytes(count: int) -> str:
    """A size in German: "61,0 MB", small ones in kB."""
    number, unit = (count / 1024, "kB") if count < _MB else (count / _MB, "MB")
    german = f"{number:,.1f}".translate(str.maketrans(",.", ".,"))
    return f"{german} {unit}"


def _refused(source: Source, text: str) -> DatenFehler:
    return DatenFehler(Problem(text, datei=source.name))
