"""Reading documents: one, or many in threads."""

from __future__ import annotations

import json
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from yomitori import _yomitori
from yomitori._program import PROGRAM
from yomitori._record import Failure, Record

#: A document: the path of a file, or its bytes.
Document = str | os.PathLike[str] | bytes

#: How many documents a thread has waiting, so that none is idle while results are used.
_WAITING = 4

_LIMITS = ("max_bytes", "max_text", "max_cells", "max_pages", "max_unpacked", "max_time", "max_memory", "max_output")


class Reader:
    """Reads documents with one compiled form and, for scans, one loaded model. It may be shared between threads.

    ``form`` is a form file or several, instead of the built-in ones; ``ocr`` says which pages are read from their pictures:
    ``"auto"`` (those that are only pictures, where a model is installed), ``"never"``, ``"always"``; ``today`` (``YYYY-MM-DD``) is the
    day behind which a date counts as future; ``convert=True`` has .doc and .rtf read through LibreOffice. Limits have the command
    line's names: ``max_pages=500``, ``max_time=120``, ``max_bytes="200M"``; ``arguments`` are further options as the command line has them.

    Raises :class:`ValueError` when an option or a form can't be used.
    """

    def __init__(
        self,
        *,
        form: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | None = None,
        password: str | None = None,
        ocr: Literal["auto", "never", "always"] = "auto",
        today: str | None = None,
        convert: bool = False,
        arguments: Iterable[str] = (),
        **limits: int | str,
    ) -> None:
        self._settings: dict[str, Any] = {"form": form, "password": password, "ocr": ocr, "today": today, "convert": convert}
        self._settings |= {"arguments": list(arguments), **limits}
        unknown = sorted(set(limits) - set(_LIMITS))
        if unknown:
            raise TypeError(f"unknown option {unknown[0]!r}; limits are {', '.join(_LIMITS)}")
        options = [*self._settings["arguments"], f"--ocr={ocr}"]
        forms = [] if form is None else [form] if isinstance(form, (str, os.PathLike)) else list(form)
        self._settings["form"] = [os.fspath(path) for path in forms] or None
        for path in self._settings["form"] or []:
            options += ["--form", path]
        if today is not None:
            options.append(f"--today={today}")
        if convert:
            options.append("--convert=auto")
        options += [f"--{name.replace('_', '-')}={limit}" for name, limit in limits.items()]
        if password is not None:
            # Not among the arguments of a worker, where other users would see it. The file goes with the reader.
            self._secret = tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="yomitori-")
            self._secret.write(password)
            self._secret.flush()
            options += ["--password-file", self._secret.name]
        self._reader = _yomitori.Reader(PROGRAM, options)

    def read(self, document: Document, *, name: str | None = None, isolated: bool = False) -> Record:
        """Reads a document with one disclosure. ``name`` is what the record calls it: by default the path.

        ``isolated`` has a worker process read it, which bounds time and memory and may crash alone; worth its cost for what
        comes from strangers. Raises :class:`Failure` when there is no record, or several.
        """
        records = self.read_all(document, name=name, isolated=isolated)
        if len(records) != 1:
            message = f"the document holds {len(records)} disclosures"
            raise Failure(_name(document, name), "form.several", message, "read_all gives a record for each")
        return records[0]

    def read_all(self, document: Document, *, name: str | None = None, isolated: bool = False) -> list[Record]:
        """Reads a document: a record for each disclosure in it. Raises :class:`Failure` when there is none."""
        called = _name(document, name)
        if isolated:
            crew = _yomitori.Crew(self._reader, 1, True)
            crew.submit(called, _content(document))
            outcome = crew.take()
        else:
            outcome = self._reader.read(called, _content(document))
        results = _results(called, outcome)
        if isinstance(results, Failure):
            raise results
        return results

    def read_many(
        self, documents: Iterable[Document | tuple[str, Document]], *, threads: int | None = None, isolated: bool = True
    ) -> Iterator[Record | Failure]:
        """Reads documents in threads: their records and failures in the order of the documents.

        Documents are paths, bytes, or pairs of a name and one of these. They are taken as results are used, so memory stays
        flat over any number. ``threads`` is one for each processor by default. With ``isolated`` (the default) each thread has a
        worker process, and a document that hangs or crashes is a failure and nothing else.
        """
        for results in self.read_each(documents, threads=threads, isolated=isolated):
            yield from results

    def read_each(
        self, documents: Iterable[Document | tuple[str, Document]], *, threads: int | None = None, isolated: bool = True
    ) -> Iterator[list[Record] | list[Failure]]:
        """As :meth:`read_many`, but a list for each document: its records, or its failure."""
        threads = threads or os.cpu_count() or 1
        crew = _yomitori.Crew(self._reader, threads, isolated)
        waiting: deque[str] = deque()
        for at, given in enumerate(documents):
            called, document = given if isinstance(given, tuple) else (_name(given, None, at), given)
            crew.submit(called, _content(document))
            waiting.append(called)
            if len(waiting) >= threads * _WAITING:
                yield _each(_results(waiting.popleft(), crew.take()))
        while waiting:
            yield _each(_results(waiting.popleft(), crew.take()))

    @property
    def forms(self) -> dict[str, str]:
        """The forms that it knows: the hash of each form's file, by its id."""
        return dict(self._reader.forms())

    def __reduce__(self) -> tuple[Any, ...]:
        return _reader, (self._settings,)


def _reader(settings: dict[str, Any]) -> Reader:
    return Reader(**settings)


def _name(document: Document, name: str | None, at: int | None = None) -> str:
    if name is not None:
        return name
    if isinstance(document, bytes):
        return "bytes" if at is None else f"bytes {at + 1}"
    return os.fspath(document)


def _content(document: Document) -> bytes | str:
    return document if isinstance(document, bytes) else os.fspath(document)


def _results(name: str, outcome: list[bytes] | tuple[str, str, str | None, str | None]) -> list[Record] | Failure:
    if isinstance(outcome, tuple):
        return Failure(name, *outcome)
    return [Record(json_bytes) for json_bytes in outcome]


def _each(results: list[Record] | Failure) -> list[Record] | list[Failure]:
    return [results] if isinstance(results, Failure) else results


def read(document: Document, *, name: str | None = None, isolated: bool = False, **options: Any) -> Record:
    """Reads a document with one disclosure; the options are those of :class:`Reader`, which is quicker for several."""
    return Reader(**options).read(document, name=name, isolated=isolated)


def read_all(document: Document, *, name: str | None = None, isolated: bool = False, **options: Any) -> list[Record]:
    """Reads a document: a record for each disclosure in it; the options are those of :class:`Reader`."""
    return Reader(**options).read_all(document, name=name, isolated=isolated)


def read_many(
    documents: Iterable[Document | tuple[str, Document]], *, threads: int | None = None, isolated: bool = True, **options: Any
) -> Iterator[Record | Failure]:
    """Reads documents in threads, in their order; see :meth:`Reader.read_many`. The options are those of :class:`Reader`."""
    return Reader(**options).read_many(documents, threads=threads, isolated=isolated)


def schema(form: str | os.PathLike[str] | None = None) -> dict[str, Any]:
    """The JSON Schema of the record: of the built-in form, or of a form file."""
    return json.loads(_yomitori.record_schema([] if form is None else ["--form", os.fspath(form)]))
