"""Rows of the record that every processing system pushes to the national portal.

Every value is a text, cut to the length the portal takes.

Source: interface of the national service portal, TaiLieuNop of a dossier.
"""

from __future__ import annotations

from app.domain.manifest import Manifest, ManifestFile, ReusedComponent
from app.domain.reuse import ComponentStatus

MAX_NAME = 4000

_REUSE = {ComponentStatus.REUSED.value: "1", ComponentStatus.REUSED_RESULT.value: "2"}
"""Status of the component -> DuocTaiSuDung."""


def submitted_papers(manifest: Manifest) -> tuple[dict[str, str], ...]:
    """TaiLieuNop of a dossier: scanned papers, then reused ones."""
    scanned = [_scanned(file) for file in manifest.files]
    return (*scanned, *(_reused(each) for each in manifest.reused))


def _scanned(file: ManifestFile) -> dict[str, str]:
    return _row(file.id, file.name, file.paper_code)


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
        "TenTepDinhKem": name[:MAX_NAME],
        "IsDeleted": "0",
        "MaThanhPhanHoSo": component_code,
        "DuongDanTaiTepTin": "",
        "DuocSoHoa": "1",
        "DuocTaiSuDung": "0",
        "DuocLayTuKhoDMQG": "0",
        "MaKetQuaThayThe": "",
    }
