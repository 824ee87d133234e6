"""Whether two builds give the same bytes: `make reproducible`.

    python packaging/supply/reproducible.py                    the wheel, built twice
    python packaging/supply/reproducible.py --folders A B      two packaged folders, built elsewhere
    python packaging/supply/reproducible.py --package          packages twice itself; takes long

The two builds differ in what must not matter: folder, time of the files, order of hashes, time
zone, language. SOURCE_DATE_EPOCH is the same. Prints a Markdown table; ends with 1
when something differs that is not listed in EXCEPTIONS.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT_AT = "1735689600"
SOURCES = ("app", "ocr", "signing", "resources", "pyproject.toml", "README.md", "LICENSE")
EXCEPTIONS: dict[str, str] = {}
"""Pattern of a place and why it may differ; empty as long as nothing has to."""

SURROUNDINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "4242", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C"},
)
MASK = 0o022
"""Rights of files go into a wheel: they are set before a build, whatever a checkout has."""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two builds of the same.

    Attributes:
        what: What was built.
        files: How many files the first one has.
        differing: Places that differ or stand in one of them alone.
        whole: Digests of both as one file, "" where they are folders.
    """

    what: str
    files: int
    differing: tuple[str, ...]
    whole: tuple[str, str] = ("", "")

    @property
    def unexcused(self) -> tuple[str, ...]:
        """Places that may not differ."""
        return tuple(
            place
            for place in self.differing
            if not any(fnmatch(place, pattern) for pattern in EXCEPTIONS)
        )

    @property
    def is_same(self) -> bool:
        """Nothing differs but what may."""
        return not self.unexcused and (self.whole[0] == self.whole[1] or bool(self.differing))


def compare(what: str, first: Mapping[str, str], second: Mapping[str, str]) -> Comparison:
    """Compare two builds by place and digest."""
    places = sorted(set(first) | set(second))
    differing = tuple(place for place in places if first.get(place) != second.get(place))
    return Comparison(what, len(first), differing)


def in_folder(folder: Path) -> dict[str, str]:
    """Digest of each file, target of each link, and right to run, by place."""
    return dict(_entries(folder))


def _entries(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield place, f"-> {path.readlink()}"
        elif path.is_file():
            runs = "x" if path.stat().st_mode & 0o100 else "-"
            yield place, f"{runs} {_digest(path)}"


def in_wheel(file: Path) -> dict[str, str]:
    """Digest, time and rights of each member, by place."""
    with zipfile.ZipFile(file) as archive:
        return {
            each.filename: f"{each.date_time} {each.external_attr:o} "
            f"{hashlib.sha256(archive.read(each)).hexdigest()}"
            for each in archive.infolist()
        }


def wheels(work: Path) -> Comparison:
    """Build the wheel twice, in different surroundings."""
    built = []
    for number, surroundings in enumerate(SURROUNDINGS):
        source = work / f"somewhere-{'else-' * number}{number}"
        _copy_sources(source, age_s=86400 * 400 * number)
        out = work / f"out-{number}"
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps"]
        options = ["--no-build-isolation", "--no-cache-dir", "-w", str(out), str(source)]
        environment = {**os.environ, **surroundings, "SOURCE_DATE_EPOCH": BUILT_AT}
        subprocess.run([*command, *options], check=True, env=environment, umask=MASK)
        built.append(next(out.glob("*.whl")))
    found = compare("wheel", in_wheel(built[0]), in_wheel(built[1]))
    whole = (_digest(built[0]), _digest(built[1]))
    return Comparison(found.what, found.files, found.differing, whole)


def _copy_sources(target: Path, *, age_s: int) -> None:
    """The sources as another person would have checked them out."""
    target.mkdir(parents=True)
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in SOURCES:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, target / name, ignore=skip)
        else:
            shutil.copy2(place, target / name)
    for path in target.rglob("*"):
        stamp = path.stat().st_mtime - age_s
        os.utime(path, (stamp, stamp))
        path.chmod((0o777 if path.is_dir() else 0o666) & ~MASK)


def packages(work: Path) -> Comparison:
    """Package twice with packaging/build.py."""
    folders = []
    for number, surroundings in enumerate(SURROUNDINGS):
        out = work / f"package-{'else-' * number}{number}"
        command = [sys.executable, str(ROOT / "packaging" / "build.py"), "--out", str(out)]
        subprocess.run(command, check=True, env={**os.environ, **surroundings})
        folders.append(out / "sohoa")
    return compare("packaged folder", in_folder(folders[0]), in_folder(folders[1]))


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def tell(found: Sequence[Comparison]) -> None:
    """Print the table, and below it what differs."""
    print("| what | files | differing | excused | SHA-256 of both |\n|---|---|---|---|---|")
    for each in found:
        excused = len(each.differing) - len(each.unexcused)
        whole = each.whole[0][:16] if each.whole[0] == each.whole[1] else "differ"
        print(
            f"| {each.what} | {each.files} | {len(each.differing)} | {excused} "
            f"| {whole if each.whole[0] else '–'} |"
        )
    for each in found:
        for place in each.unexcused[:SHOWN]:
            print(f"! {each.what}: {place}")


def main(given: Sequence[str] | None = None) -> int:
    """Build and compare; gives the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--folders", nargs=2, type=Path, metavar=("A", "B"))
    choice.add_argument("--package", action="store_true")
    options = parser.parse_args(given)
    with tempfile.TemporaryDirectory(prefix="sohoa-") as name:
        if options.folders:
            first, second = options.folders
            found = [compare("packaged folder", in_folder(first), in_folder(second))]
        else:
            found = [wheels(Path(name))]
            found += [packages(Path(name))] if options.package else []
    tell(found)
    return 0 if all(each.is_same for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
