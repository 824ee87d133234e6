"""What findings say of the machine, in the other language of the window.

A finding is written in Vietnamese where it is made; its sentences are few, so they are known here
by their form, with the numbers and names that stand in them.
"""

from __future__ import annotations

import re

from app.services.diagnose import Check

_UNITS = {"giây": "s", "phút": "min", "giờ": "h", "ngày": "day(s)"}
_SPAN = r"(\d+ (?:giây|phút|giờ|ngày))"

_FORMS = tuple(
    (re.compile(vietnamese), english)
    for vietnamese, english in (
        (r"(\d+) MB mỗi tiến trình đọc", r"\1 MB for each reading process"),
        (r"không giới hạn", "no bound"),
        (r"không có", "none"),
        (r"không có \(chỉ nguồn 64-bit\)", "none (64-bit sources only)"),
        (r"không có \((.*)\)", r"none (\1)"),
        (r"(.*) \(chỉ nguồn 64-bit\)", r"\1 (64-bit sources only)"),
        (r"không thấy máy nào", "none found"),
        (r"(\d+) máy", r"\1 found"),
        (r"sẵn sàng", "ready"),
        (r"chưa tạo", "not made yet"),
        (r"tệp trong thư mục dữ liệu", "a file in the data folder"),
        (r"(?:(.*), )?còn (\d+) MB", r"\1 · \2 MB left"),
        (r"chưa có", "none yet"),
        (r"ở tương lai", "in the future"),
        (_SPAN + " trước", r"\1 ago"),
        (r"chưa cấu hình", "not set up"),
        (f"chậm {_SPAN} so với mục nhật ký mới nhất", r"\1 behind the newest entry of the log"),
        (
            r"không có máy chủ để so; không lùi so với nhật ký",
            "no server to compare with; not behind the log",
        ),
        (
            r"máy chủ không cho biết giờ; không lùi so với nhật ký",
            "the server tells no time; not behind the log",
        ),
        (f"lệch {_SPAN} so với máy chủ", r"\1 off the server's clock"),
        (r"hệ điều hành không cho biết", "the system does not tell"),
        (
            r"còn ([\d.]+) GB, mức tối thiểu ([\d.]+) GB",
            r"\1 GB left, at least \2 GB are needed",
        ),
        (r"(\d+) phông, hỏng: (.*)", r"\1 fonts, damaged: \2"),
        (r"(\d+) phông", r"\1 fonts"),
        (r"đọc được hết", "all of them are read"),
        (r"mọi thứ nguyên vẹn", "everything is whole"),
        (r"(\d+) sai lệch: (.*)", r"\1 differences: \2"),
    )
)
"""Forms of Vietnamese findings and their English; the first that fits a whole finding counts."""


def found_words(check: Check, language: str) -> str:
    """What was found, in a language; what has no words, as a path, stays as it is."""
    return found_text(check.state, language)


def found_text(state: str, language: str) -> str:
    """The same of the text alone."""
    if language != "en":
        return state
    for form, english in _FORMS:
        match = form.fullmatch(state)
        if match is not None:
            said = match.expand(english).removeprefix(" · ")
            return re.sub("|".join(_UNITS), lambda unit: _UNITS[unit.group()], said)
    return state
