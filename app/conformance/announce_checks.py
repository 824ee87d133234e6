"""Checks of announcing a dossier, and of saying the same thing again."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from app.conformance.checking import Check, check
from app.conformance.expecting import (
    expect,
    expect_problem,
    expect_status,
    is_refused,
    object_of,
)
from app.conformance.probe import Probe
from app.conformance.samples import Sample, content, sample


@check("B1", "announce", "Thông báo hồ sơ: 201, state là receiving, nhắc lại mã băm, đủ các tệp")
def _takes(probe: Probe) -> None:
    dossier = sample({"b": content(10), "a": content(20, 2)})
    reply = expect_status(probe.announce(dossier), 201)
    told = object_of(reply)

    expect(reply.media == "application/json", "kiểu nội dung application/json")
    expect(isinstance(told.get("id"), str) and told["id"] != "", "có id")
    expect(told.get("state") == "receiving", "state là receiving")
    expect(told.get("manifest_sha256") == dossier.digest(), "nhắc lại manifest_sha256")
    uploads = told.get("uploads")
    named = {entry.get("file") for entry in uploads} if isinstance(uploads, list) else set()
    expect(named == {"a", "b"}, "uploads nêu đúng các tệp")


@check("B2", "announce", "Địa chỉ tải lên là tương đối hoặc cùng máy chủ")
def _stays_here(probe: Probe) -> None:
    begun = probe.begun()

    expect(bool(begun.address), "tệp mới có địa chỉ tải lên")
    expect(probe.is_ours(begun.address), "địa chỉ ở cùng máy chủ")


@check("B3", "announce", "Trạm không nêu mã hồ sơ thì hệ thống cấp mã", mandatory=False)
def _gives_a_code(probe: Probe) -> None:
    told = object_of(expect_status(probe.announce(sample()), 201))

    expect(bool(told.get("dossier_code")), "dossier_code không rỗng")


@check("B4", "announce", "Mã hồ sơ mà trạm nêu được giữ nguyên")
def _keeps_a_code(probe: Probe) -> None:
    code = "KT-" + uuid.uuid4().hex[:12]
    begun = probe.begun(sample().with_members(dossier_code=code))
    told = object_of(expect_status(probe.state(begun.id), 200))

    expect(told.get("dossier_code", code) == code, "dossier_code giữ nguyên")


@check("B5", "announce", "Mã băm bảng kê sai: 422 digest-mismatch")
def _checks_the_digest(probe: Probe) -> None:
    dossier = sample()
    body = json.dumps({**dossier.manifest, "manifest_sha256": "0" * 64}).encode()

    expect_problem(
        probe.post("/v1/dossiers", body, Idempotency_Key=dossier.key), 422, kind="digest-mismatch"
    )


@check("B6", "announce", "Mã băm tính trên RFC 8785: chữ Việt và ký tự đặc biệt không làm sai")
def _counts_unicode(probe: Probe) -> None:
    fields = {"a": "Đặng Thị Ửng – “thử”\t\\/ \u001f \U0001f4c4", "b": "", "Z": "z"}
    # A name beyond U+FFFF sorts before one from U+E000 on: by code units, not by code points.
    fields |= {"\ufb33": "sau", "\U0001f600": "trước"}

    probe.begun(sample().with_members(fields=fields))


def _refused(probe: Probe, change: Callable[[Sample], Sample]) -> Any:  # Any: a problem document
    reply = probe.announce(change(sample()))
    return expect_problem(reply, 400, 413, 422)


def _without(dossier: Sample, name: str) -> Sample:
    kept = {key: value for key, value in dossier.manifest.items() if key != name}
    return Sample(kept, dossier.files)


def _missing(name: str) -> Callable[[Probe], None]:
    def run(probe: Probe) -> None:
        body = {**_without(sample(), name).manifest, "manifest_sha256": "0" * 64}
        reply = probe.post(
            "/v1/dossiers", json.dumps(body).encode(), Idempotency_Key=str(uuid.uuid4())
        )
        expect_problem(reply, 400, 422)

    return run


_MISSING = tuple(
    Check(
        f"B7{letter}",
        "announce",
        f"Thiếu {name}: bị từ chối kèm problem+json",
        _missing(name),
    )
    for letter, name in zip(
        "abcd", ("procedure_code", "officer_id", "revision", "files"), strict=True
    )
)

_WRONG: tuple[tuple[str, str, Callable[[Sample], Sample]], ...] = (
    ("thành phần lạ trong bảng kê", "B8a", lambda one: one.with_members(la_gi="x")),
    ("thành phần lạ trong tệp", "B8b", lambda one: one.with_file(la_gi="x")),
    ("mã băm tệp không phải 64 chữ số hex", "B8c", lambda one: one.with_file(sha256="A" * 64)),
    ("dung lượng âm", "B8d", lambda one: one.with_file(size=-1)),
    ("dung lượng là chuỗi", "B8e", lambda one: one.with_file(size="600")),
    ("lần gửi bằng 0", "B8f", lambda one: one.with_members(revision=0)),
    ("lần gửi là true", "B8g", lambda one: one.with_members(revision=True)),
    ("không có tệp nào", "B8h", lambda one: one.with_members(files=[])),
    ("client_ref rỗng", "B8i", lambda one: one.with_members(client_ref="")),
    (
        "hai tệp cùng id",
        "B8j",
        lambda one: one.with_members(files=one.manifest["files"] * 2),
    ),
    ("fields không phải chuỗi", "B8k", lambda one: one.with_members(fields={"a": 1})),
)


def _wrong(change: Callable[[Sample], Sample]) -> Callable[[Probe], None]:
    def run(probe: Probe) -> None:
        _refused(probe, change)

    return run


_WRONG_CHECKS = tuple(
    Check(check_id, "announce", f"Bảng kê sai ({what}): bị từ chối", _wrong(change))
    for what, check_id, change in _WRONG
)


@check("C1", "announce", "Lặp lại cùng khóa, cùng nội dung: cùng một trả lời 201")
def _repeats(probe: Probe) -> None:
    dossier = sample()
    first = expect_status(probe.announce(dossier), 201)
    second = expect_status(probe.announce(dossier), 201)

    expect(first.json() == second.json(), "hai trả lời như nhau")


@check("C2", "announce", "Thiếu Idempotency-Key: 400")
def _wants_a_key(probe: Probe) -> None:
    expect_problem(probe.post("/v1/dossiers", sample().body()), 400)


@check("C3", "announce", "Cùng khóa, nội dung khác: 422, không có hồ sơ thứ hai")
def _holds_a_key(probe: Probe) -> None:
    first, second = sample(), sample()
    probe.begun(first)
    stolen = Sample(second.manifest, second.files, first.key)

    expect_problem(probe.announce(stolen), 422)
    found = object_of(probe.find(second.client_ref))
    expect(found.get("dossiers") == [], "hồ sơ thứ hai không được ghi nhận")


@check("C4", "announce", "Khóa khác, cùng nội dung: vẫn là hồ sơ cũ")
def _knows_content(probe: Probe) -> None:
    dossier = sample()
    first = probe.begun(dossier)
    again = probe.begun(dossier.with_key())

    expect(first.id == again.id, "cùng một id")


@check("C5", "announce", "Cùng lần gửi, nội dung khác: 409, retry là never")
def _holds_a_revision(probe: Probe) -> None:
    dossier = sample()
    probe.begun(dossier)
    other = sample({"tep-1": content(601, 5)}, client_ref=dossier.client_ref)

    expect_problem(probe.announce(other), 409, retry="never")


@check("C6", "announce", "Idempotency-Key dài 201 ký tự: bị từ chối", mandatory=False)
def _bounds_a_key(probe: Probe) -> None:
    expect_problem(probe.post("/v1/dossiers", sample().body(), Idempotency_Key="k" * 201), 400, 422)


@check("C7", "announce", "Thứ tự thành phần và khoảng trắng không đổi hồ sơ")
def _ignores_spacing(probe: Probe) -> None:
    dossier = sample()
    first = probe.begun(dossier)
    members = {"manifest_sha256": dossier.digest(), **dict(reversed(dossier.manifest.items()))}
    body = json.dumps(members, indent=3).encode()
    reply = expect_status(probe.post("/v1/dossiers", body, Idempotency_Key=dossier.key), 201)

    expect(object_of(reply).get("id") == first.id, "cùng một id")


@check("C8", "state", "Sau khi thông báo: state đủ thành phần, ETag bằng etag, vị trí là 0")
def _describes(probe: Probe) -> None:
    begun = probe.begun()
    reply = expect_status(probe.state(begun.id), 200)
    told = object_of(reply)
    wanted = {
        "id": begun.id,
        "client_ref": begun.dossier.client_ref,
        "revision": 1,
        "state": "receiving",
        "manifest_sha256": begun.dossier.digest(),
        "receipt": None,
        "files": [{"file": "tep-1", "offset": 0, "size": 600}],
    }

    wrong = [name for name, value in wanted.items() if told.get(name, ...) != value]
    expect(not wrong, f"đúng các thành phần: {', '.join(wrong)}")
    expect(bool(told.get("etag")), "có etag")
    expect(reply.headers.get("etag") == told["etag"], "tiêu đề ETag bằng etag")


@check("C9", "state", "Hồ sơ không có: 404")
def _knows_no_other(probe: Probe) -> None:
    reply = probe.state(str(uuid.uuid4()))

    expect(is_refused(reply), "bị từ chối")
    expect_problem(reply, 404)


ANNOUNCE_CHECKS: tuple[Check, ...] = (
    _takes,
    _stays_here,
    _gives_a_code,
    _keeps_a_code,
    _checks_the_digest,
    _counts_unicode,
    *_MISSING,
    *_WRONG_CHECKS,
    _repeats,
    _wants_a_key,
    _holds_a_key,
    _knows_content,
    _holds_a_revision,
    _bounds_a_key,
    _ignores_spacing,
    _describes,
    _knows_no_other,
)
