"""What the figures of one state of the store take over from those of the state before."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pandas as pd
import pytest

from lebenslage.analysis.figures import Figures
from lebenslage.analysis.indicators import indicator_values
from lebenslage.analysis.survey import tables
from lebenslage.model import columns as c
from lebenslage.model.exchange import Snapshot
from lebenslage.model.margins import Margins
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import SurveyWave
from tests import tiny

OLD, NEW = "umfrage-2022", "umfrage-2024"
#: Everything that is made of one wave.
OF_A_WAVE = (
    "wave_table",
    "group_differences",
    "responses",
    "answered_by_age",
    "weight_spread",
    "weighting_effect",
    "topics",
)


def figures(state: Snapshot, audience: Audience = Audience.OEFFENTLICH) -> Figures:
    return Figures(state, tiny.gemeinde(), Procedure(), audience)


def two_waves() -> Snapshot:
    return replace(tiny.snapshot(), umfragen=(tiny.wave("2022"), tiny.wave("2024")))


def read_again(state: Snapshot) -> Snapshot:
    """The same content in other objects, as the store reads it after a change."""
    waves = tuple(replace(w, antworten=w.antworten.copy(deep=True)) for w in state.umfragen)
    return replace(state, version=state.version + 1, umfragen=waves)


def with_newest(change: Callable[[SurveyWave], SurveyWave]) -> Snapshot:
    state = read_again(two_waves())
    first, last = state.umfragen
    return replace(state, umfragen=(first, change(last)))


def made_of(own: Figures, wave_id: str) -> list[object]:
    return [getattr(own, name)(wave_id) for name in OF_A_WAVE]


def taken_over(earlier: Figures, now: Figures) -> tuple[list[bool], list[bool], bool]:
    """Of the older wave, of the newer, and of their comparison."""
    before = made_of(earlier, OLD), made_of(earlier, NEW), earlier.wave_changes(OLD, NEW)
    now.take_over(earlier)
    after = made_of(now, OLD), made_of(now, NEW), now.wave_changes(OLD, NEW)
    old, new = (
        [one is other for one, other in zip(*pair, strict=True)]
        for pair in zip(before[:2], after[:2], strict=True)
    )
    return old, new, before[2] is after[2]


ALL, NONE = [True] * len(OF_A_WAVE), [False] * len(OF_A_WAVE)


def test_a_change_elsewhere_leaves_the_tables_of_the_surveys():
    state = two_waves()
    more = state.werte.assign(stand="2025")
    now = replace(read_again(state), werte=pd.concat([state.werte, more], ignore_index=True))
    assert taken_over(figures(state), figures(now)) == (ALL, ALL, True)


def test_values_are_those_of_the_new_state():
    state = two_waves()
    now = replace(read_again(state), werte=state.werte.assign(wert=state.werte[c.WERT] + 1))
    before, after = figures(state), figures(now)
    assert len(before.values)
    after.take_over(before)
    pd.testing.assert_frame_equal(after.values, indicator_values(now, tiny.gemeinde()))
    assert not after.values.equals(before.values)


def _another_answer(wave: SurveyWave) -> SurveyWave:
    answers = wave.antworten.copy()
    answers.loc[0, "F1"] = "4"
    return replace(wave, antworten=answers)


def _another_word(wave: SurveyWave) -> SurveyWave:
    form = wave.fragebogen
    first = replace(form.fragen[0], text="Wie zufrieden sind Sie mit dem Bus?")
    return replace(wave, fragebogen=replace(form, fragen=(first, *form.fragen[1:])))


def _another_register(wave: SurveyWave) -> SurveyWave:
    counted = pd.DataFrame({"merkmal": ["F2"], "auspraegung": ["ja"], "anzahl": [900.0]})
    return replace(wave, margins=Margins(counted, gekreuzt=False))


CHANGES = {
    "an answer": _another_answer,
    "one answer less": lambda wave: replace(wave, antworten=wave.antworten.iloc[:-1]),
    "a question": _another_word,
    "a release taken back": lambda wave: replace(wave, released=frozenset()),
    "margins": _another_register,
    "answers on paper": lambda wave: replace(wave, papier=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_of_a_changed_wave_nothing_is_taken_over(change: Callable[[SurveyWave], SurveyWave]):
    assert taken_over(figures(two_waves()), figures(with_newest(change))) == (ALL, NONE, False)


def test_margins_that_say_the_same_are_the_same():
    state = with_newest(_another_register)
    again = with_newest(_another_register)
    assert taken_over(figures(state), figures(again)) == (ALL, ALL, True)


def test_a_text_taken_back_is_no_longer_quoted():
    before = figures(two_waves())
    assert list(before.quotes(NEW)["text"]) == ["Mehr Bänke am Weiher."]
    now = figures(with_newest(CHANGES["a release taken back"]))
    now.take_over(before)
    assert now.quotes(NEW).empty


def test_a_wave_that_is_gone_is_unknown():
    before = figures(two_waves())
    made_of(before, NEW)
    now = figures(replace(two_waves(), umfragen=(tiny.wave("2022"),)))
    now.take_over(before)
    with pytest.raises(KeyError):
        now.wave_table(NEW)


def test_nothing_is_taken_over_for_other_readers():
    before = figures(two_waves(), Audience.INTERN)
    assert taken_over(before, figures(read_again(two_waves()))) == (NONE, NONE, False)


def test_nothing_is_taken_over_under_other_thresholds():
    own = replace(tiny.gemeinde(), thresholds=Thresholds(oeffentlich=15))
    now = Figures(read_again(two_waves()), own, Procedure())
    assert taken_over(figures(two_waves()), now) == (NONE, NONE, False)


def test_nothing_is_taken_over_for_other_ortsteile():
    fewer = replace(read_again(two_waves()), ortsteile=tiny.ortsteile().iloc[:3])
    assert taken_over(figures(two_waves()), figures(fewer)) == (NONE, NONE, False)


def test_who_asks_at_the_same_time_gets_the_same_table(monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    real = tables.survey_table

    def counted(wave: SurveyWave, *args: object, **more: object) -> pd.DataFrame:
        made.append(wave.fragebogen.id)
        return real(wave, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tables, "survey_table", counted)
    own, together = figures(two_waves()), Barrier(8)

    def ask(_: int) -> pd.DataFrame:
        together.wait()
        return own.wave_table(NEW)

    with ThreadPoolExecutor(8) as people:
        found = list(people.map(ask, range(8)))
    assert made == [NEW]
    assert all(table is found[0] for table in found)
