"""A package whose every text is an attack: HTML, Markdown, LaTeX, a formula, addresses that run.

Made from the shipped package: its columns of words are replaced, its keys and numbers stay.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from lebenslage.model.exchange import Delivery, Source
from lebenslage.model.places import ARTEN, ORTSLISTE, PlaceList
from lebenslage.report.deck.blocks import Block, BlockKind, Deck
from lebenslage.store import Store

ROOT = Path(__file__).resolve().parents[2]
#: What must not happen wherever the text is shown: `window.__xss` would be set, or a picture
#: asked for from another host.
HTML = "<img src=x onerror=window.__xss=1>\"'><script>window.__xss=1</script><b id=fremd>"
MARKDOWN = "![b](http://evil.example/x.png) [l](javascript:window.__xss=1) :red[rot] $x^2$ `c`"
ATTACK = f"{HTML}{MARKDOWN}"
#: Names of what is kept on a shelf are shorter.
NAME = "<img src=x onerror=window.__xss=1><b id=fremd>:red[rot] $x^2$ `c`"
#: How a cell begins that a table program would compute; at the door only answers may.
FORMULA = "=1+"
#: Addresses that run something are refused at the door.
URL = "https://evil.example/x%27onmouseover=window.__xss=1"
_ROWS = 200
#: File of the package -> its columns of words; a column with an address gets `URL`.
_WORDS = {
    "katalog.csv": (
        "name,einheit,zielwert_quelle,nenner,definition,quelle,lieferant",
        "",
    ),
    "quellen.csv": ("herausgeber,titel,lizenz,vermerk,lieferant", "adresse"),
    "vergleich.csv": ("name", ""),
    "wohnplaetze.csv": ("art,quelle", ""),
    "register/akteure.csv": ("name,telefon,email,ansprechperson", "webseite"),
    "register/anliegen.csv": ("titel,text,antwort,oeffentlicher_text", ""),
    "register/neuigkeiten.csv": ("text", ""),
    "register/projekte.csv": ("titel,ziel,foerderprogramm", ""),
    "register/schritte.csv": ("titel", ""),
    "register/treffpunkte.csv": ("name,anschrift,zeiten", ""),
    "register/veranstaltungen.csv": ("titel,beschreibung,rueckblick", ""),
}


class Carriers:
    """Texts that differ from each other: names must."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, before: str = "") -> str:
        self._count += 1
        return f"{before}{self._count}{ATTACK}"


def build(place: Path) -> Path:
    """Write the package into an empty folder."""
    carrier = Carriers()
    shutil.copytree(ROOT / "data", place, dirs_exist_ok=True)
    shutil.rmtree(place / "rohdaten")
    names = _areas(place / "ortsteile.geojson", carrier)
    for name, (words, addresses) in _WORDS.items():
        _table(place / name, set(words.split(",")), set(addresses.split(",")), carrier)
    for name in _WORDS:
        if name.startswith("register/"):
            _references(place / name, names)
    for wave in ("umfrage-2022", "umfrage-2025"):
        _codebook(place / "umfragen" / wave / "fragebogen.toml", carrier)
        _answers(place / "umfragen" / wave / "antworten.csv", names, carrier)
    _gemeinde(place / "gemeinde.toml", next(iter(names.values())), carrier)
    return place


def keep(store: Store) -> None:
    """Keep what people type and upload: a scenario, a deck, the list of places, all by a name."""
    blocks = (
        Block(BlockKind.TITEL, titel=ATTACK),
        Block(BlockKind.TEXT, titel=ATTACK, text=ATTACK),
    )
    deck = Deck(NAME, blocks)
    store.scenarios.save(NAME, "1~~g~beteiligung~2", wer=ATTACK)
    store.decks.save(NAME, deck.named("").text, wer=ATTACK)
    row = ("eigen/1", next(iter(ARTEN)), ATTACK, 49.1, 9.4, "", "", ATTACK)
    places = PlaceList(pd.DataFrame([row], columns=list(ORTSLISTE)))
    file = Source(f"{ATTACK}.csv", b"x")
    delivery = Delivery(
        format="orte", titel="Orte", quelle=file, roh=b"x", content=places, zeilen=1
    )
    store.import_deliveries([delivery], wer=ATTACK)


def _change(path: Path, change: Callable[[dict[str, str]], None]) -> None:
    """Change every row of a table in place; of a long one the beginning, which is as bad."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))[:_ROWS]
    for row in rows:
        change(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)


def _table(path: Path, words: set[str], addresses: set[str], carrier: Carriers) -> None:
    same: dict[str, str] = {}  # a Gemeinde has one name in all its rows

    def change(row: dict[str, str]) -> None:
        for name in words & row.keys():
            row[name] = same.setdefault(row[name], carrier())
        for name in addresses & row.keys():
            row[name] = URL

    _change(path, change)


def _areas(path: Path, carrier: Carriers) -> dict[str, str]:
    """Rename the Ortsteile; their keys by the names that they had."""
    content = json.loads(path.read_text("utf-8"))
    keys = {}
    for feature in content["features"]:
        words = feature["properties"]
        keys[words["name"]] = words["ortsteil_id"]
        words |= {"name": carrier(), "quelle": carrier()}
    path.write_text(json.dumps(content), "utf-8")
    return keys


def _references(path: Path, keys: dict[str, str]) -> None:
    """Ortsteile by their keys: their names are attacks now, and so are the Handlungsfelder."""

    def change(row: dict[str, str]) -> None:
        if "ortsteile" in row:
            named = [part.strip() for part in row["ortsteile"].split("|")]
            row["ortsteile"] = " | ".join(keys.get(name, name) for name in named)
        if "handlungsfelder" in row:
            row["handlungsfelder"] = "wohnen_mobilitaet_klima"
        if row.get("ansprechperson"):
            row["einwilligung"] = "2026-01-01"

    _change(path, change)


def _codebook(path: Path, carrier: Carriers) -> None:
    """Titles, questions, answers, ends of scales; as literal strings, which hold every sign."""
    text = path.read_text("utf-8")

    def quoted(_: re.Match[str] | None = None) -> str:
        return json.dumps(carrier())

    text = re.sub(r'(?m)^((?:titel|text|grundgesamtheit_text) = )".*"$',
                  lambda found: found[1] + quoted(), text)  # fmt: skip
    text = re.sub(r"(?m)(namen = )\[([^\]]*)\]", lambda found: _list(found, quoted), text)
    text = re.sub(r"(?m)^(gemessen = \{ \w+ = )\[([^\]]*)\]",
                  lambda found: _list(found, quoted), text)  # fmt: skip
    path.write_text(text, "utf-8")


def _list(found: re.Match[str], quoted: Callable[[], str]) -> str:
    count = len(re.findall(r'"[^"]*"', found[2]))
    return f"{found[1]}[{', '.join(quoted() for _ in range(count))}]"


def _answers(path: Path, keys: dict[str, str], carrier: Carriers) -> None:
    def change(row: dict[str, str]) -> None:
        row["ortsteil"] = keys.get(row["ortsteil"], row["ortsteil"])
        for name in ("F27", "F28"):
            if row.get(name):
                row[name] = carrier(FORMULA)

    _change(path, change)


def _gemeinde(path: Path, ortsteil: str, carrier: Carriers) -> None:
    """Names and words; not `[texte]`, which is Markdown that the Gemeinde's IT writes."""
    head, texts = path.read_text("utf-8").split("[texte]")
    words = "name|landkreis|rolle|amt|anschrift|sprechzeiten"
    head = re.sub(rf'(?m)^({words}) = ".*"$', lambda f: f"{f[1]} = {json.dumps(carrier())}", head)
    head = re.sub(r"(?m)^(namen = )\[([^\]]*)\]",
                  lambda found: _list(found, lambda: json.dumps(carrier())), head)  # fmt: skip
    office = {"ortsteil": ortsteil, "ort": carrier(), "zeiten": carrier()}
    told = ", ".join(f"{key} = {json.dumps(value)}" for key, value in office.items())
    head = head.replace("vor_ort = []", f"vor_ort = [{{ {told} }}]")
    path.write_text(f"{head}[texte]{texts}", "utf-8")
