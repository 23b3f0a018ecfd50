"""Signing in, in the browser and over bare HTTP: what is closed is closed there too."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, WebSocket, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from lebenslage.app.identity import COOKIE
from lebenslage.model.access import Rolle
from lebenslage.model.survey import QuestionType
from lebenslage.store import Store, sqlite_url
from tests.app.test_access import SECRET, hide_secrets
from tests.browser.identity_provider import Provider
from tests.browser.nginx import Nginx
from tests.browser.server import Server
from tests.browser.view import View, profile

FIRST, OWN = "erst einmal dieses", "jetzt mein eigenes"


class Tab:
    """A window of its own with cookies of its own, and the id of its session."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.sessions: list[str] = []
        self.received = bytearray()
        view.page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._read)

    def _read(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.received += frame
            message = ForwardMsg.FromString(frame)
            if message.HasField("new_session"):
                self.sessions.append(message.new_session.initialize.session_id)

    @property
    def page(self) -> Page:
        return self.view.page

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def was_sent(self, text: str) -> bool:
        """Whether a text came to this browser over the WebSocket, shown or not."""
        return text.encode() in self.received

    def is_staff(self, it_is: bool = True) -> None:
        """Wait until the menu shows what only staff may see, or no longer does."""
        links = self.page.get_by_test_id("stSidebarNavLink")
        expect(links.get_by_text("Übersicht", exact=True)).to_be_visible()
        for name in ("Daten", "Katalog"):
            expect(links.get_by_text(name, exact=True)).to_have_count(int(it_is))

    def reads(self, text: str) -> None:
        """Wait until the page says so."""
        expect(self.page.get_by_test_id("stMain")).to_contain_text(text)

    def cookie(self, name: str) -> str:
        found = [each for each in self.context.cookies() if each.get("name") == name]
        return str(found[0].get("value")) if found else ""

    def upload(self, url: str, session: str) -> APIResponse:
        """Send a file to a session, past every widget."""
        return self.context.request.put(
            f"{url}/_stcore/upload_file/{session}/datei-1",
            multipart={"file": {"name": "a.csv", "mimeType": "text/csv", "buffer": b"a;b"}},
            headers={"X-Xsrftoken": self.cookie("_streamlit_xsrf")},
        )

    def post(self, url: str, path: str, **form: str) -> APIResponse:
        """Send a form as a page of ours would."""
        own = {"Origin": "/".join(url.split("/")[:3])}
        return self.context.request.post(
            f"{url}/konto/{path}", form=form, headers=own, max_redirects=0
        )


@pytest.fixture
def with_accounts(own_dashboard: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    own_dashboard.prefix = "rathaus/lage"
    with Store(sqlite_url(own_dashboard.instanz / "lebenslage.sqlite")) as store:
        hide_secrets(store)
        store.accounts.add("Erika Muster", Rolle.REDAKTION, FIRST, wer="IT")
        store.accounts.add("Leo Opfer", Rolle.ADMINISTRATION, FIRST, wer="IT")
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "konten")
    return own_dashboard.start()


def unreleased(server: Server) -> list[str]:
    """Long texts of answers that nobody has released."""
    with Store(sqlite_url(server.instanz / "lebenslage.sqlite")) as store:
        waves = store.snapshot().umfragen
    texts = [
        str(text)
        for wave in waves
        for question in wave.fragebogen.fragen
        if question.typ is QuestionType.TEXT
        for row, text in enumerate(wave.antworten[question.code])
        if len(str(text)) > 25 and (question.code, row) not in wave.released
    ]
    assert texts
    return texts


def fill_in(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.fill(f"#{name}", text)
    page.click("button[type=submit]")


def test_local_accounts(with_accounts: Server, new_view: Callable[..., View]) -> None:
    server, url = with_accounts, with_accounts.url
    anonymous, staff = Tab(new_view(server)), Tab(new_view(server))

    # a reader: no page for staff in the menu, nor by its address, nor an upload past the pages
    anonymous.view.open("daten")
    anonymous.is_staff(False)
    anonymous.reads("Für diese Seite müssen Sie sich anmelden.")
    assert anonymous.upload(url, anonymous.sessions[-1]).status == 403
    assert anonymous.upload(url, "0" * 36).status == 403

    # a key that somebody has planted beforehand is worth nothing and is not taken over
    staff.context.add_cookies([{"name": COOKIE, "value": "untergeschoben", "url": f"{url}/"}])
    staff.view.open()
    staff.page.get_by_role("link", name="Anmelden").click()
    staff.page.locator("#passwort").wait_for()
    assert staff.page.get_attribute("html", "lang") == "de"
    fill_in(staff.page, name="erika muster", passwort="das war falsch")
    expect(staff.page.locator("[role=alert]")).to_contain_text("Name oder Passwort stimmt nicht.")
    expect(staff.page.locator("#name")).to_have_value("erika muster")
    fill_in(staff.page, passwort=FIRST)
    expect(staff.page.locator("main")).to_contain_text(
        "Bitte wählen Sie jetzt ein eigenes Passwort."
    )
    staff.view.open("daten")
    staff.reads("Bitte ändern Sie zuerst Ihr Passwort")
    staff.page.get_by_test_id("stMain").get_by_role("link", name="Passwort ändern").click()
    staff.page.locator("#alt").wait_for()
    fill_in(staff.page, alt=FIRST, neu=OWN, noch_einmal=OWN)
    expect(staff.page).not_to_have_url(re.compile("/konto/"))
    staff.view.settle()
    key = staff.cookie(COOKIE)
    assert len(key) > 40
    assert key != "untergeschoben"
    detail = next(each for each in staff.context.cookies() if each.get("name") == COOKIE)
    assert (detail.get("httpOnly"), detail.get("sameSite")) == (True, "Lax")
    assert staff.page.evaluate("document.cookie").find(COOKIE) == -1

    # a second key, planted by another page of the host, makes nobody of both
    staff.context.add_cookies([{"name": COOKIE, "value": "x", "domain": "127.0.0.1", "path": "/"}])
    staff.view.open("daten")
    staff.is_staff(False)
    staff.context.clear_cookies(name=COOKIE, path="/")

    # staff: the pages, an upload into the own session, not into another one, a file for staff only
    staff.view.open("daten")
    staff.is_staff()
    assert staff.upload(url, staff.sessions[-1]).status == 204
    assert staff.upload(url, anonymous.sessions[-1]).status == 403
    assert anonymous.upload(url, staff.sessions[-1]).status == 403
    staff.page.get_by_role("tab", name="Vorlagen").click()
    with staff.page.expect_download() as taken:
        staff.page.get_by_role("button", name=re.compile("Vorlage: ")).first.click()
    file = taken.value.url
    assert "/media/" in file
    assert staff.context.request.get(file).status == 200
    assert anonymous.context.request.get(file).status == 403
    # what readers are shown as well is public
    anonymous.view.open("ortsteilleben")
    with anonymous.page.expect_download() as taken:
        anonymous.page.get_by_role("button", name=re.compile("Kalenderdatei")).click()
    assert anonymous.context.request.get(taken.value.url).status == 200

    # nothing internal has come to a reader's browser, whatever its pages show of it
    for stem in ("beteiligung", "stimmen"):
        anonymous.view.open(stem)
    staff.view.open("beteiligung")
    staff.reads(SECRET)
    assert staff.was_sent(SECRET)
    assert staff.was_sent("antworten.csv")
    assert not anonymous.was_sent(SECRET)
    assert not anonymous.was_sent("antworten.csv")
    assert [text for text in unreleased(server) if anonymous.was_sent(text)] == []

    # a foreign page can neither sign in nor out
    foreign = {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"}
    leave = f"{url}/konto/abmelden"
    assert staff.context.request.post(leave, headers=foreign).status == 403
    assert staff.context.request.post(leave, headers={"Origin": "null"}).status == 403

    # guessing is slowed down, whatever the password, and told in minutes
    wrong = [anonymous.post(url, "anmelden", name="Leo Opfer", passwort=f"{i}") for i in range(5)]
    assert {answer.status for answer in wrong} == {403}
    right = anonymous.post(url, "anmelden", name="Leo Opfer", passwort=FIRST)
    assert (right.status, right.headers.get("set-cookie")) == (429, None)
    assert "Bitte warten Sie eine Minute" in right.text()

    # out, and the old key is worth nothing
    staff.page.get_by_role("link", name="Konto und Abmelden").click()
    staff.page.get_by_role("button", name="Abmelden").click()
    staff.is_staff(False)
    staff.context.add_cookies([{"name": COOKIE, "value": key, "url": f"{url}/"}])
    staff.view.open("daten")
    staff.reads("Für diese Seite müssen Sie sich anmelden.")
    for word in ("Erika", "Leo Opfer", OWN, FIRST, key, "127.0.0.1 -"):
        assert word not in server.logged()


def test_openid_connect(
    own_dashboard: Server, chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/betrieb sets it up: behind nginx, with TLS, under a path."""
    own_dashboard.prefix = "rathaus/lage"
    secrets = tmp_path / "secrets.toml"
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "oidc")
    monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
    with ExitStack() as stack:
        claims = {"preferred_username": "e.muster", "groups": ["quartier", "chor"]}
        provider = stack.enter_context(Provider(claims))
        nginx = Nginx([own_dashboard, own_dashboard])
        stack.callback(nginx.stop)
        url = f"{nginx.url}/{own_dashboard.prefix}"
        secrets.write_text(provider.secrets(url), "utf-8")
        own_dashboard.start()

        def window() -> Tab:
            context = profile(chromium, trusting=True)
            stack.callback(context.close)
            return Tab(View(context, url))

        tab = window()
        tab.view.open("daten")
        tab.reads("Für diese Seite müssen Sie sich anmelden.")
        assert tab.upload(url, tab.sessions[-1]).status == 403
        tab.page.get_by_role("button", name="Anmelden").first.click()
        tab.page.get_by_text("Angemeldet: e.muster (Redaktion)").wait_for(timeout=60_000)
        # the page writes what it shows behind it
        expect(tab.page).to_have_url(re.compile(rf"^{re.escape(url)}/($|\?)"))
        cookies = {each.get("name"): each for each in tab.context.cookies()}
        assert cookies["_streamlit_user"].get("path") == f"/{own_dashboard.prefix}"
        assert [name for name, each in cookies.items() if not each.get("secure")] == []
        tab.view.open("daten")
        tab.is_staff()
        assert tab.upload(url, tab.sessions[-1]).status == 204
        other = window()
        other.view.open()
        assert other.upload(url, tab.sessions[-1]).status == 403
        tab.page.get_by_role("button", name="Abmelden").click()
        tab.page.get_by_role("button", name="Anmelden").first.wait_for(timeout=60_000)
        assert tab.view.outside() == other.view.outside() == []
