"""Figures as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Mapping


def exposition(figures: Mapping[str, float], **labels: str) -> str:
    """One gauge for each figure (https://prometheus.io/docs/instrumenting/exposition_formats).

    Parameters
    ----------
    figures : mapping
        Name without the prefix `lebenslage_` -> number.
    labels : str
        Words about the whole, told by a gauge of its own (`lebenslage_info`).
    """
    lines = [
        f"# TYPE lebenslage_{name} gauge\nlebenslage_{name} {value}"
        for name, value in figures.items()
    ]
    if labels:
        told = ",".join(f'{name}="{value}"' for name, value in labels.items())
        lines.append(f"# TYPE lebenslage_info gauge\nlebenslage_info{{{told}}} 1")
    return "\n".join(lines) + "\n"
