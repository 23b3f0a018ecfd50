"""Tables of offices with official keys: as published, titles and footnotes included."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lebenslage.errors import DatenFehler
from lebenslage.loaders import inspect, read
from lebenslage.loaders.area_keys import official, without_footnotes
from lebenslage.loaders.area_table import headings_key
from lebenslage.loaders.text import decode
from lebenslage.model.area_table import AreaTable, ValueColumn
from lebenslage.model.assignment import Assignment
from lebenslage.model.exchange import ComparisonTable, Source, known_from
from tests import tiny

KNOWN = replace(known_from(tiny.snapshot(), tiny.gemeinde()), heute="2026-03-01")
HEADER = ("Schlüssel", "Gemeinde", "Wohnungen", "darunter leer")
#: As the office of a Land publishes: title, blank line, keys without the Land, sums, footnote.
PUBLISHED = (
    "Wohnungen am 31.12.2024;;;\n"
    "\n"
    "Schlüssel;Gemeinde;Wohnungen;darunter leer\n"
    "999;Musterkreis;750;65\n"
    "999001;Musterau;450;45\n"
    "999002;Nachbarstadt;300;20\n"
    "111000;Fernstadt;9000;90\n"
    "Datenquelle: Gebäude- und Wohnungsbestand\n"
    "© Statistisches Landesamt\n"
)
CHOSEN = AreaTable(
    gebiet="Schlüssel",
    werte={"leerstandsquote": ValueColumn(zaehler="darunter leer", nenner="Wohnungen")},
    datum="2024-12-31",
)


def source(text: str = PUBLISHED, encoding: str = "cp1252") -> Source:
    return Source("wohnungen.csv", text.encode(encoding))


def decided() -> Assignment:
    return Assignment(tabellen={headings_key(HEADER): CHOSEN})


def rows(delivery) -> list[tuple]:
    assert isinstance(delivery.content, ComparisonTable)
    frame = delivery.content.frame
    names = ["gebiet_id", "name", "ebene", "stand", "wert", "zaehler", "nenner"]
    return [tuple(row) for row in frame[names].values]


EXPECTED = [
    ("08999", "Musterkreis", "kreis", "2024-12-31", pytest.approx(100 * 65 / 750), 65.0, 750.0),
    ("08999001", "Musterau", "gemeinde", "2024-12-31", 10.0, 45.0, 450.0),
    ("08999002", "Nachbarstadt", "gemeinde", "2024-12-31", pytest.approx(20 / 3), 20.0, 300.0),
]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_in_every_encoding(encoding):
    assert rows(read(source(encoding=encoding), KNOWN, zuordnung=decided())) == EXPECTED
    bare = PUBLISHED.partition("\n\n")[2]  # footnotes without titles
    assert rows(read(source(bare, encoding), KNOWN, zuordnung=decided())) == EXPECTED


def test_as_published():
    looked = inspect(source(), KNOWN)
    proposal = looked.gebietstabelle
    assert proposal is not None
    assert (proposal.gebietsspalten, proposal.gebiete) == (("Schlüssel",), 3)
    assert proposal.zahlenspalten == ("Wohnungen", "darunter leer")
    delivery = read(source(), KNOWN, zuordnung=decided())
    assert rows(delivery) == EXPECTED
    assert "1 Zeile anderer Gebiete entfällt." in delivery.hinweise


@pytest.mark.parametrize(
    "write",
    [
        lambda key: f"08{key}",  # AGS
        lambda key: f"8{key}",  # the zero is lost
        lambda key: f"08{key[:3]}0000{key[3:]}" if len(key) == 6 else f"08{key}",  # ARS
        lambda key: f'"08{key}"',
    ],
)
def test_keys_in_other_spellings_are_the_same_areas(write):
    text = PUBLISHED
    for key in ("999001", "999002", "111000", "999"):
        text = text.replace(f"\n{key};", f"\n{write(key)};")
    assert rows(read(source(text), KNOWN, zuordnung=decided())) == EXPECTED


def test_problems_name_the_line_below_the_titles():
    text = PUBLISHED.replace("300;20", "300;400")
    with pytest.raises(DatenFehler, match="Zeile 6, Spalte „darunter leer“: Der Zähler"):
        read(source(text), KNOWN, zuordnung=decided())
    text = PUBLISHED.replace("999002;", "999001;")
    with pytest.raises(DatenFehler, match="Zeile 6, Spalte „Schlüssel“: Für 08999001, Stand"):
        read(source(text), KNOWN, zuordnung=decided())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("08125107", ("08125107", "gemeinde")),
        ("8125107", ("08125107", "gemeinde")),
        ("125107", ("08125107", "gemeinde")),
        ("081255003107", ("08125107", "gemeinde")),
        ("125", ("08125", "kreis")),
        ("8125", ("08125", "kreis")),
        ("08", ("08", "land")),
        ("8125107.0", ("08125107", "gemeinde")),
        ("GS125107", ("", "")),
        ("", ("", "")),
        ("12", ("12", "land")),
    ],
)
def test_official_keys(text, key):
    assert official(text, "08125107") == key


@pytest.mark.parametrize(
    "text",
    [
        "Ort;Zahl\na;1\n",
        "name,ags_alt,wert\na,b,1\n",
        "Schlüssel;x\n1;2\nEnde\n",
        'kennung;a;b\nP-1;x;"eins\nzwei"\n',
    ],
)
def test_other_texts_stay_as_they_are(text):
    decoded = decode(text.encode(), "datei.csv")
    assert without_footnotes(decoded) == decoded
