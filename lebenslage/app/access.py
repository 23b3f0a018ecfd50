"""What whoever is looking may do. Pages and callbacks ask here and nowhere else.

Every change of the store wants to know who makes it. On pages the one source of that name is
`demand`, which refuses whoever has no right to the change: no right, no name, no change.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lebenslage.app import identity, rerun, sessions, state
from lebenslage.app.identity import Anfrage
from lebenslage.errors import KeinRecht
from lebenslage.model.access import Anmeldung, Besucher, Recht

T = TypeVar("T")
_THIS_MACHINE: Final = "127.0.0.1"
_SIGNED_OUT: Final = (
    "Sie sind nicht mehr angemeldet: Die Zeit ist abgelaufen, Ihr Konto wurde geändert, oder Sie "
    "haben sich in einem anderen Fenster abgemeldet. Bitte melden Sie sich neu an."
)


def request() -> Anfrage:
    """The request that this run of a page belongs to."""
    context = st.context
    headers = {name.lower(): value for name, value in context.headers.items()}
    claims = {}
    if identity.way() is Anmeldung.OIDC and getattr(st.user, "is_logged_in", False):
        claims = st.user.to_dict()
    # None is how Streamlit calls this machine itself; without any header nobody asked at all
    client = (context.ip_address or _THIS_MACHINE) if headers else None
    return Anfrage(headers, dict(context.cookies), client, claims)


def visitor() -> Besucher:
    """Whoever is looking."""
    return _asking()[1]


def _asking() -> tuple[Anfrage, Besucher]:
    """The request and whose it is; a page asks dozens of times, so it is looked up once a run."""
    pinned = rerun.pinned_asking()
    if pinned is None:
        asked = request()
        pinned = asked, identity.visitor_of(asked)
        rerun.pin_asking(*pinned)
    return pinned


def may(recht: Recht) -> bool:
    """Whether whoever is looking may do this."""
    return visitor().darf(recht)


def demand(recht: Recht) -> str:
    """The name under which a change is logged; the one way for a page to get it.

    Raises
    ------
    KeinRecht
        If whoever is looking may not do this, or not any more.
    """
    asking = identity.visitor_of(request(), fresh=True)
    _check(asking, recht)
    return asking.name


def guarded(recht: Recht, make: Callable[[], T]) -> Callable[[], T]:
    """The same callable for a download: asked later, it checks the right again before it answers.

    Raises
    ------
    KeinRecht
        On the call, if the right is gone.
    """
    asked, _ = _asking()

    def checked() -> T:
        _check(identity.visitor_of(asked, fresh=True), recht)
        return make()

    return checked


def _check(asking: Besucher, recht: Recht) -> None:
    if not asking.darf(recht):
        raise KeinRecht(
            "Dafür fehlt Ihnen das Recht, oder Ihre Anmeldung ist abgelaufen. Es wurde nichts "
            "geändert."
        )


def enter() -> Besucher:
    """Begin a run of a page: tell the gate who this session is, and leave nothing to another.

    If somebody else is looking than at the last run (signed out, another role), everything that
    the session had kept is gone first.
    """
    rerun.begin_page()
    asked, looking = _asking()
    anew = state.belong_to(f"{looking.name}|{looking.rolle}|{asked.mark}")
    if anew and not looking.angemeldet:
        state.complain(_SIGNED_OUT, unless_told=True)
    context = get_script_run_ctx()
    if context is not None:
        sessions.note(context.session_id, looking, asked.mark)
    return looking
