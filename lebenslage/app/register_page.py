"""What every register's page has: list, one entry with its history, archive, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from lebenslage.app import access, data, entry_map, links, parts, registers, state
from lebenslage.app.register_form import form
from lebenslage.app.register_search import Found
from lebenslage.model import moments
from lebenslage.model.access import Recht
from lebenslage.model.registers import REGISTERS, Entry, Register
from lebenslage.report import formats, place_words
from lebenslage.report import register_tables as tables
from lebenslage.report.export import Book
from lebenslage.store.attachments import MAX_MB
from lebenslage.store.registers import StillUsed

#: Entries on a page of a list.
_SHOWN: Final = 50


def listing(found: Found, columns: Sequence[str]) -> Entry | None:
    """The list and the choice of one entry; the chosen entry, None for none."""
    table(found, columns)
    return choice(found)


def table(found: Found, columns: Sequence[str]) -> None:
    """A page of what was found, as a table."""
    register, words = REGISTERS[found.code], registers.words()
    if not access.may(Recht.INTERN):
        columns = [name for name in columns if register.field(name).oeffentlich]
    page = _page(found)
    if shown := _leafed(found):
        made = found.once(
            f"liste {page} {' '.join(columns)}",
            registers.REFERRED,
            lambda: parts.escaped(tables.entry_table(register, shown, columns, words)),
        )
        parts.show_table(made)


def choice(found: Found) -> Entry | None:
    """The choice of one entry of the page of the list; the chosen entry, None for none.

    An entry that a link or a card leads to can be chosen too, whatever the list shows.
    """
    code, register = found.code, REGISTERS[found.code]
    listed = {e.kennung: f"{e.kennung} · {tables.title(register, e)}" for e in _leafed(found)}
    options = {"": "–"} | listed
    asked = state.free_text(code)
    every = registers.read(code).entries
    if asked in every and asked not in options:
        options[asked] = f"{asked} · {tables.title(register, every[asked])}"
    chosen = state.choose(code, f"{register.einzahl} öffnen", options, default="")
    return every.get(chosen)


def _leafed(found: Found) -> Sequence[Entry]:
    """The page of the list that was leafed to, also where the list is not drawn."""
    pages = _pages(found)
    page = state.put_in(_page_key(found), 1) if pages > 1 else 1
    return found.entries[(page - 1) * _SHOWN : page * _SHOWN]


def _page(found: Found) -> int:
    """Which page of the list is shown, the newest first; more than one are leafed."""
    register, pages = REGISTERS[found.code], _pages(found)
    count = formats.plural(len(found.entries), register.einzahl, register.titel)
    if pages <= 1:
        parts.sentence(f"{count}.")
        return 1
    parts.sentence(f"{count} auf {formats.format_number(pages)} Seiten, die neuesten zuerst.")
    return st.number_input("Seite", 1, pages, key=_page_key(found), width=160)


def _pages(found: Found) -> int:
    return -(-len(found.entries) // _SHOWN)


def _page_key(found: Found) -> str:
    # another number of pages is another choice: a search begins on its first page
    return f"seite-{found.code}-{_pages(found)}"


def new(code: str, label: str = "", **given: Any) -> None:
    """Write down a new entry, for whoever may; the form is drawn once somebody opens it.

    Parameters
    ----------
    given : Any
        Values that the entry begins with.
    """
    if not access.may(Recht.PFLEGEN):
        return
    register = REGISTERS[code]
    label = label or f"{register.einzahl} neu anlegen"
    # once something was saved it is another box, and folded: the page shows what was saved
    box = st.expander(label, key=f"neu-{code}-{state.counter(code)}", on_change="rerun")
    if box.open:
        with box:
            form(register, None, registers.words(), **given)


def detail(code: str, entry: Entry, more: Callable[[Entry], None] | None = None) -> None:
    """One entry: what is kept, what hangs on it, what was changed.

    Parameters
    ----------
    more : callable, optional
        Draws what this register alone has.
    """
    register, words = REGISTERS[code], registers.words()
    st.header(parts.plain(f"{entry.kennung}: {tables.title(register, entry)}"), anchor=False)
    if entry.beispiel:
        parts.caveat("Beispiel: Dieser Eintrag ist erfunden.")
    today = moments.today().isoformat() if access.may(Recht.INTERN) else ""
    parts.show_table(tables.facts(register, entry, words, heute=today))
    if entry_map.far_away(code, [entry]):
        st.warning(parts.plain(place_words.describe_outside(code, [entry])))
    if more is not None:
        more(entry)
    if not access.may(Recht.PFLEGEN):
        return
    if st.toggle("Bearbeiten", key=f"bearbeiten-{entry.kennung}-{state.counter(code)}"):
        form(register, entry, words)
    _files(entry)
    _past(register, entry)
    _ending(register, entry)


def belonging(
    code: str,
    entries: Sequence[Entry],
    columns: Sequence[str],
    named: tuple[str, Callable[[Entry], str]] | None = None,
) -> None:
    """Entries that belong to the one that is open; one of them to change or to put away.

    Parameters
    ----------
    entries : sequence of Entry
        With those that are archived: the table leaves them out, the choice brings them back.
    named : tuple of (str, callable), optional
        What tells them apart where their own title does not: heading of its column, and what
        stands there and in the choice.
    """
    register, words = REGISTERS[code], registers.words()
    if shown := [entry for entry in entries if not entry.archiviert]:
        table = tables.entry_table(register, shown, columns, words)
        if named is not None:
            table.insert(0, named[0], [named[1](entry) for entry in shown])
        parts.show_table(table)
    if not entries or not access.may(Recht.PFLEGEN):
        return
    own = {entry.kennung: entry for entry in entries}
    options = {"": "–"}
    for key, entry in own.items():
        title = tables.title(register, entry) if named is None else named[1](entry)
        options[key] = f"{key} · {title}{' (archiviert)' * entry.archiviert}"
    chosen = own.get(state.choose(code, f"{register.einzahl} ändern", options, default=""))
    if chosen is not None:
        with st.container(border=True):
            form(register, chosen, words)
            _past(register, chosen)
            _ending(register, chosen, register.einzahl)


def _past(register: Register, entry: Entry) -> None:
    box = st.expander("Verlauf", key=f"verlauf-{entry.kennung}", on_change="rerun")
    if not box.open:
        return
    with box:
        changes = data.store().registers.history(entry.kennung)
        parts.show_table(tables.history_table(register, changes, registers.words()))


def _files(entry: Entry) -> None:
    shelf = data.store().registers
    kept = shelf.attachments(entry.kennung)
    with st.expander(f"Anhänge ({len(kept)})" if kept else "Anhänge"):
        for each in kept:
            size = formats.format_number(-(-each.groesse // 1024))
            with st.container(horizontal=True, vertical_alignment="center"):
                st.download_button(
                    f"{parts.plain(each.name)} ({size} kB)",
                    access.guarded(Recht.INTERN, partial(shelf.attachment, each.id)),
                    each.name,
                    each.art,
                    key=f"anhang-{each.id}",
                    on_click="ignore",
                )
                if st.button("Entfernen", key=f"anhang-weg-{each.id}"):
                    _act(partial(shelf.detach, each.id), f"„{each.name}“ entfernt.")
        key = f"hochladen-{entry.kennung}"
        upload = st.file_uploader(
            f"PDF, PNG oder JPEG, höchstens {MAX_MB} MB",
            ["pdf", "png", "jpg", "jpeg"],
            max_upload_size=MAX_MB,
            key=f"{key}-{state.counter(key)}",
        )
        if upload is not None and st.button("Anhängen", key=f"anhaengen-{entry.kennung}"):
            state.raise_counter(key)
            attach = partial(shelf.attach, entry.kennung, upload.name, upload.getvalue())
            _act(attach, f"„{upload.name}“ angehängt.")


def _ending(register: Register, entry: Entry, what: str = "") -> None:
    """Archive, and deletion for good where the law asks for it.

    Parameters
    ----------
    what : str
        What ends, where another entry is open too.
    """
    shelf, name = data.store().registers, entry.kennung
    with st.container(horizontal=True):
        label = "aus dem Archiv holen" if entry.archiviert else "archivieren"
        label = f"{what} {label}" if what else label[0].upper() + label[1:]
        if st.button(label, key=f"archivieren-{name}"):
            act = partial(shelf.archive, name, back=entry.archiviert)
            _act(act, f"{name}: {'zurückgeholt' if entry.archiviert else 'archiviert'}.")
        if not access.may(Recht.LOESCHEN):
            return
        if any(field in entry.daten for field in register.personal):
            with st.popover("Persönliche Angaben löschen …", key=f"mehr-tilgen-{name}"):
                parts.sentence(
                    "Das löscht Angaben zu Personen endgültig, auch aus dem Verlauf. Der Eintrag "
                    "selbst bleibt."
                )
                if st.button("Endgültig löschen", type="primary", key=f"tilgen-{name}"):
                    act = partial(shelf.erase_personal, name)
                    _act(act, f"{name}: persönliche Angaben gelöscht.", Recht.LOESCHEN)
        with st.popover(f"{what or 'Eintrag'} löschen …", key=f"mehr-loeschen-{name}"):
            also = " Seine Schritte gehen mit." if register.code == "projekte" else ""
            parts.sentence(
                f"Das löscht den Eintrag, seine Anhänge und seinen Verlauf endgültig.{also}"
            )
            if st.button("Endgültig löschen", type="primary", key=f"loeschen-{name}"):
                done = f"{name} endgültig gelöscht."
                _act(partial(shelf.delete, name), done, Recht.LOESCHEN)


def _act(act: Callable[..., object], done: str, recht: Recht = Recht.PFLEGEN) -> None:
    """Change the store and show the page anew, or say why not.

    Parameters
    ----------
    act : callable
        Takes `wer`, who does it.
    recht : Recht
        What that person must be allowed to do.
    """
    used_by: list[Entry] = []

    def change() -> None:
        try:
            act(wer=access.demand(recht))
        except StillUsed as error:
            used_by.extend(error.users)
            raise

    if parts.attempt(change):
        state.flash(done)
        st.rerun()
    links.lead_to(used_by)


def downloads(*codes: str) -> None:
    """Whole registers as files that can be read in again, for whoever sees all of them."""
    if not access.may(Recht.INTERN):
        return
    for code in codes:
        parts.downloads(code, REGISTERS[code].titel, access.guarded(Recht.INTERN, _export(code)))


def _export(code: str) -> Callable[[], Book]:
    whole, words = registers.read(code), registers.words()
    return lambda: tables.export(REGISTERS[code], whole.active, words)
