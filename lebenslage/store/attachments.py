"""Files that hang on an entry of a register: pictures and PDF, with limits."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select

from lebenslage.errors import LebenslageError
from lebenslage.store.records import now
from lebenslage.store.schema import anhaenge

#: What a file begins with -> its type. The name says nothing that can be trusted.
_KINDS: Final = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_ENDINGS: Final = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
MAX_MB: Final = 10
MAX_BYTES: Final = MAX_MB * 1024 * 1024
MAX_FILES: Final = 20
_MAX_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on an entry, without its content.

    Parameters
    ----------
    art : str
        MIME type, recognised by content.
    groesse : int
        Bytes.
    """

    id: int
    kennung: str
    name: str
    art: str
    groesse: int
    sha256: str
    wann: str
    wer: str


def add(connection: Connection, kennung: str, name: str, data: bytes, wer: str) -> Attachment:
    """Keep a file.

    Raises
    ------
    LebenslageError
        If it is too large, of no known type or there already, or the entry has too many.
    """
    clean = _file_name(name)
    if len(data) > MAX_BYTES:
        raise LebenslageError(
            f"„{clean}“ hat {len(data) / 1048576:.0f} MB; Anhänge dürfen höchstens "
            f"{MAX_MB} MB haben."
        )
    kind = next((kind for start, kind in _KINDS.items() if data.startswith(start)), None)
    if kind is None:
        raise LebenslageError(f"„{clean}“ ist weder PDF noch PNG- oder JPEG-Bild.")
    there = of_entry(connection, kennung)
    digest = hashlib.sha256(data).hexdigest()
    if any(each.sha256 == digest for each in there):
        raise LebenslageError(f"„{clean}“ hängt schon an diesem Eintrag.")
    if len(there) >= MAX_FILES:
        raise LebenslageError(f"Ein Eintrag kann höchstens {MAX_FILES} Anhänge haben.")
    values: dict[str, Any] = {
        "kennung": kennung,
        "name": PurePath(clean).stem[:_MAX_NAME] + _ENDINGS[kind],
        "art": kind,
        "groesse": len(data),
        "sha256": digest,
        "wann": now(),
        "wer": wer,
    }
    new = insert(anhaenge).values(**values, daten=data).returning(anhaenge.c.id)
    return Attachment(id=connection.execute(new).scalar_one(), **values)


def of_entry(connection: Connection, kennung: str) -> list[Attachment]:
    """Files of an entry, the oldest first."""
    cells = [column for column in anhaenge.columns if column.name != "daten"]
    chosen = select(*cells).where(anhaenge.c.kennung == kennung).order_by(anhaenge.c.id)
    return [Attachment(**row._mapping) for row in connection.execute(chosen)]


def read(connection: Connection, attachment_id: int) -> bytes:
    """Content of a file.

    Raises
    ------
    LebenslageError
        If it is gone.
    """
    data: bytes | None = connection.scalar(
        select(anhaenge.c.daten).where(anhaenge.c.id == attachment_id)
    )
    if data is None:
        raise LebenslageError("Diesen Anhang gibt es nicht (mehr).")
    return data


def remove(connection: Connection, attachment_id: int) -> None:
    """Delete a file for good.

    Raises
    ------
    LebenslageError
        If it is gone.
    """
    chosen = anhaenge.c.id == attachment_id
    if not connection.scalar(select(func.count()).select_from(anhaenge).where(chosen)):
        raise LebenslageError("Diesen Anhang gibt es nicht (mehr).")
    connection.execute(delete(anhaenge).where(chosen))


def _file_name(name: str) -> str:
    """The last part of a name, without characters that have no place in one."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip() or "Anhang"
