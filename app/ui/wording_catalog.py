"""Words for the catalogue of papers and procedures, and what the province brings."""

from __future__ import annotations

from app.ui.wording import Message, Words

CATALOG_MESSAGES: dict[str, Message] = {
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
}
