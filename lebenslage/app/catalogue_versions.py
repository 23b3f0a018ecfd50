"""Earlier versions of the catalogue, who did what and why, and the catalogue as a file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lebenslage import loaders
from lebenslage.app import access, data, parts, state
from lebenslage.app.catalogue_draft import Draft, act, kind_of, reason_field, take
from lebenslage.model.access import Recht
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.catalogue_changes import changes
from lebenslage.model.exchange import Known, Source
from lebenslage.report import catalogue_words as words
from lebenslage.report import formats, notices
from lebenslage.report.catalogue_file import catalogue_csv
from lebenslage.store import CatalogueVersion, ImportStatus

_UPLOAD = "katalogdatei"
#: Steps of the history that are shown at once.
_SHOWN = 50


def history(draft: Draft) -> None:
    """Released versions, the way back to one, and every step with its reason."""
    if not draft.versions:
        parts.caveat("Noch ist kein Katalog eingelesen.")
        return
    st.header("Freigegebene Fassungen", anchor=False)
    parts.show_table(pd.DataFrame([_version_row(version) for version in draft.versions]))
    _return_to(draft)
    if draft.steps:
        st.header("Wer hat was warum geändert?", anchor=False)
        numbers = {version.eintrag.id: version.nummer for version in draft.versions}
        rows = [
            {
                "Wann": formats.format_moment(step.wann),
                "Was": kind_of(step)
                + (f": {'; '.join(step.aenderungen)}" if step.aenderungen else ""),
                "Grund": step.grund,
                "Wer": step.wer,
                "Fassung": str(numbers.get(step.import_id or 0, "–")),
            }
            for step in draft.steps[:_SHOWN]
        ]
        parts.show_table(pd.DataFrame(rows))


def _version_row(version: CatalogueVersion) -> dict[str, str]:
    entry = version.eintrag
    state_ = {
        ImportStatus.AKTIV: "gilt" if version.gilt else "abgelöst",
        ImportStatus.ZURUECKGENOMMEN: "zurückgenommen",
        ImportStatus.GELOESCHT: "gelöscht",
    }[entry.status]
    return {
        "Fassung": str(version.nummer),
        "Grund": version.grund or f"Datei „{entry.dateiname}“ eingelesen",
        "Wann": formats.format_moment(entry.wann),
        "Wer": entry.wer,
        "Stand": state_,
    }


def _return_to(draft: Draft) -> None:
    """Let an earlier version hold again; also the way forward to one that was taken back."""
    others = {
        version.eintrag.id: version
        for version in draft.versions
        if not version.gilt and version.eintrag.status is not ImportStatus.GELOESCHT
    }
    if not others:
        return
    with st.expander("Zu einer anderen Fassung zurückkehren"):
        parts.caveat(
            "Neuere Fassungen werden zurückgenommen, bleiben aber in der Liste. Ein Entwurf bleibt "
            "unverändert."
        )
        with st.form(f"zurueck-{draft.key}"):
            chosen = st.selectbox(
                "Welche Fassung soll wieder gelten?",
                list(others),
                format_func=lambda key: _version_label(others[key]),
            )
            reason = reason_field(f"zurueck-{draft.key}")
            if st.form_submit_button("Diese Fassung wieder gelten lassen"):
                act(
                    lambda: data.store().catalogue.return_to(
                        chosen,
                        reason,
                        access.demand(Recht.FREIGEBEN),
                        draft.gesehen,
                        data.version(),
                    ),
                    f"Fassung {others[chosen].nummer} gilt wieder.",
                )


def _version_label(version: CatalogueVersion) -> str:
    when = formats.format_moment(version.eintrag.wann)
    return f"Fassung {version.nummer} vom {when}"


def files(draft: Draft) -> None:
    """Take the catalogue away as CSV, edit it in Excel, bring it back as a draft."""
    parts.sentence(
        "Der ganze Katalog als Tabelle, eine Zeile je Eintrag. Sie lässt sich in Excel bearbeiten "
        "und hier wieder einlesen; das Ergebnis kommt in den Entwurf."
    )
    with st.container(horizontal=True):
        released = data.snapshot().catalogue
        st.download_button(
            "Freigegebene Fassung als CSV",
            lambda: catalogue_csv(released),
            "katalog.csv",
            "text/csv",
            on_click="ignore",
        )
        if draft.step is not None:
            content = draft.step.katalog
            st.download_button(
                "Entwurf als CSV", content, "katalog_entwurf.csv", "text/csv", on_click="ignore"
            )
    upload = st.file_uploader(
        "Bearbeiteten Katalog einlesen (CSV oder XLSX)",
        type=["csv", "xlsx"],
        key=f"{_UPLOAD}-{state.counter(_UPLOAD)}-{draft.key}",
        max_upload_size=data.gemeinde().upload_mb,
    )
    if upload is None:
        return
    known = Known(limit_bytes=data.known().limit_bytes)
    looked = loaders.inspect(Source(upload.name, upload.getvalue()), known)
    if looked.probleme:
        parts.problem_list(looked.probleme, notices.problem_intro(looked.probleme))
        return
    content_ = looked.delivery.content if looked.delivery else None
    if not isinstance(content_, Catalogue):
        st.error(
            f"Erwartet wird der Indikatorenkatalog, erkannt wurde „{parts.plain(looked.titel)}“. "
            "Andere Dateien lesen Sie bitte auf der Seite Daten ein."
        )
        return
    _take_file(draft, content_)


def _take_file(draft: Draft, catalogue: Catalogue) -> None:
    """Show what the file changes, and take it with a reason."""
    found = changes(draft.catalogue, catalogue)
    if not found:
        st.info("Die Datei sagt dasselbe wie der Entwurf; es gibt nichts zu übernehmen.")
        return
    count = formats.plural(len(found), "Eintrag", "Einträge")
    parts.sentence(f"Die Datei ändert {count}:")
    parts.show_table(words.change_table(found))
    with st.form(f"datei-{draft.key}"):
        reason = reason_field(f"datei-{draft.key}")
        if st.form_submit_button("In den Entwurf übernehmen", type="primary"):
            take(draft, catalogue_csv(catalogue), catalogue, reason)
