"""Where Ortsteile and Gemeinde stand among others, in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from lebenslage.analysis.standing import UEBER, UNTER, Standing
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Kind, Node
from lebenslage.report import formats
from lebenslage.report.sentences import describe_comparison

_LAGE = {UNTER: "sicher darunter", UEBER: "sicher darüber", "": "nicht auffällig"}


def describe_standing(found: Standing, own: str, name: str, node: Node) -> str:
    """The own Gemeinde among the others, beside Kreis and Land, and which Ortsteile stand out."""
    texts = []
    if len(found.gemeinden) > 1:
        where = "im Landkreis"
        texts.append(describe_comparison(found.gemeinden, own, name, node, where=where))
    beside = found.bezug[found.bezug[col.GEBIET] != own]
    if len(beside):
        told = (
            f"{row[col.NAME]}: {formats.format_value(row[col.WERT], node.einheit, node.dezimalen)}"
            for row in beside.to_dict("records")
        )
        texts.append(f"Zum Vergleich: {formats.listing(told)}.")
    if found.mitte is not None and len(found.ortsteile):
        texts.append(_outside(found, node))
    return " ".join(texts)


def _outside(found: Standing, node: Node) -> str:
    assert found.mitte is not None
    low, high = found.mitte
    span = formats.format_span(low, high, node.einheit, node.dezimalen)
    middle = f"der mittleren 80 % der Gemeinden ({span})"
    outside = found.ortsteile[found.ortsteile["lage"] != ""]
    if outside.empty:
        return f"Kein Ortsteil liegt sicher außerhalb {middle}."
    told = formats.listing(
        f"{row[col.NAME]} ({'darunter' if row['lage'] == UNTER else 'darüber'})"
        for row in outside.to_dict("records")
    )
    return f"Sicher außerhalb {middle}: {told}."


def standing_note(found: Standing, node: Node) -> str:
    """Caveats: other dates, and why counts are not compared with parts and wholes."""
    if node.art is Kind.ANZAHL:
        return (
            "Eine Anzahl wird nur mit der anderer Gemeinden verglichen: Ein Ortsteil hat immer "
            "weniger als die Gemeinde, ein Land immer mehr."
        )
    dates = {
        "Gemeinden": set(found.gemeinden[col.STAND]),
        "Ortsteile": set(found.ortsteile[col.STAND]),
    }
    known = {word: stands for word, stands in dates.items() if stands}
    if len(set().union(*known.values())) < 2:
        return ""
    told = formats.listing(
        f"{word} {' und '.join(map(formats.format_date, sorted(stands)))}"
        for word, stands in known.items()
    )
    return f"Die Werte haben verschiedene Stände ({told}); kleine Abstände bedeuten dann nichts."


def standing_table(found: Standing, node: Node) -> pd.DataFrame:
    """Every area with its value: own levels first, then the Gemeinden from low to high."""

    def line(level: str, row: Mapping[Any, Any], place: str = "–") -> tuple[str, ...]:
        value = formats.format_value(row[col.WERT], node.einheit, node.dezimalen)
        return (level, row[col.NAME], value, formats.format_date(row[col.STAND]), place)

    rows = [
        line("Ortsteil", row, _LAGE[row["lage"]] if found.mitte else "–")
        for row in found.ortsteile.to_dict("records")
    ]
    rows += [line("Vergleich", row) for row in found.bezug.to_dict("records")]
    ordered = found.gemeinden.sort_values([col.WERT, col.NAME])
    rows += [line("Gemeinde im Landkreis", row) for row in ordered.to_dict("records")]
    headers = ["Ebene", "Name", "Wert", "Stand", "Gegen die mittleren 80 % der Gemeinden"]
    return pd.DataFrame(rows, columns=headers)
