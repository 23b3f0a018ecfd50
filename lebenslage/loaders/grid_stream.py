"""A grid file in blocks of whole lines, of which only those near the Gemeinde are kept.

The name of a cell stands first in every line and tells its place in digits of fixed width. Four
of them (whole kilometres) are compared as one number, so that of three million lines only the
few thousand near the Gemeinde are ever split into cells.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Final, TypeVar

import numpy as np

#: left, bottom, right, top in metres (EPSG:3035)
Window = tuple[float, float, float, float]

T = TypeVar("T")

_SIZE: Final = 1 << 23
#: Blocks that are worked on while the next one is read; more would only take memory.
_THREADS: Final = 2
_NEWLINE: Final = ord("\n")
_KM: Final = 1000
#: Where most lines lie inside, leaving the others out costs more than it saves.
_MANY: Final = 0.5
_DIGITS: Final = 7


@dataclass(frozen=True)
class Lines:
    """Lines of a block.

    Parameters
    ----------
    kept : bytes
        The lines that may lie inside the window.
    rows : int
        Lines of the block, also those not kept.
    extent : tuple of float, optional
        What the lines span, to the kilometre; None if that was not looked at.
    """

    kept: bytes = field(repr=False)
    rows: int
    extent: Window | None = None


def line_blocks(file: IO[bytes], size: int = _SIZE) -> Iterator[bytes]:
    """The lines of a file after the first, in blocks of about `size` bytes that end with one."""
    file.readline()
    rest = b""
    while data := file.read(size):
        cut = data.rfind(b"\n") + 1
        if cut:
            yield rest + data[:cut]
            rest = data[cut:]
        else:
            rest += data
    if rest.strip():
        yield rest + b"\n"


def in_threads(work: Callable[[bytes], T], blocks: Iterable[bytes]) -> Iterator[T]:
    """What `work` makes of each block, in their order; numpy and Arrow let threads run at once."""
    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: deque[Future[T]] = deque()
        try:
            for block in blocks:
                waiting.append(pool.submit(work, block))
                if len(waiting) > _THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def near(block: bytes, resolution: int, delimiter: str, window: Window) -> Lines | None:
    """Keep the lines of a block whose cell lies inside a window or less than a kilometre beyond.

    Where at least half of them do, the whole block is kept; the reader looks again.

    Returns
    -------
    Lines or None
        None if the lines do not all begin with the name of a cell.
    """
    start = f"CRS3035RES{resolution}mN"
    north, east = len(start), len(start) + _DIGITS + 1
    end = east + _DIGITS
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    starts = np.append(0, ends[:-1] + 1)
    if not block.startswith(start.encode()) or (ends - starts).min() <= end:
        return None
    fixed = {0: "C", north - 1: "N", east - 1: "E", end: delimiter}
    if not all((data[starts + at] == ord(sign)).all() for at, sign in fixed.items()):
        return None
    # four bytes as one number keep the order of the digits
    words = np.ndarray((len(block) - 3,), ">u4", block, strides=(1,))
    rows, columns = words[starts + north], words[starts + east]
    left, bottom, right, top = window
    inside = (rows >= _word(bottom)) & (rows <= _word(top))
    inside &= (columns >= _word(left)) & (columns <= _word(right))
    kept = block
    if inside.mean() < _MANY:
        places = zip(starts[inside].tolist(), ends[inside].tolist(), strict=True)
        kept = b"".join([block[first : last + 1] for first, last in places])
    extent = (_metres(columns.min()), _metres(rows.min()), _metres(columns.max()),
              _metres(rows.max()))  # fmt: skip
    return Lines(kept, len(starts), extent)


def as_utf8(block: bytes) -> bytes:
    """Lines as UTF-8; what is not UTF-8 is Windows-1252 (the publisher uses both).

    Raises
    ------
    UnicodeDecodeError
        If it is neither.
    """
    if block.isascii():
        return block
    try:
        block.decode("utf-8")
    except UnicodeDecodeError:
        return block.decode("cp1252").encode()
    return block


def _word(metres: float) -> int:
    """The first four of seven digits, as the number that their bytes make."""
    kilometre = min(max(int(metres // _KM), 0), 9999)
    return int.from_bytes(f"{kilometre:04d}".encode(), "big")


def _metres(word: int) -> float:
    digits = int(word).to_bytes(4, "big")
    return float(digits) * _KM if digits.isdigit() else np.inf
