"""The own set of attacks and permitted changes: every single answer has to be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from benchmarks.attacks import Case, attacks
from benchmarks.permitted import permitted
from benchmarks.signed_papers import Office, open_office
from signing.validation.verify import verify_pdf
from signing.verdict import FileVerdict, Integrity

# Many files are made and judged before the first answer.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("office"))


FEW = ("object streams", "form")
NAMED = frozenset(
    {
        *("filled", "ticked", "comment", "highlighted", "metadata", "white space behind"),
        *("stamp: lines on blank paper", "stamp: words behind the amount"),
        *("stamp: a line between lines", "stamp: digits in a prepared field"),
        *("note: highlight that says more", "reading: content key twice"),
        *("reading: root key twice", "veil: black bar over words", "redrawn: letters of the form"),
    }
)
Answers = dict[str, FileVerdict]


def some() -> Callable[[str], bool]:
    """Choose the cases that are named above, the first of each class and every third after it.

    The program `benchmarks.verdicts` takes all of them.
    """
    seen: Counter[str] = Counter()

    def chosen(name: str) -> bool:
        kind = name.partition(":")[0] if ":" in name else ""
        seen[kind] += 1
        return name in NAMED or seen[kind] % 3 == 1

    return chosen


@pytest.fixture(scope="module")
def attacked(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return answers(attacks(office, some()), tmp_path_factory.mktemp("attacked"))


@pytest.fixture(scope="module")
def allowed(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return answers(permitted(office, FEW, some()), tmp_path_factory.mktemp("allowed"))


def answers(cases: Iterable[Case], folder: Path) -> Answers:
    path = folder / "tep.pdf"
    found: Answers = {}
    for case in cases:
        path.write_bytes(case.content)
        found[case.name] = verify_pdf(path)
    return found


def test_verify_pdf_accepts_no_attack(attacked: Answers) -> None:
    accepted = [name for name, found in attacked.items() if found.integrity is Integrity.INTACT]

    assert len(attacked) >= 60
    assert accepted == []


def test_verify_pdf_names_what_is_wrong_with_each_attack(attacked: Answers) -> None:
    silent = [name for name, found in attacked.items() if not found.notices]

    assert silent == []


def test_verify_pdf_rejects_no_permitted_paper(allowed: Answers) -> None:
    rejected = {
        name: found.notices
        for name, found in allowed.items()
        if found.integrity is not Integrity.INTACT
    }

    assert len(allowed) >= 35
    assert rejected == {}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("filled", "form-filled"),
        ("ticked", "form-filled"),
        ("comment", "annotation-added"),
        ("highlighted", "annotation-added"),
        ("metadata", "metadata-changed"),
        ("form: person and seal", "signature-added"),
        ("form: evidence and time", "long-term-evidence"),
        ("form: evidence and time", "time-stamp-added"),
        ("white space behind", "white-space"),
    ],
)
def test_verify_pdf_names_the_permitted_change(name: str, change: str, allowed: Answers) -> None:
    answer = allowed[name]

    assert change in answer.signatures[0].changes_after


def test_verify_pdf_tells_that_a_seal_lies_over_a_signature(allowed: Answers) -> None:
    answer = allowed["form: person and seal"]

    assert "signature-over-signature" in answer.notices


def test_verify_pdf_tells_page_and_place_of_added_text(allowed: Answers) -> None:
    answer = allowed["stamp: lines on blank paper"]

    assert "signature-adds-text:1:bottom-left" in answer.notices


@pytest.mark.parametrize(
    ("name", "notice"),
    [
        ("stamp: words behind the amount", "signature-reads-as-text"),
        ("stamp: a line between lines", "signature-reads-as-text"),
        ("stamp: digits in a prepared field", "signature-reads-as-text"),
        ("note: highlight that says more", "annotation-reads-as-text"),
        ("reading: content key twice", "objects-ambiguous"),
        ("reading: root key twice", "objects-ambiguous"),
        ("veil: black bar over words", "page-hidden-by-signature"),
        ("redrawn: letters of the form", "form-redrawn"),
    ],
)
def test_verify_pdf_names_what_misleads(name: str, notice: str, attacked: Answers) -> None:
    assert notice in attacked[name].notices
