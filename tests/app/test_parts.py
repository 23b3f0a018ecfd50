"""Texts from files are shown letter by letter."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from lebenslage.app.parts import plain


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Neulautern", "Neulautern"),
        ("![Bild](http://elsewhere.example/x.png)", r"\!\[Bild\](http\://elsewhere.example/x.png)"),
        ("<img src=x>", r"\<img src=x\>"),
        (":red[rot] :smile:", r"\:red\[rot\] \:smile:"),
        ("www.elsewhere.example", r"www\.elsewhere.example"),
        ("a*b_c `d` $e$", r"a\*b\_c \`d\` \$e\$"),
    ],
)
def test_markdown_of_files_has_no_effect(text: str, escaped: str) -> None:
    assert plain(text) == escaped


def test_numbers_stay_with_their_unit() -> None:
    assert plain("8,8 % (n = 87)") == "8,8\u00a0% (n\u00a0=\u00a087)"


def test_many_problems_are_counted() -> None:
    def script() -> None:
        from lebenslage.app.parts import problem_list
        from lebenslage.errors import Problem

        problem_list([Problem(f"Fehler {i}.", "a.csv", zeile=i) for i in range(60)])

    (shown,) = AppTest.from_function(script).run().error
    assert shown.value.startswith("60 Angaben passen nicht:")
    assert "a.csv, Zeile 49: Fehler 49." in shown.value
    assert "a.csv, Zeile 50" not in shown.value
    assert "… und 10 weitere." in shown.value
