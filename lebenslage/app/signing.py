"""What a page says about signing in: who is looking, and why it stays closed to somebody."""

from __future__ import annotations

from html import escape

import streamlit as st

from lebenslage.app import identity
from lebenslage.app.parts import plain
from lebenslage.model.access import AM_RECHNER, DIESER_RECHNER, Anmeldung, Besucher, Rolle

#: Address of the account page, below the address of the dashboard.
KONTO = "konto"


def who(looking: Besucher) -> None:
    """Below the menu: who is looking, and the way in and out."""
    chosen = identity.way()
    with st.sidebar:
        if looking == AM_RECHNER:
            st.caption("Einzelplatz ohne Anmeldung: Wer an diesem Rechner sitzt, darf alles.")
        elif chosen is Anmeldung.EINZELPLATZ:
            st.caption(
                "Nur Lesen: Für Zugriffe von anderen Rechnern ist keine Anmeldung eingerichtet."
            )
        elif chosen is Anmeldung.KONTEN:
            _account(looking)
        else:
            _provider(looking)


def _account(looking: Besucher) -> None:
    if not looking.angemeldet:
        with st.container(key="konto"):
            _link("Anmelden")
        return
    st.caption(_signed_in(looking))
    with st.container(key="konto"):
        if looking.muss_wechseln:
            _change()
        else:
            _link("Konto und Abmelden")


def _provider(looking: Besucher) -> None:
    if looking.angemeldet:
        st.caption(_signed_in(looking))
        st.button("Abmelden", on_click=st.logout)
    elif getattr(st.user, "is_logged_in", False):
        st.caption("Die Anmeldung ist abgelaufen.")
        st.button("Neu anmelden", on_click=st.login)
    elif hasattr(st.user, "is_logged_in"):
        st.button("Anmelden", on_click=st.login)
    else:
        st.caption("Nur Lesen: Die Anmeldung ist noch nicht fertig eingerichtet.")


def _signed_in(looking: Besucher) -> str:
    role = looking.rolle or Rolle.LESER
    return f"Angemeldet: {plain(looking.name)} ({role.titel})"


def _change() -> None:
    _link("Passwort ändern", "/passwort")


def _link(text: str, below: str = "") -> None:
    """A link to the account page or below it: no page of Streamlit, so passwords stay out of it."""
    prefix = st.get_option("server.baseUrlPath").strip("/")
    address = escape(f"/{prefix}/{KONTO}{below}" if prefix else f"/{KONTO}{below}")
    st.html(f'<a class="konto" href="{address}" target="_self">{text}</a>')


def closed(looking: Besucher) -> None:
    """Why a page stays closed, and what helps."""
    if looking.muss_wechseln:
        st.info("Bitte ändern Sie zuerst Ihr Passwort. Bis dahin gilt nur das Leserecht.")
        _change()
    elif looking.angemeldet:
        st.info(
            "Diese Seite gehört nicht zu Ihrer Rolle. Wenn Sie sie brauchen, wenden Sie sich bitte "
            "an die Administration."
        )
    elif identity.way() is Anmeldung.EINZELPLATZ:
        st.info(
            "Diese Seite ist nur an dem Rechner offen, auf dem das Dashboard läuft "
            f"(„{DIESER_RECHNER}“). Für andere Rechner richtet die IT eine Anmeldung ein."
        )
    else:
        st.info("Für diese Seite müssen Sie sich anmelden.")
        if identity.way() is Anmeldung.KONTEN:
            _link("Anmelden")
        elif hasattr(st.user, "is_logged_in"):
            st.button("Anmelden", on_click=st.login, key="anmelden-hier", type="primary")
