"""The import assistant of the page Daten: file, look, mapping, problems, confirmation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from lebenslage import loaders
from lebenslage.app import (
    access,
    answers,
    area_review,
    area_tables,
    asked_twice,
    data,
    imports,
    official,
    parts,
    places,
    state,
)
from lebenslage.app.codebook import Chosen
from lebenslage.errors import DatenFehler, LebenslageError
from lebenslage.model import columns
from lebenslage.model.access import Recht
from lebenslage.model.exchange import Areas, Delivery, Inspection, Known, Source, ValueTable
from lebenslage.model.survey import Questionnaire, SurveyWave
from lebenslage.report import matching, notices

_UPLOAD = "datei"
_NONE = "– keine Spalte –"
#: More links than these stand below no message.
_WAYS = 3


def assistant() -> None:
    """Upload field, and below it what is to be decided about each file."""
    limit = data.gemeinde().upload_mb
    uploads = st.file_uploader(
        f"Datei hierher ziehen oder auswählen (CSV, XLSX, GeoJSON, GeoPackage, GML, PBF, ZIP, "
        f"TOML, LSS; höchstens {limit} MB)",
        accept_multiple_files=True,
        max_upload_size=limit,
        key=f"{_UPLOAD}-{state.counter(_UPLOAD)}",
        help="Eine Umfrage kann mit ihrem Fragebogen zusammen abgelegt werden: fragebogen.toml "
        "oder die Struktur aus LimeSurvey (.lss, .txt).",
    )
    sources = [Source(upload.name, upload.getvalue()) for upload in uploads]
    if not sources:
        return
    known = data.known()
    with st.spinner("Datei wird geprüft …"):
        looks = [loaders.inspect(source, known) for source in sources]
    beside = _codebook_beside(looks)
    pairs = list(zip(sources, looks, strict=True))
    if beside is not None and not beside.same_wave:
        # a structure has no field work of its own: the answers take its questions along
        pairs = [pair for pair in pairs if pair[1].erkannt not in loaders.STRUCTURES]
    ready = [_review(source, looked, known, beside) for source, looked in pairs]
    deliveries = [delivery for delivery in ready if delivery is not None]
    if len(deliveries) == len(pairs):
        _confirm(deliveries)


def _codebook_beside(looks: Sequence[Inspection]) -> Chosen | None:
    """The codebook that lies beside answers in the same upload."""
    if not any(looked.erkannt in loaders.ANSWER_FORMATS for looked in looks):
        return None
    for looked in looks:
        if looked.delivery and isinstance(looked.delivery.content, Questionnaire):
            own = looked.erkannt not in loaders.STRUCTURES
            return Chosen(looked.delivery.content, same_wave=own)
    return None


def _review(
    source: Source, looked: Inspection, known: Known, beside: Chosen | None
) -> Delivery | None:
    """Show what a file is; returns its delivery once nothing is open any more."""
    with st.container(border=True):
        _describe(source, looked)
        if _is_survey(source, looked):
            return answers.review(source, known, beside)
        mapping: Mapping[str, str] = {}
        if looked.fehlende_spalten:
            mapping = _map_columns(source, looked)
            looked = loaders.inspect(source, known, mapping=mapping)
        if looked.orte:
            parts.sentence(matching.describe_areas(looked.orte))
            chosen = places.decide(looked.orte, source.sha256[:12], places.ASKED_OF_COUNTS)
            looked = loaders.inspect(source, known, mapping=mapping, zuordnung=chosen)
            if looked.orte and len(looked.probleme) == 1:
                return None  # nothing is wrong, only not yet decided
        if looked.gebietstabelle is not None:
            decided = area_tables.review(source, known, looked)
            if decided is None:
                return None
            looked = decided
        if looked.tabelle is not None:
            decided = official.review(source, known, looked)
            if decided is None:
                return None
            looked = decided
        if looked.delivery and isinstance(looked.delivery.content, Areas):
            looked = area_review.review(source, known, looked)
        for note in looked.delivery.hinweise if looked.delivery else ():
            parts.caveat(note)
        if looked.probleme:
            parts.problem_list(looked.probleme, notices.problem_intro(looked.probleme))
            if not looked.erkannt and looked.spaltennamen:
                imports.way_to_templates(source.sha256[:12])
            return None
        if looked.delivery and not asked_twice.confirmed(
            asked_twice.of_file(looked.delivery), source.sha256[:12]
        ):
            return None
        return looked.delivery


def _is_survey(source: Source, looked: Inspection) -> bool:
    """Recognised as answers, or said to be answers by the person who uploads."""
    if looked.erkannt or len(looked.spaltennamen) < 2:
        return looked.erkannt in loaders.ANSWER_FORMATS
    return st.checkbox(
        "Das sind Antworten einer Befragung: eine Zeile je Person",
        key=f"antworten-{source.sha256[:12]}",
    )


def _describe(source: Source, looked: Inspection) -> None:
    st.markdown(f"**{parts.plain(source.name)}**")
    if looked.erkannt:
        parts.sentence(notices.describe_inspection(looked))
    if not looked.vorschau.empty:
        with st.expander("Vorschau"):
            parts.show_table(matching.shown_preview(looked.vorschau))


def _map_columns(source: Source, looked: Inspection) -> Mapping[str, str]:
    """One choice for each needed column that the file does not name as expected."""
    st.info(
        "Einige Spalten heißen anders als erwartet. Bitte ordnen Sie sie zu; "
        "„keine Spalte“ heißt: Sie fehlt in der Datei."
    )
    chosen = {}
    for column in looked.fehlende_spalten:
        pick = st.selectbox(
            parts.plain(f"Welche Spalte ist „{column}“?"),
            [_NONE, *looked.spaltennamen],
            key=f"spalte-{source.sha256[:12]}-{column}",
        )
        if pick and pick != _NONE:
            chosen[column] = pick
    return chosen


def _confirm(deliveries: Sequence[Delivery]) -> None:
    """One click takes all files in, in one transaction."""
    label = "Einlesen" if len(deliveries) == 1 else f"Alle {len(deliveries)} Dateien einlesen"
    if not st.button(label, type="primary"):
        return
    try:
        with st.spinner("Wird eingelesen …"):
            records = data.store().import_deliveries(
                deliveries, wer=access.demand(Recht.IMPORTIEREN)
            )
    except DatenFehler as error:
        several = len(error.problems) > 1
        parts.problem_list(
            error.problems, notices.problem_intro(error.problems) if several else None
        )
        return
    except LebenslageError as error:
        st.error(parts.plain(str(error)))
        return
    state.raise_counter(_UPLOAD)
    ways = dict.fromkeys(filter(None, map(_way, deliveries)))
    told = notices.describe_import([(r.dateiname, r.titel) for r in records])
    state.flash(told, *list(ways)[:_WAYS])
    st.rerun()


def _way(delivery: Delivery) -> state.Way | None:
    """Where what was taken in is shown; None if no one page shows it."""
    content = delivery.content
    if isinstance(content, SurveyWave):
        form = content.fragebogen
        label = parts.plain(f"Zur Umfrage „{form.titel}“")
        return state.Way("umfrage", label, ((state.WELLE, form.id),))
    if isinstance(content, ValueTable) and len(content.frame):
        code = str(content.frame[columns.INDIKATOR].iat[0])
        return state.Way("indikatoren", "Zu den Indikatoren", ((state.INDIKATOR, code),))
    return None
