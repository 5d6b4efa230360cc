#!/usr/bin/env bash
# Builds the Python package as the tests of the repository have built the library, and runs its tests. What they need is installed
# into target/python. With --ray the tests on Ray run as well.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$PWD/target/python
needs=(maturin pytest pyarrow pandas duckdb matplotlib mypy)
for word in "$@"; do
  [ "$word" = --ray ] && needs+=("ray[data]")
done
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check "${needs[@]}"
VIRTUAL_ENV=$venv PATH=$venv/bin:$PATH maturin develop --quiet --manifest-path python/Cargo.toml
"$venv/bin/python" -m pytest -q python/tests
