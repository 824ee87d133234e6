"""Words for troubles of the station itself: store, jobs, settings, catalogue."""

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
            "Ask for a smaller file, scan the page at 300 dpi, or have the limit raised.",
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
    "settings.invalid": Message(
        vi=Words(
            "Cài đặt của máy trạm không đọc được.",
            "Tệp cài đặt hoặc biến môi trường có giá trị sai.",
            "Hãy nhờ người quản trị sửa lại cài đặt rồi mở lại chương trình.",
        ),
        en=Words(
            "The station's settings cannot be read.",
            "The settings file or a variable holds a wrong value.",
            "Ask the administrator to correct the settings, then start the program again.",
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
    "catalog.error": Message(
        vi=Words(
            "Danh mục thủ tục gặp lỗi.",
            "Dữ liệu danh mục trên máy này không dùng được.",
            "Hãy báo người quản trị cài lại danh mục.",
        ),
        en=Words(
            "The catalogue of procedures has an error.",
            "The catalogue on this computer cannot be used.",
            "Ask the administrator to install the catalogue again.",
        ),
    ),
    "catalog.missing": Message(
        vi=Words(
            "Không tìm thấy danh mục thủ tục.",
            "Một tệp danh mục đã mất khỏi máy này.",
            "Hãy báo người quản trị cài lại chương trình hoặc danh mục.",
        ),
        en=Words(
            "The catalogue of procedures was not found.",
            "A file of the catalogue is gone from this computer.",
            "Ask the administrator to install the program or the catalogue again.",
        ),
    ),
    "catalog.invalid": Message(
        vi=Words(
            "Danh mục thủ tục bị sai.",
            "Một tệp danh mục không đúng khuôn mẫu hoặc mâu thuẫn với tệp khác.",
            "Hãy báo người quản trị thay bằng bản danh mục đúng.",
        ),
        en=Words(
            "The catalogue of procedures is wrong.",
            "One of its files breaks its schema or contradicts another one.",
            "Ask the administrator to replace the catalogue.",
        ),
    ),
    "catalog.unwritable": Message(
        vi=Words(
            "Không ghi được danh mục của trạm.",
            "Thư mục dữ liệu không cho ghi hoặc đã đầy.",
            "Hãy kiểm tra quyền ghi và dung lượng đĩa rồi làm lại.",
        ),
        en=Words(
            "The station's catalogue could not be written.",
            "The data folder cannot be written or is full.",
            "Check the permissions and the free space, then try again.",
        ),
    ),
    "catalog.import_unreadable": Message(
        vi=Words(
            "Không đọc được tệp danh mục cần nhập.",
            "Tệp không phải CSV (UTF-8), XLSX hoặc JSON, bị hỏng, quá lớn hoặc có công thức.",
            "Hãy lưu lại bảng chỉ gồm giá trị rồi nhập lại; danh mục đang dùng giữ nguyên.",
        ),
        en=Words(
            "The file to import could not be read.",
            "It is no CSV (UTF-8), XLSX or JSON file, is damaged, too large or holds formulas.",
            "Save the table with values only and import it again; nothing was changed.",
        ),
    ),
    "catalog.snapshot_refused": Message(
        vi=Words(
            "Bản danh mục không được chấp nhận.",
            "Tệp đã bị sửa, do khóa khác ký, hoặc trạm chưa tin khóa nào.",
            "Hãy lấy lại bản danh mục từ tỉnh, hoặc nhờ người quản trị kiểm tra khóa đang tin.",
        ),
        en=Words(
            "The copy of the catalogue was refused.",
            "It was changed, another key signed it, or no key is trusted yet.",
            "Fetch it again from the province, or ask the administrator to check the key.",
        ),
    ),
    "catalog.snapshot_outdated": Message(
        vi=Words(
            "Bản danh mục này cũ hơn bản đang dùng.",
            "Danh mục chỉ được thay bằng bản mới hơn.",
            "Hãy lấy bản mới nhất từ tỉnh; danh mục đang dùng giữ nguyên.",
        ),
        en=Words(
            "This copy of the catalogue is older than the one in use.",
            "A catalogue is only replaced by a newer one.",
            "Fetch the latest one from the province; nothing was changed.",
        ),
    ),
    "catalog.unknown_procedure": Message(
        vi=Words(
            "Danh mục trên máy này không có thủ tục đó.",
            "Mã thủ tục sai hoặc danh mục chưa được cập nhật.",
            "Hãy chọn thủ tục trong danh sách, hoặc để trống và chọn sau.",
        ),
        en=Words(
            "The catalogue on this computer does not know that procedure.",
            "The code is wrong or the catalogue is out of date.",
            "Choose a procedure from the list, or leave it empty for now.",
        ),
    ),
    "catalog.unknown_paper": Message(
        vi=Words(
            "Danh mục trên máy này không có loại giấy tờ đó.",
            "Danh mục có thể đã đổi sau khi trang được đọc.",
            "Hãy báo người quản trị cập nhật danh mục.",
        ),
        en=Words(
            "The catalogue on this computer does not know that type of paper.",
            "The catalogue may have changed since the page was read.",
            "Ask the administrator to update the catalogue.",
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
