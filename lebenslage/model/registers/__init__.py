"""The Quartiersmanagement's registers: projects, actors, concerns, village life."""

from lebenslage.model.registers.checks import Context, check
from lebenslage.model.registers.definitions import REGISTERS
from lebenslage.model.registers.entries import (
    FILE_FORMAT,
    KENNUNG,
    Change,
    Draft,
    Entry,
    RegisterFile,
    Value,
    has_value,
)
from lebenslage.model.registers.fields import Field, FieldKind, Register
from lebenslage.model.registers.publication import (
    DAILY,
    DECIDING,
    PUBLISHABLE,
    is_public,
    public_part,
    published,
)
from lebenslage.model.registers.shared_fields import clock, position

__all__ = [
    "DAILY",
    "DECIDING",
    "FILE_FORMAT",
    "KENNUNG",
    "PUBLISHABLE",
    "REGISTERS",
    "Change",
    "Context",
    "Draft",
    "Entry",
    "Field",
    "FieldKind",
    "Register",
    "RegisterFile",
    "Value",
    "check",
    "clock",
    "has_value",
    "is_public",
    "position",
    "public_part",
    "published",
]
