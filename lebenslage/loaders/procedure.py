"""Procedures (Verfahren) as TOML files: the shipped ones by name, others by path."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.findings import Findings, similar
from lebenslage.loaders.text import decode
from lebenslage.loaders.toml import Types, check_keys, parse_toml
from lebenslage.model import procedure as model

_NUMBER: Final = (int, float)
_CLASSES: Final[Types] = {
    "art": str,
    "grenzen": list,
    "namen": list,
    "ddof": int,
    "standardisiert": bool,
}
#: Allowed keys by table; the empty name is the top.
KEYS: Final[Mapping[str, Types]] = {
    "": {
        "name": str,
        "beschreibung": str,
        "quelle": str,
        "gesamtindex": list,
        "bezug": dict,
        "behandlung": dict,
        "normalisierung": dict,
        "aggregation": dict,
        "klassen": dict,
        "robustheit": dict,
    },
    "bezug": {"methode": str},
    "behandlung": {
        "methode": str,
        "schiefe": _NUMBER,
        "woelbung": _NUMBER,
        "max_werte": int,
    },
    "normalisierung": {
        "methode": str,
        "bereich": list,
        "ddof": int,
        "mittelwert": _NUMBER,
        "streuung": _NUMBER,
        "zielwerte_aus_daten": bool,
        "deckelung": bool,
        "jahre": str,
        "basisjahr": (str, int),
    },
    "aggregation": {
        "methode": str,
        "gewichte_normieren": bool,
        "mindestabdeckung": _NUMBER,
        "ddof": int,
        "knoten": dict,
        "gewichte": str,
    },
    "robustheit": {
        "gewichte": _NUMBER,
        "zielwerte": _NUMBER,
        "normalisierungen": list,
        "aggregationen": list,
        "stichprobenfehler": bool,
        "weglassen": bool,
    },
}
#: Where a word stands for a method: table, key, allowed words.
_CHOICES: Final = (
    ("bezug", "methode", model.BEZUEGE),
    ("behandlung", "methode", model.BEHANDLUNGEN),
    ("normalisierung", "methode", model.NORMALISIERUNGEN),
    ("normalisierung", "jahre", model.JAHRE),
    ("aggregation", "methode", model.AGGREGATIONEN),
    ("aggregation", "gewichte", model.GEWICHTE),
    ("robustheit", "normalisierungen", model.NORMALISIERUNGEN),
    ("robustheit", "aggregationen", model.AGGREGATIONEN),
)
#: Where a number has limits: table, key, least, most, words.
_LIMITS: Final = (
    ("behandlung", "schiefe", 0.0, math.inf, "eine Zahl ab 0"),
    ("behandlung", "woelbung", 0.0, math.inf, "eine Zahl ab 0"),
    ("behandlung", "max_werte", 1, math.inf, "eine ganze Zahl ab 1"),
    ("normalisierung", "ddof", 0, 1, "0 oder 1"),
    ("aggregation", "ddof", 0, 1, "0 oder 1"),
    ("aggregation", "mindestabdeckung", 0.0, 1.0, "eine Zahl von 0 bis 1"),
    ("robustheit", "gewichte", 0.0, 1.0, "eine Zahl von 0 bis 1"),
    # moved by half of their distance, goalposts could meet
    ("robustheit", "zielwerte", 0.0, 0.49, "eine Zahl von 0 bis 0,49"),
)


def load_procedure(name_or_path: str | Path) -> model.Procedure:
    """Read a procedure.

    Parameters
    ----------
    name_or_path : str or path
        One of `model.procedure.PROCEDURES`, or the path of a TOML file.

    Raises
    ------
    DatenFehler
        If there is no such procedure or file, or the file is no TOML or has unknown keys or
        wrong values (all of them listed).
    """
    name = str(name_or_path)
    if name in model.PROCEDURES:
        shipped = resources.files("lebenslage").joinpath("verfahren", f"{name}.toml")
        return parse_procedure(shipped.read_text("utf-8"), f"{name}.toml")
    path = Path(name_or_path)
    if not path.is_file():
        known = ", ".join(model.PROCEDURES)
        text = f"Das Verfahren „{name}“ gibt es nicht; möglich: {known} oder eine TOML-Datei."
        raise DatenFehler(text)
    try:
        content = path.read_bytes()
    except OSError:
        text = "Die Datei lässt sich nicht lesen."
        raise DatenFehler(Problem(text, datei=path.name)) from None
    return parse_procedure(decode(content, path.name).text, path.name)


def parse_procedure(text: str, datei: str) -> model.Procedure:
    """Build a procedure from the text of a TOML file; errors as in `load_procedure`."""
    content = parse_toml(text, datei)
    findings = Findings(datei)
    tables = dict(_class_tables(content.get("klassen")))
    check_keys(content, KEYS, {}, findings)
    check_keys(tables, dict.fromkeys(tables, _CLASSES), {}, findings)
    findings.raise_if_any()
    _check_choices(content, findings)
    _check_numbers(content, findings)
    for where, table in tables.items():
        _check_classes(where, table, findings)
    findings.raise_if_any()
    return _procedure(content, tables, datei)


def _class_tables(klassen: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Tables of classes by their full name: `klassen` for all, `klassen.R` for root R."""
    if not isinstance(klassen, dict):
        return
    common = {key: value for key, value in klassen.items() if not isinstance(value, dict)}
    if common:
        yield "klassen", common
    for key, value in klassen.items():
        if isinstance(value, dict):
            yield f"klassen.{key}", value


def _check_choices(content: Mapping[str, Any], findings: Findings) -> None:
    words = [(t, key, content.get(t, {}).get(key), known) for t, key, known in _CHOICES]
    nodes = content.get("aggregation", {}).get("knoten", {})
    words += [("aggregation.knoten", k, word, model.AGGREGATIONEN) for k, word in nodes.items()]
    for table, key, given, known in words:
        for word in given if isinstance(given, list) else [] if given is None else [given]:
            if word not in known:
                _unknown(word, known, f"{table}.{key}", findings)
    roots = content.get("gesamtindex", [])
    if roots and (len(roots) != 2 or not all(isinstance(root, str) for root in roots)):
        findings.add("Erwartet werden die Codes von zwei Wurzeln.", spalte="gesamtindex")


def _unknown(word: Any, known: tuple[str, ...], where: str, findings: Findings) -> None:
    text = f"„{word}“ ist nicht bekannt.{similar(str(word), known)}"
    findings.add(f"{text} Möglich sind: {', '.join(known)}.", spalte=where, wert=str(word))


def _check_numbers(content: Mapping[str, Any], findings: Findings) -> None:
    for table, key, least, most, words in _LIMITS:
        value = content.get(table, {}).get(key, least)
        if not (least <= value <= most and math.isfinite(value)):
            findings.add(f"Erwartet wird {words}.", spalte=f"{table}.{key}", wert=str(value))
    choice = content.get("normalisierung", {})
    ends = choice.get("bereich", [0, 1])
    if not (_numbers(ends) and len(ends) == 2 and ends[0] < ends[1]):
        text = "Erwartet werden zwei Zahlen, die erste kleiner als die zweite."
        findings.add(text, spalte="normalisierung.bereich", wert=str(ends))
    if not math.isfinite(choice.get("mittelwert", 0)):
        findings.add("Erwartet wird eine Zahl.", spalte="normalisierung.mittelwert")
    if not 0 < choice.get("streuung", 1) < math.inf:
        findings.add("Erwartet wird eine Zahl über 0.", spalte="normalisierung.streuung")
    _check_base_year(choice, findings)
    aggregation = content.get("aggregation", {})
    if not aggregation.get("gewichte_normieren", True) and aggregation.get("methode") not in (
        None,
        "arithmetisch",
        "summe",
    ):
        text = "Nur „arithmetisch“ und „summe“ rechnen mit Gewichten, die nicht normiert sind."
        findings.add(text, spalte="aggregation.gewichte_normieren")


def _check_base_year(choice: Mapping[str, Any], findings: Findings) -> None:
    if "basisjahr" not in choice:
        return
    where, given = "normalisierung.basisjahr", str(choice["basisjahr"])
    if given != model.ERSTES_JAHR and not (given.isdigit() and len(given) == 4):
        text = "Erwartet wird eine Jahreszahl oder „erstes“."
        findings.add(text, spalte=where, wert=given)
    if choice.get("jahre") != "gemeinsam" or not choice.get("zielwerte_aus_daten"):
        text = 'Ein Basisjahr gibt es nur mit „jahre = "gemeinsam"“ und „zielwerte_aus_daten“.'
        findings.add(text, spalte=where, wert=given)


def _numbers(values: list[Any]) -> bool:
    return all(
        isinstance(v, _NUMBER) and not isinstance(v, bool) and math.isfinite(v) for v in values
    )


def _check_classes(where: str, table: Mapping[str, Any], findings: Findings) -> None:
    art = table.get("art", "baender")
    if art not in model.KLASSENARTEN:
        _unknown(art, model.KLASSENARTEN, f"{where}.art", findings)
        return
    names = table.get("namen", [])
    limits = _limits(table, names)
    if not names or not all(isinstance(name, str) for name in names):
        findings.add("Erwartet wird eine Liste von Texten.", spalte=f"{where}.namen")
    elif not _numbers(limits) or list(limits) != sorted(set(limits)):
        findings.add("Die Grenzen müssen Zahlen sein und steigen.", spalte=f"{where}.grenzen")
    elif len(names) != len(limits) + 1:
        findings.add("Es braucht einen Namen mehr als Grenzen.", spalte=f"{where}.namen")
    elif art == "quantile" and not all(0 < limit < 1 for limit in limits):
        findings.add("Grenzen von Quantilen liegen zwischen 0 und 1.", spalte=f"{where}.grenzen")
    if table.get("ddof", 0) not in (0, 1):
        text = "Erwartet wird 0 oder 1."
        findings.add(text, spalte=f"{where}.ddof", wert=str(table["ddof"]))
    if table.get("standardisiert") and art != "streuung":
        text = "Standardisiert wird nur bei der Art „streuung“."
        findings.add(text, spalte=f"{where}.standardisiert")


def _limits(table: Mapping[str, Any], names: list[Any]) -> list[Any]:
    """Limits as given; quantiles without limits are equally large."""
    if "grenzen" not in table and table.get("art") == "quantile":
        return [i / len(names) for i in range(1, len(names))]
    limits: list[Any] = table.get("grenzen", [])
    return limits


def _procedure(
    content: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]], datei: str
) -> model.Procedure:
    normalisation = dict(content.get("normalisierung", {}))
    if "bereich" in normalisation:
        low, high = normalisation["bereich"]
        normalisation["bereich"] = (float(low), float(high))
    if "basisjahr" in normalisation:
        normalisation["basisjahr"] = str(normalisation["basisjahr"])
    aggregation = dict(content.get("aggregation", {}))
    aggregation["knoten"] = tuple(aggregation.get("knoten", {}).items())
    robustness: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in content.get("robustheit", {}).items()
    }
    classes = {where: _classes(table) for where, table in tables.items()}
    common = classes.pop("klassen", model.NO_CLASSES)
    return model.Procedure(
        name=content.get("name") or datei.removesuffix(".toml"),
        beschreibung=content.get("beschreibung", ""),
        quelle=content.get("quelle", ""),
        normalisierung=model.Normalisation(**normalisation),
        aggregation=model.Aggregation(**aggregation),
        klassen=common,
        behandlung=model.Treatment(**content.get("behandlung", {})),
        robustheit=model.Robustness(**robustness),
        klassen_je_wurzel=tuple(
            (where.removeprefix("klassen."), each) for where, each in classes.items()
        ),
        gesamtindex=tuple(content.get("gesamtindex", ())),
        bezug=model.Denomination(**content.get("bezug", {})),
    )


def _classes(table: Mapping[str, Any]) -> model.Classes:
    names = tuple(table["namen"])
    return model.Classes(
        tuple(map(float, _limits(table, list(names)))),
        names,
        table.get("art", "baender"),
        table.get("ddof", 0),
        table.get("standardisiert", False),
    )
