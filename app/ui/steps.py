"""Which actions are open for a dossier, and why the others are not: pure decisions in words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.dossier import DossierState
from app.domain.page import is_shown_only
from app.ui.action_bar import Action
from app.ui.queue_flow import DossierView

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides about the actions.

    Attributes:
        view: The dossier on show, None when there is none.
        wrong_left: Wrong fields nobody has decided about.
        capturing: Pages are on their way.
        signing_busy: Some dossier is being built or signed.
        has_scanner: A scanner is chosen.
        only_look: Why nothing can be started at all, "" as always.
    """

    view: DossierView | None = None
    wrong_left: int = 0
    capturing: bool = False
    signing_busy: bool = False
    has_scanner: bool = False
    only_look: str = ""


def why_closed(action: Action, now: Situation) -> str:
    """Why `action` is closed, "" when it is open."""
    if now.only_look:
        return now.only_look
    match action:
        case Action.NEW:
            return ""
        case Action.SCAN:
            return _why_no_capture(now) or _why_no_scan(now)
        case Action.IMPORT:
            return _why_no_capture(now)
        case Action.FINISH:
            return _why_no_finish(now)
        case Action.SIGN:
            return _why_no_signature(now)


def next_action(now: Situation) -> Action | None:
    """The step that comes next, to be brought out."""
    if now.view is None or not (now.view.pages or now.view.needs_no_pages):
        return Action.SCAN if not why_closed(Action.SCAN, now) else None
    for action in (Action.FINISH, Action.SIGN):
        if not why_closed(action, now):
            return action
    return None


def hint(now: Situation) -> str:
    """What stands in the way of the next step, for the line beside the buttons."""
    view = now.view
    if now.only_look:
        return now.only_look
    if view is None or view.dossier.state is DossierState.SEALED:
        return ""
    if view.dossier.state is DossierState.OPEN:
        return why_closed(Action.FINISH, now)
    return why_closed(Action.SIGN, now)


def _why_no_capture(now: Situation) -> str:
    if now.capturing:
        return translate("steps", "Pages are on their way; wait or press Stop.")
    return ""


def _why_no_scan(now: Situation) -> str:
    if not now.has_scanner:
        return translate("steps", "No scanner found: switch it on, then press ⟳.")
    return ""


def _why_no_finish(now: Situation) -> str:
    view = now.view
    if view is None:
        return translate("steps", "Choose a dossier first.")
    if view.dossier.state is not DossierState.OPEN:
        return translate("steps", "This dossier has been reviewed already.")
    if not view.pages and not view.needs_no_pages:
        return translate("steps", "No pages yet: scan with F5 or import with Ctrl+O.")
    if now.capturing:
        return translate("steps", "Pages are on their way; wait or press Stop.")
    if view.unread:
        return translate("steps", "%n page(s) still being read.", "", view.unread)
    if now.wrong_left:
        return translate("steps", "%n field(s) wrong: “!”.", "", now.wrong_left)
    return _why_shown_only(view)


def _why_shown_only(view: DossierView) -> str:
    """The pages that may not be kept, and how they go."""
    numbers = ", ".join(str(page.seq) for page in view.pages if is_shown_only(page))
    if not numbers:
        return ""
    text = translate(
        "steps",
        "Page %1 is only shown: Ctrl+Shift+Delete erases it, Ctrl+Shift+K keeps another paper.",
    )
    return text.replace("%1", numbers)


def _why_no_signature(now: Situation) -> str:
    view = now.view
    if view is None:
        return translate("steps", "Choose a dossier first.")
    if now.signing_busy:
        return translate("steps", "Another signature is under way.")
    match view.dossier.state:
        case DossierState.OPEN:
            return translate("steps", "Finish the review first (Ctrl+Enter).")
        case DossierState.SEALED:
            return translate("steps", "Signed and sealed already.")
        case DossierState.SIGNING:
            return translate("steps", "Another signature is under way.")
        case DossierState.REVIEWED | DossierState.BUILT | DossierState.SIGNED:
            return ""
