"""Words for keys, certificates and signatures."""

from __future__ import annotations

from app.ui.wording import Message, Words

SIGNING_MESSAGES: dict[str, Message] = {
    "signing.error": Message(
        vi=Words(
            "Chưa ký được hồ sơ.",
            "Bộ ký số gặp lỗi.",
            "Hồ sơ chưa ký vẫn an toàn. Hãy bấm F9 để làm lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The dossier could not be signed.",
            "Signing met an error.",
            "The unsigned files are safe. Press F9 to try again, or call the administrator.",
        ),
    ),
    "key.unavailable": Message(
        vi=Words(
            "Không dùng được khóa ký.",
            "Thiết bị ký số không sẵn sàng.",
            "Hãy cắm lại thiết bị ký số rồi bấm F9.",
        ),
        en=Words(
            "The signing key cannot be reached.",
            "The token is not ready.",
            "Plug the token in again, then press F9.",
        ),
    ),
    "key.bad_source": Message(
        vi=Words(
            "Máy trạm chưa biết dùng khóa ký nào.",
            "Cài đặt khóa ký trống hoặc sai.",
            "Hãy nhờ người quản trị khai báo thiết bị ký số cho máy này.",
        ),
        en=Words(
            "The station does not know which key to sign with.",
            "The setting of the key is empty or wrong.",
            "Ask the administrator to set up the token for this computer.",
        ),
    ),
    "key.module_missing": Message(
        vi=Words(
            "Chưa cài phần mềm của thiết bị ký số.",
            "Không nạp được thư viện PKCS#11.",
            "Hãy nhờ người quản trị cài phần mềm do nhà cung cấp thiết bị phát hành.",
        ),
        en=Words(
            "The token's software is not installed.",
            "Its PKCS#11 library cannot be loaded.",
            "Ask the administrator to install the software of the token's maker.",
        ),
    ),
    "key.token_missing": Message(
        vi=Words(
            "Chưa thấy thiết bị ký số.",
            "Thiết bị chưa cắm, cắm lỏng hoặc vừa bị rút ra.",
            "Hãy cắm thiết bị ký số vào máy rồi bấm F9.",
        ),
        en=Words(
            "The token is not there.",
            "It is not plugged in, sits loose or was pulled out.",
            "Plug the token in, then press F9.",
        ),
    ),
    "key.token_busy": Message(
        vi=Words(
            "Thiết bị ký số đang bận.",
            "Một lần ký khác đang dùng thiết bị.",
            "Hãy chờ lần ký đó xong rồi bấm F9.",
        ),
        en=Words(
            "The token is busy.",
            "Another signature is being made.",
            "Wait until it is done, then press F9.",
        ),
    ),
    "key.token_failed": Message(
        vi=Words(
            "Thiết bị ký số báo lỗi.",
            "Thiết bị trả lời bằng một lỗi riêng của nó.",
            "Hãy rút ra, cắm lại rồi bấm F9; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The token reports an error.",
            "It answered with an error of its own.",
            "Unplug it, plug it in again and press F9; if it stays, call the administrator.",
        ),
    ),
    "key.not_found": Message(
        vi=Words(
            "Thiết bị không có khóa ký phù hợp.",
            "Không có chứng thư nào đi cùng khóa bí mật.",
            "Hãy kiểm tra đã cắm đúng thiết bị của mình chưa.",
        ),
        en=Words(
            "There is no suitable key on the token.",
            "No certificate comes with its private key.",
            "Check that this is your own token.",
        ),
    ),
    "key.file_unreadable": Message(
        vi=Words(
            "Không đọc được tệp khóa ký.",
            "Tệp không còn ở chỗ cũ hoặc đã hỏng.",
            "Hãy nhờ người quản trị kiểm tra tệp khóa.",
        ),
        en=Words(
            "The key file cannot be read.",
            "It has moved or is damaged.",
            "Ask the administrator to check the key file.",
        ),
    ),
    "key.wrong_password": Message(
        vi=Words(
            "Mật khẩu khóa ký không đúng.",
            "Chưa có gì được ký.",
            "Hãy kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại.",
        ),
        en=Words(
            "The password of the key is wrong.",
            "Nothing was signed.",
            "Check Caps Lock and the Vietnamese keyboard, then enter it again.",
        ),
    ),
    "key.wrong_pin": Message(
        vi=Words(
            "Mã PIN không đúng.",
            "Chưa có gì được ký; máy trạm không tự thử lại.",
            "Hãy kiểm tra Caps Lock và bộ gõ tiếng Việt rồi nhập lại. Nhập sai nhiều lần thiết bị "
            "sẽ bị khóa.",
            told="Mã PIN không đúng, còn {tries_left} lần thử.",
        ),
        en=Words(
            "The PIN is wrong.",
            "Nothing was signed; the station never tries again by itself.",
            "Check Caps Lock and the Vietnamese keyboard. Too many wrong tries lock the token.",
            told="The PIN is wrong, {tries_left} tries left.",
        ),
    ),
    "key.pin_locked": Message(
        vi=Words(
            "Thiết bị ký số đã bị khóa PIN.",
            "Mã PIN đã bị nhập sai quá số lần cho phép.",
            "Hãy liên hệ nơi cấp thiết bị để mở khóa. Hồ sơ chưa ký vẫn an toàn.",
        ),
        en=Words(
            "The token has locked its PIN.",
            "A wrong PIN was entered too often.",
            "Ask its issuer to unlock it. The unsigned dossier is safe.",
        ),
    ),
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
    "pdf.unsignable": Message(
        vi=Words(
            "Một tệp của hồ sơ không ký được.",
            "Cấu trúc tệp không cho thêm chữ ký.",
            "Hãy mở lại hồ sơ, quét lại giấy tờ đó rồi làm lại.",
        ),
        en=Words(
            "A file of the dossier cannot be signed.",
            "It does not take a signature.",
            "Reopen the dossier, scan that paper again and repeat.",
        ),
    ),
    "pdf.unreadable": Message(
        vi=Words(
            "Không mở được tệp PDF để ký.",
            "Tệp không còn hoặc không được phép đọc.",
            "Hãy bấm F9 để làm lại.",
        ),
        en=Words(
            "The PDF to sign cannot be opened.",
            "It is gone or may not be read.",
            "Press F9 to try again.",
        ),
    ),
    "pdf.not_a_pdf": Message(
        vi=Words(
            "Tệp cần ký không phải PDF.",
            "Phần đầu tệp không đúng khuôn PDF.",
            "Hãy quét lại giấy tờ đó.",
        ),
        en=Words(
            "The file to sign is no PDF.",
            "It does not start like one.",
            "Scan that paper again.",
        ),
    ),
    "pdf.damaged": Message(
        vi=Words(
            "Tệp PDF cần ký bị hỏng.",
            "Tệp bị cắt ngang hoặc nội dung mâu thuẫn.",
            "Hãy mở lại hồ sơ và tạo lại tệp.",
        ),
        en=Words(
            "The PDF to sign is damaged.",
            "It breaks off or contradicts itself.",
            "Reopen the dossier and build the files again.",
        ),
    ),
    "pdf.encrypted": Message(
        vi=Words(
            "Tệp PDF cần ký có mật khẩu.",
            "Tệp mã hóa không nhận chữ ký.",
            "Hãy nhập bản không đặt mật khẩu.",
        ),
        en=Words(
            "The PDF to sign is encrypted.",
            "Encrypted files take no signature.",
            "Import one without a password.",
        ),
    ),
    "pdf.xfa": Message(
        vi=Words(
            "Tệp PDF này là biểu mẫu XFA nên không ký được.",
            "Chữ ký không bảo vệ được nội dung của loại biểu mẫu này.",
            "Hãy in ra, quét lại rồi ký bản quét.",
        ),
        en=Words(
            "This PDF is an XFA form and cannot be signed.",
            "A signature would not protect what it shows.",
            "Print it, scan it and sign the scan.",
        ),
    ),
    "pdf.locked": Message(
        vi=Words(
            "Tệp PDF này không cho ký thêm.",
            "Chữ ký trước đã khóa tệp.",
            "Hãy gửi tệp như hiện có, hoặc xin bản chưa khóa.",
        ),
        en=Words(
            "This PDF allows no further signature.",
            "An earlier one has locked it.",
            "Send it as it is, or ask for one that is not locked.",
        ),
    ),
    "request.bad": Message(
        vi=Words(
            "Cách ký đã chọn thiếu thông tin.",
            "Mức ký này cần dịch vụ dấu thời gian hoặc chứng thư gốc chưa được khai báo.",
            "Hãy nhờ người quản trị kiểm tra cài đặt ký.",
        ),
        en=Words(
            "The chosen way of signing lacks something.",
            "This level needs a time-stamp service or a root that is not set up.",
            "Ask the administrator to check the signing settings.",
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
    "signing.failed": Message(
        vi=Words(
            "Chưa tạo được chữ ký.",
            "Thiết bị hoặc bộ ký dừng giữa chừng.",
            "Hồ sơ đã trở lại bước trước khi ký. Hãy bấm F9 để ký lại.",
        ),
        en=Words(
            "The signature could not be made.",
            "The token or the signer stopped half way.",
            "The dossier is back before signing. Press F9 to sign again.",
        ),
    ),
    "signing.self_check_failed": Message(
        vi=Words(
            "Chữ ký vừa tạo không qua được kiểm tra nên đã bị bỏ.",
            "Máy trạm luôn kiểm tra lại chữ ký trước khi lưu.",
            "Hãy bấm F9 để ký lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The new signature did not verify and was thrown away.",
            "The station checks every signature before keeping it.",
            "Press F9 to sign again; if it stays, call the administrator.",
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
"""Messages of signing, by code."""
