"""The receipt as a sheet of A5, with a code that leads back to it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import zxingcpp

from app.receiver.ledger import ReceiptRow
from app.receiver.markup import text

_VIETNAM = timezone(timedelta(hours=7))
_DRAWING = re.compile(r'<path d="([A-Za-z0-9 .\-]+)"')
_SIDE = re.compile(r'<svg width="(\d+)"')
_SHOWN_HEX = 16

_LINES = {
    "receipt_no": "Số biên nhận",
    "dossier_code": "Mã hồ sơ",
    "client_ref": "Mã tại trạm số hóa",
    "revision": "Lần gửi",
    "committed_at": "Tiếp nhận lúc",
    "station": "Trạm",
    "officer": "Cán bộ",
    "iss": "Hệ thống cấp",
}


def receipt_sheet(receipt: ReceiptRow, address: str, file_count: int) -> str:
    """The body of the page.

    Args:
        receipt: What was issued.
        address: Where the receipt can be fetched; stands in the code.
        file_count: Files of the dossier.
    """
    claims = claims_of(receipt.jws)
    short = str(claims["manifest_sha256"])[:_SHOWN_HEX]
    lines = {label: _value(claims, name) for name, label in _LINES.items() if claims.get(name)}
    lines["Số tệp"] = str(file_count)
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in lines.items())
    return (
        '<section class="slip"><h1>Biên nhận hồ sơ điện tử</h1>'
        f"<dl>{rows}</dl>"
        f'<div class="code">{qr_svg(f"{address}#{short}")}'
        f"<p>Mã đối chiếu: <code>{text(short)}</code></p></div>"
        "<p>Biên nhận này được hệ thống tiếp nhận ký số. Quét mã để lấy bản đã ký và so 16 ký tự"
        " trên với mã băm bảng kê.</p></section>"
    )


def qr_svg(content: str) -> str:
    """A QR code as a drawing without any script or style."""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode)
    drawn = code.to_svg()
    path, side = _DRAWING.search(drawn), _SIDE.search(drawn)
    if path is None or side is None:
        return ""
    return (
        f'<svg role="img" aria-label="Mã QR của biên nhận" viewBox="0 0 {side[1]} {side[1]}"'
        f' xmlns="http://www.w3.org/2000/svg"><path d="{path[1]}"/></svg>'
    )


def claims_of(jws: str) -> dict[str, object]:
    """Content of one of our own receipts."""
    payload = jws.split(".")[1]
    claims: dict[str, object] = json.loads(
        base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    )
    return claims


def _value(claims: Mapping[str, object], name: str) -> str:
    value = str(claims[name])
    if not name.endswith("_at"):
        return value
    return datetime.fromisoformat(value).astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
