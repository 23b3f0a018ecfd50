"""Renew constraints.txt: every package that the direct requirements bring along, fixed.

Resolved once for every Python from 3.11 on and every system, so packages that only Windows needs
stay in. uv is fetched for this only; nobody who runs or tests the dashboard needs it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "constraints.txt"
UV = "uv==0.13.9"
HEAD = """\
# Every package that requirements.txt and requirements-dev.txt bring along, fixed, for Python 3.11
# and newer on Linux, Windows and macOS. Renewed by `make sperrdatei`, not by hand.
"""


def main() -> None:
    """Resolve the requirements without the old constraints and write the new ones."""
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder, "tools")
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--target", tools, UV], check=True
        )
        for name in ("requirements.txt", "requirements-dev.txt"):
            lines = (ROOT / name).read_text("utf-8").splitlines(keepends=True)
            Path(folder, name).write_text(
                "".join(x for x in lines if not x.startswith("-c")), "utf-8"
            )
        command = [
            tools / "bin" / "uv",
            "pip",
            "compile",
            "--universal",
            "--python-version",
            "3.11",
        ]
        command += ["--fork-strategy", "fewest", "--no-header", "--no-annotate", "--quiet"]
        resolved = subprocess.run(
            [*command, "requirements-dev.txt"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    TARGET.write_text(HEAD + resolved, "utf-8")
    print(f"{TARGET.name}: {len(resolved.splitlines())} Pakete")


if __name__ == "__main__":
    main()
