"""The pages that come with the program: complete, linked, found without accents."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest

from app.errors import NotFound
from app.services.help_pages import START, HelpPage, HelpPictures, HelpShelf
from app.ui.help_troubles import chapter_of, trouble_pages
from app.ui.help_view import SCHEME, keys_named
from app.ui.keys import BY_ID
from app.ui.messages import MESSAGES

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
MOST_PICTURE_BYTES = 60 * 1024


def whole_shelf() -> HelpShelf:
    shelf = HelpShelf()
    shelf.add(trouble_pages())
    return shelf


SHELF = whole_shelf()
NAMES = [page.name for page in SHELF.pages]
ACTIONS = {"steps", "step", "practice"}


@pytest.mark.parametrize("name", NAMES)
def test_links_of_a_page_lead_somewhere(name: str) -> None:
    for link in LINK.findall(SHELF.page(name).text):
        if link.startswith(f"{SCHEME}:"):
            assert link.removeprefix(f"{SCHEME}:").partition("/")[0] in ACTIONS
        else:
            assert SHELF.has(link.removesuffix(".md")), link


@pytest.mark.parametrize("name", NAMES)
def test_pictures_of_a_page_exist_and_are_described(name: str) -> None:
    pictures = HelpPictures()

    for words, address in PICTURE.findall(SHELF.page(name).text):
        assert words
        assert pictures.picture(address.rpartition("/")[2]), address


def test_pictures_are_small_and_all_shown() -> None:
    pictures = HelpPictures()
    shown = {
        address.rpartition("/")[2]
        for page in SHELF.pages
        for _, address in PICTURE.findall(page.text)
    }

    assert set(pictures.names) == shown
    assert all(len(pictures.picture(name)) <= MOST_PICTURE_BYTES for name in pictures.names)


@pytest.mark.parametrize("name", NAMES)
def test_keys_of_a_page_are_in_the_table(name: str) -> None:
    assert set(keys_named(SHELF.page(name).text)) <= set(BY_ID)


@pytest.mark.parametrize("name", NAMES)
def test_page_is_composed_vietnamese_with_a_title(name: str) -> None:
    page = SHELF.page(name)

    assert unicodedata.is_normalized("NFC", page.text)
    assert page.text.startswith("# ")
    assert page.title != name


def test_every_page_is_reached_from_the_first() -> None:
    seen, waiting = set(), [START]
    while waiting:
        name = waiting.pop()
        if name in seen or name.startswith(SCHEME):
            continue
        seen.add(name)
        waiting += [link.removesuffix(".md") for link in LINK.findall(SHELF.page(name).text)]

    assert seen == set(NAMES)


def test_next_step_of_every_message_is_in_the_help() -> None:
    plain = {page.name: page.text.replace("\\", "") for page in SHELF.pages}

    for code, message in MESSAGES.items():
        page = plain[chapter_of(code)]
        assert message.vi.what in page, code
        assert message.vi.todo in page, code


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("quet giay", "quet"),
        ("Bien nhan", "bien-nhan"),
        ("mat mang", "mat-mang"),
        ("go tieng viet", "go-tieng-viet"),
        ("TAP LAM", "tap-lam"),
        ("phim tat", "phim"),
    ],
)
def test_find_without_accents_gives_the_page_of_that_title_first(wanted: str, first: str) -> None:
    assert SHELF.find(wanted)[0].page.name == first


def test_find_needs_every_word_and_tells_a_line_with_one() -> None:
    (hit,) = HelpShelf(
        [HelpPage("a", "# Một\n\ntoken ở đây\n"), HelpPage("b", "# Hai\n\nPIN\n")]
    ).find("token day")

    assert hit.page.name == "a"
    assert hit.excerpt == "token ở đây"


@pytest.mark.parametrize("wanted", ["", "  ", "!?", "xyzzyx"])
def test_find_of_nothing_gives_nothing(wanted: str) -> None:
    assert SHELF.find(wanted) == ()


def test_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotFound):
        SHELF.page("khong-co")


def test_shelf_holds_every_file_of_the_folder() -> None:
    folder = files("resources").joinpath("help", "vi")

    assert {one.name for one in folder.iterdir()} == {f"{p.name}.md" for p in HelpShelf().pages}
