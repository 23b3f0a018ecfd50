"""Big grids in blocks, archives, and the answer of the public map service."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lebenslage import loaders
from lebenslage.errors import DatenFehler
from lebenslage.loaders import grid_cells, grid_stream
from lebenslage.model.exchange import Known
from tests.loaders.build import archive, lines, problems, source

HEAD = "GITTER_ID_100M;x_mp_100M;y_mp_100M;Einwohner"
WINDOW = (4_279_000.0, 2_881_000.0, 4_282_500.0, 2_885_500.0)


def row(east: int, north: int, value: object) -> str:
    return f"CRS3035RES100mN{north}E{east};{east + 50};{north + 50};{value}"


def near(text: str) -> list[tuple[float, float, float]]:
    cells = loaders.read(source(text), Known(ausschnitt=WINDOW)).content.cells
    return [tuple(cell) for cell in cells.to_numpy().tolist()]


@given(
    st.lists(
        st.tuples(st.integers(42700, 42900), st.integers(28700, 28950), st.integers(0, 99)),
        min_size=1,
        max_size=40,
        unique_by=lambda cell: cell[:2],
    )
)
def test_only_what_lies_in_the_window_is_kept(cells):
    left, bottom, right, top = WINDOW
    placed = [(east * 100, north * 100, n) for east, north, n in cells]
    expected = [
        (east + 50.0, north + 50.0, float(n))
        for east, north, n in placed
        if left <= east + 50 <= right and bottom <= north + 50 <= top
    ]
    text = lines(HEAD, *(row(*cell) for cell in placed))
    if expected:
        assert near(text) == expected
    else:
        with pytest.raises(DatenFehler, match="Keine Zelle"):
            near(text)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("size", [1, 60, 1 << 20])
def test_blocks_are_whole_lines_and_lose_none(tmp_path, end, size):
    path = tmp_path / "a.csv"
    body = [row(4_280_000 + 100 * i, 2_882_000, i) for i in range(7)]
    path.write_bytes(end.join([HEAD, *body]).encode())
    with path.open("rb") as file:
        blocks = list(grid_stream.line_blocks(file, size))
    assert all(block.endswith(b"\n") for block in blocks)
    assert b"".join(blocks).decode().split() == body


def test_a_dash_in_any_encoding_is_zero():
    rows = [row(4_280_000, 2_882_000, "–"), row(4_280_100, 2_882_000, 7)]
    wrong = lines(HEAD, *rows).replace("–", "\ufffd")
    for item in (
        source(lines(HEAD, *rows), encoding="cp1252"),
        source(lines(HEAD, *rows), encoding="utf-8-sig"),
        source(wrong),
    ):
        cells = loaders.read(item, Known(ausschnitt=WINDOW)).content.cells
        assert cells["Einwohner"].tolist() == [0, 7]


def test_a_file_on_the_disk_reads_like_an_upload(tmp_path, monkeypatch):
    text = lines(HEAD, *(row(4_279_000 + 100 * i, 2_882_000, i) for i in range(30)))
    path = tmp_path / "a.csv"
    path.write_text(text)
    expected = loaders.read(source(text), Known(ausschnitt=WINDOW)).content.cells
    found = loaders.read_cells(path, Known(ausschnitt=WINDOW)).content.cells
    assert found.equals(expected)
    monkeypatch.setattr(grid_cells, "near", lambda *_: None)
    assert loaders.read_cells(path, Known(ausschnitt=WINDOW)).content.cells.equals(expected)
    with pytest.raises(DatenFehler, match="gibt es nicht"):
        loaders.read_cells(tmp_path / "fehlt.csv", Known())
    other = tmp_path / "werte.csv"
    other.write_text("gebiet_id;indikator;stand;wert\na;b;2020;1\n")
    with pytest.raises(DatenFehler, match="Erwartet wird ein Zensus-Gitter"):
        loaders.read_cells(other, Known())


def test_grid_of_another_country_is_refused_though_no_line_is_kept():
    abroad = source(lines(HEAD, row(2_000_000, 1_500_000, 4)))
    assert problems(abroad, Known(ausschnitt=WINDOW)) == [
        "datei.csv: Die Zellmitten (x und y) liegen nicht in Deutschland; erwartet werden Meter "
        "im europäischen Gitter (EPSG:3035)."
    ]


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "b/../../a.csv", "C:\\a.csv"])
def test_an_archive_with_a_path_outside_is_refused(name):
    text = lines(HEAD, row(4_280_000, 2_882_000, 4)).encode()
    assert problems(archive({name: text})) == [
        "datei.zip: Das Archiv enthält einen Pfad, der aus dem Archiv hinausführt."
    ]


def test_ten_files_in_an_archive():
    text = lines(HEAD, row(4_280_000, 2_882_000, 4)).encode()
    assert problems(archive({f"{i}.csv": text for i in range(10)})) == [
        "datei.zip: Das Archiv enthält mehrere CSV-Dateien; bitte entpacken und einzeln einlesen."
    ]


def test_levels_of_an_archive_are_known_by_their_headings():
    """The publisher has renamed files; one theme has no cells of 100 m."""
    coarse = lines("GITTER_ID_10km;x_mp_10km;y_mp_10km;Einwohner", "x;4285000;2885000;40").encode()
    middle = lines("gitter_id_1KM;X_MP_1km;y_mp_1km;Einwohner", "x;4280500;2882500;12").encode()
    delivery = loaders.read(archive({"a/bev10.csv": coarse, "a/bev1.CSV": middle, "a/x.pdf": b""}))
    assert delivery.content.resolution == 1000
    assert delivery.hinweise[0] == "Gelesen wurde „bev1.CSV“ aus dem Archiv."
    other = lines("GITTER_ID_1km;x_mp_1km;y_mp_1km;Durchschnittsalter", "x;4280500;2882500;42")
    assert problems(archive({"a.csv": middle, "b.csv": other.encode()})) == [
        "datei.zip: Das Archiv enthält mehrere CSV-Dateien; bitte entpacken und einzeln einlesen."
    ]


def test_a_bomb_is_not_unpacked():
    zeros = b"0" * (30 * 1024 * 1024)
    (problem,) = problems(archive({"Zensus2022_x_100m-Gitter.csv": zeros}))
    assert problem.endswith("und wird aus Sicherheitsgründen nicht geöffnet.")


def test_coordinates_of_utm_in_a_grid_are_refused():
    utm = lines(HEAD, "CRS25832RES100mN5436000E0532000;532050;5436050;4")
    assert problems(source(utm)) == [
        "datei.csv: Die Zellmitten (x und y) liegen nicht in Deutschland; erwartet werden Meter "
        "im europäischen Gitter (EPSG:3035)."
    ]


def test_every_grid_knows_its_source():
    content = loaders.read(source(lines(HEAD, row(4_280_000, 2_882_000, 4)))).content
    assert content.quelle_id == "zensus2022-gitter"
    (known,) = content.quellen.to_dict("records")
    assert (known["stand"], known["lizenz"]) == ("2022-05-15", "dl-de/by-2-0")


def test_a_damaged_archive_is_told():
    packed = archive({"a.csv": lines(HEAD, row(4_280_000, 2_882_000, 4)).encode() * 500})
    broken = bytearray(packed.data)
    broken[60:70] = b"\xff" * 10
    item = source(bytes(broken), "datei.zip")
    assert any("beschädigt" in text for text in problems(item))


SERVICE = {
    "features": [
        {"attributes": {"OBJECTID": 1, "GITTER_ID_100m": "CRS3035RES100mN2882000E4280000",
                        "ags": "08125107", "Einwohner": 12, "Unter18": 3, "Leerstandsquote": None}},
        {"attributes": {"OBJECTID": 2, "GITTER_ID_100m": "CRS3035RES100mN2882100E4280000",
                        "Einwohner": 5, "Unter18": None, "Leerstandsquote": 4.5}},
    ]
}  # fmt: skip


def test_the_answer_of_the_map_service():
    delivery = loaders.read(source(json.dumps(SERVICE), "antwort.json"))
    assert delivery.format == "zensus-karte"
    cells = delivery.content.cells
    assert cells[["x", "y"]].to_numpy().tolist() == [[4280050, 2882050], [4280050, 2882150]]
    assert delivery.content.value_columns() == ("Einwohner", "Unter18", "Leerstandsquote")
    assert np.isnan(cells["Unter18"].iloc[1])


def test_a_cut_answer_of_the_map_service():
    text = json.dumps({**SERVICE, "exceededTransferLimit": True})
    (problem,) = problems(source(text, "antwort.json"))
    assert "abgeschnitten" in problem


def test_whole_numbers_of_a_national_file_need_no_window(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(lines(HEAD, *(row(4_100_000 + 100 * i, 2_882_000, i) for i in range(9))))
    assert loaders.read_cells(path, Known()).content.cells["Einwohner"].tolist() == list(range(9))


def test_dashes_of_neighbouring_cells_and_at_the_end():
    head = (
        "GITTER_ID_100m;x_mp_100m;y_mp_100m;Insgesamt_Bevoelkerung;Unter18;a18bis29;a30bis49;"
        "a50bis64;a65undaelter"
    )
    cells = [row(4_280_000, 2_882_000, "–;–;–;–;–;–"), row(4_280_100, 2_882_000, "3;–;…;3;–;–")]
    for end in ("\n", "\r\n"):
        for text in (end.join([head, *cells]), end.join([head, *cells, ""])):
            found = loaders.read(source(text)).content.cells.drop(columns=["x", "y"])
            assert found.iloc[0].tolist() == [0] * 6
            assert found.iloc[1].fillna(-1).tolist() == [3, 0, -1, 3, 0, 0]
    # a quoted one is the same, a dash beside digits is no number
    quoted = lines(head, row(4_280_000, 2_882_000, '"–";1;1;1;1;1'))
    assert loaders.read(source(quoted)).content.cells["Insgesamt_Bevoelkerung"].tolist() == [0]
    assert problems(source(lines(head, row(4_280_000, 2_882_000, "1–;1;1;1;1;1")))) == [
        "datei.csv, Zeile 2, Spalte „Insgesamt_Bevoelkerung“: „1–“ ist keine Zahl."
    ]
