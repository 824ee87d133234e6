"""A submission as a BagIt bag: what is in it is a pure function of its manifest.

    NAME/bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
    NAME/data/ho-so.json          the manifest, canonical; its digest names the submission
    NAME/data/tai-lieu-nop.json   TaiLieuNop of the portal's record, with the paths of the files
    NAME/data/files/01-…          the files, under names that every file system takes
    NAME.done                     beside the bag, written last: the bag is complete
    NAME.ack                      beside the bag, from whoever took it in

No time and no key is inside, so a repeat gives the same bytes. Nothing outside `data` is personal.

Source: RFC 8493 (BagIt 1.0).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass

from app.domain.manifest import Manifest
from app.domain.portal import submitted_papers
from app.province.errors import Rejected

MANIFEST_PATH = "data/ho-so.json"
PAPERS_PATH = "data/tai-lieu-nop.json"
TAG_MANIFEST = "tagmanifest-sha256.txt"
MAX_FILE_BYTES = 2**32 - 1
"""What FAT32 takes; the same everywhere, so that every bag can go on a stick."""
_MOST_NAME = 80

_PLAIN_REFERENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True)
class Bag:
    """What belongs into the bag of one submission.

    Attributes:
        name: Name of the folder; ASCII, good on every file system.
        paths: File id -> path inside the bag.
        texts: Path inside the bag -> bytes of everything that is not a file of the manifest, in
            the order in which it is written.
        size: Bytes of all files and texts.
    """

    name: str
    paths: dict[str, str]
    texts: dict[str, bytes]
    size: int

    def marker(self) -> bytes:
        """What stands in NAME.done."""
        digest = hashlib.sha256(self.texts[TAG_MANIFEST]).hexdigest()
        held = {
            "bag": self.name,
            "manifest_sha256": hashlib.sha256(self.texts[MANIFEST_PATH]).hexdigest(),
            "tagmanifest_sha256": digest,
            "size": self.size,
        }
        return _json(held)


def bag_name(manifest: Manifest) -> str:
    """Name of the bag of a dossier revision; there is one name, whatever is repeated."""
    reference = manifest.client_ref
    if not _PLAIN_REFERENCE.fullmatch(reference):
        reference = hashlib.sha256(reference.encode("utf-8")).hexdigest()[:32]
    return f"sohoa_{reference}_r{manifest.revision}"


def make_bag(manifest: Manifest) -> Bag:
    """Lay out the bag of a submission.

    Raises:
        Rejected: A file is too large for FAT32.
    """
    too_large = [item.id for item in manifest.files if item.size > MAX_FILE_BYTES]
    if too_large:
        raise Rejected(f"files of 4 GiB or more: {', '.join(too_large)}")
    paths = {
        item.id: f"data/files/{number:02d}-{safe_name(item.name)}"
        for number, item in enumerate(manifest.files, 1)
    }
    payload = {
        MANIFEST_PATH: manifest.canonical(),
        PAPERS_PATH: _json(list(submitted_papers(manifest, paths))),
    }
    texts = {**payload, **_tags(manifest, paths, payload)}
    size = sum(item.size for item in manifest.files) + sum(map(len, texts.values()))
    return Bag(bag_name(manifest), paths, texts, size)


def _tags(manifest: Manifest, paths: dict[str, str], payload: dict[str, bytes]) -> dict[str, bytes]:
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in payload.items()}
    digests.update({paths[item.id]: item.sha256 for item in manifest.files})
    octets = sum(map(len, payload.values())) + sum(item.size for item in manifest.files)
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": _info(manifest, octets, len(digests)),
        "manifest-sha256.txt": _digest_lines(digests),
    }
    listed = {path: hashlib.sha256(data).hexdigest() for path, data in tags.items()}
    return {**tags, TAG_MANIFEST: _digest_lines(listed)}


def _info(manifest: Manifest, octets: int, streams: int) -> bytes:
    elements = {
        "Bag-Software-Agent": "sohoa",
        "Source-Organization": manifest.station_id,
        "External-Identifier": manifest.client_ref,
        "Bag-Group-Identifier": manifest.dossier_code,
        "Bag-Count": "1 of 1",
        "Internal-Sender-Description": f"revision {manifest.revision}",
        "Payload-Oxum": f"{octets}.{streams}",
    }
    lines = [f"{name}: {_one_line(value)}\n" for name, value in elements.items() if value]
    return "".join(lines).encode("utf-8")


def _one_line(text: str) -> str:
    """A value of one line: nobody's line break starts another element."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _digest_lines(digests: dict[str, str]) -> bytes:
    lines = [f"{digest}  {path}\n" for path, digest in sorted(digests.items())]
    return "".join(lines).encode("ascii")


def safe_name(name: str) -> str:
    """A file name for every file system and every tool: ASCII, short, without surprises.

    The name as it was given stays in the manifest; in the bag a number stands before it, so that
    neither a reserved word nor an equal name matters.
    """
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    cleaned = re.sub(r"[^A-Za-z0-9._-]+", "-", letters)
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > 8:
        stem, ending = cleaned, ""
    stem = stem.strip(".-_ ")[:_MOST_NAME].rstrip(".-_ ") or "tep"
    return f"{stem}.{ending}" if ending else stem


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode("utf-8") + b"\n"
