"""The folder in which versions of the program stand side by side.

    trusted.json        keys that sign updates; changed by an update that the old ones signed
    state.json          which version is in use, staged, and the one before; what was accepted
    current             link to the version in use, where the system has links
    versions/NAME/      a version; its manifest lies in manifests/NAME.json

`state.json` is the truth; the link follows it, also after a power cut. A version is complete as
soon as it has its name: before that it has another one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.updates.base import (
    UpdateBusy,
    UpdateChanged,
    UpdateNotStaged,
    UpdateNotWritten,
    UpdateRollback,
    UpdateUnreadable,
    UpdateUntrusted,
)
from app.updates.bundle import Bundle
from app.updates.check import Accepted, Proved
from app.updates.files import PLAIN, copy_file, prove_files, sync_folder, sync_folders
from app.updates.manifest import MOST_BYTES, Manifest, read_manifest, strict_json
from app.updates.trusted import MOST_BYTES as MOST_KEY_BYTES
from app.updates.trusted import TrustedKeys, keys_of

TRUSTED, STATE, CURRENT, VERSIONS, MANIFESTS = (
    *("trusted.json", "state.json", "current", "versions", "manifests"),
)
_LOCK = "update.lock"
_SCHEMA = "sohoa.update-state/1"
_NAME = re.compile(r"(\d+-\d+(\.\d+)*)?")
_ROOM_TO_KEEP = 200 * 2**20


@dataclass(frozen=True, slots=True)
class State:
    """Which versions there are, by the names of their folders; "" for none."""

    current: str = ""
    staged: str = ""
    previous: str = ""
    accepted: Accepted = field(default_factory=Accepted)


class ProgramHome:
    """Versions of the program on one machine. Runs on: any thread, one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    # -- what is there ------------------------------------------------------------------------
    def state(self) -> State:
        """Which version is in use, staged, and the one before.

        Raises:
            UpdateUnreadable: The state is damaged; nothing is accepted then.
        """
        data = self._read(STATE, MOST_KEY_BYTES)
        if data is None:
            return State()
        values = strict_json(data)
        try:
            accepted = values["accepted"]
            made_at = accepted["made_at"] and datetime.fromisoformat(accepted["made_at"])
            if values["schema"] != _SCHEMA:
                raise UpdateUnreadable("another schema of the state")
            return State(
                _name(values["current"]),
                _name(values["staged"]),
                _name(values["previous"]),
                Accepted(int(accepted["sequence"]), str(accepted["sha256"]), made_at or None),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UpdateUnreadable(f"{STATE}: {type(error).__name__}") from error

    def keys(self) -> TrustedKeys:
        """Keys that are trusted here.

        Raises:
            UpdateUntrusted: None are.
            UpdateUnreadable: They are damaged.
        """
        data = self._read(TRUSTED, MOST_KEY_BYTES)
        if data is None:
            raise UpdateUntrusted("no keys are trusted here")
        return keys_of(strict_json(data))

    def version_folder(self, name: str) -> Path:
        """Folder of a version."""
        return self.folder / VERSIONS / name

    # -- what changes it ----------------------------------------------------------------------
    def trust(self, data: bytes) -> TrustedKeys:
        """Trust keys for the first time; later ones come with an update alone.

        Raises:
            UpdateUntrusted: Others are trusted already.
            UpdateUnreadable: They are none.
            UpdateNotWritten: The folder takes no file.
        """
        new = keys_of(strict_json(data))
        with self._alone():
            held = self._read(TRUSTED, MOST_KEY_BYTES)
            if held is not None and keys_of(strict_json(held)) != new:
                raise UpdateUntrusted("other keys are trusted already")
            self._write(TRUSTED, new.to_bytes())
        return new

    def stage(self, bundle: Bundle, proved: Proved) -> str:
        """Lay a proved update down beside the version in use; gives the name of its folder.

        It is in nobody's way until `switch`. A power cut leaves nothing that counts; the next try
        begins anew.

        Raises:
            UpdateChanged: A file is not the one that was signed.
            UpdateRollback: A newer one was accepted meanwhile.
            UpdateNotWritten: The folder takes no file, or has no room.
            UpdateBusy: Another update is being laid down.
        """
        manifest = proved.manifest
        with self._alone():
            state = self.state()
            if manifest.sequence < state.accepted.sequence:
                raise UpdateRollback(f"number {manifest.sequence}")
            if manifest.name == state.current:
                return manifest.name
            if not self._is_whole(manifest):
                self._lay_down(bundle, manifest)
            self._write(f"{MANIFESTS}/{manifest.name}.json", proved.data)
            made_at = max(manifest.made_at, state.accepted.made_at or manifest.made_at)
            accepted = Accepted(manifest.sequence, proved.sha256, made_at)
            self._save(replace(state, staged=manifest.name, accepted=accepted))
            if manifest.keys is not None:
                self._write(TRUSTED, manifest.keys.to_bytes())
            self._forget_others(replace(state, staged=manifest.name))
        return manifest.name

    def switch(self) -> State:
        """Use the staged version from now on; every file of it is looked at once more.

        Raises:
            UpdateNotStaged: There is none.
            UpdateChanged: A file was changed since it was staged; nothing is switched.
        """
        with self._alone():
            state = self.state()
            if not state.staged:
                raise UpdateNotStaged("nothing is staged")
            self._prove_again(state.staged)
            return self._go(replace(state, current=state.staged, staged="", previous=state.current))

    def settle(self) -> State:
        """Let the link follow the state, where a power cut came between them.

        Raises:
            UpdateNotWritten: The folder takes no file.
        """
        state = self.state()
        self._point_to(state.current)
        return state

    def back(self) -> State:
        """Use the version before again; the number that was accepted stays.

        Raises:
            UpdateNotStaged: There is none before.
            UpdateChanged: A file of it was changed.
        """
        with self._alone():
            state = self.state()
            if not state.previous:
                raise UpdateNotStaged("no version before")
            self._prove_again(state.previous)
            return self._go(replace(state, current=state.previous, staged="", previous=""))

    def adopt(self, proved: Proved) -> State:
        """Take the version that an administrator laid down by hand as the one in use.

        Raises:
            UpdateChanged: It is not the one that was signed.
            UpdateUntrusted: Another one is in use already.
        """
        name = proved.manifest.name
        with self._alone():
            state = self.state()
            if state.current:
                raise UpdateUntrusted("a version is in use already")
            self._write(f"{MANIFESTS}/{name}.json", proved.data)
            self._prove_again(name)
            accepted = Accepted(proved.manifest.sequence, proved.sha256, proved.manifest.made_at)
            return self._go(State(current=name, accepted=accepted))

    # -- how ----------------------------------------------------------------------------------
    def _go(self, state: State) -> State:
        self._save(state)
        self._point_to(state.current)
        return state

    def _lay_down(self, bundle: Bundle, manifest: Manifest) -> None:
        aside = self.folder / VERSIONS / f".{manifest.name}"
        try:
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            if shutil.disk_usage(aside).free < manifest.whole_bytes + _ROOM_TO_KEEP:
                raise UpdateNotWritten("no room on the disk")
            for file in manifest.files:
                copy_file(bundle, file, aside / file.path)
            for link in manifest.links:
                place = aside / link.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.symlink_to(link.target)
            sync_folders(aside)
            shutil.rmtree(self.version_folder(manifest.name), ignore_errors=True)
            aside.rename(self.version_folder(manifest.name))
            sync_folder(self.folder / VERSIONS)
        except OSError as error:
            raise UpdateNotWritten(type(error).__name__) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _is_whole(self, manifest: Manifest) -> bool:
        try:
            prove_files(self.version_folder(manifest.name), manifest)
        except UpdateChanged:
            return False
        return True

    def _prove_again(self, name: str) -> None:
        data = self._read(f"{MANIFESTS}/{name}.json", MOST_BYTES)
        if data is None:
            raise UpdateChanged("its manifest is gone")
        state = self.state()
        digest = hashlib.sha256(data).hexdigest()
        if name == state.staged and digest != state.accepted.manifest_sha256:
            raise UpdateChanged("its manifest was changed")
        prove_files(self.version_folder(name), read_manifest(data))

    def _forget_others(self, state: State) -> None:
        """Versions that nobody can go to any more, and what a power cut left."""
        kept = {state.current, state.staged, state.previous}
        for folder in (self.folder / VERSIONS).iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
        for file in (self.folder / MANIFESTS).glob("*.json"):
            if file.stem not in kept:
                file.unlink(missing_ok=True)

    def _point_to(self, name: str) -> None:
        """Let the link `current` lead to a version; Windows starts by `state.json`."""
        if sys.platform == "win32" or not name:
            return
        link, aside = self.folder / CURRENT, self.folder / f".{CURRENT}"
        target = f"{VERSIONS}/{name}"
        try:
            if link.is_symlink() and link.readlink() == Path(target):
                return
            aside.unlink(missing_ok=True)
            aside.symlink_to(target)
            aside.replace(link)
            sync_folder(self.folder)
        except OSError as error:
            raise UpdateNotWritten(type(error).__name__) from error

    def _save(self, state: State) -> None:
        made_at = state.accepted.made_at
        values = {
            "schema": _SCHEMA,
            "current": state.current,
            "staged": state.staged,
            "previous": state.previous,
            "accepted": {
                "sequence": state.accepted.sequence,
                "sha256": state.accepted.manifest_sha256,
                "made_at": made_at.isoformat() if made_at else "",
            },
        }
        self._write(STATE, (json.dumps(values, indent=2) + "\n").encode("ascii"))

    def _read(self, name: str, most: int) -> bytes | None:
        """A file of the folder, None where there is none.

        Raises:
            UpdateUnreadable: It cannot be read, or is too large.
        """
        try:
            with (self.folder / name).open("rb") as stream:
                data = stream.read(most + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UpdateUnreadable(f"{name}: {type(error).__name__}") from error
        if len(data) > most:
            raise UpdateUnreadable(f"{name} is too large")
        return data

    def _write(self, name: str, data: bytes) -> None:
        file = self.folder / name
        aside = file.with_name(f".{file.name}.new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            aside.chmod(PLAIN)
            aside.replace(file)
            sync_folder(file.parent)
        except OSError as error:
            raise UpdateNotWritten(type(error).__name__) from error

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes the folder meanwhile; the lock goes with its process.

        Raises:
            UpdateBusy: Somebody does.
            UpdateNotWritten: The folder takes no file.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            stream = (self.folder / _LOCK).open("ab")
        except OSError as error:
            raise UpdateNotWritten(type(error).__name__) from error
        with stream:
            try:
                _lock(stream.fileno())
            except OSError as error:
                raise UpdateBusy("another update is at work") from error
            yield


def _lock(handle: int) -> None:
    """Hold a file alone, or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _name(value: object) -> str:
    """Name of a version's folder, "" for none.

    Raises:
        ValueError: It is something else.
    """
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("no name of a version")
    return value
