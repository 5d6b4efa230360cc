"""Reading: the same bytes as the command line, in order, from any kind of argument; failures with codes."""

import json
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import yomitori
from conftest import ROOT

#: The day of the tests: whether a date lies in the future depends on it.
TODAY = "2026-11-01"

#: Documents that do to a process the worst that documents can do, for a worker that is told to obey.
POISON = {"abort": "worker.crashed", "overflow": "worker.crashed", "hang": "worker.timeout"}


def test_every_fixture_has_the_bytes_of_the_command_line() -> None:
    command = [sys.executable, "-m", "yomitori", "extract", "fixtures", "--in-process", f"--today={TODAY}", "--ocr=never", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    lines = done.stdout.splitlines()
    assert len(lines) > 100
    names = list(dict.fromkeys(json.loads(line)["source"]["name"] for line in lines))
    documents = [(name, ROOT / name) for name in names]
    results = yomitori.read_many(documents, threads=2, isolated=False, today=TODAY, ocr="never")
    assert [bytes(result) for result in results if result.ok] == lines


def test_workers_give_the_same_records(corpus: list[Path]) -> None:
    here = list(yomitori.read_many(corpus, isolated=False))
    assert list(yomitori.read_many(corpus, threads=2)) == here
    reader = yomitori.Reader()
    assert [reader.read(path, isolated=True) for path in corpus] == here


def test_a_record_tells_values_evidence_and_doubts(corpus: list[Path]) -> None:
    record = yomitori.read(corpus[2])
    assert (record.ok, record.form) == (True, "daiko-kikan")
    assert record.value("/data/organization/phone") == record.data["organization"]["phone"] == "03-5774-3631"
    assert "03 - 5774 - 3631" in record.evidence["/data/organization/phone"]["raw"]
    assert all(doubt["severity"] != "info" for doubt in record.doubts())
    assert json.loads(record.to_json()) == json.loads(record.to_json(indent=2))
    assert pickle.loads(pickle.dumps(record)) == record
    with pytest.raises(KeyError):
        record.value("/data/organization/mobile")


def test_bytes_and_paths_are_documents(corpus: list[Path]) -> None:
    path = corpus[0]
    assert yomitori.read(path.read_bytes(), name=str(path)) == yomitori.read(str(path)) == yomitori.read(path)
    assert yomitori.read(path.read_bytes()).name == "bytes"


def test_failures_have_codes_and_keep_their_place(corpus: list[Path]) -> None:
    with pytest.raises(yomitori.Failure) as caught:
        yomitori.read(b"")
    assert caught.value.code == "source.empty"
    results = list(yomitori.read_many([corpus[0], "nowhere.pdf", b"\x00\x01\x02", corpus[1]], threads=2))
    assert [result.ok for result in results] == [True, False, False, True]
    assert [result.code for result in results if not result.ok] == ["source.not-found", "source.binary"]
    assert results[2].name == "bytes 3"
    assert pickle.loads(pickle.dumps(results[1])).code == "source.not-found"


def test_several_disclosures_are_a_record_each() -> None:
    path = next((ROOT / "fixtures" / "several").iterdir())
    records = yomitori.read_all(path)
    assert len(records) > 1
    with pytest.raises(yomitori.Failure, match="form.several"):
        yomitori.read(path)
    assert list(yomitori.read_many([path])) == records


def test_a_document_that_kills_its_worker_costs_itself_alone(corpus: list[Path]) -> None:
    reader = yomitori.Reader(arguments=["--test-source"], max_time=1)
    documents: list[Path | bytes] = []
    for word in POISON:
        documents += [corpus[0], f"yomitori poison: {word}\n".encode()]
    results = list(reader.read_many(documents, threads=2))
    assert [result.ok for result in results] == [True, False] * len(POISON)
    assert [result.code for result in results if not result.ok] == list(POISON.values())


def test_documents_are_taken_as_results_are_used(corpus: list[Path]) -> None:
    taken = 0

    def endless() -> Iterator[Path]:
        nonlocal taken
        while True:
            taken += 1
            yield corpus[0]

    assert len(list(islice(yomitori.read_many(endless(), threads=2, isolated=False), 10))) == 10
    assert taken < 30


def test_a_reader_travels_with_its_options(corpus: list[Path]) -> None:
    reader = yomitori.Reader(max_bytes=10)
    with pytest.raises(yomitori.Failure, match="source.too-large"):
        pickle.loads(pickle.dumps(reader)).read(corpus[0])


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"form": "nowhere.toml"}, ValueError, "nowhere.toml"),
        ({"max_pages": "many"}, ValueError, "max-pages"),
        ({"max_paeges": 1}, TypeError, "max_pages"),
        ({"ocr": "sometimes"}, ValueError, "never"),
    ],
)
def test_options_are_checked(options: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        yomitori.Reader(**options)


def test_a_password_opens_and_is_not_among_the_arguments() -> None:
    path = ROOT / "fixtures" / "rendered" / "qpdf-password.pdf"
    with pytest.raises(yomitori.Failure, match="source.encrypted"):
        yomitori.read(path)
    reader = yomitori.Reader(password="himitsu")
    assert reader.read(path) == reader.read(path, isolated=True)


def test_ctrl_c_ends_a_wait() -> None:
    script = (
        "import signal, yomitori\n"
        # What a shell starts in the background ignores the signal.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "reader = yomitori.Reader(arguments=['--test-source'])\n"
        "print('ready', flush=True)\n"
        "list(reader.read_many([b'yomitori poison: hang\\n']))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(1)
    process.send_signal(2)
    _, errors = process.communicate(timeout=20)
    assert b"KeyboardInterrupt" in errors


def test_the_schema_is_the_forms() -> None:
    assert yomitori.schema()["title"].startswith("事業運営上開示すべき重要事項の概要")
    assert yomitori.schema(ROOT / "forms" / "kenshin-kikan.toml")["properties"]["form"]["const"] == "kenshin-kikan"


def test_the_types_are_what_the_forms_say() -> None:
    script = ROOT / "python" / "make_forms.py"
    subprocess.run([sys.executable, str(script), "--check"], check=True)
