"""Fields that several registers have, and a short way to write one down."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any, Final

from lebenslage.model.registers.fields import Field, FieldKind


def field_(name: str, titel: str, art: FieldKind = FieldKind.TEXT, **more: Any) -> Field:
    """Write a field down; `optionen` may be a plain dictionary."""
    if "optionen" in more:
        more["optionen"] = MappingProxyType(more["optionen"])
    return Field(name, titel, art, **more)


def choice(name: str, titel: str, *, oeffentlich: bool = True, **optionen: str) -> Field:
    """One of several, always needed; `optionen`: what is kept -> what is shown."""
    return field_(
        name, titel, FieldKind.AUSWAHL, pflicht=True, oeffentlich=oeffentlich, optionen=optionen
    )


def called(name: str, titel: str, *, eigenname: bool = False) -> Field:
    """The field by which everybody knows an entry."""
    return field_(name, titel, pflicht=True, oeffentlich=True, eigenname=eigenname)


def actor(name: str, titel: str, *, oeffentlich: bool = True, **more: Any) -> Field:
    """Reference to an actor."""
    more |= {"verweis": "akteure", "oeffentlich": oeffentlich}
    return field_(name, titel, FieldKind.VERWEIS, **more)


#: Name of the field that says since when something is.
BEGINN: Final = "seit"


def span(
    first: str, last: str, *, oeffentlich: bool = True, hilfe: str = ""
) -> tuple[Field, Field]:
    """Since when something is, and until when."""
    return (
        field_(BEGINN, first, FieldKind.DATUM, oeffentlich=oeffentlich, hilfe=hilfe),
        field_("bis", last, FieldKind.DATUM, oeffentlich=oeffentlich),
    )


ORTSTEILE: Final = field_(
    "ortsteile", "Ortsteile", FieldKind.ORTSTEILE, pflicht=True, oeffentlich=True
)
HANDLUNGSFELDER: Final = field_(
    "handlungsfelder", "Handlungsfelder", FieldKind.HANDLUNGSFELDER, oeffentlich=True
)
FREI: Final = field_(
    "veroeffentlicht",
    "Für alle sichtbar",
    FieldKind.FLAGGE,
    oeffentlich=True,
    hilfe="Bürgerinnen und Bürger sehen dann die öffentlichen Angaben dieses Eintrags.",
)
#: The project that something belongs to; who works on what stays inside.
PROJEKT: Final = field_("projekt", "Projekt", FieldKind.VERWEIS, verweis="projekte")
LAGE: Final = field_(
    "lage",
    "Lage auf der Karte",
    oeffentlich=True,
    kontakt=True,
    hilfe="Breite und Länge in Grad, z. B. 49,0812; 9,4601. Keine Privatanschrift.",
)
#: Two numbers with a decimal point or comma, as every map copies them.
_LAGE: Final = re.compile(r"(\d{1,2}[.,]\d+)\s*(?:[;,]\s*|\s)(\d{1,3}[.,]\d+)")


def position(text: str) -> tuple[float, float] | None:
    """Read a field `LAGE`: latitude and longitude in degrees (EPSG:4326); None if it is none.

    Only north of the equator and east of Greenwich: a sign would be a typing error here.
    """
    found = _LAGE.fullmatch(text.strip())
    if found is None:
        return None
    lat, lon = (float(part.replace(",", ".")) for part in found.groups())
    return (lat, lon) if lat <= 90 and lon <= 180 else None


#: A time of the day as people write it and as Excel hands it on: 9:30, 19.30 Uhr, 19:30:00, 19 Uhr.
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2})(?::00)?(?:\s*Uhr)?|\s*Uhr)", re.IGNORECASE)


def clock(text: str) -> str:
    """A time as a field `UHRZEIT` keeps it ("09:30"); any other text as it is."""
    found = _CLOCK.fullmatch(text.strip())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else text
