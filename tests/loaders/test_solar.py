"""Extracts of the Marktstammdatenregister: the public list, and headings of the whole register."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.model.area import Gazetteer, Place
from tests import tiny
from tests.loaders.build import KNOWN, lines, problems, read, source

HEAD = (
    "MaStR-Nr. der Einheit;Anzeige-Name der Einheit;Betriebs-Status;Energieträger;Bruttoleistung "
    "der Einheit;Nettonennleistung der Einheit;Inbetriebnahmedatum der Einheit;Registrierungsdatum "
    "der Einheit;Bundesland;Postleitzahl;Ort;Straße;Hausnummer;Gemarkung;Flurstück;"
    "Gemeindeschlüssel;Koordinate: Breitengrad (WGS84);Koordinate: Längengrad (WGS84);Anzahl der "
    "Solar-Module;Letzte Aktualisierung;Name des Anlagenbetreibers (nur Org.)"
)


def unit(
    number,
    kw,
    ort,
    *,
    lat="",
    lon="",
    gemarkung="",
    name="PV",
    operator="natürliche Person",
    status="In Betrieb",
    sun="Solare Strahlungsenergie",
    ags=tiny.AGS,
    changed="02.03.2025",
):
    return (
        f"SEE{number};{name};{status};{sun};{kw};{kw};01.05.2019;02.05.2019;Baden-Württemberg;"
        f"71543;{ort};;;{gemarkung};;{ags};{lat};{lon};24;{changed};{operator}"
    )


#: The Ortsteil Nordheim has given the Gemeinde its name, as often happens.
OWN = replace(
    KNOWN,
    ags=tiny.AGS,
    catalogue=None,
    gebiete={**KNOWN.gebiete, tiny.AGS: "Nordheim"},
    gazetteer=Gazetteer((*KNOWN.gazetteer.places, Place("Sonnenhof", "westtal", "Weiler"))),
)
FILE = source(
    lines(
        HEAD,
        unit(1, "9,8", "Nordheim"),
        unit(
            2,
            "1.750,5",
            "Nordheim",
            lat="49,0800",
            lon="9,4600",
            name="Solarpark Höhe",
            operator="Sonne eG",
            gemarkung="Nordheim",
        ),
        unit(3, "12,4", "Nordheim-Osterfeld", ags=f"{int(tiny.AGS)}.0"),  # as pandas exports it
        unit(4, "120", "Sonnenhof", name="Dach von Frau Muster"),
        unit(5, "5", "Westtal", status="Endgültig stillgelegt"),
        unit(6, "5", "Westtal", sun="Wind"),
        unit(7, "5", "Anderswo", ags="08999002"),
        unit(3, "12,4", "Nordheim-Osterfeld"),
    ),
    "Stromerzeuger.csv",
)


def test_units_in_operation_find_their_place_or_count_for_the_gemeinde():
    delivery = read(FILE, OWN)
    assert delivery.format == "photovoltaik"
    rows = delivery.content.tabelle
    assert rows["leistung"].tolist() == [9.8, 1750.5, 12.4, 120.0]
    # "Nordheim" as the place of post is the Gemeinde, as a Gemarkung it is the Ortsteil
    assert rows["ortsteil_id"].tolist() == ["", "nordheim", "osterfeld", "westtal"]
    assert rows["x"].notna().tolist() == [False, True, False, False]
    # a natural person's plant goes by its number
    assert rows["name"].tolist() == ["", "Solarpark Höhe", "", "SEE4"]
    assert delivery.content.stand == "2025-03-02"
    assert delivery.hinweise == (
        "Weggelassen: 1 Einheit in anderen Gemeinden.",
        "Weggelassen: 1 Einheit mit anderem Energieträger.",
        "Weggelassen: 1 Einheit nicht in Betrieb.",
        "Doppelt aufgeführte Anlagen zählen einmal.",
        "1 Anlagen ohne Koordinaten und ohne Ortsteil (kleine Anlagen sind aus Datenschutz ohne "
        "Lage veröffentlicht) zählen nur für die Gemeinde: 0,5 % der Leistung.",
        "Große Anlagen ab 100 kW: „Solarpark Höhe“ (1750,5 kW, Nordheim), „SEE4“ (120 kW, "
        "Westtal).",
    )


def test_headings_of_the_whole_register():
    text = lines(
        "EinheitMastrNummer;DatumLetzteAktualisierung;Ort;Gemeindeschluessel;Gemeinde;Laengengrad;"
        "Breitengrad;EinheitBetriebsstatus;Energietraeger;Bruttoleistung;Nettonennleistung",
        "SEE1;2025-02-11T10:11:12;Westtal;08999001;Nordheim;9.46001;49.08001;35;2495;10.5;9.975",
        "SEE2;2025-02-11T10:11:12;Westtal;08999001;Nordheim;;;31;2495;10.5;9.975",
    )
    delivery = read(source(text), OWN)
    assert delivery.content.tabelle["leistung"].tolist() == [9.975]
    assert delivery.content.stand == "2025-02-11"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            lines(HEAD, unit(1, "5", "Westtal", status="In Planung")),
            "datei.csv: Die Datei enthält keine Photovoltaik-Anlage in Betrieb in der Gemeinde.",
        ),
        (
            lines(HEAD, unit(1, "", "Westtal")),
            "datei.csv, Zeile 2, Spalte „Nettonennleistung der Einheit“: Die Leistung fehlt oder "
            "ist negativ.",
        ),
        (
            lines(HEAD.replace("Betriebs-Status", "Status"), unit(1, "5", "Westtal")),
            "datei.csv: Es fehlt die Spalte „Betriebs-Status“.",
        ),
        (
            lines(HEAD, unit(1, "5", "Westtal", lat="9,46", lon="49,08")),
            "datei.csv, Zeile 2, Spalte „Koordinate: Längengrad (WGS84)“: Länge und Breite sind "
            "vertauscht.",
        ),
    ],
)
def test_bad_files(text, message):
    assert problems(source(text), OWN) == [message]
