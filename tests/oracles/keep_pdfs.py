"""A pytest plugin that keeps every PDF/A which the product hands out as finished.

Loaded by `PYTEST_PLUGINS=tests.oracles.keep_pdfs` and told the folder by `SOHOA_KEEP_PDFS`. Files
are named by their digest, so equal ones are kept once, and appear whole, so processes can share
the folder. What tests spoil afterwards is not seen; a signed file counts when what was signed
claims to be PDF/A-2u.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pikepdf
import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Put the collecting copies in place before a test module imports the originals."""
    folder = os.environ.get("SOHOA_KEEP_PDFS", "")
    if not folder:
        return
    keeper = Keeper(Path(folder).absolute())
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    keep_assembled(keeper, patch)
    keep_signed(keeper, patch)
    keep_results_of_lanes(keeper, patch)


class Keeper:
    """Copies finished files into a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, content: bytes) -> None:
        """Add one file unless it is there already."""
        target = self._folder / f"{hashlib.sha256(content).hexdigest()}.pdf"
        if not target.exists():
            part = target.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(content)
            part.replace(target)

    def keep_signed(self, source: bytes, content: bytes) -> None:
        """Add a signed file unless a test signed something that is no PDF/A-2u."""
        if claim_of(source) == "2U":
            self.keep(content)


def claim_of(content: bytes) -> str:
    """Part and level of PDF/A that a file claims; empty without, or when nothing can be read."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return str(pdf.open_metadata().pdfa_status)
    except (pikepdf.PdfError, ValueError):
        return ""


def keep_assembled(keeper: Keeper, patch: pytest.MonkeyPatch) -> None:
    """What `ocr` writes in this process."""
    import ocr.pdf.pdfa
    import ocr.pipeline

    original = ocr.pdf.pdfa.assemble

    def assemble(pages: Any, metadata: Any, target: Path) -> Any:
        done = original(pages, metadata, target)
        keeper.keep(target.read_bytes())
        return done

    patch.setattr(ocr.pdf.pdfa, "assemble", assemble)
    patch.setattr(ocr.pipeline, "assemble", assemble)


def keep_signed(keeper: Keeper, patch: pytest.MonkeyPatch) -> None:
    """What `signing` writes in this process."""
    import signing.pades.sign

    original = signing.pades.sign.sign_pdf

    def sign_pdf(source: Path, target: Path, *args: Any, **kwargs: Any) -> Any:
        plain = source.read_bytes() if source.exists() else b""
        done = original(source, target, *args, **kwargs)
        keeper.keep_signed(plain, target.read_bytes())
        return done

    patch.setattr(signing.pades.sign, "sign_pdf", sign_pdf)


def keep_results_of_lanes(keeper: Keeper, patch: pytest.MonkeyPatch) -> None:
    """What worker processes, where nothing is exchanged, send back."""
    import app.jobs

    original: Callable[..., Future[Any]] = app.jobs.ProcessLane.submit

    def submit(lane: Any, job: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = original(lane, job, *args, **kwargs)
        future.add_done_callback(lambda done: keep_result(keeper, args, done))
        return future

    patch.setattr(app.jobs.ProcessLane, "submit", submit)


def keep_result(keeper: Keeper, args: tuple[Any, ...], done: Future[Any]) -> None:
    from app.domain.signing import Finished
    from app.services.signing_jobs import FinishOrder, with_part
    from app.services.workers import BuiltPdf

    if done.cancelled() or done.exception() is not None:
        return
    result = done.result()
    if isinstance(result, BuiltPdf):
        keeper.keep(result.data)
        return
    order = args[0] if args else None
    if isinstance(result, Finished) and isinstance(order, FinishOrder) and order.data:
        keeper.keep_signed(order.data, with_part(order.data, result.part))
