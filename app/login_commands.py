"""Command that logs the station in at the province's login service."""

from __future__ import annotations

import time

from app.province.station_login import DeviceCode
from app.services.deliver import release_host
from app.services.login import log_in
from app.wiring import Arguments, Command, Output, Wiring, code_lines


def _login(_arguments: Arguments, wiring: Wiring, output: Output) -> int:
    def show(code: DeviceCode) -> None:
        for line in code_lines(code):
            output.line(line)

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
