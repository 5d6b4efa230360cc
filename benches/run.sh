#!/bin/sh
# Runs the benches and prints one table: documents/s and MB/s per core, each phase's share, scaling ratios.
# What counts are the ratios within one run: the figures themselves are this machine's, at this moment.
set -eu
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}

cargo bench --quiet --bench phases -- --quiet >/dev/null

median() {
    sed 's/.*"median":{[^}]*}[^}]*"point_estimate":\([0-9.e+-]*\).*/\1/' "$target/criterion/phases/$1/new/estimates.json"
}

documents=$(ls fixtures/corpus/*.txt | wc -l)
bytes=$(cat fixtures/corpus/*.txt | wc -c)
whole=$(median end-to-end)

echo "corpus, one thread               µs/document      share"
for phase in hash source normalize segment labels recognize check serialize; do
    median "$phase" | awk -v n="$documents" -v whole="$whole" -v phase="$phase" \
        '{ printf "%-28s %15.1f %9.1f%%\n", phase, $1 / n / 1000, 100 * $1 / whole }'
done
echo "$whole" | awk -v n="$documents" -v bytes="$bytes" '{
    printf "%-28s %15.1f %9.1f%%\n", "end to end, with freeing", $1 / n / 1000, 100
    printf "= %.0f documents/s, %.1f MB/s per core\n\n", n * 1e9 / $1, bytes * 1e3 / $1
}'
cargo bench --quiet --bench scaling
