"""The gate before Streamlit, asked as an ASGI server asks it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from lebenslage.app import gate, media, opened
from lebenslage.app.gate import Gate

PREFIXES = ("", "lebenslage")


async def _behind(scope: Any, receive: Any, send: Any) -> None:
    """What stands for Streamlit: it answers everything."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    told = [(b"set-cookie", b"wer=x; Path=/"), (b"set-cookie", b"own=y; Path=/; Secure")]
    await send({"type": "http.response.start", "status": 200, "headers": told})
    await send({"type": "http.response.body", "body": b""})


def ask(path: str, kind: str = "http", *, tls: bool = True, **headers: str) -> dict[str, Any]:
    """The first message that a request from another machine gets."""
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message: Any) -> None:
        told.append(message)

    given = {"host": "dashboard.example.org", **headers}
    scope = {
        "type": kind,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": f"{'http' if kind == 'http' else 'ws'}{'s' if tls else ''}",
        "query_string": b"",
        "method": "GET",
        "client": ("10.0.0.9", 4711),
        "server": ("10.0.0.1", 8501),
        "headers": [(name.encode(), text.encode()) for name, text in given.items()],
    }
    asyncio.run(Gate(_behind)(scope, receive, send))
    return told[0]


@pytest.fixture(params=PREFIXES, ids=["root", "prefix"])
def at(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path before every path, where reading is for people with an account alone."""
    before = f"/{request.param}" if request.param else ""
    monkeypatch.setattr(gate, "prefix", lambda: before)
    monkeypatch.setattr(media, "watch", lambda: None)
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "konten")
    monkeypatch.setenv("LEBENSLAGE_LESEN", "angemeldet")
    return before


def test_without_an_account_nothing_is_read(at: str) -> None:
    page = ask(f"{at}/indikatoren", accept="text/html,*/*")
    assert page["status"] == 303
    assert dict(page["headers"])[b"location"] == f"{at}/konto".encode()
    for path in ("/media/abc.csv", "/kalender.ics", "/_stcore/upload_file/1/2", "/oauth2callback"):
        assert ask(f"{at}{path}")["status"] == 401, path
    assert ask(f"{at}/_stcore/stream", "websocket") == {"type": "websocket.close", "code": 1008}


def test_what_a_browser_needs_before_signing_in_passes_with_its_headers(at: str) -> None:
    for path in ("/_stcore/health", "/static/js/index.js", "/favicon.png"):
        answer = ask(f"{at}{path}")
        assert answer["status"] == 200, path
        assert dict(answer["headers"])[b"x-content-type-options"] == b"nosniff"


def test_a_key_that_nobody_was_given_opens_nothing(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = SimpleNamespace(visitor=lambda _key: None)
    monkeypatch.setattr(opened, "store", lambda: SimpleNamespace(accounts=nobody))
    cookie = "lebenslage_sitzung=untergeschoben"
    assert ask(f"{at}/indikatoren", cookie=cookie)["status"] == 401


def test_where_everybody_may_read_uploads_stay_closed(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEBENSLAGE_LESEN", "offen")
    monkeypatch.setattr(media, "is_public", lambda _name: False)
    assert ask(f"{at}/indikatoren")["status"] == 200
    assert ask(f"{at}/_stcore/upload_file/1/2")["status"] == 403
    assert ask(f"{at}/media/unbekannt.csv")["status"] == 403


def test_pages_of_other_hosts_open_no_websocket(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEBENSLAGE_LESEN", "offen")
    stream = f"{at}/_stcore/stream"
    own = "https://dashboard.example.org"
    for origin in ("https://example.org", "http://localhost:9999", f"{own}:8443", "null", ""):
        closed = ask(stream, "websocket", origin=origin)
        assert closed == {"type": "websocket.close", "code": 1008}, origin
    assert ask(stream, "websocket", origin=own) == {"type": "websocket.accept"}
    assert ask(stream, "websocket") == {"type": "websocket.accept"}  # no browser


def test_over_tls_no_cookie_goes_without(at: str) -> None:
    def cookies(*, tls: bool) -> list[bytes]:
        answer = ask(f"{at}/_stcore/health", tls=tls)
        return [value for name, value in answer["headers"] if name == b"set-cookie"]

    own = b"own=y; Path=/; Secure"
    assert cookies(tls=True) == [b"wer=x; Path=/; Secure", own]
    assert cookies(tls=False) == [b"wer=x; Path=/", own]
