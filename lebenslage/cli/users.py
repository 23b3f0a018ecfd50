"""`user`: local accounts for signing in."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace

from lebenslage import wiring
from lebenslage.cli.files import person
from lebenslage.cli.output import say, table
from lebenslage.errors import LebenslageError
from lebenslage.model.access import Rolle
from lebenslage.report.administration_words import account_table


def add_user(args: Namespace) -> int:
    """Make an account with a first password."""
    password = _ask_password(args.name)
    with wiring.open_store() as store:
        konto = store.accounts.add(args.name, Rolle(args.rolle), password, wer=person(args))
    say(f"Konto „{konto.name}“ ({konto.rolle.titel}) angelegt.")
    say("Bei der ersten Anmeldung muss das Passwort geändert werden.")
    return 0


def list_user(_args: Namespace) -> int:
    """List the accounts by name."""
    with wiring.open_store() as store:
        found = store.accounts.all()
    shown = account_table(found)
    rows = shown.to_numpy().tolist()
    say(table(list(shown.columns), rows) if rows else "Noch keine Konten.")
    return 0


def role_user(args: Namespace) -> int:
    """Give an account another role."""
    with wiring.open_store() as store:
        konto = store.accounts.set_role(args.name, Rolle(args.rolle), wer=person(args))
    say(f"Konto „{konto.name}“ hat jetzt die Rolle {konto.rolle.titel}; es muss sich neu anmelden.")
    return 0


def password_user(args: Namespace) -> int:
    """Set another password."""
    password = _ask_password(args.name)
    with wiring.open_store() as store:
        store.accounts.set_password(args.name, password, wer=person(args))
    say(f"Passwort von „{args.name}“ gesetzt. Bei der nächsten Anmeldung muss es geändert werden.")
    return 0


def block_user(args: Namespace) -> int:
    """Let nobody in with an account any more."""
    with wiring.open_store() as store:
        konto = store.accounts.block(args.name, wer=person(args))
    say(f"Konto „{konto.name}“ ist gesperrt; seine Sitzungen sind beendet.")
    return 0


def unblock_user(args: Namespace) -> int:
    """Open a blocked account again."""
    with wiring.open_store() as store:
        konto = store.accounts.block(args.name, wer=person(args), back=True)
    say(f"Konto „{konto.name}“ ist wieder offen.")
    return 0


def logout_user(args: Namespace) -> int:
    """End every session of an account."""
    with wiring.open_store() as store:
        store.accounts.end_sessions(args.name, wer=person(args))
    say(f"Alle Sitzungen von „{args.name}“ sind beendet.")
    return 0


def remove_user(args: Namespace) -> int:
    """Delete an account."""
    with wiring.open_store() as store:
        store.accounts.remove(args.name, wer=person(args))
    say(f"Konto „{args.name}“ entfernt.")
    return 0


def _ask_password(name: str) -> str:
    """From the keyboard, twice and unseen, or one line of the standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(f"Passwort für „{name}“: ")
    if getpass.getpass("Noch einmal: ") != first:
        raise LebenslageError("Die beiden Eingaben sind verschieden; es wurde nichts geändert.")
    return first
