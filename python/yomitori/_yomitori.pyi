"""The compiled half of the package; see `python/src`. Not for users: its functions may change at any time."""

from os import PathLike

from typing import final

__version__: str

_Content = bytes | str | PathLike[str]
_Outcome = list[bytes] | tuple[str, str, str | None, str | None]
_Program = tuple[str, list[str]]

@final
class Reader:
    def __new__(cls, program: _Program, options: list[str]) -> Reader: ...
    def read(self, name: str, content: _Content) -> _Outcome: ...
    def forms(self) -> list[tuple[str, str]]: ...

@final
class Crew:
    def __new__(cls, reader: Reader, threads: int, isolated: bool) -> Crew: ...
    def submit(self, name: str, content: _Content) -> None: ...
    def take(self) -> _Outcome: ...

def main(program: _Program, arguments: list[str]) -> int: ...
def record_schema(options: list[str] = ...) -> str: ...
def write_parquet(
    reader: Reader,
    records: list[bytes],
    failures: list[tuple[str, str, str, str | None, str | None]],
    folder: str | PathLike[str],
) -> int: ...
