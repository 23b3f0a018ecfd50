"""Two replicas behind nginx over one PostgreSQL, as docs/betrieb describes it."""

from __future__ import annotations

import csv
import ssl
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lebenslage import wiring
from lebenslage.store import Store
from tests.browser.nginx import Nginx
from tests.browser.server import ROOT, Server
from tests.browser.view import View

PREFIX = "lebenslage"
SHIPPED = ROOT / "data" / "werte.csv"


@pytest.fixture
def url(postgres, instanz, monkeypatch):
    """A database that holds the shipped package."""
    address = postgres.database()
    monkeypatch.setenv("LEBENSLAGE_DATENBANK", address)
    wiring.open_store().close()
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


def values() -> bytes:
    """A file of one value that is shipped, a little larger."""
    row = next(csv.DictReader(SHIPPED.read_text("utf-8-sig").splitlines(), delimiter=";"))
    cells = {name: row[name] for name in ("gebiet_id", "indikator", "stand", "wert")}
    cells["wert"] = str(int(cells["wert"]) + 1)
    return f"{';'.join(cells)}\n{';'.join(cells.values())}\n".encode()


def files(view: View) -> str:
    """The list of imports on the page Daten."""
    view.open("daten")
    return view.text


def test_one_store_two_replicas(nginx, replicas, chromium, url):
    view = View(chromium, f"{nginx.url}/{PREFIX}", trusting=True)
    view.open()
    heading = view.heading
    assert view.exceptions() == []
    cookies = {each["name"]: each for each in view.page.context.cookies()}
    assert cookies["lebenslage_platz"]["httpOnly"]
    assert cookies["lebenslage_platz"]["secure"]
    serving = nginx.last(replicas, "_stcore/health")
    other = next(server for server in replicas if server is not serving)

    # what comes in at one replica is seen at the other one's next rerun
    direct = View(chromium, other.url)
    direct.open("daten")
    upload = {"name": "neu.csv", "mimeType": "text/csv", "buffer": values()}
    direct.page.locator('input[type="file"]').set_input_files([upload])
    direct.page.locator("strong").get_by_text("neu.csv", exact=True).wait_for()
    direct.settle()
    assert "neu.csv" not in files(view)
    direct.page.get_by_role("button", name="Einlesen", exact=True).click()
    direct.page.get_by_test_id("stAlert").first.wait_for()
    direct.settle()
    assert "neu.csv" in files(view)
    with Store(url) as store:
        assert store.imports()[0].dateiname == "neu.csv"

    # the replica that serves dies; whoever sits before it goes on at the other one
    view.open("umfrage")
    serving.kill()
    expect(view.page.get_by_role("heading", level=1)).to_be_visible()
    view.open("daten")
    assert "neu.csv" in view.text
    assert view.exceptions() == []
    view.open()
    assert view.heading == heading
    assert nginx.last(replicas, "_stcore/health") is other
    check_headers(nginx)
    for each in (view, direct):
        each.close()


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
    assert "frame-ancestors 'self'" in told["Content-Security-Policy"]
    assert told["Server"] == "nginx"
    big = urllib.request.Request(f"{nginx.url}/{PREFIX}/x", data=b"", method="PUT")
    big.add_header("Content-Length", str(56 * 1024 * 1024))
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(big, timeout=20)
    with refused.value as answer:
        assert answer.code == 413
