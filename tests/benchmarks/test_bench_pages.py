from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.corpus.pages import KINDS
from benchmarks.measurement import has_red_seal, words_right
from benchmarks.page_set import (
    PageOrder,
    Stored,
    add_page_options,
    chosen_pages,
    drawn_pages,
    spread,
    stored_pages,
)


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_page_options(parser)
    return parser.parse_args(words)


def store(folder: Path, name: str, **truth: object) -> None:
    (folder / f"{name}.jpg").write_bytes(name.encode())
    content = {"lines": [{"text": "Độc lập"}], "dpi": 300, **truth}
    (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def test_stored_pages_pairs_are_read_with_their_truth(tmp_path: Path) -> None:
    store(tmp_path, "b", kind="letter", damage="fax")
    store(tmp_path, "a", kind="table", damage="clean")

    pages = [order.page() for order in stored_pages(tmp_path)]

    assert [(page.name, page.kind, page.damage) for page in pages] == [
        ("a", "table", "clean"),
        ("b", "letter", "fax"),
    ]
    assert pages[0].lines == ("Độc lập",)
    assert pages[0].jpeg == b"a"


def test_stored_pages_common_truth_file_names_the_pictures(tmp_path: Path) -> None:
    entry = {"file": "01.jpg", "paper": "form", "damage": "office", "lines": [], "dpi": 300}
    (tmp_path / "truth.json").write_text(json.dumps({"pages": [entry]}), encoding="utf-8")
    (tmp_path / "01.jpg").write_bytes(b"picture")

    (order,) = stored_pages(tmp_path)

    assert order.page().kind == "form"


def test_stored_page_with_handwritten_line_says_so(tmp_path: Path) -> None:
    store(tmp_path, "a", lines=[{"text": "An", "handwritten": True}, {"text": "b"}])

    (order,) = stored_pages(tmp_path)

    assert order.page().handwritten


def test_chosen_pages_kinds_and_damages_filter_a_folder(tmp_path: Path) -> None:
    for kind, damage in (("letter", "fax"), ("letter", "clean"), ("table", "fax")):
        store(tmp_path, f"{kind}-{damage}", kind=kind, damage=damage)

    chosen = chosen_pages(
        options("--corpus", str(tmp_path), "--kinds", "letter", "--damages", "fax")
    )

    assert [order.page().name for order in chosen] == ["letter-fax"]


def test_drawn_pages_nothing_asked_has_every_kind() -> None:
    orders = drawn_pages(1, [], ["clean"], 5)

    assert len(orders) == len(KINDS)


@pytest.mark.parametrize(
    ("most", "kept"), [(0, "abcdef"), (2, "ad"), (3, "ace"), (6, "abcdef"), (9, "abcdef")]
)
def test_spread_keeps_pages_at_even_distances(most: int, kept: str) -> None:
    pages: list[PageOrder] = [Stored(Path(letter), {}) for letter in "abcdef"]

    chosen = spread(pages, most)

    assert "".join(str(page.picture) for page in chosen if isinstance(page, Stored)) == kept


def jpeg(colour: tuple[int, int, int]) -> bytes:
    picture = np.full((400, 400, 3), 245, np.uint8)
    cv2.circle(picture, (200, 200), 60, colour, 8)
    return bytes(cv2.imencode(".jpg", picture)[1])


@pytest.mark.parametrize(
    ("colour", "dpi", "expected"),
    [((40, 40, 210), 300, True), ((40, 40, 210), 200, False), ((200, 60, 40), 300, False)],
)
def test_has_red_seal_only_red_ink_at_300_dpi(
    colour: tuple[int, int, int], dpi: int, expected: bool
) -> None:
    assert has_red_seal(jpeg(colour), dpi) is expected


def test_has_red_seal_no_picture_is_false() -> None:
    assert not has_red_seal(b"not a picture", 300)


def test_words_right_each_word_of_truth_vouches_once() -> None:
    words = [("Nam", 0.9), ("Nam", 0.8), ("Nem", 0.3), ("sinh:.....", 0.7), ("....", 0.2)]

    judged = words_right(["Nam", "Ngày sinh: ....."], words)

    assert judged == ((0.9, True), (0.8, False), (0.3, False), (0.7, True))
