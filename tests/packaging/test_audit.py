"""A service that is silent is never taken for a clean answer."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SUPPLY = Path(__file__).resolve().parents[2] / "packaging" / "supply"
DIGEST = "0" * 64
LOCK = f"one==1.0 \\\n    --hash=sha256:{DIGEST}\ntwo==2.0 \\\n    --hash=sha256:{DIGEST}\n"
WINDOWS = f"three==3.0 ; sys_platform == 'nowhere' \\\n    --hash=sha256:{DIGEST}\n"


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", SUPPLY / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "some.lock"
    file.write_text(LOCK + WINDOWS, "utf-8")
    return file


def program(tmp_path: Path, answers: dict[str, Any]) -> Path:
    """A pip-audit that gives these answers, by service; none for others."""
    file = tmp_path / "pip-audit"
    file.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"answers = json.loads({json.dumps(json.dumps(answers))})\n"
        "given = sys.argv\n"
        "answer = answers.get(given[given.index('-s') + 1])\n"
        "if answer is None:\n    sys.exit('cannot be reached')\n"
        "open(given[given.index('-o') + 1], 'w').write(json.dumps({'dependencies': answer}))\n",
        "utf-8",
    )
    file.chmod(0o755)
    return file


def part(name: str, version: str, *weaknesses: str) -> dict[str, Any]:
    vulns = [{"id": each, "aliases": []} for each in weaknesses]
    return {"name": name, "version": version, "vulns": vulns}


GOOD = [part("one", "1.0"), part("two", "2.0")]
SKIPPED = [part("one", "1.0"), {"name": "two", "skip_reason": "not found"}]


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"pypi": GOOD}, 0),
        ({}, 3),
        ({"pypi": SKIPPED}, 3),
        ({"pypi": SKIPPED, "osv": GOOD}, 0),
        ({"pypi": [part("one", "1.0"), part("two", "2.0", "CVE-1")]}, 1),
        ({"pypi": [part("one", "1.0", "CVE-1")]}, 1),
    ],
)
def test_audit_tells_weak_clean_and_not_asked_apart(
    audit: ModuleType, lock: Path, tmp_path: Path, answers: dict[str, Any], status: int
) -> None:
    made = program(tmp_path, answers)

    assert audit.main(["--pip-audit", str(made), str(lock)]) == status


def test_audit_refuses_a_part_without_digest(audit: ModuleType, lock: Path, tmp_path: Path) -> None:
    lock.write_text("one==1.0\n", "utf-8")

    assert audit.main(["--pip-audit", str(program(tmp_path, {})), str(lock)]) == 1


@pytest.mark.parametrize(("until", "is_weak"), [("2999-01-01", False), ("2020-01-01", True)])
def test_accepted_weakness_counts_until_its_day(
    audit: ModuleType, until: str, is_weak: bool
) -> None:
    report = audit.Report({"one"})

    audit.understood(
        report,
        {"dependencies": [part("one", "1.0", "CVE-1")]},
        {"CVE-1": {"why": "no path to it", "until": until}},
    )

    assert bool(report.weak) is is_weak
    assert bool(report.accepted) is not is_weak
