"""Census grid as published, 3.1 million cells: to five Ortsteile, to 11,000 Gemeinden."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.grid_cases import gemeinden, villages, write_cells, write_means
from benchmarks.measure import Row, apart

#: Seconds and GB (DESIGN section 8).
REACH = {"five Ortsteile": (1.0, 0.3), "11,000 Gemeinden": (10.0, 1.5)}


def run() -> list[Row]:
    """The command and the plain way, each in a process of its own; the start is taken off both."""
    rows = []
    loading, memory = apart(["benchmarks.grid_start"])
    rows.append(Row("start of Python with all libraries", loading, "s", note=f"{memory:.2f} GB"))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cells, means = folder / "alter.csv", folder / "mittel.csv"
        write_cells(cells)
        write_means(means)
        for name, areas in (("five Ortsteile", villages()), ("11,000 Gemeinden", gemeinden())):
            path = folder / f"{len(areas)}.gpkg"
            areas.to_file(path)
            rows += _compared(name, cells, path, loading)
        both, memory = apart(_call([cells, means], folder / "5.gpkg", folder / "out.csv"))
        note = f"peak memory {memory:.2f} GB"
        rows.append(
            Row("two files of 3.1 million to five Ortsteile", both - loading, "s", note=note)
        )
    return rows


def _call(cells: list[Path], areas: Path, out: Path) -> list[str]:
    given = [str(path) for path in cells]
    return ["lebenslage", "grid", "--cells", *given, "--areas", str(areas), "--out", str(out)]


def _compared(name: str, cells: Path, areas: Path, loading: float) -> list[Row]:
    ours, memory = apart(_call([cells], areas, areas.with_suffix(".csv")))
    theirs, their_memory = apart(["benchmarks.grid_cases", str(cells), str(areas)])
    ours, theirs = ours - loading, theirs - loading
    seconds, most = REACH[name]
    work = f"3.1 million cells to {name}"
    note = f"pandas and geopandas take {theirs / ours:.1f} times as long"
    return [
        Row(work, ours, "s", seconds, "without the start of Python and libraries"),
        Row(f"{work}: peak memory", memory, "GB", most),
        Row(f"{work}: pandas and geopandas", theirs, "s", note=f"{their_memory:.2f} GB"),
        Row(f"{work}: share of their time", ours / theirs, "", 1.0, note),
    ]
