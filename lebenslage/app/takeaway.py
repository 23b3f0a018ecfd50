"""Files with the figures of a page, each with date, version, procedure and mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lebenslage.analysis.figures import Figures
from lebenslage.app import data, parts
from lebenslage.report.book import Book
from lebenslage.report.deck.statements import mark_line


def offer(name: str, label: str, make: Callable[[Figures], Book], *, areas: bool = False) -> None:
    """Offer what the page shows; nothing is made before somebody clicks.

    Parameters
    ----------
    name, label, areas
        As `parts.downloads`.
    make : callable
        Gets all protected figures of the version that the page shows.
    """
    figures = data.figures()

    def made() -> Book:
        book = make(figures)
        mark = mark_line(figures, book.notes.beispiel)
        return replace(book, vermerk=" · ".join(filter(None, (book.vermerk, mark))))

    parts.downloads(name, label, made, areas=areas)
