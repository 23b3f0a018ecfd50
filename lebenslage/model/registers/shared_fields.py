"""Fields that several registers have, and a short way to write one down."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from lebenslage.model.registers.fields import Field, FieldKind


def field_(name: str, titel: str, art: FieldKind = FieldKind.TEXT, **more: Any) -> Field:
    """Write a field down; `optionen` may be a plain dictionary."""
    if "optionen" in more:
        more["optionen"] = MappingProxyType(more["optionen"])
    return Field(name, titel, art, **more)


def ortsteile_(*, pflicht: bool = True) -> Field:
    """Ortsteile that an entry is about."""
    return field_("ortsteile", "Ortsteile", FieldKind.ORTSTEILE, pflicht=pflicht, oeffentlich=True)


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
