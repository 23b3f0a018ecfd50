"""Which files of Streamlit's are for everybody: those that a session without internal rights shows.

Streamlit hands a file out to whoever knows its address. It keeps which session shows which file to
clean up behind them, but not for downloads that are made on a click; those are noted here.
Everything that nobody without internal rights was ever given stays internal.
"""

from __future__ import annotations

import threading
from typing import Final

from streamlit import runtime
from streamlit.runtime.media_file_manager import MediaFileManager

from lebenslage.app import sessions
from lebenslage.model.access import Recht

#: More public downloads than this are not remembered; the oldest has to be asked for anew.
_MOST: Final = 10_000

_lock = threading.Lock()
_public: dict[str, None] = {}
_watched: list[MediaFileManager] = []


def watch() -> None:
    """Note from now on who was given which download; called as often as one likes."""
    manager = runtime.get_instance().media_file_mgr
    with _lock:
        if manager in _watched:
            return
        _watched[:] = [manager]
    make = manager.execute_deferred

    def noted(placeholder: str) -> str:
        asked_for = manager._deferred_callables.get(placeholder)
        url = make(placeholder)
        if asked_for is not None and _is_for_all(asked_for["session_id"]):
            with _lock:
                _public[url.rpartition("/")[2]] = None
                while len(_public) > _MOST:
                    _public.pop(next(iter(_public)))
        return url

    manager.execute_deferred = noted  # type: ignore[assignment, method-assign]


def is_public(name: str) -> bool:
    """Whether somebody without internal rights was given this file, or is shown it."""
    with _lock:
        if name in _public:
            return True
    shown = runtime.get_instance().media_file_mgr._files_by_session_and_coord
    file_id = name.rpartition(".")[0] or name
    return any(
        file_id in list(files.values()) and _is_for_all(session_id)
        for session_id, files in list(shown.items())
    )


def _is_for_all(session_id: str) -> bool:
    session = sessions.find(session_id)
    return session is not None and not session.visitor.darf(Recht.INTERN)
