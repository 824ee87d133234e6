r"""The audit chain as a file: one JSON line for each entry, then one with the signed head.

The head is a signed note in the form of a checkpoint: origin, number of entries, hash of the
newest one, an empty line, and a line with the signature. Here the hash is the one of a chain, not
the root of a tree.

Source: C2SP signed-note and tlog-checkpoint (form of the note and of its Ed25519 signature).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from app.domain.events import GENESIS, Act, AuditEntry, chain_hash

HEAD = "signed_head"
_ED25519 = b"\x01"
_MARK = "\u2014"
_KEY_ID_BYTES, _SIGNATURE_BYTES, _PUBLIC_BYTES, _HASH_BYTES = 4, 64, 32, 32
_MEMBERS = frozenset({"seq", "at", "actor", "action", "object_id", "digest", "note"}) | {
    "previous",
    "hash",
}


class NotAHead(ValueError):
    """A text is no signed head."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a signed head says.

    Attributes:
        origin: Name of the station's log.
        size: Number of entries.
        hash: Hash of the newest entry, lower-case hex.
    """

    origin: str
    size: int
    hash: str

    def text(self) -> bytes:
        """What is signed."""
        digest = base64.b64encode(bytes.fromhex(self.hash)).decode("ascii")
        return f"{self.origin}\n{self.size}\n{digest}\n".encode()


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head with its signature, not checked here.

    Attributes:
        text: The bytes that are signed.
        key_id: First bytes of the digest of name and key.
        signature: Ed25519, 64 bytes.
    """

    head: Head
    text: bytes
    key_id: bytes
    signature: bytes


def key_id(origin: str, public: bytes) -> bytes:
    """Short name of a key in a note."""
    named = origin.encode("utf-8") + b"\n" + _ED25519 + public
    return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]


def key_text(origin: str, public: bytes) -> str:
    """A key as it is written down and compared: `ORIGIN+ID+KEY`."""
    key = base64.b64encode(_ED25519 + public).decode("ascii")
    return f"{origin}+{key_id(origin, public).hex()}+{key}"


def public_of(text: str) -> bytes:
    """The public key in a `key_text`.

    Raises:
        NotAHead: It is none.
    """
    try:
        origin, named, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
    except (ValueError, binascii.Error) as error:
        raise NotAHead("not a key of an audit log") from error
    public = raw[1:]
    right = raw[:1] == _ED25519 and len(public) == _PUBLIC_BYTES
    if not right or key_id(origin, public).hex() != named:
        raise NotAHead("not a key of an audit log")
    return public


def note_of(head: Head, public: bytes, signature: bytes) -> str:
    """The note of a head and its signature."""
    signed = base64.b64encode(key_id(head.origin, public) + signature).decode("ascii")
    return f"{head.text().decode()}\n{_MARK} {head.origin} {signed}\n"


def read_note(note: str) -> SignedHead:
    """Take a note apart.

    Raises:
        NotAHead: It is none.
    """
    text, _, rest = note.partition("\n\n")
    try:
        origin, size, digest = text.split("\n")
        mark, name, signed = rest.removesuffix("\n").split(" ")
        raw = base64.b64decode(signed, validate=True)
        hashed = base64.b64decode(digest, validate=True)
        head = Head(origin, int(size), hashed.hex())
    except (ValueError, binascii.Error) as error:
        raise NotAHead("not a signed head") from error
    lengths = len(hashed) == _HASH_BYTES and len(raw) == _KEY_ID_BYTES + _SIGNATURE_BYTES
    if mark != _MARK or name != origin or not lengths or str(head.size) != size or head.size < 0:
        raise NotAHead("not a signed head")
    return SignedHead(head, head.text(), raw[:_KEY_ID_BYTES], raw[_KEY_ID_BYTES:])


def entry_line(entry: AuditEntry) -> str:
    """One entry as a line."""
    members = {"seq": entry.seq, **asdict(entry.act)}
    members |= {"previous": entry.previous, "hash": entry.hash}
    return json.dumps(members, ensure_ascii=False)


def head_line(note: str, key: str) -> str:
    """The last line: the signed head, and the key that it was signed with."""
    return json.dumps({HEAD: note, "key": key}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What a file of the audit chain holds, as far as its lines tell.

    Attributes:
        size: Entries up to the first bad one.
        hash: Hash of the last good entry.
        bad: Number of the first entry that is wrong or missing, None when all are right.
        note: The signed head, "" when there is none.
        key: The key that the file names.
    """

    size: int
    hash: str
    bad: int | None = None
    note: str = ""
    key: str = ""


def check_lines(lines: Iterable[str]) -> LogCheck:
    """Follow the chain line by line; a file of any length takes little memory."""
    size, before, note, key = 0, GENESIS, "", ""
    for members in map(_members, lines):
        if note:
            return LogCheck(size, before, size + 1, note, key)
        if members is not None and HEAD in members:
            note, key = str(members[HEAD]), str(members.get("key", ""))
            continue
        entry = _entry(members)
        right = entry is not None and entry.seq == size + 1 and entry.previous == before
        if entry is None or not right or entry.hash != chain_hash(before, entry.seq, entry.act):
            return LogCheck(size, before, size + 1)
        size, before = entry.seq, entry.hash
    return LogCheck(size, before, None if note else size + 1, note, key)


def lines_of(entries: Iterable[AuditEntry], note: str, key: str) -> Iterator[str]:
    """All lines of a file, without their ends."""
    yield from map(entry_line, entries)
    yield head_line(note, key)


def _members(line: str) -> dict[str, object] | None:
    try:
        members = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return members if isinstance(members, dict) else None


def _entry(members: dict[str, object] | None) -> AuditEntry | None:
    """The entry of a line, None when the line is none."""
    if members is None or members.keys() != _MEMBERS:
        return None
    seq = members["seq"]
    texts = {name: value for name, value in members.items() if name != "seq"}
    if type(seq) is not int or not all(isinstance(value, str) for value in texts.values()):
        return None
    words = {name: str(value) for name, value in texts.items()}
    previous, own = words.pop("previous"), words.pop("hash")
    try:
        entry = AuditEntry(seq, Act(**words), previous, own)
        chain_hash(previous, seq, entry.act)
    except UnicodeError:
        return None
    return entry
