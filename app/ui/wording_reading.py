"""Words for reading pages and writing PDFs."""

from __future__ import annotations

from app.ui.wording import Message, Words

READING_MESSAGES: dict[str, Message] = {
    "ocr.error": Message(
        vi=Words(
            "Chưa đọc được trang này.",
            "Bộ nhận dạng gặp lỗi.",
            "Ảnh gốc vẫn an toàn. Hãy quét lại trang hoặc gõ tay các ô cần thiết.",
        ),
        en=Words(
            "This page could not be read.",
            "Recognition met an error.",
            "The original is safe. Scan the page again or type the fields.",
        ),
    ),
    "engine.missing": Message(
        vi=Words(
            "Máy này chưa có bộ nhận dạng chữ.",
            "Chưa cài Tesseract.",
            "Các trang vẫn được lưu và sẽ tự đọc sau khi người quản trị cài Tesseract.",
        ),
        en=Words(
            "This computer has no text recognition.",
            "Tesseract is not installed.",
            "Pages are kept and will be read once the administrator has installed Tesseract.",
        ),
    ),
    "engine.language_missing": Message(
        vi=Words(
            "Bộ nhận dạng chữ chưa có tiếng Việt.",
            "Thiếu gói tiếng Việt (vie) của Tesseract.",
            "Các trang vẫn được lưu và sẽ tự đọc sau khi người quản trị cài gói tiếng Việt.",
        ),
        en=Words(
            "Text recognition has no Vietnamese.",
            "The Vietnamese model (vie) of Tesseract is missing.",
            "Pages are kept and will be read once the administrator has installed the model.",
        ),
    ),
    "engine.other_language_missing": Message(
        vi=Words(
            "Bộ nhận dạng chữ thiếu một ngôn ngữ đã chọn thêm.",
            "Cài đặt languages nêu một mô hình Tesseract chưa có trên máy này.",
            "Các trang vẫn được lưu và sẽ tự đọc sau khi người quản trị cài gói ngôn ngữ đó "
            "(lệnh sohoa doctor cho biết gói nào) hoặc bỏ nó khỏi cài đặt languages.",
        ),
        en=Words(
            "Text recognition lacks a language that was chosen besides Vietnamese.",
            "The setting languages names a Tesseract model that this computer does not have.",
            "Pages are kept and will be read once the administrator has installed that model "
            "(sohoa doctor tells which) or taken it out of the setting languages.",
        ),
    ),
    "engine.timeout": Message(
        vi=Words(
            "Đọc trang này quá lâu nên đã dừng.",
            "Trang có thể quá rối hoặc máy đang bận.",
            "Trang vẫn được giữ dưới dạng ảnh. Hãy gõ tay các ô cần thiết hoặc quét lại.",
        ),
        en=Words(
            "Reading this page took too long and was stopped.",
            "The page may be too busy, or the computer is.",
            "The page is kept as a picture. Type the fields or scan it again.",
        ),
    ),
    "engine.failed": Message(
        vi=Words(
            "Bộ nhận dạng không đọc được trang này.",
            "Bộ nhận dạng dừng lại giữa trang.",
            "Trang vẫn được giữ dưới dạng ảnh. Hãy gõ tay các ô cần thiết hoặc quét lại.",
        ),
        en=Words(
            "Recognition broke on this page.",
            "The engine stopped in the middle of it.",
            "The page is kept as a picture. Type the fields or scan it again.",
        ),
    ),
    "mrz.invalid": Message(
        vi=Words(
            "Vùng đọc máy ở mặt sau thẻ không khớp số kiểm tra.",
            "Vùng này bị mờ, xước hoặc bị che.",
            "Hãy đối chiếu với thẻ hoặc quét lại mặt sau.",
        ),
        en=Words(
            "The machine-readable zone of the card fails its check digits.",
            "It is blurred, scratched or covered.",
            "Compare with the card or scan its back again.",
        ),
    ),
    "card_code.invalid": Message(
        vi=Words(
            "Mã QR trên thẻ không đúng khuôn mẫu thẻ căn cước.",
            "Mã thuộc loại khác hoặc đọc bị thiếu.",
            "Hãy đối chiếu các ô với thẻ.",
        ),
        en=Words(
            "The QR code does not look like that of an identity card.",
            "It is another code or was read in part.",
            "Compare the fields with the card.",
        ),
    ),
    "codes.failed": Message(
        vi=Words(
            "Chưa đọc được mã vạch hoặc mã QR trên trang.",
            "Bộ đọc mã gặp lỗi ở trang này.",
            "Hãy gõ tay mã hồ sơ và các ô liên quan.",
        ),
        en=Words(
            "The bar codes and QR codes of the page could not be read.",
            "The decoder failed on this page.",
            "Type the dossier code and the fields they would have filled.",
        ),
    ),
    "pdf.assembly_failed": Message(
        vi=Words(
            "Chưa tạo được tệp PDF.",
            "Có lỗi khi ghép trang vào tệp.",
            "Các trang vẫn an toàn. Hãy bấm F9 để làm lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The PDF could not be made.",
            "Putting the pages together failed.",
            "The pages are safe. Press F9 to try again; if it stays, call the administrator.",
        ),
    ),
    "pdf.not_conformant": Message(
        vi=Words(
            "Tệp PDF tạo ra không đạt chuẩn PDF/A nên đã bị bỏ.",
            "Bước tự kiểm tra phát hiện sai chuẩn.",
            "Các trang vẫn an toàn. Hãy báo người quản trị; đừng gửi hồ sơ bằng cách khác.",
        ),
        en=Words(
            "The PDF broke the PDF/A rules and was thrown away.",
            "The check after writing found it.",
            "The pages are safe. Tell the administrator; do not send the dossier another way.",
        ),
    ),
}
"""Messages of reading and of PDFs, by code."""
