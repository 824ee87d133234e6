"""Reading NAME.ack, the word of whoever took a bag in.

It is either a receipt of the processing system (compact JWS), or a JSON object:

    {"bag": "sohoa_…_r1", "manifest_sha256": "…", "status": "accepted",
     "receipt_no": "…", "dossier_id": "…", "committed_at": "2026-11-22T08:00:00+07:00"}
    {"bag": "sohoa_…_r1", "manifest_sha256": "…", "status": "rejected", "reason": "…"}

Where keys are pinned only a receipt counts as acceptance. Without keys the JSON counts, and what
is kept is the station's own statement, marked as not signed by the system. A receipt that cannot
be checked, because no key is pinned, is never believed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.domain.manifest import Manifest
from app.province.base import Receipt
from app.province.errors import ReceiptInvalid, Rejected
from app.province.receipts import MAX_RECEIPT_BYTES, Jwks, usable_keys, verify_receipt
from app.province.statements import Answer, Statements

_MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class AckReader:
    """Decides what a word of acceptance is worth.

    Attributes:
        way: Way of delivery, for the statement.
        statements: Signs what nobody else signs.
        pinned_keys: Keys of receipts, empty when the system signs none.
    """

    way: str
    statements: Statements
    pinned_keys: Jwks

    def read(self, data: bytes, bag: str, manifest: Manifest) -> Receipt:
        """The receipt that an ack stands for.

        Raises:
            Rejected: Whoever looked at the bag refuses it.
            ReceiptInvalid: It confirms something else, or is not signed though it must be.
        """
        text = _text(data)
        if not text.lstrip().startswith("{"):
            return verify_receipt(text.strip(), self.pinned_keys, manifest)
        word = _object(text)
        if word.get("bag") != bag or word.get("manifest_sha256") != manifest.digest():
            raise ReceiptInvalid("ack is for another bag")
        match word.get("status"):
            case "rejected":
                raise Rejected(_member(word, "reason")[:_MOST_REASON] or "no reason given")
            case "accepted" if usable_keys(self.pinned_keys):
                raise ReceiptInvalid("ack is not signed though keys are pinned")
            case "accepted":
                return self.statements.receipt(self._answer(word, text), manifest)
            case _:
                raise ReceiptInvalid("ack tells no known status")

    def _answer(self, word: dict[str, object], text: str) -> Answer:
        return Answer(
            way=self.way,
            number=_member(word, "receipt_no"),
            dossier_id=_member(word, "dossier_id"),
            committed_at=_member(word, "committed_at"),
            text=text,
        )


def _text(data: bytes) -> str:
    if len(data) > MAX_RECEIPT_BYTES:
        raise ReceiptInvalid("ack is too long")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReceiptInvalid("ack is not a text") from error


def _object(text: str) -> dict[str, object]:
    try:
        word = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReceiptInvalid("ack is not JSON") from error
    if not isinstance(word, dict):
        raise ReceiptInvalid("ack is not an object")
    return word


def _member(word: dict[str, object], name: str) -> str:
    value = word.get(name, "")
    return value if isinstance(value, str) else ""
