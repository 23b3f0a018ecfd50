"""TOML files: parsing, and unknown, missing and wrongly typed keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.findings import Findings, similar

#: Allowed keys of a table with the type of their values.
Types = Mapping[str, type | tuple[type, ...]]
_WORDS: Final[Mapping[type | tuple[type, ...], str]] = {
    str: "ein Text",
    int: "eine ganze Zahl",
    bool: "true oder false",
    dict: "ein Abschnitt",
    list: "eine Liste",
    (str, date): "ein Datum",
    (str, int): "ein Text oder eine ganze Zahl",
    (int, float): "eine Zahl",
}


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Parse TOML; the error names line and column.

    Raises
    ------
    DatenFehler
        If the text is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = str(error).rpartition("line ")[2].partition(",")[0]
        message = (
            "Die Datei ist kein gültiges TOML: ein Anführungszeichen, eine Klammer oder ein "
            "Gleichheitszeichen fehlt, oder ein Schlüssel steht doppelt da."
        )
        zeile = int(line) if line.isdigit() else None
        raise DatenFehler(Problem(message, datei=name, zeile=zeile)) from None


def check_keys(
    content: Mapping[str, Any],
    keys: Mapping[str, Types],
    needed: Mapping[str, tuple[str, ...]],
    findings: Findings,
) -> None:
    """Note unknown, missing and wrongly typed keys of a TOML file with one level of tables."""
    for table, allowed in keys.items():
        entries = content.get(table, {}) if table else content
        if not isinstance(entries, Mapping):
            continue  # told as a wrong type of the top level
        where = f"{table}." if table else ""
        for key, value in entries.items():
            if key not in allowed:
                text = f"Der Schlüssel „{where}{key}“ ist unbekannt.{similar(key, allowed)}"
                findings.add(f"{text} Bekannt sind: {', '.join(allowed)}.", spalte=where + key)
            elif not isinstance(value, allowed[key]) or (
                isinstance(value, bool) and allowed[key] in (int, (int, float))
            ):
                text = f"Erwartet wird {_WORDS[allowed[key]]}."
                findings.add(text, spalte=where + key, wert=str(value))
        if table and table not in content:
            continue
        for key in needed.get(table, ()):
            if not entries.get(key):
                findings.add(f"Der Schlüssel „{where}{key}“ fehlt.", spalte=where + key)
