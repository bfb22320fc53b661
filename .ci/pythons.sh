#!/usr/bin/env bash
# Builds wheel and sdist, installs each in an empty environment and lets it clean an article; then the wheel with each
# light extra, and the wheel in an empty environment of every other Python that is found (3.11 or newer).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

make --no-print-directory build >/dev/null
wheel=$(ls dist/*.whl)
sdist=$(ls dist/*.tar.gz)

try() { # python, what to install
    local place="$work/$RANDOM$RANDOM"
    "$1" -m venv "$place"
    "$place/bin/python" -m pip install -qq --no-compile --disable-pip-version-check -c "$root/constraints.txt" "$2"
    (
        cd "$work" # not the source tree: what is tested is what was installed
        "$place/bin/dedup" clean "$root/examples/bridge.txt" >"$place/console.txt"
        "$place/bin/python" -m dedup clean "$root/examples/bridge.txt" >"$place/module.txt"
        cmp "$place/console.txt" "$place/module.txt"
        "$place/bin/python" -c 'import dedup, pathlib; assert (pathlib.Path(dedup.__file__).parent / "py.typed").exists()'
        echo "$("$place/bin/dedup" --version) from $(basename "$2") on $("$1" --version)"
    )
    rm -rf "$place"
}

extra() { # its name, Python that needs it
    local place="$work/$1"
    "$root/.venv/bin/python" -m venv --without-pip "$place"
    "$root/.venv/bin/python" -m pip --python "$place/bin/python" install -qq --no-compile --disable-pip-version-check \
        -c "$root/constraints.txt" "$root/$wheel[$1]"
    (cd "$work" && "$place/bin/python" -c "$2")
    echo "[$1] pulls what it needs"
    rm -rf "$place"
}

try "$root/.venv/bin/python" "$wheel"
try "$root/.venv/bin/python" "$sdist"
extra scrapy 'from dedup.adapters.scrapy import CleanPipeline'
extra pandas 'import pandas
from dedup.adapters.pandas import clean_frame
assert clean_frame(pandas.DataFrame({"body": ["One. "]}), "body")["clean_text"][0] == "One. "'
extra polars 'import polars
from dedup.adapters.polars import clean_frame
assert clean_frame(polars.DataFrame({"body": ["One. "]}), "body")["clean_text"][0] == "One. "'
extra zstd 'from dedup.corpus import RecordWriter, read_records
with RecordWriter("one.jsonl.zst") as out:
    out.write({"id": 1, "text": "One."})
assert [record["id"] for record in read_records("one.jsonl.zst")] == [1]'
extra redis 'from dedup.corpus import open_index
from dedup.errors import StoreError
try:
    open_index("redis://127.0.0.1:1/0")
except StoreError as error:
    assert "1" in str(error)'
own=$(.venv/bin/python -c 'import sys; print(sys.version_info[1])')
for minor in 11 12 13 14; do
    [ "$minor" = "$own" ] && continue
    for candidate in "python3.$minor" "$HOME"/.pyenv/versions/3."$minor".*/bin/python; do
        if "$candidate" -c "import sys; sys.exit(sys.version_info[:2] != (3, $minor))" 2>/dev/null; then
            try "$candidate" "$wheel"
            break
        fi
    done
done
