"""Words for the store: full, damaged, restored; recovery keys, erased dossiers, second copy."""

from __future__ import annotations

from app.ui.wording import Message, Words

KEEPING_MESSAGES: dict[str, Message] = {
    "store.read_only": Message(
        vi=Words(
            "Kho đang mở chỉ để xem nên việc vừa rồi không được lưu.",
            "Trạm chưa ghi được vào thư mục dữ liệu.",
            "Xem dải trạng thái để biết lý do; khi ghi được trở lại thì mở lại chương trình.",
        ),
        en=Words(
            "The store is open for looking only, so this was not kept.",
            "The station cannot write into its data folder.",
            "The status strip says why; start the program again once it can be written.",
        ),
    ),
    "store.looking_full": Message(
        vi=Words(
            "Đĩa đầy: kho mở chỉ để xem.",
            "Không còn chỗ nên không quét, sửa, ký hay gửi được; mọi thứ đã lưu vẫn an toàn.",
            "Hãy giải phóng dung lượng đĩa rồi mở lại chương trình. Giấy chưa quét thì giữ lại.",
        ),
        en=Words(
            "The disk is full: the store is open for looking only.",
            "Nothing can be scanned, edited, signed or sent; all that was saved is safe.",
            "Free some disk space, then start the program again. Keep paper not scanned yet.",
        ),
    ),
    "store.looking_unwritable": Message(
        vi=Words(
            "Không ghi được vào đĩa: kho mở chỉ để xem.",
            "Đĩa chỉ cho đọc hoặc tài khoản này không có quyền ghi vào thư mục dữ liệu.",
            "Hãy nhờ người quản trị kiểm tra đĩa và quyền, rồi mở lại chương trình.",
        ),
        en=Words(
            "The disk cannot be written: the store is open for looking only.",
            "It is read-only, or this account may not write into the data folder.",
            "Ask the administrator to check disk and rights, then start the program again.",
        ),
    ),
    "store.looking_too_new": Message(
        vi=Words(
            "Kho do phiên bản mới hơn ghi: chỉ mở để xem.",
            "Phiên bản đang chạy đọc được nhưng không được sửa dữ liệu này.",
            "Hãy nhờ người quản trị cài phiên bản mới; đừng xóa dữ liệu.",
        ),
        en=Words(
            "A newer version wrote this store: it is open for looking only.",
            "This version can read the data but must not change it.",
            "Ask the administrator to install the newer version; do not delete the data.",
        ),
    ),
    "store.writable_again": Message(
        vi=Words(
            "Đã ghi được vào đĩa trở lại.",
            "Kho vẫn đang mở chỉ để xem.",
            "Hãy đóng chương trình rồi mở lại để làm việc tiếp.",
        ),
        en=Words(
            "The disk can be written again.",
            "The store is still open for looking only.",
            "Close the program and start it again to go on working.",
        ),
    ),
    "store.purged": Message(
        vi=Words(
            "Hồ sơ này đã được xóa khỏi máy trạm.",
            "Hết hạn lưu sau khi có biên nhận, khóa của hồ sơ đã bị hủy có biên bản.",
            "Biên nhận và mã hồ sơ vẫn xem được. Cần nội dung: tra ở hệ thống tiếp nhận.",
        ),
        en=Words(
            "This dossier was erased from the station.",
            "Its time after the receipt was over, and its key was destroyed with a proof.",
            "Receipt and code can still be seen. For the content, look in the processing system.",
        ),
    ),
    "purge.not_now": Message(
        vi=Words(
            "Chưa đánh dấu xóa được hồ sơ này.",
            "Còn điều kiện chưa đạt; cột Lý do cho biết điều kiện nào.",
            "Hồ sơ vẫn còn nguyên. Khi điều kiện đạt, máy trạm sẽ tự đánh dấu.",
        ),
        en=Words(
            "This dossier cannot be marked for erasure yet.",
            "Something speaks against it; the column Why says what.",
            "The dossier is untouched. The station marks it by itself once it may.",
        ),
    ),
    "store.keyring_unavailable": Message(
        vi=Words(
            "Chưa mở được kho hồ sơ.",
            "Khóa của trạm nằm trong kho khóa của hệ điều hành, kho đó đang khóa hoặc chưa chạy.",
            "Hồ sơ vẫn an toàn. Hãy đăng nhập đúng tài khoản Windows hoặc Linux của quầy, mở khóa "
            "rồi thử lại.",
        ),
        en=Words(
            "The store cannot be opened yet.",
            "The station's key is in the keyring of the system, which is locked or not running.",
            "The dossiers are safe. Log in with the counter's own account, unlock the keyring and "
            "try again.",
        ),
    ),
    "store.station_key_gone": Message(
        vi=Words(
            "Không mở được kho hồ sơ: không thấy khóa của trạm.",
            "Kho khóa của hệ điều hành không còn khóa này, có thể do đổi tài khoản hoặc cài lại.",
            "Đừng xóa thư mục dữ liệu. Gọi người quản trị: khóa khôi phục của tỉnh hoặc cụm mật "
            "khẩu của trạm mở lại được hồ sơ.",
        ),
        en=Words(
            "The store cannot be opened: the station's key is missing.",
            "The keyring does not have it any more, perhaps after a change of account.",
            "Do not delete the data folder. Call the administrator: the province's recovery key "
            "or the station's passphrase opens the dossiers again.",
        ),
    ),
    "recovery.key_invalid": Message(
        vi=Words(
            "Tệp này không phải khóa khôi phục dùng được.",
            "Tệp hỏng, bị sửa, sai loại, hoặc bản giấy gõ sai một dòng.",
            "Hãy lấy lại tệp từ nơi giữ khóa; nếu gõ từ giấy, xem lại dòng được nêu trong chi "
            "tiết.",
        ),
        en=Words(
            "This file is no usable recovery key.",
            "It is damaged, changed, of another kind, or a line typed from paper is wrong.",
            "Fetch the file again from where the key is kept; if typed, look at the line that the "
            "details name.",
        ),
    ),
    "recovery.passphrase_wrong": Message(
        vi=Words(
            "Cụm mật khẩu không mở được khóa.",
            "Gõ sai, hoặc tệp khóa đã bị sửa.",
            "Hãy gõ lại cẩn thận. Sai nhiều lần thì phải chờ lâu hơn.",
        ),
        en=Words(
            "The passphrase does not open the key.",
            "It is mistyped, or the file of the key was changed.",
            "Type it again with care. After several wrong ones you have to wait.",
        ),
    ),
    "recovery.passphrase_weak": Message(
        vi=Words(
            "Cụm mật khẩu quá ngắn.",
            "Khóa khôi phục mở được mọi hồ sơ nên cần ít nhất 10 ký tự.",
            "Hãy chọn vài từ dễ nhớ, khó đoán.",
        ),
        en=Words(
            "The passphrase is too short.",
            "A recovery key opens all dossiers, so it takes 10 characters at least.",
            "Choose some words that are easy to remember and hard to guess.",
        ),
    ),
    "recovery.wait": Message(
        vi=Words(
            "Chưa được thử lại cụm mật khẩu.",
            "Đã sai nhiều lần liên tiếp.",
            "Hãy chờ rồi thử lại; thời gian chờ tăng dần, dài nhất một giờ.",
        ),
        en=Words(
            "The passphrase cannot be tried yet.",
            "It was wrong several times in a row.",
            "Wait and try again; each wait is longer, up to one hour.",
        ),
    ),
    "recovery.nothing": Message(
        vi=Words(
            "Không đọc được kho nào trên ổ đĩa này bằng khóa đã đưa.",
            "Thư mục không có kho, kho hỏng hết, hoặc trạm đó không dùng khóa khôi phục này.",
            "Hãy kiểm tra thư mục dữ liệu và dấu vân tay của khóa; xem chi tiết từng cơ sở dữ "
            "liệu.",
        ),
        en=Words(
            "No store on this disk opens with this key.",
            "There is none, all are damaged, or that station did not use this recovery key.",
            "Check the data folder and the fingerprint of the key; the details name each database.",
        ),
    ),
    "recovery.target_not_empty": Message(
        vi=Words(
            "Thư mục đích đã có dữ liệu.",
            "Kho dựng lại chỉ được ghi vào thư mục trống.",
            "Hãy chọn một thư mục trống khác.",
        ),
        en=Words(
            "There is something in the target folder.",
            "A rebuilt store goes into an empty folder only.",
            "Choose another, empty folder.",
        ),
    ),
    "recovery.unwritable": Message(
        vi=Words(
            "Không ghi được hồ sơ khôi phục.",
            "Ổ đĩa đích đầy hoặc không cho ghi.",
            "Hãy dọn chỗ hoặc chọn ổ khác rồi chạy lại; phần đã ghi được giữ nguyên.",
        ),
        en=Words(
            "What was recovered cannot be written.",
            "The target disk is full or read-only.",
            "Make room or choose another disk and run it again; what was written is kept.",
        ),
    ),
    "copy.away": Message(
        vi=Words(
            "Ổ đĩa của bản sao thứ hai không có mặt.",
            "Ổ chưa cắm, chưa gắn, hoặc thư mục chưa được bắt đầu dùng.",
            "Hồ sơ vẫn an toàn trên máy. Hãy cắm ổ; máy trạm tự sao tiếp.",
        ),
        en=Words(
            "The disk of the second copy is not there.",
            "It is not plugged in, not mounted, or its folder was never started.",
            "The dossiers are safe on this PC. Plug the disk in; copying goes on by itself.",
        ),
    ),
    "copy.foreign": Message(
        vi=Words(
            "Thư mục bản sao thứ hai là của trạm khác.",
            "Dấu trong thư mục không phải của kho này.",
            "Hãy chọn thư mục khác trong cài đặt second_copy_dir.",
        ),
        en=Words(
            "The folder of the second copy is another station's.",
            "The mark in it is not of this store.",
            "Choose another folder in the setting second_copy_dir.",
        ),
    ),
    "store.error": Message(
        vi=Words(
            "Kho lưu trữ trên máy này gặp lỗi.",
            "Việc vừa làm chưa được ghi lại.",
            "Hãy thử lại; nếu vẫn vậy, ngừng quét và gọi người quản trị.",
        ),
        en=Words(
            "The store on this computer has an error.",
            "What you just did was not kept.",
            "Try again; if it stays, stop scanning and call the administrator.",
        ),
    ),
    "store.in_use": Message(
        vi=Words(
            "Kho lưu trữ đang được một chương trình khác mở.",
            "Có thể Trạm Số Hóa đã chạy sẵn trên máy này.",
            "Hãy dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại chương trình.",
        ),
        en=Words(
            "Another program has the store open.",
            "The station may already be running on this computer.",
            "Use the window that is open, or close it and start again.",
        ),
    ),
    "store.full": Message(
        vi=Words(
            "Đĩa đã đầy nên trang vừa rồi chưa được lưu.",
            "Máy không còn chỗ để ghi dữ liệu mã hóa.",
            "Hãy giữ lại tờ giấy, giải phóng dung lượng đĩa rồi quét tiếp. Các trang trước vẫn an "
            "toàn.",
        ),
        en=Words(
            "The disk is full, so the last page was not saved.",
            "There is no room for encrypted data.",
            "Keep the sheet, free some disk space, then go on scanning. Earlier pages are safe.",
        ),
    ),
    "store.damaged": Message(
        vi=Words(
            "Dữ liệu đã lưu không qua được kiểm tra toàn vẹn.",
            "Đĩa có thể hỏng hoặc tệp đã bị thay đổi từ bên ngoài.",
            "Hãy ngừng xử lý hồ sơ này và gọi người quản trị để khôi phục từ bản sao lưu.",
        ),
        en=Words(
            "Stored data failed its integrity check.",
            "The disk may be failing or a file was changed from outside.",
            "Leave this dossier alone and call the administrator to restore a backup.",
        ),
    ),
    "store.blobs_damaged": Message(
        vi=Words(
            "Một số tệp đã lưu bị hỏng hoặc bị mất.",
            "Kiểm tra nền cho thấy tệp không còn như khi lưu; đĩa có thể sắp hỏng.",
            "Vẫn làm việc được. Hãy báo người quản trị chạy: sohoa store verify.",
        ),
        en=Words(
            "Some stored files are damaged or gone.",
            "The background check found them changed; the disk may be failing.",
            "You can go on working. Ask the administrator to run: sohoa store verify.",
        ),
    ),
    "store.restored": Message(
        vi=Words(
            "Kho lưu trữ bị hỏng và đã được khôi phục tự động.",
            "Cơ sở dữ liệu được dựng lại từ bản sao lưu và nhật ký của từng hồ sơ; không mất trang "
            "nào đã lưu.",
            "Bạn làm việc tiếp được. Hãy báo người quản trị kiểm tra ổ đĩa của máy này.",
        ),
        en=Words(
            "The store was damaged and has been repaired.",
            "The database was rebuilt from a backup and the journals of the dossiers; no saved "
            "page is missing.",
            "You can go on working. Ask the administrator to check the disk of this computer.",
        ),
    ),
    "store.restored_partly": Message(
        vi=Words(
            "Kho lưu trữ bị hỏng và chỉ khôi phục được một phần.",
            "Một số hồ sơ thiếu dữ liệu trong cả bản sao lưu lẫn nhật ký.",
            "Hãy giữ lại bản giấy và gọi người quản trị chạy: sohoa store verify.",
        ),
        en=Words(
            "The store was damaged and only a part could be repaired.",
            "Some dossiers lack rows in the backups and in the journals.",
            "Keep the paper and ask the administrator to run: sohoa store verify.",
        ),
    ),
    "store.too_new": Message(
        vi=Words(
            "Kho lưu trữ được ghi bởi phiên bản chương trình mới hơn.",
            "Phiên bản đang chạy không hiểu dữ liệu này.",
            "Hãy nhờ người quản trị cài phiên bản mới; đừng xóa dữ liệu.",
        ),
        en=Words(
            "The store was written by a newer version of the program.",
            "This version does not understand it.",
            "Ask the administrator to install the new version; do not delete any data.",
        ),
    ),
    "store.blob_missing": Message(
        vi=Words(
            "Thiếu một phần dữ liệu của hồ sơ.",
            "Tệp mã hóa của trang không còn trên đĩa.",
            "Hãy giữ lại bản giấy và gọi người quản trị để khôi phục từ bản sao lưu.",
        ),
        en=Words(
            "A part of the dossier is missing.",
            "The encrypted file of a page is no longer on the disk.",
            "Keep the paper and call the administrator to restore a backup.",
        ),
    ),
    "store.unwritable": Message(
        vi=Words(
            "Không ghi được vào kho lưu trữ.",
            "Đĩa chỉ cho đọc, sai chủ sở hữu hoặc nằm trên ổ mạng.",
            "Hãy giữ lại tờ giấy và nhờ người quản trị kiểm tra thư mục dữ liệu.",
        ),
        en=Words(
            "The store cannot be written to.",
            "The disk is read-only, belongs to another user or is a network share.",
            "Keep the sheet and ask the administrator to check the data folder.",
        ),
    ),
}
