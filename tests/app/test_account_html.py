"""The account page as HTML: what somebody typed or is called stays letters."""

from __future__ import annotations

from html import escape

from lebenslage.app import account_html
from lebenslage.model.access import Besucher, Rolle
from tests.data.carriers import HTML


def test_every_text_is_escaped() -> None:
    somebody = Besucher(HTML, Rolle.REDAKTION, angemeldet=True)
    for made in (
        account_html.sign_in_form(HTML, HTML),
        account_html.problem(HTML),
        account_html.password_form(HTML, somebody),
        account_html.account(somebody, HTML, HTML),
        account_html.page(HTML, "", gemeinde=HTML, home=HTML),
    ):
        assert escape(HTML) in made
        assert "<img" not in made
        assert "<script" not in made
