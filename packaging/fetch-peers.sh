#!/bin/sh
# Fetch the tus servers that our upload is tried against into .peers/, in the versions of
# packaging/peers, an S3 storage, and the other tus client of `python -m benchmarks.upload_peers`.
# Needs Go, Node and npm. Does nothing, and needs no network, when they already lie there.
set -eu
cd "$(dirname "$0")/.."

recipe=packaging/peers
place=.peers
mark="$(cat "$recipe"/* | sha256sum | cut -d ' ' -f 1)"

[ "$(cat "$place/complete" 2>/dev/null || true)" = "$mark" ] && exit 0
for tool in go npm node; do
    if ! command -v "$tool" >/dev/null 2>&1; then
        echo "$tool is missing; see packaging/debian-packages-ci.txt." >&2
        exit 1
    fi
done

fresh="$place.new"
rm -rf "$fresh"
mkdir "$fresh"
cp "$recipe"/* "$fresh/"

again() {
    try=1
    until "$@"; do
        [ "$try" -lt 3 ] || return 1
        try=$((try + 1))
        echo "Could not be fetched, trying again." >&2
        sleep 10
    done
}

# A distribution's Go may be too old for tusd; a newer one comes as a module like any other.
go_tool=go
minor="$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')"
if [ "${minor:-0}" -lt 24 ]; then
    newer="golang.org/toolchain@v0.0.1-go1.24.1.$(go env GOOS)-$(go env GOARCH)"
    again go mod download "$newer"
    root="$(go env GOMODCACHE)/$newer"
    chmod -R u+w "$root"
    find "$root/bin" "$root/pkg/tool" -type f -exec chmod u+x {} +
    go_tool="env GOROOT=$root $root/bin/go"
fi

# The sums of go.sum and of package-lock.json are checked by the tools themselves.
again sh -c "cd '$fresh' && $go_tool build -mod=mod -trimpath -o tusd github.com/tus/tusd/v2/cmd/tusd"
again sh -c "cd '$fresh' && npm ci --omit=optional --no-audit --no-fund --ignore-scripts --loglevel=error"
"${PYTHON:-$(packaging/choose-python.sh)}" -m venv "$fresh/python"
again "$fresh/python/bin/pip" install -q --disable-pip-version-check -r "$recipe/python.txt"
echo "$mark" >"$fresh/complete"
rm -rf "$place"
mv "$fresh" "$place"
