"""Write the manual page `sohoa.1` from the grammar of the commands: run with the station's Python.

python packaging/debian/manual.py > sohoa.1
"""

from __future__ import annotations

import argparse

from app.cli import build_parser


def escaped(text: str) -> str:
    """Text as roff takes it: no line may begin with a dot, no dash be a hyphen."""
    plain = " ".join(text.replace("%%", "%").split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def page(parser: argparse.ArgumentParser) -> str:
    """The whole page."""
    lines = [
        '.TH SOHOA 1 "2026" "Trạm Số Hóa" "Lệnh của người dùng"',
        ".SH TÊN",
        "sohoa \\- quét, đọc, ký số và gửi hồ sơ một cửa",
        ".SH TÓM TẮT",
        ".B sohoa",
        "[\\fITÙY CHỌN\\fR] [\\fILỆNH\\fR ...]",
        ".SH MÔ TẢ",
        escaped(parser.description or ""),
        ".SH TÙY CHỌN",
        *_options(parser),
        ".SH LỆNH",
    ]
    for name, text in _commands(parser):
        lines += [".TP", f".B {escaped(name)}", escaped(text)]
    lines += [
        ".PP",
        "Mỗi lệnh tự giải thích: \\fBsohoa\\fR \\fILỆNH\\fR \\fB\\-\\-help\\fR.",
        ".SH KẾT QUẢ",
        "0: xong; 1: có việc không xong, tên việc được nêu; 2: gọi sai.",
        ".SH TỆP",
        ".TP",
        ".I /etc/sohoa/settings.json",
        "Thiết đặt của quản trị viên cho cả máy.",
        ".TP",
        ".I ~/.config/tram\\-so\\-hoa/settings.json",
        "Thiết đặt của trạm.",
        ".TP",
        ".I ~/.local/share/tram\\-so\\-hoa",
        "Kho mã hóa của trạm; gỡ gói không đụng đến.",
    ]
    return "\n".join(lines) + "\n"


def _options(parser: argparse.ArgumentParser) -> list[str]:
    lines: list[str] = []
    for action in parser._actions:
        if action.option_strings and action.help:
            lines += [".TP", f".B {escaped(', '.join(action.option_strings))}"]
            lines.append(escaped(action.help))
    return lines


def _commands(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found += [(each.dest, each.help or "") for each in action._choices_actions]
    return found


if __name__ == "__main__":
    print(page(build_parser()), end="")
