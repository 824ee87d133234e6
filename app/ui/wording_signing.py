"""Words for signatures, their looks and the files that carry them."""

from __future__ import annotations

from app.ui.wording import Message, Words

SIGNING_MESSAGES: dict[str, Message] = {
    "signing.error": Message(
        vi=Words(
            "Chưa ký được hồ sơ.",
            "Bộ ký số gặp lỗi.",
            "Hồ sơ chưa ký vẫn an toàn. Hãy bấm F9 để làm lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The dossier could not be signed.",
            "Signing met an error.",
            "The unsigned files are safe. Press F9 to try again, or call the administrator.",
        ),
    ),
    "pdf.unsignable": Message(
        vi=Words(
            "Một tệp của hồ sơ không ký được.",
            "Cấu trúc tệp không cho thêm chữ ký.",
            "Hãy mở lại hồ sơ, quét lại giấy tờ đó rồi làm lại.",
        ),
        en=Words(
            "A file of the dossier cannot be signed.",
            "It does not take a signature.",
            "Reopen the dossier, scan that paper again and repeat.",
        ),
    ),
    "pdf.unreadable": Message(
        vi=Words(
            "Không mở được tệp PDF để ký.",
            "Tệp không còn hoặc không được phép đọc.",
            "Hãy bấm F9 để làm lại.",
        ),
        en=Words(
            "The PDF to sign cannot be opened.",
            "It is gone or may not be read.",
            "Press F9 to try again.",
        ),
    ),
    "pdf.not_a_pdf": Message(
        vi=Words(
            "Tệp cần ký không phải PDF.",
            "Phần đầu tệp không đúng khuôn PDF.",
            "Hãy quét lại giấy tờ đó.",
        ),
        en=Words(
            "The file to sign is no PDF.",
            "It does not start like one.",
            "Scan that paper again.",
        ),
    ),
    "pdf.damaged": Message(
        vi=Words(
            "Tệp PDF cần ký bị hỏng.",
            "Tệp bị cắt ngang hoặc nội dung mâu thuẫn.",
            "Hãy mở lại hồ sơ và tạo lại tệp.",
        ),
        en=Words(
            "The PDF to sign is damaged.",
            "It breaks off or contradicts itself.",
            "Reopen the dossier and build the files again.",
        ),
    ),
    "pdf.encrypted": Message(
        vi=Words(
            "Tệp PDF cần ký có mật khẩu.",
            "Tệp mã hóa không nhận chữ ký.",
            "Hãy nhập bản không đặt mật khẩu.",
        ),
        en=Words(
            "The PDF to sign is encrypted.",
            "Encrypted files take no signature.",
            "Import one without a password.",
        ),
    ),
    "pdf.xfa": Message(
        vi=Words(
            "Tệp PDF này là biểu mẫu XFA nên không ký được.",
            "Chữ ký không bảo vệ được nội dung của loại biểu mẫu này.",
            "Hãy in ra, quét lại rồi ký bản quét.",
        ),
        en=Words(
            "This PDF is an XFA form and cannot be signed.",
            "A signature would not protect what it shows.",
            "Print it, scan it and sign the scan.",
        ),
    ),
    "pdf.locked": Message(
        vi=Words(
            "Tệp PDF này không cho ký thêm.",
            "Chữ ký trước đã khóa tệp.",
            "Hãy gửi tệp như hiện có, hoặc xin bản chưa khóa.",
        ),
        en=Words(
            "This PDF allows no further signature.",
            "An earlier one has locked it.",
            "Send it as it is, or ask for one that is not locked.",
        ),
    ),
    "appearance.refused": Message(
        vi=Words(
            "Chưa vẽ được hình hiển thị của chữ ký.",
            "Hình hoặc chữ của chữ ký không dùng được.",
            "Hãy kiểm tra hình chữ ký trong Cài đặt rồi ký lại.",
        ),
        en=Words(
            "The visible signature could not be drawn.",
            "Its picture or text cannot be used.",
            "Check the picture in the settings, then sign again.",
        ),
    ),
    "appearance.picture_unreadable": Message(
        vi=Words(
            "Không đọc được hình chữ ký hoặc con dấu.",
            "Tệp không phải ảnh PNG hoặc đã hỏng.",
            "Hãy chọn tệp .png khác trong Cài đặt.",
        ),
        en=Words(
            "The picture of the signature or seal cannot be read.",
            "The file is not a PNG picture or is damaged.",
            "Choose another .png file in the settings.",
        ),
    ),
    "appearance.picture_too_large": Message(
        vi=Words(
            "Hình chữ ký hoặc con dấu quá lớn.",
            "Tệp lớn hơn 4 MB hoặc có quá nhiều điểm ảnh.",
            "Hãy quét lại ở 300–600 dpi, cắt sát hình rồi chọn lại.",
        ),
        en=Words(
            "The picture of the signature or seal is too large.",
            "It is larger than 4 MB or has too many pixels.",
            "Scan it at 300–600 dpi, crop it and choose it again.",
        ),
    ),
    "appearance.picture_opaque": Message(
        vi=Words(
            "Hình chữ ký hoặc con dấu chưa có nền trong suốt.",
            "Nền của hình sẽ che mất chữ trên văn bản.",
            "Hãy dùng tệp .png đã xóa nền.",
        ),
        en=Words(
            "The picture has no transparent ground.",
            "It would hide the text below it.",
            "Use a .png file whose ground was removed.",
        ),
    ),
    "appearance.picture_empty": Message(
        vi=Words(
            "Hình chữ ký hoặc con dấu bị trống.",
            "Trong tệp không có nét vẽ nào.",
            "Hãy chọn tệp .png có hình chữ ký hoặc con dấu.",
        ),
        en=Words(
            "The picture of the signature or seal is empty.",
            "Nothing is drawn on it.",
            "Choose a .png file that shows the signature or seal.",
        ),
    ),
    "appearance.text_not_drawable": Message(
        vi=Words(
            "Chưa ghi được dòng chữ của chữ ký số.",
            "Dòng chữ trống, quá dài hoặc có ký tự mà phông chữ không có.",
            "Hãy kiểm tra tên cơ quan và số văn bản rồi ký lại.",
        ),
        en=Words(
            "The text of the signature could not be written.",
            "It is empty, too long or has a letter that the font lacks.",
            "Check the agency's name and the document's number, then sign again.",
        ),
    ),
    "appearance.font_unusable": Message(
        vi=Words(
            "Thiếu phông chữ của chữ ký số.",
            "Tệp phông chữ đi kèm chương trình bị mất hoặc hỏng.",
            "Hãy nhờ người quản trị cài lại chương trình.",
        ),
        en=Words(
            "The font of visible signatures is missing.",
            "The font that comes with the program is gone or damaged.",
            "Ask the administrator to install the program again.",
        ),
    ),
    "appearance.bad_rules": Message(
        vi=Words(
            "Không đọc được quy định về hình hiển thị chữ ký.",
            "Tệp quy định đi kèm chương trình sai hoặc hết hiệu lực.",
            "Hãy nhờ người quản trị cập nhật chương trình.",
        ),
        en=Words(
            "The rules of visible signatures cannot be read.",
            "Their file is wrong or no longer in force.",
            "Ask the administrator to update the program.",
        ),
    ),
    "appearance.no_place": Message(
        vi=Words(
            "Chưa tìm thấy chỗ ký trên văn bản.",
            "Không thấy tên người ký, chức vụ hay ô ký nào.",
            "Hãy kéo khung chữ ký vào đúng chỗ rồi ký.",
        ),
        en=Words(
            "No place for the signature was found.",
            "The file shows neither the signer's name nor a title nor a field.",
            "Drag the frame of the signature to its place, then sign.",
        ),
    ),
    "request.bad": Message(
        vi=Words(
            "Cách ký đã chọn thiếu thông tin.",
            "Mức ký này cần dịch vụ dấu thời gian hoặc chứng thư gốc chưa được khai báo.",
            "Hãy nhờ người quản trị kiểm tra cài đặt ký.",
        ),
        en=Words(
            "The chosen way of signing lacks something.",
            "This level needs a time-stamp service or a root that is not set up.",
            "Ask the administrator to check the signing settings.",
        ),
    ),
    "stamp.place_unsure": Message(
        vi=Words(
            "Chưa chắc chỗ đặt chữ ký trên trang.",
            "Máy tìm được một chỗ nhưng không đủ chắc chắn, nên chưa ký tệp này.",
            "Hãy mở tệp, kéo chữ ký vào đúng chỗ rồi ký.",
        ),
        en=Words(
            "The place of the signature is not sure.",
            "A place was found, but not surely enough, so this file is not signed.",
            "Open the file, drag the signature to its place and sign.",
        ),
    ),
    "stamp.picture_missing": Message(
        vi=Words(
            "Không đọc được hình chữ ký hoặc con dấu.",
            "Tệp hình khai báo trong cài đặt không còn ở chỗ cũ.",
            "Hãy nhờ người quản trị khai báo lại tệp hình (.png).",
        ),
        en=Words(
            "The picture of the signature or seal cannot be read.",
            "The file named in the settings is not there any more.",
            "Ask the administrator to set the picture (.png) again.",
        ),
    ),
    "signing.time_owed": Message(
        vi=Words(
            "Hồ sơ đã ký, đang chờ dấu thời gian.",
            "Dịch vụ dấu thời gian chưa trả lời; chữ ký đã được giữ an toàn.",
            "Không cần làm gì: máy tự lấy dấu thời gian rồi tự gửi hồ sơ.",
        ),
        en=Words(
            "The dossier is signed and waits for its time stamp.",
            "The time-stamp service has not answered; the signature is kept safe.",
            "Nothing to do: the station gets the time and then sends the dossier by itself.",
        ),
    ),
    "result.refused": Message(
        vi=Words(
            "Tệp kết quả này không được nhận để ký.",
            "Tệp có nội dung tự chạy, có chữ ký không còn đúng, hoặc không có tệp nào chờ ký.",
            "Hãy xin lại tệp PDF từ nơi lập kết quả rồi nhập lại.",
        ),
        en=Words(
            "This result is not taken in for signing.",
            "It acts by itself, a signature in it does not hold, or no result waits.",
            "Ask whoever made the result for the PDF again and import it once more.",
        ),
    ),
    "signing.failed": Message(
        vi=Words(
            "Chưa tạo được chữ ký.",
            "Thiết bị hoặc bộ ký dừng giữa chừng.",
            "Hồ sơ đã trở lại bước trước khi ký. Hãy bấm F9 để ký lại.",
        ),
        en=Words(
            "The signature could not be made.",
            "The token or the signer stopped half way.",
            "The dossier is back before signing. Press F9 to sign again.",
        ),
    ),
    "signing.self_check_failed": Message(
        vi=Words(
            "Chữ ký vừa tạo không qua được kiểm tra nên đã bị bỏ.",
            "Máy trạm luôn kiểm tra lại chữ ký trước khi lưu.",
            "Hãy bấm F9 để ký lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The new signature did not verify and was thrown away.",
            "The station checks every signature before keeping it.",
            "Press F9 to sign again; if it stays, call the administrator.",
        ),
    ),
    "pdf.active_content": Message(
        vi=Words(
            "Tệp chứa nội dung tự chạy nên không được ký.",
            "Tệp có mã lệnh, lệnh mở chương trình hoặc tệp đính kèm tự chạy.",
            "Hãy in tệp sang PDF mới rồi ký tệp mới.",
        ),
        en=Words(
            "The file holds active content and is not signed.",
            "It carries scripts, launch actions or attachments that run by themselves.",
            "Print the file to a new PDF and sign that one.",
        ),
    ),
    "pdf.signing_order": Message(
        vi=Words(
            "Cơ quan đã ký tệp này nên cá nhân không ký thêm được.",
            "Cá nhân ký trước, cơ quan ký sau cùng.",
            "Hãy lấy tệp khi cơ quan chưa ký, cho cá nhân ký trước rồi mới đến cơ quan.",
        ),
        en=Words(
            "The agency has signed this file; no person can sign any more.",
            "Persons sign first, the agency last.",
            "Take the file from before the agency signed and let the person sign first.",
        ),
    ),
    "pdf.changed_since_seen": Message(
        vi=Words(
            "Tệp đã thay đổi sau khi anh/chị xem nên chưa được ký.",
            "Nội dung trên đĩa không còn là nội dung đã hiển thị.",
            "Hãy mở xem lại tệp rồi ký.",
        ),
        en=Words(
            "The file changed after you looked at it and was not signed.",
            "What is on the disk is no longer what was shown.",
            "Open and read the file again, then sign.",
        ),
    ),
    "prepared.unreadable": Message(
        vi=Words(
            "Không đọc được phần chữ ký đang làm dở.",
            "Dữ liệu ghi lại giữa chừng bị hỏng; tệp gốc vẫn nguyên vẹn.",
            "Hãy bấm F9 để ký lại tệp này.",
        ),
        en=Words(
            "What was kept of a begun signature cannot be read.",
            "The record is damaged; the original file is untouched.",
            "Press F9 to sign this file again.",
        ),
    ),
    "prepared.changed": Message(
        vi=Words(
            "Bản chuẩn bị để ký không còn hoặc đã bị sửa.",
            "Chữ ký chỉ khớp với đúng bản đã chuẩn bị; tệp gốc vẫn nguyên vẹn.",
            "Hãy bấm F9 để ký lại tệp này.",
        ),
        en=Words(
            "The copy prepared for signing is gone or was changed.",
            "A signature fits only the very copy it was made for; the original is untouched.",
            "Press F9 to sign this file again.",
        ),
    ),
    "signing.value_not_proved": Message(
        vi=Words(
            "Chữ ký nhận về không khớp với chứng thư nên đã bị bỏ.",
            "Thiết bị hoặc dịch vụ ký đã trả về giá trị sai.",
            "Hãy ký lại; nếu vẫn vậy, báo nơi cấp chứng thư số.",
        ),
        en=Words(
            "The signature that came back does not fit the certificate and was thrown away.",
            "The token or signing service returned a wrong value.",
            "Sign again; if it stays, tell the issuer of the certificate.",
        ),
    ),
}
"""Messages of signatures, by code."""
