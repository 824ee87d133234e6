"""What an archive wants to know of a digitized document, and what its file is called.

Source: CV 7197/BKHCN-CĐSQG annex (2025-11-29), file names and minimum metadata.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.portal import cut_text

_NAME = re.compile(
    r"(?P<code>(?P<agency>[A-Za-z0-9.]+)_[^_]{1,4}_(?P<number>[0-9]{5,6})_V[0-9]{1,2})_(?P<day>[0-9]{8})_.*"
)
_LIMITS = {
    "DocCode": 30,
    "TypeName": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "IssuedDate": 10,
    "OrganName": 200,
    "Subject": 500,
    "Language": 100,
    "PageAmount": 4,
}
"""Longest values, in letters."""

ARCHIVE_FIELDS = (
    "DocCode",
    "TypeName",
    "CodeNumber",
    "CodeNotation",
    "IssuedDate",
    "OrganName",
    "Subject",
    "Language",
    "PageAmount",
)
"""The fields that are filled in, in the order of the annex."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What the name of a file says.

    Attributes:
        code: Document code.
        agency: Agency code, its first part.
        number: Number of the document.
        day: Date, ISO 8601.
    """

    code: str
    agency: str
    number: str
    day: str


def named_file(name: str) -> NamedFile | None:
    """What the name `CODE_YYYYMMDD_DESC.pdf` says, None for every other name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    day = match["day"]
    iso = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return NamedFile(match["code"], match["agency"], match["number"], iso)


def archive_metadata(
    named: NamedFile, title: str, organ_name: str = "", page_amount: int = 0
) -> dict[str, str]:
    """The minimum metadata of a document, each value within its length.

    Args:
        named: What its file is called.
        title: Official name of its type.
        organ_name: Name of the agency, "" for its code.
        page_amount: Pages, 0 = left out.
    """
    values = {
        "DocCode": named.code,
        "TypeName": title,
        "CodeNumber": named.number,
        "CodeNotation": named.code,
        "IssuedDate": named.day,
        "OrganName": organ_name or named.agency,
        "Subject": title,
        "Language": "Tiếng Việt",
    }
    if page_amount:
        values["PageAmount"] = str(page_amount)
    return {name: cut_text(text, _LIMITS[name]) for name, text in values.items()}
