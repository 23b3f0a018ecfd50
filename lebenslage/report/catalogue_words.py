"""The catalogue in words: what a draft changes, what follows from it, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.goalposts import Goalposts
from lebenslage.analysis.index.differences import AFTER, BEFORE, Differences
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Kind, Node, Role
from lebenslage.model.catalogue_changes import NodeChange
from lebenslage.report import formats
from lebenslage.report.scenario_sentences import number

#: What a field of the catalogue is called on pages.
FIELD_NAMES: Final[Mapping[str, str]] = {
    "code": "Kürzel",
    "eltern": "Gehört zu",
    "richtung": "Richtung",
    "gewicht": "Gewicht",
    "name": "Name",
    "rolle": "Rolle",
    "einheit": "Einheit",
    "art": "Art",
    "unten": "Unterer Zielwert",
    "oben": "Oberer Zielwert",
    "zielwert_quelle": "Quelle der Zielwerte",
    "transformation": "Umrechnung",
    "deckelung": "Punkte enden bei den Zielwerten",
    "aggregation": "Zusammenfassung",
    "nenner": "Bezug",
    "definition": "Definition",
    "quelle": "Quelle",
    "dezimalen": "Nachkommastellen",
    "faktor": "Faktor der Rate",
    "basis": "Gezählt werden",
    "lieferant": "Kann geliefert werden von",
}
KIND_NAMES: Final[Mapping[Kind, str]] = {
    Kind.ANZAHL: "Anzahl",
    Kind.ANTEIL: "Anteil (Zähler durch Nenner, in %)",
    Kind.RATE: "Rate (Zähler durch Nenner, mal Faktor)",
    Kind.MITTELWERT: "Mittelwert oder Messwert",
    Kind.UMFRAGE: "Ergebnis einer Umfrage",
}
ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.BEWERTET: "bewertet: zählt in den Punkten",
    Role.KONTEXT: "Kontext: wird nur gezeigt",
}
DIRECTION_NAMES: Final[Mapping[int, str]] = {
    1: "Ein höherer Wert ist günstiger",
    -1: "Ein niedrigerer Wert ist günstiger",
}
BASIS_NAMES: Final[Mapping[str, str]] = {
    "": "keine Angabe (kein Schutz kleiner Zahlen nötig)",
    "personen": "Personen (kleine Zahlen geschützt)",
    "haushalte": "Haushalte (kleine Zahlen geschützt)",
    "wohnungen": "Wohnungen",
    "gebaeude": "Gebäude",
}
_QUANTILES: Final = {
    "p5": "5. und 95. Perzentil",
    "p10": "10. und 90. Perzentil",
    "p25": "25. und 75. Perzentil",
    "minmax": "Kleinster und größter Wert",
}
_EMPTY: Final = "leer"
#: A text longer than this is not quoted in a line, only in the table.
_QUOTED: Final = 60


def value_text(node: Node, field: str) -> str:
    """What a field says, as shown."""
    value: Any = getattr(node, field)
    if field == "richtung":
        return DIRECTION_NAMES[value]
    if field == "art":
        return KIND_NAMES[value]
    if field == "rolle":
        return ROLE_NAMES[value]
    if field == "basis":
        return BASIS_NAMES[value]
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if value is None or value == "":
        return _EMPTY
    return str(value) if isinstance(value, str) else number(float(value))


def change_lines(changes: Sequence[NodeChange], after: Catalogue) -> list[str]:
    """One German line for every code that differs."""
    return [_line(change, after) for change in changes]


def _line(change: NodeChange, after: Catalogue) -> str:
    old, new = change.vorher, change.nachher
    if new is None:
        assert old is not None
        return f"„{old.label}“ entfällt"
    if old is None:
        parent = f" unter „{after[new.eltern].label}“" if new.eltern in after else ""
        return f"„{new.label}“ ist neu{parent}, Gewicht {number(new.gewicht)}"
    told = []
    for field in change.felder:
        texts = [value_text(node, field) for node in (new, old)]
        name = FIELD_NAMES[field]
        short = all(len(text) <= _QUOTED for text in texts)
        told.append(f"{name} {texts[0]} statt {texts[1]}" if short else f"{name} geändert")
    return f"„{new.label}“: {'; '.join(told)}"


def change_table(changes: Sequence[NodeChange]) -> pd.DataFrame:
    """Every field that differs, before and after."""
    rows = []
    for change in changes:
        node = change.nachher or change.vorher
        assert node is not None
        if not change.felder:
            state = ("im Katalog", "entfällt") if change.nachher is None else ("–", "neu")
            rows.append((node.label, "Indikator", *state))
        for field in change.felder:
            assert change.vorher is not None
            assert change.nachher is not None
            texts = (value_text(change.vorher, field), value_text(change.nachher, field))
            rows.append((node.label, FIELD_NAMES[field], *texts))
    return pd.DataFrame(rows, columns=["Name", "Angabe", "Freigegeben", "Entwurf"])


def describe_draft(changes: Sequence[NodeChange]) -> str:
    """How much a draft changes, and whether scores can change with it."""
    if not changes:
        return "Der Entwurf gleicht der freigegebenen Fassung."
    count = formats.plural(len(changes), "Eintrag", "Einträge")
    if not any(change.scored for change in changes):
        return f"Der Entwurf ändert {count}, nur in Worten: An den Punkten ändert sich nichts."
    return f"Der Entwurf ändert {count} gegenüber der freigegebenen Fassung."


def draft_warnings(
    changes: Sequence[NodeChange], after: Catalogue, values: pd.DataFrame
) -> list[str]:
    """What somebody should know before a release.

    Parameters
    ----------
    after : Catalogue
        The draft.
    values : pd.DataFrame
        `columns.INDIKATORWERTE` as published: tells which codes have values.
    """
    warnings = []
    with_values = set(values.loc[values[col.WERT].notna(), col.INDIKATOR])
    for change in changes:
        old, new = change.vorher, change.nachher
        if (
            old is not None
            and old.protects_persons
            and new is not None
            and not new.protects_persons
        ):
            warnings.append(
                f"„{new.label}“ zählt danach keine Personen oder Haushalte mehr. Damit endet der "
                "Schutz kleiner Zahlen; das ist nur richtig, wenn vorher die Angabe falsch war."
            )
        if old is not None and new is None and old.code in with_values:
            warnings.append(
                f"„{old.label}“ hat Werte. Sie bleiben gespeichert, werden danach aber nirgends "
                "mehr gezeigt."
            )
        if new is not None and after.is_leaf(new.code) and _lacks_goalposts(new):
            warnings.append(
                f"„{new.label}“ hat keine Zielwerte und bekommt deshalb keine Punkte, bis sie "
                "ergänzt sind."
            )
    return warnings


def _lacks_goalposts(node: Node) -> bool:
    return node.rolle is Role.BEWERTET and node.unten is None


def effect_table(
    found: Mapping[str, Differences], labels: Mapping[str, str], names: Mapping[str, str]
) -> pd.DataFrame:
    """Per node: the largest change of points and who changes places.

    Parameters
    ----------
    found : mapping
        Code -> the node before and after.
    """
    rows = [
        {
            "Bereich": labels[code],
            "Größte Änderung (Punkte)": _largest(each, names),
            "Rang wechselt": _moved(each, names),
        }
        for code, each in found.items()
    ]
    return pd.DataFrame(rows)


def _largest(found: Differences, names: Mapping[str, str]) -> str:
    areas = found.rows[col.GEBIET].tolist()
    before, after = (found.rows[f"{col.SCORE}{side}"].tolist() for side in (BEFORE, AFTER))
    if not any(map(pd.notna, [*before, *after])):
        return "–"
    changes = [
        (new - old, area)
        for area, old, new in zip(areas, before, after, strict=True)
        if pd.notna(new) and pd.notna(old)
    ]
    if not changes:
        return f"hat danach {'' if any(map(pd.notna, after)) else 'keine '}Punkte"
    change, area = max(changes, key=lambda pair: abs(pair[0]))
    text = formats.format_signed(change, 1)
    return f"{text} ({names[area]})" if round(abs(change), 1) > 0 else text


def _moved(found: Differences, names: Mapping[str, str]) -> str:
    known = found.rows.dropna(subset=[f"rang{BEFORE}", f"rang{AFTER}"])
    moved = known[known[f"rang{BEFORE}"] != known[f"rang{AFTER}"]]
    return formats.listing(names[area] for area in moved[col.GEBIET]) or "keiner"


def goalpost_text(found: Goalposts, node: Node) -> str:
    """A choice of goalposts, as in "5. und 95. Perzentil: 3,1 bis 9,8 %"."""
    unit = formats.short_unit(node.einheit)
    span = f"{number(found.unten)} bis {number(found.oben)}"
    return f"{_QUANTILES[found.name]}: {span}" + (f" {unit}" if unit else "")


def goalpost_source(found: Goalposts, landkreis: str, publishers: Sequence[str]) -> str:
    """What is written down as the source of goalposts from a distribution."""
    of = formats.listing(publishers)
    date = formats.format_date(found.stand)
    text = f"{_QUANTILES[found.name]} der {found.anzahl} Gemeinden ({landkreis}), Stand {date}"
    return f"{text}; {of}" if of else text
