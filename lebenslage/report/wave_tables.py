"""Tables about the questions of a wave together, as texts."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.survey import Questionnaire
from lebenslage.report import formats
from lebenslage.report.survey_tables import mean_text, part_labels
from lebenslage.report.wave_sentences import answer_text, value_text

_VERDICTS = {"hoeher": "belastbar", "niedriger": "belastbar"}


def difference_table(
    ranked: pd.DataFrame, wave: Questionnaire, groups: Mapping[str, str]
) -> pd.DataFrame:
    """The largest difference of every question: both groups, both values, verdict.

    Parameters
    ----------
    ranked : pd.DataFrame
        `survey.distinct.most_different`.
    """
    labels = part_labels(wave)
    rows = []
    for row in ranked.to_dict("records"):
        high, low = ("a", "b") if row["differenz"] > 0 else ("b", "a")
        told = [
            f"{groups.get(str(row[key]), row[key])}: {value_text(row, row[f'wert_{key}'])}"
            for key in (high, low)
        ]
        rows.append(
            {
                "Frage": labels.get(row[col.FRAGE], row[col.FRAGE]),
                "Antwort": answer_text(row, wave) or "Mittelwert",
                "höchster Wert": told[0],
                "niedrigster Wert": told[1],
                "Unterschied": _VERDICTS.get(row["urteil"], row["urteil"] or "ohne Aussage"),
            }
        )
    return pd.DataFrame(rows)


def trend_table(trend: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Means by area and wave."""
    stands = sorted(set(trend[col.STAND]))
    by_key = {(row[col.GEBIET], row[col.STAND]): row for row in trend.to_dict("records")}
    return pd.DataFrame(
        [
            {
                "Gebiet": name,
                **{
                    formats.format_date(stand): mean_text(by_key[area, stand])
                    if (area, stand) in by_key
                    else formats.format_missing()
                    for stand in stands
                },
            }
            for area, name in names.items()
        ]
    )


def compass_table(
    rows: pd.DataFrame, topics: Mapping[str, str], shown: Mapping[str, str]
) -> pd.DataFrame:
    """Means of the topics, one column per area."""
    means = rows[rows[col.STATISTIK] == "mittelwert"]
    by_key = {(str(row[col.FRAGE]), str(row[col.GRUPPE])): row for row in means.to_dict("records")}
    return pd.DataFrame(
        [
            {
                "Thema": f"{i} {text}",
                **{
                    name: mean_text(by_key[code, area])
                    if (code, area) in by_key
                    else formats.format_missing()
                    for area, name in shown.items()
                },
            }
            for i, (code, text) in enumerate(topics.items(), start=1)
        ]
    )
