"""Sentences of the page Handlungsbedarf: what is certain, what drives it, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from lebenslage.analysis.index.answers import AnswerPlan
from lebenslage.analysis.index.change import GEFALLEN, GESTIEGEN, STABIL
from lebenslage.analysis.index.need import NIEDRIG, REST, NeedTable
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.rules import BELASTBAR, MINDESTABDECKUNG
from lebenslage.report import formats
from lebenslage.report.score_sentences import relations

#: Said on top of the page (after Hamburg's Sozialmonitoring).
VORBEHALT: Final = (
    "Zahlen allein belegen keinen Handlungsbedarf. Sie zeigen, wo ein genauerer Blick lohnt; "
    "was zu tun ist, wissen die Menschen vor Ort."
)
_LISTED: Final = 3


def describe_needs(need: NeedTable, names: Mapping[str, str]) -> str:
    """How many comparisons are certain, in one sentence."""
    compared, _ = need.by_chance()
    if not compared:
        return "Noch gibt es in keinem Handlungsfeld genug Daten, um die Ortsteile zu vergleichen."
    low = need.cells[need.cells["status"] == NIEDRIG]
    fields = need.cells.loc[need.cells["differenz"].notna(), col.CODE].nunique()
    told = formats.plural(fields, "Handlungsfeld", "Handlungsfeldern")
    if low.empty:
        return f"In {told} mit Daten liegt kein Ortsteil belastbar unter den anderen."
    where = [name for key, name in names.items() if (low[col.GEBIET] == key).any()]
    verb = "fällt" if len(low) == 1 else "fallen"
    return (
        f"In {told} mit Daten {verb} {len(low)} von {compared} Vergleichen belastbar niedrig aus; "
        f"betroffen: {formats.listing(where)}."
    )


def chance_notice(need: NeedTable) -> str:
    """What "belastbar" leaves to chance when so much is compared; empty without comparisons."""
    compared, chance = need.by_chance()
    if compared < 2:
        return ""
    level, count = formats.format_percent(BELASTBAR), formats.format_number(chance, 1)
    return (
        f"Belastbar heißt: in mindestens {level} der Wiederholungen mit zufälligem Fehler. Bei "
        f"{compared} Vergleichen wären deshalb auch ohne jeden wahren Unterschied im Mittel "
        f"{count} durch Zufall niedrig. Je "
        "größer der Unterschied, desto unwahrscheinlicher ist ein Zufall."
    )


def look_line(row: Mapping[Any, Any]) -> str:
    """Why to look at a cell first: how far below, and which way it goes.

    Parameters
    ----------
    row : mapping
        A row of `NeedTable.first_looks`.
    """
    text = _distance(row)
    if row["veraenderung"]:
        text += f", {_movement(row)}"
    mark = " (Beispieldaten)" if row[col.BEISPIEL] else ""
    return f"{text}{mark}."


def link_label(count: int, *, narrow: bool) -> str:
    """Label of the link to the page, short enough for a phone.

    Parameters
    ----------
    count : int
        Handlungsfelder that are low for sure, at least 1.
    narrow : bool
        Whether the link stands beside the Handlungsfeld itself.
    """
    if narrow:
        return "Belastbar niedrig: Gründe ansehen"
    return f"Belastbar niedrig: {formats.plural(count, 'Handlungsfeld', 'Handlungsfelder')}"


def describe_status(row: Mapping[str, Any], orientation: str = "") -> str:
    """How a score stands to the other Ortsteile; empty without a score.

    Parameters
    ----------
    row : mapping
        A row of `NeedTable.cells`.
    orientation : str
        Said where an open-link survey is in it.
    """
    if not row or formats.is_missing(row[col.SCORE]):
        return ""
    if row["orientierung"]:
        return f"{orientation} Deshalb wird hier kein Unterschied behauptet.".strip()
    parts = []
    if not formats.is_missing(row["differenz"]):
        limits = _signed_span(row[col.UG], row[col.OG])
        points = f"{formats.format_signed(row['differenz'], 1)} Punkte, Schwankungsbereich {limits}"
        sure = row["status"] != "mittel" and not (row["unterste"] and row["differenz"] > 0)
        told = "Der Abstand zum Mittel der anderen Ortsteile ist {}: {}."
        parts.append(told.format("belastbar" if sure else "nicht belastbar", points))
    if row["unterste"]:
        parts.append("Der ganze Schwankungsbereich liegt in der untersten Klasse.")
    return " ".join(parts)


def describe_change(
    row: Mapping[str, Any], values: pd.DataFrame, catalogue: Catalogue, code: str
) -> str:
    """Which way a score went since the date before, or why that cannot be said.

    Parameters
    ----------
    row : mapping
        A row of `NeedTable.cells`.
    values : pd.DataFrame
        `ChangeTable.values` of the same area: the dates.
    """
    if not row:
        return ""
    count = sum(child.gewicht > 0 for child in catalogue.scored().children(code))
    share = row["vergleichbar"]
    known = 0 if formats.is_missing(share) else round(share * count)
    if formats.is_missing(row["aenderung"]):
        needed = formats.format_percent(MINDESTABDECKUNG)
        return (
            "Eine Veränderung lässt sich nicht angeben: Werte zu zwei Zeitpunkten gibt es für "
            f"{known} von {count} Indikatoren, nötig sind {needed}."
        )
    when = _dates(values, [node.code for node in catalogue.scored().leaves(code)])
    points = f"{formats.format_signed(row['aenderung'], 1)} Punkte"
    if not row["veraenderung"]:
        reason = formats.format_missing(grund=row["grund_veraenderung"])
        return f"{when}: {points}. Belastbar ist das nicht ({reason})."
    limits = _signed_span(row["aenderung_ug"], row["aenderung_og"])
    based = f"gerechnet mit {known} von {count} Indikatoren (die zu beiden Zeitpunkten vorliegen)"
    word = str(row["veraenderung"])
    if word == STABIL:
        word = "stabil, eine Veränderung ist nicht belegt"
    return f"{when} {word}: {points} (Schwankungsbereich {limits}), {based}."


def _dates(values: pd.DataFrame, codes: Sequence[str]) -> str:
    """As in "Von 2022 bis 2025", in whole years: dates differ between indicators."""
    own = values[values[col.INDIKATOR].isin(list(codes)) & values["differenz"].notna()]
    first, last = ({str(day)[:4] for day in own[f"stand_{when}"]} for when in ("vorher", "nachher"))
    if not first or not last:
        return "Seit dem vorigen Zeitpunkt"
    early, late = ("/".join(sorted(years)) for years in (first, last))
    return f"Von {early} bis {late}"


def describe_classes(cells: pd.DataFrame, names: Mapping[str, str]) -> str:
    """Which Ortsteile of a Handlungsfeld moved, and which cannot be compared.

    Parameters
    ----------
    cells : pd.DataFrame
        `NeedTable.cells` of one Handlungsfeld.
    """
    words = cells.set_index(col.GEBIET)["veraenderung"]
    parts = []
    for word in (GEFALLEN, STABIL, GESTIEGEN, ""):
        if told := [name for key, name in names.items() if words.get(key) == word]:
            parts.append(f"{word or 'ohne Vergleich'}: {formats.listing(told)}")
    return f"Veränderung seit dem vorigen Zeitpunkt – {'; '.join(parts)}."


def describe_pairs(
    pairs: pd.DataFrame,
    code: str,
    area: str,
    names: Mapping[str, str],
    scores: pd.DataFrame,
    row: Mapping[str, Any],
) -> str:
    """From which Ortsteile a score can be told apart.

    Parameters
    ----------
    pairs, scores : pd.DataFrame
        Of the `ScoreTable`.
    row : mapping
        A row of `NeedTable.cells`; nothing is claimed from an open-link survey.
    """
    if row.get("orientierung"):
        return ""
    known = scores[(scores[col.CODE] == code) & scores[col.SCORE].notna()]
    others = [key for key in names if key != area and key in set(known[col.GEBIET])]
    if area not in set(known[col.GEBIET]) or not others:
        return ""
    below, above = relations(pairs, code, area)
    parts = []
    for keys, word in ((above, "belastbar niedriger als"), (below, "belastbar höher als")):
        if told := [names[key] for key in others if key in keys]:
            parts.append(f"{word} {formats.listing(told)}")
    rest = [names[key] for key in others if key not in below and key not in above]
    if rest:
        parts.append(f"nicht unterscheidbar von {formats.listing(rest)}")
    return f"{names[area]} ist {formats.listing(parts)}."


def describe_drivers(drivers: pd.DataFrame, catalogue: Catalogue, name: str) -> str:
    """Which indicators pull a score down and which lift it."""
    known = drivers[drivers[col.SCORE].notna() & (drivers[col.CODE] != REST)]
    total = float(drivers[col.BEITRAG].sum())
    first = (
        f"So setzt sich der Abstand von {name} zum Mittel der anderen Ortsteile zusammen "
        f"({formats.format_signed(total, 1)} Punkte)."
    )
    parts = []
    for sign, word in ((-1, "Nach unten ziehen"), (1, "nach oben")):
        own = known[known[col.BEITRAG] * sign > 0.05]
        own = own.iloc[np.argsort(-own[col.BEITRAG].abs().to_numpy(), kind="stable")][:_LISTED]
        told = [
            f"„{catalogue[row[col.CODE]].label}“ ({formats.format_signed(row[col.BEITRAG], 1)}"
            + ("" if row["belastbar"] else ", nicht belastbar")
            + ")"
            for row in own.to_dict("records")
        ]
        if told:
            parts.append(f"{word} {formats.listing(told)}")
    if not parts:
        return first
    return f"{first} {parts[0][0].upper()}{parts[0][1:]}{''.join(', ' + p for p in parts[1:])}."


def describe_missing(missing: pd.DataFrame, total: int) -> str:
    """How many figures of a Handlungsfeld are missing here."""
    if missing.empty:
        return "Zu allen Indikatoren dieses Handlungsfelds liegt hier ein Wert vor."
    verb = "fehlt" if len(missing) == 1 else "fehlen"
    return f"Hier {verb} {len(missing)} von {total} Indikatoren. Damit wäre das Bild vollständiger:"


def missing_lines(missing: pd.DataFrame, catalogue: Catalogue) -> list[str]:
    """Which figures are missing, why, and who can deliver them; one line each.

    Parameters
    ----------
    missing : pd.DataFrame
        Of `need.missing_figures`.
    """
    return [
        f"{catalogue[row[col.CODE]].label}: {row[col.GRUND]}"
        + (f"; liefern kann: {row['lieferant']}" if row["lieferant"] else "")
        for row in missing.to_dict("records")
    ]


def describe_plans(
    plans: Sequence[AnswerPlan], area: str, names: Mapping[str, str]
) -> tuple[str, ...]:
    """What more answers to the survey would make certain; one sentence each.

    Empty where everything is certain or no survey counts; the last sentence says what is
    assumed.
    """
    if not plans:
        return ()
    name, told = names[area], []
    for plan in plans:
        if plan.weitere is not None:
            told.append(_reachable(plan, name, _counterpart(plan, names)))
    never = [plan for plan in plans if plan.weitere is None]
    if never:
        who = formats.listing(_counterpart(plan, names) for plan in never)
        size = never[0].grundgesamtheit
        everybody = f"alle {formats.format_number(size)} Personen" if size else "noch so viele"
        told.append(
            f"Gegenüber {who} würde auch eine Vollerhebung in {name} nicht genügen, bei der "
            f"{everybody} antworten: Der Unterschied ist zu klein, oder die Unsicherheit kommt "
            "aus anderen Ortsteilen und aus anderen Quellen."
        )
    told.append(
        "Angenommen ist, dass die Unterschiede so bleiben und die weiteren Antworten ebenso "
        "streuen wie die bisherigen."
    )
    return tuple(told)


def _reachable(plan: AnswerPlan, name: str, other: str) -> str:
    points = f"{formats.format_signed(plan.differenz, 1)} Punkte"
    answers = plan.n + (plan.weitere or 0)
    base = f"Mit {formats.format_number(plan.weitere)} weiteren Antworten in {name} wäre der "
    base += f"Unterschied gegenüber {other} ({points}) belastbar"
    if not plan.grundgesamtheit:
        return f"{base}; bisher antworteten auf die Fragen dazu {formats.format_number(plan.n)}."
    share = formats.format_percent(answers / plan.grundgesamtheit)
    size = formats.format_number(plan.grundgesamtheit)
    told = f"{formats.format_number(answers)} von {size} Personen ({share})"
    return f"{base}. Dann hätten {told} die Fragen dazu beantwortet."


def _counterpart(plan: AnswerPlan, names: Mapping[str, str]) -> str:
    return names.get(plan.gegen, plan.gegen) if plan.gegen else "dem Mittel der anderen Ortsteile"


def _distance(row: Mapping[Any, Any]) -> str:
    if formats.is_missing(row["differenz"]) or row["differenz"] >= 0:
        return f"{formats.format_number(row[col.SCORE])} Punkte, sicher in der untersten Klasse"
    points = formats.format_number(abs(row["differenz"]), 1)
    return f"{points} Punkte unter dem Mittel der anderen Ortsteile"


def _movement(row: Mapping[Any, Any]) -> str:
    word = str(row["veraenderung"])
    if word in (GEFALLEN, GESTIEGEN):
        return f"{word} um {formats.format_number(abs(row['aenderung']), 1)} Punkte"
    return word


def _signed_span(low: Any, high: Any) -> str:
    return f"{formats.format_signed(low, 1)} bis {formats.format_signed(high, 1)}"
