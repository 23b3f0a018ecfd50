"""Dockerfile and compose.yaml, as far as they can be judged without a container program."""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from lebenslage.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
DOCKERFILE = re.sub(r"\\\n\s*", "", DOCKERFILE)
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
IGNORED = (ROOT / ".dockerignore").read_text("utf-8").split()
INSTANCE = COMPOSE.split("services:")[0]


def instructions(name: str) -> list[str]:
    return re.findall(rf"(?m)^\s*{name} (.+)$", DOCKERFILE)


def left_out(path: str) -> bool:
    """Whether .dockerignore keeps the path, or a folder above it, out of the image."""
    parts = path.split("/")
    above = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return any(
        fnmatch.fnmatch(each, pattern.removeprefix("**/"))
        for pattern in IGNORED
        for each in (parts if pattern.startswith("**/") else above)
    )


def test_what_is_copied_is_there():
    copied = [part for each in instructions("COPY") for part in each.split()[:-1]]
    assert copied
    assert [part for part in copied if not (ROOT / part).exists() or left_out(part)] == []


def test_the_image_holds_the_program_and_its_package():
    needed = [ROOT / "dashboard.py", ROOT / ".streamlit" / "config.toml"]
    for folder in ("lebenslage", "pages", "static", "data"):
        needed += [path for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    assert [path for path in needed if left_out(path.relative_to(ROOT).as_posix())] == []


@pytest.mark.parametrize(
    "path",
    [
        "geheim/datenbank.txt",
        "geheim/tls/schluessel.pem",
        ".streamlit/secrets.toml",
        "instanz/lebenslage.sqlite",
        "sicherung.sqlite.zip",
        ".git/config",
        ".env",
    ],
)
def test_no_secret_and_no_store_gets_into_the_image(path):
    assert left_out(path)


def test_no_secret_gets_into_git():
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {"/geheim/", "/.streamlit/secrets.toml", "/.env", "/instanz/"} <= set(ignored)


def test_runs_without_rights_and_writes_only_where_it_may():
    """The root is read-only: every folder that is written to is a volume or in memory."""
    assert instructions("USER") == ["10001"]
    for line in ('user: "10001"', "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert line in INSTANCE
    settings = dict(re.findall(r"([A-Z_]+)=(/\S+)", " ".join(instructions("ENV"))))
    settings |= dict(re.findall(r"(LEBENSLAGE_\w+): (/\S+)", INSTANCE))
    memory = re.search(r'tmpfs: \["([^":]+)', INSTANCE)[1]
    assert settings["HOME"] == settings["MPLCONFIGDIR"] == memory
    for name in ("instanz-1", "instanz-2"):
        kept = re.search(rf"(?m)^  {name}:\n    <<: \*instanz\n    volumes: (\[.+\])$", COMPOSE)
        mounts = {each.split(":")[1] for each in json.loads(kept[1])}
        assert {settings["LEBENSLAGE_INSTANZ"], settings["LEBENSLAGE_SICHERUNGEN"]} <= mounts
    # a volume takes over the owner of the folder that the image has at its place
    made = re.search(r"(?m)install -d -o lebenslage -g lebenslage -m 700 (.+)$", DOCKERFILE)[1]
    assert {settings["LEBENSLAGE_INSTANZ"], settings["LEBENSLAGE_SICHERUNGEN"]} <= {*made.split()}


def test_the_proxy_is_believed_because_nobody_else_gets_through():
    """Else sign-in counts all visitors as one, and its cookie is not bound to TLS."""
    assert 'FORWARDED_ALLOW_IPS: "*"' in INSTANCE
    assert "networks: [innen]" in INSTANCE
    assert "ports:" not in INSTANCE
    assert "innen: {internal: true}" in COMPOSE


@pytest.mark.parametrize("name", ["lebenslage", "lebenslage-sicherung"])
def test_a_service_says_how_another_folder_of_backups_is_written_to(name):
    """systemd takes no comment behind a setting: without its "#" the line must be sound."""
    unit = (ROOT / "docs" / "betrieb" / f"{name}.service").read_text("utf-8")
    assert "\nProtectSystem=strict\n" in unit
    told = re.search(r"\n# ###.*LEBENSLAGE_SICHERUNGEN.*\n#(.+)\n", unit)
    assert re.fullmatch(r"ReadWritePaths=/[\w/]+", told[1])


def test_every_volume_and_secret_is_declared():
    volumes = set(re.findall(r"[\"\s]([a-z0-9-]+):/(?!/)", COMPOSE))
    declared = re.search(r"(?m)^volumes: \{(.+)\}$", COMPOSE)[1]
    assert volumes == set(re.findall(r"([a-z0-9-]+): \{\}", declared))
    secrets = set(re.findall(r"secrets: \[(\w+)\]", COMPOSE))
    assert secrets == set(re.findall(r"^  (\w+): \{file: \./geheim/", COMPOSE, re.M))


def test_an_identity_provider_gets_its_file_and_a_way_out():
    """By the marked lines, taken in as IT does; without them there is neither."""
    chosen = re.sub(r"(\w+: )\[\w+\]  ### oidc: (\[.+\])$", r"\1\2", COMPOSE, flags=re.MULTILINE)
    chosen = re.sub(r"(?m)^(  )# (.+)  ### oidc$", r"\1\2", chosen)
    instance = chosen.split("services:")[0]
    assert "secrets: [pgpass, oidc.toml]" in instance
    assert "networks: [innen, aussen]" in instance
    assert "\n  oidc.toml: {file: ./geheim/secrets.toml}\n" in chosen
    assert "STREAMLIT_SECRETS_FILES=/run/secrets/oidc.toml" in COMPOSE
    assert "secrets: [pgpass]" in INSTANCE
    assert "networks: [innen]" in INSTANCE


def test_what_the_head_says_to_type_is_a_command_of_ours():
    told = re.search(r"(?m)^#   docker compose exec instanz-1 (.+)$", COMPOSE)[1]
    words = shlex.split(told)
    assert words[:3] == ["python", "-m", "lebenslage"]
    assert build_parser().parse_args(words[3:]).rolle == "administration"
    assert "LEBENSLAGE_ANMELDUNG=konten" in COMPOSE
    package = re.search(r'"\./daten:(/\w+):ro"', COMPOSE)[1]
    assert f"LEBENSLAGE_DATEN={package}." in COMPOSE


def test_the_command_is_one_of_ours():
    command = json.loads(re.search(r"(?m)^CMD (\[.+\])$", DOCKERFILE)[1])
    assert command[:3] == ["python", "-m", "lebenslage"]
    assert build_parser().parse_args(command[3:]).port is None
    port = instructions("EXPOSE")[0]
    assert f":{port}/" in health_check()


def health_check() -> str:
    """The program that asks for a sign of life."""
    command = json.loads(re.search(r"HEALTHCHECK .*?CMD (\[.+\])", DOCKERFILE)[1])
    assert command[:2] == ["python", "-c"]
    return command[2]


class _Answer(BaseHTTPRequestHandler):
    def __init__(self, status: int, before: str, *args) -> None:
        self.status, self.before = status, before
        super().__init__(*args)

    def do_GET(self) -> None:
        known = self.path == f"{self.before}/_stcore/health"
        self.send_response(self.status if known else 404)
        self.end_headers()

    def log_message(self, *_) -> None:
        """Nothing on the terminal."""


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False)])
@pytest.mark.parametrize(
    ("base", "before"),
    [(None, ""), ("", ""), ("lage", "/lage"), ("/rathaus/lage/", "/rathaus/lage")],
)
def test_the_health_check_tells_a_sound_server_from_a_sick_one(
    base, before, status, well, monkeypatch
):
    """Its address is the one that every browser test waits for (tests/browser/server.py)."""
    monkeypatch.delenv("STREAMLIT_SERVER_BASE_URL_PATH", raising=False)
    if base is not None:
        monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", base)
    server = HTTPServer(("127.0.0.1", 0), partial(_Answer, status, before))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        code = health_check().replace(":8501/", f":{server.server_port}/")
        if well:
            exec(code, {})
        else:
            with pytest.raises(OSError, match="503"):
                exec(code, {})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
