"""Jobs and answers of a cluster as bytes.

The engine below carries bytes and one function of ours (`app.cluster_task.run_order`). What those
bytes say is packed here, and unpacked by a reader that makes values of this program and of nothing
else: a name that is no value class of ours, no error of ours and none of a few of the standard
library is refused. Large bytes travel beside the order, each under its digest, and once however
many jobs need them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import io
import pickle
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from app.cluster_base import ClusterError
from app.services.continue_job import continue_page
from app.services.separator_look import look_for_separators
from app.services.workers import build_pdf, leaner_layers, read_page
from app.shared_bytes import SharedBytes

REMOTE_JOBS: dict[str, Callable[..., Any]] = {
    job.__name__: job
    for job in (read_page, continue_page, build_pdf, leaner_layers, look_for_separators)
}
"""Jobs that other machines may do: pure functions of their arguments. All others stay here."""

BESIDE_BYTES = 64 * 1024
"""Bytes of at least this size travel beside the order."""
_MOST_UNPACKED = 512 * 2**20
_OURS = ("app.", "ocr.", "signing.")
_STANDARD = {
    ("builtins", "set"),
    ("builtins", "frozenset"),
    ("builtins", "bytearray"),
    ("builtins", "MemoryError"),
    ("collections", "OrderedDict"),
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
}
_BLOB = "sohoa-blob"


class NotOurs(ClusterError):
    """An order or an answer names something that no order or answer of ours has."""

    code = "cluster.not_ours"


@dataclass(frozen=True, slots=True)
class Order:
    """A job on its way.

    Attributes:
        text: What is to be done; marks stand for the blobs.
        blobs: Large bytes, each once.
    """

    text: bytes
    blobs: tuple[SharedBytes | bytes, ...]


def pack_order(
    job: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any], fingerprint: str
) -> Order:
    """A job as bytes.

    Raises:
        NotOurs: The job stays on this machine.
    """
    if REMOTE_JOBS.get(job.__name__) is not job:
        raise NotOurs(f"{job.__name__} is no job for other machines")
    buffer = io.BytesIO()
    pickler = _Pickler(buffer)
    pickler.dump((fingerprint, job.__name__, tuple(args), dict(kwargs)))
    return Order(zlib.compress(buffer.getbuffer(), 1), tuple(pickler.blobs))


def unpack_order(
    text: bytes, blobs: Sequence[SharedBytes | bytes]
) -> tuple[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]]:
    """Fingerprint, job and arguments of an order.

    Raises:
        NotOurs: It is no order of ours.
    """
    told = _unpacked(text, blobs)
    try:
        fingerprint, name, args, kwargs = told
        return str(fingerprint), REMOTE_JOBS[name], tuple(args), dict(kwargs)
    except (TypeError, ValueError, KeyError) as error:
        raise NotOurs("no order") from error


def pack_answer(succeeded: bool, value: Any) -> bytes:  # Any: what a job gives
    """What came of a job, as bytes; an error where it did not succeed."""
    buffer = io.BytesIO()
    _Packer(buffer, pickle.HIGHEST_PROTOCOL).dump((succeeded, value))
    return zlib.compress(buffer.getbuffer(), 1)


def unpack_answer(data: bytes) -> tuple[bool, Any]:
    """Whether a job succeeded, and what it gave.

    Raises:
        NotOurs: It is no answer of ours.
    """
    told = _unpacked(data, ())
    if not isinstance(told, tuple) or len(told) != 2 or not isinstance(told[0], bool):
        raise NotOurs("no answer")
    succeeded, value = told
    if not succeeded and not isinstance(value, Exception):
        raise NotOurs("no answer")
    return succeeded, value


def digest_of(blob: SharedBytes | bytes) -> str:
    """SHA-256 of a blob, lower-case hexadecimal."""
    return blob.sha256() if isinstance(blob, SharedBytes) else hashlib.sha256(blob).hexdigest()


class _Packer(pickle.Pickler):
    """Packs errors as they say themselves: the engine would add where they were raised."""

    def reducer_override(self, value: Any) -> Any:
        """How an error is made again, without its traceback."""
        return value.__reduce__() if isinstance(value, Exception) else NotImplemented


class _Pickler(_Packer):
    """Takes large bytes out."""

    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.blobs: list[SharedBytes | bytes] = []

    def persistent_id(self, value: Any) -> tuple[str, int] | None:
        """What stands in the stream for large bytes."""
        if not isinstance(value, SharedBytes) and not (
            type(value) is bytes and len(value) >= BESIDE_BYTES
        ):
            return None
        for number, known in enumerate(self.blobs):
            if known is value:
                return _BLOB, number
        self.blobs.append(value)
        return _BLOB, len(self.blobs) - 1


class _Unpickler(pickle.Unpickler):
    """Makes values of ours and nothing else."""

    def __init__(self, buffer: io.BytesIO, blobs: Sequence[SharedBytes | bytes]) -> None:
        super().__init__(buffer)
        self._blobs = blobs

    def persistent_load(self, told: Any) -> SharedBytes | bytes:
        """The bytes that a mark stands for."""
        mark, number = told
        if mark != _BLOB:
            raise NotOurs("unknown mark")
        blob: SharedBytes | bytes = self._blobs[number]
        return blob

    def find_class(self, module: str, name: str) -> Any:
        """A class that may be made."""
        if (module, name) in _STANDARD:
            return super().find_class(module, name)
        if not module.startswith(_OURS) or "." in name:
            raise NotOurs(f"{module}.{name}")
        found = getattr(importlib.import_module(module), name, None)
        if isinstance(found, type) and found.__module__ == module and _is_value(found):
            return found
        raise NotOurs(f"{module}.{name}")


def _is_value(found: type) -> bool:
    """Dataclasses, enumerations, named tuples and errors with a code: making one does nothing."""
    is_error = issubclass(found, Exception) and hasattr(found, "code")
    is_row = issubclass(found, tuple) and hasattr(found, "_fields")
    return dataclasses.is_dataclass(found) or issubclass(found, Enum) or is_error or is_row


def _unpacked(data: bytes, blobs: Sequence[SharedBytes | bytes]) -> Any:
    unzip = zlib.decompressobj()
    try:
        plain = unzip.decompress(data, _MOST_UNPACKED)
        if not unzip.eof:
            raise NotOurs("too large, or cut off")
        return _Unpickler(io.BytesIO(plain), blobs).load()
    except NotOurs:
        raise
    except Exception as error:  # pickle raises whatever broken bytes make of it
        raise NotOurs(f"cannot be read: {type(error).__name__}") from error
