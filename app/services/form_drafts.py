"""Unfinished forms: kept step by step, and there again after the next start.

Of the sample nothing is kept but a digest, which tells the same sample when it is opened again:
a sample is often a paper that somebody has filled in.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.services.form_draft import FormDraft
from app.services.forms import Sample
from app.services.station import Station

log = logging.getLogger(__name__)

SCHEMA = "sohoa.form_draft/1"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """An unfinished form.

    Attributes:
        draft: The form; its frames are in pixels of the sample.
        sample_digest: Names the sample it was drawn on, "" where there was none.
    """

    draft: FormDraft
    sample_digest: str = ""


def sample_digest(sample: Sample) -> str:
    """The same for the same page read again: SHA-256 of its words and their places."""
    words = [(word.text, word.box) for word in sample.reading.text.words]
    read = json.dumps([sample.reading.width_px, words], ensure_ascii=False)
    return hashlib.sha256(read.encode("utf-8")).hexdigest()


def keep_form(station: Station, kept: KeptForm) -> None:
    """Keep an unfinished form in the place of the one before.

    Raises:
        CatalogUnwritable: It cannot be written.
    """
    document = {"schema": SCHEMA, "form": asdict(kept)}
    station.forms.keep_draft(json.dumps(document, ensure_ascii=False).encode("utf-8"))


def drop_form(station: Station) -> None:
    """Nothing is unfinished any more.

    Raises:
        CatalogUnwritable: The form that was kept cannot be removed.
    """
    station.forms.keep_draft(b"")


def kept_form(station: Station) -> KeptForm | None:
    """The form that was not finished, None where there is none or it is damaged."""
    content = station.forms.kept_draft()
    if not content:
        return None
    try:
        document = json.loads(content)
        if document["schema"] != SCHEMA:
            return None
        kept = _decoded(KeptForm, document["form"])
    except (ValueError, TypeError, LookupError):
        log.warning("the unfinished form is damaged")
        return None
    return kept if isinstance(kept, KeptForm) else None


def _decoded(kind: Any, raw: Any) -> Any:  # annotations, and values of JSON
    """A value of the annotated kind out of what `asdict` has made of it.

    Raises:
        ValueError, TypeError, LookupError: It is something else.
    """
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if raw is None else _decoded(parts[0], raw)
    if origin is tuple and parts[-1] is ...:
        return tuple(_decoded(parts[0], each) for each in raw)
    if origin is tuple:
        return tuple(_decoded(part, each) for part, each in zip(parts, raw, strict=True))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        values = {each.name: _decoded(hints[each.name], raw[each.name]) for each in fields(kind)}
        return kind(**values) if isinstance(kind, type) else None
    if issubclass(kind, Enum):
        return kind(raw)
    if not isinstance(raw, (int, float) if kind is float else kind):
        raise TypeError(f"{kind.__name__} expected")
    return raw
