"""Which commands there are and what they take."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from lebenslage.cli.german import GermanParser
from lebenslage.model.access import Rolle
from lebenslage.model.procedure import PROCEDURES


def build_parser() -> argparse.ArgumentParser:
    """Make the parser of all commands; `args.run` is the place of the function to call."""
    parser = GermanParser(
        prog="python -m lebenslage",
        description="Lebenslagen in den Ortsteilen einer Gemeinde: Dashboard, Daten, Index.",
        epilog="Mehr zu einem Befehl: python -m lebenslage BEFEHL --help",
    )
    commands = parser.add_subparsers(
        title="Befehle", metavar="BEFEHL", required=True, parser_class=GermanParser, dest="befehl"
    )
    _add_start(commands)
    _add_files(commands)
    _add_changes(commands)
    _add_index(commands)
    _add_survey(commands)
    _add_grid(commands)
    _add_report(commands)
    _add_copies(commands)
    _add_status(commands)
    _add_user(commands)
    _add_privacy(commands)
    return parser


def _command(commands: Any, name: str, run: str, text: str, more: str = "") -> GermanParser:
    description = f"{text}\n\n{more}" if more else text
    command: GermanParser = commands.add_parser(name, help=text, description=description)
    command.set_defaults(run=run)
    return command


def _add_start(commands: Any) -> None:
    text = "Das Dashboard starten (beenden mit Strg+C)."
    command = _command(commands, "start", "lebenslage.cli.start:start", text)
    command.add_argument("--port", type=int, metavar="PORT", help="Port, sonst 8501")


def _add_files(commands: Any) -> None:
    text = "Eine Datei prüfen: Format erkennen, alle Fehler nennen; es wird nichts geschrieben."
    more = "Ende mit 0, wenn die Datei brauchbar ist, sonst mit 1."
    check = _command(commands, "check", "lebenslage.cli.files:check", text, more)
    _add_file(check)
    check.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    text = "Eine Datei in den Speicher übernehmen."
    take = _command(commands, "import", "lebenslage.cli.files:take", text)
    _add_file(take)
    take.add_argument("--yes", action="store_true", help="nicht nachfragen")
    text = "Flächen sind amtlich, auch wenn ihre Datei das nicht sagt (--no-amtlich: sind es nicht)"
    take.add_argument("--amtlich", action=argparse.BooleanOptionalAction, help=text)
    _add_person(take)


def _add_file(command: GermanParser) -> None:
    command.add_argument("datei", type=Path, metavar="DATEI", help="die Datei")
    text = "Fragebogen (TOML) zu einer Datei mit Antworten"
    command.add_argument("--codebook", type=Path, metavar="FRAGEBOGEN", help=text)


def _add_person(command: GermanParser) -> None:
    text = "wer das veranlasst, für das Protokoll; sonst der angemeldete Name"
    command.add_argument("--wer", metavar="NAME", help=text)


def _add_changes(commands: Any) -> None:
    _command(commands, "imports", "lebenslage.cli.changes:list_imports", "Alle Importe auflisten.")
    for name, text in (
        ("undo", "Einen Import zurücknehmen; er lässt sich wiederherstellen."),
        ("redo", "Einen zurückgenommenen Import wiederherstellen."),
    ):
        command = _command(commands, name, f"lebenslage.cli.changes:{name}", text)
        command.add_argument("id", type=int, metavar="ID", help="Nummer des Imports")
        _add_person(command)


def _add_user(commands: Any) -> None:
    text = "Konten für die Anmeldung (LEBENSLAGE_ANMELDUNG=konten) verwalten."
    more = (
        "Passwörter werden abgefragt oder als eine Zeile von der Standardeingabe gelesen,\n"
        "nie als Wort des Aufrufs: Dort könnten andere sie sehen. Bei der ersten Anmeldung\n"
        "wählt jede Person ein eigenes."
    )
    user = commands.add_parser("user", help=text, description=f"{text}\n\n{more}")
    what = user.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=GermanParser, dest="was"
    )
    for name, text in (
        ("add", "Ein Konto anlegen."),
        ("list", "Alle Konten auflisten."),
        ("role", "Einem Konto eine andere Rolle geben; seine Sitzungen enden."),
        ("password", "Ein neues Passwort setzen; Sitzungen des Kontos enden."),
        ("block", "Ein Konto sperren; seine Sitzungen enden sofort."),
        ("unblock", "Ein gesperrtes Konto wieder öffnen."),
        ("logout", "Alle Sitzungen eines Kontos beenden."),
        ("remove", "Ein Konto entfernen; seine Sitzungen enden sofort."),
    ):
        command = _command(what, name, f"lebenslage.cli.users:{name}_user", text)
        if name == "list":
            continue
        command.add_argument("name", metavar="NAME", help="Name des Kontos")
        if name in ("add", "role"):
            roles = [role.value for role in Rolle]
            command.add_argument(
                "--rolle", choices=roles, required=True, help=f"Rolle: {', '.join(roles)}"
            )
        _add_person(command)


def _add_index(commands: Any) -> None:
    text = "Einen Index aus Katalog und Werten berechnen."
    more = (
        "Braucht weder Speicher noch Gemeinde. Die Ausgabe hat eine Zeile je Gebiet in der\n"
        "Reihenfolge der Datei: gebiet_id, je Knoten des Katalogs die Punkte, je Wurzel Rang\n"
        "(1 = höchste Punktzahl) und Klasse. Zahlen sind ungerundet.\n\n"
        "Was leer bleibt, hat einen Grund: je Grund steht eine Zeile auf der Fehlerausgabe, alle\n"
        "Felder einzeln schreibt --reasons-out. Ebenso wird jeder Wert genannt, den das Verfahren\n"
        "vor dem Rechnen behandelt hat (Ausreißer)."
    )
    command = _command(commands, "index", "lebenslage.cli.index:index", text, more)
    for name, metavar, text in (
        ("--catalogue", "KATALOG", "Katalog der Indikatoren (CSV, XLSX)"),
        ("--values", "WERTE", "Werte, lang oder breit (CSV, XLSX)"),
        ("--out", "AUSGABE", "Datei für das Ergebnis (CSV)"),
    ):
        command.add_argument(name, type=Path, required=True, metavar=metavar, help=text)
    text = f"Verfahren: {', '.join(PROCEDURES)} oder eine TOML-Datei (sonst „zielwerte“)"
    command.add_argument("--procedure", default="zielwerte", metavar="VERFAHREN", help=text)
    text = "Datei für die leeren Felder: gebiet_id, code, grund (CSV)"
    command.add_argument("--reasons-out", type=Path, metavar="GRUENDE", help=text)
    text = "Datei für behandelte Werte: gebiet_id, indikator, vorher, nachher (CSV)"
    command.add_argument("--treatments-out", type=Path, metavar="BEHANDELT", help=text)
    text = "so oft mit allem, was unsicher ist, neu rechnen (Spannen von Punkten und Rängen)"
    command.add_argument("--robustness", type=int, metavar="WIEDERHOLUNGEN", help=text)
    text = "Startwert des Zufalls ab 0 (sonst 0); derselbe Wert gibt dasselbe Ergebnis"
    command.add_argument("--seed", type=int, metavar="ZAHL", help=text)
    text = "Datei für die Spannen: je Wurzel und Gebiet 5 und 95 %% der Wiederholungen (CSV)"
    command.add_argument("--robustness-out", type=Path, metavar="SPANNEN", help=text)
    command.set_defaults(refuse=partial(_refuse_index, command))


def _refuse_index(command: GermanParser, args: argparse.Namespace) -> None:
    """End with 2 where the words of `index` do not go together."""
    draws, out = args.robustness, args.robustness_out
    if draws is None and out is not None:
        command.error("--robustness-out braucht --robustness mit der Zahl der Wiederholungen.")
    if draws is None and args.seed is not None:
        command.error("--seed gilt nur zusammen mit --robustness.")
    if draws is not None and draws < 1:
        command.error(f"--robustness: {draws} geht nicht; erwartet wird eine ganze Zahl ab 1.")
    if args.seed is not None and args.seed < 0:
        command.error(f"--seed: {args.seed} geht nicht; erwartet wird eine ganze Zahl ab 0.")
    if draws is not None and out is None:
        command.error("--robustness braucht --robustness-out, die Datei für die Spannen.")
    own = None if args.procedure in PROCEDURES else Path(args.procedure)
    read = {"catalogue": args.catalogue, "values": args.values, "procedure": own}
    written = ("out", "robustness_out", "reasons_out", "treatments_out")
    _refuse_same_file(command, {name: getattr(args, name) for name in written}, read)


def _refuse_same_file(
    command: GermanParser,
    written: Mapping[str, Path | None],
    read: Mapping[str, Path | None],
) -> None:
    """End with 2 where a file would be written over another one of the same call."""
    places = {name: path.resolve() for name, path in {**written, **read}.items() if path}
    for name in written:
        same = [other for other in places if places[other] == places.get(name)]
        if len(same) > 1:
            words = [f"--{each.replace('_', '-')}" for each in same]
            command.error(f"{' und '.join(words)} nennen dieselbe Datei.")


def _add_survey(commands: Any) -> None:
    text = "Eine Umfrage auswerten: Anteile, Mittelwerte, Summen mit ihrem Fehler."
    more = (
        "Braucht keinen Speicher. Die Ausgabe hat die Spalten frage, gruppe (leer = alle),\n"
        "statistik, auspraegung, wert, standardfehler, ug, og, n, n_eff, status.\n"
        "Kleine Fallzahlen sind gesperrt (Schwellen aus gemeinde.toml)."
    )
    command = _command(commands, "survey", "lebenslage.cli.survey:survey", text, more)
    for name, metavar, needed, text in (
        ("--responses", "ANTWORTEN", True, "Antworten (CSV, XLSX)"),
        ("--codebook", "FRAGEBOGEN", True, "Fragebogen (TOML)"),
        ("--margins", "RAND", False, "Randverteilung: merkmal, auspraegung, anzahl, oder gekreuzt"),
        ("--population", "SCHICHTEN", False, "Grundgesamtheit je Schicht: schicht, anzahl"),
        ("--out", "AUSGABE", True, "Datei für das Ergebnis (CSV)"),
        ("--weights-out", "GEWICHTE", False, "Datei für die Gewichte (CSV: id, gewicht)"),
    ):
        command.add_argument(name, type=Path, required=needed, metavar=metavar, help=text)
    text = "Spalte, nach der aufgeteilt wird (z. B. ortsteil, alter)"
    command.add_argument("--by", metavar="SPALTE", help=text)
    text = "Vertrauensbereich der Anteile (sonst wilson); Mittelwerte und Summen: t oder normal"
    methods = ("t", "logit", "wilson", "beta", "normal")
    command.add_argument("--interval", choices=methods, default="wilson", help=text)
    text = "für den internen Gebrauch: Fallzahlen ab 5 bleiben stehen"
    command.add_argument("--internal", action="store_true", help=text)
    text = "ohne Sperrung, nur für öffentliche Daten; nicht für Umfragen im Speicher"
    command.add_argument("--unsafe-no-disclosure", action="store_true", help=text)
    command.set_defaults(refuse=partial(_refuse_survey, command))


def _refuse_survey(command: GermanParser, args: argparse.Namespace) -> None:
    """End with 2 where a file of `survey` would be written over another one."""
    read = ("responses", "codebook", "margins", "population")
    written = {"out": args.out, "weights_out": args.weights_out}
    _refuse_same_file(command, written, {name: getattr(args, name) for name in read})


def _add_grid(commands: Any) -> None:
    text = "Zensus-Gitterzellen zu Werten von Gebieten zusammenfassen."
    more = (
        "Braucht weder Speicher noch Gemeinde. Zellen gehören zu dem Gebiet, in dem ihre Mitte\n"
        "liegt; 1-km-Zellen werden nach den Einwohnern der 100-m-Zellen geteilt, wenn diese dabei\n"
        "sind. Anteile stehen in Prozent und werden aus Zähler und Nenner berechnet. Neben den\n"
        "Indikatoren des Katalogs steht jede Zählung als THEMA/SPALTE in der Ausgabe. Mittelwerte\n"
        "und Quoten brauchen die Datei mit ihrem Gewicht (Einwohner, Haushalte, Wohnungen)."
    )
    command = _command(commands, "grid", "lebenslage.cli.grid:grid", text, more)
    text = "Gitterdateien eines Zensus (CSV, ZIP, JSON), wie veröffentlicht"
    command.add_argument(
        "--cells", type=Path, required=True, nargs="+", metavar="ZELLEN", help=text
    )
    text = "Flächen der Gebiete (GeoJSON, GeoPackage, Shapefile als ZIP, GML)"
    command.add_argument("--areas", type=Path, required=True, metavar="FLAECHEN", help=text)
    text = "Datei für das Ergebnis (CSV)"
    command.add_argument("--out", type=Path, required=True, metavar="AUSGABE", help=text)


def _add_report(commands: Any) -> None:
    text = "Einen Bericht aus dem Speicher schreiben: Steckbrief, Sitzungsvorlage, Lagebericht."
    more = (
        "PDF ist barrierefrei (PDF/UA-1). Gleicher Speicher, gleiche Bytes. Kleine Fallzahlen\n"
        "sind gesperrt wie auf den Seiten."
    )
    command = _command(commands, "report", "lebenslage.cli.report:report", text, more)
    about = command.add_mutually_exclusive_group(required=True)
    about.add_argument("--ortsteil", metavar="ID", help="Schlüssel oder Name eines Ortsteils")
    about.add_argument("--gemeinde", action="store_true", help="die ganze Gemeinde")
    text = "Art der Datei"
    command.add_argument("--format", choices=("pdf", "pptx", "xlsx"), required=True, help=text)
    text = "Art des PDF (sonst: Steckbrief eines Ortsteils, Lagebericht der Gemeinde)"
    kinds = ("steckbrief", "sitzungsvorlage", "lagebericht", "jahresbericht")
    command.add_argument("--art", choices=kinds, help=text)
    text = f"Verfahren: {', '.join(PROCEDURES)} oder eine TOML-Datei (sonst „zielwerte“)"
    command.add_argument("--procedure", default="zielwerte", metavar="VERFAHREN", help=text)
    text = "Datei für den Bericht"
    command.add_argument("--out", type=Path, required=True, metavar="AUSGABE", help=text)
    text = "Jahr des Jahresberichts (sonst das laufende)"
    command.add_argument("--jahr", type=int, metavar="JAHR", help=text)
    command.set_defaults(refuse=partial(_refuse_report, command))
    text = "Alles, was veröffentlicht werden darf, als offene Daten in einen Ordner schreiben."
    more = "CSV mit Beschreibung der Spalten (CSVW), GeoJSON, DCAT-AP.de; Lizenz dl-de/by-2-0."
    command = _command(commands, "opendata", "lebenslage.cli.report:publish", text, more)
    text = "Ordner; er wird angelegt, wenn es ihn nicht gibt"
    command.add_argument("--out", type=Path, required=True, metavar="ORDNER", help=text)


def _refuse_report(command: GermanParser, args: argparse.Namespace) -> None:
    """End with 2 where the words of `report` do not go together."""
    if args.art and args.format != "pdf":
        command.error("--art gilt nur für --format pdf.")
    if args.art == "steckbrief" and args.gemeinde:
        command.error("Einen Steckbrief gibt es nur von einem Ortsteil (--ortsteil).")
    if args.art in ("lagebericht", "jahresbericht") and args.ortsteil:
        name = args.art.capitalize()
        command.error(f"Den {name} gibt es nur von der Gemeinde (--gemeinde).")
    if args.jahr is not None and args.art != "jahresbericht":
        command.error("--jahr gilt nur für --art jahresbericht.")


def _add_copies(commands: Any) -> None:
    text = "Den ganzen Speicher in eine Datei sichern, auch im laufenden Betrieb."
    more = "Auch von einem Datenbankserver: Eine Sicherung lässt sich in beide Arten einspielen."
    backup = _command(commands, "backup", "lebenslage.cli.changes:backup", text, more)
    where = backup.add_mutually_exclusive_group(required=True)
    text = "neue Datei (SQLite)"
    where.add_argument("datei", type=Path, metavar="DATEI", nargs="?", help=text)
    text = "in den Ordner der automatischen Sicherungen, alte werden ausgedünnt (für Zeitpläne)"
    where.add_argument("--automatisch", action="store_true", help=text)
    text = "eine frühere Sicherung dieses Namens ersetzen"
    backup.add_argument("--ueberschreiben", action="store_true", help=text)
    text = "Eine Sicherung einspielen; der bisherige Speicher bleibt daneben erhalten."
    restore = _command(commands, "restore", "lebenslage.cli.changes:put_back", text)
    restore.add_argument("datei", type=Path, metavar="DATEI", help="die Sicherung")
    _add_person(restore)


def _add_status(commands: Any) -> None:
    text = "Sagen, wie es um den Speicher steht: Schema, Größe, freier Platz, letzte Sicherung."
    more = "Ändert nichts. Ergebnis 1, wenn jemand sich um etwas kümmern muss."
    status = _command(commands, "status", "lebenslage.cli.status:status", text, more)
    form = status.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="als JSON")
    form.add_argument("--metriken", action="store_true", help="als Metriken für Prometheus")
    text = "die ganze Datei auf Schäden lesen (nur SQLite)"
    status.add_argument("--gruendlich", action="store_true", help=text)


def _add_privacy(commands: Any) -> None:
    text = "Alles über eine Person finden (Artikel 15 DSGVO): Name, E-Mail-Adresse, Telefonnummer."
    more = (
        "Sucht in Registern und ihren früheren Fassungen, Antworten, Papierbögen, aufgehobenen\n"
        "Dateien, Konten und Protokoll. Jeder Fund ist zu prüfen. Ändert keine Daten; im\n"
        "Protokoll steht, dass gesucht wurde, nicht nach wem."
    )
    command = _command(commands, "auskunft", "lebenslage.cli.privacy:tell", text, more)
    text = "Name, E-Mail-Adresse, Telefonnummer der Person"
    command.add_argument("angaben", nargs="+", metavar="ANGABE", help=text)
    text = "Datei für die Fundstellen (CSV); sonst Ausgabe auf dem Bildschirm"
    command.add_argument("--out", type=Path, metavar="AUSGABE", help=text)
    _add_person(command)
    text = "Löschen, wessen Frist um ist: aufgehobene Dateien von Umfragen, Papierbögen."
    more = "Geschieht auch von selbst, bei jedem Start und am Beginn jedes Tages."
    _command(commands, "aufbewahrung", "lebenslage.cli.privacy:keep_terms", text, more)
