"""Who may do what: roles, rights, and how somebody comes by a role. One place decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

#: Seconds without a click after which a session is over, and the longest it can last.
LEERLAUF: Final = 60 * 60
HOECHSTENS: Final = 10 * 60 * 60
#: Least characters of a password (BSI: long rather than complicated).
PASSWORT_MINDESTENS: Final = 12
#: The audit log knows whoever sits at this machine by this name.
DIESER_RECHNER: Final = "Verwaltung (dieser Rechner)"
#: How headers begin that only a proxy sets: what carries one does not come from this machine.
_FORWARDED: Final = ("forwarded", "x-forwarded-", "x-real-ip", "via")


class Recht(StrEnum):
    """What a page may be asked to do."""

    LESEN = "lesen"  # published values
    INTERN = "intern"  # what is not published: registers, free texts, imports, drafts
    IMPORTIEREN = "importieren"  # take files and sheets in, take imports back
    PFLEGEN = "pflegen"  # registers, scenarios, draft of the catalogue
    FREIGEBEN = "freigeben"  # free texts, catalogue
    LOESCHEN = "loeschen"  # for good
    VERWALTEN = "verwalten"  # accounts, settings, information about a person


class Rolle(StrEnum):
    """What an account is; the value is what the command line and group claims say."""

    LESER = "leser"
    REDAKTION = "redaktion"
    ADMINISTRATION = "administration"

    @property
    def titel(self) -> str:
        """As shown."""
        return _TITEL[self]

    @property
    def rechte(self) -> frozenset[Recht]:
        """Everything that the role may do."""
        return RECHTE[self]


class Anmeldung(StrEnum):
    """How somebody comes by a role (`LEBENSLAGE_ANMELDUNG`)."""

    EINZELPLATZ = "einzelplatz"  # whoever sits at this machine; no sign-in
    KONTEN = "konten"  # accounts in the store
    OIDC = "oidc"  # an identity provider, by Streamlit's own sign-in


_TITEL: Final = MappingProxyType(
    {
        Rolle.LESER: "Leserecht",
        Rolle.REDAKTION: "Redaktion",
        Rolle.ADMINISTRATION: "Administration",
    }
)
_EDITOR: Final = frozenset(
    {Recht.LESEN, Recht.INTERN, Recht.IMPORTIEREN, Recht.PFLEGEN, Recht.FREIGEBEN}
)
RECHTE: Final[Mapping[Rolle, frozenset[Recht]]] = MappingProxyType(
    {
        Rolle.LESER: frozenset({Recht.LESEN}),
        Rolle.REDAKTION: _EDITOR,
        Rolle.ADMINISTRATION: frozenset(Recht),
    }
)


@dataclass(frozen=True, slots=True)
class Besucher:
    """Whoever looks at a page.

    Parameters
    ----------
    name : str
        For the audit log and for the person; empty for somebody who has not signed in.
    rolle : Rolle or None
        None: may not even read.
    angemeldet : bool
        Whether a person has proved who they are.
    muss_wechseln : bool
        Whether the password has to be changed before the role counts.
    """

    name: str = ""
    rolle: Rolle | None = None
    angemeldet: bool = False
    muss_wechseln: bool = False

    def darf(self, recht: Recht) -> bool:
        """Whether the visitor may do this."""
        return self.rolle is not None and recht in self.rolle.rechte


@dataclass(frozen=True, slots=True)
class Konto:
    """A local account, without its password.

    Parameters
    ----------
    zuletzt : str
        Last sign-in, ISO 8601 in UTC; empty: never.
    gesperrt : bool
        Whether nobody gets in with it for now.
    sitzungen : int
        How many sessions are open.
    """

    name: str
    rolle: Rolle
    muss_wechseln: bool
    angelegt: str
    zuletzt: str
    gesperrt: bool = False
    sitzungen: int = 0


#: Somebody at this machine where nobody signs in.
AM_RECHNER: Final = Besucher(DIESER_RECHNER, Rolle.ADMINISTRATION)
#: Somebody who has not signed in, where everybody may read, and where not.
ANONYM: Final = Besucher(rolle=Rolle.LESER)
DRAUSSEN: Final = Besucher()


def is_loopback(host: str | None) -> bool:
    """Whether a host, with or without port, names this machine itself."""
    if not host:
        return False
    name = urlsplit(f"//{host}").hostname or ""
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def sits_here(bound: str | None, client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from somebody who sits at this machine.

    Everything must say so: the address that the server listens on, and the request (`asks_here`).

    Parameters
    ----------
    bound : str or None
        Address that the server listens on; None: on all of them.
    client : str or None
        Address of the other end.
    headers : mapping
        Of the request, names in small letters.
    """
    return is_loopback(bound) and asks_here(client, headers)


def asks_here(client: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request says that it comes from a program on this machine.

    The other end of the connection, the host that was asked and the page that asks say so, and
    no proxy in between gives itself away. Enough for figures, not for rights.

    Parameters
    ----------
    client : str or None
        Address of the other end.
    headers : mapping
        Of the request, names in small letters.
    """
    if not is_loopback(client) or any(name.startswith(_FORWARDED) for name in headers):
        return False
    origin = headers.get("origin")
    if origin is not None and not is_loopback(urlsplit(origin).netloc):
        return False
    return is_loopback(headers.get("host"))


def role_by_groups(groups: object, names: Mapping[str, str]) -> Rolle:
    """The highest role that a claim of groups gives; `LESER` if none of them is known.

    Parameters
    ----------
    groups : object
        The claim: a text or a list of texts; anything else gives no role.
    names : mapping
        Group -> role, as `LESER`, `REDAKTION` or `ADMINISTRATION` in small letters.
    """
    told: Iterable[object] = [groups] if isinstance(groups, str) else ()
    if isinstance(groups, (list, tuple)):
        told = groups
    order = list(Rolle)
    roles = (names.get(group, "") for group in told if isinstance(group, str))
    known = [Rolle(role) for role in roles if role in order]
    return max(known, key=order.index, default=Rolle.LESER)
