"""The watched folder of this station."""

from __future__ import annotations

import secrets
import time
from functools import partial
from pathlib import Path

from app.scanning.watch_folder import WatchFolder, owner_mark
from app.settings import Settings

_OWNER_BYTES, _TOKEN_BYTES = 16, 8


def watch_folder(settings: Settings, folder: str) -> WatchFolder:
    """A folder as this station's store sees it.

    Args:
        settings: Settings of this run.
        folder: Which folder, "" for the one of the settings.

    Raises:
        WatchFolderDenied: The mark of this store can be neither read nor written.
    """
    mark = owner_mark(settings.data_dir / "watch-mark", partial(secrets.token_hex, _OWNER_BYTES))
    token = partial(secrets.token_hex, _TOKEN_BYTES)
    path = Path(folder or settings.watch_dir)
    return WatchFolder(path, mark, ticks=time.monotonic, token=token)
