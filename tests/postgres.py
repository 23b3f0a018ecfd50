"""A PostgreSQL server for tests: in a folder of its own, without rights and without a password."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg

from lebenslage.store import Store
from scripts import dienste_holen

USER = "lebenslage"
#: What keeps a server of tests quick: nothing in it has to outlive the machine.
QUICK = "-c fsync=off -c full_page_writes=off -c max_connections=200 -c max_wal_size=64MB"


class Postgres:
    """One server; databases in it are copies of one that is migrated already.

    Parameters
    ----------
    port : int
        Port of the loopback address; 0: only a socket in the folder.
    """

    def __init__(self, port: int = 0) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lebenslage-pg-"))
        self.port = port
        self._programs = self._readable(dienste_holen.postgres_folder())
        self._numbers = itertools.count()
        # PostgreSQL refuses to run as root
        self._user = _unprivileged()
        if self._user:
            shutil.chown(self.folder, self._user)
        init = ["-A", "trust", "-U", USER, "--no-sync", "-E", "UTF8", "--locale", "C"]
        self._call("initdb", "-D", self.data, *init)
        self.start()
        self._sql("CREATE DATABASE vorlage")
        Store(self.url("vorlage")).close()

    @property
    def data(self) -> str:
        """Folder of the server's files."""
        return str(self.folder / "daten")

    def start(self) -> None:
        """Start it and wait until it answers."""
        listen = f"-h 127.0.0.1 -p {self.port}" if self.port else "-c listen_addresses=''"
        options = f"{QUICK} -k {self.folder} {listen}"
        log = str(self.folder / "log")
        self._call("pg_ctl", "-D", self.data, "-l", log, "-w", "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it as if the power failed, or "fast": connections are ended."""
        self._call("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def close(self) -> None:
        """Stop it and throw it away."""
        self.stop()
        shutil.rmtree(self.folder)

    def database(self, template: str = "vorlage") -> str:
        """Make a database of a store without imports; its address."""
        name = f"test{next(self._numbers)}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def url(self, name: str) -> str:
        """Address of a database."""
        where = f"127.0.0.1:{self.port}" if self.port else ""
        socket = "" if self.port else f"?host={self.folder}"
        return f"postgresql://{USER}@{where}/{name}{socket}"

    def drop(self, url: str) -> None:
        """Throw a database away."""
        self._sql(f"DROP DATABASE {url.partition('?')[0].rpartition('/')[2]} WITH (FORCE)")

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _readable(self, programs: Path) -> Path:
        """The programs where somebody without rights can run them too."""
        if not _unprivileged() or dienste_holen.WHEEL_FOLDER not in programs.parents:
            return programs
        target = self.folder / "programme"
        shutil.copytree(programs.parent, target)
        self.folder.chmod(0o755)
        return target / "bin"

    def _call(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        # output into a file: a server that goes on running would hold a pipe open
        with (self.folder / "aufrufe").open("ab") as log:
            done = subprocess.run(
                command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._user,
                check=False,
                timeout=60,
            )
        if done.returncode:
            told = (self.folder / "aufrufe").read_text("utf-8", "replace")
            raise RuntimeError(f"{' '.join(command)}: {told}")


def _unprivileged() -> str | None:
    """Whom to run as if we are root; None if we are somebody else anyway."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd  # only where there are users like that

    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
