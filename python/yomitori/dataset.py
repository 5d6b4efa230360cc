"""A data set that `yomitori import` keeps in a SQLite database."""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yomitori._program import run
from yomitori._record import Record
from yomitori.tables import parquet_tables

if TYPE_CHECKING:
    import pyarrow


class DataSet:
    """A data set, open for reading. Its tables are described in its table ``columns`` and by `yomitori export`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if not self.path.is_file():
            raise FileNotFoundError(f"{self.path}: there is no data set; `yomitori import DOCUMENTS --db {self.path}` makes one")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)

    def sql(self, query: str, parameters: Sequence[Any] = ()) -> pyarrow.Table:
        """What a query of SQLite gives, as a table of Arrow."""
        import pyarrow

        connection = self._connect()
        try:
            cursor = connection.execute(query, parameters)
            names = [column[0] for column in cursor.description or ()]
            columns = list(zip(*cursor, strict=True)) or [()] * len(names)
        finally:
            connection.close()
        return pyarrow.table({name: list(column) for name, column in zip(names, columns, strict=True)})

    def to_arrow(self, *, latest: bool = False, history: bool = False, since: str | None = None) -> dict[str, pyarrow.Table]:
        """The export's tables: of what is there now, of each agency's ``latest`` disclosure, or of the whole ``history``."""
        with tempfile.TemporaryDirectory(prefix="yomitori-") as folder:
            self._export(folder, "parquet", latest=latest, history=history, since=since)
            return parquet_tables(Path(folder))

    def records(self, *, latest: bool = False, history: bool = False, since: str | None = None) -> Iterator[Record]:
        """The records, in the export's order."""
        with tempfile.TemporaryDirectory(prefix="yomitori-") as folder:
            self._export(folder, "jsonl", latest=latest, history=history, since=since)
            path = Path(folder, "records.jsonl")
            if path.exists():
                with path.open("rb") as lines:
                    yield from (Record(line.rstrip(b"\n")) for line in lines)

    def changes(self, since: str | None = None) -> dict[str, Any]:
        """What the last import found different, or all imports since a day (``YYYY-MM-DD``)."""
        window = [] if since is None else ["--since", since]
        return json.loads(run(["changes", "--db", str(self.path), "--format", "json", *window]))

    def _export(self, folder: str, form: str, *, latest: bool, history: bool, since: str | None) -> None:
        flags = ["--latest"] * latest + ["--history"] * history + ([] if since is None else ["--since", since])
        run(["export", "--db", str(self.path), "--to", folder, "--format", form, *flags])

    def __repr__(self) -> str:
        return f"<DataSet {str(self.path)!r}>"


def open(path: str | os.PathLike[str]) -> DataSet:
    """Opens a data set that `yomitori import` made. Raises :class:`FileNotFoundError` when there is none."""
    return DataSet(path)
