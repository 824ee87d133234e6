"""The flows of the window, built together over one station and one bridge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.services.station import Station
from app.ui.capture_flow import CaptureFlow
from app.ui.cover_printing import CoverFlow
from app.ui.files_flow import FilesFlow
from app.ui.form_editor_flow import FormFlow
from app.ui.jobs_bridge import JobsBridge
from app.ui.outbox_flow import OutboxFlow
from app.ui.page_edit_flow import PageEditFlow
from app.ui.picture_flow import PictureFlow
from app.ui.preview_flow import PreviewFlow
from app.ui.procedure_flow import ProcedureFlow
from app.ui.queue_flow import QueueFlow
from app.ui.results_flow import ResultsFlow
from app.ui.reuse_flow import ReuseFlow
from app.ui.review_flow import ReviewFlow
from app.ui.separate_flow import SeparateFlow
from app.ui.signing_flow import SigningFlow
from app.ui.thumbnails import ThumbnailFlow


@dataclass(frozen=True, slots=True)
class SigningChoice:
    """Which key signs, and how: the texts of the settings."""

    key: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Flows:
    """One flow per stage of the work."""

    queue: QueueFlow
    capture: CaptureFlow
    pictures: PictureFlow
    thumbnails: ThumbnailFlow
    looks: PictureFlow
    edits: PageEditFlow
    separate: SeparateFlow
    covers: CoverFlow
    review: ReviewFlow
    files: FilesFlow
    signing: SigningFlow
    outbox: OutboxFlow
    reuse: ReuseFlow
    forms: FormFlow
    procedures: ProcedureFlow
    preview: PreviewFlow
    results: ResultsFlow
    verify: PreviewFlow
    wake: Callable[[], None]


def build_flows(
    station: Station,
    bridge: JobsBridge,
    *,
    signing: SigningChoice,
    wake: Callable[[], None],
    parent: QObject,
) -> Flows:
    """Build all flows; `wake` makes the runner look for due rows."""
    review = ReviewFlow(station, bridge, parent)
    sign = SigningFlow(station, bridge, key=signing.key, level=signing.level, parent=parent)
    return Flows(
        queue=QueueFlow(station, bridge, parent),
        capture=CaptureFlow(station, bridge, parent),
        pictures=PictureFlow(station, bridge, parent),
        thumbnails=ThumbnailFlow(station, bridge, parent),
        looks=PictureFlow(station, bridge, parent),
        edits=PageEditFlow(station, bridge, wake=wake, parent=parent),
        separate=SeparateFlow(station, bridge, parent),
        covers=CoverFlow(station, bridge, parent),
        review=review,
        files=FilesFlow(station, bridge, parent),
        signing=sign,
        outbox=OutboxFlow(station, bridge, wake=wake, parent=parent),
        reuse=ReuseFlow(station, bridge, wake=wake, parent=parent),
        forms=FormFlow(station, bridge, parent),
        procedures=ProcedureFlow(
            station, bridge, undo_stack=review.undo_stack, wake=wake, parent=parent
        ),
        preview=PreviewFlow(station, bridge, parent),
        results=ResultsFlow(station, bridge, signing=sign, wake=wake, parent=parent),
        verify=PreviewFlow(station, bridge, parent),
        wake=wake,
    )
