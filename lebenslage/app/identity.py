"""Who sends a request: the same answer for a page, for a download and for the gate before both."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import streamlit as st

from lebenslage.app import opened
from lebenslage.errors import LebenslageError
from lebenslage.model.access import (
    AM_RECHNER,
    ANONYM,
    DRAUSSEN,
    HOECHSTENS,
    LEERLAUF,
    Anmeldung,
    Besucher,
    role_by_groups,
    sits_here,
)

#: Cookie with the key of a session of a local account.
COOKIE: Final = "lebenslage_sitzung"
#: Beginning of the cookies in which Streamlit keeps who has signed in at an identity provider.
_PROVIDER_COOKIE: Final = "_streamlit_user"
#: Seconds for which the store is not asked again about the same session.
_FRESH: Final = 1.0
_OFFEN, _ANGEMELDET = "offen", "angemeldet"


@dataclass(frozen=True)
class Anfrage:
    """What is known of a request.

    Parameters
    ----------
    headers : mapping
        Names in small letters; empty: nothing came over a network (a test, a script).
    client : str or None
        Address of the other end.
    claims : mapping
        What an identity provider says of the person; empty for nobody.
    """

    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    client: str | None
    claims: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def token(self) -> str:
        """Key of a session of a local account; empty for none.

        Two of the name are none: another page of the same host has planted one, and the server
        cannot tell which. Its own account must not stand in for the visitor's.
        """
        sent = re.findall(rf"(?:^|;)\s*{COOKIE}\s*=", self.headers.get("cookie", ""))
        return "" if len(sent) > 1 else self.cookies.get(COOKIE, "")

    @property
    def mark(self) -> str:
        """What all requests of one signed-in browser have in common; empty for nobody."""
        told = [self.token] if way() is Anmeldung.KONTEN else []
        if way() is Anmeldung.OIDC:
            names = sorted(name for name in self.cookies if name.startswith(_PROVIDER_COOKIE))
            told = [self.cookies[name] for name in names]
        text = "\n".join(told)
        return hashlib.sha256(text.encode()).hexdigest() if text else ""


def way() -> Anmeldung:
    """How somebody comes by a role here.

    Raises
    ------
    LebenslageError
        If `LEBENSLAGE_ANMELDUNG` says something unknown: then nobody gets in at all.
    """
    chosen = os.environ.get("LEBENSLAGE_ANMELDUNG") or Anmeldung.EINZELPLATZ
    if chosen not in list(Anmeldung):
        raise LebenslageError(
            f"LEBENSLAGE_ANMELDUNG: „{chosen}“ gibt es nicht; erwartet wird {', '.join(Anmeldung)}."
        )
    return Anmeldung(chosen)


def open_to_read() -> bool:
    """Whether published values are there for people who have not signed in.

    Raises
    ------
    LebenslageError
        If `LEBENSLAGE_LESEN` says something unknown.
    """
    chosen = os.environ.get("LEBENSLAGE_LESEN") or _OFFEN
    if chosen not in (_OFFEN, _ANGEMELDET):
        raise LebenslageError(
            f"LEBENSLAGE_LESEN: „{chosen}“ gibt es nicht; erwartet wird {_OFFEN}, {_ANGEMELDET}."
        )
    return chosen == _OFFEN


def nobody() -> Besucher:
    """Somebody who has not signed in."""
    return ANONYM if open_to_read() else DRAUSSEN


def visitor_of(request: Anfrage, *, fresh: bool = False) -> Besucher:
    """Whoever sends a request.

    Parameters
    ----------
    fresh : bool
        Ask the store even if it was asked a moment ago.
    """
    chosen = way()
    if chosen is Anmeldung.KONTEN:
        return _by_account(request.token, fresh=fresh)
    if chosen is Anmeldung.OIDC:
        return _by_provider(request)
    bound = st.get_option("server.address")
    unasked = request.client is None and not request.headers  # a run that no browser asked for
    here = unasked or sits_here(bound, request.client, request.headers)
    return AM_RECHNER if here else nobody()


_asked: dict[str, tuple[float, Besucher | None]] = {}


def _by_account(token: str, *, fresh: bool) -> Besucher:
    if not token:
        return nobody()
    now = time.monotonic()
    when, known = _asked.get(token, (-_FRESH, None))
    if fresh or now - when >= _FRESH:
        known = opened.store().accounts.visitor(token)
        if len(_asked) > 1000:
            _asked.clear()
        _asked[token] = (now, known)
    return known or nobody()


def forget(token: str) -> None:
    """Ask the store anew about this session."""
    _asked.pop(token, None)


#: Mark of a browser -> when it was last used; of this process alone.
_last_use: dict[str, float] = {}


def _by_provider(request: Anfrage) -> Besucher:
    """A person whom an identity provider vouches for, with the role of their groups."""
    claims, mark = request.claims, request.mark
    issued = claims.get("iat")
    if not isinstance(issued, (int, float)) or time.time() - issued > HOECHSTENS:
        return nobody()
    now = time.monotonic()
    if now - _last_use.get(mark, now) > LEERLAUF:
        return nobody()  # until the person signs in again and gets another cookie
    _last_use[mark] = now
    settings = _settings()
    groups = claims.get(str(settings.get("gruppen_feld", "groups")))
    names = {str(group): str(role) for group, role in dict(settings.get("gruppen", {})).items()}
    called = (claims.get(key) for key in ("preferred_username", "email", "name", "sub"))
    name = next((str(each) for each in called if each), "")
    return Besucher(name, role_by_groups(groups, names), angemeldet=True)


def _settings() -> Mapping[str, Any]:
    """Section `lebenslage` of Streamlit's `secrets.toml`; empty if there is none."""
    try:
        return dict(st.secrets.get("lebenslage", {}))
    except FileNotFoundError:
        return {}
