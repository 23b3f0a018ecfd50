"""Which series of an official table makes which indicator: decided, remembered or proposed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lebenslage.loaders.tables import fold_heading
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.official import Recipe, Series, TableProposal

#: Variables that count inhabitants: code at the start of the key, or name.
_PERSONS: Final = re.compile(r"(BEVSTD|BEVMK\d+|PRS018)\|.*|(Bevölkerung(sstand)?|Personen)\|.*")
#: Ready values, by the name of their variable.
_VALUES: Final = {
    "bevoelkerungsdichte": r"bevoelkerungsdichte|einwohner/-?(innen)?je(qkm|km²|quadratkilometer)",
    "haushaltsgroesse": r"durchschnittlichehaushaltsgroesse",
    "durchschnittsalter": r"durchschnittsalter.*",
    "wohnflaeche_je_person": r"wohnflaechejeeinwohner(in)?|wohnflaechejeperson",
    "einwohnerentwicklung": r"bevoelkerungsentwicklung",
}
#: Parts of a total, by the names of their characteristic; every one must be there.
_PARTS: Final = {
    "frauenanteil": (r"weiblich|frauen",),
    "auslaenderanteil": (r"auslaender(/-?innen|innenundauslaender)?|auslaendischebevoelkerung",),
    "leerstandsquote": (r"leerstehend.*",),
    "fossile_heizung": (r"gas", r"heizoel", r"kohle"),
    "gebaeude_vor_1979": (r"vor1919", r"1919[-–]1948", r"1949[-–]1978"),
}
#: Indicators of `_PARTS` that are parts of something else than inhabitants.
_NO_PERSONS: Final = frozenset({"leerstandsquote", "fossile_heizung", "gebaeude_vor_1979"})
#: Age from (included) to (excluded).
_AGES: Final = {"anteil_u15": (0, 15), "anteil_u18": (0, 18), "anteil_65plus": (65, math.inf)}
_AGE_WORDS: Final = (
    (re.compile(r"unter(\d+)jahren?"), lambda a: (0, int(a[0]))),
    (re.compile(r"(\d+)bisunter(\d+)jahren?"), lambda a: (int(a[0]), int(a[1]))),
    (re.compile(r"(\d+)(?:[-–]|bis)(\d+)(?:jahren?)?"), lambda a: (int(a[0]), int(a[1]) + 1)),
    (re.compile(r"(\d+)jahreund(?:mehr|aelter|darueber)"), lambda a: (int(a[0]), math.inf)),
    (re.compile(r"(\d+)jahre?"), lambda a: (int(a[0]), int(a[0]) + 1)),
)


def propose(
    code: str,
    title: str,
    reihen: tuple[Series, ...],
    catalogue: Catalogue | None,
    remembered: Mapping[str, Recipe],
    decided: Mapping[str, Recipe],
) -> TableProposal:
    """Choose a recipe for every indicator that the table can give.

    Parameters
    ----------
    remembered, decided : mapping
        Indicator -> recipe of an earlier file, and as the user has just chosen. A remembered
        recipe holds as long as all of its series are there.
    """
    there = {item.key for item in reihen}
    nodes = {
        node.code: node
        for node in (catalogue.indicators if catalogue else ())
        if node.art is not Kind.UMFRAGE
    }
    kept = {c: r for c, r in remembered.items() if c in nodes and there >= set(r.reihen)}
    guessed = {c: recipe for c, node in nodes.items() if (recipe := _guess(node, reihen))}
    chosen = {**guessed, **kept, **{c: r for c, r in decided.items() if c in nodes}}
    return TableProposal(
        code,
        title,
        reihen,
        {c: chosen[c] for c in nodes if c in chosen and chosen[c].complete},
        frozenset(c for c in kept if c not in decided),
    )


def _guess(node: Node, reihen: Sequence[Series]) -> Recipe | None:
    totals = [item for item in reihen if not item.teile]
    if node.code == "einwohner":
        return _first(t for t in totals if _PERSONS.fullmatch(t.key) and not _percent(t))
    pattern = _VALUES.get(node.code, re.escape(fold_heading(node.label)))
    named = [t for t in totals if re.fullmatch(pattern, fold_heading(t.variable))]
    if named:
        return _first(named)
    shares = (node.art, node.code in _PARTS or node.code in _AGES)
    return _share(node.code, reihen, totals) if shares == (Kind.ANTEIL, True) else None


def _share(code: str, reihen: Sequence[Series], totals: Sequence[Series]) -> Recipe | None:
    """Parts over the total of the same variable and unit; else the published percentage."""
    for total in totals:
        group = [r for r in reihen if (r.variable, r.einheit) == (total.variable, total.einheit)]
        parts = _parts(code, [r for r in group if len(r.teile) == 1])
        if parts and not _percent(total) and _counts(code, total):
            return Recipe(zaehler=parts, nenner=(total.key,))
    published = [r for r in reihen if _percent(r) and len(r.teile) == 1 and _counts(code, r)]
    parts = _parts(code, published)
    return Recipe(wert=parts) if parts else None


def _parts(code: str, group: Sequence[Series]) -> tuple[str, ...]:
    """Series that together are the part; empty if one is missing or stands twice."""
    if code in _AGES:
        return _tiled({r.key: _age(r.teile[0]) for r in group}, *_AGES[code])
    found = []
    for pattern in _PARTS[code]:
        hits = [r.key for r in group if re.fullmatch(pattern, fold_heading(r.teile[0]))]
        if len(hits) != 1:
            return ()
        found += hits
    return tuple(found)


def _age(text: str) -> tuple[float, float] | None:
    """Ages of a class: "3 bis unter 6 Jahre" is (3, 6); None if the text names none."""
    folded = fold_heading(text)
    for pattern, bounds in _AGE_WORDS:
        if match := pattern.fullmatch(folded):
            return bounds(match.groups())
    return None


def _tiled(
    classes: Mapping[str, tuple[float, float] | None], low: float, high: float
) -> tuple[str, ...]:
    """Classes that cover the ages from `low` to `high` without gap and overlap, widest first."""
    inside = [(a, b, key) for key, ages in classes.items() if ages for a, b in [ages] if b <= high]
    chosen: list[str] = []
    while low < high:
        fitting = [(b, key) for a, b, key in inside if a == low]
        if not fitting:
            return ()
        low, key = max(fitting)
        chosen.append(key)
    return tuple(chosen)


def _counts(code: str, item: Series) -> bool:
    """Whether a series counts what the indicator is a share of."""
    return code in _NO_PERSONS or _PERSONS.fullmatch(item.key) is not None


def _percent(item: Series) -> bool:
    return item.einheit in ("%", "Prozent")


def _first(items: Iterable[Series]) -> Recipe | None:
    found = next(iter(items), None)
    return Recipe(wert=(found.key,)) if found else None
