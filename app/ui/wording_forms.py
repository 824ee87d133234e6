"""Words for the form editor: what is wrong with a form, and the next step."""

from __future__ import annotations

from app.ui.wording import Message, Words

FORM_MESSAGES: dict[str, Message] = {
    "form.error": Message(
        vi=Words("Khung này không có chữ nào.", "", "Hãy kéo khung quanh chữ cần lấy."),
        en=Words("There are no words in this frame.", "", "Frame the words you mean."),
    ),
    "form.no_title": Message(
        vi=Words(
            "Mẫu chưa có tên hoặc chưa có dòng tiêu đề.",
            "Máy nhận ra loại giấy tờ nhờ dòng tiêu đề.",
            "Hãy chọn “Tiêu đề” rồi kéo khung quanh dòng tiêu đề trên tờ mẫu.",
        ),
        en=Words(
            "The form has no name, or no title line.",
            "The paper is told by its title line.",
            "Choose “Title line” and frame it on the sample.",
        ),
    ),
    "form.no_code": Message(
        vi=Words(
            "Mã giấy tờ còn trống hoặc có ký tự không dùng được.",
            "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch dưới.",
            "Hãy sửa mã trong mục “Giấy tờ”.",
        ),
        en=Words(
            "The code of the paper is empty or has other characters.",
            "It is made of small letters without marks, digits and underscores.",
            "Correct the code under “Paper”.",
        ),
    ),
    "form.code_taken": Message(
        vi=Words(
            "Mã này đã thuộc về một loại giấy tờ khác.",
            "",
            "Hãy đổi mã, hoặc mở mẫu đã có để thêm bản in.",
            told="Mã “{what}” đã thuộc về một loại giấy tờ khác.",
        ),
        en=Words(
            "This code belongs to another paper.",
            "",
            "Choose another code, or open the known form to add a printing.",
            told="The code “{what}” belongs to another paper.",
        ),
    ),
    "form.no_fields": Message(
        vi=Words(
            "Mẫu chưa có trường nào.",
            "",
            "Hãy chọn “Nhãn” rồi kéo khung quanh một nhãn trên tờ mẫu.",
        ),
        en=Words("The form has no fields.", "", "Choose “Label” and frame a label on the sample."),
    ),
    "form.field_unnamed": Message(
        vi=Words(
            "Có trường thiếu nhãn hoặc thiếu mã.",
            "Mã chỉ gồm chữ thường không dấu, chữ số, dấu gạch dưới và dấu chấm.",
            "Hãy nhập nhãn và mã, hoặc kéo khung quanh chữ của nhãn.",
            told="Trường “{what}” thiếu nhãn hoặc mã không dùng được.",
        ),
        en=Words(
            "A field has no label or no code.",
            "A code is made of small letters without marks, digits, underscores and dots.",
            "Enter both, or frame the words of the label.",
            told="The field “{what}” has no label, or its code cannot be used.",
        ),
    ),
    "form.field_doubled": Message(
        vi=Words(
            "Có hai trường cùng mã.",
            "",
            "Hãy đổi mã của một trường, hoặc xóa trường thừa.",
            told="Có hai trường cùng mã “{what}”.",
        ),
        en=Words(
            "Two fields have the same code.",
            "",
            "Change one of them, or delete the field that is too much.",
            told="Two fields have the code “{what}”.",
        ),
    ),
    "form.field_choices": Message(
        vi=Words(
            "Trường ô đánh dấu phải có ít nhất hai lựa chọn khác nhau.",
            "",
            "Hãy nhập các lựa chọn, cách nhau bằng dấu “;”.",
            told="Trường “{what}” phải có ít nhất hai lựa chọn khác nhau.",
        ),
        en=Words(
            "A field of tick boxes needs two different choices or more.",
            "",
            "Enter the choices, parted by “;”.",
            told="The field “{what}” needs two different choices or more.",
        ),
    ),
    "form.zones_overlap": Message(
        vi=Words(
            "Hai ô giá trị đè lên nhau.",
            "Một chữ không thể thuộc về hai trường.",
            "Hãy chọn một trong hai trường, chọn “Giá trị” và kéo lại khung.",
            told="Hai ô giá trị đè lên nhau: {what}.",
        ),
        en=Words(
            "Two frames of values lie over each other.",
            "A word cannot belong to two fields.",
            "Choose one of the fields, choose “Value” and frame it again.",
            told="Two frames of values lie over each other: {what}.",
        ),
    ),
    "form.no_words": Message(
        vi=Words(
            "Chưa có tờ mẫu, hoặc trên tờ mẫu không đọc được chữ nào.",
            "",
            "Hãy mở tệp mẫu rõ hơn (quét 300 dpi), hoặc lấy trang đã đọc của một hồ sơ.",
        ),
        en=Words(
            "There is no sample, or no word was read on it.",
            "",
            "Open a better sample (300 dpi), or take a page of a dossier that was read.",
        ),
    ),
    "form.few_anchors": Message(
        vi=Words(
            "Tờ mẫu có quá ít chữ in sẵn để định vị.",
            "Cần ít nhất tám từ in sẵn, mỗi từ từ bốn chữ cái và chỉ xuất hiện một lần.",
            "Hãy thu nhỏ các ô giá trị, hoặc dùng bản quét rõ hơn, hoặc bỏ các ô giá trị để "
            "chỉ đọc theo nhãn.",
            told="Tờ mẫu chỉ có {what} chữ in sẵn để định vị.",
        ),
        en=Words(
            "The sample has too few words of the form itself.",
            "Eight words are needed, each with four letters or more and printed once.",
            "Make the frames of values smaller, use a better scan, or take the frames out to "
            "read by labels alone.",
            told="The sample has only {what} words of the form itself.",
        ),
    ),
    "form.no_such_page": Message(
        vi=Words("Tệp không có trang này.", "", "Hãy chọn trang khác."),
        en=Words("The file has no such page.", "", "Choose another page."),
    ),
}
"""Messages of the form editor, by code."""
