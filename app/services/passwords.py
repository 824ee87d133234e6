"""Passwords of officers: Argon2id, each hash with the parameters it was made with.

Source: RFC 9106 section 4, second recommended option (64 MiB, 3 passes, 4 lanes).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SALT_BYTES, HASH_BYTES = 16, 32
MOST_PASSES, MOST_KIB, MOST_LANES = 16, 1 << 20, 16
"""Parameters beyond these are not of this program; a row that names them is not followed."""

_PHC = re.compile(r"\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,4})\$")


@dataclass(frozen=True, slots=True)
class HashCost:
    """What a guess costs whoever has the hash.

    Attributes:
        kib: Memory, KiB.
        passes: Passes over it.
        lanes: Parts that can be worked on side by side.
    """

    kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


def hash_password(password: bytes | bytearray, salt: bytes, cost: HashCost) -> str:
    """The hash of a password with its parameters, PHC string."""
    argon = Argon2id(
        salt=salt,
        length=HASH_BYTES,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.kib,
    )
    return argon.derive_phc_encoded(_composed(password))


def is_password(password: bytes | bytearray, kept: str) -> bool:
    """Whether this is the password of a hash; takes as long as its parameters say."""
    cost = cost_of(kept)
    too_dear = cost.kib > MOST_KIB or cost.passes > MOST_PASSES or cost.lanes > MOST_LANES
    if too_dear or not cost.kib:
        return False
    try:
        Argon2id.verify_phc_encoded(_composed(password), kept)
    except (InvalidKey, ValueError):
        return False
    return True


def cost_of(kept: str) -> HashCost:
    """Parameters of a hash; zeros for a text that is none."""
    found = _PHC.match(kept)
    return HashCost(*map(int, found.groups())) if found else HashCost(0, 0, 0)


def is_cheaper(kept: str, cost: HashCost) -> bool:
    """Whether a hash was made with less than is asked for today."""
    had = cost_of(kept)
    return (had.kib, had.passes) < (cost.kib, cost.passes) or had.passes < cost.passes


def _composed(password: bytes | bytearray) -> bytes:
    """The same password however the keyboard composes its letters (NFC)."""
    try:
        return unicodedata.normalize("NFC", bytes(password).decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        return bytes(password)
