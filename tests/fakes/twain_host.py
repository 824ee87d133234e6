"""The driver process of TWAIN over a manager in memory: `python -m tests.fakes.twain_host SPEC`."""

from __future__ import annotations

import json
import os
import sys
import traceback

from app.scanning import twain_worker
from tests.fakes.twain_dsm import Scanner, Spec

if __name__ == "__main__":
    # A failed assertion in a function that is called by address would go unnoticed.
    sys.unraisablehook = lambda told: (traceback.print_exception(told.exc_value), os._exit(99))
    scanner = Scanner(Spec(**json.loads(sys.argv[1])))
    os._exit(twain_worker.main(lambda: (scanner.library(), scanner)))
