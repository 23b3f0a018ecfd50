"""What `index` tells beside its table, in lines: empty cells with their reason, treated values."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.procedure import Treatment
from lebenslage.report.formats import plural

#: So many empty cells are named per reason, so many treated values at all.
EXAMPLES: Final = 3
VALUES: Final = 20


def reason_lines(gruende: pd.DataFrame, *, complete: bool) -> list[str]:
    """One line per reason with its number of cells and the first of them.

    Parameters
    ----------
    gruende : pd.DataFrame
        `IndexTable.gruende`.
    complete : bool
        Whether all of them are written to a file; otherwise a last line tells how to get them.
    """
    lines, short = [], False
    for reason, cells in gruende.groupby(col.GRUND, sort=False):
        named = [_cell(row) for row in cells.head(EXAMPLES).to_dict("records")]
        more = ", …" if len(cells) > EXAMPLES else ""
        short |= len(cells) > EXAMPLES
        count = plural(len(cells), "Feld", "Felder")
        lines.append(f"Leer: {count}, Grund: {reason} ({', '.join(named)}{more}).")
    if short and not complete:
        lines.append("Alle leeren Felder mit Grund: --reasons-out DATEI.")
    return lines


def _cell(row: Mapping[Hashable, Any]) -> str:
    date = f" {row[col.STAND]}" if col.STAND in row else ""
    return f"{row[col.GEBIET]}{date}: {row[col.CODE]}"


def treatment_lines(behandelt: pd.DataFrame, choice: Treatment, *, complete: bool) -> list[str]:
    """What the treatment changed: single values if they were pulled in, else whole indicators.

    Parameters
    ----------
    behandelt : pd.DataFrame
        `IndexTable.behandelt`.
    choice : Treatment
        How.
    complete : bool
        As in `reason_lines`.
    """
    if behandelt.empty:
        return []
    if choice.methode != "winsor":
        counts = behandelt[col.INDIKATOR].value_counts(sort=False)
        return [
            f"Behandelt ({choice.methode}): „{code}“, {plural(int(n), 'Wert', 'Werte')}."
            for code, n in counts.items()
        ]
    lines = [
        f"Behandelt (winsor): „{row[col.INDIKATOR]}“ in {row[col.GEBIET]}"
        f"{' ' + row[col.STAND] if col.STAND in row else ''} von {_number(row['vorher'])} auf "
        f"{_number(row['nachher'])}."
        for row in behandelt.head(VALUES).to_dict("records")
    ]
    if (rest := len(behandelt) - VALUES) > 0:
        how = "" if complete else "; alle: --treatments-out DATEI"
        lines.append(f"Behandelt (winsor): {plural(rest, 'weiterer Wert', 'weitere Werte')}{how}.")
    return lines


def _number(value: float) -> str:
    return f"{value:.6g}".replace(".", ",")
