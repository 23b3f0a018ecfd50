"""One `[[fragen]]` entry of a codebook to a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders.findings import Findings, quoted, similar
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.survey import Question, QuestionType, Scale

_KEYS: Final = (
    "code",
    "text",
    "typ",
    "skala",
    "teilfragen",
    "handlungsfeld",
    "indikator",
    "statistik",
    "auspraegung",
    "einheit",
    "gemessen",
)
_SCALE_KEYS: Final = ("werte", "namen", "weiss_nicht", "richtung")
_STATISTICS: Final = ("mittelwert", "top2", "anteil")
_WITH_SCALE: Final = (QuestionType.SKALA, QuestionType.EINFACH, QuestionType.MATRIX)
_WITH_PARTS: Final = (QuestionType.MEHRFACH, QuestionType.MATRIX, QuestionType.RANGFOLGE)


class _Entry:
    """One entry while it is checked; every message names the question."""

    def __init__(self, entry: Mapping[str, Any], number: int) -> None:
        self.entry = entry
        self.findings = Findings("")
        code = entry.get("code")
        self.label = f"Frage „{code}“" if code else f"{number}. Frage"

    def add(self, text: str, key: str) -> None:
        self.findings.add(f"{self.label}: {text}", spalte=f"fragen.{key}")

    def one_of(self, key: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = str(self.entry.get(key, default))
        if value not in allowed:
            self.add(f"„{value}“ ist nicht erlaubt; möglich ist {quoted(allowed, 'oder')}.", key)
        return value


def read_question(entry: Any, number: int, catalogue: Catalogue | None) -> Question:
    """Check and read one question.

    Parameters
    ----------
    number : int
        Its place in the file, from 1, for questions without a code.

    Raises
    ------
    DatenFehler
        Lists everything that is wrong with it (without the name of the file).
    """
    checked = _Entry(entry if isinstance(entry, Mapping) else {}, number)
    _check_texts(checked)
    kind = checked.one_of("typ", tuple(QuestionType))
    scale = _scale(checked) if "skala" in checked.entry else None
    if kind in _WITH_SCALE and "skala" not in checked.entry:
        checked.add("„skala“ mit den möglichen Antworten fehlt.", "skala")
    parts = _parts(checked, kind)
    statistic = checked.one_of("statistik", _STATISTICS, "mittelwert")
    counted = str(checked.entry.get("auspraegung", ""))
    if statistic == "anteil" and scale and counted not in scale.werte:
        checked.add(f"die Ausprägung „{counted}“ steht nicht in der Skala.", "auspraegung")
    measured = _measured(checked, catalogue)
    _check_catalogue(checked, catalogue)
    checked.findings.raise_if_any()
    return Question(
        code=checked.entry["code"],
        text=checked.entry["text"],
        typ=QuestionType(kind),
        skala=scale,
        teilfragen=dict(parts),
        handlungsfeld=checked.entry.get("handlungsfeld", ""),
        indikator=checked.entry.get("indikator", ""),
        statistik=statistic,
        auspraegung=counted,
        einheit=checked.entry.get("einheit", ""),
        gemessen=measured,
    )


def _measured(checked: _Entry, catalogue: Catalogue | None) -> dict[str, tuple[str, ...]]:
    """Measured indicators of the same topic, with the words for their bad and their good side."""
    entry = checked.entry.get("gemessen", {})
    shape = 'erwartet wird { indikator = ["schlecht", "gut"] }, die Wörter können fehlen ([]).'
    if not isinstance(entry, Mapping):
        checked.add(shape, "gemessen")
        return {}
    leaves = [node.code for node in catalogue.indicators] if catalogue is not None else None
    found: dict[str, tuple[str, ...]] = {}
    for code, said in entry.items():
        told = [word for word in said if isinstance(word, str)] if isinstance(said, list) else []
        if not isinstance(said, list) or len(said) not in (0, 2) or len(told) != len(said):
            checked.add(f"„{code}“: {shape}", "gemessen")
            continue
        if why := next(filter(None, map(cell_rules.unsafe_text, told)), ""):
            checked.add(why, "gemessen")
        if leaves is not None and code not in leaves:
            text = f"„{code}“ ist kein Indikator des Katalogs.{similar(str(code), leaves)}"
            checked.add(text, "gemessen")
        found[str(code)] = tuple(told)
    return found


def _parts(checked: _Entry, kind: str) -> Mapping[str, str]:
    parts = checked.entry.get("teilfragen", {})
    if not isinstance(parts, Mapping) or any(not isinstance(t, str) for t in parts.values()):
        checked.add("erwartet wird eine Tabelle aus Kürzel und Text.", "teilfragen")
    elif bool(parts) != (kind in _WITH_PARTS) and kind in tuple(QuestionType):
        text = "„teilfragen“ fehlen." if not parts else f"Typ „{kind}“ hat keine „teilfragen“."
        checked.add(text, "teilfragen")
    return parts if isinstance(parts, Mapping) else {}


def _check_texts(checked: _Entry) -> None:
    for key, value in checked.entry.items():
        if key not in _KEYS:
            guess = similar(key, _KEYS)
            checked.add(f"„{key}“ ist unbekannt.{guess} Bekannt sind: {', '.join(_KEYS)}.", key)
        elif key in ("code", "text", "handlungsfeld", "indikator", "einheit"):
            if not isinstance(value, str):
                checked.add("erwartet wird ein Text.", key)
            elif why := cell_rules.unsafe_text(value):
                checked.add(why, key)
    for key in ("code", "text", "typ"):
        if not checked.entry.get(key):
            checked.add(f"„{key}“ fehlt.", key)


def _scale(checked: _Entry) -> Scale | None:
    entry = checked.entry["skala"]
    if not isinstance(entry, Mapping) or not isinstance(entry.get("werte"), list):
        checked.add("erwartet wird { werte = […], namen = […] }.", "skala")
        return None
    for key in entry:
        if key not in _SCALE_KEYS:
            known = ", ".join(_SCALE_KEYS)
            checked.add(f"„{key}“ ist unbekannt. Bekannt sind: {known}.", "skala")
    values, names, outside = (
        tuple(map(str, entry.get(key, []))) for key in ("werte", "namen", "weiss_nicht")
    )
    direction = entry.get("richtung", 1)
    if len(set(values)) != len(values) or len(values) < 2:
        checked.add("„werte“ braucht mindestens zwei verschiedene Angaben.", "skala")
    if names and len(names) != len(values):
        text = f"{len(values)} Werte, aber {len(names)} Namen."
        checked.add(text, "skala")
        names = ()
    if both := [value for value in outside if value in values]:
        checked.add(f"{quoted(both)} steht in „werte“ und in „weiss_nicht“.", "skala")
    if direction not in (1, -1):
        checked.add("„richtung“ ist 1 oder -1.", "skala")
    for name in names:
        if why := cell_rules.unsafe_text(name):
            checked.add(why, "skala")
    return Scale(values, names, outside, -1 if direction == -1 else 1)


def _check_catalogue(checked: _Entry, catalogue: Catalogue | None) -> None:
    """Indicator and Handlungsfeld exist."""
    if catalogue is None:
        return
    leaves = [node.code for node in catalogue.indicators]
    for key, known in (
        ("indikator", leaves),
        ("handlungsfeld", [node.code for node in catalogue if node.code not in leaves]),
    ):
        code = checked.entry.get(key)
        if code and code not in known:
            word = "Indikator" if key == "indikator" else "Handlungsfeld"
            text = f"„{code}“ ist kein {word} des Katalogs.{similar(str(code), known)}"
            checked.add(text, key)
