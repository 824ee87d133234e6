from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.corpus.papers.kinds import CONTINUATIONS
from benchmarks.second_pages import FIRST_PAGES, as_second_page, below_cut, cut_at, part_of, report
from benchmarks.seen_pages import SeenOrder, SeenPage
from ocr.source import Pixels
from ocr.understanding.forms import FieldDefinition, PaperType, ValueKind
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.sight import Sight
from tests.ocr.page_layout import LINE_PX, lay_out

FORM = PaperType(
    code="form",
    title="Đơn",
    title_lines=("ĐƠN XIN CẤP THẺ THƯ VIỆN",),
    fields=(
        FieldDefinition("full_name", "Họ và tên", ValueKind.NAME),
        FieldDefinition("birth_date", "Ngày sinh", ValueKind.DATE),
        FieldDefinition("id_number", "Số định danh cá nhân", ValueKind.PERSONAL_ID),
    ),
)
KNOWN = Knowledge((FORM,))
LINES = (
    "ĐƠN XIN CẤP THẺ THƯ VIỆN",
    "Họ và tên: Lê Thị Lan",
    "Kính đề nghị quý thư viện xem xét.",
    "",
    "Ngày sinh: 03/07/1990",
    "Số định danh cá nhân: 038190045679",
    "Trân trọng cảm ơn.",
)
TRUTH = {"full_name": "Lê Thị Lan", "birth_date": "03/07/1990", "id_number": "038190045679"}


def seen(*lines: str, kind: str = "form") -> SeenPage:
    height = len(lines) * LINE_PX
    white: Pixels = np.full((height, 1200), 255, np.uint8)
    fields = [{"name": name, "value": value} for name, value in TRUTH.items()]
    truth: dict[str, Any] = {"paper": "form", "fields": fields, "codes": []}
    order = SeenOrder(1, kind, "clean", Path("unused"))
    sight = Sight(np.dstack([white] * 3), white, white, 300)
    return SeenPage(order, truth, lay_out(lines), (), sight, "")


def test_first_pages_every_continuation_has_one() -> None:
    assert set(FIRST_PAGES) == CONTINUATIONS


def test_cut_at_takes_the_widest_blank_about_the_middle() -> None:
    assert cut_at(seen(*LINES)) == pytest.approx(3.3 * LINE_PX, abs=0.5 * LINE_PX)


def test_part_of_has_its_own_origin() -> None:
    page = seen(*LINES)
    lower = part_of(page, cut_at(page), page.sight.gray.shape[0])

    assert [line.text for line in lower.text.lines] == list(LINES[4:])
    assert 0 <= lower.text.lines[0].box[1] < LINE_PX
    assert lower.sight.gray.shape[0] + cut_at(page) == page.sight.gray.shape[0]


def test_below_cut_fields_of_the_second_page_are_exact() -> None:
    fields = below_cut(seen(*LINES), KNOWN)

    assert {field.name for field in fields} == {"birth_date", "id_number"}
    assert all(field.whole and field.second for field in fields)
    assert "| clean | 2 | 2 | 2 | 0 |" in report(fields)


def test_as_second_page_behind_a_stranger_stays_unknown() -> None:
    found = as_second_page(seen("THỰC ĐƠN", "Phở bò"), seen(*LINES[4:]), KNOWN)

    assert found.paper is None
    assert found.fields == ()
