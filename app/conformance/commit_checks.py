"""Checks of commit: accepted once, refused with reasons, the same receipt for every repeat."""

from __future__ import annotations

import uuid

from app.conformance.checking import Check, check
from app.conformance.expecting import (
    NotAsked,
    expect,
    expect_problem,
    expect_status,
    is_refused,
    object_of,
)
from app.conformance.probe import TUS, Begun, Probe
from app.conformance.samples import Sample, content, plain_pdf, sample

_SCAN = {"role": "scan", "name": "tep-1.pdf", "media": "application/pdf"}


@check("G1", "commit", "Đủ tệp, đúng mã băm: 200, state là accepted, nhắc lại mã băm")
def _accepts(probe: Probe) -> None:
    done = probe.accepted(sample({"b": content(900), "a": content(20, 2)}))
    told = done.reply

    expect(told.get("id") == done.id, "id là của hồ sơ")
    expect(told.get("state") == "accepted", "state là accepted")
    expect(told.get("manifest_sha256") == done.dossier.digest(), "nhắc lại manifest_sha256")
    expect(isinstance(told.get("receipt"), str), "có địa chỉ biên nhận")
    expect(probe.is_ours(str(told.get("receipt"))), "địa chỉ biên nhận ở cùng máy chủ")


@check("G2", "commit", "Còn thiếu tệp: 422 files-incomplete, nêu đúng tệp thiếu")
def _wants_all(probe: Probe) -> None:
    begun = probe.begun(sample({"du": content(50), "thieu": content(60, 2)}))
    expect_status(probe.patch(begun.addresses["du"], content(50)), 204)
    expect_status(probe.patch(begun.addresses["thieu"], content(60, 2)[:59]), 204)
    problem = expect_problem(probe.commit(begun), 422, kind="files-incomplete")

    expect(problem.get("files") == ["thieu"], "files nêu đúng tệp thiếu")


@check(
    "G3", "commit", "Byte sai: 422 digest-mismatch, nêu tệp; tệp bắt đầu lại từ 0 và gửi lại được"
)
def _wants_right_bytes(probe: Probe) -> None:
    begun = probe.begun()
    wrong = content(len(begun.data), 9)
    expect_status(probe.patch(begun.address, wrong), 204)
    problem = expect_problem(probe.commit(begun), 422, kind="digest-mismatch")

    expect(problem.get("files") == ["tep-1"], "files nêu đúng tệp sai")
    expect(probe.offset(begun.address) == 0, "vị trí trở về 0")
    probe.send_all(begun)
    probe.finish(begun)


@check("G4", "commit", "Mã băm của bảng kê khác: bị từ chối, hồ sơ chưa được nhận")
def _wants_the_manifest(probe: Probe) -> None:
    begun = probe.begun()
    probe.send_all(begun)
    other = Begun(sample(), begun.id, begun.addresses)

    expect_problem(probe.commit(other), 409, 422)
    state = object_of(probe.state(begun.id)).get("state")
    expect(state == "receiving", "state vẫn là receiving")


@check("G5", "commit", "Chốt thiếu Idempotency-Key hoặc thiếu mã băm: bị từ chối")
def _wants_key_and_digest(probe: Probe) -> None:
    begun = probe.begun()
    path = f"/v1/dossiers/{begun.id}/commit"
    body = b'{"manifest_sha256":"%s"}' % begun.dossier.digest().encode()

    expect_problem(probe.post(path, body), 400)
    expect_problem(probe.post(path, b"{}", Idempotency_Key="c-" + begun.id), 400, 422)


@check("G6", "commit", "Chốt lại cùng khóa: cùng một biên nhận")
def _repeats(probe: Probe) -> None:
    done = probe.accepted()
    again = object_of(expect_status(probe.commit(done), 200))

    expect(again.get("receipt_jws") == done.jws, "cùng một biên nhận")


@check("G7", "commit", "Chốt lại bằng khóa khác: cùng một biên nhận")
def _knows_content(probe: Probe) -> None:
    done = probe.accepted()
    again = object_of(expect_status(probe.commit(done, key=str(uuid.uuid4())), 200))

    expect(again.get("receipt_jws") == done.jws, "cùng một biên nhận")


@check("G8", "commit", "Khóa chốt của hồ sơ khác: 422")
def _holds_a_key(probe: Probe) -> None:
    done, begun = probe.accepted(), probe.begun()
    probe.send_all(begun)

    expect_problem(probe.commit(begun, key=f"c-{done.id}"), 422)


@check("G9", "commit", "Chốt hồ sơ không có: 404")
def _knows_no_other(probe: Probe) -> None:
    expect_problem(probe.commit(Begun(sample(), str(uuid.uuid4()), {})), 404)


@check("G10", "state", "Sau khi chốt: state là accepted, có biên nhận, ETag đã đổi")
def _describes(probe: Probe) -> None:
    begun = probe.begun()
    before = object_of(probe.state(begun.id)).get("etag")
    probe.send_all(begun)
    probe.finish(begun)
    told = object_of(expect_status(probe.state(begun.id), 200))

    expect(told.get("state") == "accepted", "state là accepted")
    expect(isinstance(told.get("receipt"), str), "receipt không rỗng")
    expect(told.get("etag") != before, "etag đã đổi")


@check("G11", "commit", "Bản quét PDF chưa ký: 422 signature-missing (khi require_signature)")
def _wants_signatures(probe: Probe) -> None:
    if probe.service.get("require_signature") is not True:
        raise NotAsked("hệ thống không yêu cầu chữ ký")
    begun = probe.begun(_unsigned_scan())
    probe.send_all(begun)
    problem = expect_problem(probe.commit(begun), 422, kind="signature-missing")

    expect(problem.get("files") == ["tep-1"], "files nêu tệp chưa ký")


def _unsigned_scan() -> Sample:
    return sample({"tep-1": plain_pdf()}).with_file(**_SCAN)


@check("G12", "append", "Tệp của hồ sơ đã nhận không sửa, không bỏ được")
def _keeps(probe: Probe) -> None:
    begun = probe.begun()
    probe.send_all(begun)
    done = probe.finish(begun)
    size = len(begun.data)

    expect(is_refused(probe.patch(begun.address, b"x", offset=size)), "không thêm được byte")
    expect(is_refused(probe.patch(begun.address, begun.data)), "không ghi lại được")
    expect(is_refused(probe.wire.ask("DELETE", begun.address, headers=TUS)), "không bỏ được")
    again = object_of(expect_status(probe.commit(done), 200))
    expect(again.get("receipt_jws") == done.jws, "biên nhận còn nguyên")


@check("G13", "announce", "Thông báo lại hồ sơ đã nhận: vẫn là hồ sơ ấy")
def _knows_accepted(probe: Probe) -> None:
    done = probe.accepted()
    told = object_of(expect_status(probe.announce(done.dossier.with_key()), 201))

    expect(told.get("id") == done.id, "cùng một id")


@check("G14", "commit", "Nhiều tệp, nhiều đoạn: mỗi tệp được so đúng với mã băm của nó")
def _tells_files_apart(probe: Probe) -> None:
    files = {"mot": content(300, 1), "hai": content(300, 2)}
    begun = probe.begun(sample(files))
    expect_status(probe.patch(begun.addresses["mot"], files["hai"]), 204)
    expect_status(probe.patch(begun.addresses["hai"], files["mot"]), 204)
    problem = expect_problem(probe.commit(begun), 422, kind="digest-mismatch")

    expect(sorted(problem.get("files") or []) == ["hai", "mot"], "files nêu cả hai tệp")


COMMIT_CHECKS: tuple[Check, ...] = (
    _accepts,
    _wants_all,
    _wants_right_bytes,
    _wants_the_manifest,
    _wants_key_and_digest,
    _repeats,
    _knows_content,
    _holds_a_key,
    _knows_no_other,
    _describes,
    _wants_signatures,
    _keeps,
    _knows_accepted,
    _tells_files_apart,
)
