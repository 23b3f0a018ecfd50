"""Figures for a monitoring system at a fixed address.

For programs on the same machine only: the gate (`gate`) turns away everybody else.
"""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from lebenslage import __version__
from lebenslage.app import opened, sessions
from lebenslage.app.gate import METRIKEN, prefix
from lebenslage.errors import LebenslageError
from lebenslage.report.metrics import exposition
from lebenslage.store import look, resident_bytes

_TYPE: Final = "text/plain; version=0.0.4"
_STARTED: Final = time.time()


def routes() -> list[Route]:
    """The address of the figures, beside Streamlit."""
    return [Route(f"{prefix()}{METRIKEN}", _answer, methods=["GET"])]


async def _answer(_request: Request) -> Response:
    try:
        return PlainTextResponse(await run_in_threadpool(_figures), media_type=_TYPE)
    except LebenslageError as error:  # no store before the first visit, or none that can be read
        return PlainTextResponse(f"{error}\n", HTTPStatus.SERVICE_UNAVAILABLE)


def _figures() -> str:
    """State of the store and of this process; no names, no contents."""
    figures = look(opened.gemeinde().sicherung).figures() | {
        "sitzungen": sessions.count(),
        "start_zeitpunkt_sekunden": int(_STARTED),
    }
    if (memory := resident_bytes()) is not None:
        figures["arbeitsspeicher_bytes"] = memory
    return exposition(figures, fassung=__version__)
