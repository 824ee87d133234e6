#!/bin/sh
# Install the Debian packages of packaging/debian-packages.txt that are missing.
# Without the right to install, print the exact line to run and stop.
set -eu

list="$(dirname "$0")/debian-packages.txt"
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "Not a Debian or Ubuntu machine: install the equivalents of $list yourself." >&2
    exit 0
fi

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

is_offered() {
    apt-cache show "$1" >/dev/null 2>&1
}

# The alternatives of one line, separated by spaces; nothing when one of them is installed.
missing_of() {
    for package in $1; do
        is_installed "$package" && return
    done
    echo "$1"
}

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    as_root="sudo"
fi

missing=""
for line in $(grep -v '^#' "$list"); do
    alternatives="$(missing_of "$(echo "$line" | tr '|' ' ')")"
    [ -z "$alternatives" ] || missing="$missing $(echo "$alternatives" | tr ' ' '|')"
done
"${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
[ -n "$missing" ] || exit 0

may_install=no
if [ -z "$as_root" ]; then
    may_install=yes
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    may_install=yes
fi
[ "$may_install" = no ] || $as_root apt-get update -q

wanted=""
for alternatives in $missing; do
    chosen="${alternatives%%|*}"
    for package in $(echo "$alternatives" | tr '|' ' '); do
        if is_offered "$package"; then
            chosen="$package"
            break
        fi
    done
    wanted="$wanted $chosen"
done

if [ "$may_install" = no ]; then
    echo "Packages are missing. Please run this line, then the same command again:" >&2
    echo "    sudo apt-get install -y --no-install-recommends$wanted" >&2
    exit 1
fi
# shellcheck disable=SC2086 # the list is meant to split into words
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $wanted
