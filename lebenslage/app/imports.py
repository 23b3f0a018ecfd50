"""What has been imported: list with undo and redo, examples, templates, freshness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial

import pyarrow as pa
import streamlit as st

from lebenslage import loaders
from lebenslage.app import access, data, navigation, parts, state
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.exchange import Known
from lebenslage.report import formats, notices, paper, sentences
from lebenslage.report import freshness as fresh
from lebenslage.store import ImportRecord, ImportStatus

_STATUS = {
    ImportStatus.AKTIV: "gilt",
    ImportStatus.ZURUECKGENOMMEN: "zurückgenommen",
    ImportStatus.GELOESCHT: "gelöscht",
}

#: Templates of the tables that people make themselves.
_SIMPLE = ("werte-lang", "werte-breit")


def way_to_administration() -> None:
    """The link to accounts and settings, for those who may open them."""
    if access.may(navigation.NEEDS["administration"]):
        label = "Konten, Einstellungen und Auskunft: zur Administration"
        st.page_link(navigation.path("administration"), label=label)


def example_box() -> None:
    """One click removes everything made up from the store, for good."""
    there = data.snapshot().has_examples or data.store().registers.has_examples()
    if not there or not access.may(Recht.LOESCHEN):
        return
    with st.container(border=True):
        parts.sentence(sentences.example_notice(data.snapshot().umfragen))
        with st.popover("Beispieldaten entfernen …"):
            st.markdown("Das löscht alle erfundenen Daten endgültig. Echte Daten bleiben.")
            pressed = st.button("Endgültig entfernen", type="primary")
            if pressed and parts.attempt(_remove_examples):
                st.rerun()


def _remove_examples() -> None:
    removed = data.store().remove_examples(wer=access.demand(Recht.LOESCHEN))
    state.flash(notices.describe_removed(removed.dateien, removed.eintraege))


def import_list() -> None:
    """All imports, the newest first, each with its undo; folded away what is gone for good."""
    records = data.store().imports()
    _listed(record for record in records if record.status is not ImportStatus.GELOESCHT)
    gone = [record for record in records if record.status is ImportStatus.GELOESCHT]
    if gone:
        count = formats.plural(len(gone), "gelöschter Import", "gelöschte Importe")
        with st.expander(f"{count} (lassen sich nicht wiederherstellen)"):
            _listed(gone)


def _listed(records: Iterable[ImportRecord]) -> None:
    for record in records:
        with st.container(
            border=True,
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
        ):
            heading = f"**{record.id} · {parts.plain(record.dateiname)}**"
            st.markdown(f"{heading} – {parts.plain(record.titel)}  \n{parts.plain(_line(record))}")
            _undo_button(record)


def _line(record: ImportRecord) -> str:
    when = formats.format_moment(record.wann)
    rows = formats.plural(record.zeilen, "Zeile", "Zeilen")
    made_up = " · Beispieldaten" if record.beispiel else ""
    return f"{when} · {record.wer} · {rows} · {_STATUS[record.status]}{made_up}"


def _undo_button(record: ImportRecord) -> None:
    """Undo for what counts, redo for what was taken back."""
    action = {
        ImportStatus.AKTIV: ("Zurücknehmen", data.store().undo, "zurückgenommen"),
        ImportStatus.ZURUECKGENOMMEN: ("Wiederherstellen", data.store().redo, "wiederhergestellt"),
    }.get(record.status)
    if action is None:
        return
    label, act, done = action
    pressed = st.button(label, key=f"import-{record.id}")
    if pressed and parts.attempt(lambda: act(record.id, wer=access.demand(Recht.IMPORTIEREN))):
        state.flash(f"Import {record.id} ({record.dateiname}) {done}.")
        st.rerun()


def templates() -> None:
    """Files to fill in, by format."""
    known = data.known()
    for code, item in loaders.FORMATS.items():
        if item.vorlage is not None:
            _template_button(code, known, f"vorlage-{code}")


def way_to_templates(key: str) -> None:
    """What helps with a file that no format fits: templates, and what can be read at all."""
    known = data.known()
    for code in _SIMPLE:
        _template_button(code, known, f"vorlage-{key}-{code}")
    parts.caveat("Alle Vorlagen stehen weiter unten unter „Vorlagen & Papier“.")
    with st.expander("Welche Dateien gelesen werden"):
        parts.bullets(dict.fromkeys(item.family for item in loaders.FORMATS.values()))


def _template_button(code: str, known: Known, key: str) -> None:
    item = loaders.FORMATS[code]
    st.download_button(
        f"Vorlage: {item.titel}",
        partial(_template, code, known),
        file_name=f"vorlage_{code}{item.endung}",
        key=key,
        on_click="ignore",
    )


def paper_forms() -> None:
    """Every known questionnaire to print, as a tagged PDF in large type."""
    surveys = {item.id: item for item in reversed(data.known().questionnaires)}
    if not surveys:
        return
    st.markdown("**Fragebogen auf Papier**")
    wave_id = st.selectbox(
        "Welcher Fragebogen soll gedruckt werden?",
        list(surveys),
        format_func=lambda wave_id: surveys[wave_id].titel,
    )
    parts.caveat(
        "Barrierefreies PDF in großer Schrift. Neben jeder Antwort steht klein, was beim Eingeben "
        "getippt wird."
    )
    survey, names, own = surveys[wave_id], data.snapshot().ortsteil_names, data.gemeinde()
    st.download_button(
        "Fragebogen als PDF",
        lambda: paper.questionnaire_pdf(survey, names, own),
        file_name=f"fragebogen_{wave_id}.pdf",
        mime="application/pdf",
        on_click="ignore",
    )
    st.download_button(
        "Fragebogen als Datei (TOML)",
        lambda: loaders.questionnaire_text(survey).encode(),
        file_name=f"fragebogen_{wave_id}.toml",
        on_click="ignore",
    )
    st.page_link(navigation.path("boegen"), label="Ausgefüllte Bögen eingeben")


def _template(code: str, known: Known) -> bytes:
    return loaders.template(code, known).data


def freshness() -> None:
    """Every source with its date, what is overdue first, and what has no data yet."""
    today = moments.today()
    told, table = data.once(("quellen", today.isoformat()), lambda: _dates_of_sources(today))
    parts.sentence(told)
    with st.container(key="quellenstand"):
        parts.show_table(table)
    missing = data.once(
        ("ohne-daten",),
        lambda: parts.escaped(fresh.missing_table(data.snapshot().catalogue, data.values())),
    )
    if missing.num_rows:
        count = formats.plural(missing.num_rows, "Indikator wartet", "Indikatoren warten")
        parts.sentence(f"{count} noch auf erste Daten:")
        parts.as_table(missing, "Worauf gewartet wird und wer es liefern kann")


def _dates_of_sources(today: dt.date) -> tuple[str, pa.Table]:
    table = fresh.freshness_table(data.snapshot().quellen, data.values(), today)
    return sentences.describe_freshness(table), parts.escaped(table)
