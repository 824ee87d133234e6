"""What the receiver refuses, as RFC 9457 problem documents with Vietnamese titles.

Source: RFC 9457 (2023-07); docs/intake-api.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum

from starlette.responses import JSONResponse

from app.errors import Advice, StationError

MEDIA_TYPE = "application/problem+json"
_TYPE_PREFIX = "urn:sohoa:problem:"


class ReceiverUnusable(StationError):
    """The receiver cannot start: folder, key file, database or port is unusable."""

    code = "receiver.unusable"
    advice = Advice.USER_ACTION


class Retry(StrEnum):
    """What the sender may do after a refusal."""

    NEVER = "never"
    LATER = "later"
    AFTER_FIX = "after-fix"
    REAUTH = "reauth"


class ProblemKind(Enum):
    """Every refusal: its name in `type`, HTTP status, Vietnamese title and `retry`."""

    KEY_MISSING = (
        "idempotency-key-missing",
        400,
        "Thiếu mã chống gửi trùng (Idempotency-Key)",
        Retry.AFTER_FIX,
    )
    KEY_REUSED = (
        "idempotency-key-reused",
        422,
        "Mã chống gửi trùng đã dùng cho nội dung khác",
        Retry.NEVER,
    )
    BAD_REQUEST = ("bad-request", 400, "Yêu cầu không đúng định dạng", Retry.AFTER_FIX)
    BAD_MANIFEST = ("bad-manifest", 422, "Bảng kê hồ sơ không hợp lệ", Retry.AFTER_FIX)
    BAD_MEDIA = ("media-type", 415, "Kiểu nội dung gửi lên không được chấp nhận", Retry.AFTER_FIX)
    TOO_LARGE = ("too-large", 413, "Dữ liệu vượt quá dung lượng cho phép", Retry.AFTER_FIX)
    UNAUTHORIZED = (
        "unauthorized",
        401,
        "Chưa đăng nhập hoặc mã truy cập đã hết hạn",
        Retry.REAUTH,
    )
    UNKNOWN = ("not-found", 404, "Không tìm thấy", Retry.NEVER)
    METHOD = ("method-not-allowed", 405, "Thao tác không được hỗ trợ", Retry.NEVER)
    BODY_DIGEST = (
        "body-digest",
        400,
        "Nội dung yêu cầu bị sai lệch khi truyền",
        Retry.LATER,
    )
    TOO_SLOW = ("request-timeout", 408, "Yêu cầu gửi quá chậm, xin gửi lại", Retry.LATER)
    RANGE = ("range-not-satisfiable", 416, "Phần tệp yêu cầu không tồn tại", Retry.NEVER)
    EXPIRED = ("upload-expired", 410, "Phiên tải lên đã hết hạn", Retry.AFTER_FIX)
    REVISION_CONFLICT = (
        "revision-conflict",
        409,
        "Lần gửi này của hồ sơ đã có với nội dung khác",
        Retry.NEVER,
    )
    BASE_NEEDED = (
        "base-needed",
        409,
        "Hồ sơ đã được tiếp nhận; phải gửi dưới dạng bản sửa đổi",
        Retry.AFTER_FIX,
    )
    COMMITTED = ("already-committed", 409, "Hồ sơ đã được tiếp nhận, không thể hủy", Retry.NEVER)
    SUPERSEDED = ("superseded", 409, "Hồ sơ đã được thay bằng bản sửa đổi mới hơn", Retry.NEVER)
    STALE_BASE = ("stale-base", 412, "Hồ sơ gốc đã thay đổi, cần tải lại", Retry.AFTER_FIX)
    IF_MATCH_MISSING = ("if-match-missing", 428, "Thiếu điều kiện If-Match", Retry.AFTER_FIX)
    WRONG_OFFSET = ("wrong-offset", 409, "Vị trí tải lên không khớp", Retry.LATER)
    LOCKED = ("upload-locked", 423, "Tệp đang được tải lên từ kết nối khác", Retry.LATER)
    TUS_VERSION = ("tus-version", 412, "Phiên bản giao thức tải lên không khớp", Retry.NEVER)
    CHECKSUM = ("checksum-mismatch", 460, "Đoạn dữ liệu bị sai lệch khi truyền", Retry.LATER)
    INCOMPLETE = ("files-incomplete", 422, "Hồ sơ còn thiếu tệp hoặc tệp chưa đủ", Retry.AFTER_FIX)
    DIGEST = ("digest-mismatch", 422, "Mã băm không khớp với dữ liệu đã nhận", Retry.AFTER_FIX)
    UNSIGNED = ("signature-missing", 422, "Bản quét chưa được ký số", Retry.AFTER_FIX)
    UNPROVEN = (
        "signature-invalid",
        422,
        "Chữ ký số trên kết quả không hợp lệ",
        Retry.AFTER_FIX,
    )
    INFECTED = (
        "content-refused",
        422,
        "Phần mềm quét mã độc từ chối tệp",
        Retry.AFTER_FIX,
    )
    UNSCREENED = (
        "screening-unavailable",
        503,
        "Chưa kiểm tra được mã độc, xin gửi lại sau",
        Retry.LATER,
    )
    RESULT_UNKNOWN = (
        "result-unknown",
        422,
        "Không có kết quả nào mang mã này đang chờ ký",
        Retry.NEVER,
    )
    RESULT_CHANGED = (
        "result-changed",
        409,
        "Tệp kết quả đã được thay bằng tệp khác",
        Retry.NEVER,
    )
    RESULT_TAKEN = (
        "result-taken",
        409,
        "Kết quả đã được trạm khác nhận hoặc đã được trả",
        Retry.NEVER,
    )
    NO_ROOM = ("no-room", 507, "Hệ thống tiếp nhận hết chỗ lưu trữ", Retry.LATER)
    INTERNAL = ("internal", 500, "Lỗi nội bộ của hệ thống tiếp nhận", Retry.LATER)
    CHAOS = ("injected", 500, "Lỗi giả lập để kiểm thử", Retry.LATER)

    def __init__(self, slug: str, status: int, title: str, retry: Retry) -> None:
        self.slug = slug
        self.status = status
        self.title = title
        self.retry = retry


class Problem(Exception):
    """A refusal on its way to the reply; never leaves the receiver."""

    def __init__(
        self,
        kind: ProblemKind,
        detail: str = "",
        *,
        lists: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or kind.slug)
        self.kind = kind
        self.detail = detail
        self.lists = dict(lists or {})
        self.headers = dict(headers or {})


def problem_response(problem: Problem, trace: str, status: int = 0) -> JSONResponse:
    """Build the reply; `status` overrides the one of the kind when not 0."""
    status = status or problem.kind.status
    body: dict[str, object] = {
        "type": _TYPE_PREFIX + problem.kind.slug,
        "title": problem.kind.title,
        "status": status,
        "detail": problem.detail,
        "retry": problem.kind.retry.value,
        "trace": trace,
        **problem.lists,
    }
    return JSONResponse(body, status, headers=problem.headers, media_type=MEDIA_TYPE)
