"""What the package is made from, checked without building it."""

from __future__ import annotations

import configparser
import importlib.util
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as Xml
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def loaded(place: str) -> ModuleType:
    """A program of packaging/, which is no package: its name is that of a library."""
    spec = importlib.util.spec_from_file_location(Path(place).stem, PACKAGING / place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(spec.name, module)  # dataclasses look for theirs there
    spec.loader.exec_module(module)
    return module


def blocks(lock: Path) -> set[str]:
    return set(re.split(r"\n(?=\S)", lock.read_text("utf-8").strip()))


def bare(lock: Path) -> set[str]:
    """Names, versions and digests; when a part is needed may differ."""
    return {re.sub(r" ; [^\\]+", " ", block) for block in blocks(lock)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_runtime_lock_holds_nothing_but_what_the_whole_lock_holds() -> None:
    assert bare(PACKAGING / "runtime.lock") <= bare(ROOT / "requirements.lock")


def test_runtime_lock_has_every_dependency_and_no_tool_of_tests() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    lines = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    named = re.compile(r"[\w.-]+")

    locked = {plain(named.match(block)[0]) for block in blocks(PACKAGING / "runtime.lock")}  # type: ignore[index]  # each begins with a name

    assert {plain(named.match(line)[0]) for line in lines} <= locked  # type: ignore[index]  # as above
    assert not locked & {"pytest", "hypothesis", "ruff", "mypy", "wsgidav"}


def test_no_file_of_our_own_is_left_out() -> None:
    parts = loaded("pyinstaller/parts.py")
    own = [
        path.relative_to(ROOT).as_posix()
        for folder in ("resources", "ocr")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]

    left_out = [place for place in own if parts.reason_to_leave_out(place)]

    assert left_out == []
    assert len(own) > 100


@pytest.mark.parametrize(
    ("place", "is_in"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/imageformats/libqsvg.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/lib/libQt6Qml.so.6", False),
        ("pikepdf/data/sRGB.icc", True),
        ("botocore/data/s3/2006-03-01/service-2.json.gz", True),
        ("botocore/data/endpoints.json", True),
        ("botocore/data/ec2/2016-11-15/service-2.json.gz", False),
        ("tram_so_hoa-0.1.0.dist-info/METADATA", True),
        ("tram_so_hoa-0.1.0.dist-info/direct_url.json", False),
    ],
)
def test_reason_to_leave_out(place: str, is_in: bool) -> None:
    parts = loaded("pyinstaller/parts.py")

    assert (parts.reason_to_leave_out(place) == "") is is_in


def test_every_part_left_out_has_a_reason() -> None:
    parts = loaded("pyinstaller/parts.py")

    assert all(parts.UNUSED.values())
    assert all(parts.UNUSED_MODULES.values())
    assert all(parts.UNUSED_HOOKS.values())


def test_sizes_counts_each_file_once_and_fails_above_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = loaded("sizes.py")
    (tmp_path / "_internal" / "cv2").mkdir(parents=True)
    (tmp_path / "_internal" / "cv2" / "cv2.so").write_bytes(bytes(2_000_000))
    (tmp_path / "_internal" / "again.so").symlink_to("cv2/cv2.so")
    monkeypatch.setattr("sys.argv", ["sizes.py", str(tmp_path), "--most-mb", "1"])

    assert sizes.main() == 1
    assert "| OpenCV | 2.0 |" in capsys.readouterr().out


def test_desktop_file_names_the_command_and_the_icon() -> None:
    entry = configparser.RawConfigParser()
    entry.read(PACKAGING / "debian" / "tram-so-hoa.desktop", "utf-8")

    assert entry["Desktop Entry"]["Exec"] == "sohoa"
    assert entry["Desktop Entry"]["Icon"] == "tram-so-hoa"


def test_mime_file_is_sound() -> None:
    root = Xml.parse(PACKAGING / "debian" / "tram-so-hoa.xml").getroot()  # noqa: S314 -- our own

    assert root[0].attrib["type"] == "application/vnd.tram-so-hoa+json"


def test_token_of_the_udev_rules_is_named_to_software_centres() -> None:
    rules = (PACKAGING / "debian" / "60-tram-so-hoa.rules").read_text("utf-8")
    named = re.findall(r'ATTR{idVendor}=="(\w+)", ATTR{idProduct}=="(\w+)"', rules)

    told = Xml.parse(PACKAGING / "debian" / "tram-so-hoa.metainfo.xml").getroot()  # noqa: S314 -- our own

    aliases = {each.text for each in told.iter("modalias")}
    assert aliases == {f"usb:v{a.upper()}p{b.upper()}d*" for a, b in named}
    assert [each.text for each in told.iter("launchable")] == ["tram-so-hoa.desktop"]


def test_every_override_of_lintian_has_a_reason_before_it() -> None:
    lines = (PACKAGING / "debian" / "lintian-overrides").read_text("utf-8").splitlines()
    tags = [line.split()[1] for line in lines if not line.startswith("#")]

    assert lines[0].startswith("#")
    assert len(tags) == len(set(tags))


@pytest.mark.parametrize(
    "name",
    [
        *("smoke-test.sh", "make-deb.sh", "deb-check.sh", "appimage/make-appimage.sh"),
        *("debian/postinst", "debian/postrm"),
    ],
)
def test_scripts_are_well_formed(name: str) -> None:
    subprocess.run(["bash", "-n", str(PACKAGING / name)], check=True, timeout=20)


def test_manual_page_names_every_command() -> None:
    from app.cli import build_parser

    manual = loaded("debian/manual.py")

    page = manual.page(build_parser())

    assert page.startswith(".TH SOHOA 1")
    for command in ("demo", "doctor", "scan", "sign", "batch"):
        assert f".B {command}\n" in page


def test_wheels_for_windows_are_chosen_by_the_marks_of_windows() -> None:
    check = loaded("windows/check_wheels.py")

    names = {part.name for part in check.parts(PACKAGING / "runtime.lock", "3.11")}

    assert "tzdata" in names
    assert "secretstorage" not in names
