"""The group desk: which sheet of doubtful values is on show, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.field import Field
from app.errors import StationError
from app.services.review import Doubt
from app.ui.group_flow import GroupFlow
from app.ui.group_model import GroupModel, value_kind
from app.ui.group_view import GroupView
from app.ui.snippet_flow import Strip
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class GroupDesk(TabDesk):
    """Joins the group check with its flow.

    Signals:
        rows_changed(): Fields of dossiers are other ones now.
    """

    rows_changed = Signal()

    def __init__(
        self, window: Window, group: GroupFlow, troubles: TroubleDesk, parent: QObject | None = None
    ) -> None:
        super().__init__(window, parent)
        self._group = group
        self._troubles = troubles
        self._doubts: tuple[Doubt, ...] = ()
        self._left: set[Field] = set()
        self._kind = ""
        self.model = GroupModel(self)
        self.view = GroupView(self.model, window)
        self.add_tab(self.view, self.tr("Group check"), "group", place=2)
        self.view.kind_chosen.connect(self._choose)
        self.view.confirm_wanted.connect(self._confirm)
        self.view.left.connect(window.show_work)
        self.view.room_changed.connect(self._room_changed)
        group.doubts_read.connect(self._show)
        group.saved.connect(self._saved)
        group.passed_over.connect(self._passed_over)
        group.failed.connect(self._failed)
        group.snippets.ready.connect(self._strip_ready)

    def start(self) -> None:
        """The keyboard begins at the first row."""
        self.view.start()

    def came(self) -> None:
        """Begin with all doubts there are now."""
        self._left.clear()
        self._group.read()

    def went(self) -> None:
        """Keep no pictures while nobody looks."""
        self._group.snippets.forget()
        self.model.forget()
        self.model.set_rows(())

    def _show(self, doubts: tuple[Doubt, ...]) -> None:
        self._doubts = tuple(doubt for doubt in doubts if doubt.field not in self._left)
        kinds: dict[str, int] = {}
        for doubt in self._doubts:
            kinds[doubt.kind] = kinds.get(doubt.kind, 0) + 1
        offered = [(kind, self._words(kind, count)) for kind, count in kinds.items()]
        chosen = self._kind if self._kind in kinds else next(iter(kinds), "")
        self.view.show_kinds(offered, chosen)
        self._choose(chosen)

    def _words(self, kind: str, count: int) -> str:
        first = next(doubt.field for doubt in self._doubts if doubt.kind == kind)
        return f"{value_kind(kind) or first.label} ({count})"

    def _choose(self, kind: str) -> None:
        """Show the first sheet of a kind; rows that are on show already keep their marks."""
        self._kind = kind
        if not self.is_on_show:
            return
        self._group.snippets.forget()
        for doubt in self._lay_out():
            self._group.snippets.want(doubt.page, doubt.field)
        self.view.start()

    def _lay_out(self) -> list[Doubt]:
        """Put as many rows on the sheet as are in sight at once."""
        own = [doubt for doubt in self._doubts if doubt.kind == self._kind]
        sheet = own[: self.view.room]
        self.model.set_rows(sheet)
        self.view.show_rest(len(own) - len(sheet))
        return sheet

    def _room_changed(self) -> None:
        """A message has come or gone: fewer or more rows are in sight."""
        if self.is_on_show and len(self.model.rows) != min(self.view.room, self._count):
            self._choose(self._kind)

    @property
    def _count(self) -> int:
        return sum(doubt.kind == self._kind for doubt in self._doubts)

    def _strip_ready(self, strip: Strip) -> None:
        self.model.set_strip(strip.key, strip.image)

    def _confirm(self) -> None:
        """Confirm what is not marked; what is marked comes no more until the tab is left."""
        fields = self.model.to_confirm
        self._left.update(self.model.left_out)
        if fields:
            self._group.confirm(fields)
        elif self.model.left_out:
            self._group.read()

    def _saved(self, _count: int) -> None:
        self.rows_changed.emit()
        if self.is_on_show:
            self._group.read()

    def _passed_over(self, count: int) -> None:
        text = self.tr(
            "%n value(s) were left as they are: the dossier is closed, or the value has changed.",
            "",
            count,
        )
        self._troubles.tell(text)

    def _failed(self, error: StationError) -> None:
        self._troubles.show(error)
