"""What a table of scores does not say itself: why cells are empty, which values were changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lebenslage.analysis.index.engine import method_of
from lebenslage.analysis.index.result import IndexResult
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.procedure import Procedure
from lebenslage.model.rules import GRUND_KONSTANT

#: Columns of the two frames; `stand` comes second where several years are scored.
GRUENDE = (col.GEBIET, col.CODE, col.GRUND)
BEHANDELT = (col.GEBIET, col.INDIKATOR, "vorher", "nachher")
#: Means that are 0 where a part is.
_ZERO = ("geometrisch", "harmonisch")
#: So many areas are named in a sentence.
_NAMED = 3


def notices(tree: Catalogue, procedure: Procedure) -> list[str]:
    """German sentences where a procedure and a (scored) catalogue do not quite meet."""
    roots = [root.code for root in tree.roots]
    bare = [f"„{code}_klasse“" for code in roots if not any(procedure.classes_of(code).namen)]
    found = []
    if bare:
        word = "bleibt" if len(bare) == 1 else "bleiben"
        text = f"Das Verfahren „{procedure.name}“ hat keine Klassen"
        found.append(f"{text}; {', '.join(bare)} {word} leer.")
    for code, method in procedure.aggregation.knoten:
        if code not in tree:
            text = f"Das Verfahren „{procedure.name}“ rechnet den Knoten „{code}“ {method}"
            found.append(f"{text}; der Katalog hat keinen Knoten mit diesem Code.")
    return found


def older_notice(tree: Catalogue, werte: pd.DataFrame, procedure: Procedure) -> list[str]:
    """That only the newest of several dates counts, as a German sentence; else nothing."""
    if procedure.normalisierung.jahre != "neueste" or col.STAND not in werte or werte.empty:
        return []
    dates = werte[col.STAND].fillna("")
    if (dates == dates.iat[0]).all():
        return []
    codes = [node.code for node in tree.indicators]
    rows = werte[werte[col.WERT].notna() & werte[col.INDIKATOR].isin(codes)]
    older = len(rows) - len(rows.drop_duplicates([col.GEBIET, col.INDIKATOR]))
    if not older:
        return []
    words = "1 älterer Wert zählt" if older == 1 else f"{older} ältere Werte zählen"
    text = f"Je Gebiet und Indikator gilt der neueste Stand; {words} nicht"
    return [f"{text} (mehrere Jahre: „jahre“ unter [normalisierung])."]


def zero_notices(result: IndexResult, gebiete: Sequence[str]) -> list[str]:
    """Where a mean is 0 only because one of its parts is, in German sentences.

    Parameters
    ----------
    result : IndexResult
        Of all areas, without replications.
    gebiete : sequence of str
        Its areas; of several years each area once per year.
    """
    found = []
    for node in result.catalogue.bottom_up():
        name = method_of(node, result.procedure)
        if name not in _ZERO:
            continue
        children, weights = result.children(node.code)
        parts = (children == 0) & (weights > 0)
        pulled = parts.any(axis=-1) & (result.score(node.code) == 0)
        if areas := list(dict.fromkeys(np.array(gebiete, dtype=object)[pulled])):
            where = ", ".join([*areas[:_NAMED], *["…"] * (len(areas) > _NAMED)])
            count = "1 Gebiet" if len(areas) == 1 else f"{len(areas)} Gebieten"
            text = f"„{node.code}“ ist in {count} 0, weil ein Teil 0 Punkte hat ({where})"
            found.append(f"{text}; so rechnet das {name}e Mittel.")
    return found


def reason_frame(
    result: IndexResult, missing: NDArray[Any], gebiete: Sequence[str], rows: slice
) -> pd.DataFrame:
    """Every cell of the table that is empty, with its reason.

    Parameters
    ----------
    result : IndexResult
        Of all areas, without replications.
    missing : array of str (areas, indicators)
        Why values are missing.
    gebiete : sequence of str
        The areas of `rows`.
    rows : slice
        Which areas of the result.

    Returns
    -------
    pd.DataFrame
        `GRUENDE`, by area; `code` is that of a node (of a root it holds for place and class
        too), or "R_klasse" where root R has a score but no class.
    """
    empty = np.isnan(result.scores[rows])
    places, codes = np.nonzero(empty)
    names = np.array(result.codes, dtype=object)[codes]
    reasons = result.reasons(missing)[rows][empty] if empty.any() else np.array([], dtype=object)
    areas = np.array(gebiete, dtype=object)
    found = [pd.DataFrame({col.GEBIET: areas[places], col.CODE: names, col.GRUND: reasons})]
    for root in result.catalogue.roots:
        if not any(result.procedure.classes_of(root.code).namen):
            continue  # a procedure without classes
        place = result.position[root.code]
        bare = (result.root_classes[root.code][rows] == "") & ~empty[:, place]
        cells = {
            col.GEBIET: areas[bare],
            col.CODE: f"{root.code}_klasse",
            col.GRUND: GRUND_KONSTANT,
        }
        found.append(pd.DataFrame(cells))
    frames = [frame for frame in found if len(frame)] or found[:1]
    return pd.concat(frames, ignore_index=True)


def treatment_frame(result: IndexResult, gebiete: Sequence[str], rows: slice) -> pd.DataFrame:
    """Every value that the treatment of outliers changed (`BEHANDELT`), by indicator and area."""
    start, stop, _ = rows.indices(len(result.values))
    changed = [item for item in result.treatments() if start <= item.gebiet < stop]
    records = [
        (gebiete[item.gebiet - start], item.indikator, item.vorher, item.nachher)
        for item in changed
    ]
    return pd.DataFrame(records, columns=list(BEHANDELT))
