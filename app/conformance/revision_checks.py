"""Checks of revisions, withdrawal and finding again."""

from __future__ import annotations

import uuid

from app.conformance.checking import Check, check
from app.conformance.expecting import expect, expect_problem, expect_status, object_of
from app.conformance.probe import Accepted, Begun, Probe
from app.conformance.samples import Sample, content, sample

_KEPT, _ADDED = content(700, 6), content(800, 7)


def _first(probe: Probe) -> tuple[Accepted, str]:
    done = probe.accepted(sample({"tep-1": _KEPT}))
    return done, str(object_of(probe.state(done.id)).get("etag"))


def _second(done: Accepted) -> Sample:
    return done.dossier.next_revision({"tep-1": _KEPT, "tep-2": _ADDED})


@check("I1", "revise", "Bản sửa đổi: 201, id mới; tệp đã có thì url là null")
def _revises(probe: Probe) -> None:
    done, etag = _first(probe)
    told = object_of(expect_status(probe.revise(done.id, _second(done), etag), 201))
    addresses = {each["file"]: each["url"] for each in told.get("uploads", [])}

    expect(told.get("id") != done.id, "id khác id cũ")
    expect(bool(addresses.get("tep-2")), "tệp mới có địa chỉ tải lên")
    expect(addresses.get("tep-1", "") is None, "tệp đã có không phải gửi lại")


@check("I2", "revise", "Bản sửa đổi được nhận, bản cũ thành superseded")
def _supersedes(probe: Probe) -> None:
    done, etag = _first(probe)
    later = _second(done)
    told = object_of(expect_status(probe.revise(done.id, later, etag), 201))
    addresses = {str(each["file"]): str(each["url"] or "") for each in told.get("uploads", [])}
    begun = Begun(later, str(told.get("id")), addresses)
    probe.send_all(begun)
    probe.finish(begun)

    expect(object_of(probe.state(done.id)).get("state") == "superseded", "bản cũ là superseded")
    found = object_of(probe.find(later.client_ref)).get("dossiers")
    listed = [each.get("id") for each in found] if isinstance(found, list) else []
    expect(listed == [begun.id, done.id], "tìm thấy cả hai, bản mới trước")


@check("I3", "revise", "Thiếu If-Match: 428")
def _wants_if_match(probe: Probe) -> None:
    done, _etag = _first(probe)

    expect_problem(probe.revise(done.id, _second(done), ""), 428)


@check("I4", "revise", "If-Match của trạng thái cũ: 412 stale-base")
def _wants_the_present(probe: Probe) -> None:
    begun = probe.begun(sample({"tep-1": _KEPT}))
    stale = str(object_of(probe.state(begun.id)).get("etag"))
    probe.send_all(begun)
    done = probe.finish(begun)

    expect_problem(probe.revise(done.id, _second(done), stale), 412, kind="stale-base")


@check("I5", "revise", "Số lần gửi không lớn hơn: 409")
def _wants_a_later(probe: Probe) -> None:
    done, etag = _first(probe)
    same = _second(done).with_members(revision=1)

    expect_problem(probe.revise(done.id, same, etag), 409)


@check("I6", "revise", "Bản sửa đổi của hồ sơ khác (client_ref khác): bị từ chối")
def _wants_the_same(probe: Probe) -> None:
    done, etag = _first(probe)
    other = _second(done).with_members(client_ref="kiem-thu-" + str(uuid.uuid4()))

    expect_problem(probe.revise(done.id, other, etag), 409, 422)


@check("I7", "revise", "Lặp lại bản sửa đổi: cùng một trả lời")
def _repeats(probe: Probe) -> None:
    done, etag = _first(probe)
    later = _second(done)
    first = expect_status(probe.revise(done.id, later, etag), 201)
    again = expect_status(probe.revise(done.id, later, etag), 201)

    expect(first.json() == again.json(), "hai trả lời như nhau")


@check("I8", "announce", "Biết mã băm không đủ để lấy tệp của hồ sơ khác: tệp vẫn phải gửi")
def _gives_nothing_away(probe: Probe) -> None:
    probe.accepted(sample({"tep-1": _KEPT}))
    begun = probe.begun(sample({"tep-1": _KEPT}))

    expect(bool(begun.address), "có địa chỉ tải lên")
    expect(probe.offset(begun.address) == 0, "vị trí là 0")


@check("J1", "withdraw", "Rút trước khi chốt: 204, sau đó 404, kể cả địa chỉ tải lên")
def _withdraws(probe: Probe) -> None:
    begun = probe.begun()
    expect_status(probe.withdraw(begun.id), 204)

    expect_problem(probe.state(begun.id), 404)
    expect_status(probe.head(begun.address), 404, 410)
    expect(object_of(probe.find(begun.dossier.client_ref)).get("dossiers") == [], "không tìm thấy")


@check("J2", "withdraw", "Rút sau khi chốt: 409 already-committed, biên nhận còn")
def _keeps_accepted(probe: Probe) -> None:
    done = probe.accepted()

    expect_problem(probe.withdraw(done.id), 409, kind="already-committed")
    expect(object_of(probe.state(done.id)).get("state") == "accepted", "state là accepted")


@check("J3", "withdraw", "Rút lần nữa: 404 hoặc 204, không phải lỗi máy chủ")
def _withdraws_twice(probe: Probe) -> None:
    begun = probe.begun()
    expect_status(probe.withdraw(begun.id), 204)

    expect_status(probe.withdraw(begun.id), 204, 404)


@check("J4", "announce", "Hồ sơ đã rút có thể thông báo lại và nhận được")
def _begins_again(probe: Probe) -> None:
    begun = probe.begun()
    expect_status(probe.withdraw(begun.id), 204)

    probe.accepted(begun.dossier.with_key())


@check("J5", "commit", "Chốt hồ sơ đã rút: bị từ chối, không có biên nhận")
def _forgets(probe: Probe) -> None:
    begun = probe.begun()
    probe.send_all(begun)
    expect_status(probe.withdraw(begun.id), 204)

    expect_problem(probe.commit(begun), 404, 409)


@check("K1", "find", "Tìm theo client_ref sau khi mất trả lời: thấy hồ sơ với vị trí của tệp")
def _finds(probe: Probe) -> None:
    begun = probe.begun()
    expect_status(probe.patch(begun.address, begun.data[:99]), 204)
    found = object_of(expect_status(probe.find(begun.dossier.client_ref), 200)).get("dossiers")

    expect(isinstance(found, list) and len(found) == 1, "tìm thấy đúng một hồ sơ")
    told = found[0] if isinstance(found, list) else {}
    expect(told.get("id") == begun.id, "đúng id")
    wanted = [{"file": "tep-1", "offset": 99, "size": len(begun.data)}]
    expect(told.get("files") == wanted, "đúng vị trí của tệp")


@check("K2", "find", "client_ref không có: 200, danh sách rỗng")
def _finds_nothing(probe: Probe) -> None:
    found = object_of(expect_status(probe.find("khong-co-" + str(uuid.uuid4())), 200))

    expect(found.get("dossiers") == [], "dossiers rỗng")


@check("K3", "find", "Thiếu client_ref: 400, không liệt kê hồ sơ của ai")
def _lists_nobody(probe: Probe) -> None:
    expect_problem(probe.wire.ask("GET", "/v1/dossiers"), 400)
    expect_problem(probe.wire.ask("GET", "/v1/dossiers?client_ref="), 400)


@check("K4", "find", "client_ref có dấu cách, &, +, %, chữ Việt: tìm đúng")
def _finds_any_name(probe: Probe) -> None:
    name = f"kiem-thu {uuid.uuid4()} a&b=c+d%41 Đắk Lắk"
    begun = probe.begun(sample(client_ref=name))
    found = object_of(expect_status(probe.find(name), 200)).get("dossiers")

    listed = [each.get("id") for each in found] if isinstance(found, list) else []
    expect(listed == [begun.id], "tìm thấy đúng hồ sơ ấy")


@check("K5", "find", "Ký tự thay thế và câu lệnh trong client_ref không mở rộng tìm kiếm")
def _takes_names_literally(probe: Probe) -> None:
    probe.begun()
    for name in ("kiem-thu-%", "kiem-thu-*", "' OR '1'='1", ".*"):
        found = object_of(expect_status(probe.find(name), 200)).get("dossiers")
        expect(found == [], "dossiers rỗng")


REVISION_CHECKS: tuple[Check, ...] = (
    _revises,
    _supersedes,
    _wants_if_match,
    _wants_the_present,
    _wants_a_later,
    _wants_the_same,
    _repeats,
    _gives_nothing_away,
    _withdraws,
    _keeps_accepted,
    _withdraws_twice,
    _begins_again,
    _forgets,
    _finds,
    _finds_nothing,
    _lists_nobody,
    _finds_any_name,
    _takes_names_literally,
)
