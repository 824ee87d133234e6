"""The card of keys on paper, and the keys that officers chose."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.services.key_card import CardPaper, save_key_card
from app.services.key_card_drawing import CardPart, KeyCard, draw_key_card
from app.services.key_choices import MAX_BYTES, KeyChoices, KeysNotKept
from tests.fakes.counter_station import CounterStation

CARD = KeyCard(
    "Phím tắt",
    "Phím chữ đơn chỉ có tác dụng khi không gõ trong ô nào.",
    tuple(
        CardPart(f"Màn hình {n}", tuple((f"Ctrl+{k}", f"Việc số {n}-{k}") for k in range(20)))
        for n in range(12)
    ),
)


@pytest.mark.parametrize("paper", list(CardPaper))
def test_key_card_holds_every_key_inside_the_page(paper: CardPaper, tmp_path: Path) -> None:
    target = tmp_path / "card.pdf"

    save_key_card(CounterStation().station, CARD, paper=paper, target=target)

    document = pdfium.PdfDocument(target)
    texts = [page.get_textpage() for page in document]
    whole = " ".join(" ".join(text.get_text_bounded().split()) for text in texts)
    width, height = document[0].get_size()
    boxes = [text.get_charbox(n) for text in texts for n in range(text.count_chars())]
    for number in range(12):
        assert f"Việc số {number}-19" in whole
    assert all(left > 0 and right < width for left, _, right, _ in boxes)
    assert all(bottom > 0 and top < height for _, bottom, _, top in boxes)


def test_part_that_goes_on_in_the_next_column_has_its_name_again() -> None:
    card = KeyCard("K", "N", (CardPart("Dài", tuple(("F5", f"Việc {n}") for n in range(150))),))

    document = pdfium.PdfDocument(draw_key_card(card, "a4"))

    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    assert text.count("Dài") > 1


def test_key_choices_are_found_again_for_the_same_officer_alone(tmp_path: Path) -> None:
    choices = KeyChoices(tmp_path / "keys.json")

    choices.keep("canbo01", {"scan": ("F6",)})
    choices.keep("canbo02", {"scan": ("Ctrl+J",)})

    assert choices.read("canbo01") == {"scan": ("F6",)}
    assert choices.read("canbo02") == {"scan": ("Ctrl+J",)}
    assert choices.read("canbo03") == {}


def test_key_choices_without_any_are_gone(tmp_path: Path) -> None:
    choices = KeyChoices(tmp_path / "keys.json")
    choices.keep("canbo01", {"scan": ("F6",)})

    choices.keep("canbo01", {})

    assert "canbo01" not in (tmp_path / "keys.json").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "[]",
        '{"canbo01": 3}',
        '{"canbo01": {"scan": "F5"}}',
        '{"canbo01": {"scan": [5]}}',
        "[" * 100_000,
        " " * (MAX_BYTES + 1) + "{}",
    ],
)
def test_key_choices_that_cannot_be_read_count_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text, "utf-8")

    assert KeyChoices(path).read("canbo01") == {}


def test_key_choices_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    choices = KeyChoices(tmp_path / "missing" / "keys.json")

    with pytest.raises(KeysNotKept):
        choices.keep("canbo01", {"scan": ("F6",)})
