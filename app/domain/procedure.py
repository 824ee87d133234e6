"""Administrative procedures (TTHC) and their components (thành phần hồ sơ)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """One paper that a procedure asks for.

    Attributes:
        paper_code: Code of the paper type in the catalogue.
        name: Official name, Vietnamese.
        required: The dossier is incomplete without it.
        shown_only: The citizen only shows it; it is never scanned.
            Source: TT 03/2025/TT-VPCP Art. 5.2.
    """

    paper_code: str
    name: str
    required: bool
    shown_only: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """An administrative procedure as the catalogue knows it."""

    code: str
    name: str
    components: tuple[Component, ...] = ()
