"""Two replicas behind nginx over one PostgreSQL, as docs/betrieb describes it."""

from __future__ import annotations

import re
import ssl
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lebenslage import wiring
from lebenslage.app.identity import COOKIE
from lebenslage.model.access import Rolle
from lebenslage.store import Store
from tests.browser.nginx import Nginx
from tests.browser.server import Server
from tests.browser.test_journey import SHIPPED, TITLE, take_in, titles, upload
from tests.browser.test_sign_in import FIRST, OWN, fill_in
from tests.browser.view import View, profile

PREFIX = "lebenslage"


@pytest.fixture
def url(postgres, instanz, monkeypatch):
    """A database that holds the shipped package and an account."""
    address = postgres.database()
    monkeypatch.setenv("LEBENSLAGE_DATENBANK", address)
    with wiring.open_store() as store:
        store.accounts.add("Erika Muster", Rolle.REDAKTION, FIRST, wer="IT")
    monkeypatch.setenv("LEBENSLAGE_ANMELDUNG", "konten")
    yield address
    postgres.drop(address)


@pytest.fixture
def replicas(tmp_path: Path, url: str):
    """Two replicas that share a database and the secret of cookies, and nothing else."""
    servers = []
    for number in (1, 2):
        instanz = tmp_path / f"rechner-{number}" / "instanz"
        instanz.mkdir(parents=True)
        more = {"LEBENSLAGE_DATENBANK": url, "STREAMLIT_SERVER_COOKIE_SECRET": "geteilt" * 6}
        servers.append(Server(instanz, prefix=PREFIX, **more))
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        server.stop()
    assert [call for server in servers for call in server.outside_calls()] == []


@pytest.fixture
def nginx(replicas):
    proxy = Nginx(replicas)
    yield proxy
    proxy.stop()


@pytest.mark.timeout(900)  # two servers, a database, a proxy and a browser on two cores
def test_one_store_two_replicas(nginx, replicas, chromium, url, tmp_path):
    through, past = profile(chromium, trusting=True), profile(chromium)
    view = View(through, f"{nginx.url}/{PREFIX}")
    sign_in(view, FIRST)
    fill_in(view.page, alt=FIRST, neu=OWN, noch_einmal=OWN)
    is_inside(view)
    view.settle()
    heading = view.heading
    assert view.exceptions() == []
    cookies = {each["name"]: each for each in view.page.context.cookies()}
    assert cookies["lebenslage_platz"]["httpOnly"]
    assert cookies["lebenslage_platz"]["secure"]
    assert cookies[COOKIE]["httpOnly"]
    assert cookies[COOKIE]["secure"], "nginx says that the visitor came over TLS"
    assert cookies[COOKIE]["path"] == f"/{PREFIX}/"
    serving = nginx.last(replicas, "_stcore/health")
    other = next(server for server in replicas if server is not serving)

    # what comes in at one replica is seen at the other one's next rerun
    answers = tmp_path / "neu.csv"
    answers.write_bytes(b"".join(SHIPPED.read_bytes().splitlines(keepends=True)[:-40]))
    direct = View(past, other.url)
    sign_in(direct, OWN)
    is_inside(direct)
    direct.go("daten")
    upload(direct, answers)
    title = direct.page.get_by_label("Titel", exact=True)
    title.fill(TITLE)
    title.press("Enter")
    direct.settle()
    assert TITLE not in titles(view)
    take_in(direct, "neu.csv")
    assert TITLE in titles(view)
    with Store(url) as store:
        assert store.imports()[0].dateiname == "neu.csv"

    # two at once, one at each: both land
    view.go("daten")
    direct.go("daten")
    upload(view, one_value(tmp_path / "links.csv", 1991))
    upload(direct, one_value(tmp_path / "rechts.csv", 1992))
    for each in (view, direct):
        each.page.get_by_role("button", name="Einlesen", exact=True).click(no_wait_after=True)
    for each, name in ((view, "links.csv"), (direct, "rechts.csv")):
        box = each.page.get_by_test_id("stAlert").filter(has_text=name)
        expect(box.first).to_be_visible()
    with Store(url) as store:
        newest = {record.dateiname for record in store.imports()[:2]}
    assert newest == {"links.csv", "rechts.csv"}

    # the replica that serves dies; whoever sits before it goes on at the other one
    serving.kill()
    view.open()  # within the window, a click before the connection is back would be lost
    assert TITLE in titles(view)
    assert view.exceptions() == []
    view.open("daten")
    expect(view.page.locator("input[type=file]")).to_be_attached()  # still signed in
    view.open()
    assert view.heading == heading
    assert nginx.last(replicas, "_stcore/health") is other
    check_headers(nginx)
    for each in (through, past):
        each.close()


def sign_in(view: View, password: str) -> None:
    """The form of the account page, by the address that visitors know."""
    view.page.goto(f"{view.url}/konto")
    fill_in(view.page, name="Erika Muster", passwort=password)


def is_inside(view: View) -> None:
    """Wait for the start page, which writes what it shows behind its address."""
    expect(view.page).to_have_url(re.compile(rf"^{re.escape(view.url)}/($|\?)"))


def one_value(file: Path, year: int) -> Path:
    """A file with a value that nobody has told yet."""
    heading = "gebiet_id;indikator;stand;wert;quelle_id;guete"
    file.write_text(
        f"{heading}\nfinsterrot;einwohner;{year};480;wikipedia_2007;naeherung\n", "utf-8"
    )
    return file


def check_headers(nginx: Nginx) -> None:
    """Headers for the browser are there, and a file beyond the limit is refused at the door."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    https = urllib.request.HTTPSHandler(context=context)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), https)
    with opener.open(f"{nginx.url}/{PREFIX}/", timeout=20) as answer:
        told = answer.headers
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Strict-Transport-Security"] == "max-age=31536000"
    for part in ("frame-ancestors 'self'", "object-src 'none'", "base-uri 'self'"):
        assert part in "; ".join(told.get_all("Content-Security-Policy"))
    assert told["X-Frame-Options"] == "SAMEORIGIN"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["Server"] == "nginx"
    big = urllib.request.Request(f"{nginx.url}/{PREFIX}/x", data=b"", method="PUT")
    big.add_header("Content-Length", str(56 * 1024 * 1024))
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(big, timeout=20)
    with refused.value as answer:
        assert answer.code == 413
