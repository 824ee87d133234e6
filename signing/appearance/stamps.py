"""What a visible signature shows and where: plain values, for any process."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


class Role(StrEnum):
    """Why a file is stamped; each role has a look of its own.

    Source: NĐ 30/2020/NĐ-CP, Appendix I.
    """

    PERSON = "person"
    AGENCY = "agency"
    COPY = "copy"
    APPENDIX = "appendix"
    CHECK = "check"


class CopyForm(StrEnum):
    """Kinds of e-copy.

    Source: NĐ 30/2020/NĐ-CP, Article 25.
    """

    TRUE_COPY = "true_copy"
    RECOPY = "recopy"
    EXTRACT = "extract"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A look and its place.

    Attributes:
        page_index: Page, counted from 0.
        box: Rectangle in the page's default user space, points.
        content: A PDF of one page: the look, upright. Whoever puts it on a page that is shown
            turned turns it back.
    """

    page_index: int
    box: Box
    content: bytes
