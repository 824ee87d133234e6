"""What a new station needs before its dossiers are safe: who works here, and a recovery key.

Nothing is remembered beside the store: how far it is, is read from accounts, recovery keys and the
audit. So it goes on where a kill or a pause came, on any day.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.domain.officer import Right
from app.errors import Advice, StationError
from app.services import recovery_keys
from app.services.access import require
from app.services.recovery_files import make_passphrase_key, open_passphrase_key, public_key
from app.services.slip_drawing import SlipLine, draw_slip
from app.services.station import Station
from app.store.upkeep_base import Upkeep
from app.store.wrapping import Hardness, Recipient, RecipientKind, RecoveryKey, paper_lines

ALONE, CONFIRMED, PRINTED = "station.one_officer", "recovery.sheet_confirmed", "recovery.sheet_made"
"""Acts of the audit that say how far it is."""

ASKED_LINE = 2
"""Line of the paper key that is typed back, counted from 0."""

ASKED_SIGNS = 8
"""Last signs of the province's fingerprint that are typed back."""

_PRIVATE = 0o600


class SheetNotSaved(StationError):
    """The recovery sheet could not be written where it was wanted."""

    code = "recovery.sheet_not_saved"
    advice = Advice.USER_ACTION


class SheetMistyped(StationError):
    """What was typed back does not stand on the sheet."""

    code = "recovery.sheet_mistyped"
    advice = Advice.USER_ACTION


class Stage(StrEnum):
    """What comes next."""

    ACCOUNTS = "accounts"
    KEY = "key"
    SHEET = "sheet"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far a station is.

    Attributes:
        recipient: Recovery key whose sheet is asked for, None without one.
        is_new: Nothing was decided and nothing was scanned yet.
    """

    stage: Stage
    recipient: Recipient | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class RecoveryPlace:
    """Where the key of a passphrase lies, and what it is made of.

    Attributes:
        file: The private half, sealed under the passphrase.
        tries: Where wrong passphrases are counted.
    """

    file: Path
    tries: Path
    entropy: Callable[[int], bytes]
    hardness: Hardness = field(default_factory=Hardness)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed and locked away.

    Attributes:
        paper: The private half as lines; empty for the province's key, which is not here.
    """

    recipient: Recipient
    station_id: str
    made_at: str
    paper: tuple[str, ...] = field(default=(), repr=False)

    def is_typed_back(self, typed: str) -> bool:
        """Whether the part that is asked for was typed; groups and small letters do not matter."""
        return _plain(typed) == _plain(self.asked)

    @property
    def asked(self) -> str:
        """The part that is asked for."""
        if self.paper:
            return self.paper[ASKED_LINE]
        return self.recipient.fingerprint[-ASKED_SIGNS:]


def look(station: Station, upkeep: Upkeep) -> SetUp:
    """How far the station is; asks for no right."""
    acts = [entry.act for entry in station.store.audit_entries()]
    is_decided = station.session.is_managed or any(act.action == ALONE for act in acts)
    recipients = upkeep.recipients()
    if not is_decided:
        return SetUp(Stage.ACCOUNTS, is_new=not recipients and not station.store.dossier_rows())
    if not recipients:
        return SetUp(Stage.KEY)
    confirmed = {act.note for act in acts if act.action == CONFIRMED}
    for recipient in recipients:
        if recipient.fingerprint in confirmed:
            return SetUp(Stage.DONE, recipient)
    return SetUp(Stage.SHEET, recipients[-1])


def stay_alone(station: Station) -> None:
    """One officer works here, and nobody logs in.

    Raises:
        AccessError: There are accounts already, and no administrator is logged in.
    """
    require(station, Right.SET_UP)
    station.store.record(station.act(ALONE, station.identity.station_id))


def use_province_key(station: Station, upkeep: Upkeep, file: Path) -> RecoverySheet:
    """Use the public half that the province gave.

    Raises:
        RecoveryKeyInvalid: Not such a file.
        AccessError: No administrator is logged in.
    """
    require(station, Right.SET_UP)
    recipient = public_key(file)
    recovery_keys.use(station, upkeep, recipient)
    recovery_keys.rewrap_all(station, upkeep)
    return province_sheet(station, recipient)


def use_passphrase(
    station: Station, upkeep: Upkeep, place: RecoveryPlace, passphrase: bytearray
) -> RecoverySheet:
    """Make a key of the station's own; the passphrase is wiped.

    Raises:
        PassphraseWeak: It is too short.
        AccessError: No administrator is logged in.
    """
    try:
        require(station, Right.SET_UP)
        key = make_passphrase_key(place.file, passphrase, place.entropy, place.hardness)
    finally:
        passphrase[:] = bytes(len(passphrase))
    recovery_keys.use(station, upkeep, key.recipient)
    recovery_keys.rewrap_all(station, upkeep)
    return _sheet(station, key)


def open_again(station: Station, place: RecoveryPlace, passphrase: bytearray) -> RecoverySheet:
    """The sheet of a passphrase that was set before; the passphrase is wiped.

    Raises:
        PassphraseWrong, PassphraseWait, RecoveryKeyInvalid: It does not open the key.
        AccessError: No administrator is logged in.
    """
    try:
        require(station, Right.SET_UP)
        return _sheet(station, open_passphrase_key(place.file, passphrase, place.tries))
    finally:
        passphrase[:] = bytes(len(passphrase))


def province_sheet(station: Station, recipient: Recipient) -> RecoverySheet:
    """The sheet of the province's key: nothing on it is secret."""
    return RecoverySheet(recipient, station.identity.station_id, station.stamp())


def _sheet(station: Station, key: RecoveryKey) -> RecoverySheet:
    lines = tuple(paper_lines(key.secret))
    return RecoverySheet(key.recipient, station.identity.station_id, station.stamp(), lines)


def save_sheet(station: Station, sheet: RecoverySheet, target: Path) -> None:
    """Draw a sheet into a PDF that only this account of the system reads.

    Raises:
        SheetNotSaved: It could not be written.
        LibraryError: It could not be drawn.
        AccessError: No administrator is logged in.
    """
    require(station, Right.SET_UP)
    lines, code = layout(sheet)
    data: bytes = station.cpu.submit(draw_slip, lines, code, "a5").result()
    try:
        target.unlink(missing_ok=True)
        # Made here and by nobody else: what lies there meanwhile, a link too, is refused.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise SheetNotSaved(type(error).__name__) from error
    kind, print_of = sheet.recipient.kind.value, sheet.recipient.fingerprint
    station.store.record(station.act(PRINTED, kind, note=print_of))


def confirm_sheet(station: Station, sheet: RecoverySheet, typed: str) -> None:
    """Somebody has the sheet in hand: a part of it was typed back.

    Raises:
        SheetMistyped: It was not.
        AccessError: No administrator is logged in.
    """
    require(station, Right.SET_UP)
    if not sheet.is_typed_back(typed):
        raise SheetMistyped("not what stands on the sheet")
    kind, print_of = sheet.recipient.kind.value, sheet.recipient.fingerprint
    station.store.record(station.act(CONFIRMED, kind, note=print_of))


def layout(sheet: RecoverySheet) -> tuple[tuple[SlipLine, ...], str]:
    """What stands on a sheet, and what its QR says."""
    head = SlipLine("TỜ KHÔI PHỤC CỦA TRẠM SỐ HÓA", title=True, framed=True)
    rows = [
        head,
        SlipLine(sheet.station_id, label="Trạm"),
        SlipLine(sheet.made_at[:10], label="Ngày lập"),
        SlipLine(_grouped(sheet.recipient.fingerprint), label="Dấu vân tay khóa"),
    ]
    if sheet.recipient.kind is RecipientKind.PROVINCE:
        rows += [SlipLine(text) for text in _PROVINCE]
        return tuple(rows), f"sohoa-recovery:{sheet.station_id}:{sheet.recipient.fingerprint}"
    rows += [SlipLine(f"Dòng {n}:  {line}") for n, line in enumerate(sheet.paper, start=1)]
    rows += [SlipLine(text) for text in _PASSPHRASE]
    return tuple(rows), "\n".join(sheet.paper)


_PROVINCE = (
    "Hồ sơ của trạm này mở được bằng khóa khôi phục của tỉnh. Trên tờ này không có gì bí mật.",
    "Đối chiếu dấu vân tay với bản tỉnh đã niêm phong; nếu khác, báo ngay cho tỉnh.",
    "Khi máy hỏng: giữ lại ổ đĩa, giao cho tỉnh cùng tờ này.",
)
_PASSPHRASE = (
    "AI CÓ TỜ NÀY MỞ ĐƯỢC MỌI HỒ SƠ CỦA TRẠM. In một bản, niêm phong, cất trong két, rồi xóa tệp.",
    "Khi máy hỏng mà quên cụm mật khẩu: gõ lại bốn dòng trên vào một tệp (hai ký tự cuối mỗi "
    "dòng là số kiểm), rồi chạy: sohoa store recover --paper TỆP.",
)


def _grouped(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
