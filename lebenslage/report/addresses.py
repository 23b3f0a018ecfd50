"""Addresses that are handed on: whether others can open them."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from lebenslage.model.access import is_loopback

ONLY_HERE: Final = (
    "Diese Adresse gilt nur auf diesem Computer; für andere führt sie ins Leere. Weitergeben lässt "
    "sie sich, wenn das Dashboard unter seiner Adresse im Netz geöffnet ist; diese kennt Ihre IT."
)


def only_here(address: str) -> bool:
    """Whether an address names the computer itself, so that nobody else reaches it."""
    return is_loopback(urlsplit(address).netloc)
