"""Where dossiers go, and where papers that are there already come from."""

from __future__ import annotations

from dataclasses import dataclass

from app.setting_kinds import Group, Kind, setting
from app.settings.checks import address

# A table: what belongs together stands in one row.
# fmt: off

@dataclass(frozen=True, init=False, repr=False, eq=False)
class SendingSettings:
    """The processing system and the way to it."""

    __slots__ = ()

    server_url: str = setting(
        "", Group.SENDING, Kind.TEXT,
        ("Địa chỉ máy chủ",
         "Địa chỉ hệ thống tiếp nhận hồ sơ; để trống = chỉ làm ngoại tuyến",
         "Address of the server", "Address of the processing system; empty = offline only"),
        typed=address,
    )
    delivery: str = setting(
        "intake", Group.SENDING, Kind.TEXT,
        ("Cách gửi",
         "intake, folder:THƯ-MỤC, webdav:URL, sftp:MÁY/THƯ-MỤC, s3:URL/BUCKET, import:URL hoặc "
         "mapped:TỆP",
         "Way of delivery",
         "intake, folder:PATH, webdav:URL, sftp:HOST/FOLDER, s3:URL/BUCKET, import:URL or "
         "mapped:FILE"),
    )
    delivery_secret_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Tệp đăng nhập nơi nhận", "Tên và mật khẩu của nơi lưu mà cách gửi chỉ tới, JSON",
         "Login of the storage", "Name and password of the storage that delivery names, JSON"),
    )
    portal_paths: str = setting(
        "", Group.SENDING, Kind.TEXT,
        ("Đường dẫn của cổng",
         "Đường dẫn ghi hồ sơ của cổng bên cạnh import: INSERT UPDATE [PROGRESS]; để trống = "
         "không có",
         "Paths of the portal",
         "Paths for the portal's record beside import: INSERT UPDATE [PROGRESS]; empty = none"),
    )
    max_file_mb: int = setting(
        30, Group.SENDING, Kind.WHOLE,
        ("Cỡ tệp lớn nhất",
         "Tệp lớn hơn được nén chặt hơn rồi chia nhỏ, 0 = không giới hạn",
         "Largest file", "Larger papers are packed tighter, then split, 0 = no bound"),
        least=0, unit=("MiB", "MiB"),
    )
    server_token_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Tệp mã truy cập máy chủ", "Tệp chứa mã truy cập máy chủ tiếp nhận",
         "Access token", "File with the access token for the server"),
    )
    server_ca_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Chứng thư gốc của máy chủ", "Nơi cấp chứng thư thêm cho máy chủ, PEM",
         "Authority of the server", "Extra certificate authority for the server, PEM"),
    )
    server_keys_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Khóa kiểm tra biên nhận",
         "Khóa ghim của biên nhận (JWKS); để trống = ghim ở lần nối đầu tiên",
         "Receipt keys", "Pinned receipt keys (JWKS); empty = pin on first contact"),
    )
    server_cert_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Chứng thư của trạm", "Chứng thư và khóa của trạm với máy chủ, PEM hoặc PKCS#12",
         "Certificate of the station",
         "Certificate and key of this station for the server, PEM or PKCS#12"),
    )
    server_cert_password_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Tệp mật khẩu của chứng thư", "Tệp chứa mật khẩu của khóa ấy",
         "Password of that key", "File with the password of that key"),
    )
    server_proxy: str = setting(
        "", Group.SENDING, Kind.TEXT,
        ("Máy chủ trung gian", "Proxy trên đường tới máy chủ; để trống = của hệ thống",
         "Proxy", "Proxy on the way to the server; empty = the system's"),
    )
    server_proxy_login_file: str = setting(
        "", Group.SENDING, Kind.FILE,
        ("Tệp đăng nhập proxy", "Tệp chứa TÊN:MẬT-KHẨU của proxy",
         "Login of the proxy", "File with NAME:PASSWORD for that proxy"),
    )


@dataclass(frozen=True, init=False, repr=False, eq=False)
class ReuseSettings:
    """The store of digitized papers."""

    __slots__ = ()

    documents_url: str = setting(
        "", Group.REUSE, Kind.TEXT,
        ("Kho giấy tờ đã số hóa",
         "Địa chỉ kho giấy tờ đã số hóa; để trống = dùng lại giấy tờ trạm này đã số hóa",
         "Store of digitized papers",
         "Address of the store of digitized papers; empty = reuse what this station digitized"),
        typed=address,
    )
    documents_token_file: str = setting(
        "", Group.REUSE, Kind.FILE,
        ("Tệp mã truy cập kho", "Tệp chứa mã truy cập kho giấy tờ ấy",
         "Access token of that store", "File with the access token for that store"),
    )
