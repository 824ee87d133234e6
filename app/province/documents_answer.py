"""The question to the national store and its answer as JSON. Nothing is sent here.

All values are texts. Answers are hostile until checked: bounded in number and length, and a
paper that nobody asked for is never taken.

Source: look-up interface of the national store of citizens' papers; days as yyyyMMddHHmmss.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.domain.reuse import Term
from app.province.documents import (
    DocumentsMalformed,
    DocumentsRefused,
    Requester,
    StoredDocument,
    StoredFile,
    Wanted,
)

Json = Mapping[str, Any]  # JSON has no static shape

COUNTER = "1"
"""KenhThucHien of a dossier that is handed in at the counter."""

MAX_DOCUMENTS = 500
MAX_FILES = 50
_MAX_TEXT = 4000
_MAX_WORDS = 300
_DONE = "0"
_LONG_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){5,}")


def question(
    owner_id: str, procedure_code: str, wanted: Sequence[Wanted], requester: Requester
) -> bytes:
    """Body of a look-up."""
    body = {
        "SoDinhDanhChuSoHuu": owner_id,
        "HoTenNguoiYeuCau": requester.name,
        "KenhThucHien": COUNTER,
        "SoDinhDanhNguoiYeuCau": requester.id,
        "MaThuTuc": procedure_code,
        "DanhSachDanhMucKetQua": [
            {"MaKetQua": each.code, "SoKyHieu": each.number} for each in wanted
        ],
    }
    return json.dumps(body, ensure_ascii=False).encode("utf-8")


def file_question(issuer: str, path: str) -> bytes:
    """Body of a request for a file."""
    body = {"CoQuanChuQuan": issuer, "DuongDan": path}
    return json.dumps(body, ensure_ascii=False).encode("utf-8")


def documents_of(body: bytes, wanted: Sequence[Wanted]) -> tuple[StoredDocument, ...]:
    """The papers in an answer that were asked for.

    Raises:
        DocumentsRefused: The store says that it did not do what was asked.
        DocumentsMalformed: Not an answer.
    """
    answer = _object(_parsed(body))
    code = answer.get("errorCode")
    if not isinstance(code, str):
        raise DocumentsMalformed("no errorCode")
    if code != _DONE:
        raise DocumentsRefused(f"errorCode {_words(code)}: {_words(answer.get('message'))}")
    result = answer.get("result")
    if result is None:
        return ()
    entries = _list(_object(result).get("DanhSachGiayToKetQua"), MAX_DOCUMENTS)
    found = [_document(_object(entry)) for entry in entries]
    return tuple(each for each in found if _is_wanted(each, wanted))


def _is_wanted(document: StoredDocument, wanted: Sequence[Wanted]) -> bool:
    return any(
        document.code == each.code and each.number in ("", document.number) for each in wanted
    )


def _document(entry: Json) -> StoredDocument:
    document = StoredDocument(
        code=_text(entry, "MaKetQua"),
        title=_text(entry, "TenGiayTo"),
        number=_text(entry, "SoKyHieu"),
        issuer=_text(entry, "CoQuanChuQuan"),
        files=tuple(_files(entry)),
        term=Term(
            _day(entry, "NgayBanHanh"),
            _day(entry, "ThoiHanHieuLuc"),
            _text(entry, "ThoiHanVinhVien").lower() in ("1", "true"),
        ),
    )
    if not document.code:
        raise DocumentsMalformed("a paper without MaKetQua")
    return document


def _files(entry: Json) -> Iterator[StoredFile]:
    for item in _list(entry.get("DanhSachTepDinhKem"), MAX_FILES):
        file = _object(item)
        yield StoredFile(_text(file, "TenTep"), _text(file, "DuongDan"))


def _day(entry: Json, name: str) -> date | None:
    """A day the store may tell beyond the contract; one that cannot be read is no answer."""
    text = _text(entry, name)
    if not text:
        return None
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError as error:
        raise DocumentsMalformed(f"{name} is no day") from error


def _parsed(body: bytes) -> object:
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise DocumentsMalformed("not JSON") from error
    return parsed


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise DocumentsMalformed("an object is missing")
    return value


def _list(value: object, longest: int) -> list[object]:
    """A list; the store leaves empty ones out or writes null."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > longest:
        raise DocumentsMalformed("a list is missing or too long")
    return value


def _text(entry: Json, name: str) -> str:
    value = entry.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise DocumentsMalformed(f"{name} is no text")
    if any("\ud800" <= char <= "\udfff" or char == "\0" for char in value):
        raise DocumentsMalformed(f"{name} is no text")
    return value.strip()


def _words(value: object) -> str:
    """Words of the store for the log: printable, short, without any number of a person."""
    text = value if isinstance(value, str) else ""
    shown = "".join(char for char in text if char.isprintable())[:_MAX_WORDS]
    return _LONG_NUMBER.sub("#", shown)
