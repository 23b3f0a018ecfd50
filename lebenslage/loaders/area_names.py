"""Which area of a geodata file is which Ortsteil."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import Job
from lebenslage.loaders.places import ortsteil_name, resolve_ortsteile
from lebenslage.loaders.tables import fold_heading
from lebenslage.model import columns
from lebenslage.model.area import ART_ORTSTEIL, fold

#: Properties that hold a key or a name, the best first (as in files of surveying offices).
_KEYS: Final = ("ortsteil_id", "gebiet_id")
_NAMES: Final = (
    "name",
    "ortsteil",
    "ortsteilname",
    "gemarkung",
    "gemarkungsname",
    "gmkname",
    "gmk_name",
    "gemarkung_name",
    "bezeichnung",
    "ortschaft",
    "stadtteil",
)


def name_areas(properties: pd.DataFrame, job: Job) -> pd.DataFrame:
    """Columns `columns.ORTSTEILE` of the areas.

    Notes
    -----
    A key in the file is taken as it is; else the name is looked up in the gazetteer; without a
    gazetteer the key is made of the name.
    """
    by_fold = {fold_heading(str(name)): str(name) for name in properties.columns}
    properties = properties.rename(columns=str)
    keys = next((by_fold[k] for k in (*_wanted(job, columns.ORTSTEIL), *_KEYS) if k in by_fold), "")
    names = next((by_fold[k] for k in (*_wanted(job, columns.NAME), *_NAMES) if k in by_fold), "")
    if not keys and not names:
        text = (
            "Kein Merkmal nennt den Ortsteil; erwartet wird „ortsteil_id“ oder „name“. "
            f"Vorhanden sind: {', '.join(properties.columns) or 'keine'}."
        )
        job.findings.add(text)
        return pd.DataFrame(columns=list(columns.ORTSTEILE), index=properties.index)
    texts = _texts(properties, keys or names)
    for number in [i for i, text in enumerate(texts, start=1) if not text]:
        job.findings.add(f"Objekt {number} nennt keinen Ortsteil.", spalte=keys or names)
    ids = _resolve(texts, keys or names, job)
    labels = _texts(properties, names) if names else ids
    _check_doubled(ids, texts, keys or names, job)
    _check_complete(ids, job)
    official = _texts(properties, by_fold["amtlich"]) if "amtlich" in by_fold else None
    if official is None:
        job.findings.note("Das Merkmal „amtlich“ fehlt; die Grenzen gelten als nicht amtlich.")
    sources = _texts(properties, by_fold["quelle"]) if "quelle" in by_fold else [""] * len(ids)
    _check_texts({names: labels, "quelle": sources}, job)
    return pd.DataFrame(
        {
            columns.ORTSTEIL: ids,
            columns.NAME: [_label(key, label, job) for key, label in zip(ids, labels, strict=True)],
            "amtlich": [text in ("true", "ja", "1") for text in official or [""] * len(ids)],
            "quelle": sources,
        }
    )


def _wanted(job: Job, name: str) -> tuple[str, ...]:
    return (fold_heading(job.mapping[name]),) if job.mapping and name in job.mapping else ()


def _texts(properties: pd.DataFrame, name: str) -> list[str]:
    def text(value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if value is None or value != value:
            return ""
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    cells = [text(value).strip() for value in properties[name]]
    return [cell.casefold() for cell in cells] if name.casefold() == "amtlich" else cells


def _resolve(texts: list[str], column: str, job: Job) -> list[str]:
    if job.known.gazetteer is None:
        by_key = fold_heading(column) in _KEYS
        return [text if by_key else fold(text) for text in texts]
    found = resolve_ortsteile(dict.fromkeys(texts), job.known)
    for number, text in enumerate(texts, start=1):
        if text and found[text].problem:
            message = f"Objekt {number}: {found[text].problem}"
            job.findings.add(message, spalte=column, wert=text)
        if text and found[text].note:
            job.findings.note(found[text].note)
    return [found[text].key for text in texts]


def _check_doubled(ids: list[str], texts: list[str], column: str, job: Job) -> None:
    places: dict[str, int] = {}
    for number, key in enumerate(ids, start=1):
        first = places.setdefault(key, number)
        if key and first < number:
            text = (
                f"„{texts[number - 1]}“ kommt mehrfach vor (Objekte {first} und {number}); "
                "je Ortsteil genau eine Fläche."
            )
            job.findings.add(text, spalte=column, wert=texts[number - 1])


def _check_complete(ids: list[str], job: Job) -> None:
    """All Ortsteile that the gazetteer knows have an area."""
    places = job.known.gazetteer.places if job.known.gazetteer else ()
    wanted = {p.ortsteil_id: p.name for p in reversed(places) if p.art == ART_ORTSTEIL}
    missing = sorted(name for key, name in wanted.items() if key not in ids)
    if missing and all(ids):
        word = "Es fehlt die Fläche von" if len(missing) == 1 else "Es fehlen die Flächen von"
        job.findings.add(f"{word} {quoted(missing)}.")


def _check_texts(by_column: dict[str, list[str]], job: Job) -> None:
    for column, texts in by_column.items():
        for number, text in enumerate(texts, start=1):
            if why := cell_rules.unsafe_text(text):
                job.findings.add(f"Objekt {number}: {why}", spalte=column)


def _label(key: str, label: str, job: Job) -> str:
    """The gazetteer's spelling, else the file's."""
    if job.known.gazetteer:
        name = ortsteil_name(job.known.gazetteer, key)
        return label if name == key else name
    return label
