#!/usr/bin/env bash
# Install a package in a clean Debian, run the demo as an officer, put a newer edition over it, remove
# and purge it, and look what is left: nothing but the officer's data.
#   packaging/deb-check.sh PACKAGE.deb [FOLDER]      as root; needs debootstrap and a mirror
# FOLDER (build/chroot) keeps the clean system for the next time. SOHOA_SUITE names another Debian
# (bookworm), SOHOA_MIRROR another mirror than the one this machine takes that Debian from.
set -euo pipefail
deb="$(realpath "$1")"
folder="$(realpath -m "${2:-$(dirname "$0")/../build/chroot}")"
suite="${SOHOA_SUITE:-bookworm}"
mirror="${SOHOA_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' \
    | awk -v suite="$suite" '$2 == suite { print $1; exit }')}"
base="$folder/$suite.tar"
root="$folder/root"

[ -n "$mirror" ] || { echo "deb-check.sh: no mirror of $suite known here; set SOHOA_MIRROR" >&2; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "deb-check.sh has to run as root" >&2; exit 2; }
mkdir -p "$folder"
if [ ! -f "$base" ]; then
    rm -rf "$folder/new"
    debootstrap --variant=minbase "$suite" "$folder/new" "$mirror" >"$folder/debootstrap.log"
    tar -C "$folder/new" -cf "$base.part" .
    rm -rf "$folder/new"
    mv "$base.part" "$base"
fi

release() {
    for place in dev/shm dev/pts proc; do
        ! mountpoint -q "$root/$place" || umount -l "$root/$place"
    done
}
trap release EXIT
release
rm -rf "$root"
mkdir -p "$root"
tar -C "$root" -xf "$base"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
cp /etc/resolv.conf "$root/etc/resolv.conf"

inside() {
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
        LC_ALL=C.UTF-8 "$@"
}

# Everything there is, but for what apt and dpkg write about themselves.
things() {
    (cd "$root" && find . -xdev \( -path ./proc -o -path ./dev -o -path ./tmp -o -path ./home \
        -o -path ./var/cache -o -path ./var/log -o -path ./var/lib/apt -o -path ./var/lib/dpkg \
        -o -path ./run \) -prune -o -print | LC_ALL=C sort)
}

echo "== clean $suite: $(things | wc -l) files"
inside useradd --create-home officer
inside apt-get -q update >"$folder/apt.log"
things >"$folder/before.txt"
if inside sh -c 'command -v python3 tesseract'; then
    echo "the clean system is not clean" >&2
    exit 1
fi

cp "$deb" "$root/tmp/sohoa.deb"
began=$(date +%s)
inside apt-get install -q -y --no-install-recommends /tmp/sohoa.deb >>"$folder/apt.log"
echo "== installed in $(($(date +%s) - began)) s"
inside dpkg --verify tram-so-hoa
inside sh -c 'command -v sohoa && test -s /usr/share/man/man1/sohoa.1.gz'

officer() {
    inside setpriv --reuid=officer --regid=officer --init-groups \
        env HOME=/home/officer QT_QPA_PLATFORM=offscreen "$@"
}

began=$(date +%s)
officer sohoa demo --keep /home/officer/demo >"$folder/demo.log" 2>&1 || {
    tail -n 30 "$folder/demo.log" >&2
    exit 1
}
echo "== demo done in $(($(date +%s) - began)) s: $(find "$root/home/officer/demo/signed" -name '*.pdf' | wc -l) signed PDF"
# Something is missing on a machine without scanner, token and server; the report itself has to come.
officer sohoa doctor >"$folder/doctor.log" 2>&1 || [ $? -eq 1 ]
echo "== doctor answered in $(wc -l <"$folder/doctor.log") lines"

# The same files as a newer edition, over a station that is set up: settings and data stay.
mkdir -p "$root/etc/sohoa"
echo '{"station_id": "quay-7"}' >"$root/etc/sohoa/settings.json"
version="$(dpkg-deb -f "$deb" Version)"
dpkg-deb -R "$deb" "$root/tmp/newer"
sed -i "s/^Version: .*/Version: $version+next/" "$root/tmp/newer/DEBIAN/control"
dpkg-deb -Znone -b "$root/tmp/newer" "$root/tmp/newer.deb" >/dev/null
(cd "$root/home/officer/demo" && find . -type f -exec sha256sum {} + | sort) >"$folder/data.txt"
inside apt-get install -q -y --no-install-recommends /tmp/newer.deb >>"$folder/apt.log"
inside dpkg --verify tram-so-hoa
[ "$(inside dpkg-query -W -f '${Version}' tram-so-hoa)" = "$version+next" ]
officer sohoa settings get station_id | grep -q quay-7
(cd "$root/home/officer/demo" && sha256sum --quiet -c "$folder/data.txt")
echo "== $version+next over $version: settings and $(wc -l <"$folder/data.txt") files as they were"

inside apt-get remove -q -y tram-so-hoa >>"$folder/apt.log"
inside apt-get purge -q -y tram-so-hoa >>"$folder/apt.log"
inside apt-get autoremove --purge -q -y >>"$folder/apt.log"
things >"$folder/after.txt"
left="$(LC_ALL=C comm -13 "$folder/before.txt" "$folder/after.txt")"
# Caches and accounts of the parts of Debian that came and went; none of them is ours.
ours="$(grep -i -E 'sohoa|so-hoa' <<<"$left" || true)"
echo "== left behind outside of /home: $(grep -c . <<<"$left" || true) files"
[ -z "$left" ] || sed 's/^/   /' <<<"$left" | head -n 40
gone="$(LC_ALL=C comm -23 "$folder/before.txt" "$folder/after.txt")"
[ -z "$gone" ] || { echo "files of the system are gone:" >&2; echo "$gone" >&2; exit 1; }
[ -z "$ours" ] || { echo "files of the package are left" >&2; exit 1; }
[ -s "$root/home/officer/demo/report.json" ] || { echo "the officer's data are gone" >&2; exit 1; }
echo "== the officer's data are still there: $(find "$root/home/officer/demo" -type f | wc -l) files"
