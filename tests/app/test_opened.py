"""The first visitor of a later day begins what is due every day, and nobody else does."""

from __future__ import annotations

import threading
from datetime import date

import streamlit as st

from lebenslage.app import opened


def test_the_first_use_of_a_later_day_does_what_is_due(monkeypatch):
    made: list[str] = []

    class Clock:
        now = date(2026, 11, 28)

        @classmethod
        def today(cls) -> date:
            return cls.now

    monkeypatch.setattr(opened, "moments", Clock)
    monkeypatch.setattr(opened, "store", lambda: "Speicher")
    monkeypatch.setattr(opened, "gemeinde", lambda: "Gemeinde")
    monkeypatch.setattr(opened.wiring, "daily", lambda *_: made.append(str(Clock.now)))
    st.cache_resource.clear()
    for day in (28, 28, 29, 29, 30):
        Clock.now = date(2026, 11, day)
        opened.first_use_of_the_day()
        for thread in threading.enumerate():
            if thread.name.startswith("Tagesarbeit"):
                thread.join()
    assert made == ["2026-11-29", "2026-11-30"]
    st.cache_resource.clear()
