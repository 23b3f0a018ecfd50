"""The import assistant of the page Daten: file, look, mapping, problems, confirmation."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from lebenslage import loaders
from lebenslage.app import data, parts, state
from lebenslage.errors import LebenslageError
from lebenslage.model.exchange import Delivery, Inspection, Known, Source
from lebenslage.model.survey import Questionnaire, SurveyKind
from lebenslage.report import notices

#: Who imports, until sign-in tells.
LOCAL_USER = "Verwaltung (dieser Rechner)"
_UPLOAD = "datei"
_KINDS: Final[Mapping[SurveyKind, str]] = {
    SurveyKind.VOLLERHEBUNG: "Vollerhebung (alle wurden eingeladen)",
    SurveyKind.ZUFALLSSTICHPROBE: "Zufallsstichprobe (ausgeloste Personen)",
    SurveyKind.OFFEN: "Offene Umfrage (Link für alle)",
}
_WHAT = {
    "neu": "Eine neue Welle mit denselben Fragen",
    "gleich": "Ersatz für die Antworten dieser Welle",
}
_NONE = "– keine Spalte –"


def assistant() -> None:
    """Upload field, and below it what is to be decided about each file."""
    limit = data.gemeinde().upload_mb
    uploads = st.file_uploader(
        f"Datei hierher ziehen oder auswählen (CSV, XLSX, GeoJSON, GeoPackage, ZIP, TOML; "
        f"höchstens {limit} MB)",
        accept_multiple_files=True,
        max_upload_size=limit,
        key=f"{_UPLOAD}-{state.counter(_UPLOAD)}",
        help="Eine Umfrage kann mit ihrem Fragebogen (fragebogen.toml) zusammen abgelegt werden.",
    )
    sources = [Source(upload.name, upload.getvalue()) for upload in uploads]
    if not sources:
        return
    with st.spinner("Datei wird geprüft …"):
        known, codebook = _with_codebooks(sources)
    ready = []
    for source in sources:
        ready.append(_review(source, known, codebook))
    deliveries = [delivery for delivery in ready if delivery is not None]
    if len(deliveries) == len(sources):
        _confirm(deliveries)


def _with_codebooks(sources: Sequence[Source]) -> tuple[Known, Questionnaire | None]:
    """What is known, and the codebook that lies beside an answer file in the same upload."""
    known = data.known()
    for source in sources:
        looked = loaders.inspect(source, known)
        if looked.delivery and isinstance(looked.delivery.content, Questionnaire):
            return known, looked.delivery.content
    return known, None


def _review(source: Source, known: Known, codebook: Questionnaire | None) -> Delivery | None:
    """Show what a file is; returns its delivery once nothing is open any more."""
    with st.container(border=True):
        looked = loaders.inspect(source, known, questionnaire=codebook)
        mapping: Mapping[str, str] | None = None
        if _is_survey(looked):
            codebook = codebook or _choose_codebook(source, known)
            if codebook is not None:
                looked = loaders.inspect(source, known, questionnaire=codebook)
        if looked.fehlende_spalten:
            mapping = _map_columns(source, looked)
            looked = loaders.inspect(source, known, mapping=mapping, questionnaire=codebook)
        _describe(source, looked)
        if looked.probleme:
            intro = notices.problem_intro(len(looked.probleme))
            parts.problem_list(looked.probleme, intro)
            return None
        return looked.delivery


def _is_survey(looked: Inspection) -> bool:
    return looked.erkannt in loaders.ANSWER_FORMATS


def _describe(source: Source, looked: Inspection) -> None:
    st.markdown(f"**{parts.plain(source.name)}**")
    parts.sentence(notices.describe_inspection(looked))
    for note in looked.delivery.hinweise if looked.delivery else ():
        parts.caveat(note)
    if not looked.vorschau.empty:
        with st.expander("Vorschau"):
            parts.show_table(looked.vorschau.fillna(""))


def _map_columns(source: Source, looked: Inspection) -> dict[str, str]:
    """One choice for each needed column that the file does not name as expected."""
    st.info(
        "Einige Spalten heißen anders als erwartet. Bitte ordnen Sie sie zu; "
        "„keine Spalte“ heißt: Sie fehlt in der Datei."
    )
    chosen = {}
    for column in looked.fehlende_spalten:
        pick = st.selectbox(
            f"Welche Spalte ist „{column}“?",
            [_NONE, *looked.spaltennamen],
            key=f"spalte-{source.sha256[:12]}-{column}",
        )
        if pick and pick != _NONE:
            chosen[column] = pick
    return chosen


def _choose_codebook(source: Source, known: Known) -> Questionnaire | None:
    """Which questionnaire the answers belong to, and whether they are a new wave."""
    if not known.questionnaires:
        st.info(
            "Zu Antworten gehört ein Fragebogen. Bitte legen Sie die Datei fragebogen.toml "
            "zusammen mit den Antworten ab; eine Vorlage steht weiter unten."
        )
        return None
    key = source.sha256[:12]
    by_id = {item.id: item for item in known.questionnaires}
    chosen = by_id[
        st.selectbox(
            "Mit welchem Fragebogen wurde gefragt?",
            list(reversed(by_id)),
            format_func=lambda wave_id: by_id[wave_id].titel,
            key=f"fragebogen-{key}",
        )
    ]
    what = st.radio(
        "Was sind diese Antworten?",
        list(_WHAT),
        format_func=lambda what: _WHAT[what],
        key=f"welle-{key}",
    )
    return chosen if what == "gleich" else _new_wave(chosen, known, key)


def _new_wave(template: Questionnaire, known: Known, key: str) -> Questionnaire:
    """The questionnaire of a new wave: same questions, own title, date and kind."""
    left, right = st.columns(2)
    today = dt.date.today()
    title = left.text_input("Titel", f"Bürgerumfrage {today.year}", key=f"titel-{key}")
    day = right.date_input(
        "Tag der Erhebung", today, max_value=today, format="DD.MM.YYYY", key=f"tag-{key}"
    )
    kind: SurveyKind = st.selectbox(
        "Wie wurde gefragt?",
        list(_KINDS),
        index=list(_KINDS).index(template.art),
        format_func=lambda kind: _KINDS[kind],
        key=f"art-{key}",
    )
    wave_id = f"umfrage-{day.isoformat()}"
    taken = {item.id for item in known.questionnaires}
    number = 2
    while wave_id in taken:
        wave_id, number = f"umfrage-{day.isoformat()}-{number}", number + 1
    return dataclasses.replace(
        template,
        id=wave_id,
        titel=title,
        erhebung=day.isoformat(),
        art=kind,
        grundgesamtheit=_invited(template, key),
        beispiel=False,
    )


def _invited(template: Questionnaire, key: str) -> dict[str, int]:
    """Persons invited per Ortsteil: the base of response rates and intervals."""
    names = data.snapshot().ortsteil_names
    with st.expander("Eingeladene Personen je Ortsteil"):
        parts.caveat(
            "Übernommen aus der vorigen Welle. Davon hängen Rücklauf und Schwankungsbereich ab."
        )
        return {
            area: int(
                st.number_input(
                    name,
                    min_value=0,
                    value=int(template.grundgesamtheit.get(area, 0)),
                    key=f"n-{key}-{area}",
                )
            )
            for area, name in names.items()
        }


def _confirm(deliveries: Sequence[Delivery]) -> None:
    """One click takes all files in, in one transaction."""
    label = "Einlesen" if len(deliveries) == 1 else f"Alle {len(deliveries)} Dateien einlesen"
    if not st.button(label, type="primary"):
        return
    try:
        with st.spinner("Wird eingelesen …"):
            records = data.store().import_deliveries(deliveries, wer=LOCAL_USER)
    except LebenslageError as error:
        st.error(parts.plain(str(error)))
        return
    state.raise_counter(_UPLOAD)
    state.flash(notices.describe_import([(r.dateiname, r.titel) for r in records]))
    st.rerun()
