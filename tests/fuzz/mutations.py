"""Damage a file in the ways in which files get damaged, or in which somebody means harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random

#: What stands where something else should.
ODD = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"NaN",
    b"inf",
    b"-1",
    b"1e400",
    b"9" * 400,
    b"0,0,0",
    b'"',
    b";;;;",
    b"\r",
    b"\n\n",
    b"=1+1",
    b'=HYPERLINK("http://x")',
    b"<script>alert(1)</script>",
    b"../../etc/passwd",
    b"' OR 1=1 --",
    "Müller".encode("cp1252"),
    "\u202e\u0000\ud7ff".encode(),
    "🏘️".encode(),
    b"2024-13-45",
    b"31.02.2024",
    b"{}[](",
    b"<!ENTITY a SYSTEM 'file:///etc/passwd'>",
    b"A" * 10_000,
)


def _place(rng: Random, data: bytes) -> int:
    return rng.randrange(len(data) + 1)


def _span(rng: Random, data: bytes) -> tuple[int, int]:
    start = _place(rng, data)
    return start, min(len(data), start + int(2 ** rng.uniform(0, 12)))


def flip(rng: Random, data: bytes) -> bytes:
    """Change some bytes."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(rng: Random, data: bytes) -> bytes:
    """Take a piece out."""
    start, end = _span(rng, data)
    return data[:start] + data[end:]


def truncate(rng: Random, data: bytes) -> bytes:
    """End too early, as after a transfer that broke off."""
    return data[: _place(rng, data)]


def repeat(rng: Random, data: bytes) -> bytes:
    """Say a piece several times."""
    start, end = _span(rng, data)
    return data[:end] + data[start:end] * rng.choice((1, 2, 50)) + data[end:]


def insert(rng: Random, data: bytes) -> bytes:
    """Put something odd somewhere."""
    place = _place(rng, data)
    return data[:place] + rng.choice(ODD) + data[place:]


def cell(rng: Random, data: bytes) -> bytes:
    """Put something odd in the place of a cell."""
    separator = max((b";", b",", b"\t", b'"'), key=data.count)
    cells = data.split(separator)
    cells[rng.randrange(len(cells))] = rng.choice(ODD)
    return separator.join(cells)


def swap_lines(rng: Random, data: bytes) -> bytes:
    """Two lines change places; the head may become the foot."""
    lines = data.split(b"\n")
    a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def separator(rng: Random, data: bytes) -> bytes:
    """Another separator of columns or of decimals."""
    old, new = rng.sample([b";", b",", b"\t", b"|", b"."], 2)
    return data.replace(old, new)


def encoding(rng: Random, data: bytes) -> bytes:
    """Another encoding, as text editors do it."""
    text = data.decode("utf-8", "replace")
    name = rng.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-7", "cp850"))
    return text.encode(name, "replace")


def inside(rng: Random, data: bytes) -> bytes:
    """Damage a member of an archive and pack it again, so that the archive itself is sound."""
    if not data.startswith(b"PK"):
        return insert(rng, data)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = old.read(name)
            if name == chosen:
                content = rng.choice((flip, cut, truncate, insert, cell))(rng, content)
            new.writestr(name, content)
    return packed.getvalue()


MUTATIONS: tuple[Callable[[Random, bytes], bytes], ...] = (
    *(flip, cut, truncate, repeat, insert, cell, cell),
    *(swap_lines, separator, encoding, inside, inside),
)


def mutate(rng: Random, data: bytes) -> bytes:
    """Damage a file once or a few times."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        try:
            data = rng.choice(MUTATIONS)(rng, data)
        except Exception:  # the archive is damaged already, in whatever way
            continue
    return data
