"""The help: pages of Markdown that come with the program, offline, with a search without accents.

A page names keys as `{key:scan}`; the window puts in the key that the officer has for it now.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from app.domain.folding import folded_words
from app.errors import NotFound

START = "bat-dau"
"""The page that leads to all others."""

_LANGUAGE = "vi"
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_MARKS = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*_`|#>]|\{key:[a-z_.]+\}")
_TITLE, _HEAD, _BODY = 20, 3, 1
_MOST_HITS = 3
"""More of the same word says nothing more about a page."""

_EXCERPT_SIGNS = 120


@dataclass(frozen=True, slots=True)
class HelpPage:
    """One page.

    Attributes:
        name: Stable name, "quet".
        text: Markdown.
    """

    name: str
    text: str

    @property
    def title(self) -> str:
        """Its first heading."""
        found = _HEADING.search(self.text)
        return found.group(1) if found else self.name

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings but the first."""
        return tuple(_HEADING.findall(self.text))[1:]

    @property
    def plain(self) -> str:
        """Its words without marks."""
        return _MARKS.sub(r"\1", self.text)


@dataclass(frozen=True, slots=True)
class HelpHit:
    """A page that was found.

    Attributes:
        excerpt: Words around the place.
    """

    page: HelpPage
    excerpt: str


class HelpShelf:
    """All pages of the help.

    Args:
        pages: Pages; those that come with the program when left out.
    """

    def __init__(self, pages: Iterable[HelpPage] | None = None) -> None:
        given = _shipped() if pages is None else tuple(pages)
        self._pages = {page.name: page for page in given}

    def add(self, pages: Iterable[HelpPage]) -> None:
        """More pages, made elsewhere."""
        self._pages |= {page.name: page for page in pages}

    @property
    def pages(self) -> tuple[HelpPage, ...]:
        """All pages, by name."""
        return tuple(self._pages[name] for name in sorted(self._pages))

    def has(self, name: str) -> bool:
        """Whether there is such a page."""
        return name in self._pages

    def page(self, name: str) -> HelpPage:
        """One page.

        Raises:
            NotFound: There is no such page.
        """
        if name not in self._pages:
            raise NotFound(f"help page {name}")
        return self._pages[name]

    def find(self, wanted: str) -> tuple[HelpHit, ...]:
        """Pages with words that begin with all that is wanted, the best first."""
        words = folded_words(wanted)
        if not words:
            return ()
        scored = [(_score(page, words), page) for page in self.pages]
        best = sorted((one for one in scored if one[0]), key=lambda one: (-one[0], one[1].title))
        return tuple(HelpHit(page, _excerpt(page, words)) for _, page in best)


class HelpPictures:
    """Pictures of the help."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of all pictures."""
        folder = files("resources").joinpath("help", "images")
        return tuple(sorted(one.name for one in folder.iterdir() if one.name.endswith(".png")))

    def picture(self, name: str) -> bytes:
        """A picture, PNG; empty where there is none."""
        if name not in self.names:
            return b""
        return files("resources").joinpath("help", "images", name).read_bytes()


def _shipped() -> tuple[HelpPage, ...]:
    folder = files("resources").joinpath("help", _LANGUAGE)
    return tuple(
        HelpPage(one.name.removesuffix(".md"), one.read_text("utf-8"))
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".md")
    )


def _score(page: HelpPage, words: tuple[str, ...]) -> int:
    title = folded_words(page.title)
    heads = folded_words(" ".join(page.headings))
    body = folded_words(page.plain)
    score = 0
    for word in words:
        hits = _TITLE * _hits(title, word) + _HEAD * _hits(heads, word) + _BODY * _hits(body, word)
        if not hits:
            return 0
        score += hits
    return score


def _hits(words: tuple[str, ...], wanted: str) -> int:
    return min(_MOST_HITS, sum(word.startswith(wanted) for word in words))


def _excerpt(page: HelpPage, words: tuple[str, ...]) -> str:
    """The first line that holds one of the words."""
    lines = [line.strip(" -") for line in page.plain.splitlines()[1:]]
    for line in lines:
        if any(_hits(folded_words(line), word) for word in words):
            return line[:_EXCERPT_SIGNS].strip()
    return next((line[:_EXCERPT_SIGNS] for line in lines if line), "")
