"""Every cached read of the pages.

Caches are keyed by the store's version number, so every session and every replica sees a change
at its next rerun. Functions without an underscore are what pages call. All sessions share one
table; a page gets a shallow copy, which pandas copies in full as soon as somebody writes to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from lebenslage import wiring
from lebenslage.analysis import findings as find
from lebenslage.analysis import indicators
from lebenslage.analysis.figures import Figures
from lebenslage.analysis.index.change import ChangeTable
from lebenslage.analysis.index.need import NeedTable
from lebenslage.analysis.index.scores import ScoreTable, score_table
from lebenslage.app import opened, rerun
from lebenslage.loaders import read as load
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.exchange import Known, Snapshot, Source, known_from
from lebenslage.model.procedure import Procedure
from lebenslage.model.registers import Entry
from lebenslage.model.rules import Audience
from lebenslage.model.scenario import PUBLISHED, Scenario

T = TypeVar("T")
#: Whoever is looking: what stands on the wall of the council chamber is public.
AUDIENCE = Audience.OEFFENTLICH
#: How many results of long computations are kept, for all sessions together.
_KEPT = 16


store, gemeinde = opened.store, opened.gemeinde


def refresh() -> int:
    """Ask the store for its version; the rest of the run shows that one."""
    version = store().version()
    rerun.pin_version(version)
    opened.first_use_of_the_day()
    return version


def register_versions() -> Mapping[str, int]:
    """Number of changes of every register, read once per run of a page that asks for it."""
    pinned = rerun.pinned_registers()
    if pinned is None:
        pinned = store().registers.versions()
        rerun.pin_registers(pinned)
    return pinned


def version() -> int:
    """The store's version number, read once per run of a page."""
    pinned = rerun.pinned_version()
    return refresh() if pinned is None else pinned


def once(key: tuple[str, ...], build: Callable[[], T]) -> T:
    """What `build` makes, made once per version of the store.

    Figures, sentences and tables of a panel cost far more to make than to show.

    Parameters
    ----------
    key : tuple of str
        Names the panel and everything chosen that it depends on.
    build : callable
        Makes it out of protected figures; what it returns is shared by all sessions and never
        changed.
    """
    made: T = _once(version(), key, build)
    return made


def kept(key: tuple[str, ...]) -> Any:
    """What was kept under this name for the current version; None if nothing was."""
    return _shelf().get((str(version()), *key))


def keep(key: tuple[str, ...], made: object) -> None:
    """Keep what somebody asked for and waited for (None: no longer); the oldest gives way.

    Unlike `once`, for what a page must not begin to compute by itself.
    """
    shelf = _shelf()
    shelf.pop((str(version()), *key), None)
    if made is not None:
        shelf[(str(version()), *key)] = made
    while len(shelf) > _KEPT:
        shelf.pop(next(iter(shelf)), None)


def snapshot() -> Snapshot:
    """The current state."""
    return _snapshot(version())


def known() -> Known:
    """What a new file is checked against; for who may import, as it names all entries."""
    stand = (f"{code}:{count}" for code, count in register_versions().items())
    return once(
        ("bekannt", *stand),
        lambda: known_from(snapshot(), gemeinde(), store().registers.names()),
    )


def values() -> pd.DataFrame:
    """Indicator values of every date and area, protected (`columns.INDIKATORWERTE`)."""
    return _values(version()).copy(deep=False)


def latest() -> pd.DataFrame:
    """The newest value per area and indicator."""
    _values(version())  # tells that it computes
    return figures().latest.copy(deep=False)


def comparison(indikator: str) -> pd.DataFrame:
    """The newest values of all Gemeinden, the own one included (`gebiet_id, name, stand, wert`)."""
    return _comparison(version(), indikator).copy(deep=False)


def scores() -> ScoreTable:
    """Scores of the Ortsteile (ranked) and of the Gemeinde, under the default procedure."""
    return _scores(version())


def changes() -> ChangeTable:
    """Change of scores and values since the date before, of the Ortsteile and the Gemeinde."""
    return _changes(version())


def needs() -> NeedTable:
    """Status and change of every Handlungsfeld in every Ortsteil."""
    return figures().needs


def findings() -> list[find.Finding]:
    """What stands out, the largest first."""
    return list(figures().findings)


def wave_table(wave_id: str, by: str = "ortsteil") -> pd.DataFrame:
    """Results of a wave, protected (`columns.UMFRAGEWERTE`)."""
    return _wave_table(version(), wave_id, by).copy(deep=False)


def wave_changes(earlier: str, later: str) -> pd.DataFrame:
    """Differences between two waves per question and group, with their verdict."""
    return _wave_changes(version(), earlier, later).copy(deep=False)


def group_differences(wave_id: str, by: str = "ortsteil") -> pd.DataFrame:
    """Differences between the groups per question, with their verdict."""
    return _group_differences(version(), wave_id, by).copy(deep=False)


def responses(wave_id: str, by: str = "ortsteil") -> pd.DataFrame:
    """Who answered, by group."""
    return figures().responses(wave_id, by).copy(deep=False)


def last_change() -> str:
    """When the data last changed, ISO; empty for an empty store."""
    return _last_change(version())


def procedure() -> Procedure:
    """The default procedure `zielwerte` with the classes of the Gemeinde."""
    return _procedures()[PUBLISHED]


def procedures() -> Mapping[str, Procedure]:
    """Every shipped procedure by name; the published one is `procedure()`."""
    return _procedures()


def scenario_scores(scenario: Scenario) -> ScoreTable:
    """Scores of the Ortsteile under the assumptions of a scenario; its name plays no part.

    Raises
    ------
    DatenFehler
        If procedure, catalogue and values do not fit each other.
    """
    if scenario.is_published:
        return scores()
    return _scenario_scores(version(), scenario.content.text, scenario)


def draft_catalogue() -> Catalogue | None:
    """The draft of the catalogue; None if nothing is drafted."""
    step = store().catalogue.draft()
    return None if step is None else _draft_catalogue(step.id, step.katalog)


def draft_scores(catalogue: Catalogue, step: int) -> ScoreTable:
    """Scores of the Ortsteile under a draft of the catalogue.

    Parameters
    ----------
    step : int
        Number of the step of the draft that the catalogue stands at.

    Raises
    ------
    DatenFehler
        If catalogue, procedure and values do not fit each other.
    """
    return _draft_scores(version(), step, catalogue)


def figures() -> Figures:
    """All of the above together, for reports; computed when asked for, kept per version."""
    return _figures(version())


@st.cache_resource(max_entries=2, show_spinner=False)
def _figures(version: int) -> Figures:
    # what was made of earlier versions is not asked for again, and would stay until 500 newer came
    for made in (_once, _comparison, _scenario_scores, _wave_table):
        made.clear()
    now = Figures(_snapshot(version), gemeinde(), procedure(), AUDIENCE, _entries)
    newest = _newest()
    for earlier in newest:
        now.take_over(earlier)
    newest[:] = [now]
    return now


@st.cache_resource(show_spinner=False)
def _newest() -> list[Figures]:
    """The figures that were made last; none before the first."""
    return []


def _entries(register: str) -> list[Entry]:
    """Entries of a register that are not archived, read now."""
    return [e for e in store().registers.entries(register)[0] if not e.archiviert]


@st.cache_resource(max_entries=2, show_spinner="Daten werden geladen …")
def _snapshot(version: int) -> Snapshot:  # noqa: ARG001  the version is the key
    return store().snapshot()


@st.cache_resource(max_entries=2, show_spinner="Indikatoren werden berechnet …")
def _values(version: int) -> pd.DataFrame:
    return _figures(version).values


@st.cache_resource(show_spinner=False)
def _shelf() -> dict[tuple[str, ...], Any]:
    return {}


@st.cache_resource(max_entries=500, show_spinner=False)
def _once(version: int, key: tuple[str, ...], _build: Callable[[], Any]) -> Any:  # noqa: ARG001
    return _build()


@st.cache_resource(max_entries=64, show_spinner=False)
def _comparison(version: int, indikator: str) -> pd.DataFrame:
    others = indicators.comparison_values(_snapshot(version), indikator)
    own, newest = gemeinde(), _figures(version).latest
    mine = newest[(newest[col.GEBIET] == own.ags) & (newest[col.INDIKATOR] == indikator)]
    if others.empty or (others[col.GEBIET] == own.ags).any():
        return others
    mine = mine.assign(name=own.name)[list(others.columns)].dropna(subset=[col.WERT])
    return pd.concat([others, mine], ignore_index=True)


@st.cache_resource(max_entries=2, show_spinner="Punktwerte werden berechnet …")
def _scores(version: int) -> ScoreTable:
    return _figures(version).scores


@st.cache_resource(max_entries=2, show_spinner="Zeitpunkte werden verglichen …")
def _changes(version: int) -> ChangeTable:
    return _figures(version).changes


@st.cache_resource(show_spinner=False)
def _procedures() -> Mapping[str, Procedure]:
    return wiring.procedures(gemeinde())


@st.cache_resource(max_entries=32, show_spinner=False)
def _scenario_scores(version: int, text: str, _scenario: Scenario) -> ScoreTable:  # noqa: ARG001
    state = _snapshot(version)
    catalogue, chosen = _scenario.apply(state.catalogue, _procedures())
    return score_table(_values(version), replace(state, catalogue=catalogue), chosen)


@st.cache_resource(max_entries=4, show_spinner=False)
def _draft_catalogue(step: int, _content: bytes) -> Catalogue:  # noqa: ARG001
    content = load(Source("katalog.csv", _content)).content
    assert isinstance(content, Catalogue)
    return content


@st.cache_resource(max_entries=4, show_spinner="Wirkung wird berechnet …")
def _draft_scores(version: int, step: int, _catalogue: Catalogue) -> ScoreTable:  # noqa: ARG001
    state = replace(_snapshot(version), catalogue=_catalogue)
    # what counts as persons, shares and sums follows from the catalogue too
    values = indicators.indicator_values(state, gemeinde(), AUDIENCE)
    return score_table(values, state, procedure())


@st.cache_resource(max_entries=24, show_spinner="Umfrage wird ausgewertet …")
def _wave_table(version: int, wave_id: str, by: str) -> pd.DataFrame:
    return _figures(version).wave_table(wave_id, by)


@st.cache_resource(max_entries=8, show_spinner="Wellen werden verglichen …")
def _wave_changes(version: int, earlier: str, later: str) -> pd.DataFrame:
    return _figures(version).wave_changes(earlier, later)


@st.cache_resource(max_entries=8, show_spinner="Gruppen werden verglichen …")
def _group_differences(version: int, wave_id: str, by: str) -> pd.DataFrame:
    return _figures(version).group_differences(wave_id, by)


@st.cache_resource(max_entries=2, show_spinner=False)
def _last_change(version: int) -> str:  # noqa: ARG001  the version is the key
    return max((entry.wann for entry in store().audit() if entry.was.changes_data), default="")
