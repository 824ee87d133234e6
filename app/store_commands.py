"""Commands on dossiers and the store."""

from __future__ import annotations

import getpass
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.domain.dossier import DossierState
from app.domain.field import Field
from app.domain.ids import DossierId, PageId
from app.domain.officer import Right
from app.domain.page import Page
from app.errors import NotFound, WrongUse
from app.jobs import Progress
from app.key_prompts import WaitVoice, ask_pin, code_asker
from app.page_commands import page_json
from app.separation_commands import separated_json, stack_numbers, tell_separated
from app.services import assemble, capture, deliver, process, review, sign
from app.services.access import note_view, require
from app.services.audit_log import check_anchors
from app.services.correct import correct
from app.services.find import find_dossiers
from app.services.import_files import ImportHooks, import_files
from app.services.import_stacks import import_stack
from app.services.orphans import OrphanRound, collect
from app.services.receipt_check import check_receipts
from app.services.report import failure_json, field_json
from app.services.separation import Separated
from app.services.signing_line import LineRules
from app.services.station import Station
from app.services.store_care import note_check
from app.store.base import StoreUnwritable
from app.upkeep_commands import upkeep_of
from app.wiring import Arguments, Command, Output, Wiring, progress_text

Json = dict[str, Any]  # values of JSON are any of its types


def _dossier(arguments: Arguments) -> DossierId:
    return DossierId(arguments.dossier)


def _dossier_new(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        dossier = capture.new_dossier(
            station, code=arguments.code, procedure_code=arguments.procedure
        )
    output.line(dossier.id)
    output.result({"dossier": dossier.id, "state": dossier.state.value})
    return 0


def _dossier_list(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        if arguments.find:
            require(station, Right.SEARCH_OWNER)
            rows = find_dossiers(station, upkeep_of(station), arguments.find)
        else:
            rows = station.store.dossier_rows()
    for row in rows:
        sent = row.submission_state.value if row.submission_state else "-"
        output.line(
            f"{row.dossier.id}  {row.dossier.code or '-':22}  {row.dossier.state.value:9}"
            f"  {row.page_count:3} trang  {row.doubtful_fields:3} cần xem  {sent}"
        )
    output.result(
        {
            "dossiers": [
                {
                    "id": row.dossier.id,
                    "code": row.dossier.code,
                    "procedure": row.dossier.procedure_code,
                    "state": row.dossier.state.value,
                    "pages": row.page_count,
                    "pages_to_read": row.pages_to_read,
                    "doubtful_fields": row.doubtful_fields,
                    "submission_state": row.submission_state and row.submission_state.value,
                    "receipt": row.receipt_number,
                }
                for row in rows
            ]
        }
    )
    return 0


def _dossier_show(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        _show(station, _dossier(arguments), output)
    return 0


MARKS = {"green": "✓", "amber": "?", "red": "!"}


def _show(station: Station, dossier_id: DossierId, output: Output) -> None:
    note_view(station, dossier_id)
    dossier = station.store.dossier(dossier_id)
    pages = station.store.pages(dossier_id)
    fields = station.store.fields(dossier_id)
    files = station.store.files(dossier_id)
    output.line(f"Hồ sơ {dossier.code or dossier.id}: {dossier.state.value}, {len(pages)} trang")
    numbers = {page.id: number for number, page in enumerate(pages, 1)}
    for page in pages:
        flags = f"  ({', '.join(page.findings)})" if page.findings else ""
        output.line(f"  trang {numbers[page.id]}: {page.source} {page.state.value}{flags}")
        for field in (field for field in fields if field.page_id == page.id):
            output.line(
                f"    {MARKS[field.state.value]} {field.label}: {field.value or '(trống)'}"
                f"  [{field.source.value} {field.confidence:.0%} {field.name}]"
            )
    for file in files:
        output.line(f"  tệp {file.name}: {file.size} byte{', đã ký' if file.signed else ''}")
    output.result(
        {
            "id": dossier.id,
            "code": dossier.code,
            "procedure": dossier.procedure_code,
            "state": dossier.state.value,
            "revision": dossier.revision,
            "pages": [page_json(numbers[page.id], page) for page in pages],
            "fields": [_field_json(field, numbers[field.page_id]) for field in fields],
            "files": [
                {"name": f.name, "size": f.size, "sha256": f.sha256, "signed": f.signed}
                for f in files
            ],
        }
    )


def _page_json(page: Page) -> Json:
    return {
        "id": page.id,
        "seq": page.seq,
        "state": page.state.value,
        "source": page.source,
        "flags": list(page.findings),
        "error": page.error_code,
    }


def _field_json(field: Field, page: int) -> Json:
    return {**field_json(field, page), "confirmed": bool(field.confirmed_by)}


def _pdf_password(name: str, was_wrong: bool) -> str:
    """Ask the person at the terminal; nobody is there when input comes from a file."""
    if not sys.stdin.isatty():
        return ""
    again = "Mật khẩu chưa đúng. " if was_wrong else ""
    return getpass.getpass(f"{again}Mật khẩu mở tệp {name} (để trống: bỏ qua): ")


def _dossier_add(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        home, paths = _dossier(arguments), [Path(path) for path in arguments.paths]
        hooks = ImportHooks(ask_password=_pdf_password)
        stacks: list[Separated] = []
        if arguments.separators:
            brought = import_stack(station, home, paths, hooks=hooks)
            result, stacks = brought.result, [brought.separated]
        else:
            result = import_files(station, home, paths, hooks=hooks)
    output.line(f"Đã lưu {len(result.pages)} trang.")
    for failure in result.failures:
        output.line(f"! {failure.source}: {wiring.say(failure.error)} [{failure.error.code}]")
    for stack in stacks:
        tell_separated(stack, stack_numbers(stack), output)
    output.result(
        {
            "pages": [_page_json(page) for page in result.pages],
            "stacks": [separated_json(each, stack_numbers(each)) for each in stacks],
            "failures": [failure_json(f.source, f.error) for f in result.failures],
        }
    )
    return 1 if result.failures else 0


def _dossier_read(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        read: list[Page] = []
        process.read_dossier(
            station,
            _dossier(arguments),
            on_read=read.append,
            on_progress=lambda progress: _tell_read(output, read, progress),
        )
        _show(station, _dossier(arguments), output)
    return 0


def _tell_read(output: Output, read: list[Page], progress: Progress) -> None:
    if read:
        counted = progress_text(progress)
        output.line(f"trang {read[-1].seq}: {read[-1].state.value} ({counted})")


def _dossier_leave_out(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        page_id = _page_id(station, _dossier(arguments), arguments.page)
        review.set_left_out(station, page_id, not arguments.undo)
        _show(station, _dossier(arguments), output)
    return 0


def _page_id(station: Station, dossier_id: DossierId, number: int) -> PageId:
    pages = station.store.pages(dossier_id)
    if 0 < number <= len(pages):
        return pages[number - 1].id
    raise NotFound(f"page {number}")


def _dossier_set(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        for assignment in arguments.assignments:
            _set_field(station, _dossier(arguments), assignment)
        _show(station, _dossier(arguments), output)
    return 0


def _set_field(station: Station, dossier_id: DossierId, assignment: str) -> None:
    """`PAGE:FIELD` confirms, `PAGE:FIELD=VALUE` corrects."""
    place, equals, value = assignment.partition("=")
    number, colon, name = place.partition(":")
    if not colon or not number.isdigit():
        raise WrongUse(f"{assignment}: expected PAGE:FIELD or PAGE:FIELD=VALUE")
    key = review.FieldKey(dossier_id, _page_id(station, dossier_id, int(number)), name)
    if equals:
        review.correct_field(station, key, value)
    else:
        review.confirm_field(station, key)


def _dossier_seal(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    source = arguments.key or wiring.settings.key
    if not source:
        raise WrongUse("no signing key: use --key or the setting `key`")
    dossier_id = _dossier(arguments)
    with wiring.station() as station:
        if _state(station, dossier_id) is DossierState.OPEN:
            process.read_dossier(station, dossier_id)
            review.finish_review(station, dossier_id)
        if _state(station, dossier_id) is DossierState.REVIEWED:
            assemble.build(station, dossier_id)
        if _state(station, dossier_id) is DossierState.BUILT:
            key = sign.Key(source, ask_pin(station.keys, source, output, arguments.pin_file))
            rules = LineRules(
                station.reading.pages_at_once,
                on_wait=WaitVoice().tell,
                ask_code=code_asker(output),
            )
            sign.sign_dossier(station, dossier_id, key, level=arguments.level, rules=rules)
        submission = deliver.enqueue(station, dossier_id)
    output.line(f"Đã niêm phong và xếp hàng gửi: {submission.id}")
    output.result({"submission": submission.id, "manifest_sha256": submission.manifest_sha256})
    return 0


def _dossier_correct(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        made = correct(
            station,
            _dossier(arguments),
            on_progress=lambda told: output.line(f"lấy lại trang {progress_text(told)}"),
        )
    output.line(f"Bản sửa đổi, lần gửi {made.revision}: {made.id}")
    output.line("Sửa, kiểm tra rồi ký và gửi như hồ sơ thường; bản đã gửi giữ nguyên.")
    output.result({"dossier": made.id, "revision": made.revision, "state": made.state.value})
    return 0


def _state(station: Station, dossier_id: DossierId) -> DossierState:
    """Where the dossier is now: a seal that failed half way goes on from there."""
    return station.store.dossier(dossier_id).state


def _store_verify(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        moved = collect(station) if arguments.collect else OrphanRound()
        findings = [
            *station.store.verify(),
            *check_anchors(station),
            *check_receipts(station, wiring.receipt_keys()),
        ]
        note_check(station, len(findings))
    for finding in findings:
        output.line(f"! {finding.code} {finding.object_id} {finding.detail}")
    if arguments.collect:
        output.line(
            f"Tệp không hồ sơ nào dùng: cách ly {moved.set_aside}, trả lại {moved.put_back},"
            f" xóa {moved.erased}."
        )
    if any(finding.code.startswith("copy.") for finding in findings):
        output.line("Sao lại các mục hỏng ở bản sao thứ hai: sohoa store second-copy --mend")
    if not findings:
        output.line("Kho nguyên vẹn.")
    found = [{"code": f.code, "object": f.object_id, "detail": f.detail} for f in findings]
    collected = {"collected": asdict(moved)} if arguments.collect else {}
    output.result({"findings": found, **collected})
    return 1 if findings else 0


def _store_backup(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        name = station.care.back_up()
    output.line(f"Đã sao lưu cơ sở dữ liệu: {name}")
    output.result({"copy": name})
    return 0


def _store_restore(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with suppress(StoreUnwritable), wiring.station() as station:
        # A disk that does not give the database any more is a reason to restore it.
        station.store.record(station.act("store.restore_asked", arguments.copy or "newest"))
    wiring.restore_store(arguments.copy)
    with wiring.station() as station:
        recovered = station.care.recovered
    if recovered is None:
        raise NotFound("nothing was restored")
    output.line(f"Đã khôi phục từ bản sao lưu {recovered.copy}.")
    output.line(f"Đã nhập lại {recovered.transactions} thay đổi từ nhật ký của hồ sơ.")
    for finding in recovered.findings:
        output.line(f"! {finding.code} {finding.object_id} {finding.detail}")
    output.result(
        {
            "copy": recovered.copy,
            "aside": recovered.aside,
            "transactions": recovered.transactions,
            "findings": [
                {"code": f.code, "object": f.object_id, "detail": f.detail}
                for f in recovered.findings
            ],
        }
    )
    return 1 if recovered.findings else 0


STORE_COMMANDS: dict[str, Command] = {
    "dossier new": _dossier_new,
    "dossier list": _dossier_list,
    "dossier show": _dossier_show,
    "dossier add": _dossier_add,
    "dossier read": _dossier_read,
    "dossier leave-out": _dossier_leave_out,
    "dossier set": _dossier_set,
    "dossier seal": _dossier_seal,
    "dossier correct": _dossier_correct,
    "store verify": _store_verify,
    "store backup": _store_backup,
    "store restore": _store_restore,
}
