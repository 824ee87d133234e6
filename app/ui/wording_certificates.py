"""Words for certificates that may not sign."""

from __future__ import annotations

from app.ui.wording import Message, Words

CERTIFICATE_MESSAGES: dict[str, Message] = {
    "certificate.refused": Message(
        vi=Words(
            "Chứng thư này không được dùng để ký.",
            "Chứng thư không đạt một điều kiện ký.",
            "Khóa bí mật chưa được dùng. Hãy liên hệ nơi cấp chứng thư.",
        ),
        en=Words(
            "This certificate may not sign.",
            "It fails a condition for signing.",
            "The private key was not used. Ask the issuer of the certificate.",
        ),
    ),
    "certificate.expired": Message(
        vi=Words(
            "Chứng thư số đã hết hạn.",
            "Chữ ký bằng chứng thư hết hạn không có giá trị.",
            "Hãy gia hạn chứng thư; nếu chứng thư còn hạn, kiểm tra ngày giờ của máy này.",
        ),
        en=Words(
            "The certificate has expired.",
            "Signatures made with it are not valid.",
            "Renew it; if it should still be valid, check this computer's date and time.",
        ),
    ),
    "certificate.not_yet_valid": Message(
        vi=Words(
            "Chứng thư số chưa đến ngày có hiệu lực.",
            "Ngày bắt đầu của chứng thư nằm trong tương lai.",
            "Hãy kiểm tra ngày giờ của máy này, hoặc chờ đến ngày hiệu lực.",
        ),
        en=Words(
            "The certificate is not valid yet.",
            "Its first day lies in the future.",
            "Check this computer's date and time, or wait for that day.",
        ),
    ),
    "certificate.unsuitable": Message(
        vi=Words(
            "Chứng thư này không dành cho việc ký văn bản.",
            "Mục đích sử dụng ghi trong chứng thư không có ký số.",
            "Hãy chọn chứng thư ký số khác hoặc liên hệ nơi cấp.",
        ),
        en=Words(
            "This certificate is not meant for signing documents.",
            "Its key usage does not include signatures.",
            "Use another certificate or ask its issuer.",
        ),
    ),
    "certificate.revoked": Message(
        vi=Words(
            "Chứng thư số đã bị thu hồi.",
            "Nơi cấp đã công bố thu hồi chứng thư này.",
            "Không được ký bằng chứng thư này. Hãy liên hệ nơi cấp để có chứng thư mới.",
        ),
        en=Words(
            "The certificate has been revoked.",
            "Its authority has published that.",
            "Do not sign with it. Ask the authority for a new one.",
        ),
    ),
    "certificate.untrusted": Message(
        vi=Words(
            "Chứng thư không do nơi cấp được tin cậy phát hành.",
            "Không có đường dẫn từ chứng thư này tới chứng thư gốc đã cài.",
            "Hãy nhờ người quản trị cài chứng thư gốc đúng, hoặc dùng thiết bị khác.",
        ),
        en=Words(
            "The certificate does not come from a trusted authority.",
            "No chain leads from it to an installed root.",
            "Ask the administrator to install the right root, or use another token.",
        ),
    ),
    "certificate.authority_scope": Message(
        vi=Words(
            "Nơi cấp chứng thư không được tin cho việc này.",
            "Danh sách tin cậy chỉ tin nơi cấp này cho việc khác, ví dụ chỉ cho dấu thời gian.",
            "Hãy dùng chứng thư của nơi cấp đúng, hoặc nhờ người quản trị xem danh sách tin cậy.",
        ),
        en=Words(
            "The authority is not trusted for this.",
            "The trust list trusts it for something else only, e.g. for time stamps.",
            "Use a certificate of the right authority, or ask the administrator about the list.",
        ),
    ),
    "certificate.authority_time": Message(
        vi=Words(
            "Nơi cấp chứng thư không được tin ở thời điểm này.",
            "Danh sách tin cậy đã thôi tin, hoặc chưa bắt đầu tin nơi cấp này.",
            "Hãy dùng chứng thư khác, hoặc nhờ người quản trị cập nhật danh sách tin cậy.",
        ),
        en=Words(
            "The authority is not trusted at this time.",
            "The trust list trusts it no longer, or not yet.",
            "Use another certificate, or ask the administrator to update the trust list.",
        ),
    ),
    "certificate.weak_key": Message(
        vi=Words(
            "Khóa ký quá yếu theo quy định hiện hành.",
            "Khóa RSA phải từ 2048 bit, khóa EC từ 256 bit.",
            "Hãy liên hệ nơi cấp để đổi sang chứng thư có khóa mạnh hơn.",
        ),
        en=Words(
            "The key is too weak for today's rules.",
            "RSA needs at least 2048 bits, EC at least 256.",
            "Ask the issuer for a certificate with a stronger key.",
        ),
    ),
    "certificate.padding_refused": Message(
        vi=Words(
            "Thiết bị ký không ký được theo cách đã quy định.",
            "Thiết bị không có kiểu RSASSA-PSS, còn cài đặt không cho phép kiểu cũ (PKCS #1 v1.5).",
            "Hãy nhờ người quản trị xem lại cài đặt kiểu ký.",
        ),
        en=Words(
            "The token cannot sign in the required way.",
            "It lacks RSASSA-PSS, and the settings do not allow the older way (PKCS #1 v1.5).",
            "Ask the administrator to look at the setting of the signature scheme.",
        ),
    ),
}
