"""A processing system in memory that remembers everything, and fails as it is told.

It outlives the station: a killed client comes back to a server that may have applied what the
client never heard of.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.manifest import Manifest
from app.province.base import Receipt, RemoteDossier
from app.province.errors import (
    Ambiguous,
    AuthRefused,
    DeliveryError,
    DigestMismatch,
    LinkDown,
    Rejected,
    RemoteGone,
    ServerBusy,
)
from tests.fakes.signed_receipts import signed


class Weather(StrEnum):
    """What happens to a call."""

    FINE = "fine"
    LINE_DOWN = "line down"
    BUSY = "500 before it was applied"
    BUSY_AFTER = "500 after it was applied"
    REPLY_LOST = "applied, reply lost"
    HALF = "half a chunk, then cut"
    GONE = "upload forgotten"
    LOGIN = "401"
    REFUSED = "422"


@dataclass
class Office:
    """The server side.

    Attributes:
        weather: Asked before each call; gives what happens to it.
        calls: Calls by name, those that failed too.
        told: Offsets that were confirmed, by upload.
        accepted: Accepted manifests by dossier and revision; two would be a double.
    """

    weather: Callable[[str], Weather] = lambda _call: Weather.FINE
    calls: Counter[str] = field(default_factory=Counter)
    told: dict[str, set[int]] = field(default_factory=dict)
    accepted: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)
    _held: dict[str, bytes] = field(default_factory=dict)
    _receipts: dict[str, Receipt] = field(default_factory=dict)

    def reachable(self) -> bool:
        """Whether the line is there now."""
        return self._meet("reachable") is not Weather.LINE_DOWN

    def close(self) -> None:
        """Nothing is open."""

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Announce; the same key gives the same answer, with another manifest a refusal."""
        met = self._before("begin")
        if self._known.setdefault(key, manifest.digest()) != manifest.digest():
            raise Rejected("the key was used for another manifest")
        uploads = {file.id: f"{key}/{file.id}" for file in manifest.files}
        for url in uploads.values():
            self._held.setdefault(url, b"")
        self._after(met)
        return RemoteDossier(f"r-{key}", uploads)

    def resume_point(self, url: str) -> int:
        """Bytes that are held."""
        met = self._before("resume_point")
        if met is Weather.GONE:
            self._held.pop(url, None)
        if url not in self._held:
            raise RemoteGone(url)
        self._after(met)
        return self._confirm(url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Take a chunk at the end of what is held."""
        met = self._before("put")
        if met is Weather.GONE:
            self._held.pop(url, None)
        if url not in self._held:
            raise RemoteGone(url)
        if offset != len(self._held[url]):
            raise Ambiguous("another offset")
        self._held[url] += chunk[: len(chunk) // 2] if met is Weather.HALF else chunk
        if met is Weather.HALF:
            raise LinkDown("cut")
        self._after(met)
        return self._confirm(url)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Accept what is whole; a repeat gives the same receipt."""
        met = self._before("commit")
        if key not in self._receipts:
            self._require_whole(manifest, key)
            self._receipts[key] = _receipt(remote_id, manifest, key)
            place = (manifest.client_ref, manifest.revision)
            self.accepted.setdefault(place, []).append(manifest.digest())
        self._after(met)
        return self._receipts[key]

    @property
    def doubled(self) -> int:
        """Revisions of dossiers that were accepted more than once."""
        return sum(len(each) > 1 for each in self.accepted.values())

    def _require_whole(self, manifest: Manifest, key: str) -> None:
        for file in manifest.files:
            data = self._held.get(f"{key}/{file.id}")
            if data is None:
                raise RemoteGone(file.id)
            if hashlib.sha256(data).hexdigest() != file.sha256:
                raise DigestMismatch(file.id)

    def _confirm(self, url: str) -> int:
        offset = len(self._held[url])
        self.told.setdefault(url, set()).add(offset)
        return offset

    def _meet(self, call: str) -> Weather:
        self.calls[call] += 1
        return self.weather(call)

    def _before(self, call: str) -> Weather:
        met = self._meet(call)
        refusals: dict[Weather, DeliveryError] = {
            Weather.LINE_DOWN: LinkDown("no route"),
            Weather.BUSY: ServerBusy("500"),
            Weather.LOGIN: AuthRefused("401"),
            Weather.REFUSED: Rejected("422"),
        }
        if met in refusals:
            raise refusals[met]
        return met

    def _after(self, met: Weather) -> None:
        if met is Weather.BUSY_AFTER:
            raise ServerBusy("500")
        if met is Weather.REPLY_LOST:
            raise Ambiguous("cut")


def _receipt(remote_id: str, manifest: Manifest, key: str) -> Receipt:
    number = f"BN-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
    claims = {
        "receipt_no": number,
        "client_ref": manifest.client_ref,
        "revision": manifest.revision,
        "manifest_sha256": manifest.digest(),
        "committed_at": "2026-10-08T03:04:05+00:00",
    }
    return Receipt(
        number=number,
        jws=signed(claims),
        dossier_id=remote_id,
        client_ref=manifest.client_ref,
        revision=manifest.revision,
        manifest_sha256=manifest.digest(),
        committed_at=str(claims["committed_at"]),
    )
