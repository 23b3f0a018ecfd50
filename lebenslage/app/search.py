"""The page Suche: everything that has a name, and a link to where it stands."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

import streamlit as st

from lebenslage.analysis.search import Document, Hits, Index
from lebenslage.app import access, data, navigation, parts, registers, state, texts
from lebenslage.app.links import PAGES
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.area import ART_ORTSTEIL
from lebenslage.model.registers import REGISTERS, Entry, FieldKind
from lebenslage.report import formats
from lebenslage.report import register_tables as tables

K = TypeVar("K")
V = TypeVar("V")
#: Register or kind, and a key within it.
_Key = tuple[str, str]
_KEPT: Final = "suchwort"
_SHOWN: Final = 20
_WORDS: Final = (FieldKind.TEXT, FieldKind.LANG)


@dataclass(frozen=True, slots=True)
class Found:
    """Where something stands: page, what to choose there, and a line about it."""

    titel: str
    art: str
    zeile: str
    seite: str
    wahl: Mapping[str, str] = field(default_factory=dict, hash=False)


def search_panel() -> None:
    """The field, the hits by kind, and what fits best."""
    typed: str = state.remembered(_KEPT, "")  # never in the address: it may be a name
    state.control(
        st.text_input,
        "suchfeld",
        typed,
        lambda text: state.remember(_KEPT, text),
        "Wonach suchen Sie?",
        placeholder="z. B. Bus, Spielplatz, P-1",
        max_chars=200,
    )
    if not typed.strip():
        parts.caveat(
            "Gesucht wird in Indikatoren, Fragen der Umfragen, Ortsteilen und Weilern, Projekten, "
            "Akteuren, Anliegen, Veranstaltungen, Treffpunkten, Neuigkeiten und im Handbuch. "
            "Wortformen und kleine Tippfehler machen nichts."
        )
        return
    index = _shelf(intern=access.may(Recht.INTERN)).index()
    hits = index.search(typed, most=_SHOWN)
    total = sum(hits.arten.values())
    if not total:
        parts.sentence("Dazu wurde nichts gefunden.")
        return
    options = {"": f"alles ({formats.format_number(total)})"} | {
        art: f"{art} ({formats.format_number(number)})"
        for art, number in sorted(hits.arten.items(), key=lambda each: -each[1])
    }
    art = st.segmented_control(
        "Was", list(options), default="", format_func=options.__getitem__, key=f"art-{typed}"
    )
    if art:
        hits = index.search(typed, art=art, most=_SHOWN)
    _list(hits, hits.arten.get(art or "", total))


def _list(hits: Hits, total: int) -> None:
    if not hits.alle_woerter:
        parts.caveat("Nicht alle Wörter kommen zusammen vor; gezeigt wird, was am besten passt.")
    with st.container(key="treffer"):
        for key in hits.keys:
            _line(_found(key))
    if total > len(hits.keys):
        rest = formats.format_number(total - len(hits.keys))
        parts.caveat(f"und {rest} weitere; ein Wort mehr grenzt die Suche ein")


def _line(found: Found) -> None:
    with st.container(gap=None):
        st.page_link(
            navigation.path(found.seite),
            label=parts.plain(found.titel),
            query_params=dict(found.wahl),
        )
        parts.caveat(f"{found.art} · {found.zeile}" if found.zeile else found.art)


def _found(key: object) -> Found:
    """What a key of the index stands for, with words of today."""
    assert isinstance(key, tuple)
    code, name = key
    if code not in REGISTERS:
        found: Found = _figures()[key][0]
        return found
    entry, register = registers.read(code).entries[name], REGISTERS[code]
    opened = registers.read("projekte").entries.get(entry.text("projekt")) or entry
    choice = opened if code == "schritte" else entry
    places = data.snapshot().ortsteil_names
    told = [name, *(places.get(each, each) for each in entry.several("ortsteile"))]
    if "status" in register.names:
        status = register.field("status")
        told.append(tables.value_text(status, entry.text("status"), registers.words()))
    told += [formats.format_date(entry.text(n)) for n in ("beginn", "datum") if entry.text(n)][:1]
    return Found(
        tables.title(register, entry),
        register.einzahl,
        ", ".join(told),
        PAGES[code],
        {choice.register: choice.kennung},
    )


def _figures() -> Mapping[_Key, tuple[Found, str]]:
    """What hangs on the data: key -> where it stands, and more words to find it by."""
    return data.once(("suche-zahlen",), lambda: dict(_documents()))


def _documents() -> Iterable[tuple[tuple[str, str], tuple[Found, str]]]:
    snapshot = data.snapshot()
    tree, places = snapshot.catalogue, snapshot.ortsteil_names
    for node in tree.indicators:
        above = tree.ancestors(node.code)
        line = above[0].label if above else ""
        found = Found(node.label, "Indikator", line, "indikatoren", {state.INDIKATOR: node.code})
        yield ("indikator", node.code), (found, f"{node.definition} {line} {node.code}")
    for node in tree.handlungsfelder:
        found = Found(node.label, "Handlungsfeld", "", "handlungsbedarf", {state.FELD: node.code})
        yield ("feld", node.code), (found, node.definition)
    for wave in snapshot.umfragen:
        form = wave.fragebogen
        for question in form.fragen:
            chosen = {state.WELLE: form.id, state.FRAGE: question.code}
            found = Found(question.text, "Frage", form.titel, "umfrage", chosen)
            more = " ".join(question.teilfragen.values())
            yield ("frage", f"{form.id}/{question.code}"), (found, more)
    for place in snapshot.gazetteer.places:
        home = places.get(place.ortsteil_id)
        if home is not None:
            own = place.art == ART_ORTSTEIL
            line = "" if own or place.name == home else f"gehört zu {home}"
            kind = "Ortsteil" if own else "Wohnplatz"
            found = Found(place.name, kind, line, "ortsteil", {state.ORTSTEIL: place.ortsteil_id})
            yield ("ort", f"{place.ortsteil_id}/{place.name}"), (found, "")
    for title, body in texts.chapters():
        found = Found(title, "Handbuch", "", "handbuch", {texts.CHAPTER: title})
        yield ("handbuch", title), (found, body)


def _entry_document(entry: Entry, words: tables.Words) -> Document:
    register = REGISTERS[entry.register]
    told = [
        entry.text(each.name)
        if each.art in _WORDS
        else tables.value_text(each, entry.daten.get(each.name), words)
        for each in register.felder
        if each.art in (*_WORDS, FieldKind.ORTSTEILE, FieldKind.HANDLUNGSFELDER, FieldKind.AUSWAHL)
    ]
    name = entry.text(register.nennt) or entry.text(register.nennt_oeffentlich)
    title = f"{name} {entry.kennung}"
    return Document((entry.register, entry.kennung), register.einzahl, title, " ".join(told))


class _Shelf:
    """The index of this process; of the registers only what was changed is put in anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stand: tuple[object, ...] = ()
        self._figures: Mapping[_Key, tuple[Found, str]] = {}
        self._entries: Mapping[str, Mapping[str, Entry]] = {}
        self._index = Index.of(())

    def index(self) -> Index:
        """Everything as it is now."""
        # news come and go with the day
        stand = (moments.today(), data.version(), *(registers.read(c).stand for c in PAGES))
        with self._lock:
            if stand != self._stand:
                self._renew()
                self._stand = stand
            return self._index

    def _renew(self) -> None:
        figures = _figures()
        changed, away = _differences(self._figures, figures)
        documents = [_document(key, *figures[key]) for key in changed]
        now = {code: registers.read(code).entries for code in PAGES}
        words = registers.words()
        for code, entries in now.items():
            names, gone = _differences(self._entries.get(code, {}), entries)
            away += [(code, name) for name in (*gone, *names)]
            saved = (entries[name] for name in names)
            documents += [_entry_document(entry, words) for entry in saved if not entry.archiviert]
        self._index = self._index.updated(documents, away) if self._stand else Index.of(documents)
        self._figures, self._entries = figures, now


def _differences(before: Mapping[K, V], now: Mapping[K, V]) -> tuple[list[K], list[K]]:
    """Keys of what is new or another thing than before, and of what is gone."""
    if before is now:
        return [], []
    changed = [key for key, what in now.items() if before.get(key) is not what]
    # few are ever gone: whether any is follows from the numbers
    stayed = len(now) - sum(key not in before for key in changed)
    return changed, [key for key in before if key not in now] if stayed < len(before) else []


def _document(key: _Key, found: Found, more: str) -> Document:
    return Document(key, found.art, found.titel, more)


@st.cache_resource(show_spinner=False)
def _shelf(*, intern: bool) -> _Shelf:  # noqa: ARG001  staff and everybody else have one each
    return _Shelf()
