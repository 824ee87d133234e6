"""What commands ask and tell of keys: secrets, one-time codes, who has to confirm."""

from __future__ import annotations

import sys
import threading
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

from app.errors import JobCancelled, WrongUse
from app.services.key_host import KeyHost, SecretKind
from app.services.signing_asks import Waiting
from app.wiring import Output

_MOST_NAME_BYTES = 4096

VIETNAM = timezone(timedelta(hours=7))

KEY_KINDS = (
    "p12:PATH | pkcs11:MODULE#TOKEN | csc:URL#CREDENTIAL | smartca:URL | cng:MÃ | vgca: | @TỆP"
)

KEY_HELP = """Khóa ký:
  p12:PATH                  tệp khóa; hỏi mật khẩu của tệp
  pkcs11:MODULE#TOKEN       USB token; hỏi PIN
  csc:URL#CREDENTIAL        dịch vụ ký số từ xa theo chuẩn CSC; hỏi PIN, hoặc mật khẩu tài khoản
                            khi cài đặt chưa có
  smartca:URL               dịch vụ kiểu SmartCA; xác nhận trên điện thoại, không hỏi gì; số của
                            người ký lấy từ signer_file của tài khoản, hoặc viết smartca:URL#SỐ
                            trong một tệp và chỉ tệp đó bằng @TỆP
  vgca:                     chương trình ký của Ban Cơ yếu trên máy này; chỉ ký tệp rời
                            (sohoa sign), mức b-b, mỗi tệp hiện một cửa sổ; không ký hồ sơ
  cng:MÃ                    chứng thư trong kho của Windows (mã thumbprint); Windows tự hỏi PIN
  @TỆP                      tên khóa nằm trong tệp, để số của người ký không hiện ở dòng lệnh
Tài khoản và mật khẩu của đơn vị kết nối tại dịch vụ ký số từ xa nằm trong tệp của cài đặt
signing_services_file, không bao giờ nằm trong tên khóa. Ctrl-C khi đang chờ xác nhận: lệnh
dossier seal và results sign hỏi lại đúng yêu cầu đã gửi ở lần chạy sau; lệnh sign --resume giữ
các tệp đã ký xong và gửi yêu cầu mới cho các tệp còn lại."""


def key_name(text: str) -> str:
    """The name of a key; `@FILE` names the file that holds it, for every process sees arguments.

    Raises:
        ArgumentTypeError: The file cannot be read, or is no short text.
    """
    if not text.startswith("@"):
        return text
    try:
        with Path(text[1:]).open("rb") as stream:
            content = stream.read(_MOST_NAME_BYTES + 1)
        if len(content) > _MOST_NAME_BYTES:
            raise ArgumentTypeError("tệp quá lớn, không phải tên khóa")
        return content.decode("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentTypeError("không đọc được tệp chứa tên khóa") from error


def ask_pin(
    keys: KeyHost, source: str, output: Output, file: str | None, whose: str = ""
) -> bytearray:
    """The secret that opens a key; empty where nothing is typed.

    Args:
        keys: Where keys are.
        source: The key.
        output: Asks.
        file: Holds the secret; None asks at the terminal.
        whose: Whose key it is, for the prompt.

    Raises:
        LibraryError: No such kind of key.
        WrongUse: There is no terminal to ask at.
    """
    match keys.secret_kind(source):
        case SecretKind.NONE:
            return bytearray()
        case SecretKind.PIN:
            return output.ask_secret(f"PIN{whose}: ", file)
        case SecretKind.PASSWORD:
            return output.ask_secret(f"Mật khẩu{whose}: ", file)


def code_asker(output: Output) -> Callable[[str], bytearray]:
    """Asks for one-time codes at the terminal."""

    def ask(signer: str) -> bytearray:
        try:
            return output.ask_secret(f"Mã xác nhận một lần (OTP) của {signer}: ", None)
        except (WrongUse, EOFError, KeyboardInterrupt) as error:
            raise JobCancelled("no one-time code was typed") from error

    return ask


class WaitVoice:
    """Tells on the terminal who has to confirm; each waiting once."""

    def __init__(self) -> None:
        self._told: Waiting | None = None
        self._lock = threading.Lock()

    def tell(self, waiting: Waiting | None) -> None:
        """Say it, unless that was said just now. Runs on: any thread."""
        with self._lock:
            if waiting is not None and waiting != self._told:
                print(waiting_text(waiting), file=sys.stderr, flush=True)
            self._told = waiting


def waiting_text(waiting: Waiting) -> str:
    """The sentence for it."""
    until = _clock(waiting.until)
    return f"… chờ xác nhận trên điện thoại: {waiting.signer}, {waiting.files} tệp, đến {until}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M:%S}"
