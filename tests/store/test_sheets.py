"""Sheets of paper: kept one by one, undone, taken over as one import that counts with the wave."""

from __future__ import annotations

import pandas as pd
import pytest

from lebenslage.errors import DatenFehler, LebenslageError
from lebenslage.model.exchange import PaperAnswers
from lebenslage.model.survey import SurveyWave
from lebenslage.store import Action, Store
from tests import tiny
from tests.store.builders import delivery
from tests.store.conftest import NOW_SHOWN

WAVE = "umfrage-2024"
SURVEY = tiny.questionnaire()


def frame(*texts: str, start: int = 1, **more: list[str]) -> pd.DataFrame:
    count = len(texts)
    cells = {
        "id": [str(i) for i in range(start, start + count)],
        "ortsteil": ["nordheim"] * count,
        "abgeschlossen": [True] * count,
        "F5": list(texts),
    }
    return pd.DataFrame({k: pd.Series(v, dtype=None if k == "abgeschlossen" else object)
                         for k, v in {**cells, **more}.items()})  # fmt: skip


def on_file(*texts: str, **more: list[str]):
    content = SurveyWave(SURVEY, frame(*texts, **more), ("ipaddr",))
    return delivery(content, "antworten.csv", repr(texts).encode())


def on_paper(*texts: str):
    content = PaperAnswers(SurveyWave(SURVEY, frame(*texts, start=100)))
    return delivery(content, "papier.csv", repr(texts).encode(), format="papierboegen")


def texts(store: Store) -> list[str]:
    return store.snapshot().wave(WAVE).antworten["F5"].tolist()


def test_entries_are_listed_corrected_and_undone(store, clock):
    paper = store.paper
    first = paper.save(WAVE, " 1 ", 1, {"F1": "3"}, wer="Amt")
    paper.save(WAVE, "1", 2, {"F1": "4"}, wer="Amt")
    paper.save("andere", "1", 1, {"F1": "5"}, wer="Amt")
    again = paper.save(WAVE, "1", 1, {"F1": "4"}, wer="Amt", gesehen=first.id)
    assert [(s.bogen, s.durchgang, dict(s.eingaben)) for s in paper.sheets(WAVE)] == [
        ("1", 2, {"F1": "4"}), ("1", 1, {"F1": "4"}),
    ]  # fmt: skip
    assert paper.last(WAVE, "Amt") == again
    assert paper.last(WAVE, "Rat") is None
    paper.undo(again)
    assert paper.sheets(WAVE)[0] == first
    with pytest.raises(LebenslageError, match="Das wurde schon rückgängig gemacht"):
        paper.undo(again)
    paper.remove(first, wer="Amt")
    assert [s.durchgang for s in paper.sheets(WAVE)] == [2]
    gone = paper.last(WAVE, "Amt")
    assert gone.entfernt
    paper.undo(gone)
    assert paper.sheets(WAVE)[0] == first
    assert (store.version(), store.audit()) == (0, [])


def test_nobody_overwrites_unawares(store, clock):
    first = store.paper.save(WAVE, "1", 1, {"F1": "3"}, wer="Rat")
    with pytest.raises(LebenslageError) as caught:
        store.paper.save(WAVE, "1", 1, {"F1": "4"}, wer="Amt")
    assert str(caught.value) == f"Bogen 1 ist schon eingegeben, {NOW_SHOWN} von „Rat“."
    newer = store.paper.save(WAVE, "1", 1, {"F1": "4"}, wer="Amt", gesehen=first.id)
    with pytest.raises(LebenslageError, match="Bogen 1 wurde inzwischen geändert"):
        store.paper.remove(first, wer="Amt")
    with pytest.raises(LebenslageError, match="schon eingegeben"):
        store.paper.save(WAVE, "1", 1, {"F1": "5"}, wer="Rat", gesehen=first.id)
    assert store.paper.sheets(WAVE) == [newer]


@pytest.mark.parametrize("number", ["", "  ", "x" * 21, "a\nb"])
def test_a_number_is_needed(store, number):
    with pytest.raises(LebenslageError, match="Ein Bogen braucht eine Nummer mit 1 bis 20 Zeichen"):
        store.paper.save(WAVE, number, 1, {}, wer="Amt")


def test_taken_over_they_count_with_the_wave_and_can_be_undone(store):
    store.import_deliveries([on_file("a", "b", F1=["1", None])], wer="Amt")
    sheet = store.paper.save(WAVE, "1", 1, {"F5": "p"}, wer="Amt")
    sheet = store.paper.save(WAVE, "1", 1, {"F5": "q"}, wer="Amt", gesehen=sheet.id)
    record = store.paper.take_over(WAVE, on_paper("q"), wer="Amt", gesehen=sheet.id)
    wave = store.snapshot().wave(WAVE)
    assert texts(store) == ["a", "b", "q"]
    assert wave.antworten["F1"].tolist() == ["1", None, None]
    assert wave.antworten["abgeschlossen"].dtype == bool
    assert (wave.papier, wave.entfernt) == (1, ("ipaddr",))
    store.undo(record.id, wer="Amt")
    assert (texts(store), store.snapshot().wave(WAVE).papier) == (["a", "b"], 0)
    store.redo(record.id, wer="Amt")
    # answers in a newer file do not take those on paper away
    store.import_deliveries([on_file("c")], wer="Amt")
    assert texts(store) == ["c", "q"]
    # what was corrected is gone, what holds stays to go on from
    store.paper.undo(sheet)
    assert store.paper.sheets(WAVE) == []


def test_a_later_take_over_replaces_the_earlier_one(store):
    first = store.paper.save(WAVE, "1", 1, {"F5": "p"}, wer="Amt")
    store.paper.take_over(WAVE, on_paper("p"), wer="Amt", gesehen=first.id)
    assert [q.id for q in store.snapshot().frageboegen] == [WAVE]
    second = store.paper.save(WAVE, "2", 1, {"F5": "q"}, wer="Amt")
    with pytest.raises(LebenslageError, match="Inzwischen wurde weiter eingegeben"):
        store.paper.take_over(WAVE, on_paper("p", "x"), wer="Amt", gesehen=first.id)
    with pytest.raises(DatenFehler, match="bereits"):
        store.paper.take_over(WAVE, on_paper("p"), wer="Amt", gesehen=second.id)
    store.paper.take_over(WAVE, on_paper("p", "q"), wer="Amt", gesehen=second.id)
    assert texts(store) == ["p", "q"]


def test_texts_of_both_kinds_are_released_each_in_its_place(store):
    store.import_deliveries([on_file("a", "b")], wer="Amt")
    store.paper.take_over(WAVE, on_paper("p", "", "q"), wer="Amt", gesehen=0)
    store.release(WAVE, "F5", 1, True, wer="Amt")
    store.release(WAVE, "F5", 4, True, wer="Amt")
    assert store.snapshot().wave(WAVE).released == {("F5", 1), ("F5", 4)}
    for row in (3, 5, -1):
        with pytest.raises(LebenslageError, match=f"in Zeile {row} keinen Text"):
            store.release(WAVE, "F5", row, True, wer="Amt")
    seen = store.version()
    # a file with one answer more: the released text on paper moves along with its line
    store.import_deliveries([on_file("a", "b", "c")], wer="Amt")
    assert store.snapshot().wave(WAVE).released == {("F5", 5)}
    with pytest.raises(LebenslageError, match="wurden inzwischen geändert"):
        store.release(WAVE, "F5", 5, False, wer="Amt", gesehen=seen)


def test_after_the_term_entries_and_files_are_deleted_and_results_stay(store, clock):
    sheet = store.paper.save(WAVE, "1", 1, {"F5": "p"}, wer="Amt")
    record = store.paper.take_over(WAVE, on_paper("p"), wer="Amt", gesehen=sheet.id)
    assert store.delete_raw_surveys("2999-01-01T00:00:00+00:00", wer="Frist") == 2
    assert (store.paper.sheets(WAVE), texts(store)) == ([], ["p"])
    with pytest.raises(LebenslageError, match="wurde gelöscht"):
        store.raw(record.id)
    assert {entry.was for entry in store.audit()} >= {
        Action.BOEGEN_GELOESCHT, Action.ROHDATEI_GELOESCHT,
    }  # fmt: skip
