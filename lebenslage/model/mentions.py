"""Where a person is mentioned: what somebody may ask for under Article 15 GDPR."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from lebenslage.errors import LebenslageError
from lebenslage.model.area import fold

#: Fewer signs would be found everywhere.
SHORTEST: Final = 3
_WORD: Final = re.compile(r"\w+")
_GERMANY: Final = re.compile(r"(?:\+|00)49\s*(?:\(0\))?")
_NO_DIGIT: Final = re.compile(r"\D")
_NUMBER: Final = re.compile(r"[\d\s()/+.-]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place at which a person is mentioned.

    Parameters
    ----------
    bereich : str
        What it belongs to, as shown ("Anliegen", "Umfrage").
    kennung : str
        Which entry, wave, file or account.
    feld : str
        Where in it.
    text : str
        What stands there, whole.
    wann : str
        When it was written, ISO 8601; empty where that is not kept.
    """

    bereich: str
    kennung: str
    feld: str
    text: str
    wann: str = ""


def finder(wanted: Iterable[str]) -> Callable[[str], bool]:
    """A function that says whether a text mentions somebody by one of several details.

    A name is found in any order and case and with other spellings of umlauts, each of its words
    whole or in the genitive; a mail address as it is; a telephone number however it is grouped.

    Raises
    ------
    LebenslageError
        If nothing is asked for, or too little.
    """
    tests = [_test(" ".join(each.split())) for each in wanted if each.strip()]
    if not tests:
        raise LebenslageError("Bitte einen Namen, eine E-Mail-Adresse oder eine Nummer angeben.")
    return lambda text: any(test(text) for test in tests)


def _test(term: str) -> Callable[[str], bool]:
    if len(fold(term)) < SHORTEST:
        raise LebenslageError(f"„{term}“ ist zu kurz; es braucht mindestens {SHORTEST} Zeichen.")
    if "@" in term:
        return lambda text: term.casefold() in text.casefold()
    if _NUMBER.fullmatch(term):
        digits = _digits(term)
        return lambda text: digits in _digits(text)
    words = {fold(word) for word in _WORD.findall(term)}

    def named(text: str) -> bool:
        there = {fold(word) for word in _WORD.findall(text)}
        return all(word in there or f"{word}s" in there for word in words)

    return named


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", _GERMANY.sub("0", text))
