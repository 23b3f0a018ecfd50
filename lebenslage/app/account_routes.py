"""Signing in with a local account: plain pages beside Streamlit, so that no password is ever in a
widget, and the key of a session in a cookie that no script can read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from lebenslage.app import account_html as html
from lebenslage.app import identity, opened
from lebenslage.app.gate import Gate, prefix, request_of, same_origin
from lebenslage.app.signing import KONTO
from lebenslage.errors import LebenslageError
from lebenslage.model.access import HOECHSTENS, Anmeldung, Besucher
from lebenslage.store import StoreTrouble, ZuVieleVersuche

_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
}
_FOREIGN: Final = "Die Eingabe kam nicht von dieser Seite. Bitte noch einmal versuchen."


def middleware() -> list[Middleware]:
    """What stands before Streamlit."""
    identity.way(), identity.open_to_read()  # a wrong setting ends the start, not a request
    return [Middleware(Gate)]


def routes() -> list[Route]:
    """The account pages; none where nobody signs in with a local account."""
    if identity.way() is not Anmeldung.KONTEN:
        return []
    return [
        Route(_at(), _show, methods=["GET"]),
        Route(_at("anmelden"), _sign_in, methods=["POST"]),
        Route(_at("abmelden"), _sign_out, methods=["POST"]),
        Route(_at("passwort"), _show_password, methods=["GET"]),
        Route(_at("passwort"), _change_password, methods=["POST"]),
    ]


def _at(*below: str) -> str:
    return "/".join((f"{prefix()}/{KONTO}", *below))


def _home() -> str:
    return f"{prefix()}/"


def _page(title: str, body: str, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    text = html.page(title, body, gemeinde=opened.gemeinde().name, home=_home())
    return HTMLResponse(text, status, _HEADERS)


def _sign_in_page(
    problem: str = "", status: HTTPStatus = HTTPStatus.OK, *, name: str = ""
) -> HTMLResponse:
    body = html.problem(problem) + html.sign_in_form(_at("anmelden"), name)
    return _page("Anmelden", body, status)


def _password_page(
    looking: Besucher, problem: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HTMLResponse:
    body = html.problem(problem) + html.password_form(_at("passwort"), looking)
    return _page("Passwort ändern", body, status)


def _looking(request: Request) -> Besucher:
    return identity.visitor_of(request_of(request), fresh=True)


async def _show(request: Request) -> Response:
    looking = await run_in_threadpool(_looking, request)
    if not looking.angemeldet:
        return _sign_in_page()
    return _page("Konto", html.account(looking, _at("abmelden"), _at("passwort")))


async def _show_password(request: Request) -> Response:
    looking = await run_in_threadpool(_looking, request)
    return _password_page(looking) if looking.angemeldet else _sign_in_page()


async def _sign_in(request: Request) -> Response:
    if not same_origin(request_of(request)):
        return _sign_in_page(_FOREIGN, HTTPStatus.FORBIDDEN)
    name, password = await _typed(request, "name", "passwort")
    old, address = request_of(request).token, _address(request)
    attempt = partial(opened.store().accounts.sign_in, name, password, address)
    token, refused = await run_in_threadpool(_try, attempt, partial(_sign_in_page, name=name))
    if refused is not None:
        return refused
    if old:  # whoever signs in anew leaves nothing behind
        await run_in_threadpool(opened.store().accounts.sign_out, old)
        identity.forget(old)
    looking = await run_in_threadpool(opened.store().accounts.visitor, token)
    change = looking is not None and looking.muss_wechseln
    return _with_key(request, token, _at("passwort") if change else _home())


async def _change_password(request: Request) -> Response:
    looking = await run_in_threadpool(_looking, request)
    if not looking.angemeldet:
        return _sign_in_page()
    if not same_origin(request_of(request)):
        return _password_page(looking, _FOREIGN, HTTPStatus.FORBIDDEN)
    old, new, again = await _typed(request, "alt", "neu", "noch_einmal")
    show = partial(_password_page, looking)
    if new != again:
        return show("Die beiden neuen Passwörter sind verschieden.", HTTPStatus.BAD_REQUEST)
    change = opened.store().accounts.change_password
    attempt = partial(change, looking.name, old, new, _address(request))
    token, refused = await run_in_threadpool(_try, attempt, show)
    return refused if refused is not None else _with_key(request, token, _home())


async def _sign_out(request: Request) -> Response:
    asked = request_of(request)
    if not same_origin(asked):
        return _sign_in_page(_FOREIGN, HTTPStatus.FORBIDDEN)
    await run_in_threadpool(opened.store().accounts.sign_out, asked.token)
    identity.forget(asked.token)
    answer = RedirectResponse(_home(), HTTPStatus.SEE_OTHER)
    answer.delete_cookie(identity.COOKIE, path=_home())
    return answer


def _try(
    attempt: Callable[[], str], show: Callable[[str, HTTPStatus], Response]
) -> tuple[str, Response | None]:
    """Key of the new session, or the page that says why there is none."""
    try:
        return attempt(), None
    except ZuVieleVersuche as error:
        answer = show(str(error), HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(error.seconds)
        return "", answer
    except StoreTrouble as error:
        return "", show(str(error), HTTPStatus.SERVICE_UNAVAILABLE)
    except LebenslageError as error:
        return "", show(str(error), HTTPStatus.FORBIDDEN)


async def _typed(request: Request, *names: str) -> list[str]:
    """Fields of a form as texts; what is missing is empty."""
    form = await request.form(max_files=0, max_fields=10, max_part_size=4096)
    values = (form.get(name, "") for name in names)
    return [value if isinstance(value, str) else "" for value in values]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _with_key(request: Request, token: str, to: str) -> Response:
    """Hand the key of a new session to the browser and go on."""
    answer = RedirectResponse(to, HTTPStatus.SEE_OTHER)
    if _home() != "/":  # one that another page of this host has planted would make both worthless
        answer.delete_cookie(identity.COOKIE, path="/")
    answer.set_cookie(
        identity.COOKIE,
        token,
        max_age=HOECHSTENS,
        path=_home(),
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )
    return answer
