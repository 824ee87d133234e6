"""Whether a PKCS#11 library may be loaded: it runs in the process that is given a PIN.

Asked once: a library that lies in an allowed folder, that nobody without rights can replace and
that is made for this processor is shown to a person with its digest; what the person allows is
remembered, and any other file under that name is refused from then on.

On Windows the folder has to do: who may write there is not looked at, for that stands in access
lists and not in modes. Nothing of this was run on Windows.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from signing.errors import (
    BadModuleCatalogue,
    ModuleChanged,
    ModuleForeign,
    ModuleMissing,
    ModuleUnknown,
    ModuleUnsafe,
)
from signing.outputs import make_durable, part_file, publish, writing

_SCHEMA = "sohoa.allowed-modules/1"
_HEADER_BYTES = 4096
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_ELF_PROCESSORS = {3: "i386", 40: "arm", 62: "x86_64", 183: "aarch64"}
_PE_PROCESSORS = {0x14C: "i386", 0x1C4: "arm", 0x8664: "x86_64", 0xAA64: "aarch64"}
_OTHER_NAMES = {"amd64": "x86_64", "arm64": "aarch64", "i686": "i386", "x86": "i386"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may change a file or folder.

    Attributes:
        owner: User id.
        mode: Permission bits.
    """

    owner: int
    mode: int


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A library as it lies on the disk.

    Attributes:
        path: Its real path; links are followed.
        sha256: Digest of its content, lower-case hexadecimal.
        processor: What it is made for ("x86_64"); empty when its header says nothing known.
        holders: The file itself, then every folder above it; empty where modes say nothing.
    """

    path: PurePath
    sha256: str
    processor: str
    holders: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class AllowedModule:
    """A library that may be loaded; made by `judge` only.

    Attributes:
        path: Its real path.
        sha256: Digest that is checked again right before it is loaded.
    """

    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What is asked of a library.

    Attributes:
        folders: Where it may lie, folders below included.
        processor: Processor of this machine, as `platform.machine` names it.
        users: User ids that may own it: the system's, and the station's own.
    """

    folders: Sequence[PurePath]
    processor: str
    users: frozenset[int] = frozenset({0})


def describe(path: Path) -> ModuleFile:
    """Look at a library without loading it.

    Raises:
        ModuleMissing: It is not there or cannot be read.
    """
    try:
        real = path.resolve(strict=True)
        content = real.read_bytes()
        holders = () if sys.platform == "win32" else tuple(map(_holder, (real, *real.parents)))
    except OSError as error:
        raise ModuleMissing("the PKCS#11 library cannot be read") from error
    return ModuleFile(
        path=real,
        sha256=hashlib.sha256(content).hexdigest(),
        processor=processor_of(content[:_HEADER_BYTES]),
        holders=holders,
    )


def judge(file: ModuleFile, rules: Rules, allowed: Mapping[str, str]) -> AllowedModule:
    """Say whether a library may be loaded.

    Args:
        file: The library.
        rules: What is asked of it.
        allowed: Digests that a person has allowed, by path.

    Raises:
        ModuleUnsafe: It lies in another folder, or somebody without rights could replace it.
        ModuleForeign: It is made for another processor.
        ModuleUnknown: Nobody has allowed it yet.
        ModuleChanged: It is not the file that was allowed.
    """
    if not any(file.path.is_relative_to(folder) for folder in rules.folders):
        raise ModuleUnsafe("not in a folder for PKCS#11 libraries")
    if not all(_is_safe(holder, rules.users) for holder in file.holders):
        raise ModuleUnsafe("somebody else may write to it or to its folder")
    wanted = _OTHER_NAMES.get(rules.processor.lower(), rules.processor.lower())
    if file.processor != wanted:
        raise ModuleForeign(f"made for {file.processor or 'an unknown processor'}, not {wanted}")
    known = allowed.get(str(file.path))
    if known is None:
        raise ModuleUnknown("nobody has allowed this PKCS#11 library")
    if known != file.sha256:
        raise ModuleChanged("the PKCS#11 library is not the one that was allowed")
    return AllowedModule(Path(file.path), file.sha256)


def list_folders(folders: Iterable[PurePath]) -> dict[PurePath, tuple[str, ...]]:
    """Names of the files in each folder; a folder that cannot be read counts as empty."""
    listing: dict[PurePath, tuple[str, ...]] = {}
    for folder in folders:
        try:
            listing[folder] = tuple(sorted(entry.name for entry in Path(folder).iterdir()))
        except OSError:
            continue
    return listing


def read_allowed(path: Path) -> dict[str, str]:
    """Read what was allowed; nothing when there is no such file yet.

    Raises:
        BadModuleCatalogue: The file is damaged: then nothing is allowed until a person looks.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["schema"] != _SCHEMA:
            raise BadModuleCatalogue("another schema")
        return {str(entry["path"]): str(entry["sha256"]) for entry in content["modules"]}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadModuleCatalogue("the list of allowed modules cannot be read") from error


def write_allowed(path: Path, allowed: Mapping[str, str]) -> None:
    """Remember what was allowed; the file is replaced whole.

    Raises:
        OutputNotWritten: Disk full, or no permission.
    """
    modules = [{"path": name, "sha256": digest} for name, digest in sorted(allowed.items())]
    text = json.dumps({"schema": _SCHEMA, "modules": modules}, ensure_ascii=False, indent=2)
    with part_file(path) as (part, stream):
        with writing():
            stream.write(text.encode("utf-8"))
        make_durable(stream)
        publish(part, path)


def processor_of(header: bytes) -> str:
    """Processor that an ELF or PE file is made for; empty for anything else.

    Source: System V ABI, ELF header (e_machine); Microsoft PE format, COFF file header.
    """
    if header[:4] == b"\x7fELF" and len(header) >= 20:
        order: Literal["big", "little"] = "big" if header[5] == 2 else "little"
        return _ELF_PROCESSORS.get(int.from_bytes(header[18:20], order), "")
    if header[:2] == b"MZ" and len(header) >= 64:
        start = int.from_bytes(header[60:64], "little")
        coff = header[start : start + 6]
        if coff[:4] == b"PE\0\0":
            return _PE_PROCESSORS.get(int.from_bytes(coff[4:6], "little"), "")
    return ""


def _holder(path: Path) -> Holder:
    found = path.stat()
    return Holder(found.st_uid, found.st_mode)


def _is_safe(holder: Holder, users: frozenset[int]) -> bool:
    """Nobody but its owner may write; in a folder with the sticky bit others cannot replace."""
    if holder.owner not in users:
        return False
    sticky_folder = stat.S_ISDIR(holder.mode) and bool(holder.mode & stat.S_ISVTX)
    return sticky_folder or not holder.mode & _OTHERS_WRITE


def own_users() -> frozenset[int]:
    """The system's user and the one that this process runs as."""
    return frozenset({0}) if sys.platform == "win32" else frozenset({0, os.getuid()})
