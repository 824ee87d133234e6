"""Export and check of the audit chain; receipts as anchors; the access log of one citizen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.audit_lines import entry_line, key_text
from app.domain.events import AuditEntry, link
from app.domain.owner import Owner, OwnerKind
from app.errors import WrongUse
from app.services import audit_log
from app.services.access import note_search, note_view
from app.services.audit_log import AuditCut, ExportUnreadable
from app.services.capture import new_dossier
from app.services.deliver import send_due
from app.services.owner import set_owner
from app.services.session import NotAllowed
from app.services.station import Station
from tests.fakes.counter_station import CounterStation
from tests.fakes.officers import Desk
from tests.fakes.ready_dossiers import queue_bytes

OWNER = "038195904374"


@pytest.fixture
def station() -> Station:
    station = CounterStation().station
    for _ in range(4):
        new_dossier(station)
    return station


def test_verify_audit_whole_export_holds_and_the_key_is_the_expected_one(
    station: Station, tmp_path: Path
) -> None:
    exported = audit_log.export_audit(station, tmp_path / "log.jsonl")

    alone = audit_log.verify_audit(tmp_path / "log.jsonl")
    compared = audit_log.verify_audit(tmp_path / "log.jsonl", exported.key)

    assert (alone.bad, alone.is_signed, alone.is_expected) == (None, True, False)
    assert (compared.bad, compared.is_signed, compared.is_expected) == (None, True, True)
    assert alone.entries == exported.entries == 5


def test_verify_audit_last_entry_cut_out_before_the_head_is_named(
    station: Station, tmp_path: Path
) -> None:
    file = tmp_path / "log.jsonl"
    exported = audit_log.export_audit(station, file)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:-2], lines[-1]]), "utf-8")

    verdict = audit_log.verify_audit(file)

    assert verdict.is_signed
    assert verdict.bad == exported.entries


def test_verify_audit_head_cut_off_is_named_and_unsigned(station: Station, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    exported = audit_log.export_audit(station, file)
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:-1]), "utf-8")

    verdict = audit_log.verify_audit(file)

    assert not verdict.is_signed
    assert verdict.bad == exported.entries + 1


def test_verify_audit_chain_computed_anew_does_not_fit_the_signed_head(
    station: Station, tmp_path: Path
) -> None:
    file = tmp_path / "log.jsonl"
    audit_log.export_audit(station, file)
    entries = station.store.audit_entries()
    forged: list[AuditEntry] = []
    for entry in entries:
        act = replace(entry.act, actor="lan")
        forged.append(link(forged[-1] if forged else None, act))
    head = file.read_text("utf-8").splitlines()[-1]
    file.write_text("\n".join([*map(entry_line, forged), head]) + "\n", "utf-8")

    verdict = audit_log.verify_audit(file)

    assert verdict.bad == len(entries)


def test_verify_audit_key_of_another_station_is_not_taken(station: Station, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    audit_log.export_audit(station, file)
    other = key_text("sohoa/tram-1", bytes(range(32)))

    verdict = audit_log.verify_audit(file, other)

    assert not verdict.is_signed
    assert not verdict.is_expected


def test_verify_audit_no_file_and_no_text_are_errors(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")

    for name in ("gone", "bytes"):
        with pytest.raises(ExportUnreadable):
            audit_log.verify_audit(tmp_path / name)
    with pytest.raises(WrongUse):
        audit_log.verify_audit(tmp_path / "gone", "no key")


def test_check_anchors_whole_chain_has_every_head_that_receipts_name() -> None:
    counter = CounterStation()
    queue_bytes(counter.station, {"Đơn.pdf": b"%PDF-1.7"})
    send_due(counter.station)

    assert audit_log.check_anchors(counter.station) == []


def test_check_anchors_chain_shorter_than_a_receipt_says_is_an_alarm() -> None:
    counter = CounterStation()
    new_dossier(counter.station)
    submission = queue_bytes(counter.station, {"Đơn.pdf": b"%PDF-1.7"})
    send_due(counter.station)

    counter.store.forget_entries(behind=1)

    found = audit_log.check_anchors(counter.station)
    assert [(each.code, each.object_id) for each in found] == [
        ("audit.anchor_missing", submission.id)
    ]
    with pytest.raises(AuditCut):
        audit_log.require_anchors(counter.station)


def test_access_log_names_what_was_done_with_one_citizens_dossiers(station: Station) -> None:
    own, other = new_dossier(station), new_dossier(station)
    set_owner(station, own.id, Owner(OwnerKind.CITIZEN, OWNER, "Trần Thị Hoa"))
    note_view(station, own.id)
    note_view(station, other.id)
    note_search(station, OWNER)

    found = audit_log.access_log_of(station, OWNER)

    actions = [entry.act.action for entry in found]
    assert {"dossier.created", "dossier.viewed", "owner.searched"} <= set(actions)
    assert other.id not in {entry.act.object_id for entry in found}
    assert OWNER not in repr(found)


def test_export_and_access_log_are_for_administrators() -> None:
    desk = Desk.with_accounts(CounterStation().station)
    desk.enter("hoa")

    with pytest.raises(NotAllowed):
        audit_log.export_audit(desk.station, Path("unused"))
    with pytest.raises(NotAllowed):
        audit_log.access_log_of(desk.station, OWNER)
