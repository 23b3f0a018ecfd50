"""The list of places on the page Daten: what has closed, opened, moved or was missing.

Every change is an import of one row, so that it has its who and when and can be taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from lebenslage import loaders
from lebenslage.analysis.distances import open_places
from lebenslage.app import access, data, maps, parts, state
from lebenslage.charts.maps import Point
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.exchange import Source
from lebenslage.model.moments import ZEITZONE
from lebenslage.model.places import ARTEN, ORTE, ORTSLISTE
from lebenslage.report import formats, place_words, reach_words
from lebenslage.report.files import csv_bytes

_CLOSED, _OPEN, _MOVED, _NEW = "hat geschlossen", "ist wieder offen", "ist umgezogen", "ist neu"
_FORM: Final = "ort"


def place_list() -> None:
    """The places of one kind, a form for what has changed, and the changes so far."""
    parts.sentence(
        "Hier steht, welche Orte für die Entfernungen zählen. Hat ein Laden geschlossen, tragen "
        "Sie es ein: Die Entfernungen werden vom angegebenen Tag an neu gerechnet."
    )
    art = st.selectbox("Art des Ortes", list(ARTEN), format_func=lambda code: ARTEN[code])
    snapshot = data.snapshot()
    listed = snapshot.ortsliste[snapshot.ortsliste["art"] == art]
    today = moments.today().isoformat()
    now = data.once(
        ("offene-orte", today), lambda: open_places(snapshot.osm, snapshot.ortsliste, today)
    )
    now = now[now["art"] == art]
    known = pd.concat([now, listed[~listed["ort_id"].isin(now["ort_id"])][list(ORTE)]])
    if known.empty:
        st.info(
            f"{ARTEN[art]}: noch kein Ort bekannt. Lesen Sie einen Auszug aus OpenStreetMap "
            "ein, oder tragen Sie einen Ort von Hand ein."
        )
    else:
        _map(art, known, now)
        parts.as_table(reach_words.places_table(now, listed), f"Bekannte Orte ({len(known)})")
    _form(art, known)
    _history()


def _map(art: str, known: pd.DataFrame, now: pd.DataFrame) -> None:
    """Where the places lie; rings are closed ones. Drawn when somebody opens it."""
    names = data.snapshot().ortsteil_names
    box = st.expander("Karte der Orte", key="karte-orte", on_change="rerun")
    if not box.open or not names:
        return
    open_ones = set(now["ort_id"])
    drawn = known[known["lat"].notna() & known["lon"].notna()]
    points = [
        Point(
            float(one["lat"]),
            float(one["lon"]),
            f"{one['name'] or 'ohne Namen'}" + ("" if one["ort_id"] in open_ones else ", zu"),
            one["ort_id"] in open_ones,
        )
        for one in drawn.to_dict("records")
    ]
    plain = place_words.map_frame("treffpunkte", (), names).assign(text=ARTEN[art], kurz="")
    with box:
        maps.show_points(plain, points, title=ARTEN[art], key=f"karte-{art}")
        closed = sum(not point.offen for point in points)
        parts.sentence(place_words.describe_places(ARTEN[art], len(points), closed))


def _form(art: str, known: pd.DataFrame) -> None:
    suffix = f"{art}-{state.counter(_FORM)}"
    choices = [_CLOSED, _OPEN, _MOVED, _NEW] if len(known) else [_NEW]
    what = st.radio("Was ist passiert?", choices, horizontal=True, key=f"was-{suffix}")
    row: dict[str, Any] = dict.fromkeys(ORTSLISTE, "") | {"art": art}
    if what != _NEW:
        records = {
            one["ort_id"]: {str(name): cell for name, cell in one.items()}
            for one in known.to_dict("records")
        }
        chosen = st.selectbox(
            "Welcher Ort?",
            list(records),
            format_func=lambda key: records[key]["name"] or f"ohne Namen ({key})",
            key=f"welcher-{suffix}",
        )
        row.update(records[chosen])
    else:
        row["name"] = st.text_input("Name des Ortes", key=f"name-{suffix}")
    if what in (_MOVED, _NEW):
        left, right = st.columns(2)
        row["lat"] = left.text_input("Breite in Grad (49,08…)", key=f"lat-{suffix}")
        row["lon"] = right.text_input("Länge in Grad (9,46…)", key=f"lon-{suffix}")
    day = st.date_input("Seit wann?", moments.today(), format="DD.MM.YYYY", key=f"tag-{suffix}")
    note = st.text_input("Bemerkung (freiwillig, keine Namen von Personen)", key=f"b-{suffix}")
    if what == _CLOSED:
        row["geschlossen"] = day.isoformat()
    elif what != _MOVED:
        row["geoeffnet"] = day.isoformat()
    if st.button("Änderung eintragen", type="primary", key=f"eintragen-{suffix}"):
        _save(row, what, note)


def _save(row: Mapping[str, Any], what: str, note: str) -> None:
    """Take the row in like any file; the moment in it makes every change a file of its own."""
    moment = dt.datetime.now(ZEITZONE).strftime("eingetragen am %d.%m.%Y um %H:%M:%S Uhr")
    frame = pd.DataFrame([{**row, "bemerkung": f"{note}; {moment}" if note else moment}])
    text = frame[list(ORTSLISTE)].to_csv(sep=";", decimal=",", index=False)
    name = row["name"] or ARTEN[row["art"]]

    def take() -> None:
        delivery = loaders.read(Source(f"{name} {what}.csv", text.encode()), data.known())
        data.store().import_deliveries([delivery], wer=access.demand(Recht.IMPORTIEREN))

    if parts.attempt(take):
        state.raise_counter(_FORM)
        state.flash(f"{name} {what}: eingetragen. Zurücknehmen unter „Eingelesene Dateien“.")
        st.rerun()


def _history() -> None:
    """Who has changed what, and the list as a file."""
    records = [one for one in data.store().imports() if one.format == "orte"]
    if not records:
        return
    table = pd.DataFrame(
        [
            {
                "Wann": formats.format_moment(one.wann),
                "Wer": one.wer,
                "Was": one.dateiname.removesuffix(".csv"),
                "Gilt": "ja" if one.aktiv else "zurückgenommen",
            }
            for one in records
        ]
    )
    parts.as_table(table, f"Bisherige Änderungen ({len(records)})")
    listed = data.snapshot().ortsliste
    st.download_button(
        "Ortsliste als CSV",
        lambda: csv_bytes(listed),
        file_name="ortsliste.csv",
        mime="text/csv",
        on_click="ignore",
    )
