"""The registers themselves: what is asked for, who may see it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from lebenslage.model.registers.fields import Field, FieldKind, Register

#: Group of ages of participants, as counted at events: name of the field -> what it is called.
ALTERSGRUPPEN: Final = {
    "teilnehmende_u18": "unter 18 Jahre",
    "teilnehmende_18": "18 bis 39 Jahre",
    "teilnehmende_40": "40 bis 64 Jahre",
    "teilnehmende_65": "65 Jahre und älter",
}
#: Status of a project from which on it is somebody's work.
LAUFEND: Final = ("geplant", "laeuft")
#: Status of a concern that still waits for somebody.
OFFEN: Final = ("neu", "in_arbeit", "fachamt")


def _field(name: str, titel: str, art: FieldKind = FieldKind.TEXT, **more: Any) -> Field:
    if "optionen" in more:
        more["optionen"] = MappingProxyType(more["optionen"])
    return Field(name, titel, art, **more)


def _ortsteile(*, pflicht: bool = True) -> Field:
    return _field("ortsteile", "Ortsteile", FieldKind.ORTSTEILE, pflicht=pflicht, oeffentlich=True)


_HANDLUNGSFELDER: Final = _field(
    "handlungsfelder", "Handlungsfelder", FieldKind.HANDLUNGSFELDER, oeffentlich=True
)
_FREI: Final = _field(
    "veroeffentlicht",
    "Für alle sichtbar",
    FieldKind.FLAGGE,
    oeffentlich=True,
    hilfe="Bürgerinnen und Bürger sehen dann die öffentlichen Angaben dieses Eintrags.",
)

PROJEKTE: Final = Register(
    "projekte",
    "P",
    "Projekt",
    "Projekte",
    "titel",
    (
        _field("titel", "Titel", pflicht=True, oeffentlich=True),
        _field("ziel", "Ziel", FieldKind.LANG, oeffentlich=True),
        _ortsteile(),
        _HANDLUNGSFELDER,
        _field(
            "status",
            "Status",
            FieldKind.AUSWAHL,
            pflicht=True,
            oeffentlich=True,
            optionen={
                "idee": "Idee",
                "geplant": "geplant",
                "laeuft": "läuft",
                "abgeschlossen": "abgeschlossen",
                "ruht": "ruht",
            },
        ),
        _field("buergerprojekt", "Bürgerprojekt", FieldKind.FLAGGE, oeffentlich=True),
        _field(
            "verantwortlich",
            "Verantwortlich",
            FieldKind.VERWEIS,
            verweis="akteure",
            oeffentlich=True,
        ),
        _field(
            "partner", "Weitere Partner", FieldKind.VERWEISE, verweis="akteure", oeffentlich=True
        ),
        _field("beginn", "Beginn", FieldKind.DATUM, oeffentlich=True),
        _field("ende", "Ende", FieldKind.DATUM, oeffentlich=True),
        _field("kosten", "Kosten", FieldKind.BETRAG),
        _field("foerderprogramm", "Förderprogramm", oeffentlich=True),
        _field("foerderbetrag", "Fördersumme", FieldKind.BETRAG),
        _field("foerderfrist", "Frist der Förderung", FieldKind.DATUM),
        _field(
            "kennzahlen",
            "Soll sich zeigen an",
            FieldKind.KENNZAHLEN,
            oeffentlich=True,
            hilfe="Indikatoren oder Fragen der Umfrage, die sich durch das Projekt bewegen sollen.",
        ),
        _FREI,
    ),
)

SCHRITTE: Final = Register(
    "schritte",
    "S",
    "Schritt",
    "Schritte",
    "titel",
    (
        _field("projekt", "Projekt", FieldKind.VERWEIS, pflicht=True, verweis="projekte"),
        _field("titel", "Was", pflicht=True),
        _field("faellig", "Fällig am", FieldKind.DATUM),
        _field("erledigt", "Erledigt am", FieldKind.DATUM),
        _field("nach", "Erst nach", FieldKind.VERWEISE, verweis="schritte"),
        _field("wer", "Durch", FieldKind.VERWEIS, verweis="akteure"),
    ),
)

AKTEURE: Final = Register(
    "akteure",
    "A",
    "Akteur",
    "Akteure",
    "name",
    (
        _field("name", "Name", pflicht=True, oeffentlich=True),
        _field(
            "art",
            "Art",
            FieldKind.AUSWAHL,
            pflicht=True,
            oeffentlich=True,
            optionen={
                "verein": "Verein",
                "einrichtung": "Einrichtung",
                "unternehmen": "Unternehmen",
                "kirche": "Kirche und Religionsgemeinschaft",
                "wohnungsunternehmen": "Wohnungsunternehmen",
                "amt": "Amt und Behörde",
                "gruppe": "Gruppe und Initiative",
            },
        ),
        _ortsteile(),
        _HANDLUNGSFELDER,
        _field(
            "anlaufstelle",
            "Anlaufstelle",
            oeffentlich=True,
            hilfe="Büro, Geschäftsstelle oder Treffpunkt, keine Privatanschrift.",
        ),
        _field("telefon", "Telefon der Anlaufstelle", oeffentlich=True),
        _field("email", "E-Mail der Anlaufstelle", oeffentlich=True),
        _field("webseite", "Internetseite", oeffentlich=True),
        _field(
            "ansprechperson",
            "Ansprechperson",
            persoenlich=True,
            hilfe="Nur mit Einwilligung; bleibt intern und lässt sich endgültig löschen.",
        ),
        _field("einwilligung", "Einwilligung vom", FieldKind.DATUM, persoenlich=True),
        _field("seit", "Aktiv seit", FieldKind.DATUM, oeffentlich=True),
        _field("bis", "Aktiv bis", FieldKind.DATUM, oeffentlich=True),
        _FREI,
    ),
)

KOOPERATIONEN: Final = Register(
    "kooperationen",
    "K",
    "Kooperation",
    "Kooperationen",
    "art",
    (
        _field("von", "Akteur", FieldKind.VERWEIS, pflicht=True, verweis="akteure"),
        _field("mit", "arbeitet zusammen mit", FieldKind.VERWEIS, pflicht=True, verweis="akteure"),
        _field(
            "art",
            "Art",
            FieldKind.AUSWAHL,
            pflicht=True,
            optionen={
                "austausch": "Austausch",
                "aktion": "gemeinsame Aktion",
                "projekt": "gemeinsames Projekt",
                "vertrag": "Vereinbarung",
            },
        ),
        _field("seit", "Seit", FieldKind.DATUM),
        _field("bis", "Bis", FieldKind.DATUM),
        _field("projekt", "Projekt", FieldKind.VERWEIS, verweis="projekte"),
    ),
)

ANLIEGEN: Final = Register(
    "anliegen",
    "B",
    "Anliegen",
    "Anliegen und Ideen",
    "titel",
    (
        _field("titel", "Worum es geht", pflicht=True, hilfe="Bitte keine Namen."),
        _field(
            "text",
            "Anliegen",
            FieldKind.LANG,
            persoenlich=True,
            hilfe="Bleibt intern. Namen gehören nicht hierher.",
        ),
        _field("eingang", "Eingang", FieldKind.DATUM, pflicht=True),
        _field(
            "weg",
            "Kam über",
            FieldKind.AUSWAHL,
            pflicht=True,
            optionen={
                "sprechstunde": "Sprechstunde",
                "brief": "Brief",
                "email": "E-Mail",
                "telefon": "Telefon",
                "veranstaltung": "Veranstaltung",
                "sonstiges": "anderer Weg",
            },
        ),
        _field(
            "art",
            "Art",
            FieldKind.AUSWAHL,
            pflicht=True,
            oeffentlich=True,
            optionen={"anliegen": "Anliegen", "idee": "Idee"},
        ),
        _ortsteile(),
        _HANDLUNGSFELDER,
        _field(
            "status",
            "Status",
            FieldKind.AUSWAHL,
            pflicht=True,
            oeffentlich=True,
            optionen={
                "neu": "neu",
                "in_arbeit": "in Arbeit",
                "fachamt": "an Fachamt",
                "erledigt": "erledigt",
            },
        ),
        _field("fachamt", "Fachamt", FieldKind.VERWEIS, verweis="akteure"),
        _field("frist", "Antwort bis", FieldKind.DATUM),
        _field("antwort", "Antwort", FieldKind.LANG, persoenlich=True),
        _field("erledigt", "Erledigt am", FieldKind.DATUM),
        _field("projekt", "Projekt", FieldKind.VERWEIS, verweis="projekte"),
        _field(
            "oeffentlicher_text",
            "Öffentliche Fassung",
            FieldKind.LANG,
            oeffentlich=True,
            hilfe="In eigenen Worten und ohne Namen; nur sie wird veröffentlicht.",
        ),
        _FREI,
    ),
)

VERANSTALTUNGEN: Final = Register(
    "veranstaltungen",
    "V",
    "Veranstaltung",
    "Veranstaltungen und Treffen",
    "titel",
    (
        _field("titel", "Titel", pflicht=True, oeffentlich=True),
        _ortsteile(),
        _HANDLUNGSFELDER,
        _field("beginn", "Tag", FieldKind.DATUM, pflicht=True, oeffentlich=True),
        _field("uhrzeit", "Uhrzeit", FieldKind.UHRZEIT, oeffentlich=True),
        _field("ende", "Letzter Tag", FieldKind.DATUM, oeffentlich=True),
        _field("bis_uhrzeit", "Bis", FieldKind.UHRZEIT, oeffentlich=True),
        _field(
            "treffpunkt", "Treffpunkt", FieldKind.VERWEIS, verweis="treffpunkte", oeffentlich=True
        ),
        _field(
            "veranstalter",
            "Veranstalter",
            FieldKind.VERWEIS,
            verweis="akteure",
            oeffentlich=True,
        ),
        _field("projekt", "Projekt", FieldKind.VERWEIS, verweis="projekte"),
        _field("beschreibung", "Beschreibung", FieldKind.LANG, oeffentlich=True),
        _field("rueckblick", "Was geschah", FieldKind.LANG, oeffentlich=True),
        _field("teilnehmende", "Teilnehmende", FieldKind.ZAHL),
        *(_field(name, f"davon {text}", FieldKind.ZAHL) for name, text in ALTERSGRUPPEN.items()),
        _field("abgesagt", "Abgesagt", FieldKind.FLAGGE, oeffentlich=True),
        _FREI,
    ),
)

TREFFPUNKTE: Final = Register(
    "treffpunkte",
    "T",
    "Treffpunkt",
    "Treffpunkte",
    "name",
    (
        _field("name", "Name", pflicht=True, oeffentlich=True),
        _field(
            "art",
            "Art",
            FieldKind.AUSWAHL,
            pflicht=True,
            oeffentlich=True,
            optionen={
                "gemeinschaftshaus": "Dorfgemeinschaftshaus und Halle",
                "vereinsheim": "Vereinsheim",
                "gastronomie": "Gaststätte und Café",
                "kirche": "Kirche und Gemeindehaus",
                "schule": "Schule, Kita, Bücherei",
                "laden": "Laden mit Treffpunkt",
                "draussen": "Platz im Freien",
            },
        ),
        _ortsteile(),
        _field("anschrift", "Anschrift", oeffentlich=True),
        _field("zeiten", "Wann offen", oeffentlich=True),
        _field("barrierefrei", "Stufenlos erreichbar", FieldKind.FLAGGE, oeffentlich=True),
        _field("seit", "Offen seit", FieldKind.DATUM, oeffentlich=True),
        _field("bis", "Geschlossen seit", FieldKind.DATUM, oeffentlich=True),
        _FREI,
    ),
)

NEUIGKEITEN: Final = Register(
    "neuigkeiten",
    "N",
    "Neuigkeit",
    "Neuigkeiten",
    "text",
    (
        _field("text", "Text", pflicht=True, oeffentlich=True, hilfe="Eine Zeile, ohne Namen."),
        _ortsteile(),
        _field("datum", "Datum", FieldKind.DATUM, pflicht=True, oeffentlich=True),
        _field("bis", "Zeigen bis", FieldKind.DATUM),
        _FREI,
    ),
)

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
