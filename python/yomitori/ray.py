"""Documents by the million, on Ray: `python -m yomitori.ray SOURCE --out FOLDER`.

A run has two steps. *Reading*: actors read batches of documents, each document in a worker process of its own, and put the
outcomes of each batch into one file of ``FOLDER/outcomes``. *Merging*: the outcomes become the export's tables, in parts by the first
digit of the content's hash, below ``FOLDER/tables``; ``yomitori import --from-parquet FOLDER`` brings them into a database. A file of outcomes is there when it is complete, and what is known by
content, program, forms and options is not read again: a run that was killed goes on where it was.

The tables have the rows of an import and export on one machine, but for what only the history of a data set tells (the diagnostics
``history.*`` and ``identity.*``).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute
import pyarrow.dataset
import pyarrow.fs
import pyarrow.parquet
import ray
import ray.data

from yomitori._reading import Reader
from yomitori._record import Failure, Record
from yomitori._yomitori import __version__
from yomitori.batches import OUTCOMES, BatchReader, made_by
from yomitori.tables import to_arrow

#: Documents whose outcomes stand in one file.
BATCH = 64

#: Parts of the tables: by the first digit of the hash.
PARTS = "0123456789abcdef"


class _Actor:
    """Holds one reader. Ray keeps it for many batches."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._reader = BatchReader(**options)

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        return self._reader(batch)


def read_documents(
    documents: str | list[str] | ray.data.Dataset,
    *,
    concurrency: int | tuple[int, int] | None = None,
    filesystem: pyarrow.fs.FileSystem | None = None,
    batch_size: int = BATCH,
    **options: Any,
) -> ray.data.Dataset:
    """The outcomes of documents (:data:`yomitori.batches.OUTCOMES`), read by actors with one reader each.

    ``documents`` are paths or folders that ``pyarrow.fs`` reads (local, S3, GCS), or a dataset with the columns ``path`` and ``bytes``.
    ``concurrency`` is the number of actors, or the least and the most; by default one for each processor of the cluster. The other
    options are those of :class:`yomitori.Reader`.
    """
    if not isinstance(documents, ray.data.Dataset):
        documents = ray.data.read_binary_files(documents, include_paths=True, filesystem=filesystem)
    if concurrency is None:
        concurrency = _processors()
    return documents.map_batches(
        _Actor,
        fn_constructor_args=(options,),
        batch_size=batch_size,
        batch_format="pyarrow",
        concurrency=concurrency,
        num_cpus=_share(concurrency if isinstance(concurrency, int) else concurrency[1]),
    )


@dataclass
class Run:
    """A run of documents below a source into a folder; both are what ``pyarrow.fs`` can open."""

    source: str
    out: str
    options: dict[str, Any] = field(default_factory=dict)
    concurrency: int | None = None
    batch: int = BATCH

    def __post_init__(self) -> None:
        self.files, self.root = _open(self.source)
        self.target, self.folder = _open(self.out)
        self.made_by = made_by(Reader(**self.options), self.options)

    def read(self) -> int:
        """Reads what is not known yet; the number of documents that were new, or known under another path."""
        self.target.create_dir(f"{self.folder}/outcomes")
        made = {"source": self.root, "made_by": self.made_by, "version": __version__, "forms": Reader(**self.options).forms}
        with self.target.open_output_stream(f"{self.folder}/run.json") as stream:
            stream.write(json.dumps(made, indent=2).encode())
        paths = _listed(self.files, self.root)
        chunks = [paths[at : at + self.batch] for at in range(0, len(paths), self.batch)]
        count = min(self._actors(), len(chunks))
        # What the decorator makes of the class has more than the class.
        actors: Any = _Reading
        crew = [actors.options(num_cpus=_share(count)).remote(self) for _ in range(count)]
        pool = ray.util.ActorPool(crew)
        return sum(pool.map_unordered(lambda actor, chunk: actor.read.remote(chunk), chunks))

    def merge(self) -> dict[str, int]:
        """Writes the tables from the outcomes; the number of rows in each."""
        self.target.create_dir(f"{self.folder}/outcomes")
        tasks = [_merge.remote(self, part) for part in PARTS]
        counts: dict[str, int] = {}
        for rows in ray.get(tasks):
            for table, count in rows.items():
                counts[table] = counts.get(table, 0) + count
        return counts

    def _actors(self) -> int:
        return self.concurrency or _processors()


def _processors() -> int:
    """The processors of the cluster."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _share(actors: int) -> float:
    """The processors that an actor asks for: one, or less where there are more actors, which would wait for ever."""
    return min(1.0, _processors() / max(1, actors))


def _open(uri: str) -> tuple[pyarrow.fs.FileSystem, str]:
    """The file system of an address, and the path on it. A path without a scheme is a local one."""
    return pyarrow.fs.FileSystem.from_uri(uri if "://" in uri else Path(uri).resolve().as_uri())


def _listed(files: pyarrow.fs.FileSystem, root: str) -> list[str]:
    """The paths of all files below a folder, or of one file, in order."""
    info = files.get_file_info(root)
    if info.type == pyarrow.fs.FileType.NotFound:
        raise FileNotFoundError(root)
    if info.type == pyarrow.fs.FileType.File:
        return [root]
    selector = pyarrow.fs.FileSelector(root, recursive=True)
    return sorted(info.path for info in files.get_file_info(selector) if info.type == pyarrow.fs.FileType.File)


def _known(target: pyarrow.fs.FileSystem, folder: str, maker: str) -> dict[str, set[str]]:
    """The paths that each content is known under."""
    known: dict[str, set[str]] = {}
    table = _outcomes(target, folder, pyarrow.dataset.field("made_by") == maker, ["sha256", "path"])
    for sha256, path in zip(table.column("sha256").to_pylist(), table.column("path").to_pylist(), strict=True):
        known.setdefault(sha256, set()).add(path)
    return known


def _outcomes(target: pyarrow.fs.FileSystem, folder: str, wanted: Any, columns: list[str] | None = None) -> pyarrow.Table:
    outcomes = pyarrow.dataset.dataset(f"{folder}/outcomes", schema=OUTCOMES, format="parquet", filesystem=target)
    return outcomes.to_table(filter=wanted, columns=columns)


@ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)
class _Reading:
    """Reads chunks of paths. When its node dies, Ray starts it elsewhere and hands it the chunk again."""

    def __init__(self, run: Run) -> None:
        self._run = run
        # Of this maker alone: another version of the program reads everything anew.
        self._known = _known(run.target, run.folder, run.made_by)
        self._reader = BatchReader(**run.options)

    def read(self, paths: list[str]) -> int:
        """Reads what is new among some paths, and writes its outcomes; how many documents that were."""
        run = self._run
        again: list[dict[str, Any]] = []
        new: dict[str, list[Any]] = {"path": [], "bytes": []}
        for path in paths:
            with run.files.open_input_stream(path) as stream:
                content = stream.read()
            sha256 = hashlib.sha256(content).hexdigest()
            if path in self._known.get(sha256, ()):
                continue
            if sha256 in self._known:
                again.append({"sha256": sha256, "made_by": run.made_by, "path": path, "part": 0})
            else:
                new["path"].append(path)
                new["bytes"].append(content)
        rows = self._reader(pyarrow.table(new, schema=pyarrow.schema([("path", pyarrow.string()), ("bytes", pyarrow.binary())])))
        table = pyarrow.concat_tables([rows, pyarrow.Table.from_pylist(again, schema=OUTCOMES)])
        if table.num_rows:
            _put(run.target, f"{run.folder}/outcomes/{_digest(table)}.parquet", table)
        return len(new["path"]) + len(again)


def _digest(table: pyarrow.Table) -> str:
    """A name that the same outcomes always have: a chunk that is read twice is written once."""
    rows = zip(*(table.column(name).to_pylist() for name in ("made_by", "sha256", "path")), strict=True)
    return hashlib.sha256(json.dumps(sorted(rows)).encode()).hexdigest()[:32]


def _put(target: pyarrow.fs.FileSystem, path: str, table: pyarrow.Table) -> None:
    """Writes a file that is there when it is complete. Object stores do so by themselves; elsewhere it is renamed."""
    if not isinstance(target, pyarrow.fs.LocalFileSystem):
        with target.open_output_stream(path) as stream:
            pyarrow.parquet.write_table(table, stream, compression="zstd")
        return
    folder, name = os.path.split(path)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{name}-", delete=False) as stream:
        pyarrow.parquet.write_table(table, stream, compression="zstd")
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(stream.name, path)


def _named(path: str, root: str) -> str:
    """What a document is called: its path below the source's folder, with that folder's name, as `yomitori import` calls it."""
    return path.removeprefix(f"{root.rpartition('/')[0]}/")


@ray.remote(num_cpus=1)
def _merge(run: Run, part: str) -> dict[str, int]:
    """Writes the tables of the contents whose hash begins with a digit; the number of rows in each."""
    starts = pyarrow.compute.starts_with(pyarrow.dataset.field("sha256"), part)
    outcomes = _outcomes(run.target, run.folder, starts & (pyarrow.dataset.field("made_by") == run.made_by))
    reader = Reader(**run.options)
    counts = {}
    for name, table in to_arrow(list(_settled(outcomes, run.root)), reader=reader).items():
        folder = f"{run.folder}/tables/{name}"
        run.target.create_dir(folder)
        _put(run.target, f"{folder}/part-{part}.parquet", table)
        counts[name] = table.num_rows
    return counts


def _settled(outcomes: pyarrow.Table, root: str) -> Iterator[Record | Failure]:
    """One outcome for each content, under the first of its paths, in the export's order."""
    paths: dict[str, str] = {}
    results: dict[str, dict[int, dict[str, Any]]] = {}
    for row in outcomes.to_pylist():
        sha256, path = row["sha256"], row["path"]
        paths[sha256] = min(path, paths.get(sha256, path))
        if row["record"] is not None or row["code"] is not None:
            results.setdefault(sha256, {})[row["part"]] = row
    for path, sha256 in sorted((paths[sha256], sha256) for sha256 in results):
        name = _named(path, root)
        for _, row in sorted(results[sha256].items()):
            if row["record"] is None:
                yield Failure(name, row["code"], row["message"], row["hint"], sha256)
            else:
                yield _called(row["record"], name)


def _called(record: str, name: str) -> Record:
    """A record under another name of its document."""
    parts = json.loads(record)
    parts["source"]["name"] = name
    return Record(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode())


def main(arguments: Iterable[str] | None = None) -> None:
    """The command: reads, merges, and says how many."""
    parser = argparse.ArgumentParser(prog="python -m yomitori.ray", description="Read documents on a Ray cluster into Parquet tables.")
    parser.add_argument("source", help="a folder or file: a path, or s3://…, gs://…")
    parser.add_argument("--out", required=True, help="the folder for outcomes and tables; a run that was stopped goes on there")
    parser.add_argument("--form", action="append", help="a form file, instead of the built-in forms; may be given several times")
    parser.add_argument("--concurrency", type=int, help="actors that read [default: one for each processor]")
    parser.add_argument("--batch", type=int, default=BATCH, help=f"documents for a file of outcomes [default: {BATCH}]")
    parser.add_argument("--ocr", choices=["auto", "never", "always"], default="auto", help="which pages are read from their pictures")
    parser.add_argument("--address", help="the Ray cluster [default: RAY_ADDRESS, or one on this machine]")
    args = parser.parse_args(None if arguments is None else list(arguments))
    ray.init(address=args.address, log_to_driver=False, ignore_reinit_error=True)
    options = {"form": args.form, "ocr": args.ocr}
    try:
        run = Run(args.source, args.out, options, args.concurrency, args.batch)
    except (FileNotFoundError, ValueError) as error:
        sys.exit(f"error: {error}")
    new = run.read()
    counts = run.merge()
    told = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))
    print(f"{new} documents were new; {told}", file=sys.stderr)
    sys.exit(1 if counts.get("failures") else 0)


if __name__ == "__main__":
    main()
