"""docs/intake-api.yaml and the receiver say the same, checked without a YAML parser."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.routing import Route

from app.receiver.problems import ProblemKind
from app.receiver.server import create_app
from app.receiver.settings import ReceiverSettings

DOCUMENT = Path("docs/intake-api.yaml")
METHODS = {"get", "post", "head", "patch", "delete", "options", "put"}


@pytest.fixture
def routes(tmp_path) -> Iterator[set[tuple[str, str]]]:
    app = create_app(
        tmp_path / "data",
        clock=lambda: datetime.now(UTC),
        new_id=lambda: str(uuid.uuid4()),
        settings=ReceiverSettings(pages=False),
    )
    yield {
        (method, route.path)
        for route in app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    app.state.close()


def documented() -> set[tuple[str, str]]:
    """Method and path of every operation."""
    found = set()
    path = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("components:"):
            break
        if match := re.fullmatch(r"  (/\S*):", line):
            path = match.group(1)
        elif (match := re.fullmatch(r"    (\w+):", line)) and match.group(1) in METHODS:
            found.add((match.group(1).upper(), path))
    return found


def test_document_names_exactly_the_operations_of_the_receiver(routes):
    # Starlette answers HEAD wherever it answers GET.
    offered = {
        (method, path) for method, path in routes if method != "HEAD" or ("GET", path) not in routes
    }

    assert documented() == offered


def test_document_is_regular_yaml():
    text = DOCUMENT.read_text(encoding="utf-8")

    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        assert "\t" not in line
        assert line == line.rstrip()
        assert indent % 2 == 0


def test_document_refers_only_to_what_it_defines():
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = lines.index("components:")
    defined, section = set(), ""
    for line in lines[start + 1 :]:
        if match := re.fullmatch(r"  (\w+):", line):
            section = match.group(1)
        elif match := re.fullmatch(r"    (\w+):", line):
            defined.add(f"#/components/{section}/{match.group(1)}")

    referred = set(re.findall(r'\$ref: "([^"]+)"', "\n".join(lines)))

    assert referred <= defined
    assert referred


def test_every_problem_has_a_vietnamese_title_and_a_client_or_server_status():
    for kind in ProblemKind:
        assert re.search(r"[À-ỹ]", kind.title)
        assert 400 <= kind.status < 600
    assert len({kind.slug for kind in ProblemKind}) == len(ProblemKind)
