"""What stands in an address is a wish, not text of the page: an attack in it changes nothing."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.app import state
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


def test_the_second_of_two_quick_clicks_comes_with_an_old_address(
    dashboard: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(state, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def sent_with(area: str) -> str:
        """The Ortsteil that the page shows after a click sent with this one in the address."""
        page.query_params["ortsteil"] = area
        page.run()
        shown = page.selectbox(key="_ortsteil").value
        assert page.query_params["ortsteil"] in (shown, [shown])
        return shown

    dashboard.query_params["ortsteil"] = "maienfels"
    page = open_page(dashboard, "ortsteil")
    page.selectbox(key="_ortsteil").select("neuhuetten").run()
    assert sent_with("maienfels") == "neuhuetten"
    # back to the first one while the browser still hears of the second
    page.selectbox(key="_ortsteil").select("maienfels").run()
    assert sent_with("neuhuetten") == "maienfels"
    # whoever goes back in the browser takes longer
    now[0] += 5
    assert sent_with("neuhuetten") == "neuhuetten"
