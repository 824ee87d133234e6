"""No picture of the memory of a program that crashed: papers and keys would lie in it.

One limit holds for this process and for every one that it starts, workers and the programs of
workers too. What the fault handler prints at a crash are names of functions and lines, no values.

Source: setrlimit(2), RLIMIT_CORE; core(5), "Piping core dumps to a program". Where dumps are piped
to a program, a limit of 0 would still pipe them and leave the rest to that program; at exactly 1
byte Linux gives the dump up before (fs/coredump.c), and as a file it would be too small to begin.
Windows writes reports of crashes as its administrator says.
"""

from __future__ import annotations

import sys

_LINUX_LIMIT_BYTES = 1


def forbid_core_dumps() -> None:
    """Let no dump of this process or its children be written; a lower limit stays as it is."""
    if sys.platform == "win32":
        return
    import resource

    wanted = _LINUX_LIMIT_BYTES if sys.platform == "linux" else 0
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    if most == resource.RLIM_INFINITY or most >= wanted:
        resource.setrlimit(resource.RLIMIT_CORE, (wanted, wanted))
