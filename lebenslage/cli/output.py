"""How the command line speaks: results on standard output, problems on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lebenslage.errors import DatenFehler, LebenslageError


def say(text: str = "") -> None:
    """Write a line of the result."""
    sys.stdout.write(f"{text}\n")


def complain(error: LebenslageError) -> None:
    """Write one line per problem to standard error."""
    lines = error.problems if isinstance(error, DatenFehler) else [error]
    for line in lines:
        warn(str(line))


def warn(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(f"{text}\n")


def confirm(question: str) -> bool:
    """Ask; anything but a clear yes, also the end of the input, is a no."""
    sys.stdout.write(f"{question} [j/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("j", "ja")


def speak_safely() -> None:
    """Replace signs that a terminal does not know, instead of failing half-way."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # in tests the streams are others
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side, each as wide as its longest cell."""
    lines = [header, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def write_file(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all; errors as `write_files`."""
    write_files({path: text})


def in_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if it is not there; errors as `write_files`."""
    from lebenslage.store.failures import Place, in_german  # late: help must be quick

    with in_german(Place(folder.name, str(folder.absolute().parent))):
        folder.mkdir(parents=True, exist_ok=True)
    write_files({folder / name: data for name, data in files.items()})


def write_files(texts: Mapping[Path, str | bytes]) -> None:
    """Write files, each whole, and none if one cannot be written.

    Raises
    ------
    LebenslageError
        If one cannot be written.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            target = path.absolute()
            ready.append((target.with_name(f".{target.name}.{os.getpid()}.teil"), target))
            with _in_german(target):
                data = text.encode("utf-8") if isinstance(text, str) else text
                ready[-1][0].write_bytes(data)
        for temporary, target in ready:
            with _in_german(target):
                temporary.replace(target)
    finally:
        for temporary, _ in ready:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _in_german(target: Path) -> Iterator[None]:
    """What goes wrong with a file as a `LebenslageError`."""
    try:
        yield
    except OSError as error:
        # only now: it brings the whole store, and most files are written without a failure
        from lebenslage.store.failures import Place, in_german

        with in_german(Place(target.name, str(target.parent))):
            raise error
