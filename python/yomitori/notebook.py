"""What notebooks show: a page with the place of a value, and what changed between two disclosures."""

from __future__ import annotations

import base64
import html
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from yomitori._program import run
from yomitori._record import Record


class View:
    """Pages of a PDF as pictures, with what was read drawn on them."""

    def __init__(self, pages: dict[int, bytes]) -> None:
        #: PNG files by the number of their page, from 1.
        self.pages = pages

    def _repr_html_(self) -> str:
        shown = (
            f'<figure><img style="max-width:100%" alt="page {number}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'
            f"<figcaption>page {number}</figcaption></figure>"
            for number, png in self.pages.items()
        )
        return "".join(shown)

    def __repr__(self) -> str:
        return f"<View of pages {', '.join(map(str, self.pages))}>"


def inspect(path: str | os.PathLike[str], *, pages: str | int | None = None, value: str | None = None, record: Record | None = None) -> View:
    """The pages of a PDF with glyphs, lines, cells, labels and values drawn on them.

    ``pages`` is a number or a list such as ``"1,3-4"``. With ``value``, a JSON Pointer, it is the page that the value of ``record``
    stands on. Raises :class:`RuntimeError` for what is no PDF or can't be read, :class:`KeyError` for a value without a place.
    """
    if value is not None:
        if record is None:
            raise TypeError("value needs the record that has it")
        evidence = record.evidence.get(value, {})
        if "page" not in evidence:
            raise KeyError(value)
        pages = evidence["page"]
    with tempfile.TemporaryDirectory(prefix="yomitori-") as folder:
        wanted = [] if pages is None else ["--pages", str(pages)]
        run(["inspect", os.fspath(path), "--phase", "tables", "--png", folder, *wanted])
        files = sorted(Path(folder).glob("*.png"), key=_page)
        return View({_page(file): file.read_bytes() for file in files})


def _page(file: Path) -> int:
    return int("".join(c for c in file.stem.rsplit("-", 1)[-1] if c.isdigit()) or 0)


class Diff:
    """What changed between two disclosures: ``changes`` is what `yomitori diff --json` tells."""

    def __init__(self, changes: dict[str, Any]) -> None:
        self.changes = changes

    def __bool__(self) -> bool:
        return bool(self.changes.get("fields") or self.changes.get("items"))

    def _repr_html_(self) -> str:
        rows = []
        for change in [*self.changes.get("fields", []), *self.changes.get("items", [])]:
            title = change.get("title") or change.get("text") or change.get("pointer", "")
            cells = (title, _shown(change.get("old")), _shown(change.get("new")))
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        return f"<table><tr><th></th><th>old</th><th>new</th></tr>{''.join(rows)}</table>" if rows else "<p>equal</p>"

    def __repr__(self) -> str:
        return f"<Diff of {len(self.changes.get('fields', []))} fields, {len(self.changes.get('items', []))} items>"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def diff(old: Record | str | os.PathLike[str], new: Record | str | os.PathLike[str]) -> Diff:
    """What changed between two disclosures, be they records or files. Raises :class:`RuntimeError` when one can't be read."""
    with tempfile.TemporaryDirectory(prefix="yomitori-") as folder:
        paths = []
        for at, side in enumerate((old, new)):
            if isinstance(side, Record):
                path = Path(folder, f"{at}.json")
                path.write_bytes(bytes(side))
                paths.append(str(path))
            else:
                paths.append(os.fspath(side))
        return Diff(json.loads(run(["diff", *paths, "--json"])))
