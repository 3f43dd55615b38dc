#!/bin/sh
# Puts a small S3-compatible server into an environment of its own, for the tests of pictures kept in a bucket.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../target/s3-tests/venv
if cmp -s "$here/requirements.txt" "$venv/requirements.txt" && test -x "$venv/bin/moto_server"; then
    exit 0
fi
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    if test "$(id -u)" = 0 && command -v apt-get >/dev/null; then
        DEBIAN_FRONTEND=noninteractive apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
    else
        echo "Python's venv is missing: install python3-venv." >&2
        exit 1
    fi
fi
mkdir -p "$(dirname "$venv")"
python3 -m venv --clear "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
cp "$here/requirements.txt" "$venv/requirements.txt"
