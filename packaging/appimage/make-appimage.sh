#!/usr/bin/env bash
# Make one file that runs on any Linux with glibc 2.36 or newer: packaging/appimage/make-appimage.sh
# Builds with the libraries of the system copied in, but for those that every machine has and must
# use its own of (see `left`). Needs appimagetool, which Debian does not offer: name it with
# APPIMAGETOOL. Without it the folder is made and tried, and the last step is left out.
set -euo pipefail
here="$(realpath "$(dirname "$0")")"
project="$(realpath "$here/../..")"
build="$project/build/appimage"
python="$("$project/packaging/choose-python.sh")"
"$python" "$project/packaging/build.py" --out "$build" --bundle-system

folder="$build/TramSoHoa.AppDir"
rm -rf "$folder"
mkdir -p "$folder/usr/lib"
cp -a "$build/sohoa" "$folder/usr/lib/tram-so-hoa"
# The C library, its loader, and what speaks to the graphics driver and the X server.
left='ld-linux*|libc.so.*|libm.so.*|libdl.so.*|librt.so.*|libpthread.so.*|libresolv.so.*|libGL*.so.*|libEGL.so.*|libdrm.so.*|libgbm.so.*|libX11.so.*|libX11-xcb.so.*|libxcb.so.*|libfontconfig.so.*|libfreetype.so.*|libstdc++.so.*|libgcc_s.so.*|libz.so.*|libexpat.so.*|libasound.so.*'
IFS='|' read -r -a names <<<"$left"
for name in "${names[@]}"; do
    find "$folder/usr/lib/tram-so-hoa/_internal" -maxdepth 1 -name "$name" -delete
done
ln -s usr/lib/tram-so-hoa/sohoa "$folder/AppRun"
cp "$project/packaging/debian/tram-so-hoa.desktop" "$folder/"
cp "$project/resources/icons/sohoa.svg" "$folder/tram-so-hoa.svg"
ln -s tram-so-hoa.svg "$folder/.DirIcon"
env -i HOME="$(mktemp -d)" PATH=/usr/bin:/bin LANG=C.UTF-8 "$folder/AppRun" --help >/dev/null

tool="${APPIMAGETOOL:-$(command -v appimagetool || true)}"
if [ -z "$tool" ]; then
    echo "NOT PACKED: no appimagetool; the folder $folder runs." >&2
    exit 3
fi
ARCH="$(uname -m)" SOURCE_DATE_EPOCH=1735689600 "$tool" --no-appstream "$folder" \
    "$build/TramSoHoa-$(uname -m).AppImage"
