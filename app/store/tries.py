"""Wrong passphrases are counted and make the next try wait; a restart does not help.

The count lies in a small file beside what the passphrase opens. Whoever copies the sealed key
elsewhere is not slowed by it but by Argon2id.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

from app.errors import Advice
from app.store.base import StoreError
from app.store.durable import as_store_error, remove_quietly, replace_file, write_synced

FREE_TRIES = 3
FIRST_WAIT_S, LONGEST_WAIT_S = 5.0, 3600.0


class PassphraseWait(StoreError):
    """Too many wrong passphrases; the next try is for later.

    Attributes:
        seconds: How long to wait.
    """

    code = "recovery.wait"
    advice = Advice.RETRY_LATER

    def __init__(self, detail: str = "", seconds: int = 0) -> None:
        super().__init__(detail)
        self.seconds = seconds


class PassphraseTries:
    """Counts wrong passphrases in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def guard(self, now: float) -> None:
        """Go on only if the next try is due at `now` (seconds since 1970).

        Raises:
            PassphraseWait: It is not.
        """
        wrong, last = self._read()
        # A clock that was set back does not make anybody wait longer than the longest wait.
        left = min(last + _wait_s(wrong) - now, _wait_s(wrong))
        if left > 0:
            raise PassphraseWait(f"{wrong} wrong passphrases", math.ceil(left))

    def wrong(self, now: float) -> None:
        """Count a wrong one, durably and before the answer is given.

        Raises:
            StoreError: It could not be counted.
        """
        count = self._read()[0] + 1
        temporary = self._path.with_suffix(".part")
        remove_quietly(temporary)
        try:
            write_synced(temporary, (json.dumps([count, now]).encode("ascii"),))
            replace_file(temporary, self._path)
        except OSError as error:
            raise as_store_error(error, "counting a wrong passphrase") from error

    def right(self) -> None:
        """Begin to count anew."""
        remove_quietly(self._path)

    def _read(self) -> tuple[int, float]:
        try:
            count, last = json.loads(self._path.read_bytes())
            return int(count), float(last)
        except FileNotFoundError:
            return 0, 0.0
        except (OSError, ValueError, TypeError):
            # A spoilt count must not be a way around it.
            return FREE_TRIES + 1, 0.0


def _wait_s(wrong: int) -> float:
    if wrong < FREE_TRIES:
        return 0.0
    doubled: float = FIRST_WAIT_S * 2.0 ** min(wrong - FREE_TRIES, 20)
    return min(doubled, LONGEST_WAIT_S)
