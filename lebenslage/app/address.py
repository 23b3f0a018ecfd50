"""What the address says of a choice, and what is written to it.

Every click comes with the address that the browser shows. The second of two quick ones (a name
typed, "Speichern" pressed) was sent before it heard what became of the first: such an address is
no wish.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

#: Seconds for which a browser may still send an address that was replaced. A link within the same
#: page to what was chosen before is not followed for as long.
_MOMENT: Final = 2.0


@dataclass
class _Written:
    """What of a choice was written to the address.

    Parameters
    ----------
    last : str or None
        The value that stands there as soon as the browser hears of it ("": none).
    replaced : dict
        Value that stood there before -> until when the browser may still send it.
    """

    last: str | None = None
    replaced: dict[str, float] = field(default_factory=dict)


class Address:
    """The address that a session shows; kept with the session."""

    def __init__(self) -> None:
        self._page = ""
        self._choices: dict[str, _Written] = {}

    def asked(self, key: str) -> str | None:
        """What the address wishes for a choice; None for nothing."""
        value = st.query_params.get(key)
        return None if self._late(key, value or "") else value

    def said(self, key: str) -> str:
        """What stands in the address, as soon as the browser hears of it; empty for nothing."""
        value = st.query_params.get(key, "")
        return (self._written(key).last or "") if self._late(key, value) else value

    def write(self, key: str, value: str) -> None:
        """Let the address say what is chosen ("": nothing)."""
        written, shown, now = self._written(key), st.query_params.get(key, ""), time.monotonic()
        last = shown if written.last is None else written.last
        written.last = value
        if shown == last == value:
            return
        old = {shown: now + _MOMENT, last: now + _MOMENT}
        # what the browser sends late, it may not go on sending for ever
        kept = {text: until for text, until in written.replaced.items() if until > now}
        written.replaced = {text: until for text, until in (old | kept).items() if text != value}
        if value:
            st.query_params[key] = value
        elif key in st.query_params:
            del st.query_params[key]
        else:  # the browser may show one that this click was too early for: it is told even so
            st.query_params.from_dict(st.query_params.to_dict())

    def _late(self, key: str, value: str) -> bool:
        context = get_script_run_ctx(suppress_warning=True)
        if context is not None and context.is_history_navigation:
            return False
        return self._written(key).replaced.get(value, 0.0) > time.monotonic()

    def _written(self, key: str) -> _Written:
        """What this page wrote; a link to another one means what its address says."""
        context = get_script_run_ctx(suppress_warning=True)
        page = "" if context is None else context.page_script_hash
        if page != self._page:
            self._page, self._choices = page, {}
        return self._choices.setdefault(key, _Written())
