"""Checks with hostile input: whatever comes, the system refuses or keeps it, and stays up."""

from __future__ import annotations

import json
import unicodedata
import uuid
from collections.abc import Callable

from app.conformance.checking import Check, check
from app.conformance.expecting import expect, expect_problem, expect_status, is_refused
from app.conformance.probe import CHUNK, Probe
from app.conformance.samples import content, sample
from app.conformance.wire import Reply

_BIG = 3 * 1024 * 1024
_NAMES = (
    ("..\\..\\boot.ini", "đường dẫn Windows"),
    ("../../../etc/passwd", "đường dẫn Unix"),
    ("CON", "tên thiết bị của Windows"),
    ("đơn " + "x" * 296, "tên dài 300 ký tự"),
    ("hóa đơn\u202efdp.exe", "dấu đảo chiều chữ"),
    (unicodedata.normalize("NFD", "Giấy khai sinh Đặng Ửng.pdf"), "chữ Việt dạng tách dấu (NFD)"),
    ("a\r\nX-La: 1\r\n\r\n<script>", "xuống dòng và thẻ HTML"),
    ("tên\u0000ẩn", "ký tự NUL"),
)


def _named(name: str) -> Callable[[Probe], None]:
    def run(probe: Probe) -> None:
        dossier = sample().with_file(name=name)
        reply = probe.announce(dossier)
        if is_refused(reply):
            expect_problem(reply, 400, 422)
            return
        expect_status(reply, 201)
        probe.accepted(dossier)

    return run


_NAME_CHECKS = tuple(
    Check(
        f"M1{letter}",
        "announce",
        f"Tên tệp là {what}: từ chối có lý do, hoặc nhận trọn vẹn",
        _named(name),
    )
    for letter, (name, what) in zip("abcdefgh", _NAMES, strict=True)
)


def _raw(probe: Probe, body: bytes) -> Reply:
    return probe.post("/v1/dossiers", body, Idempotency_Key=str(uuid.uuid4()))


@check("M2", "announce", "JSON lồng sâu 50 000 tầng: bị từ chối")
def _survives_depth(probe: Probe) -> None:
    for body in (b"[" * 50_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000):
        expect_problem(_raw(probe, body), 400, 413, 422)


@check("M3", "announce", "Bảng kê 3 MiB: 413, không đọc hết vào bộ nhớ")
def _bounds_a_body(probe: Probe) -> None:
    reply = _raw(probe, json.dumps({**sample().manifest, "x": "a" * _BIG}).encode())

    # A system may also hang up before it has read so much.
    expect(reply.status in (413, 0), f"413, nhận được {reply.status}")


@check("M4", "announce", "Số rất lớn, số thực, NaN: bị từ chối, không phải lỗi máy chủ")
def _survives_numbers(probe: Probe) -> None:
    for number in (b"1" + b"0" * 30, b"1e400", b"9" * 5000, b"NaN", b"600.5", b"-0.0"):
        body = sample().body().replace(b'"size": 600', b'"size": ' + number)
        expect_problem(_raw(probe, body), 400, 422, 413)


@check("M5", "announce", "Một tên đứng hai lần trong JSON: bị từ chối (RFC 7493)", mandatory=False)
def _refuses_twins(probe: Probe) -> None:
    body = sample().body().replace(b'"revision": 1', b'"revision": 2, "revision": 1')

    expect_problem(_raw(probe, body), 400, 422)


@check("M6", "announce", "Nửa ký tự (surrogate lẻ): bị từ chối, không phải lỗi máy chủ")
def _survives_surrogates(probe: Probe) -> None:
    expect_problem(probe.announce(sample().with_members(officer_id="\ud800")), 400, 422)


@check("M7", "state", "Đường dẫn leo thư mục trong id: 404")
def _survives_paths(probe: Probe) -> None:
    for dossier_id in ("..%2f..%2fetc%2fpasswd", "%2e%2e", "%00", "..%5c..%5cboot.ini"):
        expect_status(probe.state(dossier_id), 400, 404)


_SMUGGLED = b"GET /v1/receipts/lau-qua HTTP/1.1\r\nHost: x\r\n\r\n"


@check("M8", "append", "Content-Length cùng Transfer-Encoding: từ chối hoặc đóng kết nối")
def _refuses_smuggling(probe: Probe) -> None:
    begun = probe.begun()
    headers = {
        **CHUNK,
        "Upload-Offset": "0",
        "Content-Length": "5",
        "Transfer-Encoding": "chunked",
    }
    head = probe.wire.head_of("PATCH", begun.address, headers)
    got = probe.wire.say("Content-Length và Transfer-Encoding", head + b"0\r\n\r\n" + _SMUGGLED)
    answers = got.count(b"HTTP/1.1 ")

    # RFC 9112 §6.1: the server may use Transfer-Encoding alone, and must then close.
    expect(answers <= 1, "không trả lời yêu cầu giấu phía sau")


@check("M9", "append", "Hai Content-Length khác nhau: 400 và đóng kết nối")
def _refuses_two_lengths(probe: Probe) -> None:
    begun = probe.begun()
    headers = {**CHUNK, "Upload-Offset": "0", "Content-Length": "3"}
    head = probe.wire.head_of("PATCH", begun.address, headers)
    head = head.replace(b"\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\n")
    got = probe.wire.say("hai Content-Length", head + b"abc" + _SMUGGLED)

    expect(got.count(b"HTTP/1.1 ") <= 1, "không trả lời yêu cầu giấu phía sau")
    expect(not got.startswith(b"HTTP/1.1 2"), "không nhận đoạn này")
    expect(probe.offset(begun.address) == 0, "không tính byte nào")


@check("M10", "service", "Tiêu đề 200 KB: từ chối hoặc đóng kết nối, không phải lỗi máy chủ")
def _survives_headers(probe: Probe) -> None:
    head = probe.wire.head_of("GET", "/healthz", {"X-Dai": "x" * 200_000})
    got = probe.wire.say("tiêu đề 200 KB", head)

    expect(got == b"" or got[9:10] in (b"4", b"2"), "4xx hoặc đóng kết nối")


@check(
    "M11", "announce", "Tiêu đề If-Match, Range, Upload-Checksum vô nghĩa không làm hỏng máy chủ"
)
def _survives_odd_headers(probe: Probe) -> None:
    begun = probe.begun()
    odd = {
        "If-Match": '"' * 50,
        "Range": "bytes=9-1,-",
        "If-None-Match": "*,,",
        "Accept": "x/" * 99,
    }
    reply = probe.wire.ask("GET", f"/v1/dossiers/{begun.id}", headers=odd)

    expect(0 < reply.status < 500, "không phải lỗi máy chủ")


@check("M12", "announce", "id tệp có dấu gạch chéo, dấu cách, chữ Việt: dùng đúng hoặc từ chối")
def _takes_odd_ids(probe: Probe) -> None:
    dossier = sample({"../tệp 1/%2e": content(40)})
    reply = probe.announce(dossier)
    if not is_refused(reply):
        probe.accepted(dossier)


@check("M13", "health", "Sau tất cả, hệ thống vẫn trả lời")
def _is_still_there(probe: Probe) -> None:
    expect_status(probe.wire.ask("GET", "/healthz", token=""), 204)
    probe.accepted()


HOSTILE_CHECKS: tuple[Check, ...] = (
    *_NAME_CHECKS,
    _survives_depth,
    _bounds_a_body,
    _survives_numbers,
    _refuses_twins,
    _survives_surrogates,
    _survives_paths,
    _refuses_smuggling,
    _refuses_two_lengths,
    _survives_headers,
    _survives_odd_headers,
    _takes_odd_ids,
    _is_still_there,
)
