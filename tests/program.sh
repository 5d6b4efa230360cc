# Sourced by scripts in the root of the repository: sets `program` to the yomitori to try. That is $YOMITORI_PROGRAM where a caller has
# built one already, as .ci/run has; else it is built here.
program=${YOMITORI_PROGRAM:-}
if [ -z "$program" ]; then
  cargo build --quiet
  program=$PWD/target/debug/yomitori
fi
