"""Interface of the catalogue, its values and its errors.

CatalogError
├── CatalogMissing             the folder or one of its files is not there
├── CatalogInvalid             a file breaks its schema or contradicts another
├── CatalogUnwritable          the station's own catalogue cannot be written
├── ImportUnreadable           a file to import is no table, or is too large or damaged
├── SnapshotRefused            a snapshot was changed, or another key signed it
├── SnapshotOutdated           a snapshot is older than the catalogue in use
├── UnknownProcedure           no procedure with this code
└── UnknownPaper               no paper type with this code
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.domain.procedure import ALWAYS, Period, Procedure
from app.errors import Advice, StationError
from ocr.understanding.checked import Province, ReferenceLists
from ocr.understanding.forms import PaperType


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


class CatalogUnwritable(CatalogError):
    """The station's own catalogue cannot be written."""

    code = "catalog.unwritable"


class ImportUnreadable(CatalogError):
    """A file to import is no table of a known kind, is too large or is damaged."""

    code = "catalog.import_unreadable"


class SnapshotRefused(CatalogError):
    """A snapshot was changed after it was signed, or another key signed it."""

    code = "catalog.snapshot_refused"


class SnapshotOutdated(CatalogError):
    """A snapshot is older than the catalogue in use."""

    code = "catalog.snapshot_outdated"


class UnknownProcedure(CatalogError):
    """The catalogue has no procedure with this code."""

    code = "catalog.unknown_procedure"


class UnknownPaper(CatalogError):
    """The catalogue has no paper type with this code."""

    code = "catalog.unknown_paper"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency.

    Attributes:
        code: Its code ("H56", "H26.14").
        name: Official name, Vietnamese.
        unconfirmed: The code follows from the order of the list and was not seen in print.
        period: Days on which the code is given out; papers that carry it stay valid.
    """

    code: str
    name: str
    unconfirmed: bool = False
    period: Period = ALWAYS


@dataclass(frozen=True, slots=True)
class EssentialService:
    """One of the essential services and the codes of its procedures, as far as known."""

    name: str
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaritalState:
    """A marital state with its number in electronic forms and the sentences it is printed as."""

    code: str
    name: str
    printed: tuple[str, ...] = ()


class ChangeKind(StrEnum):
    """What happens to an entry."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that comes, goes or becomes another.

    Attributes:
        kind: What happens to it.
        table: "paper", "procedure", "component", "agency" or "list".
        code: Its code; components are "procedure/paper".
        name: Its name after the change, before it where it goes.
        aspects: Names of the values that differ.
    """

    kind: ChangeKind
    table: str
    code: str
    name: str
    aspects: tuple[str, ...] = ()

    def to_json(self) -> dict[str, str | list[str]]:
        """Names and texts for a report."""
        return {
            "change": self.kind.value,
            "table": self.table,
            "code": self.code,
            "name": self.name,
            "aspects": list(self.aspects),
        }


@dataclass(frozen=True, slots=True)
class SnapshotFacts:
    """What a snapshot says of itself.

    Attributes:
        source: Who made it, and from what.
        made_at: When, UTC; the later one of two snapshots is the newer.
        sha256: Digest of the file.
        signer: Fingerprint of the key that signed it, "" where it is not signed.
    """

    source: str
    made_at: datetime
    sha256: str
    signer: str = ""

    def to_json(self) -> dict[str, str]:
        """Names and texts for a report."""
        return {
            "source": self.source,
            "made_at": self.made_at.isoformat(),
            "sha256": self.sha256,
            "signer": self.signer,
        }


@dataclass(frozen=True, slots=True)
class SnapshotKey:
    """Private key that signs a snapshot: a PEM file, and the words that open it, if any."""

    file: Path
    password: bytearray | None = None


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

    def agencies(self) -> tuple[Agency, ...]:
        """Agencies whose codes are known, closed ones included."""
        ...

    def essential_services(self) -> tuple[EssentialService, ...]:
        """The 25 essential services of Đề án 06."""
        ...

    def marital_states(self) -> tuple[MaritalState, ...]:
        """Marital states with their numbers in electronic forms."""
        ...

    def reference_lists(self) -> ReferenceLists:
        """Closed lists that the rules for values compare with."""
        ...


class CatalogKeeper(Protocol):
    """Changes the station's own catalogue; nothing of it reaches a running station."""

    def bring(self, files: Sequence[Path], *, apply: bool) -> tuple[Change, ...]:
        """Import tables of the province; without `apply` only say what would change.

        Raises:
            ImportUnreadable: A file cannot be read.
            CatalogInvalid: A table is wrong or contradicts the catalogue.
            CatalogUnwritable: The station's folder cannot be written.
        """
        ...

    def own_papers(self) -> tuple[PaperType, ...]:
        """Forms that the station or its province has made; see `FormKeeper`."""
        ...

    def drop_paper(self, code: str, *, apply: bool) -> tuple[Change, ...]:
        """Take a form of one's own out; see `FormKeeper`."""
        ...

    def export_papers(self, target: Path, codes: Sequence[str]) -> tuple[str, ...]:
        """Write forms for other stations; see `FormKeeper`."""
        ...

    def export(self, target: Path, *, source: str, key: SnapshotKey | None) -> SnapshotFacts:
        """Write the catalogue in use as one file, and its signature beside it.

        Raises:
            CatalogUnwritable: The files cannot be written.
            SnapshotRefused: The key is no Ed25519 key or cannot be opened.
        """
        ...

    def verify(self, file: Path, *, key_file: Path | None) -> SnapshotFacts:
        """Check a snapshot against the given key, else against the trusted one.

        Raises:
            ImportUnreadable: The file cannot be read.
            SnapshotRefused: It was changed, or another key signed it, or no key is trusted.
            CatalogInvalid: Its content is wrong.
        """
        ...

    def snapshot(self) -> SnapshotFacts | None:
        """The snapshot that is installed, proved again; None for the shipped catalogue.

        Raises:
            CatalogError: It was damaged or changed.
        """
        ...

    def install(self, file: Path, *, apply: bool) -> tuple[Change, ...]:
        """Use a snapshot from now on; without `apply` only say what would change.

        Raises:
            SnapshotOutdated: It is older than the one in use.
            SnapshotRefused: See `verify`.
            CatalogInvalid: See `verify`.
            CatalogUnwritable: The station's folder cannot be written.
        """
        ...

    def trust(self, key_file: Path, *, replace: bool) -> str:
        """Trust the key that signs the province's snapshots; gives its fingerprint.

        Raises:
            SnapshotRefused: It is no Ed25519 key, or another one is trusted already.
            CatalogUnwritable: The station's folder cannot be written.
        """
        ...


class FormKeeper(Protocol):
    """Keeps the forms that a station or its province has made; used from the next start on."""

    def own_papers(self) -> tuple[PaperType, ...]:
        """Forms that the station or its province has made; damaged ones count as none."""
        ...

    def known_papers(self) -> tuple[PaperType, ...]:
        """All paper types as they will be from the next start on."""
        ...

    def save_paper(self, paper: PaperType, *, apply: bool) -> tuple[Change, ...]:
        """Add a form or change it; without `apply` only say what would change.

        Raises:
            CatalogInvalid: The form contradicts itself or the catalogue.
            CatalogUnwritable: The station's folder cannot be written.
        """
        ...

    def drop_paper(self, code: str, *, apply: bool) -> tuple[Change, ...]:
        """Take a form of one's own out; the shipped one of the same code comes back.

        Raises:
            UnknownPaper: There is no form of one's own with this code.
            CatalogInvalid: A procedure still asks for it.
            CatalogUnwritable: The station's folder cannot be written.
        """
        ...

    def export_papers(self, target: Path, codes: Sequence[str]) -> tuple[str, ...]:
        """Write forms for other stations, all own ones where no code is given.

        Returns:
            The codes of the written forms.

        Raises:
            UnknownPaper: A code is not known, or there is no form to write.
            CatalogUnwritable: The file cannot be written.
        """
        ...

    def keep_draft(self, content: bytes) -> None:
        """Keep a form that is not finished yet, in the place of the one before; b"" drops it.

        Raises:
            CatalogUnwritable: The station's folder cannot be written.
        """
        ...

    def kept_draft(self) -> bytes:
        """The unfinished form as it was kept, b"" where there is none or it cannot be read."""
        ...


class NoForms:
    """Stands in where a station has no catalogue of its own: nothing can be saved."""

    def own_papers(self) -> tuple[PaperType, ...]:
        """None."""
        return ()

    def known_papers(self) -> tuple[PaperType, ...]:
        """None."""
        return ()

    def save_paper(self, paper: PaperType, *, apply: bool) -> tuple[Change, ...]:
        """Refused; raises `CatalogUnwritable`."""
        raise CatalogUnwritable(f"no catalogue of one's own for {paper.code!r}, apply={apply}")

    def drop_paper(self, code: str, *, apply: bool) -> tuple[Change, ...]:
        """Refused; raises `UnknownPaper`."""
        raise UnknownPaper(f"paper {code!r}, apply={apply}")

    def export_papers(self, target: Path, codes: Sequence[str]) -> tuple[str, ...]:
        """Refused; raises `UnknownPaper`."""
        raise UnknownPaper(f"{target.name}: papers {list(codes)}")

    def keep_draft(self, content: bytes) -> None:
        """Kept nowhere."""

    def kept_draft(self) -> bytes:
        """None."""
        return b""
