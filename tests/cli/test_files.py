"""`check` and `import`."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from lebenslage import wiring
from lebenslage.model.registers import Draft
from lebenslage.store import Store
from tests import tiny

BAD = [
    "falsch.csv, Zeile 2, Spalte „gebiet_id“: „nirgendwo“ ist kein bekanntes Gebiet. Bekannt "
    "sind: Nordheim, Osterfeld, Südhausen, Westtal.",
    "falsch.csv, Zeile 3, Spalte „wert“: „zwölf“ ist keine Zahl; erwartet wird eine Zahl wie "
    "1234,5.",
]
CODEBOOK = """
id = "umfrage-2026"
titel = "Umfrage 2026"
erhebung = "2026-05-01"
art = "vollerhebung"
[spalten]
id = "id"
ortsteil = "ort"
abgeschlossen = "submitdate"
[[fragen]]
code = "F1"
text = "Wie zufrieden sind Sie?"
typ = "skala"
skala = { werte = [1, 2, 3], namen = ["wenig", "mittel", "sehr"] }
[[fragen]]
code = "F2"
text = "Was fehlt?"
typ = "text"
"""
ANSWERS = """"id";"submitdate";"lastpage";"startlanguage";"ipaddr";"ort";"F1";"F2"
"1";"2026-05-02 10:00:00";"2";"de";"10.0.0.1";"Nordheim";"3";"Bänke"
"2";"2026-05-03 10:00:00";"2";"de";"10.0.0.2";"Westtal";"1";""
"3";"";"1";"de";"10.0.0.3";"Westtal";"";""
"""


@pytest.fixture
def survey(tmp_path: Path) -> tuple[Path, Path]:
    answers, codebook = tmp_path / "antworten.csv", tmp_path / "fragebogen.toml"
    answers.write_text(ANSWERS, "utf-8")
    codebook.write_text(CODEBOOK, "utf-8")
    return answers, codebook


def reply(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


# -- check


def test_check_of_a_correct_file(run, values_file, instanz):
    answer = run("check", values_file)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "neu.csv: Indikatorwerte (eine Zeile je Wert) (werte-lang)",
        "  Zeilen: 1",
        "  Spalten: 4",
        "  Kodierung: utf-8",
        "  Trennzeichen: ;",
        "  Gebiete: 1",
        "  Indikatoren: 1",
        "  Werte: 1",
        "  Hinweis: Die Spalte „guete“ fehlt; alle Werte gelten als „amtlich“.",
        "In Ordnung. Es wurde nichts geschrieben.",
    ]
    assert list(instanz.iterdir()) == [], "a look makes no store"


def test_check_of_a_wrong_file_names_everything(run, bad_file):
    answer = run("check", bad_file)
    assert (answer.code, answer.out, answer.err.splitlines()) == (1, "", BAD)


def test_check_as_json(run, values_file, bad_file):
    answer = run("check", values_file, "--json")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == {
        "erkannt": "werte-lang",
        "zeilen": 1,
        "vollstaendig": 1,
        "spalten": 4,
        "kodierung": "utf-8",
        "trennzeichen": ";",
        "probleme": [],
        "zusammenfassung": {"Gebiete": 1, "Indikatoren": 1, "Werte": 1},
    }
    answer = run("check", bad_file, "--json")
    assert (answer.code, answer.err.splitlines()) == (1, BAD)
    found = json.loads(answer.out)
    assert found["zeilen"] == 2
    assert found["probleme"][1] == {
        "zeile": 3,
        "spalte": "wert",
        "wert": "zwölf",
        "meldung": "„zwölf“ ist keine Zahl; erwartet wird eine Zahl wie 1234,5.",
    }


def test_check_of_a_file_that_is_not_there(run):
    answer = run("check", "fehlt.csv", "--json")
    assert (answer.code, answer.err) == (1, "Die Datei „fehlt.csv“ gibt es nicht.\n")
    found = json.loads(answer.out)
    assert (found["erkannt"], found["zeilen"]) == ("", 0)
    assert found["probleme"][0]["meldung"] == "Die Datei „fehlt.csv“ gibt es nicht."


def test_check_of_answers_with_their_codebook(run, survey):
    answers, codebook = survey
    answer = run("check", answers, "--codebook", codebook, "--json")
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)
    assert found["erkannt"] == "limesurvey-antworten"
    assert (found["zeilen"], found["vollstaendig"]) == (3, 2)
    assert "Bänke" not in answer.out


def test_check_with_something_else_as_codebook(run, survey, values_file):
    answer = run("check", survey[0], "--codebook", values_file)
    assert answer.code == 1
    assert answer.err == (
        "neu.csv: Erwartet wird ein Fragebogen, erkannt wurde „Indikatorwerte (eine Zeile je "
        "Wert)“.\n"
    )


def test_check_uses_what_the_store_knows(run, survey):
    answers, codebook = survey
    assert run("import", codebook, "--yes").code == 0
    assert run("check", answers).code == 0


def test_check_without_a_package(run, values_file, monkeypatch, tmp_path):
    monkeypatch.setenv("LEBENSLAGE_DATEN", str(tmp_path / "leer"))
    answer = run("check", values_file)
    assert answer.code == 0
    assert answer.err.splitlines() == [
        f"gemeinde.toml: Die Datei fehlt im Ordner „{tmp_path / 'leer'}“.",
        "Geprüft wird deshalb nur, was die Datei selbst sagt.",
    ]


# -- import


def test_import(run, values_file):
    answer = run("import", values_file, "--yes", "--wer", "Amtsleitung")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[-2:] == [
        "Übernommen als Import 6.",
        "Zurücknehmen: python -m lebenslage undo 6",
    ]
    with Store() as store:
        newest = store.imports()[0]
        assert (newest.dateiname, newest.wer) == ("neu.csv", "Amtsleitung")
        values = store.snapshot().werte.set_index(["gebiet_id", "indikator", "stand"])["wert"]
        assert values["westtal", "busabfahrten", "2025"] == 12.5
        first = store.imports()[-1]
        assert (first.id, first.wer) == (1, wiring.MITGELIEFERT), "the package came first"


def test_import_of_answers(run, survey):
    answers, codebook = survey
    assert run("import", answers, "--codebook", codebook, "--yes").code == 0
    with Store() as store:
        wave = store.snapshot().wave("umfrage-2026")
        assert list(wave.antworten["ortsteil"]) == ["nordheim", "westtal", "westtal"]
        assert b"10.0.0.1" not in store.raw(6).data


@pytest.mark.parametrize(("text", "taken"), [("j\n", True), ("Ja\n", True), ("n\n", False),
                                             ("\n", False), ("", False)])  # fmt: skip
def test_import_asks(run, values_file, monkeypatch, text, taken):
    reply(monkeypatch, text)
    answer = run("import", values_file)
    assert "In den Speicher übernehmen? [j/N] " in answer.out
    assert answer.code == (0 if taken else 1)
    assert answer.err == ("" if taken else "Abgebrochen; es wurde nichts geändert.\n")
    with Store() as store:
        assert len(store.imports()) == (6 if taken else 5)


def test_import_of_a_wrong_file_changes_nothing(run, bad_file):
    answer = run("import", bad_file, "--yes")
    assert (answer.code, answer.out, answer.err.splitlines()) == (1, "", BAD)
    with Store() as store:
        assert len(store.imports()) == 5


def test_import_twice(run, values_file):
    run("import", values_file, "--yes", "--wer", "Amt")
    answer = run("import", values_file, "--yes")
    assert answer.code == 1
    assert answer.err.startswith("neu.csv: Diese Datei wurde bereits am ")
    assert answer.err.endswith(
        " von „Amt“ importiert (Import 6). Soll sie neu eingelesen werden, nehmen Sie zuerst "
        "diesen Import zurück.\n"
    )


def test_a_broken_package_is_told(run, values_file, monkeypatch, tmp_path):
    monkeypatch.setenv("LEBENSLAGE_DATEN", str(tmp_path / "leer"))
    answer = run("import", values_file, "--yes")
    expected = f"gemeinde.toml: Die Datei fehlt im Ordner „{tmp_path / 'leer'}“.\n"
    assert (answer.code, answer.err) == (1, expected)


def test_a_service_without_a_name(run, values_file, monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr("getpass.getuser", nobody)
    run("import", values_file, "--yes")
    with Store() as store:
        assert store.imports()[0].wer == "Befehlszeile"


SAMPLES = Path(__file__).parents[1] / "loaders" / "umfragen"


@pytest.mark.parametrize(
    ("name", "code", "complete"),
    [
        ("limesurvey_codes.csv", "limesurvey-antworten", 10),
        ("limesurvey_full_en.csv", "limesurvey-antworten", 10),
        ("google_forms_de.csv", "google-forms-antworten", 12),
        ("grafstat.csv", "grafstat-antworten", 12),
        ("stadtraummonitor.csv", "stadtraummonitor-antworten", 12),
    ],
)
def test_check_recognises_answers_of_any_program(run, name, code, complete):
    answer = run("check", SAMPLES / name, "--json")
    assert (answer.code, answer.err) == (0, "")
    found = json.loads(answer.out)
    assert (found["erkannt"], found["zeilen"], found["vollstaendig"]) == (code, 12, complete)


def test_import_of_answers_with_a_proposed_questionnaire(run):
    answer = run("import", SAMPLES / "google_forms_de.csv", "--yes")
    assert (answer.code, answer.err) == (0, "")
    assert "Er wurde aus den Daten vorgeschlagen (6 Fragen)" in answer.out
    assert "nicht übernommen: „Zeitstempel“ und „E-Mail-Adresse“" in answer.out
    with wiring.open_store() as store:
        (wave,) = store.snapshot().umfragen
        raw = store.raw(store.imports()[0].id)
        assert store.snapshot().zuordnung.spalten["F02"] == "Wohnen Sie gern hier?"
    assert wave.fragebogen.id == "umfrage-2025-05-12"
    assert b"person1@" not in raw.data
    again = run("import", SAMPLES / "google_forms_de.csv", "--yes")
    assert again.code == 1
    assert "Diese Datei wurde bereits am" in again.err


def test_import_with_a_structure_of_limesurvey_as_codebook(run):
    codebook = SAMPLES / "struktur_neu.lss"
    answer = run("check", SAMPLES / "limesurvey_codes.csv", "--codebook", codebook)
    assert answer.code == 1
    assert "Es fehlen die Spalten „F7[b]“, „F7[a]“" in answer.err
    assert run("check", codebook).code == 0


def test_an_official_table_is_checked_and_taken_in(run, tmp_path):
    text = "\n".join(
        (
            "GENESIS-Tabelle: 41141-01-01-5",
            "Gebäude;;",
            "- Stichtag 31.12.2022 -;;",
            "Wohnungen (Anzahl);;",
            ";;Insgesamt;leerstehend",
            "08999;  Musterkreis, Landkreis;1000;50",
            "08999001;    Musterau;200;8",
            "_____",
            "",
        )
    )
    file = tmp_path / "41141-01-01-5.csv"
    file.write_text(text, "cp1252")
    looked = run("check", file)
    assert (looked.code, looked.err) == (0, "")
    assert "Kennzahl „Leerstandsquote“ aus „leerstehend: Wohnungen“" in looked.out
    assert run("import", file, "--yes").code == 0
    with Store() as store:
        rows = store.snapshot().vergleich.set_index("gebiet_id")
        assert rows.loc["08999001", ["wert", "zaehler", "nenner"]].tolist() == [4, 8, 200]
        assert "genesis-41141-01-01-5-2022-12-31" in set(store.snapshot().quellen["quelle_id"])
    file.write_text(text.replace("200;8", "200;viele"), "cp1252")
    wrong = run("import", file, "--yes")
    assert wrong.code == 1
    assert "Zeile 7, Spalte „4. Spalte“: „viele“ ist weder eine Zahl" in wrong.err


def test_official_areas_replace_the_approximation(run, tmp_path):
    """Areas whose file does not say so are official because a person does."""
    file = tmp_path / "ortsteile.geojson"
    file.write_text(tiny.ortsteile()[["name", "geometry"]].to_crs(25832).to_json(), "utf-8")
    assert run("import", file, "--yes").code == 0
    with Store() as store:
        assert not store.snapshot().ortsteile["amtlich"].any()
    run("undo", "6")
    answer = run("import", file, "--amtlich", "--yes")
    assert (answer.code, answer.err) == (0, "")
    assert "Ortsteile oder Weiler (GeoJSON)" in answer.out
    with Store() as store:
        assert store.snapshot().ortsteile["amtlich"].all()


def test_a_register_that_was_changed_since_is_told_by_its_lines(run, tmp_path):
    file, deleted = tmp_path / "akteure.csv", tmp_path / "geloescht.csv"
    row = "kennung;fassung;name;art;ortsteile\n{};1;{};Verein;Westtal\n"
    file.write_text(row.format("", "Turnverein"), "utf-8")
    assert run("import", file, "--yes").code == 0
    with wiring.open_store() as store:
        entry = store.registers.entry("A-1")
        store.registers.save(Draft("akteure", {**entry.daten, "name": "Sportverein"}, "A-1"), "Rat")
    file.write_text(row.format("A-1", "Turnerbund"), "utf-8")
    told = run("import", file, "--yes")
    assert told.code == 1
    assert "akteure.csv, Zeile 2, Spalte „kennung“: „A-1“ wurde am" in told.err
    assert "von „Rat“ geändert, nachdem diese Datei geschrieben wurde. Bitte laden" in told.err
    with wiring.open_store() as store:
        assert store.registers.entry("A-1").text("name") == "Sportverein"
        store.registers.delete("A-1", "Rat")
    shutil.copy(file, deleted)
    told = run("import", deleted, "--yes")
    assert told.code == 1
    assert "geloescht.csv, Zeile 2, Spalte „kennung“: „A-1“ wurde am" in told.err
    assert "von „Rat“ endgültig gelöscht. Bitte nehmen Sie die Zeile aus der Datei" in told.err
