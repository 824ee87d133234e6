"""Checks of tus uploads: offsets, cuts at every class of bytes, checksums, expiry, ending.

Source: tus resumable upload protocol 1.0.0 (2016); docs/intake-api.yaml.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from app.conformance.checking import Check, check
from app.conformance.expecting import NotAsked, expect, expect_status
from app.conformance.probe import CHUNK, TUS, Begun, Probe, checksum
from app.conformance.samples import content, sample

_SIZE = 5000
_KEPT = timedelta(days=7)
_SLACK = timedelta(minutes=10)
_LARGEST_TRY = 16 * 1024 * 1024
_LOOKS = 40


def _begun(probe: Probe) -> Begun:
    return probe.begun(sample({"tep-1": content(_SIZE, 3)}))


def _unmoved(probe: Probe, begun: Begun, offset: int = 0) -> None:
    expect(probe.offset(begun.address) == offset, f"vị trí vẫn là {offset}")


@check("D1", "tusAbilities", "OPTIONS: 204, nêu Tus-Version có 1.0.0 và Tus-Extension")
def _tells_abilities(probe: Probe) -> None:
    reply = expect_status(probe.wire.ask("OPTIONS", "/v1/uploads"), 204, 200)

    versions = reply.headers.get("tus-version", "").split(",")
    expect("1.0.0" in versions, "Tus-Version có 1.0.0")
    expect("tus-extension" in reply.headers, "có Tus-Extension")


@check("D2", "offset", "HEAD: 200, nêu Upload-Offset, Upload-Length; Cache-Control có no-store")
def _tells_offset(probe: Probe) -> None:
    reply = expect_status(probe.head(_begun(probe).address), 200)

    expect(reply.headers.get("upload-offset") == "0", "Upload-Offset là 0")
    expect(reply.headers.get("upload-length") == str(_SIZE), "Upload-Length là dung lượng")
    expect(reply.headers.get("tus-resumable") == "1.0.0", "Tus-Resumable là 1.0.0")
    expect("no-store" in reply.headers.get("cache-control", ""), "Cache-Control có no-store")


@check("D3", "offset", "Tệp chưa đủ được giữ ít nhất 7 ngày (Upload-Expires)")
def _tells_expiry(probe: Probe) -> None:
    begun = _begun(probe)
    probe.patch(begun.address, begun.data[:10])
    stated = probe.head(begun.address).headers.get("upload-expires", "")
    expect(bool(stated), "có Upload-Expires khi chưa đủ")
    try:
        moment = parsedate_to_datetime(stated).astimezone(UTC)
    except ValueError:
        moment = datetime.min.replace(tzinfo=UTC)

    expect(moment >= datetime.now(UTC) + _KEPT - _SLACK, "ít nhất 7 ngày kể từ byte cuối")


@check("D4", "append", "PATCH cả tệp: 204, Upload-Offset bằng dung lượng")
def _takes_all(probe: Probe) -> None:
    begun = _begun(probe)
    reply = expect_status(probe.patch(begun.address, begun.data), 204)

    expect(reply.headers.get("upload-offset") == str(_SIZE), "Upload-Offset bằng dung lượng")
    _unmoved(probe, begun, _SIZE)


@check("D5", "append", "Gửi từng đoạn 1 byte, rồi phần còn lại: vị trí cộng đúng")
def _takes_parts(probe: Probe) -> None:
    begun = _begun(probe)
    for at, end in ((0, 1), (1, 2), (2, _SIZE - 1), (_SIZE - 1, _SIZE)):
        reply = expect_status(probe.patch(begun.address, begun.data[at:end], offset=at), 204)
        expect(reply.headers.get("upload-offset") == str(end), f"Upload-Offset là {end}")

    probe.finish(begun)


def _cut_at(count: int) -> Callable[[Probe], None]:
    def run(probe: Probe) -> None:
        begun = _begun(probe)
        probe.cut(begun.address, begun.data[:count], _SIZE)
        held = _settled(probe, begun)
        expect(0 <= held <= count, f"vị trí từ 0 đến {count}, nhận được {held}")
        if held < _SIZE:
            reply = expect_status(probe.patch(begun.address, begun.data[held:], offset=held), 204)
            expect(reply.headers.get("upload-offset") == str(_SIZE), "nối tiếp được đến hết")
        probe.finish(begun)

    return run


def _settled(probe: Probe, begun: Begun) -> int:
    """The offset once the system has noticed the cut: twice the same in a row."""
    last = -2
    for _ in range(_LOOKS):
        now = probe.offset(begun.address)
        if now >= 0 and now == last:
            return now
        last = now
    return last


_CUTS = tuple(
    Check(
        f"D6{letter}",
        "append",
        f"Đứt mạng {where}: HEAD cho vị trí đúng, gửi tiếp được, tệp không sai",
        _cut_at(count),
    )
    for letter, where, count in (
        ("a", "trước byte đầu tiên", 0),
        ("b", "sau byte đầu tiên", 1),
        ("c", "giữa tệp", _SIZE // 2),
        ("d", "trước byte cuối", _SIZE - 1),
        ("e", "sau byte cuối, trước trả lời", _SIZE),
    )
)


@check("D7", "append", "Vị trí khác với vị trí máy chủ giữ: 409, không đổi gì")
def _wants_the_offset(probe: Probe) -> None:
    begun = _begun(probe)
    expect_status(probe.patch(begun.address, begun.data[:100]), 204)

    expect_status(probe.patch(begun.address, begun.data), 409)
    expect_status(probe.patch(begun.address, begun.data[200:], offset=200), 409)
    _unmoved(probe, begun, 100)


def _bad_offset(stated: str) -> Callable[[Probe], None]:
    def run(probe: Probe) -> None:
        begun = _begun(probe)
        reply = probe.patch(begun.address, begun.data, headers={"Upload-Offset": stated})
        expect_status(reply, 400, 409)
        _unmoved(probe, begun)

    return run


_BAD_OFFSETS = tuple(
    Check(f"D8{letter}", "append", f"Upload-Offset là “{stated}”: bị từ chối", _bad_offset(stated))
    for letter, stated in zip("abcd", ("-1", "abc", "0x0", "9" * 40), strict=True)
)


@check("D9", "append", "Thiếu Upload-Offset: 400")
def _needs_an_offset(probe: Probe) -> None:
    begun = _begun(probe)
    expect_status(probe.wire.ask("PATCH", begun.address, headers=CHUNK, body=begun.data), 400)

    _unmoved(probe, begun)


@check("D10", "offset", "Thiếu hoặc sai Tus-Resumable: 412 kèm Tus-Version")
def _needs_the_version(probe: Probe) -> None:
    begun = _begun(probe)
    for headers in ({}, {"Tus-Resumable": "0.2.2"}):
        reply = expect_status(probe.wire.ask("HEAD", begun.address, headers=headers), 412)
        expect("1.0.0" in reply.headers.get("tus-version", ""), "Tus-Version có 1.0.0")


@check("D11", "append", "Kiểu nội dung khác application/offset+octet-stream: 415")
def _needs_the_media(probe: Probe) -> None:
    begun = _begun(probe)
    headers = {"Content-Type": "application/octet-stream"}

    expect_status(probe.patch(begun.address, begun.data, headers=headers), 415)
    _unmoved(probe, begun)


@check("D12", "append", "Nhiều byte hơn dung lượng đã báo: 413, không đổi gì")
def _bounds_a_file(probe: Probe) -> None:
    begun = _begun(probe)

    expect_status(probe.patch(begun.address, begun.data + b"x"), 413)
    _unmoved(probe, begun)


@check("D13", "append", "Đoạn lớn hơn chunk.max_bytes: 413")
def _bounds_a_chunk(probe: Probe) -> None:
    most = probe.largest_chunk()
    if not 0 < most < _LARGEST_TRY:
        raise NotAsked("chunk.max_bytes quá lớn để thử")
    begun = probe.begun(sample({"tep-1": content(most + 1)}))

    expect_status(probe.patch(begun.address, begun.data), 413)
    _unmoved(probe, begun)


@check("D14", "offset", "Địa chỉ tải lên không có: 404")
def _knows_no_other(probe: Probe) -> None:
    address = _begun(probe).address
    unknown = address.rpartition("/")[0] + "/" + str(uuid.uuid4())

    expect_status(probe.head(unknown), 404, 410)


@check("D15", "append", "Đoạn không nêu Content-Length (chunked) được nhận như thường")
def _takes_streams(probe: Probe) -> None:
    begun = _begun(probe)
    headers = {**CHUNK, "Upload-Offset": "0"}
    parts = iter([begun.data[:1000], begun.data[1000:]])
    expect_status(probe.wire.ask("PATCH", begun.address, headers=headers, body=parts), 204)

    _unmoved(probe, begun, _SIZE)


@check("D16", "append", "Đoạn rỗng ở đúng vị trí không đổi gì")
def _takes_nothing(probe: Probe) -> None:
    begun = _begun(probe)
    expect_status(probe.patch(begun.address, b""), 204)

    _unmoved(probe, begun)


@check("D17", "commit", "Tệp rỗng không cần tải lên")
def _takes_empty_files(probe: Probe) -> None:
    probe.accepted(sample({"tep-0": b"", "tep-1": content(7)}))


@check("D18", "end", "Bỏ một tệp: 204, rồi 404 hoặc 410; thông báo lại mở lại với vị trí 0")
def _ends(probe: Probe) -> None:
    _need(probe, "termination")
    begun = _begun(probe)
    probe.patch(begun.address, begun.data[:100])
    expect_status(probe.wire.ask("DELETE", begun.address, headers=TUS), 204)
    expect_status(probe.head(begun.address), 404, 410)
    again = probe.begun(begun.dossier)

    expect(again.id == begun.id, "cùng một hồ sơ")
    expect(probe.offset(again.address) == 0, "vị trí là 0")


@check("E1", "append", "Mã kiểm tra đoạn đúng: 204")
def _takes_checked(probe: Probe) -> None:
    _need(probe, "checksum")
    begun = _begun(probe)

    expect_status(probe.patch(begun.address, begun.data, headers=checksum(begun.data)), 204)


@check("E2", "append", "Mã kiểm tra đoạn sai: 460, đoạn bị bỏ")
def _drops_spoiled(probe: Probe) -> None:
    _need(probe, "checksum")
    begun = _begun(probe)

    expect_status(probe.patch(begun.address, begun.data, headers=checksum(b"khac")), 460)
    _unmoved(probe, begun)


@check("E3", "append", "Thuật toán kiểm tra lạ: 400, đoạn bị bỏ")
def _knows_algorithms(probe: Probe) -> None:
    _need(probe, "checksum")
    begun = _begun(probe)
    headers = {"Upload-Checksum": "crc99 AAAA"}

    expect_status(probe.patch(begun.address, begun.data, headers=headers), 400)
    _unmoved(probe, begun)


@check("E4", "append", "Mã kiểm tra không phải Base64: 400, đoạn bị bỏ")
def _reads_base64(probe: Probe) -> None:
    _need(probe, "checksum")
    begun = _begun(probe)
    headers = {"Upload-Checksum": "sha256 ***"}

    expect_status(probe.patch(begun.address, begun.data, headers=headers), 400, 460)
    _unmoved(probe, begun)


@check("E5", "append", "Đoạn có mã kiểm tra bị đứt giữa chừng: không tính byte nào")
def _all_or_nothing(probe: Probe) -> None:
    _need(probe, "checksum")
    begun = _begun(probe)
    stated = checksum(begun.data)["Upload-Checksum"]
    probe.cut(begun.address, begun.data[:3000], _SIZE, Upload_Checksum=stated)

    expect(_settled(probe, begun) == 0, "vị trí là 0")


@check("E6", "tusAbilities", "Tus-Checksum-Algorithm có sha256")
def _names_sha256(probe: Probe) -> None:
    _need(probe, "checksum")
    reply = probe.wire.ask("OPTIONS", "/v1/uploads")

    names = reply.headers.get("tus-checksum-algorithm", "").split(",")
    expect("sha256" in [name.strip() for name in names], "có sha256")


def _need(probe: Probe, extension: str) -> None:
    if extension not in probe.extensions():
        raise NotAsked(f"hệ thống không có phần mở rộng {extension}")


UPLOAD_CHECKS: tuple[Check, ...] = (
    _tells_abilities,
    _tells_offset,
    _tells_expiry,
    _takes_all,
    _takes_parts,
    *_CUTS,
    _wants_the_offset,
    *_BAD_OFFSETS,
    _needs_an_offset,
    _needs_the_version,
    _needs_the_media,
    _bounds_a_file,
    _bounds_a_chunk,
    _knows_no_other,
    _takes_streams,
    _takes_nothing,
    _takes_empty_files,
    _ends,
    _takes_checked,
    _drops_spoiled,
    _knows_algorithms,
    _reads_base64,
    _all_or_nothing,
    _names_sha256,
)
