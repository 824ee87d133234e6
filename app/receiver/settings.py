"""What can be set on a receiver."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.receiver.chaos import ChaosRule
from app.receiver.keyring import KeyKind


@dataclass(frozen=True, slots=True)
class ReceiverSettings:
    """Limits and rules of a receiver.

    Attributes:
        require_signature: Scanned PDFs without a signature are refused at commit.
        token: Bearer token every sender needs, "" for none.
        issuer: Name that stands in receipts.
        max_file_bytes: Largest file taken.
        max_chunk_bytes: Largest body of one PATCH.
        upload_ttl_s: Seconds after the last byte for which an unfinished upload is kept.
        stall_s: Seconds without a byte after which a PATCH is given up.
        hosts: Values of the Host header that are answered; keeps foreign web sites out of a
            receiver on this machine. Empty = all.
        pages: Serve the web pages with the received dossiers.
        chaos: Faults to inject; on loopback only.
        scan_command: Virus scanner and its arguments, () for none.
        receipt_key: Algorithm of the receipt key where one has to be made.
        results: Folder with PDFs that wait for a signature; those below a folder with the code
            of an agency are for that agency alone. None = the folder `results` of the receiver.
    """

    require_signature: bool = True
    token: str = ""
    issuer: str = "sohoa-receiver"
    max_file_bytes: int = 512 * 1024 * 1024
    max_chunk_bytes: int = 8 * 1024 * 1024
    upload_ttl_s: float = 7 * 86400.0
    stall_s: float = 60.0
    hosts: tuple[str, ...] = ()
    pages: bool = True
    chaos: tuple[ChaosRule, ...] = ()
    results: Path | None = None
    scan_command: tuple[str, ...] = ()
    receipt_key: KeyKind = KeyKind.EDDSA
