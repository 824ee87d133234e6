"""Words for licences, setting up many machines and updates."""

from __future__ import annotations

from app.ui.wording import Message, Words

SUPPLY_MESSAGES: dict[str, Message] = {
    "licences.missing": Message(
        vi=Words(
            "Không có danh sách thành phần.",
            "Chương trình chạy từ mã nguồn chưa làm danh sách, hoặc tệp danh sách bị hỏng.",
            "Hãy chạy make sbom trong thư mục mã nguồn, hoặc cài lại gói.",
        ),
        en=Words(
            "There is no list of parts.",
            "The program runs from sources without one, or the list is damaged.",
            "Run make sbom in the sources, or install the package again.",
        ),
    ),
    "provision.invalid": Message(
        vi=Words(
            "Không hiểu được bộ đặt sẵn.",
            "Thiếu tệp, tên hoặc nội dung trong provision.json không đúng khuôn, hoặc tệp quá lớn.",
            "Chưa có gì thay đổi. Hãy sửa bộ đặt sẵn rồi chạy lại.",
        ),
        en=Words(
            "The bundle cannot be understood.",
            "A file is missing or too large, or provision.json has a wrong name or value.",
            "Nothing was changed. Mend the bundle and run it again.",
        ),
    ),
    "provision.secret": Message(
        vi=Words(
            "Bộ đặt sẵn chứa bí mật nên không dùng được.",
            "Mật khẩu, mã truy cập nằm trong bộ này ai cầm bộ cũng đọc được.",
            "Hãy bỏ mục đó ra và đặt tệp bí mật riêng ở từng máy.",
        ),
        en=Words(
            "The bundle holds a secret and is not used.",
            "Whoever holds the bundle could read that password or token.",
            "Take it out and put the secret's file on each machine by itself.",
        ),
    ),
    "provision.denied": Message(
        vi=Words(
            "Không ghi được cài đặt của máy.",
            "Chỉ người quản trị máy ghi được tệp này, hoặc ổ đĩa không ghi được.",
            "Hãy chạy bằng quyền quản trị, hoặc dùng --station cho phần của trạm.",
        ),
        en=Words(
            "The machine's settings cannot be written.",
            "Only the machine's administrator may, or the disk takes nothing.",
            "Run it as administrator, or use --station for the station's part.",
        ),
    ),
    "provision.wrong_fingerprint": Message(
        vi=Words(
            "Khóa khôi phục không đúng dấu vân tay.",
            "Tệp khóa trong bộ đặt sẵn không phải khóa mà bộ này ghi tên.",
            "Chưa có gì thay đổi. Hãy hỏi lại nơi giữ khóa của tỉnh bằng đường khác.",
        ),
        en=Words(
            "The recovery key has another fingerprint.",
            "The key in the bundle is not the one that the bundle names.",
            "Nothing was changed. Ask the province's keeper of the key by another way.",
        ),
    ),
    "update.failed": Message(
        vi=Words(
            "Bản cập nhật không dùng được.",
            "Có lỗi không lường trước.",
            "Bản đang dùng không thay đổi. Hãy báo người quản trị.",
        ),
        en=Words(
            "The update cannot be used.",
            "Something unforeseen went wrong.",
            "The version in use is untouched. Tell the administrator.",
        ),
    ),
    "update.unreadable": Message(
        vi=Words(
            "Không đọc được bản cập nhật.",
            "Thiếu tệp, tệp hỏng hoặc không đúng khuôn.",
            "Hãy chép lại bản cập nhật từ nơi phát hành.",
        ),
        en=Words(
            "The update cannot be read.",
            "A file is missing, damaged or not of the form.",
            "Copy the update from its publisher again.",
        ),
    ),
    "update.unproved": Message(
        vi=Words(
            "Bản cập nhật không đủ chữ ký đúng.",
            "Tệp bị đổi, hoặc không do nơi phát hành được tin ký đủ số người.",
            "Đừng dùng bản này. Hãy báo nơi phát hành.",
        ),
        en=Words(
            "The update lacks proper signatures.",
            "It was changed, or too few of the trusted publishers signed it.",
            "Do not use it. Tell the publisher.",
        ),
    ),
    "update.untrusted": Message(
        vi=Words(
            "Máy này chưa tin khóa nào để nhận cập nhật, hoặc đang tin khóa khác.",
            "Khóa chỉ được đặt một lần khi cài đặt; sau đó chỉ đổi bằng bản cập nhật đã ký.",
            "Hãy chạy sohoa update trust với tệp khóa của nơi phát hành, hoặc kiểm tra lại tệp.",
        ),
        en=Words(
            "No keys for updates are trusted here, or others are.",
            "They are set once at installation and later changed by a signed update alone.",
            "Run sohoa update trust with the publisher's file, or check that file.",
        ),
    ),
    "update.outdated": Message(
        vi=Words(
            "Bản cập nhật không đúng thời gian.",
            "Bản này đã hết hạn, hoặc đồng hồ máy sai.",
            "Hãy xem đồng hồ máy, rồi lấy bản mới từ nơi phát hành.",
        ),
        en=Words(
            "The update is not of this time.",
            "It has expired, or this machine's clock is wrong.",
            "Look at the clock, then get a newer one from the publisher.",
        ),
    ),
    "update.rollback": Message(
        vi=Words(
            "Bản cập nhật cũ hơn bản máy này đã nhận.",
            "Máy không bao giờ nhận số thứ tự nhỏ hơn: bản cũ có thể còn lỗi đã vá.",
            "Hãy dùng bản mới nhất. Muốn quay lại bản trước: sohoa update back.",
        ),
        en=Words(
            "The update is older than one accepted here.",
            "A lower number is never accepted: older versions may have mended weaknesses.",
            "Use the newest. To go back by one version: sohoa update back.",
        ),
    ),
    "update.not_for_us": Message(
        vi=Words(
            "Bản cập nhật không dành cho máy này.",
            "Khác hệ điều hành, hoặc phải cập nhật lên một bản trung gian trước.",
            "Hãy lấy đúng bản, hoặc cập nhật lần lượt.",
        ),
        en=Words(
            "The update is not for this machine.",
            "It is for another system, or needs a version in between first.",
            "Get the right one, or update step by step.",
        ),
    ),
    "update.changed": Message(
        vi=Words(
            "Một tệp của bản cập nhật không đúng như đã ký.",
            "Tệp hỏng khi chép, ổ đĩa lỗi, hoặc ai đó đã sửa.",
            "Bản đang dùng không thay đổi. Hãy chép lại từ nơi phát hành; vẫn vậy thì đừng dùng.",
        ),
        en=Words(
            "A file of the update is not the one that was signed.",
            "It was damaged while copying, by the disk, or changed by somebody.",
            "The version in use is untouched. Copy it again; if that stays, do not use it.",
        ),
    ),
    "update.not_staged": Message(
        vi=Words(
            "Không có bản nào để đổi sang.",
            "Chưa có bản nào đặt cạnh, hoặc không còn bản trước.",
            "Hãy chạy sohoa update status để xem.",
        ),
        en=Words(
            "There is no version to go to.",
            "None was staged, or none before is kept.",
            "See sohoa update status.",
        ),
    ),
    "update.busy": Message(
        vi=Words(
            "Chưa đổi phiên bản được.",
            "Còn hồ sơ đang làm dở, hoặc một lần cập nhật khác đang chạy.",
            "Hãy làm xong hồ sơ rồi thử lại khi đóng trạm.",
        ),
        en=Words(
            "The version cannot be changed now.",
            "Dossiers are open, or another update is at work.",
            "Finish them and try again with the station closed.",
        ),
    ),
    "update.not_written": Message(
        vi=Words(
            "Không ghi được vào thư mục chương trình.",
            "Thư mục thuộc quản trị, hoặc ổ đĩa hết chỗ.",
            "Hãy chạy bằng quyền quản trị và xem chỗ trống.",
        ),
        en=Words(
            "The folder of the program cannot be written.",
            "It belongs to the administrator, or the disk is full.",
            "Run it as administrator and look at the free space.",
        ),
    ),
}
"""Messages of supply, by code."""
