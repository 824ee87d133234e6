"""Findings about the machine in the other language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.services import diagnose, diagnose_station, diagnose_windows
from app.services.diagnose_states import found_text


@pytest.mark.parametrize(
    ("state", "english"),
    [
        ("1200 MB mỗi tiến trình đọc", "1200 MB for each reading process"),
        ("không có", "none"),
        ("không có (chỉ nguồn 64-bit)", "none (64-bit sources only)"),
        ("HP 500 (chỉ nguồn 64-bit)", "HP 500 (64-bit sources only)"),
        ("/var/lib/sohoa, còn 512 MB", "/var/lib/sohoa · 512 MB left"),
        ("còn 512 MB", "512 MB left"),
        ("3 ngày trước", "3 day(s) ago"),
        ("lệch 12 phút so với máy chủ", "12 min off the server's clock"),
        ("còn 1.5 GB, mức tối thiểu 2.0 GB", "1.5 GB left, at least 2.0 GB are needed"),
        ("2 sai lệch: row.hash, blob.gone", "2 differences: row.hash, blob.gone"),
    ],
)
def test_found_text_is_told_in_english(state: str, english: str) -> None:
    assert found_text(state, "en") == english
    assert found_text(state, "vi") == state


@pytest.mark.parametrize("state", ["3.11.9", "/dev/sda: denied", "HP 500, Canon"])
def test_found_text_without_words_stays(state: str) -> None:
    assert found_text(state, "en") == state


@pytest.mark.parametrize("module", [diagnose, diagnose_station, diagnose_windows])
def test_every_sentence_of_a_finding_has_its_english(module: object) -> None:
    source = Path(str(getattr(module, "__file__", ""))).read_text("utf-8")
    sentences = re.findall(r'state(?:, remedy)? = f?"([^"{}]*)"', source)
    sentences += re.findall(r'(?:True|False), "([^"{}]*[^\x00-\x7f][^"{}]*)"', source)

    left = [each for each in sentences if not each.isascii() and found_text(each, "en") == each]

    assert left == []
