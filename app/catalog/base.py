"""Interface of the catalogue and its errors.

CatalogError
├── CatalogMissing             the folder or one of its files is not there
├── CatalogInvalid             a file breaks its schema or contradicts another
├── UnknownProcedure           no procedure with this code
└── UnknownPaper               no paper type with this code
"""

from __future__ import annotations

from typing import Protocol

from app.domain.procedure import Procedure
from app.errors import Advice, StationError
from ocr.understanding.forms import PaperType
from ocr.understanding.validate import Province, ReferenceLists


class CatalogError(StationError):
    """Root of the errors of the catalogue."""

    code = "catalog.error"
    advice = Advice.USER_ACTION


class CatalogMissing(CatalogError):
    """The folder of the catalogue or one of its files is not there."""

    code = "catalog.missing"


class CatalogInvalid(CatalogError):
    """A file of the catalogue breaks its schema or contradicts another one."""

    code = "catalog.invalid"


class UnknownProcedure(CatalogError):
    """The catalogue has no procedure with this code."""

    code = "catalog.unknown_procedure"


class UnknownPaper(CatalogError):
    """The catalogue has no paper type with this code."""

    code = "catalog.unknown_paper"


class Catalog(Protocol):
    """Reference data for the work at the counter; complete offline."""

    def paper_types(self) -> tuple[PaperType, ...]:
        """All paper types, old forms included: they still come to the counter."""
        ...

    def paper(self, code: str) -> PaperType:
        """The paper type with this code.

        Raises:
            UnknownPaper: There is none.
        """
        ...

    def procedures(self) -> tuple[Procedure, ...]:
        """All procedures, in the order of the catalogue."""
        ...

    def procedure(self, code: str) -> Procedure:
        """The procedure with this national code; a local tail (".000.00.00.H56") is ignored.

        Raises:
            UnknownProcedure: There is none.
        """
        ...

    def provinces(self) -> tuple[Province, ...]:
        """The 63 provinces of old ids with the 34 they belong to since 1 July 2025."""
        ...

    def reference_lists(self) -> ReferenceLists:
        """Closed lists that the rules for values compare with."""
        ...
