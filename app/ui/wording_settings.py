"""Words for troubles with settings."""

from __future__ import annotations

from app.ui.wording import Message, Words

SETTINGS_MESSAGES: dict[str, Message] = {
    "settings.invalid": Message(
        vi=Words(
            "Một giá trị cài đặt không dùng được.",
            "Tệp cài đặt, biến môi trường hoặc điều vừa gõ có giá trị sai.",
            "Hãy xem mục nào sai bằng lệnh: sohoa settings check, rồi nhờ người quản trị sửa.",
        ),
        en=Words(
            "A value of the settings cannot be used.",
            "The settings file, a variable or what was just typed is wrong.",
            "See which one by: sohoa settings check, then ask the administrator to correct it.",
        ),
    ),
    "settings.broken": Message(
        vi=Words(
            "Có cài đặt không đọc được; trạm vẫn mở và dùng giá trị tốt gần nhất hoặc mặc định.",
            "Tệp cài đặt bị sửa sai hoặc hỏng.",
            "Bạn có thể làm việc tiếp. Mở Cài đặt (Ctrl+,) để xem mục nào, và báo người quản trị.",
        ),
        en=Words(
            "Some settings cannot be read; the last good or built-in values are in use.",
            "The settings file was edited wrongly or is damaged.",
            "You can go on working. Open the settings (Ctrl+,) to see which, and tell the "
            "administrator.",
        ),
    ),
    "settings.locked": Message(
        vi=Words(
            "Cài đặt này không đổi được ở đây.",
            "Người quản trị đã khóa nó trong tệp của máy, hoặc một biến môi trường quyết định nó.",
            "Nếu cần đổi, hãy nhờ người quản trị của máy.",
        ),
        en=Words(
            "This setting cannot be changed here.",
            "The administrator has locked it in the machine's file, or a variable decides it.",
            "If it has to change, ask the administrator of this machine.",
        ),
    ),
    "settings.not_saved": Message(
        vi=Words(
            "Chưa ghi được cài đặt; giá trị cũ vẫn còn nguyên.",
            "Không ghi được vào thư mục cài đặt, hoặc chương trình khác đang ghi.",
            "Hãy thử lại; nếu vẫn vậy, nhờ người quản trị kiểm tra ổ đĩa và quyền ghi.",
        ),
        en=Words(
            "The setting could not be saved; the old value is still there.",
            "The settings folder may not be written to, or another program writes there now.",
            "Try again; if it stays, ask the administrator to check the disk and its rights.",
        ),
    ),
    "settings.nothing_to_undo": Message(
        vi=Words(
            "Không có thay đổi cài đặt nào để hoàn tác.",
            "Từ lúc mở trạm chưa ai đổi cài đặt.",
            "Bạn không cần làm gì.",
        ),
        en=Words(
            "There is no change of settings to take back.",
            "Nobody has changed one since the station was opened.",
            "Nothing has to be done.",
        ),
    ),
}
