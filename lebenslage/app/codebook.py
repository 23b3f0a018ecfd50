"""Step 1 of reading answers: which questionnaire they belong to, and which wave they are."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Final

import streamlit as st

from lebenslage.app import data, parts
from lebenslage.model import moments
from lebenslage.model.exchange import Known
from lebenslage.model.survey import Questionnaire, SurveyKind
from lebenslage.report import matching

_KINDS: Final[Mapping[SurveyKind, str]] = {
    SurveyKind.VOLLERHEBUNG: "Vollerhebung (alle wurden eingeladen)",
    SurveyKind.ZUFALLSSTICHPROBE: "Zufallsstichprobe (ausgeloste Personen)",
    SurveyKind.OFFEN: "Offene Umfrage (Link für alle)",
}
_NEW_WAVE: Final = "Eine neue Welle mit denselben Fragen"
_SAME_WAVE: Final = "Ersatz für die Antworten dieser Welle"
#: Days between two waves below which they are likely one.
_SAME_TIME: Final = 60
_FROM_DATA: Final = "Keiner davon – neuer Fragebogen aus diesen Daten"


@dataclasses.dataclass(frozen=True)
class Chosen:
    """The model of a wave: a known codebook or none, and whether it is that wave itself."""

    template: Questionnaire | None
    same_wave: bool = False


def choose(known: Known, proposed: str, key: str) -> Chosen:
    """Codebook and role of the answers.

    Parameters
    ----------
    proposed : str
        Id of the wave that fits best; empty if none does.
    key : str
        Tells the widgets of several files apart.
    """
    by_id = {item.id: item for item in reversed(known.questionnaires)}
    if not by_id:
        return Chosen(None)
    options = [*by_id, ""]
    wave_id = st.selectbox(
        "Mit welchem Fragebogen wurde gefragt?",
        options,
        index=options.index(proposed) if proposed in options else len(options) - 1,
        format_func=lambda wave_id: by_id[wave_id].titel if wave_id else _FROM_DATA,
        key=f"fragebogen-{key}",
    )
    if not wave_id:
        return Chosen(None)
    same = st.radio(
        "Was sind diese Antworten?",
        [False, True],
        format_func=lambda same: _SAME_WAVE if same else _NEW_WAVE,
        key=f"welle-{key}",
    )
    return Chosen(by_id[wave_id], bool(same))


def name_wave(
    survey: Questionnaire, known: Known, key: str, before: Questionnaire | None
) -> Questionnaire:
    """Title, day, kind and invited persons of a new wave; only a person knows them.

    Parameters
    ----------
    before : Questionnaire or None
        The wave whose questions it takes over.
    """
    left, right = st.columns(2)
    today = moments.today()
    title = left.text_input("Titel", survey.titel, max_chars=120, key=f"titel-{key}")
    day = right.date_input(
        "Letzter Tag der Erhebung",
        min(dt.date.fromisoformat(survey.erhebung), today),
        max_value=today,
        format="DD.MM.YYYY",
        key=f"tag-{key}",
    )
    kind: SurveyKind = st.selectbox(
        "Wie wurde gefragt?",
        list(_KINDS),
        index=list(_KINDS).index(survey.art),
        format_func=lambda kind: _KINDS[kind],
        key=f"art-{key}",
    )
    return dataclasses.replace(
        survey,
        id=_free_id(f"umfrage-{day.isoformat()}", known),
        titel=title.strip() or survey.titel,
        erhebung=day.isoformat(),
        art=kind,
        grundgesamtheit=_invited(survey, before, key),
        beispiel=False,
    )


def near(survey: Questionnaire, known: Known) -> Questionnaire | None:
    """A known wave of about the same time: it could be the same survey once more."""
    day = dt.date.fromisoformat(survey.erhebung)
    for other in known.questionnaires:
        if abs((dt.date.fromisoformat(other.erhebung) - day).days) <= _SAME_TIME:
            return other
    return None


def _free_id(wish: str, known: Known) -> str:
    taken = {item.id for item in known.questionnaires}
    key, number = wish, 2
    while key in taken:
        key, number = f"{wish}-{number}", number + 1
    return key


def _invited(survey: Questionnaire, before: Questionnaire | None, key: str) -> dict[str, int]:
    """Persons invited per Ortsteil: the base of response rates and intervals."""
    names = data.snapshot().ortsteil_names
    taken_over = {k: n for k, n in survey.grundgesamtheit.items() if k in names and n}
    told = st.empty()
    with st.expander("Eingeladene Personen je Ortsteil", expanded=bool(taken_over)):
        parts.caveat("Davon hängen Rücklauf und Schwankungsbereich ab. 0 heißt: nicht bekannt.")
        counts = {
            area: int(
                st.number_input(
                    parts.plain(name),
                    min_value=0,
                    value=int(survey.grundgesamtheit.get(area, 0)),
                    key=f"n-{key}-{area}",
                )
            )
            for area, name in names.items()
        }
    invited = {area: count for area, count in counts.items() if count}
    if taken_over and before is not None and invited == taken_over:
        told.warning(parts.plain(matching.describe_invited(sum(invited.values()), before)))
    return invited
