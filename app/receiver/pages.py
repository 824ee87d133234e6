"""Answers the web pages' addresses: finds the rows, renders pictures in a thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from app.receiver.desk import Means, manifest_of
from app.receiver.ledger import DossierRow, DossierState, UploadRow
from app.receiver.markup import folded
from app.receiver.pictures import NoPicture, Pictures
from app.receiver.problems import Problem, ProblemKind
from app.receiver.verdicts import Verdicts
from app.receiver.web import (
    ShownFile,
    Wanted,
    dossier_page,
    list_page,
    missing_page,
    receipt_page,
    results_page,
    security_headers,
)

_LIST_LENGTH = 200
_SEARCH_LENGTH = 5000
_MAX_FORM, _MAX_WORDS = 4096, 200


class Pages:
    """The web pages."""

    def __init__(self, means: Means, pictures: Pictures, verdicts: Verdicts) -> None:
        self._means = means
        self._pictures = pictures
        self._verdicts = verdicts

    def routes(self) -> list[Route]:
        """Addresses of the pages."""
        return [
            Route("/", self._list, methods=["GET"]),
            Route("/", self._search, methods=["POST"]),
            Route("/results", self._results),
            Route("/d/{dossier_id}", self._dossier),
            Route("/d/{dossier_id}/signatures", self._signatures),
            Route("/d/{dossier_id}/receipt", self._receipt),
            Route("/d/{dossier_id}/f/{upload_id}", self._file),
            Route("/d/{dossier_id}/f/{upload_id}/{page:int}.png", self._picture),
        ]

    async def _list(self, request: Request) -> Response:
        return await _html(lambda: self._list_html(Wanted()))

    async def _search(self, request: Request) -> Response:
        """The list, narrowed; names of citizens stand in the body, never in an address."""
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > _MAX_FORM:
                return _missing()
        try:
            form = parse_qs(body.decode("ascii"), max_num_fields=10)
        except ValueError:
            return _missing()
        words, state = (form.get(name, [""])[0] for name in ("words", "state"))
        return await _html(lambda: self._list_html(Wanted(words[:_MAX_WORDS], state)))

    def _list_html(self, wanted: Wanted) -> str:
        ledger = self._means.ledger
        is_all = wanted == Wanted()
        looked = ledger.dossiers(limit=_LIST_LENGTH if is_all else _SEARCH_LENGTH)
        rows = looked if is_all else [row for row in looked if _fits(row, wanted)][:_LIST_LENGTH]
        found = [receipt for row in rows for receipt in ledger.receipts(dossier_id=row.id)]
        return list_page(rows, {receipt.dossier_id: receipt.number for receipt in found}, wanted)

    async def _results(self, request: Request) -> Response:
        return await _html(lambda: results_page(self._means.results.look()[-_LIST_LENGTH:][::-1]))

    async def _dossier(self, request: Request) -> Response:
        return await _html(lambda: self._dossier_html(request.path_params["dossier_id"]))

    def _dossier_html(self, dossier_id: str, *, judge: bool = False) -> str:
        ledger = self._means.ledger
        row = ledger.dossier(dossier_id)
        uploads = {upload.file_id: upload for upload in ledger.uploads(dossier_id)}
        look = self._verdicts.judged if judge else self._verdicts.known
        is_in = row.state != DossierState.RECEIVING
        shown = [
            ShownFile(
                file=item,
                upload_id=uploads[item.id].id,
                offset=uploads[item.id].offset,
                page_count=self._page_count(uploads[item.id]),
                proofs=tuple(look(self._path(uploads[item.id])) if is_in else ()),
            )
            for item in manifest_of(row).files
        ]
        return dossier_page(row, shown, ledger.receipts(dossier_id=dossier_id))

    def _path(self, upload: UploadRow) -> Path:
        return self._means.folder.path(upload.dossier_id, upload.id)

    async def _signatures(self, request: Request) -> Response:
        """The dossier, after its signatures were looked at."""
        dossier_id = request.path_params["dossier_id"]
        return await _html(lambda: self._dossier_html(dossier_id, judge=True))

    async def _receipt(self, request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        return await _html(lambda: self._receipt_html(request.path_params["dossier_id"], base))

    def _receipt_html(self, dossier_id: str, base: str) -> str:
        receipts = self._means.ledger.receipts(dossier_id=dossier_id)
        if not receipts:
            raise Problem(ProblemKind.UNKNOWN, "no receipt")
        count = len(manifest_of(self._means.ledger.dossier(dossier_id)).files)
        address = f"{base}/v1/receipts/{receipts[0].number}"
        return receipt_page(receipts[0], address, count)

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


def _fits(row: DossierRow, wanted: Wanted) -> bool:
    """Whether every word is found somewhere in a dossier of the wanted state."""
    if wanted.state not in ("", row.state):
        return False
    manifest = manifest_of(row)
    place = folded(
        " ".join(
            (
                row.code,
                row.client_ref,
                manifest.procedure_code,
                manifest.station_id,
                manifest.officer_id,
                manifest.owner_id,
                *manifest.fields.values(),
            )
        )
    )
    return all(word in place for word in folded(wanted.words).split())


async def _html(build: Callable[[], str]) -> Response:
    try:
        return HTMLResponse(await run_in_threadpool(build), headers=security_headers())
    except Problem:
        return _missing()


def _missing() -> Response:
    return HTMLResponse(missing_page(), 404, headers=security_headers())
