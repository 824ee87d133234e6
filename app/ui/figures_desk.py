"""The figures desk: counts when somebody looks, and writes what is to be handed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from app.domain.figures import Figures, Range
from app.domain.procedure import Procedure
from app.services.figure_files import to_csv, to_xlsx
from app.services.station import Station
from app.ui.figures_flow import FiguresFlow
from app.ui.figures_view import FiguresView
from app.ui.figures_words import naming
from app.ui.jobs_bridge import JobsBridge
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window

AGAIN_MS = 60_000
"""While somebody looks, the figures are counted anew this often."""


class FiguresDesk(TabDesk):
    """Joins the figures with their flow."""

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        own: bool,
        troubles: TroubleDesk,
    ) -> None:
        super().__init__(window, window)
        self._troubles = troubles
        self._procedures: dict[str, str] = {}
        self.flow = FiguresFlow(station, bridge, own=own, parent=self)
        self.view = FiguresView(window)
        self.add_behind(self.view, self.tr("Figures"), "figures")
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._count_again)
        self.view.range_chosen.connect(self._count)
        self.view.again_wanted.connect(self._count_again)
        self.view.save_wanted.connect(self._save)
        self.view.left.connect(window.show_work)
        self.flow.counted.connect(self._show)
        self.flow.saved.connect(self._saved)
        self.flow.busy_changed.connect(self.view.show_busy)
        self.flow.trouble.connect(troubles.show)

    def set_procedures(self, procedures: Sequence[Procedure]) -> None:
        """Names of procedures."""
        self._procedures = {each.code: each.name for each in procedures}

    def start(self) -> None:
        """The keyboard begins at the topics."""
        self.view.start()

    def came(self) -> None:
        """Count at once, and again while somebody looks."""
        self._count_again()
        self._again.start()

    def went(self) -> None:
        """Nothing is counted for nobody."""
        self._again.stop()
        self.flow.stop()

    def turn_away(self) -> None:
        """Another officer comes: what one did is for one's own eyes."""
        self.flow.stop()
        self.view.forget()
        if self.is_on_show:
            self._count_again()

    def _count_again(self) -> None:
        self._count(self.view.range)

    def _count(self, wanted: Range) -> None:
        self.flow.count(wanted)

    def _show(self, counted: Figures) -> None:
        self.view.show_figures(counted, naming(self._procedures, self._troubles.language))

    def _save(self, name: str) -> None:
        path, tables = Path(name), self.view.all_sheets
        make: Callable[[], bytes]
        match path.suffix.lower():
            case ".png":
                # the palette is the window's, so it is painted on its thread
                picture = self.view.chart.picture()
                make = partial(bytes, picture)
            case ".csv":
                make = partial(to_csv, tables)
            case _:
                make = partial(to_xlsx, tables)
        self.flow.save(path, make)

    def _saved(self, name: str) -> None:
        self._troubles.note(self.tr("The figures are saved."), name)
