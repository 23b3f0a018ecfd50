"""The R package COINr, where it is installed, on the same work in the same run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("coinr_asem.R")
#: Seconds for 1,000 replications on the machine of the design (R 4.2.2, COINr 1.1.14).
QUOTED = {"asem": 37.0, "542x12": 46.0}


def seconds(draws: int) -> tuple[dict[str, float], str]:
    """Seconds per case, and where they come from: "measured in this run" or "quoted"."""
    rscript = shutil.which("Rscript")
    test = [rscript or "", "-e", "suppressMessages(library(COINr))"]
    if rscript is None or subprocess.run(test, capture_output=True, check=False).returncode != 0:
        return QUOTED, "quoted, not measured: COINr is not installed here"
    call = [rscript, str(SCRIPT), str(draws)]
    lines = subprocess.run(call, capture_output=True, text=True, check=True).stdout.splitlines()
    cells = [line.split() for line in lines if line.strip()]
    return {cell[0]: float(cell[1]) for cell in cells}, "measured in this run"
