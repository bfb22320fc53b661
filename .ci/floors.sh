#!/usr/bin/env bash
# Runs every benchmark that has a floor. They read labelled data from ../shared/data (or $DEDUP_DATA).
set -euo pipefail
cd "$(dirname "$0")/.."

data=${DEDUP_DATA:-../shared/data}
if [ ! -d "$data" ]; then
    echo "skipped: there is no $data, and the quality floors are measured on it"
    exit 0
fi
shopt -s nullglob
for benchmark in benchmarks/*.py; do
    grep -q -- '"--check"' "$benchmark" || continue
    name=$(basename "$benchmark" .py)
    echo "--- python -m benchmarks.$name --check"
    .venv/bin/python -m "benchmarks.$name" --check
done
