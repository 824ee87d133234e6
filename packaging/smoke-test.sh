#!/usr/bin/env bash
# Try a packaged program: packaging/smoke-test.sh FOLDER [PICTURE.png]
# All with an empty home, and, where this may be arranged (root), with neither the source tree nor
# any Python of the system in reach. Needs Xvfb, openssl and libsane, as the tests do.
set -euo pipefail
given="$(realpath "$1")"
picture="${2:+$(realpath -m "$2")}"
here="$(realpath "$(dirname "$0")")"
source_tree="$(dirname "$here")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
folder="$work/sohoa"
cp -a "$given" "$folder"
mkdir "$work/home" "$work/none"

# A place of its own where sources and Pythons are covered by something empty.
cat >"$work/alone" <<'ALONE'
#!/bin/sh
none="$1"; shift
for place in "$SOHOA_SOURCE_TREE" /usr/lib/python3* /usr/local/lib/python3* "$SOHOA_OTHER_PYTHON"; do
    [ ! -d "$place" ] || mount --bind "$none" "$place" || exit 125
done
for program in /usr/bin/python3* /usr/local/bin/python3*; do
    [ ! -x "$program" ] || [ -L "$program" ] || mount --bind /dev/null "$program" || exit 125
done
unset SOHOA_SOURCE_TREE SOHOA_OTHER_PYTHON
exec "$@"
ALONE
chmod +x "$work/alone"
other_python="$(python3 -c 'import sys; print(sys.base_prefix)')"
[ "$other_python" != /usr ] || other_python=""
alone=()
if unshare --mount true 2>/dev/null; then
    alone=(env SOHOA_SOURCE_TREE="$source_tree" SOHOA_OTHER_PYTHON="$other_python"
        unshare --mount "$work/alone" "$work/none")
    echo "== without the source tree and without any other Python"
else
    echo "== NOT HIDDEN: no right to hide the source tree and the Python of the system"
fi

# From the outside of the source tree: it is covered for the program.
cd "$work"
sohoa() {
    "${alone[@]}" env -i HOME="$work/home" PATH=/usr/bin:/bin LANG=C.UTF-8 \
        QT_QPA_PLATFORM=offscreen "${settings[@]}" "$folder/sohoa" "$@"
}
settings=()
step() { printf '== %s ... ' "$1"; began=$(date +%s%N); }
passed() { printf 'good, %s s\n' "$((($(date +%s%N) - began) / 1000000))e-3"; }
failed() { echo "FAILED"; tail -n 30 "$work/log" >&2; exit 1; }

if [ ${#alone[@]} -gt 0 ]; then
    step "no Python in reach"
    ! "${alone[@]}" sh -c 'python3 -c "print(1)"' >"$work/log" 2>&1 || failed
    [ -z "$("${alone[@]}" ls "$source_tree")" ] || failed
    passed
fi

step "sohoa doctor"
sohoa doctor --json >"$work/doctor.json" 2>"$work/log" || [ $? -eq 1 ] || failed
python3 - "$work/doctor.json" >>"$work/log" 2>&1 <<'LOOK' || failed
import json, sys
checks = {each["name"]: each for each in json.load(open(sys.argv[1]))["checks"]}
needed = ("python", "settings", "data", "fonts", "ocr", "memory")
bad = [checks.get(name, name) for name in needed if not checks.get(name, {}).get("good")]
print(bad, sorted(checks))
sys.exit(bool(bad))
LOOK
passed

step "demo: scan, read, sign, send, receipt"
sohoa demo --keep "$work/demo" >"$work/log" 2>&1 || failed
[ -s "$work/demo/report.json" ] || failed
passed

step "digitize a page"
page="$(find "$folder/_internal/resources/samples" -name '02-*.jpg' | sort | head -n 1)"
sohoa digitize "$page" -o "$work/pages" >"$work/log" 2>&1 || failed
pdf="$(find "$work/pages" -name '*.pdf' | head -n 1)"
[ -s "$pdf" ] || failed
passed

step "scan from the practice feeder"
settings=(SOHOA_FEEDER_DIR="$folder/_internal/resources/samples"
    SOHOA_DATA_DIR="$work/station" SOHOA_SANE_CONFIG_DIR="$work/station/sane")
sohoa devices --json >"$work/devices.json" 2>"$work/log" || failed
device="$(grep -o '"sane-feeder:[^"]*"' "$work/devices.json" | head -n 1 | tr -d '"')"
[ -n "$device" ] || { cat "$work/devices.json" >>"$work/log"; failed; }
sohoa dossier new --json >"$work/new.json" 2>>"$work/log" || failed
dossier="$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["dossier"])' "$work/new.json")"
sohoa scan --device "$device" --dossier "$dossier" --json >"$work/scan.json" 2>>"$work/log" || failed
passed

step "sign with a .p12 and verify"
mkdir "$work/trust"
printf 'mat-khau-thu\n' >"$work/pin"
(
    cd "$work"
    openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out trust/root.pem -days 30 \
        -subj '/C=VN/CN=CA thu' -addext 'keyUsage=critical,keyCertSign,cRLSign'
    openssl req -newkey rsa:2048 -nodes -keyout own.key -out own.csr -subj '/C=VN/CN=Can bo thu'
    printf 'keyUsage=critical,digitalSignature,nonRepudiation\nbasicConstraints=CA:FALSE\n' >own.ext
    openssl x509 -req -in own.csr -CA trust/root.pem -CAkey root.key -CAcreateserial -days 20 \
        -extfile own.ext -out own.pem
    openssl pkcs12 -export -inkey own.key -in own.pem -certfile trust/root.pem -out own.p12 \
        -passout file:pin
) >"$work/log" 2>&1 || failed
settings=(SOHOA_TRUST_DIR="$work/trust" SOHOA_DATA_DIR="$work/station")
sohoa sign "$pdf" --key "p12:$work/own.p12" --pin-file "$work/pin" --level b-b -o "$work/signed" \
    >"$work/log" 2>&1 || failed
grep -q ETSI.CAdES.detached "$work/signed"/*.pdf || failed
sohoa verify "$work/signed"/*.pdf --json >"$work/verdict.json" 2>>"$work/log" || [ $? -eq 1 ] || failed
passed

echo "== the window"
shot=()
[ -z "$picture" ] || shot=(--shot "$picture")
SOHOA_SMOKE_PREFIX="${alone[*]}" python3 "$here/first_paint.py" "$folder" "${shot[@]}"
echo "All of it works."
