"""The hook for a virus scanner: a command that is given the path of each received file.

Exit status 0 means clean, 1 means refused (as `clamdscan` and `clamscan` have it); everything
else, and no answer in time, means that nothing is known, and the sender is told to come again.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.receiver.problems import Problem, ProblemKind

_TIMEOUT_S = 120.0
_CLEAN, _REFUSED = 0, 1
_COME_AGAIN_S = "60"


def screen(command: Sequence[str], paths: Mapping[str, Path]) -> None:
    """Show files to the scanner; does nothing without a command.

    Args:
        command: Program and arguments; the path is added as the last one.
        paths: Files by the id that the sender gave them.

    Raises:
        Problem: Files are refused, or the scanner cannot say.
    """
    if not command:
        return
    refused = [file_id for file_id, path in paths.items() if not _is_clean(command, path)]
    if refused:
        raise Problem(ProblemKind.INFECTED, lists={"files": refused})


def _is_clean(command: Sequence[str], path: Path) -> bool:
    try:
        # The path is our own ids below our own folder, never a name of the sender.
        ended = subprocess.run(
            [*command, str(path.resolve())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unknown(type(error).__name__) from error
    if ended.returncode not in (_CLEAN, _REFUSED):
        raise _unknown(f"status {ended.returncode}")
    return ended.returncode == _CLEAN


def _unknown(detail: str) -> Problem:
    return Problem(ProblemKind.UNSCREENED, detail, headers={"Retry-After": _COME_AGAIN_S})
