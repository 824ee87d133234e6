"""Capture: devices, scanning and importing, page by page onto the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DossierId, PageId
from app.domain.page import Page
from app.errors import StationError
from app.jobs import CancelToken, Progress
from app.scanning.base import Device, PaperUnsensed, ScanError, ScanProfile
from app.services import both_sides, feeding
from app.services.capture import ScanOrder, devices, new_dossier
from app.services.import_files import (
    ImportHooks,
    ImportResult,
    Pasted,
    import_bytes,
    import_files,
)
from app.services.profiles import is_locked, offered
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.password_strip import PasswordQuestion
from app.ui.picture_flow import PictureBroken, decode, picture_key
from app.ui.scan_plans import Paper, ScanPlan, ScanWay
from app.ui.thumbnails import THUMBNAIL_PX, Thumbnail


@dataclass(frozen=True, slots=True)
class WaysOffered:
    """Ways of scanning, and whether the administrator alone decides on them."""

    profiles: tuple[ScanProfile, ...]
    is_locked: bool


class CaptureFlow(QObject):
    """Brings pages into a dossier; opens one when none is chosen.

    Signals:
        devices_found(list[Device]): Scanners that can be reached.
        ways_found(WaysOffered): Ways of scanning that are offered.
        paper_seen(str, Paper): Whether sheets lie in a device, by its id.
        dossier_opened(str): Id of the dossier the pages go to.
        page_saved(Page): A page is encrypted and durable.
        previewed(Thumbnail): A first small picture of a page that was saved just now.
        started(): Pages are on their way.
        finished(): No more pages come; `saved` says how many did.
        fed(ScanPlan, Feed): A scan has ended, by itself or by trouble that is told in it.
        imported(ImportResult): What an import brought and what it could not take.
        progressed(Progress): How far an import is, in KiB.
        password_wanted(PasswordQuestion): An import waits for a password.
        trouble(StationError): An import stopped, or no scanner could be asked; saved pages stay.
    """

    devices_found = Signal(object)
    ways_found = Signal(object)
    paper_seen = Signal(str, object)
    dossier_opened = Signal(str)
    page_saved = Signal(object)
    previewed = Signal(object)
    started = Signal()
    finished = Signal()
    fed = Signal(object, object)
    imported = Signal(object)
    progressed = Signal(object)
    password_wanted = Signal(object)
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge
        self._cancel: CancelToken | None = None
        self._stopping = threading.Event()
        self._plan: ScanPlan | None = None
        self._stacks: dict[DossierId, tuple[PageId, ...]] = {}
        self._question: PasswordQuestion | None = None
        self.progress: Progress | None = None
        self.saved = 0

    @property
    def is_running(self) -> bool:
        """Pages are on their way."""
        return self._cancel is not None

    @property
    def plan(self) -> ScanPlan | None:
        """What is being scanned, None while files come in or nothing does."""
        return self._plan

    def look_for_devices(self) -> None:
        """Ask which scanners can be reached, and which ways of scanning are offered."""
        station = self._station
        self._bridge.run(Lane.SCAN, lambda: _ways(station), self.ways_found.emit)
        self._bridge.run(
            Lane.SCAN, lambda: devices(station), self._devices_known, self._devices_unknown
        )

    def look_for_paper(self, device_id: str) -> None:
        """Ask whether sheets lie in a device; not while it scans."""
        if self._cancel is not None or not device_id:
            return

        def seen(paper: Paper) -> None:
            self.paper_seen.emit(device_id, paper)

        self._bridge.run(Lane.SCAN, lambda: _paper(self._station, device_id), seen)

    def scan(self, dossier_id: DossierId | None, order: ScanOrder) -> None:
        """Scan until the feeder is empty; does nothing while pages are on their way."""
        self.start(ScanPlan(dossier_id, order))

    def start(self, plan: ScanPlan) -> None:
        """Scan in the way that is planned; does nothing while pages are on their way."""
        if self._cancel is not None:
            return
        cancel = self._begin()
        self._plan = plan
        order = replace(plan.order, on_preview=self._preview_from_lane)

        def job() -> feeding.Feed:
            return self._feed(replace(plan, order=order), cancel)

        def done(feed: feeding.Feed) -> None:
            self._fed(plan, feed)

        self._bridge.run(Lane.SCAN, job, done, self._stopped)

    def import_files(self, dossier_id: DossierId | None, paths: Sequence[Path]) -> None:
        """Take files in; does nothing while pages are on their way."""
        if self._cancel is not None or not paths:
            return
        cancel = self._begin()

        def job() -> ImportResult:
            target = self._target(dossier_id)
            hooks = self._hooks()
            return import_files(self._station, target, paths, hooks=hooks, cancel=cancel)

        self._bridge.run(Lane.SCAN, job, self._imported, self._stopped)

    def import_pasted(self, dossier_id: DossierId | None, pasted: Sequence[Pasted]) -> None:
        """Take in pictures that are no files; does nothing while pages are on their way."""
        if self._cancel is not None:
            return
        cancel = self._begin()

        def job() -> ImportResult:
            target = self._target(dossier_id)
            hooks = self._hooks()
            return import_bytes(self._station, target, pasted, hooks=hooks, cancel=cancel)

        self._bridge.run(Lane.SCAN, job, self._imported, self._stopped)

    def stop(self) -> None:
        """Ask to stop between two pages."""
        if self._cancel is not None:
            self._cancel.cancel()
            self._stopping.set()
            if self._question is not None:
                self._question.answer(bytearray())

    def _hooks(self) -> ImportHooks:
        return ImportHooks(
            on_saved=self._saved_from_lane,
            on_progress=self._progress_from_lane,
            ask_password=self._ask_from_lane,
        )

    def _progress_from_lane(self, progress: Progress) -> None:
        self._bridge.post(self._progressed, progress)

    def _progressed(self, progress: Progress) -> None:
        if self._cancel is not None:
            self.progress = progress
            self.progressed.emit(progress)

    def _ask_from_lane(self, name: str, was_wrong: bool) -> str:
        """Wait for the officer; a wish to stop is an answer too. Runs on: scan lane."""
        question = PasswordQuestion(name, was_wrong=was_wrong)
        self._question = question
        try:
            if self._stopping.is_set():
                return ""
            self._bridge.post(self.password_wanted.emit, question)
            return question.wait()
        finally:
            self._question = None

    def _begin(self) -> CancelToken:
        self._cancel = CancelToken()
        self._stopping = threading.Event()
        self.saved = 0
        self.started.emit()
        return self._cancel

    def _feed(self, plan: ScanPlan, cancel: CancelToken) -> feeding.Feed:
        """Scan as planned. Runs on: scan lane."""
        station, order = self._station, plan.order
        saved = self._saved_from_lane
        match plan.way:
            case ScanWay.FEED:
                home = self._target(plan.dossier_id)
                order = self._with_stack(home, order)
                fed = feeding.feed(station, home, order, on_saved=saved, cancel=cancel)
                return self._keeping_stack(home, fed)
            case ScanWay.AUTO:
                home = self._target(plan.dossier_id)
                fed = feeding.auto_feed(
                    station, home, self._with_stack(home, order),
                    on_saved=saved, cancel=cancel, pause=self._pause(),
                )  # fmt: skip
                return self._keeping_stack(home, fed)
            case ScanWay.FRONTS:
                home = self._target(plan.dossier_id)
                return both_sides.feed_fronts(station, home, order, on_saved=saved, cancel=cancel)
            case ScanWay.BACKS:
                return self._backs(plan, cancel)
            case ScanWay.AGAIN | ScanWay.BEHIND | ScanWay.NOTE:
                return self._beside_page(plan, cancel)

    def _with_stack(self, home: DossierId, order: ScanOrder) -> ScanOrder:
        """With the pages of the same stack that came before it was stopped."""
        known = {page.id for page in self._station.store.pages(home)}
        stack = (page_id for page_id in self._stacks.get(home, ()) if page_id in known)
        return replace(order, stack=tuple(stack)) if order.profile.separators else order

    def _keeping_stack(self, home: DossierId, fed: feeding.Feed) -> feeding.Feed:
        self._stacks[home] = fed.stack
        return fed

    def _backs(self, plan: ScanPlan, cancel: CancelToken) -> feeding.Feed:
        """Backs that are missing still; joined with their fronts once all are there."""
        station, home = self._station, plan.home
        fronts, there = both_sides.open_sides(station, home)
        left = both_sides.left_sheets(fronts, there)
        order = plan.with_sheets(left).order
        fed = both_sides.feed_backs(
            station, fronts, order, on_saved=self._saved_from_lane, cancel=cancel
        )
        fronts, there = both_sides.open_sides(station, home)
        if fed.stopped is None and fronts:
            joined = both_sides.interleave(station, fronts, there)
            if order.profile.separators:
                return replace(fed, separated=(both_sides.sort_joined(station, joined),))
        return fed

    def _beside_page(self, plan: ScanPlan, cancel: CancelToken) -> feeding.Feed:
        """A page again, pages behind it, or its sheet with the note that sticks on it."""
        station, saved = self._station, self._saved_from_lane
        page_id = plan.require_page()
        match plan.way:
            case ScanWay.AGAIN:
                page = feeding.rescan(station, page_id, plan.order, on_saved=saved, cancel=cancel)
                return feeding.Feed((page,))
            case ScanWay.NOTE:
                page = feeding.scan_note(
                    station, page_id, plan.order, on_saved=saved, cancel=cancel
                )
                return feeding.Feed((page,))
            case _:
                pages = feeding.scan_behind(
                    station, page_id, plan.order, on_saved=saved, cancel=cancel
                )
                return feeding.Feed(tuple(pages))

    def _pause(self) -> Callable[[float], None]:
        """Wait between two looks at the feeder; a wish to stop ends it at once."""
        stopping = self._stopping

        def pause(seconds: float) -> None:
            stopping.wait(seconds)

        return pause

    def _target(self, dossier_id: DossierId | None) -> DossierId:
        """The dossier for the pages. Runs on: scan lane."""
        if dossier_id is not None:
            return dossier_id
        opened = new_dossier(self._station).id
        self._bridge.post(self.dossier_opened.emit, opened)
        return opened

    def _saved_from_lane(self, page: Page) -> None:
        self._bridge.post(self._saved, page)

    def _preview_from_lane(self, page: Page, jpeg: bytes) -> None:
        """The driver's small picture is on the sheet before the page itself is decoded."""
        try:
            image = decode(page.id, jpeg, THUMBNAIL_PX).image
        except PictureBroken:
            return
        small = Thumbnail(page.id, picture_key(page), image)
        self._bridge.post(self.previewed.emit, small)

    def _saved(self, page: Page) -> None:
        self.saved += 1
        self.page_saved.emit(page)

    def _fed(self, plan: ScanPlan, feed: feeding.Feed) -> None:
        self._end()
        self.fed.emit(plan, feed)

    def _imported(self, result: ImportResult) -> None:
        self._end()
        self.imported.emit(result)

    def _stopped(self, error: StationError) -> None:
        plan = self._plan
        self._end()
        if plan is None:
            self.trouble.emit(error)
        else:
            self.fed.emit(plan, feeding.Feed((), error, _sheet(error)))

    def _end(self) -> None:
        self._cancel = self._plan = self.progress = None
        self.finished.emit()

    def _devices_known(self, found: list[Device]) -> None:
        self.devices_found.emit(found)

    def _devices_unknown(self, error: StationError) -> None:
        self.devices_found.emit([])
        self.trouble.emit(error)


def _sheet(error: StationError) -> int:
    return error.sheet if isinstance(error, ScanError) else 0


def _ways(station: Station) -> WaysOffered:
    return WaysOffered(offered(station), is_locked(station))


def _paper(station: Station, device_id: str) -> Paper:
    """Runs on: scan lane."""
    try:
        return Paper.LIES_IN if feeding.has_paper(station, device_id) else Paper.NONE
    except PaperUnsensed:
        return Paper.UNSENSED
    except ScanError:
        return Paper.UNREACHED
