"""The progress desk: one line about what goes on right now, and how long it will take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.jobs import Progress
from app.ui import labels
from app.ui.capture_flow import CaptureFlow
from app.ui.queue_flow import Overview
from app.ui.results_flow import ResultsFlow
from app.ui.signing_flow import SigningFlow, SignStage
from app.ui.window import Window

SecondsLeft = Callable[[int], float | None]
"""Seconds until so many pages are read, None while nobody knows."""

BAR_STEPS = 1000
"""Bytes are shown in so many steps: a bar counts no further than 2³¹."""


def _nobody_knows(_pages: int) -> float | None:
    return None


@dataclass(frozen=True, slots=True)
class _Work:
    """What the strip shows; `total` 0 when nobody knows how much it is."""

    text: str
    stop: Callable[[], None] | None = None
    done: int = 0
    total: int = 0


class ProgressDesk(QObject):
    """Tells capture first, then signing, then reading, then sending."""

    def __init__(
        self,
        window: Window,
        capture: CaptureFlow,
        signing: SigningFlow,
        results: ResultsFlow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._capture, self._signing, self._results = capture, signing, results
        self._total = 0
        self._overview = Overview()
        self._signed: Progress | None = None
        self._stop: Callable[[], None] | None = None
        self._seconds_left: SecondsLeft = _nobody_knows
        capture.progressed.connect(self._captured)
        signing.progress.connect(self._signed_more)
        signing.stage_changed.connect(self._stage_changed)
        results.progress.connect(self._signed_more)
        results.ended.connect(self._batch_over)
        results.failed.connect(self._batch_over)
        window.progress.stop_wanted.connect(self._stop_work)

    def _captured(self, _progress: Progress) -> None:
        self.show()

    def _signed_more(self, progress: Progress) -> None:
        self._signed = progress
        self.show()

    def _stage_changed(self, _stage: SignStage) -> None:
        self._signed = None
        self.show()

    def _batch_over(self, _end: object) -> None:
        self._signed = None
        self.show()

    def _stop_work(self) -> None:
        if self._stop is not None:
            self._stop()

    def know_pace(self, seconds_left: SecondsLeft) -> None:
        """Who tells how long so many pages will take."""
        self._seconds_left = seconds_left

    def count(self, overview: Overview) -> None:
        """Rows were read: remember how many pages this round of reading has, and what is sent."""
        self._overview = overview
        unread = overview.standing.reading
        self._total = max(self._total, unread) if unread else 0

    def show(self) -> None:
        """What goes on right now."""
        strip = self._window.progress
        work = self._capturing() or self._key_at_work() or self._reading() or self._sending()
        if work is None:
            self._stop = None
            strip.hide()
            return
        self._stop = work.stop
        strip.show_work(work.text, can_stop=work.stop is not None, done=work.done, total=work.total)

    def _capturing(self) -> _Work | None:
        if not self._capture.is_running:
            return None
        text = self.tr("%n page(s) saved", "", self._capture.saved)
        coming = self._capture.progress
        if coming is None:
            return _Work(text, self._capture.stop)
        words = self._import_words(text, coming)
        return _Work(words, self._capture.stop, coming.done, coming.total)

    def _import_words(self, text: str, coming: Progress) -> str:
        """What is saved, which file is in work, and how long the rest takes once that is known."""
        parts = [text, coming.what]
        if coming.seconds_left is not None and coming.done < coming.total:
            parts.append(labels.time_left(coming.seconds_left))
        return " · ".join(part for part in parts if part)

    def _key_at_work(self) -> _Work | None:
        """A dossier is made or signed, or a batch of results is signed."""
        stage = self._signing.stage
        if stage is SignStage.BUILDING:
            text = self.tr("Making PDF/A files…")
            return self._counted(text, self.tr("Making PDF/A files: %1 of %2"), self._signing.stop)
        if stage is SignStage.SIGNING:
            text = self.tr("Signing…")
            return self._counted(text, self.tr("Signing: %1 of %2 files"), self._signing.stop)
        if self._results.is_busy:
            text = self.tr("Signing…")
            return self._counted(text, self.tr("Signing: %1 of %2 files"), self._results.stop)
        return None

    def _counted(self, plain: str, text: str, stop: Callable[[], None]) -> _Work:
        done = self._signed
        if done is None or not done.total:
            return _Work(plain, stop)
        text = text.replace("%1", str(done.done)).replace("%2", str(done.total))
        if done.seconds_left is not None and done.done < done.total:
            text = " · ".join((text, labels.time_left(done.seconds_left)))
        return _Work(text, stop, done.done, done.total)

    def _reading(self) -> _Work | None:
        unread = self._overview.standing.reading
        if not unread:
            return None
        done = self._total - unread
        return _Work(self._reading_words(unread), done=done, total=self._total)

    def _reading_words(self, unread: int) -> str:
        left = self._seconds_left(unread)
        if left is None:
            return self.tr("Reading: %n page(s) left", "", unread)
        text = self.tr("Reading: %n page(s) left, %1", "", unread)
        return text.replace("%1", labels.time_left(left))

    def _sending(self) -> _Work | None:
        """Files on their way; told once the pace is known, so that small ones do not flicker."""
        sent = [each for each in self._overview.sent.values() if each.rate]
        if not sent:
            return None
        done, total = sum(each.done for each in sent), sum(each.total for each in sent)
        text = self.tr("Sending: %1 of %2").replace("%1", labels.byte_size(done))
        text = text.replace("%2", labels.byte_size(total))
        left = max(each.seconds_left for each in sent)
        if left >= 0:
            text = " · ".join((text, labels.time_left(left)))
        return _Work(text, done=BAR_STEPS * done // max(1, total), total=BAR_STEPS)
