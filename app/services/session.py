"""Who works at the station now, and on whose behalf a thread works.

Until the first account is set up there is no login: the officer of the settings acts, as on a
station of one person. A job that an officer began goes on in that officer's name, also after the
screen was locked or another officer came; `Session.carry` ties a job to whoever began it.

AccessError
├── NotLoggedIn         nobody is logged in, or the screen is locked
├── NotAllowed          the role does not grant it
├── HeldByOther         the open dossier is in the hands of another officer
├── WrongPassword       name or password is wrong
├── TriedTooOften       wrong passwords: the next try waits
├── AccountClosed       the account was closed
├── PasswordWeak        a new password that is refused
├── PasswordExpired     it was given by somebody else and has to be changed first
├── OfficerTaken        there is such an account already
├── Unguarded           there are no accounts, so nothing can be locked
├── OnlineNeeded        the password alone is not enough now: log in at the login service
├── OnlineRefused       the login service refused, or nobody confirmed in time
├── PersonUnknown       the login service knows the person, this station has no account for it
├── SubjectTaken        another account is linked to this person already
└── LastAdmin           nobody would be left to look after the accounts
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import TypeVar

from app.domain.officer import SYSTEM, Officer
from app.errors import Advice, StationError

T = TypeVar("T")


class AccessError(StationError):
    """Root of what keeps an officer from doing something."""

    code = "access.refused"
    advice = Advice.USER_ACTION


class NotLoggedIn(AccessError):
    """Nobody is logged in, or the screen is locked."""

    code = "access.login_needed"


class NotAllowed(AccessError):
    """None of the officer's roles grants it."""

    code = "access.not_allowed"


class HeldByOther(AccessError):
    """The open dossier is in the hands of another officer.

    Attributes:
        holder: Id of that officer.
    """

    code = "access.held_by_other"

    def __init__(self, detail: str = "", holder: str = "") -> None:
        super().__init__(detail)
        self.holder = holder


class WrongPassword(AccessError):
    """Name or password is wrong; which of them is not told."""

    code = "access.wrong_password"


class TriedTooOften(AccessError):
    """Too many wrong passwords; no password is looked at before the wait is over.

    Attributes:
        seconds: Until the next try.
    """

    code = "access.tried_too_often"

    def __init__(self, detail: str = "", seconds: int = 0) -> None:
        super().__init__(detail)
        self.seconds = seconds


class AccountClosed(AccessError):
    """The password is right, but the account was closed."""

    code = "access.account_closed"


class PasswordWeak(AccessError):
    """A new password that is too short, too long, well known or the officer's own name."""

    code = "access.password_weak"


class PasswordExpired(AccessError):
    """The password was given by somebody else and has to be changed first."""

    code = "access.password_expired"


class OfficerTaken(AccessError):
    """There is an account of this name already; a closed one counts."""

    code = "access.officer_taken"


class LastAdmin(AccessError):
    """Nobody would be left to look after the accounts."""

    code = "access.last_admin"


class Unguarded(AccessError):
    """There are no accounts, so there is nobody to lock out and in."""

    code = "access.unguarded"


class OnlineNeeded(AccessError):
    """The account is linked and its last login at the service is too long ago for a password."""

    code = "access.online_needed"


class OnlineRefused(AccessError):
    """The login service refused the person, or nobody confirmed in time."""

    code = "access.online_refused"


class PersonUnknown(AccessError):
    """The login service knows the person, but no account of this station is linked to it."""

    code = "access.person_unknown"


class SubjectTaken(AccessError):
    """Another account is linked to this person already."""

    code = "access.subject_taken"


class Session:
    """Who is logged in. Safe to call from any thread.

    Args:
        managed: Whether the station has accounts; without them nobody has to log in.
    """

    def __init__(self, *, managed: bool = False) -> None:
        self._guard = threading.Lock()
        self._managed = managed
        self._officer: Officer | None = None
        self._locked = False
        self._carried = threading.local()

    @property
    def is_managed(self) -> bool:
        """Whether there are accounts."""
        return self._managed

    @property
    def is_locked(self) -> bool:
        """Whether the officer who is logged in has to type the password again."""
        return self._locked

    @property
    def officer(self) -> Officer | None:
        """Who is logged in, also behind a locked screen; None for nobody."""
        return self._officer

    @property
    def acting(self) -> Officer | None:
        """On whose behalf this thread works; None for nobody."""
        carried: Officer | None = getattr(self._carried, "officer", None)
        if carried is not None:
            return carried
        with self._guard:
            return None if self._locked else self._officer

    @property
    def may_look(self) -> bool:
        """Whether dossiers may be on the screen: no accounts yet, or somebody sits there."""
        with self._guard:
            at_screen = self._officer is not None and not self._locked
            return not self._managed or at_screen

    def actor(self, fallback: str) -> str:
        """Who stands in the audit: the officer, `fallback` without accounts, or the station."""
        if not self._managed:
            return fallback
        acting = self.acting
        return SYSTEM if acting is None else acting.id

    def manage(self) -> None:
        """The first account was set up."""
        self._managed = True

    def begin(self, officer: Officer) -> None:
        """Somebody has logged in, or is back."""
        with self._guard:
            self._officer, self._locked = officer, False

    def refresh(self, officer: Officer) -> None:
        """The account of whoever is logged in was changed: it counts as it is now."""
        with self._guard:
            if self._officer is not None and self._officer.id == officer.id:
                self._officer = officer

    def lock(self) -> bool:
        """Lock the screen; False when there is nobody to lock out."""
        with self._guard:
            self._locked = self._officer is not None
            return self._locked

    def end(self) -> None:
        """Nobody is logged in any more."""
        with self._guard:
            self._officer, self._locked = None, False

    def carry(self, work: Callable[[], T]) -> Callable[[], T]:
        """Tie work to whoever acts now, wherever and whenever it runs."""
        acting = self.acting
        return work if acting is None else functools.partial(self._run, work, acting)

    def _run(self, work: Callable[[], T], officer: Officer) -> T:
        before = getattr(self._carried, "officer", None)
        self._carried.officer = officer
        try:
            return work()
        finally:
            self._carried.officer = before


class MachineSession(Session):
    """The station at work by itself: reading, sending, asking. It acts in nobody's name."""

    def __init__(self, people: Session) -> None:
        super().__init__()
        self._people = people

    @property
    def is_managed(self) -> bool:
        """Never refused: what it does was ordered by a row."""
        return False

    def actor(self, fallback: str) -> str:
        """The station itself, once there are accounts."""
        return SYSTEM if self._people.is_managed else fallback
