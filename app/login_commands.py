"""Command that logs the station in at the province's login service."""

from __future__ import annotations

import time

from app.province.base import DeviceCode
from app.services.deliver import release_host
from app.services.login import log_in
from app.wiring import Arguments, Command, Output, Wiring


def _login(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    def show(code: DeviceCode) -> None:
        output.line(f"Mở {code.address} trên điện thoại hoặc máy khác và nhập mã: {code.user_code}")
        if code.whole_address:
            output.line(f"Hoặc mở thẳng: {code.whole_address}")
        output.line(f"Mã có hiệu lực trong {code.expires_s / 60:.0f} phút. Đang chờ xác nhận…")

    login = wiring.station_login()
    try:
        log_in(login, show=show, wait=time.sleep)
    finally:
        login.close()
    with wiring.station() as station:
        released = release_host(station)
    rest = f" {released} hồ sơ đang chờ sẽ được gửi tiếp." if released else ""
    output.line(f"Máy trạm đã đăng nhập.{rest}")
    output.result({"logged_in": True, "released": released})
    return 0


LOGIN_COMMANDS: dict[str, Command] = {"login": _login}
