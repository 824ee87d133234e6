"""What a package of the program holds: parts with versions, digests and licences.

Read from the locks, from the metadata of the installed wheels, from their files and from the tables
beside resources. What no metadata tells stands in native.json, each line with where it is stated.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RUNTIME_LOCK = ROOT / "packaging" / "runtime.lock"
TOOLS_LOCK = ROOT / "packaging" / "package.lock"
MODELS = ("vie.traineddata", "osd.traineddata")
_PINNED = re.compile(r"([\w.-]+)==([\w.!+-]+)(?: *; *([^\\]+))?")
_LIBRARY = re.compile(r"\.(so(\.\w+)*|dll|pyd)$")
_NUMBER = re.compile(r"\.so\.([\w.]+)$")
_BORROWED = re.compile(r"\.libs/|/Qt/(lib|plugins)/")
_LICENCE_FILE = re.compile(r"(^|/)(licen[cs]e|copying|notice)|/licenses/", re.IGNORECASE)


class SupplyProblem(Exception):
    """A part whose version, licence or text nobody can tell."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A pinned part of a lock.

    Attributes:
        digests: SHA-256 of every file of it that may be installed.
    """

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]

    @property
    def is_for_this_machine(self) -> bool:
        """Whether it is installed on this system with this Python."""
        return not self.marker or Marker(self.marker).evaluate()


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is shipped.

    Attributes:
        kind: "python", "native", "font", "icons", "model", "data" or "program".
        licence: SPDX expression.
        said: Where the licence is stated.
        lock_digests: Digests in the lock, for parts that are locked.
        files: Place inside the package and SHA-256, for parts that are files of their own.
        texts: Files with the licence.
        holder: The part inside which this one comes, "" for none.
    """

    kind: str
    name: str
    version: str
    licence: str
    said: str
    lock_digests: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    texts: tuple[Path, ...] = ()
    holder: str = ""


@dataclass(slots=True)
class Machine:
    """Where parts are looked for.

    Attributes:
        folders: Folders of installed wheels, the run-time's first, then those of the tools.
        models: Folder of the models of Tesseract.
        documents: Folder with the copyright files of Debian packages.
        common: Folder with texts of common licences.
    """

    folders: Sequence[Path]
    models: Path
    documents: Path = Path("/usr/share/doc")
    common: Path = Path("/usr/share/common-licenses")
    problems: list[str] = field(default_factory=list)


def locked(lock: Path) -> Iterator[Locked]:
    """All parts of a lock.

    Raises:
        SupplyProblem: A line is not understood, or a part has no digest.
    """
    for block in re.split(r"\n(?=\S)", lock.read_text("utf-8").strip()):
        found = _PINNED.match(block)
        digests = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", block))
        if found is None or not digests:
            raise SupplyProblem(f"{lock.name}: no pinned part with digests: {block[:60]!r}")
        yield Locked(canonicalize_name(found[1]), found[2], (found[3] or "").strip(), digests)


def facts() -> dict[str, Any]:
    """What native.json says."""
    found: dict[str, Any] = json.loads((HERE / "native.json").read_text("utf-8"))
    return found


def left_out(place: str) -> bool:
    """Whether a file of a wheel stays out of the package."""
    sys.path.insert(0, str(ROOT / "packaging" / "pyinstaller"))
    try:
        from parts import reason_to_leave_out
    finally:
        sys.path.pop(0)
    return bool(reason_to_leave_out(place))


def inventory(machine: Machine) -> list[Part]:
    """Every part, parents before what is inside them; `machine.problems` tells what is unclear."""
    return [
        *_python_parts(machine),
        *_bootloader(machine),
        _interpreter(),
        *_resources(),
        *_models(machine),
    ]


def _python_parts(machine: Machine) -> Iterator[Part]:
    installed = _installed(machine.folders[0])
    said = facts()
    for one in locked(RUNTIME_LOCK):
        if not one.is_for_this_machine:
            continue
        wheel = installed.get(one.name)
        if wheel is None or wheel.version != one.version:
            machine.problems.append(f"{one.name} {one.version} is not installed")
            continue
        yield _python_part(one, wheel, said, machine)
        yield from _inside(one, wheel, said, machine)


def _installed(folder: Path) -> dict[str, metadata.Distribution]:
    found = metadata.distributions(path=[str(folder)])
    return {canonicalize_name(wheel.metadata["Name"]): wheel for wheel in found}


def _python_part(
    one: Locked, wheel: metadata.Distribution, said: Mapping[str, Any], machine: Machine
) -> Part:
    texts = tuple(licence_files(wheel))
    if not texts:
        wanted = said["without_text"].get(one.name, [])
        texts = tuple(_text_files(wanted, wheel, machine))
    if not texts:
        machine.problems.append(f"{one.name}: no text of its licence")
    licence, where = _licence(one.name, wheel, said)
    if not licence:
        machine.problems.append(f"{one.name}: licence not understood")
    own = {place: path for place, path in _libraries(wheel) if not _BORROWED.search(place)}
    files = tuple((place, digest_of(path)) for place, path in own.items())
    return Part("python", one.name, one.version, licence, where, one.digests, files, texts)


def licence_files(wheel: metadata.Distribution) -> list[Path]:
    """Files of a wheel's metadata that hold texts of licences."""
    found = []
    for file in wheel.files or ():
        place = file.as_posix()
        is_metadata = ".dist-info/" in place and file.suffix not in {".py", ".json"}
        if is_metadata and _LICENCE_FILE.search(place.split(".dist-info/", 1)[1]):
            found.append(Path(str(wheel.locate_file(file))))
    return sorted(found)


def _licence(name: str, wheel: metadata.Distribution, said: Mapping[str, Any]) -> tuple[str, str]:
    """SPDX expression of a wheel and where it is from; "" when nothing says it."""
    if name in said["chosen"]:
        expression, why = said["chosen"][name]
        return expression, f"metadata of the wheel; {why}"
    stated = wheel.metadata.get("License-Expression", "")
    if stated:
        return stated, "metadata of the wheel: License-Expression"
    words = [wheel.metadata.get("License", "") or ""]
    classifiers = wheel.metadata.get_all("Classifier") or []
    words += [each.rsplit(" :: ", 1)[1] for each in classifiers if each.startswith("License :: ")]
    for word in words:
        if word.strip() in _SPDX:
            return _SPDX[word.strip()], "metadata of the wheel"
    if any("BSD" in word for word in words):
        return _which_bsd(licence_files(wheel)), "text of the licence in the wheel"
    return "", ""


_SPDX = {
    "Apache-2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD-2-Clause": "BSD-2-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "MIT": "MIT",
    "MIT License": "MIT",
    "MPL-2.0": "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSF-2.0": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def _which_bsd(texts: Sequence[Path]) -> str:
    """The third clause forbids to use the names of the authors."""
    words = " ".join(" ".join(text.read_text("utf-8", "replace").split()) for text in texts)
    if "Redistributions in binary form" not in words:
        return ""
    has_third = re.search(r"[Nn]either the names? |may not be used to endorse", words)
    return "BSD-3-Clause" if has_third else "BSD-2-Clause"


def _libraries(wheel: metadata.Distribution) -> Iterator[tuple[str, Path]]:
    """Native libraries of a wheel that go into a package."""
    for file in wheel.files or ():
        place = file.as_posix()
        path = Path(str(wheel.locate_file(file)))
        if _LIBRARY.search(place) and not left_out(place) and path.is_file():
            yield place, path


def _inside(
    one: Locked, wheel: metadata.Distribution, said: Mapping[str, Any], machine: Machine
) -> Iterator[Part]:
    libraries = dict(_libraries(wheel))
    told = set[str]()
    rpms = _rpm_versions(wheel)
    for each in said["libraries"]:
        if each["holder"] != one.name or not _is_so_built(each, libraries):
            continue
        but = each.get("but", [])
        places = [
            place
            for place in libraries
            if any(fnmatch(place, pattern) for pattern in each["files"])
            and not any(fnmatch(place, pattern) for pattern in but)
        ]
        if not places:
            continue
        told.update(places)
        yield Part(
            "native",
            each["name"],
            _version(each, places, rpms, machine),
            each["licence"],
            each["said"],
            files=tuple((place, digest_of(libraries[place])) for place in sorted(places)),
            texts=tuple(_text_files(each["texts"], wheel, machine)),
            holder=one.name,
        )
    for each in said["embedded"]:
        if each["holder"] == one.name and _is_so_built(each, libraries):
            yield Part(
                "native", each["name"], each["version"], each["licence"], each["said"],
                holder=one.name,
            )  # fmt: skip
    yield from _listed_inside(one.name, wheel)
    strange = [place for place in libraries if ".libs/" in place and place not in told]
    machine.problems += [f"{one.name}: nobody says what {place} is" for place in strange]


def _is_so_built(each: Mapping[str, Any], libraries: Iterable[str]) -> bool:
    """Whether a line of the table is about the wheel that lies here."""
    beside, not_beside = each.get("beside", "*"), each.get("not_beside", "")
    places = list(libraries)
    return any(fnmatch(place, beside) for place in places) and not any(
        fnmatch(place, not_beside) for place in places
    )


def _listed_inside(holder: str, wheel: metadata.Distribution) -> Iterator[Part]:
    """Parts in Rust, from the list of parts that the wheel brings."""
    for file in wheel.files or ():
        if not re.search(r"/sboms/.*(rust|rpds).*\.json$", file.as_posix()):
            continue
        listed = json.loads(Path(str(wheel.locate_file(file))).read_text("utf-8"))
        for each in listed.get("components", []):
            terms = [term.get("expression", "") for term in each.get("licenses", [])]
            yield Part(
                "native",
                each["name"],
                each.get("version", ""),
                " ".join(next(iter(terms), "").replace("/", " OR ").split()),
                f"list of parts of the wheel {holder}",
                holder=holder,
            )


def _rpm_versions(wheel: metadata.Distribution) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in wheel.files or ():
        if file.as_posix().endswith("sboms/auditwheel.cdx.json"):
            listed = json.loads(Path(str(wheel.locate_file(file))).read_text("utf-8"))
            found |= {each["name"]: each.get("version", "") for each in listed["components"]}
    return found


def _version(
    each: Mapping[str, Any], places: Sequence[str], rpms: Mapping[str, str], machine: Machine
) -> str:
    if "ask" in each:
        return _asked(each["ask"], machine)
    if each.get("rpm") in rpms:
        return rpms[each["rpm"]]
    numbers = [found[1] for place in sorted(places) if (found := _NUMBER.search(place))]
    return f"soname {numbers[0]}" if numbers else "as in the wheel"


def _asked(name: str, machine: Machine) -> str:
    """What a library says of itself."""
    try:
        return _answers(name)
    except (ImportError, AttributeError, OSError) as error:
        machine.problems.append(f"{name}: does not tell its version ({type(error).__name__})")
        return ""


def _answers(name: str) -> str:
    match name:
        case "tesseract" | "leptonica":
            import tesserocr

            words = tesserocr.tesseract_version().replace("-", " ").split()
            return str(words[words.index(name) + 1])
        case "pdfium":
            import pypdfium2_raw

            told = json.loads((Path(pypdfium2_raw.__file__).parent / "version.json").read_bytes())
            return ".".join(str(told[key]) for key in ("major", "minor", "build", "patch"))
        case "qpdf":
            import pikepdf

            return str(pikepdf.__libqpdf_version__)
        case "openssl":
            from cryptography.hazmat.backends.openssl.backend import backend

            return backend.openssl_version_text().split()[1]
        case "libxml2" | "libxslt":
            from lxml import etree

            told = etree.LIBXML_VERSION if name == "libxml2" else etree.LIBXSLT_VERSION
            return ".".join(map(str, told))
        case "qt":
            from PySide6.QtCore import qVersion

            return qVersion()
        case _ if name.startswith("cv2:"):
            import cv2

            return _told_by_opencv(name[4:], cv2.getBuildInformation())
        case _:
            from PIL import features

            return str(features.version(name) or "")


def _told_by_opencv(name: str, words: str) -> str:
    """Version of a part: "(ver 3.1.2-70)" is 3.1.2, "(ver 42 - 4.7.1)" is 4.7.1."""
    line = re.search(rf"^ *{name}: .*\(ver (?:\d+ - )?([\d.]+)", words, re.MULTILINE)
    return line[1] if line else ""


def _text_files(
    wanted: Sequence[str], wheel: metadata.Distribution, machine: Machine
) -> Iterator[Path]:
    for each in wanted:
        kind, _, rest = each.partition(":")
        found: list[Path] = []
        match kind:
            case "wheel":
                found = [path for path in licence_files(wheel) if rest in path.as_posix()]
            case "wheel-of":
                other, _, place = rest.partition(":")
                holder = _installed(machine.folders[0]).get(other)
                listed = licence_files(holder) if holder else []
                found = [path for path in listed if place in path.as_posix()]
            case "debian" | "debian?":
                found = [machine.documents / rest / "copyright"]
            case "common":
                found = [machine.common / rest]
        is_needed = not kind.endswith("?")
        if is_needed and not (found and all(path.is_file() for path in found)):
            machine.problems.append(f"text of a licence is not here: {each}")
        yield from (path for path in found if path.is_file())


def _bootloader(machine: Machine) -> Iterator[Part]:
    """PyInstaller's start, the one part of the tools that goes into a package."""
    pinned = {one.name: one for one in locked(TOOLS_LOCK)}["pyinstaller"]
    for folder in machine.folders:
        wheel = _installed(folder).get("pyinstaller")
        if wheel is not None:
            yield Part(
                "program", "pyinstaller-bootloader", pinned.version,
                "GPL-2.0-or-later WITH Bootloader-exception", "COPYING.txt of the wheel",
                lock_digests=pinned.digests, texts=tuple(licence_files(wheel)),
            )  # fmt: skip
            return
    machine.problems.append("pyinstaller is not installed: its licence has no text")


def _interpreter() -> Part:
    text = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return Part(
        "program", "cpython", sys.version.split()[0], "PSF-2.0", "LICENSE.txt of Python",
        texts=tuple(path for path in [text / "LICENSE.txt"] if path.is_file()),
    )  # fmt: skip


_ROW = re.compile(r"^\| (?P<files>.*?) \| (?P<what>.*?) \| (?P<version>.*?) \| (?P<licence>.*?) \|")
_NAMED_LICENCES = (
    ("SIL Open Font License 1.1", "OFL-1.1"),
    ("ISC, a part MIT", "ISC AND MIT"),
    ("as the program", "Apache-2.0"),
)


def _resources() -> Iterator[Part]:
    """Fonts and icons, from the tables that stand beside them; the rest is our own."""
    for folder, kind in (("fonts", "font"), ("icons", "icons")):
        yield from _tabled(ROOT / "resources" / folder, kind)
    told = {"fonts", "icons", "__pycache__"}
    for room in sorted((ROOT / "resources").iterdir()):
        if room.is_dir() and room.name not in told:
            yield Part(
                "data", f"resources-{room.name}", "", "Apache-2.0", "LICENSE of the program",
                files=_files_below(room, ROOT),
            )  # fmt: skip


def _tabled(folder: Path, kind: str) -> Iterator[Part]:
    table = folder / "README.md"
    files = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _DRAWN}
    for line in table.read_text("utf-8").splitlines():
        row = _ROW.match(line)
        if row is None or row["files"] in {"File", "---"}:
            continue
        patterns = re.findall(r"`([^`]+)`", row["files"]) or ["*"]
        found = [name for name in files if any(fnmatch(name, one) for one in patterns)]
        licence = next((spdx for words, spdx in _NAMED_LICENCES if words in row["licence"]), "")
        texts = [folder / name for name in re.findall(r"`([^`]+\.txt)`", row["licence"])]
        name = re.sub(r"[^\w.-]+", "-", " ".join(patterns)) if patterns != ["*"] else "lucide"
        yield Part(
            kind, name.strip("-"), row["version"].strip("–"), licence, f"resources/{folder.name}",
            files=tuple(
                (files[each].relative_to(ROOT).as_posix(), digest_of(files.pop(each)))
                for each in found
            ),
            texts=tuple(texts),
        )  # fmt: skip


_DRAWN = {".svg", ".ttf", ".otf"}


def _models(machine: Machine) -> Iterator[Part]:
    for name in MODELS:
        path = machine.models / name
        if not path.is_file():
            machine.problems.append(f"no {name} in {machine.models}")
            continue
        debian = machine.documents / f"tesseract-ocr-{path.stem}" / "copyright"
        if not debian.is_file():
            machine.problems.append(f"text of a licence is not here: {debian}")
        yield Part(
            "model", f"tessdata-{path.stem}", "4.1", "Apache-2.0",
            "github.com/tesseract-ocr/tessdata_fast, LICENSE",
            files=((f"tessdata/{name}", digest_of(path)),),
            texts=tuple(text for text in (debian, machine.common / "Apache-2.0") if text.is_file()),
        )  # fmt: skip


def _files_below(folder: Path, base: Path) -> tuple[tuple[str, str], ...]:
    return tuple(
        (path.relative_to(base).as_posix(), digest_of(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
