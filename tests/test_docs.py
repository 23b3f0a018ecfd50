"""README, handbook and changelog say what is true."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from lebenslage.app.navigation import MENU
from lebenslage.cli.parser import build_parser

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
HANDBOOK = (ROOT / "lebenslage" / "app" / "handbuch.md").read_text("utf-8")
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "data/*.md", "lebenslage/app/*.md")
    for path in ROOT.glob(pattern)
)


def variables(text: str) -> set[str]:
    return set(re.findall(r"\bLEBENSLAGE_[A-Z]+\b", text))


def test_readme_leads_with_the_two_commands():
    block = README.split("\n\n")[2]
    assert [line.split()[:2] for line in block.splitlines()] == [["make", "run"], ["make", "test"]]


def test_readme_names_every_variable_of_the_program():
    sources = (path.read_text("utf-8") for path in (ROOT / "lebenslage").rglob("*.py"))
    assert variables("\n".join(sources)) == variables(README)


def test_readme_names_every_command():
    parser = build_parser()
    choices = next(a.choices for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    rows = re.findall(r"^\| (`.*?) \|", README, re.M)
    told = {name for row in rows for name in re.findall(r"`([a-z]+)\b", row)}
    assert set(choices) <= told


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", [".gitignore", ".dockerignore", "Makefile", "compose.yaml"])
def test_no_merge_is_left_half_done(name):
    text = (ROOT / name).read_text("utf-8")
    assert re.findall(r"^(?:<{7} .*|={7}|>{7} .*)$", text, re.M) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_german_quotation_marks_are_in_pairs(path):
    text = path.read_text("utf-8")
    assert text.count("„") == text.count("“")


@pytest.mark.parametrize(
    "task",
    [
        "Eine Umfrage einspielen",
        "Neue Zahlen einspielen",
        "Etwas rückgängig machen",
        "Beispieldaten entfernen",
        "Einen Link weitergeben",
        "Einen Ortsteil nachschlagen",
        "Zahlen richtig lesen",
    ],
)
def test_handbook_tells_the_task(task):
    assert re.search(rf"^## {task}$", HANDBOOK, re.M)


def test_handbook_names_every_page_of_the_menu():
    titles = set(MENU.values()) - {"Handbuch"}
    assert [title for title in titles if title not in HANDBOOK] == []


def test_changelog_has_the_heading_for_changes_of_the_method():
    assert "### Verfahren" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_decisions_are_numbered_without_gaps():
    decisions = sorted((ROOT / "docs" / "entscheidungen").glob("*.md"))
    numbers = [int(path.name[:3]) for path in decisions]
    assert numbers == list(range(1, len(decisions) + 1))
    for path, number in zip(decisions, numbers, strict=True):
        assert path.read_text("utf-8").startswith(f"# {number:03d} ")
