"""`start`: the dashboard, as `streamlit run` would start it."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Final

from lebenslage import wiring
from lebenslage.cli.output import say

PROJECT: Final = Path(__file__).resolve().parents[2]


def start(args: Namespace) -> int:
    """Open the store, so that a problem is told here and now, then hand over to Streamlit."""
    with wiring.open_store() as store:
        say(f"Speicher: {store.engine.url.render_as_string()}")
    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard.py")]
    if args.port is not None:
        command += ["--server.port", str(args.port)]
    sys.stdout.flush()
    # Streamlit reads its settings from the working folder
    return hand_over(command, PROJECT)


def hand_over(command: list[str], folder: Path) -> int:
    """Become another program where the system can do that, so that signals reach it."""
    if sys.platform == "win32":
        return subprocess.call(command, cwd=folder)
    os.chdir(folder)
    os.execv(command[0], command)
