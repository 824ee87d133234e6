"""A field of a dossier: what was read, what the officer made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.ids import DossierId, PageId


class FieldState(StrEnum):
    """Green: proved. Amber: look. Red: a rule failed or a mandatory value is missing."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class FieldSource(StrEnum):
    """Where the value comes from."""

    QR = "qr"
    MRZ = "mrz"
    BARCODE = "barcode"
    OCR = "ocr"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Field:
    """One field on one page of a dossier.

    Attributes:
        name: Field name of the form ("child.full_name").
        label: Label as printed on the form.
        value: Current value, NFC.
        confidence: 0.0 to 1.0; 1.0 once an officer has decided.
        box: (x0, y0, x1, y1) pixels of the cleaned page, None without a place.
        problem: Code of the rule that failed, "" if none.
        confirmed_by: Officer who confirmed or typed the value, "" while it is a candidate.
        confirmed_at: UTC time of that, ISO 8601.
        alternatives: Other values it may be, likeliest first.
        critical: A wrong value harms; doubt wants a second, blind typing.
        look_again: The officer decided on another picture of the page than the one there is now.
    """

    dossier_id: DossierId
    page_id: PageId
    name: str
    label: str
    value: str
    state: FieldState
    confidence: float
    source: FieldSource
    box: tuple[int, int, int, int] | None
    problem: str = ""
    confirmed_by: str = ""
    confirmed_at: str = ""
    alternatives: tuple[str, ...] = ()
    critical: bool = False
    look_again: bool = False

    @property
    def is_blank(self) -> bool:
        """Nothing stands where nothing has to stand: the officer may fill it in or leave it.

        A place that was read without giving a value is not blank: something is on the paper.
        """
        return (
            self.state is FieldState.AMBER
            and not self.value
            and not self.problem
            and not self.confirmed_by
            and self.confidence == 0.0
            and self.box is None
        )

    @property
    def needs_a_look(self) -> bool:
        """Neither decided on this picture of the page, nor proved, nor blank."""
        if self.look_again:
            return True
        is_open = self.state is not FieldState.GREEN and not self.confirmed_by
        return is_open and not self.is_blank


def confirm(field: Field, officer: str, at: str) -> Field:
    """The officer compared the value with the paper and agrees."""
    return replace(
        field,
        state=FieldState.GREEN,
        confidence=1.0,
        problem="",
        confirmed_by=officer,
        confirmed_at=at,
        look_again=False,
    )


def correct(field: Field, value: str, officer: str, at: str) -> Field:
    """The officer typed another value; `value` must be NFC already."""
    typed = replace(field, value=value, source=FieldSource.TYPED)
    return confirm(typed, officer, at)
