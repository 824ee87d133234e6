"""Names of the edits of pages, for what undo and redo say."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.domain.page_edits import EditKind

translate = QCoreApplication.translate


def edit_name(kind: EditKind) -> str:
    """What was done, in a few words."""
    match kind:
        case EditKind.TURN:
            return translate("edits", "pages turned")
        case EditKind.CROP:
            return translate("edits", "page cropped")
        case EditKind.TRASH:
            return translate("edits", "pages put into the trash")
        case EditKind.RESTORE:
            return translate("edits", "pages put back")
        case EditKind.MOVE:
            return translate("edits", "pages laid elsewhere")
        case EditKind.BREAK:
            return translate("edits", "papers split or joined")
        case EditKind.REPLACE:
            return translate("edits", "page scanned again")
        case EditKind.SEND:
            return translate("edits", "pages sent to another dossier")
        case EditKind.SEPARATE:
            return translate("edits", "stack split at separator sheets")
    assert_never(kind)
