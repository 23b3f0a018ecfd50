"""The forms of the account pages, as the server answers them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lebenslage.app import account_routes
from lebenslage.app.identity import COOKIE, Anfrage
from lebenslage.model.access import HOECHSTENS, Rolle
from lebenslage.store import Store, StoreTrouble
from tests.app.test_access import with_accounts

__all__ = ["with_accounts"]

OWN = "jetzt mein eigenes"


def sign_in(password: str, key: str = "", **headers: str) -> Response:
    """Send the form over TLS."""
    body = urlencode({"name": "Erika", "passwort": password}).encode()
    told = {"host": "a.example.org", "origin": "https://a.example.org", **headers}
    told |= {"content-type": "application/x-www-form-urlencoded", "cookie": f"{COOKIE}={key}"}
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "https",
        "server": ("a.example.org", 443),
        "path": "/konto/anmelden",
        "query_string": b"",
        "client": ("10.0.0.9", 4711),
        "headers": [(name.encode(), text.encode()) for name, text in told.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    return asyncio.run(account_routes._sign_in(Request(scope, receive)))


def test_a_session_begins_anew_at_every_sign_in(
    store: Store, with_accounts: Callable[..., Anfrage]
) -> None:
    before = with_accounts("Erika", Rolle.REDAKTION).cookies[COOKIE]
    assert sign_in(OWN, before, origin="https://example.org").status_code == 403
    refused = sign_in("falsch", before)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
    assert store.accounts.visitor(before) is not None

    answer = sign_in(OWN, before)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie, *flags = answer.headers["set-cookie"].split("; ")
    key = cookie.removeprefix(f"{COOKIE}=")
    assert set(flags) == {"HttpOnly", f"Max-Age={HOECHSTENS}", "Path=/", "SameSite=lax", "Secure"}
    assert key not in ("", before)
    assert store.accounts.visitor(before) is None
    visitor = store.accounts.visitor(key)
    assert visitor is not None
    assert visitor.name == "Erika"
    # one that somebody has planted is not taken over
    assert f"{COOKIE}=untergeschoben" not in sign_in(OWN, "untergeschoben").headers["set-cookie"]

    for _ in range(5):
        assert sign_in("falsch").status_code == 403
    waiting = sign_in(OWN)
    assert (waiting.status_code, "set-cookie" in waiting.headers) == (429, False)
    assert int(waiting.headers["retry-after"]) > 0


def test_a_store_that_is_gone_is_no_wrong_password(
    store: Store, with_accounts: Callable[..., Anfrage], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_accounts("Erika", Rolle.REDAKTION)
    told = "Der Datenbankserver „db“ ist nicht erreichbar."

    def gone(*_: object) -> None:
        raise StoreTrouble(told)

    monkeypatch.setattr(type(store.accounts), "sign_in", gone)
    answer = sign_in(OWN)
    assert answer.status_code == 503
    assert told in bytes(answer.body).decode()
