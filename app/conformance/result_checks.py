"""Checks of the calls for electronic results; nothing is taken from a system in use."""

from __future__ import annotations

import hashlib
import uuid
from urllib.parse import quote

from app.conformance.checking import Check, check
from app.conformance.expecting import NotAsked, expect, expect_problem, expect_status, object_of
from app.conformance.probe import Probe
from app.conformance.samples import Json
from app.conformance.wire import Reply

_AGENCY = "KIEM-THU"
_LARGEST_TRY = 8 * 1024 * 1024


def _list(probe: Probe, etag: str = "") -> Reply:
    headers = {"If-None-Match": etag} if etag else {}
    return probe.wire.ask("GET", f"/v1/results?agency={_AGENCY}", headers=headers)


def _one(probe: Probe) -> Json:
    listed = object_of(expect_status(_list(probe), 200)).get("results")
    small = [each for each in listed if each["size"] <= _LARGEST_TRY] if listed else []
    if not small:
        raise NotAsked(f"không có kết quả nào cho cơ quan {_AGENCY}")
    return dict(small[0])


def _path(result: Json) -> str:
    return f"/v1/results/{quote(str(result['id']), safe='')}/file"


@check("O1", "results", "Danh sách kết quả: 200, results là danh sách, có next và ETag")
def _lists(probe: Probe) -> None:
    reply = expect_status(_list(probe), 200)
    told = object_of(reply)

    expect(isinstance(told.get("results"), list), "results là danh sách")
    expect("next" in told, "có next")
    expect("etag" in reply.headers, "có ETag")


@check("O2", "results", "Danh sách không đổi: 304")
def _tells_no_change(probe: Probe) -> None:
    etag = _list(probe).headers.get("etag", "")

    expect(bool(etag), "có ETag")
    expect_status(_list(probe, etag), 304)


@check("O3", "resultFile", "Kết quả không có: 404")
def _knows_no_other(probe: Probe) -> None:
    expect_problem(probe.wire.ask("GET", f"/v1/results/{uuid.uuid4()}/file"), 404)


@check("O4", "resultTaken", "Nhận kết quả không có: 404; thiếu nội dung: 400 hoặc 422")
def _bounds_taking(probe: Probe) -> None:
    path = f"/v1/results/{uuid.uuid4()}/taken"
    body = b'{"sha256":"%s","client_ref":"kiem-thu"}' % (b"0" * 64)

    expect_problem(probe.post(path, body), 404)
    expect_problem(probe.post(path, b"{}"), 400, 404, 422)
    expect_problem(probe.post(path, b"["), 400, 404, 422)


@check("O5", "resultFile", "Tệp kết quả đúng dung lượng và mã băm đã nêu, ETag là mã băm")
def _gives_the_file(probe: Probe) -> None:
    result = _one(probe)
    reply = expect_status(probe.wire.ask("GET", _path(result)), 200)

    expect(reply.media == "application/pdf", "kiểu nội dung application/pdf")
    expect(len(reply.body) == result["size"], "đúng dung lượng")
    expect(hashlib.sha256(reply.body).hexdigest() == result["sha256"], "đúng mã băm")
    expect(reply.headers.get("etag") == f'"{result["sha256"]}"', "ETag là mã băm")


@check("O6", "resultFile", "Phần còn lại sau khi đứt: 206, đúng byte, đúng Content-Range")
def _gives_the_rest(probe: Probe) -> None:
    result = _one(probe)
    whole = expect_status(probe.wire.ask("GET", _path(result)), 200).body
    half = len(whole) // 2
    headers = {"Range": f"bytes={half}-", "If-Range": f'"{result["sha256"]}"'}
    reply = expect_status(probe.wire.ask("GET", _path(result), headers=headers), 206)

    expect(reply.body == whole[half:], "đúng phần còn lại")
    stated = f"bytes {half}-{len(whole) - 1}/{len(whole)}"
    expect(reply.headers.get("content-range") == stated, "Content-Range đúng")


@check("O7", "resultFile", "If-Range của tệp khác: 200 với cả tệp")
def _starts_over(probe: Probe) -> None:
    result = _one(probe)
    headers = {"Range": "bytes=1-", "If-Range": f'"{"0" * 64}"'}
    reply = expect_status(probe.wire.ask("GET", _path(result), headers=headers), 200)

    expect(len(reply.body) == result["size"], "cả tệp")


@check("O8", "resultFile", "Phần nằm sau cuối tệp: 416", mandatory=False)
def _bounds_ranges(probe: Probe) -> None:
    result = _one(probe)
    headers = {"Range": f"bytes={result['size']}-"}

    expect_status(probe.wire.ask("GET", _path(result), headers=headers), 416)


@check("O9", "resultTaken", "Nhận với mã băm khác: 409 result-changed, kết quả vẫn chờ")
def _wants_the_digest(probe: Probe) -> None:
    result = _one(probe)
    body = b'{"sha256":"%s","client_ref":"kiem-thu"}' % (b"0" * 64)
    path = f"/v1/results/{quote(str(result['id']), safe='')}/taken"

    expect_problem(probe.post(path, body), 409, kind="result-changed")
    listed = object_of(_list(probe)).get("results")
    ids = [each.get("id") for each in listed] if isinstance(listed, list) else []
    expect(result["id"] in ids, "kết quả vẫn trong danh sách")


RESULT_CHECKS: tuple[Check, ...] = (
    _lists,
    _tells_no_change,
    _knows_no_other,
    _bounds_taking,
    _gives_the_file,
    _gives_the_rest,
    _starts_over,
    _bounds_ranges,
    _wants_the_digest,
)
