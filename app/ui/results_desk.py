"""The results desk: which result is on show, what is signed, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.dossier import DossierFile
from app.domain.signing import DONE, SigningPlan, StampKind
from app.errors import LibraryError, StationError
from app.jobs import Progress
from app.services.results import TakenIn
from app.services.sign_batch import BatchReport
from app.services.signing_run import OpenBatch, SignWish
from app.ui.fetch_desk import FetchDesk
from app.ui.messages import headline
from app.ui.preview_flow import Checked, page_key
from app.ui.report_saving import ReportSaving
from app.ui.results_flow import Inbox, ResultLine, ResultsFlow
from app.ui.results_model import ResultsModel
from app.ui.results_view import ResultsView
from app.ui.sign_look import SignLook, StampWish
from app.ui.signers_desk import SignersDesk
from app.ui.signing_flow import SignChoice, SignStage, plan_of, wipe
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window
from app.ui.wording_findings import warning_lines

_SHOWN_TROUBLES = 4


class ResultsDesk(TabDesk):
    """Joins the inbox with its flow."""

    def __init__(
        self,
        window: Window,
        results: ResultsFlow,
        troubles: TroubleDesk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(window, parent)
        self._results, self._troubles = results, troubles
        self._to_sign: tuple[ResultLine, ...] = ()
        self._stopped: OpenBatch | None = None
        self._resuming: OpenBatch | None = None
        self.model = ResultsModel(troubles.language, self)
        self.view = ResultsView(self.model, troubles.language, window)
        self.view.inbox_dir = results.options.inbox_dir
        self.look = SignLook(self.view.page, results.preview, troubles.language, self)
        self._saving = ReportSaving(self.view.verdict, self.view, troubles)
        self._set_up_panel()
        self._signers = SignersDesk(self.view.sign, results, troubles, self)
        self.add_tab(self.view, self.tr("Results"), "results", place=3)
        self._connect()

    @property
    def is_busy(self) -> bool:
        """A batch of results is being signed."""
        return self._results.is_busy

    def _set_up_panel(self) -> None:
        panel, options = self.view.sign, self._results.options
        panel.set_options(options, "")
        panel.choose_look(StampKind.PERSON)
        panel.set_agency(has_agency=self._results.keys.agency is not None)
        panel.set_action(self.tr("Sign  Enter"))
        panel.set_warning(self.tr("A signature cannot be taken back."))

    def _connect(self) -> None:
        view, results, panel = self.view, self._results, self.view.sign
        view.folder_given.connect(self._take_in)
        view.line_chosen.connect(self._show)
        view.sign_wanted.connect(self._ask_to_sign)
        view.resume_wanted.connect(self._ask_to_go_on)
        view.send_wanted.connect(results.send)
        view.left.connect(self._window.show_work)
        panel.pin_given.connect(self._pins_given)
        panel.given_up.connect(self._give_up)
        panel.token_check_wanted.connect(results.check_tokens)
        panel.stop_wanted.connect(results.stop)
        panel.look_chosen.connect(self._look_chosen)
        self._signers.changed.connect(self._look_chosen)
        fetching = FetchDesk(view, results, self._troubles, self)
        fetching.brought.connect(self._taken_in)
        fetching.ended.connect(results.read)
        results.inbox_read.connect(self._show_inbox)
        results.taken_in.connect(self._taken_in)
        results.progress.connect(self._progress)
        results.pin_refused.connect(self._pin_refused)
        results.ended.connect(self._ended)
        results.failed.connect(self._failed)
        results.sent.connect(self._sent)
        results.trouble.connect(self._troubles.show)
        results.preview.checked.connect(self._checked)
        results.preview.trouble.connect(self._troubles.show)
        self.look.changed.connect(self._look_changed)
        self.look.agreed.connect(self._next_unsure)

    def start(self) -> None:
        """The keyboard begins in the list."""
        self.view.table.setFocus()

    def came(self) -> None:
        """Read what is there now."""
        self._results.read()

    def went(self) -> None:
        """A PIN that was typed and not given is not kept."""
        self.view.sign.signers.forget()

    def rows_changed(self) -> None:
        """Somebody else has changed rows."""
        if self.is_on_show:
            self._results.read()

    def undo(self) -> None:
        """Put the stamp back where it was."""
        self.view.page.undo_stack.undo()

    def redo(self) -> None:
        """Move the stamp again."""
        self.view.page.undo_stack.redo()

    # The list

    def _take_in(self, folder: str) -> None:
        self._results.take_in(Path(folder))

    def _show_inbox(self, inbox: Inbox) -> None:
        self.view.set_asked_at(self._results.asked_at)
        self.model.set_rows(inbox.lines)
        self._stopped = inbox.stopped[0] if inbox.stopped else None
        left = self._stopped.files_left if self._stopped and not self.is_busy else 0
        self.view.set_stopped(left)
        if self.is_on_show:
            self.view.choose_first()
            self._show()

    def _taken_in(self, taken: list[TakenIn]) -> None:
        new = sum(not isinstance(one.outcome, StationError | None) for one in taken)
        known = sum(one.outcome is None for one in taken)
        refused = [one for one in taken if isinstance(one.outcome, StationError)]
        head = self.tr("%n result(s) taken in.", "", new)
        lines = [self.tr("%n were here already.", "", known)] if known else []
        lines += [self._refusal(one) for one in refused[:_SHOWN_TROUBLES]]
        rest = len(refused) - _SHOWN_TROUBLES
        if rest > 0:
            lines.append(self.tr("… and %n more.", "", rest))
        if refused:
            self._troubles.tell_all(head, "\n".join(lines))
        else:
            self._troubles.note(head, "\n".join(lines))
        self._results.read()

    def _refusal(self, one: TakenIn) -> str:
        code = one.outcome.code if isinstance(one.outcome, StationError) else ""
        return f"• {one.source}: {headline(code, self._troubles.language)}"

    def _show(self) -> None:
        """Page and verdict of the result on show."""
        line = self.view.chosen
        if line is None:
            self.look.clear()
            self.view.verdict.clear()
            return
        file = line.row.file
        self.look.show(file)
        if self._checked_key != page_key(file):
            self._checked_key = page_key(file)
            self.view.verdict.clear(self.tr("◷ Checking the signatures…"))
            self._results.preview.want_check(file)

    _checked_key: object = None

    def _checked(self, checked: Checked) -> None:
        line = self.view.chosen
        if line is not None and checked.key == page_key(line.row.file):
            self.view.verdict.show_verdict(checked.file)

    # Signing

    def _ask_to_sign(self) -> None:
        lines = self.view.marked
        if not lines or self.is_busy:
            return
        self._to_sign, self._resuming = lines, None
        name = f"“{lines[0].row.file.name}”"
        if len(lines) > 1:
            name = self.tr("%n result(s)", "", len(lines))
        self._open_panel(name)
        self._look_chosen()

    def _ask_to_go_on(self) -> None:
        stopped = self._stopped
        if stopped is None or self.is_busy:
            return
        wanted = set(stopped.dossiers)
        self._to_sign = tuple(line for line in self.model.rows if line.row.dossier.id in wanted)
        self._resuming = stopped
        self._open_panel(self.tr("%n result(s)", "", stopped.files_left))
        signed = stopped.files - stopped.files_left
        text = self.tr("%1 of %2 files are signed already; the rest goes on as it was begun.")
        text = text.replace("%1", str(signed)).replace("%2", str(stopped.files))
        self.view.sign.set_files(text)
        self.view.sign.set_findings(())
        self.view.sign.set_block(self._why_not_these_keys(stopped))

    def _why_not_these_keys(self, stopped: OpenBatch) -> str:
        keys = self._results.keys
        now = (*keys.person_sources, *filter(None, (keys.agency_source,)))
        if len(stopped.batch.plan.signers) == len(now):
            return ""
        return self.tr("This batch was begun with other keys; mark its results and sign anew.")

    def _open_panel(self, name: str) -> None:
        panel = self.view.sign
        self.view.show_side(panel)
        panel.set_block("")
        panel.set_stage(SignStage.READY)
        panel.set_work("")
        self._signers.start()
        panel.start_with(self.tr("Sign %1").replace("%1", name))
        self._results.check_tokens()

    def _look_chosen(self) -> None:
        """Another look, or another signer: the places are other ones."""
        if not self._to_sign or self._resuming is not None or self.is_busy:
            return
        kinds = tuple(signer.stamp for signer in self._plan(self._choice()).signers)
        files = [line.row.file for line in self._to_sign]
        self.look.start(files, StampWish(kinds, self._results.keys.person.view.signer))

    def _choice(self) -> SignChoice:
        panel = self.view.sign
        look = self.look
        return SignChoice(panel.wanted_level, panel.stamp, look.seen, look.spots, shows_seal=True)

    def _plan(self, choice: SignChoice) -> SigningPlan:
        keys = self._results.keys
        return plan_of(self._results.options, choice, keys.person_sources, keys.agency_source)

    def _look_changed(self) -> None:
        if not self._to_sign or self._resuming is not None or self.is_busy:
            return
        panel, look = self.view.sign, self.look
        files = [line.row.file for line in self._to_sign]
        panel.set_files(self._files_words(files))
        panel.set_findings(look.findings())
        panel.set_block(self._why_blocked())

    def _files_words(self, files: list[DossierFile]) -> str:
        before = sum(line.row.record.signers_before for line in self._to_sign)
        text = self.tr("To be signed: %n file(s).", "", len(files))
        if before:
            text += " " + self.tr("They carry %n signature(s) already.", "", before)
        if self.look.unplaced > 0:
            text += " " + self.tr("◷ %n place(s) still being looked for.", "", self.look.unplaced)
        return text

    def _next_unsure(self) -> None:
        """The place is right: on to the next one that somebody has to look at."""
        if self.look.unsure:
            self.view.choose(self.look.unsure[0].dossier_id)
        else:
            self.view.sign.focus_pin()

    def _why_blocked(self) -> str:
        refused, unsure = self.look.refused, self.look.unsure
        if refused:
            text = self.tr("“%1” may not be signed as it is; unmark it (Esc).")
            return text.replace("%1", refused[0].name)
        if unsure:
            return self.tr("Look at the stamp in %n file(s) first.", "", len(unsure))
        return self.tr("Places are still being looked for.") if self.look.unplaced > 0 else ""

    def _pins_given(self, pins: list[bytearray]) -> None:
        panel = self.view.sign
        if self._results.keys.is_busy:
            wipe(pins)
            panel.show_failures([self.tr("A dossier is being signed with this key just now.")])
            return
        panel.set_stage(SignStage.SIGNING)
        panel.show_failures(())
        if self._resuming is not None:
            self._results.go_on(self._resuming, pins)
        else:
            choice = self._choice()
            plan = self._plan(choice)
            dossiers = tuple(line.row.dossier.id for line in self._to_sign)
            self._results.sign(SignWish(dossiers, plan, choice.seen, choice.spots), pins)
        files = self._resuming.files if self._resuming else len(self._to_sign)
        panel.show_progress(Progress(0, files))
        self.view.set_stopped(0)

    def _progress(self, progress: Progress) -> None:
        self.view.sign.show_progress(progress)

    def _pin_refused(self, error: StationError) -> None:
        self.view.sign.set_stage(SignStage.READY)
        self.view.sign.set_work("")
        self._signers.refuse(error)

    def _ended(self, report: BatchReport) -> None:
        files = {item.file_id for item in report.items}
        last = {item.file_id: item for item in report.items}  # items of a file in their order
        signed = sum(item.state in DONE for item in last.values())
        head = self.tr("%1 of %2 files signed.").replace("%1", str(signed))
        head = head.replace("%2", str(len(files)))
        panel = self.view.sign
        warnings = warning_lines(report.warnings, self._troubles.language)
        if signed == len(files):
            told = [text for text in (self._waiting_words(report), *warnings) if text]
            self._troubles.note(head, "\n".join(told))
            self._close_panel()
            return
        panel.set_stage(SignStage.READY)
        panel.set_work("")
        panel.show_failures(self._failures(report))
        self._signers.show_warnings()
        why = report.stopped_by.code if report.stopped_by is not None else ""
        rest = headline(why, self._troubles.language) if why else ""
        self._troubles.tell_all(head, rest)
        if report.stopped_by is None and not self._can_go_on(report):
            self._close_panel()
            return
        self._resuming = OpenBatch(
            report.batch,
            tuple(dict.fromkeys(item.dossier_id for item in report.items)),
            len(files) - signed,
            len(files),
        )
        panel.set_files(self.tr("Go on signing %n file(s): type the PIN.", "", len(files) - signed))

    def _can_go_on(self, report: BatchReport) -> bool:
        return report.batch.can_go_on

    def _waiting_words(self, report: BatchReport) -> str:
        waiting = {item.file_id for item in report.items if item.owed}
        if not waiting:
            return ""
        return self.tr(
            "%n file(s) wait for a time stamp; the station brings it by itself.", "", len(waiting)
        )

    def _failures(self, report: BatchReport) -> list[str]:
        names = {line.row.file.id: line.row.file.name for line in self.model.rows}
        codes = {item.file_id: item.code for item in report.items if item.code}
        return [
            f"! {names.get(file_id, '')}: {headline(code, self._troubles.language)}"
            for file_id, code in codes.items()
        ]

    def _failed(self, error: StationError) -> None:
        self.view.sign.set_stage(SignStage.READY)
        self.view.sign.set_work("")
        self._troubles.show(error)
        if not isinstance(error, LibraryError) or not error.code.startswith("key."):
            self._close_panel()

    def _give_up(self) -> None:
        if self.is_busy:
            self._results.stop()
        else:
            self._close_panel()

    def _close_panel(self) -> None:
        self._to_sign, self._resuming = (), None
        self.look.forget()
        self.view.show_side(self.view.verdict)
        self.view.table.setFocus()
        self._results.read()

    def _sent(self, outcomes: list[object]) -> None:
        failed = [one for one in outcomes if isinstance(one, StationError)]
        waiting = [one for one in failed if one.code == "signing.time_owed"]
        for error in failed:
            if error not in waiting:
                self._troubles.show(error)
                break
        else:
            sent = len(outcomes) - len(failed)
            head = self.tr("%n result(s) on their way back to the system.", "", sent)
            text = self.tr("%n wait for their time stamp and go by themselves.", "", len(waiting))
            self._troubles.note(head, text if waiting else "")
        self._results.read()
