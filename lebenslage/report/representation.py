"""Who is missing and how many answers are needed: sentences and tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from lebenslage.model import columns as col
from lebenslage.model.rules import ALLE
from lebenslage.report import formats

RATIO_NOTE: Final = (
    "1,00 heißt: so viele Antworten, wie es dem Anteil im Register entspricht; 0,50: halb so "
    "viele. Der Strich ist der 95 %-Bereich; hohle Punkte sind von 1,00 nicht unterscheidbar."
)
PLAN_NOTE: Final = (
    "Gerechnet für einen Anteil von 50 %, der die meisten Antworten braucht: "
    "n₀ = D · 1,96² · 0,25 / e² und n = n₀ / (1 + (n₀ − 1) / N), höchstens alle N Personen "
    "(Cochran 1977, Abschnitte 4.4 und 4.6). D ist der Design-Effekt (Kish): um so viel größer "
    "ist die Streuung durch ungleiche Gewichte."
)
_WORDS: Final = {
    "unter": "weniger als ihr Anteil",
    "ueber": "mehr als ihr Anteil",
    "nicht unterscheidbar": "nicht unterscheidbar",
}


def ratio_text(row: Mapping[Any, Any]) -> str:
    """As in "0,8 (0,6–0,9)", or why there is nothing."""
    if formats.is_missing(row["verhaeltnis"]):
        return formats.format_missing(row[col.STATUS], row[col.GRUND])
    limits = formats.format_span(row[col.UG], row[col.OG], decimals=2)
    return f"{formats.format_number(row['verhaeltnis'], 2)} ({limits})"


def group_name(row: Mapping[Any, Any], names: Mapping[str, str], ages: Mapping[str, str]) -> str:
    """As in "Neulautern", "16 bis 29 Jahre", "Neulautern, 16 bis 29 Jahre"."""
    area, age = names.get(str(row["ortsteil"]), ""), ages.get(str(row["alter"]), "")
    return ", ".join(part for part in (area, age) if part)


def describe_missing(found: pd.DataFrame, names: Mapping[str, str], ages: Mapping[str, str]) -> str:
    """Whose voice is under-represented for certain, whose is over-represented.

    Parameters
    ----------
    found : pd.DataFrame
        `survey.representation.who_is_missing`.
    names, ages : mapping
        Ortsteil and age -> name.
    """
    single = found[(found["ortsteil"] == ALLE) | (found["alter"] == ALLE)]
    known = single[single["urteil"] != ""].sort_values("verhaeltnis").to_dict("records")
    if not known:
        return "Ein Vergleich mit dem Register ist nicht möglich: Es fehlen Zahlen dazu."
    told = {
        word: [
            f"{group_name(row, names, ages)} ({formats.format_number(row['verhaeltnis'], 2)})"
            for row in known
            if row["urteil"] == word
        ]
        for word in ("unter", "ueber")
    }
    parts = []
    if told["unter"]:
        parts.append(f"Seltener geantwortet als ihrem Anteil entspricht: {_list(told['unter'])}.")
    if told["ueber"]:
        parts.append(f"Häufiger: {_list(told['ueber'][::-1])}.")
    if not parts:
        return (
            "Keine Gruppe hat belastbar seltener oder häufiger geantwortet, als es ihrem Anteil "
            "entspricht."
        )
    if len(told["unter"]) + len(told["ueber"]) < len(known):
        parts.append("Die übrigen Gruppen sind davon nicht unterscheidbar.")
    return " ".join(parts)


def _list(words: list[str]) -> str:
    return formats.listing(words)


def missing_table(
    found: pd.DataFrame, names: Mapping[str, str], ages: Mapping[str, str]
) -> pd.DataFrame:
    """Every group: answers, both shares, ratio with its limits, verdict."""
    rows = []
    for row in found.to_dict("records"):
        hidden = formats.is_missing(row[col.N])
        share, register = row["anteil"], row["anteil_register"]
        rows.append(
            {
                "Gruppe": group_name(row, names, ages),
                "Antworten": "–" if hidden else formats.format_number(row[col.N]),
                "Anteil an den Antworten": "–" if hidden else formats.format_percent(share, 1),
                "Anteil im Register": "–"
                if formats.is_missing(register)
                else formats.format_percent(register, 1),
                "Verhältnis (95 %-Bereich)": ratio_text(row),
                "Ergebnis": _WORDS.get(row["urteil"], "–"),
            }
        )
    return pd.DataFrame(rows)


def describe_plan(plan: pd.DataFrame, names: Mapping[str, str], points: int) -> str:
    """How many answers are needed in each Ortsteil, and in all of them together.

    Parameters
    ----------
    plan : pd.DataFrame
        `survey.planning.plan`.
    points : int
        Half the length of the interval, in percentage points.
    """
    by_group = {str(row[col.GRUPPE]): row for row in plan.to_dict("records")}
    own = [(by_group[key], name) for key, name in names.items() if key in by_group]
    if not own:
        return "Ohne Ortsteile lässt sich nichts planen."
    total = sum(int(row["noetig"]) for row, _ in own)
    told = formats.listing(f"{name} {formats.format_number(row['noetig'])}" for row, name in own)
    text = (
        f"Damit jeder Anteil in jedem Ortsteil auf ±{points} Prozentpunkte genau ist, braucht es "
        f"{formats.format_number(total)} Antworten: {told}."
    )
    short = [name for row, name in own if row["fehlend"] > 0]
    unknown = [name for row, name in own if formats.is_missing(row["bisher"])]
    if short:
        text += f" Zu wenige hatte diese Umfrage in {formats.listing(short)}."
    elif not unknown:
        text += " Diese Umfrage hatte überall genug."
    alone = by_group.get(ALLE)
    if alone is not None:
        n = formats.format_number(alone["noetig"])
        text += f" Nur für die Gemeinde als Ganzes genügen {n}."
    return text


def plan_table(plan: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Population, answers needed, answers so far, what is missing, response needed."""
    rows = []
    shown = {**names, ALLE: names.get(ALLE, "Gemeinde als Ganzes")}
    by_group = {str(row[col.GRUPPE]): row for row in plan.to_dict("records")}
    for key, name in shown.items():
        if key not in by_group:
            continue
        row = by_group[key]
        rows.append(
            {
                "Ortsteil": name,
                "Gefragt werden könnten": _count(row["grundgesamtheit"]),
                "Nötige Antworten": _count(row["noetig"]),
                "Nötiger Rücklauf": "–"
                if formats.is_missing(row["quote_noetig"])
                else formats.format_percent(row["quote_noetig"]),
                "Antworten dieser Umfrage": _count(row["bisher"]),
                "Fehlen noch": _count(row["fehlend"]),
            }
        )
    return pd.DataFrame(rows)


def _count(value: Any) -> str:
    return "–" if formats.is_missing(value) else formats.format_number(value)
