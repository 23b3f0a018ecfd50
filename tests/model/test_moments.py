"""The day where we are, whatever the clock of the server says."""

from __future__ import annotations

import datetime as dt

import pytest

from lebenslage.model import moments


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        ("2026-11-28T22:59:59+00:00", "2026-11-28"),
        ("2026-11-28T23:00:00+00:00", "2026-11-29"),  # midnight in Germany, winter time
        ("2026-07-28T22:00:00+00:00", "2026-07-29"),  # summer time
    ],
)
def test_today_is_the_day_in_germany(monkeypatch, clock, day):
    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.fromisoformat(clock).astimezone(tz)

    monkeypatch.setattr(moments.dt, "datetime", Clock)
    assert moments.today().isoformat() == day
