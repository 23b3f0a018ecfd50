"""What contact data look like."""

from __future__ import annotations

import re
from typing import Final

_EMAIL: Final = re.compile(r"[^@\s<>]+@[^@\s<>.]+(?:\.[^@\s<>.]+)+")


def is_email(text: str) -> bool:
    """Whether a text has the form of an e-mail address: one "@", then a name with a dot."""
    return _EMAIL.fullmatch(text) is not None


def not_an_email(text: str) -> str:
    """The German sentence about a text that is none."""
    return f"„{text}“ ist keine E-Mail-Adresse wie „quartier@gemeinde.de“."
