"""Free text: what a person has released, and what that person should look at before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis.survey.design import complete_answers
from lebenslage.analysis.survey.stems import STOP, matches
from lebenslage.model import columns as c
from lebenslage.model.rules import Thresholds
from lebenslage.model.survey import QuestionType, SurveyWave

#: What each flag is called, and where it is raised.
_FLAGS: Final = {
    "E-Mail-Adresse": re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*\.?\w*"),
    "Telefonnummer": re.compile(r"(?:\+|\b0)\d(?:[\s/().-]*\d){5,}"),
    "Name": re.compile(
        r"\b(?:Herrn?|Frau|Fam(?:ilie|\.)|Dr\.|Prof\.|Pfarrer(?:in)?|Bürgermeister(?:in)?|"
        r"Nachbar(?:in)?)\s+(?:Dr\.\s+)?[A-ZÄÖÜ][\wäöüß-]+"
    ),
    "Anschrift": re.compile(
        r"[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|gasse|platz|halde)\s+\d+\s?[a-z]?\b"
    ),
}
#: Two words with capitals in a row inside a sentence; German nouns do so less often than names.
_PAIR: Final = re.compile(r"(?<=[a-zäöüß,;:] )(?=([A-ZÄÖÜ][a-zäöüß]+) [A-ZÄÖÜ][a-zäöüß]+\b)")
#: The flag of two words that may be a name.
POSSIBLE_NAME: Final = "möglicherweise ein Name"


def released_texts(wave: SurveyWave, thresholds: Thresholds | None = None) -> pd.DataFrame:
    """Texts that a person has released, in alphabetical order (not that of the responses).

    Parameters
    ----------
    thresholds : Thresholds, optional
        The Ortsteil stands beside a text only if at least `oeffentlich` persons from there have
        written something to the question; default: the usual thresholds.

    Returns
    -------
    pd.DataFrame
        `frage, gruppe, text`; `gruppe` is empty where the Ortsteil is not told.
    """
    texts = _texts(wave)
    least = (thresholds or Thresholds()).oeffentlich
    writers = texts.groupby([c.FRAGE, c.GRUPPE])["text"].transform("size")
    texts[c.GRUPPE] = texts[c.GRUPPE].where(writers >= least, "")
    released = texts[texts["freigegeben"]]
    order = released["text"].str.casefold()
    released = released.assign(_order=order).sort_values([c.FRAGE, "_order"], kind="stable")
    return released[[c.FRAGE, c.GRUPPE, "text"]].reset_index(drop=True)


def quotes(
    wave: SurveyWave,
    thresholds: Thresholds | None = None,
    *,
    frage: str = "",
    suche: str = "",
    ortsteil: str = "",
) -> pd.DataFrame:
    """Released texts that may be quoted: `chosen` of the `released_texts` of a wave."""
    return chosen(released_texts(wave, thresholds), frage=frage, suche=suche, ortsteil=ortsteil)


def chosen(
    found: pd.DataFrame, *, frage: str = "", suche: str = "", ortsteil: str = ""
) -> pd.DataFrame:
    """Some of the released texts, for a page or a report.

    Parameters
    ----------
    found : pd.DataFrame
        Of `released_texts`.
    frage : str
        Only answers to this question.
    suche : str
        Only texts with all of these words, in any form ("Busse" finds "Bus").
    ortsteil : str
        Only texts beside which this Ortsteil may stand.

    Returns
    -------
    pd.DataFrame
        As `released_texts`; nothing that nobody has released.
    """
    if frage:
        found = found[found[c.FRAGE] == frage]
    if ortsteil:
        found = found[found[c.GRUPPE] == ortsteil]
    if suche.strip():
        found = found[[matches(text, suche) for text in found["text"]]]
    return found.reset_index(drop=True)


def to_release(wave: SurveyWave) -> pd.DataFrame:
    """All texts of complete responses, for the person who releases them and for nobody else.

    Returns
    -------
    pd.DataFrame
        `frage`, `zeile` (place of the response in the wave, from 0, as in `SurveyWave.released`),
        `text`, `freigegeben`, `hinweise` (what the text may give away, joined by commas).
    """
    texts = _texts(wave)
    hints = [", ".join(flags(text)) for text in texts["text"]]
    columns = [c.FRAGE, "zeile", "text", "freigegeben"]
    return texts[columns].assign(hinweise=np.array(hints, object)).reset_index(drop=True)


def flags(text: str) -> tuple[str, ...]:
    """What a text may give away about a person: names, phone numbers, addresses."""
    found = [name for name, pattern in _FLAGS.items() if pattern.search(text)]
    # after a colon an article may have a capital too
    pairs = (match[1].casefold() not in STOP for match in _PAIR.finditer(text))
    if "Name" not in found and any(pairs):
        found.append(POSSIBLE_NAME)
    return tuple(found)


def _texts(wave: SurveyWave) -> pd.DataFrame:
    """`frage, gruppe, zeile, text, freigegeben` of everything written in complete responses."""
    numbered = replace(wave, antworten=wave.antworten.reset_index(drop=True))
    answers = complete_answers(numbered)
    rows: list[tuple[str, str, int, str, bool]] = []
    areas = answers["ortsteil"] if "ortsteil" in answers else pd.Series("", answers.index)
    for question in wave.fragebogen.fragen:
        if question.typ is not QuestionType.TEXT:
            continue
        for name in (column for column in question.columns() if column in answers):
            written = answers[name].dropna().astype(str).str.strip()
            written = written[written != ""]
            groups = areas[written.index].fillna("").astype(str)
            for row, text, group in zip(written.index.tolist(), written, groups, strict=True):
                released = bool({(question.code, row), (name, row)} & wave.released)
                rows.append((name, group, row, text, released))
    columns = [c.FRAGE, c.GRUPPE, "zeile", "text", "freigegeben"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return frame.astype({"zeile": int, "freigegeben": bool})
