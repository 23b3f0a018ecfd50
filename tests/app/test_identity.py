"""Whom an identity provider vouches for: the role by group, and for how long."""

from __future__ import annotations

import time
from typing import Any

import pytest

from lebenslage.app import identity
from lebenslage.app.identity import Anfrage, visitor_of
from lebenslage.model.access import HOECHSTENS, LEERLAUF, Besucher, Rolle


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "oidc")
    groups = {"quartier": "redaktion", "leitung": "administration"}
    monkeypatch.setattr(identity, "_settings", lambda: {"gruppen": groups})
    monkeypatch.setattr(identity, "_last_use", {})


def asking(key: str = "a", **claims: Any) -> Anfrage:
    told = {"sub": "1", "iat": time.time(), **claims}
    return Anfrage({}, {"_streamlit_user": key}, "10.0.0.9", told)


def test_the_highest_role_of_the_known_groups_counts() -> None:
    for groups, role in (
        (["chor", "quartier"], Rolle.REDAKTION),
        (["leitung", "quartier"], Rolle.ADMINISTRATION),
        (["chor"], Rolle.LESER),
        ([], Rolle.LESER),
        (None, Rolle.LESER),
    ):
        visitor = visitor_of(asking(preferred_username="e.muster", groups=groups))
        assert visitor == Besucher("e.muster", role, angemeldet=True), groups


def test_a_token_lasts_ten_hours_and_needs_a_moment_of_issue() -> None:
    now = time.time()
    for issued, signed_in in (
        (now - HOECHSTENS + 60, True),
        (now - HOECHSTENS - 60, False),
        (None, False),
        (str(now), False),
    ):
        visitor = visitor_of(asking(groups=["quartier"], iat=issued))
        assert visitor.angemeldet is signed_in, issued
        assert (visitor.rolle is Rolle.REDAKTION) is signed_in


def test_idling_ends_the_session_of_a_cookie(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = {"now": 1000.0}
    monkeypatch.setattr(time, "monotonic", lambda: clock["now"])
    assert visitor_of(asking(groups=["quartier"])).angemeldet
    clock["now"] += LEERLAUF - 1
    assert visitor_of(asking(groups=["quartier"])).angemeldet
    clock["now"] += LEERLAUF + 1
    assert not visitor_of(asking(groups=["quartier"])).angemeldet
    assert visitor_of(asking("b", groups=["quartier"])).angemeldet
