"""Checks of the service document, the health address and the token."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.conformance.checking import Check, check
from app.conformance.expecting import NotAsked, expect, expect_problem, expect_status, object_of
from app.conformance.probe import Probe

SERVICE_PATH = "/.well-known/sohoa-intake"
_SECRET_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "k"}
_STRANGER = "khong-dung"
_CLOCK = timedelta(minutes=5)


@check("A1", "service", "Tài liệu dịch vụ là JSON, service là sohoa-intake, có phiên bản 1")
def _names_itself(probe: Probe) -> None:
    reply = expect_status(probe.wire.ask("GET", SERVICE_PATH), 200)
    document = object_of(reply)

    expect(reply.media == "application/json", "kiểu nội dung application/json")
    expect(document.get("service") == "sohoa-intake", "service là sohoa-intake")
    versions = document.get("versions")
    expect(isinstance(versions, list) and "1" in versions, "versions có phiên bản 1")


@check("A2", "service", "Tài liệu dịch vụ nêu tus 1.0.0 và các phần mở rộng")
def _names_tus(probe: Probe) -> None:
    tus = probe.service.get("tus")

    expect(isinstance(tus, dict) and tus.get("version") == "1.0.0", "tus.version là 1.0.0")
    extensions = tus.get("extensions") if isinstance(tus, dict) else None
    expect(isinstance(extensions, list), "tus.extensions là danh sách")


@check("A3", "service", "Giới hạn đoạn và giới hạn tệp là số nguyên dương, hợp lý với nhau")
def _limits_are_sound(probe: Probe) -> None:
    chunk, most = probe.service.get("chunk"), probe.service.get("max_file_bytes")
    stated = chunk if isinstance(chunk, dict) else {}
    least, largest = _count(stated.get("min_bytes")), _count(stated.get("max_bytes"))

    expect(least >= 0 and largest >= 1, "chunk có hai số nguyên")
    expect(least <= largest, "min_bytes không lớn hơn max_bytes")
    expect(_count(most) > 0, "max_file_bytes là số dương")


def _count(value: Any) -> int:  # Any: JSON has no static shape
    """A number of bytes, -1 for everything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


@check("A4", "service", "Máy chủ dùng SHA-256 (sha-256 có trong digests)")
def _knows_sha256(probe: Probe) -> None:
    digests = probe.service.get("digests")

    expect(isinstance(digests, list) and "sha-256" in digests, "digests có sha-256")


@check("A5", "service", "Mỗi khóa công khai có kid riêng, là Ed25519 hoặc P-256")
def _publishes_keys(probe: Probe) -> None:
    keys = keys_of(probe)
    kinds = {(key.get("kty"), key.get("crv")) for key in keys}

    expect(bool(keys), "jwks.keys có ít nhất một khóa")
    expect(kinds <= {("OKP", "Ed25519"), ("EC", "P-256")}, "khóa Ed25519 hoặc P-256")
    names = [key.get("kid") for key in keys]
    expect(all(isinstance(name, str) and name for name in names), "mỗi khóa có kid")
    expect(len(set(names)) == len(names), "các kid khác nhau")


@check("A6", "service", "Tài liệu dịch vụ không lộ phần bí mật của khóa")
def _keeps_keys_secret(probe: Probe) -> None:
    shown = {name for key in keys_of(probe) for name in key} & _SECRET_MEMBERS

    expect(not shown, "không có thành phần bí mật trong jwks")


def keys_of(probe: Probe) -> list[dict[str, Any]]:  # Any: members of a JWK have no one type
    """Published keys."""
    jwks = probe.service.get("jwks")
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


@check(
    "A7", "service", "server_time là thời gian có múi giờ, lệch không quá 5 phút", mandatory=False
)
def _tells_time(probe: Probe) -> None:
    document = object_of(probe.wire.ask("GET", SERVICE_PATH))
    try:
        told = datetime.fromisoformat(str(document.get("server_time")))
    except ValueError:
        told = datetime.min
    expect(told.tzinfo is not None, "server_time có múi giờ")

    expect(abs(told - datetime.now(UTC)) <= _CLOCK, "đồng hồ máy chủ và máy này khớp nhau")


@check("A8", "health", "healthz trả lời 204, rỗng, có Date")
def _is_healthy(probe: Probe) -> None:
    reply = expect_status(probe.wire.ask("GET", "/healthz", token=""), 204)

    expect(reply.body == b"", "nội dung rỗng")
    expect("date" in reply.headers, "có tiêu đề Date")


@check("A9", "service", "Tài liệu dịch vụ đọc được khi chưa đăng nhập")
def _service_is_open(probe: Probe) -> None:
    expect_status(probe.wire.ask("GET", SERVICE_PATH, token=""), 200)


@check("A10", "find", "Không có mã truy cập: 401, retry là reauth")
def _wants_a_token(probe: Probe) -> None:
    _need_token(probe)
    reply = probe.wire.ask("GET", "/v1/dossiers?client_ref=x", token="")

    expect_problem(reply, 401, retry="reauth")
    expect("www-authenticate" in reply.headers, "có tiêu đề WWW-Authenticate (RFC 9110 §11.6.1)")


@check("A11", "announce", "Mã truy cập sai: 401, không ghi nhận hồ sơ")
def _refuses_another_token(probe: Probe) -> None:
    _need_token(probe)
    reply = probe.wire.ask("POST", "/v1/dossiers", body=b"{}", token=_STRANGER)

    expect_problem(reply, 401, retry="reauth")


def _need_token(probe: Probe) -> None:
    auth = probe.service.get("auth")
    if not isinstance(auth, list) or "bearer" not in auth:
        raise NotAsked("hệ thống không yêu cầu mã truy cập")


SERVICE_CHECKS: tuple[Check, ...] = (
    _names_itself,
    _names_tus,
    _limits_are_sound,
    _knows_sha256,
    _publishes_keys,
    _keeps_keys_secret,
    _tells_time,
    _is_healthy,
    _service_is_open,
    _wants_a_token,
    _refuses_another_token,
)
