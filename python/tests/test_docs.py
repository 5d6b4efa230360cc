"""The walk of `docs/python.md` runs as it stands there."""

import re
from typing import Any

import pytest
from conftest import ROOT

BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_walk_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("pandas", "duckdb", "matplotlib"):
        pytest.importorskip(module)
    (ROOT / "target").mkdir(exist_ok=True)
    (ROOT / "target" / "walk.db").unlink(missing_ok=True)
    monkeypatch.chdir(ROOT)
    blocks = BLOCK.findall((ROOT / "docs" / "python.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 6
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)
    assert (ROOT / "target" / "checklist.png").stat().st_size > 10_000
    assert len(names["latest"]) == 5
