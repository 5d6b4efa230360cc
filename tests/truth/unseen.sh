#!/usr/bin/env bash
# Reads invented disclosures that no fixture shows, always the same, and those of authors who did not know the program, and
# holds the program to a budget: how many of their leaves may be wrong, how many of those without a diagnostic, and how many
# diagnostics may be missing. Who makes the program read better lowers the budget to what is left.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for level in varied nasty; do
  python3 tests/truth/generate.py --seed 2026 --count 40 --out "$work/truth" --difficulty "$level"
done
. tests/program.sh
"$program" extract "$work"/truth/*.txt >"$work/records.jsonl" || [ $? = 1 ]
python3 tests/truth/score.py "$work/truth" "$work/records.jsonl" --limit 20 --wrong 113 --silent 5 --unseen 11
mkdir "$work/authors"
cp tests/truth/authors/*/* "$work/authors"
"$program" extract "$work"/authors/*.docx "$work"/authors/*.xlsx "$work"/authors/*.html >"$work/records.jsonl" || [ $? = 1 ]
python3 tests/truth/score.py "$work/authors" "$work/records.jsonl" --limit 20 --wrong 1
