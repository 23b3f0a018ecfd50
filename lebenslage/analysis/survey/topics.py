"""What open answers are about: words that many persons used."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from lebenslage.analysis.disclosure import limit
from lebenslage.analysis.survey.design import complete_answers
from lebenslage.analysis.survey.freetext import released_texts
from lebenslage.analysis.survey.stems import nouns, stem, words
from lebenslage.model import columns as c
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import QuestionType, SurveyWave

#: More topics than these per question are not told.
_TOLD = 30


def topics(wave: SurveyWave, thresholds: Thresholds, audience: Audience) -> pd.DataFrame:
    """Words by the number of persons who used them in their answer to a question.

    Parameters
    ----------
    audience : Audience
        A word that fewer persons used than this audience may see is not told.

    Returns
    -------
    pd.DataFrame
        `frage, thema` (the commonest form among the released texts), `stamm, n` (persons; a word
        written twice by one person counts once), `n_gesamt` (persons who wrote something), the
        most frequent first; missing `n_gesamt` where it is too small to be told.

    Notes
    -----
    Only words that stand with a capital in a released text are told: a name that many have
    written is no topic before a person has read and released it. All complete answers are
    counted, whether released or not, and never by group, so that no two counts can be subtracted.
    """
    answers = complete_answers(wave)
    released = released_texts(wave, thresholds)
    least = limit(thresholds, audience)
    rows: list[tuple[str, str, str, int, float]] = []
    for question in wave.fragebogen.fragen:
        if question.typ is not QuestionType.TEXT:
            continue
        for name in (column for column in question.columns() if column in answers):
            written = [text for text in answers[name].dropna().astype(str) if text.strip()]
            shown = _vocabulary(released.loc[released[c.FRAGE] == name, "text"])
            counts = Counter(
                found for text in written for found in {stem(word) for word in words(text)}
            )
            total = float(len(written)) if len(written) >= least else float("nan")
            frequent = [(n, found) for found, n in counts.items() if found in shown and n >= least]
            frequent.sort(key=lambda pair: (-pair[0], shown[pair[1]].casefold()))
            rows += [(name, shown[found], found, n, total) for n, found in frequent[:_TOLD]]
    return pd.DataFrame(rows, columns=[c.FRAGE, "thema", "stamm", c.N, "n_gesamt"])


def _vocabulary(texts: pd.Series) -> dict[str, str]:
    """Stem -> its commonest form among the nouns of released texts."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for found, word in nouns(text).items():
            forms.setdefault(found, Counter())[word] += 1
    return {
        found: min(counted, key=lambda word: (-counted[word], len(word), word))
        for found, counted in forms.items()
    }
