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
if [ -n "${YOMITORI_MODULE:-}" ]; then
  # Built with everything else, as .ci/run does: the package is tried where it lies.
  cp "$YOMITORI_MODULE" python/yomitori/_yomitori.abi3.so
  export PYTHONPATH=$PWD/python
else
  VIRTUAL_ENV=$venv PATH=$venv/bin:$PATH maturin develop --quiet --manifest-path python/Cargo.toml
fi
"$venv/bin/python" -m pytest -q python/tests
