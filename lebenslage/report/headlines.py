"""What stands out in one short line per finding, for places with little room."""

from __future__ import annotations

from typing import Final

from lebenslage.analysis.findings import Finding, FindingKind
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats

#: What the numbers of these lines stand beside.
VERGLEICH: Final = (
    "Verglichen wird mit der ganzen Gemeinde, bei Punkten mit dem Mittel der anderen Ortsteile."
)
_VALUED: Final = {1: "günstiger", -1: "ungünstiger"}


def headline(finding: Finding, catalogue: Catalogue) -> str:
    """The finding in one line under the name of its Ortsteil (`VERGLEICH` says against what).

    Intervals and dates stand on the page of the Ortsteil.

    Parameters
    ----------
    finding : Finding
        Certain (`belastbar`) or a gap.
    """
    if finding.kind is FindingKind.LUECKE:
        return f"Es fehlen Daten in „{finding.titel}“."
    own, other = values_of(finding, catalogue)
    mark = " (Beispieldaten)" if finding.beispiel else ""
    valued = _VALUED.get(finding.guenstig)
    if valued is None:
        valued = "höher" if finding.differenz > 0 else "niedriger"
    what = f"„{finding.titel}“"
    if finding.auspraegung:
        what = f"{what} – „{finding.auspraegung}“"
    return f"{what} {valued}: {own} statt {other}{mark}"


def values_of(finding: Finding, catalogue: Catalogue) -> tuple[str, str]:
    """The value of the Ortsteil, and what it is compared to with the unit of both."""
    pair = (finding.wert, finding.vergleich)
    if finding.kind is FindingKind.SCORE:
        first, second = (formats.format_number(value) for value in pair)
        return first, f"{second} Punkte im Mittel der anderen Ortsteile"
    if finding.kind is FindingKind.INDIKATOR:
        node = catalogue[finding.code]
        first, second = (
            formats.format_with_unit(value, node.einheit, node.dezimalen) for value in pair
        )
        number = formats.format_number(finding.wert, node.dezimalen)
        return number if first.startswith(number) else first, second
    if finding.statistik == "anteil":
        return formats.format_number(100 * finding.wert), formats.format_percent(finding.vergleich)
    first, second = (formats.format_number(value, 1) for value in pair)
    return first, second
