"""Pushing the portal's record: a JSON array goes out, {error_code, message} comes back.

"0" and "thành công" mean done. "đã tồn tại" means that an earlier try was applied, so the same
rows go to the address of updates: a repeat is always safe.

Source: interface of the national service portal, as systems of the provinces call it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.domain.manifest import Manifest
from app.domain.portal import Row, dossier_record
from app.province.errors import Ambiguous, Rejected, ServerBusy
from app.province.tus import Reply, json_of
from app.province.wire import ReplyLost, Wire

_OK = frozenset({200, 201})
_DONE_WORDS, _EXISTS_WORDS = "thành công", "đã tồn tại"
_MOST_WORDS = 300


class Verdict(Enum):
    """What {error_code, message} means."""

    DONE = "done"
    EXISTS = "exists"


@dataclass(frozen=True, slots=True)
class PortalPaths:
    """Paths on the host of the system.

    Attributes:
        insert: Takes new dossiers.
        update: Takes dossiers that exist already.
    """

    insert: str
    update: str


class PortalRecord:
    """Keeps the record of the portal up to date with what was delivered."""

    def __init__(self, wire: Wire, paths: PortalPaths) -> None:
        self._wire = wire
        self._paths = paths

    def push(self, manifest: Manifest, addresses: Mapping[str, str]) -> str:
        """Insert the record of a dossier, or bring the one that exists up to date.

        Args:
            manifest: What was delivered.
            addresses: File id -> where its bytes can be fetched.

        Returns:
            The words of the answer.

        Raises:
            DeliveryError: By class of failure; Ambiguous when the reply was lost.
        """
        rows = [dossier_record(manifest, addresses=addresses, received="")]
        verdict, words = answer_of(self._send(self._paths.insert, rows))
        if verdict is Verdict.EXISTS:
            _, words = answer_of(self._send(self._paths.update, rows))
        return words

    def _send(self, path: str, rows: Sequence[Row]) -> Reply:
        body = json.dumps(list(rows), ensure_ascii=False).encode("utf-8")
        return send_whole(self._wire, "POST", path, body, {"Content-Type": "application/json"})


def send_whole(
    wire: Wire, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> Reply:
    """Send a request that may be applied although its reply is lost.

    Raises:
        DeliveryError: By class of failure; Ambiguous when the reply was lost.
    """
    try:
        return wire.ask(method, path, headers, body)
    except ReplyLost as error:
        raise Ambiguous(error.detail) from error


def answer_of(reply: Reply) -> tuple[Verdict, str]:
    """The verdict of an answer and its words.

    Raises:
        Rejected: Neither done nor there already; the words say why.
        DeliveryError: By class of failure.
    """
    answer = json_of(reply, _OK)
    words = _words(answer)
    folded = unicodedata.normalize("NFC", words).casefold()
    if _EXISTS_WORDS in folded:
        return Verdict.EXISTS, words
    code = answer.get("error_code")
    if code is None:
        raise ServerBusy("answer without error_code")
    if str(code) == "0" and _DONE_WORDS in folded:
        return Verdict.DONE, words
    raise Rejected(words or f"error_code {str(code)[:20]}")


def _words(answer: dict[str, Any]) -> str:  # Any: JSON has no static shape
    words = answer.get("message", "")
    return words[:_MOST_WORDS] if isinstance(words, str) else ""
