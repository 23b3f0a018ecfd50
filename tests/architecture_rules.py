"""The sentences of the design as functions: a module's path and syntax tree in, offences out."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

Rule = Callable[[str, ast.Module], list[str]]

#: Room -> rooms that it may import (itself always, `model` includes errors.py).
MAY_IMPORT = {
    "model": set(),
    "analysis": {"model"},
    "loaders": {"model"},
    "store": {"model"},
    "report": {"analysis", "model"},
    "charts": {"report", "analysis", "model"},
    "wiring": {"loaders", "store", "model"},
    "app": {"wiring", "charts", "report", "analysis", "loaders", "store", "model"},
    "cli": {"wiring", "report", "analysis", "loaders", "store", "model"},
    "pages": {"app", "charts", "report", "model"},
    "dashboard": {"app", "model"},
}
#: Modules beside the rooms; the others (cli.py, __main__.py) are the command line.
ROOMS_OF_FILES = {
    "__init__": "model",
    "__version__": "model",
    "errors": "model",
    "wiring": "wiring",
}
STREAMLIT_ROOMS = {"dashboard", "pages", "app"}
FILE_ROOMS = {"loaders", "store"}
#: May write what it was asked for, but not read data.
WRITING_ROOMS = {"cli", "wiring"}
#: Makes archives in memory, of what it is given.
ARCHIVES = "lebenslage/report/archive.py"
FILE_MODULES = {"sqlite3", "zipfile", "shutil", "tempfile", "tarfile"}
READ_CALLS = re.compile(r"read_(csv|excel|json|parquet|file|feather|table|fwf|sql.*|pickle|xml)$")
PAGE_COMPUTES = re.compile(r"(groupby|merge|join|pivot.*|agg|aggregate|apply|query|read_.*)$")
CDN = re.compile(
    r"cdnjs\.|jsdelivr|unpkg|bootstrapcdn|jquery\.com|d3js\.org|googleapis|gstatic|cdn\.plot\.ly"
    r"|cartocdn|openstreetmap\.org|mapbox|leafletjs\.com/.*\.js|fontawesome|netdna"
)
PAGE_LINES = 80
MODULE_LINES = 350


def room_of(path: str) -> str:
    """The room of a module, from its path relative to the repository."""
    parts = PurePosixPath(path).parts
    if parts[0] == "dashboard.py":
        return "dashboard"
    if parts[0] == "pages":
        return "pages"
    if len(parts) == 2:  # lebenslage/*.py
        return ROOMS_OF_FILES.get(parts[1].removesuffix(".py"), "cli")
    return parts[1]


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that is imported, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "relative"


def imported_room(name: str) -> str | None:
    """The room that an import of ours reaches; None for the libraries'."""
    parts = name.split(".")
    if parts[0] in ("pages", "dashboard"):
        return parts[0]
    if parts[0] != "lebenslage" or len(parts) == 1:
        return None
    if parts[1] in MAY_IMPORT:
        return parts[1]
    return ROOMS_OF_FILES.get(parts[1], "cli")


def import_direction(path: str, tree: ast.Module) -> list[str]:
    """Imports point one way only."""
    room = room_of(path)
    offences = []
    for line, name in imports(tree):
        target = imported_room(name)
        if name == "relative":
            offences.append(f"{path}:{line}: relative import; write the full name")
        elif target and target != room and target not in MAY_IMPORT[room]:
            offences.append(f"{path}:{line}: {room} must not import {target} ({name})")
    return offences


def streamlit_only_in_its_rooms(path: str, tree: ast.Module) -> list[str]:
    """Streamlit only in dashboard.py, pages/ and lebenslage/app/."""
    if room_of(path) in STREAMLIT_ROOMS:
        return []
    return [
        f"{path}:{line}: Streamlit belongs into dashboard.py, pages/ and app/ only ({name})"
        for line, name in imports(tree)
        if name.split(".")[0].startswith("streamlit")
    ]


def _file_call(node: ast.Call) -> tuple[str, bool] | None:
    """Name of a call that touches a file, and whether it only writes."""
    function = node.func
    if isinstance(function, ast.Name) and function.id == "open":
        return "open", False
    if not isinstance(function, ast.Attribute):
        return None
    name = function.attr
    if ast.unparse(function.value).startswith("resources.files("):
        return None  # text that belongs to the code, like a message
    if name in ("write_text", "write_bytes"):
        return name, True
    if name in ("read_text", "read_bytes", "open") or READ_CALLS.match(name):
        return name, False
    return None


def files_only_in_loaders_and_store(path: str, tree: ast.Module) -> list[str]:
    """Data files are opened only in loaders/ and store/; the command line may write its output."""
    room = room_of(path)
    if room in FILE_ROOMS:
        return []
    offences = [
        f"{path}:{line}: only loaders/ and store/ work with files ({name})"
        for line, name in imports(tree)
        if name.split(".")[0] in FILE_MODULES - ({"zipfile"} if path == ARCHIVES else set())
    ]
    for node in ast.walk(tree):
        call = _file_call(node) if isinstance(node, ast.Call) else None
        if call and not (call[1] and room in WRITING_ROOMS):
            text = f"only loaders/ and store/ open files ({call[0]})"
            offences.append(f"{path}:{node.lineno}: {text}")  # type: ignore[attr-defined]
    return offences


def session_state_only_in_state(path: str, tree: ast.Module) -> list[str]:
    """`st.session_state` is touched in lebenslage/app/state.py, and for one run in rerun.py."""
    if path in ("lebenslage/app/state.py", "lebenslage/app/rerun.py"):
        return []
    return [
        f"{path}:{node.lineno}: session state belongs into lebenslage/app/state.py"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "session_state")
        or (isinstance(node, ast.alias) and node.name == "session_state")
    ]


def pages_do_not_compute(path: str, tree: ast.Module) -> list[str]:
    """A page calls and shows; grouping, merging and reading is done elsewhere."""
    if room_of(path) != "pages":
        return []
    return [
        f"{path}:{node.lineno}: a page does not compute ({node.func.attr})"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and PAGE_COMPUTES.match(node.func.attr)
        and not isinstance(node.func.value, ast.Constant)  # ", ".join(...)
    ]


def no_outside_address(path: str, tree: ast.Module) -> list[str]:
    """No address that a browser would fetch from elsewhere, and no icon that needs one."""
    offences = [
        f"{path}:{node.lineno}: address of a foreign server ({node.value[:60]})"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CDN.search(node.value)
    ]
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in ("Page", "set_page_config"):
            continue
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            value = argument.value if isinstance(argument, ast.Constant) else ""
            if isinstance(value, str) and value.startswith(":material/"):
                text = "this icon makes the browser ask fonts.gstatic.com; take an emoji or a file"
                offences.append(f"{path}:{node.lineno}: {text}")
    return offences


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of the constants that are docstrings."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, owners) and node.body and isinstance(node.body[0], ast.Expr)
    }


def no_place_names(path: str, tree: ast.Module, names: list[str]) -> list[str]:
    """Nothing in the code names the Gemeinde or its Ortsteile: these come from data/."""
    docstrings = _docstrings(tree)
    return [
        f"{path}:{node.lineno}: „{name}“ belongs into data/, not into the code"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        for name in names
        if name.casefold() in node.value.casefold()
    ]


def length(path: str, source: str) -> list[str]:
    """A page has at most 80 lines; a module at most 350 (60 to 250 are meant)."""
    limit = PAGE_LINES if room_of(path) == "pages" else MODULE_LINES
    lines = len(source.splitlines())
    return [f"{path}: {lines} lines; at most {limit}"] if lines > limit else []


#: Rules that need nothing but a module.
RULES: tuple[Rule, ...] = (
    import_direction,
    streamlit_only_in_its_rooms,
    files_only_in_loaders_and_store,
    session_state_only_in_state,
    pages_do_not_compute,
    no_outside_address,
)
