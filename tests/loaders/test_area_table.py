"""Any table with one row per area: proposed by its cells, told once, remembered by its headings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.loaders import inspect, read
from lebenslage.loaders.area_table import headings_key
from lebenslage.model.area_table import AreaTable, ValueColumn
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Known, Source, known_from
from tests import tiny

KNOWN = replace(known_from(tiny.snapshot(), tiny.gemeinde()), heute="2026-03-01")
TABLE = (
    "Ort;Bänke;Leer;Wohnungen;Bemerkung\n"
    "Nordheim;12;5;100;neu gezählt\n"
    "Südhausen;7;10;100;\n"
    "Osterfeld;;30;200;\n"
    "Summe;19;45;400;\n"
)
CHOSEN = AreaTable(
    gebiet="Ort",
    werte={
        "busabfahrten": ValueColumn(wert="Bänke"),
        "leerstandsquote": ValueColumn(zaehler="Leer", nenner="Wohnungen"),
    },
    datum="2025-06-30",
    quelle_id="amt",
)
KEY = headings_key(("Ort", "Bänke", "Leer", "Wohnungen", "Bemerkung"))


def source(text: str = TABLE, name: str = "zaehlung.csv") -> Source:
    return Source(name, text.encode())


def decided(table: AreaTable = CHOSEN) -> Assignment:
    return Assignment(tabellen={KEY: table})


def rows(delivery) -> list[tuple]:
    frame = delivery.content.frame
    names = ["gebiet_id", "indikator", "stand", "wert", "zaehler", "nenner"]
    return [
        tuple(row) for row in frame[names].astype(object).where(frame[names].notna(), None).values
    ]


def test_the_column_with_places_and_those_with_numbers_are_proposed():
    looked = inspect(source(), KNOWN)
    assert (looked.erkannt, looked.delivery) == ("gebietstabelle", None)
    proposal = looked.gebietstabelle
    assert proposal is not None
    assert (proposal.gebietsspalten, proposal.gebiete) == (("Ort",), 3)
    assert proposal.zahlenspalten == ("Bänke", "Leer", "Wohnungen")
    assert not proposal.gemerkt
    assert list(looked.vorschau) == ["Ort", "Bänke", "Leer", "Wohnungen"]  # no remarks
    (problem,) = looked.probleme
    assert problem.meldung.startswith("Die Tabelle hat eine Zeile je Gebiet.")


def test_a_heading_that_names_an_indicator_is_taken_for_it():
    text = "Ortsteil;Jahr;Leerstandsquote;busabfahrten\nNordheim;2024;5,5;3\nWesttal;2024;7;4\n"
    looked = inspect(source(text), replace(KNOWN, catalogue=tiny.catalogue()))
    # known headings are a wide table already; the same with other places is the generic one
    assert looked.erkannt in ("werte-breit", "gebietstabelle")
    looked = inspect(source(text.replace("Ortsteil", "Dorf")), KNOWN)
    proposal = looked.gebietstabelle
    assert proposal is not None
    assert proposal.vorschlag == AreaTable(
        gebiet="Dorf",
        werte={
            "leerstandsquote": ValueColumn(wert="Leerstandsquote"),
            "busabfahrten": ValueColumn(wert="busabfahrten"),
        },
        stand="Jahr",
    )
    assert looked.delivery is not None  # nothing is open


def test_decided_values_come_with_numerator_date_and_source():
    delivery = read(source(), KNOWN, zuordnung=decided())
    assert rows(delivery) == [
        ("nordheim", "busabfahrten", "2025-06-30", 12.0, None, None),
        ("suedhausen", "busabfahrten", "2025-06-30", 7.0, None, None),
        ("osterfeld", "busabfahrten", "2025-06-30", None, None, None),
        ("nordheim", "leerstandsquote", "2025-06-30", 5.0, 5.0, 100.0),
        ("suedhausen", "leerstandsquote", "2025-06-30", 10.0, 10.0, 100.0),
        ("osterfeld", "leerstandsquote", "2025-06-30", 15.0, 30.0, 200.0),
    ]
    assert set(delivery.content.frame["quelle_id"]) == {"amt"}
    assert "Zeilen mit Summen entfallen: „Summe“." in delivery.hinweise
    # the date is not remembered: the next file has another one
    assert delivery.zuordnung.tabellen[KEY] == replace(CHOSEN, datum="")


@pytest.mark.parametrize(
    ("name", "stand"), [("zaehlung_2025.csv", "2025"), ("stand 2025-12-31.csv", "2025-12-31")]
)
def test_the_next_file_with_the_same_columns_needs_no_decision(name, stand):
    known = replace(KNOWN, zuordnung=decided(replace(CHOSEN, datum="")))
    other = TABLE.replace("Ort;Bänke", "ORT;Bänke").replace("12;5", "14;6")
    delivery = read(source(other, name), known)
    assert rows(delivery)[0] == ("nordheim", "busabfahrten", stand, 14.0, None, None)
    assert f"Der Stand {stand} ist dem Dateinamen entnommen." in delivery.hinweise


def test_without_a_date_the_next_file_asks_for_it():
    known = replace(KNOWN, zuordnung=decided(replace(CHOSEN, datum="")))
    looked = inspect(source(name="von 2024 bis 2025.csv"), known)
    assert looked.gebietstabelle is not None
    assert looked.gebietstabelle.gemerkt
    assert looked.gebietstabelle.vorschlag.werte == CHOSEN.werte
    assert "Bitte Jahr oder Tag in den Dateinamen schreiben" in looked.probleme[0].meldung
    assert looked.delivery is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Südhausen;7", "Sudhausen;7", "zaehlung.csv, Zeile 3, Spalte „Ort“: „Sudhausen“ ist"),
        ("12;5;100", "12;150;100", "Zeile 2, Spalte „Leer“: Der Zähler (150) ist größer als der"),
        ("Osterfeld;;30;200", "Osterfeld;x y;30;200", "Zeile 4, Spalte „Bänke“: "),
        (
            "Osterfeld;;",
            "Nordheim;;",
            "Zeile 4, Spalte „Ort“: Für nordheim, Stand 2025-06-30",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(old, new, message):
    with pytest.raises(DatenFehler) as error:
        read(source(TABLE.replace(old, new)), KNOWN, zuordnung=decided())
    assert message in str(error.value)


def test_a_sum_above_does_not_shift_the_lines():
    text = TABLE.replace(
        "Ort;Bänke;Leer;Wohnungen;Bemerkung\n",
        "Ort;Bänke;Leer;Wohnungen;Bemerkung\nInsgesamt;19;45;400;\n",
    )
    with pytest.raises(DatenFehler, match="Zeile 4, Spalte „Ort“"):
        read(source(text.replace("Südhausen", "Nirgends")), KNOWN, zuordnung=decided())


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (replace(CHOSEN, datum="2031"), "Stand: „2031“ liegt in der Zukunft."),
        (replace(CHOSEN, datum="Sommer"), "Stand: „Sommer“ ist kein Datum"),
        (replace(CHOSEN, werte={"x": ValueColumn(wert="Bänke")}), "„x“ ist kein Indikator"),
        (replace(CHOSEN, gebiet="Dorf"), "Diese Spalten fehlen: „Dorf“."),
    ],
)
def test_decisions_that_do_not_hold(table, message):
    with pytest.raises(DatenFehler) as error:
        read(source(), KNOWN, zuordnung=decided(table))
    assert message in str(error.value)


def test_tables_of_persons_are_not_taken_for_tables_of_areas():
    persons = "id;Wohnort;Alter\n" + "".join(
        f"{i};Nordheim;{30 + i}\n{i}0;Westtal;41\n" for i in range(9)
    )
    assert inspect(source(persons), KNOWN).erkannt != "gebietstabelle"
    assert inspect(source("Ort;Zahl\nNirgends;1\nAnderswo;2\n"), KNOWN).erkannt == ""
    assert inspect(source(), Known()).erkannt != "gebietstabelle"
