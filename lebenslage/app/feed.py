"""The calendar of public events at a fixed address that calendar programs subscribe to."""

from __future__ import annotations

import threading
from hashlib import sha256
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lebenslage.app import identity, opened
from lebenslage.app.gate import prefix
from lebenslage.model import moments
from lebenslage.model.registers import Entry, published
from lebenslage.report import calendar
from lebenslage.store import Store

NAME: Final = "kalender.ics"
_ORTSTEIL: Final = "ortsteil"
_REGISTERS: Final = ("veranstaltungen", "treffpunkte")
#: Seconds for which a program need not ask again.
_FRESH: Final = 900


def routes() -> list[Route]:
    """The address of the calendar, beside Streamlit."""
    return [Route(f"{prefix()}/{NAME}", _answer, methods=["GET"])]


async def _answer(request: Request) -> Response:
    if not identity.open_to_read():  # a calendar program cannot sign in
        return Response(status_code=HTTPStatus.FORBIDDEN)
    body = await run_in_threadpool(_SHELF.body, request.query_params.get(_ORTSTEIL, ""))
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"public, max-age={_FRESH}"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type="text/calendar", headers=headers)


def address(page: str) -> str:
    """Address of the calendar, seen from the address of a page; "" where nobody may read it."""
    if not page or not identity.open_to_read():
        return ""
    return f"{page.split('?')[0].rstrip('/').rpartition('/')[0]}/{NAME}"


def of(calendar_address: str, ortsteil: str) -> str:
    """Address of the calendar of one Ortsteil."""
    return f"{calendar_address}?{urlencode({_ORTSTEIL: ortsteil})}"


class _Shelf:
    """Public events as they are now; read again only after a change. No session belongs to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stand: tuple[object, ...] = ()
        self._events: tuple[Entry, ...] = ()
        self._places: dict[str, str] = {}

    def body(self, ortsteil: str) -> bytes:
        """The calendar of an Ortsteil ("": of all of them)."""
        store, today = opened.store(), moments.today().isoformat()
        counts = store.registers.versions()
        stand = (id(store), today, store.version(), *(counts[code] for code in _REGISTERS))
        with self._lock:
            if stand != self._stand:
                self._read(store, today)
                self._stand = stand
            events, places = self._events, self._places
        own = [e for e in events if not ortsteil or ortsteil in e.several("ortsteile")]
        return calendar.ics(own, opened.gemeinde().name, places)

    def _read(self, store: Store, today: str) -> None:
        every = {code: store.registers.entries(code)[0] for code in _REGISTERS}
        shown = published(every, today)
        self._events = shown["veranstaltungen"]
        self._places = {each.kennung: each.text("name") for each in shown["treffpunkte"]}


_SHELF: Final = _Shelf()
