"""The store of digitized papers over what this receiver has accepted.

Speaks the look-up interface of the national store, so that reuse can be tried and tested: the
owner of a paper is the one its dossier was handed in for. A real store stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.domain.manifest import Manifest, ManifestFile
from app.receiver.announcement import read_object
from app.receiver.bodies import read_body
from app.receiver.desk import Means, manifest_of
from app.receiver.ledger import DossierRow, DossierState
from app.receiver.problems import Problem, ProblemKind

_MAX_WANTED = 200
_PDF = "application/pdf"
_NUMBERS = ("number", "book")


class Documents:
    """Find papers of a person, fetch a file."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def routes(self) -> list[Route]:
        """Addresses of the store."""
        return [
            Route("/v1/documents/find", self._find, methods=["POST"]),
            Route("/v1/documents/file", self._file, methods=["POST"]),
        ]

    async def _find(self, request: Request) -> Response:
        body = read_object(await read_body(request))
        owner_id, wanted = _text(body, "SoDinhDanhChuSoHuu"), _wanted(body)
        papers = await run_in_threadpool(lambda: list(self._papers(owner_id, wanted)))
        return JSONResponse(
            {
                "errorCode": "0",
                "message": "thành công",
                "signature": "",
                "result": {"DanhSachGiayToKetQua": papers},
            }
        )

    async def _file(self, request: Request) -> Response:
        path = _text(read_object(await read_body(request)), "DuongDan")
        data = await run_in_threadpool(self._bytes, path)
        return Response(data, media_type=_PDF)

    def _papers(self, owner_id: str, wanted: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Papers of accepted dossiers. Any: JSON has no static shape."""
        for row in self._means.ledger.dossiers():
            manifest = manifest_of(row)
            if row.state != DossierState.ACCEPTED or not owner_id or manifest.owner_id != owner_id:
                continue
            for file in manifest.files:
                number = _number(manifest, file)
                if file.paper_code in wanted and wanted[file.paper_code] in ("", number):
                    yield self._paper(row, file, number)

    def _paper(self, row: DossierRow, file: ManifestFile, number: str) -> dict[str, Any]:
        return {
            "MaKetQua": file.paper_code,
            "TenGiayTo": file.name,
            "SoKyHieu": number,
            "CoQuanChuQuan": self._means.settings.issuer,
            "DanhSachTepDinhKem": [{"TenTep": file.name, "DuongDan": f"{row.id}/{file.id}"}],
        }

    def _bytes(self, path: str) -> bytes:
        dossier_id, _, file_id = path.partition("/")
        row = self._means.ledger.dossier(dossier_id)
        if row.state == DossierState.ACCEPTED:
            for upload in self._means.ledger.uploads(row.id):
                if upload.file_id == file_id:
                    return self._means.folder.path(row.id, upload.id).read_bytes()
        raise Problem(ProblemKind.UNKNOWN, "no such file")


def _number(manifest: Manifest, file: ManifestFile) -> str:
    values = (manifest.fields.get(f"{file.paper_code}:{name}", "") for name in _NUMBERS)
    return next((value for value in values if value), "")


def _wanted(body: dict[str, Any]) -> dict[str, str]:
    """MaKetQua -> SoKyHieu of the papers that are asked for."""
    entries = body.get("DanhSachDanhMucKetQua")
    if not isinstance(entries, list) or len(entries) > _MAX_WANTED:
        raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["DanhSachDanhMucKetQua"]})
    if not all(isinstance(entry, dict) for entry in entries):
        raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": ["DanhSachDanhMucKetQua"]})
    return {_text(entry, "MaKetQua"): _text(entry, "SoKyHieu") for entry in entries}


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise Problem(ProblemKind.BAD_REQUEST, lists={"fields": [name]})
    return value
