"""Who works here, and how a login service says so."""

from __future__ import annotations

from dataclasses import dataclass

from app.setting_kinds import Group, Kind, setting
from app.settings.checks import address, of_roles
from app.settings.units import DAYS, MINUTES

MOST_IDLE_MIN = 60.0
MOST_OFFLINE_DAYS = 90.0


# A table: what belongs together stands in one row.
# fmt: off

@dataclass(frozen=True, init=False, repr=False, eq=False)
class LoginSettings:
    """The lock of the screen, and login services."""

    __slots__ = ()

    idle_lock_min: float = setting(
        5.0, Group.LOGIN, Kind.NUMBER,
        ("Khóa màn hình sau", "Không ai dùng phím hay chuột bao lâu thì khóa, 0 = không khóa",
         "Lock after", "Time without a key or the mouse until the screen locks, 0 = never"),
        least=0, most=MOST_IDLE_MIN, unit=MINUTES,
    )
    login_url: str = setting(
        "", Group.LOGIN, Kind.TEXT,
        ("Dịch vụ đăng nhập của trạm",
         "Nơi một người đăng nhập trạm vào hệ thống (OAuth 2); để trống = dùng tệp mã truy cập",
         "Login service of the station",
         "Service where a person logs the station in (OAuth 2 device login); empty = token file"),
        typed=address,
    )
    login_client_id: str = setting(
        "", Group.LOGIN, Kind.TEXT,
        ("Tên trạm ở dịch vụ ấy", "Dịch vụ đăng nhập gọi trạm này là gì",
         "Name at that service", "What the login service calls this station"),
    )
    login_scope: str = setting(
        "", Group.LOGIN, Kind.TEXT,
        ("Quyền xin ở dịch vụ ấy", "Quyền được xin ở dịch vụ đăng nhập",
         "Rights asked for", "Rights that are asked for at the login service"),
    )
    person_login_url: str = setting(
        "", Group.LOGIN, Kind.TEXT,
        ("Dịch vụ đăng nhập của cán bộ",
         "Nơi cán bộ đăng nhập (OpenID Connect); để trống = chỉ dùng mật khẩu",
         "Login service of officers",
         "Service where officers log in (OpenID Connect device login); empty = passwords only"),
        typed=address,
    )
    person_login_client_id: str = setting(
        "", Group.LOGIN, Kind.TEXT,
        ("Tên trạm ở dịch vụ của cán bộ", "Dịch vụ đăng nhập cán bộ gọi trạm này là gì",
         "Name at the officers' service", "What that service calls this station"),
    )
    person_login_secret_file: str = setting(
        "", Group.LOGIN, Kind.FILE,
        ("Tệp bí mật ở dịch vụ của cán bộ",
         "Tệp chứa bí mật của trạm ở dịch vụ ấy; để trống = không có",
         "Secret at the officers' service",
         "File with the secret of that client; empty = it has none"),
    )
    person_login_scope: str = setting(
        "profile", Group.LOGIN, Kind.TEXT,
        ("Thông tin hỏi về cán bộ", "Những gì được hỏi thêm ngoài openid",
         "What is asked of officers", "What is asked for beside openid"),
    )
    person_login_roles: str = setting(
        "", Group.LOGIN, Kind.TEXT,
        ("Vai trò theo dịch vụ",
         "Điều dịch vụ cho biết và vai trò tương ứng: TÊN=GIÁ-TRỊ>VAI-TRÒ; … (vai trò scan, "
         "sign, admin); để trống = quản trị nối từng người",
         "Roles from the service",
         "What that service says of a person, and the role it gives: CLAIM=VALUE>ROLE; … (roles "
         "scan, sign, admin); empty = an administrator links each person"),
        check=of_roles,
    )
    offline_login_days: float = setting(
        3.0, Group.LOGIN, Kind.NUMBER,
        ("Dùng mật khẩu khi mất dịch vụ",
         "Sau lần đăng nhập ở dịch vụ, mật khẩu còn dùng được bao lâu khi mất kết nối, 0 = không",
         "Password while the service is away",
         "How long after a login at that service the officer's password counts while the service "
         "cannot be reached, 0 = never"),
        least=0, most=MOST_OFFLINE_DAYS, unit=DAYS,
    )
