"""Start of the packaged program: the window, a command, a worker, or a child of its own."""

from __future__ import annotations

import multiprocessing
import os
import sys


def _give_back_search_path() -> None:
    """Programs of the system must not find our libraries before theirs.

    Source: PyInstaller manual, "LD_LIBRARY_PATH considerations".
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    _give_back_search_path()
    multiprocessing.freeze_support()  # a worker goes no further
    from app.own_program import ran_as_child

    if not ran_as_child(sys.argv[1:]):
        from app.bootstrap import main

        sys.exit(main())
