"""Over bare sockets, past the browser: slow uploads, and WebSockets that foreign pages open."""

from __future__ import annotations

import shutil
import socket
import ssl
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser.nginx import NAME, Nginx
from tests.browser.server import PATIENCE, Server

UPLOAD = "/_stcore/upload_file/{}/datei-1"
#: Bytes that an upload promises, and never sends.
PROMISED = 1_000_000


@contextmanager
def nginx_before(server: Server, shipped: str = "", own: str = "") -> Iterator[Nginx]:
    """The shipped configuration with one limit that a test can reach."""
    proxy = Nginx([server, server], {shipped: own} if shipped else {})
    try:
        yield proxy
    finally:
        proxy.stop()


def through(nginx: Nginx) -> ssl.SSLSocket:
    """A connection to nginx."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    bare = socket.create_connection(("127.0.0.1", nginx.port), timeout=PATIENCE)
    return context.wrap_socket(bare, server_hostname=NAME)


def plainly(nginx: Nginx) -> socket.socket:
    """A connection without TLS, to port 80."""
    return socket.create_connection(("127.0.0.1", nginx.plain), timeout=PATIENCE)


def put(line: socket.socket, host: str, session: str, path: str = UPLOAD, **headers: str) -> None:
    """Begin an upload: what it is, and the first bytes of it."""
    told = {
        "Host": host,
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(PROMISED),
        **headers,
    }
    head = "".join(f"{name}: {text}\r\n" for name, text in told.items())
    line.sendall(f"PUT {path.format(session)} HTTP/1.1\r\n{head}\r\n--x\r\n".encode())


def status(line: socket.socket) -> str:
    """Status that comes; "" where the connection was closed without one."""
    with line.makefile("rb") as file:
        return file.readline().decode().partition(" ")[2][:3]


def health(server: Server) -> str:
    """Ask whether the dashboard is well, which it says at once; the token for forms with it."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{server.url}/_stcore/health", timeout=5) as answer:
        return str(answer.headers["Set-Cookie"]).partition("=")[2].partition(";")[0]


def uploads(nginx: Nginx, count: int, path: str = "upload_file") -> list[tuple[str, str]]:
    """Wait until so many uploads have ended: which replica got them ("-": none), and the status."""
    until = time.monotonic() + PATIENCE
    while True:
        lines = [each.split() for each in nginx.log.read_text("utf-8").splitlines()]
        ended = [(line[0], line[-1]) for line in lines if path in line[-2]]
        if len(ended) == count:
            return ended
        assert time.monotonic() < until, lines
        time.sleep(0.05)


def test_an_upload_that_says_nothing_is_cut_off(dashboard: Server) -> None:
    shipped = "client_body_timeout 20s;"
    with nginx_before(dashboard, shipped, "client_body_timeout 1s;") as nginx:
        with through(nginx) as silent:
            put(silent, f"{NAME}:{nginx.port}", "schweigt")
            assert status(silent) in ("", "408")
        assert uploads(nginx, 1) == [("-", "408")]
    health(dashboard)


@pytest.mark.parametrize("path", [UPLOAD, "/konto/anmelden"])
def test_uploads_that_drip_are_few_and_stay_at_nginx(dashboard: Server, path: str) -> None:
    shipped = "limit_conn lebenslage_hochladen 20;"
    with nginx_before(dashboard, shipped, "limit_conn lebenslage_hochladen 2;") as nginx:
        host = f"{NAME}:{nginx.port}"
        with ExitStack() as stack:
            lines = [stack.enter_context(through(nginx)) for _ in range(3)]
            for each in lines:
                put(each, host, "tropft", path)
            asked = path.format("tropft")
            assert uploads(nginx, 1, asked) == [("-", "429")]
            # who only reads is not counted, from the same address
            assert [handshake(nginx, "") for _ in range(3)] == ["101"] * 3
        # nginx hands a file on when it is whole, so the dashboard has heard of none
        assert [replica for replica, _ in uploads(nginx, 3, asked)] == ["-", "-", "-"]


def test_no_log_knows_who_asked_and_what_for(dashboard: Server) -> None:
    query = "suche=Erika+Muster"
    with nginx_before(dashboard) as nginx:
        host = f"{NAME}:{nginx.port}"
        asked = f"/_stcore/health?{query} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n"

        def answer(head: str, *, tls: bool = True) -> str:
            with through(nginx) if tls else plainly(nginx) as line:
                line.sendall(f"{head}\r\n".encode())
                return status(line)

        assert answer(f"GET {asked}", tls=False) == "301"
        assert answer(f"GET {asked}") == "200"
        assert answer(f"POST {asked}Content-Length: 60000000\r\n") == "413"
        # a disk without room is an error of nginx itself, which it would tell with the request
        shutil.rmtree(nginx.folder / "koerper")
        with through(nginx) as line:
            line.sendall(f"POST {asked}Content-Length: 1000000\r\n\r\n{'x' * 40_000}".encode())
            assert status(line) == "500"
        until = time.monotonic() + PATIENCE
        while nginx.own_log.read_text("utf-8").count("/_stcore/health") < 3:
            assert time.monotonic() < until
            time.sleep(0.05)
        logs = nginx.written()
    assert len(logs) >= 3  # of the distribution, of errors, ours
    for name, text in logs.items():
        assert "Erika" not in text, name
        assert "127.0.0.1" not in text, name


def test_figures_do_not_get_through(dashboard: Server) -> None:
    with nginx_before(dashboard) as nginx:
        for host in (f"{NAME}:{nginx.port}", "127.0.0.1"):
            for path in ("/metriken", "/_stcore/metrics", "/_stcore/%6detrics"):
                with through(nginx) as line:
                    line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                    assert status(line) == "403", (host, path)


def session_at(server: Server, stack: ExitStack) -> str:
    """Open a session as the browser does, and let its page run; its id."""
    line = stack.enter_context(
        connect(f"ws{server.url.removeprefix('http')}/_stcore/stream", subprotocols=["streamlit"],
                proxy=None, max_size=None)
    )  # fmt: skip
    line.send(BackMsg(rerun_script={"query_string": ""}).SerializeToString())
    own = ""
    while (told := ForwardMsg.FromString(line.recv(PATIENCE))).WhichOneof("type") != (
        "script_finished"
    ):
        own = own or told.new_session.initialize.session_id
    return own


def test_without_nginx_a_slow_upload_holds_up_nobody(dashboard: Server) -> None:
    host = f"127.0.0.1:{dashboard.port}"
    with ExitStack() as stack:
        session, key = session_at(dashboard, stack), health(dashboard)

        def line() -> socket.socket:
            address = ("127.0.0.1", dashboard.port)
            return stack.enter_context(socket.create_connection(address, timeout=PATIENCE))

        # whoever may not is turned away before the first byte is read
        stranger = line()
        put(stranger, host, "0" * 36)
        assert status(stranger) == "403"
        # whoever may waits for the rest as long as it takes, and so do requests without an end
        dripping, halting = [line() for _ in range(30)], [line() for _ in range(30)]
        for each in dripping:
            put(each, host, session, Cookie=f"_streamlit_xsrf={key}", **{"X-Xsrftoken": key})
        for each in halting:
            each.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n".encode())
        for _ in range(2):
            health(dashboard)
            for each in (*dripping, *halting):
                each.sendall(b"x")
        for each in (*dripping, *halting):
            each.setblocking(False)
            with pytest.raises(BlockingIOError):
                each.recv(1)


def test_only_pages_of_ours_open_a_websocket(dashboard: Server) -> None:
    with nginx_before(dashboard) as nginx:
        own = f"https://{NAME}:{nginx.port}"
        for origin in ("https://example.org", "http://localhost:9999", "null"):
            assert handshake(nginx, f"Origin: {origin}\r\n") == "403", origin
        assert handshake(nginx, f"Origin: {own}\r\n") == "101"
        assert handshake(nginx, "") == "101"  # not a browser


def handshake(nginx: Nginx, more: str) -> str:
    """Ask for a WebSocket; the status that comes."""
    head = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {NAME}:{nginx.port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: streamlit\r\n"
        f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
    )
    with through(nginx) as line:
        line.sendall(head.encode())
        return status(line)
