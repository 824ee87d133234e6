"""What may stand before a command, and so is all that a start of the window is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any


def add_start_options(parser: argparse.ArgumentParser) -> None:
    """Options that the window and every command know."""
    parser.add_argument("--verbose", action="store_true", help="ghi chi tiết ra màn hình")
    parser.add_argument("--data", metavar="DIR", help="thư mục dữ liệu của trạm")
    parser.add_argument("--officer", metavar="TÊN", default="", help="đăng nhập bằng tài khoản này")
    parser.add_argument("--password-file", metavar="FILE", help="tệp chứa mật khẩu đăng nhập")


def window_options(given: Sequence[str]) -> argparse.Namespace | None:
    """Options of a start of the window; None when a command is given, or something is wrong.

    The grammar of all commands is not needed for it: loading them would hold up the window.
    """
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    add_start_options(parser)
    try:
        options, rest = parser.parse_known_args(given)
    except argparse.ArgumentError:
        return None
    options.command = None
    return None if rest else options


class ShowVersion(argparse.Action):
    """Says which version this is and ends; what is installed is read only when somebody asks."""

    def __init__(
        self, option_strings: Sequence[str], dest: str, **more: Any
    ) -> None:  # Any: see argparse
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, **more)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print and end with 0."""
        from importlib import metadata

        sys.stdout.write(f"{parser.prog} {metadata.version('tram-so-hoa')}\n")
        parser.exit()
