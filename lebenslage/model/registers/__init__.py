"""The Quartiersmanagement's registers: projects, actors, concerns, village life."""

from lebenslage.model.registers.checks import Context, check
from lebenslage.model.registers.definitions import REGISTERS
from lebenslage.model.registers.entries import Change, Entry, Value
from lebenslage.model.registers.fields import Field, FieldKind, Register

__all__ = [
    "REGISTERS",
    "Change",
    "Context",
    "Entry",
    "Field",
    "FieldKind",
    "Register",
    "Value",
    "check",
]
