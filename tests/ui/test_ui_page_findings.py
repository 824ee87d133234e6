"""Every finding of a page has a short label, and words with a next step in both languages."""

from __future__ import annotations

import unicodedata

import pytest

from app.domain.ids import BlobId, DossierId, PageId
from app.domain.page import Page, PageState
from app.domain.page_checks import BATCH_FINDINGS, CHECK_FINDINGS
from app.ui import labels
from app.ui.wording_checks import FINDING_MESSAGES, finding_words
from ocr.reading import Flag

FINDINGS = sorted({*(str(flag) for flag in Flag), *BATCH_FINDINGS, *CHECK_FINDINGS})


@pytest.mark.parametrize("flag", FINDINGS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_finding_words_every_finding_names_the_next_step(flag: str, language: str) -> None:
    words = finding_words(flag, language)

    for part in (words.what, words.why, words.todo):
        assert part.endswith(".")
        assert unicodedata.is_normalized("NFC", part)


@pytest.mark.parametrize("flag", FINDINGS)
def test_page_flags_every_finding_has_a_label_of_its_own(flag: str) -> None:
    page = Page(
        PageId("p"),
        DossierId("d"),
        1,
        PageState.READ,
        BlobId("r"),
        "image/png",
        0,
        "",
        flags=(flag,),
    )

    shown = labels.page_flags(page)

    assert shown == [labels.translate("labels", shown[0])]
    assert "_" not in shown[0]


def test_finding_messages_speak_of_no_unknown_flag() -> None:
    assert set(FINDING_MESSAGES) == set(FINDINGS)
