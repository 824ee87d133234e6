"""Signing many files: a batch, its items, and the time that is owed to published files.

    QUEUED → PREPARED → SIGNED → STAMPED → VERIFIED → PUBLISHED, or WAITING_FOR_TIME
    PREPARED → ASKED → SIGNED where a service gives the value later, QUEUED → VERIFIED where another
    program signs whole files; any of these may be HELD (go on later), FAILED (this file cannot)
    or CANCELLED.

An item is one signature of one signer in one file; what a file is to carry is a chain of items,
persons before the agency. Everything a restart needs to go on is in `SigningWork`, so a value is
asked of a key once and never lost.

Source: TT 01/2011/TT-BNV and NĐ 30/2020/NĐ-CP, Annex I (the signer, then the agency's seal).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum

from app.domain.ids import DossierId, FileId


class SignerRole(StrEnum):
    """Who signs."""

    PERSON = "person"
    AGENCY = "agency"


class StampKind(StrEnum):
    """What is shown of a signature."""

    NONE = "none"
    PERSON = "person"
    SEAL = "seal"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Signer:
    """One signer of every file.

    Attributes:
        key: Where the key is, as `signing.requests.KeySource` writes it; never a secret.
        stamp: What is shown.
    """

    role: SignerRole
    key: str
    stamp: StampKind = StampKind.NONE


@dataclass(frozen=True, slots=True)
class SigningPlan:
    """How every file of a batch is signed.

    Attributes:
        signers: In the order they sign.
        level: PAdES level to reach.
        kind: "pades", or "pkcs7" for receivers that know nothing else.
        padding: How RSA keys sign: "pss" or "pkcs1".
        owe_time: Publish without a time stamp that cannot be had, and bring it later.
    """

    signers: tuple[Signer, ...]
    level: str = "b-b"
    kind: str = "pades"
    padding: str = "pss"
    owe_time: bool = True

    def to_json(self) -> str:
        """Write it down; holds no secret."""
        return json.dumps(asdict(self), sort_keys=True)


def plan_from_json(text: str) -> SigningPlan:
    """Read what `SigningPlan.to_json` wrote.

    Raises:
        ValueError: The text is anything else.
    """
    try:
        raw = json.loads(text)
        signers = tuple(
            Signer(SignerRole(each["role"]), str(each["key"]), StampKind(each["stamp"]))
            for each in raw.pop("signers")
        )
        return SigningPlan(signers=signers, **raw)
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise ValueError("not a signing plan") from error


def in_order(signers: Iterable[Signer]) -> bool:
    """Whether somebody signs, every person before the agency, and the agency at most once."""
    roles = [each.role for each in signers]
    agencies = roles.count(SignerRole.AGENCY)
    return bool(roles) and agencies <= 1 and SignerRole.AGENCY not in roles[:-1]


class ItemState(StrEnum):
    """Where one signature is; each step is kept before the next begins."""

    QUEUED = "queued"
    PREPARED = "prepared"
    ASKED = "asked"
    SIGNED = "signed"
    STAMPED = "stamped"
    VERIFIED = "verified"
    PUBLISHED = "published"
    WAITING_FOR_TIME = "waiting_for_time"
    HELD = "held"
    FAILED = "failed"
    CANCELLED = "cancelled"


DONE = frozenset({ItemState.PUBLISHED, ItemState.WAITING_FOR_TIME})
"""The signed file is where everybody looks for it."""

CLOSED = DONE | {ItemState.FAILED, ItemState.CANCELLED}
"""Nothing more happens."""

_NEXT: dict[ItemState, frozenset[ItemState]] = {
    ItemState.QUEUED: frozenset({ItemState.PREPARED, ItemState.VERIFIED}),
    ItemState.PREPARED: frozenset({ItemState.ASKED, ItemState.SIGNED, ItemState.QUEUED}),
    ItemState.ASKED: frozenset(
        {ItemState.ASKED, ItemState.SIGNED, ItemState.PREPARED, ItemState.QUEUED}
    ),
    ItemState.SIGNED: frozenset({ItemState.STAMPED, ItemState.VERIFIED}),
    ItemState.STAMPED: frozenset({ItemState.VERIFIED}),
    ItemState.VERIFIED: DONE,
}
_ASIDE = frozenset({ItemState.HELD, ItemState.FAILED, ItemState.CANCELLED})
_UNFINISHED = frozenset({*_NEXT, ItemState.HELD})


def may_follow(before: ItemState, after: ItemState) -> bool:
    """Whether an item may go from one state to another.

    A signature value is thrown away only together with its item: SIGNED never leads back.
    """
    if before not in _UNFINISHED:
        return False
    if after in _ASIDE:
        return True
    if before is ItemState.HELD:
        return after in _NEXT
    return after in _NEXT[before]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an officer wants a stamp.

    Attributes:
        page_index: Page, counted from 0.
        box: Left, bottom, right, top in default user space of the page, points.
    """

    page_index: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SigningWork:
    """What has been done so far.

    Attributes:
        prepared: `PreparedSignature` as JSON.
        prepared_part: What the prepared file has more than the file before, compressed.
        value: Signature value.
        token: Time stamp over the value, DER.
        finished_part: What the signed file has more than the file before, compressed.
        ticket: `signing.keys.tickets.Ticket` as JSON: the request to a service that is to give
            the value; all items of one request have the same. Holds no secret.
    """

    prepared: str = ""
    prepared_part: bytes = field(default=b"", repr=False)
    value: bytes = field(default=b"", repr=False)
    token: bytes = field(default=b"", repr=False)
    finished_part: bytes = field(default=b"", repr=False)
    ticket: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SigningItem:
    """One signature to make.

    Attributes:
        place: Which signer of the plan, from 0; one waits for those before it.
        source_sha256: Digest of the file as the officer saw it, before the first signature.
        sha256: Digest of the file with this signature, "" before VERIFIED.
        size: Its size in bytes.
        level: Level that was reached.
        owed: Level that is still to be reached, "" when none is.
        code: Why it is held or failed.
        spot: Where the stamp goes; None lets the text of the file say it.
    """

    id: str
    batch_id: str
    dossier_id: DossierId
    file_id: FileId
    place: int
    state: ItemState
    source_sha256: str
    work: SigningWork = SigningWork()
    sha256: str = ""
    size: int = 0
    level: str = ""
    owed: str = ""
    code: str = ""
    spot: Spot | None = None


class BatchState(StrEnum):
    """Where a batch is."""

    OPEN = "open"
    STOPPED = "stopped"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SigningBatch:
    """Files that are signed with one entry of each PIN.

    Attributes:
        created_at: UTC time, ISO 8601.
        code: Why it stopped, "" while it did not.
    """

    id: str
    plan: SigningPlan
    state: BatchState
    created_at: str
    code: str = ""

    @property
    def can_go_on(self) -> bool:
        """Whether there may be something left to do."""
        return self.state in {BatchState.OPEN, BatchState.STOPPED}


def reached(work: SigningWork) -> ItemState:
    """State that the kept work stands for; where a held item goes on."""
    if work.finished_part:
        return ItemState.VERIFIED
    if work.token:
        return ItemState.STAMPED
    if work.value:
        return ItemState.SIGNED
    if work.ticket:
        return ItemState.ASKED
    return ItemState.PREPARED if work.prepared else ItemState.QUEUED


def prepared(item: SigningItem, text: str, part: bytes) -> SigningItem:
    """The file is written but for the value."""
    return replace(
        item, state=ItemState.PREPARED, work=SigningWork(prepared=text, prepared_part=part)
    )


def begun_again(item: SigningItem) -> SigningItem:
    """What was prepared does not count any more; no value was made for it."""
    return replace(item, state=ItemState.QUEUED, work=SigningWork(), code="")


def asked(item: SigningItem, ticket: str) -> SigningItem:
    """A service is about to be asked for the value, or was and has its own name for the request."""
    return replace(item, state=ItemState.ASKED, work=replace(item.work, ticket=ticket), code="")


def asked_in_vain(item: SigningItem) -> SigningItem:
    """A service will never give a value for this request; another one may be begun."""
    return replace(item, state=ItemState.PREPARED, work=replace(item.work, ticket=""))


def signed(item: SigningItem, value: bytes) -> SigningItem:
    """The key has given its value."""
    work = replace(item.work, value=value, ticket="")
    return replace(item, state=ItemState.SIGNED, work=work, code="")


def stamped(item: SigningItem, token: bytes) -> SigningItem:
    """A service has given the time."""
    return replace(item, state=ItemState.STAMPED, work=replace(item.work, token=token))


@dataclass(frozen=True, slots=True)
class Finished:
    """A signed file that was verified.

    Attributes:
        part: What it has more than the file before, compressed; empty when it lies on the disk.
        sha256: Digest of the whole file.
        size: Its size in bytes.
        level: Level that was reached.
        owed: Level that is still to be reached, "" when none is.
        signer: Name in the certificate.
    """

    part: bytes = field(repr=False)
    sha256: str
    size: int
    level: str
    owed: str = ""
    signer: str = ""


def verified(item: SigningItem, finished: Finished) -> SigningItem:
    """The file carries the signature and was checked."""
    return replace(
        item,
        state=ItemState.VERIFIED,
        work=replace(item.work, finished_part=finished.part),
        sha256=finished.sha256,
        size=finished.size,
        level=finished.level,
        owed=finished.owed,
        code="",
    )


def published(item: SigningItem) -> SigningItem:
    """The file is where everybody looks for it; what was kept for a restart is let go."""
    state = ItemState.WAITING_FOR_TIME if item.owed else ItemState.PUBLISHED
    return replace(item, state=state, work=SigningWork())


def put_aside(item: SigningItem, state: ItemState, code: str) -> SigningItem:
    """Held with its work kept, or failed or cancelled with its work let go."""
    work = item.work if state is ItemState.HELD else SigningWork()
    return replace(item, state=state, code=code, work=work)


def going_on(item: SigningItem) -> SigningItem:
    """An item that was held, where its kept work ends; others stay as they are."""
    if item.state is not ItemState.HELD:
        return item
    return replace(item, state=reached(item.work), code="")


def chains(items: Sequence[SigningItem]) -> list[list[SigningItem]]:
    """Items of one file together, in the order they sign; files in the order they came."""
    found: dict[tuple[DossierId, FileId], list[SigningItem]] = {}
    for item in items:
        found.setdefault((item.dossier_id, item.file_id), []).append(item)
    return [sorted(chain, key=lambda item: item.place) for chain in found.values()]


@dataclass(frozen=True, slots=True)
class OwedTime:
    """A published file that still lacks its time or evidence.

    Attributes:
        level: Level it is to have.
        deadline: UTC time until which sending waits for it, seconds since 1970.
        attempts: Failures in a row.
        next_try: UTC time of the next try, seconds since 1970.
        reason: Code of the last failure.
        to_send: The dossier goes out by itself as soon as it may.
    """

    dossier_id: DossierId
    file_id: FileId
    level: str
    deadline: float
    attempts: int = 0
    next_try: float = 0.0
    reason: str = ""
    to_send: bool = False


FIRST_WAIT_S, LONGEST_WAIT_S = 20.0, 480.0
"""The longest is below the ten minutes within which a returned service has to be noticed."""


def not_paid(owed: OwedTime, reason: str, *, now: float, jitter: float) -> OwedTime:
    """Try again later.

    Args:
        owed: What could not be had.
        reason: Code of the error.
        now: UTC time, seconds since 1970.
        jitter: Random number in [0, 1).
    """
    wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(owed.attempts, 10))
    return replace(
        owed,
        attempts=owed.attempts + 1,
        next_try=now + wait * (0.5 + 0.5 * jitter),
        reason=reason,
    )


def may_leave(owed: Sequence[OwedTime], *, now: float, without_time: bool) -> bool:
    """Whether a dossier with these debts may be sent now."""
    return without_time or all(each.deadline <= now for each in owed)
