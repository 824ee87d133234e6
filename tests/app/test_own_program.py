from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app.own_program import CHILD_MODULES, CHILD_OPTION, module_command, ran_as_child

ROOT = Path(__file__).parents[2]


@pytest.fixture
def _packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/sohoa/sohoa")


def test_module_command_from_sources_asks_python() -> None:
    assert module_command("app.receiver") == (sys.executable, "-P", "-m", "app.receiver")


@pytest.mark.usefixtures("_packaged")
def test_module_command_packaged_asks_the_program_itself() -> None:
    assert module_command("app.receiver") == ("/opt/sohoa/sohoa", CHILD_OPTION, "app.receiver")


@pytest.mark.parametrize(
    "arguments",
    [[], ["doctor"], [CHILD_OPTION], [CHILD_OPTION, "app.cli"], ["doctor", CHILD_OPTION]],
)
def test_ran_as_child_on_an_ordinary_start_does_nothing(arguments: list[str]) -> None:
    assert not ran_as_child(arguments)


def test_ran_as_child_runs_the_module_with_its_arguments() -> None:
    code = "import sys; from app.own_program import ran_as_child; ran_as_child(sys.argv[1:])"

    done = subprocess.run(
        [sys.executable, "-c", code, CHILD_OPTION, "app.receiver", "--help"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=True,
    )

    assert b"--with-parent" in done.stdout


@pytest.mark.parametrize("module", CHILD_MODULES)
def test_child_modules_exist_and_run_when_started(module: str) -> None:
    path = ROOT.joinpath(*module.split("."))
    source = path / "__main__.py" if path.is_dir() else path.with_suffix(".py")

    text = source.read_text("utf-8")

    assert 'if __name__ == "__main__":' in text


def test_every_started_module_is_one_of_the_children() -> None:
    asked = {
        call.args[0].value
        for source in (ROOT / "app").rglob("*.py")
        for call in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "module_command"
        and isinstance(call.args[0], ast.Constant)
    }

    assert asked == set(CHILD_MODULES) - {"app.scanning.twain_worker"}


def test_nobody_starts_python_past_own_program() -> None:
    users = {
        source.relative_to(ROOT).as_posix()
        for source in (ROOT / "app").rglob("*.py")
        if '"-m"' in source.read_text("utf-8")
    }

    assert users == {"app/own_program.py", "app/scanning/twain.py"}
