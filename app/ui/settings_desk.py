"""The settings screen joined with the files: reads when it comes, changes on a lane."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from app.errors import StationError
from app.services.settings_change import SettingsDesk as Changing
from app.services.settings_change import SettingsView as Shown
from app.services.station import Station
from app.setting_kinds import SettingsInvalid
from app.setting_words import flaw_words
from app.settings import declared
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.setting_editor import LANGUAGE
from app.ui.settings_view import SettingsView
from app.ui.tab_desk import TabDesk
from app.ui.trouble_desk import TroubleDesk
from app.ui.window import Window


class SettingsDesk(TabDesk):
    """Carries what is set to the files.

    Signals:
        changed(Settings): All settings after a change; some count at once.
    """

    changed = Signal(object)

    def __init__(
        self,
        window: Window,
        station: Station,
        bridge: JobsBridge,
        *,
        changing: Changing,
        troubles: TroubleDesk,
        speak: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(window, window)
        self._station, self._bridge = station, bridge
        self._changing, self._troubles = changing, troubles
        self._speak = speak
        self.view = SettingsView(troubles.language, window)
        self.view.editor.can_reopen = speak is not None
        self.view.editor.reopen_wanted.connect(self._reopen)
        self.add_behind(self.view, self.tr("Settings"), "settings")
        self.view.undo_wanted.connect(self.undo)
        self.view.editor.given.connect(self._change)
        self.view.editor.reset_wanted.connect(self._reset)
        self.view.editor.refused.connect(troubles.tell)

    def start(self) -> None:
        """The list is where the work begins."""
        self.view.table.setFocus()

    def came(self) -> None:
        """Read the files."""
        changing, station = self._changing, self._station
        self._bridge.run(Lane.STORE, lambda: changing.look(station), self.view.show_settings)

    def look_again(self) -> None:
        """Another officer has come, who may change more or less."""
        if self.is_on_show:
            self.came()

    def went(self) -> None:
        """What was typed was given when the keyboard left it."""

    def undo(self) -> None:
        """Take the last change back."""
        changing, station = self._changing, self._station
        self._run("", lambda: changing.undo(station), self.tr("The value before is back."))

    def redo(self) -> None:
        """Settings are not done again by themselves: type the value once more."""

    def _change(self, name: str, raw: object) -> None:
        changing, station = self._changing, self._station
        self._run(name, lambda: changing.change(station, name, raw), self.tr("Saved."))

    def _reset(self, name: str) -> None:
        changing, station = self._changing, self._station
        said = self.tr("It is as it is without the station's file.")
        self._run(name, lambda: changing.reset(station, name), said)

    def _run(self, name: str, job: Callable[[], Shown], said: str) -> None:
        self._bridge.run(Lane.STORE, job, partial(self._done, said), partial(self._refused, name))

    def _done(self, said: str, shown: Shown) -> None:
        self.view.show_settings(shown)
        if not shown.changed:
            return
        self.changed.emit(shown.resolved.settings)
        self.view.say(shown.changed, self._sentence(said, shown), is_doubtful=shown.is_missing)

    def _sentence(self, said: str, shown: Shown) -> str:
        parts = [said]
        if shown.is_missing:
            parts.append(self.tr("But nothing is found there now: look at the path."))
        if shown.changed in shown.waiting:
            parts.append(self._from_when(shown.changed))
        return " ".join(parts)

    def _from_when(self, name: str) -> str:
        if name == LANGUAGE and self._speak is not None:
            return self.tr(
                "The window has to come anew for it, at the place where you are; nothing is lost."
            )
        return self.tr("It counts from the next start of the window.")

    def _reopen(self, language: str) -> None:
        """Let the window come anew; what is typed is kept first."""
        if self._speak is not None:
            self._window.form.finish_typing(is_leaving=True)
            self._speak(language)

    def _refused(self, name: str, error: StationError) -> None:
        if isinstance(error, SettingsInvalid) and name in declared():
            text = flaw_words(declared()[name], error.flaw, self._troubles.language)
            self._troubles.tell(text.strip())
        else:
            self._troubles.show(error)
        self.came()
