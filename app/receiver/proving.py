"""Whether the signatures of a returned result hold; checked in a child process with limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import StationError
from app.jobs import ProcessLane
from app.worker_process import Allowance

_TIMEOUT_S = 120.0
_MEMORY_MB = 2048


@dataclass(frozen=True, slots=True)
class ProvenSignature:
    """One signature as pages show it.

    Attributes:
        signer: Common name in the certificate.
        signed_at: Time that the signature states, ISO 8601, "" without one.
        level: PAdES level.
        trust: "trusted", "untrusted", or "unknown" without a trust list.
    """

    signer: str
    signed_at: str
    level: str
    trust: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found in a file; `integrity` is "intact" when every signature holds."""

    integrity: str
    signatures: tuple[ProvenSignature, ...]


class Prover:
    """Checks files one at a time; the process starts with the first file."""

    def __init__(self) -> None:
        self._lane = ProcessLane(
            1, timeout_s=_TIMEOUT_S, allowance=Allowance(memory_mb=_MEMORY_MB), name="proof"
        )

    def prove(self, path: Path) -> Proof:
        """The signatures of a file; a check that did not come to an end proves nothing."""
        try:
            return self._lane.submit(prove_file, str(path)).result()
        except StationError as error:
            return Proof(error.code, ())

    def close(self) -> None:
        """End the process."""
        self._lane.close()


def prove_file(path: str) -> Proof:
    """Check all signatures of a PDF. Runs on: the worker process."""
    from signing.validation.verify import verify_pdf

    verdict = verify_pdf(Path(path))
    return Proof(
        verdict.integrity.value,
        tuple(
            ProvenSignature(
                signer=each.signer,
                signed_at=each.signed_at.isoformat() if each.signed_at else "",
                level=each.level,
                trust=each.trust.value,
            )
            for each in verdict.signatures
        ),
    )
