"""Words for keys at signing services."""

from __future__ import annotations

from app.ui.wording import Message, Words

REMOTE_MESSAGES: dict[str, Message] = {
    "remote.failed": Message(
        vi=Words(
            "Dịch vụ ký số từ xa chưa ký.",
            "Dịch vụ trả lời là không ký được.",
            "Hãy bấm F9 để làm lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The signing service did not sign.",
            "It answered that it could not.",
            "Press F9 to try again, or call the administrator.",
        ),
    ),
    "remote.unreachable": Message(
        vi=Words(
            "Không liên lạc được với dịch vụ ký số từ xa.",
            "Mạng bị ngắt, hoặc dịch vụ không trả lời kịp.",
            (
                "Tệp chưa ký vẫn an toàn. Hãy kiểm tra mạng rồi bấm F9; giao dịch đã gửi sẽ "
                "được hỏi lại, không ký hai lần."
            ),
        ),
        en=Words(
            "The signing service cannot be reached.",
            "The network is down, or no answer came in time.",
            (
                "The unsigned files are safe. Check the network, then press F9; what was sent "
                "is asked about, not signed twice."
            ),
        ),
    ),
    "remote.interrupted": Message(
        vi=Words(
            "Kết nối với dịch vụ ký số từ xa bị dừng giữa chừng.",
            "Tiến trình giữ khóa ký từ xa đã tắt; các tệp đã ký vẫn còn nguyên.",
            "Hãy bấm F9 để ký tiếp; yêu cầu đã gửi sẽ được hỏi lại, không ký hai lần.",
        ),
        en=Words(
            "The connection to the signing service ended half-way.",
            "The process that holds the remote key is gone; what was signed is kept.",
            "Press F9 to go on; what was sent is asked about, not signed twice.",
        ),
    ),
    "remote.insecure": Message(
        vi=Words(
            "Kết nối tới dịch vụ ký số không an toàn.",
            "Địa chỉ không mã hóa (https), hoặc nơi trả lời không đúng là dịch vụ đó.",
            "Hãy nhờ người quản trị sửa địa chỉ trong phần cài đặt khóa ký.",
        ),
        en=Words(
            "The connection to the signing service is not safe.",
            "It is not encrypted (https), or who answers does not prove to be the service.",
            "Ask the administrator to correct the address in the settings of the key.",
        ),
    ),
    "remote.busy": Message(
        vi=Words(
            "Dịch vụ ký số từ xa đang bận.",
            "Dịch vụ nhận quá nhiều yêu cầu.",
            "Hãy chờ ít phút rồi bấm F9.",
        ),
        en=Words(
            "The signing service is busy.",
            "It receives too many requests.",
            "Wait a few minutes, then press F9.",
        ),
    ),
    "remote.credentials": Message(
        vi=Words(
            "Dịch vụ ký số từ xa không chấp nhận thông tin đăng nhập.",
            "Tài khoản, mã PIN hoặc mã OTP sai hay đã hết hạn.",
            "Hãy kiểm tra rồi nhập lại; chương trình không tự thử lại để tránh khóa tài khoản.",
        ),
        en=Words(
            "The signing service does not accept the sign-in.",
            "Account, PIN or one-time code are wrong or out of date.",
            (
                "Check them and type them again; nothing is tried twice, so that the account is "
                "not locked."
            ),
        ),
    ),
    "remote.refused": Message(
        vi=Words(
            "Yêu cầu ký đã bị từ chối.",
            "Người ký bấm từ chối trên điện thoại, hoặc dịch vụ không cho ký.",
            "Nếu là nhầm, hãy bấm F9 để gửi yêu cầu mới rồi xác nhận trên điện thoại.",
        ),
        en=Words(
            "The request to sign was refused.",
            "The signer refused on the telephone, or the service did not allow it.",
            (
                "If that was a mistake, press F9 to send a new request and confirm it on the "
                "telephone."
            ),
        ),
    ),
    "remote.expired": Message(
        vi=Words(
            "Yêu cầu ký đã hết thời gian chờ.",
            "Chưa có ai xác nhận trên điện thoại trong thời hạn.",
            "Hãy mở ứng dụng ký số trên điện thoại rồi bấm F9 để gửi yêu cầu mới.",
        ),
        en=Words(
            "The request to sign has expired.",
            "Nobody confirmed it on the telephone in time.",
            "Open the signing app on the telephone, then press F9 to send a new request.",
        ),
    ),
    "remote.cancelled": Message(
        vi=Words(
            "Yêu cầu ký đã được hủy.",
            "Máy trạm đã hủy yêu cầu trước khi có chữ ký.",
            "Nếu điện thoại còn hỏi, hãy bấm từ chối. Muốn ký thì bấm F9.",
        ),
        en=Words(
            "The request to sign was taken back.",
            "This station took it back before there was a signature.",
            "If the telephone still asks, refuse there. To sign after all, press F9.",
        ),
    ),
    "remote.unknown": Message(
        vi=Words(
            "Dịch vụ ký số từ xa không tìm thấy chứng thư số hoặc giao dịch.",
            "Mã người dùng sai, chứng thư số hết hạn, hoặc giao dịch không còn.",
            "Hãy kiểm tra mã người dùng trong cài đặt khóa ký rồi bấm F9 để gửi yêu cầu mới.",
        ),
        en=Words(
            "The signing service does not find the certificate or the request.",
            "The user's number is wrong, the certificate has ended, or the request is gone.",
            (
                "Check the user's number in the settings of the key, then press F9 to send a "
                "new request."
            ),
        ),
    ),
    "remote.unsupported": Message(
        vi=Words(
            "Dịch vụ này không ký được theo cách đã chọn.",
            "Kiểu chữ ký hoặc số tệp mỗi lần vượt quá khả năng của dịch vụ.",
            "Hãy nhờ người quản trị chọn kiểu chữ ký khác hoặc ký ít tệp hơn mỗi lần.",
        ),
        en=Words(
            "This service cannot sign in the chosen way.",
            "The kind of signature, or the number of files at once, is beyond it.",
            (
                "Ask the administrator to choose another kind of signature, or sign fewer files "
                "at once."
            ),
        ),
    ),
    "remote.answer_bad": Message(
        vi=Words(
            "Câu trả lời của dịch vụ ký số không dùng được.",
            "Giá trị chữ ký không khớp với chứng thư số, hoặc dữ liệu bị hỏng.",
            "Tệp chưa được ký. Đừng ký tiếp bằng dịch vụ này; hãy báo người quản trị.",
        ),
        en=Words(
            "The answer of the signing service cannot be used.",
            "The signature does not match the certificate, or the data are damaged.",
            "The file was not signed. Do not go on with this service; tell the administrator.",
        ),
    ),
    "remote.file_changed": Message(
        vi=Words(
            "Tệp trả về bị thay đổi ngoài chữ ký.",
            "Chương trình ký khác đã sửa nội dung, hoặc trả về tệp khác.",
            (
                "Tệp trả về không được dùng, tệp gốc vẫn nguyên vẹn. Hãy ký lại, không thêm số "
                "hay ghi chú trong chương trình đó."
            ),
        ),
        en=Words(
            "The file that came back was changed beyond the signature.",
            "The other program altered the content or returned another file.",
            (
                "It is not used and the original is untouched. Sign again without adding "
                "numbers or notes in that program."
            ),
        ),
    ),
    "remote.ticket_unreadable": Message(
        vi=Words(
            "Không đọc được phiếu theo dõi giao dịch ký.",
            "Phiếu bị hỏng hoặc do phiên bản khác ghi.",
            "Hãy bấm F9 để gửi yêu cầu ký mới; nếu điện thoại còn hỏi yêu cầu cũ, hãy từ chối.",
        ),
        en=Words(
            "The record of the request to sign cannot be read.",
            "It is damaged or was written by another version.",
            (
                "Press F9 to send a new request; if the telephone still asks about the old one, "
                "refuse there."
            ),
        ),
    ),
}
"""Messages of keys at services, by code."""
