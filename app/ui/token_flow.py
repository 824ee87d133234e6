"""One key of the station: asked before any PIN, watched for coming and going."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import StationError
from app.services.station import Station
from app.services.token_door import (
    ModuleQuestion,
    token_door,
    token_label,
    token_look,
    with_certificate,
)
from app.token_values import Notice, TokensChanged
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.token_view import TokenMood, TokenView, token_mood, token_view

MODULE_UNKNOWN = "key.module_unknown"
_LOOK_AGAIN_MS = 2000


class TokenFlow(QObject):
    """Knows how a key is; never asks it while it signs.

    Signals:
        changed(TokenView): What the key says is another thing.
        trouble(StationError): Its software could not be allowed.
    """

    changed = Signal(object)
    trouble = Signal(object)

    def __init__(
        self, station: Station, bridge: JobsBridge, source: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._station, self._bridge, self._base = station, bridge, source
        self._door = token_door(station.keys)
        self.is_busy = False
        self._is_told_present = False
        self.view = TokenView(TokenMood.UNKNOWN if source else TokenMood.UNSET)
        if self._door is not None and source:
            self._door.listen(self._heard)

    @property
    def source(self) -> str:
        """The key, with the certificate that was chosen."""
        if self.view.chosen and len(self.view.certificates) > 1:
            return with_certificate(self._base, self.view.chosen)
        return self._base

    def check(self) -> None:
        """Ask the key how it is; not while it signs."""
        if not self._base:
            self._know(TokenView(TokenMood.UNSET, code="key.bad_source"))
        elif not self.is_busy:
            station, source, chosen = self._station, self._base, self.view.chosen
            self._bridge.run(
                Lane.TOKEN,
                lambda: token_view(token_look(station, source), source, chosen),
                self._looked,
                self._failed,
            )

    def choose(self, sha256: str) -> None:
        """Sign with this certificate."""
        usable = {one.summary.sha256 for one in self.view.certificates if not one.refusal}
        if sha256 in usable and sha256 != self.view.chosen:
            self._know(replace(self.view, chosen=sha256))

    def allow(self, question: ModuleQuestion) -> None:
        """A person allows the software of the token."""
        door = self._door
        if door is not None:
            self._bridge.run(
                Lane.TOKEN,
                lambda: door.allow(question),
                lambda _nothing: self.check(),
                self.trouble.emit,
            )

    def _failed(self, error: StationError) -> None:
        if error.code == MODULE_UNKNOWN and self._door is not None:
            door, source = self._door, self._base
            self._bridge.run(Lane.TOKEN, lambda: door.question(source), self._ask, self._cannot_ask)
        else:
            self._cannot_ask(error)

    def _ask(self, question: ModuleQuestion) -> None:
        self._know(TokenView(TokenMood.ASK, question=question, code=MODULE_UNKNOWN))

    def _cannot_ask(self, error: StationError) -> None:
        self._looked(TokenView(TokenMood.MISSING, code=error.code))

    def _looked(self, view: TokenView) -> None:
        """Know what a look has found; one that was told present is looked at again."""
        self._know(view)
        if view.mood is TokenMood.MISSING and self._is_told_present:
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self.check)

    def _heard(self, notice: Notice) -> None:
        """A token came, went or says something else. Runs on: threads of the token's host."""
        self._bridge.post(self._react, notice)

    def _react(self, notice: Notice) -> None:
        if not isinstance(notice, TokensChanged):
            return
        label = token_label(self._base)
        state = next((one for one in notice.states if one.label == label), None)
        self._is_told_present = state is not None and state.present
        if state is None or not state.present:
            self._know(TokenView(TokenMood.MISSING, label, code="key.token_missing"))
        elif self.is_busy:
            mood, left = token_mood(state), state.tries_left
            self._know(replace(self.view, mood=mood, label=label, tries_left=left, code=""))
        else:
            self.check()

    def _know(self, view: TokenView) -> None:
        if view != self.view:
            self.view = view
        self.changed.emit(view)
