"""What is shipped, with whose licences: the list of parts is whole and says so where it is not."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from app.errors import StationError
from app.licence_commands import NoticesMissing, tell_licences
from app.wiring import Json, Output

ROOT = Path(__file__).resolve().parents[2]
SUPPLY = ROOT / "packaging" / "supply"
TOOLS = ROOT / "build" / "supply" / "venv"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SUPPLY / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(spec.name, module)  # dataclasses look for theirs there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def shipped() -> ModuleType:
    return loaded("shipped")


@pytest.fixture(scope="module")
def machine(shipped: ModuleType) -> object:
    wheels = Path(sysconfig.get_path("platlib"))
    return shipped.Machine([wheels], Path("/usr/share/tesseract-ocr/5/tessdata"))


@pytest.fixture(scope="module")
def parts(shipped: ModuleType, machine: object) -> list[object]:
    found: list[object] = shipped.inventory(machine)
    return found


def test_inventory_has_every_locked_part_with_digests_and_a_licence(
    shipped: ModuleType, parts: list[object]
) -> None:
    wanted = {
        (one.name, one.version)
        for one in shipped.locked(shipped.RUNTIME_LOCK)
        if one.is_for_this_machine
    }

    found = {(one.name, one.version): one for one in parts if one.kind == "python"}  # type: ignore[attr-defined]  # a class of a program

    assert set(found) == wanted
    assert len(found) > 80
    assert all(one.licence and one.lock_digests for one in found.values())  # type: ignore[attr-defined]  # as above


def test_inventory_leaves_nothing_unclear_but_texts_of_this_machine(
    parts: list[object], machine: object
) -> None:
    """Texts of licences of the system, models and PyInstaller lie on machines that build."""
    assert parts
    own = ("text of a licence", "pyinstaller is not installed", "no vie.", "no osd.")
    assert [each for each in machine.problems if not each.startswith(own)] == []  # type: ignore[attr-defined]  # a class of a program


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("tesseract", "tesserocr"),
        ("leptonica", "tesserocr"),
        ("pdfium", "pypdfium2"),
        ("qt", "pyside6-essentials"),
        ("openssl", "cryptography"),
        ("libjpeg-turbo", "pillow"),
        ("qpdf", "pikepdf"),
    ],
)
@pytest.mark.may_skip("names of libraries on Linux")
@pytest.mark.skipif(sys.platform != "linux", reason="names of libraries on Linux")
def test_inventory_tells_version_and_digests_of_a_native_part(
    parts: list[object], name: str, holder: str
) -> None:
    found = [one for one in parts if (one.name, one.holder) == (name, holder)]  # type: ignore[attr-defined]  # as above

    assert found[0].version[0].isdigit()  # type: ignore[attr-defined]  # as above
    assert all(len(digest) == 64 for _place, digest in found[0].files)  # type: ignore[attr-defined]  # as above
    assert found[0].files  # type: ignore[attr-defined]  # as above


def test_licences_of_all_parts_go_with_ours_but_for_those_decided_about(
    shipped: ModuleType, parts: list[object]
) -> None:
    unfit = loaded("licences").unfit
    rows = [(one.name, one.licence) for one in parts]  # type: ignore[attr-defined]  # as above

    alone, decided = unfit(rows, {}), unfit(rows, shipped.facts()["accepted"])

    assert decided == []
    assert sorted(line.split(":")[0] for line in alone) == ["intel-ippicv", "jbigkit"]


@pytest.mark.parametrize(
    ("expression", "fit"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", False),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("(AGPL-3.0-only OR GPL-3.0-only) AND MIT", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("GPL-3.0-or-later WITH Other-exception", False),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-or-later", False),
    ],
)
def test_is_fit(expression: str, fit: bool) -> None:
    assert loaded("licences").is_fit(expression) is fit


@pytest.mark.parametrize("expression", ["", "MIT AND", "(MIT", "MIT MIT", "AND MIT"])
def test_is_fit_of_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        loaded("licences").is_fit(expression)


def test_locked_refuses_a_part_without_digest(shipped: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "some.lock"
    lock.write_text("attrs==26.1.0\n", "utf-8")

    with pytest.raises(shipped.SupplyProblem):
        list(shipped.locked(lock))


def test_which_bsd_is_told_by_the_third_clause(shipped: ModuleType, tmp_path: Path) -> None:
    two, three = tmp_path / "two", tmp_path / "three"
    two.write_text("Redistributions in binary form must reproduce the notice.", "utf-8")
    three.write_text(two.read_text("utf-8") + " Neither the name of\nits authors", "utf-8")

    assert shipped._which_bsd([two]) == "BSD-2-Clause"
    assert shipped._which_bsd([three]) == "BSD-3-Clause"
    assert shipped._which_bsd([]) == ""


def test_parts_inside_opencv_are_those_of_the_build_that_lies_there(shipped: ModuleType) -> None:
    rows = [one for one in shipped.facts()["libraries"] if one["name"] in {"zlib", "protobuf"}]
    embedded = shipped.facts()["embedded"]
    published = ["cv2/cv2.abi3.so", "opencv_python_headless.libs/libavutil-1.so.60"]

    def built(places: list[str]) -> set[str]:
        return {one["name"] for one in (*rows, *embedded) if shipped._is_so_built(one, places)}

    assert built(published) == {"protobuf", "intel-ippicv"}
    assert built(["cv2/cv2.abi3.so"]) == {"zlib"}


@pytest.mark.parametrize(
    ("name", "version"), [("JPEG", "3.1.2"), ("TIFF", "4.7.1"), ("PNG", "1.6.58"), ("GIF", "")]
)
def test_told_by_opencv_finds_versions(shipped: ModuleType, name: str, version: str) -> None:
    words = (
        "    JPEG:   build-libjpeg-turbo (ver 3.1.2-70)\n"
        "    PNG:    /usr/local/lib/libpng.so (ver 1.6.58)\n"
        "    TIFF:   build (ver 42 - 4.7.1)\n    GIF:   YES\n"
    )

    assert shipped._told_by_opencv(name, words) == version


def test_notices_hold_a_text_once_and_name_every_part(shipped: ModuleType, tmp_path: Path) -> None:
    text, same = tmp_path / "LICENSE", tmp_path / "COPYING"
    text.write_text("Do what you like.\n", "utf-8")
    same.write_text("Do  what\nyou like.", "utf-8")
    made = [
        shipped.Part("python", "one", "1.0", "MIT", "metadata", texts=(text,)),
        shipped.Part("native", "two", "2.0", "ISC", "its site", texts=(same,), holder="one"),
    ]
    sys.path.insert(0, str(SUPPLY))
    try:
        told = loaded("notices").notices(made, {"two": "a condition"})
    finally:
        sys.path.remove(str(SUPPLY))

    assert told.count("Do what") + told.count("Do  what") == 1
    assert "one 1.0\n" in told
    assert "two 2.0, inside one\n" in told
    assert "note: a condition" in told


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Both files, made by the program itself."""
    tools = [*TOOLS.glob("lib/python3.*/site-packages")]
    if not tools:
        pytest.skip("no tools; make sbom sets them up")
    folder = tmp_path_factory.mktemp("notices")
    command = [str(TOOLS / "bin" / "python"), "-B", str(SUPPLY / "sbom.py")]
    wheels = sysconfig.get_path("platlib")
    options = ["--wheels", wheels, "--tools", str(tools[0]), "--out", str(folder)]
    done = subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, timeout=150
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_sbom_keeps_the_schema_and_holds_digests(listed: Path) -> None:
    """The program itself checks the schema before it writes."""
    made = json.loads((listed / "tram-so-hoa.cdx.json").read_text("utf-8"))

    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {one["name"]: one for one in made["components"]}
    references = by_name["cryptography"]["externalReferences"]
    assert all(one["alg"] == "SHA-256" for one in references[0]["hashes"])
    assert {one["name"] for one in by_name["tesserocr"]["components"]} >= {"tesseract", "jbigkit"}


def test_licences_command_tells_parts_and_texts(listed: Path) -> None:
    lines: list[str] = []
    results: list[Json] = []
    output = Output(lines.append, results.append, _never, _no_secret)

    shown = tell_licences(False, (listed,), output)
    whole = tell_licences(True, (listed,), output)

    assert (shown, whole) == (0, 0)
    assert any(line.startswith("tesseract 5") and "Apache-2.0" in line for line in lines)
    assert "Apache License" in lines[-1]
    assert len(results[0]["parts"]) > 180


def test_licences_command_without_a_list_says_so(tmp_path: Path) -> None:
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "tram-so-hoa.cdx.json").write_text("[]", "utf-8")
    output = Output(_ignore, _ignore_result, _never, _no_secret)

    with pytest.raises(NoticesMissing):
        tell_licences(False, (tmp_path,), output)
    with pytest.raises(NoticesMissing):
        tell_licences(False, (tmp_path / "damaged",), output)


def _ignore(_text: str) -> None: ...


def _ignore_result(_result: Json) -> None: ...


def _never(error: StationError) -> None:
    raise AssertionError(error)


def _no_secret(_prompt: str, _file: str | None) -> bytearray:
    raise AssertionError
