"""Words for logins, roles, dossiers in other hands and the audit log."""

from __future__ import annotations

from app.ui.wording import Message, Words

ACCESS_MESSAGES: dict[str, Message] = {
    "access.refused": Message(
        vi=Words(
            "Bạn chưa được phép làm việc này.",
            "Trạm chỉ cho làm những việc thuộc vai trò của tài khoản.",
            "Hãy nhờ người quản trị trạm.",
        ),
        en=Words(
            "You may not do this.",
            "The station allows only what belongs to the roles of an account.",
            "Ask the administrator of the station.",
        ),
    ),
    "access.login_needed": Message(
        vi=Words(
            "Cần đăng nhập trước.",
            "Trạm này có tài khoản cán bộ và chưa có ai đăng nhập, hoặc màn hình đang khóa.",
            "Hãy đăng nhập rồi làm lại (dòng lệnh: sohoa --officer TÊN …).",
        ),
        en=Words(
            "You have to log in first.",
            "This station has accounts and nobody is logged in, or the screen is locked.",
            "Log in and do it again (command line: sohoa --officer NAME …).",
        ),
    ),
    "access.not_allowed": Message(
        vi=Words(
            "Tài khoản của bạn không có vai trò cho việc này.",
            "Quét và kiểm tra, ký và gửi, quản trị là ba vai trò riêng. Lần từ chối này đã được "
            "ghi vào nhật ký.",
            "Hãy nhờ cán bộ có vai trò đó, hoặc nhờ người quản trị đổi vai trò.",
        ),
        en=Words(
            "Your account does not have the role for this.",
            "Scanning and review, signing and sending, and administration are separate roles. "
            "The refusal was written into the audit log.",
            "Ask an officer who has the role, or have the administrator change yours.",
        ),
    ),
    "access.held_by_other": Message(
        vi=Words(
            "Hồ sơ này đang do cán bộ khác làm.",
            "Hồ sơ đang mở chỉ hiện cho người đang làm.",
            "Nếu cần làm tiếp, bấm Ctrl+Shift+T để tiếp nhận; việc tiếp nhận được ghi vào nhật ký.",
            told="Hồ sơ này đang do cán bộ {holder} làm.",
        ),
        en=Words(
            "Another officer is working on this dossier.",
            "An open dossier is shown to the officer who works on it alone.",
            "To go on with it press Ctrl+Shift+T; the takeover is written into the audit log.",
            told="The officer {holder} is working on this dossier.",
        ),
    ),
    "access.wrong_password": Message(
        vi=Words(
            "Sai tên đăng nhập hoặc mật khẩu.",
            "",
            "Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi nhập lại.",
        ),
        en=Words(
            "Wrong account or password.",
            "",
            "Check the keyboard layout and Caps Lock, then type it again.",
        ),
    ),
    "access.tried_too_often": Message(
        vi=Words(
            "Đã nhập sai nhiều lần nên phải chờ.",
            "Mỗi lần sai nữa thì thời gian chờ dài thêm; sai mười lần thì tài khoản khóa một giờ.",
            "Hãy chờ rồi nhập lại, hoặc nhờ người quản trị cấp lại mật khẩu.",
            told="Đã nhập sai nhiều lần; chờ {seconds} giây nữa mới nhập lại được.",
        ),
        en=Words(
            "Too many wrong passwords, so there is a wait.",
            "Each further one makes the wait longer; ten lock the account for an hour.",
            "Wait and type it again, or have the administrator give you a new password.",
            told="Too many wrong passwords; {seconds} more seconds until the next try.",
        ),
    ),
    "access.online_needed": Message(
        vi=Words(
            "Tài khoản này cần đăng nhập qua cổng đăng nhập của tỉnh.",
            "Mật khẩu riêng chỉ dùng được trong ca làm việc, hoặc trong ít ngày khi mất mạng.",
            "Hãy bấm “Đăng nhập bằng tài khoản của tỉnh” (dòng lệnh: sohoa officer login).",
        ),
        en=Words(
            "This account has to log in at the province's login service.",
            "The password alone counts during a shift, or for a few days without a network.",
            "Press “Log in with the province's account” (command line: sohoa officer login).",
        ),
    ),
    "access.online_refused": Message(
        vi=Words(
            "Cổng đăng nhập không chấp nhận lần đăng nhập này.",
            "Người dùng đã từ chối, mã đã hết hạn, hoặc tài khoản ở cổng đã bị khóa.",
            "Hãy đăng nhập lại; nếu vẫn bị từ chối, hãy hỏi nơi quản lý tài khoản của tỉnh.",
        ),
        en=Words(
            "The login service did not accept this login.",
            "It was denied, the code expired, or the account there is closed.",
            "Log in again; if it is refused again, ask who looks after accounts of the province.",
        ),
    ),
    "access.person_unknown": Message(
        vi=Words(
            "Trạm chưa có tài khoản cho người này.",
            "Cổng đăng nhập đã nhận ra bạn, nhưng chưa có tài khoản nào của trạm gắn với bạn.",
            "Hãy nhờ người quản trị trạm gắn tài khoản (thẻ Tài khoản, nút “Gắn”).",
        ),
        en=Words(
            "This station has no account for this person.",
            "The login service knows you, but no account of the station is linked to you.",
            "Ask the administrator of the station to link an account (tab Accounts, “Link”).",
        ),
    ),
    "access.subject_taken": Message(
        vi=Words(
            "Người này đã gắn với một tài khoản khác của trạm.",
            "Mỗi người ở cổng đăng nhập chỉ gắn với một tài khoản.",
            "Hãy bỏ gắn ở tài khoản kia trước.",
        ),
        en=Words(
            "This person is linked to another account of the station already.",
            "A person of the login service goes with one account only.",
            "Unlink the other account first.",
        ),
    ),
    "recovery.sheet_not_saved": Message(
        vi=Words(
            "Chưa lưu được tờ khôi phục.",
            "Không ghi được tệp PDF vào nơi đã chọn.",
            "Hãy chọn nơi khác, chẳng hạn một thẻ nhớ USB còn chỗ.",
        ),
        en=Words(
            "The recovery sheet was not saved.",
            "The PDF cannot be written where you chose.",
            "Choose another place, such as a USB stick with room.",
        ),
    ),
    "recovery.sheet_mistyped": Message(
        vi=Words(
            "Phần vừa gõ không khớp với tờ khôi phục.",
            "",
            "Hãy xem lại đúng dòng được hỏi trên tờ giấy mới in rồi gõ lại.",
        ),
        en=Words(
            "What was typed does not stand on the recovery sheet.",
            "",
            "Look at the line that is asked for on the sheet printed last, and type it again.",
        ),
    ),
    "login.error": Message(
        vi=Words(
            "Chưa đăng nhập được qua cổng đăng nhập.",
            "Câu trả lời của cổng không dùng được.",
            "Hãy thử lại, hoặc báo người quản trị trạm.",
        ),
        en=Words(
            "The login at the service did not work.",
            "The answer of the service cannot be used.",
            "Try again, or tell the administrator of the station.",
        ),
    ),
    "login.identity_invalid": Message(
        vi=Words(
            "Không tin được câu trả lời của cổng đăng nhập nên chưa cho vào.",
            "Chữ ký, nơi cấp, nơi nhận hoặc thời hạn của danh tính không đúng.",
            "Đừng thử cách khác. Hãy báo người quản trị kiểm tra địa chỉ và mã trạm ở cổng.",
        ),
        en=Words(
            "The answer of the login service cannot be trusted, so nobody was let in.",
            "Signature, issuer, audience or time of the identity is wrong.",
            "Do not try another way. Have the administrator check address and client id.",
        ),
    ),
    "login.clock_off": Message(
        vi=Words(
            "Đồng hồ của máy này sai nên chưa đăng nhập được.",
            "Giờ của máy lệch quá 5 phút so với giờ của cổng đăng nhập.",
            "Hãy chỉnh đồng hồ và múi giờ của máy rồi đăng nhập lại.",
        ),
        en=Words(
            "The clock of this machine is wrong, so the login did not work.",
            "It is more than 5 minutes off the clock of the login service.",
            "Set clock and time zone of the machine and log in again.",
        ),
    ),
    "access.account_closed": Message(
        vi=Words(
            "Tài khoản này đã đóng.",
            "Người quản trị đã đóng tài khoản; những việc đã làm vẫn giữ tên của tài khoản.",
            "Hãy nhờ người quản trị mở lại nếu bạn vẫn làm việc ở trạm này.",
        ),
        en=Words(
            "This account is closed.",
            "The administrator closed it; what was done with it keeps its name.",
            "Have the administrator open it again if you still work at this station.",
        ),
    ),
    "access.password_weak": Message(
        vi=Words(
            "Mật khẩu mới chưa dùng được.",
            "Mật khẩu cần ít nhất 10 ký tự, không phải mật khẩu ai cũng đoán được và không phải "
            "tên đăng nhập.",
            "Hãy chọn một cụm từ dài dễ nhớ, ví dụ bốn từ không liên quan nhau.",
        ),
        en=Words(
            "The new password cannot be used.",
            "It needs at least 10 characters, must not be one that everybody guesses and not the "
            "name of the account.",
            "Choose a long phrase that is easy to remember, such as four unrelated words.",
        ),
    ),
    "access.password_expired": Message(
        vi=Words(
            "Cần đổi mật khẩu trước khi làm việc.",
            "Mật khẩu này do người khác cấp.",
            "Hãy chọn mật khẩu của riêng bạn (dòng lệnh: sohoa officer password TÊN).",
        ),
        en=Words(
            "The password has to be changed before you work.",
            "It was given to you by somebody else.",
            "Choose one of your own (command line: sohoa officer password NAME).",
        ),
    ),
    "access.officer_taken": Message(
        vi=Words(
            "Đã có tài khoản với tên này.",
            "Tài khoản đã đóng vẫn giữ tên để nhật ký luôn chỉ đúng một người.",
            "Hãy chọn tên khác.",
        ),
        en=Words(
            "There is an account of this name already.",
            "A closed account keeps its name, so that the audit log always names one person.",
            "Choose another name.",
        ),
    ),
    "access.last_admin": Message(
        vi=Words(
            "Trạm phải luôn có ít nhất một người quản trị.",
            "Không còn ai quản trị thì không ai cấp lại được mật khẩu.",
            "Hãy lập hoặc mở một tài khoản quản trị khác trước.",
        ),
        en=Words(
            "The station needs at least one administrator.",
            "Without one nobody could give out a new password.",
            "Set up or open another administrator first.",
        ),
    ),
    "access.unguarded": Message(
        vi=Words(
            "Chưa khóa được màn hình vì trạm chưa có tài khoản nào.",
            "Khóa màn hình cần mật khẩu của cán bộ để mở lại.",
            "Hãy nhờ người quản trị lập tài khoản: sohoa officer add TÊN --role admin.",
        ),
        en=Words(
            "The screen cannot be locked because the station has no accounts.",
            "Unlocking takes the password of an officer.",
            "Have the administrator set up accounts: sohoa officer add NAME --role admin.",
        ),
    ),
    "audit.cut": Message(
        vi=Words(
            "Nhật ký của trạm thiếu những mục mà biên nhận đã xác nhận.",
            "Kho dữ liệu có thể đã bị cắt bớt hoặc được khôi phục từ bản cũ.",
            "Hãy báo ngay người quản trị; giữ nguyên máy và chạy: sohoa store verify.",
        ),
        en=Words(
            "The audit log of the station lacks entries that receipts vouch for.",
            "The store may have been cut short, or restored from an old copy.",
            "Tell the administrator at once; leave the computer as it is and run: "
            "sohoa store verify.",
        ),
    ),
    "audit.unreadable": Message(
        vi=Words(
            "Không đọc được tệp nhật ký này.",
            "Tệp không có, hoặc không phải tệp văn bản do trạm xuất.",
            "Hãy chọn lại tệp do lệnh sohoa audit export ghi.",
        ),
        en=Words(
            "This file of the audit log cannot be read.",
            "It is not there, or no text that the station has written.",
            "Choose a file that sohoa audit export has written.",
        ),
    ),
}
