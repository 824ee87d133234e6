"""Failures of the corpus generator.

CorpusError
├── FontMissingError    a font file is not installed
├── LetterMissingError  a font cannot write Vietnamese
└── LayoutError         a text does not fit the paper it is drawn on
"""

from __future__ import annotations


class CorpusError(Exception):
    """Root of the generator's failures.

    Attributes:
        code: Stable code.
        advice: What the caller may do: retry_now, retry_later, user_action or never.
    """

    code = "corpus"
    advice = "never"


class FontMissingError(CorpusError):
    """A font file the papers are drawn with is not installed."""

    code = "corpus.font_missing"
    advice = "user_action"


class LetterMissingError(CorpusError):
    """A font lacks letters of the Vietnamese alphabet and would draw boxes."""

    code = "corpus.letter_missing"
    advice = "user_action"


class LayoutError(CorpusError):
    """A text or code does not fit the place it must be drawn in."""

    code = "corpus.layout"
