"""Words for corrections of dossiers that are sealed."""

from __future__ import annotations

from app.ui.wording import Message, Words

CORRECTION_MESSAGES: dict[str, Message] = {
    "correction.refused": Message(
        vi=Words(
            "Chưa mở được bản sửa đổi của hồ sơ này.",
            "Hồ sơ đang ở bước không cho phép.",
            "Hãy xem trạng thái của hồ sơ trong Hộp gửi.",
        ),
        en=Words(
            "No correction of this dossier can be opened now.",
            "It is at a step that does not allow one.",
            "Look at its state in the outbox.",
        ),
    ),
    "correction.under_way": Message(
        vi=Words(
            "Hồ sơ đang trên đường gửi nên chưa mở bản sửa đổi được.",
            "Hệ thống tiếp nhận có thể đã nhận một phần.",
            "Hãy chờ tới khi có biên nhận rồi sửa. Hồ sơ chưa gửi gì thì rút lại trong Hộp gửi, "
            "sau đó sửa được ngay.",
        ),
        en=Words(
            "The dossier is on its way, so that no correction can be opened yet.",
            "The processing system may have taken a part of it.",
            "Wait for its receipt and correct it then. One of which nothing was sent can be "
            "withdrawn in the outbox and corrected at once.",
        ),
    ),
    "correction.erased": Message(
        vi=Words(
            "Giấy tờ của hồ sơ này đã được xóa khỏi máy.",
            "Hồ sơ đã có biên nhận và đã hết hạn lưu ở trạm.",
            "Hãy tạo hồ sơ mới và quét lại giấy tờ cần sửa.",
        ),
        en=Words(
            "The papers of this dossier are erased at this station.",
            "It was received, and the time it is kept here is over.",
            "Open a new dossier and scan again what has to be corrected.",
        ),
    ),
    "correction.doubtful": Message(
        vi=Words(
            "Chưa biết hệ thống tiếp nhận có giữ hồ sơ này hay không, nên chưa sửa được.",
            "Hồ sơ đang cần người xem vì một lý do khác với bị từ chối.",
            "Hãy đọc lý do trong Hộp gửi và làm theo, hoặc báo người quản trị.",
        ),
        en=Words(
            "Nobody knows yet whether the processing system holds this dossier.",
            "It waits for a person for another reason than a refusal.",
            "Read the reason in the outbox and follow it, or tell the administrator.",
        ),
    ),
}
