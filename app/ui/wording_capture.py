"""Words for scanning, feeding, profiles and counts."""

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
    "scan.bad_answer": Message(
        vi=Words(
            "Máy quét trả lời sai, trạm không hiểu được.",
            "Phần mềm trong máy quét gặp lỗi, hoặc địa chỉ này không phải là máy quét.",
            "Hãy tắt rồi bật lại máy quét, sau đó bấm F5. Các trang đã lưu vẫn còn.",
        ),
        en=Words(
            "The scanner's answer makes no sense.",
            "Its own software is at fault, or this address is no scanner.",
            "Restart the scanner, then press F5. Saved pages are kept.",
        ),
    ),
    "scan.untrusted": Message(
        vi=Words(
            "Máy quét qua mạng này chưa được xác nhận.",
            "Chứng thư của máy do chính nó tự cấp nên phải có người đối chiếu một lần.",
            "Người quản trị đối chiếu dấu vân tay trên cửa sổ, hoặc chạy: sohoa scanners trust.",
        ),
        en=Words(
            "This network scanner has not been confirmed yet.",
            "It issued its certificate itself, so a person has to compare it once.",
            "The administrator compares its fingerprint in the window, or: sohoa scanners trust.",
        ),
    ),
    "scan.identity_changed": Message(
        vi=Words(
            "Máy quét qua mạng xuất trình chứng thư khác lần trước.",
            "Máy được cài lại, hoặc một thiết bị khác đang giả làm máy quét này.",
            "Chưa có trang nào được gửi qua. Hãy báo người quản trị kiểm tra trước khi quét tiếp.",
        ),
        en=Words(
            "The network scanner shows another certificate than before.",
            "It was set up anew, or another device poses as this scanner.",
            "Nothing was scanned. Have the administrator check before you go on.",
        ),
    ),
    "scan.unencrypted": Message(
        vi=Words(
            "Máy quét chỉ kết nối được không mã hóa.",
            "Cài đặt của trạm chỉ cho phép máy quét có kết nối mã hóa (HTTPS).",
            "Hãy bật HTTPS trên máy quét, hoặc nhờ người quản trị sửa cài đặt scanner_http.",
        ),
        en=Words(
            "The scanner can be reached only without encryption.",
            "The station's settings allow encrypted connections (HTTPS) alone.",
            "Switch HTTPS on at the scanner, or ask the administrator about scanner_http.",
        ),
    ),
    "scan.paper_unsensed": Message(
        vi=Words(
            "Máy quét này không tự biết khi có giấy.",
            "Máy không có cảm biến giấy, hoặc không cho chương trình hỏi.",
            "Hãy đặt giấy rồi bấm F5 mỗi lần quét.",
        ),
        en=Words(
            "This scanner does not tell when paper lies in it.",
            "It has no paper sensor, or does not let programs ask.",
            "Put the paper in and press F5 for each scan.",
        ),
    ),
    "scan.too_coarse": Message(
        vi=Words(
            "Độ phân giải quá thấp, không quét được.",
            "Dưới 200 dpi thì chữ nhỏ và con dấu không còn đọc được.",
            "Hãy chọn 300 dpi (mức thường dùng) hoặc ít nhất 200 dpi.",
        ),
        en=Words(
            "The resolution is too low to scan with.",
            "Below 200 dpi small print and seals cannot be read.",
            "Choose 300 dpi, the usual one, or at least 200 dpi.",
        ),
    ),
    "scan.not_to_be_scanned": Message(
        vi=Words(
            "Giấy tờ này không được quét.",
            "Thủ tục chỉ yêu cầu xuất trình, hoặc đây là giấy tờ mật hay văn bản nội bộ.",
            "Hãy đối chiếu bản giấy rồi trả lại người nộp.",
        ),
        en=Words(
            "This paper must not be scanned.",
            "The procedure asks only to see it, or it is secret or internal.",
            "Compare the paper, then hand it back.",
        ),
    ),
    "profile.unknown": Message(
        vi=Words(
            "Không có cấu hình quét tên này.",
            "Cấu hình đã bị bỏ, hoặc tên gõ chưa đúng.",
            "Hãy chọn một cấu hình trong danh sách.",
        ),
        en=Words(
            "There is no scan profile of this name.",
            "It was removed, or the name is mistyped.",
            "Choose one of the list.",
        ),
    ),
    "profile.invalid": Message(
        vi=Words(
            "Tệp cấu hình quét không dùng được.",
            "Tệp không đọc được, không ghi được hoặc có giá trị sai.",
            "Hãy nhờ người quản trị sửa tệp cấu hình quét.",
        ),
        en=Words(
            "The file of scan profiles cannot be used.",
            "It cannot be read or written, or has a wrong value.",
            "Ask the administrator to mend the file of scan profiles.",
        ),
    ),
    "profile.locked": Message(
        vi=Words(
            "Không sửa được cấu hình quét này.",
            "Người quản trị đã khóa, hoặc đây là cấu hình có sẵn của chương trình.",
            "Hãy dùng cấu hình có sẵn, hoặc lưu với tên khác khi không bị khóa.",
        ),
        en=Words(
            "This scan profile cannot be changed.",
            "The administrator has locked it, or it comes with the program.",
            "Use it as it is, or save another name where nothing is locked.",
        ),
    ),
    "feeding.error": Message(
        vi=Words(
            "Chưa quét xong chồng giấy.",
            "Thao tác với chồng giấy bị dừng giữa chừng.",
            "Các trang đã lưu vẫn còn. Hãy kiểm tra rồi quét tiếp.",
        ),
        en=Words(
            "The stack is not finished.",
            "Work with the stack stopped on the way.",
            "Saved pages are kept. Check them and go on.",
        ),
    ),
    "feeding.sides_differ": Message(
        vi=Words(
            "Số mặt sau không bằng số mặt trước.",
            "Có tờ chưa qua máy, hoặc hai tờ qua cùng lúc.",
            "Không mất trang nào và chưa xếp xen kẽ. Hãy so với bản giấy, quét bổ sung mặt còn "
            "thiếu hoặc bỏ trang thừa, rồi ghép lại.",
        ),
        en=Words(
            "There are not as many backs as fronts.",
            "A sheet did not go through, or two went at once.",
            "No page is lost and none was moved. Compare with the paper, scan what is missing or "
            "take out what is too many, then join again.",
        ),
    ),
    "feeding.no_sheet": Message(
        vi=Words(
            "Không có trang mới nào.",
            "Lần quét lại kết thúc mà không có tờ nào qua máy.",
            "Trang cũ vẫn ở nguyên chỗ. Hãy đặt giấy rồi quét lại.",
        ),
        en=Words(
            "No new page came.",
            "The scan ended without a sheet.",
            "The old page is where it was. Put the paper in and scan again.",
        ),
    ),
    "review.count_differs": Message(
        vi=Words(
            "Số trang đã quét không bằng số trang đã đếm.",
            "Có trang bị thiếu, bị thừa hoặc đếm chưa đúng.",
            "Hãy so với bản giấy rồi quét bổ sung, bỏ trang thừa, hoặc xác nhận kèm lý do.",
        ),
        en=Words(
            "Other than the number of pages that was counted.",
            "A page is missing or too many, or the count was wrong.",
            "Compare with the paper, then scan, take out, or accept it with a reason.",
        ),
    ),
    "review.too_coarse": Message(
        vi=Words(
            "Còn trang dưới 200 dpi.",
            "Ảnh dưới mức tối thiểu để số hóa, chữ nhỏ và con dấu có thể không đọc được.",
            "Hãy quét lại trang đó ở 300 dpi, hoặc ghi lý do giữ trang (trang đúng như vậy).",
        ),
        en=Words(
            "There is still a page below 200 dpi.",
            "Pictures below the floor may show small print and seals too badly to be read.",
            "Scan that page again at 300 dpi, or give a reason to keep it (this page is right).",
        ),
    ),
    "review.reason_missing": Message(
        vi=Words(
            "Cần ghi lý do.",
            "Chênh lệch số trang chỉ được chấp nhận khi có lý do rõ ràng.",
            "Hãy gõ lý do bằng vài chữ rồi xác nhận lại.",
        ),
        en=Words(
            "A reason is needed.",
            "A difference in pages is accepted only with a reason.",
            "Type it in a few words and confirm again.",
        ),
    ),
}
