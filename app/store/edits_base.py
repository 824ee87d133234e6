"""What services may ask of the store about operations on pages and their history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.events import Act
from app.domain.field import Field
from app.domain.ids import BlobId, DossierId, EditId, PageId
from app.domain.page import Page
from app.domain.page_edits import PageChange, PageEdit
from app.errors import Advice, IllegalStep


class PageChanged(IllegalStep):
    """Somebody has edited the page since it was looked at."""

    code = "page.changed"
    advice = Advice.RETRY_LATER


@dataclass(frozen=True, slots=True)
class MovedPage:
    """A page on its way into another dossier.

    Attributes:
        before: The page as it is where it lies now.
        after: The page as it will be: same id, other dossier, its bytes under that one's key.
        fields: All its fields, bound to the other dossier.
    """

    before: Page
    after: Page
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Bytes under the key of a dossier that its pages have left; they have to go."""

    edit_id: EditId
    dossier_id: DossierId
    blobs: tuple[BlobId, ...]


class PageEditRows(Protocol):
    """Edits of pages, what earlier readings gave, and the trash."""

    def trashed_pages(self, dossier_id: DossierId) -> list[Page]:
        """Pages in the trash of a dossier, in their order."""
        ...

    def next_place(self, dossier_id: DossierId) -> int:
        """Place behind all pages of a dossier, those in the trash too."""
        ...

    def respace(self, dossier_id: DossierId, act: Act) -> None:
        """Put the pages far apart, in the same order; the history follows.

        Raises:
            IllegalStep: The dossier is not OPEN.
        """
        ...

    def edits(self, dossier_id: DossierId) -> list[PageEdit]:
        """The history of a dossier, oldest first."""
        ...

    def apply_edit(self, edit: PageEdit, changes: Sequence[PageChange], act: Act) -> None:
        """Change pages and note it in the history, in one transaction.

        A new entry cuts off what could be done again; one that is there gets the state it is
        given. A page that looks different is to be read again, what was read of it is kept for
        the case that it comes back; the pages of the dossier are to be compared again.

        Args:
            edit: The entry as it is from now on.
            changes: What happens to pages now; `before` is what they are.
            act: What happened.

        Raises:
            IllegalStep: The dossier is not OPEN.
            PageChanged: A page or the entry is not what it was.
        """
        ...

    def send_pages(self, edit: PageEdit, moved: Sequence[MovedPage], act: Act) -> None:
        """Take pages from one dossier into another and note it, in one transaction.

        Bytes that no row of the first dossier names any more are left over until `cleared`.

        Raises:
            IllegalStep: One of the dossiers is not OPEN.
            PageChanged: A page or the entry is not what it was.
        """
        ...

    def leftovers(self) -> list[Leftovers]:
        """Bytes that have to go."""
        ...

    def cleared(self, edit_id: EditId, act: Act) -> None:
        """The bytes that an entry left over are gone."""
        ...

    def kept_results(self, page_id: PageId) -> list[Page]:
        """The page as earlier readings have left it, one for each set of parameters."""
        ...

    def settle_compare(self, dossier_id: DossierId, seen: Sequence[Page], act: Act) -> bool:
        """Note that the pages were compared, unless they lie or look different by now."""
        ...
