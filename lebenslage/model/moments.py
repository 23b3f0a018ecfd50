"""Where we are in time: moments are kept with their zone, days are those of Germany."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

#: Also on a server whose own clock tells another time, as containers do.
ZEITZONE: Final = ZoneInfo("Europe/Berlin")


def today() -> dt.date:
    """The day where we are."""
    return dt.datetime.now(ZEITZONE).date()
