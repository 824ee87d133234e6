#!/bin/sh
# Install the Debian packages of packaging/debian-packages.txt that are missing.
# Without the right to install, print the exact line to run and stop.
set -eu

list="$(dirname "$0")/debian-packages.txt"
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "Not a Debian or Ubuntu machine: install the equivalents of $list yourself." >&2
    exit 0
fi

missing=""
for package in $(grep -v '^#' "$list"); do
    status="$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)"
    [ "$status" = installed ] || missing="$missing $package"
done
"${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
[ -n "$missing" ] || exit 0

line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" -eq 0 ]; then
    apt-get update -q
    # shellcheck disable=SC2086 # the list is meant to split into words
    DEBIAN_FRONTEND=noninteractive $line
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    sudo apt-get update -q
    # shellcheck disable=SC2086
    sudo DEBIAN_FRONTEND=noninteractive $line
else
    echo "Packages are missing. Please run this line, then the same command again:" >&2
    echo "    sudo $line" >&2
    exit 1
fi
