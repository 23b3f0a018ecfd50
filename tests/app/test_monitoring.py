"""The figures for monitoring: for this machine, and nothing that names anybody."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.datastructures import Headers

from lebenslage.app import media, monitoring
from lebenslage.store import Store
from tests.app.test_gate import answers


class Answer(NamedTuple):
    status_code: int
    headers: Headers
    text: str


def ask(client: str, *, host: str = "127.0.0.1:8501", **headers: str) -> Answer:
    told = {"host": host} | {name.replace("_", "-"): text for name, text in headers.items()}
    behind = Starlette(routes=monitoring.routes())
    start, *parts = answers(behind, "/metriken", tls=False, client=client, **told)
    body = b"".join(part["body"] for part in parts)
    return Answer(start["status"], Headers(raw=list(start["headers"])), body.decode("utf-8"))


@pytest.fixture(autouse=True)
def _without_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "watch", lambda: None)


@pytest.mark.parametrize("bound", ["127.0.0.1", "0.0.0.0", None])  # in a container: on all
def test_only_this_machine_reads_the_figures(
    bound: str | None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "get_option", {"server.address": bound, "server.baseUrlPath": ""}.get)
    answer = ask("127.0.0.1")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"lebenslage_version {store.version()}\n" in answer.text
    assert 'lebenslage_info{fassung="' in answer.text
    # every line is a comment or a name and a number
    lines = answer.text.splitlines()
    assert all(line[0] == "#" or len(line.split(" ")) == 2 for line in lines)
    for other in (
        ask("192.0.2.7"),
        ask("192.0.2.7", host="dashboard.example.org"),
        ask("127.0.0.1", host="dashboard.example.org"),
        ask("127.0.0.1", x_forwarded_for="127.0.0.1"),
        ask("127.0.0.1", origin="https://example.org"),
    ):
        assert (other.status_code, other.text) == (403, "Forbidden")


def test_before_the_first_visit_there_is_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEBENSLAGE_DATENBANK", raising=False)
    monkeypatch.setenv("LEBENSLAGE_INSTANZ", str(tmp_path))
    answer = ask("127.0.0.1")
    told = f"Es gibt noch keinen Speicher unter „{tmp_path / 'lebenslage.sqlite'}“.\n"
    assert (answer.status_code, answer.text) == (503, told)
