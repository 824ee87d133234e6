"""Every code has words, and the words are good."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import app
import ocr
import signing
from app.errors import StationError
from app.ui.messages import MESSAGES, headline, sentence, words
from ocr.errors import OcrError
from signing.errors import SigningError

ROOT = Path(app.__file__).parents[1]
CODE = re.compile(r"[a-z_]+\.[a-z_]+")
RULES = (
    "addresses.py",
    "agreement.py",
    "amounts.py",
    "checked.py",
    "closed_lists.py",
    "consistency.py",
    "dates.py",
    "dossier_codes.py",
    "evidence.py",
    "paper_numbers.py",
    "people.py",
    "personal_id.py",
    "tax_codes.py",
    "understand.py",
    "validate.py",
)
"""Modules of the rules, and what joins them."""


def _every_class(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for child in root.__subclasses__():
        yield from _every_class(child)


def error_codes() -> set[str]:
    """Codes of all errors of the program."""
    for package in (app, ocr, signing):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return {
        each.__dict__["code"]
        for root in (StationError, OcrError, SigningError)
        for each in _every_class(root)
        if each.__module__.split(".")[0] in {"app", "ocr", "signing"} and "code" in each.__dict__
    }


def problem_codes() -> set[str]:
    """Codes of failed rules, as they stand in the sources of the rules."""
    found = set()
    for name in RULES:
        tree = ast.parse((ROOT / "ocr" / "understanding" / name).read_text("utf-8"))
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and CODE.fullmatch(node.value)
        }
    strong = ("qr", "mrz", "barcode")
    return found | {f"conflict.{a}_{b}" for a, b in product(strong, (*strong, "ocr"))}


def test_every_error_code_has_a_message() -> None:
    missing = error_codes() - set(MESSAGES)

    assert missing == set()


def test_every_problem_code_has_a_message() -> None:
    codes = problem_codes()

    assert len(codes) > 20
    assert codes - set(MESSAGES) == set()


@pytest.mark.parametrize("code", sorted(MESSAGES))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_are_whole_sentences_in_nfc(code: str, language: str) -> None:
    told = words(code, language)

    for part in (told.what, told.why, told.todo, told.told):
        assert part == "" or part.endswith(".")
        assert part == unicodedata.normalize("NFC", part)
    assert told.what
    assert told.todo


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_words_show_no_code_and_both_languages_differ(code: str) -> None:
    vi, en = sentence(code), sentence(code, "en")

    assert vi != en
    assert code not in vi
    assert code not in en


def test_sentence_with_all_facts_tells_them() -> None:
    text = sentence("key.wrong_pin", tries_left=2)

    assert "còn 2 lần thử" in text


@pytest.mark.parametrize("facts", [{}, {"tries_left": None}, {"other": 1}])
def test_sentence_without_its_facts_has_no_braces(facts: dict[str, object]) -> None:
    text = sentence("key.wrong_pin", **facts)

    assert "{" not in text
    assert text.startswith("Mã PIN không đúng.")


def test_headline_of_unknown_code_is_the_general_one() -> None:
    assert headline("nobody.knows") == headline("station.error")
