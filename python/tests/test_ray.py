"""Ray: the merged tables equal those of one machine; what is known is not read again, also after a kill."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
import pytest
from conftest import ROOT

ray = pytest.importorskip("ray")
pytest.importorskip("ray.data")

#: Documents of a run.
COUNT = 60


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, corpus: list[Path]) -> Path:
    """Varied documents: disclosures of many agencies, one content under two paths, broken and hostile files."""
    folder = tmp_path_factory.mktemp("source") / "disclosures"
    for at in range(COUNT):
        path = folder / f"{at % 4}" / f"{at:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = corpus[at % len(corpus)].read_text(encoding="utf-8")
        path.write_text(text.replace("機関名", f"機関名\n{at}" if at % 7 == 0 else "機関名") + f"\n({at})", encoding="utf-8")
    (folder / "again.txt").write_bytes((folder / "0" / "000.txt").read_bytes())
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    return folder


@pytest.fixture(scope="module")
def alone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    """The tables of one machine: import, then export."""
    folder = tmp_path_factory.mktemp("alone")
    yomitori(["import", str(source), "--db", str(folder / "disclosures.db"), "--quiet"])
    return exported(folder)


def exported(folder: Path) -> dict[str, pa.Table]:
    """The tables of a data set."""
    yomitori(["export", "--db", str(folder / "disclosures.db"), "--to", str(folder), "--format", "parquet"])
    return {path.stem: pyarrow.parquet.read_table(path) for path in folder.glob("*.parquet")}


def yomitori(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "yomitori", *arguments], check=False, capture_output=True)
    assert done.returncode in (0, 1), done.stderr


def on_ray(source: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "yomitori.ray", str(source), "--out", str(out), "--concurrency", "2", "--batch", "8", *more]


def merged(out: Path) -> dict[str, pa.Table]:
    return {
        folder.name: pa.dataset.dataset(folder, format="parquet").to_table()
        for folder in (out / "tables").iterdir()
    }


def rows(table: pa.Table) -> list[str]:
    """The rows in one order, but for what only the history of a data set tells."""
    told = (row for row in table.to_pylist() if not str(row.get("code")).startswith(("history.", "identity.")))
    return sorted(map(repr, told))


def test_the_merged_tables_are_those_of_one_machine(source: Path, alone: dict[str, pa.Table], tmp_path: Path) -> None:
    first = subprocess.run(on_ray(source, tmp_path), check=False, capture_output=True, text=True)
    assert first.returncode == 1, first.stderr
    tables = merged(tmp_path)
    assert sorted(tables) == sorted(alone)
    for name, table in alone.items():
        assert tables[name].schema.names == table.schema.names
        assert rows(tables[name]) == rows(table), name
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "outcomes").iterdir()}
    # Brought into a data set, they are told of their history as well.
    yomitori(["import", "--from-parquet", str(tmp_path), "--db", str(tmp_path / "disclosures.db"), "--quiet"])
    taken_over = exported(tmp_path)
    for name, table in alone.items():
        assert taken_over[name].to_pylist() == table.to_pylist(), name
    second = subprocess.run(on_ray(source, tmp_path), check=False, capture_output=True, text=True)
    assert "0 documents were new" in second.stderr
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "outcomes").iterdir()} == files


def test_a_run_that_was_killed_goes_on(source: Path, alone: dict[str, pa.Table], tmp_path: Path) -> None:
    process = subprocess.Popen(on_ray(source, tmp_path), start_new_session=True, stderr=subprocess.DEVNULL)
    outcomes = tmp_path / "outcomes"
    deadline = time.monotonic() + 120
    while process.poll() is None and not list(outcomes.glob("*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = len(list(outcomes.glob("*.parquet")))
    assert done > 0
    # More actors than there are processors share them.
    again = subprocess.run([*on_ray(source, tmp_path), "--concurrency", "5"], check=False, capture_output=True, text=True)
    assert "documents were new" in again.stderr and f"{COUNT + 3} documents were new" not in again.stderr, again.stderr
    for name, table in alone.items():
        assert rows(merged(tmp_path)[name]) == rows(table), name


def test_a_dataset_of_outcomes(source: Path) -> None:
    from yomitori.batches import OUTCOMES
    from yomitori.ray import read_documents

    ray.init(log_to_driver=False, ignore_reinit_error=True, num_cpus=2)
    try:
        outcomes = read_documents(str(source / "1"), concurrency=1).to_arrow_refs()
        table = pa.concat_tables(ray.get(outcomes))
        assert set(table.column_names) == set(OUTCOMES.names)
        assert table.num_rows == len(list((source / "1").iterdir()))
    finally:
        ray.shutdown()
