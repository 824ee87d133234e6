"""The contact desk: what the officer does with pages, and what is open for the marked ones."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.dossier import DossierState
from app.domain.ids import DossierId, PageId
from app.domain.page import Page, PaperBreak
from app.domain.page_edits import EditKind
from app.services.page_edits import Edited
from app.services.separation import Separated
from app.ui.contact_actions import EDITS, HIDDEN_IN_TRASH, PageAct, act_name
from app.ui.contact_pages import ContactPages
from app.ui.contact_screen import ContactScreen
from app.ui.edit_names import edit_name
from app.ui.flows import Flows
from app.ui.page_edit_flow import EditView
from app.ui.page_moves import PageMoves
from app.ui.page_signs import is_flagged
from app.ui.pages_model import PagesModel
from app.ui.queue_flow import DossierView
from app.ui.scan_plans import ScanWay
from app.ui.separate_flow import separated_words
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

TAB_KEY = "contact"


class ContactDesk(TabDesk):
    """Joins the screen of pages with the flows.

    Signals:
        way_wanted(ScanWay, str): Scan this way; the page it is about, "" for none.
        clipboard_wanted(): Take in what lies in the clipboard.
        changed(): Rows have to be read again.
    """

    way_wanted = Signal(object, str)
    clipboard_wanted = Signal()
    changed = Signal()

    def __init__(
        self, window: Window, flows: Flows, troubles: TroubleDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._flows = flows
        self._edits = flows.edits
        self._troubles = troubles
        self._view: DossierView | None = None
        self._held: EditView | None = None
        self._cut: list[PageId] = []
        self._closed = ""
        self.trash = PagesModel(self, in_papers=False)
        self.screen = ContactScreen(window.pages_model, troubles.language, window)
        self.add_tab(self.screen, self.tr("Pages"), TAB_KEY, place=1)
        self.pages = ContactPages(self.screen, flows, self)
        self.moves = PageMoves(
            self.screen, self.pages, self._edits, queue=window.queue_model, troubles=troubles
        )
        self._connect()
        self._decide()

    def _connect(self) -> None:
        screen, edits = self.screen, self._edits
        screen.acted.connect(self.act)
        screen.sheet.moved.connect(self._lay)
        screen.sheet.page_chosen.connect(self._decide)
        self._window.pages_model.settled.connect(self._decide)
        self.trash.pictures_wanted.connect(self._flows.thumbnails.want)
        self._flows.thumbnails.ready.connect(self.trash.set_picture)
        screen.findings.right_wanted.connect(self._declare_right)
        screen.findings.doubt_wanted.connect(self._doubt_again)
        screen.findings.keep_wanted.connect(self._keep_coarse)
        edits.edited.connect(self._edited)
        edits.view_read.connect(self._held_read)
        edits.trouble.connect(self._troubles.show)
        self._flows.separate.separated.connect(self._separated)
        self._flows.separate.trouble.connect(self._troubles.show)

    def start(self) -> None:
        """The keyboard begins on the sheet."""
        self.screen.sheet.setFocus()

    def came(self) -> None:
        """The page on show stays the one on show."""
        picture = self._window.page.picture
        if picture is not None:
            self.screen.sheet.select(picture.page_id)
        self.pages.come()
        self._read()
        self._decide()

    def went(self) -> None:
        """Keep no pictures here, and show the same page among the dossiers."""
        page = self.screen.sheet.page
        self.moves.stop()
        self.pages.go()
        if page is not None and not self._is_trash:
            self._window.pages.select(page.id)

    def turn_to(self) -> None:
        """Another dossier comes on show."""
        self._view = self._held = None
        self._take_up([])
        self.moves.stop()
        self.trash.forget_pictures()
        self.trash.set_rows(())
        self._show_trash(False)
        self.pages.turn_to()
        self._decide()

    def show(self, view: DossierView, closed: str = "") -> None:
        """This dossier is on show; `closed` says why nothing may be written at all."""
        self._view = view
        self._closed = closed
        if self.is_on_show:
            self._read()
        self._decide()

    @property
    def _home(self) -> DossierId | None:
        return self._view.dossier.id if self._view else None

    @property
    def _is_trash(self) -> bool:
        return self.screen.sheet.model() is self.trash

    @property
    def _may_edit(self) -> bool:
        view = self._view
        return not self._closed and view is not None and view.dossier.state is DossierState.OPEN

    @property
    def _why_closed(self) -> str:
        """Why the pages of this dossier cannot be changed, "" when they can."""
        if self._view is None:
            return self.tr("Choose a dossier first.")
        return "" if self._may_edit else self.tr("This dossier is not open for changes.")

    @property
    def _why_lying(self) -> str:
        """Why nothing can be done with pages on show, "" when they are those of the dossier."""
        return self.tr("Pages in the trash have to be put back first.") if self._is_trash else ""

    def undo(self) -> None:
        """Take the last edit of pages back."""
        self.act(PageAct.UNDO)

    def redo(self) -> None:
        """Do it again."""
        self.act(PageAct.REDO)

    def act(self, act: PageAct) -> None:
        """Do what a key, a button or the menu asks for."""
        if not self.screen.action(act).isEnabled():
            return
        sheet, page = self.screen.sheet, self.screen.page
        match act:
            case PageAct.NEXT_FLAG:
                if not sheet.to_next_flagged():
                    self._troubles.note(self.tr("No page has a finding."))
            case PageAct.FIT:
                page.fit_next()
            case PageAct.ZOOM_IN:
                page.zoom_in()
            case PageAct.ZOOM_OUT:
                page.zoom_out()
            case PageAct.LOUPE:
                self._use_loupe()
            case PageAct.BEFORE:
                self.pages.show_captured(self.screen.action(act).isChecked())
            case PageAct.SHOW_TRASH:
                self._show_trash(self.screen.action(act).isChecked())
            case _:
                self._edit(act)

    def _edit(self, act: PageAct) -> None:
        """Change pages; each is one step that can be undone."""
        marked = [page.id for page in self.screen.sheet.marked]
        home = self._home
        match act:
            case PageAct.TURN | PageAct.TURN_BACK:
                self._edits.turn(marked, -90 if act is PageAct.TURN else 90)
            case PageAct.TRASH:
                self._to_trash(marked)
            case PageAct.RESTORE:
                self._edits.restore(marked)
            case PageAct.SPLIT:
                self._split()
            case PageAct.CUT:
                self._take_up(marked)
            case PageAct.PASTE:
                self._paste()
            case PageAct.EARLIER | PageAct.LATER:
                self._shift(marked, -1 if act is PageAct.EARLIER else 1)
            case PageAct.RIGHT_PAGE:
                self._declare_right()
            case PageAct.SORT if home is not None:
                self._flows.separate.separate(home)
            case PageAct.RESCAN:
                self.ask_for(ScanWay.AGAIN)
            case PageAct.INSERT:
                self.ask_for(ScanWay.BEHIND)
            case PageAct.CROP:
                self._crop()
            case PageAct.SEND if home is not None:
                sheet = self.screen.sheet
                self.moves.send(marked, home, sheet.mapToGlobal(sheet.rect().center()))
            case PageAct.UNDO if home is not None:
                self._edits.undo(home)
            case PageAct.REDO if home is not None:
                self._edits.redo(home)

    def ask_for(self, way: ScanWay) -> None:
        """Scan in a way that is about the page the keyboard stands on."""
        page = self.screen.sheet.page
        self.way_wanted.emit(way, page.id if page is not None and not self._is_trash else "")

    def _crop(self) -> None:
        page = self.screen.sheet.page
        if page is not None:
            self.moves.crop(page)

    def _use_loupe(self) -> None:
        is_on = self.screen.action(PageAct.LOUPE).isChecked()
        self.screen.page.set_loupe(is_on)
        if not is_on:
            self.screen.sheet.setFocus()

    def _to_trash(self, marked: list[PageId]) -> None:
        """The keyboard goes on with the page behind those that go."""
        pages = [page.id for page in self.screen.sheet.pages]
        last = max(pages.index(page_id) for page_id in marked)
        rest = [page_id for page_id in pages[last + 1 :] if page_id not in marked]
        before = [page_id for page_id in pages[:last] if page_id not in marked]
        goal = rest[0] if rest else before[-1] if before else ""
        self._edits.trash(marked)
        self.screen.sheet.select(goal)

    def _split(self) -> None:
        """Begin a paper with the page, or go on with the paper before it when it begins one."""
        page = self.screen.sheet.page
        if page is None:
            return
        begins = page.id in self._window.pages_model.paper_starts
        said = page.break_before is not PaperBreak.AUTO
        join = PaperBreak.AUTO if said and begins else PaperBreak.CONTINUES
        self._edits.set_break(page.id, join if begins else PaperBreak.BEGINS)

    def _take_up(self, ids: list[PageId]) -> None:
        self._cut = ids
        self.screen.sheet.set_cut(ids)
        self._decide()

    def _paste(self) -> None:
        """Lay what was taken up before the page; without that, take the clipboard in."""
        page = self.screen.sheet.page
        if not self._cut:
            self.clipboard_wanted.emit()
        elif page is not None:
            pages = list(self.screen.sheet.pages)
            behind = pages[pages.index(page) :]
            rest = [each.id for each in behind if each.id not in self._cut]
            self._lay(self._cut, rest[0] if rest else None)
            self._take_up([])

    def _shift(self, marked: list[PageId], step: int) -> None:
        """Lay the marked pages one place earlier or later, together."""
        pages = [page.id for page in self.screen.sheet.pages]
        rest = [page_id for page_id in pages if page_id not in marked]
        first = pages.index(marked[0])
        goal = sum(page_id not in marked for page_id in pages[:first]) + step
        if 0 <= goal <= len(rest):
            self._lay(marked, rest[goal] if goal < len(rest) else None)

    def _lay(self, ids: list[PageId], before: PageId | None) -> None:
        if self._may_edit and not self._is_trash and ids:
            self._edits.move(ids, before)

    def _declare_right(self) -> None:
        page = self.screen.sheet.page
        if page is not None:
            self._edits.declare_right(page.id)

    def _keep_coarse(self, reason: str) -> None:
        page = self.screen.sheet.page
        if page is not None:
            self._edits.keep_coarse(page.id, reason)

    def _doubt_again(self) -> None:
        page = self.screen.sheet.page
        if page is not None:
            self._edits.doubt_again(page.id)

    def _edited(self, edited: Edited) -> None:
        """Rows and history are other ones now."""
        if edited.erased:
            self._troubles.note(
                self.tr("Erased."),
                self.tr("The station keeps no copy of it, only the audit entry."),
            )
        if edited.skipped:
            self._troubles.note(self.tr("An earlier edit is passed over: its pages are gone."))
        self.changed.emit()
        self._read()

    def _separated(self, done: Separated) -> None:
        """What sorting did is told at once, with the way back."""
        text, rest = separated_words(done)
        self._troubles.note(text, rest)
        self.changed.emit()
        self._read()

    def _read(self) -> None:
        if self._home is not None:
            self._edits.read(self._home)

    def _held_read(self, held: EditView) -> None:
        if held.dossier_id != self._home:
            return
        self._held = held
        self.trash.set_rows(held.trashed)
        if self._is_trash and not held.trashed:
            self._show_trash(False)
        self._decide()

    def _show_trash(self, is_trash: bool) -> None:
        self.screen.action(PageAct.SHOW_TRASH).setChecked(is_trash)
        sheet = self.screen.sheet
        page = sheet.page
        sheet.show_model(self.trash if is_trash else self._window.pages_model)
        rows = sheet.pages
        if rows:
            sheet.select(page.id if page in rows and page is not None else rows[0].id)
        self._decide()

    # What is open

    def _decide(self, _page: Page | None = None) -> None:
        screen, sheet = self.screen, self.screen.sheet
        closed, lying = self._why_closed, self._why_lying
        no_page = "" if sheet.page is not None else self.tr("Choose a page first.")
        why_not = closed or lying or no_page
        sheet.may_move = not why_not
        for act in EDITS:
            screen.open(act, why_not)
        scanning = self._flows.capture.is_running
        busy = self.tr("Pages are on their way; wait or press Stop.") if scanning else ""
        for act in (PageAct.RESCAN, PageAct.INSERT):
            screen.open(act, why_not or busy)
        for act in HIDDEN_IN_TRASH:
            screen.offer(act, is_offered=not self._is_trash)
        screen.offer(PageAct.RESTORE, is_offered=self._is_trash)
        screen.open(PageAct.PASTE, closed or lying)
        kept = "" if self._is_trash else self.tr("Only pages in the trash can be put back.")
        screen.open(PageAct.RESTORE, closed or kept or no_page)
        held = self._held
        self._name_step(PageAct.UNDO, held.undo if held else None)
        self._name_step(PageAct.REDO, held.redo if held else None)
        trashed = len(held.trashed) if held else 0
        is_empty = not trashed and not self._is_trash
        screen.open(PageAct.SHOW_TRASH, self.tr("The trash is empty.") if is_empty else "")
        self._name_split()
        screen.told.setText(self._told(trashed))
        self.pages.show(sheet.page, may_answer=not why_not)

    def decide(self) -> None:
        """A scan has begun or ended."""
        self._decide()

    def _name_step(self, act: PageAct, kind: EditKind | None) -> None:
        """Undo and redo say what they would do."""
        nothing = "" if kind is not None else self.tr("No edit of pages is left for that.")
        self.screen.open(act, self._why_closed or nothing)
        if kind is not None:
            self.screen.action(act).setToolTip(f"{act_name(act)}: {edit_name(kind)}")

    def _name_split(self) -> None:
        page = self.screen.sheet.page
        begins = page is not None and page.id in self._window.pages_model.paper_starts
        words = self.tr("Join") if begins else self.tr("Split")
        self.screen.rename(PageAct.SPLIT, words)

    def _told(self, trashed: int) -> str:
        pages = self._window.pages_model.rows
        flagged = sum(is_flagged(page) for page in pages)
        parts = [self.tr("%n page(s)", "", len(pages))]
        papers = len(self._window.pages_model.paper_starts)
        if papers:
            parts.append(self.tr("%n paper(s)", "", papers))
        if flagged:
            parts.append(self.tr("! %n to look at", "", flagged))
        if trashed:
            parts.append(self.tr("%n in the trash", "", trashed))
        if self._is_trash:
            parts.insert(0, self.tr("TRASH"))
        return " · ".join(parts)
