"""Web pages of the receiver, in Vietnamese: plain functions that give escaped HTML.

No script, no form, no foreign resource; the one style sheet stands in the page and is allowed
by its digest.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape

from app.domain.manifest import ManifestFile
from app.receiver.desk import manifest_of
from app.receiver.ledger import DossierRow, DossierState, ReceiptRow
from app.receiver.result_table import ResultRow, ResultState

_VIETNAM = timezone(timedelta(hours=7))

_STATES = {
    DossierState.RECEIVING.value: "Đang nhận",
    DossierState.ACCEPTED.value: "Đã tiếp nhận",
    DossierState.SUPERSEDED.value: "Đã thay bằng bản sửa đổi",
    ResultState.WAITING.value: "Chờ ký",
    ResultState.TAKEN.value: "Trạm đã nhận",
    ResultState.RETURNED.value: "Đã ký và trả",
}

_TRUST = {
    "trusted": "chứng thư tin cậy",
    "untrusted": "chứng thư không tin cậy",
    "unknown": "chưa xác định độ tin cậy của chứng thư",
}

_CLAIMS = {
    "receipt_no": "Số biên nhận",
    "iss": "Hệ thống cấp",
    "dossier_code": "Mã hồ sơ",
    "dossier_id": "Mã nội bộ của hồ sơ",
    "client_ref": "Mã tại trạm số hóa",
    "revision": "Lần gửi",
    "received_at": "Bắt đầu nhận",
    "committed_at": "Tiếp nhận lúc",
    "station": "Trạm",
    "officer": "Cán bộ",
    "manifest_sha256": "Mã băm bảng kê (SHA-256)",
    "files_sha256": "Mã băm danh sách tệp (SHA-256)",
    "client_audit_head": "Đầu chuỗi nhật ký của trạm",
    "prev_receipt_hash": "Mã băm biên nhận trước",
}

_CSS = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 "Noto Sans", "Segoe UI", "DejaVu Sans", sans-serif;
  color: #1d2733; background: #f3f5f8; }
header { background: #0b4f8a; color: #fff; padding: 14px 28px; }
header a { color: #fff; text-decoration: none; font-weight: 600; }
header p { margin: 0; opacity: .85; font-size: 14px; }
main { max-width: 1120px; margin: 0 auto; padding: 20px 28px 60px; }
h1 { font-size: 24px; margin: 8px 0 14px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 28px 0 10px; }
table { width: 100%; border-collapse: collapse; background: #fff; border: 1px solid #d7dde5; }
th, td { padding: 9px 12px; text-align: left; vertical-align: top;
  border-bottom: 1px solid #e6eaf0; overflow-wrap: anywhere; }
th { background: #eaf0f7; font-size: 14px; }
th[scope=row] { width: 260px; background: #f7f9fc; }
.state { display: inline-block; padding: 1px 10px; border-radius: 10px; background: #e6eaf0;
  white-space: nowrap; }
.accepted, .returned { background: #d9f0df; color: #145c2b; }
.receiving, .waiting { background: #fdf0d2; color: #6b4a00; }
.empty { background: #fff; border: 1px dashed #b8c2cf; padding: 30px; text-align: center; }
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 16px; }
figure { margin: 0; background: #fff; border: 1px solid #d7dde5; padding: 8px; }
figure img { width: 100%; display: block; }
figcaption { font-size: 14px; padding-top: 6px; color: #4a5666; }
code { font: 13px/1.4 "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
details { background: #fff; border: 1px solid #d7dde5; padding: 9px 12px; margin-top: 10px; }
a { color: #0b4f8a; }
a:focus-visible { outline: 3px solid #f0a500; }
"""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on the dossier page; `page_count` is 0 when it cannot be shown."""

    file: ManifestFile
    upload_id: str
    offset: int
    page_count: int


def security_headers() -> dict[str, str]:
    """Headers of every page: nothing but our own pictures and the one style sheet."""
    digest = base64.b64encode(hashlib.sha256(_CSS.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


def list_page(rows: Sequence[DossierRow], receipt_numbers: Mapping[str, str]) -> str:
    """All received dossiers, newest first; `receipt_numbers` by dossier id."""
    if not rows:
        body = '<p class="empty">Chưa nhận được hồ sơ nào.</p>'
    else:
        lines = "".join(_list_line(row, receipt_numbers.get(row.id, "")) for row in rows)
        heads = ("Mã hồ sơ", "Thủ tục", "Lần gửi", "Trạm", "Nhận lúc", "Trạng thái", "Biên nhận")
        titles = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        body = f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
    return _page("Hồ sơ đã nhận", f"<h1>Hồ sơ đã nhận ({len(rows)})</h1>{body}")


def _list_line(row: DossierRow, receipt_number: str) -> str:
    manifest = manifest_of(row)
    cells = (
        f'<a href="/d/{escape(row.id)}">{escape(row.code)}</a>',
        escape(manifest.procedure_code),
        str(row.revision),
        escape(manifest.station_id),
        escape(_local(row.received_at)),
        _badge(row.state),
        escape(receipt_number) or "–",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def dossier_page(
    row: DossierRow, files: Sequence[ShownFile], receipts: Sequence[ReceiptRow]
) -> str:
    """One dossier: what it is, fields, page images, files and receipt."""
    manifest = manifest_of(row)
    summary = {
        "Thủ tục": manifest.procedure_code,
        "Mã tại trạm số hóa": row.client_ref,
        "Lần gửi": str(row.revision),
        "Trạm": manifest.station_id,
        "Cán bộ": manifest.officer_id,
        "Bắt đầu nhận": _local(row.received_at),
        "Mã băm bảng kê (SHA-256)": row.manifest_sha256,
    }
    parts = [
        f"<h1>Hồ sơ {escape(row.code)}</h1><p>{_badge(row.state)}</p>",
        _pairs(summary),
        "<h2>Thông tin đã xác nhận</h2>",
        _pairs(manifest.fields) if manifest.fields else '<p class="empty">Không có thông tin.</p>',
        *(_pictures(row, shown) for shown in files if shown.page_count),
        "<h2>Tệp</h2>",
        _file_table(row, files),
        *(_receipt(receipt) for receipt in receipts),
    ]
    return _page(f"Hồ sơ {row.code}", "".join(parts))


def results_page(rows: Sequence[ResultRow]) -> str:
    """Results that wait for a signature, are at a station, or came back with their signatures."""
    if not rows:
        body = '<p class="empty">Chưa có kết quả nào chờ ký.</p>'
    else:
        heads = ("Kết quả", "Cơ quan ký", "Trạng thái", "Trạm nhận lúc", "Trả lúc", "Chữ ký số")
        titles = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        lines = "".join(_result_line(row) for row in rows)
        body = f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
    return _page("Kết quả điện tử", f"<h1>Kết quả điện tử ({len(rows)})</h1>{body}")


def _result_line(row: ResultRow) -> str:
    name = escape(row.name)
    if row.dossier_id:
        name = f'<a href="/d/{escape(row.dossier_id)}">{name}</a>'
    state = _badge(row.state)
    if row.is_changed:
        state += " <strong>Tệp đã được thay sau khi trạm nhận</strong>"
    elif not row.present and row.state == ResultState.WAITING:
        state += " <strong>Tệp không còn trong thư mục</strong>"
    cells = (
        name,
        escape(row.agency) or "–",
        state,
        escape(_local(row.taken_at)) if row.taken_at else "–",
        escape(_local(row.returned_at)) if row.returned_at else "–",
        _signatures(row) or "–",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _signatures(row: ResultRow) -> str:
    """Who signed, when, and whether the receiver can say who that is."""
    lines = []
    for each in json.loads(row.signatures):
        moment = f", ký lúc {_local(each['signed_at'])}" if each["signed_at"] else ""
        trust = _TRUST.get(each["trust"], each["trust"])
        level = each["level"].upper()
        lines.append(escape(f"{each['signer']}{moment} – {level}, còn nguyên vẹn, {trust}"))
    return "<br>".join(lines)


def missing_page() -> str:
    """There is no such page."""
    return _page("Không tìm thấy", '<h1>Không tìm thấy</h1><p><a href="/">Về danh sách</a></p>')


def _receipt(receipt: ReceiptRow) -> str:
    claims = _claims(receipt.jws)
    named = {
        label: _local(str(claims[name])) if name.endswith("_at") else str(claims[name])
        for name, label in _CLAIMS.items()
        if name in claims
    }
    return (
        "<h2>Biên nhận</h2>"
        + _pairs(named)
        + "<details><summary>Biên nhận đã ký (JWS)</summary>"
        + f"<code>{escape(receipt.jws)}</code></details>"
    )


def _claims(jws: str) -> dict[str, object]:
    """Content of one of our own receipts."""
    payload = jws.split(".")[1]
    claims: dict[str, object] = json.loads(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return claims


def _file_table(row: DossierRow, files: Sequence[ShownFile]) -> str:
    heads = ("Tên tệp", "Vai trò", "Loại giấy tờ", "Dung lượng", "Đã nhận", "SHA-256")
    titles = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    lines = "".join(_file_line(row, shown) for shown in files)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"


def _file_line(row: DossierRow, shown: ShownFile) -> str:
    name = escape(shown.file.name)
    if shown.offset == shown.file.size:
        name = f'<a href="/d/{escape(row.id)}/f/{escape(shown.upload_id)}">{name}</a>'
    cells = (
        name,
        escape(shown.file.role),
        escape(shown.file.paper_code) or "–",
        _size(shown.file.size),
        _share(shown.offset, shown.file.size),
        f"<code>{escape(shown.file.sha256)}</code>",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _pictures(row: DossierRow, shown: ShownFile) -> str:
    base = f"/d/{escape(row.id)}/f/{escape(shown.upload_id)}"
    name = escape(shown.file.name)
    figures = "".join(
        f'<figure><a href="{base}/{page}.png">'
        f'<img src="{base}/{page}.png" alt="{name}, trang {page + 1}" loading="lazy"></a>'
        f"<figcaption>Trang {page + 1}/{shown.page_count}</figcaption></figure>"
        for page in range(shown.page_count)
    )
    return f'<h2>{name}</h2><div class="pages">{figures}</div>'


def _pairs(pairs: Mapping[str, str]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in pairs.items()
    )
    return f"<table><tbody>{lines}</tbody></table>"


def _badge(state: str) -> str:
    return f'<span class="state {escape(state)}">{escape(_STATES.get(state, state))}</span>'


def _local(moment: str) -> str:
    """A stored UTC time as the officer reads it, Vietnam time."""
    return datetime.fromisoformat(moment).astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M:%S")


def _size(count: int) -> str:
    if count < 1024:
        return f"{count} byte"
    if count < 1024 * 1024:
        return f"{count / 1024:.1f} KB".replace(".", ",")
    return f"{count / 1024 / 1024:.1f} MB".replace(".", ",")


def _share(offset: int, size: int) -> str:
    return "Đủ" if offset == size else f"{100 * offset // size} %"


def _page(title: str, body: str) -> str:
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – Hệ thống tiếp nhận mẫu</title><style>{_CSS}</style></head><body>"
        '<header><a href="/">Hệ thống tiếp nhận hồ sơ mẫu</a>'
        ' · <a href="/results">Kết quả điện tử</a>'
        "<p>Dùng để trình diễn và kiểm thử, không phải hệ thống chính thức</p></header>"
        f"<main>{body}</main></body></html>"
    )
