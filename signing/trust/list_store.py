"""The trust list in use: kept in the trust folder, only ever replaced by a newer proved one.

The folder may hold single certificates beside the list; those are the administrator's own
decision. The highest number ever seen is kept apart from the list, so that deleting the list
does not open the way for an older one.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signing.errors import (
    BadTrustList,
    BadTrustRoots,
    TrustListOutdated,
    TrustListRollback,
    TrustPublisherUnknown,
)
from signing.limits import TrustMaterial
from signing.outputs import make_durable, part_file, publish, writing
from signing.trust.roots import has_certificates, load_roots
from signing.trust.trust_list import (
    Role,
    TrustEntry,
    TrustList,
    key_fingerprint,
    load_publisher,
    read_list,
)

_log = logging.getLogger(__name__)

# None of these names ends like a certificate: `load_roots` would take it for one.
LIST_FILE = "trust-list.json"
PUBLISHER_FILE = "trust-list.key"
_SEEN_FILE = "trust-list.seen"
_MAX_FILE_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ListFacts:
    """What can be told about a list.

    Attributes:
        content: The proved list.
        sha256: Digest of its file, lower-case hexadecimal.
        publisher_key: Fingerprint of the publisher's key.
        outdated: Its next issue is overdue. It stays in use: without it nothing could be
            checked at all.
    """

    content: TrustList
    sha256: str
    publisher_key: str
    outdated: bool


class TrustFolder:
    """The folder with the list, its publisher's key and single certificates."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first key or list."""
        self._folder = folder

    def trust_publisher(self, pem: bytes, *, replace: bool = False) -> str:
        """Trust a publisher of lists from now on.

        Args:
            pem: Its public Ed25519 key.
            replace: Take it although another one is trusted.

        Returns:
            Fingerprint of the key, to be compared with what the publisher says.

        Raises:
            TrustPublisherUnknown: It is no such key, or another one is trusted already.
            OutputNotWritten: The folder cannot be written.
        """
        key = load_publisher(pem)
        kept = self._read(PUBLISHER_FILE)
        if kept and not replace and key_fingerprint(load_publisher(kept)) != key_fingerprint(key):
            raise TrustPublisherUnknown("another publisher is trusted already")
        self._write(PUBLISHER_FILE, pem)
        return key_fingerprint(key)

    def bring(self, content: bytes, now: datetime) -> ListFacts:
        """Take a list into use.

        Args:
            content: The file of the publisher.
            now: Aware time of this machine.

        Raises:
            BadTrustList: Not proved, not newer, not of this time, or damaged; the list in use
                stays.
            OutputNotWritten: The folder cannot be written.
        """
        found = self.examine(content, now)
        if found.outdated or found.content.this_update > now:
            raise TrustListOutdated("the list is not of this time")
        self._refuse_older(found)
        newest = found.content.sequence
        # The list first: one that is newer than the number remembered does no harm when the
        # power goes in between, an older one would look like a step back.
        self._write(LIST_FILE, content)
        seen = {"sequence": newest, "sha256": found.sha256}
        self._write(_SEEN_FILE, json.dumps(seen).encode("utf-8"))
        _log.info("trust list %d in use, %d authorities", newest, len(found.content.entries))
        return found

    def examine(self, content: bytes, now: datetime) -> ListFacts:
        """Prove a list without taking it into use.

        Raises:
            BadTrustList: Not proved or damaged.
        """
        kept = self._read(PUBLISHER_FILE)
        if not kept:
            raise TrustPublisherUnknown("no publisher of trust lists is trusted here")
        key = load_publisher(kept)
        found = read_list(content, key)
        digest = hashlib.sha256(content).hexdigest()
        return ListFacts(found, digest, key_fingerprint(key), found.next_update < now)

    def in_use(self, now: datetime) -> ListFacts | None:
        """Prove the list in use once more and tell about it; None when there is none.

        Raises:
            BadTrustList: It was changed, or put back to an older one, behind our back.
        """
        content = self._read(LIST_FILE)
        if not content:
            return None
        found = self.examine(content, now)
        self._refuse_older(found)
        return found

    def material(self, now: datetime) -> TrustMaterial:
        """Give what chains are built from: the list and the single certificates.

        Authorities that the list has withdrawn come too: what was proved to exist before is
        still judged by them. A single certificate is the administrator's own decision and is
        trusted for everything, whatever the list says of it.

        Raises:
            BadTrustRoots: The folder is missing, empty of certificates, or one is damaged.
            BadTrustList: The list in use was changed.
        """
        facts = self.in_use(now)
        listed: tuple[TrustEntry, ...] = ()
        if facts is not None:
            listed = facts.content.entries
            if facts.outdated:
                _log.warning("the next issue of the trust list is overdue")
        needed = facts is None or has_certificates(self._folder)
        single = load_roots(self._folder) if needed else ()
        if not any(one.holds_at(now) for one in listed if one.role is Role.ROOT) and not single:
            raise BadTrustRoots("nothing in the folder of trust roots is valid now")
        # Roots first: chains are told from the heap, and people read it.
        ordered = sorted(listed, key=lambda one: one.role is not Role.ROOT)
        roots = [one.certificate for one in ordered if one.role is Role.ROOT]
        between = [one.certificate for one in ordered if one.role is not Role.ROOT]
        return TrustMaterial(
            certificates=tuple(dict.fromkeys((*roots, *single, *between))),
            limits=tuple(one.limit for one in ordered if one.certificate not in single),
        )

    def _refuse_older(self, found: ListFacts) -> None:
        """Refuse a list that is older than one taken before, or another one of the same number."""
        sequence, digest = self._seen()
        number = found.content.sequence
        if number < sequence or (number == sequence and found.sha256 != digest):
            raise TrustListRollback(f"number {number} is not above {sequence}")

    def _seen(self) -> tuple[int, str]:
        """Highest number taken so far and the digest of its list; 0 before the first."""
        content = self._read(_SEEN_FILE)
        if not content:
            return 0, ""
        try:
            found = json.loads(content)
            return int(found["sequence"]), str(found["sha256"])
        except (ValueError, TypeError, KeyError) as error:
            raise BadTrustList("the number of the list in use cannot be read") from error

    def _read(self, name: str) -> bytes:
        """Read a small file of the folder; empty when it is not there."""
        path = self._folder / name
        try:
            if path.stat().st_size > _MAX_FILE_BYTES:
                raise BadTrustList("a file of the trust folder is too large")
            return path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise BadTrustRoots("folder of trust roots cannot be read") from error

    def _write(self, name: str, content: bytes) -> None:
        """Write a file of the folder whole."""
        with writing():
            self._folder.mkdir(parents=True, exist_ok=True)
        with part_file(self._folder / name) as (part, stream):
            with writing():
                stream.write(content)
            make_durable(stream)
            publish(part, self._folder / name)
