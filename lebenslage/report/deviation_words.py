"""Where one Ortsteil differs for sure from the mean of the others, in one sentence."""

from __future__ import annotations

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats


def compared_fields(deviations: pd.DataFrame, gebiet: str, catalogue: Catalogue) -> pd.DataFrame:
    """Handlungsfelder of an Ortsteil in which it can be compared with others.

    Parameters
    ----------
    deviations : pd.DataFrame
        `gebiet_id, code, differenz, ug, og, belastbar`, points above or below the mean of the
        other Ortsteile.
    """
    fields = [node.code for node in catalogue.handlungsfelder]
    own = deviations[(deviations[col.GEBIET] == gebiet) & deviations[col.CODE].isin(fields)]
    return own.dropna(subset=["differenz"])


def describe_deviations(
    deviations: pd.DataFrame, gebiet: str, name: str, catalogue: Catalogue
) -> str:
    """Where one Ortsteil lies for sure above or below the mean of the others.

    Parameters
    ----------
    deviations : pd.DataFrame
        As in `compared_fields`; the Handlungsfelder are told.
    """
    own = compared_fields(deviations, gebiet, catalogue)
    if own.empty:
        return f"Für {name} gibt es noch nicht genug Daten für einen Vergleich."
    certain = own[own["belastbar"].astype(bool)].to_dict("records")
    certain.sort(key=lambda row: -abs(row["differenz"]))
    if not certain:
        return (
            f"{name} ist in keinem Handlungsfeld vom Mittel der anderen Ortsteile unterscheidbar."
        )
    parts: list[str] = []
    for above, word in ((True, "über"), (False, "unter")):
        told = [
            f"„{catalogue[row[col.CODE]].label}“ ({formats.format_signed(row['differenz'])} Punkte)"
            for row in certain
            if (row["differenz"] > 0) is above
        ]
        if told:
            where = f"dar{word}" if parts else f"{word} dem Mittel der anderen Ortsteile"
            parts.append(f"in {formats.listing(told)} {where}")
    # pairs of Ortsteile can still differ: tables name them
    rest = " Sonst ist kein Abstand zum Mittel der anderen belastbar."
    return f"{name} liegt {formats.listing(parts)}.{'' if len(certain) == len(own) else rest}"


def nothing_stands_out(deviations: pd.DataFrame, gebiet: str, catalogue: Catalogue) -> str:
    """Said of an Ortsteil without any certain difference: none found, or nothing to compare."""
    if compared_fields(deviations, gebiet, catalogue).empty:
        return "Noch nicht zu beurteilen: Für kein Handlungsfeld gibt es genug Daten."
    return "Kein Unterschied ist belastbar."
