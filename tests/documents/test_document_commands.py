"""Every command in the documents is run, or at least is one that the program has."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from ocr.recognition.recognise import engine_report
from tests.documents.command_host import client
from tests.documents.document_commands import (
    REASONS,
    ROOT,
    Block,
    blocks,
    documents,
    inline_commands,
    problem,
)

BLOCKS = [block for document in documents() for block in blocks(document)]
TO_RUN = {
    f"{place[0].stem}: {place[1]}": list(held)
    for place, held in groupby(
        (block for block in BLOCKS if not block.mark), lambda one: (one.document, one.section)
    )
}
LONGEST_S = 170
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
TEST_FILE = re.compile(r"`([a-z0-9_]+/[a-z0-9_/]+(?:\.py)?)`")


@pytest.fixture(scope="module")
def machine() -> None:
    """What the blocks use of the system, or a skip."""
    lost = [name for name in ("bash", "openssl", "shred") if shutil.which(name) is None]
    problem_of_engine = engine_report().problem
    if lost or problem_of_engine:
        pytest.skip(problem_of_engine or f"no {lost}")


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the command `sohoa`."""
    folder = tmp_path_factory.mktemp("commands")
    program = folder / "sohoa"
    program.write_text(client(folder / "door"), "utf-8")
    program.chmod(0o755)
    host = [sys.executable, "-m", "tests.documents.command_host", str(folder / "door")]
    with subprocess.Popen(host, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield folder
        running.terminate()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_commands_in_sentences_exist(document: Path) -> None:
    wrong = [
        f"{document.name}:{line}: {command}: {found}"
        for line, command in inline_commands(document)
        if (found := problem(command))
    ]

    assert wrong == []


def test_commands_in_blocks_exist() -> None:
    wrong = [
        f"{block.document.name}:{block.line}: {command}: {found}"
        for block in BLOCKS
        for command in block.commands
        if (found := problem(command))
    ]

    assert wrong == []


def test_blocks_that_are_not_run_say_why() -> None:
    assert {block.mark for block in BLOCKS if block.mark} <= REASONS
    assert TO_RUN


@pytest.mark.parametrize(
    "command",
    [
        "sohoa dossiers list",
        "sohoa dossier lst",
        "sohoa purge plan --now",
        "sohoa officer add lan --role clerk",
        "make demos",
        "python -m benchmarks.nothing",
        "python -m benchmarks.cluster --no-such-option 2",
        "pytest tests/no_such_room",
    ],
)
def test_problem_of_a_command_that_does_not_exist_is_told(command: str) -> None:
    assert problem(command)


@pytest.mark.parametrize(
    "command",
    [
        "sohoa",
        "sohoa dossier …",
        "sohoa cluster keys|scheduler|worker",
        "sohoa sign TỆP… --key … [--agency-key …] [--stamp person|seal|copy]",
        "sohoa --officer quan-tri purge plan --json",
        "python main.py doctor",
        r".venv\Scripts\sohoa doctor",
        "make check WORKERS=4",
    ],
)
def test_problem_of_a_command_that_exists_is_none(command: str) -> None:
    assert problem(command) == ""


@pytest.mark.parametrize("document", sorted((ROOT / "docs").glob("*.md")), ids=lambda one: one.name)
def test_links_of_a_document_lead_somewhere(document: Path) -> None:
    lost = [
        link
        for link in LINK.findall(document.read_text("utf-8"))
        if "://" not in link and not (document.parent / link.partition("#")[0]).exists()
    ]

    assert lost == []


def test_tests_that_prove_a_measure_exist() -> None:
    named = TEST_FILE.findall((ROOT / "docs" / "threat-model.md").read_text("utf-8"))

    assert len(named) > 30
    assert [path for path in named if not (ROOT / "tests" / path).exists()] == []


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize("section", TO_RUN.values(), ids=TO_RUN)
def test_blocks_of_a_section_run_one_after_another(
    section: list[Block], commands: Path, tmp_path: Path
) -> None:
    """In a station of its own, in an empty folder with a paper to scan (`giay/trang.jpg`)."""
    script = "\n".join(block.text for block in section)
    samples = ROOT / "resources" / "samples" / "khai-sinh"
    (tmp_path / "giay").mkdir()
    shutil.copy(samples / "01-phieu-tiep-nhan.jpg", tmp_path / "giay" / "trang.jpg")

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=tmp_path,
        env=_environment(tmp_path, commands),
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )

    assert done.returncode == 0, f"{section[0].document.name}\n{done.stdout}\n{done.stderr}"


def _environment(folder: Path, commands: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOHOA_")}
    home = folder / "home"
    home.mkdir()
    return kept | {
        "HOME": str(home),
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "DBUS_SESSION_BUS_ADDRESS": "",
        "SOHOA_DATA_DIR": str(folder / "kho"),
        "SOHOA_SETTINGS": str(folder / "settings.json"),
        "SOHOA_STATION_KEY_PLACE": "file",
        "SOHOA_SCANNER_DISCOVERY": "no",
        "SOHOA_JOBS": "1",
    }
