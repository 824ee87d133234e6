"""The command that looks at a processing system: `sohoa conformance URL`."""

from __future__ import annotations

from typing import Any

from app.conformance.checking import Outcome
from app.conformance.kit import CHECKS, GROUPS, Finding, check_address, run_checks
from app.conformance.wire import Wire
from app.errors import WrongUse
from app.wiring import Arguments, Command, Output, Wiring

Subparsers = Any  # argparse keeps the class of its sub-parsers private

_MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.SKIPPED: "-"}


def add_conformance_command(commands: Subparsers) -> list[Any]:
    """Add the grammar of the command.

    Returns:
        Its parser.
    """
    parser = commands.add_parser(
        "conformance", help="kiểm tra một hệ thống tiếp nhận theo bản giao ước"
    )
    parser.add_argument("url", metavar="URL", help="địa chỉ hệ thống chạy thử, không phải bản thật")
    parser.add_argument("--token-file", metavar="FILE", help="tệp chứa mã truy cập")
    parser.add_argument(
        "--only", metavar="NHÓM", default="", help="chỉ các nhóm hoặc mục này, ví dụ: AB,D6c"
    )
    return [parser]


def _conformance(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    token = ""
    if arguments.token_file:
        token = output.ask_secret("Mã truy cập: ", arguments.token_file).decode("ascii", "replace")
    wanted = [each for each in CHECKS if _is_wanted(each.id, arguments.only)]
    if not wanted:
        raise WrongUse("no such group of checks")
    base = check_address(arguments.url, token)
    report = run_checks(
        Wire(base, token), checks=wanted, tell=lambda finding: _tell(finding, output)
    )
    values = report.to_json()
    counts = values["counts"]
    output.line(
        f"{counts['passed']} đạt, {counts['failed']} không đạt, {counts['skipped']} bỏ qua;"
        f" {report.left} hồ sơ thử đã được tiếp nhận nên không rút được."
    )
    output.line("✓ ĐẠT bản giao ước." if report.passed else "✗ CHƯA ĐẠT bản giao ước.")
    output.result(values)
    return 0 if report.passed else 1


def _is_wanted(check_id: str, only: str) -> bool:
    """Letters name groups, other words single checks; nothing names all."""
    words = [word for word in only.split(",") if word]
    groups = "".join(word for word in words if word.isalpha())
    return not words or check_id in words or check_id[0] in groups


def _tell(finding: Finding, output: Output) -> None:
    kind = "" if finding.check.mandatory else " (khuyến nghị)"
    check = finding.check
    output.line(
        f"{_MARKS[finding.outcome]} {check.id:4} {GROUPS[check.id[0]]} · {check.sentence}{kind}"
    )
    if finding.detail:
        output.line(f"       [{check.operation}] cần: {finding.detail}")
    for each in finding.evidence:
        output.line(f"         > {each.request}")
        output.line(f"         < {each.reply}")


CONFORMANCE_COMMANDS: dict[str, Command] = {"conformance": _conformance}
