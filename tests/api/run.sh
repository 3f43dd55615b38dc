#!/bin/sh
# Lets schemathesis read the API's own description and try it, right and wrong, on the real binary over a small
# simulated city. Ends with an error when the API does what its description does not say.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/target/api-tests
binary=${DANVAN_BINARY:-$root/target/debug/danvan}
mkdir -p "$work"

test -x "$binary" || {
    echo "$binary is not there: cargo build --package danvan" >&2
    exit 1
}

# The tool in an environment of its own, made anew when another version is asked for.
tool=$work/venv/bin/schemathesis
if ! cmp -s "$here/requirements.txt" "$work/venv/requirements.txt" || ! test -x "$tool"; then
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        if test "$(id -u)" = 0 && command -v apt-get >/dev/null; then
            DEBIAN_FRONTEND=noninteractive apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv
        else
            echo "Python's venv is missing: install python3-venv." >&2
            exit 1
        fi
    fi
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$work/venv/requirements.txt"
fi

# The city is made once a day for each build of the binary.
city=$work/city-$(date -u +%F)-$(stat -c %Y-%s "$binary")
if ! test -e "$city/demo.db"; then
    rm -rf "$work"/city-*
    mkdir "$city.new"
    "$binary" demo --small --database "sqlite:$city.new/demo.db" >"$city.new/told.txt"
    mv "$city.new" "$city"
fi
house=$(mktemp -d "$work/house-XXXXXX")
server=
end() {
    test -z "$server" || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$house"
}
trap end EXIT
trap 'exit 1' INT TERM
cp -R "$city/." "$house"
: >"$house/said.txt"

# Every call comes from another address (see hooks.py): limits on tries are tested elsewhere.
DANVAN_LOG=warn "$binary" serve --behind-proxy --listen 127.0.0.1:0 --database "sqlite:$house/demo.db" \
    >"$house/said.txt" 2>"$house/log.txt" &
server=$!
address=
tries=0
until test -n "$address"; do
    address=$(sed -n 's/^danvan listens on //p' "$house/said.txt")
    tries=$((tries + 1))
    if test "$tries" -gt 600 || ! kill -0 "$server" 2>/dev/null; then
        echo "The server did not start:" >&2
        cat "$house/log.txt" >&2
        exit 1
    fi
    test -n "$address" || sleep 0.1
done

failed=0
cd "$work"
PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1 DANVAN_ADDRESS=$address DANVAN_TOLD=$house/told.txt SCHEMATHESIS_HOOKS=hooks "$tool" --config-file "$here/schemathesis.toml" run "$address/api/v1/openapi.json" \
    "$@" || failed=$?
if grep -q ERROR "$house/log.txt"; then
    echo "The server logged errors:" >&2
    grep ERROR "$house/log.txt" | sort | uniq -c | head -20 >&2
    failed=1
fi
exit "$failed"
