"""Where one Ortsteil differs for sure from the rest of the Gemeinde, in one sentence."""

from __future__ import annotations

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats


def describe_deviations(
    deviations: pd.DataFrame, gebiet: str, name: str, catalogue: Catalogue
) -> str:
    """Where one Ortsteil differs for sure from the rest of the Gemeinde.

    Parameters
    ----------
    deviations : pd.DataFrame
        `gebiet_id, code, differenz, ug, og, belastbar`, points; the Handlungsfelder are told.
    """
    fields = [node.code for node in catalogue.handlungsfelder]
    own = deviations[(deviations[col.GEBIET] == gebiet) & deviations[col.CODE].isin(fields)]
    own = own.dropna(subset=["differenz"])
    if own.empty:
        return f"Für {name} gibt es noch nicht genug Daten für einen Vergleich."
    certain = own[own["belastbar"].astype(bool)].to_dict("records")
    certain.sort(key=lambda row: -abs(row["differenz"]))
    if not certain:
        return f"{name} ist in keinem Handlungsfeld von der übrigen Gemeinde unterscheidbar."
    parts = []
    for above, word in ((True, "über"), (False, "unter")):
        told = [
            f"„{catalogue[row[col.CODE]].label}“ ({formats.format_signed(row['differenz'])} Punkte)"
            for row in certain
            if (row["differenz"] > 0) is above
        ]
        if told:
            parts.append(f"in {formats.listing(told)} {word} der übrigen Gemeinde")
    rest = "" if len(certain) == len(own) else " Sonst ist kein Unterschied belastbar."
    return f"{name} liegt {formats.listing(parts)}.{rest}"
