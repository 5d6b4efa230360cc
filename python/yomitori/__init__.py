"""Reads Japanese disclosure forms (代行機関の重要事項の概要) into one normalized record per document.

>>> import yomitori
>>> record = yomitori.read("disclosure.pdf")
>>> record.data["organization"]["name"]
>>> for result in yomitori.read_many(paths):
...     if result.ok:
...         ...

A value that a document does not state, or not clearly, is None with a reason among the record's diagnostics. What the fields
mean is in the record's JSON Schema (:func:`schema`) and, for type checkers, in :mod:`yomitori.forms`.
"""

from yomitori._reading import Reader, read, read_all, read_many, schema
from yomitori._record import Diagnostic, Evidence, Failure, Record
from yomitori._yomitori import __version__
from yomitori.dataset import DataSet, open
from yomitori.notebook import Diff, View, diff, inspect
from yomitori.tables import to_arrow

__all__ = [
    "DataSet",
    "Diagnostic",
    "Diff",
    "Evidence",
    "Failure",
    "Reader",
    "Record",
    "View",
    "__version__",
    "diff",
    "inspect",
    "open",
    "read",
    "read_all",
    "read_many",
    "schema",
    "to_arrow",
]
