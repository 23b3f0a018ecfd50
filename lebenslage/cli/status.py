"""`status`: how the store is, for people and for monitoring."""

from __future__ import annotations

import dataclasses
import json
from argparse import Namespace

from lebenslage import wiring
from lebenslage.cli.output import say, table, warn
from lebenslage.report.formats import format_number
from lebenslage.report.metrics import exposition
from lebenslage.store import Health, look


def status(args: Namespace) -> int:
    """Tell how the store is; 1 if somebody has to see to something."""
    health = look(wiring.gemeinde().sicherung, thorough=args.gruendlich)
    if args.json:
        say(json.dumps(dataclasses.asdict(health), ensure_ascii=False, default=str))
    elif args.metriken:
        say(exposition(health.figures()).rstrip())
    else:
        say(table(("Was", "Stand"), _lines(health)))
    for problem in health.probleme:
        warn(problem)
    return 1 if health.probleme else 0


def _lines(health: Health) -> list[tuple[str, str]]:
    made = health.sicherung
    return [
        ("Speicher", f"{health.art}, {health.ort}"),
        ("Schema", str(health.schema)),
        ("Version", format_number(health.version)),
        ("Importe", f"{format_number(health.importe)}, davon wirksam {health.wirksam}"),
        ("Größe", f"{format_number(health.bytes / 1e6, 1)} MB"),
        ("Frei", f"{format_number(health.frei / 1e9, 1)} GB"),
        ("Letzte Sicherung", made.strftime("%d.%m.%Y, %H:%M Uhr") if made else "noch keine"),
        ("Sicherungsdatei", str(health.sicherung_datei or "–")),
        ("Zu tun", f"{len(health.probleme)} Meldungen" if health.probleme else "nichts"),
    ]
