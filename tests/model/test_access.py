"""Who may do what, and who counts as sitting at this machine."""

from __future__ import annotations

import pytest

from lebenslage.model.access import (
    ANONYM,
    DRAUSSEN,
    Recht,
    Rolle,
    is_loopback,
    role_by_groups,
    sits_here,
)

HERE = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


def test_each_role_may_all_that_the_one_below_may() -> None:
    reader, editor, administration = (role.rechte for role in Rolle)
    assert reader == {Recht.LESEN}
    assert reader < editor < administration == set(Recht)
    assert administration - editor == {Recht.LOESCHEN, Recht.VERWALTEN}


def test_nobody_may_nothing_and_the_anonymous_only_read() -> None:
    assert [recht for recht in Recht if DRAUSSEN.darf(recht)] == []
    assert [recht for recht in Recht if ANONYM.darf(recht)] == [Recht.LESEN]


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10:80", True),
        ("localhost:8501", True),
        ("[::1]:8501", True),
        ("0.0.0.0", False),
        ("10.0.0.5", False),
        ("localhost.example.org", False),
        ("dashboard.example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_loopback(host: str | None, here: bool) -> None:
    assert is_loopback(host) is here


def test_whoever_sits_here() -> None:
    assert sits_here("127.0.0.1", "127.0.0.1", HERE)
    assert sits_here("localhost", "127.0.0.1", {"host": "localhost:8501"})


@pytest.mark.parametrize(
    ("bound", "client", "headers"),
    [
        (None, "127.0.0.1", HERE),
        ("0.0.0.0", "127.0.0.1", HERE),
        ("unix:///run/lebenslage", "127.0.0.1", HERE),
        ("127.0.0.1", "10.0.0.5", HERE),
        ("127.0.0.1", None, HERE),
        ("127.0.0.1", "127.0.0.1", HERE | {"x-forwarded-for": "10.0.0.5"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"x-forwarded-proto": "https"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"x-forwarded-server": "dashboard"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"forwarded": "for=10.0.0.5"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"via": "1.1 nginx"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"host": "dashboard.example.org"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"origin": "https://dashboard.example.org"}),
        ("127.0.0.1", "127.0.0.1", HERE | {"origin": "null"}),
        ("127.0.0.1", "127.0.0.1", {"accept": "*/*"}),
    ],
)
def test_whoever_does_not(bound: str | None, client: str | None, headers: dict[str, str]) -> None:
    assert not sits_here(bound, client, headers)


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["quartier", "it"], Rolle.ADMINISTRATION),
        (["quartier", "chor"], Rolle.REDAKTION),
        ("quartier", Rolle.REDAKTION),
        (["chor"], Rolle.LESER),
        (["falsch"], Rolle.LESER),
        ([], Rolle.LESER),
        (None, Rolle.LESER),
        ({"quartier": True}, Rolle.LESER),
        ([["quartier"], 7], Rolle.LESER),
    ],
)
def test_role_by_groups(groups: object, role: Rolle) -> None:
    names = {"quartier": "redaktion", "it": "administration", "falsch": "chefin"}
    assert role_by_groups(groups, names) is role
