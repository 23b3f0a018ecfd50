"""`fragebogen.toml`: the codebook of a survey (DESIGN section 9)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from lebenslage.errors import DatenFehler
from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders.findings import Findings, quoted, similar
from lebenslage.loaders.formats import Format, Job, Opened, Outcome, fits_kind
from lebenslage.loaders.questions import read_question
from lebenslage.loaders.toml import Types, check_keys, parse_toml
from lebenslage.model.exchange import Known
from lebenslage.model.survey import (
    SURVEY_ROLES,
    Question,
    Questionnaire,
    SurveyKind,
    Weighting,
    WeightingMethod,
)

_TOP: Final[Types] = {
    "id": str,
    "titel": str,
    "erhebung": (str, date),
    "art": str,
    "beispiel": bool,
    "grundgesamtheit_text": str,
    "spalten": dict,
    "grundgesamtheit": dict,
    "gewichtung": dict,
    "fragen": list,
}
_KEYS: Final[Mapping[str, Types]] = {
    "": _TOP,
    "spalten": dict.fromkeys(SURVEY_ROLES, str),
    "gewichtung": {"verfahren": str, "merkmale": list, "grenzen": list},
}
_NEEDED: Final = {"": ("id", "titel", "erhebung", "art", "fragen")}
_TEMPLATE: Final = """\
# Fragebogen (Codebuch) einer Befragung. Zeilen mit # sind Erläuterungen.
id = "umfrage-2026"
titel = "Leben im Ort 2026"
erhebung = "2026-05-01"
art = "vollerhebung"                 # vollerhebung | zufallsstichprobe | offen

[spalten]                            # welche Spalte der Antwortdatei was enthält; alle freiwillig
id = "id"
ortsteil = "ortsteil"
abgeschlossen = "submitdate"

[grundgesamtheit]                    # Eingeladene oder Berechtigte je Ortsteil
# ortsteil_id = 1234

[[fragen]]
code = "F1"
text = "Wie zufrieden sind Sie mit den Busverbindungen?"
typ = "skala"                        # skala|einfach|mehrfach|matrix|zahl|rangfolge|text
skala = { werte = [1, 2, 3, 4, 5], weiss_nicht = [9], richtung = 1 }
"""


def read_questionnaire(
    text: str, name: str, known: Known, findings: Findings
) -> Questionnaire | None:
    """Read a codebook; problems are noted, and then there is no questionnaire."""
    content = parse_toml(text, name)
    check_keys(content, _KEYS, _NEEDED, findings)
    if findings:
        return None
    _check_top(content, findings)
    questions = _questions(content["fragen"], known, findings)
    population = _population(content.get("grundgesamtheit", {}), known, findings)
    weighting = _weighting(content.get("gewichtung", {}), findings)
    if findings:
        return None
    return Questionnaire(
        id=content["id"],
        titel=content["titel"],
        erhebung=_day(content["erhebung"]),
        art=SurveyKind(content["art"]),
        fragen=tuple(questions),
        beispiel=content.get("beispiel", False),
        spalten=content.get("spalten", {}),
        grundgesamtheit=population,
        gewichtung=weighting,
        grundgesamtheit_text=content.get("grundgesamtheit_text", ""),
    )


def _check_top(content: Mapping[str, Any], findings: Findings) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", content["id"]):
        text = "Erlaubt sind Buchstaben ohne Umlaute, Ziffern, „-“ und „_“."
        findings.add(text, spalte="id", wert=content["id"])
    if content["art"] not in tuple(SurveyKind):
        text = f"„{content['art']}“ ist nicht erlaubt; möglich ist {quoted(SurveyKind, 'oder')}."
        findings.add(text, spalte="art", wert=content["art"])
    try:
        date.fromisoformat(_day(content["erhebung"]))
    except ValueError:
        text = f"„{content['erhebung']}“ ist kein Datum; erwartet wird JJJJ-MM-TT."
        findings.add(text, spalte="erhebung", wert=str(content["erhebung"]))
    for key in ("titel", "grundgesamtheit_text"):
        if why := cell_rules.unsafe_text(content.get(key, "")):
            findings.add(why, spalte=key)


def _questions(entries: Sequence[Any], known: Known, findings: Findings) -> list[Question]:
    questions = []
    for number, entry in enumerate(entries, start=1):
        try:
            questions.append(read_question(entry, number, known.catalogue))
        except DatenFehler as error:
            findings.take(error.problems)
    counts = Counter(question.code for question in questions)
    for code in [code for code, count in counts.items() if count > 1]:
        findings.add(f"Die Frage „{code}“ kommt {counts[code]}-mal vor.", spalte="fragen.code")
    return questions


def _population(entries: Mapping[str, Any], known: Known, findings: Findings) -> dict[str, int]:
    ids = {p.ortsteil_id for p in known.gazetteer.places} if known.gazetteer else set()
    for key, count in entries.items():
        if ids and key not in ids:
            text = f"„{key}“ ist kein bekannter Ortsteil.{similar(key, ids)}"
            findings.add(text, spalte="grundgesamtheit", wert=key)
        if isinstance(count, bool) or not isinstance(count, int) or count < 1:
            text = f"Für „{key}“ wird eine ganze Zahl ab 1 erwartet."
            findings.add(text, spalte="grundgesamtheit", wert=str(count))
    return dict(entries)


def _weighting(entries: Mapping[str, Any], findings: Findings) -> Weighting:
    method = entries.get("verfahren", WeightingMethod.KEINE.value)
    if method not in tuple(WeightingMethod):
        allowed = quoted(WeightingMethod, "oder")
        text = f"„{method}“ ist nicht erlaubt; möglich ist {allowed}."
        findings.add(text, spalte="gewichtung.verfahren", wert=method)
        return Weighting()
    limits = entries.get("grenzen", [0.3, 3.0])
    numbers = [x for x in limits if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(limits) != 2 or len(numbers) != 2 or not 0 < numbers[0] <= 1 <= numbers[1]:
        text = "Erwartet werden zwei Zahlen um 1, etwa [0.3, 3.0]."
        findings.add(text, spalte="gewichtung.grenzen")
        return Weighting()
    merkmale = tuple(map(str, entries.get("merkmale", ())))
    return Weighting(WeightingMethod(method), merkmale, (float(numbers[0]), float(numbers[1])))


def _day(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()[:10]


def _read(opened: Opened, job: Job) -> Outcome:
    name = opened.source.name
    content = read_questionnaire(opened.text, name, job.known, job.findings)
    if content is None:
        return Outcome(None, 0, 0)
    return Outcome(
        content,
        zeilen=len(content.fragen),
        spalten=0,
        vorschau=pd.DataFrame(
            {"frage": q.code, "text": q.text, "typ": q.typ.value} for q in content.fragen
        ),
        beispiel=content.beispiel,
        zusammenfassung={
            "Umfrage": content.titel,
            "Erhebung": content.erhebung,
            "Fragen": len(content.fragen),
        },
    )


FORMAT: Final = Format(
    "fragebogen",
    "Fragebogen einer Befragung",
    fits_kind("toml"),
    _read,
    lambda _known: _TEMPLATE,
    ".toml",
)
