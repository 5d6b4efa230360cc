"""Batches of Arrow, as Spark and Dask hand them in: shown with pyarrow alone."""

from pathlib import Path

import pyarrow as pa
import yomitori
from yomitori.batches import OUTCOMES, BatchReader, read_batches, read_table


def batch(documents: list[tuple[str, bytes]]) -> pa.RecordBatch:
    paths, contents = zip(*documents, strict=True)
    return pa.RecordBatch.from_arrays([pa.array(paths), pa.array(contents, pa.binary())], names=["path", "bytes"])


def test_a_function_of_an_iterator_of_batches(corpus: list[Path]) -> None:
    documents = [(path.name, path.read_bytes()) for path in corpus] + [("empty.txt", b"")]
    batches = [batch(documents[:3]), batch(documents[3:])]
    outcomes = pa.Table.from_batches(read_batches(iter(batches), threads=2), schema=OUTCOMES)
    assert outcomes.column("path").to_pylist() == [name for name, _ in documents]
    records = outcomes.column("record").to_pylist()
    assert records[:-1] == [yomitori.read(content, name=name).to_json() for name, content in documents[:-1]]
    assert (records[-1], outcomes.column("code").to_pylist()[-1]) == (None, "source.empty")
    assert read_table(batch(documents)).to_pylist() == outcomes.to_pylist()


def test_what_made_an_outcome_is_known(corpus: list[Path]) -> None:
    usual, other = BatchReader(), BatchReader(max_pages=7)
    assert usual.made_by == BatchReader(today="2026-01-01").made_by
    assert usual.made_by != other.made_by
