"""Words for failed rules of fields; `what` alone stands under the field."""

from __future__ import annotations

from app.ui.wording import Message, Words

_LOOK_VI = "Hãy so với giấy tờ rồi sửa hoặc bấm Enter để xác nhận."
_LOOK_EN = "Compare with the paper, then correct it or confirm with Enter."


def _rule(vi: str, en: str, why_vi: str = "", why_en: str = "") -> Message:
    """A rule: all of them end in comparing with the paper."""
    return Message(vi=Words(vi, why_vi, _LOOK_VI), en=Words(en, why_en, _LOOK_EN))


FIELD_MESSAGES: dict[str, Message] = {
    "required.empty": _rule(
        "Ô bắt buộc đang trống.",
        "A mandatory field is empty.",
        "Không tìm thấy giá trị trên trang.",
        "No value was found on the page.",
    ),
    "required.no_label": _rule(
        "Không thấy mục bắt buộc này trên giấy.",
        "This mandatory item was not found on the paper.",
        "Có thể mẫu này không có mục đó, hoặc chữ in của mục không đọc được.",
        "This version of the form may lack it, or its label could not be read.",
    ),
    "date.slashes": _rule(
        "Dấu gạch chéo trong ngày bị đọc thành số.",
        "The slashes of the date were read as digits.",
    ),
    "area.format": _rule("Không thấy diện tích ở đây.", "No area stands here."),
    "value.block_unsure": _rule(
        "Không chắc giá trị này là của ai trên giấy.",
        "It is not sure whose value this is.",
        "Tiêu đề của phần này không đọc được.",
        "The heading of its block could not be read.",
    ),
    "card.several": _rule(
        "Trang này có thẻ của nhiều người.",
        "Cards of several persons are on this page.",
        "Hãy quét mỗi thẻ thành một trang để khỏi nhầm người.",
        "Scan each card as a page of its own, so that persons are not mixed up.",
    ),
    "value.holds_label": _rule(
        "Giá trị có lẫn chữ in của mục khác.",
        "Printed text of another item is mixed into the value.",
    ),
    "value.handwritten": _rule(
        "Chữ viết tay: hãy nhìn ảnh và gõ lại.",
        "Written by hand: type what the picture shows.",
        "Chữ viết tay không được đọc thay để tránh sai.",
        "Writing by hand is not read, so that nothing is invented.",
    ),
    "value.unread": _rule(
        "Có chữ ở ô này nhưng không đọc được.",
        "Something stands here that could not be read.",
    ),
    "value.expression": _rule(
        "Cụm từ quen thuộc có thể bị đọc sai dấu.",
        "A common expression may have lost or found a mark.",
    ),
    "value.stray_sign": _rule(
        "Có ký hiệu lạ trong giá trị, có thể do vết bẩn.",
        "A sign stands in the value that is probably a speck.",
    ),
    "value.looks_differ": _rule(
        "Đọc hai lần cho kết quả khác nhau.",
        "Two looks at this value differ.",
    ),
    "value.finders_differ": _rule(
        "Hai cách đọc cho kết quả khác nhau.",
        "Two ways of reading give different values.",
    ),
    "conflict.documents": _rule(
        "Giấy tờ khác trong hồ sơ ghi khác.",
        "Another paper of the dossier says otherwise.",
        "Giá trị trên giấy tờ kia nằm trong các lựa chọn (Alt+1).",
        "What it says is among the choices (Alt+1).",
    ),
    "conflict.pages": _rule(
        "Trang sau của giấy tờ này ghi khác.",
        "A later page of this paper says otherwise.",
        "Giá trị trên trang sau nằm trong các lựa chọn (Alt+1).",
        "What it says is among the choices (Alt+1).",
    ),
    "personal_id.not_digits": _rule(
        "Số định danh có ký tự không phải chữ số.", "The personal id holds more than digits."
    ),
    "personal_id.length": _rule(
        "Số định danh cá nhân phải có 12 chữ số.", "A personal id has 12 digits."
    ),
    "personal_id.old_card": _rule(
        "Đây là số chứng minh nhân dân 9 số cũ.",
        "This is an old nine-digit identity number.",
        "Số cũ có thể đã được thay bằng số định danh 12 số.",
        "It may have been replaced by a twelve-digit id.",
    ),
    "personal_id.province_unknown": _rule(
        "Ba số đầu không phải mã tỉnh đã biết.",
        "The province code is not known.",
    ),
    "personal_id.born_abroad": _rule(
        "Ba số đầu là mã nước khác; chỉ đúng với người sinh ở nước ngoài.",
        "The first digits are the code of another country; right only for births abroad.",
    ),
    "personal_id.future_birth": _rule(
        "Số thứ tư chỉ người sinh từ năm 2100.",
        "The fourth digit says that the person is born after 2099.",
        "Có thể một chữ số bị đọc nhầm.",
        "A digit was probably read wrongly.",
    ),
    "personal_id.sex": _rule(
        "Số định danh không khớp giới tính.", "The personal id contradicts the sex."
    ),
    "personal_id.birth_year": _rule(
        "Số định danh không khớp năm sinh.", "The personal id contradicts the year of birth."
    ),
    "date.format": _rule(
        "Chưa rõ ngày; hãy ghi ngày/tháng/năm.",
        "Date not clear; write day/month/year.",
    ),
    "date.unreal": _rule("Ngày này không có trên lịch.", "There is no such date."),
    "date.order": _rule(
        "Các ngày trên giấy tờ trái thứ tự.",
        "The dates on the paper are out of order.",
        "Ngày cấp phải sau ngày sinh và trước ngày hết hạn.",
        "The date of issue lies after the birth and before the expiry.",
    ),
    "date.short_year": _rule(
        "Năm phải có bốn chữ số.",
        "The year needs four digits.",
        "Năm viết tắt có thể thuộc thế kỷ trước hoặc thế kỷ này.",
        "A short year may belong to either century.",
    ),
    "date.year_only": _rule("Chỉ có năm, không có ngày và tháng.", "Only a year is given."),
    "date.month_year": _rule(
        "Chỉ có tháng và năm, không có ngày.", "Only a month and a year are given."
    ),
    "date.words_differ": _rule(
        "Ngày ghi bằng số và ngày ghi bằng chữ khác nhau.",
        "The date in digits and the date in words differ.",
    ),
    "time.format": _rule("Chưa rõ giờ; hãy ghi giờ:phút.", "Time not clear; write hour:minute."),
    "time.unreal": _rule("Không có giờ này trong ngày.", "There is no such time of day."),
    "time.half_of_day": _rule(
        "Chưa rõ giờ này là buổi sáng hay buổi chiều.",
        "It is not clear whether the time is before or after noon.",
    ),
    "name.shape": _rule(
        "Họ tên có ký tự lạ hoặc thiếu chữ.", "The name holds odd characters or lacks letters."
    ),
    "name.without_marks": _rule(
        "Họ tên chưa có dấu; hãy thêm dấu.",
        "The name has no marks yet; add them.",
        "Tên lấy từ vùng đọc máy, vốn không có dấu.",
        "It comes from the machine-readable zone, which has none.",
    ),
    "name.surname_marks": _rule(
        "Họ này hiếm gặp; có thể dấu bị đọc nhầm.",
        "A rare family name; a mark may have been read wrongly.",
    ),
    "address.province_unknown": _rule(
        "Địa chỉ không kết thúc bằng tên một tỉnh, thành phố.",
        "The address does not end with the name of a province.",
        "Có thể thiếu tỉnh hoặc một dấu bị đọc nhầm.",
        "The province may be missing, or a mark was read wrongly.",
    ),
    "sex.unknown": _rule("Giới tính phải là Nam hoặc Nữ.", "The sex must be Nam or Nữ."),
    "ethnicity.unlisted": _rule(
        "Dân tộc này không có trong danh mục.", "This ethnic group is not in the list."
    ),
    "nationality.unlisted": _rule(
        "Quốc tịch này không có trong danh mục.", "This nationality is not in the list."
    ),
    "relation.unlisted": _rule(
        "Quan hệ này không có trong danh mục.", "This relation is not in the list."
    ),
    "marital_status.unlisted": _rule(
        "Tình trạng hôn nhân này không có trong danh mục.",
        "This marital status is not in the list.",
    ),
    "choice.unlisted": _rule(
        "Giá trị này không phải một lựa chọn của biểu mẫu.",
        "This is not one of the choices on the form.",
    ),
    "dossier_code.format": _rule(
        "Mã hồ sơ không đúng khuôn mẫu.", "The dossier code has the wrong shape."
    ),
    "dossier_code.date": _rule(
        "Ngày trong mã hồ sơ không có thật.", "The date in the dossier code does not exist."
    ),
    "dossier_code.unit_unknown": _rule(
        "Mã cơ quan không có trong danh mục.", "The code of the agency is not in the list."
    ),
    "procedure_code.format": _rule(
        "Mã thủ tục không đúng khuôn mẫu.", "The procedure code has the wrong shape."
    ),
    "money.format": _rule(
        "Số tiền không rõ; các nhóm ba chữ số bị thiếu hoặc thừa.",
        "The amount is not clear; its groups of three digits are broken.",
    ),
    "money.words_differ": _rule(
        "Số tiền ghi bằng số và bằng chữ khác nhau.",
        "The amount in digits and the amount in words differ.",
    ),
    "number.format": _rule("Ô này phải là một số.", "This field must be a number."),
    "number.several": _rule("Ô này có nhiều số.", "The field holds several numbers."),
    "phone.shape": _rule(
        "Số điện thoại không đúng khuôn mẫu.", "The phone number has the wrong shape."
    ),
    "phone.old_prefix": _rule(
        "Đầu số di động 11 số cũ đã được đổi.",
        "This is an old eleven-digit mobile number.",
        "Đầu số này đã chuyển sang 10 số từ năm 2018.",
        "It was changed to ten digits in 2018.",
    ),
    "phone.several": _rule(
        "Ô này có nhiều số điện thoại.", "The field holds several telephone numbers."
    ),
    "email.shape": _rule(
        "Địa chỉ thư điện tử không đúng khuôn mẫu.", "The e-mail address has the wrong shape."
    ),
    "doc_number.notation_marks": _rule(
        "Ký hiệu giấy tờ có thể thiếu dấu của chữ Đ.",
        "The notation may lack the mark of the letter Đ.",
    ),
    "doc_number.blank": _rule(
        "Có khoảng trắng giữa các chữ số của số giấy tờ.",
        "A blank parts the digits of the number.",
    ),
    "registration_number.shape": _rule(
        "Số đăng ký hộ tịch không đúng khuôn mẫu.",
        "The registration number has the wrong shape.",
    ),
    "registration_number.year": _rule(
        "Năm trong số đăng ký không hợp lý.", "The year in the registration number is not likely."
    ),
    "insurance_number.shape": _rule(
        "Mã số bảo hiểm phải có 15 ký tự hoặc 10 chữ số.",
        "An insurance number has 15 characters or 10 digits.",
    ),
    "insurance_number.benefit": _rule(
        "Ký tự thứ ba của mã thẻ bảo hiểm y tế phải từ 1 đến 5.",
        "The third character of a health card number is 1 to 5.",
    ),
    "insurance_number.province_unknown": _rule(
        "Mã tỉnh trên thẻ bảo hiểm y tế không có trong danh mục.",
        "The province code of the health card is not in the list.",
    ),
    "passport_number.shape": _rule(
        "Số hộ chiếu không đúng khuôn mẫu.", "The passport number has the wrong shape."
    ),
    "passport_number.foreign_shape": _rule(
        "Số này không có dạng hộ chiếu Việt Nam.",
        "The number is not shaped like that of a Vietnamese passport.",
    ),
    "land_serial.shape": _rule(
        "Số phát hành phải có hai chữ cái và sáu hoặc tám chữ số.",
        "A serial has two letters and six or eight digits.",
    ),
    "land_serial.old_shape": _rule(
        "Số phát hành có dạng giấy chứng nhận cũ.",
        "The serial is shaped like that of an older certificate.",
    ),
    "land_serial.register_number": _rule(
        "Đây là số vào sổ cấp giấy, không phải số phát hành.",
        "This is the number in the register, not the serial.",
    ),
    "register_number.shape": _rule(
        "Số vào sổ cấp giấy không đúng khuôn mẫu.", "The register number has the wrong shape."
    ),
    "register_number.prefix": _rule(
        "Số vào sổ thiếu các chữ cái đầu như CS, CH, BC, VP.",
        "The register number lacks its first letters such as CS, CH, BC, VP.",
    ),
    "business_code.shape": _rule(
        "Mã số hộ kinh doanh phải có 12 hoặc 10 ký tự.",
        "The code of a household business has 12 or 10 characters.",
    ),
    "business_code.old_shape": _rule(
        "Mã số hộ kinh doanh có dạng cũ.", "The code of the household business has an old shape."
    ),
    "doc_number.no_digit": _rule("Số giấy tờ phải có chữ số.", "A document number holds digits."),
    "tax_code.length": _rule(
        "Mã số thuế phải có 10, 12 hoặc 13 chữ số.", "A tax code has 10, 12 or 13 digits."
    ),
    "tax_code.number": _rule("Mã số thuế không hợp lệ.", "The tax code is not valid."),
    "tax_code.check_digit": _rule(
        "Mã số thuế sai số kiểm tra.", "The check digit of the tax code is wrong."
    ),
    "conflict.qr_ocr": _rule(
        "Mã QR và chữ in trên giấy khác nhau.", "The QR code and the printed text differ."
    ),
    "conflict.mrz_ocr": _rule(
        "Vùng đọc máy và chữ in trên thẻ khác nhau.",
        "The machine-readable zone and the printed text differ.",
    ),
    "conflict.barcode_ocr": _rule(
        "Mã vạch và chữ in trên giấy khác nhau.", "The bar code and the printed text differ."
    ),
    "conflict.qr_mrz": _rule(
        "Mã QR và vùng đọc máy khác nhau.",
        "The QR code and the machine-readable zone differ.",
    ),
    "conflict.qr_barcode": _rule(
        "Mã QR và mã vạch khác nhau.", "The QR code and the bar code differ."
    ),
    "conflict.mrz_barcode": _rule(
        "Vùng đọc máy và mã vạch khác nhau.",
        "The machine-readable zone and the bar code differ.",
    ),
    "conflict.mrz_qr": _rule(
        "Vùng đọc máy và mã QR khác nhau.",
        "The machine-readable zone and the QR code differ.",
    ),
    "conflict.barcode_mrz": _rule(
        "Mã vạch và vùng đọc máy khác nhau.",
        "The bar code and the machine-readable zone differ.",
    ),
    "conflict.barcode_qr": _rule(
        "Mã vạch và mã QR khác nhau.", "The bar code and the QR code differ."
    ),
    "conflict.qr_qr": _rule("Hai mã QR trên trang khác nhau.", "Two QR codes of the page differ."),
    "conflict.mrz_mrz": _rule(
        "Hai vùng đọc máy trên trang khác nhau.", "Two machine-readable zones of the page differ."
    ),
    "conflict.barcode_barcode": _rule(
        "Hai mã vạch trên trang khác nhau.", "Two bar codes of the page differ."
    ),
}
"""Messages of failed rules, by the code that stands in `Field.problem`."""
