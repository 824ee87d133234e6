"""A start of the program: its settings, then the window or one command."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.bootstrap.setting_places import APP_NAME, settings_book
from app.core_dumps import forbid_core_dumps
from app.errors import NoScreen, StationError
from app.logs import set_up_logging
from app.plain_imports import imports_stay_plain
from app.setting_kinds import Flaw, SettingsInvalid, SettingsLocked
from app.settings import Settings
from app.start_options import window_options
from app.steady_heap import keep_heap_small
from app.ui.messages import sentence

if TYPE_CHECKING:
    from app.bootstrap.wiring import Wiring

log = logging.getLogger(__name__)

# What the window does not need, and what it needs only behind its first picture, is loaded later:
# an officer who starts the program sees it at once.


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of `sohoa`: window without a command, else the command's exit code."""
    forbid_core_dumps()
    arguments = _arguments(sys.argv[1:] if argv is None else argv)
    environment = dict(os.environ)
    log_dir = None if arguments.command else Path(platformdirs.user_log_dir(APP_NAME))
    set_up_logging(log_dir, verbose=arguments.verbose)
    try:
        settings = _for_command(_settings(environment, arguments), arguments)
    except StationError as error:
        print(f"{sentence(error.code)} [{error.code}] {error.detail}", file=sys.stderr)
        return 2
    if arguments.command is None:
        keep_heap_small()
        gc.disable()  # until the window collects by itself, see `app.ui.collector`
        _show_opening(settings, environment)
    from app.bootstrap.wiring import Wiring

    if arguments.command is None:
        return open_window(Wiring(settings, environment))
    from app import cli

    try:
        return cli.run(arguments, Wiring(settings, environment, cli.entry_of(arguments)))
    except BrokenPipeError:
        cli.exit_quietly_on_closed_pipe()
        return 1


def _for_command(settings: Settings, arguments: argparse.Namespace) -> Settings:
    """Only a batch has its pages read elsewhere; a counter works with its own machine."""
    if arguments.command != "batch":
        return replace(settings, cluster="")
    return replace(settings, cluster=arguments.cluster or settings.cluster)


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    options = window_options(given)
    if options is not None:
        return options
    from app import cli

    return cli.parse(given)


def _show_opening(settings: Settings, environment: Mapping[str, str]) -> None:
    """Put the first picture on the screen, where there is one."""
    from app.bootstrap.screen import has_screen

    if has_screen(environment):
        with imports_stay_plain():
            from app.ui.opening import show_opening
            from app.ui.palettes import Look

        show_opening(Look(settings.look), settings.text_percent)


def open_window(wiring: Wiring) -> int:
    """Open the window, or say on screen and in the terminal why it cannot open."""
    if not wiring.has_screen:
        print(f"{sentence(NoScreen.code)} [{NoScreen.code}]", file=sys.stderr)
        return 1
    try:
        return wiring.run_window()
    except StationError as error:
        from app.first_window import raise_first_window_soon
        from app.store.base import StoreInUse

        if isinstance(error, StoreInUse) and raise_first_window_soon(wiring.settings.data_dir):
            log.info("the window that is open already comes to the front")
            return 0
        log.error("window cannot open: %s %s", error.code, error.detail)
        print(f"{sentence(error.code)} [{error.code}]", file=sys.stderr)
        from app.ui.refusal import show_refusal

        show_refusal(error.code)
        return 1


def _settings(environment: Mapping[str, str], arguments: argparse.Namespace) -> Settings:
    """Settings of this run; a broken file stops commands, and never the window.

    Raises:
        SettingsInvalid: A command was given, and something in the settings is wrong.
        SettingsLocked: The administrator holds the data folder, and another one was asked for.
    """
    book = settings_book(environment)
    found = book.read()
    for trouble in found.troubles:
        is_wrong = trouble.flaw is not Flaw.UNKNOWN
        if is_wrong and arguments.command and arguments.command not in _WITH_BROKEN_SETTINGS:
            detail = f"{trouble.scope} {trouble.name}: {trouble.flaw}"
            raise SettingsInvalid(detail, trouble.name, trouble.flaw)
        log.warning("settings: %s %s %s", trouble.scope, trouble.name, trouble.flaw)
    if not arguments.command:
        book.keep_copies()
    if not arguments.data:
        return found.settings
    if found.standings["data_dir"].is_locked:
        raise SettingsLocked("data_dir")
    return replace(found.settings, data_dir=Path(arguments.data))


_WITH_BROKEN_SETTINGS = frozenset({"settings", "doctor"})
"""Commands that tell what is wrong with settings, and so have to work with them."""
