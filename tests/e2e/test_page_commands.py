"""Pages by command: turned, cut, thrown away, moved, sent, undone, with no reading between."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import SAMPLES, Sohoa

SHEETS = sorted((SAMPLES / "ho-kinh-doanh").glob("*.jpg"))[:3]


@pytest.fixture
def dossier(sohoa: Sohoa) -> str:
    made: str = sohoa("dossier", "new", "--json").report["dossier"]
    added = sohoa("dossier", "add", made, *SHEETS, "--json")
    assert len(added.report["pages"]) == 3
    return made


def test_page_commands_edit_undo_and_tell_the_history(sohoa: Sohoa, dossier: str) -> None:
    before = sohoa("page", "list", dossier, "--json").report

    turned = sohoa("page", "turn", dossier, "90", "1", "2", "--json").report
    cut = sohoa("page", "crop", dossier, "1", "0,0,5000,10000", "--json").report
    trashed = sohoa("page", "trash", dossier, "2", "--json").report
    moved = sohoa("page", "move", dossier, "2", "--before", "1", "--json").report
    restored = sohoa("page", "restore", dossier, "1", "--json").report
    split = sohoa("page", "split", dossier, "2", "--json").report
    for _ in range(6):
        assert sohoa("page", "undo", dossier).code == 0
    after = sohoa("page", "list", dossier, "--json").report
    history = sohoa("page", "history", dossier, "--json").report["edits"]

    first, second, third = (page["id"] for page in before["pages"])
    assert [page["turn"] for page in turned["pages"]] == [90, 90, None]
    assert turned["changed"] == [first, second]
    assert cut["pages"][0]["crop"] == [0, 0, 5000, 10000]
    assert [page["id"] for page in trashed["trash"]] == [second]
    assert [page["id"] for page in moved["pages"]] == [third, first]
    assert [page["id"] for page in restored["pages"]] == [third, first, second]
    assert [page["break"] for page in split["pages"]] == ["auto", "begins", "auto"]
    assert after == before
    assert {edit["state"] for edit in history} == {"undone"}
    kinds = [edit["kind"] for edit in history]
    assert kinds == ["turn", "crop", "trash", "move", "restore", "break"]


def test_page_send_and_undo_bring_the_page_there_and_back(sohoa: Sohoa, dossier: str) -> None:
    other = sohoa("dossier", "new", "--json").report["dossier"]

    sent = sohoa("page", "send", dossier, "2", "--to", other, "--json")
    there = sohoa("page", "list", other, "--json").report["pages"]
    back = sohoa("page", "undo", dossier, "--json").report["pages"]

    assert len(sent.report["pages"]) == 2
    assert len(there) == 1
    assert [page["source"] for page in back] == [sheet.name for sheet in SHEETS]
    assert sohoa("store", "verify").code == 0


def test_page_undo_of_nothing_fails_with_a_sentence(sohoa: Sohoa, dossier: str) -> None:
    done = sohoa("page", "undo", dossier, "--json")

    assert done.code == 1
    assert done.report["error"]["code"] == "page.nothing_to_undo"
    assert "hoàn tác" in done.report["error"]["message"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("turn", "45", "1"),
        ("turn", "90", "0"),
        ("crop", "1", "0,0,1"),
        ("crop", "1", "a,b,c,d"),
    ],
)
def test_page_commands_refuse_wrong_use(sohoa: Sohoa, dossier: str, wrong: tuple[str, ...]) -> None:
    action, *rest = wrong

    with pytest.raises(SystemExit) as refused:
        sohoa("page", action, dossier, *rest)

    assert refused.value.code == 2


def test_page_that_is_not_there_is_told(sohoa: Sohoa, dossier: str) -> None:
    assert sohoa("page", "trash", dossier, "9").code != 0
