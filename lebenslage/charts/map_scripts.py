"""What folium's elements have written goes into the map as it is.

branca takes every script that an element has written for a template and compiles it once more. That
is four fifths of the time of a map, and a name with braces from a file would be run as a template.
"""

from __future__ import annotations

from typing import Any

from folium import Element, Figure, MacroElement

_PARTS = ("header", "html", "script")


class _Written(Element):
    """A text of a page that is no template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:  # noqa: ARG002  as of any element
        return self.text


def _render(self: MacroElement, **kwargs: Any) -> None:
    figure = self.get_root()
    assert isinstance(figure, Figure), "only what is on a page can be drawn"
    for part in _PARTS:
        write = self._template.module.__dict__.get(part)
        if write is not None:
            getattr(figure, part).add_child(_Written(write(self, kwargs)), name=self.get_name())
    for element in list(self._children.values()):
        element.render(**kwargs)


def install() -> None:
    """Let every element of a map write this way."""
    MacroElement.render = _render  # type: ignore[method-assign]
