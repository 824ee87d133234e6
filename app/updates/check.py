"""Whether an update may be laid down on this machine; nothing is written here."""

from __future__ import annotations

import hashlib
import platform
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.updates.base import UpdateNotForUs, UpdateOutdated, UpdateRollback, UpdateUnproved
from app.updates.bundle import MANIFEST, SIGNATURES, Bundle
from app.updates.manifest import MOST_BYTES, Manifest, read_manifest, strict_json, version_parts
from app.updates.trusted import MOST_BYTES as MOST_SIGNATURE_BYTES
from app.updates.trusted import TrustedKeys, prove, signatures_of

AHEAD = timedelta(days=1)
"""How far a publisher's clock may be ahead of ours."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What this machine accepted before.

    Attributes:
        sequence: Highest number, 0 before the first.
        manifest_sha256: Digest of the manifest of that number.
        made_at: When the newest of them was made: our clock cannot be before that.
    """

    sequence: int = 0
    manifest_sha256: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Here:
    """This machine.

    Attributes:
        platform: As in manifests, for example "linux-x86_64".
        version: The version that runs.
        now: Aware time.
    """

    platform: str
    version: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Proved:
    """An update that may be laid down.

    Attributes:
        data: Bytes of the manifest, as they were signed.
        signed_by: Names of the keys.
    """

    manifest: Manifest
    data: bytes
    signed_by: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Digest of the manifest."""
        return hashlib.sha256(self.data).hexdigest()


def this_platform() -> str:
    """As in manifests: "linux-x86_64", "win32-x86_64"."""
    machine = platform.machine().lower()
    return f"{sys.platform}-{'x86_64' if machine == 'amd64' else machine}"


def check(bundle: Bundle, keys: TrustedKeys, accepted: Accepted, here: Here) -> Proved:
    """Prove a bundle's manifest: signatures first, then what it says, then whether it fits here.

    Raises:
        UpdateError: It may not be laid down.
    """
    data = bundle.small(MANIFEST, MOST_BYTES)
    signatures = signatures_of(strict_json(bundle.small(SIGNATURES, MOST_SIGNATURE_BYTES)))
    signed_by = prove(data, signatures, keys)
    manifest = read_manifest(data)
    proved = Proved(manifest, data, tuple(signed_by))
    _refuse_older(proved, accepted)
    _refuse_out_of_time(manifest, accepted, here.now)
    if manifest.platform != here.platform:
        raise UpdateNotForUs(f"made for {manifest.platform}")
    if version_parts(here.version) < version_parts(manifest.minimum_version):
        raise UpdateNotForUs(f"needs {manifest.minimum_version} before it")
    if manifest.keys is not None:
        _check_new_keys(manifest.keys, keys, data, signatures)
    return proved


def _refuse_older(proved: Proved, accepted: Accepted) -> None:
    number = proved.manifest.sequence
    is_other = number == accepted.sequence and proved.sha256 != accepted.manifest_sha256
    if number < accepted.sequence or is_other:
        raise UpdateRollback(f"number {number}, accepted {accepted.sequence}")


def _refuse_out_of_time(manifest: Manifest, accepted: Accepted, now: datetime) -> None:
    """A clock that was set back does not make an expired update fresh again."""
    if manifest.made_at > now + AHEAD:
        raise UpdateOutdated("made in the future")
    latest = max(now, accepted.made_at or now)
    if latest >= manifest.expires_at:
        raise UpdateOutdated("expired")


def _check_new_keys(
    new: TrustedKeys, old: TrustedKeys, data: bytes, signatures: dict[str, bytes]
) -> None:
    """New keys come one version after another, and have to show that they are there.

    Source: The Update Framework 1.0, 5.3.4 and 5.3.5.
    """
    if new == old:
        return
    if new.version != old.version + 1:
        raise UpdateUnproved(f"keys of version {new.version} after {old.version}")
    prove(data, signatures, new)
