"""Reading announcements: what is good passes unchanged, everything else is a Problem."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.manifest import PresentAddress, ReusedComponent
from app.receiver.announcement import MAX_FILES, read_manifest
from app.receiver.files import has_signature, is_pdf
from app.receiver.problems import Problem, ProblemKind
from tests.receiver.dossier_samples import manifest_of, pdf_bytes

LIMIT = 10**9
REUSED = ReusedComponent("birth_certificate", "", "Giấy khai sinh", "3", "KQ.1", "1")
HOME = "cccd_front:residence"
PLACE = PresentAddress(HOME, "xã Phù Cát", "Gia Lai", "52")
GOOD = manifest_of({"f1": b"1", "f2": b"2"}, client_ref="hs-1")

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def announced(**changes: object) -> bytes:
    body = {**asdict(GOOD), "manifest_sha256": GOOD.digest(), **changes}
    return json.dumps(body).encode()


def file_with(**changes: object) -> dict[str, object]:
    return {**asdict(GOOD.files[0]), **changes}


def test_read_manifest_good_gives_it_back():
    assert read_manifest(announced(), LIMIT) == GOOD


def test_read_manifest_of_reused_papers_alone_needs_no_file():
    manifest = replace(GOOD, files=(), reused=(REUSED,))
    body = {**manifest.members(), "manifest_sha256": manifest.digest()}

    assert read_manifest(json.dumps(body).encode(), LIMIT) == manifest


def test_read_manifest_with_present_addresses_gives_it_back():
    manifest = replace(GOOD, fields={HOME: "xã Phù Cát, tỉnh Bình Định"}, addresses=(PLACE,))
    body = {**manifest.members(), "manifest_sha256": manifest.digest()}

    assert read_manifest(json.dumps(body).encode(), LIMIT) == manifest


def test_read_manifest_without_files_and_reuse_is_refused():
    manifest = replace(GOOD, files=())
    body = {**manifest.members(), "manifest_sha256": manifest.digest()}

    with pytest.raises(Problem) as refused:
        read_manifest(json.dumps(body).encode(), LIMIT)

    assert refused.value.lists == {"fields": ["files"]}


def test_read_manifest_with_reuse_gives_it_back():
    manifest = replace(GOOD, owner_kind="1", owner_id="001195004321", reused=(REUSED,))
    body = {**manifest.members(), "manifest_sha256": manifest.digest()}

    assert read_manifest(json.dumps(body).encode(), LIMIT) == manifest


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"revision": 0}, "revision"),
        ({"revision": 1.0}, "revision"),
        ({"revision": True}, "revision"),
        ({"revision": 2**60}, "revision"),
        ({"client_ref": ""}, "client_ref"),
        ({"client_ref": 7}, "client_ref"),
        ({"client_ref": "x" * 5000}, "client_ref"),
        ({"officer_id": "\ud800"}, "officer_id"),
        ({"fields": {"a": 1}}, "fields"),
        ({"fields": []}, "fields"),
        ({"extra": 1}, "extra"),
        ({"owner_id": 7}, "owner_id"),
        ({"addresses": {}}, "addresses"),
        ({"addresses": [{}]}, "addresses"),
        ({"addresses": [asdict(PLACE)]}, "addresses"),
        ({"fields": {HOME: "x"}, "addresses": [{**asdict(PLACE), "commune": 1}]}, "addresses"),
        ({"reused": {}}, "reused"),
        ({"reused": [{}]}, "reused"),
        ({"reused": [{**asdict(REUSED), "status": "1"}]}, "reused"),
        ({"reused": [{**asdict(REUSED), "extra": ""}]}, "reused"),
        ({"files": []}, "files"),
        ({"files": {}}, "files"),
        ({"files": [file_with()] * 2}, "files[1]"),
        ({"files": [file_with(id=f"f{n}") for n in range(MAX_FILES + 1)]}, "files"),
        ({"files": [file_with(sha256="A" * 64)]}, "files[0]"),
        ({"files": [file_with(sha256="a" * 64 + "\n")]}, "files[0]"),
        ({"files": [file_with(size=-1)]}, "files[0]"),
        ({"files": [file_with(id="")]}, "files[0]"),
        ({"files": [file_with(path="/etc/passwd")]}, "files[0]"),
        ({"files": ["f1"]}, "files[0]"),
    ],
)
def test_read_manifest_bad_member_is_named(changes, named):
    with pytest.raises(Problem) as caught:
        read_manifest(announced(**changes), LIMIT)

    assert caught.value.kind is ProblemKind.BAD_MANIFEST
    assert named in caught.value.lists["fields"]


def test_read_manifest_with_a_file_too_large_is_refused():
    with pytest.raises(Problem) as caught:
        read_manifest(announced(files=[file_with(size=11)]), 10)

    assert caught.value.kind is ProblemKind.TOO_LARGE


@given(st.sampled_from([*asdict(GOOD), "manifest_sha256"]), json_values)
def test_read_manifest_with_any_altered_member_is_refused(name, value):
    before = json.loads(announced()).get(name)
    if before == value and type(before) is type(value):
        return

    with pytest.raises(Problem):
        read_manifest(announced(**{name: value}), LIMIT)


@given(st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()))
def test_read_manifest_of_any_bytes_raises_only_problems(data):
    with pytest.raises(Problem):
        read_manifest(data, LIMIT)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pdf_bytes(), True),
        (pdf_bytes(signed=False), False),
        (b"%PDF-1.7 /ByteRange", False),
        (b"%PDF-1.7 /Type /Signature /ByteRange", False),
        (b"%PDF-1.7 /Type/Sig /ByteRange", True),
        (b"", False),
    ],
)
def test_has_signature_looks_for_both_marks(tmp_path, data, expected):
    path = tmp_path / "file"
    path.write_bytes(data)

    assert has_signature(path) is expected


def test_is_pdf_looks_at_the_beginning(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"\0" * 2000 + b"%PDF-1.7")

    assert not is_pdf(path)
