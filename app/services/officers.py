"""Accounts of officers: login, passwords, roles.

A wrong password is counted before it is looked at, in a row of its own transaction: a program that
is killed in between has used up the try.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

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
from app.errors import NotFound, WrongUse
from app.services.access import require
from app.services.passwords import SALT_BYTES, HashCost, hash_password, is_cheaper, is_password
from app.services.session import (
    AccountClosed,
    LastAdmin,
    NotLoggedIn,
    OfficerTaken,
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
class Doorkeeper:
    """Looks at passwords, one at a time, with today's cost of a hash."""

    cost: HashCost = field(default_factory=HashCost)
    _one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def log_in(self, station: Station, officer_id: str, password: bytearray) -> Officer:
        """Log an officer in, or back in behind the locked screen; the password is wiped.

        Raises:
            WrongPassword: No such account, or not its password.
            TriedTooOften: The next try waits; this password was not looked at.
            AccountClosed: The account was closed.
            PasswordExpired: It has to be changed first, see `change_password`.
        """
        with self._one:
            officer = self._proved(station, officer_id, password, wipe=True)
            if officer.must_change:
                raise PasswordExpired(officer.id)
        return _entered(station, officer)

    def change_password(
        self, station: Station, officer_id: str, old: bytearray, new: bytearray
    ) -> Officer:
        """Give oneself another password and be logged in; both texts are wiped.

        Raises:
            WrongPassword, TriedTooOften, AccountClosed: As for the login.
            PasswordWeak: The new one is refused.
        """
        try:
            with self._one:
                officer = self._proved(station, officer_id, old, wipe=False)
                if bytes(old) == bytes(new):
                    raise PasswordWeak("the same again")
                kept = self._hashed(station, officer.id, new)
                changed = replace(officer, password=kept, must_change=False)
                act = replace(station.act("officer.password_changed", officer.id), actor=officer.id)
                station.store.save_officer(changed, act)
            return _entered(station, changed)
        finally:
            _wipe(old)
            _wipe(new)

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


def set_roles(station: Station, officer_id: str, roles: Iterable[Role]) -> Officer:
    """Give an account other roles.

    Raises:
        NotFound: No such account.
        WrongUse: No role at all; such an account is closed instead.
        LastAdmin: Nobody would be left to look after the accounts.
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    changed = replace(station.store.officer(officer_id), roles=frozenset(roles))
    if not changed.roles:
        raise WrongUse("an account needs a role")
    note = " ".join(sorted(changed.roles))
    return _saved(station, changed, "officer.roles_changed", note)


def close_officer(station: Station, officer_id: str) -> Officer:
    """Close an account; what it did keeps its name.

    Raises:
        NotFound: No such account.
        LastAdmin: Nobody would be left to look after the accounts.
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    closed = replace(station.store.officer(officer_id), is_closed=True)
    return _saved(station, closed, "officer.closed", "")


def reopen_officer(station: Station, officer_id: str) -> Officer:
    """Open a closed account again.

    Raises:
        NotFound: No such account.
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    opened = recovered(replace(station.store.officer(officer_id), is_closed=False))
    return _saved(station, opened, "officer.reopened", "")


def officers(station: Station) -> list[Officer]:
    """All accounts.

    Raises:
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    return station.store.officers()


def lock_screen(station: Station) -> bool:
    """Lock the station; what runs goes on. False when there is nobody to lock out."""
    if station.session.officer is None or station.session.is_locked:
        return False
    note_lock(station)
    return station.session.lock()


def note_lock(station: Station) -> None:
    """Write down that the officer who acts locks the station."""
    station.store.record(station.act("officer.locked", station.officer_id))


def log_out(station: Station) -> None:
    """Nobody is logged in any more; keys are locked.

    Raises:
        NotLoggedIn: Nobody was.
    """
    officer = station.session.officer
    if officer is None:
        raise NotLoggedIn("log out")
    station.keys.lock()
    act = replace(station.act("officer.logged_out", officer.id), actor=officer.id)
    station.store.record(act)
    station.session.end()


def _saved(station: Station, officer: Officer, action: str, note: str) -> Officer:
    others = [each for each in station.store.officers() if each.id != officer.id]
    if not any(each.may(Right.OFFICERS) for each in (*others, officer)):
        raise LastAdmin(officer.id)
    station.store.save_officer(officer, station.act(action, officer.id, note=note))
    return officer


def _entered(station: Station, officer: Officer) -> Officer:
    before = station.session.officer
    is_back = before is not None and before.id == officer.id
    station.session.begin(officer)
    action = "officer.unlocked" if is_back else "officer.logged_in"
    station.store.record(replace(station.act(action, officer.id), actor=officer.id))
    return officer


def _salt(station: Station) -> bytes:
    return station.random_bits(8 * SALT_BYTES).to_bytes(SALT_BYTES, "big")


def _wipe(secret: bytearray) -> None:
    secret[:] = bytes(len(secret))
