"""A person as a login service names him, and what the settings make of that at this station."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.officer import Officer, Role, is_officer_id

SHIFT = timedelta(hours=12)
"""So long after a login at the service the password alone opens the station again."""

_CLOCK_SLACK = timedelta(minutes=5)
_NOT_OF_ID = re.compile(r"[^a-z0-9._-]+")
_MOST_DIGITS = 5
"""A name with more of them holds a number of somebody: of a card, of a telephone, a birthday."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who logged in at a login service.

    Attributes:
        issuer: Address of the service.
        subject: Name of the person there; never given to anybody else, maybe a personal number.
        name: Name to show, "" when it is not told.
        username: Login name there, "" when it is not told.
        claims: Everything that the service says.
    """

    issuer: str
    subject: str = field(repr=False)
    name: str = field(default="", repr=False)
    username: str = field(default="", repr=False)
    claims: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Whoever has a value in a claim gets a role.

    Attributes:
        claim: Name of the claim; dots go into objects, as in `realm_access.roles`.
    """

    claim: str
    value: str
    role: Role


def role_rules(text: str) -> tuple[RoleRule, ...]:
    """Rules from their text `CLAIM=VALUE>ROLE; …`.

    Raises:
        ValueError: It cannot be understood.
    """
    rules = []
    for part in filter(None, map(str.strip, text.split(";"))):
        left, arrow, role = part.rpartition(">")
        claim, equals, value = left.partition("=")
        if not (arrow and equals and claim.strip() and value.strip()):
            raise ValueError(f"not CLAIM=VALUE>ROLE: {part}")
        rules.append(RoleRule(claim.strip(), value.strip(), Role(role.strip())))
    return tuple(rules)


def roles_by(rules: Iterable[RoleRule], person: Person) -> frozenset[Role]:
    """The roles that the rules give to a person."""
    return frozenset(rule.role for rule in rules if rule.value in _values(person, rule.claim))


def _values(person: Person, claim: str) -> frozenset[str]:
    """Texts of a claim, whether it is one or a list."""
    found: object = person.claims.get(claim)
    if found is None:
        found = person.claims
        for name in claim.split("."):
            found = found.get(name) if isinstance(found, Mapping) else None
    listed = found if isinstance(found, list) else [found]
    return frozenset(each for each in listed if isinstance(each, str))


def account_id(person: Person, taken: Sequence[str]) -> str:
    """A free account name for a person: as at the service where that is possible.

    A name with a long number in it is not taken over: it would stand in the audit chain.

    Raises:
        ValueError: None could be made.
    """
    plain = _NOT_OF_ID.sub("-", person.username.lower().partition("@")[0]).strip("._-")[:36]
    plain = plain.strip("._-")
    if not plain or sum(map(str.isdigit, plain)) > _MOST_DIGITS:
        plain = "can-bo"
    for number in range(1, 100):
        wanted = plain if number == 1 else f"{plain}-{number}"
        if is_officer_id(wanted) and wanted not in taken:
            return wanted
    raise ValueError("no account name is left")


def password_counts(officer: Officer, now: datetime, offline_for: timedelta) -> tuple[bool, bool]:
    """Whether the password of a linked account is enough: at all, and while the service is away.

    A clock that was set back before the last login at the service opens nothing.
    """
    if not officer.online_at:
        return False, False
    age = now - datetime.fromisoformat(officer.online_at)
    if age < -_CLOCK_SLACK:
        return False, False
    return age <= SHIFT, age <= offline_for
