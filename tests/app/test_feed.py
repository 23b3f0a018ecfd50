"""The calendar at a fixed address: public events alone, and nothing where nobody may read."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response

from lebenslage.app import feed
from lebenslage.model.registers import Draft
from lebenslage.store import Store


def ask(query: str = "", **headers: str) -> Response:
    scope = {
        "type": "http",
        "method": "GET",
        "query_string": query.encode(),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }
    return asyncio.run(feed._answer(Request(scope)))


def test_only_public_events_and_only_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask()
    text = bytes(whole.body).decode()
    assert whole.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Adventstreff (Beispiel)" in text
    assert "Planungstreffen" not in text
    again = ask(if_none_match=whole.headers["etag"])
    assert (again.status_code, again.body) == (304, b"")
    assert b"Adventstreff" not in ask("ortsteil=finsterrot").body
    daten = {**store.registers.entry("V-4").daten, "veroeffentlicht": True}
    store.registers.save(Draft("veranstaltungen", daten, "V-4"), "Test")
    assert b"Planungstreffen" in ask("ortsteil=finsterrot").body
    monkeypatch.setenv("LEBENSLAGE_LESEN", "angemeldet")
    assert (ask().status_code, ask().body) == (403, b"")


def test_the_address_follows_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert feed.address("https://a.de/quartier/ortsteilleben?monat=2026-12") == (
        "https://a.de/quartier/kalender.ics"
    )
    assert feed.of("https://a.de/kalender.ics", "süd&x") == (
        "https://a.de/kalender.ics?ortsteil=s%C3%BCd%26x"
    )
    assert feed.address("") == ""
    monkeypatch.setenv("LEBENSLAGE_LESEN", "angemeldet")
    assert feed.address("https://a.de/ortsteilleben") == ""
