"""What an officer looks at before signing: pages, stamps and where they go, what is odd."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.dossier import DossierFile
from app.domain.ids import FileId
from app.domain.signing import Spot, StampKind
from app.errors import StationError
from app.services.signing_preview import Box
from app.ui.messages import headline
from app.ui.preview_flow import FoundPlace, Oddities, PreviewFlow, ShownPage, page_key
from app.ui.stamp_sheet import ShownStamp
from app.ui.stamp_view import StampView
from app.ui.wording_findings import finding_words, why_words

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class StampState:
    """One stamp in one file.

    Attributes:
        page_index: Page it is on.
        seen: Where, points from the bottom left of the seen page.
        stored: The same in default user space.
        needs_look: Nobody has looked yet, and the place is not sure.
    """

    kind: StampKind
    page_index: int
    seen: Box
    stored: Box
    confidence: float
    why: str
    needs_look: bool
    png: bytes


@dataclass(frozen=True, slots=True)
class StampWish:
    """What each signer shows, in the order they sign, and the person's name where it is known."""

    kinds: tuple[StampKind, ...] = ()
    signer: str = ""


class SignLook(QObject):
    """Joins a page view with the flow of previews, for the files of one signing.

    Signals:
        changed(): Places or findings have changed.
        agreed(): The stamps of the file on show are where the officer wants them.
        shown(DossierFile): A page of this file is on show.
    """

    changed = Signal()
    agreed = Signal()
    shown = Signal(object)

    def __init__(
        self,
        view: StampView,
        preview: PreviewFlow,
        language: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._view, self._preview, self._language = view, preview, language
        self._files: dict[FileId, DossierFile] = {}
        self._stamps: dict[tuple[FileId, int], StampState] = {}
        self._odd: dict[FileId, tuple[tuple[str, bool], ...]] = {}
        self._failed: dict[FileId, str] = {}
        self._seen: dict[FileId, str] = {}
        self._wish = StampWish()
        self._file: DossierFile | None = None
        view.page_wanted.connect(self._turn)
        view.stamp_moved.connect(self._moved)
        view.here_wanted.connect(self._put_here)
        preview.page_ready.connect(self._page_ready)
        preview.page_failed.connect(self._page_failed)
        preview.place_found.connect(self._place_found)
        preview.place_failed.connect(self._place_failed)
        preview.oddities_found.connect(self._oddities_found)

    @property
    def seen(self) -> dict[FileId, str]:
        """Digests of the bytes that were on show, by file."""
        return {key: digest for key, digest in self._seen.items() if key in self._files}

    @property
    def spots(self) -> dict[tuple[FileId, int], Spot]:
        """Where stamps go, as shown."""
        return {
            key: Spot(state.page_index, state.stored)
            for key, state in self._stamps.items()
            if not state.needs_look
        }

    @property
    def unsure(self) -> tuple[DossierFile, ...]:
        """Files with a stamp that somebody has to look at."""
        ids = {key[0] for key, state in self._stamps.items() if state.needs_look}
        return tuple(file for file in self._files.values() if file.id in ids)

    @property
    def unplaced(self) -> int:
        """Stamps whose place is not found yet."""
        wanted = sum(kind is not StampKind.NONE for kind in self._wish.kinds) * len(self._files)
        return wanted - len(self._stamps) - len(self._failed)

    @property
    def refused(self) -> tuple[DossierFile, ...]:
        """Files that may not be signed as they are."""
        return tuple(
            file
            for file in self._files.values()
            if any(stops for _, stops in self._odd.get(file.id, ()))
        )

    def findings(self) -> list[str]:
        """What is odd, a line for each file."""
        lines = []
        for file in self._files.values():
            codes = self._odd.get(file.id, ())
            if codes or file.id in self._failed:
                words = [finding_words(code, self._language) for code, _ in codes]
                failure = self._failed.get(file.id, "")
                words += [headline(failure, self._language)] if failure else []
                sign = "!" if any(stops for _, stops in codes) or failure else "?"
                lines.append(f"{sign} {file.name}: {'; '.join(words)}")
        return lines

    def start(self, files: Sequence[DossierFile], wish: StampWish) -> None:
        """These files are to be signed; look into those that are new."""
        before = set(self._files.values())
        same_wish = wish == self._wish
        self._files = {file.id: file for file in files if not file.signed}
        self._wish = wish
        if not same_wish:
            self._stamps.clear()
            self._failed.clear()
        kept = {file.id for file in before if self._files.get(file.id) == file}
        for known in (self._odd, self._failed):
            for file_id in [each for each in known if each not in kept]:
                del known[file_id]
        self._stamps = {key: one for key, one in self._stamps.items() if key[0] in kept}
        for file in self._files.values():
            if file.id not in kept:
                self._preview.want_oddities(file)
            if file.id not in kept or not same_wish:
                self._want_places(file)
        self._show_stamps()
        self.changed.emit()

    def forget(self) -> None:
        """Nothing is about to be signed."""
        self._files, self._stamps, self._odd = {}, {}, {}
        self._failed, self._wish = {}, StampWish()
        self._show_stamps()

    def show(self, file: DossierFile) -> None:
        """Put a file on show, at its first stamp."""
        if self._file is not None and page_key(file) == page_key(self._file):
            return
        self._file = file
        self._view.clear(self.tr("◷ Opening…"))
        self._preview.want_page(file, self._first_page(file))

    def clear(self) -> None:
        """Show nothing."""
        self._file = None
        self._view.clear()

    def is_certain(self, file: DossierFile) -> bool:
        """Every stamp of a file is where somebody or something sure wants it."""
        return all(not one.needs_look for key, one in self._stamps.items() if key[0] == file.id)

    def _want_places(self, file: DossierFile) -> None:
        for place, kind in enumerate(self._wish.kinds):
            if kind is not StampKind.NONE:
                self._preview.want_place(file, place, kind, self._wish.signer)

    def _first_page(self, file: DossierFile) -> int:
        pages = [one.page_index for key, one in self._stamps.items() if key[0] == file.id]
        return min(pages, default=0)

    def _turn(self, page_index: int) -> None:
        if self._file is not None:
            self._preview.want_page(self._file, page_index)

    def _page_ready(self, shown: ShownPage) -> None:
        if self._file is None or shown.key != page_key(self._file):
            return
        self._view.show_page(shown.page)
        self._seen[self._file.id] = shown.page.sha256
        self._show_stamps()
        self.shown.emit(self._file)

    def _page_failed(self, error: StationError) -> None:
        if self._file is not None:
            self._view.clear("! " + headline(error.code, self._language))

    def _place_found(self, found: FoundPlace) -> None:
        file = self._files.get(found.file_id)
        place = found.found
        if file is None or place.sha256 != file.sha256 or not self._is_wanted(found):
            return
        self._stamps[found.file_id, found.place] = StampState(
            kind=place.kind,
            page_index=place.spot.page_index,
            seen=place.seen,
            stored=place.spot.box,
            confidence=place.confidence,
            why=place.why,
            needs_look=place.needs_look,
            png=place.png,
        )
        page = self._view.page
        is_shown = self._file is not None and self._file.id == file.id and page is not None
        if is_shown and page is not None and page.page_index != self._first_page(file):
            self._turn(self._first_page(file))
        self._show_stamps()
        self.changed.emit()

    def _is_wanted(self, found: FoundPlace) -> bool:
        """Signers may have come or gone since this place was asked for."""
        kinds = self._wish.kinds
        return found.place < len(kinds) and kinds[found.place] is found.found.kind

    def _place_failed(self, file_id: FileId, error: StationError) -> None:
        if file_id in self._files:
            self._failed[file_id] = error.code
            self.changed.emit()

    def _oddities_found(self, found: Oddities) -> None:
        if found.file_id in self._files:
            self._odd[found.file_id] = found.codes
            self.changed.emit()

    def _moved(self, place: int, to: tuple[Box, bool]) -> None:
        page, file = self._view.page, self._file
        if page is None or file is None or (file.id, place) not in self._stamps:
            return
        seen, needs_look = to
        state = self._stamps[file.id, place]
        self._stamps[file.id, place] = replace(
            state,
            page_index=page.page_index,
            seen=seen,
            stored=page.stored(seen),
            needs_look=needs_look,
        )
        self._show_stamps()
        self.changed.emit()
        if state.needs_look and self.is_certain(file):
            self.agreed.emit()

    def _put_here(self) -> None:
        """Bring the stamps of the file to the page on show."""
        if self._file is not None:
            for (file_id, place), state in list(self._stamps.items()):
                if file_id == self._file.id:
                    self._moved(place, (self._view.on_page(state.seen), False))

    def _show_stamps(self) -> None:
        page, file = self._view.page, self._file
        if page is None or file is None:
            return
        mine = {key[1]: one for key, one in sorted(self._stamps.items()) if key[0] == file.id}
        here = tuple(
            ShownStamp(place, one.seen, one.png, one.needs_look, _place_words(one, self._language))
            for place, one in mine.items()
            if one.page_index == page.page_index
        )
        self._view.set_stamps(here, elsewhere=bool(mine) and not here)


def _place_words(state: StampState, language: str) -> str:
    kinds = {
        StampKind.PERSON: translate("stamp", "Signature"),
        StampKind.SEAL: translate("stamp", "Seal"),
        StampKind.COPY: translate("stamp", "Copy mark"),
    }
    sure = translate("stamp", "%1 % sure").replace("%1", str(round(100 * state.confidence)))
    why = why_words(state.why, language)
    if state.needs_look:
        text = translate("stamp", "? %1: please look at its place (%2; %3)")
    else:
        text = translate("stamp", "%1: drag it or use the arrow keys (%2; %3)")
    return text.replace("%1", kinds.get(state.kind, "")).replace("%2", why).replace("%3", sure)
