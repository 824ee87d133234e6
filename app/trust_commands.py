"""Commands on the station's trust list: import, list, check, key, publish."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from app.services.assemble import VIETNAM
from app.services.digitize import write_whole
from app.services.trust import (
    PublishOrder,
    TrustState,
    import_list,
    list_in_use,
    publish_list,
    trust_folder,
    trust_publisher,
)
from app.wiring import Arguments, Command, Output, Wiring

Subparsers = Any  # argparse keeps the class of its sub-parsers private

_ROLES = {"root": "gốc", "intermediate": "trung gian"}
_SCOPES = {
    "official": "chuyên dùng công vụ",
    "public": "công cộng",
    "time-stamp": "dấu thời gian",
}
_NO_LIST = "Máy trạm chưa có danh sách tin cậy. Nhập bằng lệnh: sohoa trust import TỆP"


def add_trust_commands(commands: Subparsers) -> list[Any]:
    """Add the grammar of these commands.

    Returns:
        The parsers of the single actions.
    """
    trust = commands.add_parser("trust", help="danh sách chứng thư gốc và trung gian được tin")
    actions = trust.add_subparsers(dest="action", metavar="VIỆC", required=True)
    bring = actions.add_parser("import", help="dùng danh sách tin cậy đã ký của nơi phát hành")
    bring.add_argument("file", metavar="TỆP")
    show = actions.add_parser("list", help="liệt kê nơi cấp chứng thư được tin")
    check = actions.add_parser("check", help="kiểm tra danh sách đang dùng: chữ ký, thời hạn")
    key = actions.add_parser("key", help="tin khóa công khai của nơi phát hành danh sách")
    key.add_argument("file", metavar="TỆP", help="khóa công khai Ed25519, PEM")
    key.add_argument("--replace", action="store_true", help="thay khóa đang tin")
    make = actions.add_parser("publish", help="lập và ký danh sách tin cậy cho các trạm khác")
    make.add_argument("files", nargs="+", metavar="TỆP", help="chứng thư đã xác nhận, PEM hoặc DER")
    make.add_argument("-o", "--output", required=True, metavar="TỆP")
    make.add_argument("--key", required=True, metavar="PEM", help="khóa riêng Ed25519")
    make.add_argument("--pin-file", metavar="FILE", help="tệp chứa mật khẩu của khóa")
    make.add_argument("--publisher", required=True, metavar="TÊN", help="nơi phát hành")
    make.add_argument("--sequence", required=True, type=int, metavar="SỐ", help="số thứ tự")
    make.add_argument("--source", required=True, help="nguồn và cách đã xác nhận chứng thư")
    make.add_argument(
        "--scope",
        action="append",
        choices=sorted(_SCOPES),
        help="được tin cho việc gì; lặp lại để kể nhiều việc (mặc định: official)",
    )
    make.add_argument(
        "--withdraw",
        action="append",
        default=[],
        metavar="SHA256=NGÀY",
        type=_withdrawn,
        help="thôi tin một nơi cấp từ hết ngày này; chữ ký có dấu thời gian trước đó vẫn được tin",
    )
    make.add_argument("--days", type=int, default=180, metavar="SỐ", help="hạn cập nhật, ngày")
    return [bring, show, check, key, make]


def _withdrawn(text: str) -> tuple[str, datetime]:
    """Read `SHA256=YYYY-MM-DD`; the day belongs to the time of trust.

    Raises:
        ValueError: It is something else.
    """
    digest, _, day = text.partition("=")
    if len(bytes.fromhex(digest)) != hashlib.sha256().digest_size:
        raise ValueError("no SHA-256 digest")
    end = datetime.combine(date.fromisoformat(day), time.max, VIETNAM)
    return digest.lower(), end


def _import(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    folder = trust_folder(wiring.settings)
    found = import_list(folder, Path(arguments.file), datetime.now(UTC))
    output.line(f"✓ {arguments.file}")
    _tell(found, output)
    return 0


def _list(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    found = list_in_use(trust_folder(wiring.settings), datetime.now(UTC))
    if found is None:
        output.line(_NO_LIST)
        output.result({"trust_list": None})
        return 0
    for one in found.authorities:
        mark = "✓" if one.trusted_now else "-"
        output.line(f"{mark} {one.name} ({_ROLES[one.role]}, {_SCOPES[one.scope]})")
        output.line(f"    SHA-256 {one.sha256}  đến {one.valid_to:%d/%m/%Y}")
    output.result({"trust_list": found.to_json()})
    return 0


def _check(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    found = list_in_use(trust_folder(wiring.settings), datetime.now(UTC))
    if found is None:
        output.line(f"! {_NO_LIST}")
        output.result({"trust_list": None})
        return 1
    output.line("! Danh sách đã quá hạn cập nhật." if found.outdated else "✓ Chữ ký đúng, còn hạn.")
    _tell(found, output)
    return 1 if found.outdated else 0


def _key(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    folder = trust_folder(wiring.settings)
    fingerprint = trust_publisher(folder, Path(arguments.file), replace=arguments.replace)
    output.line(f"✓ {fingerprint}")
    output.line("Hãy so dấu vân tay này với thông báo của nơi phát hành.")
    output.result({"publisher_key": fingerprint})
    return 0


def _publish(arguments: Arguments, _wiring: Wiring, output: Output) -> int:
    password = None
    if arguments.pin_file:
        password = output.ask_secret("Mật khẩu khóa: ", arguments.pin_file)
    order = PublishOrder(
        files=tuple(Path(file) for file in arguments.files),
        scopes=tuple(dict.fromkeys(arguments.scope or ["official"])),
        source=arguments.source,
        publisher=arguments.publisher,
        sequence=arguments.sequence,
        days=arguments.days,
        withdrawn=tuple(arguments.withdraw),
    )
    content = publish_list(order, Path(arguments.key), password, datetime.now(UTC))
    write_whole(Path(arguments.output), content)
    output.line(f"✓ {arguments.output}")
    output.result({"file": arguments.output})
    return 0


def _tell(found: TrustState, output: Output) -> None:
    output.line(f"    {found.publisher}, số {found.sequence}, {len(found.authorities)} nơi cấp")
    output.line(
        f"    phát hành {found.this_update:%d/%m/%Y}, cập nhật trước {found.next_update:%d/%m/%Y}"
    )
    output.line(f"    SHA-256 {found.sha256}")
    output.result({"trust_list": found.to_json()})


TRUST_COMMANDS: dict[str, Command] = {
    "trust import": _import,
    "trust list": _list,
    "trust check": _check,
    "trust key": _key,
    "trust publish": _publish,
}
