"""What stands out, in words: one sentence (or two) per finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lebenslage.analysis.findings import Finding, FindingKind
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats

_VALUED: Final = {1: " Das ist günstiger.", -1: " Das ist ungünstiger.", 0: ""}


def describe_finding(finding: Finding, names: Mapping[str, str], catalogue: Catalogue) -> str:
    """The finding as a German sentence; without `belastbar` it claims no difference.

    Parameters
    ----------
    names : mapping
        `ortsteil_id` -> name.
    catalogue : Catalogue
        Units and decimals of indicators.
    """
    name = names[finding.ortsteil]
    if finding.kind is FindingKind.LUECKE:
        reason = formats.format_missing(grund=finding.grund)
        return f"Für {name} gibt es in „{finding.titel}“ noch keinen Punktwert: {reason}."
    if not finding.belastbar:
        return f"{name} ist bei „{finding.titel}“ von der Gemeinde nicht unterscheidbar."
    mark = " (Beispieldaten)" if finding.beispiel else ""
    if finding.kind is FindingKind.SCORE:
        return _score(finding, name) + mark
    if finding.kind is FindingKind.INDIKATOR:
        return _indicator(finding, name, catalogue) + mark
    return _answer(finding, name) + mark


def _score(finding: Finding, name: str) -> str:
    side = "über" if finding.differenz > 0 else "unter"
    limits = formats.format_span(finding.ug, finding.og)
    return (
        f"In {name} liegt „{finding.titel}“ mit {formats.format_number(finding.wert)} von 100 "
        f"Punkten{f' (Schwankungsbereich {limits})' if limits else ''} belastbar {side} dem "
        f"Mittel der anderen Ortsteile ({formats.format_number(finding.vergleich)} Punkte)."
    )


def _indicator(finding: Finding, name: str, catalogue: Catalogue) -> str:
    node = catalogue[finding.code]
    own = formats.format_value_with_interval(
        finding.wert, finding.ug, finding.og, node.einheit, node.dezimalen
    )
    other = formats.format_with_unit(finding.vergleich, node.einheit, node.dezimalen)
    when = f" (Stand {formats.format_date(finding.stand)})" if finding.stand else ""
    return (
        f"In {name} ist der Wert „{finding.titel}“ belastbar {_side(finding)} als in der ganzen "
        f"Gemeinde: {own}, Gemeinde: {other}{when}.{_VALUED[finding.guenstig]}"
    )


def _answer(finding: Finding, name: str) -> str:
    if finding.statistik == "anteil":
        own, other = (f"{formats.format_percent(v)}" for v in (finding.wert, finding.vergleich))
        limits = formats.format_interval(100 * finding.ug, 100 * finding.og, "%")
        more = "mehr" if finding.differenz > 0 else "weniger"
        start = (
            f"In {name} antworten auf „{finding.titel}“ anteilig belastbar {more} Menschen "
            f"„{finding.auspraegung}“ als in der ganzen Gemeinde"
        )
    else:
        own, other = (formats.format_number(v, 1) for v in (finding.wert, finding.vergleich))
        limits = formats.format_interval(finding.ug, finding.og, decimals=1)
        start = (
            f"In {name} liegt der Mittelwert bei „{finding.titel}“ belastbar {_side(finding)} als "
            "in der ganzen Gemeinde"
        )
    told = f"{own} ({limits})" if limits else own
    return f"{start}: {told}, Gemeinde: {other}.{_VALUED[finding.guenstig]}"


def _side(finding: Finding) -> str:
    return "höher" if finding.differenz > 0 else "niedriger"
