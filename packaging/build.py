"""Build the one-folder program: `python packaging/build.py [--out DIR] [--bundle-system]`.

Makes a virtual environment of its own from packaging/runtime.lock, the run-time parts of
requirements.lock, and the tools of packaging/package.lock, all by digest; then runs PyInstaller.
Ends with the folder DIR/sohoa. Needs the models `vie` and `osd` of Tesseract on this machine;
`--tessdata` names their folder. On Linux ICU's tables are made smaller and OpenCV is compiled with
what the program calls, see lean.py: once for each release, eight minutes of two cores;
`--published-opencv` takes the wheel's.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import lean

ROOT = Path(__file__).resolve().parents[1]
MODELS = ("vie.traineddata", "osd.traineddata")
MODEL_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
FREEZER = (
    *("pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "packaging", "setuptools"),
    *("pefile", "pywin32-ctypes", "macholib"),
)
"""Tools of package.lock that build; the others look for weaknesses, and would be packed as well."""
LINUX_TOOLS = ("chrpath", "readelf", "strip")
BUILT_AT = "1735689600"
"""Seconds since 1970 for all marks of time, so that two builds give the same bytes."""


def main() -> int:
    """Build; gives the exit status."""
    options = _parser().parse_args()
    started = time.monotonic()
    work = options.out.resolve()
    work.mkdir(parents=True, exist_ok=True)
    on_linux = sys.platform == "linux"
    compiles = on_linux and not options.published_opencv
    tools = (*LINUX_TOOLS * on_linux, *lean.ICU_TOOLS * on_linux, *lean.OPENCV_TOOLS * compiles)
    if missing := lean.missing(tools):
        raise SystemExit(f"Missing: {', '.join(missing)}; docs/packaging.md names their packages.")
    python = prepare(work, compiles=compiles)
    prepared = time.monotonic()
    freeze(python, work, models_folder(options.tessdata), bundle_system=options.bundle_system)
    if on_linux:
        lean.shrink_icu(work / "sohoa", work)
    ended = time.monotonic()
    print(f"environment {prepared - started:.0f} s, program {ended - prepared:.0f} s")
    print(work / "sohoa")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "package")
    parser.add_argument("--tessdata", type=Path, help="folder of the models")
    parser.add_argument(
        "--bundle-system", action="store_true", help="also copy libraries of the system (AppImage)"
    )
    parser.add_argument(
        "--published-opencv", action="store_true", help="compile no smaller OpenCV: 140 MB more"
    )
    return parser


def prepare(work: Path, *, compiles: bool) -> Path:
    """The virtual environment of the package, made anew when a lock changed; gives its Python."""
    home = work / "venv"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    locks = [ROOT / "packaging" / name for name in ("runtime.lock", "package.lock")]
    state = "\n".join([sys.version, str(compiles), *(lock.read_text("utf-8") for lock in locks)])
    mark = home / "made-from"
    if not mark.exists() or mark.read_text("utf-8") != state:
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        tools = work / "tools.lock"
        tools.write_text(freezer(locks[1].read_text("utf-8")), "utf-8")
        for lock in (locks[0], tools):
            _pip(python, "--require-hashes", "--no-deps", "-r", str(lock))
        if compiles:
            lean.put_opencv(lean.opencv(python, locks[0], work), python)
        mark.write_text(state, "utf-8")
    source = _plain_copy(work)
    _pip(python, "--no-deps", "--no-build-isolation", "--force-reinstall", str(source))
    shutil.rmtree(source)
    return python


def freezer(lock: str) -> str:
    """Those lines of a lock that are about the tools that freeze."""
    blocks = re.split(r"\n(?=\S)", lock.strip())
    return "\n".join(block for block in blocks if block.split("==")[0] in FREEZER) + "\n"


def _plain_copy(work: Path) -> Path:
    """The project's own parts: setuptools leaves folders behind where it builds."""
    copy = work / "source"
    shutil.rmtree(copy, ignore_errors=True)
    skip = shutil.ignore_patterns("__pycache__")
    for name in ("app", "ocr", "signing", "resources"):
        shutil.copytree(ROOT / name, copy / name, ignore=skip)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy2(ROOT / name, copy / name)
    return copy


def _pip(python: Path, *arguments: str) -> None:
    quiet = ["-q", "--no-compile", "--disable-pip-version-check"]
    command = [str(python), "-m", "pip", "install", *quiet]
    subprocess.run([*command, *arguments], check=True)


def models_folder(named: Path | None) -> Path:
    """Folder with both models.

    Raises:
        SystemExit: There is none.
    """
    for folder in [named] if named else map(Path, MODEL_FOLDERS):
        if all((folder / model).is_file() for model in MODELS):
            return folder
    raise SystemExit(f"No folder with {' and '.join(MODELS)}; name one with --tessdata.")


def freeze(python: Path, work: Path, models: Path, *, bundle_system: bool) -> None:
    """Run PyInstaller; the folder `work/sohoa` is replaced."""
    environment = {
        **os.environ,
        "SOHOA_TESSDATA": str(models),
        "SOHOA_SYSTEM_LIBRARIES": "bundle" if bundle_system else "depend",
        "SOURCE_DATE_EPOCH": BUILT_AT,
        "PYTHONHASHSEED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    spec = ROOT / "packaging" / "pyinstaller" / "sohoa.spec"
    places = ["--distpath", str(work), "--workpath", str(work / "pyinstaller")]
    command = [str(python), "-m", "PyInstaller", "-y", "--log-level", "WARN", *places, str(spec)]
    subprocess.run(command, check=True, cwd=work, env=environment)
    if sys.platform != "win32":
        strip(work / "sohoa")


def strip(folder: Path) -> None:
    """Take symbols for debuggers, and folders of this machine, out of interpreter and extensions.

    An interpreter built for one folder tells its modules to look for libraries there: on another
    machine whoever may write into such a folder would be loaded.
    Libraries that a wheel brings for itself (`*.libs`) were moved and renamed by its maker's tools,
    and stay as they are: GNU strip is known to break such files.
    """
    for path in sorted(folder.rglob("*")):
        is_library = ".so" in path.suffixes and path.is_file() and not path.is_symlink()
        if is_library and ".libs" not in path.parent.suffixes and "PySide6" not in path.parts:
            if _looks_elsewhere(path):
                subprocess.run(["chrpath", "-d", path], check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["strip", "--strip-unneeded", path], check=True)


def _looks_elsewhere(library: Path) -> bool:
    """Whether a library names a folder, and not one relative to itself, to find others in."""
    asked = ["readelf", "--dynamic", "--wide", str(library)]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return re.search(r"\((RPATH|RUNPATH)\).*\[/", told) is not None


if __name__ == "__main__":
    sys.exit(main())
