"""Words for scanning and importing."""

from __future__ import annotations

from app.ui.wording import Message, Words

CAPTURE_MESSAGES: dict[str, Message] = {
    "scan.error": Message(
        vi=Words(
            "Máy quét báo lỗi.",
            "Máy quét không cho biết lý do cụ thể.",
            "Các trang đã lưu vẫn còn. Hãy kiểm tra máy quét rồi bấm F5 để quét tiếp.",
        ),
        en=Words(
            "The scanner reports an error.",
            "It does not say which.",
            "Saved pages are kept. Check the scanner, then press F5 to go on.",
        ),
    ),
    "scan.no_scanner": Message(
        vi=Words(
            "Không tìm thấy máy quét.",
            "Máy quét chưa bật, chưa cắm cáp hoặc vừa bị rút ra.",
            "Hãy bật máy quét, kiểm tra dây rồi bấm nút tìm lại máy quét.",
        ),
        en=Words(
            "No scanner was found.",
            "It is switched off, not connected, or was just unplugged.",
            "Switch it on, check the cable, then look for scanners again.",
        ),
    ),
    "scan.feeder_empty": Message(
        vi=Words(
            "Khay nạp không có giấy.",
            "",
            "Hãy đặt giấy vào khay nạp rồi bấm F5.",
        ),
        en=Words("There is no paper in the feeder.", "", "Put paper into the feeder, press F5."),
    ),
    "scan.jam": Message(
        vi=Words(
            "Máy quét bị kẹt giấy.",
            "Một tờ giấy mắc lại trong đường nạp.",
            "Hãy mở nắp, gỡ tờ bị kẹt rồi quét tiếp từ tờ đó. Các trang đã lưu vẫn còn.",
        ),
        en=Words(
            "Paper is stuck in the scanner.",
            "A sheet is caught in the feeder.",
            "Open the cover, take the sheet out and go on from there. Saved pages are kept.",
        ),
    ),
    "scan.cover_open": Message(
        vi=Words("Nắp máy quét đang mở.", "", "Hãy đóng nắp rồi bấm F5."),
        en=Words("The scanner's cover is open.", "", "Close the cover, then press F5."),
    ),
    "scan.busy": Message(
        vi=Words(
            "Máy quét đang bận.",
            "Một chương trình khác hoặc người khác đang dùng máy.",
            "Hãy chờ một lát rồi bấm F5.",
        ),
        en=Words(
            "The scanner is busy.",
            "Another program or person is using it.",
            "Wait a moment, then press F5.",
        ),
    ),
    "scan.denied": Message(
        vi=Words(
            "Không được phép mở máy quét.",
            "Tài khoản trên máy này chưa có quyền dùng máy quét.",
            "Hãy nhờ người quản trị cấp quyền cho tài khoản này.",
        ),
        en=Words(
            "The scanner may not be opened.",
            "This account has no permission to use it.",
            "Ask the administrator to give this account the permission.",
        ),
    ),
    "scan.offline": Message(
        vi=Words(
            "Mất liên lạc với máy quét.",
            "Máy quét bị tắt, ngủ hoặc lỏng cáp.",
            "Hãy bật lại máy quét, kiểm tra cáp rồi bấm F5. Các trang đã lưu vẫn còn.",
        ),
        en=Words(
            "The scanner does not answer.",
            "It is switched off, asleep, or the cable is loose.",
            "Switch it on, check the cable, then press F5. Saved pages are kept.",
        ),
    ),
    "scan.double_feed": Message(
        vi=Words(
            "Hai tờ giấy bị kéo vào cùng lúc.",
            "Giấy dính nhau hoặc còn ghim.",
            "Hãy tách hai tờ đó, đặt lại vào khay rồi bấm F5. Các trang trước vẫn còn.",
        ),
        en=Words(
            "Two sheets went in at once.",
            "They stick together or are still stapled.",
            "Separate them, put them back and press F5. Earlier pages are kept.",
        ),
    ),
    "scan.driver_crashed": Message(
        vi=Words(
            "Trình điều khiển máy quét đã tắt đột ngột.",
            "Đây là lỗi của trình điều khiển, không phải của hồ sơ.",
            "Hãy bấm F5 để quét lại từ tờ chưa lưu; nếu lặp lại, tắt rồi bật máy quét.",
        ),
        en=Words(
            "The scanner's driver ended suddenly.",
            "The driver is at fault, not the dossier.",
            "Press F5 to go on from the first unsaved sheet; if it repeats, restart the scanner.",
        ),
    ),
    "scan.driver_hung": Message(
        vi=Words(
            "Máy quét không trả lời nên đã được ngắt.",
            "Trình điều khiển không có phản hồi trong một phút.",
            "Hãy tắt rồi bật máy quét, sau đó bấm F5. Các trang đã lưu vẫn còn.",
        ),
        en=Words(
            "The scanner did not answer and was disconnected.",
            "The driver gave no sign of life for a minute.",
            "Restart the scanner, then press F5. Saved pages are kept.",
        ),
    ),
    "scan.page_truncated": Message(
        vi=Words(
            "Một trang quét bị thiếu phần cuối nên không được lưu.",
            "Máy quét gửi ít dữ liệu hơn đã báo.",
            "Hãy quét lại tờ đó.",
        ),
        en=Words(
            "A page came in incomplete and was not kept.",
            "The scanner delivered less than it promised.",
            "Scan that sheet again.",
        ),
    ),
    "scan.cancelled": Message(
        vi=Words(
            "Đã dừng quét.",
            "",
            "Các trang đã lưu vẫn còn. Bấm F5 để quét tiếp.",
        ),
        en=Words("Scanning was stopped.", "", "Saved pages are kept. Press F5 to go on."),
    ),
    "scan.unsupported": Message(
        vi=Words(
            "Máy quét không làm được theo cách đã chọn.",
            "Máy không hỗ trợ khay nạp, màu hoặc độ phân giải này.",
            "Hãy chọn kiểu quét khác rồi bấm F5.",
        ),
        en=Words(
            "The scanner cannot scan in the chosen way.",
            "It does not offer this feeder, colour or resolution.",
            "Choose another way of scanning, then press F5.",
        ),
    ),
    "input.unreadable": Message(
        vi=Words(
            "Tệp này không đọc được thành trang.",
            "Nội dung tệp không phải ảnh hoặc PDF dùng được.",
            "Hãy quét lại bản giấy, hoặc xin tệp JPEG, PNG, TIFF hay PDF khác.",
        ),
        en=Words(
            "This file cannot become pages.",
            "It is no usable picture or PDF.",
            "Scan the paper, or ask for another JPEG, PNG, TIFF or PDF.",
        ),
    ),
    "input.empty": Message(
        vi=Words("Tệp này trống.", "Tệp dài 0 byte.", "Hãy lấy lại tệp hoặc quét bản giấy."),
        en=Words("This file is empty.", "It has no bytes.", "Get it again or scan the paper."),
    ),
    "input.not_an_image": Message(
        vi=Words(
            "Loại tệp này không nhận được.",
            "Chỉ nhận JPEG, PNG, TIFF và PDF.",
            "Hãy xuất sang PDF hoặc quét bản giấy.",
        ),
        en=Words(
            "This kind of file is not accepted.",
            "Only JPEG, PNG, TIFF and PDF are.",
            "Export it as PDF or scan the paper.",
        ),
    ),
    "input.damaged": Message(
        vi=Words(
            "Tệp này bị hỏng.",
            "Tệp bị cắt ngang hoặc nội dung mâu thuẫn.",
            "Hãy chép lại tệp từ nơi gốc hoặc quét bản giấy.",
        ),
        en=Words(
            "This file is damaged.",
            "It breaks off or contradicts itself.",
            "Copy it again from where it came, or scan the paper.",
        ),
    ),
    "input.password_protected": Message(
        vi=Words(
            "Tệp PDF này có mật khẩu.",
            "Chương trình không mở tệp có mật khẩu.",
            "Hãy xin bản không đặt mật khẩu hoặc quét bản giấy.",
        ),
        en=Words(
            "This PDF asks for a password.",
            "Files with a password are not opened.",
            "Ask for one without a password, or scan the paper.",
        ),
    ),
    "input.too_many_pixels": Message(
        vi=Words(
            "Ảnh này quá lớn nên không được mở.",
            "Số điểm ảnh vượt mức an toàn của máy trạm.",
            "Hãy quét lại ở 300 dpi hoặc lưu ảnh nhỏ hơn.",
        ),
        en=Words(
            "This picture is too large and was not opened.",
            "It has more pixels than the station accepts.",
            "Scan it again at 300 dpi or save it smaller.",
        ),
    ),
    "input.too_many_pages": Message(
        vi=Words(
            "Tệp này có quá nhiều trang.",
            "Số trang vượt mức một lần nhập.",
            "Hãy chia thành nhiều tệp rồi nhập từng tệp.",
        ),
        en=Words(
            "This file has too many pages.",
            "One import takes fewer.",
            "Split it and import the parts one by one.",
        ),
    ),
    "import.not_found": Message(
        vi=Words(
            "Không tìm thấy tệp này.",
            "Tệp đã bị chuyển đi hoặc ổ đĩa đã rút ra.",
            "Hãy chọn lại tệp.",
        ),
        en=Words(
            "This file was not found.",
            "It was moved, or its drive was unplugged.",
            "Choose the file again.",
        ),
    ),
    "import.denied": Message(
        vi=Words(
            "Không được phép đọc tệp này.",
            "Tài khoản trên máy chưa có quyền với tệp.",
            "Hãy chép tệp vào thư mục của bạn rồi nhập lại.",
        ),
        en=Words(
            "This file may not be read.",
            "This account has no permission for it.",
            "Copy it into a folder of your own and import it again.",
        ),
    ),
    "import.not_regular_file": Message(
        vi=Words(
            "Mục này không phải một tệp thường.",
            "Đây là lối tắt, thiết bị hoặc mục đặc biệt.",
            "Hãy chọn chính tệp ảnh hoặc PDF.",
        ),
        en=Words(
            "This is no ordinary file.",
            "It is a link, a device or something special.",
            "Choose the picture or PDF itself.",
        ),
    ),
    "import.too_large": Message(
        vi=Words(
            "Tệp này quá lớn.",
            "Dung lượng vượt mức một lần nhập.",
            "Hãy chia nhỏ tệp hoặc quét bản giấy ở 300 dpi.",
        ),
        en=Words(
            "This file is too large.",
            "It exceeds what one import takes.",
            "Split it, or scan the paper at 300 dpi.",
        ),
    ),
}
"""Messages of scanning and importing, by code."""
