"""Roles on the pages: what a reader is sent, what a reader can change, and what stays of a role."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.app import access, deck, deck_page, identity, navigation, state
from lebenslage.app.identity import COOKIE, Anfrage
from lebenslage.errors import KeinRecht, LebenslageError
from lebenslage.model.access import Recht, Rolle
from lebenslage.model.registers import Draft
from lebenslage.model.scenario import Scenario
from lebenslage.report.deck.blocks import Block, BlockKind, Deck
from lebenslage.report.deck.projects import INTERN
from lebenslage.store import Store, passwords
from lebenslage.store.accounts import Accounts
from lebenslage.store.catalogue_versions import CatalogueVersions
from lebenslage.store.registers import Registers
from lebenslage.store.sheets import PaperSheets
from lebenslage.store.shelf import Shelf
from tests.app.test_pages import PAGES, ROOT, open_page, texts

ELSEWHERE = Anfrage({"host": "10.0.0.1:8501", "origin": "http://10.0.0.1:8501"}, {}, "10.0.0.9")
HERE = Anfrage({}, {}, None)
SECRET = "Kanarienvogel"


class Seat:
    """Whose requests the pages take to be asked."""

    def __init__(self) -> None:
        self.request = HERE


@pytest.fixture
def seat(monkeypatch: pytest.MonkeyPatch) -> Seat:
    chosen = Seat()
    monkeypatch.setattr(access, "request", lambda: chosen.request)
    return chosen


@pytest.fixture
def with_accounts(
    monkeypatch: pytest.MonkeyPatch, store: Store
) -> Iterator[Callable[..., Anfrage]]:
    """The dashboard with local accounts; a request of somebody who has just signed in."""
    cheap = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", cheap)
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "konten")

    def sign_in(name: str, rolle: Rolle) -> Anfrage:
        store.accounts.add(name, rolle, "erst einmal dieses", wer="IT")
        key = store.accounts.change_password(
            name, "erst einmal dieses", "jetzt mein eigenes", "10.0.0.9"
        )
        return dataclasses.replace(ELSEWHERE, cookies={COOKIE: key})

    yield sign_in
    identity._asked.clear()


def sent(page: AppTest) -> str:
    """Everything that a run sends to the browser, as text."""
    return "\n".join(str(node.proto) for node in page._tree if hasattr(node, "proto"))


def hide_secrets(store: Store) -> None:
    """Put a word into every place that a reader must not see."""
    for code, fields in {
        "anliegen": {"titel": SECRET, "text": SECRET, "antwort": SECRET},
        "akteure": {"ansprechperson": SECRET, "einwilligung": "2026-01-01"},
        "projekte": {"foerderfrist": "1999-09-09"},
    }.items():
        for entry in store.registers.entries(code)[0]:
            draft = Draft(code, {**entry.daten, **fields}, entry.kennung, entry.fassung)
            store.registers.save(draft, wer=SECRET)
    hidden = {"titel": SECRET, "ortsteile": ("maienfels",), "status": "idee"}
    key = store.registers.save(Draft("projekte", hidden), wer=SECRET).kennung
    store.registers.attach(key, f"{SECRET}.pdf", b"%PDF-1.4 " + SECRET.encode(), SECRET)


def test_of_two_keys_neither_counts() -> None:
    own, planted = f"{COOKIE}=eigener", f"{COOKIE}=untergeschoben"
    for sent, token in (
        (own, "eigener"),
        (f"x_{planted}; {own}", "eigener"),
        (f"{own}; {planted}", ""),
        (f"{planted};{own}", ""),
    ):
        cookies = dict(each.strip().split("=") for each in sent.split(";"))
        assert Anfrage({"cookie": sent}, cookies, "10.0.0.9").token == token


def test_a_reader_is_sent_nothing_internal(dashboard: AppTest, store: Store, seat: Seat) -> None:
    hide_secrets(store)
    answers = [wave.antworten for wave in store.snapshot().umfragen]
    unreleased = {
        str(text)
        for frame in answers
        for column in frame.select_dtypes(["object", "string"])
        for text in frame[column].dropna().unique()
        if len(str(text)) > 25
    }
    assert unreleased, "the shipped survey has texts that nobody has released"
    named_in_the_handbook = {"katalog.csv", "quellen.csv"}
    files = {record.dateiname for record in store.imports()} - named_in_the_handbook
    seat.request = ELSEWHERE
    for stem in PAGES:
        page = open_page(dashboard, stem)
        everything = sent(page)
        assert SECRET not in everything, stem
        assert "09.09.1999" not in everything, stem
        assert [text for text in unreleased if text in everything] == [], stem
        assert [name for name in files if name in everything] == [], stem
        assert list(page.file_uploader) == [], stem
        assert [button.label for button in page.button if "lösch" in button.label.lower()] == []
    assert "Dafür" not in texts(dashboard)


def test_the_secrets_of_that_test_are_there_to_be_seen(
    dashboard: AppTest, store: Store, seat: Seat
) -> None:
    hide_secrets(store)
    assert SECRET in sent(open_page(dashboard, "beteiligung"))
    page = open_page(dashboard, "daten")
    assert len(page.file_uploader) == 1
    assert "antworten.csv" in sent(page)


@pytest.mark.parametrize("stem", sorted(navigation.NEEDS))
def test_a_closed_page_says_so_politely(dashboard: AppTest, seat: Seat, stem: str) -> None:
    seat.request = ELSEWHERE
    page = open_page(dashboard, stem)
    assert "Diese Seite ist nur an dem Rechner offen, auf dem das Dashboard läuft" in texts(page)
    assert page.button == []
    assert page.error == []


def test_every_page_demands_what_the_menu_says() -> None:
    told = {}
    for stem in PAGES:
        tree = ast.parse((ROOT / "pages" / f"{stem}.py").read_text("utf-8"))
        heads = [
            n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "head"
        ]
        keywords = {k.arg: ast.unparse(k.value) for k in heads[0].keywords}
        told[stem] = keywords.get("recht", "Recht.LESEN")
    for stem, demanded in told.items():
        wanted = navigation.NEEDS.get(stem, Recht.LESEN)
        open_to_all = stem in navigation.FOOTER
        assert demanded == ("None" if open_to_all else f"Recht.{wanted.name}"), stem


def test_the_local_user_may_everything_and_is_told(dashboard: AppTest) -> None:
    assert "Einzelplatz ohne Anmeldung" in texts(dashboard.run())
    assert "Daten" in navigation.MENU.values()


def test_a_right_that_is_gone_changes_nothing(dashboard: AppTest, store: Store, seat: Seat) -> None:
    """Buttons of an editor's page, pressed after the editor has signed out."""
    dashboard.query_params["projekte"] = "P-1"
    page = open_page(dashboard, "projekte")
    done = next(b for b in page.button if b.label == "„Bänke aufstellen“ erledigt")
    seat.request = ELSEWHERE
    page = done.click().run()
    assert not store.registers.entry("S-2").text("erledigt")
    assert "Dafür fehlt Ihnen das Recht" in texts(page)
    assert page.exception == []


def test_who_is_signed_out_while_looking_is_told(dashboard: AppTest, seat: Seat) -> None:
    page = open_page(dashboard, "kontakt")
    assert page.error == []
    seat.request = ELSEWHERE
    assert "Sie sind nicht mehr angemeldet" in texts(page.run())
    assert page.run().error == []  # once


def test_a_release_needs_its_right(dashboard: AppTest, store: Store, seat: Seat) -> None:
    dashboard.session_state["freigabe"] = True
    page = open_page(dashboard, "stimmen")
    toggle = next(each for each in page.toggle if each.label == "1 freigegeben")
    version = store.version()
    seat.request = ELSEWHERE
    page = toggle.set_value(True).run()
    assert store.version() == version
    assert "Dafür fehlt Ihnen das Recht" in texts(page)


def test_nobody_gets_a_name_for_a_right_they_lack(store: Store, seat: Seat) -> None:
    assert access.demand(Recht.LOESCHEN) == "Verwaltung (dieser Rechner)"
    seat.request = ELSEWHERE
    for recht in set(Recht) - {Recht.LESEN}:
        with pytest.raises(KeinRecht):
            access.demand(recht)


@functools.cache
def writers() -> set[str]:
    """Every method of the store that wants to know who changes something."""
    rooms = (Store, Registers, CatalogueVersions, PaperSheets, Accounts, Shelf)
    return {
        name
        for room in rooms
        for name, method in inspect.getmembers(room, inspect.isfunction)
        if not name.startswith("_") and "wer" in inspect.signature(method).parameters
    }


def test_every_change_on_a_page_asks_who_may() -> None:
    """Whatever names a method that writes demands the right, or hands it to `_act`, which does."""
    assert {"release", "import_deliveries", "save", "attach", "take_over"} <= writers()
    found, offences = 0, []
    for path in sorted((ROOT / "lebenslage" / "app").glob("*.py")):
        if path.stem == "account_routes":
            continue  # people change their own password there, with the old one
        for function in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(function, ast.FunctionDef):
                continue
            attributes = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
            written = [
                ast.unparse(node)
                for node in attributes
                if node.attr in writers()
                and ("store()" in ast.unparse(node.value) or ast.unparse(node.value) == "shelf")
            ]
            found += len(written)
            text = ast.unparse(function)
            if written and "access.demand(" not in text and "_act(" not in text:
                offences.append(f"{path.name}: {function.name}: {written}")
    assert found > 20
    assert offences == []
    for stem in ("register_page", "scenario_shelf", "catalogue_draft"):
        module = (ROOT / "lebenslage" / "app" / f"{stem}.py").read_text("utf-8")
        assert "access.demand(" in module


def test_an_account_sees_its_own_role_and_signs_what_it_does(
    dashboard: AppTest, store: Store, seat: Seat, with_accounts: Callable[..., Anfrage]
) -> None:
    seat.request = ELSEWHERE
    assert "Für diese Seite müssen Sie sich anmelden." in texts(open_page(dashboard, "daten"))
    seat.request = with_accounts("Erika Muster", Rolle.REDAKTION)
    page = open_page(dashboard, "daten")
    assert "Angemeldet: Erika Muster (Redaktion)" in texts(page)
    assert "Beispieldaten entfernen …" not in sent(page)  # deletion is for the administration
    next(b for b in page.button if b.label == "Zurücknehmen").click().run()
    assert store.audit()[0].wer == "Erika Muster"
    store.accounts.set_role("Erika Muster", Rolle.LESER, wer="IT")
    with pytest.raises(KeinRecht):
        access.demand(Recht.IMPORTIEREN)
    identity._asked.clear()
    assert "Für diese Seite müssen Sie sich anmelden." in texts(open_page(dashboard, "daten"))


def test_a_session_keeps_nothing_for_the_next_person(
    dashboard: AppTest, seat: Seat, with_accounts: Callable[..., Anfrage]
) -> None:
    seat.request = with_accounts("Erika Muster", Rolle.REDAKTION)
    page = open_page(dashboard, "projekte")
    page.session_state["gemerkt_entwurf"] = SECRET
    page.run()
    assert "gemerkt_entwurf" in page.session_state
    seat.request = ELSEWHERE
    page.run()
    assert "gemerkt_entwurf" not in page.session_state


def test_a_download_checks_the_right_when_it_is_asked_for(
    store: Store, seat: Seat, with_accounts: Callable[..., Anfrage]
) -> None:
    seat.request = with_accounts("Erika Muster", Rolle.REDAKTION)
    asked_later = access.guarded(Recht.INTERN, lambda: b"intern")
    assert asked_later() == b"intern"
    store.accounts.remove("Erika Muster", wer="IT")
    with pytest.raises(KeinRecht):
        asked_later()


def test_reading_can_be_for_people_with_an_account_alone(
    dashboard: AppTest,
    seat: Seat,
    with_accounts: Callable[..., Anfrage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LEBENSLAGE_LESEN", "angemeldet")
    seat.request = ELSEWHERE
    page = open_page(dashboard, "uebersicht")
    assert "Für diese Seite müssen Sie sich anmelden." in texts(page)
    assert "Was auffällt" not in sent(page)
    assert "müssen Sie sich anmelden" not in texts(open_page(dashboard, "kontakt"))
    seat.request = with_accounts("Leo Leser", Rolle.LESER)
    assert "müssen Sie sich anmelden" not in texts(open_page(dashboard, "uebersicht"))


@pytest.mark.parametrize("name", ["LEBENSLAGE_ANMELDUNG", "LEBENSLAGE_LESEN"])
def test_an_unknown_setting_lets_nobody_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "vielleicht")
    with pytest.raises(LebenslageError, match=f"{name}: „vielleicht“ gibt es nicht"):
        identity.visitor_of(ELSEWHERE)


def keep_inside(store: Store) -> int:
    """A saved deck of all projects and a saved scenario, both under the secret word; the deck."""
    hide_secrets(store)
    inside = Deck(SECRET, (Block(BlockKind.PROJEKTE, code=INTERN),))
    store.scenarios.save(SECRET, Scenario(verfahren="hdi").text, wer="Amt")
    return store.decks.save(SECRET, inside.text, wer="Amt").id


def shown_as(page: AppTest, address: str, view: str) -> str:
    page.query_params[state.PRAESENTATION] = address
    page.query_params[state.ANSICHT] = view
    page.switch_page("pages/praesentation.py").run()
    assert [item.message for item in page.exception] == []
    return sent(page)


@pytest.mark.parametrize("view", ["", "folien"])
def test_a_deck_shows_a_reader_what_is_public_whoever_made_the_link(
    dashboard: AppTest, store: Store, seat: Seat, view: str
) -> None:
    saved = f"regal-{keep_inside(store)}"
    whole = deck.code(Deck("Offen", (Block(BlockKind.PROJEKTE, code=INTERN),)))
    for address in (saved, whole):
        assert SECRET in shown_as(dashboard, address, view), "there to be seen"
        seat.request = ELSEWHERE
        assert SECRET not in shown_as(dashboard, address, view)
        seat.request = HERE


def test_saved_decks_and_scenarios_are_for_who_works_here(
    dashboard: AppTest, store: Store, seat: Seat
) -> None:
    keep_inside(store)
    for stem in ("praesentation", "szenario"):
        assert SECRET in sent(open_page(dashboard, stem)), "there to be seen"
        seat.request = ELSEWHERE
        assert SECRET not in sent(open_page(dashboard, stem))
        seat.request = HERE


def test_files_of_an_internal_deck_are_made_for_who_may_see_it(
    dashboard: AppTest,
    store: Store,
    seat: Seat,
    with_accounts: Callable[..., Anfrage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The buttons were drawn while somebody was signed in: they ask again when pressed."""
    made: dict[str, Callable[[], bytes]] = {}

    def download(label: str, make: Callable[[], bytes], *_: str) -> None:
        made[label] = make

    monkeypatch.setattr(deck_page, "download", download)
    seat.request = with_accounts("Erika", Rolle.REDAKTION)
    shown_as(dashboard, f"regal-{keep_inside(store)}", "")
    assert len(made) == 2
    assert all(make()[:2] in (b"PK", b"%P") for make in made.values())
    store.accounts.sign_out(seat.request.token)
    for make in made.values():
        with pytest.raises(KeinRecht):
            make()
