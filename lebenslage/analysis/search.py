"""One index over everything: ranked, in any form of a word, in spite of typing errors.

Words are brought to their stems as in the open answers ("Busse" finds "Bus", "Baenke" finds
"Bänke"). A word of a query also finds longer words that it is a part of and, if nothing else fits,
words that are spelled alike. An index never changes: `updated` returns another one.
"""

from __future__ import annotations

import bisect
import itertools
import math
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from lebenslage.analysis.survey.stems import STOP, stem

#: A word, a number, or a key such as "P-12".
_TOKEN: Final = re.compile(r"[A-Za-z]-\d+|[^\W_]+")
#: Weight of a word of the title; one of the text counts 1.
_TITLE: Final = 3.0
#: How much a hit counts: the word itself, the beginning of a longer one, a part of one.
_EXACT, _BEGINNING, _PART = 1.0, 0.7, 0.4
#: What every word of a query that stands in a document itself adds: more than any score.
_ITSELF: Final = 1e6
#: Shortest part of a word, shortest word that may be misspelled, likeness (0-100) of two words.
_SHORT_PART, _SHORT_TYPO, _LIKE = 3, 4, 78
#: Words of the vocabulary that one word of a query stands for at most.
_MOST_TERMS: Final = 200
#: Documents beside the large part of an index before all is put together anew.
_RECENT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Document:
    """Something to find.

    Parameters
    ----------
    key : hashable
        Comes back in `Hits.keys`; a document with a known key replaces the old one.
    art : str
        Kind, as shown; hits are counted by it.
    """

    key: Hashable
    art: str
    titel: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """What a query found.

    Parameters
    ----------
    keys : list
        The best ones, the best first; of equal ones the newer document first.
    arten : mapping
        Kind -> number of all hits.
    alle_woerter : bool
        Whether every word of the query was found in each; else some of them.
    """

    keys: list[Hashable] = field(default_factory=list)
    arten: Mapping[str, int] = field(default_factory=dict)
    alle_woerter: bool = True


class _Part:
    """Documents that were put in together; only their death changes anything."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.kinds = sorted({each.art for each in documents})
        number = {art: i for i, art in enumerate(self.kinds)}
        self.kind = np.array([number[each.art] for each in documents], np.int32)
        numbers = _Numbers()
        texts = [each.text for each in documents], [each.titel for each in documents]
        counted = [[numbers.of(text) for text in side] for side in texts]
        self.words = list(numbers.stems)
        self.postings = _postings(self.words, *counted)
        # all words in one string: parts of words are found at the speed of C
        self.joined = "\n" + "\n".join(self.words)
        self.starts = [match.end() for match in re.finditer("\n", self.joined)]

    @cached_property
    def places(self) -> Mapping[Hashable, int]:
        """Key -> place of its document."""
        return {each.key: place for place, each in enumerate(self.documents)}

    def without(
        self, lives: npt.NDArray[np.bool_], away: Collection[Hashable]
    ) -> npt.NDArray[np.bool_]:
        """Which documents live on when these are gone."""
        result = lives.copy()
        result[[self.places[key] for key in away if key in self.places]] = False
        return result

    def living(self, lives: npt.NDArray[np.bool_]) -> list[Document]:
        """The documents that are left."""
        return [self.documents[place] for place in np.flatnonzero(lives).tolist()]

    def terms(self, word: str, *, inside: bool = True) -> dict[str, float]:
        """Words that a word of a query stands for, and how much a hit counts.

        Parameters
        ----------
        inside : bool
            Whether it may stand in the middle of a longer word; else at its beginning or end.
        """
        found = {word: _EXACT} if word in self.postings else {}
        for begins in (True, False):
            if begins or len(word) >= _SHORT_PART:
                looked_for = re.escape(f"\n{word}" if begins else word)
                if not begins and not inside:
                    looked_for += r"(?=\n|\Z)"
                for match in re.finditer(looked_for, self.joined):
                    place = bisect.bisect_right(self.starts, match.end() - 1) - 1
                    found.setdefault(self.words[place], _BEGINNING if begins else _PART)
                    if len(found) >= _MOST_TERMS:
                        break
        return found

    def alike(self, word: str) -> dict[str, float]:
        """Words that are spelled like a word."""
        if len(word) < _SHORT_TYPO:
            return {}
        near = process.extract(word, self.words, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=5)
        return {term: _PART * likeness / 100 for term, likeness, _ in near}

    def weights(self, terms: Mapping[str, float]) -> npt.NDArray[np.float32]:
        """Weight of a word of a query in every document."""
        result = np.zeros(len(self.documents), np.float32)
        for term, quality in terms.items():
            if term in self.postings:
                places, heavy = self.postings[term]
                result[places] = np.maximum(result[places], heavy * np.float32(quality))
        return result


class _Numbers(dict[str, int]):
    """Word as written -> number of its stem; each word is brought to its stem once."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        # a number, or a key such as "P-12", is its own stem: there may be a hundred thousand
        plain = word.isdecimal() or word[1:2] == "-"
        form = word.casefold() if plain else stem(word)
        number = self.stems.setdefault(form, len(self.stems))
        self[word] = number
        return number

    def of(self, text: str) -> list[int]:
        return [self[word] for word in _TOKEN.findall(text)]


def _postings(
    words: Sequence[str], texts: Sequence[Sequence[int]], titles: Sequence[Sequence[int]]
) -> dict[str, tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]]:
    """Stem -> places of the documents that hold it, and its weight in each."""
    if not words:
        return {}
    lengths = [len(each) for side in (texts, titles) for each in side]
    words_of = np.fromiter(itertools.chain(*texts, *titles), np.int64, sum(lengths))
    places = np.repeat(np.tile(np.arange(len(texts)), 2), lengths)
    in_titles = np.arange(len(words_of)) >= sum(lengths[: len(texts)])
    # once per word and document, where it stands in the title too: with the weight of the title
    pairs = words_of * max(1, len(texts)) + places
    kept, first = np.unique(pairs, return_index=True)
    heavy = np.where(np.isin(kept, pairs[in_titles]), _TITLE, 1.0).astype(np.float32)
    ends = np.searchsorted(words_of[first], np.arange(1, len(words)))
    where = np.split(places[first].astype(np.int32), ends)
    return dict(zip(words, zip(where, np.split(heavy, ends), strict=True), strict=True))


class Index:
    """Documents that can be searched; made by `Index.of`, changed by `updated`."""

    def __init__(self, parts: Sequence[_Part], alive: Sequence[npt.NDArray[np.bool_]]) -> None:
        self._parts, self._alive = tuple(parts), tuple(alive)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Index:
        """Index of these documents, the newest last."""
        part = _Part(list(documents))
        return cls([part], [np.ones(len(part.documents), bool)])

    def updated(self, changed: Sequence[Document], gone: Collection[Hashable] = ()) -> Index:
        """An index with these documents anew and without those that are gone."""
        away = {each.key for each in changed} | set(gone)
        if not away:
            return self
        alive = [
            part.without(lives, away) for part, lives in zip(self._parts, self._alive, strict=True)
        ]
        rest = zip(self._parts[1:], alive[1:], strict=True)
        recent = [each for part, lives in rest for each in part.living(lives)] + list(changed)
        if len(recent) > _RECENT:
            return Index.of([*self._parts[0].living(alive[0]), *recent])
        part = _Part(recent)
        return Index([self._parts[0], part], [alive[0], np.ones(len(recent), bool)])

    def search(self, query: str, *, art: str = "", most: int = 20) -> Hits:
        """The documents that fit a query best.

        Parameters
        ----------
        art : str
            Only documents of this kind are returned; `Hits.arten` counts all.

        Notes
        -----
        Score: sum over the words of the query of weight times log(1 + documents / hits), as in
        tf-idf; a word that few documents have counts more. Documents that hold more words of the
        query themselves come before those with longer words. Where a word itself is found, it does
        not stand for words with it in the middle: the stem of "Schäfer" stands in "Gemeinschaft".
        """
        asked = _TOKEN.findall(query)
        telling = [word for word in asked if word.casefold() not in STOP]
        words = list(dict.fromkeys(stem(word) for word in telling or asked))
        total = sum(int(alive.sum()) for alive in self._alive)
        if not words or not total:
            return Hits()
        exact = [self._weights([{word: _EXACT}] * len(self._parts)) > 0 for word in words]
        columns = [
            self._column(word, total, inside=not held.any())
            for word, held in zip(words, exact, strict=True)
        ]
        scores = np.sum(columns, axis=0)
        every = np.all([column > 0 for column in columns], axis=0)
        fits = every if every.any() else scores > 0
        order = scores + _ITSELF * np.sum(exact, axis=0)
        return self._hits(order, fits, art, most, bool(every.any()))

    def _column(self, word: str, total: int, *, inside: bool) -> npt.NDArray[np.float64]:
        """Score of one word of a query in all documents of all parts."""
        terms = [part.terms(word, inside=inside) for part in self._parts]
        if not any(terms):
            terms = [part.alike(word) for part in self._parts]
        weights = self._weights(terms)
        return weights * math.log(1 + total / max(1, int(np.count_nonzero(weights))))

    def _weights(self, terms: Sequence[Mapping[str, float]]) -> npt.NDArray[np.float64]:
        """Weight of some words in all documents of all parts."""
        return np.concatenate(
            [part.weights(own) * alive for part, own, alive in self._with(terms)]
        ).astype(float)

    def _with(
        self, terms: Sequence[Mapping[str, float]]
    ) -> Iterable[tuple[_Part, Mapping[str, float], npt.NDArray[np.bool_]]]:
        return zip(self._parts, terms, self._alive, strict=True)

    def _hits(
        self,
        scores: npt.NDArray[np.float64],
        fits: npt.NDArray[np.bool_],
        art: str,
        most: int,
        every: bool,
    ) -> Hits:
        counts: dict[str, int] = {}
        wanted, start = fits.copy(), 0
        for part in self._parts:
            here = slice(start, start + len(part.documents))
            numbers = np.bincount(part.kind[fits[here]], minlength=len(part.kinds))
            for kind, number in zip(part.kinds, numbers, strict=True):
                if number:
                    counts[kind] = counts.get(kind, 0) + int(number)
            if art:
                number_of = part.kinds.index(art) if art in part.kinds else -1
                wanted[here] &= part.kind == number_of
            start = here.stop
        places = np.flatnonzero(wanted)
        if len(places) > most:
            # all that are as good as the last one shown, so that the order decides among them
            least = np.partition(scores[places], -most)[-most]
            places = places[scores[places] >= least]
        best = places[np.lexsort((-places, -scores[places]))][:most]
        return Hits([self._key(int(place)) for place in best], counts, every)

    def _key(self, place: int) -> Hashable:
        for part in self._parts:
            if place < len(part.documents):
                return part.documents[place].key
            place -= len(part.documents)
        raise IndexError(place)
