"""Tables of the Melderegister as offices write them: long, wide by age, wide by Ortsteil."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pytest

from lebenslage import loaders
from lebenslage.loaders.register_labels import age_of
from lebenslage.model.area import Gazetteer, Place
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Source
from tests.loaders import build
from tests.loaders.build import lines, source

#: Without a catalogue nothing is told about indicators that it does not have.
KNOWN = replace(build.KNOWN, catalogue=None)
#: Excel export of an office: sexes side by side, sums below each Ortsteil.
LONG = lines(
    "Ortsteil;Stichtag;Altersgruppe;männlich;weiblich;insgesamt",
    "Nordheim;31.12.2024;unter 15;10;12;22",
    "Nordheim;31.12.2024;15 bis unter 65;40;38;78",
    "Nordheim;31.12.2024;65 und älter;1.010;20;1.030",
    "Nordheim;31.12.2024;Summe;1.060;70;1.130",
    "Westtal;31.12.2024;unter 15;-;3;3",
    "Westtal;31.12.2024;15 bis unter 65;20;*;20",
    "Westtal;31.12.2024;65 und älter;5;6;11",
    "Insgesamt;31.12.2024;Summe;1.085;79;1.164",
)
WIDE = lines(
    "Ortschaft;Jahr;0-17;18-64;65+;Zuzüge;Wegzüge;Bemerkung",
    "Nordheim;2023;20;60;20;8;6;",
    "Nordheim;2024;21;61;22;9;5;",
    "Berg;2024;1;2;3;0;0;",
)
AGES_BY_PLACE = lines(
    "Alter;Datum;Nordheim;Südhausen;Gesamt",
    "0;2024-12-31;3;4;7",
    "1;2024-12-31;5;6;11",
    "Summe;2024-12-31;8;10;18",
)


def read(item, known=KNOWN, **options):
    return build.read(item, known, **options)


def problems(item):
    return build.problems(item, KNOWN)


def rows(delivery):
    frame = delivery.content.tabelle.fillna({"von": -1, "bis": 999, "anzahl": -9})
    return [tuple(row) for row in frame.itertuples(index=False)]


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("0", (0, 1)),
        ("17", (17, 18)),
        ("0-2", (0, 3)),
        ("3 bis unter 6", (3, 6)),
        ("3 bis unter 6 Jahre", (3, 6)),
        ("18 – 24", (18, 25)),
        ("unter 3", (0, 3)),
        ("80 und älter", (80, np.nan)),
        ("80 Jahre und älter", (80, np.nan)),
        ("85 u. ä.", (85, np.nan)),
        ("ab 75", (75, np.nan)),
        ("90+", (90, np.nan)),
    ],
)
def test_age_labels(text, ages):
    found = age_of(text)
    assert found is not None
    np.testing.assert_equal((found.von, found.bis), ages)


@pytest.mark.parametrize("text", ["Summe", "2024", "F1", "3. Mai", "", "65-60"])
def test_what_is_no_age(text):
    assert age_of(text) is None


def test_long_table_with_sexes_beside_each_other_and_sums():
    delivery = read(source(LONG, "einwohner.csv"))
    assert delivery.format == "melderegister"
    day = "2024-12-31"
    assert rows(delivery) == [
        (day, "nordheim", "bestand", 0, 15, "m", "", 10),
        (day, "nordheim", "bestand", 0, 15, "w", "", 12),
        (day, "nordheim", "bestand", 15, 65, "m", "", 40),
        (day, "nordheim", "bestand", 15, 65, "w", "", 38),
        (day, "nordheim", "bestand", 65, 999, "m", "", 1010),
        (day, "nordheim", "bestand", 65, 999, "w", "", 20),
        (day, "westtal", "bestand", 0, 15, "m", "", 0),
        (day, "westtal", "bestand", 0, 15, "w", "", 3),
        (day, "westtal", "bestand", 15, 65, "m", "", 20),
        (day, "westtal", "bestand", 15, 65, "w", "", -9),
        (day, "westtal", "bestand", 65, 999, "m", "", 5),
        (day, "westtal", "bestand", 65, 999, "w", "", 6),
    ]
    assert delivery.hinweise == (
        "1 Zellen sind in der Datei geheim gehalten; was sie braucht, bleibt leer.",
    )
    (told,) = delivery.content.quellen.to_dict("records")
    assert (told["quelle_id"], told["rhythmus"]) == ("melderegister-2024-12-31", "jährlich")


def test_cells_of_a_register_are_never_in_the_preview():
    looked = loaders.inspect(source(LONG), KNOWN)
    assert list(looked.vorschau.columns) == ["spalte", "ausgefuellt"]


def test_wide_table_with_several_years_moves_and_an_ambiguous_weiler():
    open_places = loaders.inspect(source(WIDE), KNOWN)
    assert [(p.text, p.kandidaten) for p in open_places.orte] == [("Berg", ("nordheim", "westtal"))]
    assert problems(source(WIDE)) == [
        "datei.csv: Zu welchem Ortsteil „Berg“ gehört, steht nicht fest. Bitte auf der Seite "
        "„Daten“ zuordnen; das wird für die nächste Datei gemerkt."
    ]
    chosen = Assignment(orte={"Berg": "nordheim"})
    delivery = read(source(WIDE), zuordnung=chosen)
    # the Weiler is added to its Ortsteil: 21 + 1, 61 + 2, 22 + 3
    assert [r for r in rows(delivery) if r[0] == "2024"] == [
        ("2024", "nordheim", "bestand", 0, 18, "", "", 22),
        ("2024", "nordheim", "bestand", 18, 65, "", "", 63),
        ("2024", "nordheim", "bestand", 65, 999, "", "", 25),
        ("2024", "nordheim", "fortzug", -1, 999, "", "", 5),
        ("2024", "nordheim", "zuzug", -1, 999, "", "", 9),
    ]
    assert delivery.zuordnung == chosen
    assert "Nicht gelesen: „Bemerkung“." in delivery.hinweise
    remembered = replace(KNOWN, zuordnung=delivery.zuordnung)
    assert read(source(WIDE), remembered).content.tabelle.equals(delivery.content.tabelle)


TITLED = lines(
    "Einwohnerstatistik der Gemeinde Musterau;;;",
    "Hauptwohnung, Stichtag: 31.12.2024;;;",
    ";;;",
    "Ortsteil;0-17;18-64;65+",
    "Nordheim;20;60;21",
)


@pytest.mark.parametrize("text", [TITLED, TITLED.replace(";;;", "")])
def test_titles_above_the_table_are_skipped_and_tell_the_date(text):
    delivery = read(source(text))
    assert [row[0] for row in rows(delivery)] == ["2024-12-31"] * 3
    assert delivery.hinweise[:2] == (
        "Über der Tabelle stehen 2 Zeilen Titel; gelesen wird ab der Kopfzeile.",
        "Stichtag nach dem Titel der Tabelle: 2024-12-31.",
    )
    # lines are those of the file
    assert problems(source(text.replace(";60;", ";6o;"))) == [
        "datei.csv, Zeile 5, Spalte „18-64“: „6o“ ist keine Zahl; erwartet wird eine Zahl wie "
        "1234,5."
    ]


def test_titles_above_a_sheet():
    book = openpyxl.Workbook()
    for line in TITLED.splitlines():
        book.active.append([cell or None for cell in line.split(";")])
    buffer = io.BytesIO()
    book.save(buffer)
    delivery = read(Source("einwohner.xlsx", buffer.getvalue()))
    assert [row[-1] for row in rows(delivery)] == [20, 60, 21]


def test_ages_down_and_ortsteile_across():
    assert rows(read(source(AGES_BY_PLACE))) == [
        ("2024-12-31", "nordheim", "bestand", 0, 1, "", "", 3),
        ("2024-12-31", "nordheim", "bestand", 1, 2, "", "", 5),
        ("2024-12-31", "suedhausen", "bestand", 0, 1, "", "", 4),
        ("2024-12-31", "suedhausen", "bestand", 1, 2, "", "", 6),
    ]


def test_persons_without_an_ortsteil_stay_in_the_total():
    text = lines("Ortsteil;Stichtag;Alter;Anzahl", "Nordheim;2024;0;3", "ohne Zuordnung;2024;0;2")
    assert rows(read(source(text))) == [
        ("2024", "", "bestand", 0, 1, "", "", 2),
        ("2024", "nordheim", "bestand", 0, 1, "", "", 3),
    ]


def test_the_template_can_be_filled_in():
    blank = loaders.template("melderegister", KNOWN).data.decode("utf-8-sig").splitlines()
    assert blank[0].startswith("ortsteil;stand;0 bis unter 6;6 bis unter 15")
    filled = [blank[0], *(f"{line.split(';')[0]};2024;1;2;3;4;5;6;7;8;9" for line in blank[1:])]
    delivery = read(source(lines(*filled)))
    assert delivery.zusammenfassung["Ortsteile"] == 4
    assert delivery.zusammenfassung["Einwohner am neuesten Stichtag"] == 4 * 28


def test_a_name_inside_a_longer_one_is_found():
    known = replace(
        KNOWN,
        gazetteer=Gazetteer((*KNOWN.gazetteer.places, Place("Musterau", "westtal", "Ortsteil"))),
        ags="08999001",
    )
    text = lines("Ortsteil;Stichtag;Alter;Anzahl", "Musterau, Ortsteil Nordheim;2024;0;3")
    delivery = read(source(text), known)
    assert rows(delivery)[0][1] == "nordheim"
    assert "„Musterau, Ortsteil Nordheim“ wurde Nordheim zugeordnet." in delivery.hinweise


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            lines("Ortsteil;0-17;18-64;65+", "Nordheim;1;2;3"),
            "datei.csv: Es fehlt die Spalte „stand“.",
        ),
        (
            lines("Ortsteil;Stichtag;Alter;Anzahl", "Nordheim;2024;06. Sep;3"),
            "datei.csv, Zeile 2, Spalte „Alter“: „06. Sep“ ist keine Altersangabe; erwartet wird "
            "zum Beispiel 17, 3 bis 5 oder 80 und älter. Vermutlich hat Excel aus „3-5“ ein "
            "Datum gemacht.",
        ),
        (
            lines("Ortsteil;Stichtag;Alter;Anzahl", "Nordheim;2024;3;-4"),
            "datei.csv, Zeile 2, Spalte „Anzahl“: Erwartet wird eine ganze Zahl ab 0.",
        ),
        (
            lines("Ortsteil;Stichtag;Alter;Anzahl", "Nordheim;2024;0-5;4", "Nordheim;2024;3-8;4"),
            "datei.csv: Die Altersgruppen überschneiden sich bei 3 Jahren; jede Person darf nur in "
            "einer Gruppe stehen.",
        ),
        (
            lines("Ortsteil;Stichtag;Alter;Anzahl", "Nordheim;2024;3;4", "Nordheim;2024;3;4"),
            "datei.csv, Zeile 3: Für „Nordheim“ (2024) steht dieselbe Gruppe mehrmals in der "
            "Tabelle; jede Gruppe genau einmal.",
        ),
        (
            lines("Ortsteil;Stichtag;Alter;Geschlecht;Anzahl", "Nordheim;2024;3;q;4"),
            "datei.csv, Zeile 2, Spalte „Geschlecht“: „q“ ist als Geschlecht nicht bekannt.",
        ),
        (
            lines("Ortsteil;Stichtag;Alter;Anzahl", "Nordheim;2031;3;4"),
            "datei.csv, Zeile 2, Spalte „Stichtag“: „2031“ liegt in der Zukunft.",
        ),
    ],
)
def test_bad_tables(text, message):
    assert problems(source(text)) == [message]


def test_margins_of_a_survey_have_no_date_and_stay_margins():
    text = lines("ortsteil;alter;anzahl", "nordheim;16-29;30", "westtal;16-29;20")
    assert loaders.inspect(source(text), KNOWN).erkannt == "randverteilung"


def test_indicators_that_the_catalogue_does_not_have_are_told():
    note = build.read(source(LONG), build.KNOWN).hinweise[-1]
    assert note.startswith("Im Katalog fehlen und werden deshalb nicht gezeigt: einwohner, ")
    assert "anteil_65plus" not in note
