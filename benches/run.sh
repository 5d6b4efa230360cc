#!/bin/sh
# Runs the benches and prints one table: documents/s and MB/s per core, each phase's share, scaling ratios.
# What counts are the ratios within one run: the figures themselves are this machine's, at this moment.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}

cargo bench --quiet --package yomitori-benches --bench phases -- --quiet >/dev/null

median() {
    sed 's/.*"median":{[^}]*}[^}]*"point_estimate":\([0-9.e+-]*\).*/\1/' "$target/criterion/$1/new/estimates.json"
}

documents=$(ls fixtures/corpus/*.txt | wc -l)
bytes=$(cat fixtures/corpus/*.txt | wc -c)
whole=$(median phases/end-to-end)

echo "corpus, one thread               µs/document      share"
for phase in hash source normalize segment labels recognize check serialize; do
    median "phases/$phase" | awk -v n="$documents" -v whole="$whole" -v phase="$phase" \
        '{ printf "%-28s %15.1f %9.1f%%\n", phase, $1 / n / 1000, 100 * $1 / whole }'
done
echo "$whole" | awk -v n="$documents" -v bytes="$bytes" '{
    printf "%-28s %15.1f %9.1f%%\n", "end to end, with freeing", $1 / n / 1000, 100
    printf "= %.0f documents/s, %.1f MB/s per core\n\n", n * 1e9 / $1, bytes * 1e3 / $1
}'
cargo bench --quiet --package yomitori-benches --bench office -- --quiet >/dev/null
echo "Office files, one thread              unzip        XML       rest   documents/s"
for name in edition-2.docx edition-2-libreoffice.docx edition-2.xlsx edition-2-libreoffice.xlsx; do
    echo "$(median "office/unzip $name") $(median "office/source $name") $(median "office/end-to-end $name")" |
        awk -v name="$name" '{ printf "%-32s %9.0f%% %9.0f%% %9.0f%% %13.0f\n", name,
            100 * $1 / $3, 100 * ($2 - $1) / $3, 100 * ($3 - $2) / $3, 1e9 / $3 }'
done
echo
cargo bench --quiet --package yomitori-benches --bench scaling
