"""What a register asks for: its fields, and how each is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

#: Characters of a one-line text and of a long one.
MAX_TEXT: Final = 200
MAX_LONG: Final = 5_000


class FieldKind(StrEnum):
    """What a field holds. All but numbers, flags and lists are texts; empty ones are left out."""

    TEXT = "text"  # one line
    LANG = "lang"  # several lines
    AUSWAHL = "auswahl"  # one of `optionen`
    DATUM = "datum"  # ISO date
    UHRZEIT = "uhrzeit"  # "19:30"
    ZAHL = "zahl"  # whole number, 0 or more
    BETRAG = "betrag"  # euros, 0 or more
    FLAGGE = "flagge"  # true or left out
    VERWEIS = "verweis"  # key of an entry of the register `verweis`
    VERWEISE = "verweise"  # several of them
    ORTSTEILE = "ortsteile"  # several `ortsteil_id`
    HANDLUNGSFELDER = "handlungsfelder"  # several codes of the catalogue
    KENNZAHLEN = "kennzahlen"  # several indicator codes, or codes of survey questions

    @property
    def is_list(self) -> bool:
        """Whether the field holds several texts."""
        return self in _LISTS

    @property
    def is_number(self) -> bool:
        """Whether the field holds a number."""
        return self in (FieldKind.ZAHL, FieldKind.BETRAG)


_LISTS: Final = frozenset(
    {
        FieldKind.VERWEISE,
        FieldKind.ORTSTEILE,
        FieldKind.HANDLUNGSFELDER,
        FieldKind.KENNZAHLEN,
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register.

    Parameters
    ----------
    name : str
        Column in files and key in `Entry.daten`.
    titel : str
        As shown.
    pflicht : bool
        Whether an entry needs it.
    optionen : mapping
        For `AUSWAHL`: what is kept -> what is shown.
    verweis : str
        For `VERWEIS` and `VERWEISE`: code of the register that is referred to.
    nur_art : str
        For a reference: the kind of the entries that the form offers; empty for all.
    oeffentlich : bool
        Whether it is shown to everybody once the entry is published; all others stay inside.
    persoenlich : bool
        Whether it may name a person: it can be deleted for good, with its history.
    kontakt : bool
        Whether it is there for contact data that are meant for everybody.
    eigenname : bool
        Whether it holds the name of something, which may look like that of a person.
    hilfe : str
        One sentence for whoever fills it in.
    """

    name: str
    titel: str
    art: FieldKind = FieldKind.TEXT
    pflicht: bool = False
    optionen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    verweis: str = ""
    nur_art: str = ""
    oeffentlich: bool = False
    persoenlich: bool = False
    kontakt: bool = False
    eigenname: bool = False
    hilfe: str = ""

    @property
    def longest(self) -> int:
        """Most characters of a text."""
        return MAX_LONG if self.art is FieldKind.LANG else MAX_TEXT


@dataclass(frozen=True, slots=True)
class Register:
    """A register: what it is called and what it asks for.

    Parameters
    ----------
    code : str
        Also the name of its file.
    kuerzel : str
        First letter of every key, e.g. "P" of "P-12".
    einzahl, titel : str
        What one entry and the register are called.
    nennt : str
        Name of the field by which an entry is told in lists.
    nennt_oeffentlich : str
        The same for everybody, where `nennt` is internal; else empty.
    """

    code: str
    kuerzel: str
    einzahl: str
    titel: str
    nennt: str
    felder: tuple[Field, ...]
    nennt_oeffentlich: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all fields, in order."""
        return tuple(each.name for each in self.felder)

    def field(self, name: str) -> Field:
        """The field with this name.

        Raises
        ------
        KeyError
            If there is none.
        """
        for each in self.felder:
            if each.name == name:
                return each
        raise KeyError(name)

    @property
    def personal(self) -> tuple[str, ...]:
        """Names of the fields that may name a person."""
        return tuple(each.name for each in self.felder if each.persoenlich)
