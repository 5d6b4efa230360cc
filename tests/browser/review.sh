#!/usr/bin/env bash
# The review page in a real browser: open, walk by keyboard, correct, read again, import again, export. Installs playwright-core (npm)
# into target/browser; without Node.js or Chromium it is skipped. Pictures of the page go to target/browser/pictures.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
if ! command -v npm > /dev/null || ! { command -v chromium || command -v chromium-browser || command -v google-chrome || [ -n "${CHROMIUM:-}" ]; } > /dev/null; then
  echo "skipped: it needs npm and Chromium" >&2
  exit 0
fi
env=target/browser
mkdir -p "$env/pictures"
[ -d "$env/node_modules/playwright-core" ] || npm install --prefix "$env" --no-save --silent playwright-core@1.65.1
cp tests/browser/review.mjs "$env/"
. tests/program.sh
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT
mkdir "$work/in"
cp fixtures/corpus/001_*.txt fixtures/rendered/chromium-checks.pdf fixtures/rendered/calc.pdf "$work/in/"
cd "$work"
"$program" --quiet import in --db d.db --today 2026-11-20
"$program" review --db d.db --review-below 0.9999 > address 2> /dev/null &
server=$!
for _ in $(seq 100); do [ -s address ] && break; sleep 0.1; done
(cd "$root/$env" && node review.mjs "$(cat "$work/address")" pictures)
# What was said outlives the server and another import, and is in the tables.
kill -9 "$server"; wait "$server" 2> /dev/null || true
server=
"$program" --quiet import --db d.db --retry all --today 2026-11-20
"$program" --quiet export --db d.db --to out
"$program" corrections export --db d.db > corrections.jsonl
grep -q '"value":"2024-02-29","who":"山田"' corrections.jsonl
grep -q '2024-02-29' out/disclosures.csv
grep -q ',leased,' out/disclosures.csv
grep -q ',conflict,' out/checklist_items.csv
head -1 out/disclosures.csv | grep -q ',corrected_values$'
echo "the tables have the corrections"
