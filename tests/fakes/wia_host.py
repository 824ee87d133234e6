"""The driver process of WIA over a device in memory: `python -m tests.fakes.wia_host SPEC`."""

from __future__ import annotations

import json
import os
import sys
import traceback

from app.scanning import wia_worker
from tests.fakes.wia_device import Spec
from tests.fakes.wia_service import World

if __name__ == "__main__":
    # A failed assertion in a function that is called by address would go unnoticed.
    sys.unraisablehook = lambda told: (traceback.print_exception(told.exc_value), os._exit(99))
    os._exit(wia_worker.main(lambda: World(Spec(**json.loads(sys.argv[1])))))
