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
    "key.module_refused": Message(
        vi=Words(
            "Phần mềm của thiết bị ký số chưa được phép dùng.",
            "Thư viện PKCS#11 không qua được bước kiểm tra an toàn.",
            "Hãy nhờ người quản trị kiểm tra phần mềm của thiết bị.",
        ),
        en=Words(
            "The token's software may not be used.",
            "Its PKCS#11 library did not pass the safety check.",
            "Ask the administrator to check the token's software.",
        ),
    ),
    "key.module_unsafe": Message(
        vi=Words(
            "Phần mềm của thiết bị ký số nằm ở chỗ không an toàn.",
            "Người khác trên máy này có thể thay tệp thư viện bằng tệp giả.",
            "Hãy nhờ người quản trị cài lại phần mềm vào thư mục của hệ thống.",
        ),
        en=Words(
            "The token's software lies in an unsafe place.",
            "Somebody else on this computer could replace its library.",
            "Ask the administrator to install it into a system folder.",
        ),
    ),
    "key.module_foreign": Message(
        vi=Words(
            "Phần mềm của thiết bị ký số không hợp với máy này.",
            "Thư viện được làm cho loại bộ xử lý khác, thường là bản 32 bit.",
            "Hãy nhờ người quản trị cài bản 64 bit của nhà cung cấp thiết bị.",
        ),
        en=Words(
            "The token's software does not fit this computer.",
            "Its library is made for another processor, most often 32-bit.",
            "Ask the administrator to install the maker's 64-bit version.",
        ),
    ),
    "key.module_unknown": Message(
        vi=Words(
            "Phần mềm của thiết bị ký số chưa được xác nhận.",
            "Đây là lần đầu máy trạm thấy thư viện này.",
            "Hãy nhờ người quản trị xác nhận thư viện; máy trạm chỉ hỏi một lần.",
        ),
        en=Words(
            "The token's software has not been allowed yet.",
            "The station sees this library for the first time.",
            "Ask the administrator to allow it; the station asks only once.",
        ),
    ),
    "key.module_changed": Message(
        vi=Words(
            "Phần mềm của thiết bị ký số đã bị thay đổi.",
            "Thư viện khác với bản đã được xác nhận trước đây.",
            "Nếu vừa cập nhật phần mềm, nhờ người quản trị xác nhận lại; nếu không, đừng ký và "
            "báo ngay.",
        ),
        en=Words(
            "The token's software has changed.",
            "Its library is not the one that was allowed.",
            "If it was just updated, let the administrator allow it again; if not, do not sign "
            "and report it.",
        ),
    ),
    "key.bad_module_list": Message(
        vi=Words(
            "Danh sách phần mềm của thiết bị ký số bị hỏng.",
            "Máy trạm không đọc được danh sách thư viện đã biết hoặc đã xác nhận.",
            "Hãy nhờ người quản trị cài lại máy trạm hoặc xác nhận lại phần mềm của thiết bị.",
        ),
        en=Words(
            "The list of token software is damaged.",
            "The list of known or allowed libraries cannot be read.",
            "Ask the administrator to install the station again or to allow the software again.",
        ),
    ),
    "key.token_crashed": Message(
        vi=Words(
            "Phần mềm của thiết bị ký số bị dừng đột ngột.",
            "Máy trạm đã khởi động lại phần mềm này; các tệp đã ký vẫn còn nguyên.",
            "Hãy nhập lại mã PIN để ký tiếp các tệp còn lại.",
        ),
        en=Words(
            "The token's software ended by itself.",
            "The station has started it again; what was signed is kept.",
            "Enter the PIN again to sign the remaining files.",
        ),
    ),
    "key.token_hung": Message(
        vi=Words(
            "Thiết bị ký số không trả lời.",
            "Máy trạm đã chờ quá lâu nên dừng phần mềm của thiết bị; các tệp đã ký vẫn còn nguyên.",
            "Hãy rút thiết bị ra, cắm lại rồi nhập mã PIN để ký tiếp.",
        ),
        en=Words(
            "The token does not answer.",
            "The station waited too long and ended its software; what was signed is kept.",
            "Plug the token in again, then enter the PIN to go on.",
        ),
    ),
    "key.choice_needed": Message(
        vi=Words(
            "Thiết bị có nhiều chứng thư ký được.",
            "Máy trạm không tự chọn thay cán bộ.",
            "Hãy chọn chứng thư muốn dùng rồi nhập lại mã PIN.",
        ),
        en=Words(
            "Several certificates on the token can sign.",
            "The station does not choose for the officer.",
            "Choose the certificate, then enter the PIN again.",
        ),
    ),
    "key.pin_needed": Message(
        vi=Words(
            "Cần nhập lại mã PIN.",
            "Máy trạm không còn giữ mã PIN: thiết bị đã đăng xuất, được cắm lại hoặc để lâu không "
            "ký.",
            "Hãy nhập mã PIN để ký tiếp; các tệp đã ký vẫn còn nguyên.",
        ),
        en=Words(
            "The PIN is needed again.",
            "The station no longer holds it: the token logged out, was plugged in again or stood "
            "idle.",
            "Enter the PIN to go on; what was signed is kept.",
        ),
    ),
    "key.pin_cancelled": Message(
        vi=Words(
            "Việc nhập mã PIN trên đầu đọc đã bị hủy.",
            "Có người bấm hủy trên bàn phím của đầu đọc hoặc đã quá thời gian chờ.",
            "Hãy bấm ký lại rồi nhập mã PIN trên đầu đọc.",
        ),
        en=Words(
            "Entering the PIN on the reader was cancelled.",
            "Somebody pressed cancel on its keypad, or its time ran out.",
            "Start signing again and enter the PIN on the reader.",
        ),
    ),
    "key.pin_expired": Message(
        vi=Words(
            "Thiết bị đòi đổi mã PIN trước khi ký.",
            "Mã PIN đã hết hạn hoặc chưa được đặt.",
            "Hãy đổi mã PIN bằng phần mềm của thiết bị rồi ký lại.",
        ),
        en=Words(
            "The token wants a new PIN before it signs.",
            "The PIN has expired or was never set.",
            "Change the PIN with the token's own software, then sign again.",
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
    "appearance.refused": Message(
        vi=Words(
            "Chưa vẽ được hình hiển thị của chữ ký.",
            "Hình hoặc chữ của chữ ký không dùng được.",
            "Hãy kiểm tra hình chữ ký trong Cài đặt rồi ký lại.",
        ),
        en=Words(
            "The visible signature could not be drawn.",
            "Its picture or text cannot be used.",
            "Check the picture in the settings, then sign again.",
        ),
    ),
    "appearance.picture_unreadable": Message(
        vi=Words(
            "Không đọc được hình chữ ký hoặc con dấu.",
            "Tệp không phải ảnh PNG hoặc đã hỏng.",
            "Hãy chọn tệp .png khác trong Cài đặt.",
        ),
        en=Words(
            "The picture of the signature or seal cannot be read.",
            "The file is not a PNG picture or is damaged.",
            "Choose another .png file in the settings.",
        ),
    ),
    "appearance.picture_too_large": Message(
        vi=Words(
            "Hình chữ ký hoặc con dấu quá lớn.",
            "Tệp lớn hơn 4 MB hoặc có quá nhiều điểm ảnh.",
            "Hãy quét lại ở 300–600 dpi, cắt sát hình rồi chọn lại.",
        ),
        en=Words(
            "The picture of the signature or seal is too large.",
            "It is larger than 4 MB or has too many pixels.",
            "Scan it at 300–600 dpi, crop it and choose it again.",
        ),
    ),
    "appearance.picture_opaque": Message(
        vi=Words(
            "Hình chữ ký hoặc con dấu chưa có nền trong suốt.",
            "Nền của hình sẽ che mất chữ trên văn bản.",
            "Hãy dùng tệp .png đã xóa nền.",
        ),
        en=Words(
            "The picture has no transparent ground.",
            "It would hide the text below it.",
            "Use a .png file whose ground was removed.",
        ),
    ),
    "appearance.picture_empty": Message(
        vi=Words(
            "Hình chữ ký hoặc con dấu bị trống.",
            "Trong tệp không có nét vẽ nào.",
            "Hãy chọn tệp .png có hình chữ ký hoặc con dấu.",
        ),
        en=Words(
            "The picture of the signature or seal is empty.",
            "Nothing is drawn on it.",
            "Choose a .png file that shows the signature or seal.",
        ),
    ),
    "appearance.text_not_drawable": Message(
        vi=Words(
            "Chưa ghi được dòng chữ của chữ ký số.",
            "Dòng chữ trống, quá dài hoặc có ký tự mà phông chữ không có.",
            "Hãy kiểm tra tên cơ quan và số văn bản rồi ký lại.",
        ),
        en=Words(
            "The text of the signature could not be written.",
            "It is empty, too long or has a letter that the font lacks.",
            "Check the agency's name and the document's number, then sign again.",
        ),
    ),
    "appearance.font_unusable": Message(
        vi=Words(
            "Thiếu phông chữ của chữ ký số.",
            "Tệp phông chữ đi kèm chương trình bị mất hoặc hỏng.",
            "Hãy nhờ người quản trị cài lại chương trình.",
        ),
        en=Words(
            "The font of visible signatures is missing.",
            "The font that comes with the program is gone or damaged.",
            "Ask the administrator to install the program again.",
        ),
    ),
    "appearance.bad_rules": Message(
        vi=Words(
            "Không đọc được quy định về hình hiển thị chữ ký.",
            "Tệp quy định đi kèm chương trình sai hoặc hết hiệu lực.",
            "Hãy nhờ người quản trị cập nhật chương trình.",
        ),
        en=Words(
            "The rules of visible signatures cannot be read.",
            "Their file is wrong or no longer in force.",
            "Ask the administrator to update the program.",
        ),
    ),
    "appearance.no_place": Message(
        vi=Words(
            "Chưa tìm thấy chỗ ký trên văn bản.",
            "Không thấy tên người ký, chức vụ hay ô ký nào.",
            "Hãy kéo khung chữ ký vào đúng chỗ rồi ký.",
        ),
        en=Words(
            "No place for the signature was found.",
            "The file shows neither the signer's name nor a title nor a field.",
            "Drag the frame of the signature to its place, then sign.",
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
    "stamp.place_unsure": Message(
        vi=Words(
            "Chưa chắc chỗ đặt chữ ký trên trang.",
            "Máy tìm được một chỗ nhưng không đủ chắc chắn, nên chưa ký tệp này.",
            "Hãy mở tệp, kéo chữ ký vào đúng chỗ rồi ký.",
        ),
        en=Words(
            "The place of the signature is not sure.",
            "A place was found, but not surely enough, so this file is not signed.",
            "Open the file, drag the signature to its place and sign.",
        ),
    ),
    "stamp.picture_missing": Message(
        vi=Words(
            "Không đọc được hình chữ ký hoặc con dấu.",
            "Tệp hình khai báo trong cài đặt không còn ở chỗ cũ.",
            "Hãy nhờ người quản trị khai báo lại tệp hình (.png).",
        ),
        en=Words(
            "The picture of the signature or seal cannot be read.",
            "The file named in the settings is not there any more.",
            "Ask the administrator to set the picture (.png) again.",
        ),
    ),
    "signing.time_owed": Message(
        vi=Words(
            "Hồ sơ đã ký, đang chờ dấu thời gian.",
            "Dịch vụ dấu thời gian chưa trả lời; chữ ký đã được giữ an toàn.",
            "Không cần làm gì: máy tự lấy dấu thời gian rồi tự gửi hồ sơ.",
        ),
        en=Words(
            "The dossier is signed and waits for its time stamp.",
            "The time-stamp service has not answered; the signature is kept safe.",
            "Nothing to do: the station gets the time and then sends the dossier by itself.",
        ),
    ),
    "result.refused": Message(
        vi=Words(
            "Tệp kết quả này không được nhận để ký.",
            "Tệp có nội dung tự chạy, có chữ ký không còn đúng, hoặc không có tệp nào chờ ký.",
            "Hãy xin lại tệp PDF từ nơi lập kết quả rồi nhập lại.",
        ),
        en=Words(
            "This result is not taken in for signing.",
            "It acts by itself, a signature in it does not hold, or no result waits.",
            "Ask whoever made the result for the PDF again and import it once more.",
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
    "pdf.active_content": Message(
        vi=Words(
            "Tệp chứa nội dung tự chạy nên không được ký.",
            "Tệp có mã lệnh, lệnh mở chương trình hoặc tệp đính kèm tự chạy.",
            "Hãy in tệp sang PDF mới rồi ký tệp mới.",
        ),
        en=Words(
            "The file holds active content and is not signed.",
            "It carries scripts, launch actions or attachments that run by themselves.",
            "Print the file to a new PDF and sign that one.",
        ),
    ),
    "pdf.signing_order": Message(
        vi=Words(
            "Cơ quan đã ký tệp này nên cá nhân không ký thêm được.",
            "Cá nhân ký trước, cơ quan ký sau cùng.",
            "Hãy lấy tệp khi cơ quan chưa ký, cho cá nhân ký trước rồi mới đến cơ quan.",
        ),
        en=Words(
            "The agency has signed this file; no person can sign any more.",
            "Persons sign first, the agency last.",
            "Take the file from before the agency signed and let the person sign first.",
        ),
    ),
    "pdf.changed_since_seen": Message(
        vi=Words(
            "Tệp đã thay đổi sau khi anh/chị xem nên chưa được ký.",
            "Nội dung trên đĩa không còn là nội dung đã hiển thị.",
            "Hãy mở xem lại tệp rồi ký.",
        ),
        en=Words(
            "The file changed after you looked at it and was not signed.",
            "What is on the disk is no longer what was shown.",
            "Open and read the file again, then sign.",
        ),
    ),
    "prepared.unreadable": Message(
        vi=Words(
            "Không đọc được phần chữ ký đang làm dở.",
            "Dữ liệu ghi lại giữa chừng bị hỏng; tệp gốc vẫn nguyên vẹn.",
            "Hãy bấm F9 để ký lại tệp này.",
        ),
        en=Words(
            "What was kept of a begun signature cannot be read.",
            "The record is damaged; the original file is untouched.",
            "Press F9 to sign this file again.",
        ),
    ),
    "prepared.changed": Message(
        vi=Words(
            "Bản chuẩn bị để ký không còn hoặc đã bị sửa.",
            "Chữ ký chỉ khớp với đúng bản đã chuẩn bị; tệp gốc vẫn nguyên vẹn.",
            "Hãy bấm F9 để ký lại tệp này.",
        ),
        en=Words(
            "The copy prepared for signing is gone or was changed.",
            "A signature fits only the very copy it was made for; the original is untouched.",
            "Press F9 to sign this file again.",
        ),
    ),
    "signing.value_not_proved": Message(
        vi=Words(
            "Chữ ký nhận về không khớp với chứng thư nên đã bị bỏ.",
            "Thiết bị hoặc dịch vụ ký đã trả về giá trị sai.",
            "Hãy ký lại; nếu vẫn vậy, báo nơi cấp chứng thư số.",
        ),
        en=Words(
            "The signature that came back does not fit the certificate and was thrown away.",
            "The token or signing service returned a wrong value.",
            "Sign again; if it stays, tell the issuer of the certificate.",
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
