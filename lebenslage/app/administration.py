"""Settings, information about a person and the audit log, for the administration alone."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from lebenslage import wiring
from lebenslage.app import access, data, identity, parts, state
from lebenslage.errors import LebenslageError
from lebenslage.model.access import Recht
from lebenslage.model.mentions import Mention
from lebenslage.report import administration_words as words
from lebenslage.report import formats
from lebenslage.report.files import csv_bytes

#: Newest lines of the audit log that are shown.
_LINES: Final = 200


def settings() -> None:
    """What holds here, and the work that is due every day."""
    own = data.gemeinde()
    parts.show_table(words.settings_table(own, identity.way(), identity.open_to_read()))
    parts.caveat("Einstellungen ändert die IT; sie gelten nach dem nächsten Start.")
    st.button("Fristen jetzt anwenden", on_click=_apply_terms)
    parts.caveat(
        "Löscht aufgehobene Dateien von Umfragen, deren Frist um ist. Das geschieht auch von "
        "selbst, bei jedem Start und am Beginn jedes Tages. Ergebnisse bleiben."
    )


def _apply_terms() -> None:
    def delete() -> None:
        access.demand(Recht.VERWALTEN)
        count = wiring.delete_expired(data.store(), data.gemeinde())
        gone = formats.plural(count, "Datei", "Dateien")
        state.flash(f"{gone} gelöscht." if count else "Keine Frist ist um; gelöscht wurde nichts.")

    parts.in_callback(delete)


def information() -> None:
    """What is kept about a person: what Article 15 GDPR asks for."""
    st.markdown(
        "Wer wissen möchte, was über sie oder ihn gespeichert ist, bekommt Auskunft "
        "(Artikel 15 DSGVO)."
    )
    with st.form("auskunft"):
        texts = [
            st.text_input(label, key=f"auskunft-{label}")
            for label in ("Name", "E-Mail-Adresse", "Telefonnummer")
        ]
        asked = st.form_submit_button("Suchen", type="primary")
    if not asked:
        return
    try:
        found = data.store().mentions(texts, wer=access.demand(Recht.VERWALTEN))
    except LebenslageError as error:
        st.error(parts.plain(str(error)))
        return
    _show(found)


def _show(found: list[Mention]) -> None:
    parts.sentence(words.describe_mentions(found))
    if not found:
        return
    parts.caveat(words.CHECK)
    table = words.mention_table(found)
    parts.show_table(table)
    make = access.guarded(Recht.VERWALTEN, lambda: csv_bytes(table))
    st.download_button("Auskunft als CSV", make, "auskunft.csv", "text/csv", on_click="ignore")


def audit() -> None:
    """Who changed what, the newest first."""
    lines = data.store().audit()[:_LINES]
    table = pd.DataFrame(
        [
            {
                "Wann": formats.format_moment(each.wann),
                "Wer": each.wer,
                "Was": str(each.was),
                "Import": str(each.import_id or "–"),
            }
            for each in lines
        ]
    )
    parts.sentence(f"Die neuesten {len(lines)} Einträge des Protokolls.")
    parts.show_table(table)
