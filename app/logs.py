"""Logging set-up: one format, local file, never personal data."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_MAX_BYTES = 5 * 2**20
_KEEP = 5


def set_up_logging(folder: Path | None, *, verbose: bool) -> None:
    """Send log records to a rotating file and warnings to standard error.

    Args:
        folder: Where the log file goes; None for standard error alone.
        verbose: Debug records too.
    """
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    console = logging.StreamHandler()
    console.setLevel(logging.DEBUG if verbose else logging.WARNING)
    handlers: list[logging.Handler] = [console]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handlers.append(
            logging.handlers.RotatingFileHandler(
                folder / "sohoa.log", maxBytes=_MAX_BYTES, backupCount=_KEEP, encoding="utf-8"
            )
        )
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(handler)
    quiet_libraries()


def quiet_libraries() -> None:
    """Keep libraries from logging what is personal, or too much; also called in workers.

    pyHanko writes names of certificate holders into its warnings; what it has to say reaches
    the officer through our own verdicts and errors.
    """
    for talkative in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(talkative).setLevel(logging.CRITICAL)
    # What it says when it is stopped is no trouble; folders are looked at without it too.
    logging.getLogger("watchdog").setLevel(logging.CRITICAL)
    for chatty in ("fontTools", "PIL", "httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
