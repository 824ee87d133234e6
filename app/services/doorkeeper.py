"""Passwords of officers: the login, and how a password comes and changes.

A wrong password is counted before it is looked at, in a row of its own transaction: a program that
is killed in between has used up the try.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from app.domain.officer import (
    Officer,
    Right,
    Role,
    failed,
    is_officer_id,
    recovered,
    seconds_to_wait,
    weakness,
)
from app.domain.person import password_counts
from app.errors import NotFound, WrongUse
from app.services.access import require
from app.services.passwords import SALT_BYTES, HashCost, hash_password, is_cheaper, is_password
from app.services.session import (
    AccountClosed,
    LastAdmin,
    NotLoggedIn,
    OfficerTaken,
    OnlineNeeded,
    PasswordExpired,
    PasswordWeak,
    TriedTooOften,
    WrongPassword,
)
from app.services.station import Station


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """An account to be set up.

    Attributes:
        id: Name for the login: small letters, digits, `.`, `-`, `_`.
        name: Name on the screen, may be "".
    """

    id: str
    roles: frozenset[Role]
    name: str = ""


@dataclass(frozen=True, slots=True)
class OnlineRule:
    """When the password of an account counts that is linked to a login service.

    Attributes:
        offline_for: How long after its last login there, while the service cannot be reached.
        is_reachable: Asks whether it can.
    """

    offline_for: timedelta
    is_reachable: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """Looks at passwords, one at a time, with today's cost of a hash.

    Attributes:
        online: Rule for linked accounts; None where no login service is set up.
    """

    cost: HashCost = field(default_factory=HashCost)
    online: OnlineRule | None = None
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def log_in(self, station: Station, officer_id: str, password: bytearray) -> Officer:
        """Log an officer in, or back in behind the locked screen; the password is wiped.

        Raises:
            WrongPassword: No such account, or not its password.
            TriedTooOften: The next try waits; this password was not looked at.
            AccountClosed: The account was closed.
            PasswordExpired: It has to be changed first, see `change_password`.
            OnlineNeeded: The account is linked, and the password alone is not enough now.
        """
        with self._one:
            officer = self._proved(station, officer_id, password, wipe=True)
        self._require_online(station, officer)
        if officer.must_change:
            raise PasswordExpired(officer.id)
        return entered(station, officer)

    def change_password(
        self, station: Station, officer_id: str, old: bytearray, new: bytearray
    ) -> Officer:
        """Give oneself another password and be logged in; both texts are wiped.

        Raises:
            WrongPassword, TriedTooOften, AccountClosed, OnlineNeeded: As for the login.
            PasswordWeak: The new one is refused.
        """
        try:
            with self._one:
                officer = self._proved(station, officer_id, old, wipe=False)
                self._require_online(station, officer)
                if bytes(old) == bytes(new):
                    raise PasswordWeak("the same again")
                kept = self._hashed(station, officer.id, new)
                changed = replace(officer, password=kept, must_change=False)
                act = replace(station.act("officer.password_changed", officer.id), actor=officer.id)
                station.store.save_officer(changed, act)
            return entered(station, changed)
        finally:
            _wipe(old)
            _wipe(new)

    def choose_password(self, station: Station, new: bytearray) -> Officer:
        """Give oneself a password after a login at the service; the text is wiped.

        It counts where the service cannot be reached, and behind the locked screen.

        Raises:
            NotLoggedIn: Nobody is.
            OnlineNeeded: The officer has not just come from the service.
            PasswordWeak: The password is refused.
        """
        try:
            acting = station.session.acting
            if acting is None:
                raise NotLoggedIn("own password")
            with self._one:
                officer = station.store.officer(acting.id)
                if (
                    not officer.is_linked
                    or not password_counts(officer, station.now(), timedelta())[0]
                ):
                    raise OnlineNeeded(officer.id)
                kept = self._hashed(station, officer.id, new)
                changed = recovered(replace(officer, password=kept, must_change=False))
                station.store.save_officer(
                    changed, station.act("officer.password_changed", officer.id, note="online")
                )
            return changed
        finally:
            _wipe(new)

    def _require_online(self, station: Station, officer: Officer) -> None:
        """A linked account needs its service again from time to time."""
        if self.online is None or not officer.is_linked:
            return
        counts, counts_offline = password_counts(officer, station.now(), self.online.offline_for)
        if counts or (counts_offline and not self.online.is_reachable()):
            return
        station.store.record(station.act("officer.refused", officer.id, note="online needed"))
        raise OnlineNeeded(officer.id)

    def add(self, station: Station, wanted: NewOfficer, password: bytearray) -> Officer:
        """Set an account up; the first one has to be an administrator's. The password is wiped.

        Raises:
            WrongUse: Such a name cannot be used, or no role was given.
            OfficerTaken: There is such an account already, maybe a closed one.
            PasswordWeak: The password is refused.
            LastAdmin: The first account is no administrator's.
            NotLoggedIn, NotAllowed: No administrator is logged in.
        """
        try:
            require(station, Right.OFFICERS)
            known = {officer.id for officer in station.store.officers()}
            if not is_officer_id(wanted.id) or not wanted.roles:
                raise WrongUse("name or roles of the account")
            if wanted.id in known:
                raise OfficerTaken(wanted.id)
            if not known and Role.ADMIN not in wanted.roles:
                raise LastAdmin("the first account")
            kept = self._hashed(station, wanted.id, password)
            officer = Officer(
                id=wanted.id,
                name=wanted.name,
                roles=wanted.roles,
                password=kept,
                created_at=station.stamp(),
                must_change=bool(known),
            )
            note = " ".join(sorted(wanted.roles))
            station.store.save_officer(officer, station.act("officer.added", officer.id, note=note))
            station.session.manage()
            return officer
        finally:
            _wipe(password)

    def reset_password(self, station: Station, officer_id: str, password: bytearray) -> Officer:
        """Give another officer a password that has to be changed at the next login.

        Raises:
            NotFound: No such account.
            PasswordWeak: The password is refused.
            NotLoggedIn, NotAllowed: No administrator is logged in.
        """
        try:
            require(station, Right.OFFICERS)
            officer = station.store.officer(officer_id)
            kept = self._hashed(station, officer_id, password)
            changed = recovered(replace(officer, password=kept, must_change=True))
            act = station.act("officer.password_reset", officer_id)
            station.store.save_officer(changed, act)
            return changed
        finally:
            _wipe(password)

    def _proved(
        self, station: Station, officer_id: str, password: bytearray, *, wipe: bool
    ) -> Officer:
        """The account, once its password was given; the try is counted first."""
        try:
            officer = self._known(station, officer_id, password)
            wait_s = seconds_to_wait(officer, station.now())
            if wait_s:
                raise TriedTooOften(officer.id, wait_s)
            tried = failed(officer, station.stamp())
            station.store.save_officer(tried, None)
            if not is_password(password, officer.password):
                act = station.act("officer.refused", officer.id, note=f"try {tried.failures}")
                station.store.record(act)
                raise WrongPassword(officer.id)
            return self._welcomed(station, officer, password)
        finally:
            if wipe:
                _wipe(password)

    def _known(self, station: Station, officer_id: str, password: bytearray) -> Officer:
        try:
            return station.store.officer(officer_id)
        except NotFound as error:
            # As slow as a wrong password, so that nobody finds out who has an account here.
            hash_password(password, bytes(SALT_BYTES), self.cost)
            station.store.record(station.act("officer.refused", "", note="unknown"))
            raise WrongPassword("no such account") from error

    def _welcomed(self, station: Station, officer: Officer, password: bytearray) -> Officer:
        """Tries are forgotten, and a hash of earlier times is made anew at today's cost."""
        welcome = recovered(officer)
        if is_cheaper(officer.password, self.cost):
            kept = hash_password(password, _salt(station), self.cost)
            welcome = replace(welcome, password=kept)
        station.store.save_officer(welcome, None)
        if officer.is_closed:
            station.store.record(station.act("officer.refused", officer.id, note="closed"))
            raise AccountClosed(officer.id)
        return welcome

    def _hashed(self, station: Station, officer_id: str, password: bytearray) -> str:
        try:
            text = bytes(password).decode("utf-8")
        except UnicodeDecodeError as error:
            raise PasswordWeak("not a text") from error
        found = weakness(text, officer_id)
        if found is not None:
            raise PasswordWeak(found.value)
        return hash_password(password, _salt(station), self.cost)


def entered(station: Station, officer: Officer, note: str = "") -> Officer:
    """Let an officer in who was proved; `note` says how."""
    before = station.session.officer
    is_back = before is not None and before.id == officer.id
    station.session.begin(officer)
    action = "officer.unlocked" if is_back else "officer.logged_in"
    act = station.act(action, officer.id, note=note)
    station.store.record(replace(act, actor=officer.id))
    return officer


def _salt(station: Station) -> bytes:
    return station.random_bits(8 * SALT_BYTES).to_bytes(SALT_BYTES, "big")


def _wipe(secret: bytearray) -> None:
    secret[:] = bytes(len(secret))
