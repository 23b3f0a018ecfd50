"""The harness itself: would it notice?"""

from __future__ import annotations

import http.server
import threading
from types import SimpleNamespace

import pytest

from tests.browser.view import PHONE, View, is_local, profile

PAGE = """<!doctype html><html><body style="margin:0">
<div data-testid="stApp" data-test-script-state="notRunning"><div data-testid="stMain">
<h1>Titel</h1>{}</div></div></body></html>"""


@pytest.fixture
def serve():
    """Serve one made-up page on this machine."""
    servers = []

    def start(body: str) -> SimpleNamespace:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(PAGE.format(body).encode())

            def log_message(self, *args):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return SimpleNamespace(url=f"http://127.0.0.1:{server.server_port}")

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def view_of(chromium, serve):
    """A window on a made-up page; requests to elsewhere are the test's own business."""
    context = profile(chromium)

    def open_view(body: str, size=PHONE) -> View:
        return View(context, serve(body).url, size).open()

    yield open_view
    context.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8501/x",
        "ws://localhost:8501/_stcore/stream",
        "data:image/png;base64,AA",
        "blob:http://127.0.0.1:8501/1",
    ],
)
def test_local_addresses(url):
    assert is_local(url)


@pytest.mark.parametrize(
    "url", ["https://cdn.example.org/x.js", "wss://example.org/", "blob:https://example.org/1"]
)
def test_outside_addresses(url):
    assert not is_local(url)


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.org/a.png">',
        '<script src="//cdn.example.org/a.js"></script>',
        "<script>fetch('https://example.org/').catch(() => 0)</script>",
        "<script>new WebSocket('wss://example.org/')</script>",
        """<iframe srcdoc='<img src="https://example.org/b.png">'></iframe>""",
        "<style>@font-face{font-family:f;src:url(https://example.org/f.woff)}"
        "h1{font-family:f}</style>",
    ],
    ids=["picture", "script", "fetch", "websocket", "frame", "font"],
)
def test_an_outside_request_is_noticed(view_of, body):
    assert [url.split("/")[2].endswith("example.org") for url in view_of(body).outside()] == [True]


def test_a_clean_page_asks_nobody(view_of):
    view = view_of("<p>ruhig</p>")
    assert view.outside() == []
    assert view.heading == "Titel"
    assert view.exceptions() == []


def test_small_and_pale_text_is_noticed(view_of):
    view = view_of(
        '<p style="font-size:12px">klein</p><p style="color:#999">blass</p>'
        '<p style="color:#000;opacity:0.5">halb</p><p>gut</p>'
        '<div style="background:#222"><p style="color:#fff">hell auf dunkel</p></div>'
    )
    assert view.illegible() == [
        "stMain 12 px 21.0:1: klein",
        "stMain 16 px 2.8:1: blass",
        "stMain 16 px 4.0:1: halb",
    ]


def test_what_sticks_out_is_noticed(view_of):
    found = view_of('<p style="width:500px">breit</p>').sticks_out()
    assert found == ["p. to 500 px: breit", "the page scrolls sideways: 500 > 390 px"]


def test_what_scrolls_by_itself_does_not_stick_out(view_of):
    body = '<div style="overflow-x:auto"><p style="width:500px">breit</p></div>'
    assert view_of(body).sticks_out() == []


def test_an_exception_box_is_noticed(view_of):
    assert view_of('<div data-testid="stException">Oh</div>').exceptions() == ["Oh"]


def test_the_picture_shows_the_whole_page(view_of, monkeypatch):
    monkeypatch.setenv("LEBENSLAGE_BILDER", "1")
    view = view_of('<div style="height:3000px">hoch</div>')
    picture = view.picture("probe-ganze-seite")
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(picture.read_bytes()[i : i + 4], "big") for i in (16, 20))
    assert (width, height >= 3000) == (390, True)
    picture.unlink()
