"""What every test stands on: no network, and an instance folder of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lebenslage import wiring
from tests.network import guard
from tests.postgres import Postgres

ROOT = Path(__file__).resolve().parents[1]
_attempts: list[str] = []

# A check that is the same twice: property tests draw the same examples on every machine, and a
# busy one is no reason to fail. `make fuzz` draws new ones each time, and more of them.
settings.register_profile("gleich", deadline=None, derandomize=True, database=None, max_examples=60)
settings.register_profile("fuzz", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("LEBENSLAGE_BEISPIELE", "gleich"))

guard.install(_attempts.append)


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    """Fail a test that tried to reach another machine, also if it swallowed the refusal."""
    _attempts.clear()
    yield
    if _attempts:
        pytest.fail(f"outside the machine: {', '.join(_attempts)}", pytrace=False)


@pytest.fixture(autouse=True)
def same_main_module() -> Iterator[None]:
    """Put `__main__` back: Streamlit's AppTest leaves its script there, and processes that
    later tests start would run it.
    """
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL server that scripts/dienste_holen.py finds; without one, tests fail and
    say why.
    """
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def instanz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty instance folder, told to the program as IT would."""
    folder = tmp_path / "instanz"
    folder.mkdir()
    monkeypatch.setenv("LEBENSLAGE_INSTANZ", str(folder))
    return folder


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """File of a store that has taken in the package; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("gefuellt")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEBENSLAGE_INSTANZ", str(folder))
        wiring.open_store().close()
    return folder / "lebenslage.sqlite"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything under tests/browser, so that `-m "not browser"` leaves it out, and let two
    of the processes of `-n auto` begin with it: at the end it would be the work of one alone.

    Each process is given a run of tests in this order, and takes from the others when done.
    """
    browser = [item for item in items if ROOT / "tests" / "browser" in item.path.parents]
    for item in browser:
        item.add_marker(pytest.mark.browser)
    # those that share the dashboard stay together: each process that needs it starts its own
    shared = [item for item in browser if "dashboard" in getattr(item, "fixturenames", ())]
    own = [item for item in browser if item not in shared]
    others = [item for item in items if item not in browser]
    middle = max(0, len(items) // 2 - len(shared))
    items[:] = [*shared, *others[:middle], *own, *others[middle:]]
