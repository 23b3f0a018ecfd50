"""Headings of answer columns: code, text and part of a question, however a program writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lebenslage.loaders.limesurvey import plain_text
from lebenslage.loaders.survey_programs import spaced

_CODE: Final = r"[A-Za-z][A-Za-z0-9]{0,19}"
#: "F4[SQ001]", "F4[SQ001][1]", "F4", and with text behind: "F4[SQ001]. Frage [Teilfrage]".
_CODED: Final = re.compile(rf"({_CODE})(?:\[([^\]]+)\](?:\[([^\]]+)\])?)?(?:\.\s+(.*))?", re.DOTALL)
_NUMBERED: Final = re.compile(r"(?:Frage|Merkmal)\s*(\d+)(?:[._-](\d+))?(?:[:.)]\s*(.+))?", re.I)
_EM: Final = re.compile(rf"({_CODE})[_.]([A-Za-z0-9]+(?:_[A-Za-z0-9]+)?)\.?")
#: What LimeSurvey names its sub-questions: enough to tell a code without digits from a word.
_EM_PART: Final = re.compile(r"(SQ\d+(_SQ\d+)?)|other|comment", re.IGNORECASE)
_TEXT_PART: Final = re.compile(r"(.+?)\s*\[([^\[\]]+)\]\.?", re.DOTALL)
_OTHER: Final = re.compile(r"other|comment|othercomment|sonstiges|kommentar", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A heading taken apart.

    Parameters
    ----------
    stamm : str
        What columns of the same question share.
    code : str
        Code of the question; empty if the heading is nothing but text.
    text, teil, teil_text : str
        Text of the question; key and text of the sub-question, empty for none.
    frei : bool
        A free text beside a question ("Sonstiges", a comment).
    """

    stamm: str
    code: str = ""
    text: str = ""
    teil: str = ""
    teil_text: str = ""
    frei: bool = False


def read_heading(heading: str) -> Heading:
    """Take a heading apart."""
    heading = spaced(heading)
    if match := _NUMBERED.fullmatch(heading):
        number, part, text = match.groups()
        return Heading(f"F{number}", f"F{number}", plain_text(text or ""), part or "")
    if (match := _CODED.fullmatch(heading)) and _is_code(match[1], heading):
        code, part, second, text = match.groups()
        part = f"{part}_{second}" if second else part or ""
        question, part_text = _split(plain_text(text or ""))
        # without brackets around a part, brackets in the text belong to the question
        question = question if part else plain_text(text or "")
        return Heading(
            code, code, question, part, part_text if part else "", bool(_OTHER.fullmatch(part))
        )
    if (match := _EM.fullmatch(heading)) and (
        any(c.isdigit() for c in match[1]) or _EM_PART.fullmatch(match[2])
    ):
        return Heading(match[1], match[1], "", match[2], "", bool(_OTHER.fullmatch(match[2])))
    question, part_text = _split(plain_text(heading))
    frei = bool(_OTHER.fullmatch(part_text.rstrip(":.")))
    return Heading(question, "", question, part_text, part_text, frei)


def _is_code(word: str, heading: str) -> bool:
    """Codes have a digit, brackets or text behind them, or begin small; "Natur" is a text."""
    return any(sign.isdigit() for sign in word) or word != heading or word[0].islower()


def _split(text: str) -> tuple[str, str]:
    match = _TEXT_PART.fullmatch(text)
    return (match[1].strip(), match[2].strip()) if match else (text, "")
