"""Every protected figure of a snapshot, computed once: what pages and files are made of.

Pages (which keep the results in their caches) and the command line both ask `Figures`, so that a
number has one way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

import pandas as pd

from lebenslage.analysis import findings as find
from lebenslage.analysis import indicators
from lebenslage.analysis.index.change import ChangeTable, change_table
from lebenslage.analysis.index.need import NeedTable, need_table
from lebenslage.analysis.index.scores import ScoreTable, score_table
from lebenslage.analysis.survey import freetext, representation, response, tables, waves
from lebenslage.analysis.survey.spread import WeightSpread, weight_spread, weighting_effect
from lebenslage.analysis.survey.topics import topics
from lebenslage.model.area import Gemeinde
from lebenslage.model.exchange import Snapshot
from lebenslage.model.procedure import Procedure
from lebenslage.model.registers import Entry
from lebenslage.model.rules import Audience, Thresholds
from lebenslage.model.survey import Questionnaire, SurveyWave

Made = TypeVar("Made")
#: Python computes one table at a time anyway; who comes second finds what the first has made.
_ONE_AT_A_TIME: Final = threading.RLock()


class _Key(NamedTuple):
    """What was made, of which waves, how."""

    what: str
    waves: tuple[str, ...]
    by: str = ""


def _no_entries(register: str) -> tuple[Entry, ...]:  # noqa: ARG001  as any other source of them
    return ()


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of one state of the store under one procedure, each made when it is asked for.

    Nothing that is handed out holds an unprotected cell or a text that nobody has released.

    Parameters
    ----------
    audience : Audience
        Who will read it; files are for the public.
    entries : callable
        Code of a register -> its entries that are not archived, as they are now. They are not
        protected: what of them is public, `model.registers.published` decides.
    """

    snapshot: Snapshot = field(repr=False)
    gemeinde: Gemeinde
    procedure: Procedure
    audience: Audience = Audience.OEFFENTLICH
    entries: Callable[[str], Sequence[Entry]] = field(default=_no_entries, repr=False)
    _made: dict[_Key, Any] = field(default_factory=dict, repr=False)

    def take_over(self, earlier: Figures) -> None:
        """Keep what an earlier state has made of waves that are the same in this one.

        Most changes leave the surveys alone, whose tables take longest to protect.
        """
        rules = ("gemeinde", "audience")
        if any(getattr(self, name) != getattr(earlier, name) for name in rules):
            return
        if list(self.names) != list(earlier.names):
            return
        before = {wave.fragebogen.id: wave for wave in earlier.snapshot.umfragen}
        same = {
            wave.fragebogen.id
            for wave in self.snapshot.umfragen
            if wave.same_as(before.get(wave.fragebogen.id))
        }
        made = earlier._made.copy()  # at once: somebody may be adding to it
        kept = {key: found for key, found in made.items() if same.issuperset(key.waves)}
        self._made.update(kept)

    @property
    def names(self) -> dict[str, str]:
        """`ortsteil_id` -> name."""
        return self.snapshot.ortsteil_names

    @property
    def levels(self) -> dict[str, str]:
        """Ortsteile, Gemeinde and Landkreis: `gebiet_id` -> name."""
        own = self.gemeinde
        return {**self.names, own.ags: f"Gemeinde {own.name}", own.kreis_ags: own.landkreis}

    @cached_property
    def values(self) -> pd.DataFrame:
        """Indicator values of every date and area (`columns.INDIKATORWERTE`)."""
        state = self.snapshot
        results = {
            wave.fragebogen.id: self.wave_table(wave.fragebogen.id)
            for wave in state.umfragen
            if indicators.feeding(wave, state.catalogue)
        }
        return indicators.indicator_values(state, self.gemeinde, self.audience, results)

    @cached_property
    def latest(self) -> pd.DataFrame:
        """The newest value per area and indicator."""
        return indicators.latest(self.values)

    @cached_property
    def scores(self) -> ScoreTable:
        """Scores of the Ortsteile (ranked) and of the Gemeinde."""
        own = (self.gemeinde.ags,)
        return score_table(self.values, self.snapshot, self.procedure, weitere=own)

    @cached_property
    def changes(self) -> ChangeTable:
        """Change since the date before."""
        own = (self.gemeinde.ags,)
        return change_table(self.values, self.snapshot, self.procedure, weitere=own)

    @cached_property
    def needs(self) -> NeedTable:
        """Status and change of every Handlungsfeld in every Ortsteil."""
        return need_table(self.scores, self.changes, self.values)

    @cached_property
    def findings(self) -> list[find.Finding]:
        """What stands out, the largest first."""
        state = self.snapshot
        newest = state.umfragen[-1].fragebogen.id if state.umfragen else None
        table = self.wave_table(newest) if newest else None
        return find.outstanding(self.scores, self.values, state, self.gemeinde, table)

    @property
    def waves(self) -> tuple[Questionnaire, ...]:
        """The waves that have answers, the oldest first."""
        return tuple(wave.fragebogen for wave in self.snapshot.umfragen)

    def wave(self, wave_id: str) -> Questionnaire:
        """The questionnaire of a wave.

        Raises
        ------
        KeyError
            If there is none.
        """
        return self.snapshot.wave(wave_id).fragebogen

    def wave_table(self, wave_id: str, by: str = "ortsteil") -> pd.DataFrame:
        """Results of a wave by Ortsteil or another column (`columns.UMFRAGEWERTE`)."""
        return self._once(
            _Key("wave_table", (wave_id,), by),
            lambda: tables.survey_table(*self._asked(wave_id), by=by),
        )

    def wave_changes(self, earlier: str, later: str) -> pd.DataFrame:
        """Differences between two waves per question and group, of questions that are the same."""
        return self._once(
            _Key("wave_changes", (earlier, later)),
            lambda: waves.compare(self.wave_table(earlier), self.wave_table(later)),
        )

    def comparable(self, earlier: str, later: str) -> list[str]:
        """Columns of the questions that mean the same in both waves."""
        return list(waves.comparable(self.wave(earlier), self.wave(later)))

    def group_differences(self, wave_id: str, by: str = "ortsteil") -> pd.DataFrame:
        """Differences between the groups per question, with their verdict."""
        return self._once(
            _Key("group_differences", (wave_id,), by),
            lambda: waves.compare_groups(self.wave_table(wave_id, by)),
        )

    def responses(self, wave_id: str, by: str = "ortsteil") -> pd.DataFrame:
        """Who answered, by group."""
        return self._once(
            _Key("responses", (wave_id,), by),
            lambda: response.who_answered(*self._asked(wave_id), by),
        )

    def answered_by_age(self, wave_id: str) -> pd.DataFrame:
        """Persons by Ortsteil and age who answered, unweighted."""
        return self._once(
            _Key("answered_by_age", (wave_id,)),
            lambda: representation.answered_by_age(*self._asked(wave_id)),
        )

    def weight_spread(self, wave_id: str) -> WeightSpread:
        """Spread of the weights of a wave and its price."""
        return self._once(
            _Key("weight_spread", (wave_id,)), lambda: weight_spread(*self._asked(wave_id))
        )

    def weighting_effect(self, wave_id: str) -> pd.DataFrame:
        """Figures of everybody with and without weights."""
        return self._once(
            _Key("weighting_effect", (wave_id,)),
            lambda: weighting_effect(*self._asked(wave_id), self.wave_table(wave_id)),
        )

    def topics(self, wave_id: str) -> pd.DataFrame:
        """Words that many used in their own words, question by question."""
        thresholds = self.gemeinde.thresholds
        return self._once(
            _Key("topics", (wave_id,)),
            lambda: topics(self.snapshot.wave(wave_id), thresholds, self.audience),
        )

    def quotes(
        self, wave_id: str, area: str = "", *, frage: str = "", suche: str = ""
    ) -> pd.DataFrame:
        """Released texts that may be quoted (`frage, gruppe, text`); `freetext.chosen` of them."""
        released = self._once(
            _Key("quotes", (wave_id,)),
            lambda: freetext.released_texts(self.snapshot.wave(wave_id), self.gemeinde.thresholds),
        )
        return freetext.chosen(released, frage=frage, suche=suche, ortsteil=area)

    def _asked(self, wave_id: str) -> tuple[SurveyWave, list[str], Thresholds, Audience]:
        """The wave, the Ortsteile and the rules that all its tables are made with."""
        rules = self.gemeinde.thresholds
        return self.snapshot.wave(wave_id), list(self.names), rules, self.audience

    def _once(self, key: _Key, make: Callable[[], Made]) -> Made:
        if key not in self._made:
            with _ONE_AT_A_TIME:
                if key not in self._made:
                    self._made[key] = make()
        made: Made = self._made[key]
        return made
