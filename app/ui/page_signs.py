"""Findings of a page with a sign of their own, so that they can be told without colour."""

from __future__ import annotations

from app.domain.page import LEFT_OUT, SHOWN_ONLY, Page, PageState
from app.domain.page_checks import CHECK_FINDINGS
from app.ui import labels

SIGNS = {
    "blank": "□",
    "too_coarse": "▦",
    "low_resolution": "▦",
    "dpi_guessed": "▦",
    "skewed": "∠",
    "blurred": "≈",
    "dark": "■",
    "black_border": "▣",
    "cut_edge": "✂",
    "upside_down": "↕",
    "sideways": "↔",
    "batch_upside_down": "↕",
    "outlier": "≠",
    "double_page": "=",
    "no_text": "∅",
    "ocr_failed": "∅",
    SHOWN_ONLY: "⊘",
    LEFT_OUT: "×",
}
"""A sign for each finding that has one; all others get "!"."""

_TO_LOOK_AT = CHECK_FINDINGS | {"ocr_failed", SHOWN_ONLY}


def is_flagged(page: Page) -> bool:
    """Whether the officer should look at the page."""
    return page.state is PageState.DEGRADED or bool(_TO_LOOK_AT.intersection(page.findings))


def signed_notes(page: Page) -> str:
    """Findings as signs with words, "" when there are none."""
    words = labels.page_flags(page)
    return ", ".join(
        f"{SIGNS.get(flag, '!')} {word}" for flag, word in zip(page.findings, words, strict=True)
    )
