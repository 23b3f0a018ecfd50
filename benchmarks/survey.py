"""A survey of one million responses: read, raked to three margins, tabulated by 1,000 areas.

Beside it the same estimates (shares of the answers by area, after raking) with R's survey package
and with svy, at sizes that they manage here, each against ours of the same size.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from benchmarks.measure import Row, once

SEED = 20252
RESPONSES, QUESTIONS, AREAS = 1_000_000, 60, 1000
#: Responses, questions and areas for the peers.
SMALL = (10_000, 3, 10)
ANSWERS = np.array(["1", "2", "3", "4", "5", "9"])
MARGINS = ("ortsteil", "alter", "geschlecht")


def make(folder: Path, responses: int, questions: int, areas: int) -> None:
    """Write answers, codebook and margins of a made-up survey."""
    rng = np.random.default_rng(SEED)
    area = rng.integers(0, areas, responses)
    columns = {
        "id": pa.array(np.arange(responses)),
        "ortsteil": pa.array(np.char.add("a", area.astype(str))),
        "alter": pa.array(rng.choice(list("1234"), responses, p=[0.2, 0.3, 0.3, 0.2])),
        "geschlecht": pa.array(rng.choice(["w", "m"], responses)),
    }
    for q in range(questions):
        answers = rng.choice(ANSWERS, responses, p=[0.1, 0.2, 0.3, 0.2, 0.15, 0.05])
        columns[f"F{q:02d}"] = pa.array(answers)
    pacsv.write_csv(pa.table(columns), folder / "antworten.csv")
    rows = [("ortsteil", f"a{i}", 1000.0) for i in range(areas)]
    rows += [("alter", value, 250.0 * areas) for value in "1234"]
    rows += [("geschlecht", value, 500.0 * areas) for value in "wm"]
    table = pd.DataFrame(rows, columns=["merkmal", "auspraegung", "anzahl"])
    table.to_csv(folder / "rand.csv", index=False)
    scale = 'skala = { werte = ["1", "2", "3", "4", "5"], weiss_nicht = ["9"] }'
    asked = [f'[[fragen]]\ncode = "F{q:02d}"\ntext = "Frage {q}"\ntyp = "skala"\n{scale}\n'
             for q in range(questions)]  # fmt: skip
    head = (
        'id = "messung"\ntitel = "Messung"\nerhebung = "2025-05-01"\nart = "zufallsstichprobe"\n'
        '[spalten]\nid = "id"\nortsteil = "ortsteil"\nalter = "alter"\ngeschlecht = "geschlecht"\n'
        '[gewichtung]\nverfahren = "raking"\nmerkmale = ["ortsteil", "alter", "geschlecht"]\n'
    )
    (folder / "fragebogen.toml").write_text(head + "\n".join(asked), "utf-8")


def ours(folder: Path) -> dict[str, float]:
    """Seconds of each step and peak memory in GB; run in a process of its own."""
    import resource
    from dataclasses import replace

    from lebenslage import loaders
    from lebenslage.analysis.survey.tables import survey_table
    from lebenslage.analysis.survey.weighting import wave_weights
    from lebenslage.model.exchange import Known
    from lebenslage.model.rules import Audience, Thresholds

    limit = 4 * 1024**3
    known = Known(limit_bytes=limit)
    found = {}

    def read(name: str, **more: object) -> object:
        source = loaders.open_source(folder / name, limit)
        return loaders.read(source, known, **more).content  # type: ignore[arg-type]

    def step(name: str, work: Callable[[], object]) -> object:
        result: list[object] = []
        found[name] = once(lambda: result.append(work()))
        return result[0]

    codebook = read("fragebogen.toml")
    wave = step("read", lambda: read("antworten.csv", questionnaire=codebook))
    margins = read("rand.csv", questionnaire=codebook)
    wave = replace(wave, margins=margins)  # type: ignore[type-var]
    step("rake", lambda: wave_weights(wave, wave.antworten, strict=True))
    areas = sorted(set(wave.antworten["ortsteil"]))
    table = step("tables", lambda: survey_table(wave, areas, Thresholds(), Audience.OEFFENTLICH))
    found["figures"] = len(table)  # type: ignore[arg-type]
    unit = 1024 if sys.platform != "darwin" else 1
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9
    return found


def in_own_process(folder: Path) -> dict[str, float]:
    """`ours` without the memory of this process."""
    command = [sys.executable, "-m", "benchmarks.survey", str(folder)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    result: dict[str, float] = json.loads(output)
    return result


R_SCRIPT = """
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
answers <- read.csv(file.path(folder, "antworten.csv"), colClasses = "character")
rand <- read.csv(file.path(folder, "rand.csv"), colClasses = "character")
margins <- lapply(c("ortsteil", "alter", "geschlecht"), function(name) {
  rows <- rand[rand$merkmal == name, ]
  found <- data.frame(rows$auspraegung, Freq = as.numeric(rows$anzahl))
  names(found)[1] <- name
  found
})
started <- proc.time()[["elapsed"]]
design <- svydesign(id = ~1, weights = rep(sum(margins[[1]]$Freq) / nrow(answers), nrow(answers)),
                    data = answers)
design <- rake(design, list(~ortsteil, ~alter, ~geschlecht), margins,
               control = list(maxit = 100, epsilon = 1e-9))
for (name in grep("^F", names(answers), value = TRUE)) {
  known <- design$variables[[name]] != "9"
  part <- subset(design, known)
  svymean(as.formula(paste0("~", name)), part)
  svyby(as.formula(paste0("~", name)), ~ortsteil, part, svymean)
}
cat(proc.time()[["elapsed"]] - started)
"""


def with_r(folder: Path) -> float | None:
    """Seconds of R's survey package for raking and tables; None where it is not installed."""
    program = shutil.which("Rscript")
    if program is None:
        return None
    script = folder / "vergleich.R"
    script.write_text(R_SCRIPT, "utf-8")
    run = subprocess.run([program, str(script), str(folder)], capture_output=True, text=True)
    return float(run.stdout) if run.returncode == 0 else None


def with_svy(folder: Path) -> float:
    """Seconds of svy for raking and tables."""
    import svy

    rand = pd.read_csv(folder / "rand.csv", dtype=str)
    targets: dict[str, dict[object, float]] = {name: {} for name in MARGINS}
    for row in rand.itertuples():
        key = int(row.auspraegung) if row.auspraegung.isdigit() else row.auspraegung
        targets[row.merkmal][key] = float(row.anzahl)
    frame = pd.read_csv(folder / "antworten.csv", dtype=str)
    total = sum(targets["ortsteil"].values())
    prepared = folder / "svy.csv"
    frame.assign(gewicht=total / len(frame)).to_csv(prepared, index=False)
    data = svy.read_csv(prepared)
    questions = [name for name in frame.columns if name.startswith("F")]

    def work() -> None:
        sample = svy.Sample(data, svy.Design(wgt="gewicht"))
        raked = sample.weighting.rake(controls=targets, max_iter=100)
        for name in questions:
            raked.estimation.prop(name)
            raked.estimation.prop(name, by="ortsteil")

    return once(work)


def peers(folder: Path) -> list[Row]:
    """R and svy against ours at the small size."""
    make(folder, *SMALL)
    own = in_own_process(folder)
    base = own["rake"] + own["tables"]
    size = f"{SMALL[0]:,} responses, {SMALL[1]} questions, {SMALL[2]} areas"
    rows = []
    for name, taken in (("R survey", with_r(folder)), ("svy", with_svy(folder))):
        if taken is not None:
            note = f"{size}: {taken:.2f} s against {base:.2f} s (ours with protection)"
            rows.append(Row(f"rake and tables: {name} / ours", taken / base, "times", note=note))
    return rows


def run() -> list[Row]:
    """The large survey, then the peers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, RESPONSES, QUESTIONS, AREAS)
        own = in_own_process(folder)
        size = f"{RESPONSES:,} responses x {QUESTIONS} questions"
        steps = own["read"] + own["rake"] + own["tables"]
        note = f"three margins; {own['figures']:,.0f} figures of {AREAS:,} areas, protected"
        rows = [
            Row(f"{size}: read and check", own["read"], "s"),
            Row("rake to three margins", own["rake"], "s"),
            Row("all tables", own["tables"], "s", note=note),
            Row("together", steps, "s", 30),
            Row("peak memory", own["memory"], "GB", 2),
        ]
        return rows + peers(folder)


if __name__ == "__main__":
    print(json.dumps(ours(Path(sys.argv[1]))))
