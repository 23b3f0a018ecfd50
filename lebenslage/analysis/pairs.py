"""What is measured beside what people feel: an indicator and a question of the same topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from lebenslage.model import columns as c
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.rules import GRUND_KEINE_DATEN, Status
from lebenslage.model.survey import Questionnaire

Limit = Literal["gemeinde", "mitte"]
#: Sides of a value: better or worse than the limit.
GUT: Final = "gut"
SCHLECHT: Final = "schlecht"
#: Which quadrant: measured side, felt side.
QUADRANTEN: Final = (
    (SCHLECHT, SCHLECHT),
    (SCHLECHT, GUT),
    (GUT, SCHLECHT),
    (GUT, GUT),
)
_AXES: Final = ("gemessen", "empfunden")


@dataclass(frozen=True, slots=True)
class Pair:
    """An indicator and a question of the same topic.

    Parameters
    ----------
    gemessen, empfunden : Node
        The measured indicator, and the one that the question feeds.
    frage : str
        Wording of the question.
    worte : tuple of str
        Words for the bad and the good side of what is measured; empty if the codebook has none.
    benannt : bool
        The codebook names the pair; else both only belong to the same Handlungsfeld.
    """

    gemessen: Node
    empfunden: Node
    frage: str
    worte: tuple[str, ...] = ()
    benannt: bool = True

    @property
    def key(self) -> str:
        """Name in an address."""
        return f"{self.empfunden.code}-{self.gemessen.code}"


def pairs_of(questionnaire: Questionnaire, catalogue: Catalogue) -> list[Pair]:
    """Pairs that the codebook names; for questions without one, those of their Handlungsfeld."""
    named, near = [], []
    for question in questionnaire.fragen:
        if question.indikator not in catalogue:
            continue
        felt = catalogue[question.indikator]
        for code, words in question.gemessen.items():
            if code in catalogue and catalogue.is_leaf(code):
                named.append(Pair(catalogue[code], felt, question.text, tuple(words)))
        if not question.gemessen:
            near += [
                Pair(node, felt, question.text, benannt=False)
                for node in catalogue.children(felt.eltern)
                if catalogue.is_leaf(node.code)
                and node.rolle is Role.BEWERTET
                and node.art is not Kind.UMFRAGE
            ]
    return [*named, *near]


def quadrants(
    values: pd.DataFrame, ortsteile: Sequence[str], gemeinde: str, pair: Pair, limit: Limit
) -> pd.DataFrame:
    """Where each Ortsteil lies, and whether that is certain.

    Parameters
    ----------
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, the newest per area and indicator, protected.
    gemeinde : str
        Key of the Gemeinde in `values`.
    limit : {"gemeinde", "mitte"}
        Both axes are cut at the value of the Gemeinde, or in the middle of the goalposts; where
        one of them is missing, the other serves.

    Returns
    -------
    pd.DataFrame
        One row per Ortsteil: `gebiet_id`; for both axes ("gemessen", "empfunden") `wert_*, ug_*,
        og_*, n_*, stand_*, status_*, grund_*, grenze_*, art_*` (which limit) and `seite_*` ("gut",
        "schlecht", ""); `sicher`: both sides are certain.

    Notes
    -----
    A side is certain if the 95 % interval of the Ortsteil does not meet the limit; the limit of
    the Gemeinde is as wide as its own interval. Where no error is known, the value itself decides.
    A value exactly on the limit has no side.
    """
    sides = []
    for axis, node in zip(_AXES, (pair.gemessen, pair.empfunden), strict=True):
        own = values[values[c.INDIKATOR] == node.code].set_index(c.GEBIET)
        low, high, kind = _limits(own, gemeinde, node, limit)
        sides.append(_axis(own.reindex(list(ortsteile)), low, high, node, kind, axis))
    result = pd.concat(sides, axis=1)
    result.insert(0, c.GEBIET, list(ortsteile))
    sure = [result[f"sicher_{axis}"] for axis in _AXES]
    result["sicher"] = sure[0] & sure[1]
    return result.drop(columns=[f"sicher_{axis}" for axis in _AXES]).reset_index(drop=True)


def _limits(own: pd.DataFrame, gemeinde: str, node: Node, limit: Limit) -> tuple[float, float, str]:
    """Lower and upper end of the limit, and which it is; NaN if there is none."""
    found: dict[str, tuple[float, float]] = {}
    if node.unten is not None and node.oben is not None:
        middle = (node.unten + node.oben) / 2
        found["mitte"] = (middle, middle)
    if gemeinde in own.index:
        names = [c.WERT, c.UG, c.OG]
        value, ug, og = own.loc[[gemeinde], names].to_numpy(float)[0].tolist()
        if not np.isnan(value):
            known = not np.isnan(ug) and not np.isnan(og)
            found["gemeinde"] = (ug, og) if known else (value, value)
    for kind in (limit, "gemeinde", "mitte"):
        if kind in found:
            return float(found[kind][0]), float(found[kind][1]), kind
    return np.nan, np.nan, ""


def _axis(
    own: pd.DataFrame, low: float, high: float, node: Node, kind: str, axis: str
) -> pd.DataFrame:
    value = own[c.WERT].to_numpy(float)
    ug = own[c.UG].to_numpy(float)
    og = own[c.OG].to_numpy(float)
    middle = (low + high) / 2
    ug, og = np.where(np.isnan(ug), value, ug), np.where(np.isnan(og), value, og)
    above, below = value > middle, value < middle
    good, bad = (above, below) if node.richtung == 1 else (below, above)
    side = np.where(good, GUT, np.where(bad, SCHLECHT, ""))
    status = own[c.STATUS].fillna(Status.FEHLT.value).astype(object)
    reason = own[c.GRUND].fillna(GRUND_KEINE_DATEN).astype(object)
    columns: Mapping[str, Any] = {
        "wert": value,
        "ug": own[c.UG].to_numpy(float),
        "og": own[c.OG].to_numpy(float),
        "n": own[c.N].to_numpy(float),
        "stand": own[c.STAND].fillna("").astype(str).to_numpy(),
        "status": status.to_numpy(),
        "grund": reason.to_numpy(),
        "grenze": np.full(len(own), middle),
        "art": np.full(len(own), kind, dtype=object),
        "seite": side,
        "sicher": (ug > high) | (og < low),
    }
    return pd.DataFrame({f"{name}_{axis}": column for name, column in columns.items()})
