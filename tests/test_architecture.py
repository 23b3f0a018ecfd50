"""The sentences of the design hold in every module, and each rule would notice an offence."""

from __future__ import annotations

import ast
import functools
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests import architecture_rules as rules

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (
        ROOT / "dashboard.py",
        *(ROOT / "pages").glob("*.py"),
        *(ROOT / "lebenslage").rglob("*.py"),
    )
)


def source_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@functools.cache
def tree_of(path: str) -> ast.Module:
    return ast.parse(source_of(path))


def offences(rule, *more) -> list[str]:
    return [text for path in MODULES for text in rule(path, tree_of(path), *more)]


def place_names() -> list[str]:
    """What the shipped package calls its places."""
    gemeinde = tomllib.loads((ROOT / "data" / "gemeinde.toml").read_text("utf-8"))
    ortsteile = json.loads((ROOT / "data" / "ortsteile.geojson").read_text("utf-8"))
    return [gemeinde["name"], *(o["properties"]["name"] for o in ortsteile["features"])]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule):
    assert offences(rule) == []


def test_the_code_names_no_place():
    assert offences(rules.no_place_names, place_names()) == []


def test_modules_and_pages_are_short():
    assert [text for path in MODULES for text in rules.length(path, source_of(path))] == []


def test_static_files_ask_no_other_host():
    files = [p for p in (ROOT / "static").rglob("*") if p.suffix in (".js", ".css", ".html")]
    assert files
    found = [p.name for p in files if rules.CDN.search(p.read_text("utf-8", "replace"))]
    assert found == []


def test_the_rules_see_every_room():
    rooms = {rules.room_of(path) for path in MODULES}
    assert rooms == set(rules.MAY_IMPORT)


LOOK = """
import importlib, json, os, sys, warnings
for name in {libraries!r}:
    importlib.import_module(name)
import numpy, plotly.io
def state():
    return [os.getcwd(), str(plotly.io.templates.default), str(warnings.filters),
            str(numpy.random.get_state()[1][:5]), sorted(os.environ)]
before = state()
for name in {modules!r}:
    importlib.import_module(name)
print(json.dumps([name for name, a, b in zip(
    ["working folder", "plotly template", "warning filters", "random state", "environment"],
    before, state()) if a != b]))
"""


def leaves_traces(modules: list[str], libraries: list[str], path: Path = ROOT) -> list[str]:
    """What importing the modules changes in a fresh process."""
    look = LOOK.format(modules=modules, libraries=libraries)
    command = [sys.executable, "-c", look]
    answer = subprocess.run(command, cwd=path, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    changed: list[str] = json.loads(answer.stdout.splitlines()[-1])
    return changed


def test_importing_changes_nothing():
    package = [path for path in MODULES if path.startswith("lebenslage/")]
    package = [path for path in package if not path.endswith(("__main__.py", "migrations/env.py"))]
    package = [path for path in package if "/versions/" not in path]
    names = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in package
    ]
    libraries = {
        name.split(".")[0]
        for path in package
        for _, name in rules.imports(ast.parse(source_of(path)))
        if name.split(".")[0] not in {"lebenslage", *sys.stdlib_module_names}
    }
    assert leaves_traces(names, sorted(libraries | {"scipy.stats"})) == []


def test_importing_with_side_effects_is_noticed(tmp_path):
    (tmp_path / "careless.py").write_text(
        "import os, warnings, plotly.io\n"
        "os.chdir('/')\nwarnings.simplefilter('ignore')\nplotly.io.templates.default = 'none'\n",
        "utf-8",
    )
    found = leaves_traces(["careless"], [], tmp_path)
    assert found == ["working folder", "plotly template", "warning filters"]


OFFENDING = [
    (rules.import_direction, "lebenslage/analysis/a.py", "from lebenslage.store import Store",
     "lebenslage/analysis/a.py:1: analysis must not import store (lebenslage.store.Store)"),
    (rules.import_direction, "lebenslage/loaders/a.py", "import lebenslage.analysis.grid",
     "lebenslage/loaders/a.py:1: loaders must not import analysis (lebenslage.analysis.grid)"),
    (rules.import_direction, "lebenslage/store/a.py", "from lebenslage import loaders",
     "lebenslage/store/a.py:1: store must not import loaders (lebenslage.loaders)"),
    (rules.import_direction, "lebenslage/model/a.py", "def f():\n    import lebenslage.app.data",
     "lebenslage/model/a.py:2: model must not import app (lebenslage.app.data)"),
    (rules.import_direction, "lebenslage/errors.py", "from lebenslage.cli import main",
     "lebenslage/errors.py:1: model must not import cli (lebenslage.cli.main)"),
    (rules.import_direction, "lebenslage/charts/a.py", "from lebenslage.loaders import read",
     "lebenslage/charts/a.py:1: charts must not import loaders (lebenslage.loaders.read)"),
    (rules.import_direction, "lebenslage/wiring.py", "from lebenslage.analysis import findings",
     "lebenslage/wiring.py:1: wiring must not import analysis (lebenslage.analysis.findings)"),
    (rules.import_direction, "pages/a.py", "from lebenslage.store import Store",
     "pages/a.py:1: pages must not import store (lebenslage.store.Store)"),
    (rules.import_direction, "lebenslage/report/a.py", "from lebenslage.charts import bars",
     "lebenslage/report/a.py:1: report must not import charts (lebenslage.charts.bars)"),
    (rules.import_direction, "lebenslage/app/a.py", "from . import data",
     "lebenslage/app/a.py:1: relative import; write the full name"),
    (rules.streamlit_only_in_its_rooms, "lebenslage/charts/a.py", "import streamlit as st",
     "lebenslage/charts/a.py:1: Streamlit belongs into dashboard.py, pages/ and app/ only "
     "(streamlit)"),
    (rules.streamlit_only_in_its_rooms, "lebenslage/cli.py",
     "def f():\n    from streamlit.web import cli",
     "lebenslage/cli.py:2: Streamlit belongs into dashboard.py, pages/ and app/ only "
     "(streamlit.web.cli)"),
    (rules.files_only_in_loaders_and_store, "lebenslage/app/a.py", "open('x')",
     "lebenslage/app/a.py:1: only loaders/ and store/ open files (open)"),
    (rules.files_only_in_loaders_and_store, "lebenslage/report/a.py", "path.write_bytes(b'')",
     "lebenslage/report/a.py:1: only loaders/ and store/ open files (write_bytes)"),
    (rules.files_only_in_loaders_and_store, "lebenslage/cli.py", "path.read_text('utf-8')",
     "lebenslage/cli.py:1: only loaders/ and store/ open files (read_text)"),
    (rules.files_only_in_loaders_and_store, "lebenslage/analysis/a.py", "pd.read_csv(f)",
     "lebenslage/analysis/a.py:1: only loaders/ and store/ open files (read_csv)"),
    (rules.files_only_in_loaders_and_store, "lebenslage/charts/a.py", "gpd.read_file(f)",
     "lebenslage/charts/a.py:1: only loaders/ and store/ open files (read_file)"),
    (rules.files_only_in_loaders_and_store, "lebenslage/app/a.py", "import sqlite3",
     "lebenslage/app/a.py:1: only loaders/ and store/ work with files (sqlite3)"),
    (rules.session_state_only_in_state, "lebenslage/app/parts.py", "st.session_state['x'] = 1",
     "lebenslage/app/parts.py:1: session state belongs into lebenslage/app/state.py"),
    (rules.session_state_only_in_state, "pages/a.py", "from streamlit import session_state",
     "pages/a.py:1: session state belongs into lebenslage/app/state.py"),
    (rules.pages_do_not_compute, "pages/a.py", "frame.groupby('x').sum()",
     "pages/a.py:1: a page does not compute (groupby)"),
    (rules.pages_do_not_compute, "pages/a.py", "a.merge(b)",
     "pages/a.py:1: a page does not compute (merge)"),
    (rules.pages_do_not_compute, "pages/a.py", "pd.read_csv('x')",
     "pages/a.py:1: a page does not compute (read_csv)"),
    (rules.no_outside_address, "lebenslage/charts/a.py", "U = 'https://unpkg.com/leaflet.js'",
     "lebenslage/charts/a.py:1: address of a foreign server (https://unpkg.com/leaflet.js)"),
    (rules.no_outside_address, "dashboard.py", "st.Page('p.py', icon=':material/home:')",
     "dashboard.py:1: this icon makes the browser ask fonts.gstatic.com; take an emoji or a file"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "path", "snippet", "message"), OFFENDING)
def test_rule_notices(rule, path, snippet, message):
    assert rule(path, ast.parse(snippet)) == [message]


ALLOWED = [
    (rules.import_direction, "lebenslage/charts/a.py", "from lebenslage.report import formats"),
    (rules.import_direction, "lebenslage/store/a.py", "from lebenslage.errors import DatenFehler"),
    (rules.import_direction, "lebenslage/cli.py", "from lebenslage import loaders, store"),
    (rules.import_direction, "lebenslage/app/a.py", "from lebenslage import __version__"),
    (rules.import_direction, "pages/a.py", "from lebenslage.app import setup"),
    (rules.import_direction, "lebenslage/app/a.py", "from lebenslage import wiring"),
    (rules.streamlit_only_in_its_rooms, "lebenslage/app/a.py", "import streamlit as st"),
    (rules.files_only_in_loaders_and_store, "lebenslage/loaders/a.py", "open('x')"),
    (rules.files_only_in_loaders_and_store, "lebenslage/cli.py", "path.write_text('x')"),
    (
        rules.files_only_in_loaders_and_store,
        "lebenslage/app/a.py",
        "resources.files('lebenslage.app').joinpath('a.md').read_text('utf-8')",
    ),
    (rules.session_state_only_in_state, "lebenslage/app/state.py", "st.session_state.x = 1"),
    (rules.pages_do_not_compute, "pages/a.py", "', '.join(names)"),
    (rules.pages_do_not_compute, "lebenslage/analysis/a.py", "frame.groupby('x')"),
    (rules.no_outside_address, "lebenslage/charts/a.py", "U = '../../app/static/leaflet.js'"),
]


@pytest.mark.parametrize(("rule", "path", "snippet"), ALLOWED)
def test_rule_allows(rule, path, snippet):
    assert rule(path, ast.parse(snippet)) == []


def test_place_names_are_noticed_outside_docstrings():
    tree = ast.parse('"""As in Beispielheim."""\nNAME = "Rathaus BEISPIELHEIM"\n')
    message = "lebenslage/app/a.py:2: „Beispielheim“ belongs into data/, not into the code"
    assert rules.no_place_names("lebenslage/app/a.py", tree, ["Beispielheim"]) == [message]


@pytest.mark.parametrize(
    ("path", "lines", "found"),
    [
        ("pages/a.py", 80, []),
        ("pages/a.py", 81, ["pages/a.py: 81 lines; at most 80"]),
        ("lebenslage/app/a.py", 350, []),
        ("lebenslage/app/a.py", 351, ["lebenslage/app/a.py: 351 lines; at most 350"]),
    ],
)
def test_length_is_noticed(path, lines, found):
    assert rules.length(path, "x\n" * lines) == found
