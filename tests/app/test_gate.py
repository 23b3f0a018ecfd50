"""The gate before Streamlit, asked as an ASGI server asks it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import ClientDisconnect, HTTPConnection

from lebenslage.app import gate, identity, media, opened, sessions
from lebenslage.app.gate import Gate
from lebenslage.app.identity import Anfrage
from lebenslage.model.access import AM_RECHNER, Besucher, Rolle
from lebenslage.store import StoreTrouble

PREFIXES = ("", "lebenslage")
GONE = "Der Datenbankserver „db“ ist nicht erreichbar."


async def _behind(scope: Any, receive: Any, send: Any) -> None:
    """What stands for Streamlit: it answers everything."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    told = [(b"set-cookie", b"wer=x; Path=/"), (b"set-cookie", b"own=y; Path=/; Secure")]
    await send({"type": "http.response.start", "status": 200, "headers": told})
    await send({"type": "http.response.body", "body": b""})


async def _cut_off(scope: Any, receive: Any, send: Any) -> None:
    """What Streamlit does when a file stops coming."""
    raise ClientDisconnect


async def _store_is_gone(scope: Any, receive: Any, send: Any) -> None:
    raise StoreTrouble(GONE)


def ask(path: str, kind: str = "http", **more: Any) -> dict[str, Any]:
    """The first message that a request from another machine gets."""
    return answers(_behind, path, kind, **more)[0]


def answers(
    behind: Any,
    path: str,
    kind: str = "http",
    *,
    tls: bool = True,
    client: str = "10.0.0.9",
    **headers: str,
) -> list[dict[str, Any]]:
    """All messages of such a request, whatever stands behind the gate."""
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
        "client": (client, 4711),
        "server": ("10.0.0.1", 8501),
        "headers": [(name.encode(), text.encode()) for name, text in given.items()],
    }
    asyncio.run(Gate(behind)(scope, receive, send))
    return told


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


def test_what_streamlit_counts_is_for_this_machine_alone(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for reading in ("angemeldet", "offen"):
        monkeypatch.setenv("LEBENSLAGE_LESEN", reading)
        here = {"client": "127.0.0.1", "host": "127.0.0.1:8501"}
        for path in ("/_stcore/metrics", "/_stcore/metrics/", "/metriken"):
            assert ask(f"{at}{path}", **here)["status"] == 200, path
            assert ask(f"{at}{path}", **here, forwarded="for=10.0.0.9")["status"] == 403, path
            for name, text in here.items():  # one of both is not enough
                assert ask(f"{at}{path}", **{name: text})["status"] == 403, (path, name)


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


def test_who_goes_while_a_file_is_on_its_way_leaves_no_error(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_refusal", lambda *_: None)
    assert answers(_cut_off, f"{at}/_stcore/upload_file/1/2") == []


def test_over_tls_no_cookie_goes_without(at: str) -> None:
    def cookies(*, tls: bool) -> list[bytes]:
        answer = ask(f"{at}/_stcore/health", tls=tls)
        return [value for name, value in answer["headers"] if name == b"set-cookie"]

    own = b"own=y; Path=/; Secure"
    assert cookies(tls=True) == [b"wer=x; Path=/; Secure", own]
    assert cookies(tls=False) == [b"wer=x; Path=/", own]


def test_a_form_is_taken_from_a_page_of_ours_alone() -> None:
    def taken(**headers: str) -> bool:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return gate.same_origin(Anfrage({"host": "a.example.org", **named}, {}, "10.0.0.9"))

    own = "https://a.example.org"
    assert taken(sec_fetch_site="same-origin")
    assert taken(origin=own)
    for foreign in ("https://example.org", "null", f"{own}:8443", ""):
        assert not taken(origin=foreign), foreign
    for site in ("cross-site", "same-site", "none"):
        assert not taken(sec_fetch_site=site, origin=own), site
    assert not taken()


def test_an_upload_needs_a_session_of_the_same_browser_and_its_right(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = Besucher("Erika", Rolle.REDAKTION, angemeldet=True)
    reader = Besucher("Leo", Rolle.LESER, angemeldet=True)
    known = SimpleNamespace(visitor={"erika": editor, "erna": editor, "leo": reader}.get)
    monkeypatch.setattr(opened, "store", lambda: SimpleNamespace(accounts=known))

    def upload(session: str, key: str) -> int:
        cookie = f"lebenslage_sitzung={key}"
        return int(ask(f"{at}/_stcore/upload_file/{session}/1", cookie=cookie)["status"])

    for name, visitor in (("erika", editor), ("leo", reader)):
        mark = Anfrage({}, {"lebenslage_sitzung": name}, None).mark
        sessions.note(f"von-{name}", visitor, mark)
    assert upload("von-erika", "erika") == 200
    assert upload("von-erika", "erna") == 403
    assert upload("von-erika", "leo") == 403
    assert upload("von-leo", "erika") == 403
    assert upload("von-leo", "leo") == 403
    assert upload("von-niemand", "erika") == 403
    # the session still knows an editor, but the account is one no longer
    monkeypatch.setattr(known, "visitor", {"erika": reader}.get)
    assert upload("von-erika", "erika") == 403


def test_a_store_that_is_gone_is_told_by_the_gate(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreTrouble(GONE)

    monkeypatch.setattr(identity, "visitor_of", gone)
    for path in ("/umfrage", "/media/abc.csv", "/_stcore/upload_file/abc/1"):
        start, body = answers(_behind, f"{at}{path}", accept="text/html")
        assert start["status"] == 503
        assert (b"retry-after", b"30") in start["headers"]
        assert (b"x-content-type-options", b"nosniff") in start["headers"]
        assert body["body"].decode() == GONE
    closed = answers(_behind, f"{at}/_stcore/stream", "websocket")
    assert closed == [{"type": "websocket.close", "code": 1013}]


def test_and_by_what_stands_behind_it(at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_refusal", lambda *_: None)
    start, body = answers(_store_is_gone, f"{at}/kalender.ics")
    assert (start["status"], body["body"].decode()) == (503, GONE)


def test_who_hides_all_headers_is_not_at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEBENSLAGE_ANMELDUNG", raising=False)
    scope = {"type": "http", "path": "/", "headers": [], "client": None, "server": None}
    request = gate.request_of(HTTPConnection(scope))
    assert identity.visitor_of(request) == identity.nobody()
    assert identity.visitor_of(Anfrage({}, {}, None)) == AM_RECHNER  # a run without a browser


def test_with_a_provider_files_are_for_the_browser_of_somebody_inside(
    at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "oidc")
    monkeypatch.setattr(media, "is_public", lambda name: name == "offen.csv")

    def fetch(name: str, key: str) -> int:
        return int(ask(f"{at}/media/{name}", cookie=f"_streamlit_user={key}")["status"])

    for key, role in (("erika", Rolle.REDAKTION), ("leo", Rolle.LESER)):
        mark = Anfrage({}, {"_streamlit_user": key}, "").mark
        sessions.note(f"sitzung-{key}", Besucher(key, role, angemeldet=True), mark)
    assert [fetch("innen.csv", key) for key in ("erika", "leo", "erna")] == [200, 403, 403]
    assert fetch("offen.csv", "erna") == 200
