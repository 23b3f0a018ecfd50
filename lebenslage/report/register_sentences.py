"""What the registers say, in German sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from lebenslage.analysis.index.change import STABIL
from lebenslage.analysis.registers.agenda import VERANSTALTUNG, Agenda, Due
from lebenslage.analysis.registers.effects import EIGEN, against_others
from lebenslage.analysis.registers.gaps import Gap, Suggestion
from lebenslage.analysis.registers.network import Network
from lebenslage.model import columns as col
from lebenslage.model.catalogue import Catalogue
from lebenslage.model.registers import Entry
from lebenslage.model.rules import GRUND_NICHT_GEZAEHLT
from lebenslage.report import formats

#: Said wherever figures stand beside a project.
KEIN_BEWEIS: Final = (
    "Eine Veränderung seit Beginn beweist nicht, dass das Projekt sie bewirkt hat; auch anderes "
    "kann sich geändert haben. Der Vergleich mit den anderen Ortsteilen hilft beim Einordnen. Ein "
    "Wert, der zu Beginn zufällig niedrig war, steigt meist von selbst wieder; und von vielen "
    "Kennzahlen fällt auch ohne jede Wirkung etwa jede zehnte auf."
)
#: Said wherever the network of today stands beside that of another day.
OHNE_BEGINN: Final = (
    "Akteure und Kooperationen ohne Angabe, seit wann es sie gibt, zählen von dem Tag an, an dem "
    "sie eingetragen wurden. Ein Teil der Veränderung kann deshalb daher kommen, dass das Register "
    "vollständiger geworden ist."
)
_CHANCE: Final = "nicht von Zufall zu unterscheiden"


def describe_agenda(agenda: Agenda) -> str:
    """How much is overdue and what comes next."""
    if not agenda.count:
        return "In den nächsten 30 Tagen steht nichts an, und nichts ist überfällig."
    rest = formats.plural(agenda.count - agenda.late - agenda.far, "Termin", "Termine")
    if agenda.far:
        rest += f", danach {formats.plural(agenda.far, 'Frist', 'Fristen')} einer Förderung"
    if not agenda.late:
        return f"Nichts ist überfällig. In den nächsten 30 Tagen: {rest}."
    return f"{formats.format_number(agenda.late)} überfällig. In den nächsten 30 Tagen: {rest}."


def due_words(due: Due) -> str:
    """When something is due, seen from today."""
    if due.tage == 0:
        return "heute"
    if due.tage < 0:
        word = "läuft seit" if due.art == VERANSTALTUNG else "überfällig seit"
        return f"{word} {formats.plural(-due.tage, 'Tag', 'Tagen')}"
    return f"in {formats.plural(due.tage, 'Tag', 'Tagen')}"


def due_title(due: Due) -> str:
    """What is due, with its mark if it is made up."""
    missing = due.beispiel and "beispiel" not in due.titel.casefold()
    return f"{due.titel} (Beispiel)" if missing else due.titel


def describe_imports(files: Sequence[tuple[str, str]], days: int) -> str:
    """What was taken in during the last days.

    Parameters
    ----------
    files : sequence of (str, str)
        Moment (ISO) and name of the file, the newest first.
    """
    if not files:
        return f"In den letzten {days} Tagen wurden keine Daten eingelesen."
    named = [f"„{name}“ ({formats.format_date(moment)})" for moment, name in files[:3]]
    rest = len(files) - len(named)
    if rest:
        named.append(formats.plural(rest, "weitere Datei", "weitere Dateien"))
    return f"Neue Daten der letzten {days} Tage: {formats.listing(named)}."


def agenda_table(dues: Iterable[Due]) -> pd.DataFrame:
    """What is due, as a table of texts."""
    rows = [
        (formats.format_date(due.tag), due_words(due), due.art, due_title(due), due.kennung)
        for due in dues
    ]
    names = ["Tag", "Wann", "Was", "Worum es geht", "Kennung"]
    return pd.DataFrame(rows, columns=names, dtype=object)


def describe_effects(found: pd.DataFrame, names: Mapping[str, str], tree: Catalogue) -> list[str]:
    """One sentence per figure and Ortsteil of the project."""
    said = []
    beside = against_others(found).set_index([col.GEBIET, col.INDIKATOR]).to_dict("index")
    for row in found[found[EIGEN]].to_dict("records"):
        node = tree[str(row[col.INDIKATOR])]
        place = names[str(row[col.GEBIET])]
        if formats.is_missing(row["differenz"]):
            said.append(f"{place}: „{node.label}“ wurde seit Beginn noch nicht gemessen.")
            continue
        unit, digits = formats.short_unit(node.einheit), node.dezimalen
        before, after = (
            f"{formats.format_with_unit(row[f'wert_{when}'], unit, digits)} "
            f"({formats.format_date(str(row[f'stand_{when}']))})"
            for when in ("vorher", "nachher")
        )
        told = f"{place}: „{node.label}“ {before} → {after}"
        if row["urteil"] == STABIL:
            told += f". Die Veränderung ist {_CHANCE}."
        elif row["urteil"]:
            span = _limits(row, unit, digits)
            told += f", {row['urteil']} (90 %-Bereich der Veränderung {span})."
        else:
            told += ". Wie sicher das ist, lässt sich nicht angeben."
        key = row[col.GEBIET], row[col.INDIKATOR]
        mark = " (Beispieldaten)" if row[col.BEISPIEL] else ""
        said.append(f"{told}{_beside(beside[key], unit, digits) if key in beside else ''}{mark}")
    return said


def _beside(row: Mapping[Hashable, Any], unit: str, digits: int) -> str:
    """The other Ortsteile in the same time; " " in front."""
    if row["anzahl"] == 1:
        where = "In dem einen anderen Ortsteil mit Werten"
    else:
        where = f"In {row['anzahl']} anderen Ortsteilen im Mittel"
    theirs = formats.format_signed(row["andere"], digits)
    text = f" {where}: {theirs} {_of_change(unit)}".rstrip()
    if row["urteil"] == STABIL:
        return f"{text}; der Unterschied dazu ist {_CHANCE}."
    if not row["urteil"]:
        return f"{text}."
    span = _limits(row, unit, digits)
    return f"{text}; der Unterschied dazu ist belastbar (90 %-Bereich {span})."


def _limits(row: Mapping[Hashable, Any], unit: str, digits: int) -> str:
    low, high = (formats.format_signed(row[name], digits) for name in (col.UG, col.OG))
    return f"{low} bis {high} {_of_change(unit)}".rstrip()


def _of_change(unit: str) -> str:
    """Unit of a difference: percent differ by points, as do answers on a scale."""
    if unit == "%":
        return "Prozentpunkte"
    return "Punkte" if unit.startswith("von ") else unit


def effects_table(found: pd.DataFrame, names: Mapping[str, str], tree: Catalogue) -> pd.DataFrame:
    """Before and after in every Ortsteil, those of the project first."""
    rows = []
    for row in found.sort_values([col.INDIKATOR, EIGEN], ascending=[True, False]).to_dict(
        "records"
    ):
        node = tree[str(row[col.INDIKATOR])]
        unit, digits = formats.short_unit(node.einheit), node.dezimalen
        cells = [
            formats.format_with_unit(row[n], unit, digits)
            if not formats.is_missing(row[n])
            else "–"
            for n in ("wert_vorher", "wert_nachher")
        ]
        verdict = str(row["urteil"] or row[col.GRUND] or "–")
        word = {STABIL: _CHANCE}.get(verdict, verdict)
        own = "Projekt" if row[EIGEN] else ""
        rows.append((node.label, names[str(row[col.GEBIET])], own, *cells, word))
    head = ["Kennzahl", "Ortsteil", "Hier", "vor Beginn", "seit Beginn", "Veränderung"]
    return pd.DataFrame(rows, columns=head, dtype=object)


def describe_network(now: Network, year_ago: Network) -> str:
    """How dense the network is now and was a year ago, and who stands alone."""
    if len(now.places) < 2:
        return "Für ein Netzwerk braucht es mindestens zwei Akteure."
    ties = formats.plural(len(now.ties), "Verbindung", "Verbindungen")
    actors = formats.plural(len(now.places), "Akteur", "Akteuren")
    text = f"{ties} zwischen {actors}: {formats.format_percent(now.dichte)} aller möglichen"
    if len(year_ago.places) > 1:
        text += f" (vor einem Jahr {formats.format_percent(year_ago.dichte)})"
    alone = formats.plural(len(now.alone), "Akteur steht", "Akteure stehen")
    return f"{text}. {alone} allein." if now.alone else f"{text}. Niemand steht allein."


def describe_part(name: str, shown: int, partners: int) -> str:
    """Which part of a large network is drawn."""
    word = formats.plural(shown, "Partner", "Partnern")
    if shown < partners:
        word = f"{shown} von {formats.format_number(partners)} Partnern"
    order = " ringsum, nach Ortsteilen geordnet" if shown else ""
    return (
        f"Das ganze Netzwerk wäre nicht lesbar: Gezeichnet ist {name} mit {word}{order}. Oben "
        "lässt sich ein anderer Akteur öffnen."
    )


def describe_gap(gap: Gap, names: Mapping[str, str], tree: Catalogue) -> str:
    """One need and who works on it."""
    head = f"Handlungsfeld {tree[gap.feld].label} in {names[gap.gebiet]}: belastbar niedrig"
    actors = "kein Akteur" if not gap.akteure else formats.plural(gap.akteure, "Akteur", "Akteure")
    work = (
        "kein Projekt" if not gap.projekte else formats.plural(gap.projekte, "Projekt", "Projekte")
    )
    mark = " (Beispieldaten)" if gap.beispiel else ""
    return f"{head}, {actors}, {work}{mark}."


def describe_suggestion(
    found: Suggestion,
    actors: Mapping[str, Entry],
    fields: Mapping[str, str],
    places: Mapping[str, str],
) -> str:
    """Two actors, and why they might work together."""
    a, b = (actors[key].text("name") for key in (found.a, found.b))
    common = formats.listing(fields.get(code, code) for code in found.felder)
    if found.ortsteile:
        where = f"beide in {formats.listing(places.get(p, p) for p in found.ortsteile)}"
    else:
        p, q = found.nachbarn[0]
        where = f"in Nachbarorten ({places.get(p, p)}, {places.get(q, q)})"
    return f"{a} und {b}: gemeinsam „{common}“, {where}, noch keine Zusammenarbeit."


def describe_events(entries: Sequence[Entry], heute: dt.date, *, public: bool = False) -> str:
    """How many events this year had and, but for the public, how many people came."""
    year = str(heute.year)
    held = [e for e in entries if e.text("beginn")[:4] == year and not e.daten.get("abgesagt")]
    past = [e for e in held if e.text("beginn") <= heute.isoformat()]
    mark = " (Beispieldaten)" if any(e.beispiel for e in held) else ""
    came = sum(int(e.daten.get("teilnehmende", 0)) for e in past)
    counted = sum("teilnehmende" in e.daten for e in past)
    text = f"{year}: {formats.plural(len(held), 'Veranstaltung', 'Veranstaltungen')}"
    if public or not past:
        return f"{text}.{mark}"
    if not counted:
        return f"{text}; Teilnehmende: {GRUND_NICHT_GEZAEHLT}.{mark}"
    visits = formats.plural(came, "Teilnahme", "Teilnahmen")
    share = f"{formats.format_number(counted)} von {formats.format_number(len(past))}"
    return f"{text}; gezählt bei {share} bisherigen: {visits}.{mark}"
