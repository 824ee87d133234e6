"""The window, the station and what it keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.setting_kinds import Group, Kind, setting
from app.settings.units import DAYS, HOURS, MEGABYTES, PERCENT

LEAST_TEXT_PERCENT, MOST_TEXT_PERCENT = 100, 200
LOOKS = {
    "system": ("theo hệ điều hành", "as the system"),
    "light": ("sáng", "light"),
    "dark": ("tối", "dark"),
    "contrast": ("tương phản cao", "high contrast"),
}


# A table: what belongs together stands in one row.
# fmt: off

@dataclass(frozen=True, init=False, repr=False, eq=False)
class WindowSettings:
    """What the window looks like and says."""

    __slots__ = ()

    window_language: str = setting(
        "vi", Group.WINDOW, Kind.CHOICE,
        ("Ngôn ngữ", "Ngôn ngữ của cửa sổ làm việc",
         "Language", "Language of the window"),
        choices={"vi": ("Tiếng Việt", "Vietnamese"), "en": ("Tiếng Anh", "English")},
        is_admins=False,
    )
    text_percent: int = setting(
        100, Group.WINDOW, Kind.WHOLE,
        ("Cỡ chữ", "Chữ trên cửa sổ to bao nhiêu so với cỡ thường",
         "Text size", "How large the text of the window is, of the usual size"),
        least=LEAST_TEXT_PERCENT, most=MOST_TEXT_PERCENT, unit=PERCENT,
        is_admins=False, needs_start=False,
    )
    look: str = setting(
        "system", Group.WINDOW, Kind.CHOICE,
        ("Giao diện", "Màu của cửa sổ; ảnh trang giấy không bao giờ bị đảo màu",
         "Look", "Colours of the window; pictures of pages are never inverted"),
        choices=LOOKS,
        is_admins=False, needs_start=False,
    )
    tray_sends: bool = setting(
        True, Group.WINDOW, Kind.SWITCH,
        ("Tiếp tục gửi khi đóng cửa sổ",
         "Còn hồ sơ chờ gửi thì trạm thu vào khay hệ thống và gửi tiếp; không = cửa sổ cho biết "
         "còn bao nhiêu hồ sơ và đóng khi được yêu cầu lần nữa",
         "Keep sending when the window closes",
         "While dossiers wait, the station goes to the tray and sends on; no = the window says "
         "how many there are and closes when asked again"),
    )
    support_contact: str = setting(
        "", Group.WINDOW, Kind.TEXT,
        ("Gọi ai khi cần giúp", "Tên và số máy hiện trong các thông báo cần gọi người quản trị",
         "Whom to call for help", "Name and number shown where a message says whom to call"),
        needs_start=False,
    )
    own_figures: bool = setting(
        False, Group.WINDOW, Kind.SWITCH,
        ("Cán bộ xem số liệu của chính mình",
         "Màn hình số liệu đếm thêm việc của cán bộ đang đăng nhập, chỉ người đó xem được; không "
         "bao giờ có bảng so sánh giữa các cán bộ",
         "Officers see their own figures",
         "The screen of figures also counts what the officer who is logged in did, for that "
         "officer's eyes alone; officers are never compared"),
    )


@dataclass(frozen=True, init=False, repr=False, eq=False)
class StationSettings:
    """Which workplace of which agency this is."""

    __slots__ = ()

    data_dir: Path = setting(
        Path(), Group.STATION, Kind.FOLDER,
        ("Thư mục dữ liệu", "Thư mục của kho mã hóa",
         "Data folder", "Folder of the encrypted store"),
    )
    station_id: str = setting(
        "tram-1", Group.STATION, Kind.TEXT,
        ("Tên trạm", "Tên của chỗ làm việc này trong bản kê và nhật ký",
         "Name of the station", "Name of this workplace in manifests and audit"),
    )
    officer_id: str = setting(
        "can-bo", Group.STATION, Kind.TEXT,
        ("Cán bộ mặc định", "Tên ghi trong nhật ký khi trạm chưa có tài khoản",
         "Usual officer", "Name in the audit while the station has no accounts"),
    )
    agency_code: str = setting(
        "H26", Group.STATION, Kind.TEXT,
        ("Mã cơ quan", "Mã định danh cơ quan, phần đầu của mã tài liệu",
         "Agency code", "Agency code, first part of document codes"),
    )
    organ_name: str = setting(
        "", Group.STATION, Kind.TEXT,
        ("Tên cơ quan", "Tên cơ quan ghi trong thông tin của tài liệu",
         "Name of the agency", "Name of the agency, written into the documents' metadata"),
    )
    owner_required: str = setting(
        "", Group.STATION, Kind.TEXT,
        ("Bắt buộc có chủ hồ sơ",
         "Thủ tục phải có số định danh chủ hồ sơ mới đi tiếp: all, hoặc các mã thủ tục cách nhau "
         "bằng dấu cách; để trống = chỉ hỏi",
         "Owner required",
         "Where a dossier cannot go on without its owner's id: all, or procedure codes separated "
         "by spaces; empty = only ask"),
    )


@dataclass(frozen=True, init=False, repr=False, eq=False)
class KeepingSettings:
    """How long dossiers stay, and where copies and keys lie."""

    __slots__ = ()

    disk_reserve_mb: int = setting(
        2048, Group.KEEPING, Kind.WHOLE,
        ("Chỗ trống tối thiểu",
         "Ổ đĩa của kho còn ít hơn mức này thì cán bộ được báo",
         "Free space to keep",
         "Below this much free space on the disk of the store, officers are told"),
        least=0, unit=MEGABYTES,
    )
    retention_days: float = setting(
        30.0, Group.KEEPING, Kind.NUMBER,
        ("Giữ hồ sơ sau biên nhận",
         "Hồ sơ ở lại bao lâu sau biên nhận rồi mới bị xóa, 0 = giữ mãi",
         "Keep dossiers after the receipt",
         "How long a dossier stays after its receipt before it is erased, 0 = for ever"),
        least=0, unit=DAYS,
    )
    purge_pause_h: float = setting(
        24.0, Group.KEEPING, Kind.NUMBER,
        ("Chờ trước khi xóa hẳn",
         "Từ lúc đánh dấu đến lúc xóa hẳn; trong thời gian này còn lấy lại được",
         "Pause before erasing",
         "Time between marking a dossier for erasing and erasing it; time to undo"),
        least=0, unit=HOURS,
    )
    second_copy_dir: str = setting(
        "", Group.KEEPING, Kind.FOLDER,
        ("Thư mục bản sao thứ hai",
         "Thư mục trên ổ đĩa khác giữ bản sao mã hóa của mọi thứ; để trống = không có",
         "Second copy",
         "Folder on another disk for a second, encrypted copy of everything; empty = none"),
    )
    station_key_place: str = setting(
        "auto", Group.KEEPING, Kind.CHOICE,
        ("Nơi giữ khóa của trạm", "Khóa của một trạm mới được cất ở đâu",
         "Place of the station's key", "Where a new station's key goes"),
        choices={
            "auto": ("kho khóa của hệ điều hành nếu có", "keyring of the system if there"),
            "file": ("tệp riêng", "a private file"),
        },
    )
