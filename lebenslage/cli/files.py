"""`check` and `import`: a file is looked at, and taken in."""

from __future__ import annotations

import getpass
import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

from lebenslage import wiring
from lebenslage.cli.output import complain, confirm, say, warn
from lebenslage.cli.reading import LIMIT_BYTES
from lebenslage.errors import DatenFehler, LebenslageError, Problem
from lebenslage.loaders import inspect_file, open_source, read, read_file
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import Delivery, Inspection, Known, known_from
from lebenslage.model.survey import Questionnaire, SurveyWave
from lebenslage.report.formats import format_number


def check(args: Namespace) -> int:
    """Say what a file is and everything that is wrong with it; write nothing."""
    found: Inspection | None = None
    try:
        known = _known_for_a_look()
        codebook = _codebook(args.codebook, known)
        known = replace(known, limit_bytes=LIMIT_BYTES)
        found = inspect_file(args.datei, known, questionnaire=codebook)
        problems = found.probleme
    except DatenFehler as error:
        problems = error.problems
    if args.json:
        say(json.dumps(_as_json(found, problems), ensure_ascii=False, indent=2))
    elif found is not None and found.delivery is not None:
        _describe(found.delivery)
        say("In Ordnung. Es wurde nichts geschrieben.")
    if problems:
        complain(DatenFehler(problems))
    return 1 if problems else 0


def take(args: Namespace) -> int:
    """Take a file into the store, after asking."""
    with wiring.open_store() as store:
        known = known_from(store.snapshot(), wiring.gemeinde(), store.registers.names())
        codebook = _codebook(args.codebook, known)
        known = replace(known, limit_bytes=LIMIT_BYTES)
        decided = Assignment(amtlich=args.amtlich) if args.amtlich is not None else None
        delivery = read_file(args.datei, known, questionnaire=codebook, zuordnung=decided)
        _describe(delivery)
        if not args.yes and not confirm("In den Speicher übernehmen?"):
            warn("Abgebrochen; es wurde nichts geändert.")
            return 1
        (record,) = store.import_deliveries([delivery], wer=person(args))
    say(f"Übernommen als Import {record.id}.")
    say(f"Zurücknehmen: python -m lebenslage undo {record.id}")
    return 0


def person(args: Namespace) -> str:
    """Who is to stand in the log."""
    if args.wer:
        return str(args.wer)
    try:
        return f"Befehlszeile ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):  # a service without a user of its own
        return "Befehlszeile"


def _known_for_a_look() -> Known:
    """What the store knows, or would know if it were there: a look must not make it."""
    try:
        with wiring.store_for_a_look() as store:
            return known_from(store.snapshot(), wiring.gemeinde(), store.registers.names())
    except LebenslageError as error:
        complain(error)
        warn("Geprüft wird deshalb nur, was die Datei selbst sagt.")
        return Known()


def _codebook(path: Path | None, known: Known) -> Questionnaire | None:
    if path is None:
        return None
    delivery = read(open_source(path, known.limit_bytes), known)
    if not isinstance(delivery.content, Questionnaire):
        text = f"Erwartet wird ein Fragebogen, erkannt wurde „{delivery.titel}“."
        raise DatenFehler(Problem(text, datei=path.name))
    return delivery.content


def _describe(delivery: Delivery) -> None:
    say(f"{delivery.quelle.name}: {delivery.titel} ({delivery.format})")
    facts: dict[str, Any] = {
        "Zeilen": delivery.zeilen,
        "Spalten": delivery.spalten,
        "Kodierung": delivery.kodierung,
        "Trennzeichen": {"\t": "Tabulator"}.get(delivery.trennzeichen, delivery.trennzeichen),
        **delivery.zusammenfassung,
    }
    for name, value in facts.items():
        if value not in ("", None):
            say(f"  {name}: {_shown(value)}")
    for note in delivery.hinweise:
        say(f"  Hinweis: {note}")
    if delivery.beispiel:
        say("  Beispieldaten: Diese Angaben sind erfunden.")


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple | set):
        return ", ".join(_shown(item) for item in value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return format_number(value) if whole else str(value)


def _as_json(found: Inspection | None, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """The contract of DESIGN section 9."""
    delivery = found.delivery if found else None
    return {
        "erkannt": found.erkannt if found else "",
        "zeilen": found.zeilen if found else 0,
        "vollstaendig": _complete(delivery) if delivery else 0,
        "spalten": found.spalten if found else 0,
        "kodierung": found.kodierung if found else "",
        "trennzeichen": found.trennzeichen if found else "",
        "probleme": [
            {"zeile": p.zeile, "spalte": p.spalte, "wert": p.wert, "meldung": p.meldung}
            for p in problems
        ],
        "zusammenfassung": _plain(delivery.zusammenfassung) if delivery else {},
    }


def _complete(delivery: Delivery) -> int:
    """Responses that were completed; every row of any other file."""
    if isinstance(delivery.content, SurveyWave):
        answers = delivery.content.antworten
        if "abgeschlossen" in answers:
            return int(answers["abgeschlossen"].sum())
    return delivery.zeilen


def _plain(value: Any) -> Any:
    """What JSON can hold, also where numbers are those of numpy."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    plain = value.item() if hasattr(value, "item") else value
    return plain if isinstance(plain, str | int | float | None) else str(plain)
