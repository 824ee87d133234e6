"""Rows of the record that every processing system pushes to the national portal.

Every value is a text, in NFC, cut to the length the portal takes.

Source: interface of the national service portal (dossier, TaiLieuNop).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from app.domain.manifest import Manifest, ManifestFile, ReusedComponent
from app.domain.reuse import ComponentStatus

MAX_NAME = 4000

VIETNAM = timezone(timedelta(hours=7))

Row = dict[str, object]
"""A row of the portal: texts, or lists of rows."""

_REUSE = {ComponentStatus.REUSED.value: "1", ComponentStatus.REUSED_RESULT.value: "2"}
"""Status of the component -> DuocTaiSuDung."""

_COUNTER, _PROVINCIAL_SYSTEM = "1", "2"
_ID_KINDS = {12: "1", 9: "2"}
"""Digits of a personal id -> LoaiDinhDanh."""


def cut_text(text: str, limit: int) -> str:
    """At most `limit` code points of a text in NFC; no letter loses its marks.

    What a mark stands on goes with it, so that the rest is in NFC too.
    """
    composed = unicodedata.normalize("NFC", text)
    if len(composed) <= limit:
        return composed
    end = limit
    while end and unicodedata.combining(composed[end]):
        end -= 1
    return composed[:end]


def portal_time(moment: datetime) -> str:
    """A time as the portal writes it: `yyyyMMddHHmmss`, Vietnamese time.

    Args:
        moment: With its time zone.
    """
    return moment.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def dossier_record(manifest: Manifest, *, addresses: Mapping[str, str], received: str) -> Row:
    """The record of a dossier with everything that a station knows of it.

    Args:
        manifest: What was delivered.
        addresses: File id -> where its bytes can be fetched.
        received: Time of reception in the portal's form, "" when another system tells it.
    """
    owner = manifest.owner_id
    kind = _ID_KINDS.get(len(owner)) if owner.isascii() and owner.isdigit() else None
    return {
        "MaHoSo": manifest.dossier_code,
        "MaTTHC": manifest.procedure_code,
        "KenhThucHien": _COUNTER,
        "SoGiayToChuHoSo": owner,
        "LoaiDoiTuong": manifest.owner_kind,
        "NgayTiepNhan": received,
        "NoiNopHoSo": _PROVINCIAL_SYSTEM,
        "HoSoCoThanhPhanSoHoa": "1" if manifest.files or manifest.reused else "0",
        "DinhDanhCHS": [{"LoaiDinhDanh": kind, "SoDinhDanh": owner}] if kind else [],
        "TaiLieuNop": list(submitted_papers(manifest, addresses)),
    }


def submitted_papers(
    manifest: Manifest, addresses: Mapping[str, str] | None = None
) -> tuple[dict[str, str], ...]:
    """TaiLieuNop of a dossier: scanned papers, then reused ones.

    Args:
        manifest: The dossier.
        addresses: File id -> where its bytes can be fetched; none where left out.
    """
    known = addresses or {}
    scanned = [_scanned(file, known.get(file.id, "")) for file in manifest.files]
    return (*scanned, *(_reused(each) for each in manifest.reused))


def _scanned(file: ManifestFile, address: str) -> dict[str, str]:
    return {**_row(file.id, file.name, file.paper_code), "DuongDanTaiTepTin": address}


def _reused(component: ReusedComponent) -> dict[str, str]:
    return {
        **_row("", component.name, component.component_code or component.paper_code),
        "DuongDanTaiTepTin": component.address,
        "DuocTaiSuDung": _REUSE.get(component.status, "0"),
        "DuocLayTuKhoDMQG": component.from_national_store,
        "MaKetQuaThayThe": component.replaced_result,
    }


def _row(file_id: str, name: str, component_code: str) -> dict[str, str]:
    return {
        "TepDinhKemId": file_id,
        "TenTepDinhKem": cut_text(name, MAX_NAME),
        "IsDeleted": "0",
        "MaThanhPhanHoSo": component_code,
        "DuongDanTaiTepTin": "",
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
        "MaKetQuaThayThe": "",
    }
