"""Starts of the window are told from commands without loading the commands."""

from __future__ import annotations

from importlib import metadata

import pytest

from app import cli
from app.start_options import window_options


@pytest.mark.parametrize(
    "given", [[], ["--verbose"], ["--data", "/tram"], ["--data=/tram", "--verbose"]]
)
def test_window_options_without_a_command_are_those_of_the_grammar(given: list[str]) -> None:
    found = window_options(given)

    assert found is not None
    said = cli.parse(given)
    assert found.command is None
    assert vars(found).items() <= vars(said).items()


@pytest.mark.parametrize(
    "given", [["doctor"], ["--data", "/tram", "scan"], ["--help"], ["--data"], ["--unknown"]]
)
def test_window_options_with_anything_else_leave_it_to_the_grammar(given: list[str]) -> None:
    assert window_options(given) is None


def test_version_is_said_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.parse(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"sohoa {metadata.version('tram-so-hoa')}\n"
