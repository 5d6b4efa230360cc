"""Documents as batches of Arrow: the one function that Ray, Spark and Dask call.

A batch of documents has the columns ``path`` (text) and ``bytes`` (binary). What comes of it are *outcomes*, a row for each record
and for each failure, with the columns of :data:`OUTCOMES`.

>>> spark_frame.mapInArrow(yomitori.batches.read_batches, schema)       # Spark
>>> dask_frame.map_partitions(yomitori.batches.read_table)              # Dask, with pyarrow tables
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow

from yomitori._reading import Reader
from yomitori._record import Failure, Record
from yomitori._yomitori import __version__

#: What is known of a document after it was read. ``made_by`` names program, forms and options: the same content read by the same
#: maker gives the same outcome. ``part`` is 0 for a document with one disclosure, else 1, 2, …
OUTCOMES = pyarrow.schema(
    [
        ("sha256", pyarrow.string()),
        ("made_by", pyarrow.string()),
        ("path", pyarrow.string()),
        ("part", pyarrow.int32()),
        ("record", pyarrow.large_string()),
        ("code", pyarrow.string()),
        ("message", pyarrow.string()),
        ("hint", pyarrow.string()),
    ]
)


class BatchReader:
    """Reads batches with one compiled form, each document in a worker process that may crash alone.

    ``threads`` is how many documents are read at once; the other options are those of :class:`yomitori.Reader`.
    """

    def __init__(self, *, threads: int = 1, isolated: bool = True, **options: Any) -> None:
        self.reader = Reader(**options)
        self.threads = threads
        self.isolated = isolated
        self.made_by = made_by(self.reader, options)

    def __call__(self, batch: pyarrow.Table | pyarrow.RecordBatch) -> pyarrow.Table:
        """The outcomes of a batch of documents, in their order."""
        paths = batch.column("path").to_pylist()
        contents = batch.column("bytes").to_pylist()
        documents = zip(paths, contents, strict=True)
        each = self.reader.read_each(documents, threads=self.threads, isolated=self.isolated)
        rows: list[dict[str, Any]] = []
        for path, content, results in zip(paths, contents, each, strict=True):
            sha256 = hashlib.sha256(content).hexdigest()
            rows.extend(self._row(sha256, path, result) for result in results)
        return pyarrow.Table.from_pylist(rows, schema=OUTCOMES)

    def _row(self, sha256: str, path: str, result: Record | Failure) -> dict[str, Any]:
        row: dict[str, Any] = {"sha256": sha256, "made_by": self.made_by, "path": path, "part": 0}
        if not result.ok:
            return row | {"code": result.code, "message": result.message, "hint": result.hint}
        return row | {"record": result.to_json(), "part": result.source.get("part", {}).get("no", 0)}


def made_by(reader: Reader, options: dict[str, Any]) -> str:
    """What makes outcomes what they are: the program's version, its forms, and options, but neither a password nor the day."""
    told = {name: value for name, value in options.items() if name not in ("password", "today", "form") and value is not None}
    known = [__version__, sorted(reader.forms.items()), sorted((name, str(value)) for name, value in told.items())]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


def read_table(batch: pyarrow.Table | pyarrow.RecordBatch, **options: Any) -> pyarrow.Table:
    """The outcomes of one batch; :class:`BatchReader` is quicker for several."""
    return BatchReader(**options)(batch)


def read_batches(batches: Iterable[pyarrow.RecordBatch], **options: Any) -> Iterator[pyarrow.RecordBatch]:
    """The outcomes of batches, as Spark's ``mapInArrow`` wants them: a function of an iterator."""
    reader = BatchReader(**options)
    for batch in batches:
        yield from reader(batch).to_batches()
