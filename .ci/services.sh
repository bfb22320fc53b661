#!/usr/bin/env bash
# Installs what the slow tests talk to: a Redis server, a Chromium, a zsh, a Java for Spark, a clock that can be set. In CI a failure is an error.
set -euo pipefail

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v faketime >/dev/null || missing+=(faketime)
command -v zsh >/dev/null || missing+=(zsh)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v java >/dev/null || missing+=(default-jre-headless)
[ "${#missing[@]}" -eq 0 ] && exit 0

if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >/dev/null
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
elif [ "${CI:-}" = true ]; then
    echo "cannot install ${missing[*]}: needs apt-get and root" >&2
    exit 1
else
    echo "not installed: ${missing[*]}; the tests that need them will be skipped"
fi
