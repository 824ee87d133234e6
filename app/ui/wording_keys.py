"""Words for keys: tokens and key files, and what all keys have in common."""

from __future__ import annotations

from app.ui.wording import Message, Words

KEY_MESSAGES: dict[str, Message] = {
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
    "key.whole_files_only": Message(
        vi=Words(
            "Chương trình ký của Ban Cơ yếu không ký được hồ sơ và kết quả trong máy trạm.",
            "Chương trình này chỉ ký từng tệp rời và tự hiện cửa sổ riêng cho mỗi tệp.",
            (
                "Hãy ký bằng USB token của chính chữ ký đó (pkcs11), hoặc dùng lệnh "
                "«sohoa sign» cho tệp rời."
            ),
        ),
        en=Words(
            "The government's signing program cannot sign dossiers and results of the station.",
            "It signs loose files only, each in a window of its own.",
            "Sign with the token itself (pkcs11), or use `sohoa sign` for loose files.",
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
}
"""Messages of keys, by code."""
