"""argparse in German: headings of the help, and its error messages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn

#: What argparse says, and what we say; the groups are filled in.
_MESSAGES: Final = (
    (r"the following arguments are required: (.*)", "Es fehlt: {0}."),
    (r"one of the arguments (.*) is required", "Es fehlt eine der Angaben: {0}."),
    (r"argument (.*): not allowed with argument (.*)", "{0} und {1} gehen nicht zusammen."),
    (r"unrecognized arguments: (.*)", "Unbekannte Angabe: {0}."),
    (r"argument (.*): expected one argument", "Nach {0} fehlt ein Wert."),
    (r"argument (.*): expected at least one argument", "Nach {0} fehlt ein Wert."),
    (r"argument (.*): ignored explicit argument (.*)", "{0} bekommt keinen Wert."),
    (r"argument (.*): invalid int value: '(.*)'", "{0}: „{1}“ ist keine ganze Zahl."),
    (
        r"argument (.*): invalid choice: '(.*)' \(choose from (.*)\)",
        "{0}: „{1}“ gibt es nicht; möglich: {2}.",
    ),
)


class GermanFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with German headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Put "Aufruf" before the synopsis."""
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class GermanParser(argparse.ArgumentParser):
    """A parser whose help and errors are German; wrong usage ends with 2."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(
            **{"formatter_class": GermanFormatter, "allow_abbrev": False, **settings},
            add_help=False,
        )
        self._positionals.title = "Angaben"
        self._optionals.title = "Schalter"
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """Say in German what is wrong with the call, and end with 2."""
        self.exit(2, f"{self.format_usage()}{in_german(message)}\n")


def in_german(message: str) -> str:
    """Translate an error message of argparse."""
    for pattern, text in _MESSAGES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return text.format(*(group.replace("'", "") for group in found.groups()))
    return message
