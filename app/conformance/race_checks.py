"""Checks of two clients at once."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from app.conformance.checking import Check, check
from app.conformance.expecting import expect, expect_status, object_of
from app.conformance.probe import CHUNK, Probe
from app.conformance.samples import content, sample

_CROWD = 6
_SIZE = 5000


@check("F1", "announce", "Nhiều kết nối thông báo cùng một hồ sơ cùng lúc: chỉ có một hồ sơ")
def _announced_once(probe: Probe) -> None:
    dossier = sample()
    acts = [partial(probe.announce, dossier.with_key()) for _ in range(_CROWD)]
    replies = probe.together(acts)
    ids = {str(object_of(reply).get("id")) for reply in replies if reply.status == 201}
    found = object_of(probe.find(dossier.client_ref)).get("dossiers")

    expect(len(ids) == 1, "mọi trả lời 201 nêu cùng một id")
    expect(isinstance(found, list) and len(found) == 1, "chỉ tìm thấy một hồ sơ")


@check("F2", "append", "Hai kết nối gửi cùng một đoạn cùng lúc: byte chỉ tính một lần")
def _appended_once(probe: Probe) -> None:
    begun = probe.begun(sample({"tep-1": content(_SIZE, 4)}))
    half = begun.data[: _SIZE // 2]
    replies = probe.together([partial(probe.patch, begun.address, half) for _ in range(_CROWD)])
    statuses = {reply.status for reply in replies}
    held = probe.offset(begun.address)

    expect(statuses <= {204, 409, 423}, f"204, 409 hoặc 423, nhận được {sorted(statuses)}")
    expect(held == len(half), "vị trí bằng độ dài một đoạn")
    expect_status(probe.patch(begun.address, begun.data[held:], offset=held), 204)
    probe.finish(begun)


@check("F3", "offset", "HEAD kết thúc một PATCH cũ đã treo, kết nối mới gửi tiếp được")
def _takes_over(probe: Probe) -> None:
    begun = probe.begun(sample({"tep-1": content(_SIZE, 4)}))
    stated = {**CHUNK, "Upload-Offset": "0", "Content-Length": str(_SIZE)}
    head = probe.wire.head_of("PATCH", begun.address, stated)
    with probe.wire.open_socket() as stalled, suppress(OSError):
        stalled.sendall(head + begun.data[:100])
        held = probe.offset(begun.address)
        expect(0 <= held <= 100, "HEAD trả lời trong lúc kết nối cũ còn mở")
        # The old connection may be noticed only now: ask once more before going on.
        held = probe.offset(begun.address)
        reply = probe.patch(begun.address, begun.data[held:], offset=held)
        if reply.status in (409, 423):
            held = probe.offset(begun.address)
            reply = probe.patch(begun.address, begun.data[held:], offset=held)
        expect_status(reply, 204)
    probe.finish(begun)


@check("F4", "commit", "Nhiều lệnh chốt cùng lúc: cùng một biên nhận")
def _committed_once(probe: Probe) -> None:
    begun = probe.begun()
    probe.send_all(begun)
    acts = [partial(probe.commit, begun, key=f"c{number}-{begun.id}") for number in range(_CROWD)]
    replies = probe.together(acts)
    receipts = {
        str(object_of(reply).get("receipt_jws")) for reply in replies if reply.status == 200
    }

    expect({reply.status for reply in replies} <= {200, 202, 409}, "200, 202 hoặc 409")
    receipts.add(probe.finish(begun).jws)
    expect(len(receipts) == 1, "chỉ có một biên nhận")


@check("F5", "withdraw", "Chốt và rút cùng lúc: một việc thắng, việc kia bị từ chối")
def _one_wins(probe: Probe) -> None:
    begun = probe.begun()
    probe.send_all(begun)
    committed, withdrawn = probe.together(
        [partial(probe.commit, begun), partial(probe.withdraw, begun.id)]
    )
    left = probe.state(begun.id)

    if withdrawn.status == 204:
        expect(committed.status in (404, 409, 410), "lệnh chốt bị từ chối vì hồ sơ đã rút")
        expect_status(left, 404)
    else:
        expect(withdrawn.status == 409, "rút bị từ chối bằng 409")
        expect(committed.status in (200, 202), "lệnh chốt được nhận")
        expect(object_of(left).get("state") in ("accepted", "processing"), "hồ sơ được giữ")


RACE_CHECKS: tuple[Check, ...] = (
    _announced_once,
    _appended_once,
    _takes_over,
    _committed_once,
    _one_wins,
)
