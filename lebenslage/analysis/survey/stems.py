"""German words brought to their stems, so that "Busse" and "Bus" are one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import snowballstemmer

_STEMMER: Final = snowballstemmer.stemmer("german")
_WORD: Final = re.compile(r"[A-Za-zÄÖÜäöüß][A-Za-zÄÖÜäöüß-]+")
#: Words with a capital that name no topic: they begin sentences, or stand for people.
_STOP_TEXT: Final = """
aber abends alle allem allen aller alles als also am an ander andere anderen auch auf aus außer
bei beim beispiel besonders besser bessere besserer besseres bin bis bisher bitte brauchen da
dabei dafür dagegen daher damit danach daneben dann daran darauf darin darüber darum das dass
dazu dein dem den denn der des deshalb dessen die dies diese diesem diesen dieser dieses doch
dort du durch ebenso eher eigentlich ein eine einem einen einer eines einfach einige einmal er
es etwas euch fast fehlt für ganz gar gegen genau gerade gern gerne gibt gut gute guten guter
gutes habe haben hat hatte hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in
ins ist ja jede jedem jeden jeder jedes jetzt kann kaum kein keine keinem keinen keiner könnte
leider machen man manche manchmal mehr mein meine meinem meinen meiner meist mich mir mit muss
müsste müssen nach nachts neben nein nicht nichts nie niemand noch nun nur ob oben oder oft ohne
schade schlecht schlechte schön schöne schon sehr seid sein seine seinen seit sich sicher sie
sind so sobald sollte sollten sondern sonst soviel sowie statt trotz trotzdem über überall um
und uns unser unsere unserem unseren unserer unter viel viele vielen vielleicht vom von vor wäre
wann war warum was weder wegen weil weniger wenig wenige wenn wer werden wie wieder wir wird wo
wohl würde wünsche zu zum zur zwischen herr frau
"""
#: Words that name nothing.
STOP: Final = frozenset(_STOP_TEXT.split())


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word in small letters."""
    folded = word.casefold().replace("ß", "ss")
    result: str = _STEMMER.stemWord(folded)
    # "Busse" and "Bus": the plural doubles the last letter
    return re.sub(r"ss$", "s", result)


def words(text: str) -> list[str]:
    """The words of a text, as they are written."""
    return _WORD.findall(text)


def nouns(text: str) -> dict[str, str]:
    """Stem -> word of what is written with a capital and may name a topic."""
    return {
        stem(word): word
        for word in words(text)
        if word[0].isupper() and word.casefold() not in STOP
    }


def matches(text: str, query: str) -> bool:
    """Whether all words of a query stand in a text, in any form or as the part of a longer word."""
    stems = {stem(word) for word in words(text)}
    folded = text.casefold()
    return all(stem(word) in stems or word.casefold() in folded for word in _asked(query))


def _asked(query: str) -> Iterable[str]:
    return query.split()
