"""Sentences about settings in both languages: groups, values, where they come from, what is wrong.

For the window and for `sohoa settings` alike, so no Qt.
"""

from __future__ import annotations

from typing import assert_never

from app.setting_kinds import Flaw, Group, Kind, Said, Setting
from app.setting_layers import Scope, SettingTrouble, Standing
from app.settings import ENVIRONMENT_PREFIX, declared

GROUPS: dict[Group, Said] = {
    Group.WINDOW: Said("Cửa sổ làm việc", "Window"),
    Group.STATION: Said("Trạm và cơ quan", "Station and agency"),
    Group.SCANNING: Said("Quét", "Scanning"),
    Group.READING: Said("Đọc trang", "Reading"),
    Group.SENDING: Said("Gửi hồ sơ", "Sending"),
    Group.REUSE: Said("Dùng lại giấy tờ", "Reuse of papers"),
    Group.SIGNING: Said("Ký số", "Signing"),
    Group.TRUST: Said("Tin cậy và thời gian", "Trust and time"),
    Group.LOGIN: Said("Đăng nhập", "Login"),
    Group.KEEPING: Said("Lưu giữ và sao lưu", "Keeping and copies"),
}

YES, NO, EMPTY = Said("có", "yes"), Said("không", "no"), Said("(để trống)", "(empty)")

SCOPES: dict[Scope, Said] = {
    Scope.DEFAULT: Said("Mặc định", "Built in"),
    Scope.MACHINE: Said("Tệp của quản trị", "Administrator's file"),
    Scope.STATION: Said("Tệp của trạm", "Station's file"),
    Scope.ENVIRONMENT: Said("Biến môi trường", "Environment"),
}

LOCK = Said("🔒 Quản trị khóa", "🔒 Locked by the administrator")


def value_words(setting: Setting, value: object, language: str = "vi") -> str:
    """A value as people read it."""
    match setting.kind:
        case Kind.SWITCH:
            return (YES if value else NO).text(language)
        case Kind.CHOICE:
            labels = {choice.value: choice.label.text(language) for choice in setting.choices}
            return labels.get(str(value), str(value))
        case Kind.WHOLE | Kind.NUMBER:
            return f"{number_text(value)} {setting.unit.text(language)}".strip()
        case Kind.TEXT | Kind.FILE | Kind.FOLDER:
            return str(value) or EMPTY.text(language)
    assert_never(setting.kind)


def number_text(value: object) -> str:
    """A number without needless digits behind the point."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def whence_words(standing: Standing, language: str = "vi") -> str:
    """Where a value comes from, with the lock where there is one."""
    if standing.is_locked:
        return LOCK.text(language)
    return SCOPES[standing.scope].text(language)


def lock_words(standing: Standing, language: str = "vi") -> str:
    """Why a setting cannot be changed here, "" when it can as far as files go."""
    if standing.is_locked:
        over = standing.passed_over
        told = Said(
            "Quản trị đã khóa cài đặt này trong tệp của máy; không thể đổi ở đây.",
            "The administrator has locked this setting in the machine's file; it cannot be "
            "changed here.",
        ).text(language)
        return f"{told} {_passed_over(over, language)}" if over else told
    if standing.scope is Scope.ENVIRONMENT:
        name = ENVIRONMENT_PREFIX + standing.setting.name.upper()
        return Said(
            f"Biến môi trường {name} đang quyết định giá trị này; bỏ biến ấy đi mới đổi được.",
            f"The environment variable {name} decides this value; remove it to change it here.",
        ).text(language)
    return ""


def _passed_over(scopes: tuple[Scope, ...], language: str) -> str:
    names = ", ".join(SCOPES[scope].text(language).lower() for scope in scopes)
    return Said(
        f"Giá trị ở nơi khác không được dùng: {names}.",
        f"Values elsewhere do not count: {names}.",
    ).text(language)


def range_words(setting: Setting, language: str = "vi") -> str:
    """Which numbers a setting takes."""
    unit = setting.unit.text(language)
    least, most = number_text(setting.least), number_text(setting.most)
    if setting.least == float("-inf"):
        return ""
    if setting.most == float("inf"):
        told = Said(f"Từ {least} {unit} trở lên", f"{least} {unit} or more")
    elif setting.is_above:
        told = Said(
            f"Lớn hơn {least}, nhiều nhất {most} {unit}", f"Above {least}, at most {most} {unit}"
        )
    else:
        told = Said(f"Từ {least} đến {most} {unit}", f"From {least} to {most} {unit}")
    text = " ".join(told.text(language).split())
    zero = Said("; hoặc 0", "; or 0").text(language) if setting.or_zero else ""
    return f"{text}{zero}."


def flaw_words(setting: Setting | None, flaw: Flaw, language: str = "vi") -> str:
    """What is wrong with a value and what would be right, in a sentence."""
    match flaw:
        case Flaw.OUT_OF_RANGE:
            head = Said("Số này nằm ngoài khoảng cho phép.", "This number is out of its range.")
            return f"{head.text(language)} {range_words(setting, language) if setting else ''}"
        case Flaw.NO_CHOICE:
            told = ", ".join(choice.value for choice in setting.choices) if setting else ""
            return Said(f"Chỉ nhận: {told}.", f"One of: {told}.").text(language)
        case _:
            return _FLAWS[flaw].text(language)


_FLAWS: dict[Flaw, Said] = {
    Flaw.UNKNOWN: Said(
        "Trạm không biết cài đặt này; nó được giữ nguyên trong tệp nhưng không có tác dụng.",
        "The station does not know this setting; it stays in the file without effect.",
    ),
    Flaw.NO_TEXT: Said(
        "Hãy gõ chữ trên một dòng, không có ký tự điều khiển.",
        "Type text in one line, without control characters.",
    ),
    Flaw.NO_NUMBER: Said("Hãy gõ một số, như 5 hoặc 2,5.", "Type a number, such as 5 or 2.5."),
    Flaw.NO_WHOLE_NUMBER: Said("Hãy gõ một số nguyên, như 5.", "Type a whole number, such as 5."),
    Flaw.NO_YES_OR_NO: Said("Hãy chọn có hoặc không.", "Choose yes or no."),
    Flaw.LANGUAGES: Said(
        "Hãy gõ vie, hoặc vie+eng và tương tự; luôn phải có vie.",
        "Type vie, or vie+eng and the like; vie has to be in.",
    ),
    Flaw.ROLES: Said(
        "Hãy gõ theo mẫu TÊN=GIÁ-TRỊ>VAI-TRÒ; vai trò là scan, sign hoặc admin.",
        "Type CLAIM=VALUE>ROLE; roles are scan, sign and admin.",
    ),
    Flaw.ADDRESS: Said(
        "Hãy gõ một địa chỉ bắt đầu bằng https://, như https://mot-cua.tinh.gov.vn.",
        "Type an address that begins with https://, such as https://mot-cua.tinh.gov.vn.",
    ),
    Flaw.FILE_BROKEN: Said(
        "Tệp cài đặt hỏng hoặc không đọc được.", "The settings file is broken or cannot be read."
    ),
}


def trouble_words(trouble: SettingTrouble, language: str = "vi") -> str:
    """What in a layer does not count, and what counts instead."""
    where = SCOPES[trouble.scope].text(language)
    setting = declared().get(trouble.name)
    if not trouble.name:
        instead = (
            Said("Đang dùng bản tốt gần nhất của tệp.", "The last good copy of it is in use.")
            if trouble.from_copy
            else Said("Đang dùng giá trị mặc định.", "Built-in values are in use.")
        )
        return f"{where}: {_FLAWS[trouble.flaw].text(language)} {instead.text(language)}"
    label = f"{setting.label.text(language)} ({trouble.name})" if setting else trouble.name
    return f"{where}, {label}: {flaw_words(setting, trouble.flaw, language).strip()}"


def read_switch(text: str) -> object:
    """Yes or no as officers write them; anything else is left for the setting to judge."""
    return {"có": True, "không": False}.get(text.strip().lower(), text)
