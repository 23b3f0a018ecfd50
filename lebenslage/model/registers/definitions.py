"""The registers by code, and which of their states mean work."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from lebenslage.model.registers.life import ANLIEGEN, NEUIGKEITEN, TREFFPUNKTE, VERANSTALTUNGEN
from lebenslage.model.registers.work import AKTEURE, KOOPERATIONEN, PROJEKTE, SCHRITTE

#: Status of a project from which on it is somebody's work.
LAUFEND: Final = ("geplant", "laeuft")
#: Status of a concern that still waits for somebody.
OFFEN: Final = ("neu", "in_arbeit", "fachamt")


#: By code, those first that others refer to.
REGISTERS: Final = MappingProxyType(
    {
        each.code: each
        for each in (
            AKTEURE,
            PROJEKTE,
            SCHRITTE,
            KOOPERATIONEN,
            ANLIEGEN,
            TREFFPUNKTE,
            VERANSTALTUNGEN,
            NEUIGKEITEN,
        )
    }
)
