"""Words for troubles of the station itself: pages, jobs, settings, its own commands."""

from __future__ import annotations

from app.ui.wording import Message, Words

STATION_MESSAGES: dict[str, Message] = {
    "station.error": Message(
        vi=Words(
            "Chưa làm được việc này.",
            "Máy trạm gặp một lỗi chưa có lời giải thích riêng.",
            "Hồ sơ đã lưu vẫn an toàn. Hãy thử lại; nếu vẫn vậy, gọi người quản trị và đọc mã lỗi "
            "trong phần chi tiết.",
        ),
        en=Words(
            "This could not be done.",
            "The station met an error that has no explanation of its own.",
            "Saved dossiers are safe. Try again; if it stays, call the administrator and read out "
            "the code in the details.",
        ),
    ),
    "pause.not_kept": Message(
        vi=Words(
            "Đã đổi việc tạm dừng, nhưng chưa ghi nhớ lại được.",
            "Ổ đĩa đầy hoặc thư mục của máy trạm không cho ghi.",
            "Hãy báo người quản trị; lần mở sau việc tạm dừng sẽ như cũ.",
        ),
        en=Words(
            "What is paused has changed, but it could not be kept.",
            "The disk is full, or the folder of the station cannot be written.",
            "Tell the administrator; at the next start it is as it was before.",
        ),
    ),
    "keys.not_kept": Message(
        vi=Words(
            "Phím vừa đổi dùng được ngay nhưng chưa lưu lại được.",
            "Ổ đĩa đầy hoặc thư mục của máy trạm không cho ghi.",
            "Hãy báo người quản trị; lần mở sau phím sẽ như cũ.",
        ),
        en=Words(
            "The new key works now, but it could not be kept.",
            "The disk is full, or the folder of the station cannot be written.",
            "Tell the administrator; at the next start the keys are as before.",
        ),
    ),
    "ui.unexpected": Message(
        vi=Words(
            "Chưa làm được việc này vì một lỗi ngoài dự kiến.",
            "Chi tiết đã được ghi vào nhật ký của máy trạm.",
            "Hồ sơ đã lưu vẫn an toàn. Hãy thử lại; nếu vẫn vậy, báo người quản trị giờ xảy ra "
            "lỗi.",
        ),
        en=Words(
            "This could not be done because of an unforeseen error.",
            "The details are in the station's log.",
            "Saved dossiers are safe. Try again; if it stays, tell the administrator the time of "
            "the error.",
        ),
    ),
    "ui.picture_broken": Message(
        vi=Words(
            "Không hiện được ảnh của trang này.",
            "Dữ liệu ảnh hỏng hoặc quá lớn.",
            "Hãy quét lại trang. Bản gốc đã lưu vẫn được giữ nguyên.",
        ),
        en=Words(
            "The picture of this page cannot be shown.",
            "It is damaged or too large.",
            "Scan the page again. The stored original is kept as it is.",
        ),
    ),
    "use.wrong": Message(
        vi=Words(
            "Yêu cầu này không hợp lệ.",
            "Một thông tin đưa vào không dùng được.",
            "Hãy kiểm tra lại thông tin vừa nhập rồi làm lại.",
        ),
        en=Words(
            "This request makes no sense.",
            "Something that was entered cannot be used.",
            "Check what you entered and try again.",
        ),
    ),
    "item.not_found": Message(
        vi=Words(
            "Không tìm thấy mục này.",
            "Hồ sơ, trang hoặc tệp có thể đã được thay đổi ở nơi khác.",
            "Hãy chọn lại trong danh sách rồi làm lại.",
        ),
        en=Words(
            "This item was not found.",
            "The dossier, page or file may have changed meanwhile.",
            "Choose it again in the list and try again.",
        ),
    ),
    "dossier.illegal_step": Message(
        vi=Words(
            "Hồ sơ đang ở bước khác nên chưa làm được việc này.",
            "Mỗi bước chỉ làm được khi bước trước đã xong; hồ sơ đã niêm phong thì không sửa nữa.",
            "Hãy xem trạng thái hồ sơ trong danh sách bên trái và làm bước tiếp theo.",
        ),
        en=Words(
            "The dossier is at another step, so this cannot be done now.",
            "Each step needs the one before it; a sealed dossier is never changed again.",
            "Look at the dossier's state in the list on the left and do the next step.",
        ),
    ),
    "review.unfinished": Message(
        vi=Words(
            "Chưa thể kết thúc kiểm tra.",
            "Còn trang chưa đọc xong hoặc còn ô sai chưa được sửa.",
            "Hãy chờ đọc xong, rồi bấm Enter ở từng ô có dấu ! để sửa hoặc xác nhận.",
            told="Chưa thể kết thúc kiểm tra: còn {unread} trang đang đọc và {red} ô sai.",
        ),
        en=Words(
            "The review cannot be finished yet.",
            "There are unread pages or wrong fields left.",
            "Wait until reading is done, then correct or confirm each field marked ! with Enter.",
            told="The review cannot be finished yet: {unread} unread pages, {red} wrong fields.",
        ),
    ),
    "review.no_pages": Message(
        vi=Words(
            "Hồ sơ này chưa có trang nào.",
            "Chỉ hồ sơ có trang mới kiểm tra và ký được.",
            "Hãy bấm F5 để quét hoặc Ctrl+O để nhập tệp.",
        ),
        en=Words(
            "This dossier has no pages yet.",
            "Only a dossier with pages can be reviewed and signed.",
            "Press F5 to scan or Ctrl+O to import files.",
        ),
    ),
    "file.too_large": Message(
        vi=Words(
            "Có tệp vượt quá dung lượng mà hệ thống tiếp nhận cho phép.",
            "Tệp đã ký thì không được nén hay tách, và một trang quét thì không tách được nữa.",
            "Hãy xin tệp nhỏ hơn, quét lại trang ở 300 dpi, hoặc nhờ người quản trị nâng giới hạn.",
        ),
        en=Words(
            "A file is larger than the processing system takes.",
            "A signed file may be neither packed nor split, and a single page cannot be split.",
            "Ask for a smaller file, scan at 300 dpi, or ask the administrator to raise the limit.",
        ),
    ),
    "page.no_picture": Message(
        vi=Words(
            "Chưa thể kết thúc kiểm tra: có trang không mở được ảnh.",
            "Tệp gốc của trang bị hỏng nên không thể đưa vào PDF.",
            "Hãy quét lại tờ giấy đó vào hồ sơ, rồi chọn trang hỏng và bấm Delete để bỏ ra "
            "(hoặc chạy: sohoa dossier leave-out).",
        ),
        en=Words(
            "The review cannot be finished yet: a page has no picture.",
            "The file it came from is damaged and cannot go into a PDF.",
            "Scan that sheet into the dossier again, then choose the broken page and press Delete "
            "to leave it out (or run: sohoa dossier leave-out).",
        ),
    ),
    "page.shown_only": Message(
        vi=Words(
            "Chưa thể kết thúc kiểm tra: có trang thuộc giấy tờ chỉ xuất trình.",
            "Giấy tờ chỉ xuất trình thì không được lưu bản sao.",
            "Hãy bấm Ctrl+Shift+Delete để xóa trang đó, hoặc Ctrl+Shift+K nếu đó là giấy tờ khác.",
            told="Chưa thể kết thúc kiểm tra: trang {what} thuộc giấy tờ chỉ xuất trình.",
        ),
        en=Words(
            "The review cannot be finished yet: a page is of a paper that is only shown.",
            "No copy may be kept of a paper that is only shown.",
            "Press Ctrl+Shift+Delete to erase it, or Ctrl+Shift+K if it is another paper.",
            told="The review cannot be finished yet: page {what} is of a paper that is only shown.",
        ),
    ),
    "job.failed": Message(
        vi=Words(
            "Một việc chạy nền đã không hoàn thành.",
            "Tiến trình xử lý gặp lỗi giữa chừng.",
            "Dữ liệu đã lưu vẫn còn nguyên. Hãy làm lại việc này.",
        ),
        en=Words(
            "A background job did not finish.",
            "The worker met an error half way.",
            "What was saved is still there. Please do it again.",
        ),
    ),
    "job.cancelled": Message(
        vi=Words(
            "Đã dừng theo yêu cầu.",
            "",
            "Những trang đã lưu vẫn được giữ. Bạn có thể làm lại bất cứ lúc nào.",
        ),
        en=Words(
            "Stopped as asked.",
            "",
            "Pages already saved are kept. You can do it again at any time.",
        ),
    ),
    "job.timeout": Message(
        vi=Words(
            "Việc này chạy quá lâu nên đã được dừng.",
            "Trang hoặc tệp có thể quá lớn hoặc quá phức tạp.",
            "Hãy thử lại; nếu vẫn vậy, quét lại trang đó ở 300 dpi.",
        ),
        en=Words(
            "This took too long and was stopped.",
            "The page or file may be too large or too complex.",
            "Try again; if it stays, scan that page again at 300 dpi.",
        ),
    ),
    "window.no_screen": Message(
        vi=Words(
            "Không mở được cửa sổ.",
            "Phiên làm việc này không có màn hình (ví dụ đang kết nối qua dòng lệnh từ xa).",
            "Hãy mở chương trình trên máy có màn hình, hoặc dùng lệnh (xem bằng sohoa --help).",
        ),
        en=Words(
            "The window cannot be opened.",
            "This session has no screen (a remote terminal, for example).",
            "Start the program on a computer with a screen, or use commands "
            "(sohoa --help lists them).",
        ),
    ),
    "job.worker_died": Message(
        vi=Words(
            "Tiến trình xử lý đã tắt đột ngột.",
            "Thường do máy thiếu bộ nhớ hoặc một trang bị lỗi.",
            "Trang gốc vẫn an toàn. Hãy làm lại; nếu lặp lại, quét lại trang đó.",
        ),
        en=Words(
            "The worker ended suddenly.",
            "Usually the computer is short of memory or a page is broken.",
            "The original page is safe. Do it again; if it repeats, scan that page again.",
        ),
    ),
    "job.out_of_memory": Message(
        vi=Words(
            "Việc này cần nhiều bộ nhớ hơn mức cho phép nên đã dừng.",
            "Trang hoặc tệp quá lớn, hoặc máy đang thiếu bộ nhớ.",
            "Trang gốc vẫn an toàn. Hãy quét lại trang đó ở 300 dpi, hoặc nhờ người quản trị "
            "nâng worker_memory_mb.",
        ),
        en=Words(
            "This needed more memory than it may take and was stopped.",
            "The page or file is too large, or the computer is short of memory.",
            "The original page is safe. Scan that page again at 300 dpi, or ask the "
            "administrator to raise worker_memory_mb.",
        ),
    ),
    "output.not_written": Message(
        vi=Words(
            "Chưa ghi được tệp kết quả.",
            "Đĩa đầy hoặc không có quyền ghi vào thư mục.",
            "Hãy giải phóng dung lượng hoặc nhờ người quản trị kiểm tra quyền ghi, rồi làm lại.",
        ),
        en=Words(
            "The result could not be written.",
            "The disk is full or the folder may not be written to.",
            "Free some space or ask the administrator to check the folder, then try again.",
        ),
    ),
    "output.exists": Message(
        vi=Words(
            "Đã có tệp trùng tên ở nơi ghi kết quả.",
            "Chương trình không bao giờ ghi đè tệp có sẵn.",
            "Hãy chọn thư mục khác hoặc chuyển tệp cũ đi.",
        ),
        en=Words(
            "A file of that name is already there.",
            "Existing files are never overwritten.",
            "Choose another folder or move the old file away.",
        ),
    ),
    "demo.failed": Message(
        vi=Words(
            "Chuyến chạy thử không đi hết các bước.",
            "Một bước của hồ sơ mẫu không cho kết quả mong đợi.",
            "Hãy xem bước cuối cùng đã in ra và chạy lệnh kiểm tra máy trạm.",
        ),
        en=Words(
            "The demonstration did not reach its end.",
            "A step of the sample dossier did not give what was expected.",
            "Look at the last step that was printed and run the check of the station.",
        ),
    ),
    "receiver.unusable": Message(
        vi=Words(
            "Hệ thống tiếp nhận thử nghiệm không chạy được.",
            "Thư mục hoặc cổng mạng của nó không dùng được.",
            "Hãy chọn thư mục hoặc cổng khác rồi chạy lại.",
        ),
        en=Words(
            "The practice receiver cannot run.",
            "Its folder or its network port cannot be used.",
            "Choose another folder or port and start it again.",
        ),
    ),
    "conformance.failed": Message(
        vi=Words(
            "Không kiểm tra được hệ thống tiếp nhận.",
            "Bộ kiểm tra không làm được việc của nó.",
            "Hãy chạy lại; nếu vẫn vậy, gửi kết quả cho nơi cung cấp hệ thống.",
        ),
        en=Words(
            "The processing system could not be checked.",
            "The conformance kit could not do its work.",
            "Run it again; if it stays, send the output to whoever provides the system.",
        ),
    ),
    "conformance.unreachable": Message(
        vi=Words(
            "Không tới được hệ thống tiếp nhận cần kiểm tra.",
            "Không kết nối được, hoặc địa chỉ này không có tài liệu dịch vụ.",
            "Hãy kiểm tra mạng và địa chỉ máy chủ đã nhập.",
        ),
        en=Words(
            "The processing system to be checked cannot be reached.",
            "There is no connection, or no service document at this address.",
            "Check the network and the address of the server.",
        ),
    ),
    "conformance.unsafe_address": Message(
        vi=Words(
            "Không kiểm tra qua địa chỉ này.",
            "Đây không phải địa chỉ web, hoặc mã truy cập sẽ đi qua mạng mà không được mã hóa.",
            "Hãy dùng địa chỉ bắt đầu bằng https://.",
        ),
        en=Words(
            "This address is not used for checking.",
            "It is no web address, or the token would cross the network unencrypted.",
            "Use an address that begins with https://.",
        ),
    ),
}
"""Messages of the station, by code."""
