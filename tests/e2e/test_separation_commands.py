"""Covers printed, put on a stack, scanned and sorted by command."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.e2e.conftest import SAMPLES, Sohoa

SHEETS = sorted((SAMPLES / "ho-kinh-doanh").glob("*.jpg"))[:2]
CODE = "H26-251027-0007"


def pictures_of(pdf: Path, name: str) -> list[Path]:
    """The pages of a PDF as a scanner would save them."""
    document = pdfium.PdfDocument(pdf)
    made = []
    for number, page in enumerate(document):
        target = pdf.with_name(f"{name}{number}.jpg")
        image = page.render(scale=200 / 72).to_pil().convert("L")
        image.save(target, "JPEG", quality=80, dpi=(200, 200))
        made.append(target)
    document.close()
    return made


def test_cover_and_separate_sort_a_stack_and_undo_brings_it_back(
    sohoa: Sohoa, tmp_path: Path
) -> None:
    target = sohoa("dossier", "new", "--code", CODE, "--json").report["dossier"]
    pdf = tmp_path / "bia.pdf"
    printed = sohoa("cover", target, "--blank", "1", "--parting", "1", "-o", pdf, "--json")
    cover, blank, parting = pictures_of(pdf, "b")
    home = sohoa("dossier", "new", "--json").report["dossier"]
    first, second = SHEETS
    third, fourth = tmp_path / "c1.jpg", tmp_path / "c2.jpg"
    for path in (third, fourth):
        path.write_bytes(first.read_bytes() + path.name.encode())
    stack = (first, parting, second, cover, third, blank, fourth)
    assert sohoa("dossier", "add", home, *stack, "--json").code == 0

    done = sohoa("separate", home, "--json").report
    here, there = (sohoa("page", "list", each, "--json").report for each in (home, target))
    undone = sohoa("page", "undo", home, "--json").report

    assert printed.report["sheets"][0] == CODE
    assert [(each["new"], each["paper"]) for each in done["dossiers"]] == [
        (False, 2), (False, 1), (True, 1),
    ]  # fmt: skip
    assert done["dossiers"][1]["id"] == target
    assert [page["break"] for page in here["pages"][1:]] == ["auto", "begins"]
    assert "separator" in here["pages"][1]["flags"]
    assert [page["source"] for page in there["pages"]] == ["b0.jpg", "c1.jpg"]
    assert len(undone["pages"]) == 7
    assert not any("separator" in page["flags"] for page in undone["pages"])
    assert sohoa("store", "verify").code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("cover",),
        ("cover", "--blank", "0", "-o", "x.pdf"),
        ("separate",),
        ("separate", "x", "--patches", "T,9"),
        ("separate", "x", "--prefix", " "),
        ("page", "separator", "x", "0"),
    ],
)
def test_separation_commands_wrong_use_is_told(sohoa: Sohoa, wrong: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        sohoa(*wrong)

    assert stopped.value.code == 2


def test_cover_of_nothing_fails_with_a_sentence(sohoa: Sohoa, tmp_path: Path) -> None:
    done = sohoa("cover", "-o", tmp_path / "x.pdf", "--json")

    assert done.code == 1
    assert done.report["error"]["code"] == "cover.count"
    assert "500" in done.report["error"]["message"]


def test_page_separator_says_what_a_page_is(sohoa: Sohoa) -> None:
    home = sohoa("dossier", "new", "--json").report["dossier"]
    sohoa("dossier", "add", home, *SHEETS)

    marked = sohoa("page", "separator", home, "2", "--json").report
    shown = sohoa("separate", home, "--dry-run", "--patches", "none", "--json").report
    paper = sohoa("page", "separator", home, "2", "--paper", "--json").report

    assert len(marked["changed"]) == 1
    assert (shown["entry"], shown["separators"]) == ("", [])
    assert paper["changed"] == marked["changed"]


def test_add_with_separators_sorts_the_files_as_one_stack(sohoa: Sohoa, tmp_path: Path) -> None:
    target = sohoa("dossier", "new", "--code", CODE, "--json").report["dossier"]
    pdf = tmp_path / "bia.pdf"
    sohoa("cover", target, "--parting", "1", "-o", pdf)
    cover, parting = pictures_of(pdf, "b")
    home = sohoa("dossier", "new", "--json").report["dossier"]
    first, second = SHEETS

    added = sohoa("dossier", "add", home, first, parting, second, cover, "--separators", "--json")

    (stack,) = added.report["stacks"]
    assert [each["page"] for each in stack["separators"]] == [2, 4]
    assert stack["begins"] == [1, 3]  # the first is a slip
    listed = sohoa("page", "list", target, "--json").report
    assert len(listed["pages"]) == 1


def test_watch_into_separators_sends_pages_where_covers_say(sohoa: Sohoa, tmp_path: Path) -> None:
    target = sohoa("dossier", "new", "--code", CODE, "--json").report["dossier"]
    share = tmp_path / "share"
    share.mkdir()
    sohoa("cover", target, "--blank", "1", "--parting", "1", "-o", share / "bia.pdf")

    told = sohoa("watch", share, "--into", "separators", "--once", "--json")

    (taken,) = told.report["taken"]
    rows = sohoa("dossier", "list", "--json").report["dossiers"]
    assert (told.code, taken["pages"], len(taken["dossiers"])) == (0, 3, 2)
    assert len(rows) == 2
    assert len(sohoa("page", "list", target, "--json").report["pages"]) == 1
    assert sohoa("store", "verify").code == 0
