"""Separators: a stack is sorted into dossiers and papers, and what was done is told in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.ids import DossierId, PageId
from app.domain.separation import Oddity, SeparationRules
from app.services.separation import Separated, separate
from app.services.station import Station
from app.ui.jobs_bridge import JobsBridge, Lane

translate = QCoreApplication.translate
SHOWN = 3
"""Warnings that are told; the rest is counted."""


class SeparateFlow(QObject):
    """Sorts pages that are there already.

    Signals:
        separated(Separated): Pages were sorted; one undo takes it back.
        trouble(StationError): Nothing was changed, or what was done can be undone.
    """

    separated = Signal(object)
    trouble = Signal(object)

    def __init__(self, station: Station, bridge: JobsBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._bridge = bridge

    def separate(self, home: DossierId, pages: Sequence[PageId] = ()) -> None:
        """Sort pages of a dossier; none = all of them."""
        station = self._station
        self._bridge.run(
            Lane.SORT,
            lambda: separate(station, home, SeparationRules(), pages=pages),
            self.separated.emit,
            self.trouble.emit,
        )


def separated_words(done: Separated) -> tuple[str, str]:
    """What sorting did, in one line, and what should be looked at."""
    if not done.entry:
        return translate("separation", "No separator sheet was found; nothing has changed."), ""
    sheets = len(done.proposal.separators)
    text = translate("separation", "%n separator sheet(s) found.", "", sheets)
    homes = sum(dossier.is_new for dossier in done.dossiers)
    if homes:
        text = f"{text} " + translate("separation", "%n dossier(s) opened.", "", homes)
    text = f"{text} " + translate("separation", "Ctrl+Z takes all of it back.")
    lines = [f"• {oddity_words(each.oddity)}" for each in done.warnings[:SHOWN]]
    rest = len(done.warnings) - SHOWN
    if rest > 0:
        lines.append(translate("separation", "… and %n more.", "", rest))
    return text, "\n".join(lines)


def oddity_words(oddity: Oddity) -> str:
    """What somebody should look at."""
    match oddity:
        case Oddity.NO_PAGES_AFTER:
            return translate("separation", "No page follows a separator: is a paper missing?")
        case Oddity.BEFORE_FIRST_COVER:
            return translate(
                "separation", "Pages lie before the first cover: they stay in this dossier."
            )
        case Oddity.COVER_AGAIN:
            return translate(
                "separation", "A cover came twice: its pages still go into one dossier."
            )
        case Oddity.COVERS_DISAGREE:
            return translate(
                "separation", "A sheet bears the codes of two dossiers: split it by hand."
            )
        case Oddity.OTHER_PATCH:
            return translate("separation", "A patch of another kind was seen and not used.")
        case Oddity.WRITTEN_BACK:
            return translate(
                "separation", "A separator is written on the back: that side stays in a paper."
            )
        case Oddity.ODD_SIDES:
            return translate("separation", "An odd number of sides: one may be missing.")
        case Oddity.SLIP_INSIDE:
            return translate("separation", "A slip lies inside the stack: it counts as a paper.")
    assert_never(oddity)
