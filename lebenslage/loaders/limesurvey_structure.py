"""Structure exports of LimeSurvey as codebook: `.lss` (XML, old and new) and `.txt` (TSV)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.etree.ElementTree import Element, ParseError

import pandas as pd
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.formats import NO_FIT, Fit, Format, Job, Opened, Outcome, fits_kind
from lebenslage.loaders.limesurvey import Asked, Part, build_questionnaire, plain_text

_Row = Mapping[str, str]
#: Columns of a TSV structure that tell it from any other table.
_TSV: Final = ("class", "type/scale", "name", "text", "language")


def _read_lss(opened: Opened, job: Job) -> Outcome:
    """Read an XML structure; nothing outside the file is ever fetched, entities are refused."""
    name = opened.source.name
    try:
        root = fromstring(opened.source.data, forbid_dtd=True)
    except DefusedXmlException:
        text = (
            "Die XML-Datei enthält eine Dokumenttyp-Angabe oder Entitäten und wird aus "
            "Sicherheitsgründen nicht gelesen. LimeSurvey schreibt so etwas nicht."
        )
        raise DatenFehler(Problem(text, datei=name)) from None
    except (ParseError, ValueError, LookupError) as error:
        line = error.position[0] if isinstance(error, ParseError) else None
        text = "Die Datei ist kein gültiges XML: hier fehlt ein Zeichen oder steht eines zu viel."
        raise DatenFehler(Problem(text, datei=name, zeile=line)) from None
    if (root.findtext("LimeSurveyDocType") or "").strip() != "Survey":
        text = "Die XML-Datei ist keine Struktur einer LimeSurvey-Umfrage (.lss)."
        raise DatenFehler(Problem(text, datei=name))
    language = _language(root)
    settings = _rows(root, "surveys_languagesettings")
    titles = [r for r in settings if r.get("surveyls_language") == language] or settings
    title = titles[0].get("surveyls_title", "") if titles else ""
    sid = next((row.get("sid", "") for row in _rows(root, "surveys")), "")
    return _outcome(_asked(root, language), title, sid, job)


def _language(root: Element) -> str:
    """German if the survey has it, else its base language."""
    base = next((row.get("language", "") for row in _rows(root, "surveys")), "")
    languages = [(item.text or "").strip() for item in root.findall("languages/language")]
    german = [item for item in languages if item.split("-")[0] == "de"]
    return german[0] if german else base or (languages[0] if languages else "")


def _rows(root: Element, table: str) -> list[_Row]:
    return [
        {cell.tag: (cell.text or "").strip() for cell in row}
        for row in root.findall(f"{table}/rows/row")
    ]


def _texts(root: Element, table: str, key: str, text: str, language: str) -> dict[str, str]:
    """Texts by id: in a table of their own since version 4, before that beside the codes."""
    own = {"questions": "question_l10ns", "answers": "answer_l10ns"}.get(table, "question_l10ns")
    rows = _rows(root, own) or _rows(root, table)
    found: dict[str, str] = {}
    for row in rows:
        if row.get("language") == language or row.get(key) not in found:
            found[row.get(key, "")] = plain_text(row.get(text, ""))
    return found


def _asked(root: Element, language: str) -> list[Asked]:
    new = bool(_rows(root, "question_l10ns"))
    texts = _texts(root, "questions", "qid", "question", language)
    if not new:
        texts |= _texts(root, "subquestions", "qid", "question", language)
    groups = {row.get("gid", ""): _number(row.get("group_order")) for row in _rows(root, "groups")}
    rows = _unique(_rows(root, "questions"), language, ("qid",))
    rows.sort(key=lambda r: (groups.get(r.get("gid", ""), 0), _number(r.get("question_order"))))
    asked = {
        key: Asked(row.get("title", ""), texts.get(key, ""), row.get("type", ""))
        for row in rows
        if (key := row.get("qid", "")) and row.get("parent_qid", "0") in ("", "0")
    }
    parts = _unique(_rows(root, "subquestions"), language, ("qid",))
    for row in sorted(parts, key=lambda r: _number(r.get("question_order"))):
        if (parent := asked.get(row.get("parent_qid", ""))) is not None:
            scale = int(_number(row.get("scale_id")))
            text = texts.get(row.get("qid", ""), "") or row.get("title", "")
            parent.parts.append(Part(row.get("title", ""), text, scale))
    _add_options(root, asked, language, new=new)
    return list(asked.values())


def _add_options(root: Element, asked: Mapping[str, Asked], language: str, *, new: bool) -> None:
    texts = _texts(root, "answers", "aid", "answer", language) if new else {}
    key = ("aid",) if new else ("qid", "code", "scale_id")
    rows = _unique(_rows(root, "answers"), language, key)
    for row in sorted(rows, key=lambda r: _number(r.get("sortorder"))):
        if (question := asked.get(row.get("qid", ""))) is not None:
            text = texts.get(row.get("aid", ""), "") if new else plain_text(row.get("answer", ""))
            scale = int(_number(row.get("scale_id")))
            question.options.append(Part(row.get("code", ""), text, scale))


def _unique(rows: Iterable[_Row], language: str, key: Sequence[str]) -> list[_Row]:
    """One row per key; of several languages the wanted one."""
    found: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        place = tuple(row.get(name, "") for name in key)
        if place not in found or row.get("language") == language:
            found[place] = row
    return list(found.values())


def _number(text: str | None) -> float:
    try:
        found = float(text or 0)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) else 0.0


def _fits_tsv(opened: Opened, _job: Job) -> Fit:
    known = {heading.casefold() for heading in opened.header}
    return (2.0, 1.0) if opened.kind == "tabelle" and known.issuperset(_TSV) else NO_FIT


def _read_tsv(opened: Opened, job: Job) -> Outcome:
    """Read a TSV structure: one row per question, sub-question and answer, in order."""
    raw = opened.raw
    assert raw is not None
    index = {heading.casefold(): i for i, heading in enumerate(opened.header)}
    cells = [raw.column(index[name]).tolist() for name in _TSV]
    rows = [dict(zip(_TSV, row, strict=True)) for row in zip(*cells, strict=True)]
    languages = list(dict.fromkeys(row["language"] for row in rows if row["language"]))
    german = [item for item in languages if item.split("-")[0] == "de"]
    wanted = {"", (german or languages or [""])[0]}
    asked: list[Asked] = []
    title, sid = "", ""
    for row in rows:
        kind = row["class"].upper()
        sid = row["text"] if (kind, row["name"]) == ("S", "sid") else sid
        if row["language"] not in wanted:
            continue
        text = plain_text(row["text"])
        if (kind, row["name"]) == ("SL", "surveyls_title"):
            title = text
        elif kind == "Q":
            asked.append(Asked(row["name"], text, row["type/scale"]))
        elif kind in ("SQ", "A") and asked:
            part = Part(row["name"], text or row["name"], int(_number(row["type/scale"])))
            (asked[-1].parts if kind == "SQ" else asked[-1].options).append(part)
    return _outcome(asked, title, sid, job)


def _outcome(asked: Sequence[Asked], title: str, sid: str, job: Job) -> Outcome:
    key = f"limesurvey-{sid}" if re.fullmatch(r"\d+", sid) else "limesurvey"
    survey, skipped = build_questionnaire(asked, title, key, job.today)
    if not survey.fragen:
        job.findings.add("Die Struktur enthält keine Frage, die beantwortet wird.")
        return Outcome(None, 0, 0)
    if skipped:
        names = ", ".join(skipped)
        job.findings.note(f"Ohne Antworten und deshalb nicht im Fragebogen: {names}.")
    job.findings.note(
        "Titel, Tag und Art der Erhebung stehen nicht in der Struktur; sie werden beim Einlesen "
        "der Antworten angegeben."
    )
    return Outcome(
        survey,
        zeilen=len(survey.fragen),
        spalten=0,
        vorschau=pd.DataFrame(
            {"frage": q.code, "text": q.text, "typ": q.typ.value} for q in survey.fragen
        ),
        zusammenfassung={"Umfrage": survey.titel, "Fragen": len(survey.fragen)},
    )


LSS: Final = Format(
    "limesurvey-struktur", "Fragebogen aus LimeSurvey (.lss)", fits_kind("xml"), _read_lss
)
TSV: Final = Format("limesurvey-tsv", "Fragebogen aus LimeSurvey (.txt)", _fits_tsv, _read_tsv)
#: Codes of the formats that describe questions, but no field work.
STRUCTURES: Final = (LSS.code, TSV.code)
