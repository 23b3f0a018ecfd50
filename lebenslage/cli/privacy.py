"""`auskunft`, `aufbewahrung`: what somebody may ask about themselves, and what is due to go."""

from __future__ import annotations

from argparse import Namespace

from lebenslage import wiring
from lebenslage.cli.files import person
from lebenslage.cli.output import say, table, write_file
from lebenslage.report import administration_words as words
from lebenslage.report.files import csv_bytes
from lebenslage.report.formats import plural
from lebenslage.store import Store


def tell(args: Namespace) -> int:
    """Find everything about a person."""
    with wiring.open_store() as store:
        found = store.mentions(args.angaben, wer=person(args))
    rows = words.mention_table(found)
    if args.out is not None:
        write_file(args.out, csv_bytes(rows))
    elif found:
        say(table(list(rows.columns), rows.to_numpy().tolist()))
    say(words.describe_mentions(found))
    if found:
        say(words.CHECK)
    return 0


def keep_terms(_args: Namespace) -> int:
    """Delete what has outlived its term."""
    with Store() as store:  # not through `wiring`, which would have done it before we count
        count = wiring.delete_expired(store, wiring.gemeinde())
    say(plural(count, "Datei", "Dateien") + " gelöscht.")
    return 0
