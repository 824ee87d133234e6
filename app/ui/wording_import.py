"""Words for files that come in: imported, given by hand, or left in the watched folder."""

from __future__ import annotations

from app.ui.wording import Message, Words

IMPORT_MESSAGES: dict[str, Message] = {
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
    "input.telephone_picture": Message(
        vi=Words(
            "Ảnh này ở định dạng HEIC của điện thoại.",
            "Máy này không đọc được định dạng ấy.",
            "Hãy gửi lại ảnh dạng JPEG, hoặc đổi máy ảnh của điện thoại sang chế độ tương thích.",
        ),
        en=Words(
            "This picture is in the HEIC format of a telephone.",
            "This computer cannot read that format.",
            "Send it again as JPEG, or set the telephone's camera to the compatible format.",
        ),
    ),
    "input.wrong_password": Message(
        vi=Words(
            "Mật khẩu không mở được tệp PDF này.",
            "Mật khẩu sai hoặc bàn phím đang ở kiểu gõ khác.",
            "Hãy gõ lại mật khẩu, hoặc hỏi người đã gửi tệp.",
        ),
        en=Words(
            "The password does not open this PDF.",
            "It is wrong, or the keyboard is set to another layout.",
            "Type it again, or ask who sent the file.",
        ),
    ),
    "input.signed_protected": Message(
        vi=Words(
            "Tệp PDF vừa có chữ ký số vừa đặt mật khẩu.",
            "Bỏ mật khẩu sẽ làm hỏng chữ ký, giữ mật khẩu thì không đọc được.",
            "Hãy xin bản ký số không đặt mật khẩu.",
        ),
        en=Words(
            "This PDF is both signed and protected by a password.",
            "Without the password the signatures break, with it nobody can read the file.",
            "Ask for the signed file without a password.",
        ),
    ),
    "import.password_needed": Message(
        vi=Words(
            "Tệp PDF này đặt mật khẩu và chưa được mở.",
            "Chưa có mật khẩu đúng.",
            "Hãy nhập lại tệp và gõ mật khẩu; mật khẩu không được lưu lại.",
        ),
        en=Words(
            "This PDF is protected and was not opened.",
            "The right password was not given.",
            "Import it again and type the password; it is kept nowhere.",
        ),
    ),
    "import.already_taken": Message(
        vi=Words(
            "Tệp này đã có trong hồ sơ.",
            "Nội dung giống hệt tệp đã nhập, nên không thêm trang nào nữa.",
            "Hãy xem lại các trang đã có; muốn nhập lại, hãy xóa các trang ấy trước.",
        ),
        en=Words(
            "This file is in the dossier already.",
            "It is the same as one taken in before, so no page was added.",
            "Look at the pages that are there; to take it in anew, delete them first.",
        ),
    ),
    "watch.folder_gone": Message(
        vi=Words(
            "Không tìm thấy thư mục của máy photocopy.",
            "Mạng hoặc máy chủ tệp đang ngắt, hoặc thư mục đã đổi tên.",
            "Trạm sẽ tự xem lại; nếu lâu, hãy báo người quản trị.",
        ),
        en=Words(
            "The copier's folder is not there.",
            "The network or the file server is down, or the folder was renamed.",
            "The station keeps looking; if it takes long, tell the administrator.",
        ),
    ),
    "watch.folder_denied": Message(
        vi=Words(
            "Trạm không được phép làm việc trong thư mục của máy photocopy.",
            "Tài khoản của trạm thiếu quyền, hoặc trong thư mục có lối tắt lạ.",
            "Hãy nhờ người quản trị cấp quyền đọc, ghi và đổi tên.",
        ),
        en=Words(
            "The station may not work in the copier's folder.",
            "Its account lacks permission, or an odd link lies there.",
            "Have the administrator allow reading, writing and renaming.",
        ),
    ),
    "watch.half_written": Message(
        vi=Words(
            "Tệp từ máy photocopy chưa ghi xong.",
            "Lần quét bị ngắt giữa chừng hoặc tệp rỗng.",
            "Hãy quét lại ở máy photocopy; tệp cũ vẫn nằm nguyên chỗ.",
        ),
        en=Words(
            "A file of the copier was not written to its end.",
            "The scan was broken off, or the file is empty.",
            "Scan again at the copier; the file stays where it is.",
        ),
    ),
    "watch.file_locked": Message(
        vi=Words(
            "Tệp đang được chương trình khác dùng.",
            "Máy photocopy hoặc người khác còn mở tệp.",
            "Hãy đợi vài giây, trạm sẽ tự nhận lại.",
        ),
        en=Words(
            "Another program uses the file.",
            "The copier or somebody else still has it open.",
            "Wait some seconds; the station tries again.",
        ),
    ),
    "watch.not_a_page": Message(
        vi=Words(
            "Tệp trong thư mục không phải ảnh hay PDF.",
            "Máy photocopy đặt định dạng khác, hoặc có người chép nhầm.",
            "Hãy đặt máy quét ra PDF hoặc JPEG, và chuyển tệp lạ đi.",
        ),
        en=Words(
            "A file in the folder is neither a picture nor a PDF.",
            "The copier is set to another format, or somebody copied it there.",
            "Set the copier to PDF or JPEG, and move the odd file away.",
        ),
    ),
    "watch.taken_elsewhere": Message(
        vi=Words(
            "Tệp đã được trạm khác nhận.",
            "Nhiều trạm cùng dùng một thư mục.",
            "Không cần làm gì; nếu thiếu trang, hãy hỏi quầy bên.",
        ),
        en=Words(
            "Another station has taken the file.",
            "Several stations share the folder.",
            "There is nothing to do; if pages are missing, ask the next counter.",
        ),
    ),
    "watch.taken_before": Message(
        vi=Words(
            "Tệp này đã được nhận trước đó.",
            "Nội dung giống hệt một tệp đã nhận, nên không thêm trang nào.",
            "Hãy xem lại hồ sơ đã có các trang ấy.",
        ),
        en=Words(
            "This file was taken before.",
            "It is the same as an earlier one, so no page was added.",
            "Look at the dossier that has its pages.",
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
