"""The nginx of docs/betrieb/nginx.conf on free ports, with a certificate of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import trustme

from scripts import dienste_holen
from tests.browser.server import PATIENCE, ROOT, Server, free_port

SHIPPED = ROOT / "docs" / "betrieb" / "nginx.conf"
NAME = "localhost"
_MAIN = """
{user}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/fehler.log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/koerper;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format test '$upstream_addr $request_uri $status';
    access_log {folder}/ohne-eigenes.log combined;  # as distributions ship it
    include {folder}/seite.conf;
}}
"""


class Nginx:
    """nginx in front of two replicas; of the shipped file only marked lines are changed.

    Parameters
    ----------
    replicas : list of Server
        What stands behind it; twice the same where a test needs but one.
    more : dict of str to str
        Further lines to change: limits that a test cannot wait for.
    """

    def __init__(self, replicas: list[Server], more: Mapping[str, str] | None = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="lebenslage-nginx-"))
        self.port, self.plain = free_port(), free_port()
        self.log = self.folder / "zugriffe.log"
        self.own_log = self.folder / "lebenslage.log"
        authority = trustme.CA()
        certificate = authority.issue_cert(NAME)
        certificate.private_key_pem.write_to_path(str(self.folder / "schluessel.pem"))
        certificate.cert_chain_pems[0].write_to_path(str(self.folder / "zertifikat.pem"))
        user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
        main = self.folder / "nginx.conf"
        main.write_text(_MAIN.format(folder=self.folder, user=user), "utf-8")
        (self.folder / "seite.conf").write_text(self._page(replicas, more or {}), "utf-8")
        command = [str(dienste_holen.nginx()), "-p", str(self.folder), "-c", str(main)]
        subprocess.run([*command, "-t"], check=True, capture_output=True, timeout=60)
        self._process = subprocess.Popen([*command, "-g", "daemon off;"])
        until = time.monotonic() + PATIENCE
        while not self._listens():  # "-t" has left a file "pid" already
            assert self._process.poll() is None, (self.folder / "fehler.log").read_text("utf-8")
            assert time.monotonic() < until
            time.sleep(0.05)

    def _listens(self) -> bool:
        with socket.socket() as sock:
            return sock.connect_ex(("127.0.0.1", self.port)) == 0

    def _page(self, replicas: list[Server], more: Mapping[str, str]) -> str:
        """The shipped file with the marked lines changed, as IT does it."""
        text = SHIPPED.read_text("utf-8")
        ports = iter(replicas)
        text = re.sub(r"127\.0\.0\.1:850\d", lambda _: f"127.0.0.1:{next(ports).port}", text)
        changes = {
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ssl;": f"listen 127.0.0.1:{self.port} ssl;",
            "dashboard.example.org": NAME,
            "/etc/ssl/lebenslage/": f"{self.folder}/",
            # what tests ask beside what is shipped
            "access_log /var/log/nginx/lebenslage.log lebenslage;": (
                f"access_log {self.log} test; access_log {self.own_log} lebenslage;"
            ),
            **more,
        }
        for shipped, own in changes.items():
            assert shipped in text, shipped
            text = text.replace(shipped, own)
        return text.replace("/var/log/nginx/", f"{self.folder}/")

    @property
    def url(self) -> str:
        """Address as visitors know it."""
        return f"https://{NAME}:{self.port}"

    def written(self) -> dict[str, str]:
        """What every log holds that a Gemeinde has too: all but that of the tests."""
        logs = [path for path in self.folder.glob("*.log") if path != self.log]
        return {path.name: path.read_text("utf-8") for path in logs}

    def last(self, replicas: list[Server], path: str) -> Server:
        """Which replica answered the newest request of a path, of those that are logged so far.

        Where one did not answer and nginx asked the other, both stand there: "A:1, B:2 /path 200".
        """
        lines = self.log.read_text("utf-8").splitlines()
        answered = [line for line in lines if path in line and line.endswith(" 200")]
        port = re.findall(r":(\d+)", answered[-1].partition(" /")[0])[-1]
        return next(each for each in replicas if each.port == int(port))

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(20)
