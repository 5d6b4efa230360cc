#!/usr/bin/env bash
# Makes the picture files of this folder from fixtures/reading/plain.pdf: poppler and ImageMagick.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=../../fixtures/reading/plain.pdf
pdftoppm -r 200 -gray -png -singlefile "$page" "$work/gray"
convert "$work/gray.png" -colors 16 -density 200 -units PixelsPerInch plain-gray200.png
pdftoppm -r 150 -gray -jpeg -jpegopt quality=60 -singlefile "$page" plain-jpeg150
convert "$work/gray.png" -threshold 60% -type bilevel -compress Group4 -density 200 -units PixelsPerInch plain-g4.tif
