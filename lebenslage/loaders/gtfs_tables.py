"""Tables of a GTFS feed: small ones whole, large ones in blocks of which only some rows stay.

A national feed has 30 million stop times (1.6 GB of text). They stream through pyarrow, one block
after the other; what does not belong to the Gemeinde is dropped before the next block is read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from lebenslage.errors import DatenFehler, Problem
from lebenslage.loaders.archives import BROKEN
from lebenslage.loaders.findings import Findings, quoted

#: Which rows of a block are kept.
Keep = Callable[[pa.RecordBatch], pa.Array]
#: Name of the column that holds the line of the file, for messages.
ZEILE: Final = "_zeile"
_BLOCK: Final = 1 << 23


class Feed:
    """The text files of a GTFS archive.

    Parameters
    ----------
    archive : zipfile.ZipFile
        Checked already (`archives.open_archive`); the tables may lie in a folder.
    """

    def __init__(self, archive: zipfile.ZipFile, findings: Findings) -> None:
        self._archive = archive
        self._findings = findings
        self._members = {
            member.filename.rsplit("/", 1)[-1].casefold(): member
            for member in archive.infolist()
            if "__MACOSX" not in member.filename
        }

    def has(self, name: str) -> bool:
        """Whether the feed has this table."""
        return name in self._members

    def table(
        self,
        name: str,
        needed: Sequence[str],
        optional: Sequence[str] = (),
        keep: Keep | None = None,
    ) -> pd.DataFrame:
        """Rows of a table as texts, columns that the feed does not have are empty.

        Parameters
        ----------
        needed : sequence of str
            Columns without which the table says nothing; their absence is a problem.
        keep : callable, optional
            Chooses rows of a block; default: all.

        Returns
        -------
        pd.DataFrame
            The columns and `ZEILE`; no row if a needed column is missing.

        Raises
        ------
        DatenFehler
            If the file is damaged or no UTF-8.
        """
        columns = [*needed, *optional]
        parts = list(self._blocks(name, needed, optional, keep))
        if not parts:
            return pd.DataFrame({column: pd.Series(dtype=str) for column in columns} | {ZEILE: []})
        whole = pa.Table.from_batches(parts).to_pandas()
        for column in columns:
            whole[column] = whole[column].str.strip() if column in whole else ""
        rows: pd.DataFrame = whole[[*columns, ZEILE]]
        return rows

    def _blocks(
        self, name: str, needed: Sequence[str], optional: Sequence[str], keep: Keep | None
    ) -> Iterator[pa.RecordBatch]:
        header = self._header(name)
        if missing := [column for column in needed if column not in header]:
            word = "Spalte" if len(missing) == 1 else "Spalten"
            self._findings.add(f"In „{name}“ fehlt die {word} {quoted(missing)}.")
            return
        wanted = [column for column in (*needed, *optional) if column in header]
        broken: list[str] = []

        def note(row: arrow_csv.InvalidRow) -> str:
            broken.append(row.text)
            return "skip"

        line = 2
        try:
            with self._archive.open(self._members[name]) as file:
                # looked through first: pyarrow would pass over an uneven row that is no UTF-8;
                # "-sig" because it looks at nothing between two encodings of the same name
                checked = pa.transcoding_input_stream(
                    pa.PythonFile(file, mode="r"), "utf-8-sig", "utf-8"
                )
                reader = arrow_csv.open_csv(
                    checked,
                    arrow_csv.ReadOptions(column_names=header, skip_rows=1, block_size=_BLOCK),
                    arrow_csv.ParseOptions(invalid_row_handler=note),
                    arrow_csv.ConvertOptions(
                        column_types=dict.fromkeys(header, pa.string()),
                        include_columns=wanted,
                        strings_can_be_null=False,
                    ),
                )
                for block in reader:
                    rows = np.arange(line, line + block.num_rows)
                    line += block.num_rows
                    block = block.append_column(ZEILE, pa.array(rows))
                    yield block if keep is None else block.filter(keep(block))
        except (pa.ArrowInvalid, UnicodeDecodeError) as error:
            if "Empty CSV" not in str(error) and "empty" not in str(error).casefold():
                self._refuse(f"„{name}“ ist nicht in UTF-8 kodiert oder beschädigt.")
        except BROKEN:
            self._refuse("Die Datei ist beschädigt und lässt sich nicht öffnen.")
        if broken:
            self._tell_broken(name, header, set(broken))

    def _header(self, name: str) -> list[str]:
        try:
            with self._archive.open(self._members[name]) as file:
                first = file.readline(1 << 16).decode("utf-8-sig", "replace")
        except BROKEN:
            self._refuse("Die Datei ist beschädigt und lässt sich nicht öffnen.")
        cells = next(csv.reader(io.StringIO(first, newline=None)), [])  # a bare CR ends it too
        return [cell.strip() for cell in cells]

    def _tell_broken(self, name: str, header: list[str], texts: set[str]) -> None:
        """Say in which lines there are too many or too few cells; read once more to find them."""
        with self._archive.open(self._members[name]) as file:
            lines = io.TextIOWrapper(file, "utf-8-sig", "replace", newline="")
            for number, line in enumerate(lines, start=1):
                if line.rstrip("\r\n") in texts:
                    found = len(next(csv.reader([line.rstrip("\r\n")]), []))
                    self._findings.add(
                        f"„{name}“: Die Zeile hat {found} Felder; erwartet werden {len(header)}.",
                        zeile=number,
                    )

    def _refuse(self, text: str) -> None:
        raise DatenFehler(Problem(text, datei=self._findings.datei)) from None


def one_of(column: str, values: Sequence[str]) -> Keep:
    """Keep the rows whose cell is one of the values."""
    known = pa.array(values, pa.string())
    return lambda block: pc.is_in(block.column(column), value_set=known)
