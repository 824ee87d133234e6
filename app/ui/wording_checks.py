"""Words for what the page checks find: what is seen, why it matters, the next step."""

from __future__ import annotations

from app.ui.wording import Message, Words

FINDING_MESSAGES: dict[str, Message] = {
    "blank": Message(
        vi=Words(
            "Trang có vẻ trống.",
            "Không thấy chữ, dấu hay nét viết nào trên trang.",
            "Trang vẫn được giữ. Hãy xem lại; nếu là trang thừa thì bấm Delete để bỏ.",
        ),
        en=Words(
            "The page seems to be blank.",
            "No print, stamp or writing was seen on it.",
            "The page is kept. Look at it; if it is not needed, press Delete.",
        ),
    ),
    "too_coarse": Message(
        vi=Words(
            "Độ phân giải thật dưới 200 dpi.",
            "Ảnh này không đạt mức tối thiểu để số hóa, phóng to lên cũng không rõ hơn.",
            "Hãy quét lại trang này ở 300 dpi.",
        ),
        en=Words(
            "The real resolution is below 200 dpi.",
            "This picture is below the floor for digitizing, and blowing it up adds nothing.",
            "Scan this page again at 300 dpi.",
        ),
    ),
    "low_resolution": Message(
        vi=Words(
            "Độ phân giải thật dưới 300 dpi.",
            "Chữ nhỏ và con dấu có thể không rõ.",
            "Hãy xem lại trang; nếu khó đọc thì quét lại ở 300 dpi.",
        ),
        en=Words(
            "The real resolution is below 300 dpi.",
            "Small print and seals may be unclear.",
            "Look at the page; if it is hard to read, scan it again at 300 dpi.",
        ),
    ),
    "dpi_guessed": Message(
        vi=Words(
            "Độ phân giải được đoán theo khổ giấy.",
            "Tệp ảnh không cho biết độ phân giải.",
            "Hãy xem khổ trang có đúng với giấy thật không.",
        ),
        en=Words(
            "The resolution was guessed from the size of the paper.",
            "The file does not tell it.",
            "See whether the page has the size of the real paper.",
        ),
    ),
    "skewed": Message(
        vi=Words(
            "Trang bị nghiêng khi quét.",
            "Trang đã được xoay thẳng, nhưng góc giấy có thể bị cắt.",
            "Hãy xem bốn góc; nếu mất chữ thì đặt giấy ngay ngắn rồi quét lại trang này.",
        ),
        en=Words(
            "The page was scanned askew.",
            "It was levelled, but corners of the paper may be cut off.",
            "Look at the four corners; if print is missing, lay the sheet straight and rescan it.",
        ),
    ),
    "blurred": Message(
        vi=Words(
            "Trang bị mờ.",
            "Nét chữ nhòe vào nhau nên dễ đọc sai.",
            "Hãy lau mặt kính hoặc chụp lại cho rõ nét rồi quét lại trang này.",
        ),
        en=Words(
            "The page is blurred.",
            "Letters run together and are easily misread.",
            "Clean the glass, or hold the camera still, and capture this page again.",
        ),
    ),
    "dark": Message(
        vi=Words(
            "Trang quá tối.",
            "Nền giấy gần sẫm như mực.",
            "Hãy tăng độ sáng hoặc chụp ở nơi đủ sáng rồi quét lại trang này.",
        ),
        en=Words(
            "The page is too dark.",
            "The paper is nearly as dark as the ink.",
            "Raise the brightness, or use more light, and capture this page again.",
        ),
    ),
    "black_border": Message(
        vi=Words(
            "Trang có viền đen.",
            "Vùng quét rộng hơn tờ giấy hoặc nắp máy chưa đóng.",
            "Hãy chọn đúng khổ giấy và đóng nắp máy; cần thì cắt viền hoặc quét lại.",
        ),
        en=Words(
            "The page has a black border.",
            "The scanned area is larger than the sheet, or the lid was open.",
            "Choose the right paper size and close the lid; crop or rescan if needed.",
        ),
    ),
    "cut_edge": Message(
        vi=Words(
            "Chữ bị cắt ở mép trang.",
            "Chữ chạy ra ngoài vùng quét.",
            "Hãy chỉnh lại giấy hoặc chọn khổ lớn hơn rồi quét lại trang này.",
        ),
        en=Words(
            "Print is cut off at the edge of the page.",
            "It runs out of the scanned area.",
            "Move the sheet or choose a larger size, and scan this page again.",
        ),
    ),
    "upside_down": Message(
        vi=Words(
            "Trang được đặt ngược đầu khi quét.",
            "Trang đã được xoay 180° theo chiều chữ.",
            "Hãy xem chiều trang; nếu sai thì bấm R để xoay lại.",
        ),
        en=Words(
            "The page lay upside down when it was scanned.",
            "It was turned by 180° as its lines run.",
            "See whether it is upright now; if not, press R to turn it.",
        ),
    ),
    "sideways": Message(
        vi=Words(
            "Trang được đặt nằm ngang khi quét.",
            "Trang đã được xoay 90° theo chiều chữ.",
            "Hãy xem chiều trang; nếu sai thì bấm R để xoay lại.",
        ),
        en=Words(
            "The page lay sideways when it was scanned.",
            "It was turned by 90° as its lines run.",
            "See whether it is upright now; if not, press R to turn it.",
        ),
    ),
    "batch_upside_down": Message(
        vi=Words(
            "Trang có thể đang sai chiều.",
            "Các trang quét cùng đợt đều được đặt theo chiều khác.",
            "Hãy xem chiều trang; nếu sai thì bấm R để xoay lại.",
        ),
        en=Words(
            "The page may be the wrong way up.",
            "The pages scanned with it all lay another way.",
            "See whether it is upright; if not, press R to turn it.",
        ),
    ),
    "outlier": Message(
        vi=Words(
            "Trang khác hẳn các trang cùng đợt.",
            "Độ nghiêng, khổ giấy, nền giấy hoặc độ nét lệch nhiều so với các trang còn lại.",
            "Hãy xem lại trang; nếu quét hỏng thì quét lại trang này.",
        ),
        en=Words(
            "The page is unlike the others of its batch.",
            "Its angle, size, paper or sharpness is far from theirs.",
            "Look at the page; if the scan went wrong, scan it again.",
        ),
    ),
    "double_page": Message(
        vi=Words(
            "Trang giống hệt một trang trước.",
            "Có thể một tờ đã được quét hai lần.",
            "Hãy so hai trang; nếu trùng thì bấm Delete để bỏ một trang.",
        ),
        en=Words(
            "The page looks the same as an earlier one.",
            "One sheet may have been scanned twice.",
            "Compare the two; if they are the same, press Delete to drop one.",
        ),
    ),
    "no_text": Message(
        vi=Words(
            "Không đọc được chữ nào trên trang.",
            "Trang có thể chỉ có hình, con dấu hoặc chữ viết tay.",
            "Hãy xem lại trang và tự nhập các thông tin cần thiết.",
        ),
        en=Words(
            "No text was read on the page.",
            "It may hold only pictures, seals or handwriting.",
            "Look at the page and type in what is needed.",
        ),
    ),
    "ocr_failed": Message(
        vi=Words(
            "Trang chưa được nhận dạng chữ.",
            "Việc nhận dạng bị lỗi; ảnh của trang vẫn được giữ.",
            "Hãy tự nhập các thông tin cần thiết, hoặc quét lại trang này.",
        ),
        en=Words(
            "The text of the page was not recognised.",
            "Recognition failed; the picture is kept.",
            "Type in what is needed, or scan this page again.",
        ),
    ),
    "signed_original": Message(
        vi=Words(
            "Trang thuộc một tệp đã ký số.",
            "Tệp được giữ nguyên từng byte để chữ ký còn giá trị.",
            "Không cần làm gì thêm.",
        ),
        en=Words(
            "The page belongs to a signed file.",
            "The file is kept byte for byte, so that its signature stays valid.",
            "Nothing needs to be done.",
        ),
    ),
}
"""Findings by the name of their flag."""


def finding_words(flag: str, language: str) -> Words:
    """What a finding means and what to do next.

    Args:
        flag: Name of the flag.
        language: "vi" or "en".

    Raises:
        KeyError: A flag that is no finding of a check.
    """
    return FINDING_MESSAGES[flag].words(language)


_MEASURES = {
    "skew": ("Khác ở độ nghiêng.", "It differs in its angle."),
    "width": ("Khác ở chiều rộng giấy.", "It differs in the width of the paper."),
    "height": ("Khác ở chiều dài giấy.", "It differs in the height of the paper."),
    "tone": ("Khác ở nền giấy.", "It differs in the tone of the paper."),
    "sharpness": ("Khác ở độ nét.", "It differs in sharpness."),
    "ink": ("Khác ở lượng mực trên trang.", "It differs in how much ink it has."),
}
_SAME_AS = ("Giống trang %1.", "It looks the same as page %1.")
KEEP_REASON = ("Lý do giữ trang dưới 200 dpi", "Reason to keep a page below 200 dpi")
KEEP = ("Giữ trang với lý do này", "Keep the page for this reason")


def about_words(about: str, language: str) -> str:
    """What a finding of the batch is about, as a sentence; "" where it is not known.

    Args:
        about: Code of a measure, or the number of a page.
        language: "vi" or "en".
    """
    if about.isdecimal():
        return in_language(_SAME_AS, language).replace("%1", about)
    return in_language(_MEASURES[about], language) if about in _MEASURES else ""


def in_language(pair: tuple[str, str], language: str) -> str:
    """The Vietnamese or the English of a pair."""
    return pair[1] if language == "en" else pair[0]
