"""Answers of revocation services kept on the disk until their time is over.

Each lies under the digest of its question, with the digest of its own content and the end of its
time. Nothing is believed for lying there: whoever takes an answer out proves it again. A kept
answer that is damaged is as good as none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from signing.errors import OutputNotWritten
from signing.outputs import make_durable, part_file, publish, writing

_log = logging.getLogger(__name__)

_SCHEMA = "sohoa.kept-answer/1"
_SUFFIX = ".answer.json"
_MOST_FILES = 500
_MAX_FILE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """One answer.

    Attributes:
        content: DER.
        taken_at: When it came, aware.
        until: End of its time, aware.
    """

    content: bytes
    taken_at: datetime
    until: datetime


class KeptAnswers:
    """A folder of answers; several processes may use it at the same time."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first answer."""
        self._folder = folder

    def find(self, question: bytes, moment: datetime) -> KeptAnswer | None:
        """Give the answer to a question whose time is not over; None when there is none."""
        path = self._path(question)
        try:
            found = _read(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            if not isinstance(error, FileNotFoundError):
                _log.info("a kept answer cannot be used: %s", type(error).__name__)
            return None
        return found if found.taken_at <= moment <= found.until else None

    def keep(self, question: bytes, answer: KeptAnswer) -> None:
        """Keep a proved answer; a full disk is no reason to stop."""
        content = {
            "schema": _SCHEMA,
            "sha256": hashlib.sha256(answer.content).hexdigest(),
            "taken_at": answer.taken_at.isoformat(),
            "until": answer.until.isoformat(),
            "content": base64.b64encode(answer.content).decode("ascii"),
        }
        target = self._path(question)
        try:
            with writing():
                self._folder.mkdir(parents=True, exist_ok=True)
            with part_file(target) as (part, stream):
                with writing():
                    stream.write(json.dumps(content).encode("ascii"))
                make_durable(stream)
                publish(part, target)
            self._drop_old(answer.taken_at)
        except (OutputNotWritten, OSError) as error:
            _log.warning("an answer was not kept: %s", type(error).__name__)

    def _drop_old(self, moment: datetime) -> None:
        """Delete answers whose time is over, and the oldest when there are too many."""
        left = []
        for path in self._files():
            try:
                found = _read(path)
            except (OSError, ValueError, KeyError, TypeError):
                path.unlink(missing_ok=True)
                continue
            if found.until < moment:
                path.unlink(missing_ok=True)
            else:
                left.append((found.taken_at, path))
        for _, path in sorted(left, key=lambda one: one[0], reverse=True)[_MOST_FILES:]:
            path.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        """List what lies in the folder; only looked through when it grows."""
        found = [path for path in self._folder.iterdir() if path.name.endswith(_SUFFIX)]
        return iter(found if len(found) > _MOST_FILES // 10 else ())

    def _path(self, question: bytes) -> Path:
        """Name the file of a question."""
        return self._folder / f"{hashlib.sha256(question).hexdigest()}{_SUFFIX}"


def _read(path: Path) -> KeptAnswer:
    """Read one file.

    Raises:
        ValueError: It is damaged.
    """
    if path.stat().st_size > _MAX_FILE_BYTES:
        raise ValueError("too large")
    found = json.loads(path.read_bytes())
    content = base64.b64decode(found["content"], validate=True)
    if found["schema"] != _SCHEMA or hashlib.sha256(content).hexdigest() != found["sha256"]:
        raise ValueError("another kind of file, or changed")
    times = datetime.fromisoformat(found["taken_at"]), datetime.fromisoformat(found["until"])
    if any(one.utcoffset() is None for one in times):
        raise ValueError("a time without zone")
    return KeptAnswer(content, *times)
