"""Words for troubles of the first steps and of the practice."""

from __future__ import annotations

from app.ui.wording import Message, Words

FIRST_MESSAGES: dict[str, Message] = {
    "first_steps.not_kept": Message(
        vi=Words(
            "Chưa ghi nhớ được bước này.",
            "Thư mục dữ liệu của trạm không ghi được.",
            "Vẫn làm tiếp được; lần mở sau có thể phải đi lại từ bước trước. Nếu còn gặp, báo "
            "người quản trị kiểm tra ổ đĩa.",
        ),
        en=Words(
            "This step could not be remembered.",
            "The data folder of the station cannot be written.",
            "You can go on; after the next start an earlier step may come again. If it stays, ask "
            "the administrator to look at the disk.",
        ),
    ),
    "scanner_trial.no_page": Message(
        vi=Words(
            "Máy quét không đưa ra trang nào.",
            "Khay có thể hết giấy, hoặc máy dừng trước khi quét.",
            "Đặt một tờ giấy có chữ vào máy quét rồi bấm quét thử lần nữa.",
        ),
        en=Words(
            "The scanner gave no page.",
            "The feeder may be empty, or the scanner stopped before it began.",
            "Put a printed sheet into the scanner and scan once more.",
        ),
    ),
    "line_trial.no_address": Message(
        vi=Words(
            "Chưa có địa chỉ máy chủ.",
            "Ô địa chỉ còn trống hoặc có dấu cách.",
            "Gõ địa chỉ do tỉnh cấp, ví dụ https://tiepnhan.tinh.gov.vn, hoặc chọn chỉ làm "
            "ngoại tuyến.",
        ),
        en=Words(
            "There is no address of a server.",
            "The field is empty or has blanks in it.",
            "Type the address given by the province, such as https://tiepnhan.tinh.gov.vn, or "
            "choose to work offline only.",
        ),
    ),
    "line_trial.no_receiver": Message(
        vi=Words(
            "Địa chỉ này có trả lời, nhưng không phải hệ thống tiếp nhận hồ sơ.",
            "Máy chủ ở đó không trả lời theo giao ước tiếp nhận.",
            "So lại địa chỉ với văn bản của tỉnh, từng chữ một. Nếu đúng rồi, gọi bộ phận công "
            "nghệ thông tin của tỉnh.",
        ),
        en=Words(
            "Something answers there, but it is no system that takes dossiers.",
            "The server does not answer as the contract of intake says.",
            "Compare the address with the letter of the province, letter by letter. If it is "
            "right, call the province's IT department.",
        ),
    ),
    "key_trial.not_signed": Message(
        vi=Words(
            "Tệp ký thử không có chữ ký nguyên vẹn.",
            "Khóa đã trả lời nhưng kiểm tra lại không đạt.",
            "Rút token, cắm lại rồi thử lần nữa. Vẫn vậy thì mang token tới nhà cung cấp.",
        ),
        en=Words(
            "The trial file has no whole signature.",
            "The key answered, but the check of its signature failed.",
            "Unplug the token, plug it in, try again. If it stays, take it to its provider.",
        ),
    ),
    "practice.unready": Message(
        vi=Words(
            "Chưa mở được phần tập làm.",
            "Một phần mà nó cần (thư mục tạm, khóa thử hoặc hệ thống tiếp nhận mẫu) không khởi "
            "động.",
            "Hồ sơ thật không bị ảnh hưởng. Hãy thử lại; vẫn vậy thì kiểm tra dung lượng ổ đĩa.",
        ),
        en=Words(
            "The practice could not be opened.",
            "Something it needs (a folder, a trial key or the sample system) did not start.",
            "Real dossiers are not touched. Try again; if it stays, look at the room on the disk.",
        ),
    ),
}
