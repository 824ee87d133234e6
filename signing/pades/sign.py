"""Signing many files under one login; one file is signed by `signing.pades.prepared`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from signing.errors import CertificateRefused, KeyUnavailable, SigningError
from signing.keystore import SigningKey
from signing.pades.prepared import sign_pdf
from signing.requests import FileOutcome, SignedPdf, SignRequest

__all__ = ["sign_files", "sign_pdf"]


def sign_files(
    files: Sequence[tuple[Path, Path]],
    key: SigningKey,
    request: SignRequest,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[FileOutcome, ...]:
    """Sign many files under one login.

    A file that fails does not stop the others. When the key itself fails (token gone,
    certificate refused), the remaining files get the same error and the key is left alone.

    Args:
        files: Pairs of source and target.
        key: Opened once for the whole batch.
        request: How to sign; the same for every file.
        on_progress: Called after each file with (done, all).

    Returns:
        One outcome per file, in the same order.
    Runs on: the token lane.
    """
    outcomes: list[FileOutcome] = []
    stopped: SigningError | None = None
    for source, target in files:
        result: SignedPdf | SigningError
        try:
            result = stopped or sign_pdf(source, target, key, request)
        except SigningError as error:
            result = error
            if isinstance(error, KeyUnavailable | CertificateRefused):
                stopped = error
        outcomes.append(FileOutcome(source, target, result))
        if on_progress is not None:
            on_progress(len(outcomes), len(files))
    return tuple(outcomes)
