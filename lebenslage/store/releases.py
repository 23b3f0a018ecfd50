"""Free texts are shown only after a person has read and released them, one by one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, and_, delete, func, insert, select, union_all

from lebenslage.errors import LebenslageError
from lebenslage.model.survey import Questionnaire, QuestionType
from lebenslage.store.codecs import from_parquet, questionnaire_from_json
from lebenslage.store.imports import log, raise_version
from lebenslage.store.records import Action, now
from lebenslage.store.schema import freigaben, papierantworten, protokoll, umfragen
from lebenslage.store.snapshot import parts_of_waves


def set_release(
    connection: Connection,
    wave_id: str,
    question: str,
    row: int,
    released: bool,
    wer: str,
    gesehen: int | None,
) -> None:
    """Release a free text, or take the release back; see `Store.release`."""
    parts = parts_of_waves(connection).get(wave_id)
    if parts is None:
        raise LebenslageError(f"Eine Umfrage „{wave_id}“ gibt es nicht (mehr).")
    if gesehen is not None and _changed_since(connection, wave_id, gesehen):
        raise LebenslageError(
            "Die Antworten dieser Umfrage wurden inzwischen geändert. Bitte die Seite neu laden "
            "und den Text noch einmal prüfen."
        )
    import_id, line = _place(connection, parts, question, row)
    key = {"import_id": import_id, "frage": question, "zeile": line}
    same = and_(*(freigaben.c[name] == value for name, value in key.items()))
    there = connection.scalar(select(func.count()).select_from(freigaben).where(same)) == 1
    if there is released:
        return
    raise_version(connection)
    if released:
        connection.execute(insert(freigaben).values(**key, wann=now(), wer=wer))
    else:
        connection.execute(delete(freigaben).where(same))
    log(connection, wer, Action.FREIGEGEBEN if released else Action.FREIGABE_ENTZOGEN, import_id)


def _changed_since(connection: Connection, wave_id: str, version: int) -> bool:
    """Whether any import with answers of this wave came or went after a version."""
    tables = (umfragen, papierantworten)
    of_wave = union_all(
        *(select(table.c.import_id).where(table.c.umfrage_id == wave_id) for table in tables)
    )
    releases = (Action.FREIGEGEBEN, Action.FREIGABE_ENTZOGEN)
    changes = (
        select(func.count())
        .select_from(protokoll)
        .where(
            protokoll.c.version > version,
            protokoll.c.import_id.in_(of_wave),
            protokoll.c.was.not_in(releases),
        )
    )
    return bool(connection.scalar(changes))


def _place(
    connection: Connection, parts: Mapping[Table, int], question: str, row: int
) -> tuple[int, int]:
    """Import and line of a text; refuse what is no free text, without ever quoting one."""
    line = row
    for table, import_id in parts.items():
        stored = connection.execute(select(table).where(table.c.import_id == import_id)).one()
        if question not in _text_columns(questionnaire_from_json(stored.fragebogen)):
            raise LebenslageError(f"„{question}“ ist keine Frage mit freiem Text.")
        answers = from_parquet(stored.antworten)
        if 0 <= line < len(answers):
            if question in answers and _filled(answers[question][line]):
                return import_id, line
            break
        line -= len(answers)
    raise LebenslageError(f"Zu „{question}“ gibt es in Zeile {row} keinen Text.")


def _filled(answer: object) -> bool:
    return isinstance(answer, str) and bool(answer.strip())


def _text_columns(questionnaire: Questionnaire) -> set[str]:
    texts = (q for q in questionnaire.fragen if q.typ is QuestionType.TEXT)
    return {column for question in texts for column in question.columns()}
