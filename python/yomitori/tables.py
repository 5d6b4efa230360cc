"""Records as tables of Arrow: those of the export, for pandas, polars and DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from yomitori._reading import Reader
from yomitori._record import Failure, Record

if TYPE_CHECKING:
    import pyarrow


def to_arrow(results: Iterable[Record | Failure], *, reader: Reader | None = None) -> dict[str, pyarrow.Table]:
    """The export's tables of records and failures: ``disclosures``, ``checklist_items``, ``diagnostics``, ``documents``, ``failures``.

    ``reader`` is the one that read them, where it has a form of its own. Dates are dates, counts integers, lists lists.
    Raises :class:`ValueError` when a record is of another form, or is there twice.
    """
    from yomitori import _yomitori

    records, failures = [], []
    for result in results:
        if result.ok:
            records.append(bytes(result))
        else:
            failures.append((result.name, result.code, result.message, result.hint, result.sha256))
    with tempfile.TemporaryDirectory(prefix="yomitori-") as folder:
        _yomitori.write_parquet((reader or Reader())._reader, records, failures, folder)
        return parquet_tables(Path(folder))


def parquet_tables(folder: Path) -> dict[str, pyarrow.Table]:
    """The Parquet files of a folder as tables in memory, by their names without the ending."""
    import pyarrow.parquet

    return {path.stem: pyarrow.parquet.read_table(path, memory_map=False) for path in sorted(folder.glob("*.parquet"))}
