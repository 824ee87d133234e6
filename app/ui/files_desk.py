"""The files desk: which finished file is on show, before and after it is signed."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject

from app.domain.dossier import DossierFile
from app.domain.ids import DossierId
from app.errors import StationError
from app.ui.files_flow import FileCard, FileContent, FilesFlow, content_key
from app.ui.keyboard import reworded
from app.ui.sign_look import SignLook
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class FilesDesk(QObject):
    """Joins list, PDF view and PIN panel with the flow of finished files."""

    def __init__(
        self,
        window: Window,
        files: FilesFlow,
        troubles: TroubleDesk,
        look: SignLook,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._stamps = look
        self.shows_stamps: Callable[[], bool] = lambda: False
        self._window = window
        self._files = files
        self._troubles = troubles
        self._shown: Hashable = None
        self._to_front = False
        window.files_wanted.connect(self._asked_for)
        window.middle.currentChanged.connect(self._look)
        window.files.file_chosen.connect(self._look)
        files.card_ready.connect(self._card_ready)
        files.content_ready.connect(self._content_ready)
        files.failed.connect(self._failed)
        self._open_tab()

    def turn_to(self, dossier_id: DossierId) -> None:
        """Another dossier comes on show: nothing of the one before stays."""
        self._files.turn_to(dossier_id)
        self._to_front = False
        self._window.show_pages()
        self._window.files_model.forget_cards()
        self.show_files(())

    def show_files(self, files: tuple[DossierFile, ...]) -> None:
        """Show the files of the dossier and stay on the one that is on show."""
        window = self._window
        window.files_model.set_rows(files)
        self._open_tab()
        if not files:
            self._shown = None
            window.files.seen.clear()
            window.files.pdf.clear()
            self._stamps.clear()
        elif self._to_front:
            self._to_front = False
            window.show_files()
        self._look()
        self._sum_up()

    def look_again(self) -> None:
        """Stamps are to be seen now, or no more."""
        self._look()

    def bring_to_front(self) -> None:
        """Show the files beside the PIN field as soon as they are there."""
        self._to_front = True
        self.show_files(tuple(self._window.files_model.rows))

    def _open_tab(self) -> None:
        window = self._window
        has_files = bool(window.files_model.rows)
        if not has_files and window.middle.currentWidget() is window.files:
            window.show_pages()
        number = window.middle.indexOf(window.files)
        window.middle.setTabEnabled(number, has_files)
        window.middle.setTabToolTip(number, "" if has_files else self._why_none())

    def _why_none(self) -> str:
        return reworded(
            self.tr("No PDF files yet: “Build and sign” (F9) makes them after the review.")
        )

    def _asked_for(self) -> None:
        if self._window.files_model.rows:
            self._window.show_files()
            self._window.files.table.setFocus()
        else:
            self._troubles.tell(self._why_none())

    def _look(self) -> None:
        """Load what is in sight; nothing while the files are not looked at."""
        window = self._window
        if window.middle.currentWidget() is not window.files or not window.files_model.rows:
            return
        self._files.want_cards(tuple(window.files_model.rows))
        window.files.choose_first()
        file = window.files.chosen
        if file is None:
            return
        with_stamps = file.signed or self.shows_stamps()
        wanted = (content_key(file), with_stamps)
        if wanted == self._shown:
            return
        self._shown = wanted
        if with_stamps:
            window.files.pdf.clear()
            window.files.paper.setCurrentWidget(window.files.stamped)
            self._stamps.show(file)
        else:
            window.files.paper.setCurrentWidget(window.files.pdf)
            window.files.pdf.clear(self.tr("◷ Opening…"))
            self._files.want_content(file)

    def _content_ready(self, content: FileContent) -> None:
        file = self._window.files.chosen
        if file is None or (content.key, False) != self._shown:
            return
        if self._window.files.pdf.show_file(content.data, file.name):
            self._window.files.seen[file.id] = content.sha256

    def _failed(self, error: StationError) -> None:
        self._window.files.pdf.clear(self.tr("! This file cannot be opened."))
        self._troubles.show(error)

    def _card_ready(self, card: FileCard) -> None:
        self._window.files_model.set_card(card)
        self._sum_up()

    def _sum_up(self) -> None:
        """Tell the PIN panel how much is about to be signed, once it is counted."""
        model = self._window.files_model
        unsigned = [file for file in model.rows if not file.signed]
        counts = [model.page_count(file) for file in unsigned]
        pages = sum(count for count in counts if count is not None)
        if not unsigned or None in counts:
            self._window.sign.set_files("")
            return
        text = reworded(
            self.tr("To be signed: %1 file(s), %2 page(s); look at them on the left (F7).")
        )
        text = text.replace("%1", str(len(unsigned))).replace("%2", str(pages))
        self._window.sign.set_files(text)
