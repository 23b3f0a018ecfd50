"""Parts that pages are made of: text, a figure with its sentence and table, messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from lebenslage.app import state
from lebenslage.charts import theme
from lebenslage.errors import DatenFehler, LebenslageError, Problem
from lebenslage.report.book import Book
from lebenslage.report.formats import unbroken

#: More problems than these are counted, not listed.
_PROBLEMS_SHOWN = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GPKG = "application/geopackage+sqlite3"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#!|~$]|:(?=[\w/])|(?<=www)\.)")


def plain(text: str) -> str:
    r"""Escape a text so that Streamlit's Markdown shows it letter by letter.

    Names, questions and sources come from files: a picture or a link with other words in them must
    not become one (it would ask another machine); an address written out may lead where it says.
    Labels of widgets are Markdown too. Numbers keep together with their units.
    """
    return _MARKDOWN.sub(r"\\\1", unbroken(text))


def sentence(text: str) -> None:
    """A sentence that says what a figure shows."""
    st.markdown(plain(text))


def bullets(texts: Iterable[str]) -> None:
    """Sentences as one list."""
    st.markdown("\n".join(f"- {plain(text)}" for text in texts))


def caveat(text: str) -> None:
    """A limit of what is shown, smaller, below it."""
    st.caption(plain(text))


@dataclass(frozen=True)
class Panel:
    """A figure with the sentence that says what it shows, and its table.

    Parameters
    ----------
    text : str
        The sentence; also the figure's name for screen readers.
    table : pd.DataFrame
        Display table (texts) from `report.tables`.
    note : str
        A caveat below; empty for none.
    """

    fig: go.Figure
    text: str
    table: pd.DataFrame
    note: str = ""

    @cached_property
    def shown_table(self) -> pa.Table:
        """The table as Markdown; made once, as the panel itself."""
        return escaped(self.table)


def figure(panel: Panel, *, key: str) -> None:
    """Show a panel; `key` is unique on the page."""
    sentence(panel.text)
    chart(panel.fig, key=key, alt=panel.text)
    if panel.note:
        caveat(panel.note)
    with st.expander("Als Tabelle"):
        show_table(panel.shown_table)


def chart(fig: go.Figure, *, key: str, alt: str) -> None:
    """The bare figure; `alt` is its name for screen readers."""
    st.plotly_chart(fig, key=key, theme=None, config=theme.CONFIG, alt=alt)


def clickable(fig: go.Figure, *, key: str, alt: str, on_click: Callable[[], None]) -> None:
    """A figure whose points can be clicked; the same choice must be there for the keyboard."""
    st.plotly_chart(
        fig,
        key=key,
        theme=None,
        config=theme.CONFIG,
        alt=alt,
        on_select=on_click,
        selection_mode="points",
    )


def as_table(table: pd.DataFrame | pa.Table, label: str = "Als Tabelle") -> None:
    """The same figures as a table, folded."""
    with st.expander(label):
        show_table(table)


def show_table(table: pd.DataFrame | pa.Table) -> None:
    """A table of texts, readable for screen readers too; may be `escaped` already."""
    st.table(table if isinstance(table, pa.Table) else escaped(table), hide_index=True)


def escaped(table: pd.DataFrame) -> pa.Table:
    """The table as Markdown that shows its texts letter by letter, as it goes to the browser.

    Worth keeping (`data.once`): a table costs far more to escape than to show.
    """
    columns = [pa.array([plain(str(cell)) for cell in table[name]], pa.string()) for name in table]
    return pa.Table.from_arrays(columns, names=[plain(str(name)) for name in table])


def downloads(name: str, label: str, make: Callable[[], Book], *, areas: bool = False) -> None:
    """The same figures as CSV and XLSX, made only when somebody clicks.

    Parameters
    ----------
    name : str
        File name without its ending.
    label : str
        What is taken away, as in "Alle Werte".
    make : callable
        Returns the protected figures; called outside the page's run, so it must neither draw nor
        ask for the state of the page.
    areas : bool
        Whether the book has a layer of areas: then GeoJSON and GeoPackage too.
    """
    files: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (f"{label} als CSV", "csv", "text/csv", lambda: make().csv),
        (f"{label} als XLSX", "xlsx", _XLSX, lambda: make().xlsx),
    ]
    if areas:
        files += [
            ("Flächen als GeoJSON", "geojson", "application/geo+json", lambda: make().geojson),
            ("Flächen als GeoPackage", "gpkg", _GPKG, lambda: make().geopackage),
        ]
    with st.container(horizontal=True):
        for text, ending, mime, data in files:
            st.download_button(text, data, f"{name}.{ending}", mime, on_click="ignore")


def told(place: str) -> None:
    """What was done, kept by `state.note`, once.

    The place is there without a message too: were what follows to move by one when the message
    goes, Streamlit would draw it anew, and the keyboard would lose its focus.
    """
    slot = st.empty()
    if (text := state.take_note(place)) is not None:
        slot.success(plain(text))


def problem_list(problems: Iterable[Problem], intro: str | None = None) -> None:
    """All problems of a file, one line each."""
    problems = list(problems)
    if len(problems) == 1 and intro is None:
        st.error(plain(str(problems[0])))
        return
    lines = [f"- {plain(str(problem))}" for problem in problems[:_PROBLEMS_SHOWN]]
    if (rest := len(problems) - _PROBLEMS_SHOWN) > 0:
        lines.append(f"- … und {rest} weitere.")
    start = intro or f"{len(problems)} Angaben passen nicht:"
    st.error("\n".join([plain(start), "", *lines]))


def attempt(change: Callable[[], object]) -> bool:
    """Change the store; whether that went well. If not, the page says why.

    Who changes it, `change` asks of `access.demand`, which refuses whoever may not.
    """
    try:
        change()
    except DatenFehler as error:
        problem_list(problem.in_form() for problem in error.problems)
    except LebenslageError as error:
        st.error(plain(str(error)))
    else:
        return True
    return False


def in_callback(change: Callable[[], object], done: str = "") -> None:
    """Change the store before the page runs; the page begins with what is `done`, or why not."""
    try:
        change()
        if done:
            state.flash(done)
    except DatenFehler as error:
        state.complain("\n".join(str(problem.in_form()) for problem in error.problems))
    except LebenslageError as error:
        state.complain(str(error))
