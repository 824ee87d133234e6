"""Run the receiver as a process of its own: `python -m app.receiver --port 0 --data DIR`."""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from app.receiver.chaos import load_rules
from app.receiver.keyring import KeyKind, prepare_next, rotate
from app.receiver.problems import ReceiverUnusable
from app.receiver.server import serve
from app.receiver.settings import ReceiverSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal; gives the exit status."""
    options = _parser().parse_args(arguments)
    try:
        if options.keys:
            print(_change_keys(options))
            return 0
        # The server handles the signal first, closes its connections, and raises it once more.
        signal.signal(signal.SIGTERM, _leave)
        if options.with_parent:
            threading.Thread(target=_leave_with_parent, daemon=True).start()
        serve(
            options.data,
            options.port,
            host=options.host,
            ready=lambda port: _announce(port, options.host, options.port_file),
            settings=_settings(options),
        )
    except ReceiverUnusable as error:
        print(f"{error.code}: {error.detail}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _change_keys(options: argparse.Namespace) -> str:
    """Prepare or use the next receipt key; counts from the next start. Gives its kid."""
    now = datetime.now(UTC)
    if options.keys == "prepare":
        return prepare_next(options.data, now, KeyKind(options.receipt_key))
    return rotate(options.data, now)


def _leave_with_parent() -> None:
    """Whoever started this holds the other end of its input; a kill of theirs closes it."""
    while sys.stdin.buffer.read(1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _announce(port: int, host: str, port_file: Path | None) -> None:
    print(f"http://{host}:{port}/", flush=True)
    if port_file is not None:
        draft = port_file.with_name(port_file.name + ".new")
        draft.write_text(f"{port}\n", encoding="ascii")
        draft.replace(port_file)


def _settings(options: argparse.Namespace) -> ReceiverSettings:
    return ReceiverSettings(
        require_signature=not options.accept_unsigned,
        token=_token(options.token_file),
        max_file_bytes=options.max_file_bytes,
        max_chunk_bytes=options.max_chunk_bytes,
        chaos=load_rules(options.chaos) if options.chaos else (),
        results=options.results,
        scan_command=tuple(shlex.split(options.scan_command)),
        receipt_key=KeyKind(options.receipt_key),
    )


def _token(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        token = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise ReceiverUnusable(f"token file: {type(error).__name__}") from error
    if not token:
        raise ReceiverUnusable("token file is empty")
    return token


def _parser() -> argparse.ArgumentParser:
    usual = ReceiverSettings()
    parser = argparse.ArgumentParser(prog="app.receiver", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the receiver")
    parser.add_argument("--port", type=int, default=8650, help="TCP port, 0 for a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port-file", type=Path, help="file to write the port to when ready")
    parser.add_argument(
        "--with-parent", action="store_true", help="end as soon as the standard input is closed"
    )
    parser.add_argument("--token-file", type=Path, help="file with the bearer token of senders")
    parser.add_argument("--chaos", type=Path, help="JSON file with faults to inject")
    parser.add_argument(
        "--accept-unsigned", action="store_true", help="accept scanned PDFs without a signature"
    )
    parser.add_argument(
        "--scan-command", default="", help="virus scanner; gets a path, 0 = clean, 1 = refused"
    )
    parser.add_argument(
        "--receipt-key", choices=list(KeyKind), default=usual.receipt_key, help="for new keys"
    )
    parser.add_argument(
        "--keys", choices=["prepare", "rotate"], help="make or use the next receipt key, and end"
    )
    parser.add_argument("--results", type=Path, help="folder with results to be signed")
    parser.add_argument("--max-file-bytes", type=int, default=usual.max_file_bytes)
    parser.add_argument("--max-chunk-bytes", type=int, default=usual.max_chunk_bytes)
    return parser


if __name__ == "__main__":
    sys.exit(main())
