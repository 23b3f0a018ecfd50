"""Python runs this first in every server that a test starts: the guard, writing to a file."""

import os
from pathlib import Path

from guard import install  # type: ignore[import-not-found]  # this folder is on PYTHONPATH


def _report(attempt: str) -> None:
    with Path(os.environ["LEBENSLAGE_TEST_NETZ"]).open("a", encoding="utf-8") as log:
        log.write(attempt + "\n")


install(_report)
