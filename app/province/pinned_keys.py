"""Pinned keys of receipts on the disk: the anchor, and the newer keys that follow from it.

The anchor is given by the province or written at the first contact, and never changed
afterwards. What signed sets have added lies in a file of its own that names its anchor, so that
another anchor begins anew; when that file is lost or damaged, the sets are fetched once more.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from pathlib import Path

from app.province.errors import NotConfigured, ReceiptInvalid
from app.province.key_sets import version_of
from app.province.receipts import usable_keys

log = logging.getLogger(__name__)

_Keys = dict[str, object]


class PinnedKeys:
    """Two files with keys.

    Args:
        anchor: JWK set; missing before the first contact.
        newer: What signed sets have added.
    """

    def __init__(self, anchor: Path, newer: Path) -> None:
        self._anchor, self._newer = anchor, newer

    def load(self) -> _Keys:
        """The keys in use, empty before the first contact.

        Raises:
            NotConfigured: The anchor cannot be read.
        """
        anchor = _anchor_of(self._anchor)
        newer = self._followed() if anchor else {}
        return newer if newer and version_of(newer) > version_of(anchor) else anchor

    def pin(self, keys: _Keys) -> None:
        """Make the keys of the first contact the anchor.

        Raises:
            ReceiptInvalid: They cannot be written, so the next start would trust anew.
        """
        try:
            _write(self._anchor, keys)
        except OSError as error:
            raise ReceiptInvalid(
                f"{self._anchor.name} cannot be written: {error.strerror}"
            ) from error

    def keep(self, keys: _Keys) -> None:
        """Keep newer keys; where that fails they are fetched again after the next start."""
        try:
            _write(self._newer, {"anchor_sha256": self._anchor_digest(), "jwks": keys})
        except OSError as error:
            log.warning("newer keys of receipts cannot be kept: %s", error.strerror)

    def _anchor_digest(self) -> str:
        return hashlib.sha256(self._anchor.read_bytes()).hexdigest()

    def _followed(self) -> _Keys:
        try:
            told = json.loads(self._newer.read_bytes()) if self._newer.exists() else {}
            is_ours = told.get("anchor_sha256") == self._anchor_digest()
            keys = told.get("jwks") if is_ours else {}
        except (OSError, ValueError, AttributeError, RecursionError) as error:
            log.warning("newer keys of receipts cannot be read: %s", type(error).__name__)
            return {}
        return keys if isinstance(keys, dict) and usable_keys(keys) else {}


def _anchor_of(file: Path) -> _Keys:
    try:
        keys = json.loads(file.read_text("utf-8")) if file.exists() else {}
    except (OSError, ValueError, RecursionError) as error:
        raise NotConfigured(f"{file.name} cannot be read") from error
    if not isinstance(keys, dict):
        raise NotConfigured(f"{file.name} is not a key set")
    return keys


def _write(file: Path, content: _Keys) -> None:
    """Put a file in its place so that a cut leaves the old one or the new one."""
    draft = file.with_name(file.name + ".part")
    with draft.open("w", encoding="utf-8") as output:
        json.dump(content, output)
        output.flush()
        os.fsync(output.fileno())
    draft.replace(file)
    if sys.platform != "win32":
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
