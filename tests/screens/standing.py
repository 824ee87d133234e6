"""The window over synthetic persons, until it is ended; says "ready" once it stands."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication

from app.ui.counter import Counter
from app.ui.desk_settings import DeskSettings
from app.ui.outfit import set_up
from app.ui.singletons import keep_singletons_alive
from tests.fakes.counter_station import KEY
from tests.screens.tour import open_window
from tests.screens.world import busy_counter


def main() -> int:
    """Open the window and stay."""
    keep_singletons_alive()
    application = QApplication(sys.argv[:1])
    set_up(application, "vi")
    counter = Counter(busy_counter().station, DeskSettings(key=KEY), _nobody_waits)
    open_window(counter)
    print("ready", flush=True)
    return application.exec()


def _nobody_waits() -> None:
    """No runner is woken."""


if __name__ == "__main__":
    sys.exit(main())
