"""Words for sending dossiers to the processing system."""

from __future__ import annotations

from app.ui.wording import Message, Words

DELIVERY_MESSAGES: dict[str, Message] = {
    "delivery.error": Message(
        vi=Words(
            "Chưa gửi được hồ sơ.",
            "Hệ thống tiếp nhận trả lời ngoài dự kiến.",
            "Hồ sơ vẫn an toàn trên máy này. Hãy bấm Gửi lại; nếu vẫn vậy, gọi người quản trị.",
        ),
        en=Words(
            "The dossier could not be sent.",
            "The processing system answered in an unforeseen way.",
            "The dossier is safe here. Send it again; if it stays, call the administrator.",
        ),
    ),
    "delivery.link_down": Message(
        vi=Words(
            "Chưa gửi được: mất kết nối tới hệ thống tiếp nhận.",
            "Mạng bị ngắt hoặc máy chủ không trả lời.",
            "Hồ sơ đã lưu an toàn trên máy này và sẽ tự gửi lại. Bạn có thể tiếp tục quét.",
            told="Chưa gửi được {waiting} hồ sơ: mất kết nối tới hệ thống tiếp nhận từ {since}.",
        ),
        en=Words(
            "Not sent: no connection to the processing system.",
            "The network is down or the server does not answer.",
            "The dossier is safe here and will be sent by itself. You can go on scanning.",
            told="{waiting} dossiers not sent: no connection since {since}.",
        ),
    ),
    "delivery.server_busy": Message(
        vi=Words(
            "Hệ thống tiếp nhận đang bận.",
            "Máy chủ có trả lời nhưng chưa nhận được hồ sơ lúc này.",
            "Bạn không cần làm gì: hồ sơ sẽ tự gửi lại.",
        ),
        en=Words(
            "The processing system is busy.",
            "It answers but cannot take the dossier now.",
            "Nothing to do: it will be sent again by itself.",
        ),
    ),
    "delivery.ambiguous": Message(
        vi=Words(
            "Chưa rõ hệ thống tiếp nhận đã nhận hồ sơ hay chưa.",
            "Câu trả lời bị mất giữa đường.",
            "Bạn không cần làm gì: máy trạm sẽ hỏi lại bằng cùng một mã nên không bị gửi trùng.",
        ),
        en=Words(
            "It is not known whether the processing system took the dossier.",
            "Its reply was lost on the way.",
            "Nothing to do: the station asks again under the same key, so nothing is sent twice.",
        ),
    ),
    "delivery.auth": Message(
        vi=Words(
            "Hệ thống tiếp nhận không chấp nhận đăng nhập của máy trạm.",
            "Mã truy cập hết hạn hoặc bị thu hồi.",
            "Hãy nhờ người quản trị cấp mã truy cập mới, rồi bấm Gửi lại.",
        ),
        en=Words(
            "The processing system does not accept the station's login.",
            "The access token has expired or was withdrawn.",
            "Ask the administrator for a new token, then send again.",
        ),
    ),
    "delivery.tls": Message(
        vi=Words(
            "Không tin được chứng thư của máy chủ nên đã dừng gửi.",
            "Chứng thư hết hạn, sai tên hoặc do nơi lạ cấp.",
            "Đừng gửi bằng cách khác. Hãy báo người quản trị kiểm tra máy chủ và đồng hồ máy này.",
        ),
        en=Words(
            "The server's certificate cannot be trusted, so sending stopped.",
            "It has expired, names another host or comes from an unknown authority.",
            "Do not send another way. Ask the administrator to check the server and the clock.",
        ),
    ),
    "delivery.rejected": Message(
        vi=Words(
            "Hệ thống tiếp nhận từ chối hồ sơ này.",
            "Hồ sơ thiếu thông tin hoặc không đúng quy định của hệ thống.",
            "Hãy đọc lý do bên dưới, bấm Sửa để mở bản sửa đổi, hoặc hỏi người quản trị.",
        ),
        en=Words(
            "The processing system refuses this dossier.",
            "Something is missing or breaks the rules of the system.",
            "Read the reason below, press Correct to open a correction, or ask the administrator.",
        ),
    ),
    "delivery.gone": Message(
        vi=Words(
            "Hệ thống tiếp nhận không còn giữ phần đã gửi.",
            "Phần gửi dở đã hết hạn trên máy chủ.",
            "Bạn không cần làm gì: hồ sơ sẽ được gửi lại từ đầu.",
        ),
        en=Words(
            "The processing system no longer has what was sent.",
            "The unfinished upload has expired there.",
            "Nothing to do: the dossier will be sent from the beginning.",
        ),
    ),
    "delivery.digest_mismatch": Message(
        vi=Words(
            "Tệp trên máy chủ khác với tệp đã gửi.",
            "Dữ liệu bị hỏng trên đường truyền.",
            "Máy trạm sẽ tự gửi lại; nếu vẫn dừng ở đây, hãy báo người quản trị.",
        ),
        en=Words(
            "The file on the server differs from the one that was sent.",
            "It was damaged on the way.",
            "The station sends it again; if it stays here, tell the administrator.",
        ),
    ),
    "delivery.proxy": Message(
        vi=Words(
            "Chưa gửi được: máy chủ proxy của mạng yêu cầu đăng nhập.",
            "Tên hoặc mật khẩu proxy trong cài đặt bị thiếu hoặc đã đổi.",
            "Hồ sơ vẫn an toàn trên máy này. Hãy nhờ người quản trị sửa đăng nhập proxy.",
        ),
        en=Words(
            "Not sent: the proxy of the network wants a login.",
            "Its name or password is missing in the settings or was changed.",
            "The dossier is safe here. Ask the administrator to mend the login of the proxy.",
        ),
    ),
    "delivery.processing": Message(
        vi=Words(
            "Hệ thống đã nhận hồ sơ và đang xử lý, chưa có biên nhận.",
            "Máy chủ cần thêm thời gian để kiểm tra hồ sơ.",
            "Bạn không cần làm gì: máy trạm sẽ tự hỏi lại và lấy biên nhận.",
        ),
        en=Words(
            "The system has the dossier and is still working on it; there is no receipt yet.",
            "The server needs more time to check it.",
            "Nothing to do: the station asks again and fetches the receipt by itself.",
        ),
    ),
    "delivery.conflict": Message(
        vi=Words(
            "Hồ sơ ở hệ thống tiếp nhận không khớp với hồ sơ ở máy này.",
            "Máy chủ giữ bản khác của cùng hồ sơ, hoặc không còn biết hồ sơ đã cấp biên nhận.",
            "Đừng xóa hay gửi lại bằng cách khác. Hãy báo người quản trị ngay.",
        ),
        en=Words(
            "The dossier at the processing system does not fit the one on this machine.",
            "It holds another version, or no longer knows what it gave a receipt for.",
            "Do not delete it or send it another way. Tell the administrator now.",
        ),
    ),
    "delivery.local_corrupt": Message(
        vi=Words(
            "Tệp trên máy này bị hỏng nên không gửi.",
            "Nội dung không còn đúng như lúc niêm phong; có thể ổ đĩa bị lỗi.",
            "Hãy báo người quản trị kiểm tra ổ đĩa, rồi quét lại giấy tờ nếu cần.",
        ),
        en=Words(
            "A file on this machine is damaged and was not sent.",
            "It is no longer what was sealed; the disk may be failing.",
            "Ask the administrator to check the disk, then scan the papers again if needed.",
        ),
    ),
    "delivery.clock_off": Message(
        vi=Words(
            "Đồng hồ máy này lệch xa đồng hồ của hệ thống tiếp nhận.",
            "Ngày giờ của máy trạm hoặc của máy chủ bị sai.",
            "Việc gửi vẫn tiếp tục. Hãy nhờ người quản trị chỉnh lại ngày giờ của máy này.",
        ),
        en=Words(
            "The clock of this machine is far from that of the processing system.",
            "Date or time of the station or of the server is wrong.",
            "Sending goes on. Ask the administrator to set date and time of this machine.",
        ),
    ),
    "delivery.login_needed": Message(
        vi=Words(
            "Máy trạm chưa đăng nhập vào hệ thống tiếp nhận.",
            "Chưa ai đăng nhập, hoặc phiên đăng nhập đã hết hạn.",
            "Hãy đăng nhập máy trạm (lệnh: sohoa login); hồ sơ sẽ được gửi tiếp sau đó.",
        ),
        en=Words(
            "The station is not logged in at the processing system.",
            "Nobody has logged it in, or the login has ended.",
            "Log the station in (command: sohoa login); the dossiers go on afterwards.",
        ),
    ),
    "delivery.login_refused": Message(
        vi=Words(
            "Đăng nhập không thành công.",
            "Yêu cầu bị từ chối, hoặc mã đã hết hạn trước khi có người xác nhận.",
            "Hãy đăng nhập lại và xác nhận mã trong thời hạn ghi trên màn hình.",
        ),
        en=Words(
            "The login did not succeed.",
            "It was refused, or the code expired before anybody confirmed it.",
            "Log in again and confirm the code within the time that is shown.",
        ),
    ),
    "delivery.login_waiting": Message(
        vi=Words(
            "Đang chờ xác nhận đăng nhập.",
            "Chưa ai nhập mã trên điện thoại hoặc máy khác.",
            "Hãy mở địa chỉ đang hiện trên màn hình và nhập mã.",
        ),
        en=Words(
            "Waiting for the login to be confirmed.",
            "Nobody has typed in the code on another device yet.",
            "Open the address that is shown and type in the code.",
        ),
    ),
    "delivery.receipt_invalid": Message(
        vi=Words(
            "Biên nhận điện tử không hợp lệ nên chưa được chấp nhận.",
            "Chữ ký hoặc mã băm trong biên nhận không khớp.",
            "Đừng coi hồ sơ là đã nộp. Hãy báo người quản trị ngay.",
        ),
        en=Words(
            "The electronic receipt is not valid and was not accepted.",
            "Its signature or digests do not fit.",
            "Do not treat the dossier as handed in. Tell the administrator now.",
        ),
    ),
    "delivery.key_unknown": Message(
        vi=Words(
            "Chưa công nhận biên nhận điện tử vì máy này không biết khóa đã ký.",
            "Hệ thống tiếp nhận có thể đã đổi khóa mà chưa công bố khóa mới đúng cách.",
            "Đừng coi hồ sơ là đã nộp. Hãy báo người quản trị; khi có khóa mới, bấm Gửi ngay.",
        ),
        en=Words(
            "The receipt is not accepted yet: this machine does not know the key that signed it.",
            "The processing system may have changed its key and not published it rightly.",
            "Do not treat the dossier as handed in. Tell the administrator; then press Send now.",
        ),
    ),
    "delivery.keys_refused": Message(
        vi=Words(
            "Từ chối khóa mới của hệ thống tiếp nhận; khóa đang dùng được giữ nguyên.",
            "Không khóa nào đang tin cậy xác nhận khóa mới, hoặc đó là bộ khóa cũ bị gửi lại.",
            "Hồ sơ vẫn còn trên máy. Hãy báo người quản trị hỏi tỉnh trước khi tin khóa mới.",
        ),
        en=Words(
            "New keys of the processing system were refused; those in use stay.",
            "No trusted key vouches for them, or an old set was sent again.",
            "Dossiers are safe here. The administrator should ask the province about the new keys.",
        ),
    ),
    "delivery.statement_only": Message(
        vi=Words(
            "Hệ thống đã nhận hồ sơ nhưng không ký biên nhận.",
            "Máy trạm tự ghi lại câu trả lời; bản ghi này không phải là biên nhận của hệ thống.",
            "Bạn không cần làm gì. Khi cần chứng minh đã nộp, hãy hỏi bộ phận tiếp nhận.",
        ),
        en=Words(
            "The system took the dossier and signed no receipt.",
            "The station wrote down the answer itself; this is no receipt of the system.",
            "Nothing to do. To prove that it was handed in, ask whoever took it.",
        ),
    ),
    "delivery.result_damaged": Message(
        vi=Words(
            "Tệp kết quả nhận về không đúng mã băm nên chưa được nhận.",
            "Tệp bị hỏng trên đường truyền, hoặc hệ thống vừa thay tệp khác.",
            "Bạn không cần làm gì: máy trạm sẽ tự nhận lại; nếu vẫn vậy, hãy báo người quản trị.",
        ),
        en=Words(
            "The result that came does not fit its digest and was not taken in.",
            "It was damaged on the way, or the system has just replaced the file.",
            "Nothing to do: it is fetched again; if it stays, tell the administrator.",
        ),
    ),
    "delivery.result_too_large": Message(
        vi=Words(
            "Tệp kết quả quá lớn nên không được nhận.",
            "Máy trạm nhận tệp đến 256 MB.",
            "Hãy đề nghị nơi lập kết quả gửi lại tệp nhỏ hơn.",
        ),
        en=Words(
            "The result is too large and was not taken in.",
            "The station takes files up to 256 MB.",
            "Ask whoever made the result for a smaller file.",
        ),
    ),
    "delivery.result_changed": Message(
        vi=Words(
            "Hệ thống đã thay tệp kết quả này sau khi máy trạm nhận.",
            "Bản trên máy này được giữ nguyên, không tự thay bằng bản mới.",
            "Đừng ký bản này; hãy hỏi nơi lập kết quả xem bản nào đúng.",
        ),
        en=Words(
            "The system replaced this result after the station took it in.",
            "The file here was kept and not replaced.",
            "Do not sign it; ask whoever made the result which file is right.",
        ),
    ),
    "delivery.result_taken": Message(
        vi=Words(
            "Kết quả này đã được trạm khác nhận hoặc đã được trả.",
            "Hệ thống chỉ giao mỗi kết quả cho một trạm.",
            "Đừng ký bản này; hãy hỏi trạm kia hoặc người quản trị.",
        ),
        en=Words(
            "Another station took this result, or it was returned already.",
            "The system gives each result to one station only.",
            "Do not sign this one; ask the other station or the administrator.",
        ),
    ),
    "slip.nothing": Message(
        vi=Words(
            "Chưa có gì để in cho hồ sơ này.",
            "Hồ sơ chưa được niêm phong nên chưa có biên nhận lẫn phiếu trạm.",
            "Hãy ký và niêm phong hồ sơ, rồi in lại.",
        ),
        en=Words(
            "There is nothing to print for this dossier.",
            "It was not sealed, so there is neither a receipt nor a station slip.",
            "Sign and seal the dossier, then print again.",
        ),
    ),
    "slip.not_saved": Message(
        vi=Words(
            "Không lưu được tệp in.",
            "Thư mục đã chọn đầy hoặc không cho ghi.",
            "Hãy chọn thư mục khác rồi in lại.",
        ),
        en=Words(
            "The printed file could not be saved.",
            "The folder is full or cannot be written.",
            "Choose another folder and print again.",
        ),
    ),
    "delivery.awaiting_receipt": Message(
        vi=Words(
            "Đã bàn giao hồ sơ, đang chờ nơi nhận xác nhận.",
            "Nơi nhận chưa trả lời cho gói hồ sơ này.",
            "Máy trạm sẽ tự xem lại. Nếu chép bằng USB, hãy mang USB về cắm lại sau khi nhập.",
        ),
        en=Words(
            "The dossier was handed over; nobody has confirmed it yet.",
            "Whoever takes it in has not answered.",
            "Nothing to do: the station looks again. Bring a USB stick back after the import.",
        ),
    ),
    "delivery.folder_missing": Message(
        vi=Words(
            "Không thấy thư mục hoặc USB để chép hồ sơ.",
            "USB chưa cắm, ổ chung mất kết nối, hoặc thư mục đã bị đổi tên.",
            "Hãy cắm USB hoặc kiểm tra ổ chung; hồ sơ vẫn an toàn và sẽ tự chép tiếp.",
        ),
        en=Words(
            "The folder or USB stick for dossiers is not there.",
            "It is not plugged in, the share is gone, or the folder was renamed.",
            "Plug it in or check the share; dossiers are safe and go on by themselves.",
        ),
    ),
    "delivery.folder_full": Message(
        vi=Words(
            "Nơi chép hồ sơ đã hết chỗ.",
            "Thư mục, USB hoặc kho lưu không còn đủ dung lượng.",
            "Hãy giải phóng chỗ hoặc dùng USB khác; hồ sơ vẫn an toàn trên máy này.",
        ),
        en=Words(
            "There is no room left for dossiers.",
            "The folder, stick or storage is full.",
            "Free some room or take another stick; the dossiers are safe here.",
        ),
    ),
    "delivery.folder_refused": Message(
        vi=Words(
            "Không được phép ghi vào nơi chép hồ sơ.",
            "Thư mục, USB hoặc kho lưu chỉ cho đọc.",
            "Hãy bỏ khóa ghi của USB hoặc nhờ người quản trị cấp quyền ghi.",
        ),
        en=Words(
            "Dossiers may not be written there.",
            "The folder, stick or storage is read-only.",
            "Unlock the stick, or ask the administrator for the right to write.",
        ),
    ),
    "delivery.mapping_invalid": Message(
        vi=Words(
            "Không dùng được tệp mô tả hệ thống của tỉnh.",
            "Tệp có chỗ sai; dòng chi tiết ghi rõ chỗ nào.",
            "Hãy nhờ người quản trị sửa tệp mô tả rồi mở lại máy trạm.",
        ),
        en=Words(
            "The description of the province's system cannot be used.",
            "Something in the file is wrong; the details name the place.",
            "Ask the administrator to correct the file, then start the station again.",
        ),
    ),
    "delivery.not_configured": Message(
        vi=Words(
            "Chưa cài đặt địa chỉ hệ thống tiếp nhận.",
            "Máy trạm đang làm việc ngoại tuyến.",
            "Hồ sơ được giữ an toàn và sẽ tự gửi sau khi người quản trị nhập địa chỉ máy chủ.",
        ),
        en=Words(
            "No processing system is set up.",
            "The station works offline.",
            "Dossiers are kept safe and will be sent once the administrator enters the address.",
        ),
    ),
}
"""Messages of delivery, by code."""
