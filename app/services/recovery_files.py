"""Recovery keys as files and on paper: the pair of the province, the passphrase of a station."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.services.digitize import write_whole
from app.store.envelope import KEY_BYTES
from app.store.tries import PassphraseTries
from app.store.wrapping import (
    Hardness,
    PassphraseWrong,
    Recipient,
    RecipientKind,
    RecoveryKey,
    RecoveryKeyInvalid,
    open_secret,
    paper_lines,
    public_text,
    read_paper,
    read_public,
    seal_secret,
)

Entropy = Callable[[int], bytes]
_LARGEST_FILE = 1 << 16
_PAPER_LINE = re.compile(r"[0-9A-Z]{1,4}(?:[- ]+[0-9A-Z]{1,4})+")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A new pair, ready to be written.

    Attributes:
        private: File of the private half, sealed under a passphrase.
        public: File of the public half, for the stations.
        paper: The private half in the clear, to be printed and locked away.
    """

    fingerprint: str
    private: bytes = field(repr=False)
    public: bytes
    paper: bytes = field(repr=False)


def make_key_pair(
    passphrase: bytearray, entropy: Entropy, hardness: Hardness | None = None
) -> KeyPair:
    """Make the province's pair; the passphrase is wiped.

    Raises:
        PassphraseWeak: The passphrase is too short.
    """
    key = RecoveryKey(entropy(KEY_BYTES))
    try:
        sealed = seal_secret(key.secret, bytes(passphrase), entropy, hardness or Hardness())
    finally:
        passphrase[:] = bytes(len(passphrase))
    private = json.dumps(sealed, indent=1) + "\n"
    public = public_text(key.recipient).encode()
    fingerprint = key.recipient.fingerprint
    return KeyPair(fingerprint, private.encode(), public, _paper(key, fingerprint).encode())


def _paper(key: RecoveryKey, fingerprint: str) -> str:
    lines = "\n".join(paper_lines(key.secret))
    return (
        "KHÓA KHÔI PHỤC CỦA TRẠM SỐ HÓA\n"
        f"Dấu vân tay: {fingerprint}\n"
        "Ai có tờ này mở được mọi hồ sơ của các trạm. In một bản, niêm phong, cất trong két,\n"
        "rồi xóa tệp. Khi cần: gõ lại bốn dòng dưới đây vào một tệp (hai ký tự cuối là số kiểm).\n"
        f"\n{lines}\n"
    )


def public_key(file: Path) -> Recipient:
    """The public half from its file.

    Raises:
        RecoveryKeyInvalid: Not such a file.
    """
    return read_public(_content(file))


def set_passphrase(
    file: Path, passphrase: bytearray, entropy: Entropy, hardness: Hardness | None = None
) -> Recipient:
    """Make a pair whose private half lies sealed under a passphrase at the station itself.

    A file that is lost or changed is made good by setting the passphrase again.

    Raises:
        PassphraseWeak: The passphrase is too short.
    """
    return make_passphrase_key(file, passphrase, entropy, hardness).recipient


def make_passphrase_key(
    file: Path, passphrase: bytearray, entropy: Entropy, hardness: Hardness | None = None
) -> RecoveryKey:
    """As `set_passphrase`; gives the private half too, for the sheet that is locked away.

    Raises:
        PassphraseWeak: The passphrase is too short.
    """
    key = RecoveryKey(entropy(KEY_BYTES), RecipientKind.PASSPHRASE)
    try:
        sealed = seal_secret(key.secret, bytes(passphrase), entropy, hardness or Hardness())
    finally:
        passphrase[:] = bytes(len(passphrase))
    write_whole(file, (json.dumps(sealed) + "\n").encode())
    file.chmod(0o600)
    return key


def open_key_file(file: Path, passphrase: bytearray, tries: Path) -> RecoveryKey:
    """The province's private half.

    Raises:
        RecoveryKeyInvalid: Not such a file.
        PassphraseWrong: Counted in `tries`.
        PassphraseWait: Too many wrong ones before.
    """
    return RecoveryKey(_opened(file, passphrase, tries))


def open_passphrase_key(file: Path, passphrase: bytearray, tries: Path) -> RecoveryKey:
    """The private half that a station's passphrase opens; see `open_key_file`."""
    return RecoveryKey(_opened(file, passphrase, tries), RecipientKind.PASSPHRASE)


def open_paper_key(file: Path) -> RecoveryKey:
    """The private half typed from paper; lines that are no key are left out.

    Raises:
        RecoveryKeyInvalid: A line is mistyped or missing.
    """
    text = _content(file).decode("utf-8", "replace")
    # the number of a line ("Dòng 1:") may have been typed too
    typed = [line.rpartition(":")[2].strip() for line in text.splitlines()]
    lines = [line for line in typed if _PAPER_LINE.fullmatch(line.upper())]
    return RecoveryKey(read_paper("\n".join(lines)))


def _opened(file: Path, passphrase: bytearray, tries: Path) -> bytes:
    counted, now = PassphraseTries(tries), time.time()
    counted.guard(now)
    try:
        content = json.loads(_content(file))
    except ValueError as error:
        raise RecoveryKeyInvalid("not a sealed recovery key") from error
    if not isinstance(content, dict):
        raise RecoveryKeyInvalid("not a sealed recovery key")
    try:
        secret = open_secret(content, bytes(passphrase))
    except PassphraseWrong:
        counted.wrong(now)
        raise
    counted.right()
    return secret


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise RecoveryKeyInvalid("too large for a recovery key")
        return file.read_bytes()
    except OSError as error:
        raise RecoveryKeyInvalid(f"the key file cannot be read: errno {error.errno}") from error
