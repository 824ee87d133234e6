"""Words for owners, reused papers and the store of digitized papers."""

from __future__ import annotations

from app.ui.wording import Message, Words

_KEEP_ON_VI = "Cứ làm tiếp; máy trạm sẽ tự hỏi lại."
_KEEP_ON_EN = "Go on working; the station asks again by itself."
_ADMIN_VI = "Hãy báo người quản trị; trong lúc chờ, cứ quét giấy tờ như thường."
_ADMIN_EN = "Tell the administrator; until then scan the papers as usual."

REUSE_MESSAGES: dict[str, Message] = {
    "owner.error": Message(
        vi=Words("Có lỗi với thông tin chủ hồ sơ.", "", "Hãy nhập lại chủ hồ sơ."),
        en=Words("Something is wrong with the owner.", "", "Enter the owner again."),
    ),
    "owner.invalid": Message(
        vi=Words(
            "Đây không phải số định danh hợp lệ.",
            "Số định danh cá nhân có đúng 12 chữ số, ba số đầu là mã nơi đăng ký khai sinh.",
            "Hãy quét mã QR trên thẻ, hoặc gõ lại số trên thẻ.",
        ),
        en=Words(
            "This is no valid personal id.",
            "It has exactly 12 digits and begins with the code of the place of registration.",
            "Scan the QR code of the card, or type the number on the card again.",
        ),
    ),
    "owner.unknown": Message(
        vi=Words(
            "Vui lòng định danh chủ hồ sơ trước.",
            "Giấy tờ chỉ được tính là đã số hóa khi biết chủ hồ sơ.",
            "Hãy quét mã QR trên thẻ, gõ 12 số, hoặc chọn chủ hồ sơ là tổ chức.",
        ),
        en=Words(
            "Identify the owner of the dossier first.",
            "Papers count as digitized only when their owner is known.",
            "Scan the QR code of the card, type the 12 digits, or choose an organisation.",
        ),
    ),
    "reuse.error": Message(
        vi=Words("Không dùng lại được giấy tờ này.", "", "Hãy quét giấy tờ."),
        en=Words("This paper cannot be reused.", "", "Scan the paper."),
    ),
    "reuse.no_procedure": Message(
        vi=Words(
            "Chưa chọn thủ tục cho hồ sơ.",
            "Phải biết thủ tục thì mới biết cần giấy tờ nào.",
            "Hãy chọn thủ tục.",
        ),
        en=Words(
            "The dossier has no procedure yet.",
            "The procedure decides which papers are needed.",
            "Choose the procedure.",
        ),
    ),
    "reuse.not_a_component": Message(
        vi=Words(
            "Thủ tục này không có thành phần đó.",
            "",
            "Hãy chọn một giấy tờ trong thành phần hồ sơ.",
        ),
        en=Words(
            "The procedure has no such component.",
            "",
            "Choose a paper among the components of the dossier.",
        ),
    ),
    "reuse.offer_gone": Message(
        vi=Words(
            "Giấy tờ này không còn trong danh sách dùng lại.",
            "Chủ hồ sơ, thủ tục hoặc kết quả tìm đã thay đổi.",
            "Hãy xem lại danh sách hoặc quét giấy tờ.",
        ),
        en=Words(
            "This paper is no longer offered.",
            "The owner, the procedure or the answer of the store has changed.",
            "Look at the list again, or scan the paper.",
        ),
    ),
    "reuse.expired": Message(
        vi=Words("Giấy tờ này đã hết hạn.", "", "Hãy đề nghị bản mới và quét bản đó."),
        en=Words("This paper is no longer valid.", "", "Ask for a new one and scan that."),
    ),
    "reuse.unproven": Message(
        vi=Words(
            "Chưa rõ giấy tờ này còn hạn hay không.",
            "Loại giấy này có thời hạn nhưng không biết ngày cấp.",
            "Hãy mở xem giấy tờ rồi mới chọn dùng lại, hoặc quét bản mới.",
        ),
        en=Words(
            "It is not known whether this paper is still valid.",
            "Papers of this type expire, and its date of issue is not known.",
            "Look at the paper before taking it, or scan a new one.",
        ),
    ),
    "reuse.not_collected": Message(
        vi=Words(
            "Giấy tờ này không phải nộp.",
            "Đã có dữ liệu thay thế, hoặc người dân chỉ xuất trình.",
            "Không quét và không lưu bản sao giấy tờ này.",
        ),
        en=Words(
            "This paper is not handed in.",
            "Data take its place, or it is only shown.",
            "Do not scan it and keep no copy.",
        ),
    ),
    "erase.error": Message(
        vi=Words("Không xóa được trang này.", "", "Hãy thử lại."),
        en=Words("This page could not be erased.", "", "Try again."),
    ),
    "erase.not_shown_only": Message(
        vi=Words(
            "Trang này không phải giấy tờ chỉ xuất trình nên không xóa.",
            "Chỉ xóa bản chụp của giấy tờ mà thủ tục không được lưu.",
            "Nếu trang thừa, hãy mở lại hồ sơ mới và quét lại.",
        ),
        en=Words(
            "This page is not of a paper that is only shown, so it stays.",
            "Only copies that the procedure may not keep are erased.",
            "If the page is not wanted, begin a new dossier.",
        ),
    ),
    "erase.file_in_use": Message(
        vi=Words(
            "Chưa xóa được trang này.",
            "Các trang khác trong cùng tệp chưa đọc xong, xóa bây giờ sẽ mất chúng.",
            "Hãy chờ đọc xong rồi xóa lại.",
        ),
        en=Words(
            "This page cannot be erased yet.",
            "Other pages of the same file are not read and would be lost with it.",
            "Wait until they are read, then try again.",
        ),
    ),
    "documents.error": Message(
        vi=Words("Không hỏi được kho giấy tờ đã số hóa.", "", _KEEP_ON_VI),
        en=Words("The store of digitized papers cannot be asked.", "", _KEEP_ON_EN),
    ),
    "documents.offline": Message(
        vi=Words(
            "Không có đường truyền đến kho giấy tờ đã số hóa.",
            "",
            _KEEP_ON_VI,
        ),
        en=Words(
            "There is no connection to the store of digitized papers.",
            "",
            _KEEP_ON_EN,
        ),
    ),
    "documents.busy": Message(
        vi=Words("Kho giấy tờ đã số hóa đang bận.", "Kho trả lời quá chậm.", _KEEP_ON_VI),
        en=Words("The store of digitized papers is busy.", "It answers too slowly.", _KEEP_ON_EN),
    ),
    "documents.malformed": Message(
        vi=Words(
            "Không hiểu được câu trả lời của kho giấy tờ đã số hóa.",
            "",
            _KEEP_ON_VI,
        ),
        en=Words(
            "The answer of the store of digitized papers cannot be understood.",
            "",
            _KEEP_ON_EN,
        ),
    ),
    "documents.too_large": Message(
        vi=Words(
            "Câu trả lời của kho giấy tờ quá lớn nên không nhận.",
            "",
            "Hãy quét giấy tờ như thường và báo người quản trị.",
        ),
        en=Words(
            "The answer of the store is too large and was not taken.",
            "",
            "Scan the paper as usual and tell the administrator.",
        ),
    ),
    "documents.refused": Message(
        vi=Words(
            "Kho giấy tờ đã số hóa từ chối yêu cầu.",
            "Tài khoản kết nối hoặc nội dung yêu cầu không được chấp nhận.",
            _ADMIN_VI,
        ),
        en=Words(
            "The store of digitized papers refuses the request.",
            "It does not accept the login or the question.",
            _ADMIN_EN,
        ),
    ),
    "documents.tls": Message(
        vi=Words(
            "Không tin được chứng thư của kho giấy tờ đã số hóa.",
            "Chứng thư hết hạn, sai tên máy chủ hoặc không rõ nơi cấp.",
            _ADMIN_VI,
        ),
        en=Words(
            "The certificate of the store of digitized papers cannot be trusted.",
            "It has expired, names another host or comes from an unknown authority.",
            _ADMIN_EN,
        ),
    ),
    "documents.not_configured": Message(
        vi=Words(
            "Chưa cài đặt địa chỉ kho giấy tờ đã số hóa.",
            "Máy trạm chỉ dùng lại giấy tờ do chính trạm này số hóa.",
            "Hãy nhờ người quản trị nhập địa chỉ kho.",
        ),
        en=Words(
            "No store of digitized papers is set up.",
            "The station only reuses papers that it digitized itself.",
            "Ask the administrator to enter the address of the store.",
        ),
    ),
}
"""Messages of owners and reuse, by code."""
