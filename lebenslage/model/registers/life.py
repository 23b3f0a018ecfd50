"""Registers of village life: concerns and ideas, events, places to meet, news."""

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

#: Group of ages of participants, as counted at events: name of the field -> what it is called.
ALTERSGRUPPEN: Final = {
    "teilnehmende_u18": "unter 18 Jahre",
    "teilnehmende_18": "18 bis 39 Jahre",
    "teilnehmende_40": "40 bis 64 Jahre",
    "teilnehmende_65": "65 Jahre und älter",
}

ANLIEGEN: Final = Register(
    "anliegen",
    "B",
    "Anliegen",
    "Anliegen und Ideen",
    "titel",
    (
        field_("titel", "Worum es geht", pflicht=True, hilfe="Bitte keine Namen."),
        field_(
            "text",
            "Anliegen",
            FieldKind.LANG,
            persoenlich=True,
            hilfe="Bleibt intern. Namen gehören nicht hierher.",
        ),
        field_("eingang", "Eingang", FieldKind.DATUM, pflicht=True),
        choice(
            "weg",
            "Kam über",
            oeffentlich=False,
            sprechstunde="Sprechstunde",
            brief="Brief",
            email="E-Mail",
            telefon="Telefon",
            veranstaltung="Veranstaltung",
            sonstiges="anderer Weg",
        ),
        choice(
            "art",
            "Art",
            anliegen="Anliegen",
            idee="Idee",
        ),
        ORTSTEILE,
        HANDLUNGSFELDER,
        choice(
            "status",
            "Status",
            neu="neu",
            in_arbeit="in Arbeit",
            fachamt="an Fachamt",
            erledigt="erledigt",
        ),
        actor(
            "fachamt",
            "Fachamt",
            oeffentlich=False,
            nur_art="amt",
            hilfe="Zur Wahl stehen Akteure der Art „Amt und Behörde“.",
        ),
        field_("frist", "Antwort bis", FieldKind.DATUM),
        field_("antwort", "Antwort", FieldKind.LANG, persoenlich=True),
        field_("erledigt", "Erledigt am", FieldKind.DATUM),
        PROJEKT,
        field_(
            "oeffentlicher_text",
            "Öffentliche Fassung",
            FieldKind.LANG,
            oeffentlich=True,
            hilfe="In eigenen Worten und ohne Namen; nur sie wird veröffentlicht.",
        ),
        FREI,
    ),
    nennt_oeffentlich="oeffentlicher_text",
)

VERANSTALTUNGEN: Final = Register(
    "veranstaltungen",
    "V",
    "Veranstaltung",
    "Veranstaltungen und Treffen",
    "titel",
    (
        called("titel", "Titel"),
        ORTSTEILE,
        HANDLUNGSFELDER,
        field_("beginn", "Tag", FieldKind.DATUM, pflicht=True, oeffentlich=True),
        field_("uhrzeit", "Uhrzeit", FieldKind.UHRZEIT, oeffentlich=True),
        field_("ende", "Letzter Tag", FieldKind.DATUM, oeffentlich=True),
        field_("bis_uhrzeit", "Bis", FieldKind.UHRZEIT, oeffentlich=True),
        field_(
            "treffpunkt", "Treffpunkt", FieldKind.VERWEIS, verweis="treffpunkte", oeffentlich=True
        ),
        actor("veranstalter", "Veranstalter"),
        PROJEKT,
        field_("beschreibung", "Beschreibung", FieldKind.LANG, oeffentlich=True),
        field_("rueckblick", "Was geschah", FieldKind.LANG, oeffentlich=True),
        field_("teilnehmende", "Teilnehmende", FieldKind.ZAHL),
        *(field_(name, f"davon {text}", FieldKind.ZAHL) for name, text in ALTERSGRUPPEN.items()),
        field_("abgesagt", "Abgesagt", FieldKind.FLAGGE, oeffentlich=True),
        FREI,
    ),
)

TREFFPUNKTE: Final = Register(
    "treffpunkte",
    "T",
    "Treffpunkt",
    "Treffpunkte",
    "name",
    (
        called("name", "Name", eigenname=True),
        choice(
            "art",
            "Art",
            gemeinschaftshaus="Dorfgemeinschaftshaus und Halle",
            vereinsheim="Vereinsheim",
            gastronomie="Gaststätte und Café",
            kirche="Kirche und Gemeindehaus",
            schule="Schule, Kita, Bücherei",
            laden="Laden mit Treffpunkt",
            draussen="Platz im Freien",
        ),
        ORTSTEILE,
        field_("anschrift", "Anschrift", oeffentlich=True, kontakt=True),
        LAGE,
        field_("zeiten", "Wann offen", oeffentlich=True),
        field_("barrierefrei", "Stufenlos erreichbar", FieldKind.FLAGGE, oeffentlich=True),
        *span("Offen seit", "Geschlossen seit"),
        FREI,
    ),
)

NEUIGKEITEN: Final = Register(
    "neuigkeiten",
    "N",
    "Neuigkeit",
    "Neuigkeiten",
    "text",
    (
        field_("text", "Text", pflicht=True, oeffentlich=True, hilfe="Eine Zeile, ohne Namen."),
        ORTSTEILE,
        field_(
            "datum",
            "Datum",
            FieldKind.DATUM,
            pflicht=True,
            oeffentlich=True,
            hilfe="Von diesem Tag an steht die Zeile auf „Übersicht“ und „Ortsteil“.",
        ),
        field_("bis", "Zeigen bis", FieldKind.DATUM),
        field_(
            "link",
            "Mehr dazu",
            oeffentlich=True,
            kontakt=True,
            hilfe="Adresse im Internet, beginnt mit https://",
        ),
        FREI,
    ),
)
