#!/usr/bin/env bash
# Imports the corpus, exports it as CSV, and has frictionless (PyPI) validate the package, as a user of the data set would.
# Installs frictionless into target/frictionless when it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
env=target/frictionless
if [ ! -x "$env/bin/frictionless" ]; then
  python3 -m venv "$env"
  "$env/bin/pip" install --quiet --disable-pip-version-check 'frictionless==5.20.0'
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. tests/program.sh
"$program" import fixtures/corpus --db "$work/disclosures.db"
"$program" export --db "$work/disclosures.db" --to "$work/keys" --license CC-BY-4.0
"$program" export --db "$work/disclosures.db" --to "$work/excel" --header ja --excel --format csv,jsonl,parquet,xlsx
for package in keys excel; do
  "$env/bin/frictionless" validate --type package "$work/$package/datapackage.json"
done
