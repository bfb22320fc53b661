#!/usr/bin/env bash
# Builds wheel and sdist, installs each in an empty environment and lets it clean an article; then the wheel
# in an empty environment of every other Python that is found (3.11 or newer).
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

try "$root/.venv/bin/python" "$wheel"
try "$root/.venv/bin/python" "$sdist"
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
