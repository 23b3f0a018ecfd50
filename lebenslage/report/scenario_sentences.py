"""A scenario in words: what is assumed, what follows from it, and whether that means anything."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from lebenslage.analysis.index.differences import AFTER, BEFORE, Differences
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue, Node
from lebenslage.model.procedure import Procedure
from lebenslage.model.scenario import PUBLISHED, Scenario
from lebenslage.report import formats

#: What a list of procedures shows.
PROCEDURE_TITLES: Final[Mapping[str, str]] = {
    "zielwerte": "Zielwerte (veröffentlicht)",
    "mss-berlin": "Berlin: Soziale Stadtentwicklung",
    "imd-england": "England: Indices of Deprivation",
    "hdi": "UN: Human Development Index",
    "ampi": "Italien: AMPI mit Zielwerten",
    "mpi": "Italien: MPI mit z-Werten",
}
_LISTED: Final = 3
_RELATIVE: Final = ("rang", "prozentrang", "borda", "imd_exponentiell")


def change_lines(scenario: Scenario, catalogue: Catalogue) -> dict[str, str]:
    """What a scenario changes, by code ("" for the procedure), each in one line."""
    lines: dict[str, list[str]] = {}
    if scenario.verfahren != PUBLISHED:
        lines[""] = [f"Verfahren: {PROCEDURE_TITLES.get(scenario.verfahren, scenario.verfahren)}"]
    for code, weight in scenario.gewichte:
        old = number(catalogue[code].gewicht)
        lines.setdefault(code, []).append(f"Gewicht {number(weight)} statt {old}")
    for code, low, high in scenario.zielwerte:
        node = catalogue[code]
        told = f"Zielwerte {span(low, high, node)} statt {span(node.unten, node.oben, node)}"
        lines.setdefault(code, []).append(told)
    for code in scenario.ohne:
        lines.setdefault(code, []).append("weggelassen")
    return {
        code: texts[0] if not code else f"{catalogue[code].label}: {', '.join(texts)}"
        for code, texts in lines.items()
    }


def span(low: float | None, high: float | None, node: Node) -> str:
    """Goalposts as text: "0 bis 20 %"."""
    if low is None or high is None:
        return formats.KEINE_ANGABE
    unit = formats.short_unit(node.einheit)
    return f"{number(low)} bis {number(high)}" + (f" {unit}" if unit else "")


def describe_published(found: Differences, names: Mapping[str, str], label: str) -> str:
    """Before anything is changed: what stands there, and how sure it is."""
    if found.rows[f"{col.SCORE}_vorher"].isna().all():
        return f"Für „{label}“ gibt es veröffentlicht keine Punkte."
    return f"So steht es veröffentlicht in „{label}“. {_standing(found, names)}"


def describe_effect(found: Differences, names: Mapping[str, str], label: str) -> str:
    """What the scenario changes in one node, and whether it is more than chance."""
    if found.rows[f"{col.SCORE}_nachher"].isna().all():
        reasons = dict.fromkeys(r for r in found.rows[f"{col.GRUND}_nachher"] if formats.clean(r))
        why = formats.listing(reasons) or "es bleibt kein Indikator übrig"
        return f"Unter diesen Annahmen gibt es für „{label}“ keine Punkte: {why}."
    if found.rows[f"{col.SCORE}_vorher"].isna().all():
        return (
            f"Veröffentlicht gibt es für „{label}“ keine Punkte, unter diesen Annahmen schon. "
            + _standing(found, names)
        )
    before, after = found.pairs["vorher"], found.pairs["nachher"]
    if (before == "").all() and (after == "").all():
        certainty = (
            "Die Reihenfolge bleibt ununterscheidbar: Weder veröffentlicht noch hier ist ein "
            "Unterschied belastbar."
        )
    else:
        certainty = " ".join(_swaps(found, names))
    return f"{_ranks(found, names, label)} {certainty}".strip()


def describe_certainty(found: Differences, names: Mapping[str, str]) -> str:
    """Which differences are no longer certain, and which are new; "" if it is the same ones."""
    if any(found.rows[f"{col.SCORE}{side}"].isna().all() for side in (BEFORE, AFTER)):
        return ""
    before, after = found.pairs["vorher"], found.pairs["nachher"]
    lost = found.pairs[(before != "") & (after == "")]
    gained = found.pairs[(before == "") & (after != "")]
    texts = []
    if len(lost):
        texts.append(f"Nicht mehr belastbar: {_listed(lost, 'vorher', names)}.")
    if len(gained):
        texts.append(f"Neu belastbar: {_listed(gained, 'nachher', names)}.")
    return " ".join(texts)


def _ranks(found: Differences, names: Mapping[str, str], label: str) -> str:
    known = found.rows.dropna(subset=["rang_vorher", "rang_nachher"])
    moved = known[known["rang_vorher"] != known["rang_nachher"]]
    if moved.empty:
        return f"In „{label}“ wechselt kein Ortsteil den Rang."
    told = formats.listing(
        f"{names[row[col.GEBIET]]} ({row['rang_vorher']:.0f} → {row['rang_nachher']:.0f})"
        for row in moved.to_dict("records")
    )
    return f"In „{label}“ wechseln den Rang: {told}."


def _swaps(found: Differences, names: Mapping[str, str]) -> Iterator[str]:
    """Whether those who changed places did so for sure."""
    swapped = found.swapped
    certain = swapped[
        (swapped["vorher"] != "")
        & (swapped["nachher"] != "")
        & (swapped["vorher"] != swapped["nachher"])
    ]
    if len(certain):
        yield (
            f"Mehr als Zufall ist: {_listed(certain, 'nachher', names)}. Beide Reihenfolgen sind "
            "belastbar, den Ausschlag gibt die Annahme."
        )
    if len(certain) < len(swapped):
        which = "Die übrigen Wechsel" if len(certain) else "Diese Wechsel"
        yield (
            f"{which} sind nicht mehr als Zufall: Dort ist mindestens eine der Reihenfolgen nicht "
            "belastbar."
        )
    elif swapped.empty:
        yield describe_certainty(found, names) and "Wie sicher die Abstände sind, ändert sich."


def _standing(found: Differences, names: Mapping[str, str]) -> str:
    certain = found.pairs[found.pairs["nachher"] != ""]
    if certain.empty:
        return "Die Ortsteile sind nicht unterscheidbar."
    if len(certain) == len(found.pairs):
        return "Alle Unterschiede sind belastbar."
    return (
        f"Belastbar sind {len(certain)} von {len(found.pairs)} Unterschieden: "
        f"{_listed(certain, 'nachher', names)}."
    )


def _listed(pairs: pd.DataFrame, side: str, names: Mapping[str, str]) -> str:
    """Pairs as "A über B, A über C und 4 weitere"."""
    told = []
    for row in pairs.to_dict("records"):
        lower = row["b"] if row[side] == row["a"] else row["a"]
        told.append(f"{names[row[side]]} über {names[lower]}")
    more = len(told) - _LISTED
    if more > 1:
        told = [*told[:_LISTED], f"{more} weitere"]
    return formats.listing(told)


def same_scale(one: Procedure, other: Procedure) -> bool:
    """Whether points of two procedures may stand on one axis."""
    a, b = one.normalisierung, other.normalisierung
    bounded = {a.methode, b.methode} <= {"zielwerte", "minmax"}
    return bounded and a.bereich == b.bereich


def describe_misfit(procedure: Procedure, catalogue: Catalogue) -> str:
    """Why a procedure cannot compute with a catalogue at all; "" if its roots are there."""
    roots = [root.code for root in catalogue.roots]
    named = (*procedure.gesamtindex, *(code for code, _ in procedure.klassen_je_wurzel))
    if all(code in roots for code in named):
        return ""
    wanted = formats.listing(f"„{code}“" for code in dict.fromkeys(named))
    there = formats.listing(f"„{root.label}“" for root in catalogue.roots)
    title = PROCEDURE_TITLES.get(procedure.name, procedure.name)
    return (
        f"Das Verfahren „{title}“ passt nicht zu diesem Katalog: Es bewertet {wanted} getrennt, "
        f"jedes mit eigenen Indikatoren. Der Katalog hat nur {there}."
    )


def procedure_caveats(procedure: Procedure, published: Procedure, areas: int) -> list[str]:
    """What to bear in mind with a procedure, each in a sentence; `areas` are compared."""
    choice, texts = procedure.normalisierung, []
    if choice.methode == "zscore":
        most = (areas - 1) / math.sqrt(areas) if choice.ddof else math.sqrt(max(areas - 1, 0))
        texts.append(
            f"z-Werte messen die Ortsteile nur aneinander. Bei {areas} Gebieten liegt keiner über "
            f"{formats.format_number(most, 2)}, und auch kleine Unterschiede sehen groß aus."
        )
    if choice.methode == "minmax":
        texts.append(
            "Bei Min–Max hat immer ein Ortsteil 0 und einer 100 Punkte, auch wenn alle fast "
            "gleich sind."
        )
    if choice.methode in _RELATIVE:
        texts.append("Dieses Verfahren zählt nur Ränge; wie weit Werte auseinander liegen, nicht.")
    if choice.methode == "imd_exponentiell":
        texts.append(
            "Im Original heißt ein hoher Wert hohe Benachteiligung; hier gilt die Richtung des "
            "Katalogs, gestreckt wird deshalb das günstige Ende."
        )
    least = procedure.aggregation.mindestabdeckung
    if least > published.aggregation.mindestabdeckung:
        texts.append(
            f"Punkte gibt es nur, wo mindestens {formats.format_percent(least)} der Indikatoren "
            "einen Wert haben. Mit „Zählt mit“ lassen sich solche ohne Daten weglassen."
        )
    if not same_scale(procedure, published):
        texts.append("Die Punkte haben eine andere Skala; vergleichbar sind nur die Ränge.")
    return texts


def number(value: float) -> str:
    """A number with the decimals it needs, at most six."""
    text = formats.format_number(value, 6)
    return text.rstrip("0").rstrip(",") if "," in text else text
