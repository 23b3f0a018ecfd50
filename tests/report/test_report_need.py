"""Sentences, tables and files of the page Handlungsbedarf."""

from __future__ import annotations

import io
from dataclasses import replace

import pandas as pd
import pytest

from lebenslage.analysis.index.answers import AnswerPlan
from lebenslage.analysis.index.need import NeedTable
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import need_sentences as said
from lebenslage.report import need_tables as tables
from tests import shown
from tests.shown import CATALOGUE, NAMES, NAN

NEED = shown.needs()
LOW, HIGH, MIDDLE = (NEED.cell(area, "wohnen") for area in "abc")
NONE = NEED.cell("a", "versorgung")


def changes() -> pd.DataFrame:
    """The vacancy rate fell from 15,0 to 12,4 %, which is better."""
    row = {
        "gebiet_id": "a", "indikator": "leer", "stand_vorher": "2011-05-09", "wert_vorher": 15.0,
        "stand_nachher": "2022-05-15", "wert_nachher": 12.4, "differenz": -2.6, "ug": -4.0,
        "og": -1.2, "urteil": "gefallen", "grund": "",
    }  # fmt: skip
    hidden = dict.fromkeys(["wert_vorher", "wert_nachher", "differenz", "ug", "og"], NAN)
    gone = {"indikator": "feuer", "urteil": "", "grund": "kein Wert zu einem früheren Zeitpunkt"}
    return pd.DataFrame([row, row | hidden | gone])


def test_overview_names_who_is_low_for_sure() -> None:
    text = said.describe_needs(NEED, NAMES)
    assert text == (
        "In 1 Handlungsfeld mit Daten fällt 1 von 3 Vergleichen belastbar niedrig aus; "
        "betroffen: Ahausen."
    )
    nobody = NeedTable(NEED.cells[NEED.cells["status"] != "niedrig"])
    assert "kein Ortsteil belastbar unter den anderen" in said.describe_needs(nobody, NAMES)
    nothing = NeedTable(NEED.cells[NEED.cells["code"] == "versorgung"])
    assert said.describe_needs(nothing, NAMES).startswith("Noch gibt es in keinem Handlungsfeld")
    assert said.chance_notice(nothing) == ""


def test_chance_is_told() -> None:
    assert "Bei 3 Vergleichen" in said.chance_notice(NEED)
    assert "im Mittel 0,3 durch Zufall niedrig" in said.chance_notice(NEED)


def test_caveat_does_not_establish_need() -> None:
    assert said.VORBEHALT.startswith("Zahlen allein belegen keinen Handlungsbedarf.")


def test_first_look() -> None:
    assert said.look_line(LOW) == (
        "35,0 Punkte unter dem Mittel der anderen Ortsteile, gefallen um 4,0 Punkte "
        "(Beispieldaten)."
    )
    lowest = LOW | {"differenz": 2.0, "veraenderung": "", "beispiel": False}
    assert said.look_line(lowest) == "20 Punkte, sicher in der untersten Klasse."


def test_links_say_where() -> None:
    assert said.link_label(1, narrow=True) == "Belastbar niedrig: Gründe ansehen"
    assert said.link_label(1, narrow=False) == "Belastbar niedrig: 1 Handlungsfeld"
    assert said.link_label(2, narrow=False) == "Belastbar niedrig: 2 Handlungsfelder"


def test_status() -> None:
    assert said.describe_status(LOW) == (
        "Der Abstand zum Mittel der anderen Ortsteile ist belastbar: −35,0 Punkte, "
        "Schwankungsbereich −41,0 bis −29,0."
    )
    assert "ist nicht belastbar: −5,0" in said.describe_status(MIDDLE)
    assert said.describe_status(NONE) == ""
    assert said.describe_status({}) == ""
    told = said.describe_status(LOW | {"orientierung": True}, "Offene Umfrage.")
    assert told == "Offene Umfrage. Deshalb wird hier kein Unterschied behauptet."
    lowest = MIDDLE | {"unterste": True, "differenz": 1.0, "status": "niedrig"}
    assert "ist nicht belastbar: +1,0" in said.describe_status(lowest)
    assert said.describe_status(lowest).endswith("in der untersten Klasse.")


def test_change() -> None:
    def told(row: dict) -> str:
        return said.describe_change(row, changes(), CATALOGUE, "wohnen")

    assert told(LOW) == (
        "Von 2011 bis 2022 gefallen: −4,0 Punkte (Schwankungsbereich −6,0 bis −2,0), gerechnet mit "
        "1 von 1 Indikatoren (die zu beiden Zeitpunkten vorliegen)."
    )
    assert "stabil, eine Veränderung ist nicht belegt: +0,5 Punkte" in told(MIDDLE)
    assert told(HIGH) == (
        "Eine Veränderung lässt sich nicht angeben: Werte zu zwei Zeitpunkten gibt es für "
        "0 von 1 Indikatoren, nötig sind 60 %."
    )
    open_ = HIGH | {"aenderung": 2.0, "grund_veraenderung": "offene Umfrage"}
    assert (
        told(open_) == "Von 2011 bis 2022: +2,0 Punkte. Belastbar ist das nicht (offene Umfrage)."
    )
    assert said.describe_change(LOW, changes().tail(1), CATALOGUE, "wohnen").startswith(
        "Seit dem vorigen Zeitpunkt gefallen"
    )


def test_pairs() -> None:
    scores, pairs = shown.scores(), shown.pairs()
    told = said.describe_pairs(pairs, "wohnen", "a", NAMES, scores, LOW)
    assert (
        told == "Ahausen ist belastbar niedriger als Bedorf und nicht unterscheidbar von Cestadt."
    )
    assert said.describe_pairs(pairs, "versorgung", "c", NAMES, scores, NONE) == ""
    claimed = said.describe_pairs(pairs, "wohnen", "a", NAMES, scores, LOW | {"orientierung": True})
    assert claimed == ""


def test_classes_and_drivers() -> None:
    assert said.describe_classes(NEED.cells.head(3), NAMES) == (
        "Veränderung seit dem vorigen Zeitpunkt – gefallen: Ahausen; stabil: Cestadt; "
        "ohne Vergleich: Bedorf."
    )
    assert said.describe_drivers(shown.drivers(), CATALOGUE, "Ahausen") == (
        "So setzt sich der Abstand von Ahausen zum Mittel der anderen Ortsteile zusammen "
        "(−35,0 Punkte). Nach unten ziehen „Leerstandsquote“ (−40,0), nach oben „Feuerwehr“ "
        "(+5,0, nicht belastbar)."
    )


PLAN = AnswerPlan("", 40, 60, 400, 0.8, -3.04, "umfrage-2024")


def test_plans() -> None:
    unknown = replace(PLAN, gegen="b", weitere=20, grundgesamtheit=None)
    never = replace(PLAN, gegen="c", weitere=None)
    first, second, third, last = said.describe_plans([PLAN, unknown, never], "a", NAMES)
    assert first == (
        "Mit 60 weiteren Antworten in Ahausen wäre der Unterschied gegenüber dem Mittel der "
        "anderen Ortsteile (−3,0 Punkte) belastbar. Dann hätten 100 von 400 Personen (25 %) die "
        "Fragen dazu beantwortet."
    )
    assert "Mit 20 weiteren Antworten in Ahausen" in second
    assert second.endswith("belastbar; bisher antworteten auf die Fragen dazu 40.")
    assert third.startswith(
        "Gegenüber Cestadt würde auch eine Vollerhebung in Ahausen nicht genügen, bei der alle "
        "400 Personen antworten"
    )
    assert last.startswith("Angenommen ist, dass die Unterschiede so bleiben")
    assert said.describe_plans([], "a", NAMES) == ()


def test_tables() -> None:
    matrix = tables.matrix_table(NEED, NAMES, CATALOGUE).set_index("Handlungsfeld")
    assert matrix.loc["Wohnen"].tolist() == [
        "niedrig (−35,0 Punkte), gefallen",
        "hoch (+40,0 Punkte), kein Vergleich",
        "nicht unterscheidbar (−5,0 Punkte), stabil",
    ]
    assert set(matrix.loc["Versorgung"]) == {"zu wenig Daten"}
    assert tables.cell_text({}) == "noch keine Daten"
    classes = tables.class_table(NEED, "wohnen", NAMES)
    assert classes["in Punkten"].tolist() == ["−4,0 Punkte", "–", "+0,5 Punkte"]
    drivers = tables.drivers_table(shown.drivers(), CATALOGUE)
    assert drivers["Unterschied"].tolist() == ["belastbar", "nicht belastbar", "–"]
    assert drivers["Punkte hier"].tolist() == ["20", "60", "noch keine Daten"]


def test_indicators_at_both_dates() -> None:
    nodes = [CATALOGUE["leer"], CATALOGUE["feuer"], CATALOGUE["laden"]]
    table = tables.change_value_table(changes(), nodes, "a")
    assert table.iloc[0].tolist() == [
        "Leerstandsquote", "15,0 % (09.05.2011)", "12,4 % (15.05.2022)",
        "gefallen (−2,6; −4,0 bis −1,2): günstiger",
    ]  # fmt: skip
    assert table["Veränderung"].tolist()[1:] == [
        "kein Wert zu einem früheren Zeitpunkt",
        "noch keine Daten",
    ]


def test_missing_figures() -> None:
    missing = pd.DataFrame({"code": ["laden"], "grund": ["noch keine Daten"], "lieferant": ["IHK"]})
    assert said.describe_missing(missing, 2).startswith("Hier fehlt 1 von 2 Indikatoren.")
    (line,) = said.missing_lines(missing, CATALOGUE)
    assert line == "Läden: noch keine Daten; liefern kann: IHK"
    (line,) = said.missing_lines(missing.assign(lieferant=""), CATALOGUE)
    assert line == "Läden: noch keine Daten"
    assert "Zu allen Indikatoren" in said.describe_missing(missing.head(0), 2)


@pytest.fixture
def book() -> tables.Book:
    newest = shown.values().assign(guete="naeherung")
    empty = pd.DataFrame(
        columns=["quelle_id", "herausgeber", "titel", "stand", "vermerk", "lizenz"]
    )
    tree: Catalogue = CATALOGUE
    return tables.need_export(NEED, changes(), NAMES, tree, empty, newest, 7)


def test_files(book: tables.Book) -> None:
    csv = book.csv.decode("utf-8-sig").splitlines()
    assert csv[0].startswith("Gebietsschlüssel;Ortsteil;Handlungsfeld;Punkte;")
    assert csv[1].split(";")[:4] == ["a", "Ahausen", "Wohnen", "20"]
    assert ";niedrig;gefallen;" in csv[1]
    assert "Beispieldaten" in csv[1]
    assert len(csv) == 7
    sheets = pd.read_excel(io.BytesIO(book.xlsx), sheet_name=None, engine="calamine")
    assert list(sheets) == ["Handlungsbedarf", "Indikatoren", "Quellen und Hinweise"]
    notes = " ".join(str(cell) for cell in sheets["Quellen und Hinweise"].to_numpy().ravel())
    for text in (
        said.VORBEHALT,
        "Beispieldaten",
        "Näherung",
        "mindestens ein Jahr",
        "Fassung 7 der Daten",
    ):
        assert text in notes
    assert sheets["Indikatoren"]["Urteil"].tolist()[0] == "gefallen"
