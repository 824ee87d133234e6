"""Whether each locked part exists for Windows: `python packaging/windows/check_wheels.py`.

Downloads the wheels of packaging/runtime.lock and package.lock for win_amd64 with their digests,
as a build on Windows would get them, and prints a Markdown table. Ends with 1 when one is
missing. Nothing is installed, and nothing here shows that a wheel works.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pip._vendor.packaging.markers import Marker
from pip._vendor.packaging.utils import canonicalize_name, parse_wheel_filename

LOCKS = Path(__file__).resolve().parents[1]
_PINNED = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.!+-]+)(?: *; *(?P<marker>[^\\]+))?")


@dataclass(frozen=True, slots=True)
class Part:
    """One locked part.

    Attributes:
        text: Its lines of the lock without the marker, which pip would ask of this machine.
    """

    name: str
    version: str
    text: str


def parts(lock: Path, python: str) -> Iterator[Part]:
    """Those of a lock that are installed on Windows with that Python ("3.11")."""
    windows = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "python_version": python,
        "python_full_version": f"{python}.9",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for block in re.split(r"\n(?=\S)", lock.read_text("utf-8").strip()):
        found = _PINNED.match(block)
        if found is None:
            raise SystemExit(f"{lock.name}: not understood: {block[:80]!r}")
        marker = (found["marker"] or "").strip()
        if not marker or Marker(marker).evaluate(windows):
            text = block.replace(f" ; {marker}", "") if marker else block
            yield Part(canonicalize_name(found["name"]), found["version"], text)


def fetch(wanted: list[Part], python: str, folder: Path) -> str:
    """Download what there is; gives what pip said when something was missing."""
    lock = folder / "wanted.txt"
    lock.write_text("\n".join(part.text for part in wanted), "utf-8")
    target = ["--platform", "win_amd64", "--python-version", python, "--implementation", "cp"]
    only = ["--only-binary", ":all:", "--no-deps", "--require-hashes", "-q"]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *target, *only, "-r", lock, "-d", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode else ""


def main() -> int:
    """Check and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default="3.11")
    options = parser.parse_args()
    wanted = list(parts(LOCKS / "runtime.lock", options.python))
    known = {part.name for part in wanted}
    tools = parts(LOCKS / "package.lock", options.python)
    wanted += [part for part in tools if part.name not in known]
    missing = []
    with tempfile.TemporaryDirectory(prefix="sohoa-wheels-") as name:
        folder = Path(name)
        if fetch(wanted, options.python, folder):  # then each alone, to name the missing ones
            missing = [part for part in wanted if fetch([part], options.python, folder)]
        wheels = {parse_wheel_filename(path.name)[0]: path for path in folder.glob("*.whl")}
        print("| part | version | wheel | MB |\n|---|---|---|---|")
        for part in sorted(wanted, key=lambda each: each.name):
            path = wheels.get(part.name)
            kind = "-".join(path.stem.split("-")[-3:]) if path else "**missing**"
            size = f"{path.stat().st_size / 1e6:.1f}" if path else ""
            print(f"| {part.name} | {part.version} | {kind} | {size} |")
    print(f"\n{len(wanted) - len(missing)} of {len(wanted)} parts for win_amd64.")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
