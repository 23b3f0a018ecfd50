"""Passwords: what one must be like, and how it is kept and checked (argon2id)."""

from __future__ import annotations

import secrets
import threading
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lebenslage.errors import LebenslageError
from lebenslage.model.access import PASSWORT_MINDESTENS

#: Longer ones only cost time.
_LONGEST: Final = 256
#: RFC 9106, second recommended choice: 64 MiB and three passes a check.
_HASHER: Final = PasswordHasher()
#: So that many attempts at once cannot fill the memory.
_AT_ONCE: Final = threading.BoundedSemaphore(2)


#: Signs of a first password that nobody mistakes for another one.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def first_password() -> str:
    """A password for the first sign-in, easy to read out: 80 bits in four groups."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))


def check_new(password: str, name: str) -> None:
    """Refuse a new password that is easily guessed.

    Raises
    ------
    LebenslageError
        If it is too short or too long, is the name, or repeats one sign.
    """
    if len(password) < PASSWORT_MINDESTENS:
        raise LebenslageError(
            f"Das Passwort braucht mindestens {PASSWORT_MINDESTENS} Zeichen; ein Satz aus mehreren "
            "Wörtern ist gut."
        )
    if len(password) > _LONGEST:
        raise LebenslageError(f"Das Passwort darf höchstens {_LONGEST} Zeichen haben.")
    if len(set(password)) < 4 or name.casefold() in password.casefold():
        raise LebenslageError("Dieses Passwort lässt sich leicht erraten; bitte ein anderes.")


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was kept.

    Takes the same time where nothing was kept (no such account), so that nobody can find out by a
    watch which accounts there are.
    """
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _nobody(), password[: _LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


@cache
def _nobody() -> str:
    return _HASHER.hash("niemand")
