"""Officers: who may do what at this station, and how wrong passwords are held back.

Source: reference of accounts is NIST SP 800-63B section 3.1.1 (length counts, no rules of
composition, a list of the worst) and 3.2.2 (wrong tries are held back).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.worst_passwords import WORST_PASSWORDS

SYSTEM = "system"
"""Actor of what the station does by itself."""

MIN_PASSWORD_LETTERS = 10
MAX_PASSWORD_BYTES = 512
LOCKED_AT = 10
"""Wrong passwords in a row after which the account waits for an hour or an administrator."""

_FREE_TRIES = 2
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=15)
_LOCKED_FOR = timedelta(hours=1)
_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")


class Role(StrEnum):
    """What somebody is at a station for; one person may have several."""

    SCAN = "scan"
    SIGN = "sign"
    ADMIN = "admin"


class Right(StrEnum):
    """What the station asks before it does something."""

    VIEW = "view"
    CAPTURE = "capture"
    REVIEW = "review"
    SEARCH_OWNER = "search_owner"
    TAKE_OUT = "take_out"
    BUILD = "build"
    SIGN = "sign"
    SEND = "send"
    OFFICERS = "officers"
    AUDIT = "audit"
    SET_UP = "set_up"


_COUNTER = frozenset({Right.VIEW, Right.TAKE_OUT, Right.BUILD, Right.SEND})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SCAN: _COUNTER | {Right.CAPTURE, Right.REVIEW, Right.SEARCH_OWNER},
    Role.SIGN: _COUNTER | {Right.SIGN},
    Role.ADMIN: frozenset({Right.OFFICERS, Right.AUDIT, Right.SET_UP}),
}
"""The one table of rights. Administrators see no dossiers unless they have another role too."""


@dataclass(frozen=True, slots=True)
class Officer:
    """An account of this station. Accounts are closed, never deleted.

    Attributes:
        id: Name for the login; stands in audit entries and manifests.
        name: Name on the screen, "" to show the id.
        password: Argon2id hash with its parameters, PHC string.
        failures: Wrong passwords since the last right one.
        failed_at: UTC time of the last of them, ISO 8601, "" when there is none.
        must_change: The password was given by somebody else.
        issuer: Login service that knows the officer, "" for none.
        subject: Name of the officer there.
        online_at: UTC time of the last login there, ISO 8601, "" before the first.
        by_rule: The account and its roles come from what the service says, not from a person.
    """

    id: str
    name: str
    roles: frozenset[Role]
    password: str
    created_at: str
    failures: int = 0
    failed_at: str = ""
    is_closed: bool = False
    must_change: bool = False
    issuer: str = ""
    subject: str = field(default="", repr=False)
    online_at: str = ""
    by_rule: bool = False

    def may(self, right: Right) -> bool:
        """Whether one of the roles grants a right."""
        return not self.is_closed and any(right in RIGHTS[role] for role in self.roles)

    @property
    def is_linked(self) -> bool:
        """Whether a login service knows the officer."""
        return bool(self.subject)

    @property
    def shown(self) -> str:
        """What to call the officer on the screen."""
        return self.name or self.id


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    OWN_NAME = "own_name"


def is_officer_id(text: str) -> bool:
    """Whether a text can be the name of an account; nothing in it needs quoting anywhere."""
    return _ID.fullmatch(text) is not None and text != SYSTEM


def weakness(password: str, officer_id: str) -> Weakness | None:
    """What is wrong with a new password, None when it may be used."""
    plain = _plain(password)
    if len(unicodedata.normalize("NFC", password)) < MIN_PASSWORD_LETTERS:
        return Weakness.SHORT
    if len(password.encode("utf-8")) > MAX_PASSWORD_BYTES:
        return Weakness.LONG
    if plain in WORST_PASSWORDS or len(set(plain)) < 4:  # "aaaaaaaaab" and the like
        return Weakness.COMMON
    if plain.replace(" ", "").strip("0123456789!.") == _plain(officer_id):
        return Weakness.OWN_NAME
    return None


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))


def wait_after(failures: int) -> timedelta:
    """How long the next try waits after so many wrong passwords in a row."""
    if failures >= LOCKED_AT:
        return _LOCKED_FOR
    if failures <= _FREE_TRIES:
        return timedelta()
    doubled: timedelta = _FIRST_WAIT * 2 ** (failures - _FREE_TRIES - 1)
    return min(doubled, _LONGEST_WAIT)


def seconds_to_wait(officer: Officer, now: datetime) -> int:
    """Seconds until the next try, 0 when it may be now.

    A clock that was set back never makes the wait longer than it was meant to be.
    """
    if not officer.failed_at:
        return 0
    whole = wait_after(officer.failures)
    passed = max(now.astimezone(UTC) - datetime.fromisoformat(officer.failed_at), timedelta())
    left = whole - passed
    return max(0, -(-int(left.total_seconds() * 1000) // 1000))


def failed(officer: Officer, at: str) -> Officer:
    """The account after one more wrong password."""
    return replace(officer, failures=officer.failures + 1, failed_at=at)


def recovered(officer: Officer) -> Officer:
    """The account after a right password, or after an administrator gave a new one."""
    return replace(officer, failures=0, failed_at="")
