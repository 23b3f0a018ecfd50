"""32,844 areas x 7 domains with replications: `python -m benchmarks.index_large DRAWS`."""

from __future__ import annotations

import sys

from benchmarks.index_cases import made_up, procedure
from lebenslage.analysis.index.robustness import robustness

if __name__ == "__main__":
    robustness(*made_up(32_844, 7), procedure("zielwerte"), draws=int(sys.argv[1]))
