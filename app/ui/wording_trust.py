"""Words for services of authorities, trust, time and evidence."""

from __future__ import annotations

from app.ui.wording import Message, Words

TRUST_MESSAGES: dict[str, Message] = {
    "service.unavailable": Message(
        vi=Words(
            "Dịch vụ của nơi cấp chứng thư không trả lời.",
            "Mạng bị ngắt hoặc dịch vụ đang bận.",
            "Hồ sơ chưa ký vẫn an toàn. Hãy bấm F9 để ký lại sau.",
        ),
        en=Words(
            "A service of the authority does not answer.",
            "The network is down or the service is busy.",
            "The unsigned dossier is safe. Press F9 again later.",
        ),
    ),
    "service.timestamp_unavailable": Message(
        vi=Words(
            "Không lấy được dấu thời gian nên chưa ký.",
            "Không dịch vụ dấu thời gian nào trả lời đúng.",
            "Hãy thử lại khi có mạng, hoặc nhờ người quản trị chọn mức ký B-B.",
        ),
        en=Words(
            "No time stamp could be had, so nothing was signed.",
            "No time-stamp service gave a proper answer.",
            "Try again when online, or ask the administrator to choose level B-B.",
        ),
    ),
    "service.revocation_unavailable": Message(
        vi=Words(
            "Không kiểm tra được chứng thư có bị thu hồi hay không.",
            "Dịch vụ kiểm tra của nơi cấp không trả lời.",
            "Hãy thử lại khi có mạng, hoặc nhờ người quản trị chọn mức ký thấp hơn.",
        ),
        en=Words(
            "Whether the certificate was revoked could not be learnt.",
            "The authority's service does not answer.",
            "Try again when online, or ask the administrator to choose a lower level.",
        ),
    ),
    "trust.bad_roots": Message(
        vi=Words(
            "Không đọc được thư mục chứng thư gốc.",
            "Thư mục không còn hoặc chứa tệp lạ.",
            "Hãy nhờ người quản trị kiểm tra thư mục chứng thư gốc.",
        ),
        en=Words(
            "The folder of trusted roots cannot be read.",
            "It is missing or holds other files.",
            "Ask the administrator to check that folder.",
        ),
    ),
    "service.revocation_not_proved": Message(
        vi=Words(
            "Câu trả lời về tình trạng chứng thư không đáng tin.",
            "Chữ ký của câu trả lời sai, hoặc nơi trả lời không được nơi cấp ủy quyền.",
            "Tình trạng chứng thư coi là chưa rõ. Hãy thử mạng khác và báo người quản trị.",
        ),
        en=Words(
            "The answer about the certificate cannot be trusted.",
            "Its signature is wrong, or its signer may not answer for the authority.",
            "The state counts as unknown. Try another network and tell the administrator.",
        ),
    ),
    "service.revocation_for_other": Message(
        vi=Words(
            "Câu trả lời về tình trạng chứng thư không đúng câu hỏi.",
            "Câu trả lời nói về chứng thư khác, hoặc là câu trả lời cũ được gửi lại.",
            "Tình trạng chứng thư coi là chưa rõ. Hãy thử lại; nếu vẫn vậy, báo người quản trị.",
        ),
        en=Words(
            "The answer about the certificate is not for this question.",
            "It is about another certificate, or an old answer sent again.",
            "The state counts as unknown. Try again, or tell the administrator.",
        ),
    ),
    "service.revocation_outdated": Message(
        vi=Words(
            "Thông tin thu hồi chứng thư đã hết hạn.",
            "Câu trả lời quá cũ hoặc chưa có hiệu lực; cũng có thể đồng hồ máy sai.",
            "Hãy xem lại ngày giờ của máy rồi thử lại khi có mạng.",
        ),
        en=Words(
            "What is known about revocation is out of date.",
            "The answer is too old or not yet valid, or this computer's clock is wrong.",
            "Check date and time of the computer, then try again online.",
        ),
    ),
    "service.revocation_unreadable": Message(
        vi=Words(
            "Không đọc được thông tin thu hồi chứng thư.",
            "Câu trả lời quá lớn, bị hỏng hoặc thuộc loại chưa hỗ trợ.",
            "Chứng thư được coi là chưa rõ tình trạng. Hãy thử lại sau hoặc báo người quản trị.",
        ),
        en=Words(
            "What the authority says about revocation cannot be read.",
            "The answer is too large, damaged or of an unknown kind.",
            "The state counts as unknown. Try again later or tell the administrator.",
        ),
    ),
    "trust.file_unreadable": Message(
        vi=Words(
            "Không đọc được tệp danh sách tin cậy hoặc khóa.",
            "Tệp không còn, quá lớn hoặc không được phép đọc.",
            "Hãy kiểm tra đường dẫn và quyền đọc tệp rồi làm lại.",
        ),
        en=Words(
            "The file with the trust list or key cannot be read.",
            "It is missing, too large or not readable.",
            "Check its path and permissions, then try again.",
        ),
    ),
    "trust.bad_list": Message(
        vi=Words(
            "Không dùng được danh sách tin cậy.",
            "Tệp hỏng hoặc nội dung mâu thuẫn.",
            "Danh sách đang dùng vẫn giữ nguyên. Hãy lấy lại tệp từ nơi phát hành.",
        ),
        en=Words(
            "The trust list cannot be used.",
            "The file is damaged or contradicts itself.",
            "The list in use stays. Get the file again from its publisher.",
        ),
    ),
    "trust.list_not_proved": Message(
        vi=Words(
            "Danh sách tin cậy không có chữ ký đúng.",
            "Tệp bị sửa, hoặc không do nơi phát hành được tin ký.",
            "Danh sách đang dùng vẫn giữ nguyên. Không dùng tệp này; hãy báo người quản trị.",
        ),
        en=Words(
            "The trust list is not properly signed.",
            "It was changed, or somebody else signed it.",
            "The list in use stays. Do not use this file; tell the administrator.",
        ),
    ),
    "trust.list_rollback": Message(
        vi=Words(
            "Danh sách tin cậy cũ hơn bản đang dùng.",
            "Số thứ tự của tệp không lớn hơn bản đang dùng.",
            "Danh sách đang dùng vẫn giữ nguyên. Hãy lấy bản mới nhất từ nơi phát hành.",
        ),
        en=Words(
            "The trust list is older than the one in use.",
            "Its sequence number is not higher.",
            "The list in use stays. Get the newest one from its publisher.",
        ),
    ),
    "trust.list_outdated": Message(
        vi=Words(
            "Danh sách tin cậy không còn hoặc chưa có hiệu lực.",
            "Đã quá ngày phải cập nhật, hoặc ngày giờ của máy sai.",
            "Hãy xem ngày giờ của máy và lấy bản mới nhất từ nơi phát hành.",
        ),
        en=Words(
            "The trust list is not valid now.",
            "Its next issue is overdue, or this computer's date is wrong.",
            "Check the date and get the newest list from its publisher.",
        ),
    ),
    "trust.publisher_unknown": Message(
        vi=Words(
            "Máy trạm chưa tin nơi phát hành danh sách này.",
            "Chưa cài khóa công khai của nơi phát hành, hoặc đang tin khóa khác.",
            "Hãy nhờ người quản trị cài khóa bằng lệnh: sohoa trust key TỆP.",
        ),
        en=Words(
            "This station does not trust the publisher of the list.",
            "Its public key is not installed, or another one is trusted.",
            "Ask the administrator to install it: sohoa trust key FILE.",
        ),
    ),
    "service.timestamp_clock": Message(
        vi=Words(
            "Giờ của máy và giờ của dịch vụ dấu thời gian lệch nhau.",
            "Hai đồng hồ lệch nhau quá năm phút nên dấu thời gian không được dùng.",
            "Chữ ký vẫn giữ nguyên và chờ dấu thời gian. Hãy xem lại ngày giờ của máy.",
        ),
        en=Words(
            "This computer and the time-stamp service show different times.",
            "Their clocks are more than five minutes apart, so the time stamp is not used.",
            "The signature is kept and waits for its time. Check this computer's date and time.",
        ),
    ),
    "clock.doubtful": Message(
        vi=Words(
            "Đồng hồ của máy không đáng tin.",
            "Giờ của máy không khớp với các nguồn giờ khác.",
            "Hãy chỉnh ngày giờ của máy rồi ký lại.",
        ),
        en=Words(
            "The clock of this computer cannot be trusted.",
            "It does not agree with other clocks.",
            "Set date and time of the computer, then sign again.",
        ),
    ),
    "clock.behind": Message(
        vi=Words(
            "Đồng hồ của máy chạy chậm.",
            "Giờ của máy trước giờ của dịch vụ dấu thời gian hoặc máy chủ.",
            "Hãy chỉnh ngày giờ của máy rồi ký lại.",
        ),
        en=Words(
            "The clock of this computer is slow.",
            "It is behind the time-stamp service or the server.",
            "Set date and time of the computer, then sign again.",
        ),
    ),
    "clock.ahead": Message(
        vi=Words(
            "Đồng hồ của máy chạy nhanh.",
            "Giờ của máy sau giờ của dịch vụ dấu thời gian hoặc máy chủ.",
            "Hãy chỉnh ngày giờ của máy rồi ký lại.",
        ),
        en=Words(
            "The clock of this computer is fast.",
            "It is ahead of the time-stamp service or the server.",
            "Set date and time of the computer, then sign again.",
        ),
    ),
    "clock.zone": Message(
        vi=Words(
            "Múi giờ của máy đặt sai.",
            "Giờ của máy lệch đúng bảy giờ so với giờ chuẩn.",
            "Hãy đặt múi giờ Việt Nam (UTC+7) cho máy rồi ký lại.",
        ),
        en=Words(
            "The time zone of this computer is wrong.",
            "Its clock is off by exactly seven hours.",
            "Set the zone to Vietnam (UTC+7), then sign again.",
        ),
    ),
    "clock.sources_disagree": Message(
        vi=Words(
            "Các nguồn giờ không khớp nhau.",
            "Dịch vụ dấu thời gian và máy chủ báo giờ khác nhau.",
            "Hãy so ngày giờ của máy với một đồng hồ chắc chắn đúng và báo người quản trị.",
        ),
        en=Words(
            "The other clocks do not agree.",
            "The time-stamp service and the server tell different times.",
            "Compare this computer with a clock that is surely right; tell the administrator.",
        ),
    ),
    "evidence.missing": Message(
        vi=Words(
            "Máy trạm không lưu chứng cứ của tệp này.",
            "Tệp được ký ở nơi khác, đã bị sửa sau khi ký, hoặc chứng cứ không đọc được.",
            "Hãy chọn đúng tệp đã ký tại máy này, hoặc kiểm tra chữ ký bằng sohoa verify.",
        ),
        en=Words(
            "This station keeps no evidence of the file.",
            "It was signed elsewhere, changed since, or its evidence cannot be read.",
            "Choose the very file that was signed here, or check it with sohoa verify.",
        ),
    ),
    "evidence.tampered": Message(
        vi=Words(
            "Chứng cứ chữ ký đã lưu bị thay đổi.",
            "Một bản ghi bị sửa, bị mất hoặc đổi thứ tự.",
            "Không dùng chứng cứ này. Hãy báo người quản trị và khôi phục từ bản sao lưu.",
        ),
        en=Words(
            "Kept evidence of signatures was changed.",
            "A record was altered, removed or moved.",
            "Do not rely on it. Tell the administrator and restore a backup.",
        ),
    ),
    "trial.setup_failed": Message(
        vi=Words(
            "Chưa tạo được khóa ký thử.",
            "Không chuẩn bị được nơi cấp chứng thư dùng thử.",
            "Hãy thử lại hoặc dùng thiết bị ký số thật.",
        ),
        en=Words(
            "The practice key could not be made.",
            "The throw-away authority could not be set up.",
            "Try again or use a real token.",
        ),
    ),
}
"""Messages of certificates, authorities and time, by code."""
