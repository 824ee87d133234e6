"""Addresses of a dossier and where they lie since the provinces were merged.

Source: Nghị quyết 202/2025/QH15; an old paper is as good as before, its text is never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.catalog.base import Catalog, UnknownPaper
from app.domain.manifest import PresentAddress
from ocr.understanding.addresses import normalise_address
from ocr.understanding.forms import ValueKind


def present_addresses(catalog: Catalog, values: Mapping[str, str]) -> tuple[PresentAddress, ...]:
    """The present place of every address that names a province.

    Args:
        catalog: Says which fields of a paper are addresses, and what the provinces became.
        values: Values by `PAPER:NAME` or `PAPER#2:NAME`, as a manifest has them.
    """
    return tuple(_present(catalog, values))


def _present(catalog: Catalog, values: Mapping[str, str]) -> Iterator[PresentAddress]:
    provinces = catalog.provinces()
    for key, text in values.items():
        paper, _, name = key.partition(":")
        if name not in _address_names(catalog, paper.partition("#")[0]):
            continue
        address = normalise_address(text, provinces)
        if address.province_code:
            yield PresentAddress(
                field=key,
                commune=address.commune,
                province=address.province_now,
                province_code=address.province_code,
            )


def _address_names(catalog: Catalog, paper_code: str) -> frozenset[str]:
    try:
        fields = catalog.paper(paper_code).fields
    except UnknownPaper:
        return frozenset()
    return frozenset(field.name for field in fields if field.kind is ValueKind.ADDRESS)
