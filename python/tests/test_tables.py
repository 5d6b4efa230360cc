"""Tables: of records, of a data set, and what notebooks show."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
import yomitori
from conftest import ROOT


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "disclosures.db"
    command = [sys.executable, "-m", "yomitori", "import", "fixtures/corpus", "--db", str(path), "--quiet"]
    subprocess.run(command, cwd=ROOT, check=True)
    return path


def test_records_become_tables_with_types(corpus: list[Path]) -> None:
    tables = yomitori.to_arrow(yomitori.read_many([*corpus, "nowhere.pdf"]))
    assert sorted(tables) == ["checklist_items", "diagnostics", "disclosures", "documents", "failures"]
    disclosures = tables["disclosures"]
    assert disclosures.num_rows == len(corpus)
    assert disclosures.schema.field("updated_on").type == pa.date32()
    assert disclosures.schema.field("facilities_all_staff_own").type == pa.int64()
    assert pa.types.is_list(disclosures.schema.field("organization_category").type)
    assert tables["failures"].column("reason").to_pylist() == ["source.not-found"]


def test_no_records_are_tables_without_rows() -> None:
    tables = yomitori.to_arrow([])
    assert tables["disclosures"].num_rows == 0
    assert tables["disclosures"].num_columns > 70


def test_a_record_that_is_there_twice_is_refused(corpus: list[Path]) -> None:
    record = yomitori.read(corpus[0])
    with pytest.raises(ValueError, match="twice"):
        yomitori.to_arrow([record, record])


def test_a_data_set_gives_what_was_imported(database: Path, corpus: list[Path]) -> None:
    data = yomitori.open(database)
    tables = data.to_arrow()
    assert tables["disclosures"].num_rows == len(corpus)
    records = list(data.records(latest=True))
    assert {record.data["organization"]["name"] for record in records} >= {"株式会社QOLead"}
    counted = data.sql("SELECT status, count(*) AS items FROM checklist_items GROUP BY status ORDER BY status")
    assert counted.column_names == ["status", "items"]
    assert sum(counted.column("items").to_pylist()) == tables["checklist_items"].num_rows
    assert isinstance(data.changes(), dict)


def test_a_data_set_that_is_not_there_is_said() -> None:
    with pytest.raises(FileNotFoundError, match="yomitori import"):
        yomitori.open("nowhere.db")


def test_the_difference_of_two_records(corpus: list[Path]) -> None:
    old, new = (yomitori.read(path) for path in corpus[:2])
    assert not yomitori.diff(old, old)
    changed = yomitori.diff(old, new)
    assert changed
    assert "機関名" in changed._repr_html_()
    assert yomitori.diff(corpus[0], corpus[1]).changes == changed.changes


def test_a_page_with_the_place_of_a_value() -> None:
    path = next(path for path in sorted((ROOT / "fixtures" / "rendered").rglob("*.pdf")))
    record = yomitori.read(path)
    view = yomitori.inspect(path, value="/data/organization/name", record=record)
    assert list(view.pages) == [record.evidence["/data/organization/name"]["page"]]
    assert all(png.startswith(b"\x89PNG") for png in view.pages.values())
    assert "data:image/png;base64," in view._repr_html_()
    with pytest.raises(RuntimeError):
        yomitori.inspect("nowhere.pdf")


def test_what_documents_say_is_escaped_in_notebooks(corpus: list[Path]) -> None:
    text = corpus[0].read_text(encoding="utf-8")
    record = yomitori.read(text.encode(), name="<script>.txt")
    assert "<script>" not in record._repr_html_()
