"""Answers the web pages' addresses: finds the rows, renders pictures in a thread."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.receiver.desk import Means, manifest_of
from app.receiver.ledger import UploadRow
from app.receiver.pictures import NoPicture, Pictures
from app.receiver.problems import Problem, ProblemKind
from app.receiver.web import (
    ShownFile,
    dossier_page,
    list_page,
    missing_page,
    results_page,
    security_headers,
)

_LIST_LENGTH = 200


class Pages:
    """The web pages."""

    def __init__(self, means: Means, pictures: Pictures) -> None:
        self._means = means
        self._pictures = pictures

    def routes(self) -> list[Route]:
        """Addresses of the pages."""
        return [
            Route("/", self._list),
            Route("/results", self._results),
            Route("/d/{dossier_id}", self._dossier),
            Route("/d/{dossier_id}/f/{upload_id}", self._file),
            Route("/d/{dossier_id}/f/{upload_id}/{page:int}.png", self._picture),
        ]

    async def _list(self, request: Request) -> Response:
        return await _html(self._list_html)

    def _list_html(self) -> str:
        ledger = self._means.ledger
        rows = ledger.dossiers(limit=_LIST_LENGTH)
        found = [receipt for row in rows for receipt in ledger.receipts(dossier_id=row.id)]
        return list_page(rows, {receipt.dossier_id: receipt.number for receipt in found})

    async def _results(self, request: Request) -> Response:
        return await _html(lambda: results_page(self._means.results.look()[-_LIST_LENGTH:][::-1]))

    async def _dossier(self, request: Request) -> Response:
        return await _html(lambda: self._dossier_html(request.path_params["dossier_id"]))

    def _dossier_html(self, dossier_id: str) -> str:
        ledger = self._means.ledger
        row = ledger.dossier(dossier_id)
        uploads = {upload.file_id: upload for upload in ledger.uploads(dossier_id)}
        shown = [
            ShownFile(
                file=item,
                upload_id=uploads[item.id].id,
                offset=uploads[item.id].offset,
                page_count=self._page_count(uploads[item.id]),
            )
            for item in manifest_of(row).files
        ]
        return dossier_page(row, shown, ledger.receipts(dossier_id=dossier_id))

    def _page_count(self, upload: UploadRow) -> int:
        if upload.offset < upload.size or upload.size == 0:
            return 0
        source = self._means.folder.path(upload.dossier_id, upload.id)
        return self._pictures.page_count(source)

    async def _picture(self, request: Request) -> Response:
        try:
            upload = await run_in_threadpool(self._complete_upload, request)
            source = self._means.folder.path(upload.dossier_id, upload.id)
            page = request.path_params["page"]
            png = await run_in_threadpool(self._pictures.png, source, page)
        except (Problem, NoPicture):
            return _missing()
        return Response(png, media_type="image/png", headers=security_headers())

    async def _file(self, request: Request) -> Response:
        """The bytes as a download; the browser never shows what a sender called HTML."""
        try:
            upload = await run_in_threadpool(self._complete_upload, request)
        except Problem:
            return _missing()
        path = self._means.folder.path(upload.dossier_id, upload.id)
        row = await run_in_threadpool(self._means.ledger.dossier, upload.dossier_id)
        names = [item.name for item in manifest_of(row).files if item.id == upload.file_id]
        data = await run_in_threadpool(path.read_bytes)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(names[0], safe='')}",
            **security_headers(),
        }
        return Response(data, media_type="application/octet-stream", headers=headers)

    def _complete_upload(self, request: Request) -> UploadRow:
        upload = self._means.ledger.upload(request.path_params["upload_id"])
        if upload.dossier_id != request.path_params["dossier_id"] or upload.offset < upload.size:
            raise Problem(ProblemKind.UNKNOWN)
        return upload


async def _html(build: Callable[[], str]) -> Response:
    try:
        return HTMLResponse(await run_in_threadpool(build), headers=security_headers())
    except Problem:
        return _missing()


def _missing() -> Response:
    return HTMLResponse(missing_page(), 404, headers=security_headers())
