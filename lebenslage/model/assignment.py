"""How a file of answers is matched with a codebook: what is proposed, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from lebenslage.model.area_table import AreaTable
from lebenslage.model.official import Recipe
from lebenslage.model.survey import Question, Questionnaire


class Match(StrEnum):
    """Why a column of the file is taken for a column of the codebook, as shown."""

    GEWAEHLT = "von Ihnen gewählt"
    GEMERKT = "wie beim letzten Mal"
    KUERZEL = "gleiches Kürzel"
    WORTLAUT = "gleicher Wortlaut"
    AEHNLICH = "ähnlicher Wortlaut"
    WERTE = "an den Angaben erkannt"
    NEU = "neue Frage aus den Daten"
    OFFEN = "keine Spalte gefunden"

    @property
    def sure(self) -> bool:
        """Whether nobody needs to look at it again."""
        return self not in (Match.AEHNLICH, Match.OFFEN)


@dataclass(frozen=True)
class Assignment:
    """What was decided about a file; remembered for the next wave.

    Parameters
    ----------
    spalten : mapping
        Column of the codebook ("F1", "F3[bus]", the column of a role) -> heading in the file.
        The code of a multiple choice or ranking names the one column that holds all of its
        answers. Empty text: the file has no such column.
    antworten : mapping
        Code of a question -> answer as the file writes it -> code of the codebook; empty code:
        "keine Antwort".
    orte : mapping
        Place as the file writes it -> `ortsteil_id`; empty: belongs to no Ortsteil.
    andere : tuple of str
        Codes of questions of which every other answer counts as "Sonstiges"; what persons wrote
        there is not kept, neither in the answers nor here.
    reihen : mapping
        Official table -> indicator -> series that make it; an empty recipe: not in this table.
    tabellen : mapping
        Headings of a table with one row per area -> how it is read; without the date, which belongs
        to one file.
    amtlich : bool, optional
        Whether areas are official, where their file does not say; of this file only.
    """

    spalten: Mapping[str, str] = field(default_factory=dict)
    antworten: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    orte: Mapping[str, str] = field(default_factory=dict)
    andere: tuple[str, ...] = ()
    reihen: Mapping[str, Mapping[str, Recipe]] = field(default_factory=dict)
    amtlich: bool | None = None
    tabellen: Mapping[str, AreaTable] = field(default_factory=dict)

    def over(self, earlier: Assignment) -> Assignment:
        """These decisions, and those of an earlier assignment where these say nothing."""
        codes = {**earlier.antworten, **self.antworten}
        tables = {**earlier.reihen, **self.reihen}
        return Assignment(
            {**earlier.spalten, **self.spalten},
            {c: {**earlier.antworten.get(c, {}), **self.antworten.get(c, {})} for c in codes},
            {**earlier.orte, **self.orte},
            tuple(dict.fromkeys((*earlier.andere, *self.andere))),
            {t: {**earlier.reihen.get(t, {}), **self.reihen.get(t, {})} for t in tables},
            tabellen={**earlier.tabellen, **self.tabellen},
        )

    def renamed(self, codes: Mapping[str, str]) -> Assignment:
        """The same for questions that got another code (old -> new)."""
        spalten = {}
        for column, heading in self.spalten.items():
            stem, bracket, rest = column.partition("[")
            spalten[f"{codes.get(stem, stem)}{bracket}{rest}"] = heading
        answers = {codes.get(code, code): known for code, known in self.antworten.items()}
        others = tuple(codes.get(code, code) for code in self.andere)
        return replace(self, spalten=spalten, antworten=answers, andere=others)

    def __bool__(self) -> bool:
        decided = (self.spalten, self.antworten, self.orte, self.andere, self.reihen)
        return any(decided) or bool(self.tabellen)


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One column of the codebook and what the file has for it.

    Parameters
    ----------
    heading : str
        Heading in the file; empty if there is none.
    aehnlichkeit : float
        0 to 100, how alike the wordings are; 100 for everything but `Match.AEHNLICH`.
    """

    spalte: str
    text: str
    heading: str
    grund: Match
    aehnlichkeit: float = 100.0


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """An answer that the scale of its question does not know.

    Parameters
    ----------
    vorschlag : str
        Code that it most likely means; empty if none is near.
    """

    frage: str
    text: str
    anzahl: int
    vorschlag: str = ""


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A place that the gazetteer does not know, or knows twice (`kandidaten`: `ortsteil_id`)."""

    text: str
    anzahl: int
    kandidaten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reversed:
    """A question whose answers run against those of the others with the same scale.

    Parameters
    ----------
    korrelation : float
        With the mean of the others, all turned so that high is good; -1 to 1.
    """

    frage: str
    korrelation: float


@dataclass(frozen=True)
class Proposal:
    """What the import assistant proposes for a file of answers.

    Parameters
    ----------
    fragebogen : Questionnaire
        What the file would be read with: the questions of `vorlage` that the file has, and new
        ones made from its other columns.
    zuordnung : Assignment
        What the file would be read with, proposals included.
    vorlage : str
        Id of the codebook that was the model; empty: made from the data alone.
    spalten : tuple of ColumnMatch
        Every column of `vorlage` (also those without a column in the file) and of new questions.
    neu : tuple of str
        Codes of the questions that were made from the data.
    fehlend : tuple of Question
        Questions of `vorlage` that the file does not have at all.
    ueberschriften : tuple of str
        Headings that can be chosen; those that point at persons are not among them.
    """

    fragebogen: Questionnaire
    zuordnung: Assignment
    vorlage: str = ""
    spalten: tuple[ColumnMatch, ...] = ()
    neu: tuple[str, ...] = ()
    fehlend: tuple[Question, ...] = ()
    antworten: tuple[OpenAnswer, ...] = ()
    orte: tuple[OpenPlace, ...] = ()
    umgekehrt: tuple[Reversed, ...] = ()
    ueberschriften: tuple[str, ...] = ()

    @property
    def unsure(self) -> tuple[ColumnMatch, ...]:
        """Columns at which a person should look."""
        return tuple(match for match in self.spalten if not match.grund.sure)
