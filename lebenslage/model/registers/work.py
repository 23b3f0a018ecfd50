"""Registers of the work itself: projects and their steps, actors and who works with whom."""

from __future__ import annotations

from typing import Final

from lebenslage.model.registers.fields import FieldKind, Register
from lebenslage.model.registers.shared_fields import (
    FREI,
    HANDLUNGSFELDER,
    LAGE,
    ORTSTEILE,
    PROJEKT,
    actor,
    called,
    choice,
    field_,
    span,
)

_OHNE_BEGINN: Final = (
    "Ohne Angabe zählt es im Netzwerk von dem Tag an, an dem es eingetragen wurde."
)

PROJEKTE: Final = Register(
    "projekte",
    "P",
    "Projekt",
    "Projekte",
    "titel",
    (
        called("titel", "Titel"),
        field_("ziel", "Ziel", FieldKind.LANG, oeffentlich=True),
        ORTSTEILE,
        HANDLUNGSFELDER,
        choice(
            "status",
            "Status",
            idee="Idee",
            geplant="geplant",
            laeuft="läuft",
            abgeschlossen="abgeschlossen",
            ruht="ruht",
        ),
        field_("buergerprojekt", "Bürgerprojekt", FieldKind.FLAGGE, oeffentlich=True),
        actor("verantwortlich", "Verantwortlich"),
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
        actor("wer", "Durch", oeffentlich=False),
    ),
)

AKTEURE: Final = Register(
    "akteure",
    "A",
    "Akteur",
    "Akteure",
    "name",
    (
        called("name", "Name", eigenname=True),
        choice(
            "art",
            "Art",
            verein="Verein",
            einrichtung="Einrichtung",
            unternehmen="Unternehmen",
            kirche="Kirche und Religionsgemeinschaft",
            wohnungsunternehmen="Wohnungsunternehmen",
            amt="Amt und Behörde",
            gruppe="Gruppe und Initiative",
        ),
        ORTSTEILE,
        HANDLUNGSFELDER,
        field_(
            "anlaufstelle",
            "Anlaufstelle",
            oeffentlich=True,
            kontakt=True,
            hilfe="Büro, Geschäftsstelle oder Treffpunkt, keine Privatanschrift.",
        ),
        LAGE,
        field_("telefon", "Telefon der Anlaufstelle", oeffentlich=True, kontakt=True),
        field_("email", "E-Mail der Anlaufstelle", oeffentlich=True, kontakt=True),
        field_("webseite", "Internetseite", oeffentlich=True, kontakt=True),
        field_(
            "ansprechperson",
            "Ansprechperson",
            persoenlich=True,
            hilfe="Nur mit Einwilligung; bleibt intern und lässt sich endgültig löschen.",
        ),
        field_("einwilligung", "Einwilligung vom", FieldKind.DATUM, persoenlich=True),
        *span("Aktiv seit", "Aktiv bis", hilfe=_OHNE_BEGINN),
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
        choice(
            "art",
            "Art",
            oeffentlich=False,
            austausch="Austausch",
            aktion="gemeinsame Aktion",
            projekt="gemeinsames Projekt",
            vertrag="Vereinbarung",
        ),
        *span("Seit", "Bis", oeffentlich=False, hilfe=_OHNE_BEGINN),
        PROJEKT,
    ),
)
