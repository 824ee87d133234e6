"""Accounts of officers: roles, closed accounts, links to a login service, locking and leaving."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.officer import Officer, Right, Role, recovered
from app.errors import WrongUse
from app.services.access import require
from app.services.session import LastAdmin, SubjectTaken
from app.services.station import Station

_LONGEST_SUBJECT = 255
_LOGINS = frozenset({"officer.logged_in", "officer.unlocked"})


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


@dataclass(frozen=True, slots=True)
class Account:
    """An account as an administrator sees it.

    Attributes:
        last_login: UTC time of the last login or unlocking, ISO 8601, "" when there was none.
    """

    officer: Officer
    last_login: str


def accounts(station: Station) -> list[Account]:
    """All accounts with their last logins.

    Raises:
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    found = officers(station)
    last = {
        entry.act.actor: entry.act.at
        for entry in station.store.audit_entries()
        if entry.act.action in _LOGINS
    }
    return [Account(officer, last.get(officer.id, "")) for officer in found]


def officers(station: Station) -> list[Officer]:
    """All accounts.

    Raises:
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    return station.store.officers()


def note_lock(station: Station) -> None:
    """Write down that the officer who acts locks the station."""
    station.store.record(station.act("officer.locked", station.officer_id))


def link_officer(station: Station, officer_id: str, issuer: str, subject: str) -> Officer:
    """Say who an account is at the login service.

    Raises:
        NotFound: No such account.
        WrongUse: The name there is empty or cannot be one.
        SubjectTaken: Another account is linked to it.
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    plain = subject.strip()
    if not issuer or not plain or not plain.isascii() or len(plain) > _LONGEST_SUBJECT:
        raise WrongUse("name of a person at the login service")
    for each in station.store.officers():
        if each.id != officer_id and (each.issuer, each.subject) == (issuer, plain):
            raise SubjectTaken(each.id)
    officer = station.store.officer(officer_id)
    linked = replace(officer, issuer=issuer, subject=plain, online_at="", by_rule=False)
    return _saved(station, linked, "officer.linked", "")


def unlink_officer(station: Station, officer_id: str) -> Officer:
    """Let an account be one of this station alone again.

    Raises:
        NotFound: No such account.
        NotLoggedIn, NotAllowed: No administrator is logged in.
    """
    require(station, Right.OFFICERS)
    officer = station.store.officer(officer_id)
    alone = replace(officer, issuer="", subject="", online_at="", by_rule=False)
    return _saved(station, alone, "officer.unlinked", "")


def _saved(station: Station, officer: Officer, action: str, note: str) -> Officer:
    others = [each for each in station.store.officers() if each.id != officer.id]
    if not any(each.may(Right.OFFICERS) for each in (*others, officer)):
        raise LastAdmin(officer.id)
    station.store.save_officer(officer, station.act(action, officer.id, note=note))
    station.session.refresh(officer)
    return officer
