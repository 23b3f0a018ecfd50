"""No key lies in the repository, and what a release is made of can be listed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import transient_settings

ROOT = Path(__file__).resolve().parents[1]
#: Keys that have a form of their own. Guessing by disorder or by words ("password") would find
#: every checksum, and every made-up password of the tests.
KINDS = (
    *("PrivateKey", "AWSKey", "AzureStorageKey", "BasicAuth", "GitHubToken", "GitLabToken"),
    *("JwtToken", "OpenAI", "PypiToken", "Slack"),
)
DRAWN = (".webp", ".png")


def keys_in(files: Iterable[Path]) -> list[str]:
    found = SecretsCollection()
    with transient_settings({"plugins_used": [{"name": f"{kind}Detector"} for kind in KINDS]}):
        for file in files:
            found.scan_file(str(file))
    return [f"{secret.filename}:{secret.line_number}: {secret.type}" for _, secret in found]


def repository() -> list[Path]:
    """What is under version control; of an export, which has no history, everything but caches."""
    if not (ROOT / ".git").exists():
        every = (path.relative_to(ROOT) for path in ROOT.rglob("*"))
        return [ROOT / path for path in every if not path.parts[0].startswith(".")]
    # whoever runs the tests need not be who made the clone
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]


def test_no_key_is_in_the_repository() -> None:
    files = [file for file in repository() if file.is_file() and file.suffix not in DRAWN]
    assert len(files) > 500
    assert keys_in(files) == []


def test_a_key_would_be_found(tmp_path: Path) -> None:
    # in pieces, so that this file is none of those that are found
    planted = {
        "schluessel.pem": "-----BEGIN " + "RSA PRIVATE KEY-----\nabc\n",
        "umgebung": "URL=postgresql://amt:" + "wirklichgeheim@db.example.org/lage\n",
    }
    for name, text in planted.items():
        (tmp_path / name).write_text(text, "utf-8")
    found = keys_in(tmp_path / name for name in planted)
    assert [line.rpartition(": ")[2] for line in found] == [
        "Private Key",
        "Basic Auth Credentials",
    ]


def test_the_list_of_packages_names_every_one_with_its_version(tmp_path: Path) -> None:
    """As `make sbom` calls it."""
    target = tmp_path / "sbom.json"
    command = ["environment", "--output-reproducible", "--of", "JSON", "-o", str(target)]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *command, sys.executable], check=True)
    parts = json.loads(target.read_text("utf-8"))["components"]
    told = {part["name"].lower(): part["version"] for part in parts}
    for name in ("streamlit", "pandas", "sqlalchemy"):
        assert told[name] == version(name)
    assert all(told.values())
