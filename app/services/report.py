"""Reports as JSON-ready values; names are a contract that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.field import Field
from app.errors import StationError
from app.services.digitize import DigitizedDocument, DigitizedPage, DigitizeResult
from ocr.reading import FieldReading

Json = dict[str, Any]  # values of JSON are any of its types


def digitize_report(result: DigitizeResult) -> Json:
    """The contents of `report.json`."""
    return {
        "documents": [_document(document) for document in result.documents],
        "failures": [failure_json(f.source, f.error) for f in result.failures],
    }


def failure_json(source: str, error: StationError) -> Json:
    """One failure with code and advice; never a traceback."""
    return {
        "source": source,
        "code": error.code,
        "advice": str(error.advice),
        "message": error.detail,
    }


def _document(document: DigitizedDocument) -> Json:
    paper = document.paper
    return {
        "pdf": document.pdf,
        "signed_original": document.signed_original,
        "paper_type": paper
        and {"code": paper.code, "title": paper.title, "confidence": round(paper.confidence, 3)},
        "pages": [_page(page) for page in document.pages],
        "codes": [
            {"kind": code.kind.value, "text": code.text, "page": page.page, "box": list(code.box)}
            for page in document.pages
            for code in page.reading.codes
        ],
        "fields": _fields(document.pages),
    }


def _page(page: DigitizedPage) -> Json:
    reading = page.reading
    return {
        "source": page.source,
        "page": page.page,
        "width_px": reading.width_px,
        "height_px": reading.height_px,
        "dpi": reading.dpi,
        "skew_deg": round(reading.skew_deg, 2),
        "rotation_deg": reading.rotation_deg,
        "flags": [flag.value for flag in reading.flags],
        "mean_confidence": round(reading.text.mean_confidence, 4),
        "text": reading.text.text,
    }


def _fields(pages: Sequence[DigitizedPage]) -> list[Json]:
    return [field_json(field, page.page) for page in pages for field in page.reading.fields]


def field_json(field: FieldReading | Field, page: int) -> Json:
    """One field, read or kept in the store, as it stands in reports."""
    return {
        "name": field.name,
        "label": field.label,
        "value": field.value,
        "state": field.state.value,
        "confidence": round(field.confidence, 4),
        "source": field.source.value,
        "page": page,
        "box": None if field.box is None else list(field.box),
        "problem": field.problem,
    }
