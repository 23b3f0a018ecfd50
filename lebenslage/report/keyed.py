"""Sentences about sheets of paper that are keyed in."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lebenslage.model.keyed import KeyedSheet, SheetState
from lebenslage.model.sheet import Field
from lebenslage.report.formats import format_moment, format_number, plural

ROUNDS = {1: "Eingabe", 2: "zweite Eingabe"}


def describe_state(states: Sequence[SheetState], fields: int, counted: int) -> str:
    """How far the work is, and how many slips the second entry has found."""
    if not states:
        return "Noch ist kein Bogen dieser Umfrage eingegeben."
    words = [f"{plural(len(states), 'Bogen', 'Bögen')} eingegeben"]
    twice = [s for s in states if s.erste and s.zweite]
    if twice:
        apart = sum(len(s.abweichend) for s in twice)
        compared = fields * len(twice)
        share = format_number(100 * apart / compared, 1)
        how_many = "einer" if len(twice) == 1 else str(len(twice))
        words.append(
            f"{how_many} davon zweimal, mit {plural(apart, 'Abweichung', 'Abweichungen')} in "
            f"{plural(compared, 'Angabe', 'Angaben')} ({share} %)"
        )
    counts = "noch keiner zählt mit" if not counted else f"{counted} davon zählen schon mit"
    if counted == 1:
        counts = "einer davon zählt schon mit"
    return f"{', '.join(words)}; {counts}."


def describe_last(entry: KeyedSheet) -> str:
    """What "undo" would take back."""
    if entry.entfernt:
        return f"Zuletzt: Bogen {entry.bogen} entfernt."
    return f"Zuletzt: Bogen {entry.bogen}, {ROUNDS[entry.durchgang]}."


def describe_saved(bogen: str, durchgang: int, apart: int) -> str:
    """What was stored, and whether both entries agree."""
    if durchgang == 1:
        return f"Bogen {bogen} gespeichert."
    if not apart:
        return f"Bogen {bogen}: Beide Eingaben stimmen überein."
    return (
        f"Bogen {bogen}: {plural(apart, 'Angabe weicht', 'Angaben weichen')} von der ersten "
        "Eingabe ab. Bitte unter „Abweichungen klären“ nachsehen."
    )


def warn_few(new: int, least: int) -> str:
    """Few new sheets: results of before and after, side by side, tell single answers."""
    return (
        f"{plural(new, 'Bogen ist', 'Bögen sind')} neu. Wer die Ergebnisse von vorher und nachher "
        f"vergleicht, könnte daraus einzelne Antworten ablesen. Warten Sie besser, bis es {least} "
        "sind, oder übernehmen Sie, bevor Ergebnisse veröffentlicht werden."
    )


def legend(field: Field) -> str:
    """Short codes with their answers: "1 = sehr unzufrieden · 2 = …"."""
    pairs = ((short, name) for short, (_, name) in field.options.items())
    return " · ".join(f"{short} = {name}" if name else short for short, name in pairs)


def label(field: Field) -> str:
    """Number and text of a box."""
    return f"{field.block} {field.text}"


def place(field: Field) -> str:
    """Number and text of a box inside a sentence."""
    return f"Nr. {field.block.rstrip('.')} „{field.text}“"


def state_table(states: Sequence[SheetState]) -> pd.DataFrame:
    """Every sheet with its entries."""
    return pd.DataFrame(
        {
            "Bogen": [s.bogen for s in states],
            "Eingegeben": [_moment(s.erste) for s in states],
            "Zur Kontrolle": [_moment(s.zweite) for s in states],
            "Stand": [_word(s) for s in states],
        }
    )


def _moment(entry: KeyedSheet | None) -> str:
    return f"{format_moment(entry.wann)}, {entry.wer}" if entry else "–"


def _word(state: SheetState) -> str:
    if state.abweichend:
        return plural(len(state.abweichend), "Abweichung", "Abweichungen")
    if state.erste is None:
        return "erste Eingabe fehlt"
    return "geprüft" if state.geprueft else "einmal eingegeben"
