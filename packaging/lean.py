"""Make two parts of the package smaller, on Linux: OpenCV and the tables of ICU inside Qt.

OpenCV's wheel carries all its modules, FFmpeg with an old OpenSSL, and a BLAS: 159 MB, of which the
program uses pictures and cameras. `opencv` compiles those modules from the source
archive of the same release, whose digest stands in packaging/runtime.lock like that of the wheel.
ICU's tables know all languages of the world: 32 MB. `shrink_icu` keeps Vietnamese, English and
what all languages share, with ICU's own tool.

Needs icu-devtools, gcc and binutils of Debian; OpenCV also g++, cmake, ninja-build and nasm. The
tests run with the wheel; packaging/compare_opencv.py says whether both give the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import urllib.request
from collections.abc import Sequence
from pathlib import Path

OPENCV_TOOLS = ("cmake", "ninja", "g++", "nasm")
ICU_TOOLS = ("icupkg", "gcc", "objcopy")
MODULES = ("core", "imgproc", "geometry", "imgcodecs", "videoio", "python3")
"""flann comes along: geometry is written with it."""
LEFT_OUT = (
    *("FFMPEG", "GSTREAMER", "OBSENSOR", "1394"),  # films and cameras on other wires
    *("IPP", "LAPACK", "EIGEN", "OPENCL", "VA", "VA_INTEL", "ITT"),  # other people's arithmetic
    *("PROTOBUF", "FLATBUFFERS"),  # nets
    *("TIFF", "WEBP", "OPENJPEG", "JASPER", "OPENEXR", "AVIF"),  # pictures that Pillow opens
    *("IMGCODEC_GIF", "IMGCODEC_HDR", "IMGCODEC_SUNRASTER", "IMGCODEC_PFM"),
    *("GTK", "QT", "VTK", "UNIFONT"),  # windows of OpenCV
)
_JSON = "application/vnd.pypi.simple.v1+json"
KEPT_LANGUAGES = re.compile(r"(en|vi)(_US|_VN)?(_POSIX)?")
KEPT_CODE_PAGES = ("ibm-5348_P100-1997.cnv", "ibm-5354_P100-1998.cnv")
"""Windows-1252 and Windows-1258: HTML from the clipboard may be in them."""
_LANGUAGE = re.compile(r"[a-z]{2,3}_?(_[A-Za-z0-9_]+)?")
_ICU = re.compile(r"libicudata\.so\.(?P<edition>\d+)")


def missing(tools: Sequence[str]) -> list[str]:
    """Those of the tools that this machine lacks."""
    return [tool for tool in tools if _found(tool) is None]


def _found(tool: str) -> str | None:
    """Debian keeps some tools where only root looks."""
    return shutil.which(tool, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def opencv(python: Path, lock: Path, work: Path) -> Path:
    """Compile OpenCV for `python`, once for each edition and recipe.

    Args:
        python: Interpreter of the package's virtual environment, with numpy.
        lock: Where version and digests of OpenCV stand.
        work: Folder to work in; what was made lies there for the next time.

    Returns:
        The file that goes in the place of the wheel's `cv2.abi3.so`.
    """
    version, digests = _locked(lock.read_text("utf-8"), "opencv-python-headless")
    recipe = repr((version, _asked(python), MODULES, LEFT_OUT, sorted(digests)))
    home = work / f"opencv-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    made = home / "cv2.abi3.so"
    if not made.exists():
        source = home / f"opencv_python_headless-{version}"
        unpacked = home / "unpacked"  # what was compiled before a break need not be again
        if not unpacked.exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir(parents=True)
            with tarfile.open(_fetch(f"{source.name}.tar.gz", digests, home, python)) as held:
                held.extractall(home, filter="data")
            unpacked.touch()
        part = made.with_suffix(".part")
        shutil.copy2(_compiled(python, source), part)
        part.rename(made)
        shutil.rmtree(source)
    return made


def put_opencv(made: Path, python: Path) -> None:
    """Put the compiled OpenCV in the place of the wheel's, whose libraries go."""
    packages = Path(_said(python, "import sysconfig; print(sysconfig.get_path('platlib'))"))
    shutil.copy2(made, packages / "cv2" / "cv2.abi3.so")
    shutil.rmtree(packages / "opencv_python_headless.libs", ignore_errors=True)


def _locked(lock: str, name: str) -> tuple[str, frozenset[str]]:
    block = next(each for each in re.split(r"\n(?=\S)", lock) if each.startswith(f"{name}=="))
    version = block.split("==")[1].split()[0]
    return version, frozenset(re.findall(r"sha256:([0-9a-f]{64})", block))


def _said(python: Path, words: str) -> str:
    command = [str(python), "-c", words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _asked(python: Path) -> tuple[str, str, str]:
    """Headers of Python, its library, headers of numpy."""
    words = (
        "import numpy, os, sysconfig as s; v = s.get_config_var;"
        "print(s.get_path('include'), os.path.join(v('LIBDIR'), v('LDLIBRARY')),"
        "numpy.get_include(), sep='\\n')"
    )
    headers, library, numpy = _said(python, words).splitlines()
    return headers, library, numpy


def _index(python: Path) -> str:
    """The index that pip takes packages from, the one it comes with unless one is set."""
    words = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    return os.environ.get("PIP_INDEX_URL") or _said(python, words)


def _fetch(name: str, digests: frozenset[str], folder: Path, python: Path) -> Path:
    """Download the source archive; its digest has to be one of the lock.

    Raises:
        SystemExit: There is none, or it is another.
    """
    index = _index(python).rstrip("/")
    address = f"{index}/{name.rsplit('-', 1)[0].replace('_', '-')}/"
    request = urllib.request.Request(address, headers={"Accept": _JSON})  # noqa: S310 -- the index
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
        offered = json.load(answer)["files"]
    wanted = [each["url"] for each in offered if each["filename"] == name]
    archive = folder / name
    if wanted:
        with urllib.request.urlopen(wanted[0], timeout=60) as source, archive.open("wb") as kept:  # noqa: S310 -- as above
            shutil.copyfileobj(source, kept)
    if not wanted or hashlib.sha256(archive.read_bytes()).hexdigest() not in digests:
        raise SystemExit(f"{name}: not to be had, or not with a digest of the lock")
    return archive


def _compiled(python: Path, source: Path) -> Path:
    """Configure and compile; gives the extension module."""
    headers, library, numpy = _asked(python)
    build = source / "build"
    plain = f"-ffile-prefix-map={source}=."  # no folder of this machine in what is shipped
    settings = {
        "CMAKE_BUILD_TYPE": "Release",
        "CMAKE_C_FLAGS": plain,
        "CMAKE_CXX_FLAGS": plain,
        "BUILD_LIST": ",".join(MODULES),
        "PYTHON3_EXECUTABLE": str(python),
        "PYTHON_DEFAULT_EXECUTABLE": str(python),
        "PYTHON3_INCLUDE_DIR": headers,
        "PYTHON3_LIBRARY": library,
        "PYTHON3_NUMPY_INCLUDE_DIRS": numpy,
        **dict.fromkeys(("BUILD_opencv_python3", "PYTHON3_LIMITED_API"), "ON"),
        **dict.fromkeys(("BUILD_JPEG", "BUILD_PNG", "BUILD_ZLIB"), "ON"),
        **dict.fromkeys(("BUILD_INFO_SKIP_TIMESTAMP", "BUILD_INFO_SKIP_SYSTEM_VERSION"), "ON"),
        **dict.fromkeys(("BUILD_SHARED_LIBS", "BUILD_opencv_apps", "BUILD_DOCS"), "OFF"),
        **dict.fromkeys(("BUILD_TESTS", "BUILD_PERF_TESTS", "BUILD_JAVA"), "OFF"),
        **dict.fromkeys((f"WITH_{name}" for name in LEFT_OUT), "OFF"),
    }
    given = [f"-D{name}={value}" for name, value in settings.items()]
    _run(["cmake", "-G", "Ninja", "-S", source / "opencv", "-B", build, *given], build)
    _forget_places(build, [source, python.parents[1], Path(headers).parents[1]])
    _run(["ninja", "-C", build, "opencv_python3"], build)
    return next((build / "lib" / "python3").glob("*.so"))


def _forget_places(build: Path, places: Sequence[Path]) -> None:
    """OpenCV tells how it was built; the folders of this machine are nobody's business."""
    for told in build.rglob("version_string.inc"):
        text = told.read_text("utf-8")
        for place in places:
            text = text.replace(str(place), ".")
        told.write_text(text, "utf-8")


def _run(command: Sequence[str | Path], folder: Path) -> None:
    """Run a tool whose words are kept in a file, and shown when it fails."""
    log = folder.with_suffix(".log")
    with log.open("a", encoding="utf-8") as kept:
        done = subprocess.run(command, stdout=kept, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise SystemExit("\n".join(log.read_text("utf-8").splitlines()[-30:]))


def kept_of_icu(name: str) -> bool:
    """Whether a table of ICU stays: "coll/vi.res" does, "coll/ja.res" does not."""
    folder, _, file = name.rpartition("/")
    stem, _, kind = file.rpartition(".")
    if folder in ("brkitr", "translit"):  # Qt finds words by itself and never rewrites letters
        return False
    if kind == "cnv":
        return file in KEPT_CODE_PAGES
    is_language = kind == "res" and _LANGUAGE.fullmatch(stem) is not None
    return not is_language or KEPT_LANGUAGES.fullmatch(stem) is not None


def shrink_icu(folder: Path, work: Path) -> None:
    """Take languages that nobody reads here out of Qt's copy of ICU, where there is one."""
    for library in sorted(folder.rglob("libicudata.so.*")):
        edition = _ICU.fullmatch(library.name)
        if edition is not None and not library.is_symlink():
            _shrink(library, edition["edition"], work)


def _shrink(library: Path, edition: str, work: Path) -> None:
    home = work / "icu"
    shutil.rmtree(home, ignore_errors=True)
    (home / "small").mkdir(parents=True)
    name = f"icudt{edition}l.dat"
    subprocess.run(["objcopy", "-O", "binary", "-j", ".rodata", library, home / name], check=True)
    tool = str(_found("icupkg"))
    listed = subprocess.run([tool, "-l", home / name], check=True, capture_output=True, text=True)
    unused = [each for each in listed.stdout.split() if not kept_of_icu(each)]
    (home / "unused.txt").write_text("\n".join(unused) + "\n", "ascii")
    small = home / "small" / name  # the tables are named after their file
    subprocess.run([tool, "-r", home / "unused.txt", home / name, small], check=True)
    (home / "tables.S").write_text(_TABLES.format(edition=edition, file=small.name), "ascii")
    flags = ["-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-Wl,-z,noseparate-code"]
    command = ["gcc", *flags, "-Wl,--build-id=none", "-s", "-o", str(library), "../tables.S"]
    subprocess.run(command, check=True, cwd=small.parent)


_TABLES = """\
.section .rodata
.globl icudt{edition}_dat
.type icudt{edition}_dat, @object
.balign 4096
icudt{edition}_dat:
.incbin "{file}"
.size icudt{edition}_dat, . - icudt{edition}_dat
.section .note.GNU-stack,"",@progbits
"""
