#!/bin/sh
# PDF to checked record, side by side with pdftotext -layout (text only), pdf-extract (text only, a Rust library) and pdfplumber
# (tables only) on the same files in one run, one thread each. Prints seconds and ratios; what counts are the ratios.
#
#     benches/side_by_side.sh [FOLDER OF PDF FILES]        usual: fixtures/rendered
#
# Needs poppler-utils; pdfplumber (pip install pdfplumber) is left out where python3 has none, pdf-extract where it can't be built:
# benches/pdf_extract is no part of the program's own build.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-fixtures/rendered}
cargo build --release --quiet
target=${CARGO_TARGET_DIR:-target}
yomitori=$target/release/yomitori
pdf_extract=$target/side_by_side/release/side-by-side-pdf-extract
files=$(find "$folder" -maxdepth 1 -name '*.pdf' | sort)
rounds="1 2 3"

now() { date +%s.%N; }

ours() { "$yomitori" extract --jobs 1 $files >/dev/null 2>&1 || true; }

poppler() { for file in $files; do pdftotext -layout "$file" - >/dev/null 2>&1 || true; done; }

# The last line says how many files gave no text: it panics on some, which is caught and counts as read.
rust() { "$pdf_extract" $files 2>/dev/null | tail -n 1 >"$target/side_by_side/said" || true; }

plumber() {
    python3 - $files 2>/dev/null <<'PYTHON'
import sys, pdfplumber
for path in sys.argv[1:]:
    try:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_tables()
    except Exception:
        pass
PYTHON
}

# The best of three rounds.
best() {
    for round in $rounds; do
        start=$(now)
        "$1"
        echo "$(now) - $start" | bc
    done | sort -n | head -n 1
}

mine=$(best ours)
show() { echo "$2 $mine" | awk -v name="$1" '{ printf "%-22s %8.2f s   yomitori / it: %.2f\n", name, $1, $2 / $1 }'; }
echo "$(echo "$files" | wc -l) files in $folder"
printf '%-22s %8.2f s\n' yomitori "$mine"
show "pdftotext -layout" "$(best poppler)"
if cargo build --release --quiet --manifest-path benches/pdf_extract/Cargo.toml --target-dir "$target/side_by_side"; then
    show pdf-extract "$(best rust)"
    echo "  pdf-extract: $(cat "$target/side_by_side/said")"
fi
if python3 -c 'import pdfplumber' 2>/dev/null; then show "pdfplumber, tables" "$(best plumber)"; fi
