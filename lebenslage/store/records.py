"""What the store tells about itself: imports, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from lebenslage.model.moments import ZEITZONE

#: Beginning of the names of actions that published figures do not hang on.
_BESIDE = ("SZENARIO_", "PRAESENTATION_", "ENTWURF_", "REGISTER_", "BOEGEN_", "KONTO_", "AUSKUNFT_")


class ImportStatus(StrEnum):
    """Whether an import counts."""

    AKTIV = "aktiv"
    ZURUECKGENOMMEN = "zurueckgenommen"  # kept, can be redone
    GELOESCHT = "geloescht"  # content and raw file are gone


class Removed(NamedTuple):
    """How much was deleted for good: files that had been imported, and entries of registers."""

    dateien: int
    eintraege: int


class StepKind(StrEnum):
    """What was done to the catalogue."""

    ENTWURF = "entwurf"
    VERWORFEN = "verworfen"
    FREIGEGEBEN = "freigegeben"
    ZURUECK = "zurueck"  # an earlier version holds again


class Action(StrEnum):
    """What the audit log records, as shown."""

    IMPORTIERT = "importiert"
    ZURUECKGENOMMEN = "zurückgenommen"
    WIEDERHERGESTELLT = "wiederhergestellt"
    BEISPIEL_GELOESCHT = "Beispieldaten gelöscht"
    ROHDATEI_GELOESCHT = "Rohdatei einer Umfrage nach Ablauf der Frist gelöscht"
    BOEGEN_GELOESCHT = "Eingaben von Papierbögen nach Ablauf der Frist gelöscht"
    FREIGEGEBEN = "Freitext freigegeben"
    FREIGABE_ENTZOGEN = "Freigabe eines Freitexts zurückgezogen"
    EINGESPIELT = "Sicherung eingespielt"
    SZENARIO_GESPEICHERT = "Szenario gespeichert"
    SZENARIO_UEBERSCHRIEBEN = "Szenario überschrieben"
    SZENARIO_UMBENANNT = "Szenario umbenannt"
    SZENARIO_GELOESCHT = "Szenario gelöscht"
    PRAESENTATION_GESPEICHERT = "Präsentation gespeichert"
    PRAESENTATION_UEBERSCHRIEBEN = "Präsentation überschrieben"
    PRAESENTATION_UMBENANNT = "Präsentation umbenannt"
    PRAESENTATION_GELOESCHT = "Präsentation gelöscht"
    ENTWURF_GEAENDERT = "Entwurf des Katalogs geändert"
    ENTWURF_VERWORFEN = "Entwurf des Katalogs verworfen"
    KATALOG_FREIGEGEBEN = "Katalog freigegeben"
    KATALOG_ZURUECK = "zu einer früheren Fassung des Katalogs zurückgekehrt"
    REGISTER_PERSONEN = "Persönliche Angaben eines Eintrags gelöscht"
    REGISTER_GELOESCHT = "Eintrag eines Registers endgültig gelöscht"
    REGISTER_ANHANG = "Anhang eines Eintrags gelöscht"
    KONTO_ANGELEGT = "Konto angelegt"
    KONTO_GEAENDERT = "Rolle eines Kontos geändert"
    KONTO_PASSWORT = "Passwort eines Kontos gesetzt"
    KONTO_ENTFERNT = "Konto entfernt"
    KONTO_GESPERRT = "Konto gesperrt"
    KONTO_ENTSPERRT = "Konto entsperrt"
    KONTO_SITZUNGEN = "Sitzungen eines Kontos beendet"

    AUSKUNFT_ERTEILT = "Auskunft über eine Person zusammengestellt"

    @property
    def changes_data(self) -> bool:
        """Whether published figures may differ after it; a draft, a try, a register do not."""
        return not self.name.startswith(_BESIDE)


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import: who brought which file when, and whether it counts.

    Parameters
    ----------
    wann : str
        ISO 8601 in UTC, e.g. "2026-11-23T13:05:00+00:00".
    sha256 : str
        Of the file as it arrived (for survey answers the kept file holds less).
    """

    id: int
    wann: str
    wer: str
    dateiname: str
    sha256: str
    format: str
    titel: str
    zeilen: int
    spalten: int
    kodierung: str
    trennzeichen: str
    beispiel: bool
    hinweise: tuple[str, ...]
    zusammenfassung: Mapping[str, Any] = field(hash=False)
    status: ImportStatus = ImportStatus.AKTIV

    @property
    def aktiv(self) -> bool:
        """Whether the import counts in the current state."""
        return self.status is ImportStatus.AKTIV


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log; holds neither personal data nor cell values.

    Parameters
    ----------
    version : int
        Version of the store that the change led to.
    """

    id: int
    wann: str
    wer: str
    was: Action
    import_id: int | None
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario or a deck that somebody kept under a name.

    Parameters
    ----------
    text : str
        What `model.scenario.read_scenario` or `report.deck.blocks.read_deck` reads.
    wann, wer : str
        When (ISO 8601 in UTC) and by whom its content was last saved.
    """

    id: int
    name: str
    text: str
    wann: str
    wer: str


@dataclass(frozen=True, slots=True)
class CatalogueStep:
    """One thing that somebody did to the catalogue, and why.

    Parameters
    ----------
    import_id : int or None
        The version that holds since then; of a draft, the one that held when it was begun.
    aenderungen : tuple of str
        What was changed, in German sentences.
    katalog : bytes
        Of a draft: the whole file as it stands after the step; else empty.
    """

    id: int
    wann: str
    wer: str
    art: StepKind
    grund: str
    import_id: int | None
    aenderungen: tuple[str, ...] = ()
    katalog: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class CatalogueVersion:
    """A catalogue that was released: by a draft, or by taking in a file.

    Parameters
    ----------
    nummer : int
        Counts from 1 in the order in which they came.
    gilt : bool
        Whether it is the one that pages show.
    grund : str
        Why it was released; empty for a file that was taken in without one.
    """

    nummer: int
    eintrag: ImportRecord
    gilt: bool
    grund: str = ""


def now() -> str:
    """Time of this moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def day_of(wann: str) -> str:
    """Day of a stored time where we are, as an ISO date."""
    return datetime.fromisoformat(wann).astimezone(ZEITZONE).date().isoformat()


def in_words(wann: str) -> str:
    """Render a stored time for an error text.

    Returns
    -------
    str
        Local German time, e.g. "am 23.11.2026 um 14:05 Uhr".
    """
    return datetime.fromisoformat(wann).astimezone(ZEITZONE).strftime("am %d.%m.%Y um %H:%M Uhr")
