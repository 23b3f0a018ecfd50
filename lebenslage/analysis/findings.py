"""What stands out in an Ortsteil, as facts without words, the largest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import norm

from lebenslage.analysis.index.scores import ScoreTable
from lebenslage.analysis.indicators import latest
from lebenslage.analysis.survey.waves import holm
from lebenslage.model import columns as c
from lebenslage.model.area import Gemeinde
from lebenslage.model.catalogue import Kind, Node, Role
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import ALLE, NIVEAU, Guete
from lebenslage.model.survey import Question, QuestionType, SurveyWave


class FindingKind(StrEnum):
    """What a finding is about."""

    SCORE = "score"  # a score differs from the mean of the others in 90 % of the draws
    INDIKATOR = "indikator"  # a value differs from that of the Gemeinde (Holm over all values)
    UMFRAGE = "umfrage"  # so does a survey result
    LUECKE = "luecke"  # a Handlungsfeld has no score


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands out.

    Parameters
    ----------
    ortsteil : str
        `ortsteil_id`.
    code : str
        Node of the catalogue; for `UMFRAGE` the question as in `columns.FRAGE`.
    titel : str
        Name of the node, text of the question.
    wert, ug, og : float
        Of the Ortsteil, in points, in the unit of the indicator or as in the survey table (shares
        0-1); NaN for a gap.
    vergleich : float
        The mean of the other Ortsteile for a score, else the value of the whole Gemeinde.
    guenstig : int
        1: better for the residents than there, -1: worse, 0: neither.
    belastbar : bool
        Whether the difference is certain enough to be claimed.
    beispiel : bool
        Whether anything made up is in it.
    groesse : float
        Size of the difference as a part of the possible range, 0-1; findings are ordered by it.
    stand : str
        Date of the value; empty for scores and gaps.
    statistik, auspraegung, welle : str
        For `UMFRAGE`: which figure of which answer (its label) of which wave.
    grund : str
        For `LUECKE`: why there is no score.
    """

    kind: FindingKind
    ortsteil: str
    code: str
    titel: str
    wert: float = float("nan")
    ug: float = float("nan")
    og: float = float("nan")
    vergleich: float = float("nan")
    guenstig: int = 0
    belastbar: bool = False
    beispiel: bool = False
    groesse: float = 0.0
    stand: str = ""
    statistik: str = ""
    auspraegung: str = ""
    welle: str = ""
    grund: str = ""

    @property
    def differenz(self) -> float:
        """Value less what it is compared to."""
        return self.wert - self.vergleich


def outstanding(
    table: ScoreTable,
    values: pd.DataFrame,
    snapshot: Snapshot,
    gemeinde: Gemeinde,
    umfrage: pd.DataFrame | None = None,
) -> list[Finding]:
    """What stands out, over all Ortsteile.

    Parameters
    ----------
    table : ScoreTable
        Scores of the Ortsteile.
    values : pd.DataFrame
        `columns.INDIKATORWERTE`, protected.
    umfrage : pd.DataFrame, optional
        `columns.UMFRAGEWERTE` of the newest wave. Questions that feed an indicator are left out,
        as the indicator tells the same.

    Returns
    -------
    list of Finding
        By size, the largest first; gaps at the end. Context (age, origin, numbers of inhabitants)
        is never a finding: it describes, and nobody should stand out by it.

    Notes
    -----
    Among a hundred comparisons five leave their 95 % interval by chance alone, so values and
    survey results count only if they stay below 5 % after Holm's correction over all of them.
    The test is z = (value - Gemeinde) / error of the interval. An Ortsteil is part of its
    Gemeinde, so the true error of the difference is smaller: what is claimed is on the safe side.
    """
    compared = list(_indicators(values, snapshot, gemeinde))
    if umfrage is not None and snapshot.umfragen:
        compared += _answers(umfrage, snapshot.umfragen[-1], snapshot)
    found = [*_scores(table, snapshot), *_certain(compared)]
    return sorted(found, key=lambda f: (f.kind is FindingKind.LUECKE, -f.groesse))


#: A finding and the probability of such a difference by chance alone.
_Compared = tuple[Finding, float]


def _certain(compared: list[_Compared]) -> list[Finding]:
    """What stays certain although so much was compared (Holm 1979)."""
    p = pd.Series([chance for _, chance in compared], dtype=float)
    corrected = holm(p, pd.Series(0, index=p.index))
    return [
        finding
        for (finding, _), chance in zip(compared, corrected, strict=True)
        if chance < 1 - NIVEAU
    ]


def _chance(value: float, low: float, high: float, other: float) -> float:
    """Two-sided p-value of a difference; NaN (nothing is claimed) without an interval.

    The error is that of the interval's side towards `other`, so that shares near 0 and 100 %,
    whose standard error is 0, are judged as their Wilson interval judges them.
    """
    side = value - low if other < value else high - value
    if np.isnan(side) or value == other:
        return float("nan")
    error = side / norm.isf((1 - NIVEAU) / 2)
    return float(2 * norm.sf(abs(value - other) / error)) if error > 0 else 0.0


def _scores(table: ScoreTable, snapshot: Snapshot) -> Iterator[Finding]:
    """Scores of Handlungsfelder and roots: gaps, and what is apart from the rest for certain."""
    tree = snapshot.catalogue
    scores = table.scores[table.scores[c.GEBIET].isin(snapshot.ortsteil_names)]
    apart = table.deviations[[c.GEBIET, c.CODE, "differenz", "belastbar"]]
    for row in scores.merge(apart, how="left", on=[c.GEBIET, c.CODE]).to_dict("records"):
        node = tree[str(row[c.CODE])]
        place = (str(row[c.GEBIET]), node.code, node.label)
        if tree.is_leaf(node.code):
            continue
        if np.isnan(row[c.SCORE]):
            yield Finding(FindingKind.LUECKE, *place, grund=str(row[c.GRUND]))
        elif row["belastbar"] is True:
            difference = float(row["differenz"])
            yield Finding(
                FindingKind.SCORE,
                *place,
                wert=float(row[c.SCORE]),
                ug=float(row[c.SCORE_UG]),
                og=float(row[c.SCORE_OG]),
                vergleich=float(row[c.SCORE]) - difference,
                guenstig=int(np.sign(difference)),
                belastbar=True,
                beispiel=bool(row[c.BEISPIEL]),
                groesse=abs(difference) / 100,
            )


def _indicators(
    values: pd.DataFrame, snapshot: Snapshot, gemeinde: Gemeinde
) -> Iterator[_Compared]:
    """Newest scored values of the Ortsteile against that of the Gemeinde of the same date."""
    own = latest(values)
    own = own[own[c.GEBIET].isin(snapshot.ortsteil_names)]
    whole = values.loc[values[c.GEBIET] == gemeinde.ags, [c.INDIKATOR, c.STAND, c.WERT]]
    both = own.merge(whole, on=[c.INDIKATOR, c.STAND], suffixes=("", "_gemeinde"))
    for row in both.to_dict("records"):
        node = snapshot.catalogue[str(row[c.INDIKATOR])]
        other = float(row[c.WERT + "_gemeinde"])
        hidden = np.isnan(row[c.WERT]) or np.isnan(other)
        if hidden or node.rolle is Role.KONTEXT or node.art is Kind.ANZAHL:
            continue
        difference = float(row[c.WERT]) - other
        finding = Finding(
            FindingKind.INDIKATOR,
            str(row[c.GEBIET]),
            node.code,
            node.label,
            wert=float(row[c.WERT]),
            ug=float(row[c.UG]),
            og=float(row[c.OG]),
            vergleich=other,
            guenstig=int(np.sign(difference)) * node.richtung,
            belastbar=True,
            beispiel=row[c.GUETE] == Guete.BEISPIEL,
            groesse=_size(difference, other, node),
            stand=str(row[c.STAND]),
        )
        yield finding, _chance(finding.wert, finding.ug, finding.og, other)


def _size(difference: float, other: float, node: Node) -> float:
    if node.unten is not None and node.oben is not None:
        return min(1.0, abs(difference) / (node.oben - node.unten))
    return min(1.0, abs(difference / other)) if other else 1.0


#: Which figure of a question is compared.
_FIGURES: Final = {
    QuestionType.SKALA: "mittelwert",
    QuestionType.MATRIX: "mittelwert",
    QuestionType.ZAHL: "mittelwert",
    QuestionType.EINFACH: "anteil",
    QuestionType.MEHRFACH: "anteil",
}


def _answers(table: pd.DataFrame, wave: SurveyWave, snapshot: Snapshot) -> Iterator[_Compared]:
    form = wave.fragebogen
    keys = [c.FRAGE, c.STATISTIK, c.AUSPRAEGUNG]
    whole = table.loc[table[c.GRUPPE] == ALLE, [*keys, c.WERT]]
    own = table[table[c.GRUPPE].isin(snapshot.ortsteil_names)]
    both = own.merge(whole, on=keys, suffixes=("", "_gemeinde"))
    by_column = {column: question for question in form.fragen for column in question.columns()}
    by_column |= {question.code: question for question in form.fragen}
    about_person = set(form.spalten.values())
    for row in both.to_dict("records"):
        question = by_column[str(row[c.FRAGE])]
        other = float(row[c.WERT + "_gemeinde"])
        told = question.indikator in snapshot.catalogue or question.code in about_person
        hidden = np.isnan(row[c.WERT]) or np.isnan(other)
        if hidden or told or row[c.STATISTIK] != _FIGURES.get(question.typ):
            continue
        difference = float(row[c.WERT]) - other
        finding = Finding(
            FindingKind.UMFRAGE,
            str(row[c.GRUPPE]),
            str(row[c.FRAGE]),
            _title(question, str(row[c.FRAGE])),
            wert=float(row[c.WERT]),
            ug=float(row[c.UG]),
            og=float(row[c.OG]),
            vergleich=other,
            guenstig=_good(question, difference),
            belastbar=True,
            beispiel=form.beispiel,
            groesse=min(1.0, abs(difference) / _range(question, other)),
            stand=form.erhebung,
            statistik=str(row[c.STATISTIK]),
            auspraegung=_answer(question, str(row[c.AUSPRAEGUNG])),
            welle=form.id,
        )
        yield finding, _chance(finding.wert, finding.ug, finding.og, other)


def _title(question: Question, column: str) -> str:
    for sub, text in question.teilfragen.items():
        if column == f"{question.code}[{sub}]":
            return f"{question.text} {text}"
    return question.text


def _answer(question: Question, value: str) -> str:
    if question.typ is QuestionType.MEHRFACH:
        return question.teilfragen.get(value, value)
    return question.skala.label(value) if question.skala and value else value


def _good(question: Question, difference: float) -> int:
    rated = question.typ in (QuestionType.SKALA, QuestionType.MATRIX) and question.skala
    return int(np.sign(difference)) * question.skala.richtung if rated and question.skala else 0


def _range(question: Question, other: float) -> float:
    if question.typ in (QuestionType.SKALA, QuestionType.MATRIX) and question.skala:
        numbers = question.skala.numbers().values()
        return (max(numbers) - min(numbers)) or 1.0
    return (abs(other) or 1.0) if question.typ is QuestionType.ZAHL else 1.0
