"""What stands in an address is a wish, not text of the page: an attack in it changes nothing."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import ScriptRunContext
from streamlit.testing.v1 import AppTest

from lebenslage.app import address, state
from tests.app.test_pages import PAGES, open_page
from tests.data.carriers import ATTACK

#: Every name that a selection has in an address.
KEYS = sorted(
    value
    for name, value in vars(state).items()
    if name.isupper() and isinstance(value, str) and re.fullmatch("[a-z_]+", value)
)


def test_an_attack_in_every_parameter_stays_text(dashboard: AppTest) -> None:
    assert len(KEYS) > 20
    for stem in PAGES:
        for key in KEYS:
            dashboard.query_params[key] = ATTACK
        page = open_page(dashboard, stem)
        assert [each.value for each in page.error if "Fehler unterlaufen" in each.value] == [], stem
        for shown in page.markdown:
            if shown.allow_html:
                assert "<script>window" not in shown.value, stem
                assert "<img src=x" not in shown.value, stem


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock of `address`, which a test moves."""
    clock = SimpleNamespace(now=100.0)
    clock.monotonic = lambda: clock.now
    monkeypatch.setattr(address, "time", clock)
    return clock


def sent_with(page: AppTest, key: str, value: str) -> str:
    """What the page shows after a click that was sent with this in the address."""
    page.query_params.pop(key, None)
    if value:
        page.query_params[key] = value
    shown: str = page.run().selectbox(key=f"_{key}").value
    kept = page.query_params.get(key, [""])
    assert (kept if isinstance(kept, str) else kept[-1]) == shown
    return shown


@pytest.fixture
def changed(dashboard: AppTest, clock: SimpleNamespace) -> AppTest:
    """The page of Maienfels, on which somebody has just chosen Neuhütten."""
    dashboard.query_params["ortsteil"] = "maienfels"
    page = open_page(dashboard, "ortsteil")
    return page.selectbox(key="_ortsteil").select("neuhuetten").run()


def test_the_second_of_two_quick_clicks_comes_with_an_old_address(changed: AppTest) -> None:
    assert sent_with(changed, "ortsteil", "maienfels") == "neuhuetten"
    # back to the first one while the browser still hears of the second
    changed.selectbox(key="_ortsteil").select("maienfels").run()
    assert sent_with(changed, "ortsteil", "neuhuetten") == "maienfels"


def test_an_old_address_is_a_wish_again_however_often_it_came(
    changed: AppTest, clock: SimpleNamespace
) -> None:
    for clock.now in (101.0, 101.9):
        assert sent_with(changed, "ortsteil", "maienfels") == "neuhuetten"
    clock.now = 102.1
    assert sent_with(changed, "ortsteil", "maienfels") == "maienfels"


def test_who_goes_back_in_the_browser_is_followed_at_once(
    changed: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = address.get_script_run_ctx

    def went_back(**asked: bool) -> ScriptRunContext | None:
        if (context := known(**asked)) is not None:
            context.is_history_navigation = True
        return context

    monkeypatch.setattr(address, "get_script_run_ctx", went_back)
    assert sent_with(changed, "ortsteil", "maienfels") == "maienfels"


def test_what_was_closed_quickly_stays_closed(dashboard: AppTest, clock: SimpleNamespace) -> None:
    page = open_page(dashboard, "projekte")
    page.selectbox(key="_projekte").select("P-1").run()
    page.query_params.pop("projekte")  # the browser has not heard of it
    page.selectbox(key="_projekte").select("").run()
    assert sent_with(page, "projekte", "P-1") == ""
    clock.now += 5
    assert sent_with(page, "projekte", "P-1") == "P-1"
