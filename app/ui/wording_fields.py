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
    "name.shape": _rule(
        "Họ tên có ký tự lạ hoặc thiếu chữ.", "The name holds odd characters or lacks letters."
    ),
    "name.without_marks": _rule(
        "Họ tên chưa có dấu; hãy thêm dấu.",
        "The name has no marks yet; add them.",
        "Tên lấy từ vùng đọc máy, vốn không có dấu.",
        "It comes from the machine-readable zone, which has none.",
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
    "dossier_code.format": _rule(
        "Mã hồ sơ không đúng khuôn mẫu.", "The dossier code has the wrong shape."
    ),
    "dossier_code.date": _rule(
        "Ngày trong mã hồ sơ không có thật.", "The date in the dossier code does not exist."
    ),
    "number.format": _rule("Ô này phải là một số.", "This field must be a number."),
    "phone.shape": _rule(
        "Số điện thoại không đúng khuôn mẫu.", "The phone number has the wrong shape."
    ),
    "doc_number.no_digit": _rule("Số giấy tờ phải có chữ số.", "A document number holds digits."),
    "tax_code.length": _rule(
        "Mã số thuế phải có 10 hoặc 13 chữ số.", "A tax code has 10 or 13 digits."
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
