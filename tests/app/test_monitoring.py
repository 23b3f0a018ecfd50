"""The figures for monitoring: for this machine, and nothing that names anybody."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lebenslage.app import monitoring
from lebenslage.store import Store


def ask(client: str, **headers: str) -> Response:
    told = {"host": "127.0.0.1:8501", **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "query_string": b"",
        "client": (client, 4711),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in told.items()],
    }
    return asyncio.run(monitoring._answer(Request(scope)))


def test_only_this_machine_reads_the_figures(store: Store) -> None:
    answer = ask("127.0.0.1")
    text = bytes(answer.body).decode()
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"lebenslage_version {store.version()}\n" in text
    assert 'lebenslage_info{fassung="' in text
    # every line is a comment or a name and a number
    assert all(line[0] == "#" or len(line.split(" ")) == 2 for line in text.splitlines())
    for other in (ask("192.0.2.7"), ask("127.0.0.1", x_forwarded_for="192.0.2.7")):
        assert (other.status_code, other.body) == (403, b"")


def test_before_the_first_visit_there_is_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEBENSLAGE_DATENBANK", raising=False)
    monkeypatch.setenv("LEBENSLAGE_INSTANZ", str(tmp_path))
    answer = ask("127.0.0.1")
    told = f"Es gibt noch keinen Speicher unter „{tmp_path / 'lebenslage.sqlite'}“.\n"
    assert (answer.status_code, bytes(answer.body).decode()) == (503, told)
