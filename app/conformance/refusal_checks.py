"""Checks of refusals and limits: problem documents that an officer and a program can use."""

from __future__ import annotations

import re
import uuid

from app.conformance.checking import Check, check
from app.conformance.expecting import (
    NotAsked,
    expect,
    expect_problem,
    expect_status,
    is_refused,
)
from app.conformance.probe import Probe
from app.conformance.samples import content, sample

_VIETNAMESE = re.compile(r"[À-ỹ]")
_RETRIES = ("never", "later", "after-fix", "reauth")
_INNARDS = re.compile(
    rb"Traceback \(most|\bat [\w.$]+\([\w.]+:\d+\)|Exception in|SQLSTATE|ORA-\d{5}"
)
_MOST_FILES = 5000


@check("L1", "announce", "problem+json có type, title, status, retry, trace")
def _tells_all(probe: Probe) -> None:
    problem = expect_problem(probe.announce(sample().with_members(revision=0)), 400, 422)

    missing = [
        name for name in ("type", "title", "status", "retry", "trace") if not problem.get(name)
    ]
    expect(not missing, f"có các thành phần: {', '.join(missing)}")
    expect(problem["retry"] in _RETRIES, "retry là một trong bốn giá trị")


@check("L2", "announce", "title là câu tiếng Việt")
def _speaks_vietnamese(probe: Probe) -> None:
    problem = expect_problem(probe.announce(sample().with_members(revision=0)), 400, 422)

    expect(_VIETNAMESE.search(str(problem.get("title"))) is not None, "title có dấu tiếng Việt")


@check("L3", "state", "status trong nội dung bằng mã trạng thái HTTP")
def _agrees_with_itself(probe: Probe) -> None:
    reply = probe.state(str(uuid.uuid4()))
    problem = expect_problem(reply, 404)

    expect(problem.get("status") == reply.status, "status bằng mã trạng thái")


@check("L4", "announce", "Bảng kê sai: fields nêu tên thành phần sai")
def _names_the_member(probe: Probe) -> None:
    problem = expect_problem(probe.announce(sample().with_members(revision=0)), 400, 422)

    expect("revision" in str(problem.get("fields")), "fields có revision")


@check("L5", "announce", "Lỗi không nhắc lại giá trị của công dân")
def _keeps_values(probe: Probe) -> None:
    marker = "Nguyễn Văn Đánh Dấu " + uuid.uuid4().hex
    wrong = sample().with_members(fields={"ho_ten": marker}, revision=0)
    reply = probe.announce(wrong)

    expect(is_refused(reply), "bị từ chối")
    shown = reply.body + str(dict(reply.headers)).encode("utf-8")
    expect(marker[-32:].encode("ascii") not in shown, "giá trị không có trong trả lời")


@check("L6", "announce", "Lỗi không lộ ngăn xếp, tên lớp, lỗi cơ sở dữ liệu")
def _hides_innards(probe: Probe) -> None:
    replies = [
        probe.announce(sample().with_members(fields={"a": {"b": []}})),
        probe.post("/v1/dossiers", b"{", Idempotency_Key="k"),
        probe.state("%27%22%3B"),
    ]

    expect(not any(_INNARDS.search(reply.body) for reply in replies), "không có chi tiết nội bộ")


@check("L7", "announce", "Địa chỉ lạ: 404; phương thức lạ: 405; đều là problem+json")
def _refuses_strangers(probe: Probe) -> None:
    expect_problem(probe.wire.ask("GET", "/v1/khong-co"), 404)
    expect_problem(probe.wire.ask("PUT", "/v1/dossiers", body=b"{}"), 405)


@check("L8", "announce", "Trả lời 405 nêu Allow (RFC 9110 §15.5.6)", mandatory=False)
def _tells_methods(probe: Probe) -> None:
    reply = expect_status(probe.wire.ask("PUT", "/v1/dossiers", body=b"{}"), 405)

    expect("allow" in reply.headers, "có tiêu đề Allow")


@check("L9", "announce", "Kiểu nội dung không phải JSON: 415")
def _wants_json_media(probe: Probe) -> None:
    headers = {"Content-Type": "text/plain", "Idempotency-Key": "k-" + str(uuid.uuid4())}
    reply = probe.wire.ask("POST", "/v1/dossiers", headers=headers, body=sample().body())

    expect_problem(reply, 415)


@check("L10", "announce", "Không phải JSON, không phải đối tượng, UTF-8 hỏng: 400")
def _wants_json(probe: Probe) -> None:
    for body in (b"{", b"[]", b'"x"', b"", b'{"client_ref":"\xff\xfe"}'):
        reply = probe.post("/v1/dossiers", body, Idempotency_Key=str(uuid.uuid4()))
        expect_problem(reply, 400, 422)


@check("L11", "find", "Không trả lời nào chuyển hướng sang máy chủ khác")
def _stays_here(probe: Probe) -> None:
    begun = probe.begun()
    paths = (
        "/healthz",
        "/khong-co",
        "/v1/dossiers/",
        f"/v1/dossiers/{begun.id}/",
        "/v1/dossiers?client_ref=a",
    )
    for path in paths:
        where = probe.wire.ask("GET", path).headers.get("location", "/")
        expect(probe.is_ours(where), "Location ở cùng máy chủ")


@check("N1", "announce", "Tệp lớn hơn max_file_bytes: 413 ngay khi thông báo, nêu tệp")
def _bounds_files(probe: Probe) -> None:
    most = probe.service.get("max_file_bytes")
    if not isinstance(most, int):
        raise NotAsked("hệ thống không nêu max_file_bytes")
    problem = expect_problem(probe.announce(sample().with_file(size=most + 1)), 413)

    expect(problem.get("files") == ["tep-1"], "files nêu tệp quá lớn")


@check("N2", "announce", "Nhiều tệp hơn max_files: bị từ chối")
def _bounds_count(probe: Probe) -> None:
    most = probe.service.get("max_files")
    if not isinstance(most, int) or most > _MOST_FILES:
        raise NotAsked("hệ thống không nêu max_files, hoặc quá lớn để thử")
    files = {f"t{number}": b"x" for number in range(most + 1)}

    expect_problem(probe.announce(sample(files)), 400, 413, 422)


@check("N3", "announce", "Đúng bằng giới hạn max_files thì vẫn nhận")
def _takes_the_most(probe: Probe) -> None:
    most = probe.service.get("max_files")
    if not isinstance(most, int) or most > _MOST_FILES:
        raise NotAsked("hệ thống không nêu max_files, hoặc quá lớn để thử")

    probe.begun(sample({f"t{number}": content(1) for number in range(most)}))


REFUSAL_CHECKS: tuple[Check, ...] = (
    _tells_all,
    _speaks_vietnamese,
    _agrees_with_itself,
    _names_the_member,
    _keeps_values,
    _hides_innards,
    _refuses_strangers,
    _tells_methods,
    _wants_json_media,
    _wants_json,
    _stays_here,
    _bounds_files,
    _bounds_count,
    _takes_the_most,
)
