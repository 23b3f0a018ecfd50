"""Less usual settings of an export, read without a codebook: nothing personal, right kinds."""

from __future__ import annotations

from dataclasses import replace

from lebenslage.loaders import inspect
from lebenslage.model.exchange import Source
from lebenslage.model.survey import SurveyWave
from tests.loaders.build import KNOWN, read

ALONE = replace(KNOWN, questionnaires=())
PLACES = ("Nordheim", "Osterfeld", "Westtal")


def wave(*header: str, rows: list[tuple[str, ...]], name: str = "export.csv") -> SurveyWave:
    lines = [header, *rows]
    text = "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)
    content = read(Source(name, text.encode()), ALONE).content
    assert isinstance(content, SurveyWave)
    return content


def kinds(found: SurveyWave) -> dict[str, str]:
    return {question.code: question.typ.value for question in found.fragebogen.fragen}


def test_spaces_that_were_made_underscores():
    rows = [
        (str(i), "2025-06-01 10:00:00" if i % 4 else "", "3", "de", "10.0.0.1", "https://x.de",
         PLACES[i % 3], str(i % 5 + 1), str(5 - i % 5))
        for i in range(20)
    ]  # fmt: skip
    found = wave(
        "Antwort_ID", "Datum_Abgeschickt", "Letzte_Seite", "Start-Sprache", "IP-Adresse",
        "Referrer_URL", "In_welchem_Ortsteil_wohnen_Sie?",
        "Wie_zufrieden_sind_Sie_mit_…_[den_Bussen]", "Wie_zufrieden_sind_Sie_mit_…_[den_Läden]",
        rows=rows,
    )  # fmt: skip
    assert set(found.entfernt) == {"Datum_Abgeschickt", "IP-Adresse", "Referrer_URL"}
    assert int(found.antworten["abgeschlossen"].sum()) == 15
    (question,) = found.fragebogen.fragen
    assert question.text == "Wie zufrieden sind Sie mit …"
    assert list(question.teilfragen.values()) == ["den Bussen", "den Läden"]


def test_codes_of_the_expression_manager_belong_together_without_a_digit():
    rows = [
        (str(i), "2025-06-01 10:00:00", "3", PLACES[i % 3], f"A{i % 5 + 1}", f"A{5 - i % 5}",
         "Y" if i % 2 else "", "Y" if i % 3 else "", "mit dem Esel" if i == 3 else "")
        for i in range(20)
    ]  # fmt: skip
    found = wave(
        "id", "submitdate", "lastpage", "ORT", "ZUF_SQ001", "ZUF_SQ002", "MOB_SQ001", "MOB_SQ002",
        "MOB_other", rows=rows,
    )  # fmt: skip
    assert kinds(found) == {"ZUF": "matrix", "MOB": "mehrfach"}
    assert "MOB_other" not in found.antworten


def test_a_free_text_of_limesurvey_is_never_taken_for_several_answers():
    texts = ("Bänke; Bäume", "Bänke", "Bäume", "Ein Laden, nah")
    rows = [
        (str(i), "2025-06-01 10:00:00", "3", PLACES[i % 3], str(i % 5 + 1), texts[i % 4])
        for i in range(24)
    ]
    found = wave("id", "submitdate", "lastpage", "ORT", "F1", "F2", rows=rows)
    assert kinds(found)["F2"] != "mehrfach"
    assert not any("Bänke" in q.teilfragen.values() for q in found.fragebogen.fragen)


def test_numbered_sheets_with_places_that_repeat_are_answers():
    rows = [(str(i), PLACES[i % 3], str(i % 5 + 1), str(20 + i)) for i in range(1, 19)]
    found = wave("Nr.", "Ortsteil", "Zufriedenheit Bus", "Alter", rows=rows, name="grafstat.csv")
    assert found.antworten["ortsteil"].notna().all()
    assert set(kinds(found).values()) == {"skala", "zahl"}


def test_a_table_of_areas_is_none():
    text = "Nr.;Ortsteil;Kinder;Alte\r\n1;Nordheim;3;5\r\n2;Osterfeld;4;6\r\n3;Westtal;2;7\r\n"
    assert inspect(Source("orte.csv", text.encode()), ALONE).erkannt != "umfrage-antworten"
