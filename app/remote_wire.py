"""What the station and the process of a key at a service tell each other; see `app.token_wire`.

To the child: check, unlock, begin, poll, send_code, give_code, lock. PIN, password and one-time
code come behind their frame. What is set up as a file is named; the child reads it.
From the child: answers and errors; in the middle of a `begin` it has the ticket kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.service_accounts import ServiceAccount
from app.token_wire import Frame, WireBroken, error_frame, packed, raised, unpacked
from signing.endpoints import Reach
from signing.errors import SigningError
from signing.identities import Mechanism
from signing.keys.tickets import HashItem, Outcome, Pending


@dataclass(frozen=True, slots=True)
class ServiceWay:
    """How services are reached; everything that its process is told of it.

    Attributes:
        timeout_s: Longest wait for one answer, seconds.
        confirm_within: How long the signer has to confirm.
        poll_every_s: How long to wait between two questions, seconds.
        most_items: Digests in one request at most.
        reach: Proxy and table of hosts.
    """

    timeout_s: float = 30.0
    confirm_within: timedelta = timedelta(minutes=5)
    poll_every_s: float = 3.0
    most_items: int = 50
    reach: Reach = field(default_factory=Reach)


@dataclass(frozen=True, slots=True)
class Errand:
    """Which key, whose account, by which way.

    Attributes:
        source: The key, as its source names it; may name a person.
        account: What is set up for its service.
        way: How it is reached.
    """

    source: str = field(repr=False)
    account: ServiceAccount
    way: ServiceWay

    def frame(self) -> Frame:
        """As JSON takes it; holds names of files and no secret."""
        way = self.way
        return {
            "source": self.source,
            "account": asdict(self.account),
            "timeout_s": way.timeout_s,
            "confirm_within_s": way.confirm_within.total_seconds(),
            "poll_every_s": way.poll_every_s,
            "most_items": way.most_items,
            "proxy": way.reach.proxy,
            "direct_hosts": list(way.reach.direct_hosts),
            "hosts": [list(pair) for pair in way.reach.hosts],
        }


def errand_of(frame: Frame) -> Errand:
    """An errand again.

    Raises:
        WireBroken: The frame holds none.
    """
    try:
        reach = Reach(
            hosts=tuple((str(name), str(real)) for name, real in frame["hosts"]),
            proxy=str(frame["proxy"]),
            direct_hosts=tuple(map(str, frame["direct_hosts"])),
        )
        way = ServiceWay(
            float(frame["timeout_s"]),
            timedelta(seconds=frame["confirm_within_s"]),
            float(frame["poll_every_s"]),
            int(frame["most_items"]),
            reach,
        )
        return Errand(str(frame["source"]), ServiceAccount(**frame["account"]), way)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise WireBroken("no errand") from error


def items_frame(items: Iterable[HashItem]) -> list[list[str]]:
    """Digests as JSON takes them."""
    return [[one.id, packed(one.digest), one.mechanism.value] for one in items]


def items_of(found: Any) -> tuple[HashItem, ...]:  # Any: what a frame holds
    """Digests again.

    Raises:
        WireBroken: There are none.
    """
    try:
        return tuple(
            HashItem(str(name), unpacked(digest), Mechanism(mechanism))
            for name, digest, mechanism in found
        )
    except (TypeError, ValueError) as error:
        raise WireBroken("no digests") from error


def outcomes_frame(outcomes: Sequence[Outcome]) -> list[Frame]:
    """What became of each digest, as JSON takes it."""
    return [_outcome_frame(one) for one in outcomes]


def _outcome_frame(outcome: Outcome) -> Frame:
    match outcome:
        case bytes():
            return {"value": packed(outcome)}
        case Pending(until=until, wait_s=wait_s):
            return {"until": until.isoformat(), "wait_s": wait_s}
        case SigningError():
            return {"error": error_frame(outcome)}


def outcome_of(frame: Frame) -> Outcome:
    """What became of a digest.

    Raises:
        WireBroken, KeyError, TypeError, ValueError: The frame does not say.
    """
    if "value" in frame:
        return unpacked(frame["value"])
    if "error" in frame:
        return raised(frame["error"])
    until = datetime.fromisoformat(frame["until"])
    if until.utcoffset() is None:
        raise ValueError("a time without its zone")
    return Pending(until, float(frame["wait_s"]))
