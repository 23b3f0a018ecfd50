"""What stands in an address is a wish, not text of the page: an attack in it changes nothing."""

from __future__ import annotations

import re

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
