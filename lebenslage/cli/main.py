"""From the words of a call to its exit code."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence

from lebenslage.cli.output import complain, speak_safely, warn
from lebenslage.cli.parser import build_parser
from lebenslage.errors import LebenslageError

#: What a shell reports for a program that was ended by Ctrl+C.
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv : sequence of str, optional
        Words after the program's name; default: those of this call.

    Returns
    -------
    int
        0 done, 1 something is wrong with files or store (told on standard error), 130 interrupted.

    Raises
    ------
    SystemExit
        With 2 for wrong usage, with 0 after `--help`.
    """
    speak_safely()
    args = build_parser().parse_args(argv)
    if "refuse" in args:
        args.refuse(args)
    # only now: help must not wait for the libraries behind the commands
    command = pkgutil.resolve_name(args.run)
    try:
        result: int = command(args)
    except LebenslageError as error:
        complain(error)
        return 1
    except KeyboardInterrupt:
        warn("Abgebrochen.")
        return _INTERRUPTED
    return result
