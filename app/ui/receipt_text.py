"""A receipt as text to read or print; its signature was verified when it came."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.submission import ReceiptRecord
from app.services.slips import is_signed_by_system
from app.ui import labels

translate = QCoreApplication.translate


def receipt_text(receipt: ReceiptRecord, dossier_name: str) -> str:
    """The receipt, line by line."""
    claims = _claims(receipt.jws)
    signed = is_signed_by_system(receipt)
    lines = [
        *_head(receipt.number, signed),
        "",
        translate("receipt", "Dossier: %1").replace("%1", dossier_name),
        translate("receipt", "Accepted: %1").replace("%1", _moment(claims.get("committed_at", ""))),
        translate("receipt", "Verified here: %1").replace("%1", _moment(receipt.verified_at)),
        translate("receipt", "Digest of what was handed in (SHA-256):"),
        claims.get("manifest_sha256", "—"),
        "",
        translate("receipt", "Signed by the processing system (JWS):")
        if signed
        else translate("receipt", "Record made by this station (JWS):"),
        receipt.jws,
    ]
    return "\n".join(lines)


def _head(number: str, signed: bool) -> list[str]:
    """Title, and the mark of what is no receipt of the system."""
    if signed:
        return [translate("receipt", "RECEIPT %1").replace("%1", number)]
    return [
        translate("receipt", "RECORD OF RECEIPT %1").replace("%1", number),
        translate("receipt", "(not signed by the system)"),
    ]


def _claims(jws: str) -> dict[str, str]:
    """Texts in the payload; empty when it is not what it should be."""
    parts = jws.split(".")
    if len(parts) != 3:
        return {}
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error):
        return {}
    if not isinstance(claims, dict):
        return {}
    return {name: value for name, value in claims.items() if isinstance(value, str)}


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text or "—"
    return labels.clock_time(moment, dated=True) if moment.tzinfo else text
