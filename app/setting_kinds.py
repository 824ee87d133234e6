"""What a setting is: its kind, its words, its bounds, and what is wrong with a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, assert_never

from app.errors import Advice, StationError


class Flaw(StrEnum):
    """Why a value cannot be used; `app.setting_words` has the sentences."""

    UNKNOWN = "unknown"
    NO_TEXT = "no_text"
    NO_NUMBER = "no_number"
    NO_WHOLE_NUMBER = "no_whole_number"
    OUT_OF_RANGE = "out_of_range"
    NO_CHOICE = "no_choice"
    NO_YES_OR_NO = "no_yes_or_no"
    LANGUAGES = "languages"
    ROLES = "roles"
    ADDRESS = "address"
    FILE_BROKEN = "file_broken"


class SettingsInvalid(StationError):
    """The settings file or a variable cannot be understood.

    Attributes:
        name: Setting that is meant, "" for a whole file.
        flaw: What is wrong with it.
    """

    code = "settings.invalid"
    advice = Advice.USER_ACTION

    def __init__(self, detail: str = "", name: str = "", flaw: Flaw = Flaw.FILE_BROKEN) -> None:
        super().__init__(detail)
        self.name, self.flaw = name, flaw


class SettingsBroken(StationError):
    """A settings file is broken; the station works with its last good copy or built-in values."""

    code = "settings.broken"
    advice = Advice.USER_ACTION


class SettingsLocked(StationError):
    """The administrator's file holds this setting; nobody below changes it."""

    code = "settings.locked"
    advice = Advice.USER_ACTION


class SettingsNotSaved(StationError):
    """The settings file could not be written; the one before is still there."""

    code = "settings.not_saved"
    advice = Advice.USER_ACTION


class Unfit(ValueError):
    """A value that a setting cannot have."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class Group(StrEnum):
    """Where a setting stands on the screen, in this order."""

    WINDOW = "window"
    STATION = "station"
    SCANNING = "scanning"
    READING = "reading"
    SENDING = "sending"
    REUSE = "reuse"
    SIGNING = "signing"
    TRUST = "trust"
    LOGIN = "login"
    KEEPING = "keeping"


class Kind(StrEnum):
    """How a value is typed."""

    TEXT = "text"
    FILE = "file"
    FOLDER = "folder"
    WHOLE = "whole"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages of the window."""

    vi: str
    en: str

    def text(self, language: str) -> str:
        """In a language; Vietnamese unless English is asked for."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a setting may have."""

    value: str
    label: Said


@dataclass(frozen=True, slots=True)
class Setting:
    """A declaration.

    Attributes:
        name: As in the files; `SOHOA_<NAME>` in the environment.
        label: What it is called on the screen.
        does: What it does, in a sentence without its full stop.
        unit: What its number counts, "" for none.
        least, most: Bounds of a number, both allowed.
        or_zero: 0 is allowed too, and means "none".
        is_above: The lower bound itself is too little.
        check: Raises `Unfit` for a text that makes no sense.
        typed: As `check`, but only for what is typed now: what stands in files is left to
            whoever uses it, because a wrong address never keeps a station shut.
        is_admins: Only an administrator changes it.
        needs_start: It counts from the next start of the window.
    """

    name: str
    default: object
    group: Group
    kind: Kind
    label: Said
    does: Said
    unit: Said = field(default_factory=lambda: Said("", ""))
    choices: tuple[Choice, ...] = ()
    least: float = -math.inf
    most: float = math.inf
    or_zero: bool = False
    is_above: bool = False
    check: Callable[[str], None] | None = None
    typed: Callable[[str], None] | None = None
    is_admins: bool = True
    needs_start: bool = True

    def read(self, raw: object) -> object:
        """The value that stands in a file, a variable or an editor.

        Raises:
            Unfit: It is none.
        """
        match self.kind:
            case Kind.SWITCH:
                return _yes_or_no(raw)
            case Kind.WHOLE:
                return self._bounded(_whole(raw))
            case Kind.NUMBER:
                return self._bounded(_number(raw))
            case Kind.CHOICE:
                return self._chosen(_text(raw))
            case Kind.TEXT | Kind.FILE | Kind.FOLDER:
                text = _text(raw)
                if self.check is not None:
                    self.check(text)
                return text
        assert_never(self.kind)

    def read_typed(self, raw: object) -> object:
        """As `read`, with the questions that are asked of what is typed now.

        Raises:
            Unfit: It is none.
        """
        value = self.read(raw)
        if self.typed is not None:
            self.typed(str(value))
        return value

    def _bounded(self, number: float) -> float:
        is_low = number <= self.least if self.is_above else number < self.least
        if (is_low and not (self.or_zero and number == 0)) or number > self.most:
            raise Unfit(Flaw.OUT_OF_RANGE)
        return number

    def _chosen(self, text: str) -> str:
        if text not in [choice.value for choice in self.choices]:
            raise Unfit(Flaw.NO_CHOICE)
        return text


_SWITCH_WORDS: Mapping[str, bool] = {
    "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False
}  # fmt: skip


def _yes_or_no(raw: object) -> bool:
    try:
        return _SWITCH_WORDS[str(raw).strip().lower()]
    except KeyError as error:
        raise Unfit(Flaw.NO_YES_OR_NO) from error


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise Unfit(Flaw.NO_NUMBER)
    try:
        number = float(raw.strip().replace(",", ".") if isinstance(raw, str) else raw)
    except (ValueError, OverflowError) as error:
        raise Unfit(Flaw.NO_NUMBER) from error
    if not math.isfinite(number):
        raise Unfit(Flaw.NO_NUMBER)
    return number


def _whole(raw: object) -> int:
    number = _number(raw)
    if number != int(number):
        raise Unfit(Flaw.NO_WHOLE_NUMBER)
    return int(number)


def _text(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise Unfit(Flaw.NO_TEXT)
    text = str(raw)
    if any(ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000 for letter in text):
        raise Unfit(Flaw.NO_TEXT)
    return text


SETTING = "setting"
"""Name under which a field of the settings carries its declaration."""


def setting(
    default: Any,  # any: dataclass fields of several types
    group: Group,
    kind: Kind,
    words: tuple[str, str, str, str],
    **more: Any,
) -> Any:
    """Declare a setting as a field of a dataclass.

    Args:
        default: Value where nobody says anything.
        group: Where it stands on the screen.
        kind: How it is typed.
        words: Label and description in Vietnamese, label and description in English.
        more: Further attributes of `Setting`; `choices` as {value: (Vietnamese, English)}, `unit`
            as (Vietnamese, English).
    """
    label_vi, does_vi, label_en, does_en = words
    choices = tuple(Choice(value, Said(*said)) for value, said in more.pop("choices", {}).items())
    unit = Said(*more.pop("unit", ("", "")))
    declared = Setting(
        name="",
        default=default,
        group=group,
        kind=kind,
        label=Said(label_vi, label_en),
        does=Said(does_vi, does_en),
        unit=unit,
        choices=choices,
        **more,
    )
    return field(default=default, metadata={SETTING: declared})
