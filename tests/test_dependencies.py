"""Every package that we name is pinned, locked and explained; every one that we use is named."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import architecture_rules as rules

ROOT = Path(__file__).resolve().parents[1]
#: A name, what of its extras is wanted, a version.
PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([0-9][0-9A-Za-z.+-]*)$")
REASON = re.compile(r"^- `([A-Za-z0-9._-]+)(?:\[[a-z,]+\])?==([^`]+)` – \S.{10,}")


def normal(name: str) -> str:
    """A package name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines_of(name: str) -> list[str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))]


def direct(name: str) -> dict[str, str]:
    found = {}
    for line in lines_of(name):
        match = PINNED.match(line)
        assert match, f"{name}: „{line}“ is not pinned as NAME==VERSION"
        found[normal(match[1])] = match[2]
    return found


def locked() -> dict[str, str]:
    pins = (PINNED.match(line.partition(";")[0].strip()) for line in lines_of("constraints.txt"))
    return {normal(pin[1]): pin[2] for pin in pins if pin}


def reasons() -> dict[str, str]:
    text = (ROOT / "docs" / "abhaengigkeiten.md").read_text("utf-8")
    matches = (REASON.match(line) for line in text.splitlines())
    return {normal(match[1]): match[2] for match in matches if match}


def imported(*patterns: str) -> set[str]:
    """Packages that our modules import, by the name under which they are installed."""
    packages = packages_distributions()
    names = {
        name.split(".")[0]
        for pattern in patterns
        for path in ROOT.glob(pattern)
        for _, name in rules.imports(ast.parse(path.read_text("utf-8")))
        if not (path.parent / f"{name.split('.')[0]}.py").exists()  # beside it, as scripts do
    }
    ours = {"lebenslage", "pages", "tests", "scripts", "benchmarks", "relative"}
    foreign = names - ours - set(sys.stdlib_module_names)
    return {normal(packages.get(name, [name])[0]) for name in foreign}


NEEDED = {**direct("requirements.txt"), **direct("requirements-dev.txt")}


def test_every_direct_requirement_has_its_reason():
    assert reasons() == NEEDED


def test_every_direct_requirement_is_locked():
    lock = locked()
    assert {name: lock.get(name) for name in NEEDED} == NEEDED


def test_the_lock_is_used():
    assert "-c constraints.txt" in (ROOT / "requirements.txt").read_text("utf-8")
    assert "-r requirements.txt" in (ROOT / "requirements-dev.txt").read_text("utf-8")


def test_what_only_windows_needs_is_locked_too():
    assert "colorama" in locked()


@pytest.mark.parametrize(
    ("patterns", "files"),
    [
        (("dashboard.py", "pages/*.py", "lebenslage/**/*.py"), ["requirements.txt"]),
        (
            ("tests/**/*.py", "scripts/*.py", "benchmarks/*.py"),
            ["requirements.txt", "requirements-dev.txt"],
        ),
    ],
    ids=["run", "test"],
)
def test_every_import_is_a_direct_requirement(patterns, files):
    named = {name for file in files for name in direct(file)}
    assert imported(*patterns) - named == set()


def test_every_package_of_the_dashboard_is_used():
    used = imported("dashboard.py", "pages/*.py", "lebenslage/**/*.py")
    assert set(direct("requirements.txt")) - used == set()
