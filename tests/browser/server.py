"""The real dashboard in a process of its own, as IT starts it, on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Seconds until a server must answer; a cold file cache on a slow machine needs some.
PATIENCE = 90
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    """A port of the loopback address that nobody uses."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Server:
    """`python -m streamlit run SCRIPT` over an instance folder.

    Parameters
    ----------
    instanz : Path
        The instance folder; survives stop and start, so a test can restart over it.
    script : str
        What is run, relative to the repository.
    prefix : str
        Path below which it answers.
    more : str
        Environment variables of this server.
    """

    def __init__(
        self, instanz: Path, script: str = "dashboard.py", prefix: str = "", **more: str
    ) -> None:
        self.instanz = instanz
        self.script = script
        self.prefix = prefix
        self.more = more
        self.port = free_port()
        self.log = instanz.parent / f"server-{self.port}.log"
        self.outside = instanz.parent / f"netz-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._read = 0

    @property
    def url(self) -> str:
        """Address of the start page, without a closing slash."""
        return f"http://127.0.0.1:{self.port}{self.prefix and f'/{self.prefix}'}"

    @property
    def pid(self) -> int:
        """Process id of the running server."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> Server:
        """Start it and wait until it answers.

        Raises
        ------
        RuntimeError
            If it dies or keeps silent; with what it logged.
        """
        command = [sys.executable, "-m", "streamlit", "run", self.script]
        command += ["--server.port", str(self.port), "--server.baseUrlPath", self.prefix]
        guard = str(ROOT / "tests" / "network")
        settings = {
            **os.environ,
            **self.more,
            "LEBENSLAGE_INSTANZ": str(self.instanz),
            "LEBENSLAGE_TEST_NETZ": str(self.outside),
            "PYTHONPATH": os.pathsep.join(filter(None, [guard, os.environ.get("PYTHONPATH")])),
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=settings, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + PATIENCE
        while not self._healthy():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the dashboard did not start:\n{self.logged()}")
            time.sleep(0.1)
        return self

    def _healthy(self) -> bool:
        try:
            with _direct.open(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End it, if need be by force."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End it as if the power failed."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def restart(self) -> None:
        """Stop and start over the same instance folder, on the same port."""
        self.stop()
        self.start()

    def logged(self) -> str:
        """What it wrote so far."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def news(self) -> str:
        """What it wrote since this was last asked."""
        everything = self.logged()
        new, self._read = everything[self._read :], len(everything)
        return new

    def outside_calls(self) -> list[str]:
        """Every attempt of the server to reach another machine."""
        return self.outside.read_text("utf-8").splitlines() if self.outside.exists() else []
