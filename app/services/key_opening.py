"""Opening the keys of a plan: each once, before anything is prepared."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.signing import SignerRole, SigningPlan
from app.errors import Advice, LibraryError, WrongUse
from app.services.key_host import KeyHost, KeyIdentity
from signing.errors import WholeFilesOnly
from signing.identities import Mechanism

PROGRAM_KIND = "vgca"
"""Kind of the keys behind the government's program, which signs whole files."""

_RSA = frozenset({Mechanism.RSA_PSS, Mechanism.RSA_PKCS1})
_BY_PADDING = {"pss": Mechanism.RSA_PSS, "pkcs1": Mechanism.RSA_PKCS1}


class SignerRefused(LibraryError):
    """A key does not open or cannot sign as the plan wants; tells whose it is.

    Attributes:
        role: Whether it is a person's or the agency's.
        place: Which signer of the plan, from 0.
    """

    def __init__(self, why: LibraryError, role: SignerRole, place: int) -> None:
        super().__init__(why.code, why.advice, why.detail, why.tries_left)
        self.why, self.role, self.place = why, role, place

    def __reduce__(  # type: ignore[override]  # other arguments than its parent's
        self,
    ) -> tuple[type[SignerRefused], tuple[LibraryError, SignerRole, int]]:
        """Survive the way between processes."""
        return (type(self), (self.why, self.role, self.place))


def is_program(source: str) -> bool:
    """Whether a key is behind a program that signs whole files and gives no values."""
    return source.partition(":")[0] == PROGRAM_KIND


def check_gives_values(plan: SigningPlan) -> None:
    """Refuse a batch that could never sign, before it is started.

    Raises:
        SignerRefused: `key.whole_files_only`.
    """
    for place, signer in enumerate(plan.signers):
        if is_program(signer.key):
            why = LibraryError(WholeFilesOnly.code, Advice.USER_ACTION)
            raise SignerRefused(why, signer.role, place)


def open_keys(keys: KeyHost, plan: SigningPlan, pins: Sequence[bytearray]) -> list[KeyIdentity]:
    """Open each key once, also one that signs at several places.

    Args:
        keys: Where keys are.
        plan: Who signs.
        pins: One for each signer; wiped by the host that takes it.

    Returns:
        Who signs at each place.

    Raises:
        SignerRefused: Wrong PIN, token gone, service refuses, or the key cannot sign this way.
        WrongUse: Not one PIN for each signer.
    """
    if len(pins) != len(plan.signers):
        raise WrongUse("one PIN for each signer")
    opened: dict[str, KeyIdentity] = {}
    for place, (signer, pin) in enumerate(zip(plan.signers, pins, strict=True)):
        try:
            if signer.key not in opened:
                opened[signer.key] = keys.unlock(signer.key, pin)
            _check_padding(opened[signer.key], plan.padding)
        except LibraryError as error:
            raise SignerRefused(error, signer.role, place) from error
    return [opened[signer.key] for signer in plan.signers]


def _check_padding(identity: KeyIdentity, padding: str) -> None:
    """Refuse an RSA key that cannot pad as wanted before any file is prepared.

    Raises:
        LibraryError: `certificate.padding_refused`.
    """
    able = identity.mechanisms & _RSA
    if able and _BY_PADDING.get(padding) not in able:
        detail = f"the key cannot do {padding}"
        raise LibraryError("certificate.padding_refused", Advice.USER_ACTION, detail)
