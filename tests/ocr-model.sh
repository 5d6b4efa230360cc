#!/usr/bin/env bash
# Puts the model that reads scans into target/models, where the tests look for it.
set -euo pipefail
cd "$(dirname "$0")/.."
models=target/models
if ! ls "$models"/*.onnx > /dev/null 2>&1; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" rapidocr==3.10.0
  . tests/program.sh
  YOMITORI_MODELS=$models "$program" models add "$work"/rapidocr-*.whl
fi
