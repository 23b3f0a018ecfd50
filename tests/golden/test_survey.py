"""Estimates against R's survey package: numbers in survey/, made by survey/survey.R."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lebenslage.analysis.survey.design import Design
from lebenslage.analysis.survey.estimate import Estimates, estimate, interval, total
from lebenslage.analysis.survey.grouping import Grouping
from lebenslage.analysis.survey.items import correlation
from lebenslage.analysis.survey.moments import answer_moments, number_moments, ratio_moments
from lebenslage.analysis.survey.quantiles import median
from lebenslage.analysis.survey.weighting import weighted_design
from lebenslage.model.margins import Margins
from lebenslage.model.survey import Questionnaire, SurveyKind, Weighting, WeightingMethod

DATA = Path(__file__).parent / "survey"
RAKING, POST = WeightingMethod.RAKING, WeightingMethod.NACHSCHICHTUNG
WIDE = (0.001, 1000.0)
#: Case -> data, columns of weight, stratum, cluster, population, and how it is weighted.
CASES = {
    "apisrs": ("apisrs", None, None, None, "fpc", None, ()),
    "apistrat": ("apistrat", "pw", "stype", None, "fpc", None, ()),
    "apistrat_ohne_fpc": ("apistrat", "pw", "stype", None, None, None, ()),
    "apiclus1": ("apiclus1", "pw", None, "dnum", "fpc", None, ()),
    "apiclus2": ("apiclus2", "pw", None, "dnum", "fpc", None, ()),
    "lonely": ("lonely", "pw", "stype", None, None, None, ()),
    "apisrs_raking": ("apisrs", None, None, None, "fpc", RAKING, ("stype", "sch_wide", "awards")),
    "apistrat_raking": ("apistrat", "pw", "stype", None, "fpc", RAKING, ("sch_wide", "awards")),
    "apiclus1_raking": ("apiclus1", "pw", None, "dnum", "fpc", RAKING, ("stype", "sch_wide")),
    "apisrs_nachschichtung": ("apisrs", None, None, None, "fpc", POST, ("stype",)),
    "apistrat_nachschichtung": (
        ("apistrat", "pw", "stype", None, "fpc", POST, ("sch_wide", "awards"))
    ),
    "apiclus1_nachschichtung": ("apiclus1", "pw", None, "dnum", "fpc", POST, ("stype",)),
    "nhanes": ("nhanes", "WTMEC2YR", "SDMVSTRA", "SDMVPSU", None, None, ()),
    "nhanes_raking": (
        ("nhanes", "WTMEC2YR", "SDMVSTRA", "SDMVPSU", None, RAKING, ("RIAGENDR", "agecat"))
    ),
    "scd": ("scd", "eins", "ESA", "ambulance", None, None, ()),
}
BY = {"nhanes": "RIAGENDR", "scd": "ESA"}
NHANES_MARGINS = {
    "RIAGENDR": {"1": 135e6, "2": 142e6},
    "agecat": {"(0,19]": 81e6, "(19,39]": 68e6, "(39,59]": 85e6, "(59,Inf]": 43e6},
}


@cache
def read(name: str) -> pd.DataFrame:
    frame = pd.read_csv(DATA / f"{name}.csv.gz", keep_default_na=False, na_values=[""], dtype=str)
    return frame.assign(eins="1")


@cache
def expected() -> pd.DataFrame:
    return pd.read_csv(DATA / "erwartet.csv.gz", keep_default_na=False, na_values=["", "NA"])


def margins_of(case: str, method: WeightingMethod, merkmale: tuple[str, ...]) -> Margins:
    if case.startswith("nhanes"):
        rows = [(m, a, n) for m, cells in NHANES_MARGINS.items() for a, n in cells.items()]
        return Margins(pd.DataFrame(rows, columns=["merkmal", "auspraegung", "anzahl"]), False)
    crossed = method is POST and len(merkmale) > 1
    name = "apipop_kreuz" if crossed else "apipop_raender"
    table = read(name).drop(columns="eins")
    return Margins(table.assign(anzahl=table["anzahl"].astype(float)), crossed)


@cache
def design_of_case(case: str) -> Design:
    data, weight, stratum, cluster, population, method, merkmale = CASES[case]
    frame = read(data)
    roles = {
        "gewicht": weight,
        "schicht": stratum,
        "cluster": cluster,
        "grundgesamtheit": population,
    }
    columns = {role: frame[name] for role, name in roles.items() if name}
    answers = frame.assign(**columns)
    plan = Weighting(method, merkmale, WIDE) if method else Weighting()
    questionnaire = Questionnaire(
        "api", "API", "2000-05-01", SurveyKind.ZUFALLSSTICHPROBE, (), gewichtung=plan
    )
    margins = margins_of(case, method, merkmale) if method else None
    return weighted_design(questionnaire, answers, margins).design


def estimates(row: pd.Series) -> tuple[Estimates, int]:
    """Our estimates of a row of the expected numbers, and the figure that is meant."""
    frame, design = read(CASES[row.fall][0]), design_of_case(row.fall)
    by = BY.get(row.fall.split("_")[0], "stype")
    inside = np.ones(len(frame), bool)
    if not pd.isna(row.gruppe):
        inside = (frame[by] == row.gruppe).to_numpy()
    grouping = Grouping.of(design, np.where(inside, 0, -1).astype(np.int64), 1)
    if row.statistik == "verhaeltnis":
        top, below = (frame[name].astype(float).to_numpy() for name in row.variable.split("/"))
        return estimate(ratio_moments(grouping, top, below), [1, 0]), 0
    column = frame[row.variable]
    if pd.isna(row.auspraegung):
        moments = number_moments(grouping, column.astype(float).to_numpy())
        return (total if row.statistik == "summe" else estimate)(moments, [0, 1]), 0
    answers = sorted(column.dropna().unique())
    codes = column.map({answer: i for i, answer in enumerate(answers)}).fillna(-1)
    moments = answer_moments(grouping, codes.to_numpy(np.int64), len(answers))
    figures = np.eye(len(answers))
    result = (total if row.statistik == "summe" else estimate)(moments, figures)
    return result, answers.index(row.auspraegung)


@pytest.mark.parametrize("case", CASES)
def test_estimates_errors_and_bases(case):
    rows = expected()[(expected()["fall"] == case) & (expected()["statistik"] != "median")]
    assert len(rows) >= 20
    for _, row in rows.iterrows():
        ours, figure = estimates(row)
        assert ours.wert[0, figure] == pytest.approx(row.wert, rel=1e-9), tuple(row[:5])
        assert ours.fehler[0, figure] == pytest.approx(
            row.standardfehler, rel=1e-7, abs=1e-8 * abs(row.wert)
        ), tuple(row[:5])
        if not np.isnan(row.n):
            assert (ours.n[0], ours.df[0]) == (row.n, row.df)
            assert ours.n_eff[0] == pytest.approx(row.n_eff, rel=1e-9)


@pytest.mark.parametrize("method", ["t", "normal", "logit", "beta"])
def test_intervals(method):
    rows = expected()[expected()[f"{method}_ug"].notna() & (expected()["statistik"] != "median")]
    assert len(rows) > 80
    for _, row in rows.iterrows():
        ours, figure = estimates(row)
        ug, og = interval(ours, method)
        limits = (ug[0, figure], og[0, figure])
        theirs = (row[f"{method}_ug"], row[f"{method}_og"])
        # limits near zero: their error is that of the estimate, not of themselves
        slack = 1e-9 * abs(row.wert)
        assert limits == pytest.approx(theirs, rel=1e-9, abs=slack), tuple(row[:5])


@pytest.mark.parametrize("case", CASES)
def test_medians(case):
    rows = expected()[(expected()["fall"] == case) & (expected()["statistik"] == "median")]
    for _, row in rows.iterrows():
        frame = read(CASES[case][0])
        by = BY.get(case.split("_")[0], "stype")
        outside = ~pd.isna(row.gruppe) & (frame[by] != row.gruppe).to_numpy()
        grouping = Grouping.of(design_of_case(case), np.where(outside, -1, 0).astype(np.int64), 1)
        found = median(grouping, frame[row.variable].astype(float).to_numpy())
        theirs = (row.wert, row.standardfehler, row.t_ug, row.t_og)
        assert [float(x[0]) for x in found] == pytest.approx(theirs, rel=1e-7, nan_ok=True)


@pytest.mark.parametrize("case", [case for case, spec in CASES.items() if spec[5]])
def test_weights(case):
    theirs = pd.read_csv(DATA / "gewichte.csv.gz")
    theirs = theirs.loc[theirs["fall"] == case, "gewicht"].to_numpy()
    np.testing.assert_allclose(design_of_case(case).weight, theirs, rtol=1e-10)


def test_correlations():
    theirs = pd.read_csv(DATA / "korrelationen.csv.gz")
    assert len(theirs) == 6
    for row in theirs.itertuples():
        frame, design = read(CASES[row.fall][0]), design_of_case(row.fall)
        everybody = Grouping.of(design, np.zeros(len(frame), np.int64), 1)
        a, b = (frame[name].astype(float).to_numpy() for name in (row.a, row.b))
        r, error, n, _ = correlation(everybody, a, b)
        assert (r, n) == (pytest.approx(row.r, rel=1e-9), len(frame))
        assert error == pytest.approx(row.standardfehler, rel=1e-7)
