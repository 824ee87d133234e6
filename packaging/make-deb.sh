#!/usr/bin/env bash
# Make the Debian package from a built folder: packaging/make-deb.sh BUILD [OUT]
# BUILD is what packaging/build.py made (with sohoa/ and venv/ in it); the package goes to OUT.
# Libraries of the system that the parts need are found by dpkg-shlibdeps; those that are loaded
# by name at run time stand in `by_name`. Needs dpkg-dev.
set -euo pipefail
here="$(realpath "$(dirname "$0")")"
build="$(realpath "$1")"
out="$(realpath -m "${2:-$build}")"
python="$build/venv/bin/python"
version="$("$python" -c 'from importlib.metadata import version; print(version("tram-so-hoa"))')"
architecture="$(dpkg --print-architecture)"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1735689600}"
# libsane: scanners; libegl1 and libgl1: Qt asks for them when a driver draws; libnss3 and others: no.
by_name="libsane1 | libsane, fontconfig, libegl1, libgl1"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
root="$work/root"
umask 022
mkdir -p "$root"/{DEBIAN,usr/bin,usr/lib,usr/share/{applications,metainfo,mime/packages,man/man1}} \
    "$root"/usr/share/{lintian/overrides,doc/tram-so-hoa,icons/hicolor/scalable/apps} \
    "$root"/lib/udev/rules.d

cp -a "$build/sohoa" "$root/usr/lib/tram-so-hoa"
find "$root/usr/lib/tram-so-hoa" -type f -exec chmod 644 {} +
chmod 755 "$root/usr/lib/tram-so-hoa/sohoa"
ln -s ../lib/tram-so-hoa/sohoa "$root/usr/bin/sohoa"
# Tables that a part brings packed: without the time of their packing.
find "$root/usr/lib/tram-so-hoa" -name '*.gz' -exec sh -c 'gzip -dc "$1" | gzip -9n >"$1.new" && mv "$1.new" "$1" && chmod 644 "$1"' sh {} \;

install -m 644 "$here/debian/tram-so-hoa.desktop" "$root/usr/share/applications/"
install -m 644 "$here/debian/tram-so-hoa.metainfo.xml" "$root/usr/share/metainfo/"
install -m 644 "$here/debian/tram-so-hoa.xml" "$root/usr/share/mime/packages/"
install -m 644 "$here/debian/60-tram-so-hoa.rules" "$root/lib/udev/rules.d/"
install -m 644 "$here/debian/lintian-overrides" "$root/usr/share/lintian/overrides/tram-so-hoa"
install -m 644 "$here/debian/copyright" "$root/usr/share/doc/tram-so-hoa/copyright"
install -m 644 "$here/../resources/icons/sohoa.svg" \
    "$root/usr/share/icons/hicolor/scalable/apps/tram-so-hoa.svg"
QT_QPA_PLATFORM=offscreen "$python" "$here/icons.py" "$work/icons"
for picture in "$work"/icons/*.png; do
    size="$(basename "$picture" .png)"
    install -D -m 644 "$picture" "$root/usr/share/icons/hicolor/$size/apps/tram-so-hoa.png"
done
"$python" "$here/debian/manual.py" | gzip -9n >"$root/usr/share/man/man1/sohoa.1.gz"
{
    printf 'tram-so-hoa (%s) stable; urgency=medium\n\n  * See CHANGELOG.md in this folder.\n\n' "$version"
    printf ' -- Trạm Số Hóa <tram-so-hoa@example.org>  %s\n' "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$root/usr/share/doc/tram-so-hoa/changelog.gz"
gzip -9nc "$here/../CHANGELOG.md" >"$root/usr/share/doc/tram-so-hoa/CHANGELOG.md.gz"
# Notices of all parts and the list of parts, where they were made before.
[ -d "$build/notices" ] || echo "NO NOTICES of the parts inside: make sbom writes them" >&2
for extra in "$build"/notices/*; do
    [ ! -f "$extra" ] || gzip -9nc "$extra" >"$root/usr/share/doc/tram-so-hoa/$(basename "$extra").gz"
done

# What the parts need of the system.
mkdir -p "$work/debian"
printf 'Source: tram-so-hoa\n\nPackage: tram-so-hoa\nArchitecture: any\nDepends: ${shlibs:Depends}\n' \
    >"$work/debian/control"
parts="$root/usr/lib/tram-so-hoa/_internal"
mapfile -t folders < <(find "$parts" -name '*.so*' -printf '%h\n' | sort -u)
mapfile -t files < <(find "$parts" "$root/usr/lib/tram-so-hoa/sohoa" -type f \
    \( -name '*.so' -o -name '*.so.*' -o -name sohoa \))
needed="$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info "${folders[@]/#/-l}" "${files[@]}" \
    2>"$work/shlibdeps.log" | sed -n 's/^shlibs:Depends=//p')" || needed=
if [ -z "$needed" ]; then
    echo "Not on this machine, so that nobody can say which Debian packages bring them:" >&2
    sed -n 's/.*error: cannot find library \([^ ]*\) .*/\1/p' "$work/shlibdeps.log" | sort -u >&2
    grep -v 'cannot find library' "$work/shlibdeps.log" | tail -n 5 | cut -c -300 >&2
    exit 1
fi
grep -E 'cannot find library|error' "$work/shlibdeps.log" >&2 || true

cat >"$root/DEBIAN/control" <<CONTROL
Package: tram-so-hoa
Version: $version
Architecture: $architecture
Maintainer: Trạm Số Hóa <tram-so-hoa@example.org>
Installed-Size: $(du -sk --apparent-size "$root" | cut -f1)
Depends: $needed, $by_name
Recommends: pcscd, sane-airscan, fonts-noto-core, cups-client
Suggests: tesseract-ocr, softhsm2, clamav-daemon, jbig2enc
Section: graphics
Priority: optional
Description: digitization of paper dossiers at one-stop counters
 Scans, reads, checks, signs and sends the dossiers of citizens at the
 counters of public administration in Vietnam: from the feeder to a
 signed PDF/A and the receipt of the processing system.
 .
 It brings its own interpreter, reader and model for Vietnamese, and needs
 no connection for them. The command is called sohoa; without arguments it
 opens the window.
CONTROL
install -m 755 "$here/debian/postinst" "$here/debian/postrm" "$root/DEBIAN/"
(cd "$root" && find usr lib -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$out"
deb="$out/tram-so-hoa_${version}_${architecture}.deb"
# xz, for lintian of Debian 12 does not know zstd; higher levels take many minutes.
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$deb" >/dev/null
echo "$deb: $(($(stat -c %s "$deb") / 1000000)) MB, installed $(($(du -sk --apparent-size "$root" | cut -f1) * 1024 / 1000000)) MB"
sed -n 's/^Depends: //p' "$root/DEBIAN/control" | fold -s -w 100
