"""From the series of an official table to values of indicators for the comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.loaders.findings import Findings, rows_where
from lebenslage.loaders.genesis_cells import QUALITIES, REASONS
from lebenslage.loaders.genesis_long import OfficialTable
from lebenslage.loaders.value_checks import german
from lebenslage.model import columns
from lebenslage.model.catalogue import Catalogue, Kind, Node
from lebenslage.model.official import Recipe
from lebenslage.model.rules import Guete

_AREA: Final = [columns.GEBIET, columns.NAME, "ebene", columns.STAND]
_KEYS: Final = [columns.GEBIET, columns.STAND]
#: More areas than this are counted in a note, not named.
_NAMED: Final = 5


def apply(
    table: OfficialTable,
    recipes: Mapping[str, Recipe],
    catalogue: Catalogue,
    quelle_id: str,
    findings: Findings,
) -> pd.DataFrame:
    """Values of all indicators, columns `columns.VERGLEICH`.

    Notes
    -----
    A value of which any series is missing is missing; the notes say why. Shares and rates are made
    of their sums (100 z / n, factor z / n), never of published shares, unless the recipe says so.
    """
    values = table.frame.pivot(index=_KEYS, columns="reihe", values=columns.WERT)
    signs = table.frame.pivot(index=_KEYS, columns="reihe", values="zeichen")
    areas = table.frame.drop_duplicates(_KEYS)[_AREA].set_index(_KEYS)
    frames = []
    for code, recipe in recipes.items():
        frame = areas.loc[values.index].reset_index()
        part = values.reindex(columns=list(recipe.reihen))
        marks = signs.reindex(columns=list(recipe.reihen))
        present = (part.notna() | marks.notna()).any(axis=1).to_numpy()
        numbers = _numbers(part, recipe, catalogue[code])
        frame = frame.assign(**{columns.INDIKATOR: code}, **numbers)
        _check(frame, catalogue[code], findings)
        _tell(frame[present], part[present], marks[present], catalogue[code], findings)
        frames.append(frame[present])
    whole = pd.concat(frames, ignore_index=True)
    whole = whole.assign(**{columns.QUELLE: quelle_id, columns.GUETE: Guete.AMTLICH.value})
    return whole[list(columns.VERGLEICH)]


def _numbers(part: pd.DataFrame, recipe: Recipe, node: Node) -> dict[str, np.ndarray]:
    """Value, numerator and denominator of every row of `part`."""

    def total(keys: tuple[str, ...]) -> np.ndarray:
        summed = part[list(keys)].sum(axis=1, min_count=len(keys)) if keys else np.nan
        return np.broadcast_to(np.asarray(summed, dtype=float), len(part)).copy()

    upper, lower = total(recipe.zaehler), total(recipe.nenner)
    if recipe.wert:
        value = total(recipe.wert) * recipe.faktor
    else:
        factor = 100.0 if node.art is Kind.ANTEIL else node.faktor
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(lower > 0, factor * upper / lower, np.nan)
    return {columns.WERT: value, columns.ZAEHLER: upper, columns.NENNER: lower}


def _check(frame: pd.DataFrame, node: Node, findings: Findings) -> None:
    """What cannot be: a share beyond 0 to 100 shows that the wrong series were chosen."""
    if node.art is not Kind.ANTEIL:
        return
    value = frame[columns.WERT]
    wrong = rows_where((value < 0) | (value > 100.0 + 1e-9))
    if wrong:
        row = frame.iloc[wrong[0]]
        text = (
            f"„{node.label}“ wäre in {row[columns.NAME]} {german(row[columns.WERT], 2)} %. Bitte "
            "die Zuordnung der Reihen prüfen."
        )
        findings.add(text)


def _tell(
    frame: pd.DataFrame, part: pd.DataFrame, signs: pd.DataFrame, node: Node, findings: Findings
) -> None:
    """Notes: why values are missing, and which published ones are uncertain."""
    reasons: dict[str, list[str]] = defaultdict(list)
    marked: dict[str, list[str]] = defaultdict(list)
    names = frame[columns.NAME].tolist()
    known = frame[columns.WERT].notna().to_numpy()
    for i, row in enumerate(signs.to_numpy(dtype=object)):
        found = {sign for sign in row if isinstance(sign, str)}
        if known[i]:
            for sign in found & set(QUALITIES):
                marked[QUALITIES[sign]].append(names[i])
            continue
        told = sorted({REASONS[sign] for sign in found - {""} if sign in REASONS})
        if not told:
            told = ["Nenner 0" if part.iloc[i].notna().all() else REASONS[""]]
        reasons[", ".join(told)].append(names[i])
    for reason, areas in reasons.items():
        findings.note(f"„{node.label}“ ohne Wert ({reason}): {_listed(areas)}.")
    for quality, areas in marked.items():
        findings.note(f"„{node.label}“ {quality}: {_listed(areas)}.")


def _listed(names: list[str]) -> str:
    unique = list(dict.fromkeys(names))
    if len(unique) > _NAMED:
        return f"{len(unique)} Gebiete"
    return "; ".join(unique)
