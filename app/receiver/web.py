"""Web pages of the receiver, in Vietnamese: plain functions that give escaped HTML.

No script and no foreign resource; the one style sheet stands in the page and is allowed by its
digest. What is searched for travels in the body of the request, never in an address.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from app.domain.manifest import ManifestFile
from app.receiver.desk import manifest_of
from app.receiver.ledger import DossierRow, DossierState, ReceiptRow
from app.receiver.markup import text
from app.receiver.proving import Proof, ProvenSignature
from app.receiver.result_table import ResultRow, ResultState
from app.receiver.web_receipt import claims_of, receipt_sheet

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

_INTEGRITY = {
    "intact": "Còn nguyên vẹn",
    "suspect": "Có thay đổi đáng ngờ sau khi ký",
    "broken": "Đã bị sửa hoặc hỏng",
    "unsigned": "Chưa ký",
    "none": "Chưa ký",
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
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); gap: 16px; }
figure { margin: 0; background: #fff; border: 1px solid #d7dde5; padding: 8px; }
figure img { width: 100%; display: block; }
figcaption { font-size: 14px; padding-top: 6px; color: #4a5666; }
code { font: 13px/1.4 "DejaVu Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
details { background: #fff; border: 1px solid #d7dde5; padding: 9px 12px; margin-top: 10px; }
a { color: #0b4f8a; }
a:focus-visible { outline: 3px solid #f0a500; }
form { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; margin-bottom: 14px; }
label { font-size: 14px; color: #4a5666; }
input, select, button { display: block; font: inherit; padding: 6px 10px; min-height: 38px;
  border: 1px solid #8793a3; border-radius: 4px; background: #fff; }
input { width: 340px; max-width: 100%; }
button { background: #0b4f8a; color: #fff; border-color: #0b4f8a; }
.broken, .suspect { background: #f9d7d5; color: #7d1a12; }
.intact { background: #d9f0df; color: #145c2b; }
.slip { background: #fff; border: 1px solid #d7dde5; max-width: 560px; margin: 0 auto;
  padding: 26px 30px; page: slip; }
.slip h1 { text-align: center; text-transform: uppercase; font-size: 20px; }
dl { display: grid; grid-template-columns: 165px 1fr; gap: 4px 12px; margin: 0; }
dt { color: #4a5666; }
dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.code { text-align: center; margin-top: 14px; }
.code svg { width: 36mm; height: 36mm; }
@page slip { size: A5 portrait; margin: 8mm; }
@media print { header, .actions { display: none; } body, main { background: #fff; padding: 0; }
  .slip { border: 0; padding: 0; max-width: none; } }
"""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file on the dossier page; `page_count` is 0 when it cannot be shown.

    `proofs` has what is known of its signatures, nothing or one.
    """

    file: ManifestFile
    upload_id: str
    offset: int
    page_count: int
    proofs: tuple[Proof, ...] = ()


def security_headers() -> dict[str, str]:
    """Headers of every page: nothing but our own pictures and the one style sheet."""
    digest = base64.b64encode(hashlib.sha256(_CSS.encode("utf-8")).digest()).decode("ascii")
    policy = (
        f"default-src 'none'; img-src 'self'; style-src 'sha256-{digest}';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; "" for all."""

    words: str = ""
    state: str = ""


def list_page(
    rows: Sequence[DossierRow], receipt_numbers: Mapping[str, str], wanted: Wanted | None = None
) -> str:
    """Received dossiers, newest first; `receipt_numbers` by dossier id."""
    wanted = wanted or Wanted()
    if not rows:
        nothing = "Không có hồ sơ nào khớp." if wanted != Wanted() else "Chưa nhận được hồ sơ nào."
        body = f'<p class="empty">{nothing}</p>'
    else:
        lines = "".join(_list_line(row, receipt_numbers.get(row.id, "")) for row in rows)
        heads = ("Mã hồ sơ", "Thủ tục", "Lần gửi", "Trạm", "Nhận lúc", "Trạng thái", "Biên nhận")
        titles = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
        body = f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
    return _page("Hồ sơ đã nhận", f"<h1>Hồ sơ đã nhận ({len(rows)})</h1>{_search(wanted)}{body}")


def _search(wanted: Wanted) -> str:
    options = "".join(
        f'<option value="{text(state)}"{" selected" if state == wanted.state else ""}>'
        f"{text(label)}</option>"
        for state, label in (
            ("", "Tất cả"),
            *((state.value, _STATES[state.value]) for state in DossierState),
        )
    )
    return (
        '<form method="post" action="/" autocomplete="off">'
        f'<label>Tìm theo mã, thủ tục, trạm, thông tin<input name="words" value="'
        f'{text(wanted.words)}" maxlength="200"></label>'
        f'<label>Trạng thái<select name="state">{options}</select></label>'
        "<button>Tìm</button></form>"
    )


def _list_line(row: DossierRow, receipt_number: str) -> str:
    manifest = manifest_of(row)
    cells = (
        f'<a href="/d/{text(row.id)}">{text(row.code)}</a>',
        text(manifest.procedure_code),
        str(row.revision),
        text(manifest.station_id),
        text(_local(row.received_at)),
        _badge(row.state),
        text(receipt_number) or "–",
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
        f"<h1>Hồ sơ {text(row.code)}</h1><p>{_badge(row.state)}</p>",
        _pairs(summary),
        "<h2>Thông tin đã xác nhận</h2>",
        _pairs(manifest.fields) if manifest.fields else '<p class="empty">Không có thông tin.</p>',
        _signature_part(row, files),
        *(_pictures(row, shown) for shown in files if shown.page_count),
        "<h2>Tệp</h2>",
        _file_table(row, files),
        *(_receipt(row, receipt) for receipt in receipts),
    ]
    return _page(f"Hồ sơ {row.code}", "".join(parts))


def receipt_page(receipt: ReceiptRow, address: str, file_count: int) -> str:
    """A receipt to be printed on A5."""
    body = receipt_sheet(receipt, address, file_count)
    back = f'<p class="actions"><a href="/d/{text(receipt.dossier_id)}">Về hồ sơ</a></p>'
    return _page(f"Biên nhận {receipt.number}", back + body)


def _signature_part(row: DossierRow, files: Sequence[ShownFile]) -> str:
    """Signatures with what was found; a link where nobody has looked yet."""
    if row.state == DossierState.RECEIVING:
        return ""
    lines = [_verdict_line(shown.file.name, proof) for shown in files for proof in shown.proofs]
    if not lines:
        body = f'<p><a href="/d/{text(row.id)}/signatures">Kiểm tra chữ ký số của các tệp</a></p>'
    else:
        heads = "".join(f'<th scope="col">{head}</th>' for head in ("Tệp", "Kết luận", "Chữ ký"))
        body = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<h2>Chữ ký số</h2>{body}"


def _verdict_line(name: str, proof: Proof) -> str:
    found = proof.integrity if proof.signatures or proof.integrity != "intact" else "unsigned"
    label = _INTEGRITY.get(found, "Không kiểm tra được")
    signed = "<br>".join(_signature(each) for each in proof.signatures) or "–"
    badge = f'<span class="state {text(found)}">{text(label)}</span>'
    return f"<tr><td>{text(name)}</td><td>{badge}</td><td>{signed}</td></tr>"


def _signature(each: ProvenSignature) -> str:
    moment = f", ký lúc {_local(each.signed_at)}" if each.signed_at else ""
    trust = _TRUST.get(each.trust, each.trust)
    return text(f"{each.signer}{moment} – {each.level.upper()}, {trust}")


def results_page(rows: Sequence[ResultRow]) -> str:
    """Results that wait for a signature, are at a station, or came back with their signatures."""
    if not rows:
        body = '<p class="empty">Chưa có kết quả nào chờ ký.</p>'
    else:
        heads = ("Kết quả", "Cơ quan ký", "Trạng thái", "Trạm nhận lúc", "Trả lúc", "Chữ ký số")
        titles = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
        lines = "".join(_result_line(row) for row in rows)
        body = f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
    return _page("Kết quả điện tử", f"<h1>Kết quả điện tử ({len(rows)})</h1>{body}")


def _result_line(row: ResultRow) -> str:
    name = text(row.name)
    if row.dossier_id:
        name = f'<a href="/d/{text(row.dossier_id)}">{name}</a>'
    state = _badge(row.state)
    if row.is_changed:
        state += " <strong>Tệp đã được thay sau khi trạm nhận</strong>"
    elif not row.present and row.state == ResultState.WAITING:
        state += " <strong>Tệp không còn trong thư mục</strong>"
    cells = (
        name,
        text(row.agency) or "–",
        state,
        text(_local(row.taken_at)) if row.taken_at else "–",
        text(_local(row.returned_at)) if row.returned_at else "–",
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
        lines.append(text(f"{each['signer']}{moment} – {level}, còn nguyên vẹn, {trust}"))
    return "<br>".join(lines)


def missing_page() -> str:
    """There is no such page."""
    return _page("Không tìm thấy", '<h1>Không tìm thấy</h1><p><a href="/">Về danh sách</a></p>')


def _receipt(row: DossierRow, receipt: ReceiptRow) -> str:
    claims = claims_of(receipt.jws)
    named = {
        label: _local(str(claims[name])) if name.endswith("_at") else str(claims[name])
        for name, label in _CLAIMS.items()
        if name in claims
    }
    return (
        "<h2>Biên nhận</h2>"
        + _pairs(named)
        + f'<p><a href="/d/{text(row.id)}/receipt">In biên nhận (A5)</a></p>'
        + "<details><summary>Biên nhận đã ký (JWS)</summary>"
        + f"<code>{text(receipt.jws)}</code></details>"
    )


def _file_table(row: DossierRow, files: Sequence[ShownFile]) -> str:
    heads = ("Tên tệp", "Vai trò", "Loại giấy tờ", "Dung lượng", "Đã nhận", "SHA-256")
    titles = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
    lines = "".join(_file_line(row, shown) for shown in files)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"


def _file_line(row: DossierRow, shown: ShownFile) -> str:
    name = text(shown.file.name)
    if shown.offset == shown.file.size:
        name = f'<a href="/d/{text(row.id)}/f/{text(shown.upload_id)}">{name}</a>'
    cells = (
        name,
        text(shown.file.role),
        text(shown.file.paper_code) or "–",
        _size(shown.file.size),
        _share(shown.offset, shown.file.size),
        f"<code>{text(shown.file.sha256)}</code>",
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _pictures(row: DossierRow, shown: ShownFile) -> str:
    base = f"/d/{text(row.id)}/f/{text(shown.upload_id)}"
    name = text(shown.file.name)
    figures = "".join(
        f'<figure><a href="{base}/{page}.png">'
        f'<img src="{base}/{page}.png" alt="{name}, trang {page + 1}" loading="lazy"></a>'
        f"<figcaption>Trang {page + 1}/{shown.page_count}</figcaption></figure>"
        for page in range(shown.page_count)
    )
    return f'<h2>{name}</h2><div class="pages">{figures}</div>'


def _pairs(pairs: Mapping[str, str]) -> str:
    lines = "".join(
        f'<tr><th scope="row">{text(name)}</th><td>{text(value)}</td></tr>'
        for name, value in pairs.items()
    )
    return f"<table><tbody>{lines}</tbody></table>"


def _badge(state: str) -> str:
    return f'<span class="state {text(state)}">{text(_STATES.get(state, state))}</span>'


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
        f"<title>{text(title)} – Hệ thống tiếp nhận mẫu</title><style>{_CSS}</style></head><body>"
        '<header><a href="/">Hệ thống tiếp nhận hồ sơ mẫu</a>'
        ' · <a href="/results">Kết quả điện tử</a>'
        "<p>Dùng để trình diễn và kiểm thử, không phải hệ thống chính thức</p></header>"
        f"<main>{body}</main></body></html>"
    )
