"""Which program wrote a table of answers, and which of its columns point at persons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from lebenslage.loaders.delimited import RawTable
from lebenslage.loaders.tables import fold_heading

#: LimeSurvey's own columns: code -> headings of its full-text exports (English, German).
SYSTEM: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("Response ID", "Antwort ID", "Antwort-ID"),
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
LIMESURVEY: Final = "limesurvey"
MICROSOFT: Final = "microsoft-forms"
GOOGLE: Final = "google-forms"
GRAFSTAT: Final = "grafstat"
STADTRAUM: Final = "stadtraummonitor"
TABLE: Final = ""
#: So many underscores stand for blanks; a code has at most two ("F4_SQ001_SQ002").
_WORDS: Final = 3
#: Two of these tell an export of LimeSurvey.
_LIMESURVEY: Final = ("submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp")
_MICROSOFT: Final = (("startzeit", "fertigstellungszeit"), ("starttime", "completiontime"))
_GOOGLE: Final = ("zeitstempel", "timestamp")
#: The record number that GrafStat puts in front, and its names of questions.
_GRAFSTAT: Final = re.compile(r"datensatz(-?nr\.?|nummer)?|satznr\.?|fragebogen-?nr\.?|lfd\.?nr\.?")
_GRAFSTAT_ITEM: Final = re.compile(r"(frage|merkmal|f|m)\d+([._-]\d+)?(\D.*)?|\d+\.\D.*")
#: The 15 topics of the StadtRaumMonitor (the German Place Standard), by a word each.
_TOPICS: Final = (
    r"zufuss",
    r"fahrrad|mitdemrad",
    r"nahverkehr|oepnv|busundbahn",
    r"verkehr(?!s?mittel).*park|^verkehr",
    r"strassenundplaetze|oeffentlicherraum|platzgestaltung",
    r"natur|gruen",
    r"spiel",
    r"versorgung|einrichtungen",
    r"arbeit|wirtschaft",
    r"wohnen|wohnung",
    r"sozialekontakte|soziales?miteinander|begegnung",
    r"identitaet|zugehoerigkeit",
    r"sicherheit|sicherfuehlen",
    r"pflegeundinstand|instandhaltung|sauberkeit",
    r"mitsprache|einfluss|mitgestalt|beteiligung",
    r"klima",
)
_ENOUGH_TOPICS: Final = 6
#: Columns that point at a person: dropped at reading, whoever made the file.
_PERSONAL: Final = re.compile(
    r"ipaddr(ess)?e?|ip-?adresse|ip|refurl|referr?er(url)?|token|tid|zugangs(code|schluessel)"
    r"|startdate|datestamp|submitdate|startzeit|fertigstellungszeit|zeitstempel|timestamp"
    r"|starttime|endtime|completiontime|(zeitpunktder)?letztenaenderung|lastmodifiedtime"
    r"|e?-?mail\d*(-?adresse)?|.*emailadd?ress.*|.*e-?mail-?adresse.*"
    r"|(ihr)?name\d*|vorname|nachname|familienname|firstname|lastname|fullname|vor-?undnachname"
    r"|nutzername|benutzername|username|attribute_?\d+|participant(id)?|teilnehmer(id)?"
    r"|telefon(nummer)?|phone|mobil(nummer)?|handy(nummer)?|anschrift|(ihre)?adresse|strasse"
    r"|hausnummer|geburtsdatum|birthdate|lat(itude)?|lon(gitude)?|standort|useragent|browser|cookie"
)
_TIMING: Final = re.compile(r"interviewtime|grouptime\d*|.+time")
#: Cells that point at a person whatever their heading says.
_TELLING: Final = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+"  # mail address
    r"|(\d{1,3}\.){3}\d{1,3}"  # IP address
    r"|\+?\d{2,5}[\s/-]+\d[\d\s/-]{4,}"  # telephone number
    r"|\d{1,4}[-./]\d{1,2}[-./]\d{2,4}[ T]\d{1,2}:\d{2}(:\d{2})?( ?[AP]M)?.*"  # moment
)
#: Rows that are looked at for such cells.
_LOOKED_AT: Final = 2000
#: Tokens and their like: the same one twice is the same person twice.
_TOKEN: Final = re.compile(r"token|tid|zugangs(code|schluessel)|accesscode")


def program_of(raw: RawTable) -> str:
    """Which program wrote the table; `TABLE` if none of the known ones shows."""
    folded = [fold_heading(heading) for heading in raw.header]
    if is_limesurvey(raw.header):
        return LIMESURVEY
    if any(set(pair) <= set(folded) for pair in _MICROSOFT):
        return MICROSOFT
    if folded and folded[0] in _GOOGLE:
        return GOOGLE
    if folded and _GRAFSTAT.fullmatch(folded[0]):
        items = sum(bool(_GRAFSTAT_ITEM.fullmatch(heading)) for heading in folded[1:])
        if items >= max(2, len(folded) // 2):
            return GRAFSTAT
    return STADTRAUM if _is_stadtraum(raw, folded) else TABLE


def is_limesurvey(header: Sequence[str]) -> bool:
    """Whether a header comes from a LimeSurvey export."""
    return len({system_code(heading) for heading in header} & set(_LIMESURVEY)) >= 2


def _is_stadtraum(raw: RawTable, folded: Sequence[str]) -> bool:
    """Topics of the StadtRaumMonitor as headings, rated from 1 to 7."""
    found = 0
    for topic in _TOPICS:
        for i, heading in enumerate(folded):
            if re.search(topic, heading):
                cells = raw.column(i)
                filled = cells[cells != ""]
                found += bool(len(filled)) and bool(filled.str.fullmatch(r"[1-7]").all())
                break
    return found >= _ENOUGH_TOPICS


def bare(heading: str) -> str:
    """Heading without the text that LimeSurvey puts behind a code ("id. Response ID")."""
    return re.split(r"\.\s", heading, maxsplit=1)[0]


def spaced(heading: str) -> str:
    """Heading with the blanks that an export has made underscores; codes stay as they are."""
    words = heading.count("_") >= _WORDS or (heading.endswith("?") and "_" in heading)
    return heading.replace("_", " ") if words and " " not in heading else heading


def system_code(heading: str) -> str:
    """LimeSurvey's code of one of its own columns; empty for others."""
    key = fold_heading(bare(heading))
    return _SYSTEM_BY_HEADING.get(key) or _SYSTEM_BY_HEADING.get(key.replace("_", ""), "")


def is_personal(heading: str) -> bool:
    """Whether a column must not be kept because its heading points at a person."""
    key = fold_heading(bare(heading))
    keys = {system_code(heading) or key, key, key.replace("_", "")}
    return any(_PERSONAL.fullmatch(key) or _TIMING.fullmatch(key) for key in keys)


def tells_persons(cells: pd.Series) -> bool:
    """Whether most cells of a column are mail addresses, telephone numbers or exact moments."""
    filled = [text for text in cells.iloc[:_LOOKED_AT].tolist() if text]
    telling = sum(_TELLING.fullmatch(text) is not None for text in filled)
    return bool(filled) and 2 * telling >= len(filled)


def is_token(heading: str) -> bool:
    """Whether a column holds the access code of a participant."""
    key = fold_heading(bare(heading))
    return bool(_TOKEN.fullmatch(key)) or system_code(heading) == "token"


_SYSTEM_BY_HEADING: Final = {
    fold_heading(heading): code for code, names in SYSTEM.items() for heading in (code, *names)
}
