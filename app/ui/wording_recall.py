"""Words for troubles of searching and of the figures."""

from __future__ import annotations

from app.ui.wording import Message, Words

RECALL_MESSAGES: dict[str, Message] = {
    "find.none": Message(
        vi=Words(
            "Chưa tìm được hồ sơ ở máy trạm này.",
            "Kho đang mở không giữ từ khóa để tìm.",
            "Hãy chọn hồ sơ trong danh sách ở quầy, hoặc báo người quản trị.",
        ),
        en=Words(
            "Dossiers cannot be searched at this station.",
            "The store that is open keeps no words to search.",
            "Choose the dossier in the list of the counter, or tell the administrator.",
        ),
    ),
    "figures.none": Message(
        vi=Words(
            "Máy trạm này chưa có số liệu.",
            "Kho đang mở không đếm được hồ sơ.",
            "Công việc ở quầy vẫn tiếp tục bình thường. Hãy báo người quản trị nếu cần số liệu.",
        ),
        en=Words(
            "There are no figures at this station.",
            "The store that is open cannot count its dossiers.",
            "The work of the counter goes on. Tell the administrator when figures are needed.",
        ),
    ),
    "figures.not_saved": Message(
        vi=Words(
            "Chưa lưu được tệp số liệu.",
            "Thư mục đã chọn không ghi được, hoặc ổ đĩa đã đầy.",
            "Hãy chọn thư mục khác rồi lưu lại.",
        ),
        en=Words(
            "The file of figures could not be saved.",
            "The folder cannot be written, or the disk is full.",
            "Choose another folder and save again.",
        ),
    ),
}
