"""The bag of a submission: what is in it, and what a tool of others says to it."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.manifest import ReusedComponent, manifest_from_json
from app.province.bag import MANIFEST_PATH, MAX_FILE_BYTES, PAPERS_PATH, make_bag, safe_name
from app.province.errors import Rejected
from tests.province.bag_samples import FILES, MANIFEST


@pytest.fixture
def bagit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool of the Library of Congress; its wheel asks a module that is no longer made."""

    class NotThere(Exception):
        pass

    def get_distribution(_name: str) -> None:
        raise NotThere

    gone = ModuleType("pkg_resources")
    vars(gone).update(DistributionNotFound=NotThere, get_distribution=get_distribution)
    monkeypatch.setitem(sys.modules, "pkg_resources", gone)
    return importlib.import_module("bagit")


def written(folder: Path) -> Path:
    """The sample bag as files."""
    bag = make_bag(MANIFEST)
    home = folder / bag.name
    content = {**bag.texts, **{bag.paths[key]: data for key, data in FILES.items()}}
    for path, data in content.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_bytes(data)
    return home


def test_make_bag_is_accepted_by_the_bagit_tool(tmp_path: Path, bagit: Any) -> None:
    bag = bagit.Bag(str(written(tmp_path)))

    bag.validate()
    assert bag.info["External-Identifier"] == MANIFEST.client_ref
    assert set(bag.payload_files()) >= {MANIFEST_PATH, PAPERS_PATH}


def test_make_bag_with_an_altered_file_is_refused_by_the_bagit_tool(
    tmp_path: Path, bagit: Any
) -> None:
    home = written(tmp_path)
    file = home / make_bag(MANIFEST).paths["a"]
    file.write_bytes(file.read_bytes().replace(b"mot", b"MOT", 1))

    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(home)).validate()


def test_make_bag_twice_gives_the_same_bytes() -> None:
    again = manifest_from_json(MANIFEST.canonical())

    assert make_bag(again) == make_bag(MANIFEST)


def test_make_bag_keeps_the_manifest_byte_for_byte() -> None:
    kept = make_bag(MANIFEST).texts[MANIFEST_PATH]

    assert hashlib.sha256(kept).hexdigest() == MANIFEST.digest()


def test_make_bag_carries_the_reuse_flags_and_the_path_of_each_file() -> None:
    reused = ReusedComponent("giay-khai-sinh", "TP-2", "Giấy khai sinh", "3", "KQ.G15.000031", "1")

    bag = make_bag(replace(MANIFEST, reused=(reused,)))

    rows = json.loads(bag.texts[PAPERS_PATH])
    assert [row["DuongDanTaiTepTin"] for row in rows[:2]] == list(bag.paths.values())
    flags = ("DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe")
    assert [rows[2][flag] for flag in flags] == ["1", "2", "1", "KQ.G15.000031"]


def test_make_bag_outside_data_holds_nothing_of_the_fields() -> None:
    outside = [data for path, data in make_bag(MANIFEST).texts.items() if path[:5] != "data/"]

    assert not any("Mẫu".encode() in data for data in outside)


def test_make_bag_line_break_in_a_code_starts_no_element() -> None:
    sly = replace(MANIFEST, dossier_code="HS1\nBag-Count: 9 of 9\r\u2028X: y")

    lines = make_bag(sly).texts["bag-info.txt"].decode().splitlines()

    assert "Bag-Group-Identifier: HS1 Bag-Count: 9 of 9 X: y" in lines
    assert sum(line.startswith("Bag-Count") for line in lines) == 1


def test_make_bag_file_of_four_gib_is_refused() -> None:
    large = replace(MANIFEST.files[0], size=MAX_FILE_BYTES + 1)

    with pytest.raises(Rejected):
        make_bag(replace(MANIFEST, files=(large,)))


@pytest.mark.parametrize("reference", ["../../etc", "HS/1", "A" * 300, "con", "Đơn", ""])
def test_bag_name_of_any_reference_is_a_plain_name(reference: str) -> None:
    name = make_bag(replace(MANIFEST, client_ref=reference)).name

    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>|. ')
    assert len(name) < 90


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Đơn đề nghị.pdf", "Don-de-nghi.pdf"),
        ("Đơn.pdf", "Don.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("a\u202efdp.exe", "a-fdp.exe"),
        ("...", "tep"),
        ("", "tep"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_safe_name_is_plain(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.text(max_size=300))
def test_safe_name_of_any_text_can_stand_on_fat32(name: str) -> None:
    safe = safe_name(name)

    assert safe.isascii()
    assert 0 < len(safe) <= 90
    assert not set(safe) & set('/\\:*?"<>|\x00')
    assert safe[-1] not in ". "
