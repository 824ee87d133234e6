"""Jobs of signing that run in worker processes: prepare, finish, time stamps.

A file of the store comes and goes as bytes; what a signature adds to it is small and comes back
compressed. A loose file is worked on where it lies, so that its size does not matter.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.signing import Finished
from app.errors import Advice, LibraryError
from app.services.stamp_jobs import StampOrder, drawn_stamp
from app.services.workers import library_errors, private_folder
from signing.identities import Mechanism
from signing.requests import Level, SignRequest

if TYPE_CHECKING:
    from signing.pades.prepared import PreparedSignature
    from signing.pades.stamp_lane import StampLane

ATTRIBUTE_LIMIT_BYTES = 64 * 2**20
"""Most that an increment may grow to when it is unpacked."""


@dataclass(frozen=True, slots=True)
class PrepareOrder:
    """A file to prepare.

    Attributes:
        certificate: Certificate of the signer, DER.
        chain: Others found beside it, DER.
        data: Bytes of the file; empty when it is a loose one.
        source: Path of a loose file.
        target: Where its prepared file goes.
        stamp: What is shown; None makes an invisible signature.
    """

    request: SignRequest
    certificate: bytes
    chain: tuple[bytes, ...]
    stamp: StampOrder | None = None
    data: bytes = field(default=b"", repr=False)
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that lacks nothing but the value.

    Attributes:
        text: `PreparedSignature` as JSON.
        part: What was added, compressed; empty for loose files.
        to_sign: What the key signs.
        mechanism: How it signs.
        certificate: Certificate that was prepared for, DER.
    """

    text: str
    part: bytes = field(repr=False)
    to_sign: bytes = field(repr=False)
    mechanism: Mechanism
    certificate: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FinishOrder:
    """A value to put into its file.

    Attributes:
        prepared: `Prepared.text`.
        value: Signature value.
        token: Time stamp over it, DER, when it was fetched already.
        without_time: Make B-B of it, whatever level it was prepared for.
        owe_time: Publish what there is when a service does not answer.
        data: Bytes of the file before; empty when it is a loose one.
        part: `Prepared.part`.
        source: Path of the prepared loose file.
        target: Where the signed one goes.
    """

    request: SignRequest
    prepared: str
    value: bytes = field(repr=False)
    token: bytes = field(default=b"", repr=False)
    without_time: bool = False
    owe_time: bool = True
    data: bytes = field(default=b"", repr=False)
    part: bytes = field(default=b"", repr=False)
    source: str = ""
    target: str = ""


def prepare_file(order: PrepareOrder) -> Prepared:
    """Write a file as it will be but for the value.

    Raises:
        LibraryError: The certificate may not sign, or the file cannot take a signature.
    """
    with library_errors():
        if order.source:
            return _told(_prepare(order, Path(order.source), Path(order.target)), b"")
        with private_folder() as folder:
            source, target = folder / "source.pdf", folder / "prepared.pdf"
            source.write_bytes(order.data)
            prepared = _prepare(order, source, target)
            return _told(prepared, added_part(order.data, target.read_bytes()))


def _prepare(order: PrepareOrder, source: Path, target: Path) -> PreparedSignature:
    from signing.pades.prepared import prepare_signature

    request, stamp = order.request, None
    if order.stamp is not None:
        stamp = drawn_stamp(order.stamp, source, order.certificate, request.signed_at)
    return prepare_signature(source, target, order.certificate, order.chain, request, stamp)


def _told(prepared: PreparedSignature, part: bytes) -> Prepared:
    return Prepared(
        text=prepared.to_json(),
        part=part,
        to_sign=prepared.signed_attributes,
        mechanism=prepared.mechanism,
        certificate=prepared.certificate,
    )


def finish_file(order: FinishOrder) -> Finished:
    """Put the value in, raise the file to its level as far as that goes, verify it.

    Raises:
        LibraryError: The value is not proved, the file changed, or it did not verify.
    """
    with library_errors():
        if order.source:
            return _finish(order, Path(order.source), Path(order.target))
        with private_folder() as folder:
            source, target = folder / "prepared.pdf", folder / "signed.pdf"
            source.write_bytes(with_part(order.data, order.part))
            finished = _finish(order, source, target)
            return replace(finished, part=added_part(order.data, target.read_bytes()))


def _finish(order: FinishOrder, source: Path, target: Path) -> Finished:
    from signing.pades.prepared import PreparedSignature, finish_signature

    wanted = PreparedSignature.from_json(order.prepared)
    prepared, request = wanted, replace(order.request, level=wanted.level)
    if order.without_time:
        prepared, request = (replace(each, level=Level.B_B) for each in (prepared, request))  # type: ignore[assignment]  # the same two types
    done = finish_signature(
        source,
        target,
        prepared,
        order.value,
        request,
        owe_time=order.owe_time,
        token=b"" if order.without_time else order.token,
    )
    owed = "" if done.level is wanted.level else wanted.level.value
    return Finished(
        part=b"",
        sha256=done.sha256,
        size=target.stat().st_size,
        level=done.level.value,
        owed=owed,
        signer=done.signer.subject,
    )


def attributes_of(prepared: str) -> Prepared:
    """What a key has to sign for a file that was prepared before a restart.

    Reads `PreparedSignature.to_json` by itself: the window must not load what makes PDF files.

    Raises:
        LibraryError: The text cannot be read.
    """
    try:
        found = json.loads(prepared)
        return Prepared(
            text=prepared,
            part=b"",
            to_sign=base64.b64decode(found["signed_attributes"], validate=True),
            mechanism=Mechanism(found["mechanism"]),
            certificate=base64.b64decode(found["certificate"], validate=True),
        )
    except (ValueError, TypeError, LookupError) as error:
        raise LibraryError("prepared.unreadable", Advice.USER_ACTION) from error


def added_part(before: bytes, after: bytes) -> bytes:
    """What a file has more than the one it was made from, compressed.

    Raises:
        LibraryError: It is not the same file with something behind it.
    """
    if not after.startswith(before):
        raise LibraryError("prepared.changed", Advice.USER_ACTION, "the file was rewritten")
    return zlib.compress(after[len(before) :], 6)


def with_part(before: bytes, part: bytes) -> bytes:
    """The file that `added_part` was told about.

    Raises:
        LibraryError: The part is damaged.
    """
    try:
        unpacker = zlib.decompressobj()
        added = unpacker.decompress(part, ATTRIBUTE_LIMIT_BYTES)
    except zlib.error as error:
        raise LibraryError("prepared.unreadable", Advice.USER_ACTION, "damaged part") from error
    if not unpacker.eof:
        raise LibraryError("prepared.unreadable", Advice.USER_ACTION, "part is cut off")
    return before + added


def stamp_values(
    values: tuple[bytes, ...], request: SignRequest
) -> tuple[bytes | LibraryError, ...]:
    """Time stamps over signature values, many in flight; an error in place of each missing one.

    Runs on: a lane of its own, so that no file waits for a service.
    """
    from signing.pades.stamp_lane import StampLane
    from signing.pades.timestamps import TimestampRules

    with library_errors(), StampLane(TimestampRules.of(request)) as lane:
        return tuple(_tokens(lane, values))


def _tokens(lane: StampLane, values: tuple[bytes, ...]) -> Iterator[bytes | LibraryError]:
    for future in [lane.submit(value) for value in values]:
        try:
            with library_errors():
                yield future.result()
        except LibraryError as error:
            yield error
