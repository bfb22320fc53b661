#!/usr/bin/env bash
# Runs every benchmark that has a floor. They read labelled data from ../shared/data (or $DEDUP_DATA); where there is
# none, each says so, and those that also measure texts of our own measure only these.
set -euo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
for benchmark in benchmarks/*.py; do
    grep -q -- '"--check"' "$benchmark" || continue
    name=$(basename "$benchmark" .py)
    [ "$name" = mutation ] && continue # hours: make mutation
    echo "--- python -m benchmarks.$name --check"
    .venv/bin/python -m "benchmarks.$name" --check
done
