"""Results of pure functions, kept for the tests that follow: by content, so none can be stale."""

from __future__ import annotations

import functools
import hashlib
import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

_kept: dict[bytes, bytes] = {}


def remember(patch: pytest.MonkeyPatch, module: ModuleType, *names: str) -> None:
    """Let functions of a module answer from memory what they were asked before in this process.

    The key is everything they are given, bit by bit, and every caller gets a copy of its own.
    Only for functions whose result follows from their arguments alone.
    """
    for name in names:
        patch.setattr(module, name, _remembering(getattr(module, name)))


def _remembering(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def asked(*args: object, **named: object) -> Any:
        given = pickle.dumps((function.__module__, function.__qualname__, args, named), -1)
        key = hashlib.sha256(given).digest()
        if key not in _kept:
            _kept[key] = pickle.dumps(function(*args, **named), -1)
        return pickle.loads(_kept[key])

    return asked
