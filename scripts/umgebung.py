"""Make .venv/ with what a requirements file names: `python3 scripts/umgebung.py FILE [OPTION …]`.

Options go to pip.

Runs on the system's Python before anything is installed: standard library only, and syntax
that an old Python still reads, so that it can say that it is too old.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"


def venv_python():
    """Path of the interpreter inside .venv/."""
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def works(python):
    """Whether an interpreter starts, is new enough and has pip."""
    code = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    try:
        quiet = subprocess.DEVNULL
        return subprocess.call([python, "-c", code], stdout=quiet, stderr=quiet) == 0
    except OSError:
        return False


def create():
    """Make .venv/, or make it again if it does not work (another Python, a moved folder)."""
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(str(VENV))
    except subprocess.CalledProcessError:
        sys.exit(
            "Diesem Python fehlt das Modul „ensurepip“. Unter Debian und Ubuntu hilft: "
            "apt-get install python3-venv"
        )


def main():
    """Install the requirements file named on the command line."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(
            f"Gebraucht wird Python 3.11 oder neuer, gefunden wurde {found} ({sys.executable}). "
            "Eine andere Fassung nennt man so: make PYTHON=python3.12 run"
        )
    if not works(venv_python()):
        print("Lege .venv an (einmalig) …", flush=True)
        create()
    print(f"Installiere die Pakete aus {sys.argv[1]} …", flush=True)
    command = [venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*command, "-r", *sys.argv[1:]], cwd=str(ROOT)) != 0:
        sys.exit(
            "Die Pakete ließen sich nicht installieren (siehe oben). Gebraucht wird einmal eine "
            "Verbindung zu PyPI oder ein Spiegel davon (PIP_INDEX_URL)."
        )


if __name__ == "__main__":
    main()
