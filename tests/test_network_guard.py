"""The guard itself: what it refuses, what it lets through."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests import conftest
from tests.network import guard

# 192.0.2.0/24 is reserved for documentation: no machine has such an address.
ELSEWHERE = "192.0.2.1"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", b"localhost", "", None, "0.0.0.0"]
)
def test_this_machine_is_local(host):
    assert guard.is_local(host)


@pytest.mark.parametrize("host", [ELSEWHERE, "10.0.0.1", "example.org", "localhost.example.org"])
def test_everything_else_is_not(host):
    assert not guard.is_local(host)


def test_connect_is_refused_and_reported():
    with socket.socket() as sock, pytest.raises(guard.OutsideCall):
        sock.connect((ELSEWHERE, 443))
    assert conftest._attempts == [f"connect {ELSEWHERE}:443"]
    conftest._attempts.clear()


def test_datagrams_and_lookups_are_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(guard.OutsideCall):
        sock.sendto(b"x", (ELSEWHERE, 53))
    with pytest.raises(OSError, match="urlopen error"):
        urllib.request.urlopen("http://example.org/")
    assert conftest._attempts == [f"sendto {ELSEWHERE}:53", "getaddrinfo example.org"]
    conftest._attempts.clear()


def test_loopback_works():
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_a_swallowed_refusal_still_fails_the_test(run_made_up):
    outcome = run_made_up(
        "import socket\n"
        "def test_it():\n"
        "    with socket.socket() as sock:\n"
        "        try:\n"
        f"            sock.connect(('{ELSEWHERE}', 443))\n"
        "        except OSError:\n"
        "            pass\n"
    )
    assert outcome.returncode == 1
    assert f"outside the machine: connect {ELSEWHERE}:443" in outcome.stdout


@pytest.fixture
def run_made_up(tmp_path: Path):
    """Run a made-up test file under our conftest in a process of its own."""

    def run(source: str) -> subprocess.CompletedProcess[str]:
        folder = tmp_path / "tests"
        folder.mkdir()
        (folder / "test_made_up.py").write_text(source, "utf-8")
        hooks = "from tests.conftest import no_network\n"
        (tmp_path / "conftest.py").write_text(hooks, "utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "--import-mode=importlib",
        ]
        return subprocess.run(
            [*command, "-o", f"pythonpath={conftest.ROOT}", str(folder)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
