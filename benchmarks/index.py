"""The index: ASEM and 542 areas against COINr, 32,844 areas, growth, memory, the command."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from benchmarks import coinr
from benchmarks.index_cases import SEED, asem, made_up, procedure, write
from benchmarks.measure import Row, apart, once, seconds
from lebenslage.analysis.index import engine
from lebenslage.analysis.index.matrix import Matrix
from lebenslage.analysis.index.robustness import robustness
from lebenslage.model.catalogue import Catalogue

DRAWS = 1000
#: Times as fast as COINr.
AIM = 250
METHODS = (
    ("zielwerte", "arithmetisch"),
    ("minmax", "arithmetisch"),
    ("minmax", "geometrisch"),
    ("minmax", "harmonisch"),
    ("zscore", "arithmetisch"),
    ("rang", "arithmetisch"),
    ("prozentrang", "arithmetisch"),
    ("imd_exponentiell", "arithmetisch"),
)


def methods() -> list[Row]:
    """The full tree with 1,000 sets of values at once, method by method."""
    tree, _ = made_up(51, 49, 8)
    rng = np.random.default_rng(SEED)
    draws = rng.uniform(1, 100, (51, 49)) + rng.normal(0, 0.1, (DRAWS, 51, 49))
    rows = []
    for normalisation, mean in METHODS:
        plan = engine.plan(tree, procedure(normalisation, mean))
        work = f"51 x 49, {DRAWS} sets of values: {normalisation}, {mean}"
        rows.append(Row(work, seconds(lambda plan=plan: plan.run(draws)), "s", 0.15))  # type: ignore[misc]
    return rows


def against_coinr() -> list[Row]:
    """The same replications in both: weights drawn, scores, ranks, their limits."""
    theirs, source = coinr.seconds(DRAWS)
    rows = []
    for name, case in (("asem", asem()), ("542x12", made_up(542, 12, 4))):
        ours = seconds(lambda case=case: _replicate(case, DRAWS))  # type: ignore[misc]
        reach = 0.15 if name == "asem" else None
        rows.append(Row(f"{name}: {DRAWS} replications with ranks and limits", ours, "s", reach))
        rows.append(Row(f"{name}: COINr", theirs[name], "s", note=source))
        note = f"COINr takes {theirs[name] / ours:.0f} times as long"
        rows.append(Row(f"{name}: share of COINr's time", ours / theirs[name], "", 1 / AIM, note))
    return rows


def _replicate(case: tuple[Catalogue, Matrix], draws: int) -> None:
    robustness(*case, procedure(), draws=draws)


def large() -> list[Row]:
    """32,844 x 7: score and rank once; with replications in a process of its own."""
    tree, given = made_up(32_844, 7)
    plan = engine.plan(tree, procedure("zielwerte"))
    single = seconds(lambda: plan.run(given.values).ranks)
    many, memory = apart(["benchmarks.index_large", str(DRAWS)])
    note = "start of Python and data included"
    return [
        Row("32,844 x 7, score and rank", single, "s", 0.1),
        Row(f"32,844 x 7, {DRAWS} replications", many, "s", 20, note),
        Row(f"32,844 x 7, {DRAWS} replications, peak memory", memory, "GB", 1.0),
    ]


def growth() -> list[Row]:
    """What doubling areas, indicators or replications costs."""
    sizes = {
        "areas": (8000, 12, 200),
        "indicators": (4000, 24, 200),
        "replications": (4000, 12, 400),
    }

    def taken(areas: int, indicators: int, draws: int) -> float:
        case = made_up(areas, indicators)
        return seconds(lambda: _replicate(case, draws), 3)

    base = taken(4000, 12, 200)
    note = f"against 4,000 x 12 with 200 replications ({base:.2g} s)"
    return [
        Row(f"twice the {what}", taken(*size) / base, "times", 2.5, note)
        for what, size in sizes.items()
    ]


def command() -> list[Row]:
    """The command `index` from file to file, start of Python included."""
    rows = []
    cases = (
        ("32,844 x 7", 32_844, False, 1.5),
        ("a million long rows", 142_858, True, None),
        ("a million areas x 7", 1_000_000, False, None),
    )
    for name, areas, long, reach in cases:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            write(folder, areas, 7, long=long)
            given = ["--catalogue", str(folder / "katalog.csv"), "--values"]
            given += [str(folder / "werte.csv"), "--out", str(folder / "out.csv")]
            taken, memory = apart(["lebenslage", "index", *given])
        note = f"peak memory {memory:.2f} GB"
        rows.append(Row(f"command index: {name}", taken, "s", reach, note))
    return rows


def run() -> list[Row]:
    """Everything; the start of Python is warm by then."""
    once(asem)
    return [*methods(), *against_coinr(), *large(), *growth(), *command()]
