"""Measure: `python -m benchmarks [NAME ...]` prints a table and writes JSON.

Speed is measured here and never asserted in a test. What is compared with a peer is measured in
the same run, on the same machine.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Row
from lebenslage import __version__

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "ergebnisse"
#: Name -> module with `run() -> list[Row]`.
SUITES = {
    "fahrplan": "benchmarks.fahrplan",
    "grid": "benchmarks.grid",
    "import": "benchmarks.imports",
    "index": "benchmarks.index",
    "load": "benchmarks.load",
    "pages": "benchmarks.pages",
    "registers": "benchmarks.registers",
    "report": "benchmarks.report",
    "soak": "benchmarks.soak",
    "survey": "benchmarks.survey",
}
#: Run only if they are asked for by name.
LONG = ("soak",)


def table(rows: list[Row]) -> str:
    """The rows as a text table."""
    cells = [("work", "measured", "reach", "", "note")]
    for row in rows:
        reach = "" if row.reach is None else f"≤ {row.reach:g} {row.unit}".strip()
        verdict = "" if row.reach is None else ("ok" if row.value <= row.reach else "MISSED")
        cells.append((row.work, f"{row.value:.3g} {row.unit}".strip(), reach, verdict, row.note))
    widths = [max(len(line[i]) for line in cells) for i in range(5)]
    lines = ["  ".join(x.ljust(w) for x, w in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in (lines[0], "-" * sum(widths), *lines[1:]))


def save(name: str, rows: list[Row]) -> Path:
    """Write a suite's rows with when, what and where."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
    }
    record = {
        "suite": name,
        "time": now.isoformat(timespec="seconds"),
        "version": __version__,
        "machine": machine,
        "rows": [asdict(row) for row in rows],
    }
    target = RESULTS / f"{name}-{now:%Y%m%dT%H%M%SZ}.json"
    target.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return target


def main() -> None:
    """Run the named suites, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", metavar="NAME", help=f"one of {', '.join(SUITES)}")
    names = parser.parse_args().name or [name for name in SUITES if name not in LONG]
    for name in names:
        if name not in SUITES:
            parser.error(f"{name!r} is unknown; there are {', '.join(SUITES)}")
    for name in names:
        rows = importlib.import_module(SUITES[name]).run()
        print(f"\n{name}\n{table(rows)}\n-> {save(name, rows).relative_to(FOLDER.parent)}")


if __name__ == "__main__":
    main()
