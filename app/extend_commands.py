"""Commands on files that are signed already: extension, renewal, their evidence."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.errors import StationError
from app.services.extend_desk import ExtendRequest, extend_files
from app.services.loose_evidence import EvidenceMissing
from app.services.workers import digest_of
from app.wiring import Arguments, Command, Output, Wiring

Subparsers = Any  # argparse keeps the class of its sub-parsers private

_LEVELS = ("b-t", "b-lt", "b-lta")
_ACTS = {"signed": "ký", "checked": "kiểm tra", "extended": "bổ sung"}


def add_extend_commands(commands: Subparsers) -> list[Any]:
    """Add the grammar of these commands.

    Returns:
        Their parsers.
    """
    extend = commands.add_parser(
        "extend", help="bổ sung dấu thời gian, bằng chứng lưu trữ; gia hạn tệp đã ký"
    )
    extend.add_argument("files", nargs="+", metavar="TỆP", help="PDF đã ký hoặc thư mục")
    extend.add_argument("--level", choices=_LEVELS, default="b-lta", help="mức cần đạt")
    extend.add_argument("-o", "--output", metavar="THƯ_MỤC", help="nơi ghi kết quả")
    extend.add_argument(
        "--within",
        type=int,
        metavar="SỐ",
        help="chỉ làm tệp mà dấu thời gian cuối hết hạn trong số ngày này",
    )
    evidence = commands.add_parser(
        "evidence", help="kiểm tra và kể chứng cứ đã lưu của tệp ký tại máy này"
    )
    evidence.add_argument("files", nargs="+", metavar="TỆP")
    return [extend, evidence]


def _extend(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    request = ExtendRequest(
        paths=[Path(file) for file in arguments.files],
        level=arguments.level,
        folder=Path(arguments.output) if arguments.output else None,
        within=None if arguments.within is None else timedelta(days=arguments.within),
    )
    with wiring.signing_desk() as desk:
        found = extend_files(desk, request)
    for one in found:
        if isinstance(one.outcome, StationError):
            output.line(f"! {one.source}: {wiring.say(one.outcome)} [{one.outcome.code}]")
        elif isinstance(one.outcome, datetime):
            output.line(f"= {one.source}: còn hạn đến {one.outcome:%d/%m/%Y}")
        else:
            output.line(f"✓ {one.source} → {one.target} ({one.outcome.level})")
    output.result({"files": [one.to_json() for one in found]})
    return 1 if any(isinstance(one.outcome, StationError) for one in found) else 0


def _evidence(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    report = []
    failed = False
    with wiring.signing_desk() as desk:
        for file in arguments.files:
            try:
                if desk.evidence is None:
                    raise EvidenceMissing("this station keeps none")
                records, _ = desk.evidence.read(digest_of(file))
            except StationError as error:
                failed = True
                output.line(f"! {file}: {wiring.say(error)} [{error.code}]")
                report.append({"source": file, "code": error.code})
                continue
            output.line(f"✓ {file}")
            for one in records:
                act = _ACTS.get(one.act, one.act)
                output.line(f"    {one.number}. {act} {one.made_at}: {' '.join(one.reasons)}")
            report.append(
                {
                    "source": file,
                    "records": [
                        {"act": one.act, "field": one.field, "made_at": one.made_at}
                        | {"signed_at": one.signed_at, "reasons": list(one.reasons)}
                        | {"sha256": one.sha256, "file_sha256": one.file_sha256}
                        for one in records
                    ],
                }
            )
    output.result({"files": report})
    return 1 if failed else 0


EXTEND_COMMANDS: dict[str, Command] = {"extend": _extend, "evidence": _evidence}
