"""`imports`, `undo`, `redo`, `backup`, `restore`: what the store holds, and changes to it."""

from __future__ import annotations

from argparse import Namespace

from lebenslage import wiring
from lebenslage.cli.files import person
from lebenslage.cli.output import say, table, warn
from lebenslage.report.formats import format_moment, format_number, plural
from lebenslage.store import ImportRecord, ImportStatus, restore

_STATUS = {
    ImportStatus.AKTIV: "wirksam",
    ImportStatus.ZURUECKGENOMMEN: "zurückgenommen",
    ImportStatus.GELOESCHT: "gelöscht",
}
_HEADER = ("ID", "Wann", "Status", "Zeilen", "Format", "Datei", "Wer")


def list_imports(_args: Namespace) -> int:
    """List all imports, the newest first."""
    with wiring.open_store() as store:
        records = store.imports()
    if records:
        say(table(_HEADER, [_line(record) for record in records]))
    else:
        say("Noch keine Importe.")
    return 0


def _line(record: ImportRecord) -> tuple[str, ...]:
    example = " (Beispieldaten)" if record.beispiel else ""
    return (
        str(record.id),
        format_moment(record.wann),
        _STATUS[record.status],
        format_number(record.zeilen),
        record.titel + example,
        record.dateiname,
        record.wer,
    )


def undo(args: Namespace) -> int:
    """Take an import back."""
    with wiring.open_store() as store:
        record = store.undo(args.id, wer=person(args))
    say(f"Import {record.id} („{record.dateiname}“) ist zurückgenommen.")
    say(f"Wiederherstellen: python -m lebenslage redo {record.id}")
    return 0


def redo(args: Namespace) -> int:
    """Let an import count again."""
    with wiring.open_store() as store:
        record = store.redo(args.id, wer=person(args))
    say(f"Import {record.id} („{record.dateiname}“) ist wieder wirksam.")
    say(f"Zurücknehmen: python -m lebenslage undo {record.id}")
    return 0


def backup(args: Namespace) -> int:
    """Copy the store into a file."""
    with wiring.open_store() as store:
        if args.automatisch:
            kept = wiring.gemeinde().sicherung
            report = store.backups.of_today(kept, only_if_due=False)
        else:
            report = store.backup(args.datei, overwrite=args.ueberschreiben)
    if report is not None:
        imports = plural(report.importe, "Import", "Importe")
        megabytes = format_number(report.bytes / 1e6, 1)
        say(f"Gesichert und zurückgelesen: {report.datei} ({megabytes} MB, {imports}).")
    return 0


def put_back(args: Namespace) -> int:
    """Put a backup in the place of the store."""
    report = restore(args.datei, wer=person(args))
    say(f"Eingespielt: {args.datei} ({plural(report.importe, 'Import', 'Importe')}).")
    if report.ersetzt is not None:
        say(f"Der bisherige Speicher liegt jetzt hier: {report.ersetzt}")
    if report.neu_starten:
        warn("Der bisherige Speicher war nicht lesbar; bitte das Dashboard neu starten.")
    return 0
