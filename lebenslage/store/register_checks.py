"""Whether drafts can be saved: what is wrong, and what was changed since they were read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Row

from lebenslage.errors import DatenFehler, LebenslageError, Problem
from lebenslage.model.registers import KENNUNG, REGISTERS, Context, Draft, Entry, check
from lebenslage.store import register_rows as rows
from lebenslage.store.records import in_words
from lebenslage.store.register_changes import GETILGT, filled

#: What to do about a line of a file that is out of date.
_ANEW: Final = (
    "Bitte laden Sie das Register neu herunter und tragen Sie Ihre Änderung dort ein, oder nehmen "
    "Sie die Zeile aus der Datei."
)


class ChangedMeanwhile(LebenslageError):
    """Somebody else saved the same entry in between; nothing was written.

    Parameters
    ----------
    entry : Entry
        What is kept now, for the page to show beside what was typed.
    """

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        super().__init__(
            f"„{entry.kennung}“ wurde {in_words(entry.wann)} von „{entry.wer}“ geändert, während "
            "Sie daran gearbeitet haben. Ihre Eingaben sind noch da; bitte vergleichen und noch "
            "einmal speichern."
        )


def check_drafts(
    connection: Connection,
    drafts: Sequence[Draft],
    there: Mapping[str, Entry],
    datei: str | None = None,
) -> None:
    """Check everything that is to be saved.

    Parameters
    ----------
    datei : str or None
        The file that brought the drafts, for messages.

    Raises
    ------
    DatenFehler
        All problems of all drafts; also, of a file, every line whose entry was changed or deleted
        since the file was written.
    ChangedMeanwhile
        If somebody saved what was typed in a form since it was opened.
    """
    context = _with_drafts(rows.context(connection, {d.register for d in drafts}), drafts)
    last = rows.newest(connection, [d.kennung for d in drafts if d.zeile is not None])
    problems: list[Problem] = []
    seen: set[str] = set()
    for draft in drafts:
        found = check(REGISTERS[draft.register], draft.daten, context, draft.kennung)
        if draft.kennung and draft.kennung in seen:
            found.append(Problem(f"Der Eintrag „{draft.kennung}“ kommt mehrmals vor."))
        seen.add(draft.kennung)
        found += _about_key(draft, there.get(draft.kennung), last.get(draft.kennung))
        problems += [replace(problem, datei=datei, zeile=draft.zeile) for problem in found]
    if problems:
        raise DatenFehler(problems)
    for draft in drafts:
        known = there.get(draft.kennung)
        if draft.zeile is None and known is not None and _is_late(draft, known):
            raise ChangedMeanwhile(known)


def _with_drafts(context: Context, drafts: Sequence[Draft]) -> Context:
    """What may be referred to once the drafts are saved."""
    keys = {code: set(known) for code, known in context.keys.items()}
    for draft in drafts:
        if draft.kennung and draft.register in keys:
            keys[draft.register].add(draft.kennung)
    steps = {d.kennung: d.daten.get("nach", ()) for d in drafts if d.register == "schritte"}
    return replace(context, keys=keys, steps={**context.steps, **steps})


def _about_key(draft: Draft, known: Entry | None, last: Row[Any] | None) -> Iterator[Problem]:
    """Why an entry cannot be saved under its key."""
    if not draft.kennung:
        return
    if draft.zeile is None:
        if known is None or known.register != draft.register:
            yield Problem(f"Den Eintrag „{draft.kennung}“ gibt es nicht (mehr).")
    elif text := _against_file(draft, known, last):
        yield Problem(text, spalte=KENNUNG, wert=draft.kennung)


def _against_file(draft: Draft, known: Entry | None, last: Row[Any] | None) -> str:
    """Why the line of a file cannot be taken; empty if it can."""
    key, letter = draft.kennung, REGISTERS[draft.register].kuerzel
    if re.fullmatch(rf"{letter}-[1-9]\d{{0,8}}", key) is None:
        return f"„{key}“ ist keine Kennung; erwartet wird zum Beispiel {letter}-12."
    if last is None:  # an entry of another store
        return ""
    when = f"{in_words(last.wann)} von „{last.wer}“"
    if known is None:
        return (
            f"„{key}“ wurde {when} endgültig gelöscht. Bitte nehmen Sie die Zeile aus der Datei; "
            "soll es den Eintrag wieder geben, lassen Sie seine Kennung leer."
        )
    # a line that says what is there anyway changes nothing
    if not _is_late(draft, known) or filled(draft.daten) == dict(known.daten):
        return ""
    if (draft.gesehen or 0) > known.fassung:
        return (
            f"Die Datei kennt von „{key}“ die Fassung {draft.gesehen}, hier gibt es erst die "
            f"Fassung {known.fassung}. {_ANEW}"
        )
    start = f"In „{key}“ wurden" if last.was == GETILGT else f"„{key}“ wurde"
    return f"{start} {when} {last.was}, nachdem diese Datei geschrieben wurde. {_ANEW}"


def _is_late(draft: Draft, known: Entry) -> bool:
    """Whether an entry was saved since somebody read it."""
    return draft.gesehen is not None and known.fassung != draft.gesehen
