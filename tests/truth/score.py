"""Compare records with the truths of generated documents or of the named fixtures.

    python3 tests/truth/score.py DIR RECORDS.jsonl

DIR holds `NAME.truth.json` files (generate.py) or `NAME.json` files (expected/); RECORDS.jsonl is what the program
printed, one record a line. A record belongs to the truth whose document has the base name of the record's
`source.name`. Every leaf of `data` counts: single values, arrays of choices and prefectures as a whole, and of the
checklist each section's id and title and each item's no, text, status and plan. A document without a record counts all
its leaves wrong.

Exit status 1 when more leaves are wrong or more diagnostics missing than --wrong, --silent and --unseen allow.
"""

import argparse
import collections
import json
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

SUFFIX = ".truth.json"
SERIOUS = ("warning", "error")
MISSING = "(missing)"
SECTIONS = "/checklist/sections"


@dataclass
class Tally:
    """Counts of one kind of documents."""

    documents: int = 0
    perfect: int = 0
    leaves: int = 0
    exact: int = 0
    loose: int = 0


@dataclass
class Wrong:
    """A wrong leaf: where, what was expected, what came, and the codes raised on it or its parents."""

    document: str
    pointer: str
    expected: object
    got: object
    codes: list
    only_space: bool


@dataclass
class Report:
    """Everything found over all documents."""

    kinds: dict = field(default_factory=lambda: collections.defaultdict(Tally))
    wrong: list = field(default_factory=list)
    unseen: list = field(default_factory=list)
    spurious: collections.Counter = field(default_factory=collections.Counter)
    examples: dict = field(default_factory=dict)
    recordless: list = field(default_factory=list)


# --- Leaves -----------------------------------------------------------------------------------------------------


def leaves(data, pointer=""):
    """The leaves of `data` by their pointers; sections by their id and items by their number, wherever they stand."""
    if pointer == SECTIONS:
        yield from _section_leaves(data or [])
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, f"{pointer}/{key}")
    else:
        yield pointer, pointer, data


def _section_leaves(sections):
    seen = collections.Counter()
    for at, section in enumerate(sections):
        seen[section.get("id")] += 1
        again = seen[section.get("id")]
        name = f"{SECTIONS}/[{section.get('id')}{'' if again == 1 else f' {again}'}]"
        real = f"{SECTIONS}/{at}"
        for key in ("id", "title"):
            yield f"{name}/{key}", f"{real}/{key}", section.get(key)
        numbers = collections.Counter()
        for below, item in enumerate(section.get("items", [])):
            numbers[item.get("no")] += 1
            repeat = numbers[item.get("no")]
            number = f"{item.get('no')}{'' if repeat == 1 else f' {repeat}'}"
            for key in ("no", "text", "status", "plan"):
                yield f"{name}/items/[{number}]/{key}", f"{real}/items/{below}/{key}", item.get(key)


def squeeze(value):
    """A value without any white space."""
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list):
        return [squeeze(entry) for entry in value]
    return value


# --- Pointers ---------------------------------------------------------------------------------------------------


def inside_data(pointer):
    """A diagnostic's pointer below `data`."""
    return pointer.removeprefix("/data")


def at_or_above(upper, lower):
    """Whether one pointer is the other or a parent of it; the whole record counts for nothing."""
    return bool(upper) and (lower == upper or lower.startswith(upper + "/"))


def related(one, other):
    """Whether two pointers are the same or one is a parent of the other."""
    return at_or_above(one, other) or at_or_above(other, one) or one == other


def answers(diagnostic, wanted):
    """Whether a diagnostic is the wanted `[code, pointer]`."""
    codes, pointer = wanted
    return diagnostic["code"] in codes.split("|") and related(inside_data(diagnostic["pointer"]), pointer)


# --- Comparing --------------------------------------------------------------------------------------------------


def compare(report, kind, name, truth, record):
    """Count one document's leaves and diagnostics."""
    tally = report.kinds[kind]
    tally.documents += 1
    before = len(report.wrong)
    diagnostics = record.get("diagnostics", []) if record else []
    expected = _without(truth.get("skip", []), leaves(truth["data"]))
    own = list(leaves(record["data"])) if record else []
    got = {pointer: value for pointer, _, value in own}
    places = {pointer: real for pointer, real, _ in own}
    for pointer, real, value in expected:
        tally.leaves += 1
        found = got.get(pointer, MISSING)
        real = _place(places, pointer, real)
        tally.exact += found == value
        tally.loose += squeeze(found) == squeeze(value)
        if found != value:
            codes = [one["code"] for one in diagnostics if at_or_above(inside_data(one["pointer"]), real)]
            only_space = squeeze(found) == squeeze(value)
            report.wrong.append(Wrong(name, pointer, value, found, codes, only_space))
    if record is None:
        report.recordless.append(name)
        return
    raised = lambda real: [one["code"] for one in diagnostics if at_or_above(inside_data(one["pointer"]), real)]
    extra = {pointer: raised(real) for pointer, real in places.items()}
    _count_extra(report, tally, name, leaves(truth["data"]), got, extra)
    tally.perfect += len(report.wrong) == before
    _compare_diagnostics(report, name, truth, diagnostics)


def _without(skip, found):
    return [leaf for leaf in found if not any(at_or_above(pointer, leaf[1]) for pointer in skip)]


def _place(places, pointer, real):
    """Where the record has a leaf, or would have it: its sections and items may stand elsewhere than the truth's."""
    if not pointer.startswith(SECTIONS) or pointer in places:
        return places.get(pointer, real)
    section = places.get(f"{pointer[:pointer.index(']') + 1]}/id")
    return SECTIONS if section is None else section.removesuffix("/id") + "/items"


def _count_extra(report, tally, name, expected, got, codes):
    known = {pointer for pointer, _, _ in expected}
    for pointer in sorted(set(got) - known):
        if pointer.startswith(SECTIONS) and pointer.endswith(("/id", "/no")):
            tally.leaves += 1
            report.wrong.append(Wrong(name, pointer, MISSING, got[pointer], codes[pointer], False))


def _compare_diagnostics(report, name, truth, diagnostics):
    for wanted in truth.get("expect", []):
        if not any(answers(diagnostic, wanted) for diagnostic in diagnostics):
            report.unseen.append((name, *wanted))
    fine = truth.get("expect", []) + truth.get("allow", [])
    for diagnostic in diagnostics:
        if diagnostic["severity"] in SERIOUS and not any(answers(diagnostic, wanted) for wanted in fine):
            key = diagnostic["code"], diagnostic["severity"]
            report.spurious[key] += 1
            report.examples.setdefault(key, (name, diagnostic["pointer"], diagnostic.get("message", "")))


# --- Printing ---------------------------------------------------------------------------------------------------


def show(value):
    """A value for the list of wrong leaves."""
    text = value if value == MISSING else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "..."


def print_report(report, limit):
    """The whole report."""
    print("kind                  documents  perfect   leaves     exact  without-space")
    for kind, tally in sorted(report.kinds.items()):
        exact, loose = (100 * found / max(1, tally.leaves) for found in (tally.exact, tally.loose))
        print(f"{kind:22}{tally.documents:9}{tally.perfect:9}{tally.leaves:9}{exact:9.3f}%{loose:14.3f}%")
    for name in report.recordless:
        print(f"no record: {name}")
    present = [wrong for wrong in report.wrong if wrong.document not in report.recordless]
    _print_wrong("Wrong leaves", present, limit)
    _print_wrong("Wrong leaves WITHOUT a diagnostic", [wrong for wrong in present if not wrong.codes], limit)
    print(f"\n## Missing diagnostics: {len(report.unseen)}")
    for name, code, pointer in report.unseen[:limit]:
        print(f"{name}  {code}  {pointer}")
    print(f"\n## Warnings and errors a careful reader would not raise: {sum(report.spurious.values())}")
    for (code, severity), number in report.spurious.most_common():
        name, pointer, message = report.examples[code, severity]
        print(f"{number:6}  {severity:8}{code}  e.g. {name} {pointer}: {message}")


def _print_wrong(heading, found, limit):
    print(f"\n## {heading}: {len(found)}")
    places = collections.Counter(wrong.pointer.split("/items/")[0] for wrong in found)
    for pointer, number in places.most_common(15):
        print(f"{number:6}  {pointer}")
    for wrong in found[:limit]:
        space = " (only white space)" if wrong.only_space else ""
        print(f"{wrong.document}  {wrong.pointer}{space}  [{', '.join(wrong.codes)}]")
        print(f"    expected {show(wrong.expected)}")
        print(f"    got      {show(wrong.got)}")


# --- Reading ----------------------------------------------------------------------------------------------------


def read_truths(folder):
    """The truths by their documents' names; expectation files name none and stand for `NAME.txt`."""
    truths = {}
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.removesuffix(SUFFIX) if path.name.endswith(SUFFIX) else path.stem
        truths[truth.get("document", f"{name}.txt")] = truth
    return truths


def read_records(path):
    """The records by the base names of their documents."""
    text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    records = [json.loads(line) for line in text.split("\n") if line.strip()]
    return {Path(record["source"]["name"]).name: record for record in records}


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("records", help="JSON Lines, or - for standard input")
    parser.add_argument("--limit", type=int, default=100, help="entries of each list to print")
    parser.add_argument("--wrong", type=int, default=0, help="most wrong leaves to pass with")
    parser.add_argument("--silent", type=int, default=0, help="most wrong leaves that no diagnostic flags to pass with")
    parser.add_argument("--unseen", type=int, default=0, help="most missing diagnostics to pass with")
    options = parser.parse_args()
    records = read_records(options.records)
    report = Report()
    for name, truth in read_truths(options.folder).items():
        compare(report, truth.get("kind", "fixture"), name, truth, records.get(name))
    print_report(report, options.limit)
    silent = [wrong for wrong in report.wrong if not wrong.codes]
    counts = [("wrong", len(report.wrong), options.wrong), ("silent", len(silent), options.silent)]
    counts.append(("unseen", len(report.unseen), options.unseen))
    over = [(name, count, most) for name, count, most in counts if count > most]
    for name, count, most in over:
        print(f"{name}: {count}, more than {most}")
    return 1 if over else 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main())
