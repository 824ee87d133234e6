"""Delivery as bags into a place: a folder, a stick, a share, a storage of objects.

The order of writes makes every stop harmless: files and texts under a working name, all of them
checked, then the final name, then NAME.done. A repeat finds what is there and goes on. The
dossier counts as taken when NAME.ack says so, not before.

Where names cannot be changed in one step (storages of objects), the files lie under the final
name at once and NAME.done alone says that they are complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from app.domain.manifest import Manifest
from app.province.acks import AckReader
from app.province.bag import MANIFEST_PATH, Bag, make_bag
from app.province.base import Receipt, RemoteDossier
from app.province.errors import AwaitingReceipt, DeliveryError, DigestMismatch, Rejected, RemoteGone
from app.province.whole_files import WithoutResults

ASK_AGAIN_S = 60.0
_MOST_ACK = 64 * 1024
_TOKEN = re.compile(
    r"(?P<bag>sohoa_[a-z0-9-]{1,64}_r[0-9]{1,9})/(?P<path>data/files/[0-9]{2,}-[A-Za-z0-9._-]{1,100})"
    r"\?size=(?P<size>[0-9]{1,12})"
)


class BagPlace(Protocol):
    """Where bags are put; names are relative to it, with "/" between parts.

    Every call raises errors of `app.province.errors` only.
    """

    @property
    def renames_at_once(self) -> bool:
        """A folder gets another name in one step."""
        ...

    def close(self) -> None:
        """Close connections."""
        ...

    def check(self) -> None:
        """Make sure that the place is there. Raises: LinkDown and the like."""
        ...

    def require_room(self, size: int) -> None:
        """Make sure that so many bytes fit, where that can be asked. Raises: FolderFull."""
        ...

    def exists(self, name: str) -> bool:
        """Whether there is such a file or folder."""
        ...

    def size(self, name: str) -> int:
        """Bytes of a file. Raises: RemoteGone."""
        ...

    def digest(self, name: str) -> str:
        """SHA-256 of a file as it lies there, lower-case hex. Raises: RemoteGone."""
        ...

    def read(self, name: str, most: int) -> bytes:
        """The first `most` bytes of a file. Raises: RemoteGone."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a small file whole, durably; half of it is never seen under its name."""
        ...

    def write_at(self, name: str, offset: int, chunk: bytes, size: int) -> int:
        """Write a part of a file of `size` bytes; gives the offset to go on from."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is no error."""
        ...

    def rename_folder(self, name: str, final: str) -> None:
        """Give a folder its final name, durably."""
        ...


@dataclass(frozen=True, slots=True)
class _Token:
    """Address of an upload: which file of which bag."""

    bag: str
    path: str
    size: int

    def __str__(self) -> str:
        return f"{self.bag}/{self.path}?size={self.size}"


def _token_of(url: str) -> _Token:
    match = _TOKEN.fullmatch(url)
    if match is None:
        raise RemoteGone("upload address of another way of delivery")
    return _Token(match["bag"], match["path"], int(match["size"]))


class BagDelivery(WithoutResults):
    """A `ProcessingSystem` that hands over bags.

    Args:
        place: Where they go.
        acks: What a word of acceptance is worth.
    """

    def __init__(self, place: BagPlace, acks: AckReader) -> None:
        self._place = place
        self._acks = acks

    def close(self) -> None:
        """Close connections."""
        self._place.close()

    def reachable(self) -> bool:
        """Whether the place is there now; never raises."""
        try:
            self._place.check()
        except DeliveryError:
            return False
        return True

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Lay out the bag; a repeat, with whatever key, goes on with the same one.

        Raises:
            Rejected: There is a bag of this revision with another content.
            DeliveryError: By class of failure.
        """
        self._place.check()
        bag = make_bag(manifest)
        if self._place.exists(f"{bag.name}.ack") or self._place.exists(f"{bag.name}.done"):
            self._require_same(bag)
            return RemoteDossier(bag.name, dict.fromkeys(bag.paths, ""))
        self._place.require_room(bag.size)
        uploads = {
            item.id: str(_Token(bag.name, bag.paths[item.id], item.size)) if item.size else ""
            for item in manifest.files
        }
        return RemoteDossier(bag.name, uploads)

    def resume_point(self, url: str) -> int:
        """Bytes of a file that lie in the place, complete or not.

        Raises:
            DeliveryError: By class of failure.
        """
        token = _token_of(url)
        self._place.check()
        for folder in (token.bag, self._work(token.bag)):
            name = f"{folder}/{token.path}"
            if self._place.exists(name):
                return min(self._place.size(name), token.size)
        return 0

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Write a part of a file; gives the offset to go on from.

        Raises:
            DeliveryError: By class of failure.
        """
        token = _token_of(url)
        self._place.check()
        name = f"{self._work_now(token.bag)}/{token.path}"
        return self._place.write_at(name, offset, chunk, token.size)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Complete the bag and look for the word of whoever takes it in.

        Raises:
            AwaitingReceipt: The bag is complete, and nobody has answered yet.
            DeliveryError: By class of failure.
        """
        self._place.check()
        bag = make_bag(manifest)
        if remote_id != bag.name:
            raise RemoteGone("begun on another way of delivery")
        if self._place.exists(f"{bag.name}.ack"):
            ack = self._place.read(f"{bag.name}.ack", _MOST_ACK)
            if not ack.strip():
                raise AwaitingReceipt("the ack is not written yet", ASK_AGAIN_S)
            return self._acks.read(ack, bag.name, manifest)
        if not self._place.exists(f"{bag.name}.done"):
            self._complete(bag, manifest)
        raise AwaitingReceipt("the bag was handed over", ASK_AGAIN_S)

    def _work(self, bag: str) -> str:
        """Folder in which a bag grows."""
        return f".{bag}.part" if self._place.renames_at_once else bag

    def _work_now(self, bag: str) -> str:
        """Where to go on: under the final name when we stopped between it and the marker."""
        return bag if self._place.exists(bag) else self._work(bag)

    def _require_same(self, bag: Bag) -> None:
        """A sealed revision never changes; another content under its name is a conflict."""
        done = f"{bag.name}.done"
        if self._place.exists(done) and self._place.read(done, _MOST_ACK) != bag.marker():
            raise Rejected("there is another bag of this revision")

    def _complete(self, bag: Bag, manifest: Manifest) -> None:
        work = self._work_now(bag.name)
        self._check_files(work, bag, manifest)
        self._write_texts(work, bag)
        if work != bag.name:
            self._place.rename_folder(work, bag.name)
        self._place.write(f"{bag.name}.done", bag.marker())

    def _check_files(self, work: str, bag: Bag, manifest: Manifest) -> None:
        """Every file as it lies there; a wrong one is taken away, to be sent anew."""
        for item in manifest.files:
            name = f"{work}/{bag.paths[item.id]}"
            if not item.size and not self._place.exists(name):
                self._place.write(name, b"")
            right = self._place.size(name) == item.size
            if not right or self._place.digest(name) != item.sha256:
                self._place.remove(name)
                raise DigestMismatch(f"file {item.id} lies there damaged")

    def _write_texts(self, work: str, bag: Bag) -> None:
        """All texts; those that lie there complete already are left alone."""
        for path, data in bag.texts.items():
            name = f"{work}/{path}"
            known = self._place.exists(name) and self._place.read(name, len(data) + 1)
            if known == data:
                continue
            if known and work == bag.name and path == MANIFEST_PATH:
                raise Rejected("there is another bag of this revision")
            self._place.write(name, data)
