"""One key of the station: asked before any PIN, watched for coming and going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import StationError
from app.services.station import Station
from app.services.token_door import (
    TOKEN_KIND,
    ModuleQuestion,
    token_door,
    token_label,
    token_look,
    with_certificate,
)
from app.token_values import Notice, TokensChanged
from app.ui.jobs_bridge import JobsBridge, Lane
from app.ui.token_view import TokenMood, TokenView, token_mood, token_view
from signing.expiry import expiry_warnings

MODULE_UNKNOWN = "key.module_unknown"
_LOOK_AGAIN_MS = 2000
T = TypeVar("T")


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
        self._round = 0
        self._door = token_door(station.keys)
        self.is_busy = False
        self._is_told_present = False
        self.view = TokenView(TokenMood.UNKNOWN if source else TokenMood.UNSET)
        if self._door is not None:
            self._door.listen(self._heard)

    @property
    def source(self) -> str:
        """The key, with the certificate that was chosen."""
        if self.view.chosen and len(self.view.certificates) > 1:
            return with_certificate(self._base, self.view.chosen)
        return self._base

    @property
    def is_set(self) -> bool:
        """There is a key to ask."""
        return bool(self._base)

    def use(self, source: str) -> None:
        """Another key signs at this place, "" for none; what was asked before is forgotten."""
        self._base, self._is_told_present = source, False
        self._round += 1
        self._know(TokenView(TokenMood.UNKNOWN if source else TokenMood.UNSET))
        if source:
            self.check()

    def check(self) -> None:
        """Ask the key how it is; not while it signs."""
        if not self._base:
            self._know(TokenView(TokenMood.UNSET, code="key.bad_source"))
        elif not self.is_busy:
            station, source, chosen = self._station, self._base, self.view.chosen
            self._bridge.run(
                Lane.TOKEN,
                lambda: _view(station, source, chosen),
                self._if_wanted(self._looked),
                self._if_wanted(self._failed),
            )

    def _if_wanted(self, answer: Callable[[T], None]) -> Callable[[T], None]:
        """An answer about a key that does not sign here any more is dropped."""
        round_ = self._round

        def told(value: T) -> None:
            if round_ == self._round:
                answer(value)

        return told

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
                self._if_wanted(lambda _nothing: self.check()),
                self.trouble.emit,
            )

    def _failed(self, error: StationError) -> None:
        if error.code == MODULE_UNKNOWN and self._door is not None:
            door, source = self._door, self._base
            self._bridge.run(
                Lane.TOKEN,
                lambda: door.question(source),
                self._if_wanted(self._ask),
                self._if_wanted(self._cannot_ask),
            )
        else:
            self._cannot_ask(error)

    def _ask(self, question: ModuleQuestion) -> None:
        self._know(TokenView(TokenMood.ASK, question=question, code=MODULE_UNKNOWN))

    def _cannot_ask(self, error: StationError) -> None:
        kind = self._base.partition(":")[0]
        self._looked(TokenView(TokenMood.MISSING, code=error.code, kind=kind))

    def _looked(self, view: TokenView) -> None:
        """Know what a look has found; one that was told present is looked at again."""
        self._know(view)
        if view.mood is TokenMood.MISSING and self._is_told_present:
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self.check)

    def _heard(self, notice: Notice) -> None:
        """A token came, went or says something else. Runs on: threads of the token's host."""
        self._bridge.post(self._react, notice)

    def _react(self, notice: Notice) -> None:
        if not isinstance(notice, TokensChanged) or not self._is_mine(notice):
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

    def _is_mine(self, notice: TokensChanged) -> bool:
        """A key file, or a token of another library, is not in the list of this one."""
        kind, _, rest = self._base.partition(":")
        module = rest.partition("#")[0]
        return kind == TOKEN_KIND and notice.module in {"", module}

    def _know(self, view: TokenView) -> None:
        """Know the key, with how near the end of its certificate is."""
        chosen = view.certificate
        end = chosen.summary.not_after if chosen else None
        warnings = expiry_warnings(end, self._station.now()) if end else ()
        self.view = replace(view, warnings=warnings)
        self.changed.emit(self.view)


def _view(station: Station, source: str, chosen: str) -> TokenView:
    secret = station.keys.secret_kind(source)
    return token_view(token_look(station, source), source, chosen, secret=secret)
