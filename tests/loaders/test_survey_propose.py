"""What the assistant proposes: columns with their reason, open decisions, scales against others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lebenslage import loaders
from lebenslage.errors import DatenFehler
from lebenslage.loaders.survey_scales import order_labels, scale_of
from lebenslage.model.assignment import Assignment, Match
from lebenslage.model.survey import Question, QuestionType, Scale
from tests import tiny
from tests.loaders.build import KNOWN, lines, problems, read, source

BEFORE = replace(tiny.questionnaire("2022"), spalten={"ortsteil": "ort"})
HEADER = (
    "Wohnort;Wie zufrieden sind Sie mit den Busverbindungen am Abend?;Wohnen Sie gern hier?;"
    "Wie sind Sie unterwegs? [Mit dem Bus];Wie sind Sie unterwegs? [Mit dem Rad];"
    "Wie sicher fühlen Sie sich?;Was noch?"
)
ROWS = ["Nordheim;eher zufrieden;Ja;Ja;Nein;sehr sicher;Mehr Bänke", "Berg;recht gut;Nein;;;"
        "eher unsicher;", "Am See;sehr zufrieden;Ja;Ja;Ja;sehr sicher;"] * 5  # fmt: skip
FILE = source(lines(HEADER, *ROWS))


def propose(item=FILE, template=BEFORE, **options):
    known = options.pop("known", KNOWN)
    return loaders.propose(item, known, template=template, **options)


def test_columns_are_found_by_code_wording_and_likeness():
    found = {m.spalte: (m.heading, m.grund) for m in propose().spalten}
    assert found == {
        "F1": ("Wie zufrieden sind Sie mit den Busverbindungen am Abend?", Match.AEHNLICH),
        "F2": ("Wohnen Sie gern hier?", Match.WORTLAUT),
        "F3[bus]": ("Wie sind Sie unterwegs? [Mit dem Bus]", Match.WORTLAUT),
        "F3[rad]": ("Wie sind Sie unterwegs? [Mit dem Rad]", Match.WORTLAUT),
        "F4": ("", Match.OFFEN),
        "F5": ("", Match.OFFEN),
        "F01": ("Wie sicher fühlen Sie sich?", Match.NEU),
    }
    assert [match.spalte for match in propose().unsure] == ["F1", "F4", "F5"]


def test_questions_that_were_not_asked_are_left_out_and_new_ones_added():
    proposal = propose()
    assert [question.code for question in proposal.fehlend] == ["F4", "F5"]
    assert [question.code for question in proposal.fragebogen.fragen] == ["F1", "F2", "F3", "F01"]
    # beside a known codebook free texts are not taken by themselves
    assert proposal.neu == ("F01",)


def test_the_same_wave_neither_drops_nor_adds_questions():
    assert propose(same_wave=True).fragebogen.fragen == BEFORE.fragen


def test_open_answers_and_places_are_counted_with_a_proposal():
    proposal = propose()
    assert [(a.frage, a.text, a.anzahl, a.vorschlag) for a in proposal.antworten] == [
        ("F1", "recht gut", 5, "")
    ]
    assert [(p.text, p.anzahl, p.kandidaten) for p in proposal.orte] == [
        ("Berg", 5, ("nordheim", "westtal")), ("Am See", 5, ()),
    ]  # fmt: skip


def test_decisions_make_the_file_readable():
    decided = Assignment(
        antworten={"F1": {"recht gut": "4"}}, orte={"Berg": "westtal", "Am See": ""}
    )
    proposal = propose()
    found = read(FILE, questionnaire=proposal.fragebogen,
                 zuordnung=decided.over(proposal.zuordnung))  # fmt: skip
    answers = found.content.antworten
    assert answers["F1"].tolist()[:3] == ["4", "4", "5"]
    assert answers["ortsteil"].tolist()[:3] == ["nordheim", "westtal", None]
    assert found.zuordnung.orte == {"Berg": "westtal", "Am See": ""}
    # the next wave starts from there
    known = replace(KNOWN, zuordnung=found.zuordnung)
    again = propose(known=known)
    assert (again.antworten, again.orte) == ((), ())
    header = HEADER.replace("Wie zufrieden sind Sie mit den Busverbindungen am Abend?", "Bus")
    renamed = source(lines(header, *ROWS))
    assert {m.spalte: m.grund for m in propose(renamed).spalten}["F1"] is Match.OFFEN
    known = replace(KNOWN, zuordnung=Assignment({"F1": "Bus"}))
    assert {m.spalte: m.grund for m in propose(renamed, known=known).spalten}["F1"] is Match.GEMERKT


def test_a_choice_beats_everything_and_gives_its_column_to_nobody_else():
    decided = Assignment({"F2": "Wie sicher fühlen Sie sich?", "F1": ""})
    found = {m.spalte: m for m in propose(decided=decided).spalten}
    assert (found["F2"].heading, found["F2"].grund) == (
        "Wie sicher fühlen Sie sich?", Match.GEWAEHLT,
    )  # fmt: skip
    assert found["F1"].heading == ""


def test_an_old_code_with_another_wording_is_another_question():
    item = source(lines('ort;"F1. Haben Sie einen Garten?";F2', "Nordheim;Ja;ja"))
    found = {m.spalte: m.grund for m in propose(item).spalten}
    assert (found["F1"], found["F2"]) == (Match.OFFEN, Match.KUERZEL)
    # and its code is not given to the new question
    assert "F1" not in propose(item).neu


def test_labels_in_another_language_are_matched_by_their_place():
    item = source(lines("ort;F1;F2", "Nordheim;very satisfied;ja", "Westtal;dissatisfied;nein"))
    assert propose(item).zuordnung.antworten == {"F1": {"very satisfied": "5", "dissatisfied": "2"}}


def test_a_scale_that_runs_against_the_others_is_told():
    rng = np.random.default_rng(1)
    base = rng.integers(1, 6, 80)
    columns = [np.clip(base + rng.integers(-1, 2, 80), 1, 5) for _ in range(4)]
    columns[2] = 6 - columns[2]
    rows = [";".join(str(c[i]) for c in columns) for i in range(80)]
    item = source(lines("A1;A2;A3;A4", *rows))
    known = replace(KNOWN, questionnaires=())
    proposal = loaders.propose(item, known)
    assert [r.frage for r in proposal.umgekehrt] == ["A3"]
    assert -1 <= proposal.umgekehrt[0].korrelation < -0.3
    # turned round in the codebook, it fits
    turned = tuple(
        replace(q, skala=replace(q.skala, richtung=-1)) if q.code == "A3" else q
        for q in proposal.fragebogen.fragen
    )
    again = loaders.propose(item, known, template=replace(proposal.fragebogen, fragen=turned))
    assert again.umgekehrt == ()


@pytest.mark.parametrize(
    ("labels", "family"),
    [
        (["sehr zufrieden", "zufrieden", "teils/teils", "unzufrieden", "sehr unzufrieden"],
         "zufriedenheit"),
        (["trifft voll und ganz zu", "trifft eher zu", "trifft eher nicht zu",
          "trifft gar nicht zu"], "zustimmung"),
        (["1 = sehr unwichtig", "2 = unwichtig", "3 = wichtig", "4 = sehr wichtig"],
         "wichtigkeit"),
        (["nie", "selten", "manchmal", "oft", "immer"], "haeufigkeit"),
        (["very good", "good", "fair", "poor"], "guete"),
        (["Bus", "Rad", "Auto"], ""),
        (["ja", "nein"], ""),
    ],
)  # fmt: skip
def test_families_of_labels(labels, family):
    assert order_labels(labels)[0] == family


def test_a_scale_from_good_to_bad_gets_its_direction():
    scale, ordered = scale_of(("1", "2", "3"), ("gut", "schlecht", "weiß nicht"))
    assert (scale, ordered) == (Scale(("1", "2"), ("gut", "schlecht"), ("3",), -1), True)
    assert not scale_of(("a", "b"), ("Bus", "Rad"))[1]


# -- bad input


def test_columns_of_another_wave_are_told():
    other = replace(
        BEFORE, id="umfrage-2019", titel="Umfrage 2019",
        fragen=tuple(Question(f"G{i}", f"Etwas anderes Nummer {i}?", QuestionType.ZAHL)
                     for i in range(4)),
    )  # fmt: skip
    known = replace(KNOWN, questionnaires=(other, BEFORE))
    item = source(lines("ort;F1;F2;F3[bus];F3[rad];F4;F5", "Nordheim;4;ja;Y;;3;x"))
    assert problems(item, known, questionnaire=other) == [
        "datei.csv: Es fehlen die Spalten „G0“, „G1“, „G2“ und „G3“. Die Spalten passen besser zum "
        "Fragebogen „Umfrage 2022“ (100\u00a0% statt 0\u00a0% der Fragen)."
    ]


def test_two_codings_in_a_column_are_told_and_read_as_one():
    item = source(lines("ort;F1;F2;F3[bus];F3[rad];F4;F5", "Nordheim;4;ja;;;;",
                        "Nordheim;eher zufrieden;ja;;;;"))  # fmt: skip
    found = read(item, questionnaire=BEFORE)
    assert found.content.antworten["F1"].tolist() == ["4", "4"]
    assert "In „F1“ stehen Codes und Worte gemischt; beide gelten als dieselben Antworten." in (
        found.hinweise
    )


def test_five_thousand_columns():
    header = ";".join(["ort", "F1", "F2", "F3[bus]", "F3[rad]", "F4", "F5",
                       *(f"X{i}" for i in range(5000))])  # fmt: skip
    row = ";".join(["Nordheim", "4", "ja", "", "", "3", "x", *["1"] * 5000])
    item = source(lines(header, *[row] * 3))
    found = read(item, questionnaire=BEFORE)
    assert found.content.antworten.shape == (3, 9)
    names = ", ".join(f"„X{i}“" for i in range(15))
    assert found.hinweise == (
        f"Nicht im Fragebogen und nicht übernommen: {names} und 4985 weitere.",
    )


def test_too_many_questions_for_a_new_codebook():
    header = ";".join(["id", "submitdate", "lastpage", *(f"X{i}" for i in range(450))])
    row = ";".join(["1", "2024-05-01", "3", *["1"] * 450])
    item = source(
        lines(header, row, row.replace("1;2024", "2;2024"), row.replace("1;2024", "3;2024"))
    )
    assert problems(item, replace(KNOWN, questionnaires=())) == [
        "datei.csv: Die Datei hat mehr als 400 Fragen; daraus lässt sich kein Fragebogen machen, "
        "der noch zu prüfen wäre. Bitte beim Export nur die Antworten auf Fragen auswählen."
    ]


def test_a_file_of_300_mb_is_refused_unread(tmp_path):
    path = tmp_path / "riesig.csv"
    with path.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(DatenFehler, match="300,0 MB groß; erlaubt sind höchstens 50,0 MB"):
        loaders.open_source(path, KNOWN.limit_bytes)


def test_a_free_text_of_1_mb_with_html_is_cut_and_kept_as_text():
    text = "<script>alert(1)</script>" + "ä" * 1_000_000
    item = source(lines("ort;F1;F2;F3[bus];F3[rad];F4;F5", f'Nordheim;4;ja;;;3;"{text}"',
                        "Nordheim;6;ja;;;3;kurz"))  # fmt: skip
    assert problems(item, questionnaire=BEFORE) == [
        "datei.csv, Zeile 3, Spalte „F1“: „6“ steht nicht im Fragebogen; möglich sind: "
        "1, 2, 3, 4, 5, 9."
    ]
    item = replace(item, data=item.data.replace(b"Nordheim;6", b"Nordheim;5"))
    found = read(item, questionnaire=BEFORE)
    assert found.content.antworten["F5"].str.len().tolist() == [10_000, 4]
    assert found.content.antworten["F5"].iat[0].startswith("<script>")
    assert "„F5“: 1 Freitext ist länger als 10.000 Zeichen; das Ende wurde abgeschnitten." in (
        found.hinweise
    )


def test_what_a_single_person_wrote_is_no_option_and_not_kept():
    """Forms put "Sonstiges" into the same column as the options."""
    ways = ["Bus"] * 20 + ["Auto"] * 12 + ["mit Erna vom Hof"] + ["Rolli"]
    rows = [f"{way};{i % 5 + 1};{i % 4 + 1}" for i, way in enumerate(ways)]
    item = source(lines("Wie kommen Sie hin?;Wie gut?;Wie oft?", *rows))
    alone = replace(KNOWN, questionnaires=())
    found = read(item, alone)
    question = found.content.fragebogen.fragen[0]
    assert question.skala.namen == ("Auto", "Bus")
    assert found.content.antworten["F01"].value_counts().to_dict() == {"2": 20, "1": 12, "-oth-": 2}
    assert (
        "Frage „F01“: 2 Antworten nennen etwas anderes; der Wortlaut wird nicht übernommen."
        in found.hinweise
    )
    assert found.zuordnung.andere == ("F01",)
    assert "Erna" not in repr(found) + found.roh.decode() + repr(found.zuordnung)


def test_long_answers_of_one_person_and_addresses_are_never_asked_about():
    rows = ["Nordheim;mein Nachbar Karl Maier;ja", "Am Hang 5;4;ja", "Am Hang;4;ja"]
    proposal = propose(source(lines("ort;F1;F2", *rows)))
    assert proposal.antworten == ()
    assert [place.text for place in proposal.orte] == ["Am Hang"]


def test_the_weight_may_stand_in_the_first_column():
    before = replace(BEFORE, spalten={**BEFORE.spalten, "gewicht": "pw"})
    item = source(lines("pw;ort;F1;F2", "1.5;Nordheim;4;ja", "0.5;Westtal;5;nein"))
    assert propose(item, before).fragebogen.spalten["gewicht"] == "pw"
    without = source(lines("ort;F1;F2", "Nordheim;4;ja", "Westtal;5;nein"))
    assert "gewicht" not in propose(without, before).fragebogen.spalten
