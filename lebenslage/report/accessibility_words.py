"""The statement on accessibility, after the model of the Land (L-BGG, EU 2018/1523)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lebenslage.model.area import Gemeinde
from lebenslage.report.formats import format_date, plural

#: Whose model the sections on law and arbitration follow; elsewhere the Gemeinde adds its own.
_BW: Final = "Baden-Württemberg"
_LAW: Final = {_BW: "§ 10 Absatz 1 des Landes-Behindertengleichstellungsgesetzes (L-BGG)"}
_OTHER_LAW: Final = "dem Behindertengleichstellungsgesetz des Landes ({})"
_ARBITRATION: Final = {
    _BW: (
        "Erhalten Sie innerhalb von vier Wochen keine oder keine zufriedenstellende Antwort, so "
        "können Sie sich an die Schlichtungsstelle beim Landeszentrum Barrierefreiheit "
        "Baden-Württemberg (LZ-BARR, barrierefreiheit-bw.de) wenden. Das Verfahren ist "
        "unentgeltlich. Ebenso können Sie die beauftragte Person der Landesregierung oder des "
        "Landkreises für die Belange von Menschen mit Behinderungen anrufen (§ 14 Absatz 2 Satz 2 "
        "und § 15 Absatz 3 Satz 2 L-BGG). "
        "Auf die Möglichkeit des Verbandsklagerechts nach § 12 Absatz 1 Satz 1 Nummer 4 L-BGG wird "
        "hingewiesen."
    )
}


@dataclass(frozen=True)
class Check:
    """The last check and what is known to be missing (`app/barrierefreiheit.toml`).

    Parameters
    ----------
    datum : str
        ISO date of the check.
    werkzeug : str
        With what, and its version.
    seiten, verstoesse : int
        How many pages were looked at, and what was found that is ours.
    ausnahmen : tuple of str
        Known exceptions, a sentence or two each.
    """

    datum: str
    werkzeug: str
    seiten: int
    verstoesse: int
    ausnahmen: tuple[str, ...]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Check:
        """Out of the content of the file."""
        told = content["pruefung"]
        exceptions = tuple(str(each["text"]) for each in content["ausnahmen"])
        return cls(told["datum"], told["werkzeug"], told["seiten"], told["verstoesse"], exceptions)


def statement(own: Gemeinde, check: Check) -> list[tuple[str, list[str], list[str]]]:
    """Sections of the statement: heading, paragraphs, list."""
    law = _LAW.get(own.land) or _OTHER_LAW.format(own.land)
    day = format_date(check.datum)
    found = plural(check.verstoesse, "Verstoß", "Verstöße") if check.verstoesse else "kein Verstoß"
    sections: list[tuple[str, list[str], list[str]]] = [
        (
            "",
            [
                f"Die Gemeinde {own.name} ist bemüht, diese Anwendung im Einklang mit {law} "
                "barrierefrei zugänglich zu machen. Diese Erklärung zur Barrierefreiheit gilt für "
                "das Lebenslagen-Dashboard der Gemeinde mit allen seinen Seiten. Für den "
                "Internetauftritt der Gemeinde gilt sie nicht."
            ],
            [],
        ),
        (
            "Stand der Vereinbarkeit mit den Anforderungen",
            [
                "Aufgrund der folgenden Unvereinbarkeiten ist die Anwendung mit den Anforderungen "
                "teilweise vereinbar."
            ],
            [],
        ),
        (
            "Nicht barrierefreie Inhalte",
            ["Die folgenden Inhalte sind nicht oder nicht vollständig barrierefrei:"],
            list(check.ausnahmen),
        ),
        (
            "Erstellung dieser Erklärung",
            [
                "Die Aussagen beruhen auf einer Selbstbewertung bei der Entwicklung der Anwendung. "
                f"Zuletzt geprüft wurde am {day} mit {check.werkzeug}: {check.seiten} Seiten, am "
                "Bildschirm, am Telefon, bei 200 % Vergrößerung, mit dunklem Farbschema und mit "
                f"erzwungenen Farben; gefunden wurde {found} gegen die Stufen A und AA der WCAG "
                "2.2, soweit sich das automatisch prüfen lässt. Eine Prüfung durch eine "
                "unabhängige Stelle und durch Menschen mit Behinderungen hat noch nicht "
                "stattgefunden."
            ],
            [],
        ),
        (
            "Rückmeldung und Kontaktangaben",
            [
                "Sie sind auf eine Barriere gestoßen oder brauchen einen Inhalt in einer anderen "
                f"Form? Bitte wenden Sie sich an: {own.contact.rolle}, {own.contact.amt}. Die "
                "Angaben stehen auf der Seite „Kontakt“."
            ],
            [],
        ),
    ]
    if own.land in _ARBITRATION:
        sections.append(("Schlichtungsverfahren", [_ARBITRATION[own.land]], []))
    return sections
