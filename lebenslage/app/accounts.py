"""Local accounts on the page of the administration: list, add, change, block, remove."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from lebenslage.app import access, data, identity, parts, state
from lebenslage.errors import LebenslageError
from lebenslage.model.access import Anmeldung, Konto, Recht, Rolle
from lebenslage.report import administration_words as words
from lebenslage.store import Accounts
from lebenslage.store.passwords import first_password

_ELSEWHERE: Final = {
    Anmeldung.EINZELPLATZ: (
        "Hier meldet sich niemand an: Wer an diesem Rechner sitzt, darf alles, und alle anderen "
        "dürfen nur lesen. Konten gibt es, sobald die IT die Anmeldung einschaltet "
        "(LEBENSLAGE_ANMELDUNG=konten)."
    ),
    Anmeldung.OIDC: (
        "Angemeldet wird beim Anmeldedienst des Hauses; dort werden auch die Konten geführt. Wer "
        "welche Rolle hat, folgt aus den Gruppen dort."
    ),
}
#: A first password is shown in one run alone.
_PASSWORD: Final = "erstes-passwort"


def panel() -> None:
    """Everything about accounts, or the sentence why there are none here."""
    way = identity.way()
    if way is not Anmeldung.KONTEN:
        st.info(_ELSEWHERE[way])
        return
    parts.told(_PASSWORD)
    accounts = data.store().accounts.all()
    parts.show_table(words.account_table(accounts))
    parts.caveat(
        "Rollen: Leserecht sieht Veröffentlichtes, Redaktion liest ein, pflegt und gibt frei, "
        "Administration löscht und verwaltet Konten."
    )
    _add()
    _change(accounts)


def _add() -> None:
    with st.form("konto-neu", clear_on_submit=True):
        st.markdown("**Konto anlegen**")
        name = st.text_input("Name", max_chars=80, key="konto-name")
        role = _role_box("konto-rolle")
        if st.form_submit_button("Anlegen", type="primary"):
            password = first_password()

            def make() -> None:
                wer = access.demand(Recht.VERWALTEN)
                made = data.store().accounts.add(name, role, password, wer=wer)
                _hand_over(made.name, password)

            if parts.attempt(make):
                st.rerun()


def _change(accounts: list[Konto]) -> None:
    """Changes of other accounts: nobody takes the last way in from under their own feet."""
    own = access.visitor().name
    others = {each.name: each for each in accounts if each.name != own}
    if not others:
        parts.caveat("Noch kein anderes Konto. Das eigene ändert jemand anderes oder die IT.")
        return
    with st.container(border=True):
        st.markdown("**Konto ändern**")
        chosen = others[st.selectbox("Welches Konto?", list(others), key="konto-wahl")]
        role = _role_box("konto-neue-rolle", chosen.rolle)
        store, name = data.store().accounts, chosen.name
        with st.container(horizontal=True):
            if role is not chosen.rolle:
                told = f"„{name}“ hat jetzt die Rolle {role.titel} und meldet sich neu an."
                _button("Rolle geben", told, lambda wer: store.set_role(name, role, wer=wer))
            told = f"Alle Sitzungen von „{name}“ sind beendet."
            _button("Überall abmelden", told, lambda wer: store.end_sessions(name, wer=wer))
            if chosen.gesperrt:
                opened = partial(store.block, name, back=True)
                _button("Entsperren", f"„{name}“ ist wieder offen.", lambda wer: opened(wer=wer))
            else:
                told = f"„{name}“ ist gesperrt und abgemeldet."
                _button("Sperren", told, lambda wer: store.block(name, wer=wer))
            with st.popover("Neues erstes Passwort …", key=f"mehr-passwort-{name}-{_given()}"):
                st.markdown(
                    f"Das bisherige Passwort von {parts.plain(f'„{name}“')} gilt dann nicht mehr."
                )
                _button("Neues Passwort geben", "", partial(_reset, store, name))
            with st.popover("Entfernen …", key=f"mehr-entfernen-{name}"):
                st.markdown(f"Das entfernt {parts.plain(f'„{name}“')} endgültig.")
                told = f"„{name}“ ist entfernt."
                _button("Endgültig entfernen", told, lambda wer: store.remove(name, wer=wer))


def _role_box(key: str, role: Rolle = Rolle.REDAKTION) -> Rolle:
    roles = list(Rolle)
    return st.selectbox(
        "Rolle", roles, roles.index(role), format_func=lambda each: each.titel, key=key
    )


def _button(label: str, told: str, change: Callable[[str], object]) -> None:
    """A button whose change is made under the name of whoever may, and tells what it did."""

    def do() -> None:
        try:
            change(access.demand(Recht.VERWALTEN))
        except LebenslageError as error:
            state.complain(str(error))
            return
        if told:
            state.flash(told)

    st.button(label, on_click=do)


def _reset(accounts: Accounts, name: str, wer: str) -> None:
    password = first_password()
    accounts.set_password(name, password, wer=wer)
    _hand_over(name, password)


def _given() -> int:
    """How many passwords were given here: the box of the last one is closed."""
    return state.counter(_PASSWORD)


def _hand_over(name: str, password: str) -> None:
    state.raise_counter(_PASSWORD)
    told = (
        f"Erstes Passwort für „{name}“: {password} – es steht nur dieses eine Mal hier. Bei der "
        "ersten Anmeldung muss es geändert werden."
    )
    state.note(_PASSWORD, told)
