"""The examination of the index in sentences and tables, honest about few areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.index.diagnostics import MIN_AREAS, critical
from lebenslage.analysis.index.examination import ORTSTEIL, Examination, striking
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.report import formats
from lebenslage.report.formats import format_number, format_percent, plural

#: Longer tables of pairs nobody reads.
PAIRS_SHOWN: Final = 20
#: From here on parts are said to point the same way (usual reading of Cronbach's alpha).
_GOOD: Final = 0.7
_AREAS: Final = {"ortsteil": ("Ortsteil", "Ortsteile"), "gemeinde": ("Gemeinde", "Gemeinden")}
_DATIVE: Final = {"ortsteil": "Ortsteilen", "gemeinde": "Gemeinden"}


def introduction(found: Examination) -> str:
    """What the figures are for, and what so few areas can tell."""
    text = "Diese Zahlen prüfen, ob der Index gut gebaut ist."
    if found.gebiete >= MIN_AREAS:
        return text
    limit = critical(found.gebiete)
    if formats.is_missing(limit):
        return f"{text} Bei {_count(found)} lassen sich Zusammenhänge nicht berechnen."
    return (
        f"{text} Bei {_count(found)} sind Zusammenhänge nicht aussagekräftig: Erst ab "
        f"{format_number(limit, 2)} wäre ein einzelner Zusammenhang mehr als Zufall, und unter "
        "vielen Paaren liegt immer eines zufällig darüber. Die Zahlen sind ein Anlass zum "
        "Nachdenken, kein Urteil."
    )


def _count(found: Examination) -> str:
    return plural(found.gebiete, "Ortsteil", _DATIVE[ORTSTEIL])


def consistency_sentence() -> str:
    """What alpha says, and that a low one is no mistake."""
    return (
        "Cronbachs Alpha sagt, wie sehr die Bestandteile eines Handlungsfelds in dieselbe Richtung "
        "zeigen (nahe 1: sehr). Ein niedriger Wert ist kein Fehler: Ein Handlungsfeld darf "
        "verschiedene Seiten haben."
    )


def consistency_table(found: Examination, tree: Catalogue) -> pd.DataFrame:
    """Alpha of every node."""
    rows = [
        {
            "Zusammengefasst zu": tree[row[col.CODE]].label,
            "Bestandteile": format_number(row["bestandteile"]),
            "Ortsteile mit allen Werten": format_number(row[col.N]),
            "Cronbachs Alpha": _r(row["alpha"]),
            "Einordnung": _reading(row["alpha"], int(row[col.N])),
        }
        for row in found.consistency.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _reading(alpha: float, n: int) -> str:
    if formats.is_missing(alpha):
        return "nicht berechenbar"
    if n < MIN_AREAS:
        return "nicht aussagekräftig"
    if alpha >= _GOOD:
        return "zeigen in dieselbe Richtung"
    return "verschiedene Seiten" if alpha >= 0 else "laufen teils gegeneinander"


def correlation_sentences(found: Examination, tree: Catalogue) -> list[str]:
    """One plain warning for each pair that says the same or opposite things, or that none does."""
    pairs = found.correlations
    told = [_warning(row, tree) for row in striking(pairs).to_dict("records") if row["urteil"]]
    known = pairs[pairs["pearson"].notna()]
    weak = known[known[col.N] < MIN_AREAS]
    if len(weak):
        told.append(
            f"{plural(len(weak), 'Paar lässt', 'Paare lassen')} sich nicht beurteilen: Bei "
            f"höchstens {_most(weak)} mit beiden Werten kann jeder Zusammenhang Zufall sein."
        )
    if len(known) > len(weak) and not any(known["urteil"]):
        told.append("Kein geprüftes Paar sagt dasselbe oder das Gegenteil.")
    return told or ["Für kein Paar von Indikatoren lässt sich ein Zusammenhang berechnen."]


def _most(pairs: pd.DataFrame) -> str:
    n = int(pairs[col.N].max())
    return plural(n, "Ortsteil", _DATIVE[ORTSTEIL])


def _warning(row: Mapping[Any, Any], tree: Catalogue) -> str:
    a, b = (f"„{tree[row[key]].label}“" for key in ("a", "b"))
    basis = f"{_r(row['pearson'])}, {plural(int(row[col.N]), *_AREAS[row['ebene']])}"
    if row["urteil"] == "gleich":
        return f"{a} und {b} sagen fast dasselbe ({basis}): Das Gemeinsame zählt doppelt."
    return f"{a} und {b} laufen gegeneinander ({basis}): Im Mittel heben sie einander auf."


def correlation_table(found: Examination, tree: Catalogue) -> pd.DataFrame:
    """The strongest pairs beyond the limits."""
    rows = [
        {
            "Handlungsfeld": tree[row["eltern"]].label,
            "Indikatoren": f"{tree[row['a']].label} / {tree[row['b']].label}",
            "Pearson": _r(row["pearson"]),
            "Spearman": _r(row["spearman"]),
            "Grundlage": plural(int(row[col.N]), *_AREAS[row["ebene"]]),
            "Einordnung": row["urteil"]
            or ("nicht aussagekräftig" if row[col.N] < MIN_AREAS else "kann Zufall sein"),
        }
        for row in striking(found.correlations).head(PAIRS_SHOWN).to_dict("records")
    ]
    return pd.DataFrame(rows)


def influence_sentence(found: Examination, tree: Catalogue) -> str:
    """Where given weight and real influence lie furthest apart."""
    text = (
        "Der Einfluss sagt, wie stark ein Bestandteil die Unterschiede der Punktwerte wirklich "
        "bestimmt (quadrierter Zusammenhang mit dem Punktwert, auf 100 % gerechnet). Er weicht vom "
        "vergebenen Gewicht ab, weil nicht alle Indikatoren gleich stark streuen."
    )
    known = found.influence.dropna(subset=["einfluss"])
    if known.empty:
        return text
    row = _at(known, (known["einfluss"] - known["gewicht"]).abs().idxmax())
    return (
        f"{text} Am weitesten auseinander: „{tree[str(row[col.CODE])].label}“ zählt in "
        f"„{tree[str(row['eltern'])].label}“ {format_percent(row['gewicht'])} und bestimmt "
        f"{format_percent(row['einfluss'])}."
    )


def influence_table(found: Examination, tree: Catalogue) -> pd.DataFrame:
    """Weight and influence of every part."""
    rows = [
        {
            "Zusammengefasst zu": tree[row["eltern"]].label,
            "Bestandteil": tree[row[col.CODE]].label,
            "Gewicht": format_percent(row["gewicht"]),
            "Einfluss": format_percent(row["einfluss"]),
            "Korrelation": _r(row["r"]),
        }
        for row in found.influence.dropna(subset=["r"]).to_dict("records")
    ]
    return pd.DataFrame(rows)


def removal_sentence(found: Examination, tree: Catalogue, names: Mapping[str, str]) -> str:
    """The indicator whose absence changes a Handlungsfeld most."""
    direct = _direct(found, tree)
    known = direct.dropna(subset=["differenz"])
    if known.empty:
        return "Ohne einen seiner Indikatoren behält kein Handlungsfeld einen Punktwert."
    row = _at(known, known["differenz"].abs().idxmax())
    moved = int(row["wechsel"])
    change = plural(moved, "Ortsteil wechselt", "Ortsteile wechseln")
    return (
        "Jeder Indikator wird einmal weggelassen. Am meisten ändert sich ohne "
        f"„{tree[str(row[col.CODE])].label}“: {names.get(str(row[col.GEBIET]), '')} hätte in "
        f"„{tree[str(row['knoten'])].label}“ {_points(row['differenz'])}; "
        f"{change if moved else 'kein Ortsteil wechselt'} dort den Platz."
    )


def removal_table(found: Examination, tree: Catalogue, names: Mapping[str, str]) -> pd.DataFrame:
    """What leaving out each indicator does to its Handlungsfeld and to the roots."""
    above = {(row[col.CODE], row["knoten"]): row for row in found.removal.to_dict("records")}
    rows = []
    for row in _direct(found, tree).to_dict("records"):
        code = row[col.CODE]
        line = {
            "Ohne": tree[code].label,
            "Handlungsfeld": tree[row["knoten"]].label,
            "Größte Änderung dort": _change(row, names),
            "Ortsteile mit anderem Platz": format_number(row["wechsel"]),
        }
        for root in tree.roots:
            if root.code != row["knoten"] and (code, root.code) in above:
                line[f"Größte Änderung: {root.label}"] = _change(above[code, root.code], names)
        rows.append(line)
    return pd.DataFrame(rows).fillna("–")


def _direct(found: Examination, tree: Catalogue) -> pd.DataFrame:
    """Effects on the direct parent, where it had a score at all."""
    effects = found.removal
    own = effects["knoten"] == effects[col.CODE].map(lambda code: tree[code].eltern)
    scored = effects["differenz"].notna() | (effects["verloren"] > 0)
    direct: pd.DataFrame = effects[own & scored]
    return direct


def _change(row: Mapping[Any, Any], names: Mapping[str, str]) -> str:
    if formats.is_missing(row["differenz"]):
        return "kein Wert mehr" if row["verloren"] else "–"
    size = format_number(row["differenz"], 1)
    sign = "+" if row["differenz"] > 0 else ""
    text = f"{sign}{size} Punkte ({names.get(str(row[col.GEBIET]), '')})"
    if format_number(abs(row["differenz"]), 1) == format_number(0, 1):
        text = "unverändert"
    if row["verloren"]:
        text += f"; ohne Wert: {plural(int(row['verloren']), 'Ortsteil', 'Ortsteile')}"
    return text


def _at(frame: pd.DataFrame, label: Any) -> Mapping[Any, Any]:
    row: Mapping[Any, Any] = frame.loc[[label]].to_dict("records")[0]
    return row


def _points(change: float) -> str:
    size = format_number(abs(change), 1)
    return f"{size} Punkte {'mehr' if change > 0 else 'weniger'}"


def _r(number: float) -> str:
    return "–" if formats.is_missing(number) else format_number(number, 2)
