"""Registers of the work itself: projects and their steps, actors and who works with whom."""

from __future__ import annotations

from typing import Final

from lebenslage.model.registers.fields import FieldKind, Register
from lebenslage.model.registers.shared_fields import (
    FREI,
    HANDLUNGSFELDER,
    LAGE,
    field_,
    ortsteile_,
)

PROJEKTE: Final = Register(
    "projekte",
    "P",
    "Projekt",
    "Projekte",
    "titel",
    (
        field_("titel", "Titel", pflicht=True, oeffentlich=True),
        field_("ziel", "Ziel", FieldKind.LANG, oeffentlich=True),
        ortsteile_(),
        HANDLUNGSFELDER,
        field_(
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
        field_("buergerprojekt", "Bürgerprojekt", FieldKind.FLAGGE, oeffentlich=True),
        field_(
            "verantwortlich",
            "Verantwortlich",
            FieldKind.VERWEIS,
            verweis="akteure",
            oeffentlich=True,
        ),
        field_(
            "partner", "Weitere Partner", FieldKind.VERWEISE, verweis="akteure", oeffentlich=True
        ),
        field_("beginn", "Beginn", FieldKind.DATUM, oeffentlich=True),
        field_("ende", "Ende", FieldKind.DATUM, oeffentlich=True),
        LAGE,
        field_("kosten", "Kosten", FieldKind.BETRAG),
        field_("foerderprogramm", "Förderprogramm", oeffentlich=True),
        field_("foerderbetrag", "Fördersumme", FieldKind.BETRAG),
        field_("foerderfrist", "Frist der Förderung", FieldKind.DATUM),
        field_(
            "kennzahlen",
            "Soll sich zeigen an",
            FieldKind.KENNZAHLEN,
            oeffentlich=True,
            hilfe="Indikatoren oder Fragen der Umfrage, die sich durch das Projekt bewegen sollen.",
        ),
        FREI,
    ),
)

SCHRITTE: Final = Register(
    "schritte",
    "S",
    "Schritt",
    "Schritte",
    "titel",
    (
        field_("projekt", "Projekt", FieldKind.VERWEIS, pflicht=True, verweis="projekte"),
        field_("titel", "Was", pflicht=True),
        field_("faellig", "Fällig am", FieldKind.DATUM),
        field_("erledigt", "Erledigt am", FieldKind.DATUM),
        field_("nach", "Erst nach", FieldKind.VERWEISE, verweis="schritte"),
        field_("wer", "Durch", FieldKind.VERWEIS, verweis="akteure"),
    ),
)

AKTEURE: Final = Register(
    "akteure",
    "A",
    "Akteur",
    "Akteure",
    "name",
    (
        field_("name", "Name", pflicht=True, oeffentlich=True),
        field_(
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
        ortsteile_(),
        HANDLUNGSFELDER,
        field_(
            "anlaufstelle",
            "Anlaufstelle",
            oeffentlich=True,
            hilfe="Büro, Geschäftsstelle oder Treffpunkt, keine Privatanschrift.",
        ),
        LAGE,
        field_("telefon", "Telefon der Anlaufstelle", oeffentlich=True),
        field_("email", "E-Mail der Anlaufstelle", oeffentlich=True),
        field_("webseite", "Internetseite", oeffentlich=True),
        field_(
            "ansprechperson",
            "Ansprechperson",
            persoenlich=True,
            hilfe="Nur mit Einwilligung; bleibt intern und lässt sich endgültig löschen.",
        ),
        field_("einwilligung", "Einwilligung vom", FieldKind.DATUM, persoenlich=True),
        field_("seit", "Aktiv seit", FieldKind.DATUM, oeffentlich=True),
        field_("bis", "Aktiv bis", FieldKind.DATUM, oeffentlich=True),
        FREI,
    ),
)

KOOPERATIONEN: Final = Register(
    "kooperationen",
    "K",
    "Kooperation",
    "Kooperationen",
    "art",
    (
        field_("von", "Akteur", FieldKind.VERWEIS, pflicht=True, verweis="akteure"),
        field_("mit", "arbeitet zusammen mit", FieldKind.VERWEIS, pflicht=True, verweis="akteure"),
        field_(
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
        field_("seit", "Seit", FieldKind.DATUM),
        field_("bis", "Bis", FieldKind.DATUM),
        field_("projekt", "Projekt", FieldKind.VERWEIS, verweis="projekte"),
    ),
)
