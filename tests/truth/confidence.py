"""Fit the model of confidence on invented documents, and report how well it tells right from wrong on others.

    python3 tests/truth/confidence.py fit DIR… --program yomitori > crates/core/src/confidence/model.toml
    python3 tests/truth/confidence.py report DIR… --program yomitori > docs/confidence.md

Each DIR holds documents with a NAME.truth.json beside each, as generate.py, office.py, producers.py, authors.py and flat.py write them.
Documents that were fitted on must not be among those reported on: other seeds, producers and authors of which none was fitted. Needs
numpy.
"""

import argparse
import collections
import json
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy

import score

MODEL = Path(__file__).resolve().parents[2] / "crates/core/src/confidence/model.toml"
# What weights are drawn towards nothing by: the inverse variance of a weight that is not known.
RIDGE = 0.5
# Signs that fewer leaves have are left out.
LEAST = 25
STEPS = 60
# The share of the wrong leaves that a person is to find who looks at what is asked for.
FOUND = 0.98
SHARES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2)
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)


@dataclass
class Leaf:
    """A leaf that was read: its signs, its chance, and whether it is wrong."""

    kind: str
    signs: tuple
    chance: float
    is_wrong: bool
    is_told: bool


@dataclass
class Read:
    """Everything that was read of some folders."""

    leaves: list = field(default_factory=list)
    documents: collections.Counter = field(default_factory=collections.Counter)
    # Leaves of the truth that the records do not have at all: items that were not found.
    absent: collections.Counter = field(default_factory=collections.Counter)


# --- Reading ----------------------------------------------------------------------------------------------------


def run(program, words, text=None):
    """What the program prints; documents that fail are named on its standard error, and are no fault here."""
    done = subprocess.run([*program, *words], input=text, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout


def read(folders, program):
    """The leaves of all documents of some folders."""
    found = Read()
    for folder in folders:
        truths = score.read_truths(folder)
        paths = [str(folder / name) for name in truths if (folder / name).is_file()]
        records = run(program, ["extract", "--in-process", *paths])
        judged = run(program, ["confidence", "-"], records)
        for line, own in zip(records.splitlines(), judged.splitlines(), strict=True):
            record = json.loads(line)
            truth = truths.get(Path(record["source"]["name"]).name)
            if truth:
                add(found, truth, record, json.loads(own))
    return found


def add(found, truth, record, judged):
    """Tell the leaves of one document right from wrong."""
    kind = truth.get("kind", "fixture")
    found.documents[kind] += 1
    expected = {name: value for name, _, value in score._without(truth.get("skip", []), score.leaves(truth["data"]))}
    known = {name for name, _, _ in score.leaves(truth["data"])}
    diagnostics = [score.inside_data(one["pointer"]) for one in record["diagnostics"]]
    signs = {score.inside_data(pointer): (chance, tuple(own)) for pointer, chance, own in judged["leaves"]}
    own = list(score.leaves(record["data"]))
    for name, real, value in own:
        if real not in signs or (name in known and name not in expected):
            continue
        chance, of_leaf = signs[real]
        is_told = any(score.at_or_above(pointer, real) for pointer in diagnostics)
        is_wrong = expected.get(name, score.MISSING) != value
        found.leaves.append(Leaf(kind, of_leaf, chance, is_wrong, is_told))
    found.absent[kind] += len(set(expected) - {name for name, _, _ in own})


# --- Fitting ----------------------------------------------------------------------------------------------------


def fit(leaves):
    """Weights of a logistic model by Newton's method over leaves with equal signs."""
    groups = collections.Counter()
    for leaf in leaves:
        groups[leaf.signs, leaf.is_wrong] += 1
    counts = collections.Counter()
    for (signs, _), number in groups.items():
        counts.update({sign: number for sign in signs})
    names = sorted(sign for sign, number in counts.items() if number >= LEAST)
    at = {name: column for column, name in enumerate(names, 1)}
    rows = numpy.zeros((len(groups), len(names) + 1))
    rows[:, 0] = 1
    numbers, right = numpy.zeros(len(groups)), numpy.zeros(len(groups))
    for row, ((signs, is_wrong), number) in enumerate(groups.items()):
        rows[row, [at[sign] for sign in signs if sign in at]] = 1
        numbers[row], right[row] = number, not is_wrong
    weights = numpy.zeros(len(names) + 1)
    ridge = numpy.full(len(names) + 1, RIDGE)
    ridge[0] = 1e-3
    for _ in range(STEPS):
        chance = 1 / (1 + numpy.exp(-rows @ weights))
        slope = rows.T @ (numbers * (right - chance)) - ridge * weights
        bend = (rows * (numbers * chance * (1 - chance))[:, None]).T @ rows + numpy.diag(ridge)
        step = numpy.linalg.solve(bend, slope)
        weights += step * min(1, 4 / max(1e-9, numpy.abs(step).max()))
        if numpy.abs(step).max() < 1e-6:
            break
    return float(weights[0]), {name: float(weights[at[name]]) for name in names}


def print_model(leaves):
    """The model as TOML."""
    bias, weights = fit(leaves)
    chance = lambda signs: 1 / (1 + numpy.exp(-(bias + sum(weights.get(sign, 0) for sign in signs))))
    chances = sorted(chance(leaf.signs) for leaf in leaves if leaf.is_wrong)
    below = chances[int(len(chances) * FOUND)]
    print("# Made by tests/truth/confidence.py fit; docs/confidence.md says how well it does.")
    print("# What a person is asked to look at: below it are 98 % of the wrong leaves of those it was fitted on.")
    print(f"review_below = {min(below, 0.9999):.4f}")
    print(f"bias = {bias:.4f}\n\n[weights]")
    for name, weight in sorted(weights.items()):
        if abs(weight) >= 0.02:
            print(f"{json.dumps(name, ensure_ascii=False)} = {weight:.3f}")


# --- Reporting --------------------------------------------------------------------------------------------------


def calibration(leaves):
    """The expected calibration error, and for each bin its leaves, mean chance and share of right ones."""
    chances = numpy.array([leaf.chance for leaf in leaves])
    right = numpy.array([not leaf.is_wrong for leaf in leaves])
    rows, error = [], 0.0
    for low, high in zip(BINS, BINS[1:]):
        inside = (chances >= low) & ((chances < high) | (high == 1.0))
        if inside.any():
            mean, share = chances[inside].mean(), right[inside].mean()
            error += inside.mean() * abs(mean - share)
            rows.append((low, high, int(inside.sum()), mean, share))
    return error, rows


def curve(leaves):
    """Which share of the wrong leaves is among the least certain of all."""
    ordered = sorted(leaves, key=lambda leaf: leaf.chance)
    wrong = sum(leaf.is_wrong for leaf in leaves)
    found = lambda share: sum(leaf.is_wrong for leaf in ordered[: round(len(ordered) * share)])
    return [found(share) / wrong if wrong else None for share in SHARES]


def percent(share, digits=1):
    """A share for a table."""
    return "–" if share is None else f"{100 * share:.{digits}f} %"


def print_report(found):
    """The page of the documentation."""
    leaves, kinds = found.leaves, sorted(found.documents)
    error, rows = calibration(leaves)
    wrong, silent = sum(leaf.is_wrong for leaf in leaves), sum(leaf.is_wrong and not leaf.is_told for leaf in leaves)
    print("# How sure values are\n\n<!-- Made by tests/truth/confidence.py report. -->\n")
    print("Each value of a record has a *confidence*: the chance that it is right, by a logistic model over what is known of how it was")
    print("read: kind of document and of value, diagnostics on it and in the document, how the text as read stands to it, the")
    print("probabilities of OCR. A value that is null has one too. The model is data (`crates/core/src/confidence/model.toml`), fitted on")
    print("invented documents; the numbers below are of other seeds, and of producers and an author that were not fitted on.\n")
    print(f"{sum(found.documents.values())} documents, {len(leaves)} leaves, {wrong} of them wrong, {silent} of these without any diagnostic;")
    print(f"{sum(found.absent.values())} more leaves of the truth are in no record (items that were not found), and have no confidence.\n")
    print(f"Expected calibration error: **{error:.4f}**\n")
    print("| chance | leaves | mean chance | right |\n|---|---:|---:|---:|")
    for low, high, number, mean, share in rows:
        print(f"| {low}–{high} | {number} | {mean:.4f} | {share:.4f} |")
    print("\n## Review curve\n\nWhen the least certain leaves are looked at, so many of the wrong ones are found:\n")
    print("| kind | documents | leaves | wrong | ECE | " + " | ".join(percent(share) for share in SHARES) + " |")
    print("|---|---:|---:|---:|---:|" + "---:|" * len(SHARES))
    for kind in ["all", *kinds]:
        own = [leaf for leaf in leaves if kind in ("all", leaf.kind)]
        if not own:
            continue
        documents = sum(found.documents.values()) if kind == "all" else found.documents[kind]
        cells = [kind, documents, len(own), sum(leaf.is_wrong for leaf in own), f"{calibration(own)[0]:.4f}"]
        print("| " + " | ".join(map(str, [*cells, *map(percent, curve(own))])) + " |")
    below = tomllib.loads(MODEL.read_text("utf-8"))["review_below"]
    asked = [leaf for leaf in leaves if leaf.chance < below]
    print(f"\n`--review-below` is {below} unless said: below it were 98 % of the wrong leaves that the model was fitted on. Of those above,")
    print(f"{percent(len(asked) / len(leaves))} are below it, with {percent(sum(leaf.is_wrong for leaf in asked) / wrong)} of the wrong ones. `yomitori review` shows these first.")


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["fit", "report"])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--program", type=str.split, default=["cargo", "run", "--quiet", "--release", "--"])
    options = parser.parse_args()
    found = read(options.folders, options.program)
    if options.what == "fit":
        print_model(found.leaves)
    else:
        print_report(found)
    return 0 if found.leaves else 1


if __name__ == "__main__":
    sys.exit(main())
