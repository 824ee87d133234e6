"""The receiver as a real process on loopback, always ended by its pid."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

_START_S = 30.0
_END_S = 15.0


@dataclass(slots=True)
class ReceiverProcess:
    """One receiver over `data`; `start` again after `kill` to see what survived."""

    data: Path
    arguments: list[str] = field(default_factory=list)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> ReceiverProcess:
        port_file = self.data.with_suffix(".port")
        port_file.unlink(missing_ok=True)
        command = [sys.executable, "-m", "app.receiver", "--port", "0"]
        command += ["--data", str(self.data), "--port-file", str(port_file), *self.arguments]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=Path.cwd()
        )
        deadline = time.monotonic() + _START_S
        while not port_file.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError("receiver did not start")
            time.sleep(0.02)
        self.port = int(port_file.read_text(encoding="ascii"))
        return self

    def stop(self) -> int:
        """End by SIGTERM; gives the exit status."""
        assert self.process is not None
        self.process.terminate()
        return self._collect()

    def kill(self) -> None:
        """End without any chance to tidy up."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
        self._collect()

    def _collect(self) -> int:
        if self.process is None:
            return 0
        try:
            self.process.communicate(timeout=_END_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate(timeout=_END_S)
        status = self.process.returncode
        self.process = None
        return status
