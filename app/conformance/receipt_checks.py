"""Checks of receipts: signature, key, claims, chain.

Source: RFC 7515 (JWS), RFC 8037 (EdDSA), RFC 7518 §3.4 (ES256); docs/intake-api.yaml.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import datetime
from typing import Any

import jwt

from app.conformance.checking import Check, check
from app.conformance.expecting import Unmet, expect, expect_problem, expect_status
from app.conformance.probe import Accepted, Probe
from app.conformance.samples import AUDIT_HEAD, OFFICER, STATION, Json, content, sample
from app.conformance.service_checks import keys_of

_TYPE = "sohoa-receipt+jwt"
_ALGORITHMS = {("OKP", "Ed25519"): "EdDSA", ("EC", "P-256"): "ES256"}
_HEX = re.compile(r"[0-9a-f]{64}\Z")
_TEXTS = (
    "iss",
    "receipt_no",
    "dossier_id",
    "client_ref",
    "manifest_sha256",
    "files_sha256",
    "received_at",
    "committed_at",
    "station",
    "officer",
    "client_audit_head",
    "prev_receipt_hash",
)


def _header(jws: str) -> Json:
    try:
        return dict(jwt.get_unverified_header(jws))
    except jwt.PyJWTError as error:
        raise Unmet("biên nhận là JWS dạng gọn") from error


def _claims(done: Accepted) -> Json:
    try:
        part = done.jws.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, IndexError) as error:
        raise Unmet("nội dung biên nhận là JSON") from error
    expect(isinstance(claims, dict), "nội dung biên nhận là đối tượng JSON")
    return dict(claims)


@check("H1", "commit", "Biên nhận có typ sohoa-receipt+jwt, alg EdDSA hoặc ES256, kid đã công bố")
def _names_itself(probe: Probe) -> None:
    header = _header(probe.accepted().jws)

    expect(header.get("typ") == _TYPE, f"typ là {_TYPE}")
    expect(header.get("alg") in ("EdDSA", "ES256"), "alg là EdDSA hoặc ES256")
    expect(header.get("kid") in [key.get("kid") for key in keys_of(probe)], "kid đã công bố")


@check("H2", "commit", "Chữ ký của biên nhận đúng với khóa đã công bố")
def _is_signed(probe: Probe) -> None:
    jws = probe.accepted().jws
    kid = _header(jws).get("kid")
    keys = [key for key in keys_of(probe) if key.get("kid") == kid]
    expect(len(keys) == 1, "đúng một khóa có kid này")
    algorithm = _ALGORITHMS.get((str(keys[0].get("kty")), str(keys[0].get("crv"))), "")
    try:
        jwt.PyJWS().decode(jws, jwt.PyJWK(keys[0], algorithm), algorithms=[algorithm])
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Unmet("chữ ký đúng với khóa đã công bố") from error


@check("H3", "commit", "Biên nhận nêu đủ mọi thành phần bắt buộc")
def _states_all(probe: Probe) -> None:
    claims = _claims(probe.accepted())
    wrong = [name for name in _TEXTS if not isinstance(claims.get(name), str)]

    expect(not wrong, f"có các thành phần: {', '.join(wrong)}")
    expect(claims.get("revision") == 1, "revision là số nguyên 1")
    named = [name for name in ("iss", "receipt_no") if not claims[name]]
    expect(not named, f"không rỗng: {', '.join(named)}")


@check("H4", "commit", "Biên nhận nêu đúng hồ sơ, bảng kê, trạm, cán bộ, đầu chuỗi nhật ký")
def _states_what_was_sent(probe: Probe) -> None:
    done = probe.accepted()
    claims = _claims(done)
    wanted: dict[str, Any] = {  # Any: texts and numbers
        "dossier_id": done.id,
        "client_ref": done.dossier.client_ref,
        "manifest_sha256": done.dossier.digest(),
        "station": STATION,
        "officer": OFFICER,
        "client_audit_head": AUDIT_HEAD,
    }

    wrong = [name for name, value in wanted.items() if claims.get(name) != value]
    expect(not wrong, f"đúng các thành phần: {', '.join(wrong)}")


@check("H5", "commit", "files_sha256 tính theo thứ tự id (điểm mã Unicode), mỗi tệp một dòng")
def _states_files(probe: Probe) -> None:
    files = {
        "b": content(5),
        "ă": content(6, 2),
        "B": content(7, 3),
        "a10": content(8, 4),
        "a9": b"",
    }
    done = probe.accepted(sample(files))
    lines = "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)
    )

    wanted = hashlib.sha256(lines.encode("utf-8")).hexdigest()
    expect(_claims(done).get("files_sha256") == wanted, "files_sha256 đúng")


@check("H6", "commit", "prev_receipt_hash là 64 chữ số hex")
def _has_a_chain(probe: Probe) -> None:
    previous = str(_claims(probe.accepted()).get("prev_receipt_hash"))

    expect(_HEX.match(previous) is not None, "64 chữ số hex thường")


@check("H7", "commit", "prev_receipt_hash là SHA-256 của biên nhận ngay trước", mandatory=False)
def _chains(probe: Probe) -> None:
    first, second = probe.accepted(), probe.accepted()
    wanted = hashlib.sha256(first.jws.encode("ascii")).hexdigest()

    # Others may have committed in between on a system in use; hence not mandatory.
    expect(_claims(second).get("prev_receipt_hash") == wanted, "nối đúng biên nhận trước")


@check("H8", "receipt", "Lấy lại biên nhận: 200, application/jose, đúng từng byte")
def _gives_again(probe: Probe) -> None:
    done = probe.accepted()
    reply = expect_status(probe.wire.ask("GET", str(done.reply.get("receipt"))), 200)

    expect(reply.media == "application/jose", "kiểu nội dung application/jose")
    expect(reply.body == done.jws.encode("ascii"), "đúng biên nhận ấy")


@check("H9", "receipt", "Biên nhận không có: 404")
def _knows_no_other(probe: Probe) -> None:
    expect_problem(probe.wire.ask("GET", "/v1/receipts/khong-co"), 404)


@check("H10", "commit", "Thời gian trên biên nhận có múi giờ, nhận trước khi chốt")
def _tells_times(probe: Probe) -> None:
    claims = _claims(probe.accepted())
    try:
        times = [datetime.fromisoformat(str(claims[name])) for name in _TEXTS[6:8]]
    except (KeyError, ValueError) as error:
        raise Unmet("received_at và committed_at là thời gian") from error

    expect(all(each.tzinfo is not None for each in times), "có múi giờ")
    expect(times[0] <= times[1], "received_at không sau committed_at")


@check("H11", "receipt", "Repr-Digest của biên nhận đúng (RFC 9530)", mandatory=False)
def _states_its_digest(probe: Probe) -> None:
    done = probe.accepted()
    reply = expect_status(probe.wire.ask("GET", str(done.reply.get("receipt"))), 200)
    wanted = base64.b64encode(hashlib.sha256(reply.body).digest()).decode("ascii")

    expect(f"sha-256=:{wanted}:" in reply.headers.get("repr-digest", ""), "Repr-Digest đúng")


RECEIPT_CHECKS: tuple[Check, ...] = (
    _names_itself,
    _is_signed,
    _states_all,
    _states_what_was_sent,
    _states_files,
    _has_a_chain,
    _chains,
    _gives_again,
    _knows_no_other,
    _tells_times,
    _states_its_digest,
)
