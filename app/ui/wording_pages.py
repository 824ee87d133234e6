"""Words for what officers do with pages."""

from __future__ import annotations

from app.ui.wording import Message, Words

PAGE_MESSAGES: dict[str, Message] = {
    "page.edit": Message(
        vi=Words(
            "Không sửa được trang.",
            "Trang hoặc hồ sơ không cho phép thao tác này.",
            "Các trang vẫn còn nguyên. Hãy mở lại hồ sơ rồi thử lại.",
        ),
        en=Words(
            "The page could not be edited.",
            "The page or its dossier does not allow this.",
            "The pages are as they were. Open the dossier again and retry.",
        ),
    ),
    "cover.count": Message(
        vi=Words(
            "Chưa in tờ bìa nào.",
            "Mỗi lần in được từ 1 đến 500 tờ.",
            "Hãy chọn hồ sơ hoặc số tờ rồi in lại; nhiều hơn thì in làm nhiều lần.",
        ),
        en=Words(
            "No cover sheets were printed.",
            "One print has 1 to 500 sheets.",
            "Choose dossiers or a number of sheets and print again; print more in several goes.",
        ),
    ),
    "handover.count": Message(
        vi=Words(
            "Chưa in phiếu bàn giao.",
            "Hôm nay chưa có hồ sơ nào ký xong, hoặc có hơn 500 hồ sơ.",
            "Hãy ký xong hồ sơ rồi in lại, hoặc in phiếu cho từng hồ sơ.",
        ),
        en=Words(
            "No hand-over slip was printed.",
            "No dossier was sealed today, or there are more than 500.",
            "Sign a dossier and print again, or print a slip for single dossiers.",
        ),
    ),
    "page.nothing_to_undo": Message(
        vi=Words(
            "Không còn thao tác nào để hoàn tác.",
            "Mọi thao tác trên trang của hồ sơ này đã được hoàn tác.",
            "Không cần làm gì thêm.",
        ),
        en=Words(
            "There is nothing left to undo.",
            "All that was done with the pages of this dossier is undone.",
            "Nothing has to be done.",
        ),
    ),
    "page.nothing_to_redo": Message(
        vi=Words(
            "Không có thao tác nào để làm lại.",
            "Chưa hoàn tác thao tác nào, hoặc sau đó đã có thao tác mới.",
            "Không cần làm gì thêm.",
        ),
        en=Words(
            "There is nothing to do again.",
            "Nothing was undone, or something else was done since.",
            "Nothing has to be done.",
        ),
    ),
    "page.bad_crop": Message(
        vi=Words(
            "Vùng cắt không dùng được.",
            "Vùng cắt nằm ngoài ảnh hoặc quá nhỏ.",
            "Hãy kéo lại khung cắt rộng hơn, nằm trong ảnh của trang.",
        ),
        en=Words(
            "That part of the picture cannot be cut out.",
            "It lies outside the picture, or is too small.",
            "Draw a larger frame inside the picture of the page.",
        ),
    ),
    "page.original_erased": Message(
        vi=Words(
            "Không xoay hay cắt lại được trang này.",
            "Tệp gốc của trang đã bị xóa cùng với giấy tờ chỉ xuất trình nằm chung tệp.",
            "Nếu ảnh trang chưa đạt, hãy quét lại tờ giấy đó.",
        ),
        en=Words(
            "This page cannot be turned or cropped any more.",
            "Its captured file was erased with a paper that is only shown in the same file.",
            "If the picture is not good enough, scan that sheet again.",
        ),
    ),
    "page.dossier_closed": Message(
        vi=Words(
            "Không sửa được trang: hồ sơ không còn ở bước quét và kiểm tra.",
            "Trang chỉ được sửa khi hồ sơ đang mở.",
            "Hãy bấm nút “Mở lại để sửa”, hoặc “Sửa hồ sơ đã gửi…” khi hồ sơ đã niêm phong.",
        ),
        en=Words(
            "The page cannot be edited: the dossier is past scanning and review.",
            "Pages are edited while their dossier is open.",
            "Press “Reopen to correct”, or “Correct what was sent…” where the dossier is sealed.",
        ),
    ),
    "page.changed": Message(
        vi=Words(
            "Trang vừa được sửa ở nơi khác.",
            "Hai thao tác chạm vào cùng một trang trong cùng một lúc.",
            "Hãy xem lại trang rồi thử lại.",
        ),
        en=Words(
            "The page was just edited elsewhere.",
            "Two things were done with one page at the same moment.",
            "Look at the page and try again.",
        ),
    ),
    "page.shown_only_in_trash": Message(
        vi=Words(
            "Chưa thể kết thúc kiểm tra: trong thùng rác có trang của giấy tờ chỉ xuất trình.",
            "Giấy tờ chỉ xuất trình thì không được lưu bản sao, kể cả trong thùng rác.",
            "Hãy mở thùng rác của hồ sơ, chọn trang đó rồi xóa hẳn "
            "(hoặc chạy: sohoa page trash HỒ_SƠ TRANG --in-trash).",
            told="Chưa thể kết thúc kiểm tra: trong thùng rác có {what} trang của giấy tờ "
            "chỉ xuất trình.",
        ),
        en=Words(
            "The review cannot be finished yet: a page in the trash is of a paper only shown.",
            "No copy may be kept of a paper that is only shown, in the trash neither.",
            "Open the trash of the dossier, choose the page and erase it "
            "(or run: sohoa page trash DOSSIER PAGE --in-trash).",
            told="The review cannot be finished yet: {what} pages in the trash are of a paper "
            "that is only shown.",
        ),
    ),
}
"""All messages by code."""
