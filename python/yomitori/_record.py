"""What a document becomes: a record, or a failure."""

from __future__ import annotations

import html
import json
from functools import cached_property
from typing import Any, Literal, TypedDict


class Evidence(TypedDict, total=False):
    """Where a value comes from."""

    raw: str
    line: int
    lines: list[int]
    page: int
    bbox: list[float]
    section: str


class Diagnostic(TypedDict, total=False):
    """A doubt about a value, or about the record as a whole."""

    code: str
    severity: Literal["info", "warning", "error"]
    pointer: str
    message: str


class Record:
    """A disclosure, as the command line writes it. It keeps the JSON, and takes it apart when something of it is wanted."""

    ok: Literal[True] = True

    def __init__(self, json_bytes: bytes) -> None:
        self._json = bytes(json_bytes)

    @cached_property
    def _parts(self) -> dict[str, Any]:
        return json.loads(self._json)

    @property
    def name(self) -> str:
        """What the document was called."""
        return self._parts["source"]["name"]

    @property
    def form(self) -> str:
        """The id of the form it is of."""
        return self._parts["form"]

    @property
    def source(self) -> dict[str, Any]:
        """Name, hash, kind and pages of the document."""
        return self._parts["source"]

    @property
    def data(self) -> dict[str, Any]:
        """The values; :mod:`yomitori.forms` has their types."""
        return self._parts["data"]

    @property
    def evidence(self) -> dict[str, Evidence]:
        """For each value, by its JSON Pointer, the text as read and its place."""
        return self._parts["evidence"]

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """What is doubted."""
        return self._parts["diagnostics"]

    def doubts(self, pointer: str | None = None) -> list[Diagnostic]:
        """The diagnostics that ask for a person's eyes: of one value, or of all."""
        wanted = (d for d in self.diagnostics if d["severity"] != "info")
        return [d for d in wanted if pointer is None or d.get("pointer") == pointer]

    def value(self, pointer: str) -> Any:
        """The value at a JSON Pointer, such as ``/data/organization/name``. Raises :class:`KeyError` where there is none."""
        here: Any = self._parts
        for key in pointer.split("/")[1:]:
            key = key.replace("~1", "/").replace("~0", "~")
            try:
                here = here[int(key)] if isinstance(here, list) else here[key]
            except (KeyError, IndexError, ValueError, TypeError):
                raise KeyError(pointer) from None
        return here

    def to_json(self, *, indent: int | None = None) -> str:
        """The record as JSON: as the command line writes it, or indented."""
        if indent is None:
            return self._json.decode()
        return json.dumps(self._parts, ensure_ascii=False, indent=indent)

    def __bytes__(self) -> bytes:
        return self._json

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self._json == other._json

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self) -> tuple[type[Record], tuple[bytes]]:
        return Record, (self._json,)

    def __repr__(self) -> str:
        return f"<Record {self.name!r} of {self.form}, {len(self.doubts())} doubts>"

    def _repr_html_(self) -> str:
        doubted = {d.get("pointer"): d["message"] for d in self.doubts()}
        rows = []
        for pointer, value in leaves(self.data, "/data"):
            shown = "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            raw = self.evidence.get(pointer, {}).get("raw", "")
            cells = (pointer.removeprefix("/data/"), shown, raw, doubted.get(pointer, ""))
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
        head = "<tr><th>field</th><th>value</th><th>as read</th><th>doubt</th></tr>"
        return f"<h4>{html.escape(self.name)}</h4><table>{head}{''.join(rows)}</table>"


class Failure(Exception):
    """Why a document gave no record. ``code`` is stable; ``hint`` says what can be done, where something can.

    ``sha256`` is the hash of its bytes, where they could be read.
    """

    ok: Literal[False] = False

    def __init__(self, name: str, code: str, message: str, hint: str | None = None, sha256: str | None = None) -> None:
        super().__init__(name, code, message, hint, sha256)
        self.name = name
        self.code = code
        self.message = message
        self.hint = hint
        self.sha256 = sha256

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.name}: {self.code}: {self.message}{hint}"


def leaves(value: Any, pointer: str) -> list[tuple[str, Any]]:
    """The values below a pointer that hold no others, each with its pointer; a list of plain values is one."""
    if isinstance(value, dict):
        return [leaf for key, below in value.items() for leaf in leaves(below, f"{pointer}/{key}")]
    if isinstance(value, list) and any(isinstance(below, (dict, list)) for below in value):
        return [leaf for at, below in enumerate(value) for leaf in leaves(below, f"{pointer}/{at}")]
    return [(pointer, value)]
