"""Electronic results over the intake contract: what waits, its bytes, that they were taken in.

A cut line is answered by asking for the rest, as long as each try brings something new.

Source: docs/intake-api.yaml; RFC 9110 §13 (conditions), §14 (ranges).
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from app.province.base import MAX_RESULT_BYTES, RemoteResult, ResultList
from app.province.errors import (
    DeliveryError,
    ResultChanged,
    ResultDamaged,
    ResultTaken,
    ResultTooLarge,
    ServerBusy,
)
from app.province.tus import Reply, failure_of, json_of, problem_name
from app.province.wire import ReplyLost, Wire, take_small

log = logging.getLogger(__name__)

_MAX_PAGES = 20
_MAX_TRIES = 20
_MAX_TEXT = 200
_OK = frozenset({200})
_BYTES = frozenset({200, 206})
_OFFERS_NONE = frozenset({404, 405, 410})
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def list_results(wire: Wire, agency: str, etag: str) -> ResultList:
    """See `ProcessingSystem.waiting_results`."""
    found: list[RemoteResult] = []
    seen_etag, after = "", ""
    for page in range(_MAX_PAGES):
        # Only the first page carries the name of the whole list.
        known = {"If-None-Match": etag} if etag and not page else {}
        reply = wire.ask("GET", _list_path(agency, after), known)
        if reply.status == 304 and known:
            return ResultList((), etag, is_unchanged=True)
        if reply.status in _OFFERS_NONE and not page:
            log.info("the processing system offers no results")
            return ResultList(())
        listing = json_of(reply, _OK)
        seen_etag = seen_etag or reply.headers.get("etag", "")
        entries = listing.get("results")
        if not isinstance(entries, list):
            raise ServerBusy("list of results is incomplete")
        found += [result for entry in entries for result in _result(entry)]
        after = str(listing.get("next") or "")
        if not after:
            break
    return ResultList(tuple(found), seen_etag)


def _list_path(agency: str, after: str) -> str:
    path = f"/v1/results?agency={_quoted(agency)}"
    return f"{path}&after={_quoted(after)}" if after else path


def _result(entry: object) -> list[RemoteResult]:
    """One entry of the list; empty when it cannot be understood, so that it stops no other."""
    if not isinstance(entry, dict):
        return []
    given: dict[str, Any] = entry  # Any: JSON has no static shape
    result_id, size, digest = given.get("id"), given.get("size"), given.get("sha256")
    is_whole = (
        isinstance(result_id, str)
        and 0 < len(result_id) <= _MAX_TEXT
        and result_id.isprintable()
        and type(size) is int
        and size > 0
        and isinstance(digest, str)
        and _SHA256.match(digest) is not None
    )
    if not is_whole:
        log.warning("an entry of the list of results cannot be understood")
        return []
    return [
        RemoteResult(
            id=str(result_id),
            name=_shown(given, "name") or "ket-qua.pdf",
            size=int(str(size)),
            sha256=str(digest),
            dossier_code=_shown(given, "dossier_code"),
            procedure_code=_shown(given, "procedure_code"),
        )
    ]


def _shown(entry: Mapping[str, Any], name: str) -> str:  # Any: JSON has no static shape
    """A text of the server without what could hide or reorder it; never a path."""
    value = entry.get(name)
    if not isinstance(value, str):
        return ""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", value))[-1]
    clean = "".join(char for char in last if unicodedata.category(char) not in _NOT_SHOWN)
    return clean.strip()[:_MAX_TEXT]


def fetch_result(wire: Wire, result: RemoteResult) -> bytes:
    """See `ProcessingSystem.fetch_result`."""
    if result.size > MAX_RESULT_BYTES:
        raise ResultTooLarge(f"{result.size} bytes")
    sink = bytearray()
    for _ in range(_MAX_TRIES):
        before = len(sink)
        try:
            _take(wire, result, sink)
            break
        except ReplyLost:
            if len(sink) <= before:
                raise
    if len(sink) != result.size or hashlib.sha256(sink).hexdigest() != result.sha256:
        raise ResultDamaged(f"result {result.id}: {len(sink)} of {result.size} bytes")
    return bytes(sink)


def _take(wire: Wire, result: RemoteResult, sink: bytearray) -> None:
    """Ask for what is missing and append it to `sink`."""
    etag = f'"{result.sha256}"'
    rest = {"Range": f"bytes={len(sink)}-", "If-Range": etag} if sink else {}

    def take(response: httpx.Response, deadline: float) -> bytes:
        if response.status_code not in _BYTES:
            return take_small(response, deadline)
        if response.headers.get("etag") != etag:
            raise ResultDamaged(f"result {result.id} changed since it was listed")
        _place(response, sink)
        for part in response.iter_raw():
            sink.extend(part)
            if len(sink) > result.size:
                raise ResultDamaged(f"result {result.id}: more bytes than announced")
            if time.monotonic() > deadline:
                raise ReplyLost("reply came too slowly")
        return b""

    reply = wire.download(f"/v1/results/{_quoted(result.id)}/file", rest, take)
    if reply.status not in _BYTES:
        raise failure_of(reply)


def _place(response: httpx.Response, sink: bytearray) -> None:
    """Put the sink to where this reply begins."""
    if response.status_code == 200:
        sink.clear()
        return
    if not response.headers.get("content-range", "").startswith(f"bytes {len(sink)}-"):
        raise ServerBusy("server sends another part than was asked for")


def acknowledge_result(wire: Wire, result: RemoteResult, client_ref: str) -> None:
    """See `ProcessingSystem.acknowledge_result`."""
    path = f"/v1/results/{_quoted(result.id)}/taken"
    reply = wire.post(path, {"sha256": result.sha256, "client_ref": client_ref}, {})
    if reply.status == 409:
        raise _conflict(reply)
    if json_of(reply, _OK).get("sha256") != result.sha256:
        raise ResultChanged(f"result {result.id}: the system confirms another file")


def _conflict(reply: Reply) -> DeliveryError:
    match problem_name(reply):
        case "result-changed":
            return ResultChanged("the system holds another file")
        case "result-taken":
            return ResultTaken("taken or returned already")
        case _:
            return failure_of(reply)


def _quoted(text: str) -> str:
    return quote(text, safe="")
