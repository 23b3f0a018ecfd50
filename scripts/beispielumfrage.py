"""Make the two waves of the example survey: `python -m scripts.beispielumfrage [FOLDER]`.

No survey of the Gemeinde is public. What this script makes is invented, marked `beispiel`
everywhere, and there to show what a real survey will look like. Same script, same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from scripts.beispielfragebogen import Welle, codebook
from scripts.beispielfragen import (
    ALTER,
    EHRENAMT,
    EHRENAMT_ANTEIL,
    EHRENAMT_SONST,
    GESCHLECHT,
    MATRIX,
    MEHRFACH,
    NUTZUNG,
    SKALENFRAGEN,
    TEXTE,
    Skalenfrage,
)

ROOT = Path(__file__).resolve().parents[1]
SEED = 8125107

#: Persons of 16 and more (see README of the package: about, derived), by wave; share who answer.
WAVES = (
    Welle(
        id="umfrage-2022",
        titel="Leben im Ort 2022 (Beispieldaten)",
        erhebung="2022-06-13",
        grundgesamtheit={
            "wuestenrot": 2520,
            "neuhuetten": 1490,
            "maienfels": 930,
            "neulautern": 440,
            "finsterrot": 420,
        },
        einwohner=6813,
    ),
    Welle(
        id="umfrage-2025",
        titel="Leben im Ort 2025 (Beispieldaten)",
        erhebung="2025-05-12",
        grundgesamtheit={
            "wuestenrot": 2510,
            "neuhuetten": 1490,
            "maienfels": 930,
            "neulautern": 440,
            "finsterrot": 420,
        },
        einwohner=6796,
    ),
)
#: Share of those invited who answer; the smallest village answers least.
RESPONSE = {
    "wuestenrot": 0.245,
    "neuhuetten": 0.255,
    "maienfels": 0.27,
    "neulautern": 0.285,
    "finsterrot": 0.215,
}
#: How the place is written: mostly the name, sometimes a Weiler or a spelling of its own.
PLACES = {
    "wuestenrot": ("Wüstenrot", "Weihenbronn", "Stangenbach", "Wuestenrot"),
    "neuhuetten": ("Neuhütten", "Bärenbronn", "Lauxenhof", "NEUHÜTTEN"),
    "maienfels": ("Maienfels", "Oberheimbach", "Kreuzle", "maienfels"),
    "neulautern": ("Neulautern", "Altlautern", "Buchenbach", "Neulautern"),
    "finsterrot": ("Finsterrot", "Dörfle", "Binsenhof", "Finsterrot"),
}
SYSTEM_COLUMNS = ("id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp")
PAGES = 5

#: A cell: text, "" for "shown and not answered", None for "never shown".
Cell = str | None


def main(arguments: list[str]) -> int:
    """Write both waves below a folder (default: `data/umfragen`)."""
    target = Path(arguments[0]) if arguments else ROOT / "data" / "umfragen"
    for path, data in files().items():
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        print(f"{place}: {len(data)} Bytes")
    return 0


def files() -> dict[str, bytes]:
    """Both files of both waves by their path below `umfragen/`."""
    made = {}
    for number, wave in enumerate(WAVES):
        made[f"{wave.id}/fragebogen.toml"] = codebook(wave).encode()
        made[f"{wave.id}/antworten.csv"] = answers(wave, number, SEED + number).encode("utf-8-sig")
    return made


def answers(wave: Welle, number: int, seed: int) -> str:
    """Response file in the manner of LimeSurvey: semicolon, all cells quoted, CRLF."""
    rng = random.Random(seed)
    rows = list(_responses(wave, number, rng))
    start = datetime.fromisoformat(wave.erhebung)
    moments = sorted(int(rng.random() * 28 * 24 * 60) for _ in rows)
    header = [*SYSTEM_COLUMNS, *_question_columns()]
    lines = [_line(header)]
    for identifier, (minute, row) in enumerate(zip(moments, _shuffled(rows, rng), strict=True), 1):
        begun = start + timedelta(minutes=minute)
        ended = begun + timedelta(seconds=300 + int(rng.random() * 900))
        page = row.pop("lastpage")
        submitted = str(ended) if page == str(PAGES) else None
        system = (str(identifier), submitted, page, "de", str(begun), str(ended))
        lines.append(_line([*system, *(row.get(column) for column in _question_columns())]))
    return "".join(lines)


def _question_columns() -> list[str]:
    columns = ["ortsteil", "alter", "geschlecht", *(f.code for f in SKALENFRAGEN), EHRENAMT]
    for code, _, parts in (MEHRFACH, MATRIX):
        columns += [f"{code}[{sub}]" for sub in parts]
    return [*columns, "F26", *TEXTE]


def _responses(wave: Welle, number: int, rng: random.Random) -> Iterator[dict[str, Cell]]:
    for ortsteil_id, persons in wave.grundgesamtheit.items():
        for _ in range(round(persons * RESPONSE[ortsteil_id] * (0.96, 1.04)[number])):
            yield _response(ortsteil_id, number, rng)


def _response(ortsteil_id: str, number: int, rng: random.Random) -> dict[str, Cell]:
    """One made-up response; a person's mood lies under all of its answers."""
    mood = 0.5 * _noise(rng)
    age = _pick(rng, _shares(ALTER))
    row: dict[str, Cell] = {
        "ortsteil": _place(ortsteil_id, rng),
        "alter": "" if rng.random() < 0.015 else age,
        "geschlecht": "" if rng.random() < 0.02 else _pick(rng, _shares(GESCHLECHT)),
    }
    for frage in SKALENFRAGEN:
        row[frage.code] = _rating(frage, ortsteil_id, number, mood + frage.alter[int(age) - 1], rng)
    row |= _activities(ortsteil_id, rng)
    row["F26"] = "" if rng.random() < 0.06 else str(_years(age, rng))
    for code, (_, sentences) in TEXTE.items():
        row[code] = _pick_even(rng, sentences) if rng.random() < 0.22 else ""
    return _broken_off(row, rng)


def _rating(
    frage: Skalenfrage, ortsteil_id: str, number: int, mood: float, rng: random.Random
) -> str:
    chance = rng.random()
    if chance < 0.02:
        return ""
    if chance < 0.02 + frage.weiss_nicht:
        return "9"
    latent = frage.mittel(ortsteil_id, number) + mood + 0.9 * _noise(rng)
    return str(min(5, max(1, round(latent))))


def _activities(ortsteil_id: str, rng: random.Random) -> dict[str, Cell]:
    """Volunteering (more in the small villages), what one would join, what one uses."""
    helps = rng.random() < EHRENAMT_ANTEIL.get(ortsteil_id, EHRENAMT_SONST)
    row: dict[str, Cell] = {EHRENAMT: "" if rng.random() < 0.03 else "Y" if helps else "N"}
    code, _, parts = MEHRFACH
    row |= {f"{code}[{sub}]": "Y" if rng.random() < 0.24 else "" for sub in parts}
    code, _, parts = MATRIX
    for sub in parts:
        often = _pick(rng, dict(zip("1234", NUTZUNG[sub], strict=True)))
        row[f"{code}[{sub}]"] = "" if rng.random() < 0.04 else often
    return row


def _broken_off(row: dict[str, Cell], rng: random.Random) -> dict[str, Cell]:
    """One in twenty stops early: what came later was never shown, and nothing was sent."""
    row["lastpage"] = str(PAGES)
    if rng.random() < 0.05:
        row["lastpage"] = str(1 + int(rng.random() * (PAGES - 1)))
        columns = _question_columns()
        shown = len(columns) * int(row["lastpage"] or 1) // PAGES
        row |= dict.fromkeys(columns[shown:])
    return row


def _place(ortsteil_id: str, rng: random.Random) -> str:
    name, *others = PLACES[ortsteil_id]
    return others[int(rng.random() * len(others))] if rng.random() < 0.03 else name


def _years(age: str, rng: random.Random) -> int:
    """Years lived in the Gemeinde: not more than the age group allows."""
    return int(rng.random() * (20, 35, 50, 70)[int(age) - 1])


def _noise(rng: random.Random) -> float:
    """Mean 0, standard deviation 1, by sums only (the same on every machine)."""
    return 2 * (rng.random() + rng.random() + rng.random() - 1.5)


def _shares(answers: dict[str, tuple[str, float]]) -> dict[str, float]:
    return {code: share for code, (_, share) in answers.items()}


def _pick(rng: random.Random, shares: dict[str, float]) -> str:
    chance, below = rng.random(), 0.0
    for code, share in shares.items():
        below += share
        if chance < below:
            return code
    return list(shares)[-1]


def _pick_even(rng: random.Random, texts: tuple[str, ...]) -> str:
    return texts[int(rng.random() * len(texts))]


def _shuffled(rows: list[dict[str, Cell]], rng: random.Random) -> list[dict[str, Cell]]:
    order = sorted(range(len(rows)), key=[rng.random() for _ in rows].__getitem__)
    return [rows[i] for i in order]


def _line(cells: Sequence[Cell]) -> str:
    quoted = ("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells)
    return ";".join(quoted) + "\r\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
