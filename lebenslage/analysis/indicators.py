"""Indicator values of all areas and dates, with their uncertainty, protected.

Imported values come first; what they leave open is computed from the cells of census grids, from
surveys and, for Gemeinde and Landkreis, from sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from lebenslage.analysis import disclosure
from lebenslage.analysis.counts import count_values
from lebenslage.analysis.grid import grid_values
from lebenslage.analysis.grid_sums import EINGESCHRAENKT
from lebenslage.analysis.indicator_errors import RAUSCHEN, with_errors
from lebenslage.analysis.indicator_levels import sum_up
from lebenslage.analysis.reach import reach_values
from lebenslage.analysis.survey.tables import survey_table
from lebenslage.model import columns as c
from lebenslage.model.area import Gemeinde
from lebenslage.model.catalogue import Catalogue, Kind
from lebenslage.model.exchange import Snapshot
from lebenslage.model.rules import (
    ALLE,
    MEHRHEIT,
    Audience,
    Guete,
    Status,
)
from lebenslage.model.survey import Question, Questionnaire, SurveyWave

_KEYS: Final = [c.GEBIET, c.INDIKATOR, c.STAND]
_VALUES: Final = [*c.WERTE, RAUSCHEN, EINGESCHRAENKT, disclosure.VERBUNDEN, c.GRUND]
#: Level of a Gemeinde in the comparison table.
GEMEINDE: Final = "gemeinde"


def indicator_values(
    snapshot: Snapshot,
    gemeinde: Gemeinde,
    audience: Audience = Audience.OEFFENTLICH,
    results: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """All values of the catalogue's indicators: Ortsteile, Gemeinde, Landkreis.

    Parameters
    ----------
    audience : Audience
        Who is going to see them: hidden values have no numbers in the result.
    results : mapping, optional
        Wave -> its `survey_table` by Ortsteil for this audience, where it was made already.

    Returns
    -------
    pd.DataFrame
        Columns `columns.INDIKATORWERTE`, one row per area, indicator and date, in the order of
        catalogue, date, Ortsteile, Gemeinde, Landkreis. `standardfehler` and limits are in the
        unit of the value; shares are in percent.
    """
    areas = [*snapshot.ortsteil_names, gemeinde.ags, gemeinde.kreis_ags]
    values = with_errors(_collect(snapshot, gemeinde), snapshot.catalogue)
    kinds = {node.code: node for node in snapshot.catalogue.indicators}
    guarded = disclosure.protect(
        values,
        parts=list(snapshot.ortsteil_names),
        whole=gemeinde.ags,
        persons=[code for code, node in kinds.items() if node.protects_persons],
        shares=[code for code, node in kinds.items() if node.art is Kind.ANTEIL],
        rates=[code for code, node in kinds.items() if node.art is Kind.RATE],
        thresholds=gemeinde.thresholds,
        audience=audience,
    )
    limited = (guarded[EINGESCHRAENKT] > MEHRHEIT) & (guarded[c.STATUS] == Status.OK)
    guarded.loc[limited, c.STATUS] = Status.EINGEKLAMMERT.value
    made = results or {}
    surveys = [
        _survey_values(wave, snapshot, gemeinde, audience, made.get(wave.fragebogen.id))
        for wave in snapshot.umfragen
    ]
    frames = [frame for frame in (guarded, *surveys) if len(frame)]
    everything = pd.concat(frames, ignore_index=True) if frames else guarded
    everything = everything.drop_duplicates(_KEYS).reindex(columns=list(c.INDIKATORWERTE))
    codes = {node.code: i for i, node in enumerate(snapshot.catalogue)}
    places = {area: i for i, area in enumerate(areas)}
    order = pd.DataFrame(
        {
            "code": everything[c.INDIKATOR].map(codes),
            "stand": everything[c.STAND],
            "area": everything[c.GEBIET].map(places),
        }
    ).sort_values(["code", "stand", "area"])
    return everything.loc[order.index].reset_index(drop=True)


def latest(values: pd.DataFrame) -> pd.DataFrame:
    """The newest row per area and indicator; rows without any data give way to older ones."""
    missing = (values[c.STATUS] == Status.FEHLT).to_numpy(bool)
    ranked = values.assign(_there=~missing).sort_values(["_there", c.STAND], kind="stable")
    kept = ranked.drop_duplicates([c.GEBIET, c.INDIKATOR], keep="last").drop(columns="_there")
    return kept.sort_index().reset_index(drop=True)


def comparison_values(snapshot: Snapshot, indikator: str) -> pd.DataFrame:
    """How an indicator is distributed over the Gemeinden of the comparison.

    Returns
    -------
    pd.DataFrame
        `gebiet_id, name, stand, wert` of the newest date that any Gemeinde has, by value.
    """
    rows = snapshot.vergleich
    rows = rows[(rows["ebene"] == GEMEINDE) & (rows[c.INDIKATOR] == indikator)]
    rows = rows[rows[c.WERT].notna()]
    rows = rows[rows[c.STAND] == rows[c.STAND].max()]
    kept: pd.DataFrame = rows.sort_values([c.WERT, c.GEBIET])[[c.GEBIET, c.NAME, c.STAND, c.WERT]]
    return kept.reset_index(drop=True)


def _collect(snapshot: Snapshot, gemeinde: Gemeinde) -> pd.DataFrame:
    """Everything but surveys, columns `_VALUES`; the first source of a value counts."""
    names = list(snapshot.ortsteil_names)
    frames = [snapshot.werte]
    if snapshot.zellen:
        cells = grid_values(snapshot.zellen, snapshot.ortsteile)
        frames.append(cells.rename(columns={c.FEHLER: RAUSCHEN}))
        frames += reach_values(snapshot, gemeinde)
    if snapshot.zaehlungen:
        there = pd.concat([frame.reindex(columns=_VALUES) for frame in frames])
        # counts of a register beat the grid, not what somebody has entered as a value
        frames.insert(1, count_values(snapshot, gemeinde.ags, there))
    frames.append(_from_comparison(snapshot, gemeinde.ags))
    own = _known(frames, snapshot, [*names, gemeinde.ags])
    total = sum_up(own, snapshot.catalogue, gemeinde.ags, names)
    own = _known([own, total], snapshot, [*names, gemeinde.ags])
    return pd.concat([own, _landkreis(snapshot, gemeinde)], ignore_index=True)


def _known(frames: list[pd.DataFrame], snapshot: Snapshot, areas: list[str]) -> pd.DataFrame:
    codes = [node.code for node in snapshot.catalogue.indicators]
    filled = [frame.reindex(columns=_VALUES) for frame in frames if len(frame)]
    if not filled:
        return pd.DataFrame(columns=_VALUES)
    numeric = [
        c.WERT,
        c.ZAEHLER,
        c.NENNER,
        c.FEHLER,
        RAUSCHEN,
        EINGESCHRAENKT,
        disclosure.VERBUNDEN,
    ]
    everything = pd.concat([frame.astype(dict.fromkeys(numeric, float)) for frame in filled])
    wanted = everything[c.GEBIET].isin(areas) & everything[c.INDIKATOR].isin(codes)
    return everything[wanted].drop_duplicates(_KEYS).reset_index(drop=True)


def _from_comparison(snapshot: Snapshot, area: str) -> pd.DataFrame:
    own: pd.DataFrame = snapshot.vergleich[snapshot.vergleich[c.GEBIET] == area]
    return own


def _landkreis(snapshot: Snapshot, gemeinde: Gemeinde) -> pd.DataFrame:
    """Given values first, else sums over the Gemeinden of the Landkreis in the comparison."""
    key = gemeinde.kreis_ags
    given = _known([snapshot.werte, _from_comparison(snapshot, key)], snapshot, [key])
    rows = snapshot.vergleich
    rows = rows[(rows["ebene"] == GEMEINDE) & rows[c.GEBIET].str.startswith(key)]
    parts = list(dict.fromkeys(rows[c.GEBIET]))
    members = _known([rows], snapshot, parts)
    summed = [
        sum_up(group, snapshot.catalogue, key, parts)
        for code, group in members.groupby(c.INDIKATOR, sort=False)
        if len(parts) > 1 and snapshot.catalogue[str(code)].art in (Kind.ANTEIL, Kind.RATE)
    ]
    return _known([given, *summed], snapshot, [key])


def feeding(wave: SurveyWave, catalogue: Catalogue) -> tuple[Question, ...]:
    """Questions of a wave that an indicator is made of."""
    return tuple(q for q in wave.fragebogen.fragen if q.indikator in catalogue)


def _survey_values(
    wave: SurveyWave,
    snapshot: Snapshot,
    gemeinde: Gemeinde,
    audience: Audience,
    table: pd.DataFrame | None,
) -> pd.DataFrame:
    """Values of the questions that feed an indicator; protected by the survey table."""
    form, names = wave.fragebogen, list(snapshot.ortsteil_names)
    questions = feeding(wave, snapshot.catalogue)
    if not questions:
        return pd.DataFrame(columns=list(c.INDIKATORWERTE))
    if table is None:
        part = replace(wave, fragebogen=replace(form, fragen=questions))
        table = survey_table(part, names, gemeinde.thresholds, audience)
    areas = {ALLE: gemeinde.ags} | {name: name for name in names}
    rows = [*_rows_of(table, {_figure(q): q for q in questions}, form, areas)]
    return pd.DataFrame(rows, columns=list(c.INDIKATORWERTE))


def _figure(question: Question) -> tuple[str, str, str]:
    """Question, figure and answer that feed the indicator, as in the survey table."""
    answer = question.auspraegung if question.statistik == "anteil" else ""
    return question.code, question.statistik, answer


def _rows_of(
    table: pd.DataFrame,
    questions: dict[tuple[str, str, str], Question],
    form: Questionnaire,
    areas: dict[str, str],
) -> Iterator[dict[str, object]]:
    quality = Guete.AMTLICH if form.representative else Guete.NAEHERUNG
    asked = {question.code for question in questions.values()}
    for row in table[table[c.FRAGE].isin(asked)].to_dict("records"):
        question = questions.get((row[c.FRAGE], row[c.STATISTIK], row[c.AUSPRAEGUNG]))
        if question and row[c.GRUPPE] in areas:
            factor = 1.0 if question.statistik in ("mittelwert", "median") else 100.0
            yield {
                c.GEBIET: areas[row[c.GRUPPE]],
                c.INDIKATOR: question.indikator,
                c.STAND: form.erhebung,
                **{name: factor * row[name] for name in (c.WERT, c.UG, c.OG, c.FEHLER)},
                c.ZAEHLER: np.nan,
                c.NENNER: np.nan,
                c.N: row[c.N],
                c.GUETE: (Guete.BEISPIEL if form.beispiel else quality).value,
                c.QUELLE: form.id,
                c.STATUS: row[c.STATUS],
                c.GRUND: row[c.GRUND],
            }
