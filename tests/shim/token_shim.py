"""Builds the misbehaving PKCS#11 library and talks to it; see token_shim.c for what it can do."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")
WATCHED = (
    "Initialize",
    "GetSlotList",
    "GetTokenInfo",
    "OpenSession",
    "Login",
    "GetAttributeValue",
    "FindObjectsInit",
    "SignInit",
    "Sign",
)
_COUNTERS = struct.Struct(f"={3 + len(WATCHED)}I")
_BUILD_TIMEOUT_S = 60


class NoCompiler(Exception):
    """There is no C compiler on this machine."""


def build_shim(folder: Path) -> Path:
    """Compile the library into `folder`.

    Raises:
        NoCompiler: There is none.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        raise NoCompiler("no C compiler")
    target = folder / "token_shim.so"
    command = [compiler, "-std=gnu11", "-O1", "-Wall", "-Werror", "-shared", "-fPIC"]
    subprocess.run(
        [*command, "-o", str(target), str(SOURCE), "-ldl"], check=True, timeout=_BUILD_TIMEOUT_S
    )
    target.chmod(0o755)
    return target


@dataclass(frozen=True)
class Counters:
    """What the library has seen since the last `reset`, over all processes."""

    wrong: int
    unplugged: bool
    logins: int
    calls: Mapping[str, int]


@dataclass(frozen=True)
class Shim:
    """The library with its control file.

    Attributes:
        module: The built library.
        real: The library that it wraps.
        folder: Where control file and counters lie.
        real_environment: What the wrapped library needs.
    """

    module: Path
    real: Path
    folder: Path
    real_environment: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """Environment of a process that loads it."""
        return {
            **self.real_environment,
            "SHIM_MODULE": str(self.real),
            "SHIM_CONTROL": str(self._control),
            "SHIM_STATE": str(self._state),
        }

    @property
    def _control(self) -> Path:
        return self.folder / "control"

    @property
    def _state(self) -> Path:
        return self.folder / "state"

    def reset(self) -> None:
        """Behave, and forget everything counted."""
        self.command()
        self._state.touch()
        with self._state.open("r+b") as file:
            file.write(bytes(_COUNTERS.size))

    def command(self, *lines: str) -> None:
        """Replace the control file; at once, so that no half of it is ever read."""
        part = self._control.with_suffix(".part")
        part.write_text("".join(f"{line}\n" for line in lines), "ascii")
        part.replace(self._control)

    def after(self, function: str, calls: int) -> int:
        """Number of the call of a function that comes `calls` calls from now."""
        return self.counters().calls[function] + calls

    def plug_in(self) -> None:
        """End what `unplug` began."""
        with self._state.open("r+b") as file:
            file.seek(4)
            file.write(bytes(4))

    def counters(self) -> Counters:
        """What was counted so far."""
        content = self._state.read_bytes() if self._state.exists() else b""
        numbers = _COUNTERS.unpack(content.ljust(_COUNTERS.size, b"\0"))
        return Counters(
            numbers[0], bool(numbers[1]), numbers[2], dict(zip(WATCHED, numbers[3:], strict=True))
        )
