"""The page of the administration: accounts, settings, information about a person, audit log."""

from __future__ import annotations

import re
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from lebenslage.app import identity
from lebenslage.app.identity import Anfrage
from lebenslage.model.access import Rolle
from lebenslage.model.registers import Draft
from lebenslage.store import Store
from tests.app.test_access import ELSEWHERE, Seat, seat, with_accounts
from tests.app.test_pages import open_page, texts
from tests.data.carriers import NAME

__all__ = ["seat", "with_accounts"]


def button(page: AppTest, label: str) -> AppTest:
    return next(each for each in page.button if each.label == label)


def tables(page: AppTest) -> str:
    return "\n".join(each.value.to_csv() for each in page.table)


def test_without_accounts_it_says_so_and_shows_what_holds(
    dashboard: AppTest, store: Store, seat: Seat
) -> None:
    actor = {"name": "Verein", "art": "verein", "ortsteile": ("maienfels",)}
    named = {**actor, "ansprechperson": "Erika Sonderlich", "einwilligung": "2026-01-01"}
    store.registers.save(Draft("akteure", named), "Amt")
    page = open_page(dashboard, "administration")
    shown = texts(page)
    assert "Hier meldet sich niemand an" in shown
    assert "Konto anlegen" not in shown
    assert "unter 5 nie, unter 10 nicht öffentlich, unter 30 in Klammern" in tables(page)
    assert "mitgeliefert" in tables(page)  # the audit log
    page = button(page, "Fristen jetzt anwenden").click().run()
    assert "Keine Frist ist um; gelöscht wurde nichts." in texts(page)
    page.text_input(key="auskunft-Name").set_value("Sonderlich")
    page = button(page, "Suchen").click().run()
    assert "1 Fundstelle, in: Akteure." in texts(page)
    assert page.exception == []


def test_accounts_from_the_first_to_the_last(
    dashboard: AppTest, store: Store, seat: Seat, with_accounts: Callable[..., Anfrage]
) -> None:
    seat.request = with_accounts("Leo Leitung", Rolle.ADMINISTRATION)
    page = open_page(dashboard, "administration")
    assert "Noch kein anderes Konto." in texts(page)
    page.text_input(key="konto-name").set_value("Erika Muster")
    page = button(page, "Anlegen").click().run()
    told = re.search(r"„Erika Muster“: ([a-z2-9-]{19}) ", texts(page).replace("\\", ""))
    assert told is not None
    assert store.accounts.sign_in("Erika Muster", told[1], "10.0.0.9")
    assert told[1] not in texts(page.run())  # shown once
    page = button(page, "Sperren").click().run()
    assert "„Erika Muster“ ist gesperrt und abgemeldet." in texts(page)
    assert next(k for k in store.accounts.all() if k.name == "Erika Muster").gesperrt
    page = button(page, "Entsperren").click().run()
    page.selectbox(key="konto-neue-rolle").set_value(Rolle.LESER).run()
    page = button(page, "Rolle geben").click().run()
    assert store.accounts.all()[0].rolle is Rolle.LESER
    page = button(page, "Neues Passwort geben").click().run()
    assert "Erstes Passwort für „Erika Muster“" in texts(page)
    page = button(page, "Endgültig entfernen").click().run()
    assert [each.name for each in store.accounts.all()] == ["Leo Leitung"]
    assert store.audit()[0].wer == "Leo Leitung"
    assert page.exception == []

    # a name that would be more than letters stays letters, in the list and in what is told
    store.accounts.add(NAME, Rolle.LESER, "erst einmal dieses", wer=NAME)
    page = button(page.run(), "Sperren").click().run()
    drawn = [each.value for each in (*page.markdown, *page.success)]
    drawn += [str(cell) for table in page.table for cell in table.value.to_numpy().ravel()]
    named = [each for each in drawn if "img src" in each]
    assert len(named) >= 3
    assert [each for each in named if "<img" in each.replace("\\<", "")] == []
    store.accounts.remove(NAME, wer="IT")

    # whoever has lost the role by now changes nothing with the page that is still open
    page.text_input(key="konto-name").set_value("Neu")
    seat.request = ELSEWHERE
    button(page, "Anlegen").click().run()
    assert [each.name for each in store.accounts.all()] == ["Leo Leitung"]
    seat.request = with_accounts("Rita Redaktion", Rolle.REDAKTION)
    identity._asked.clear()
    assert "gehört nicht zu Ihrer Rolle" in texts(open_page(dashboard, "administration"))
