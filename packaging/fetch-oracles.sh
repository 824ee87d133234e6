#!/bin/sh
# Fetch the judges of tests/oracles/pom.xml into .oracles/, once for each content of that file.
# Needs Java and Maven. Nothing is fetched, and no network is needed, when they already lie there.
set -eu
cd "$(dirname "$0")/.."

wanted=tests/oracles/pom.xml
sums=tests/oracles/jars.sha256
place=.oracles

is_complete() {
    [ -d "$1" ] && (cd "$1" && sha256sum --quiet --strict -c "../$sums" >/dev/null 2>&1)
}

is_complete "$place" && exit 0
if ! command -v mvn >/dev/null 2>&1; then
    echo "Maven is missing; see packaging/debian-packages-ci.txt." >&2
    exit 1
fi

fresh="$place.new"
rm -rf "$fresh"
mkdir "$fresh"
try=1
until mvn -q -B -C -Dstyle.color=never -f "$wanted" dependency:copy-dependencies -DoutputDirectory="$PWD/$fresh"; do
    [ "$try" -lt 3 ] || exit 1
    try=$((try + 1))
    echo "The judges could not be fetched, trying again." >&2
    sleep 10
done
if ! is_complete "$fresh"; then
    echo "What was fetched differs from $sums:" >&2
    (cd "$fresh" && sha256sum --quiet --strict -c "../$sums") >&2 || true
    exit 1
fi
rm -rf "$place"
mv "$fresh" "$place"
