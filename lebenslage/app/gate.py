"""The gate before Streamlit: what may reach uploads, files and, where wanted, anything at all.

Streamlit itself takes an upload from whoever knows the id of an open session, and hands a file out
to whoever knows its address. Here both obey the role of the session that they belong to.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from http import HTTPStatus
from typing import Final

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lebenslage.app import identity, media, opened, sessions
from lebenslage.app.identity import Anfrage
from lebenslage.app.signing import KONTO
from lebenslage.errors import LebenslageError
from lebenslage.model.access import Anmeldung, Recht, asks_here

log = logging.getLogger("lebenslage")

_UPLOAD: Final = re.compile(r"/_stcore/upload_file/([^/]+)/")
_MEDIA: Final = re.compile(r"/media/([^/]+)$")
#: Figures for monitoring (`monitoring`); Streamlit counts too, and would tell everybody.
METRIKEN: Final = "/metriken"
#: For programs on this machine only, whoever has signed in and wherever the server listens.
_HERE_ONLY: Final = (METRIKEN, "/_stcore/metrics")
#: What the browser needs before anybody has signed in: health check and the parts of Streamlit.
_HARMLESS: Final = ("/_stcore/health", "/static/", "/favicon")
_UPLOADS: Final = (Recht.IMPORTIEREN, Recht.PFLEGEN)
#: Seconds after which to ask again while the store cannot be reached.
_AGAIN: Final = 30
#: For every answer; the rest is the reverse proxy's (docs/betrieb).
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}


class Gate:
    """ASGI middleware around the whole dashboard."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        media.watch()
        connection = HTTPConnection(scope)
        path = connection.url.path.removeprefix(prefix())
        if path.startswith(_HARMLESS):  # a hundred files of every first visit
            await self._app(scope, receive, _with_headers(scope, send))
            return
        try:
            await self._pass_or_refuse(path, connection, receive, send)
        except LebenslageError as error:  # a store that is gone: Streamlit shows its own errors
            log.warning("%s", error)
            await _unavailable(str(error), scope, receive, send)

    async def _pass_or_refuse(
        self, path: str, connection: HTTPConnection, receive: Receive, send: Send
    ) -> None:
        scope = connection.scope
        refused = await run_in_threadpool(_refusal, path, scope["type"], request_of(connection))
        if refused is None:
            # who shuts the window while a file is on its way has done nothing wrong
            with suppress(ClientDisconnect):
                await self._app(scope, receive, _with_headers(scope, send))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        elif refused is HTTPStatus.SEE_OTHER:
            await RedirectResponse(f"{prefix()}/{KONTO}", refused)(scope, receive, send)
        else:
            await PlainTextResponse(refused.phrase, refused)(scope, receive, send)


async def _unavailable(told: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer that it cannot be done now, and that it is worth another try."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1013})
        return
    status = HTTPStatus.SERVICE_UNAVAILABLE
    answer = PlainTextResponse(told, status, headers={"Retry-After": str(_AGAIN)})
    await answer(scope, receive, _with_headers(scope, send))


def prefix() -> str:
    """What stands before every path, "/dashboard" or nothing."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}" if base else ""


def request_of(connection: HTTPConnection) -> Anfrage:
    """What is known of a request at the gate; what a provider says is known inside only."""
    headers = {name.lower(): value for name, value in connection.headers.items()}
    # never None, which stands for a run without any request: that one may do all
    client = connection.client.host if connection.client else ""
    return Anfrage(headers, dict(connection.cookies), client)


def same_origin(request: Anfrage) -> bool:
    """Whether a form was sent from a page of ours: a foreign page must not sign anybody in."""
    if (site := request.headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and _ours(origin, request)


def _ours(origin: str, request: Anfrage) -> bool:
    """Whether the page that asks came from the host that is asked."""
    return origin.partition("://")[2] == request.headers.get("host")


def _refusal(path: str, kind: str, request: Anfrage) -> HTTPStatus | None:
    """Why a request goes no further; None if it does."""
    origin = request.headers.get("origin")
    if kind == "websocket" and origin is not None and not _ours(origin, request):
        # Streamlit would let pages of other ports of this machine in, and for every other one
        # ask a server in the internet, while all wait, under which address it is known there.
        return HTTPStatus.FORBIDDEN
    if path.startswith(_HERE_ONLY):
        here = asks_here(request.client, request.headers)
        return None if here else HTTPStatus.FORBIDDEN
    if path == f"/{KONTO}" or path.startswith(f"/{KONTO}/"):
        opened.store(), opened.gemeinde()  # opened here, not while others wait
        return None
    closed = identity.way() is Anmeldung.KONTEN and not identity.open_to_read()
    if closed and identity.visitor_of(request).rolle is None:
        wants_page = kind == "http" and "text/html" in request.headers.get("accept", "")
        return HTTPStatus.SEE_OTHER if wants_page else HTTPStatus.UNAUTHORIZED
    if match := _UPLOAD.match(path):
        return None if _may_upload(match[1], request) else HTTPStatus.FORBIDDEN
    if match := _MEDIA.match(path):
        return None if _may_fetch(match[1], request) else HTTPStatus.FORBIDDEN
    return None


def _may_upload(session_id: str, request: Anfrage) -> bool:
    """Whether the session may take files in and the request is from its own browser."""
    session = sessions.find(session_id)
    if session is None or session.mark != request.mark or not any(map(session.may, _UPLOADS)):
        return False
    if identity.way() is Anmeldung.OIDC:
        return True  # only the session knows what the provider said; its mark is the same
    return any(map(identity.visitor_of(request, fresh=True).darf, _UPLOADS))


def _may_fetch(name: str, request: Anfrage) -> bool:
    """Whether a file is for everybody, or the browser has internal rights."""
    if media.is_public(name):
        return True
    if identity.way() is Anmeldung.OIDC:
        return any(each.may(Recht.INTERN) for each in sessions.of_mark(request.mark))
    return identity.visitor_of(request, fresh=True).darf(Recht.INTERN)


def _with_headers(scope: Scope, send: Send) -> Send:
    """Add our headers; over TLS, cookies of Streamlit (who has signed in) go over TLS alone."""

    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if scope["scheme"] == "https":
                headers.raw[:] = [(name, _secured(name, value)) for name, value in headers.raw]
        await send(message)

    return add


def _secured(name: bytes, value: bytes) -> bytes:
    open_cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return value + b"; Secure" if open_cookie else value
