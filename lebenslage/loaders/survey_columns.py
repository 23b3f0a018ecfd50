"""Columns of an answer file: which question or role each is, and which are never kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lebenslage.loaders.tables import fold_heading
from lebenslage.model.survey import Question, Questionnaire

#: LimeSurvey's own columns: code -> headings of its full-text exports (English, German).
SYSTEM: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("Response ID", "Antwort ID"),
    "submitdate": ("Date submitted", "Datum Abgeschickt"),
    "lastpage": ("Last page", "Letzte Seite"),
    "startlanguage": ("Start language", "Start-Sprache", "Startsprache"),
    "seed": ("Seed", "Zufallsstartwert"),
    "startdate": ("Date started", "Datum gestartet"),
    "datestamp": ("Date last action", "Datum letzte Aktivität"),
    "ipaddr": ("IP address", "IP-Adresse"),
    "refurl": ("Referrer URL", "Verweis-URL", "Weiterleitungs-URL"),
    "token": ("Access code", "Zugangscode", "Zugangsschlüssel"),
    "interviewtime": ("Total time", "Gesamtzeit"),
}
#: Two of these tell an export of LimeSurvey.
_LIMESURVEY: Final = ("submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
#: Columns that point at a person: dropped at reading, whoever made the file.
_PERSONAL: Final = re.compile(
    r"ipaddr(ess)?e?|ip-?adresse|ip|refurl|referr?er(url)?|token|tid|zugangs(code|schluessel)"
    r"|startdate|datestamp|submitdate|startzeit|fertigstellungszeit|zeitstempel|timestamp"
    r"|starttime|endtime|completiontime|e-?mail(-?adresse)?|.*emailadd?ress.*|.*e-mail-adresse.*"
    r"|name|vorname|nachname|familienname|firstname|lastname|fullname"
    r"|telefon(nummer)?|phone|mobil(nummer)?|handy(nummer)?|anschrift|adresse|strasse|hausnummer"
    r"|geburtsdatum|birthdate|lat(itude)?|lon(gitude)?|standort|useragent|browser|cookie"
)
_TIMING: Final = re.compile(r"interviewtime|grouptime\d*|.+time")
_EM_CODE: Final = re.compile(r"(.+?)_([^_]+)")
#: Free texts beside a question ("Sonstiges", comments).
_BESIDE: Final = re.compile(r"(.+?)(?:\[(?:.*_?)?(?:other|comment)\]|_(?:other|comment)|comment)")


@dataclass(frozen=True)
class SurveyColumns:
    """Where an answer file holds what (indexes of its columns).

    Parameters
    ----------
    roles : mapping
        Role (and Merkmal for weighting) -> index.
    questions : mapping
        Column of the codebook ("F1", "F2[SQ001]") -> index.
    missing : tuple of str
        Columns of the codebook that the file does not have.
    personal, beside, unknown : tuple of str
        Headings that are not taken: they point at persons; free text beside a question;
        not in the codebook.
    """

    roles: Mapping[str, int]
    questions: Mapping[str, int]
    missing: tuple[str, ...]
    personal: tuple[str, ...]
    beside: tuple[str, ...]
    unknown: tuple[str, ...]


def system_code(heading: str) -> str:
    """LimeSurvey's code of one of its own columns; empty for others."""
    return _SYSTEM_BY_HEADING.get(fold_heading(_bare(heading)), "")


def is_limesurvey(header: Sequence[str]) -> bool:
    """Whether a header comes from a LimeSurvey export."""
    return len({system_code(heading) for heading in header} & set(_LIMESURVEY)) >= 2


def is_personal(heading: str) -> bool:
    """Whether a column must not be kept because it points at a person."""
    key = fold_heading(_bare(heading))
    code = system_code(heading) or key
    return bool(_PERSONAL.fullmatch(code) or _PERSONAL.fullmatch(key) or _TIMING.fullmatch(code))


def find_columns(
    header: Sequence[str], survey: Questionnaire, mapping: Mapping[str, str] | None = None
) -> SurveyColumns:
    """Match the header of an answer file with a codebook.

    Notes
    -----
    A question is found by its code in every spelling that LimeSurvey exports: "F1[SQ001]",
    "F1_SQ001", "F1[SQ001]. Text" and the full text of the question.
    """
    by_key: dict[str, int] = {}
    for i, heading in enumerate(header):
        for key in _keys(heading):
            by_key.setdefault(key, i)
    wanted = {name: fold_heading(heading) for name, heading in (mapping or {}).items()}
    texts = _texts(survey.fragen)

    def find(column: str) -> int | None:
        for key in (wanted.get(column, ""), fold_heading(column), texts.get(column, "")):
            if key and key in by_key:
                return by_key[key]
        return None

    questions = {c: find(c) for question in survey.fragen for c in question.columns()}
    roles = {role: find(column) for role, column in _role_columns(survey).items()}
    missing = [column for column, i in questions.items() if i is None]
    missing += [c for role, c in survey.spalten.items() if roles[role] is None and c not in missing]
    taken = {i for i in (*questions.values(), *roles.values()) if i is not None}
    rest = [h for i, h in enumerate(header) if i not in taken and h]
    personal = [h for h in rest if is_personal(h)]
    beside = [h for h in rest if h not in personal and _is_beside(h, survey)]
    unknown = [h for h in rest if h not in (*personal, *beside) and not system_code(h)]
    return SurveyColumns(
        {role: i for role, i in roles.items() if i is not None},
        {column: i for column, i in questions.items() if i is not None},
        tuple(missing),
        tuple(personal),
        tuple(beside),
        tuple(unknown),
    )


def _role_columns(survey: Questionnaire) -> dict[str, str]:
    """Roles with their column; LimeSurvey's `id` and `submitdate` need no mention."""
    weighting = {merkmal: merkmal for merkmal in survey.gewichtung.merkmale}
    return {"id": "id", "abgeschlossen": "submitdate", **weighting, **survey.spalten}


def _bare(heading: str) -> str:
    """Heading without the text that LimeSurvey puts behind a code ("id. Response ID")."""
    return re.split(r"\.\s", heading, maxsplit=1)[0]


def _keys(heading: str) -> list[str]:
    """All forms under which a heading can be meant, the most literal first."""
    bare = fold_heading(_bare(heading))
    keys = [fold_heading(heading), bare]
    if match := _EM_CODE.fullmatch(bare):
        keys.append(f"{match[1]}[{match[2]}]")
    if code := system_code(heading):
        keys.append(code)
    return keys


def _texts(questions: Sequence[Question]) -> dict[str, str]:
    """Column -> folded full text, as LimeSurvey writes it: "Frage [Teilfrage]"."""
    texts = {question.code: fold_heading(question.text) for question in questions}
    for question in questions:
        for sub, text in question.teilfragen.items():
            texts[f"{question.code}[{sub}]"] = fold_heading(f"{question.text} [{text}]")
    return texts


def _is_beside(heading: str, survey: Questionnaire) -> bool:
    match = _BESIDE.fullmatch(fold_heading(_bare(heading)))
    return match is not None and any(fold_heading(q.code) == match[1] for q in survey.fragen)


_SYSTEM_BY_HEADING: Final = {
    fold_heading(heading): code for code, names in SYSTEM.items() for heading in (code, *names)
}
