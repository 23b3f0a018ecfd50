"""Which area of a geodata file is which Ortsteil."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pandas as pd

from lebenslage.loaders import cells as cell_rules
from lebenslage.loaders.findings import quoted
from lebenslage.loaders.formats import Job
from lebenslage.loaders.places import Resolved, ortsteil_name, resolve_ortsteile
from lebenslage.loaders.tables import fold_heading
from lebenslage.model import columns
from lebenslage.model.area import ART_ORTSTEIL, ART_SCHREIBWEISE, fold

#: Properties that hold a key; a Shapefile cuts names after ten letters.
_KEYS: Final = ("ortsteil_id", "ortsteil_i", "gebiet_id")
#: Keys of official statistics, where no gazetteer knows names.
_OFFICIAL_KEYS: Final = ("ags", "ars")
#: Properties that hold a name, the best first (as in files of surveying offices).
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
    "gen",
)
#: What else names of properties look like ("STB_NAME", "NAME_DE").
_NAME: Final = re.compile(r"name(_\w+)?|\w+_?name")
#: Properties that only files of a surveying office have: name or number of a Gemarkung.
_OFFICIAL: Final = re.compile(r"(gemarkung|gmk|gema|gemaschl|gemarkschl)\w*")
#: So many names of a file in which none is known are told.
_NAMED: Final = 5
#: Words and numbers beside a name: "Gemarkung Musterau", "5021 Musterau", "Musterau (085021)".
_BESIDE: Final = re.compile(
    r"^(?:(?:gemarkung|gmkg\.?|ortsteil|ot|ortschaft|stadtteil|stadtbezirk)\s+|[\d\s/-]+(?=\D))"
    r"|\s*\([^)]*\)$|[\s,/-]+\d[\d\s/-]*$",
    re.IGNORECASE,
)


def name_areas(properties: pd.DataFrame, inside: np.ndarray, job: Job) -> pd.DataFrame:
    """Columns `columns.ORTSTEILE` of the areas that are taken, at their places in the file.

    Parameters
    ----------
    properties : pd.DataFrame
        One row per object of the file.
    inside : array of float
        Part of each area that lies in the Gemeinde (0-1). What lies outside and has no name of
        an Ortsteil, or the name of one that has an area inside, is left out.

    Notes
    -----
    A key in the file is taken as it is; else names are looked for in all properties and looked up
    in the gazetteer; without a gazetteer the key is made of the name.
    """
    properties = properties.rename(columns=str)
    by_fold = {fold_heading(name): name for name in properties.columns}
    keys, names = _headings(properties, inside, job)
    if not keys and not names:
        text = (
            "Kein Merkmal nennt den Ortsteil; erwartet wird „ortsteil_id“ oder „name“. "
            f"Vorhanden sind: {', '.join(properties.columns) or 'keine'}."
        )
        job.findings.add(text)
        return pd.DataFrame(columns=list(columns.ORTSTEILE), index=properties.index)
    column = keys or names
    texts = _texts(properties, column)
    found = _resolve(texts, column, job)
    taken = _taken(found, inside, job)
    _tell(taken, texts, found, column, job)
    ids = [found[i].key for i in taken]
    _check_doubled(taken, texts, found, column, job)
    _check_complete(ids, job)
    labels = _texts(properties, names) if names else [one.key for one in found]
    source = _texts(properties, by_fold["quelle"]) if "quelle" in by_fold else [""] * len(found)
    _check_texts({names: labels, "quelle": source}, taken, job)
    table = {
        columns.ORTSTEIL: ids,
        columns.NAME: [_label(found[i].key, labels[i], job) for i in taken],
        "amtlich": _official(properties, by_fold, taken, job),
        "quelle": [source[i] for i in taken],
    }
    return pd.DataFrame(table, index=properties.index[taken])


def count_named(properties: pd.DataFrame, job: Job) -> int:
    """How many Ortsteile the best property of a layer names."""
    properties = properties.rename(columns=str)
    if job.known.gazetteer is None:
        by_fold = {fold_heading(name) for name in properties.columns}
        named = any(_NAME.fullmatch(name) for name in by_fold)
        return int(named or bool(by_fold & {*_KEYS, *_NAMES, *_OFFICIAL_KEYS}))
    everywhere = np.ones(len(properties))
    return max((_hits(properties, n, everywhere, job) for n in properties.columns), default=0)


def names_weiler(properties: pd.DataFrame, inside: np.ndarray, job: Job) -> bool:
    """Whether at least half of the areas inside bear names of Weiler, not of Ortsteile."""
    gazetteer = job.known.gazetteer
    if gazetteer is None:
        return False
    keys, names = _headings(properties.rename(columns=str), inside, job)
    if not names or keys:
        return False
    own = (ART_ORTSTEIL, ART_SCHREIBWEISE)
    level = {fold(p.name) for p in gazetteer.places if p.art in own}
    small = {fold(p.name) for p in gazetteer.places} - level
    texts = _texts(properties.rename(columns=str), names)
    found = [fold(texts[i]) in small for i in np.flatnonzero(inside >= 0.5)]
    return bool(found) and sum(found) * 2 >= len(found)


def name_property(properties: pd.DataFrame, inside: np.ndarray, job: Job) -> str:
    """The property that holds the names; empty if none does."""
    return _headings(properties, inside, job)[1]


def _headings(properties: pd.DataFrame, inside: np.ndarray, job: Job) -> tuple[str, str]:
    """Properties with the key and with the name; empty where there is none."""
    by_fold = {fold_heading(name): name for name in properties.columns}
    known = job.known.gazetteer
    wanted_keys = (*_wanted(job, columns.ORTSTEIL), *_KEYS)
    if known is None:
        wanted_keys = (*wanted_keys, *_OFFICIAL_KEYS)
    keys = next((by_fold[k] for k in wanted_keys if k in by_fold), "")
    chosen = next((by_fold[k] for k in _wanted(job, columns.NAME) if k in by_fold), "")
    alike = (k for k in by_fold if _NAME.fullmatch(k))
    names = chosen or next((by_fold[k] for k in (*_NAMES, *alike) if k in by_fold), "")
    if known is not None and not chosen and not keys:
        order = sorted(properties.columns, key=lambda name: name != names)
        best = max(order, key=lambda name: _hits(properties, name, inside, job), default="")
        names = best if best and _hits(properties, best, inside, job) else names
    return keys, names


def _hits(properties: pd.DataFrame, name: str, inside: np.ndarray, job: Job) -> int:
    """How many Ortsteile a property names in the areas inside the Gemeinde."""
    texts = _texts(properties, name)
    near = {texts[i] for i in np.flatnonzero(inside >= 0.5)} - {""}
    return len({one.key for one in _look_up(near, job).values()} - {""})


def _look_up(texts: Iterable[str], job: Job) -> dict[str, Resolved]:
    """The places of texts, without the words beside a name where those hide it."""
    texts = list(dict.fromkeys(texts))
    found = resolve_ortsteile(texts, job.known)
    for text in texts:
        bare = _BESIDE.sub("", text).strip()
        if found[text].problem and bare and bare != text:
            second = resolve_ortsteile([bare], job.known)[bare]
            found[text] = found[text] if second.problem else second
    return found


def _wanted(job: Job, name: str) -> tuple[str, ...]:
    return (fold_heading(job.mapping[name]),) if job.mapping and name in job.mapping else ()


def _texts(properties: pd.DataFrame, name: str) -> list[str]:
    def text(value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str | int | float):  # lists, dates: nothing that names a place
            return "" if value is None or value is pd.NaT or value is pd.NA else str(value)
        if value != value:
            return ""
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)

    cells = [text(value).strip() for value in properties[name]]
    return [cell.casefold() for cell in cells] if name.casefold() == "amtlich" else cells


def _resolve(texts: list[str], column: str, job: Job) -> list[Resolved]:
    if job.known.gazetteer is None:
        by_key = fold_heading(column) in (*_KEYS, *_OFFICIAL_KEYS)
        return [Resolved(text if by_key else fold(text)) for text in texts]
    found = _look_up(texts, job)
    return [found[text] if text else Resolved() for text in texts]


def _taken(found: list[Resolved], inside: np.ndarray, job: Job) -> list[int]:
    """Positions of the areas that are taken; those elsewhere are counted."""
    near = inside >= 0.5
    if len(near) and not near.any():
        text = "Keine der Flächen liegt zur Hälfte oder mehr in der Gemeinde."
        job.findings.add(f"{text} Ist das die richtige Datei?")
        return list(range(len(found)))
    own = {found[i].key for i in np.flatnonzero(near)}
    taken = [
        i for i, one in enumerate(found) if near[i] or (one.key and one.key not in own)
    ]  # fmt: skip
    if left := len(found) - len(taken):
        words = "1 Fläche" if left == 1 else f"{left} Flächen"
        job.findings.note(f"Nicht übernommen: {words} außerhalb der Gemeinde.")
    return taken


def _tell(taken: list[int], texts: list[str], found: list[Resolved], column: str, job: Job) -> None:
    """What fits none or two, and what was assumed."""
    told = [found[i].problem for i in taken]
    if len(told) > 1 and all(told) and not any("?" in text for text in told):
        # nothing of it looks alike: one sentence says more than one for each object
        names = list(dict.fromkeys(texts[i] for i in taken))
        more = f" und {len(names) - _NAMED} weitere" if len(names) > _NAMED else ""
        text = f"Kein Name ist der eines bekannten Ortsteils oder Weilers: {quoted(names[:_NAMED])}"
        job.findings.add(f"{text}{more}. Ist das die richtige Datei?", spalte=column)
        return
    for i in taken:
        if not texts[i]:
            job.findings.add(f"Objekt {i + 1} nennt keinen Ortsteil.", spalte=column)
        elif found[i].problem:
            message = f"Objekt {i + 1}: {found[i].problem}"
            job.findings.add(message, spalte=column, wert=texts[i])
        elif found[i].note:
            job.findings.note(found[i].note)


def _check_doubled(
    taken: list[int], texts: list[str], found: list[Resolved], column: str, job: Job
) -> None:
    places: dict[str, int] = {}
    for i in taken:
        key = found[i].key
        first = places.setdefault(key, i)
        if key and first < i:
            text = (
                f"„{texts[i]}“ kommt mehrfach vor (Objekte {first + 1} und {i + 1}); "
                "je Ortsteil genau eine Fläche."
            )
            if fold(texts[first]) != fold(texts[i]):
                text = (
                    f"„{texts[first]}“ (Objekt {first + 1}) und „{texts[i]}“ (Objekt {i + 1}) "
                    "gehören zu demselben Ortsteil; je Ortsteil genau eine Fläche."
                )
            job.findings.add(text, spalte=column, wert=texts[i])


def _check_complete(ids: list[str], job: Job) -> None:
    """All Ortsteile that the gazetteer knows have an area."""
    places = job.known.gazetteer.places if job.known.gazetteer else ()
    wanted = {p.ortsteil_id: p.name for p in reversed(places) if p.art == ART_ORTSTEIL}
    missing = sorted(name for key, name in wanted.items() if key not in ids)
    if missing and all(ids):
        word = "Es fehlt die Fläche von" if len(missing) == 1 else "Es fehlen die Flächen von"
        job.findings.add(f"{word} {quoted(missing)}.")


def _check_texts(by_column: dict[str, list[str]], taken: list[int], job: Job) -> None:
    for column, texts in by_column.items():
        for i in taken:
            if why := cell_rules.unsafe_text(texts[i]):
                job.findings.add(f"Objekt {i + 1}: {why}", spalte=column)


def _official(
    properties: pd.DataFrame, by_fold: dict[str, str], taken: list[int], job: Job
) -> list[bool]:
    """Whether the areas are official: the file says so, or a person, or it is of an office."""
    if "amtlich" in by_fold:
        texts = _texts(properties, by_fold["amtlich"])
        return [texts[i] in ("true", "ja", "1") for i in taken]
    decided = job.zuordnung.amtlich if job.zuordnung is not None else None
    if decided is not None:
        return [decided] * len(taken)
    office = next((name for fold_, name in by_fold.items() if _OFFICIAL.fullmatch(fold_)), "")
    if office:
        text = f"Das Merkmal „{office}“ führen nur Vermessungsbehörden; die Grenzen gelten als"
        job.findings.note(f"{text} amtlich.")
    else:
        text = "Das Merkmal „amtlich“ fehlt; die Grenzen gelten als nicht amtlich."
        job.findings.note(text)
    return [bool(office)] * len(taken)


def _label(key: str, label: str, job: Job) -> str:
    """The gazetteer's spelling, else the file's."""
    if job.known.gazetteer:
        name = ortsteil_name(job.known.gazetteer, key)
        return label if name == key else name
    return label
