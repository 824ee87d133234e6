"""The desk: brings what the officer does to the flows, and what comes of it to the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.dossier import Dossier, DossierState
from app.domain.field import Field
from app.domain.ids import DossierId
from app.domain.page import is_left_out, is_shown_only, lacks_picture
from app.domain.procedure import Procedure
from app.errors import StationError
from app.ui import labels
from app.ui.action_bar import Action
from app.ui.capture_desk import CaptureDesk
from app.ui.contact_desk import ContactDesk
from app.ui.cover_printing import CoverPrinting
from app.ui.feed_desk import FeedDesk
from app.ui.files_desk import FilesDesk
from app.ui.flows import Flows
from app.ui.form_editor_desk import FormDesk
from app.ui.group_desk import GroupDesk
from app.ui.outbox_desk import OutboxDesk
from app.ui.outbox_model import OutboxRows
from app.ui.page_desk import PageDesk
from app.ui.procedure_desk import ProcedureDesk
from app.ui.progress_desk import ProgressDesk, SecondsLeft
from app.ui.queue_flow import DossierView, NewDossier, Overview
from app.ui.results_desk import ResultsDesk
from app.ui.reuse_desk import ReuseDesk
from app.ui.review_desk import ReviewDesk
from app.ui.shown_only_desk import ShownOnlyDesk
from app.ui.sign_desk import SignDesk
from app.ui.sign_look import SignLook
from app.ui.signed_desk import SignedDesk
from app.ui.steps import Situation, hint, next_action, why_closed
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.undo_desk import TabDesks, UndoDesk
from app.ui.verify_desk import VerifyDesk
from app.ui.window import Window


class Desk(QObject):
    """Joins window and flows; holds which dossier is on show."""

    def __init__(
        self, window: Window, flows: Flows, troubles: TroubleDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._flows = flows
        self._troubles = troubles
        self._view: DossierView | None = None
        self._pages = PageDesk(window, flows.pictures, flows.thumbnails, self)
        self._review = ReviewDesk(window, flows.review, self._pages, troubles)
        self.contact = ContactDesk(window, flows, troubles, self)
        self._group = GroupDesk(window, flows.review.group, troubles, self)
        self._forms = FormDesk(window, flows.forms, troubles.language, self)
        look = SignLook(window.files.stamped, flows.preview, troubles.language, self)
        self._files = FilesDesk(window, flows.files, troubles, look, self)
        self._sign = SignDesk(window, flows.signing, look, troubles, self)
        self._files.shows_stamps = lambda: self._sign.shows_stamps
        self._sign.look_changed.connect(self._files.look_again)
        self._results = ResultsDesk(window, flows.results, troubles, self)
        flows.results.ended.connect(self._decide)
        flows.results.failed.connect(self._decide)
        self._verify = VerifyDesk(window, flows.verify, troubles, self)
        self._reuse = ReuseDesk(window, flows.reuse, troubles, self)
        self._procedures = ProcedureDesk(window, flows.procedures, troubles, self)
        self._progress = ProgressDesk(window, flows.capture, flows.signing, flows.results, self)
        self._outbox = OutboxDesk(window, flows.outbox, flows.queue, troubles)
        self.covers = CoverPrinting(window.queue, flows.covers, troubles)
        self._beside: list[TabDesk] = [
            self.contact,
            self._group,
            self._forms,
            self._results,
            self._verify,
        ]
        self._names: dict[str, str] = {}
        self._only_look = ""
        self._outbox_rows = OutboxRows()
        self._connect_dossiers()
        self._capture = CaptureDesk(window, flows, self._pages, troubles, self)
        self._capture.changed.connect(self._decide)
        self._capture.counted.connect(self._progress.show)
        self._feed = FeedDesk(window, flows, self.contact, self._capture, troubles.language)
        self.contact.changed.connect(flows.queue.refresh)
        self._signed = SignedDesk(window, flows, self._sign, self._files, troubles)
        self._signed.changed.connect(self._decide)
        self._signed.changed.connect(self._progress.show)
        self._sign.left.connect(self._back_to_form)
        tabs = TabDesks(self.contact, self._group, self._forms, self._results)
        self.undoing = UndoDesk(window, tabs, sign=self._sign, flows=flows, troubles=troubles)
        self._connect_reuse()
        self._connect_actions()
        self._decide()

    def start(self, procedures: tuple[Procedure, ...]) -> None:
        """Read the first rows."""
        self._names = {procedure.code: procedure.name for procedure in procedures}
        self._window.new_dossier.set_procedures(procedures)
        self._procedures.set_procedures(procedures)
        self._feed.set_procedures(procedures)
        self._flows.queue.refresh()

    def look_around(self) -> None:
        """Look at scanner, token and line."""
        self._flows.capture.look_for_devices()
        self._flows.signing.check_token()
        self._flows.outbox.watch_line()

    def only_look(self, why: str) -> None:
        """Offer nothing that would write from now on; `why` stands beside what is closed."""
        self._only_look = why
        self._window.outbox.only_look(why)
        self._procedures.only_look(why)
        self._reuse.only_look(why)
        self._results.view.only_look(why)
        self._decide()

    def know_pace(self, seconds_left: SecondsLeft) -> None:
        """Who tells how long so many pages will take."""
        self._progress.know_pace(seconds_left)

    def scan(self) -> None:
        """Scan what lies in the chosen scanner."""
        self._capture.scan()

    def stand_beside(self, tab: TabDesk) -> None:
        """While this tab is in front, the keys of the dossiers do nothing."""
        self._beside.append(tab)

    @property
    def _has_left_dossiers(self) -> bool:
        return any(tab.is_on_show for tab in self._beside)

    def officer_came(self) -> None:
        """Somebody has logged in: what was read for nobody is read again."""
        self._flows.queue.show_again()
        self._results.rows_changed()

    def turn_away(self) -> None:
        """Another officer comes: nothing of the one before stays on show."""
        self._turn_to("")
        self._flows.queue.turn_away()
        self._window.message.hide()
        self._window.heading.clear()
        self._window.new_dossier.start()
        self._window.owner.start(None)
        self._window.tabs.setCurrentIndex(0)
        self._window.middle.setCurrentIndex(0)

    def rows_changed(self) -> None:
        """Somebody else (the runner) has changed rows."""
        self._flows.queue.refresh_soon()
        self._results.rows_changed()

    def _connect_dossiers(self) -> None:
        window, queue, review = self._window, self._flows.queue, self._flows.review
        window.queue.chosen.connect(self._dossier_picked)
        queue.chosen.connect(self._turn_to)
        queue.overview_read.connect(self._show_overview)
        queue.dossier_read.connect(self._show_dossier)
        queue.trouble.connect(self._troubles.show)
        window.pages.leave_out_wanted.connect(self._leave_out)
        window.new_dossier.wanted.connect(self._open_new)
        window.new_dossier.given_up.connect(self._back_to_form)
        window.form.confirmed.connect(review.confirm)
        window.form.corrected.connect(review.correct)
        window.form.all_seen.connect(self._all_seen)
        window.form.lock.reopen_wanted.connect(self._reopen)
        window.form.lock.correct_wanted.connect(self._correct)
        window.tabs.currentChanged.connect(self._decide)
        window.strip.reading_pressed.connect(self._show_reading)
        self._group.rows_changed.connect(queue.refresh_soon)
        review.field_saved.connect(self._field_saved)
        review.edit_refused.connect(self._edit_refused)

    def _connect_reuse(self) -> None:
        queue = self._flows.queue
        self._reuse.left.connect(self._back_to_form)
        self._reuse.changed.connect(queue.refresh)
        self._procedures.left.connect(self._back_to_form)
        self._procedures.changed.connect(queue.refresh)
        queue.opened.connect(self._reuse.opened)
        queue.corrected.connect(self._corrected)
        queue.trouble.connect(lambda _error: self._window.form.lock.settle())
        self._window.outbox.correct_wanted.connect(queue.correct)
        queue.trouble.connect(self._reuse.refused)
        self._shown_only = ShownOnlyDesk(self._window, queue, self._troubles, self)

    def _connect_actions(self) -> None:
        bar = self._window.actions_bar
        bar.pressed.connect(self._before_action)
        bar.wanted.connect(self._act)
        bar.refused.connect(self._troubles.tell)

    # What the officer starts

    def _before_action(self, action: Action) -> None:
        """Save what is being typed first, so that the action knows of it."""
        if action not in {Action.FINISH, Action.SIGN}:
            return
        if self._has_left_dossiers:
            self._refuse(action, self.tr("Go back to the dossier first (Esc)."))
            return
        held = self._window.form.finish_typing()
        self._decide()
        if action is Action.FINISH and self._window.form.wrong_left:
            self._window.form.focus_first_wrong()
        if held is not None:
            text = self.tr("“%1” has to be typed a second time first.")
            self._refuse(action, text.replace("%1", held.field.label))
            self._window.form.focus_field(held.key)

    def _refuse(self, action: Action, why: str) -> None:
        """Close an action for this once."""
        self._window.actions_bar.set_reason(action, why)
        QTimer.singleShot(0, self, self._decide)

    def _act(self, action: Action) -> None:
        match action:
            case Action.NEW:
                self._window.show_side(self._window.new_dossier)
                self._window.new_dossier.start()
            case Action.SCAN:
                self._capture.scan()
            case Action.IMPORT:
                self._window.ask_for_files()
            case Action.FINISH:
                if self._view is not None:
                    self._flows.queue.finish_review(self._view.dossier.id)
            case Action.SIGN:
                if self._view is not None:
                    has_pages = bool(self._view.pages)
                    self._sign.start(self._view.dossier, has_pages=has_pages)

    def _open_new(self, wanted: NewDossier) -> None:
        self._back_to_form()
        self._flows.queue.open_new(wanted)
        self._decide()

    def _reopen(self) -> None:
        if self._view is not None:
            self._flows.queue.reopen(self._view.dossier.id)

    def _correct(self) -> None:
        if self._view is not None:
            self._flows.queue.correct(self._view.dossier.id)

    def _corrected(self, dossier: Dossier) -> None:
        self._window.show_work()
        self._back_to_form()
        head = self.tr("A correction is open, to be sent as revision %1.")
        rest = self.tr("Correct it, then check, sign and send it like any other dossier.")
        self._window.message.note(head.replace("%1", str(dossier.revision)), rest)

    def _leave_out(self, page_id: str) -> None:
        """Take a broken page out of the papers; pressed again, put it back."""
        page = next((page for page in self._window.pages_model.rows if page.id == page_id), None)
        if page is None:
            return
        if is_shown_only(page):
            self._flows.queue.erase(page)
        elif lacks_picture(page):
            self._flows.queue.set_left_out(page, not is_left_out(page))
        else:
            self._troubles.tell(self.tr("Only a page that cannot be opened can be left out."))

    def _back_to_form(self) -> None:
        self._window.show_side(self._window.form)
        self._window.queue.list.setFocus()
        self._decide()

    # Rows

    def _show_overview(self, overview: Overview) -> None:
        window = self._window
        window.queue_model.set_rows(overview.rows)
        window.queue_model.set_without_time(overview.without_time)
        window.outbox_model.set_rows(self._outbox_rows.rows(overview))
        window.strip.set_standing(overview.standing)
        window.queue.set_standing(overview.standing)
        self._troubles.know(window.strip.counts, self._flows.outbox.line)
        self._progress.count(overview)
        if self._flows.queue.chosen_id is None and overview.rows:
            self._flows.queue.choose(overview.rows[0].dossier.id)
        if self._flows.queue.chosen_id is not None:
            window.queue.select(self._flows.queue.chosen_id)
        self._progress.show()

    def _show_dossier(self, view: DossierView) -> None:
        self._view = view
        self._capture.show(view)
        window = self._window
        window.fields_model.set_rows(view.fields)
        closed = view.dossier.state is not DossierState.OPEN or bool(self._only_look)
        is_sealed = view.dossier.state is DossierState.SEALED
        fixed = is_sealed or view.dossier.state is DossierState.SIGNING
        can_reopen = closed and not fixed and not self._only_look
        can_correct = is_sealed and not self._only_look
        window.form.lock.offer(view.dossier.id, can_reopen=can_reopen, can_correct=can_correct)
        window.form.set_access(read_only=closed)
        self._show_heading(view)
        self._pages.show_pages(view.pages)
        self.contact.show(view, self._only_look)
        self._feed.show(view)
        self._files.show_files(view.files)
        self._sign.look_over()
        self._reuse.show(view)
        self._shown_only.show(view)
        self._procedures.show(view)
        self._decide()

    def _show_heading(self, view: DossierView) -> None:
        parts = [labels.dossier_name(view.dossier)]
        parts.append(self._names.get(view.dossier.procedure_code, view.dossier.procedure_code))
        expected = view.dossier.expected_pages
        if expected and expected != len(view.pages):
            text = self.tr("! counted %1, here %2")
            parts.append(text.replace("%1", str(expected)).replace("%2", str(len(view.pages))))
        self._window.heading.setText(" · ".join(part for part in parts if part))

    def _dossier_picked(self, dossier_id: str) -> None:
        self._flows.queue.choose(DossierId(dossier_id))

    def _turn_to(self, dossier_id: str) -> None:
        """Another dossier comes on show."""
        window = self._window
        held = window.form.finish_typing(is_leaving=True)
        if held is not None:
            text = self.tr("“%1” was not saved: it has to be typed twice.")
            self._troubles.tell(text.replace("%1", held.field.label))
        self._flows.review.forget()
        self._review.turn_to()
        self._view = None
        self._capture.turn_to()
        self._pages.turn_to(DossierId(dossier_id))
        self.contact.turn_to()
        self._feed.turn_to()
        self._files.turn_to(DossierId(dossier_id))
        self._reuse.turn_to(DossierId(dossier_id))
        self._shown_only.turn_to()
        self._procedures.turn_to()
        window.fields_model.set_rows(())
        window.form.start_over()
        if window.side.currentWidget() is not window.form:
            window.side.setCurrentWidget(window.form)
        window.queue.select(dossier_id)
        self._decide()

    def _field_saved(self, field: Field) -> None:
        self._window.fields_model.replace_row(field)
        self._pages.mark_fields()
        self._decide()
        self._flows.queue.refresh_soon()

    def _edit_refused(self, error: StationError) -> None:
        self._troubles.show(error)
        self._window.form.start_over()
        self._flows.queue.refresh()

    def _all_seen(self) -> None:
        finish = self._window.actions_bar.buttons[Action.FINISH]
        if finish.isEnabled():
            finish.setFocus()

    def _show_reading(self) -> None:
        self._window.show_work()
        unread = self._window.strip.counts.oldest_unread
        if unread:
            self._flows.queue.choose(DossierId(unread))

    # What is open and what goes on

    def _decide(self) -> None:
        """Open and close actions, each closed one with its reason."""
        bar = self._window.actions_bar
        now = Situation(
            view=self._view,
            wrong_left=self._window.form.wrong_left,
            capturing=self._flows.capture.is_running or self._flows.queue.is_opening,
            signing_busy=self._flows.signing.busy_with is not None or self._results.is_busy,
            has_scanner=bool(bar.device_id),
            only_look=self._only_look,
        )
        for action in Action:
            bar.set_reason(action, why_closed(action, now))
        self._feed.decide()
        asks_for_pin = self._window.side.currentWidget() is self._window.sign
        if asks_for_pin or self._has_left_dossiers:
            bar.set_primary(None, "")
        else:
            bar.set_primary(next_action(now), hint(now))
