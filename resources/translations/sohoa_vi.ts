<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi_VN" sourcelanguage="en_GB">
<context>
    <name>AccountForm</name>
    <message>
        <source>The person who was refused last</source>
        <translation>Người vừa bị từ chối</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Account: a-z, 0-9, . - _</source>
        <translation>Tên đăng nhập: a-z, 0-9, . - _</translation>
    </message>
    <message>
        <source>Name on the screen</source>
        <translation>Họ tên hiện trên màn hình</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Nhập lại mật khẩu</translation>
    </message>
    <message>
        <source>Name of the person at the login service (sub)</source>
        <translation>Mã của người này ở cổng đăng nhập (sub)</translation>
    </message>
    <message>
        <source>The officer has to choose another password at the first login.</source>
        <translation>Cán bộ phải đổi mật khẩu ở lần đăng nhập đầu tiên.</translation>
    </message>
    <message>
        <source>The first account looks after the others. At least %1 characters.</source>
        <translation>Tài khoản đầu tiên quản lý các tài khoản khác. Mật khẩu ít nhất %1 ký tự.</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Tài khoản mới</translation>
    </message>
    <message>
        <source>Roles of %1</source>
        <translation>Vai trò của %1</translation>
    </message>
    <message>
        <source>At least one.</source>
        <translation>Chọn ít nhất một vai trò.</translation>
    </message>
    <message>
        <source>New password for %1</source>
        <translation>Mật khẩu mới cho %1</translation>
    </message>
    <message>
        <source>The officer has to choose another password at the next login.</source>
        <translation>Cán bộ phải đổi mật khẩu ở lần đăng nhập tới.</translation>
    </message>
    <message>
        <source>Link %1 to the login service</source>
        <translation>Gắn %1 với cổng đăng nhập</translation>
    </message>
    <message>
        <source>Afterwards this officer comes in by telephone.</source>
        <translation>Sau đó cán bộ này đăng nhập bằng điện thoại.</translation>
    </message>
    <message>
        <source>Make the account</source>
        <translation>Lập tài khoản</translation>
    </message>
    <message>
        <source>Change the roles</source>
        <translation>Đổi vai trò</translation>
    </message>
    <message>
        <source>Give this password</source>
        <translation>Cấp mật khẩu này</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>Gắn</translation>
    </message>
    <message>
        <source>Type a name for the account.</source>
        <translation>Hãy nhập tên đăng nhập.</translation>
    </message>
    <message>
        <source>Tick at least one role.</source>
        <translation>Hãy chọn ít nhất một vai trò.</translation>
    </message>
    <message>
        <source>Type the password twice.</source>
        <translation>Hãy nhập mật khẩu hai lần.</translation>
    </message>
    <message>
        <source>Type the name that the login service gives.</source>
        <translation>Hãy nhập mã mà cổng đăng nhập cấp.</translation>
    </message>
    <message>
        <source>The password was not typed the same way twice.</source>
        <translation>Mật khẩu nhập hai lần không giống nhau.</translation>
    </message>
</context>
<context>
    <name>AccountsDesk</name>
    <message>
        <source>Accounts</source>
        <translation>Tài khoản</translation>
    </message>
    <message>
        <source>Account %1: done. It is in the audit log.</source>
        <translation>Tài khoản %1: đã xong và đã ghi vào nhật ký.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Xin chờ một chút…</translation>
    </message>
</context>
<context>
    <name>AccountsView</name>
    <message>
        <source>No accounts yet: whoever sits here may do everything. Insert makes one.</source>
        <translation>Chưa có tài khoản: ai ngồi đây cũng làm được mọi việc. Bấm Insert để lập tài khoản.</translation>
    </message>
    <message>
        <source>New account  Insert</source>
        <translation>Tài khoản mới  Insert</translation>
    </message>
    <message>
        <source>Roles  Ctrl+E</source>
        <translation>Vai trò  Ctrl+E</translation>
    </message>
    <message>
        <source>New password  Ctrl+Shift+G</source>
        <translation>Cấp mật khẩu  Ctrl+Shift+G</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Tài khoản</translation>
    </message>
    <message>
        <source>Open again  Delete</source>
        <translation>Mở lại  Delete</translation>
    </message>
    <message>
        <source>Close  Delete</source>
        <translation>Đóng  Delete</translation>
    </message>
    <message>
        <source>Unlink  Ctrl+L</source>
        <translation>Bỏ gắn  Ctrl+L</translation>
    </message>
    <message>
        <source>Link  Ctrl+L</source>
        <translation>Gắn  Ctrl+L</translation>
    </message>
    <message>
        <source>Choose an account first.</source>
        <translation>Hãy chọn một tài khoản trước.</translation>
    </message>
    <message>
        <source>No accounts yet: with one for each officer the station knows who did what.</source>
        <translation>Chưa có tài khoản nào: mỗi cán bộ một tài khoản thì trạm biết ai đã làm gì.</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Quét</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Nhập tệp…</translation>
    </message>
    <message>
        <source>Finish review</source>
        <translation>Xong kiểm tra</translation>
    </message>
    <message>
        <source>Build and sign</source>
        <translation>Tạo tệp và ký</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Way of scanning</source>
        <translation>Kiểu quét</translation>
    </message>
    <message>
        <source>Look for scanners</source>
        <translation>Tìm lại máy quét</translation>
    </message>
    <message>
        <source>The administrator decides on the ways of scanning.</source>
        <translation>Quản trị viên quy định các cách quét.</translation>
    </message>
    <message>
        <source>No scanner</source>
        <translation>Chưa có máy quét</translation>
    </message>
</context>
<context>
    <name>CaptureDesk</name>
    <message>
        <source>clipboard</source>
        <translation>bảng tạm</translation>
    </message>
    <message>
        <source>There is no file and no picture in the clipboard.</source>
        <translation>Bảng tạm không có tệp hay ảnh nào.</translation>
    </message>
</context>
<context>
    <name>ChartView</name>
    <message>
        <source>Chart</source>
        <translation>Biểu đồ</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>Biểu đồ: %1</translation>
    </message>
    <message>
        <source>The table beside it says the same.</source>
        <translation>Bảng bên cạnh cho cùng số liệu.</translation>
    </message>
</context>
<context>
    <name>ContactDesk</name>
    <message>
        <source>Pages</source>
        <translation>Trang</translation>
    </message>
    <message>
        <source>No page has a finding.</source>
        <translation>Không có trang nào cần xem lại.</translation>
    </message>
    <message>
        <source>Erased.</source>
        <translation>Đã xóa.</translation>
    </message>
    <message>
        <source>The station keeps no copy of it, only the audit entry.</source>
        <translation>Máy trạm không giữ bản chụp nào, chỉ còn dòng nhật ký.</translation>
    </message>
    <message>
        <source>An earlier edit is passed over: its pages are gone.</source>
        <translation>Bỏ qua một thao tác trước đó: các trang của nó không còn.</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Nối</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Tách</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paper(s)</source>
        <translation>
            <numerusform>%n giấy tờ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n to look at</source>
        <translation>
            <numerusform>! %n trang cần xem</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in the trash</source>
        <translation>
            <numerusform>%n trang trong thùng rác</numerusform>
        </translation>
    </message>
    <message>
        <source>TRASH</source>
        <translation>THÙNG RÁC</translation>
    </message>
    <message>
        <source>Choose a page first.</source>
        <translation>Hãy chọn một trang trước.</translation>
    </message>
    <message>
        <source>Pages are on their way; wait or press Stop.</source>
        <translation>Các trang đang vào; hãy chờ hoặc bấm Dừng.</translation>
    </message>
    <message>
        <source>Only pages in the trash can be put back.</source>
        <translation>Chỉ trang trong thùng rác mới đưa trở lại được.</translation>
    </message>
    <message>
        <source>The trash is empty.</source>
        <translation>Thùng rác trống.</translation>
    </message>
    <message>
        <source>No edit of pages is left for that.</source>
        <translation>Không có sửa đổi trang nào để làm việc này.</translation>
    </message>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
    <message>
        <source>This dossier is not open for changes.</source>
        <translation>Hồ sơ này không còn mở để sửa.</translation>
    </message>
    <message>
        <source>Pages in the trash have to be put back first.</source>
        <translation>Trang trong thùng rác phải được đưa trở lại trước.</translation>
    </message>
</context>
<context>
    <name>ContactPages</name>
    <message>
        <source>No page is here: scan with F5, import with Ctrl+O, or drop files here.</source>
        <translation>Chưa có trang nào: quét bằng F5, nhập tệp bằng Ctrl+O, hoặc kéo thả tệp vào đây.</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Trang %1</translation>
    </message>
    <message>
        <source>as captured, before cleaning</source>
        <translation>ảnh gốc, chưa làm sạch</translation>
    </message>
    <message>
        <source>The picture appears once the page has been read.</source>
        <translation>Ảnh sẽ hiện khi trang được đọc xong.</translation>
    </message>
    <message>
        <source>The captured file is no plain picture; press B for the page.</source>
        <translation>Tệp gốc không phải một ảnh đơn; bấm B để xem lại trang.</translation>
    </message>
</context>
<context>
    <name>ContactScreen</name>
    <message>
        <source>What can be done with the pages</source>
        <translation>Các thao tác với trang</translation>
    </message>
    <message>
        <source>Space, Shift mark several</source>
        <translation>Phím cách, Shift chọn nhiều trang</translation>
    </message>
</context>
<context>
    <name>ContactSheet</name>
    <message>
        <source>Contact sheet: all pages of the dossier</source>
        <translation>Bảng ảnh: mọi trang của hồ sơ</translation>
    </message>
    <message>
        <source>No pages yet: put paper into the scanner, or drop files here.</source>
        <translation>Chưa có trang nào: hãy đặt giấy vào máy quét, hoặc kéo thả tệp vào đây.</translation>
    </message>
</context>
<context>
    <name>ContactTile</name>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
</context>
<context>
    <name>CountRow</name>
    <message>
        <source>Pages counted</source>
        <translation>Số trang đã đếm</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>chưa đếm</translation>
    </message>
    <message>
        <source>Why this is right all the same</source>
        <translation>Vì sao vẫn đúng</translation>
    </message>
    <message>
        <source>Reason for the difference</source>
        <translation>Lý do chênh lệch</translation>
    </message>
    <message>
        <source>It is right</source>
        <translation>Vẫn đúng</translation>
    </message>
    <message>
        <source>! counted %1, here %2</source>
        <translation>! đếm được %1, đang có %2</translation>
    </message>
    <message>
        <source>✓ as counted</source>
        <translation>✓ đủ như đã đếm</translation>
    </message>
    <message>
        <source>Say why in a few words first.</source>
        <translation>Hãy ghi lý do bằng vài từ trước.</translation>
    </message>
</context>
<context>
    <name>CoverPrinting</name>
    <message>
        <source>A4 paper (*.pdf)</source>
        <translation>Giấy A4 (*.pdf)</translation>
    </message>
    <message>
        <source>Slips of A6 (*.pdf)</source>
        <translation>Phiếu A6 (*.pdf)</translation>
    </message>
    <message>
        <source>What can be done with dossiers</source>
        <translation>Các việc với hồ sơ</translation>
    </message>
    <message numerus="yes">
        <source>Print %n blank cover sheet(s)…</source>
        <translation>
            <numerusform>In %n tờ bìa trống…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Print %n separator sheet(s)…</source>
        <translation>
            <numerusform>In %n tờ ngăn giấy tờ…</numerusform>
        </translation>
    </message>
    <message>
        <source>Print cover sheet…</source>
        <translation>In tờ bìa…</translation>
    </message>
    <message>
        <source>cover-sheets.pdf</source>
        <translation>to-bia.pdf</translation>
    </message>
    <message>
        <source>Print cover sheets</source>
        <translation>In tờ bìa</translation>
    </message>
    <message>
        <source>The PDF with the sheets to print is saved.</source>
        <translation>Đã lưu tệp PDF các tờ để in.</translation>
    </message>
</context>
<context>
    <name>CropFrame</name>
    <message>
        <source>Frame of what is kept of the page</source>
        <translation>Khung phần trang được giữ lại</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>A correction is open, to be sent as revision %1.</source>
        <translation>Đã mở bản sửa đổi, sẽ là lần gửi %1.</translation>
    </message>
    <message>
        <source>Correct it, then check, sign and send it like any other dossier.</source>
        <translation>Sửa xong thì kiểm tra, ký và gửi như hồ sơ thường.</translation>
    </message>
    <message>
        <source>Go back to the dossier first (Esc).</source>
        <translation>Hãy quay về hồ sơ trước (phím Esc).</translation>
    </message>
    <message>
        <source>“%1” has to be typed a second time first.</source>
        <translation>Phải gõ lại ô “%1” lần thứ hai trước đã.</translation>
    </message>
    <message>
        <source>! counted %1, here %2</source>
        <translation>! đếm được %1 trang, đang có %2</translation>
    </message>
    <message>
        <source>“%1” was not saved: it has to be typed twice.</source>
        <translation>Ô “%1” chưa được lưu: ô này phải gõ hai lần.</translation>
    </message>
    <message>
        <source>Only a page that cannot be opened can be left out.</source>
        <translation>Chỉ bỏ được trang không mở được ảnh.</translation>
    </message>
</context>
<context>
    <name>DuplexRow</name>
    <message>
        <source>Turned over: scan the backs</source>
        <translation>Đã lật: quét mặt sau</translation>
    </message>
    <message>
        <source>%1 fronts are scanned. Turn the whole stack over without changing its order and lay it in: the back of the last sheet goes first.</source>
        <translation>Đã quét %1 mặt trước. Hãy lật cả chồng, giữ nguyên thứ tự, rồi đặt vào khay: mặt sau của tờ cuối vào máy trước.</translation>
    </message>
    <message>
        <source>%1 backs are there already, %2 are missing.</source>
        <translation>Đã có %1 mặt sau, còn thiếu %2.</translation>
    </message>
</context>
<context>
    <name>ErasureDesk</name>
    <message>
        <source>Erasure</source>
        <translation>Xóa hồ sơ</translation>
    </message>
</context>
<context>
    <name>ErasureView</name>
    <message>
        <source>Dossiers to be erased</source>
        <translation>Hồ sơ đến hạn xóa</translation>
    </message>
    <message>
        <source>Erased are pages, PDF files, read values, names, and the key that opens them; nobody can bring them back. Code, receipt, audit log and the proof stay.</source>
        <translation>Sẽ xóa các trang, tệp PDF, giá trị đã đọc, tên người và khóa mở chúng; không ai khôi phục được. Mã hồ sơ, biên nhận, nhật ký và bằng chứng xóa được giữ lại.</translation>
    </message>
    <message>
        <source>Mark for erasure  Alt+M</source>
        <translation>Đánh dấu xóa  Alt+M</translation>
    </message>
    <message>
        <source>Keep it  Alt+K</source>
        <translation>Giữ lại  Alt+K</translation>
    </message>
    <message>
        <source>Keep it no longer  Alt+L</source>
        <translation>Thôi giữ lại  Alt+L</translation>
    </message>
    <message>
        <source>This station erases nothing by itself: no time to keep is set.</source>
        <translation>Máy trạm này không tự xóa hồ sơ: chưa đặt thời hạn lưu.</translation>
    </message>
    <message>
        <source>No dossier has a receipt yet, so nothing is to be erased.</source>
        <translation>Chưa hồ sơ nào có biên nhận nên chưa có gì để xóa.</translation>
    </message>
    <message>
        <source>Due: %1 · marked: %2 · kept: %3 · erased: %4</source>
        <translation>Đến hạn: %1 · đã đánh dấu: %2 · giữ lại: %3 · đã xóa: %4</translation>
    </message>
    <message>
        <source>Proof of the erasure, SHA-256 over its key and files: %1</source>
        <translation>Bằng chứng xóa, SHA-256 trên khóa và các tệp: %1</translation>
    </message>
    <message>
        <source>Only an administrator may do this.</source>
        <translation>Chỉ người quản trị được làm việc này.</translation>
    </message>
    <message>
        <source>Only what is due is marked.</source>
        <translation>Chỉ đánh dấu được hồ sơ đến hạn.</translation>
    </message>
    <message>
        <source>Only what is still here is kept.</source>
        <translation>Chỉ giữ lại được hồ sơ chưa xóa.</translation>
    </message>
    <message>
        <source>Only what is kept can be let go.</source>
        <translation>Chỉ thôi giữ được hồ sơ đang giữ lại.</translation>
    </message>
    <message>
        <source>No dossier is old enough to be erased. Sent ones come here when their time is up.</source>
        <translation>Chưa có hồ sơ nào đến hạn xóa. Hồ sơ đã gửi sẽ hiện ở đây khi hết hạn lưu.</translation>
    </message>
</context>
<context>
    <name>FetchDesk</name>
    <message>
        <source>Whatever comes later is fetched by itself.</source>
        <translation>Kết quả đến sau sẽ được tự động lấy về.</translation>
    </message>
    <message>
        <source>No results are waiting at the processing system.</source>
        <translation>Hệ thống xử lý không có kết quả nào đang chờ.</translation>
    </message>
    <message>
        <source>Look at the line to the processing system, then fetch again.</source>
        <translation>Hãy xem lại đường mạng tới hệ thống xử lý rồi bấm lấy lại.</translation>
    </message>
    <message>
        <source>No results could be fetched.</source>
        <translation>Chưa lấy được kết quả từ hệ thống xử lý.</translation>
    </message>
</context>
<context>
    <name>FieldForm</name>
    <message>
        <source>Doubtful only (F3)</source>
        <translation>Chỉ ô cần xem (F3)</translation>
    </message>
    <message>
        <source>Show doubtful fields only</source>
        <translation>Chỉ hiện ô cần xem</translation>
    </message>
    <message>
        <source>Fields appear here once the pages are read.</source>
        <translation>Các ô thông tin sẽ hiện ở đây khi trang được đọc xong.</translation>
    </message>
    <message>
        <source>Nothing is left to check. F3 shows all fields.</source>
        <translation>Không còn ô nào cần xem. F3 hiện tất cả các ô.</translation>
    </message>
    <message numerus="yes">
        <source>? %n field(s) left to check (F2)</source>
        <translation>
            <numerusform>? Còn %n ô cần xem (F2)</numerusform>
        </translation>
    </message>
    <message>
        <source>No fields yet</source>
        <translation>Chưa có ô thông tin</translation>
    </message>
    <message>
        <source>Enter: right, next · F4: word from picture · F8: later</source>
        <translation>Enter: đúng, ô kế · F4: chữ từ ảnh · F8: để sau</translation>
    </message>
    <message numerus="yes">
        <source>✓ All %n field(s) checked</source>
        <translation>
            <numerusform>✓ Đã xem đủ %n ô</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FieldPanel</name>
    <message>
        <source>Required</source>
        <translation>Bắt buộc</translation>
    </message>
    <message>
        <source>Critical: doubt is typed twice</source>
        <translation>Quan trọng: nghi ngờ thì gõ hai lần</translation>
    </message>
    <message>
        <source>Label on the form</source>
        <translation>Nhãn trên mẫu</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kiểu</translation>
    </message>
    <message>
        <source>Choices, parted by “;”</source>
        <translation>Các lựa chọn, cách bằng “;”</translation>
    </message>
    <message>
        <source>Other labels, parted by “;”</source>
        <translation>Nhãn khác, cách bằng “;”</translation>
    </message>
    <message>
        <source>Part of the form</source>
        <translation>Phần của mẫu</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(không)</translation>
    </message>
    <message>
        <source>Choose a field of the form first.</source>
        <translation>Hãy chọn một ô của mẫu trước.</translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>“%1” on the paper</source>
        <translation>“%1” trên giấy</translation>
    </message>
    <message>
        <source>later</source>
        <translation>để sau</translation>
    </message>
    <message>
        <source>Type it once more from the picture</source>
        <translation>Nhìn ảnh và gõ lại lần thứ hai</translation>
    </message>
    <message>
        <source>Type it once more, then Enter; Esc gives up.</source>
        <translation>Gõ lại lần nữa rồi bấm Enter; Esc để thôi.</translation>
    </message>
    <message>
        <source>Type it from the picture</source>
        <translation>Nhìn ảnh và gõ</translation>
    </message>
    <message>
        <source>! The two differ: look at the picture and start over.</source>
        <translation>! Hai lần gõ khác nhau: hãy nhìn ảnh, gõ lại từ đầu.</translation>
    </message>
    <message>
        <source>Not saved yet: press Enter, then type it once more.</source>
        <translation>Chưa lưu: bấm Enter rồi gõ lại lần nữa.</translation>
    </message>
</context>
<context>
    <name>FiguresDesk</name>
    <message>
        <source>Figures</source>
        <translation>Số liệu</translation>
    </message>
    <message>
        <source>The figures are saved.</source>
        <translation>Đã lưu số liệu.</translation>
    </message>
</context>
<context>
    <name>FiguresView</name>
    <message>
        <source>Count again  Ctrl+R</source>
        <translation>Đếm lại  Ctrl+R</translation>
    </message>
    <message>
        <source>Save…  Ctrl+S</source>
        <translation>Lưu…  Ctrl+S</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Khoảng ngày</translation>
    </message>
    <message>
        <source>Topics of the figures</source>
        <translation>Các mục số liệu</translation>
    </message>
    <message>
        <source>Figures as a table</source>
        <translation>Số liệu dạng bảng</translation>
    </message>
    <message>
        <source>%1 to %2, counted at %3. Nobody is ranked.</source>
        <translation>Từ %1 đến %2, đếm lúc %3. Không xếp hạng cán bộ.</translation>
    </message>
    <message>
        <source>%1, counted at %3. Nobody is ranked.</source>
        <translation>Ngày %1, đếm lúc %3. Không xếp hạng cán bộ.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Đang đếm…</translation>
    </message>
    <message>
        <source>It is being counted.</source>
        <translation>Đang đếm, xin chờ.</translation>
    </message>
    <message>
        <source>Save figures</source>
        <translation>Lưu số liệu</translation>
    </message>
    <message>
        <source>Excel workbook with all tables (*.xlsx)</source>
        <translation>Tệp Excel gồm mọi bảng (*.xlsx)</translation>
    </message>
    <message>
        <source>All tables as text (*.csv)</source>
        <translation>Mọi bảng dạng văn bản (*.csv)</translation>
    </message>
    <message>
        <source>Picture of this chart (*.png)</source>
        <translation>Ảnh của biểu đồ này (*.png)</translation>
    </message>
    <message>
        <source>figures-%1-%2</source>
        <translation>so-lieu-%1-%2</translation>
    </message>
    <message>
        <source>Table: %1</source>
        <translation>Bảng: %1</translation>
    </message>
    <message>
        <source>Nothing has been counted yet.</source>
        <translation>Chưa đếm xong số liệu.</translation>
    </message>
</context>
<context>
    <name>FilesDesk</name>
    <message>
        <source>No PDF files yet: “Build and sign” (F9) makes them after the review.</source>
        <translation>Chưa có tệp PDF: sau khi kiểm tra xong, nút “Tạo tệp và ký” (F9) sẽ tạo tệp.</translation>
    </message>
    <message>
        <source>◷ Opening…</source>
        <translation>◷ Đang mở…</translation>
    </message>
    <message>
        <source>! This file cannot be opened.</source>
        <translation>! Không mở được tệp này.</translation>
    </message>
    <message>
        <source>To be signed: %1 file(s), %2 page(s); look at them on the left (F7).</source>
        <translation>Sẽ ký %1 tệp, %2 trang; hãy xem ở bên trái (F7).</translation>
    </message>
</context>
<context>
    <name>FilesView</name>
    <message>
        <source>PDF files of the dossier</source>
        <translation>Tệp PDF của hồ sơ</translation>
    </message>
    <message>
        <source>No PDF files yet: finish the review, then build and sign.</source>
        <translation>Chưa có tệp PDF nào: hãy kiểm tra xong hồ sơ, rồi tạo tệp và ký.</translation>
    </message>
</context>
<context>
    <name>FirstRunDesk</name>
    <message>
        <source>Save the recovery sheet</source>
        <translation>Lưu tờ khôi phục</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>recovery-sheet.pdf</source>
        <translation>to-khoi-phuc.pdf</translation>
    </message>
    <message>
        <source>The province&apos;s recovery key</source>
        <translation>Khóa khôi phục của tỉnh</translation>
    </message>
</context>
<context>
    <name>FirstRunView</name>
    <message>
        <source>Make the administrator&apos;s account</source>
        <translation>Lập tài khoản quản trị</translation>
    </message>
    <message>
        <source>One officer works here, without a login</source>
        <translation>Chỉ một cán bộ dùng, không cần đăng nhập</translation>
    </message>
    <message>
        <source>Use the province&apos;s recovery key (file)…</source>
        <translation>Dùng khóa khôi phục của tỉnh (tệp)…</translation>
    </message>
    <message>
        <source>Set this passphrase</source>
        <translation>Đặt cụm mật khẩu này</translation>
    </message>
    <message>
        <source>Make the sheet again</source>
        <translation>Lập lại tờ khôi phục</translation>
    </message>
    <message>
        <source>Choose another recovery key</source>
        <translation>Chọn khóa khôi phục khác</translation>
    </message>
    <message>
        <source>Save the sheet as PDF…</source>
        <translation>Lưu tờ khôi phục thành PDF…</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Xác nhận</translation>
    </message>
    <message>
        <source>Begin to work</source>
        <translation>Bắt đầu làm việc</translation>
    </message>
    <message>
        <source>Later  Esc</source>
        <translation>Để sau  Esc</translation>
    </message>
    <message>
        <source>Do several officers work at this station? Then an administrator comes first.</source>
        <translation>Trạm này có nhiều cán bộ dùng chung? Hãy lập tài khoản quản trị trước.</translation>
    </message>
    <message>
        <source>Account: a-z, 0-9, . - _</source>
        <translation>Tên đăng nhập: a-z, 0-9, . - _</translation>
    </message>
    <message>
        <source>Name on the screen</source>
        <translation>Họ tên hiện trên màn hình</translation>
    </message>
    <message>
        <source>Password, at least 10 characters</source>
        <translation>Mật khẩu, ít nhất 10 ký tự</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Nhập lại mật khẩu</translation>
    </message>
    <message>
        <source>Dossiers are encrypted. If this PC dies, only a recovery key opens its disk.</source>
        <translation>Hồ sơ được mã hóa. Nếu máy hỏng, chỉ khóa khôi phục mở được ổ đĩa.</translation>
    </message>
    <message>
        <source>Or, where the province has given no key, a passphrase of this station:</source>
        <translation>Hoặc, nếu tỉnh chưa cấp khóa, đặt cụm mật khẩu riêng của trạm:</translation>
    </message>
    <message>
        <source>Passphrase, at least 10 characters</source>
        <translation>Cụm mật khẩu, ít nhất 10 ký tự</translation>
    </message>
    <message>
        <source>Passphrase again</source>
        <translation>Nhập lại cụm mật khẩu</translation>
    </message>
    <message>
        <source>Save the sheet, print it, put it into a sealed envelope, lock it away.</source>
        <translation>Lưu tờ khôi phục, in ra, cho vào phong bì niêm phong và cất vào két.</translation>
    </message>
    <message>
        <source>Typed from the paper</source>
        <translation>Gõ lại từ tờ giấy</translation>
    </message>
    <message>
        <source>A passphrase was set, but nobody has confirmed its sheet yet.</source>
        <translation>Đã đặt cụm mật khẩu nhưng chưa ai xác nhận tờ khôi phục.</translation>
    </message>
    <message>
        <source>The passphrase</source>
        <translation>Cụm mật khẩu</translation>
    </message>
    <message>
        <source>The station is set up. Delete the PDF of the sheet once it is printed.</source>
        <translation>Trạm đã thiết lập xong. In tờ khôi phục rồi thì hãy xóa tệp PDF.</translation>
    </message>
    <message>
        <source>Who works here?</source>
        <translation>Ai làm việc ở đây?</translation>
    </message>
    <message>
        <source>Who can recover this station?</source>
        <translation>Ai khôi phục được trạm này?</translation>
    </message>
    <message>
        <source>The recovery sheet</source>
        <translation>Tờ khôi phục</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Xong</translation>
    </message>
    <message>
        <source>Setting up, %1 of 3: </source>
        <translation>Thiết lập trạm, bước %1/3: </translation>
    </message>
    <message>
        <source>Type back line %1 of the paper key.</source>
        <translation>Gõ lại dòng %1 trên tờ giấy vừa in.</translation>
    </message>
    <message>
        <source>Type back the last %1 signs of the fingerprint.</source>
        <translation>Gõ lại %1 ký tự cuối của dấu vân tay trên tờ giấy.</translation>
    </message>
    <message>
        <source>Type it twice, the same way both times.</source>
        <translation>Hãy nhập hai lần giống nhau.</translation>
    </message>
</context>
<context>
    <name>FormDesk</name>
    <message>
        <source>Paper forms</source>
        <translation>Mẫu giấy tờ</translation>
    </message>
    <message>
        <source>“%1” is not saved yet; it is here as you left it.</source>
        <translation>Mẫu “%1” chưa lưu; nội dung vẫn còn như lúc trước.</translation>
    </message>
    <message>
        <source>“%1” is not saved yet; it is here as you left it. Open its sample again to see the frames.</source>
        <translation>Mẫu “%1” chưa lưu; nội dung vẫn còn như lúc trước. Hãy mở lại tờ mẫu để thấy các khung.</translation>
    </message>
    <message>
        <source>New form</source>
        <translation>Mẫu mới</translation>
    </message>
    <message>
        <source>No known printing fits this sample: frame the values to add a new one.</source>
        <translation>Tờ mẫu này không khớp bản in nào đã biết: hãy kéo khung các giá trị để thêm bản in mới.</translation>
    </message>
    <message>
        <source>Open the sample again first: the frames belong to it.</source>
        <translation>Hãy mở lại tờ mẫu trước khi lưu: các khung thuộc về tờ đó.</translation>
    </message>
    <message>
        <source>Nothing has changed since the form was saved.</source>
        <translation>Không có gì thay đổi kể từ lần lưu trước.</translation>
    </message>
    <message>
        <source>Saved “%1”: %2. It is used from the next start of the program on.</source>
        <translation>Đã lưu “%1”: %2. Mẫu được dùng từ lần mở chương trình kế tiếp.</translation>
    </message>
    <message>
        <source>new form</source>
        <translation>mẫu mới</translation>
    </message>
    <message>
        <source>name</source>
        <translation>tên</translation>
    </message>
    <message>
        <source>title lines</source>
        <translation>dòng tiêu đề</translation>
    </message>
    <message>
        <source>phrases</source>
        <translation>cụm từ</translation>
    </message>
    <message>
        <source>parts</source>
        <translation>các phần</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>các trường</translation>
    </message>
    <message>
        <source>printings</source>
        <translation>các bản in</translation>
    </message>
    <message>
        <source>Save the form first; then it can be exported.</source>
        <translation>Hãy lưu mẫu trước rồi mới xuất được.</translation>
    </message>
    <message>
        <source>Written to %1. Other stations take it in with “sohoa catalog import”.</source>
        <translation>Đã ghi vào %1. Trạm khác nhận mẫu bằng lệnh “sohoa catalog import”.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Đang làm, xin chờ…</translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>Text</source>
        <translation>Chữ</translation>
    </message>
    <message>
        <source>Name of a person</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Ngày tháng</translation>
    </message>
    <message>
        <source>Personal id</source>
        <translation>Số định danh cá nhân</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Giới tính</translation>
    </message>
    <message>
        <source>Ethnic group</source>
        <translation>Dân tộc</translation>
    </message>
    <message>
        <source>Nationality</source>
        <translation>Quốc tịch</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Dossier code</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Procedure code</source>
        <translation>Mã thủ tục</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Telephone number</source>
        <translation>Số điện thoại</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>Thư điện tử</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Giờ</translation>
    </message>
    <message>
        <source>Document number</source>
        <translation>Số văn bản</translation>
    </message>
    <message>
        <source>Tax code</source>
        <translation>Mã số thuế</translation>
    </message>
    <message>
        <source>Health insurance number</source>
        <translation>Số thẻ bảo hiểm y tế</translation>
    </message>
    <message>
        <source>Passport number</source>
        <translation>Số hộ chiếu</translation>
    </message>
    <message>
        <source>Serial of a land certificate</source>
        <translation>Số phát hành giấy chứng nhận đất</translation>
    </message>
    <message>
        <source>Number in the land register</source>
        <translation>Số vào sổ cấp giấy chứng nhận đất</translation>
    </message>
    <message>
        <source>Civil registration number</source>
        <translation>Số đăng ký hộ tịch</translation>
    </message>
    <message>
        <source>Code of a household business</source>
        <translation>Mã số hộ kinh doanh</translation>
    </message>
    <message>
        <source>Code of an enterprise</source>
        <translation>Mã số doanh nghiệp</translation>
    </message>
    <message>
        <source>Amount of money</source>
        <translation>Số tiền</translation>
    </message>
    <message>
        <source>Number in words</source>
        <translation>Số bằng chữ</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Diện tích</translation>
    </message>
    <message>
        <source>Relation</source>
        <translation>Quan hệ</translation>
    </message>
    <message>
        <source>Marital state</source>
        <translation>Tình trạng hôn nhân</translation>
    </message>
    <message>
        <source>Tick boxes</source>
        <translation>Ô đánh dấu</translation>
    </message>
    <message>
        <source>✓ label and place</source>
        <translation>✓ nhãn và vị trí</translation>
    </message>
    <message>
        <source>· label</source>
        <translation>· nhãn</translation>
    </message>
    <message>
        <source>· place</source>
        <translation>· vị trí</translation>
    </message>
    <message>
        <source>? label and place differ</source>
        <translation>? nhãn và vị trí khác nhau</translation>
    </message>
    <message>
        <source>– nothing</source>
        <translation>– không thấy</translation>
    </message>
    <message>
        <source>%1 of %2 anchor words agree (%3).</source>
        <translation>Khớp %1 trên %2 chữ in sẵn (%3).</translation>
    </message>
    <message>
        <source>No printing fits this page: only labels are read.</source>
        <translation>Không bản in nào khớp trang này: chỉ đọc theo nhãn.</translation>
    </message>
    <message>
        <source>The page is taken for this form.</source>
        <translation>Máy nhận ra trang này là mẫu này.</translation>
    </message>
    <message>
        <source>! The page is taken for “%1”: add title lines.</source>
        <translation>! Máy cho trang này là “%1”: hãy thêm dòng tiêu đề.</translation>
    </message>
    <message>
        <source>! The page is not recognised: check the title lines.</source>
        <translation>! Máy không nhận ra trang này: hãy xem lại dòng tiêu đề.</translation>
    </message>
    <message>
        <source>“%1” is also printed as “%2”.</source>
        <translation>“%1” còn được in là “%2”.</translation>
    </message>
    <message>
        <source>“%1” stands elsewhere in “%2”.</source>
        <translation>“%1” nằm ở chỗ khác trong “%2”.</translation>
    </message>
</context>
<context>
    <name>FormEditorView</name>
    <message>
        <source>Known forms</source>
        <translation>Các mẫu đã có</translation>
    </message>
    <message>
        <source>Page of the file</source>
        <translation>Trang của tệp</translation>
    </message>
    <message>
        <source>page </source>
        <translation>trang </translation>
    </message>
    <message>
        <source>Save form  Ctrl+S</source>
        <translation>Lưu mẫu  Ctrl+S</translation>
    </message>
    <message>
        <source>New form</source>
        <translation>Mẫu mới</translation>
    </message>
    <message>
        <source>Sample file…</source>
        <translation>Tệp mẫu…</translation>
    </message>
    <message>
        <source>Page on show</source>
        <translation>Trang đang xem</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Xuất…</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Nhãn</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Title line</source>
        <translation>Tiêu đề</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>Cụm từ</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Phần</translation>
    </message>
    <message>
        <source>Parts of the form editor</source>
        <translation>Các mục soạn mẫu</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Thử</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Đề xuất</translation>
    </message>
    <message>
        <source>Fields of the form</source>
        <translation>Các trường của mẫu</translation>
    </message>
    <message>
        <source>Find label on the sample</source>
        <translation>Tìm nhãn trên tờ mẫu</translation>
    </message>
    <message>
        <source>Delete field  Del</source>
        <translation>Xóa trường  Del</translation>
    </message>
    <message>
        <source>Frame a label: it becomes a field.</source>
        <translation>Kéo khung quanh một nhãn: nhãn trở thành một trường.</translation>
    </message>
    <message>
        <source>Frame the place of the value, the whole blank.</source>
        <translation>Kéo khung quanh chỗ ghi giá trị, cả phần để trống.</translation>
    </message>
    <message>
        <source>Frame a title line of the paper.</source>
        <translation>Kéo khung quanh dòng tiêu đề của giấy tờ.</translation>
    </message>
    <message>
        <source>Frame words that only this paper has.</source>
        <translation>Kéo khung quanh cụm từ chỉ có trên loại giấy này.</translation>
    </message>
    <message>
        <source>Frame the line that opens a part (a person) of the form.</source>
        <translation>Kéo khung quanh dòng mở đầu một phần (một người) của mẫu.</translation>
    </message>
    <message>
        <source>Open a form…</source>
        <translation>Mở mẫu đã có…</translation>
    </message>
    <message>
        <source>Sample of the form</source>
        <translation>Tờ mẫu</translation>
    </message>
    <message>
        <source>Try the form on a file</source>
        <translation>Thử mẫu trên một tệp</translation>
    </message>
    <message>
        <source>Export the form</source>
        <translation>Xuất mẫu giấy tờ</translation>
    </message>
    <message>
        <source>Forms (%1)</source>
        <translation>Mẫu giấy tờ (%1)</translation>
    </message>
    <message>
        <source>Pictures and PDF (%1)</source>
        <translation>Ảnh và PDF (%1)</translation>
    </message>
    <message>
        <source>No fields yet: open a sample and draw a frame around each label.</source>
        <translation>Chưa có trường nào: hãy mở tờ mẫu rồi kéo khung quanh từng nhãn.</translation>
    </message>
</context>
<context>
    <name>FormFieldsModel</name>
    <message>
        <source>✓ framed</source>
        <translation>✓ đã khoanh</translation>
    </message>
    <message>
        <source>– none</source>
        <translation>– chưa có</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Kiểu</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Vị trí</translation>
    </message>
</context>
<context>
    <name>FrameDesk</name>
    <message>
        <source>Choose a field of the list first, or frame its label.</source>
        <translation>Hãy chọn một trường trong danh sách, hoặc kéo khung nhãn của nó trước.</translation>
    </message>
    <message>
        <source>Open a sample and choose a field first.</source>
        <translation>Hãy mở tờ mẫu và chọn một trường trước.</translation>
    </message>
    <message>
        <source>The label is not on the sample: correct it, or frame it.</source>
        <translation>Không thấy nhãn này trên tờ mẫu: hãy sửa nhãn, hoặc kéo khung quanh nó.</translation>
    </message>
</context>
<context>
    <name>GroupDesk</name>
    <message>
        <source>Group check</source>
        <translation>Kiểm tra nhóm</translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) were left as they are: the dossier is closed, or the value has changed.</source>
        <translation>
            <numerusform>Giữ nguyên %n giá trị: hồ sơ đã đóng hoặc giá trị đã thay đổi.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupFlow</name>
    <message numerus="yes">
        <source>Confirm %n value(s)</source>
        <translation>
            <numerusform>Xác nhận %n giá trị</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GroupModel</name>
    <message>
        <source>%1, page %2</source>
        <translation>%1, trang %2</translation>
    </message>
    <message>
        <source>On the paper</source>
        <translation>Trên giấy</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Ô</translation>
    </message>
    <message>
        <source>With Enter</source>
        <translation>Khi bấm Enter</translation>
    </message>
    <message>
        <source>? left for review</source>
        <translation>? để xem lại</translation>
    </message>
    <message>
        <source>◷ picture is coming</source>
        <translation>◷ đang mở ảnh</translation>
    </message>
    <message>
        <source>! no picture</source>
        <translation>! không có ảnh</translation>
    </message>
    <message>
        <source>✓ confirmed</source>
        <translation>✓ xác nhận</translation>
    </message>
    <message>
        <source>Personal ids</source>
        <translation>Số định danh cá nhân</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Ngày tháng</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Telephone numbers</source>
        <translation>Số điện thoại</translation>
    </message>
    <message>
        <source>Document numbers</source>
        <translation>Số giấy tờ</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Amounts</source>
        <translation>Số tiền</translation>
    </message>
</context>
<context>
    <name>GroupView</name>
    <message>
        <source>Kind of value</source>
        <translation>Loại giá trị</translation>
    </message>
    <message>
        <source>Doubtful values beside their pictures</source>
        <translation>Giá trị cần xem bên cạnh ảnh</translation>
    </message>
    <message numerus="yes">
        <source>%n more after these</source>
        <translation>
            <numerusform>còn %n giá trị nữa sau bảng này</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Confirm %n value(s)  Enter</source>
        <translation>
            <numerusform>Xác nhận %n giá trị  Enter</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare each value with its picture. Arrows move, Space leaves a value for the review of its dossier, Enter confirms the others, Ctrl+Z takes that back.</source>
        <translation>So từng giá trị với ảnh. Mũi tên: di chuyển · Dấu cách: để lại, xem trong hồ sơ · Enter: xác nhận các giá trị còn lại · Ctrl+Z: hoàn tác.</translation>
    </message>
    <message>
        <source>No doubtful values with a picture are left in the open dossiers.</source>
        <translation>Các hồ sơ đang kiểm tra không còn giá trị nào cần xem theo nhóm.</translation>
    </message>
    <message>
        <source>Every value is left for the review: Space takes that back.</source>
        <translation>Mọi giá trị đều để lại lúc kiểm tra hồ sơ: Space để bỏ chọn.</translation>
    </message>
    <message>
        <source>Values of one kind from many dossiers are compared here. They come as soon as pages with doubtful values have been read.</source>
        <translation>Ở đây so các giá trị cùng loại của nhiều hồ sơ. Giá trị còn ngờ sẽ hiện ra ngay khi trang được đọc xong.</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>? A key file is for tests and staff only: anybody who copies it can sign.</source>
        <translation>? Tệp khóa chỉ dùng để thử hoặc cho nội bộ: ai chép được tệp cũng có thể ký.</translation>
    </message>
    <message>
        <source>Allow this software</source>
        <translation>Cho phép dùng phần mềm này</translation>
    </message>
    <message>
        <source>Certificate to sign with</source>
        <translation>Chứng thư dùng để ký</translation>
    </message>
    <message>
        <source>This is the last try: a wrong PIN locks the token.</source>
        <translation>Đây là lần thử cuối: nhập sai là thiết bị bị khóa.</translation>
    </message>
    <message>
        <source>I am sure of the PIN</source>
        <translation>Tôi chắc chắn mã PIN đúng</translation>
    </message>
    <message>
        <source>Choose the certificate to sign with first.</source>
        <translation>Hãy chọn chứng thư để ký trước.</translation>
    </message>
    <message>
        <source>Enter the PIN first.</source>
        <translation>Hãy nhập mã PIN trước.</translation>
    </message>
    <message>
        <source>The last try: tick that you are sure of the PIN.</source>
        <translation>Lần thử cuối: hãy đánh dấu là bạn chắc chắn mã PIN đúng.</translation>
    </message>
    <message>
        <source>Type the PIN on the keypad of the reader when it asks.</source>
        <translation>Hãy nhập mã PIN trên bàn phím của đầu đọc khi đầu đọc hỏi.</translation>
    </message>
    <message numerus="yes">
        <source>%n try(s) left</source>
        <translation>
            <numerusform>Còn %n lần thử</numerusform>
        </translation>
    </message>
    <message>
        <source>The token&apos;s software is new here. Whoever makes it sees your PIN. Compare with what the maker or the administrator gave you; you are asked once.
File: %1
Maker: %2
SHA-256: %3</source>
        <translation>Máy trạm chưa biết phần mềm này của thiết bị ký số. Phần mềm này sẽ nhận mã PIN của bạn. Hãy đối chiếu với thông tin nhà cung cấp hoặc người quản trị đưa; máy trạm chỉ hỏi một lần.
Tệp: %1
Nhà cung cấp: %2
SHA-256: %3</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>chưa rõ</translation>
    </message>
    <message>
        <source>%1
%2 · valid until %3</source>
        <translation>%1
%2 · hạn đến %3</translation>
    </message>
    <message>
        <source>! A PIN cannot be pasted: please type it.</source>
        <translation>! Không dán được mã PIN: hãy gõ vào.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Bỏ người ký này</translation>
    </message>
    <message>
        <source>Leave out: %1</source>
        <translation>Bỏ người ký: %1</translation>
    </message>
    <message>
        <source>You confirm on the telephone once signing has begun.</source>
        <translation>Bạn xác nhận trên điện thoại sau khi bắt đầu ký.</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Mật khẩu</translation>
    </message>
    <message>
        <source>&amp;PIN</source>
        <translation>Mã &amp;PIN</translation>
    </message>
    <message>
        <source>Password of the key</source>
        <translation>Mật khẩu của khóa ký</translation>
    </message>
    <message>
        <source>PIN of the key</source>
        <translation>Mã PIN của khóa ký</translation>
    </message>
    <message>
        <source>Enter the password first.</source>
        <translation>Hãy nhập mật khẩu trước.</translation>
    </message>
</context>
<context>
    <name>LockBar</name>
    <message>
        <source>This dossier is no longer open for changes.</source>
        <translation>Hồ sơ này không còn mở để sửa.</translation>
    </message>
    <message>
        <source>Reopen to correct</source>
        <translation>Mở lại để sửa</translation>
    </message>
    <message>
        <source>Correct what was sent…</source>
        <translation>Sửa hồ sơ đã gửi…</translation>
    </message>
    <message>
        <source>Yes, open a correction</source>
        <translation>Đúng, mở bản sửa đổi</translation>
    </message>
    <message>
        <source>Leave it as it is</source>
        <translation>Giữ nguyên</translation>
    </message>
    <message>
        <source>The papers are taken over into the correction…</source>
        <translation>Đang chuyển giấy tờ sang bản sửa đổi…</translation>
    </message>
    <message>
        <source>A correction takes all papers and values over. What was sent stays as it is, and is replaced as soon as the correction is received. Open it?</source>
        <translation>Bản sửa đổi lấy lại toàn bộ giấy tờ và thông tin. Bản đã gửi giữ nguyên, và được thay khi bản sửa đổi có biên nhận. Mở bản sửa đổi?</translation>
    </message>
</context>
<context>
    <name>LockView</name>
    <message>
        <source>Another officer</source>
        <translation>Cán bộ khác</translation>
    </message>
    <message>
        <source>Log in with the province&apos;s account</source>
        <translation>Đăng nhập bằng tài khoản của tỉnh</translation>
    </message>
    <message>
        <source>Back to the password</source>
        <translation>Quay lại nhập mật khẩu</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Tên đăng nhập</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Mật khẩu mới</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Nhập lại mật khẩu mới</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Đăng nhập</translation>
    </message>
    <message>
        <source>Work at this station needs an account of your own.</source>
        <translation>Làm việc ở trạm này cần tài khoản của chính bạn.</translation>
    </message>
    <message>
        <source>The station is locked</source>
        <translation>Trạm đang khóa</translation>
    </message>
    <message>
        <source>What was begun goes on. Nothing typed was lost.</source>
        <translation>Việc đang chạy vẫn tiếp tục. Những gì đã nhập không bị mất.</translation>
    </message>
    <message>
        <source>Choose a password of your own</source>
        <translation>Chọn mật khẩu của riêng bạn</translation>
    </message>
    <message>
        <source>At least 10 characters; a whole phrase is easy to remember.</source>
        <translation>Ít nhất 10 ký tự; một cụm từ dài thì dễ nhớ.</translation>
    </message>
    <message>
        <source>A password for when the network is down</source>
        <translation>Mật khẩu dùng khi mất mạng</translation>
    </message>
    <message>
        <source>It unlocks this station too. At least 10 characters; a phrase is easy.</source>
        <translation>Mật khẩu này cũng mở khóa màn hình. Ít nhất 10 ký tự; một cụm từ dài thì dễ nhớ.</translation>
    </message>
    <message>
        <source>Scan the picture with a telephone, or type the code in on any device.</source>
        <translation>Quét mã bằng điện thoại, hoặc nhập mã trên một máy khác.</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Mở khóa</translation>
    </message>
    <message>
        <source>Change and log in</source>
        <translation>Đổi và đăng nhập</translation>
    </message>
    <message>
        <source>Keep this password</source>
        <translation>Dùng mật khẩu này</translation>
    </message>
    <message>
        <source>Type account and password.</source>
        <translation>Hãy nhập tên đăng nhập và mật khẩu.</translation>
    </message>
    <message>
        <source>The new password was not typed the same way twice.</source>
        <translation>Hai lần nhập mật khẩu mới không giống nhau.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Xin chờ một chút…</translation>
    </message>
</context>
<context>
    <name>LoginCode</name>
    <message>
        <source>Asking the login service for a code…</source>
        <translation>Đang xin mã từ cổng đăng nhập…</translation>
    </message>
    <message>
        <source>QR code of the address</source>
        <translation>Mã QR của địa chỉ đăng nhập</translation>
    </message>
    <message>
        <source>Open %1 and type in this code.</source>
        <translation>Mở %1 rồi nhập mã này.</translation>
    </message>
    <message>
        <source>Valid for %1</source>
        <translation>Còn hiệu lực %1</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Loupe</source>
        <translation>Kính lúp</translation>
    </message>
</context>
<context>
    <name>MessagePanel</name>
    <message>
        <source>Details</source>
        <translation>Chi tiết</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>Đóng thông báo</translation>
    </message>
    <message>
        <source>Whom to call: %1</source>
        <translation>Gọi: %1</translation>
    </message>
</context>
<context>
    <name>NewDossierPanel</name>
    <message>
        <source>From the slip; may stay empty</source>
        <translation>Theo giấy tiếp nhận; có thể để trống</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>chưa đếm</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Mở hồ sơ</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Dossier code</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Pages counted</source>
        <translation>Số trang đã đếm</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>A slip with a QR code fills in code and procedure by itself.</source>
        <translation>Giấy tiếp nhận có mã QR sẽ tự điền mã hồ sơ và thủ tục.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Not chosen yet</source>
        <translation>Chưa chọn</translation>
    </message>
</context>
<context>
    <name>OutboxDesk</name>
    <message>
        <source>Nothing is lost, and the station tries every hour. Tell the administrator.</source>
        <translation>Không hồ sơ nào bị mất, máy trạm vẫn thử gửi mỗi giờ. Hãy báo người quản trị.</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s) unsent for more than a day.</source>
        <translation>
            <numerusform>%n hồ sơ chưa gửi được quá một ngày.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OutboxView</name>
    <message>
        <source>Correct…  Ctrl+E</source>
        <translation>Sửa…  Ctrl+E</translation>
    </message>
    <message>
        <source>Open a correction of “%1”? It takes all papers and values over; what was sent stays as it is until the correction is received.</source>
        <translation>Mở bản sửa đổi của “%1”? Bản này lấy lại toàn bộ giấy tờ và thông tin; bản đã gửi giữ nguyên tới khi bản sửa đổi có biên nhận.</translation>
    </message>
    <message>
        <source>Yes, open a correction</source>
        <translation>Đúng, mở bản sửa đổi</translation>
    </message>
    <message>
        <source>Only what was received, refused or withdrawn is corrected.</source>
        <translation>Chỉ sửa được hồ sơ đã tiếp nhận, bị từ chối hoặc đã rút lại.</translation>
    </message>
    <message>
        <source>Nothing here yet. Signed dossiers come by themselves.</source>
        <translation>Chưa có gì ở đây. Hồ sơ ký xong sẽ tự vào hộp gửi.</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Biên nhận</translation>
    </message>
    <message>
        <source>Send now  Ctrl+R</source>
        <translation>Gửi lại ngay  Ctrl+R</translation>
    </message>
    <message>
        <source>Withdraw…</source>
        <translation>Rút lại…</translation>
    </message>
    <message>
        <source>Show receipt</source>
        <translation>Xem biên nhận</translation>
    </message>
    <message>
        <source>Print receipt or slip…  Ctrl+P</source>
        <translation>In biên nhận hoặc phiếu…  Ctrl+P</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Giữ nguyên</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Hộp gửi</translation>
    </message>
    <message>
        <source>Yes, withdraw it</source>
        <translation>Đúng, rút lại</translation>
    </message>
    <message>
        <source>Withdraw “%1”? It will not be sent, and this cannot be undone.</source>
        <translation>Rút “%1” khỏi hộp gửi? Hồ sơ sẽ không được gửi và không hoàn tác được.</translation>
    </message>
    <message>
        <source>Only what waits can be sent again.</source>
        <translation>Chỉ gửi lại được hồ sơ đang chờ.</translation>
    </message>
    <message>
        <source>Only what was never announced can be withdrawn.</source>
        <translation>Chỉ rút được hồ sơ chưa báo cho hệ thống tiếp nhận.</translation>
    </message>
    <message>
        <source>There is no receipt yet.</source>
        <translation>Chưa có biên nhận.</translation>
    </message>
    <message>
        <source>What was withdrawn has no slip.</source>
        <translation>Hồ sơ đã rút lại không có phiếu.</translation>
    </message>
    <message>
        <source>! Only what needs you  Ctrl+H</source>
        <translation>! Chỉ hồ sơ cần bạn  Ctrl+H</translation>
    </message>
    <message>
        <source>Nothing needs you. Ctrl+H shows everything again.</source>
        <translation>Không có hồ sơ nào cần bạn. Ctrl+H hiện lại tất cả.</translation>
    </message>
</context>
<context>
    <name>OwnerField</name>
    <message>
        <source>Kind of owner</source>
        <translation>Loại chủ hồ sơ</translation>
    </message>
    <message>
        <source>Id of the owner</source>
        <translation>Số định danh hoặc mã của chủ hồ sơ</translation>
    </message>
    <message>
        <source>Scan the QR code of the card, or type 12 digits</source>
        <translation>Quét mã QR trên thẻ, hoặc gõ 12 số</translation>
    </message>
    <message>
        <source>Code; may stay empty</source>
        <translation>Mã số; có thể để trống</translation>
    </message>
</context>
<context>
    <name>OwnerPanel</name>
    <message>
        <source>Read from the papers:</source>
        <translation>Đọc được trên giấy tờ:</translation>
    </message>
    <message>
        <source>This is the owner  Enter</source>
        <translation>Đây là chủ hồ sơ  Enter</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Person read from the papers</source>
        <translation>Người đọc được trên giấy tờ</translation>
    </message>
    <message>
        <source>Owner of the dossier</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Papers count as digitized only when their owner is known.</source>
        <translation>Giấy tờ chỉ được tính là đã số hóa khi biết chủ hồ sơ.</translation>
    </message>
</context>
<context>
    <name>PageDesk</name>
    <message>
        <source>Page %1</source>
        <translation>Trang %1</translation>
    </message>
    <message>
        <source>The picture appears once the page has been read.</source>
        <translation>Ảnh sẽ hiện khi trang được đọc xong.</translation>
    </message>
    <message>
        <source>This page is left out of the papers; Delete puts it back.</source>
        <translation>Trang này đã bỏ ra khỏi giấy tờ; bấm Delete để đưa lại.</translation>
    </message>
    <message>
        <source>! Cannot be opened: scan the sheet again, then choose this page and press Delete.</source>
        <translation>! Không mở được ảnh: hãy quét lại tờ này, rồi chọn trang hỏng và bấm Delete.</translation>
    </message>
</context>
<context>
    <name>PageFindings</name>
    <message>
        <source>This page is right  K</source>
        <translation>Trang này đúng  K</translation>
    </message>
    <message>
        <source>Look at it again</source>
        <translation>Xem xét lại</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục khác.</numerusform>
        </translation>
    </message>
    <message>
        <source>Say why in a few words first.</source>
        <translation>Hãy ghi lý do ngắn gọn trước.</translation>
    </message>
</context>
<context>
    <name>PageMoves</name>
    <message>
        <source>Open dossiers</source>
        <translation>Hồ sơ đang mở</translation>
    </message>
    <message>
        <source>Only captured pictures can be cropped, no PDF files.</source>
        <translation>Chỉ cắt được ảnh đã quét hoặc chụp, không cắt được tệp PDF.</translation>
    </message>
    <message>
        <source>Draw a frame, or: arrows lower right corner, Shift upper left, Ctrl all of it. Enter keeps it, Delete: automatic, Esc: as before.</source>
        <translation>Kéo chuột vẽ khung, hoặc: mũi tên dời góc dưới phải, Shift góc trên trái, Ctrl cả khung. Enter: giữ khung, Delete: tự động, Esc: như cũ.</translation>
    </message>
    <message>
        <source>There is no other open dossier.</source>
        <translation>Không có hồ sơ nào khác đang mở.</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Whole page</source>
        <translation>Cả trang</translation>
    </message>
    <message>
        <source>Page width</source>
        <translation>Vừa chiều ngang</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>Kính lúp</translation>
    </message>
    <message>
        <source>The chosen page stands here.</source>
        <translation>Trang được chọn hiện ở đây.</translation>
    </message>
</context>
<context>
    <name>PagesView</name>
    <message>
        <source>Pages of the dossier</source>
        <translation>Các trang của hồ sơ</translation>
    </message>
    <message>
        <source>No pages yet: put paper into the scanner, or drop files here.</source>
        <translation>Chưa có trang nào: hãy đặt giấy vào máy quét, hoặc kéo thả tệp vào đây.</translation>
    </message>
</context>
<context>
    <name>PaperLook</name>
    <message>
        <source>Paper on show</source>
        <translation>Giấy tờ đang xem</translation>
    </message>
    <message>
        <source>Use this paper  Enter</source>
        <translation>Dùng giấy tờ này  Enter</translation>
    </message>
    <message>
        <source>Back to the list  Esc</source>
        <translation>Về danh sách  Esc</translation>
    </message>
</context>
<context>
    <name>PaperPanel</name>
    <message>
        <source>Name of the paper</source>
        <translation>Tên giấy tờ</translation>
    </message>
    <message>
        <source>Code of the paper</source>
        <translation>Mã giấy tờ</translation>
    </message>
    <message>
        <source>This printing</source>
        <translation>Bản in này</translation>
    </message>
    <message>
        <source>Title lines</source>
        <translation>Dòng tiêu đề</translation>
    </message>
    <message>
        <source>Deciding phrases</source>
        <translation>Cụm từ quyết định</translation>
    </message>
    <message>
        <source>Parts (Delete takes one out)</source>
        <translation>Các phần (Delete để bỏ)</translation>
    </message>
</context>
<context>
    <name>PaperSheet</name>
    <message>
        <source>Page picture</source>
        <translation>Ảnh trang</translation>
    </message>
</context>
<context>
    <name>PasswordStrip</name>
    <message>
        <source>Password of the PDF</source>
        <translation>Mật khẩu của tệp PDF</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Mở tệp</translation>
    </message>
    <message>
        <source>Leave this file out</source>
        <translation>Bỏ qua tệp này</translation>
    </message>
    <message>
        <source>“%1” asks for a password. It is kept nowhere.</source>
        <translation>Tệp “%1” có mật khẩu. Mật khẩu không được lưu lại.</translation>
    </message>
    <message>
        <source>! This password does not open “%1”. Type it once more.</source>
        <translation>! Mật khẩu không mở được tệp “%1”. Hãy gõ lại.</translation>
    </message>
</context>
<context>
    <name>PdfPaper</name>
    <message>
        <source>Content of the PDF file</source>
        <translation>Nội dung tệp PDF</translation>
    </message>
</context>
<context>
    <name>PdfView</name>
    <message>
        <source>Find in the file</source>
        <translation>Tìm trong tệp</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Zoom out (Ctrl+−)</source>
        <translation>Thu nhỏ (Ctrl+−)</translation>
    </message>
    <message>
        <source>Zoom in (Ctrl++)</source>
        <translation>Phóng to (Ctrl++)</translation>
    </message>
    <message>
        <source>Page width (Ctrl+0)</source>
        <translation>Vừa chiều ngang (Ctrl+0)</translation>
    </message>
    <message>
        <source>! This file cannot be shown. It may be damaged or locked.</source>
        <translation>! Tệp này không hiển thị được. Tệp có thể bị hỏng hoặc bị khóa.</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Trang %1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>Không thấy</translation>
    </message>
    <message>
        <source>Find in the file  Ctrl+Shift+F</source>
        <translation>Tìm trong tệp  Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>No file is on show.</source>
        <translation>Chưa có tệp nào được mở.</translation>
    </message>
    <message>
        <source>The chosen file stands here.</source>
        <translation>Tệp được chọn hiện ở đây.</translation>
    </message>
</context>
<context>
    <name>ProcedureDesk</name>
    <message>
        <source>Choose a dossier first that is open for changes.</source>
        <translation>Hãy chọn một hồ sơ còn mở để sửa trước.</translation>
    </message>
</context>
<context>
    <name>ProcedureFlow</name>
    <message>
        <source>Change the procedure</source>
        <translation>Đổi thủ tục</translation>
    </message>
</context>
<context>
    <name>ProcedureModel</name>
    <message>
        <source>! Missing</source>
        <translation>! Còn thiếu</translation>
    </message>
    <message>
        <source>! Scanned, must not be copied</source>
        <translation>! Đã quét, không được lưu bản sao</translation>
    </message>
    <message>
        <source>? Extra, not of this procedure</source>
        <translation>? Thừa, thủ tục này không yêu cầu</translation>
    </message>
    <message>
        <source>? Reused, no longer needed</source>
        <translation>? Đã tái sử dụng, nay không cần</translation>
    </message>
    <message>
        <source>? Only shown, not scanned</source>
        <translation>? Chỉ xuất trình, không quét</translation>
    </message>
    <message>
        <source>✓ Scanned</source>
        <translation>✓ Đã quét</translation>
    </message>
    <message>
        <source>✓ Reused</source>
        <translation>✓ Đã tái sử dụng</translation>
    </message>
    <message>
        <source>– If there is one</source>
        <translation>– Nếu có</translation>
    </message>
    <message>
        <source>– Not asked for</source>
        <translation>– Không phải nộp</translation>
    </message>
    <message>
        <source>Without a procedure nothing is known of the papers.</source>
        <translation>Chưa chọn thủ tục nên chưa biết cần giấy tờ nào.</translation>
    </message>
    <message>
        <source>Papers: %1 here, %2 missing, %3 extra.</source>
        <translation>Giấy tờ: đã có %1, còn thiếu %2, thừa %3.</translation>
    </message>
</context>
<context>
    <name>ProcedurePanel</name>
    <message>
        <source>Change the procedure  Enter</source>
        <translation>Đổi thủ tục  Enter</translation>
    </message>
    <message>
        <source>Never mind</source>
        <translation>Thôi</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>What this procedure means for the papers</source>
        <translation>Giấy tờ theo thủ tục này</translation>
    </message>
    <message>
        <source>Procedure of the dossier</source>
        <translation>Thủ tục của hồ sơ</translation>
    </message>
    <message>
        <source>Nothing that was scanned or typed is lost; Ctrl+Z undoes it.</source>
        <translation>Không mất trang đã quét hay giá trị đã nhập; Ctrl+Z để hoàn tác.</translation>
    </message>
    <message>
        <source>Not chosen yet</source>
        <translation>Chưa chọn</translation>
    </message>
    <message>
        <source>The dossier has this procedure already.</source>
        <translation>Hồ sơ đang theo thủ tục này rồi.</translation>
    </message>
</context>
<context>
    <name>ProgressDesk</name>
    <message numerus="yes">
        <source>%n page(s) saved</source>
        <translation>
            <numerusform>Đã lưu %n trang</numerusform>
        </translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Đang ký…</translation>
    </message>
    <message>
        <source>Making PDF/A files…</source>
        <translation>Đang tạo tệp PDF/A…</translation>
    </message>
    <message numerus="yes">
        <source>Reading: %n page(s) left</source>
        <translation>
            <numerusform>Đang đọc: còn %n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: %n page(s) left, %1</source>
        <translation>
            <numerusform>Đang đọc: còn %n trang, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Making PDF/A files: %1 of %2</source>
        <translation>Đang tạo tệp PDF/A: %1 trên %2</translation>
    </message>
    <message>
        <source>Signing: %1 of %2 files</source>
        <translation>Đang ký: %1/%2 tệp</translation>
    </message>
    <message>
        <source>Sending: %1 of %2</source>
        <translation>Đang gửi: %1 trên %2</translation>
    </message>
</context>
<context>
    <name>ProgressStrip</name>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Stop what goes on</source>
        <translation>Dừng việc đang chạy</translation>
    </message>
</context>
<context>
    <name>ProposalDesk</name>
    <message>
        <source>Open a known form first: proposals are for saved forms.</source>
        <translation>Hãy mở một mẫu đã có trước: chỉ mẫu đã lưu mới có đề xuất.</translation>
    </message>
    <message>
        <source>No proposals: the form agrees with what was confirmed.</source>
        <translation>Không có đề xuất: mẫu khớp với những gì cán bộ đã xác nhận.</translation>
    </message>
    <message>
        <source>Choose a proposal of the list first.</source>
        <translation>Hãy chọn một đề xuất trong danh sách trước.</translation>
    </message>
</context>
<context>
    <name>ProposalsModel</name>
    <message>
        <source>Proposal</source>
        <translation>Đề xuất</translation>
    </message>
    <message>
        <source>Times seen</source>
        <translation>Số lần</translation>
    </message>
</context>
<context>
    <name>ProposalsPane</name>
    <message>
        <source>From values that officers have confirmed. Nothing is changed until you take it over and save.</source>
        <translation>Rút ra từ các giá trị cán bộ đã xác nhận. Không gì thay đổi cho đến khi bạn nhận đề xuất và lưu mẫu.</translation>
    </message>
    <message>
        <source>Proposals</source>
        <translation>Đề xuất</translation>
    </message>
    <message>
        <source>Look for proposals</source>
        <translation>Tìm đề xuất</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Nhận đề xuất</translation>
    </message>
</context>
<context>
    <name>QueueView</name>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Danh sách hồ sơ</translation>
    </message>
    <message>
        <source>Queue of dossiers</source>
        <translation>Danh sách hồ sơ</translation>
    </message>
    <message>
        <source>Which dossiers are shown</source>
        <translation>Danh sách hiện những hồ sơ nào</translation>
    </message>
    <message>
        <source>Show all dossiers or a part of them</source>
        <translation>Hiện tất cả hồ sơ hoặc một phần</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Queue · %n today</source>
        <translation>
            <numerusform>&amp;Danh sách hồ sơ · hôm nay %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All dossiers (%n)</source>
        <translation>
            <numerusform>Tất cả hồ sơ (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>? Need a look (%n)</source>
        <translation>
            <numerusform>? Cần bạn xem (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>→ Ready to sign (%n)</source>
        <translation>
            <numerusform>→ Chờ ký (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>◷ Waiting to be sent (%n)</source>
        <translation>
            <numerusform>◷ Chờ gửi (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>No dossier is in this part of the list. Shift+F11 shows the next part.</source>
        <translation>Phần này chưa có hồ sơ nào. Shift+F11 hiện phần tiếp theo.</translation>
    </message>
    <message>
        <source>No dossiers yet. To begin:
1. Put the papers into the scanner.
2. Press F5: a dossier is opened by itself and its pages come in.
3. Has it a code or a receipt slip? Press Ctrl+N first and scan the code.
Files come in with Ctrl+O.</source>
        <translation>Chưa có hồ sơ. Để bắt đầu:
1. Đặt giấy vào máy quét.
2. Bấm F5: hồ sơ tự mở và các trang vào dần.
3. Đã có mã hồ sơ hoặc giấy hẹn? Bấm Ctrl+N trước rồi quét mã.
Muốn nhập từ tệp, bấm Ctrl+O.</translation>
    </message>
    <message>
        <source>Print covers, slips</source>
        <translation>In tờ bìa, phiếu</translation>
    </message>
    <message>
        <source>Print cover sheets, separator sheets and hand-over slips</source>
        <translation>In tờ bìa, tờ ngăn và phiếu bàn giao</translation>
    </message>
</context>
<context>
    <name>RecallDesk</name>
    <message>
        <source>Find</source>
        <translation>Tìm hồ sơ</translation>
    </message>
    <message>
        <source>“%1” is erased; only its number and receipt are kept.</source>
        <translation>Hồ sơ “%1” đã xóa theo hạn lưu; chỉ còn giữ mã hồ sơ và biên nhận.</translation>
    </message>
</context>
<context>
    <name>RecallView</name>
    <message>
        <source>Clear all</source>
        <translation>Xóa điều kiện</translation>
    </message>
    <message>
        <source>Open the dossier  Enter</source>
        <translation>Mở hồ sơ  Enter</translation>
    </message>
    <message>
        <source>Opened by</source>
        <translation>Người mở</translation>
    </message>
    <message>
        <source>Words to look for</source>
        <translation>Từ cần tìm</translation>
    </message>
    <message>
        <source>Part of the dossier code, or whole words of a name or number</source>
        <translation>Một phần mã hồ sơ, hoặc trọn từng chữ của họ tên, số giấy tờ</translation>
    </message>
    <message>
        <source>Opened from this day on</source>
        <translation>Mở từ ngày</translation>
    </message>
    <message>
        <source>Opened up to this day</source>
        <translation>Mở đến hết ngày</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>ngày/tháng/năm</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Where the dossier stands</source>
        <translation>Hồ sơ đang ở bước nào</translation>
    </message>
    <message>
        <source>Officer who opened it</source>
        <translation>Cán bộ mở hồ sơ</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Mọi bước</translation>
    </message>
    <message>
        <source>Dossiers found</source>
        <translation>Hồ sơ tìm được</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Bước</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Từ ngày</translation>
    </message>
    <message>
        <source>to</source>
        <translation>đến</translation>
    </message>
    <message>
        <source>Any procedure</source>
        <translation>Mọi thủ tục</translation>
    </message>
    <message>
        <source>Anybody</source>
        <translation>Mọi người</translation>
    </message>
    <message>
        <source>Type a name without accents if you like, a number of a paper, or part of a dossier code. The newest dossiers come first.</source>
        <translation>Gõ họ tên (không dấu cũng được), số giấy tờ hoặc một phần mã hồ sơ. Hồ sơ mới nhất đứng trước.</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s).</source>
        <translation>
            <numerusform>Có %n hồ sơ.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing fits with “%1”; shown without it.</source>
        <translation>Không hồ sơ nào có chữ “%1”; đang hiện kết quả khi bỏ chữ này.</translation>
    </message>
    <message>
        <source>Only codes were searched: your account may not look for persons.</source>
        <translation>Chỉ tìm theo mã hồ sơ: tài khoản này không được tra cứu theo người.</translation>
    </message>
    <message numerus="yes">
        <source>%n changed dossier(s) are still being read.</source>
        <translation>
            <numerusform>Còn %n hồ sơ vừa thay đổi đang được đưa vào danh mục tìm.</numerusform>
        </translation>
    </message>
    <message>
        <source>There are no dossiers yet. Open the first with Ctrl+N.</source>
        <translation>Chưa có hồ sơ nào. Bấm Ctrl+N để mở hồ sơ đầu tiên.</translation>
    </message>
    <message>
        <source>No dossier fits. Names are found by whole words, codes also by a part; try fewer words, or clear the choices.</source>
        <translation>Không có hồ sơ phù hợp. Họ tên phải gõ trọn từng chữ, mã hồ sơ gõ một phần cũng được; hãy bớt chữ hoặc xóa điều kiện.</translation>
    </message>
    <message>
        <source>Not a day: type it like 31/12/2026.</source>
        <translation>Chưa đúng ngày: hãy gõ như 31/12/2026.</translation>
    </message>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
</context>
<context>
    <name>Reminder</name>
    <message>
        <source>Set up now</source>
        <translation>Thiết lập ngay</translation>
    </message>
    <message>
        <source>! Nobody has said yet who works at this station.</source>
        <translation>! Chưa thiết lập ai làm việc ở trạm này.</translation>
    </message>
    <message>
        <source>! No recovery key: if this PC dies, unsent dossiers are lost.</source>
        <translation>! Chưa có khóa khôi phục: máy hỏng là mất hồ sơ chưa gửi.</translation>
    </message>
    <message>
        <source>! The recovery sheet was not confirmed yet.</source>
        <translation>! Tờ khôi phục chưa được xác nhận.</translation>
    </message>
</context>
<context>
    <name>ReportSaving</name>
    <message>
        <source>Save report</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>Validation report (*.xml)</source>
        <translation>Báo cáo kiểm tra (*.xml)</translation>
    </message>
    <message>
        <source>%1-report.xml</source>
        <translation>%1-bao-cao-kiem-tra.xml</translation>
    </message>
    <message>
        <source>The report could not be saved in that folder.</source>
        <translation>Không lưu được báo cáo vào thư mục đó. Hãy chọn thư mục khác.</translation>
    </message>
    <message>
        <source>The report is saved.</source>
        <translation>Đã lưu báo cáo.</translation>
    </message>
</context>
<context>
    <name>ResultsDesk</name>
    <message>
        <source>Results</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Sign  Enter</source>
        <translation>Ký  Enter</translation>
    </message>
    <message>
        <source>A signature cannot be taken back.</source>
        <translation>Chữ ký đã ký thì không rút lại được.</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) taken in.</source>
        <translation>
            <numerusform>Đã nhận %n kết quả.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were here already.</source>
        <translation>
            <numerusform>%n kết quả đã có từ trước.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục nữa.</numerusform>
        </translation>
    </message>
    <message>
        <source>◷ Checking the signatures…</source>
        <translation>◷ Đang kiểm tra chữ ký…</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n kết quả</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 files are signed already; the rest goes on as it was begun.</source>
        <translation>Đã ký %1/%2 tệp; các tệp còn lại được ký tiếp đúng như đã bắt đầu.</translation>
    </message>
    <message>
        <source>This batch was begun with other keys; mark its results and sign anew.</source>
        <translation>Lần ký này đã bắt đầu bằng khóa khác; hãy chọn lại các kết quả rồi ký mới.</translation>
    </message>
    <message>
        <source>Sign %1</source>
        <translation>Ký %1</translation>
    </message>
    <message numerus="yes">
        <source>To be signed: %n file(s).</source>
        <translation>
            <numerusform>Sẽ ký: %n tệp.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They carry %n signature(s) already.</source>
        <translation>
            <numerusform>Các tệp đã có %n chữ ký.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>◷ %n place(s) still being looked for.</source>
        <translation>
            <numerusform>◷ Đang tìm %n chỗ đặt chữ ký.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” may not be signed as it is; unmark it (Esc).</source>
        <translation>Không được ký “%1” ở dạng này; hãy bỏ chọn tệp đó (Esc).</translation>
    </message>
    <message numerus="yes">
        <source>Look at the stamp in %n file(s) first.</source>
        <translation>
            <numerusform>Còn %n tệp cần xem chỗ đặt chữ ký (Space: đúng chỗ).</numerusform>
        </translation>
    </message>
    <message>
        <source>Places are still being looked for.</source>
        <translation>Đang tìm chỗ đặt chữ ký.</translation>
    </message>
    <message>
        <source>%1 of %2 files signed.</source>
        <translation>Đã ký %1/%2 tệp.</translation>
    </message>
    <message numerus="yes">
        <source>Go on signing %n file(s): type the PIN.</source>
        <translation>
            <numerusform>Tiếp tục ký %n tệp: hãy nhập mã PIN.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait for a time stamp; the station brings it by itself.</source>
        <translation>
            <numerusform>%n tệp đang chờ dấu thời gian; máy trạm sẽ tự bổ sung.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n result(s) on their way back to the system.</source>
        <translation>
            <numerusform>%n kết quả đang được trả về hệ thống.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time stamp and go by themselves.</source>
        <translation>
            <numerusform>%n kết quả chờ dấu thời gian và sẽ tự gửi.</numerusform>
        </translation>
    </message>
    <message>
        <source>A dossier is being signed with this key just now.</source>
        <translation>Khóa này đang ký một hồ sơ; hãy đợi ký xong rồi nhập lại mã PIN.</translation>
    </message>
</context>
<context>
    <name>ResultsView</name>
    <message>
        <source>Take in from folder…  Ctrl+Shift+N</source>
        <translation>Nhận từ thư mục…  Ctrl+Shift+N</translation>
    </message>
    <message>
        <source>Sign  Ctrl+F9</source>
        <translation>Ký  Ctrl+F9</translation>
    </message>
    <message>
        <source>Return signed ones  Ctrl+Shift+Enter</source>
        <translation>Trả kết quả  Ctrl+Shift+Enter</translation>
    </message>
    <message>
        <source>Electronic results</source>
        <translation>Kết quả điện tử</translation>
    </message>
    <message numerus="yes">
        <source>Go on signing %n file(s)  Ctrl+Shift+R</source>
        <translation>
            <numerusform>Tiếp tục ký %n tệp  Ctrl+Shift+R</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder with results</source>
        <translation>Thư mục chứa kết quả</translation>
    </message>
    <message>
        <source>Mark results that are still to be signed (Ctrl+A marks all).</source>
        <translation>Hãy chọn kết quả chưa ký (Ctrl+A chọn tất cả).</translation>
    </message>
    <message numerus="yes">
        <source>Sign %n file(s)  Ctrl+F9</source>
        <translation>
            <numerusform>Ký %n tệp  Ctrl+F9</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing is signed and waiting to be returned.</source>
        <translation>Chưa có kết quả nào đã ký để trả.</translation>
    </message>
    <message>
        <source>No results yet. Fetch them from the processing system with Ctrl+Shift+F, or take them in from a folder with Ctrl+Shift+N.</source>
        <translation>Chưa có kết quả nào. Bấm Ctrl+Shift+F để lấy từ hệ thống xử lý, hoặc Ctrl+Shift+N để nhận từ thư mục.</translation>
    </message>
    <message>
        <source>Fetch results  Ctrl+Shift+F</source>
        <translation>Lấy kết quả về  Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>◷ Fetching result %1 of %2…</source>
        <translation>◷ Đang lấy kết quả %1/%2…</translation>
    </message>
    <message>
        <source>◷ Asking the processing system…</source>
        <translation>◷ Đang hỏi hệ thống xử lý…</translation>
    </message>
    <message>
        <source>Last fetched: %1</source>
        <translation>Lấy về lần cuối: %1</translation>
    </message>
    <message>
        <source>Results are being fetched.</source>
        <translation>Đang lấy kết quả về.</translation>
    </message>
    <message>
        <source>The chosen result stands here, with its stamp.</source>
        <translation>Kết quả được chọn hiện ở đây, kèm chỗ đóng dấu.</translation>
    </message>
    <message>
        <source>Who signed the chosen result, when, and whether it was changed since.</source>
        <translation>Ai đã ký kết quả được chọn, ký lúc nào, sau đó có bị sửa không: hiện ở đây.</translation>
    </message>
</context>
<context>
    <name>ReuseDesk</name>
    <message>
        <source>Choose a dossier first that is not sealed.</source>
        <translation>Hãy chọn một hồ sơ chưa niêm phong.</translation>
    </message>
    <message>
        <source>Owner: unknown</source>
        <translation>Chủ hồ sơ: chưa rõ</translation>
    </message>
    <message>
        <source>Owner: %1</source>
        <translation>Chủ hồ sơ: %1</translation>
    </message>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
    <message>
        <source>The procedure of this dossier is not known yet.</source>
        <translation>Chưa biết thủ tục của hồ sơ này.</translation>
    </message>
    <message>
        <source>This dossier is sealed: its owner stays as named.</source>
        <translation>Hồ sơ đã niêm phong: chủ hồ sơ giữ nguyên.</translation>
    </message>
    <message>
        <source>This dossier is sealed: its papers stay as decided.</source>
        <translation>Hồ sơ đã niêm phong: giấy tờ giữ nguyên như đã quyết định.</translation>
    </message>
</context>
<context>
    <name>ReuseModel</name>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số, ký hiệu</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Ngày cấp</translation>
    </message>
    <message>
        <source>Good until</source>
        <translation>Có hạn đến</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Tình trạng</translation>
    </message>
    <message>
        <source>✓ Reused, not scanned</source>
        <translation>✓ Dùng lại, không quét</translation>
    </message>
    <message>
        <source>Scan anyway</source>
        <translation>Vẫn quét</translation>
    </message>
    <message>
        <source>! Only shown: do not scan, keep no copy</source>
        <translation>! Chỉ xuất trình: không quét, không lưu bản sao</translation>
    </message>
    <message>
        <source>! Must not be copied</source>
        <translation>! Không được sao chụp</translation>
    </message>
    <message>
        <source>Scan it if there is one</source>
        <translation>Quét nếu có</translation>
    </message>
    <message>
        <source>To be scanned</source>
        <translation>Cần quét</translation>
    </message>
    <message>
        <source>✓ Scanned</source>
        <translation>✓ Đã quét</translation>
    </message>
    <message>
        <source>Not asked for</source>
        <translation>Không yêu cầu</translation>
    </message>
    <message>
        <source>! This paper is not asked for</source>
        <translation>! Không yêu cầu giấy tờ này</translation>
    </message>
    <message>
        <source>! Not asked for since {day} ({source})</source>
        <translation>! Không yêu cầu giấy tờ này từ ngày {day} ({source})</translation>
    </message>
    <message>
        <source>✓ Taken</source>
        <translation>✓ Đã chọn</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Còn hạn</translation>
    </message>
    <message>
        <source>? Look at it first</source>
        <translation>? Xem trước khi chọn</translation>
    </message>
    <message>
        <source>! Expired</source>
        <translation>! Hết hạn</translation>
    </message>
    <message>
        <source>this station</source>
        <translation>trạm này</translation>
    </message>
    <message>
        <source>national store</source>
        <translation>kho quốc gia</translation>
    </message>
</context>
<context>
    <name>ReusePanel</name>
    <message>
        <source>Papers of the procedure</source>
        <translation>Thành phần hồ sơ</translation>
    </message>
    <message>
        <source>Use this paper  Enter</source>
        <translation>Dùng giấy tờ này  Enter</translation>
    </message>
    <message>
        <source>Look at it  Space</source>
        <translation>Xem giấy tờ  Space</translation>
    </message>
    <message>
        <source>Scan anyway  S</source>
        <translation>Vẫn quét  S</translation>
    </message>
    <message>
        <source>Take back  Del</source>
        <translation>Bỏ quyết định  Del</translation>
    </message>
    <message>
        <source>Go on  Esc</source>
        <translation>Tiếp tục  Esc</translation>
    </message>
    <message>
        <source>The procedure of this dossier is not known yet.</source>
        <translation>Chưa biết thủ tục của hồ sơ này.</translation>
    </message>
    <message>
        <source>Identify the owner first: scan the QR code of the card.</source>
        <translation>Vui lòng định danh chủ hồ sơ trước: quét mã QR trên thẻ.</translation>
    </message>
    <message>
        <source>Only papers of this station are known.</source>
        <translation>Chỉ có giấy tờ do trạm này đã số hóa.</translation>
    </message>
    <message>
        <source>No line to the national store; it is asked again by itself.</source>
        <translation>Chưa nối được kho quốc gia; máy sẽ tự hỏi lại.</translation>
    </message>
    <message>
        <source>The national store is being asked…</source>
        <translation>Đang hỏi kho quốc gia…</translation>
    </message>
    <message>
        <source>The national store could not be asked; scan as usual.</source>
        <translation>Không hỏi được kho quốc gia; hãy quét như thường.</translation>
    </message>
    <message>
        <source>The national store has answered.</source>
        <translation>Kho quốc gia đã trả lời.</translation>
    </message>
    <message>
        <source>Choose a line first.</source>
        <translation>Hãy chọn một dòng trước.</translation>
    </message>
    <message>
        <source>No paper is known on this line.</source>
        <translation>Dòng này chưa có giấy tờ nào.</translation>
    </message>
    <message>
        <source>This line has no paper that can be used.</source>
        <translation>Dòng này không có giấy tờ dùng lại được.</translation>
    </message>
    <message>
        <source>Look at the paper first: Space.</source>
        <translation>Hãy xem giấy tờ trước: Space.</translation>
    </message>
    <message>
        <source>Nothing is decided on this line yet.</source>
        <translation>Dòng này chưa có quyết định nào.</translation>
    </message>
    <message>
        <source>Take the decision back first: Del.</source>
        <translation>Hãy bỏ quyết định trước: Del.</translation>
    </message>
    <message>
        <source>This paper is not collected for this procedure.</source>
        <translation>Thủ tục này không thu giấy tờ này.</translation>
    </message>
    <message>
        <source>Papers that this procedure asks for stand here once a dossier has one.</source>
        <translation>Khi hồ sơ đã có thủ tục, các giấy tờ cần nộp sẽ hiện ở đây.</translation>
    </message>
    <message>
        <source>No list of papers is known for this procedure: scan what was brought.</source>
        <translation>Thủ tục này chưa có danh mục giấy tờ: hãy quét các giấy tờ người dân mang đến.</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Go to a field first, then press F4.</source>
        <translation>Hãy vào một ô trước rồi bấm F4.</translation>
    </message>
    <message>
        <source>Click a word for “%1”, or draw a frame around several; Esc ends.</source>
        <translation>Bấm vào chữ cho ô “%1”, hoặc kéo khung quanh nhiều chữ; Esc để thôi.</translation>
    </message>
    <message>
        <source>No word was read here; type it instead.</source>
        <translation>Chỗ này không đọc được chữ nào; hãy gõ tay.</translation>
    </message>
</context>
<context>
    <name>ReviewFlow</name>
    <message>
        <source>Confirm “%1”</source>
        <translation>Xác nhận “%1”</translation>
    </message>
    <message>
        <source>Correct “%1”</source>
        <translation>Sửa “%1”</translation>
    </message>
</context>
<context>
    <name>SampleDesk</name>
    <message>
        <source>Open a sample: a file, or the page on show.</source>
        <translation>Hãy mở tờ mẫu: một tệp, hoặc trang đang xem.</translation>
    </message>
    <message>
        <source>No page is on show: choose a page of a dossier first.</source>
        <translation>Chưa có trang nào đang xem: hãy chọn một trang của hồ sơ trước.</translation>
    </message>
    <message>
        <source>The frames do not fit this sample: frame the values again, or undo.</source>
        <translation>Các khung không khớp tờ mẫu này: hãy kéo lại khung giá trị, hoặc hoàn tác.</translation>
    </message>
</context>
<context>
    <name>ScanPanel</name>
    <message>
        <source>Go on scanning</source>
        <translation>Quét tiếp</translation>
    </message>
    <message>
        <source>Stop scanning</source>
        <translation>Dừng quét</translation>
    </message>
    <message>
        <source>Paper in the feeder</source>
        <translation>Giấy tờ trong khay nạp</translation>
    </message>
    <message>
        <source>Papers that may only be shown are not scanned.</source>
        <translation>Giấy tờ chỉ xuất trình thì không được quét.</translation>
    </message>
    <message>
        <source>Feed by itself</source>
        <translation>Tự nạp giấy</translation>
    </message>
    <message>
        <source>Both sides by hand</source>
        <translation>Lật tay hai mặt</translation>
    </message>
    <message>
        <source>With its sticky note</source>
        <translation>Kèm giấy ghi chú</translation>
    </message>
    <message>
        <source>Any paper</source>
        <translation>Giấy bất kỳ</translation>
    </message>
    <message>
        <source>Go on scanning from sheet %1</source>
        <translation>Quét tiếp từ tờ %1</translation>
    </message>
    <message>
        <source>Waiting for paper: lay it into the feeder.</source>
        <translation>Đang chờ giấy: hãy đặt giấy vào khay nạp.</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Trang %1 / %2</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Trang %1</translation>
    </message>
    <message>
        <source>%1 pages a minute</source>
        <translation>%1 trang mỗi phút</translation>
    </message>
    <message>
        <source>● Paper lies in the feeder.</source>
        <translation>● Khay nạp có giấy.</translation>
    </message>
    <message>
        <source>○ No paper in the feeder.</source>
        <translation>○ Khay nạp hết giấy.</translation>
    </message>
    <message>
        <source>– The scanner does not tell whether paper lies in it.</source>
        <translation>– Máy quét không báo có giấy hay không.</translation>
    </message>
    <message>
        <source>! The scanner does not answer.</source>
        <translation>! Máy quét không trả lời.</translation>
    </message>
    <message>
        <source>Scan with F5.</source>
        <translation>Bấm F5 để quét.</translation>
    </message>
</context>
<context>
    <name>ShownOnlyDesk</name>
    <message>
        <source>Page %1: only shown, no copy may be kept.</source>
        <translation>Trang %1: giấy tờ chỉ xuất trình, không lưu bản chụp.</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Delete erases it for good; Ctrl+Shift+K keeps another paper.</source>
        <translation>Bấm Ctrl+Shift+Delete để xóa hẳn; nếu là giấy tờ khác thì bấm Ctrl+Shift+K để giữ lại.</translation>
    </message>
    <message>
        <source>No page of this dossier has to be erased.</source>
        <translation>Hồ sơ này không có trang nào phải xóa.</translation>
    </message>
    <message>
        <source>Erased.</source>
        <translation>Đã xóa.</translation>
    </message>
    <message>
        <source>The station keeps no copy of it, only the audit entry.</source>
        <translation>Máy trạm không giữ bản chụp nào, chỉ còn dòng nhật ký.</translation>
    </message>
    <message>
        <source>Kept.</source>
        <translation>Đã giữ lại.</translation>
    </message>
    <message>
        <source>The page counts as another paper; the audit says who said so.</source>
        <translation>Trang được tính là giấy tờ khác; nhật ký ghi rõ cán bộ đã xác nhận.</translation>
    </message>
</context>
<context>
    <name>SignChoices</name>
    <message>
        <source>What is shown of the signature</source>
        <translation>Hình hiện của chữ ký</translation>
    </message>
    <message>
        <source>Level of the signature</source>
        <translation>Mức chữ ký</translation>
    </message>
    <message>
        <source>&amp;Shown as</source>
        <translation>&amp;Hình hiện</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>&amp;Mức</translation>
    </message>
    <message>
        <source>nothing on the page</source>
        <translation>không hiện trên trang</translation>
    </message>
    <message>
        <source>picture of the signature</source>
        <translation>hình chữ ký</translation>
    </message>
    <message>
        <source>true copy, text at the top right</source>
        <translation>“SAO Y”, chữ ở góc trên bên phải</translation>
    </message>
    <message>
        <source>B-B: signature</source>
        <translation>B-B: chữ ký</translation>
    </message>
    <message>
        <source>B-T: with a time stamp</source>
        <translation>B-T: thêm dấu thời gian</translation>
    </message>
    <message>
        <source>B-LT: with evidence for years</source>
        <translation>B-LT: thêm bằng chứng lâu dài</translation>
    </message>
    <message>
        <source>B-LTA: for archives</source>
        <translation>B-LTA: dùng cho lưu trữ</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>Ai ký</translation>
    </message>
    <message>
        <source>the signer</source>
        <translation>Người ký</translation>
    </message>
    <message>
        <source>the signer and the agency&apos;s seal</source>
        <translation>Người ký và con dấu cơ quan</translation>
    </message>
    <message>
        <source>&amp;Who signs</source>
        <translation>&amp;Ai ký</translation>
    </message>
</context>
<context>
    <name>SignDesk</name>
    <message>
        <source>“%1” may not be signed as it is.</source>
        <translation>Không được ký “%1” ở dạng này.</translation>
    </message>
    <message numerus="yes">
        <source>Look at the stamp in %n file(s) first.</source>
        <translation>
            <numerusform>Còn %n tệp cần xem chỗ đặt chữ ký (Space: đúng chỗ).</numerusform>
        </translation>
    </message>
    <message>
        <source>Places are still being looked for.</source>
        <translation>Đang tìm chỗ đặt chữ ký.</translation>
    </message>
    <message>
        <source>What is signed is kept: type the PIN again to go on.</source>
        <translation>Phần đã ký được giữ lại: nhập lại mã PIN để ký tiếp.</translation>
    </message>
    <message>
        <source>Results are being signed with this key just now.</source>
        <translation>Khóa này đang ký kết quả; hãy đợi ký xong rồi nhập lại mã PIN.</translation>
    </message>
</context>
<context>
    <name>SignFoot</name>
    <message>
        <source>One-time code</source>
        <translation>Mã dùng một lần</translation>
    </message>
    <message>
        <source>Stop signing</source>
        <translation>Dừng ký</translation>
    </message>
    <message>
        <source>Sign and send  Enter</source>
        <translation>Ký và gửi  Enter</translation>
    </message>
    <message>
        <source>Not now  Esc</source>
        <translation>Để sau  Esc</translation>
    </message>
    <message>
        <source>%1 of %2 files signed</source>
        <translation>Đã ký %1/%2 tệp</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>còn %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n tệp</numerusform>
        </translation>
    </message>
    <message>
        <source>◷ Waiting for %1 to confirm on the telephone: %2 left (%3).</source>
        <translation>◷ Chờ %1 xác nhận trên điện thoại: còn %2 (%3).</translation>
    </message>
    <message>
        <source>One-time code (OTP) sent to %1, then Enter:</source>
        <translation>Mã dùng một lần (OTP) gửi cho %1, gõ xong bấm Enter:</translation>
    </message>
</context>
<context>
    <name>SignLook</name>
    <message>
        <source>◷ Opening…</source>
        <translation>◷ Đang mở…</translation>
    </message>
</context>
<context>
    <name>SignPanel</name>
    <message>
        <source>Signing and sending cannot be undone.</source>
        <translation>Ký và gửi thì không hoàn tác được.</translation>
    </message>
    <message>
        <source>Check token again</source>
        <translation>Kiểm tra lại thiết bị</translation>
    </message>
    <message>
        <source>Sign “%1”</source>
        <translation>Ký hồ sơ “%1”</translation>
    </message>
    <message>
        <source>◷ Making PDF/A files… you can type the PIN meanwhile.</source>
        <translation>◷ Đang tạo tệp PDF/A… bạn có thể nhập mã PIN trước.</translation>
    </message>
    <message>
        <source>✓ PDF/A files are made and checked.</source>
        <translation>✓ Tệp PDF/A đã tạo và kiểm tra xong.</translation>
    </message>
    <message>
        <source>◷ Signing… leave the token in.</source>
        <translation>◷ Đang ký… xin đừng rút thiết bị.</translation>
    </message>
    <message>
        <source>✓ Signed, sealed and in the outbox.</source>
        <translation>✓ Đã ký, niêm phong và vào hộp gửi.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục nữa.</numerusform>
        </translation>
    </message>
    <message>
        <source>Signing is under way.</source>
        <translation>Đang ký.</translation>
    </message>
    <message>
        <source>The PDF/A files are not ready yet.</source>
        <translation>Tệp PDF/A chưa tạo xong.</translation>
    </message>
</context>
<context>
    <name>SignersBox</name>
    <message>
        <source>Key of the further signer</source>
        <translation>Khóa của người ký tiếp theo</translation>
    </message>
    <message>
        <source>Add a signer  Ctrl+Shift+A</source>
        <translation>Thêm người ký  Ctrl+Shift+A</translation>
    </message>
    <message>
        <source>%1. Agency</source>
        <translation>%1. Con dấu cơ quan</translation>
    </message>
    <message>
        <source>%1. Signer</source>
        <translation>%1. Người ký</translation>
    </message>
    <message>
        <source>No further key is here. Plug in the token of the next signer and press again.</source>
        <translation>Chưa thấy khóa ký nào khác. Hãy cắm thiết bị ký số của người ký tiếp theo rồi bấm lại.</translation>
    </message>
    <message>
        <source>Whose key is it? Choose with the arrow keys and Enter.</source>
        <translation>Khóa của ai? Chọn bằng phím mũi tên rồi bấm Enter.</translation>
    </message>
    <message>
        <source>They sign from top to bottom.</source>
        <translation>Ký theo thứ tự từ trên xuống.</translation>
    </message>
    <message>
        <source>The keys are signing just now.</source>
        <translation>Các khóa đang ký.</translation>
    </message>
</context>
<context>
    <name>SlipPrinting</name>
    <message>
        <source>A5 paper (*.pdf)</source>
        <translation>Giấy A5 (*.pdf)</translation>
    </message>
    <message>
        <source>Roll of 80 mm (*.pdf)</source>
        <translation>Giấy cuộn 80 mm (*.pdf)</translation>
    </message>
    <message>
        <source>Print receipt or slip</source>
        <translation>In biên nhận hoặc phiếu</translation>
    </message>
    <message>
        <source>receipt-%1.pdf</source>
        <translation>bien-nhan-%1.pdf</translation>
    </message>
    <message>
        <source>slip-%1.pdf</source>
        <translation>phieu-tram-%1.pdf</translation>
    </message>
    <message>
        <source>The PDF to print is saved.</source>
        <translation>Đã lưu tệp PDF để in.</translation>
    </message>
</context>
<context>
    <name>StampView</name>
    <message>
        <source>Page as it is signed</source>
        <translation>Trang sẽ được ký</translation>
    </message>
    <message>
        <source>The place is right  Space</source>
        <translation>Đúng chỗ  Space</translation>
    </message>
    <message>
        <source>The place is right</source>
        <translation>Đúng chỗ</translation>
    </message>
    <message>
        <source>Stamp on this page</source>
        <translation>Đặt ở trang này</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Whole page or page width</source>
        <translation>Cả trang hoặc vừa chiều ngang</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Trang %1 / %2</translation>
    </message>
    <message>
        <source>Move the stamp</source>
        <translation>Dời chỗ chữ ký</translation>
    </message>
    <message>
        <source>No page is on show.</source>
        <translation>Chưa có trang nào được mở.</translation>
    </message>
</context>
<context>
    <name>StatusStrip</name>
    <message>
        <source>Connection</source>
        <translation>Kết nối</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Đang chờ gửi</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Cần bạn xem</translation>
    </message>
    <message>
        <source>Unsent for too long</source>
        <translation>Chưa gửi được quá lâu</translation>
    </message>
    <message>
        <source>Being read</source>
        <translation>Đang đọc</translation>
    </message>
    <message>
        <source>Waiting for time</source>
        <translation>Chờ dấu thời gian</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Thiết bị ký số</translation>
    </message>
    <message>
        <source>◷ Looking for the server</source>
        <translation>◷ Đang tìm máy chủ</translation>
    </message>
    <message>
        <source>● Online since %1</source>
        <translation>● Có kết nối từ %1</translation>
    </message>
    <message>
        <source>○ Offline since %1</source>
        <translation>○ Mất kết nối từ %1</translation>
    </message>
    <message numerus="yes">
        <source>↑ %n waiting</source>
        <translation>
            <numerusform>↑ %n hồ sơ chờ gửi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n need(s) you</source>
        <translation>
            <numerusform>! %n hồ sơ cần bạn</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n unsent for over a day</source>
        <translation>
            <numerusform>! %n hồ sơ chưa gửi quá 1 ngày</numerusform>
        </translation>
    </message>
    <message>
        <source>The station still tries every hour. Press to see what is in the way.</source>
        <translation>Máy trạm vẫn thử gửi mỗi giờ. Bấm để xem điều gì đang cản trở.</translation>
    </message>
    <message numerus="yes">
        <source>◷ Reading %n page(s)</source>
        <translation>
            <numerusform>◷ Đang đọc %n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>◷ %n waiting for time</source>
        <translation>
            <numerusform>◷ %n hồ sơ chờ dấu thời gian</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at the connection again and open the outbox  Ctrl+B</source>
        <translation>Kiểm tra lại kết nối và mở Hộp gửi  Ctrl+B</translation>
    </message>
    <message>
        <source>Open the outbox  Ctrl+B</source>
        <translation>Mở Hộp gửi  Ctrl+B</translation>
    </message>
    <message>
        <source>Show in the outbox what needs you  Ctrl+H there</source>
        <translation>Mở Hộp gửi tại hồ sơ cần bạn xem  (ở đó: Ctrl+H)</translation>
    </message>
    <message>
        <source>Oldest unsent</source>
        <translation>Chưa gửi lâu nhất</translation>
    </message>
    <message>
        <source>Show the oldest one in the outbox  Ctrl+B</source>
        <translation>Mở Hộp gửi tại hồ sơ chờ lâu nhất  Ctrl+B</translation>
    </message>
    <message>
        <source>Show the dossier that is being read</source>
        <translation>Mở hồ sơ đang được đọc</translation>
    </message>
    <message>
        <source>Show the dossiers  F11</source>
        <translation>Mở danh sách hồ sơ  F11</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Ổ đĩa</translation>
    </message>
    <message>
        <source>Open the diagnostics  Ctrl+Shift+D</source>
        <translation>Mở Chẩn đoán  Ctrl+Shift+D</translation>
    </message>
    <message>
        <source>Look at the signing key again; signing starts with F9</source>
        <translation>Kiểm tra lại khóa ký; bấm F9 để ký</translation>
    </message>
    <message>
        <source>○ Offline only: no server is set up</source>
        <translation>○ Chỉ ngoại tuyến: chưa khai báo máy chủ</translation>
    </message>
    <message numerus="yes">
        <source>↑ %n waiting (%1, %2)</source>
        <translation>
            <numerusform>↑ %n hồ sơ chờ gửi (%1, %2)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n trang</numerusform>
        </translation>
    </message>
    <message>
        <source>◷ oldest %1</source>
        <translation>◷ lâu nhất %1</translation>
    </message>
    <message>
        <source>! Disk almost full: %1 left</source>
        <translation>! Ổ đĩa sắp đầy: còn %1</translation>
    </message>
    <message>
        <source>▤ Disk %1 free</source>
        <translation>▤ Ổ đĩa còn %1</translation>
    </message>
    <message>
        <source>✓ Nothing needs you</source>
        <translation>✓ Không có việc cần bạn</translation>
    </message>
    <message>
        <source>Pause or resume work</source>
        <translation>Tạm dừng hoặc làm tiếp</translation>
    </message>
    <message>
        <source>Pause sending or reading, or resume it</source>
        <translation>Tạm dừng gửi hoặc đọc trang, hoặc làm tiếp</translation>
    </message>
    <message>
        <source>○ Sending and reading are paused</source>
        <translation>○ Đang tạm dừng gửi và đọc</translation>
    </message>
    <message>
        <source>○ Sending is paused</source>
        <translation>○ Đang tạm dừng gửi</translation>
    </message>
    <message>
        <source>○ Reading is paused</source>
        <translation>○ Đang tạm dừng đọc</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Tạm dừng…</translation>
    </message>
</context>
<context>
    <name>TakeoverDesk</name>
    <message>
        <source>The dossier is in your hands now.</source>
        <translation>Bạn đã tiếp nhận hồ sơ này.</translation>
    </message>
</context>
<context>
    <name>TrialModel</name>
    <message>
        <source>Field</source>
        <translation>Trường</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Found by</source>
        <translation>Tìm bằng</translation>
    </message>
</context>
<context>
    <name>TrialPane</name>
    <message>
        <source>Trials made</source>
        <translation>Các lần thử</translation>
    </message>
    <message>
        <source>Values of the trial</source>
        <translation>Giá trị đọc thử</translation>
    </message>
    <message>
        <source>On this sample</source>
        <translation>Trên tờ mẫu này</translation>
    </message>
    <message>
        <source>On the page on show</source>
        <translation>Trên trang đang xem</translation>
    </message>
    <message>
        <source>On a file…</source>
        <translation>Trên tệp…</translation>
    </message>
</context>
<context>
    <name>TroubleDesk</name>
    <message>
        <source>Code for the administrator: %1</source>
        <translation>Mã lỗi cho người quản trị: %1</translation>
    </message>
    <message>
        <source>Signed; waiting for the time stamp.</source>
        <translation>Đã ký; đang chờ dấu thời gian.</translation>
    </message>
    <message>
        <source>The time-stamp service does not answer. The dossier leaves by itself.</source>
        <translation>Dịch vụ cấp dấu thời gian chưa trả lời. Có dấu thời gian, hồ sơ sẽ tự gửi đi.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) imported.</source>
        <translation>
            <numerusform>Đã nhập %n trang.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be taken.</source>
        <translation>
            <numerusform>Không nhập được %n tệp.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n tệp nữa.</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed and sealed.</source>
        <translation>Đã ký và niêm phong hồ sơ.</translation>
    </message>
    <message>
        <source>The dossier is in the outbox and is sent by itself.</source>
        <translation>Hồ sơ đã vào hộp gửi và sẽ tự được gửi.</translation>
    </message>
</context>
<context>
    <name>TrustDesk</name>
    <message>
        <source>The scanner is confirmed.</source>
        <translation>Đã xác nhận máy quét.</translation>
    </message>
    <message>
        <source>Press F5 to scan.</source>
        <translation>Bấm F5 để quét.</translation>
    </message>
</context>
<context>
    <name>TrustStrip</name>
    <message>
        <source>Last 8 letters at the scanner:</source>
        <translation>8 ký tự cuối trên máy quét:</translation>
    </message>
    <message>
        <source>Confirm this scanner</source>
        <translation>Xác nhận máy quét này</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>This network scanner has not been confirmed. Compare its fingerprint:</source>
        <translation>Máy quét qua mạng này chưa được xác nhận. Hãy đối chiếu dấu vân tay:</translation>
    </message>
    <message>
        <source>Ask the administrator to log in and to scan once.</source>
        <translation>Hãy nhờ người quản trị đăng nhập và quét một lần.</translation>
    </message>
</context>
<context>
    <name>TurnedStack</name>
    <message>
        <source>The stack is turned over as a whole</source>
        <translation>Lật cả chồng giấy</translation>
    </message>
    <message>
        <source>back</source>
        <translation>sau</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Save report (XML)…  Ctrl+S</source>
        <translation>Lưu báo cáo (XML)…  Ctrl+S</translation>
    </message>
    <message>
        <source>Save the validation report</source>
        <translation>Lưu báo cáo kiểm tra</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Kết quả kiểm tra</translation>
    </message>
    <message>
        <source>signer not known</source>
        <translation>chưa rõ người ký</translation>
    </message>
</context>
<context>
    <name>VerifyDesk</name>
    <message>
        <source>Check signatures</source>
        <translation>Kiểm tra chữ ký</translation>
    </message>
    <message>
        <source>◷ Opening…</source>
        <translation>◷ Đang mở…</translation>
    </message>
    <message>
        <source>◷ Checking the signatures…</source>
        <translation>◷ Đang kiểm tra chữ ký…</translation>
    </message>
    <message>
        <source>The evidence is up to date.</source>
        <translation>Bằng chứng lâu dài đã được cập nhật.</translation>
    </message>
</context>
<context>
    <name>VerifyView</name>
    <message>
        <source>Choose a PDF…</source>
        <translation>Chọn tệp PDF…</translation>
    </message>
    <message>
        <source>Choose a PDF to check</source>
        <translation>Chọn tệp PDF để kiểm tra</translation>
    </message>
    <message>
        <source>or drop a PDF here; it is only read.</source>
        <translation>hoặc thả tệp PDF vào đây; tệp chỉ được đọc, không bị sửa.</translation>
    </message>
    <message>
        <source>Renew its evidence (B-LTA)  Ctrl+E</source>
        <translation>Cập nhật bằng chứng (B-LTA)  Ctrl+E</translation>
    </message>
    <message>
        <source>Renew the evidence of this file</source>
        <translation>Cập nhật bằng chứng lâu dài của tệp này</translation>
    </message>
    <message>
        <source>Check signatures</source>
        <translation>Kiểm tra chữ ký</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Tệp PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Choose a signed PDF first; once it is checked this can be done.</source>
        <translation>Hãy chọn một tệp PDF đã ký; kiểm tra xong mới làm được việc này.</translation>
    </message>
    <message>
        <source>The pages of the file stand here.</source>
        <translation>Các trang của tệp hiện ở đây.</translation>
    </message>
    <message>
        <source>Who signed, when, and whether the file was changed since: that stands here.</source>
        <translation>Ai đã ký, ký lúc nào, tệp có bị sửa sau khi ký không: kết quả hiện ở đây.</translation>
    </message>
</context>
<context>
    <name>WatchDesk</name>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) taken from the copier.</source>
        <translation>
            <numerusform>Đã nhận %n trang từ máy photocopy.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WatchStrip</name>
    <message>
        <source>Into this dossier</source>
        <translation>Vào hồ sơ này</translation>
    </message>
    <message>
        <source>A new dossier for each</source>
        <translation>Mỗi tệp một hồ sơ mới</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) from the copier are waiting.</source>
        <translation>
            <numerusform>%n tệp từ máy photocopy đang chờ.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n still being written.</source>
        <translation>
            <numerusform>%n tệp đang được ghi.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Digitization station</source>
        <translation>Trạm Số Hóa</translation>
    </message>
    <message>
        <source>Dossiers</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Hộp gửi</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Change the procedure</source>
        <translation>Đổi thủ tục</translation>
    </message>
    <message>
        <source>Pages or PDF files</source>
        <translation>Trang quét hoặc tệp PDF</translation>
    </message>
    <message>
        <source>Scanned pages</source>
        <translation>Trang quét</translation>
    </message>
    <message>
        <source>PDF files</source>
        <translation>Tệp PDF</translation>
    </message>
    <message>
        <source>Papers needed</source>
        <translation>Giấy tờ cần có</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Nhập tệp</translation>
    </message>
    <message>
        <source>Pictures and PDF (%1)</source>
        <translation>Ảnh và PDF (%1)</translation>
    </message>
</context>
<context>
    <name>WindowTabs</name>
    <message>
        <source>Parts of the window</source>
        <translation>Các phần của cửa sổ</translation>
    </message>
    <message>
        <source>More parts of the window</source>
        <translation>Các phần khác của cửa sổ</translation>
    </message>
    <message>
        <source>More  Alt+0</source>
        <translation>Khác  Alt+0</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Tìm</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Trợ giúp</translation>
    </message>
</context>
<context>
    <name>_Choice</name>
    <message>
        <source>Alternative %1: %2</source>
        <translation>Lựa chọn %1: %2</translation>
    </message>
</context>
<context>
    <name>accounts</name>
    <message>
        <source>Scanning and review</source>
        <translation>Quét, kiểm tra</translation>
    </message>
    <message>
        <source>Signing and sending</source>
        <translation>Ký, gửi</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Quản trị</translation>
    </message>
    <message>
        <source>✕ Closed</source>
        <translation>✕ Đã đóng</translation>
    </message>
    <message>
        <source>● Open, by the login service</source>
        <translation>● Đang mở, qua cổng đăng nhập</translation>
    </message>
    <message>
        <source>○ Open, has to choose a password</source>
        <translation>○ Đang mở, phải đổi mật khẩu</translation>
    </message>
    <message>
        <source>● Open</source>
        <translation>● Đang mở</translation>
    </message>
    <message>
        <source>never</source>
        <translation>chưa lần nào</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Tên đăng nhập</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Vai trò</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Last login</source>
        <translation>Đăng nhập gần nhất</translation>
    </message>
</context>
<context>
    <name>acts</name>
    <message>
        <source>Turn right</source>
        <translation>Xoay phải</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Xoay trái</translation>
    </message>
    <message>
        <source>To the trash</source>
        <translation>Vào thùng rác</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>Khôi phục</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Làm lại</translation>
    </message>
    <message>
        <source>Scan again</source>
        <translation>Quét lại</translation>
    </message>
    <message>
        <source>Scan after it</source>
        <translation>Quét chèn sau</translation>
    </message>
    <message>
        <source>Split / join</source>
        <translation>Tách / nối</translation>
    </message>
    <message>
        <source>Take up</source>
        <translation>Cắt</translation>
    </message>
    <message>
        <source>Lay before</source>
        <translation>Dán vào trước</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Lên trước</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Lùi sau</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Trang cần xem</translation>
    </message>
    <message>
        <source>This page is right</source>
        <translation>Trang này đúng</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Vừa khung</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>Kính lúp</translation>
    </message>
    <message>
        <source>As captured</source>
        <translation>Ảnh gốc</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>Thùng rác</translation>
    </message>
    <message>
        <source>Sort by separator sheets</source>
        <translation>Tách theo tờ ngăn</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Cắt trang</translation>
    </message>
    <message>
        <source>To another dossier…</source>
        <translation>Chuyển sang hồ sơ khác…</translation>
    </message>
</context>
<context>
    <name>edits</name>
    <message>
        <source>pages turned</source>
        <translation>xoay trang</translation>
    </message>
    <message>
        <source>page cropped</source>
        <translation>cắt ảnh trang</translation>
    </message>
    <message>
        <source>pages put into the trash</source>
        <translation>bỏ trang vào thùng rác</translation>
    </message>
    <message>
        <source>pages put back</source>
        <translation>khôi phục trang</translation>
    </message>
    <message>
        <source>pages laid elsewhere</source>
        <translation>đổi chỗ trang</translation>
    </message>
    <message>
        <source>papers split or joined</source>
        <translation>tách hoặc nối giấy tờ</translation>
    </message>
    <message>
        <source>page scanned again</source>
        <translation>quét lại trang</translation>
    </message>
    <message>
        <source>pages sent to another dossier</source>
        <translation>chuyển trang sang hồ sơ khác</translation>
    </message>
    <message>
        <source>stack split at separator sheets</source>
        <translation>tách tập giấy theo tờ ngăn</translation>
    </message>
</context>
<context>
    <name>erasure</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Thời điểm</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Proof</source>
        <translation>Bằng chứng xóa</translation>
    </message>
    <message>
        <source>○ Not yet</source>
        <translation>○ Chưa đến hạn</translation>
    </message>
    <message>
        <source>◷ Due</source>
        <translation>◷ Đến hạn</translation>
    </message>
    <message>
        <source>! Will be erased</source>
        <translation>! Sẽ bị xóa</translation>
    </message>
    <message>
        <source>■ Kept</source>
        <translation>■ Được giữ lại</translation>
    </message>
    <message>
        <source>✓ Erased</source>
        <translation>✓ Đã xóa</translation>
    </message>
    <message>
        <source>received: %1</source>
        <translation>đã tiếp nhận: %1</translation>
    </message>
    <message>
        <source>received, its time here is over</source>
        <translation>đã tiếp nhận, hết hạn lưu tại máy</translation>
    </message>
    <message>
        <source>its time here is not over</source>
        <translation>còn trong hạn lưu tại máy</translation>
    </message>
    <message>
        <source>marked; can still be kept</source>
        <translation>đã đánh dấu; còn giữ lại được</translation>
    </message>
    <message>
        <source>an administrator keeps it</source>
        <translation>người quản trị giữ lại</translation>
    </message>
    <message>
        <source>a signature still waits for its time stamp</source>
        <translation>còn chữ ký chờ dấu thời gian</translation>
    </message>
    <message>
        <source>is being signed</source>
        <translation>đang được ký</translation>
    </message>
    <message>
        <source>another version is being sent</source>
        <translation>đang gửi một bản khác</translation>
    </message>
    <message>
        <source>the clock of this PC may be wrong</source>
        <translation>đồng hồ máy này có thể sai</translation>
    </message>
    <message>
        <source>files or receipt do not pass their check</source>
        <translation>tệp hoặc biên nhận không qua kiểm tra</translation>
    </message>
    <message>
        <source>the system has not confirmed its receipt again</source>
        <translation>hệ thống tiếp nhận chưa xác nhận lại biên nhận</translation>
    </message>
</context>
<context>
    <name>figures</name>
    <message>
        <source>Digitization</source>
        <translation>Số hóa</translation>
    </message>
    <message>
        <source>Pages and dossiers</source>
        <translation>Trang và hồ sơ</translation>
    </message>
    <message>
        <source>Outbox of 24 hours</source>
        <translation>Hộp gửi 24 giờ</translation>
    </message>
    <message>
        <source>Sure readings</source>
        <translation>Độ chắc khi đọc</translation>
    </message>
    <message>
        <source>Scanners</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Time per dossier</source>
        <translation>Thời gian mỗi hồ sơ</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Gửi hồ sơ</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Ký số</translation>
    </message>
    <message>
        <source>Check and copy</source>
        <translation>Kiểm tra, sao lưu</translation>
    </message>
    <message>
        <source>My own work</source>
        <translation>Việc của tôi</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Chỉ tiêu</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Số lượng</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Tỷ lệ</translation>
    </message>
    <message>
        <source>Dossiers received</source>
        <translation>Hồ sơ tiếp nhận</translation>
    </message>
    <message>
        <source>with digitized papers</source>
        <translation>có giấy tờ được số hóa</translation>
    </message>
    <message>
        <source>with reused papers</source>
        <translation>có giấy tờ được tái sử dụng</translation>
    </message>
    <message>
        <source>reused from the national store</source>
        <translation>tái sử dụng từ kho quốc gia</translation>
    </message>
    <message>
        <source>Results at this station</source>
        <translation>Kết quả giải quyết tại trạm</translation>
    </message>
    <message>
        <source>with a signed electronic file</source>
        <translation>có bản điện tử đã ký số</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>Giờ</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Ngày</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Trang</translation>
    </message>
    <message>
        <source>Dossiers</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Most that waited</source>
        <translation>Chờ nhiều nhất</translation>
    </message>
    <message>
        <source>Minutes without a line</source>
        <translation>Số phút mất kết nối</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>All procedures</source>
        <translation>Mọi thủ tục</translation>
    </message>
    <message>
        <source>No procedure</source>
        <translation>Chưa chọn thủ tục</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Ô thông tin</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Cán bộ đã xem</translation>
    </message>
    <message>
        <source>Share looked at</source>
        <translation>Tỷ lệ phải xem</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Đã sửa</translation>
    </message>
    <message>
        <source>Share corrected</source>
        <translation>Tỷ lệ phải sửa</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Files, or not noted</source>
        <translation>Tệp, hoặc không ghi lại</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>Trang trắng</translation>
    </message>
    <message>
        <source>Share blank</source>
        <translation>Tỷ lệ trang trắng</translation>
    </message>
    <message>
        <source>Scanned again</source>
        <translation>Quét lại</translation>
    </message>
    <message>
        <source>Share scanned again</source>
        <translation>Tỷ lệ quét lại</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Đã kiểm tra</translation>
    </message>
    <message>
        <source>At the counter, median</source>
        <translation>Tại quầy (trung vị)</translation>
    </message>
    <message>
        <source>Until the receipt, median</source>
        <translation>Đến khi có biên nhận (trung vị)</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>Biên nhận</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Đã gửi</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tốc độ gửi</translation>
    </message>
    <message>
        <source>Failed tries</source>
        <translation>Lần gửi hỏng</translation>
    </message>
    <message>
        <source>Sent again by hand</source>
        <translation>Bấm gửi lại</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Việc xảy ra</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Đã ký</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Lúc</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Cách đây</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Lỗi tìm thấy</translation>
    </message>
    <message>
        <source>Whole check of the store</source>
        <translation>Kiểm tra toàn bộ kho</translation>
    </message>
    <message>
        <source>Copy of the database</source>
        <translation>Sao lưu cơ sở dữ liệu</translation>
    </message>
    <message>
        <source>never</source>
        <translation>chưa lần nào</translation>
    </message>
    <message>
        <source>Dossiers opened</source>
        <translation>Hồ sơ đã mở</translation>
    </message>
    <message>
        <source>Pages captured</source>
        <translation>Trang đã quét</translation>
    </message>
    <message>
        <source>Fields decided</source>
        <translation>Ô đã xem, sửa</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hôm nay</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 ngày</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 ngày</translation>
    </message>
    <message>
        <source>This quarter</source>
        <translation>Quý này</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/giây</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 giây</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 phút %2 giây</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 giờ %2 phút</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 ngày</translation>
    </message>
    <message>
        <source>Nothing in these days yet.</source>
        <translation>Những ngày này chưa có số liệu.</translation>
    </message>
    <message>
        <source>No signature has failed in these days.</source>
        <translation>Những ngày này không có lần ký nào hỏng.</translation>
    </message>
    <message>
        <source>The store was neither checked nor copied yet.</source>
        <translation>Kho chưa được kiểm tra hay sao lưu lần nào.</translation>
    </message>
    <message>
        <source>Shares of digitization, %</source>
        <translation>Tỷ lệ số hóa, %</translation>
    </message>
    <message>
        <source>digitized / received</source>
        <translation>số hóa / tiếp nhận</translation>
    </message>
    <message>
        <source>reused / received</source>
        <translation>tái sử dụng / tiếp nhận</translation>
    </message>
    <message>
        <source>national store / received</source>
        <translation>kho quốc gia / tiếp nhận</translation>
    </message>
    <message>
        <source>signed file / results</source>
        <translation>bản ký số / kết quả</translation>
    </message>
    <message>
        <source>%1 each hour</source>
        <translation>%1 mỗi giờ</translation>
    </message>
    <message>
        <source>%1 each day</source>
        <translation>%1 mỗi ngày</translation>
    </message>
    <message>
        <source>Dossiers waiting to be sent</source>
        <translation>Hồ sơ chờ gửi</translation>
    </message>
    <message>
        <source>no line</source>
        <translation>mất kết nối</translation>
    </message>
    <message>
        <source>Fields by how surely they were read: %1</source>
        <translation>Ô thông tin theo độ chắc khi đọc: %1</translation>
    </message>
    <message>
        <source>Pages of each scanner, %</source>
        <translation>Trang của từng máy quét, %</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Số lần</translation>
    </message>
    <message>
        <source>Signatures that failed, by cause</source>
        <translation>Lần ký hỏng theo nguyên nhân</translation>
    </message>
    <message>
        <source>How long ago, hours</source>
        <translation>Đã bao lâu, giờ</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>phút</translation>
    </message>
    <message>
        <source>MB/s</source>
        <translation>MB/giây</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Giấy tờ</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Số trang</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Dung lượng</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Chữ ký</translation>
    </message>
    <message>
        <source>! unreadable</source>
        <translation>! không đọc được</translation>
    </message>
    <message>
        <source>✓ Signed</source>
        <translation>✓ Đã ký</translation>
    </message>
    <message>
        <source>○ Not signed</source>
        <translation>○ Chưa ký</translation>
    </message>
</context>
<context>
    <name>labels</name>
    <message>
        <source>%1 (revision %2)</source>
        <translation>%1 (lần %2)</translation>
    </message>
    <message>
        <source>No code · %1</source>
        <translation>Chưa có mã · %1</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>Đang kiểm tra</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>Đã kiểm tra</translation>
    </message>
    <message>
        <source>Ready to sign</source>
        <translation>Chờ ký</translation>
    </message>
    <message>
        <source>Signing</source>
        <translation>Đang ký</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Đã ký</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>Đã niêm phong</translation>
    </message>
    <message>
        <source>○ In the queue</source>
        <translation>○ Chờ gửi</translation>
    </message>
    <message>
        <source>↑ Announcing</source>
        <translation>↑ Đang báo hồ sơ</translation>
    </message>
    <message>
        <source>↑ Sending</source>
        <translation>↑ Đang gửi</translation>
    </message>
    <message>
        <source>↑ Awaits its receipt</source>
        <translation>↑ Chờ biên nhận</translation>
    </message>
    <message>
        <source>◷ Will be sent again</source>
        <translation>◷ Sẽ tự gửi lại</translation>
    </message>
    <message>
        <source>! Needs you</source>
        <translation>! Cần bạn xem</translation>
    </message>
    <message>
        <source>✓ Received</source>
        <translation>✓ Đã tiếp nhận</translation>
    </message>
    <message>
        <source>× Withdrawn</source>
        <translation>× Đã rút lại</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Đã xác nhận</translation>
    </message>
    <message>
        <source>Not filled in</source>
        <translation>Để trống</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>Chắc chắn</translation>
    </message>
    <message>
        <source>Please look</source>
        <translation>Xem lại</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Sai</translation>
    </message>
    <message>
        <source>QR</source>
        <translation>Mã QR</translation>
    </message>
    <message>
        <source>MRZ</source>
        <translation>Vùng đọc máy</translation>
    </message>
    <message>
        <source>Bar code</source>
        <translation>Mã vạch</translation>
    </message>
    <message>
        <source>OCR</source>
        <translation>OCR</translation>
    </message>
    <message>
        <source>typed by hand</source>
        <translation>Gõ tay</translation>
    </message>
    <message>
        <source>◷ Being read</source>
        <translation>◷ Đang đọc</translation>
    </message>
    <message>
        <source>✓ Read</source>
        <translation>✓ Đã đọc</translation>
    </message>
    <message>
        <source>! Not readable</source>
        <translation>! Không đọc được</translation>
    </message>
    <message>
        <source>blank page</source>
        <translation>trang trắng</translation>
    </message>
    <message>
        <source>scanned upside down</source>
        <translation>quét ngược đầu</translation>
    </message>
    <message>
        <source>scanned sideways</source>
        <translation>quét nằm ngang</translation>
    </message>
    <message>
        <source>black border</source>
        <translation>viền đen</translation>
    </message>
    <message>
        <source>print cut off at the edge</source>
        <translation>chữ bị cắt ở mép</translation>
    </message>
    <message>
        <source>below 200 dpi, scan again</source>
        <translation>dưới 200 dpi, cần quét lại</translation>
    </message>
    <message>
        <source>unlike the other pages</source>
        <translation>khác các trang cùng đợt</translation>
    </message>
    <message>
        <source>same as an earlier page</source>
        <translation>giống một trang trước</translation>
    </message>
    <message>
        <source>perhaps the wrong way up</source>
        <translation>có thể sai chiều</translation>
    </message>
    <message>
        <source>low resolution</source>
        <translation>độ phân giải thấp</translation>
    </message>
    <message>
        <source>skewed</source>
        <translation>bị lệch</translation>
    </message>
    <message>
        <source>blurred</source>
        <translation>bị mờ</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>bị tối</translation>
    </message>
    <message>
        <source>no text</source>
        <translation>không có chữ</translation>
    </message>
    <message>
        <source>not recognised</source>
        <translation>chưa nhận dạng</translation>
    </message>
    <message>
        <source>resolution guessed</source>
        <translation>đoán độ phân giải</translation>
    </message>
    <message>
        <source>signed original</source>
        <translation>bản gốc có chữ ký số</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>đã bỏ ra</translation>
    </message>
    <message>
        <source>separator sheet, in no paper</source>
        <translation>tờ ngăn, không thuộc giấy tờ nào</translation>
    </message>
    <message>
        <source>only shown</source>
        <translation>chỉ xuất trình</translation>
    </message>
    <message>
        <source>not a paper that is only shown</source>
        <translation>không phải giấy tờ chỉ xuất trình</translation>
    </message>
    <message>
        <source>being erased</source>
        <translation>đang xóa</translation>
    </message>
    <message>
        <source>captured file erased</source>
        <translation>đã xóa tệp gốc</translation>
    </message>
    <message>
        <source>under 10 seconds</source>
        <translation>chưa đến 10 giây</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s)</source>
        <translation>
            <numerusform>khoảng %n giây</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s)</source>
        <translation>
            <numerusform>khoảng %n phút</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s)</source>
        <translation>
            <numerusform>khoảng %n giờ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n phút</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n giờ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n ngày</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
</context>
<context>
    <name>measures</name>
    <message>
        <source>skew %1°</source>
        <translation>nghiêng %1°</translation>
    </message>
    <message>
        <source>sharpness %1</source>
        <translation>độ nét %1</translation>
    </message>
    <message>
        <source>ink %1 %</source>
        <translation>mực %1 %</translation>
    </message>
    <message>
        <source>black border %1 mm</source>
        <translation>viền đen %1 mm</translation>
    </message>
    <message>
        <source>resolution not known</source>
        <translation>chưa rõ độ phân giải</translation>
    </message>
    <message>
        <source>%1 dpi on %2</source>
        <translation>%1 dpi trên khổ %2</translation>
    </message>
    <message>
        <source>%1 dpi</source>
        <translation>%1 dpi</translation>
    </message>
</context>
<context>
    <name>outbox</name>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Reason, progress</source>
        <translation>Lý do, tiến độ</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Lần gửi tới</translation>
    </message>
    <message>
        <source>Receipt number</source>
        <translation>Số biên nhận</translation>
    </message>
    <message>
        <source>! not signed: %1</source>
        <translation>! chưa ký: %1</translation>
    </message>
    <message>
        <source>%1 of %2 kB</source>
        <translation>%1/%2 kB</translation>
    </message>
    <message>
        <source>%1 of %2 MB</source>
        <translation>%1/%2 MB</translation>
    </message>
    <message>
        <source>%1 MB/s</source>
        <translation>%1 MB/giây</translation>
    </message>
    <message>
        <source>The system says: %1</source>
        <translation>Hệ thống trả lời: %1</translation>
    </message>
</context>
<context>
    <name>owner</name>
    <message>
        <source>Citizen</source>
        <translation>Công dân</translation>
    </message>
    <message>
        <source>Enterprise</source>
        <translation>Doanh nghiệp</translation>
    </message>
    <message>
        <source>Agency</source>
        <translation>Cơ quan</translation>
    </message>
    <message>
        <source>Other organisation</source>
        <translation>Tổ chức khác</translation>
    </message>
</context>
<context>
    <name>pages</name>
    <message>
        <source>Page %1</source>
        <translation>Trang %1</translation>
    </message>
</context>
<context>
    <name>profiles</name>
    <message>
        <source>Usual</source>
        <translation>Thông thường</translation>
    </message>
    <message>
        <source>Automatic, colour</source>
        <translation>Tự động, ảnh màu</translation>
    </message>
    <message>
        <source>Feeder, one side</source>
        <translation>Khay nạp, một mặt</translation>
    </message>
    <message>
        <source>Feeder, both sides</source>
        <translation>Khay nạp, hai mặt</translation>
    </message>
    <message>
        <source>Glass, one page</source>
        <translation>Mặt kính, một trang</translation>
    </message>
    <message>
        <source>Automatic, grey</source>
        <translation>Tự động, ảnh xám</translation>
    </message>
</context>
<context>
    <name>queue</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n being read</source>
        <translation>
            <numerusform>%n đang đọc</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>? %n to check</source>
        <translation>
            <numerusform>? %n ô</numerusform>
        </translation>
    </message>
    <message>
        <source>◷ waiting for time, then it leaves by itself</source>
        <translation>◷ Chờ dấu thời gian rồi tự gửi</translation>
    </message>
    <message>
        <source>→ Build and sign: F9</source>
        <translation>→ Tạo tệp và ký: F9</translation>
    </message>
    <message>
        <source>◷ Being signed</source>
        <translation>◷ Đang ký</translation>
    </message>
    <message>
        <source>→ Signed: send it with F9</source>
        <translation>→ Đã ký, bấm F9 để gửi</translation>
    </message>
    <message numerus="yes">
        <source>◷ %n being read</source>
        <translation>
            <numerusform>◷ Đang đọc %n trang</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>? Look at %n field(s): F2</source>
        <translation>
            <numerusform>? Xem %n ô còn ngờ: F2</numerusform>
        </translation>
    </message>
    <message>
        <source>→ Finish the review: Ctrl+Enter</source>
        <translation>→ Kiểm tra xong: Ctrl+Enter</translation>
    </message>
    <message>
        <source>! See why: Ctrl+B</source>
        <translation>! Xem lý do: Ctrl+B</translation>
    </message>
    <message>
        <source>◷ Sends by itself</source>
        <translation>◷ Chờ gửi, trạm tự gửi</translation>
    </message>
    <message>
        <source>✓ Received: %1</source>
        <translation>✓ Đã tiếp nhận: %1</translation>
    </message>
    <message>
        <source>→ Scan: F5 · import: Ctrl+O</source>
        <translation>→ Quét: F5 · nhập tệp: Ctrl+O</translation>
    </message>
</context>
<context>
    <name>recall</name>
    <message>
        <source>○ In review</source>
        <translation>○ Đang kiểm tra</translation>
    </message>
    <message>
        <source>◔ To be signed</source>
        <translation>◔ Chờ ký</translation>
    </message>
    <message>
        <source>↑ Waits to be sent</source>
        <translation>↑ Chờ gửi</translation>
    </message>
    <message>
        <source>! Needs you</source>
        <translation>! Cần bạn xem</translation>
    </message>
    <message>
        <source>✓ Received</source>
        <translation>✓ Đã tiếp nhận</translation>
    </message>
    <message>
        <source>× Withdrawn</source>
        <translation>× Đã rút lại</translation>
    </message>
    <message>
        <source>– Erased</source>
        <translation>– Đã xóa</translation>
    </message>
    <message>
        <source>being worked on by %1</source>
        <translation>%1 đang làm</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Hồ sơ</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Where it stands</source>
        <translation>Đang ở bước</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Mở lúc</translation>
    </message>
    <message>
        <source>Opened by</source>
        <translation>Người mở</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Trang</translation>
    </message>
</context>
<context>
    <name>receipt</name>
    <message>
        <source>RECEIPT %1</source>
        <translation>BIÊN NHẬN %1</translation>
    </message>
    <message>
        <source>Dossier: %1</source>
        <translation>Hồ sơ: %1</translation>
    </message>
    <message>
        <source>Accepted: %1</source>
        <translation>Tiếp nhận lúc: %1</translation>
    </message>
    <message>
        <source>Verified here: %1</source>
        <translation>Kiểm tra tại trạm lúc: %1</translation>
    </message>
    <message>
        <source>Digest of what was handed in (SHA-256):</source>
        <translation>Mã băm của hồ sơ đã nộp (SHA-256):</translation>
    </message>
    <message>
        <source>Signed by the processing system (JWS):</source>
        <translation>Chữ ký của hệ thống tiếp nhận (JWS):</translation>
    </message>
    <message>
        <source>Record made by this station (JWS):</source>
        <translation>Bản ghi do máy trạm lập (JWS):</translation>
    </message>
    <message>
        <source>RECORD OF RECEIPT %1</source>
        <translation>BẢN GHI TIẾP NHẬN %1</translation>
    </message>
    <message>
        <source>(not signed by the system)</source>
        <translation>(chưa được hệ thống ký)</translation>
    </message>
</context>
<context>
    <name>results</name>
    <message>
        <source>✓ Returned, receipt is here</source>
        <translation>✓ Đã trả, có biên nhận</translation>
    </message>
    <message>
        <source>◷ Signed, waiting for time</source>
        <translation>◷ Đã ký, chờ dấu thời gian</translation>
    </message>
    <message>
        <source>! Not signed yet</source>
        <translation>! Chưa ký được</translation>
    </message>
    <message>
        <source>○ To be signed</source>
        <translation>○ Chờ ký</translation>
    </message>
    <message>
        <source>✓ Signed, can be returned</source>
        <translation>✓ Đã ký, chưa trả</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Ghi chú</translation>
    </message>
    <message numerus="yes">
        <source>%n signature(s) before</source>
        <translation>
            <numerusform>đã có %n chữ ký</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>separation</name>
    <message>
        <source>No separator sheet was found; nothing has changed.</source>
        <translation>Không thấy tờ ngăn nào; chưa có gì thay đổi.</translation>
    </message>
    <message numerus="yes">
        <source>%n separator sheet(s) found.</source>
        <translation>
            <numerusform>Tìm thấy %n tờ ngăn.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s) opened.</source>
        <translation>
            <numerusform>Đã mở %n hồ sơ.</numerusform>
        </translation>
    </message>
    <message>
        <source>Ctrl+Z takes all of it back.</source>
        <translation>Ctrl+Z hoàn tác tất cả.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục khác.</numerusform>
        </translation>
    </message>
    <message>
        <source>No page follows a separator: is a paper missing?</source>
        <translation>Sau tờ ngăn không có trang nào: có thiếu giấy tờ không?</translation>
    </message>
    <message>
        <source>Pages lie before the first cover: they stay in this dossier.</source>
        <translation>Có trang nằm trước tờ bìa đầu tiên: các trang đó ở lại hồ sơ này.</translation>
    </message>
    <message>
        <source>A cover came twice: its pages still go into one dossier.</source>
        <translation>Một tờ bìa xuất hiện hai lần: các trang vẫn vào cùng một hồ sơ.</translation>
    </message>
    <message>
        <source>A sheet bears the codes of two dossiers: split it by hand.</source>
        <translation>Một tờ mang mã của hai hồ sơ: hãy tự tách.</translation>
    </message>
    <message>
        <source>A patch of another kind was seen and not used.</source>
        <translation>Có mã vạch ngăn loại khác, không dùng để tách.</translation>
    </message>
    <message>
        <source>A separator is written on the back: that side stays in a paper.</source>
        <translation>Mặt sau tờ ngăn có chữ: mặt đó được giữ trong giấy tờ.</translation>
    </message>
    <message>
        <source>An odd number of sides: one may be missing.</source>
        <translation>Số mặt là số lẻ: có thể thiếu một mặt.</translation>
    </message>
    <message>
        <source>A slip lies inside the stack: it counts as a paper.</source>
        <translation>Có phiếu nằm giữa tập: phiếu được coi là giấy tờ.</translation>
    </message>
</context>
<context>
    <name>stamp</name>
    <message>
        <source>Signature</source>
        <translation>Chữ ký</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Con dấu</translation>
    </message>
    <message>
        <source>Copy mark</source>
        <translation>Dấu sao y</translation>
    </message>
    <message>
        <source>%1 % sure</source>
        <translation>chắc %1 %</translation>
    </message>
    <message>
        <source>? %1: please look at its place (%2; %3)</source>
        <translation>? %1: cần xem lại chỗ đặt (%2; %3)</translation>
    </message>
    <message>
        <source>%1: drag it or use the arrow keys (%2; %3)</source>
        <translation>%1: kéo hoặc dùng phím mũi tên để dời (%2; %3)</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>Pages are on their way; wait or press Stop.</source>
        <translation>Đang nhận trang; hãy chờ hoặc bấm Dừng.</translation>
    </message>
    <message>
        <source>No scanner found: switch it on, then press ⟳.</source>
        <translation>Chưa thấy máy quét: hãy bật máy rồi bấm ⟳.</translation>
    </message>
    <message>
        <source>Choose a dossier first.</source>
        <translation>Hãy chọn một hồ sơ trước.</translation>
    </message>
    <message>
        <source>This dossier has been reviewed already.</source>
        <translation>Hồ sơ này đã kiểm tra xong.</translation>
    </message>
    <message>
        <source>No pages yet: scan with F5 or import with Ctrl+O.</source>
        <translation>Chưa có trang: bấm F5 để quét hoặc Ctrl+O để nhập tệp.</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) still being read.</source>
        <translation>
            <numerusform>Còn %n trang đang đọc.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) wrong: “!”.</source>
        <translation>
            <numerusform>Còn %n ô sai, có dấu “!”.</numerusform>
        </translation>
    </message>
    <message>
        <source>Page %1 is only shown: Ctrl+Shift+Delete erases it, Ctrl+Shift+K keeps another paper.</source>
        <translation>Trang %1 là giấy tờ chỉ xuất trình: Ctrl+Shift+Delete để xóa, Ctrl+Shift+K nếu là giấy tờ khác.</translation>
    </message>
    <message>
        <source>Another signature is under way.</source>
        <translation>Một lần ký khác đang chạy.</translation>
    </message>
    <message>
        <source>Finish the review first (Ctrl+Enter).</source>
        <translation>Hãy kết thúc kiểm tra trước (Ctrl+Enter).</translation>
    </message>
    <message>
        <source>Signed and sealed already.</source>
        <translation>Hồ sơ đã ký và niêm phong.</translation>
    </message>
</context>
<context>
    <name>token</name>
    <message>
        <source>! No signing key set up</source>
        <translation>! Chưa khai báo khóa ký</translation>
    </message>
    <message>
        <source>◷ Looking for the token</source>
        <translation>◷ Đang tìm thiết bị ký số</translation>
    </message>
    <message>
        <source>? Token software: nobody has allowed it yet</source>
        <translation>? Phần mềm của thiết bị ký số: chưa ai cho phép</translation>
    </message>
    <message>
        <source>✓ Key file ready</source>
        <translation>✓ Tệp khóa sẵn sàng</translation>
    </message>
    <message>
        <source>✓ Token ready</source>
        <translation>✓ Thiết bị ký số sẵn sàng</translation>
    </message>
    <message>
        <source>? Token: a wrong PIN was entered before</source>
        <translation>? Thiết bị ký số: đã có lần nhập sai PIN</translation>
    </message>
    <message>
        <source>! Token: last try before it locks</source>
        <translation>! Thiết bị ký số: lần thử PIN cuối cùng</translation>
    </message>
    <message>
        <source>! Token locked</source>
        <translation>! Thiết bị ký số đã bị khóa</translation>
    </message>
    <message>
        <source>! No key file</source>
        <translation>! Không thấy tệp khóa</translation>
    </message>
    <message>
        <source>! No token</source>
        <translation>! Chưa có thiết bị ký số</translation>
    </message>
    <message>
        <source>✓ Remote signing</source>
        <translation>✓ Ký số từ xa</translation>
    </message>
    <message>
        <source>✓ Key in the Windows store</source>
        <translation>✓ Khóa trong kho chứng thư Windows</translation>
    </message>
    <message>
        <source>! Remote signing is not set up rightly</source>
        <translation>! Ký số từ xa khai báo chưa đúng</translation>
    </message>
</context>
<context>
    <name>verdict</name>
    <message>
        <source>✓ All signatures are valid</source>
        <translation>✓ Tất cả chữ ký hợp lệ</translation>
    </message>
    <message>
        <source>? Not certain: please read why</source>
        <translation>? Chưa kết luận được: hãy đọc lý do</translation>
    </message>
    <message>
        <source>! A signature is not valid</source>
        <translation>! Có chữ ký không hợp lệ</translation>
    </message>
    <message>
        <source>○ The file carries no signature</source>
        <translation>○ Tệp không có chữ ký</translation>
    </message>
    <message>
        <source>✓ Valid</source>
        <translation>✓ Hợp lệ</translation>
    </message>
    <message>
        <source>! Not valid</source>
        <translation>! Không hợp lệ</translation>
    </message>
    <message>
        <source>? Not certain</source>
        <translation>? Chưa kết luận được</translation>
    </message>
    <message>
        <source>Why: %1</source>
        <translation>Lý do: %1</translation>
    </message>
    <message>
        <source>Level: %1</source>
        <translation>Mức: %1</translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Lưu ý: %1</translation>
    </message>
    <message>
        <source>cannot be told</source>
        <translation>không xác định được</translation>
    </message>
    <message>
        <source>PKCS#7 (%1)</source>
        <translation>PKCS#7 (%1)</translation>
    </message>
    <message>
        <source>Signed: time not known</source>
        <translation>Thời gian ký: chưa rõ</translation>
    </message>
    <message>
        <source>Signed: %1 (time-stamp service)</source>
        <translation>Thời gian ký: %1 (dịch vụ cấp dấu thời gian)</translation>
    </message>
    <message>
        <source>Signed: %1 (clock of the signer alone)</source>
        <translation>Thời gian ký: %1 (chỉ theo đồng hồ của người ký)</translation>
    </message>
    <message>
        <source>Content: intact since it was signed</source>
        <translation>Nội dung: nguyên vẹn từ khi ký</translation>
    </message>
    <message>
        <source>Content: suspicious, see below</source>
        <translation>Nội dung: đáng ngờ, xem bên dưới</translation>
    </message>
    <message>
        <source>Content: changed after it was signed</source>
        <translation>Nội dung: đã bị sửa sau khi ký</translation>
    </message>
    <message>
        <source>Content: could not be checked</source>
        <translation>Nội dung: chưa kiểm tra được</translation>
    </message>
    <message>
        <source>Certificate: trusted (%1)</source>
        <translation>Chứng thư: tin cậy (%1)</translation>
    </message>
    <message>
        <source>Certificate: not trusted (%1)</source>
        <translation>Chứng thư: không tin cậy (%1)</translation>
    </message>
    <message>
        <source>Certificate: not known whether trusted (%1)</source>
        <translation>Chứng thư: chưa rõ có tin cậy không (%1)</translation>
    </message>
    <message>
        <source>Revocation: no evidence in the file</source>
        <translation>Thu hồi: tệp không kèm bằng chứng</translation>
    </message>
    <message>
        <source>Revocation: %1</source>
        <translation>Thu hồi: %1</translation>
    </message>
    <message>
        <source>After this signature: %1</source>
        <translation>Sau chữ ký này: %1</translation>
    </message>
    <message>
        <source>After this signature: nothing was added</source>
        <translation>Sau chữ ký này: không có gì thêm</translation>
    </message>
    <message>
        <source>After this signature: something was added</source>
        <translation>Sau chữ ký này: có phần được thêm</translation>
    </message>
    <message>
        <source>The check took too long and was ended. Nothing is known of the signatures: do not take the file for valid. Try again while the machine has less to do, or ask for the file anew.</source>
        <translation>Kiểm tra quá lâu nên đã dừng. Chưa biết gì về chữ ký: đừng coi tệp là hợp lệ. Hãy kiểm tra lại khi máy rảnh hơn, hoặc xin gửi lại tệp.</translation>
    </message>
    <message>
        <source>The file takes more memory than a check may have. Nothing is known of the signatures: do not take the file for valid. Ask whoever sent it for a smaller one.</source>
        <translation>Tệp cần nhiều bộ nhớ hơn mức cho phép nên đã dừng kiểm tra. Chưa biết gì về chữ ký: đừng coi tệp là hợp lệ. Hãy đề nghị nơi gửi cấp tệp nhỏ hơn.</translation>
    </message>
    <message>
        <source>The file has brought the check down. Nothing is known of the signatures: do not take the file for valid, and show it to the administrator.</source>
        <translation>Tệp làm chương trình kiểm tra dừng đột ngột. Chưa biết gì về chữ ký: đừng coi tệp là hợp lệ; hãy báo cho quản trị viên.</translation>
    </message>
    <message>
        <source>? Not checked</source>
        <translation>? Chưa kiểm tra được</translation>
    </message>
</context>
<context>
    <name>scopes</name>
    <message>
        <source>Everywhere</source>
        <translation>Ở mọi nơi</translation>
    </message>
    <message>
        <source>Pages of a dossier</source>
        <translation>Trang của hồ sơ</translation>
    </message>
    <message>
        <source>Fields of a dossier</source>
        <translation>Các ô của hồ sơ</translation>
    </message>
    <message>
        <source>PDF file on show</source>
        <translation>Tệp PDF đang xem</translation>
    </message>
    <message>
        <source>Papers needed</source>
        <translation>Giấy tờ cần có</translation>
    </message>
    <message>
        <source>Owner of a dossier</source>
        <translation>Chủ hồ sơ</translation>
    </message>
    <message>
        <source>Group check</source>
        <translation>Kiểm tra nhóm</translation>
    </message>
    <message>
        <source>Build and sign</source>
        <translation>Tạo tệp và ký</translation>
    </message>
    <message>
        <source>Outbox</source>
        <translation>Hộp gửi</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Check signatures</source>
        <translation>Kiểm tra chữ ký</translation>
    </message>
    <message>
        <source>Paper forms</source>
        <translation>Mẫu giấy tờ</translation>
    </message>
    <message>
        <source>Erasure</source>
        <translation>Xóa hồ sơ</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Tài khoản</translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation>Tìm hồ sơ</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Số liệu</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Cài đặt</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Chẩn đoán</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Trợ giúp</translation>
    </message>
    <message>
        <source>Keys of the window</source>
        <translation>Phím tắt</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>Các bước đầu tiên</translation>
    </message>
</context>
<context>
    <name>keys</name>
    <message>
        <source>Correct what was sent</source>
        <translation>Sửa hồ sơ đã gửi</translation>
    </message>
    <message>
        <source>Help for what has the keyboard</source>
        <translation>Trợ giúp về chỗ đang làm</translation>
    </message>
    <message>
        <source>Keys: look, change, print</source>
        <translation>Phím tắt: xem, đổi, in</translation>
    </message>
    <message>
        <source>New dossier</source>
        <translation>Hồ sơ mới</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Quét</translation>
    </message>
    <message>
        <source>Scan as soon as paper lies in</source>
        <translation>Quét ngay khi có giấy</translation>
    </message>
    <message>
        <source>Scan both sides by hand</source>
        <translation>Quét hai mặt bằng tay</translation>
    </message>
    <message>
        <source>Scan with its sticky note</source>
        <translation>Quét kèm giấy ghi chú</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>Nhập tệp</translation>
    </message>
    <message>
        <source>Finish review</source>
        <translation>Xong kiểm tra</translation>
    </message>
    <message>
        <source>Build and sign</source>
        <translation>Tạo tệp và ký</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Làm lại</translation>
    </message>
    <message>
        <source>To the list of dossiers</source>
        <translation>Đến danh sách hồ sơ</translation>
    </message>
    <message>
        <source>To the first doubtful field</source>
        <translation>Đến ô còn ngờ đầu tiên</translation>
    </message>
    <message>
        <source>All fields, or doubtful only</source>
        <translation>Mọi ô, hoặc chỉ ô cần xem</translation>
    </message>
    <message>
        <source>Take a word from the picture</source>
        <translation>Lấy chữ từ ảnh</translation>
    </message>
    <message>
        <source>To the scanned pages</source>
        <translation>Đến các trang đã quét</translation>
    </message>
    <message>
        <source>To the PDF files</source>
        <translation>Đến các tệp PDF</translation>
    </message>
    <message>
        <source>Leave the field for later</source>
        <translation>Để ô này lại sau</translation>
    </message>
    <message>
        <source>To the papers needed</source>
        <translation>Đến giấy tờ cần có</translation>
    </message>
    <message>
        <source>Lock the screen</source>
        <translation>Khóa màn hình</translation>
    </message>
    <message>
        <source>Find a dossier</source>
        <translation>Tìm hồ sơ</translation>
    </message>
    <message>
        <source>Open the contact sheet</source>
        <translation>Mở bảng ảnh trang</translation>
    </message>
    <message>
        <source>Open the group check</source>
        <translation>Mở kiểm tra nhóm</translation>
    </message>
    <message>
        <source>Open the results</source>
        <translation>Mở kết quả</translation>
    </message>
    <message>
        <source>Open the outbox</source>
        <translation>Mở hộp gửi</translation>
    </message>
    <message>
        <source>More parts of the window</source>
        <translation>Các phần khác của cửa sổ</translation>
    </message>
    <message>
        <source>Open the figures</source>
        <translation>Mở số liệu</translation>
    </message>
    <message>
        <source>Check signatures</source>
        <translation>Kiểm tra chữ ký</translation>
    </message>
    <message>
        <source>Open the paper forms</source>
        <translation>Mở mẫu giấy tờ</translation>
    </message>
    <message>
        <source>Open the erasures</source>
        <translation>Mở danh sách xóa</translation>
    </message>
    <message>
        <source>Open the accounts</source>
        <translation>Mở tài khoản</translation>
    </message>
    <message>
        <source>Open the settings</source>
        <translation>Mở cài đặt</translation>
    </message>
    <message>
        <source>Open the diagnostics</source>
        <translation>Mở chẩn đoán</translation>
    </message>
    <message>
        <source>Change the procedure</source>
        <translation>Đổi thủ tục</translation>
    </message>
    <message>
        <source>Say whose dossier it is</source>
        <translation>Cho biết chủ hồ sơ</translation>
    </message>
    <message>
        <source>Take a dossier over</source>
        <translation>Tiếp nhận hồ sơ</translation>
    </message>
    <message>
        <source>Erase a paper that is only shown</source>
        <translation>Xóa giấy tờ chỉ xuất trình</translation>
    </message>
    <message>
        <source>Keep it as another paper</source>
        <translation>Giữ lại vì là giấy tờ khác</translation>
    </message>
    <message>
        <source>Mark the page</source>
        <translation>Đánh dấu trang</translation>
    </message>
    <message>
        <source>Right, next</source>
        <translation>Đúng, ô kế</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Lùi lại</translation>
    </message>
    <message>
        <source>As it was before</source>
        <translation>Như trước khi sửa</translation>
    </message>
    <message>
        <source>Take the choice with this number</source>
        <translation>Lấy lựa chọn có số này</translation>
    </message>
    <message>
        <source>Take the person of a card that was read</source>
        <translation>Lấy người có thẻ đã đọc</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Page width</source>
        <translation>Vừa chiều rộng</translation>
    </message>
    <message>
        <source>Find in the file</source>
        <translation>Tìm trong tệp</translation>
    </message>
    <message>
        <source>Use this paper</source>
        <translation>Dùng giấy tờ này</translation>
    </message>
    <message>
        <source>Look at the paper</source>
        <translation>Xem giấy tờ</translation>
    </message>
    <message>
        <source>Scan it all the same</source>
        <translation>Vẫn quét</translation>
    </message>
    <message>
        <source>Take that back</source>
        <translation>Rút lại</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>All are right</source>
        <translation>Tất cả đều đúng</translation>
    </message>
    <message>
        <source>Doubt this value</source>
        <translation>Nghi ngờ giá trị này</translation>
    </message>
    <message>
        <source>Add a signer</source>
        <translation>Thêm người ký</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Gửi ngay</translation>
    </message>
    <message>
        <source>Held ones only</source>
        <translation>Chỉ hồ sơ bị giữ</translation>
    </message>
    <message>
        <source>Take in from folder</source>
        <translation>Nhận từ thư mục</translation>
    </message>
    <message>
        <source>Fetch results</source>
        <translation>Lấy kết quả</translation>
    </message>
    <message>
        <source>Sign the marked ones</source>
        <translation>Ký các tệp đã đánh dấu</translation>
    </message>
    <message>
        <source>Go on signing</source>
        <translation>Ký tiếp</translation>
    </message>
    <message>
        <source>Return signed ones</source>
        <translation>Trả tệp đã ký</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>Renew its evidence</source>
        <translation>Gia hạn bằng chứng</translation>
    </message>
    <message>
        <source>Save form</source>
        <translation>Lưu mẫu</translation>
    </message>
    <message>
        <source>Frame a label</source>
        <translation>Khoanh nhãn</translation>
    </message>
    <message>
        <source>Frame a value</source>
        <translation>Khoanh giá trị</translation>
    </message>
    <message>
        <source>Frame a title line</source>
        <translation>Khoanh dòng tiêu đề</translation>
    </message>
    <message>
        <source>Frame a phrase</source>
        <translation>Khoanh cụm từ</translation>
    </message>
    <message>
        <source>Frame a part</source>
        <translation>Khoanh phần</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>Bỏ ra</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Áp dụng</translation>
    </message>
    <message>
        <source>Mark for erasure</source>
        <translation>Đánh dấu để xóa</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Giữ lại</translation>
    </message>
    <message>
        <source>Keep it no longer</source>
        <translation>Không giữ nữa</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>Tài khoản mới</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Vai trò</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Mật khẩu mới</translation>
    </message>
    <message>
        <source>Link, unlink</source>
        <translation>Liên kết, bỏ liên kết</translation>
    </message>
    <message>
        <source>Close, open again</source>
        <translation>Khóa, mở lại</translation>
    </message>
    <message>
        <source>Print the key card</source>
        <translation>In bảng phím tắt</translation>
    </message>
    <message>
        <source>Print the receipt</source>
        <translation>In biên nhận, phiếu</translation>
    </message>
    <message>
        <source>Another part of the list</source>
        <translation>Đổi phần danh sách được hiện</translation>
    </message>
    <message>
        <source>Print the hand-over slip</source>
        <translation>In phiếu bàn giao</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Tìm cài đặt</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Chọn tệp</translation>
    </message>
    <message>
        <source>Reset a setting</source>
        <translation>Trả cài đặt về mặc định</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>Đổi giá trị</translation>
    </message>
    <message>
        <source>Check all again</source>
        <translation>Kiểm tra lại tất cả</translation>
    </message>
    <message>
        <source>Check the chosen one</source>
        <translation>Kiểm tra mục đang chọn</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>Dừng kiểm tra</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Chép báo cáo</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Page after</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>First page of the help</source>
        <translation>Trang đầu của trợ giúp</translation>
    </message>
    <message>
        <source>Close the help</source>
        <translation>Đóng trợ giúp</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Bước tiếp</translation>
    </message>
    <message>
        <source>Step before</source>
        <translation>Bước trước</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>Open the dossier</source>
        <translation>Mở hồ sơ</translation>
    </message>
    <message>
        <source>Choose the days</source>
        <translation>Chọn khoảng ngày</translation>
    </message>
    <message>
        <source>Count again</source>
        <translation>Đếm lại số liệu</translation>
    </message>
    <message>
        <source>Save the figures</source>
        <translation>Lưu số liệu</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Open the window</source>
        <translation>Mở cửa sổ</translation>
    </message>
    <message>
        <source>End the station</source>
        <translation>Thoát, ngừng gửi</translation>
    </message>
</context>
<context>
    <name>TrayDesk</name>
    <message>
        <source>Digitization station</source>
        <translation>Trạm Số Hóa</translation>
    </message>
    <message>
        <source>Digitization station: everything is sent</source>
        <translation>Trạm Số Hóa: đã gửi hết</translation>
    </message>
    <message numerus="yes">
        <source>Digitization station: %n waiting to be sent</source>
        <translation>
            <numerusform>Trạm Số Hóa: %n hồ sơ chờ gửi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Digitization station: offline, %n waiting</source>
        <translation>
            <numerusform>Trạm Số Hóa: mất kết nối, %n hồ sơ chờ gửi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Digitization station: %n need(s) you</source>
        <translation>
            <numerusform>Trạm Số Hóa: %n hồ sơ cần bạn xem</numerusform>
        </translation>
    </message>
    <message>
        <source>Digitization station: the disk is almost full</source>
        <translation>Trạm Số Hóa: ổ đĩa sắp đầy</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s) need you. Open the window.</source>
        <translation>
            <numerusform>%n hồ sơ cần bạn xem. Hãy mở cửa sổ.</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is back: all dossiers that waited are sent.</source>
        <translation>Đã có kết nối lại: các hồ sơ chờ gửi đã được gửi hết.</translation>
    </message>
    <message>
        <source>The disk is almost full: %1 left. Tell the administrator.</source>
        <translation>Ổ đĩa sắp đầy: còn %1. Hãy báo người quản trị.</translation>
    </message>
    <message numerus="yes">
        <source>%n dossier(s) are still waiting to be sent.</source>
        <translation>
            <numerusform>Còn %n hồ sơ chờ gửi.</numerusform>
        </translation>
    </message>
    <message>
        <source>They lie safely on this machine. Once the window is closed the station sends nothing more; it goes on the next time it is started. To end it now, close the window once more.</source>
        <translation>Hồ sơ đã lưu an toàn trên máy này. Đóng cửa sổ thì trạm ngừng gửi và sẽ gửi tiếp khi được mở lại. Muốn thoát ngay, hãy đóng cửa sổ lần nữa.</translation>
    </message>
</context>
<context>
    <name>keys_list</name>
    <message>
        <source>As delivered: %1</source>
        <translation>Ban đầu: %1</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Ở đâu</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>■ fixed</source>
        <translation>■ cố định</translation>
    </message>
    <message>
        <source>✎ your own</source>
        <translation>✎ tự chọn</translation>
    </message>
    <message>
        <source>Keys of the digitization station</source>
        <translation>Phím tắt của Trạm số hóa</translation>
    </message>
    <message>
        <source>Single letters act only while no field is being typed in. F1 shows help.</source>
        <translation>Phím chữ đơn chỉ có tác dụng khi không gõ trong ô nào. F1 mở trợ giúp.</translation>
    </message>
</context>
<context>
    <name>KeysView</name>
    <message>
        <source>Keys of the window</source>
        <translation>Phím tắt</translation>
    </message>
    <message>
        <source>Press the new key here</source>
        <translation>Bấm phím mới tại đây</translation>
    </message>
    <message>
        <source>This one as delivered</source>
        <translation>Phím này như ban đầu</translation>
    </message>
    <message>
        <source>All as delivered</source>
        <translation>Tất cả như ban đầu</translation>
    </message>
    <message>
        <source>Print the key card…  Ctrl+P</source>
        <translation>In bảng phím tắt…  Ctrl+P</translation>
    </message>
    <message>
        <source>New key:</source>
        <translation>Phím mới:</translation>
    </message>
    <message>
        <source>This key belongs to its list or field; it is fixed.</source>
        <translation>Phím này thuộc về danh sách hoặc ô nhập nên không đổi được.</translation>
    </message>
    <message>
        <source>It is as delivered already.</source>
        <translation>Phím này đang như ban đầu.</translation>
    </message>
    <message>
        <source>“%1”: press Enter, then the new key. It acts at once.</source>
        <translation>“%1”: bấm Enter rồi bấm phím mới. Có tác dụng ngay.</translation>
    </message>
</context>
<context>
    <name>KeysDesk</name>
    <message>
        <source>A4 paper (*.pdf)</source>
        <translation>Giấy A4 (*.pdf)</translation>
    </message>
    <message>
        <source>A5 paper (*.pdf)</source>
        <translation>Giấy A5 (*.pdf)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Phím tắt</translation>
    </message>
    <message>
        <source>✓ “%1” is on %2 now.</source>
        <translation>✓ “%1” nay là phím %2.</translation>
    </message>
    <message>
        <source>! %1 is the key of “%2” already. Choose another one, or change that one first.</source>
        <translation>! %1 đã là phím của “%2”. Hãy chọn phím khác, hoặc đổi phím kia trước.</translation>
    </message>
    <message>
        <source>This key belongs to its list or field; it is fixed.</source>
        <translation>Phím này thuộc về danh sách hoặc ô nhập nên không đổi được.</translation>
    </message>
    <message>
        <source>✓ “%1” is as delivered.</source>
        <translation>✓ “%1” đã như ban đầu.</translation>
    </message>
    <message>
        <source>✓ All keys are as delivered.</source>
        <translation>✓ Tất cả phím đã như ban đầu.</translation>
    </message>
    <message>
        <source>Print the key card</source>
        <translation>In bảng phím tắt</translation>
    </message>
    <message>
        <source>keys.pdf</source>
        <translation>phim-tat.pdf</translation>
    </message>
    <message>
        <source>The PDF to print is saved.</source>
        <translation>Đã lưu tệp PDF để in.</translation>
    </message>
    <message>
        <source>! %1 is needed for typing. Hold Ctrl or Alt with it, or take an F key.</source>
        <translation>! %1 cần cho việc gõ chữ. Hãy bấm kèm Ctrl hoặc Alt, hoặc dùng F1–F12.</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Digitization station</source>
        <translation>Trạm Số Hóa</translation>
    </message>
    <message>
        <source>Opening the store of this station…</source>
        <translation>Đang mở kho dữ liệu của trạm…</translation>
    </message>
</context>
<context>
    <name>HandoverPrinting</name>
    <message>
        <source>Print hand-over slip of this dossier…</source>
        <translation>In phiếu bàn giao hồ sơ này…</translation>
    </message>
    <message>
        <source>Print hand-over slip of today's dossiers…</source>
        <translation>In phiếu bàn giao hồ sơ hôm nay…</translation>
    </message>
    <message>
        <source>Print hand-over slip</source>
        <translation>In phiếu bàn giao</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Tệp PDF (*.pdf)</translation>
    </message>
    <message>
        <source>hand-over.pdf</source>
        <translation>phieu-ban-giao.pdf</translation>
    </message>
    <message numerus="yes">
        <source>The hand-over slip is saved; %n dossier(s) on it.</source>
        <translation>
            <numerusform>Đã lưu phiếu bàn giao; có %n hồ sơ.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsModel</name>
    <message>
        <source>Setting</source>
        <translation>Cài đặt</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Giá trị</translation>
    </message>
    <message>
        <source>Where it comes from</source>
        <translation>Từ đâu</translation>
    </message>
    <message>
        <source>%1 · from the next start</source>
        <translation>%1 · từ lần mở sau</translation>
    </message>
</context>
<context>
    <name>GroupsModel</name>
    <message>
        <source>All settings</source>
        <translation>Mọi cài đặt</translation>
    </message>
</context>
<context>
    <name>SettingEditor</name>
    <message>
        <source>Choose…</source>
        <translation>Chọn…</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Trả về mặc định</translation>
    </message>
    <message>
        <source>Only an administrator may change this.</source>
        <translation>Chỉ người quản trị được đổi mục này.</translation>
    </message>
    <message>
        <source>Where it comes from: %1</source>
        <translation>Giá trị từ: %1</translation>
    </message>
    <message>
        <source>Built in: %1</source>
        <translation>Mặc định của chương trình: %1</translation>
    </message>
    <message>
        <source>The station's file does not set it.</source>
        <translation>Tệp của trạm không đặt mục này.</translation>
    </message>
    <message>
        <source>Take it out of the station's file</source>
        <translation>Bỏ mục này khỏi tệp của trạm</translation>
    </message>
    <message>
        <source>Enter saves it; Esc leaves it as it was.</source>
        <translation>Enter để lưu; Esc để giữ như cũ.</translation>
    </message>
    <message>
        <source>%1 was not saved.</source>
        <translation>Chưa lưu “%1”.</translation>
    </message>
    <message>
        <source>Open the window in this language now</source>
        <translation>Mở lại cửa sổ bằng ngôn ngữ này ngay</translation>
    </message>
</context>
<context>
    <name>SettingsView</name>
    <message>
        <source>Search the settings</source>
        <translation>Tìm trong cài đặt</translation>
    </message>
    <message>
        <source>No setting has these words. Clear the search to see all.</source>
        <translation>Không cài đặt nào có những chữ này. Xóa ô tìm để xem tất cả.</translation>
    </message>
    <message>
        <source>Undo last change</source>
        <translation>Hoàn tác thay đổi cuối</translation>
    </message>
    <message>
        <source>Search: server, retention…  %1</source>
        <translation>Tìm: máy chủ, lưu giữ…  %1</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>Nhóm cài đặt</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Cài đặt</translation>
    </message>
    <message numerus="yes">
        <source>◷ %n change(s) count from the next start: close the window, open it.</source>
        <translation>
            <numerusform>◷ %n thay đổi có tác dụng từ lần mở sau: đóng cửa sổ rồi mở lại.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was changed since the station was opened.</source>
        <translation>Từ lúc mở trạm chưa có thay đổi nào.</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more.</source>
        <translation>
            <numerusform>… và %n mục nữa.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsDesk</name>
    <message>
        <source>Settings</source>
        <translation>Cài đặt</translation>
    </message>
    <message>
        <source>The value before is back.</source>
        <translation>Giá trị trước đã trở lại.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Đã lưu.</translation>
    </message>
    <message>
        <source>It is as it is without the station's file.</source>
        <translation>Đã trả về như khi tệp của trạm không đặt gì.</translation>
    </message>
    <message>
        <source>But nothing is found there now: look at the path.</source>
        <translation>Nhưng hiện không thấy gì ở đó: hãy xem lại đường dẫn.</translation>
    </message>
    <message>
        <source>It counts from the next start of the window.</source>
        <translation>Có tác dụng từ lần mở cửa sổ sau.</translation>
    </message>
    <message>
        <source>The window has to come anew for it, at the place where you are; nothing is lost.</source>
        <translation>Cửa sổ cần mở lại, đúng chỗ bạn đang làm; không mất gì.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsModel</name>
    <message>
        <source>State</source>
        <translation>Tình trạng</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Thấy gì</translation>
    </message>
    <message>
        <source>○ Not checked yet</source>
        <translation>○ Chưa kiểm tra</translation>
    </message>
    <message>
        <source>◷ Waits for its turn</source>
        <translation>◷ Chờ đến lượt</translation>
    </message>
    <message>
        <source>◷ Checking, %1 %</source>
        <translation>◷ Đang kiểm tra, %1 %</translation>
    </message>
    <message>
        <source>◷ Checking…</source>
        <translation>◷ Đang kiểm tra…</translation>
    </message>
    <message>
        <source>– Stopped</source>
        <translation>– Đã dừng</translation>
    </message>
    <message>
        <source>✓ Good</source>
        <translation>✓ Tốt</translation>
    </message>
    <message>
        <source>! Must be mended</source>
        <translation>! Phải sửa</translation>
    </message>
    <message>
        <source>? Worth a look</source>
        <translation>? Nên xem lại</translation>
    </message>
</context>
<context>
    <name>DiagnosticsView</name>
    <message>
        <source>Progress of the check</source>
        <translation>Tiến độ kiểm tra</translation>
    </message>
    <message>
        <source>Check all again</source>
        <translation>Kiểm tra lại tất cả</translation>
    </message>
    <message>
        <source>Check this</source>
        <translation>Kiểm tra mục này</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Chép báo cáo</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Lưu báo cáo…</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>Những gì được kiểm tra</translation>
    </message>
    <message>
        <source>◷ Checking this machine: %1 of %2 done.</source>
        <translation>◷ Đang kiểm tra máy: xong %1 trên %2 mục.</translation>
    </message>
    <message numerus="yes">
        <source>! %n thing(s) must be mended before the station can do its work.</source>
        <translation>
            <numerusform>! %n mục phải sửa thì trạm mới làm việc được.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>? The station works; %n thing(s) to look at.</source>
        <translation>
            <numerusform>? Trạm làm việc được; %n mục nên xem lại.</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ Everything that was checked is good.</source>
        <translation>✓ Mọi thứ đã kiểm tra đều tốt.</translation>
    </message>
    <message>
        <source>Nothing has been checked yet.</source>
        <translation>Chưa kiểm tra gì.</translation>
    </message>
    <message>
        <source>No check is under way.</source>
        <translation>Không có kiểm tra nào đang chạy.</translation>
    </message>
    <message>
        <source>A check is under way.</source>
        <translation>Đang kiểm tra.</translation>
    </message>
    <message>
        <source>What to do: %1</source>
        <translation>Cần làm: %1</translation>
    </message>
    <message>
        <source>Choose a line first.</source>
        <translation>Hãy chọn một dòng trước.</translation>
    </message>
    <message>
        <source>It is being checked.</source>
        <translation>Mục này đang được kiểm tra.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDesk</name>
    <message>
        <source>Diagnostics</source>
        <translation>Chẩn đoán</translation>
    </message>
    <message>
        <source>The report is copied.</source>
        <translation>Đã chép báo cáo.</translation>
    </message>
    <message>
        <source>It holds no names, paths or addresses: paste it into a message for help.</source>
        <translation>Báo cáo không có tên, đường dẫn hay địa chỉ: dán vào tin nhắn để nhờ giúp.</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Văn bản (*.txt)</translation>
    </message>
    <message>
        <source>station-report.txt</source>
        <translation>bao-cao-may-tram.txt</translation>
    </message>
    <message>
        <source>The report is saved.</source>
        <translation>Đã lưu báo cáo.</translation>
    </message>
</context>
<context>
    <name>TypingDesk</name>
    <message>
        <source>What you were typing is back: %1.</source>
        <translation>Phần đang gõ dở đã có lại: %1.</translation>
    </message>
    <message>
        <source>It is not saved yet: press Enter in the field, or Esc to drop it.</source>
        <translation>Chưa lưu: bấm Enter trong ô đó, hoặc Esc để bỏ.</translation>
    </message>
</context>
<context>
    <name>HelpDesk</name>
    <message>
        <source>Help</source>
        <translation>Trợ giúp</translation>
    </message>
</context>
<context>
    <name>HelpView</name>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Page after</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Mục lục</translation>
    </message>
    <message>
        <source>First page of the help</source>
        <translation>Trang đầu của trợ giúp</translation>
    </message>
    <message>
        <source>Close the help  Esc</source>
        <translation>Đóng trợ giúp  Esc</translation>
    </message>
    <message>
        <source>Search in the help</source>
        <translation>Tìm trong trợ giúp</translation>
    </message>
    <message>
        <source>Search, accents may be left out</source>
        <translation>Tìm, gõ không dấu cũng được</translation>
    </message>
    <message>
        <source>Page of the help</source>
        <translation>Trang trợ giúp</translation>
    </message>
    <message>
        <source>There is no such page yet.</source>
        <translation>Chưa có trang nào như vậy.</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>Không tìm thấy. Hãy thử ít chữ hơn.</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Tìm thấy</translation>
    </message>
</context>
<context>
    <name>KeysStep</name>
    <message>
        <source>Dossiers are encrypted on this PC. Who works here, who can recover the station, and the sheet that is printed and locked away: three questions, once.</source>
        <translation>Hồ sơ trên máy này được mã hóa. Ai làm việc ở đây, ai khôi phục được trạm, và tờ khôi phục in ra cất vào két: ba câu hỏi, chỉ hỏi một lần.</translation>
    </message>
    <message>
        <source>Open the three questions</source>
        <translation>Mở ba câu hỏi</translation>
    </message>
    <message>
        <source>Nobody has said yet who works here.</source>
        <translation>Chưa ai cho biết những ai làm việc ở đây.</translation>
    </message>
    <message>
        <source>There is no recovery key yet.</source>
        <translation>Chưa có khóa khôi phục.</translation>
    </message>
    <message>
        <source>The recovery sheet was not confirmed yet.</source>
        <translation>Tờ khôi phục chưa được xác nhận.</translation>
    </message>
    <message>
        <source>All is set up; the sheet was confirmed.</source>
        <translation>Đã thiết lập xong; tờ khôi phục đã được xác nhận.</translation>
    </message>
</context>
<context>
    <name>LanguageStep</name>
    <message>
        <source>Language of the window</source>
        <translation>Ngôn ngữ của cửa sổ</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>Cỡ chữ</translation>
    </message>
    <message>
        <source>So large are words and numbers on the forms:</source>
        <translation>Chữ và số trên màn hình to như thế này:</translation>
    </message>
</context>
<context>
    <name>PracticeDesk</name>
    <message>
        <source>Practice: nothing here is real</source>
        <translation>Tập làm: không có gì là thật</translation>
    </message>
</context>
<context>
    <name>PracticeStrip</name>
    <message>
        <source>End the practice</source>
        <translation>Kết thúc tập</translation>
    </message>
    <message>
        <source>Everything in this window is thrown away.</source>
        <translation>Mọi thứ trong cửa sổ này sẽ bị xóa.</translation>
    </message>
    <message>
        <source>Practice, done. Nothing here is real.</source>
        <translation>Tập làm, đã xong. Không có gì ở đây là thật.</translation>
    </message>
    <message>
        <source>Practice, %1 of %2. Nothing here is real.</source>
        <translation>Tập làm, việc %1/%2. Không có gì ở đây là thật.</translation>
    </message>
    <message>
        <source>Press %1: the sample scanner gives three pages.</source>
        <translation>Bấm %1: máy quét mẫu đưa ra ba trang.</translation>
    </message>
    <message>
        <source>The pages are saved and are being read, about half a minute.</source>
        <translation>Các trang đã lưu và đang được đọc, chừng nửa phút.</translation>
    </message>
    <message>
        <source>Fields to look at: %3. Press %1, compare with the picture above the field; Enter if it is right, else type it. Then %2.</source>
        <translation>Còn %3 ô cần xem. Bấm %1, so với mẩu ảnh trên ô; đúng thì Enter, sai thì gõ lại. Rồi bấm %2.</translation>
    </message>
    <message>
        <source>No doubts are left. %1 shows all fields; %2 ends the review.</source>
        <translation>Không còn ô nghi ngờ. %1 hiện tất cả các ô; %2 để xong kiểm tra.</translation>
    </message>
    <message>
        <source>Press %1, type the practice password %2, then Enter.</source>
        <translation>Bấm %1, gõ mật khẩu tập %2, rồi Enter.</translation>
    </message>
    <message>
        <source>Signed. The dossier goes out by itself; the receipt comes soon.</source>
        <translation>Đã ký. Hồ sơ tự gửi đi; biên nhận sắp về.</translation>
    </message>
    <message>
        <source>The receipt is here: %1 shows it. That is the whole work.</source>
        <translation>Biên nhận đã về: bấm %1 để xem. Cả việc chỉ có thế.</translation>
    </message>
    <message>
        <source>The dossier was not taken: %1 shows why. End and begin again.</source>
        <translation>Hồ sơ không được nhận: bấm %1 để xem vì sao. Hãy kết thúc rồi tập lại.</translation>
    </message>
</context>
<context>
    <name>ScannerStep</name>
    <message>
        <source>Put a printed sheet into the scanner. It is looked at, never kept.</source>
        <translation>Đặt một tờ giấy có chữ in vào máy quét. Trang này chỉ để xem, không được lưu.</translation>
    </message>
    <message>
        <source>Scanner</source>
        <translation>Máy quét</translation>
    </message>
    <message>
        <source>Look for scanners</source>
        <translation>Tìm máy quét</translation>
    </message>
    <message>
        <source>Scan one page</source>
        <translation>Quét thử một trang</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>There is no scanner here</source>
        <translation>Không có máy quét</translation>
    </message>
    <message>
        <source>No scanner</source>
        <translation>Chưa có máy quét</translation>
    </message>
    <message>
        <source>No scanner was found yet.</source>
        <translation>Chưa tìm thấy máy quét nào.</translation>
    </message>
    <message>
        <source>The scanned page</source>
        <translation>Trang vừa quét</translation>
    </message>
    <message>
        <source>The page came, but look at it: %1.</source>
        <translation>Đã có trang, nhưng hãy xem lại: %1.</translation>
    </message>
    <message>
        <source>The scanner works, and the page is good.</source>
        <translation>Máy quét chạy tốt, trang quét đạt.</translation>
    </message>
    <message>
        <source>Size: %1 × %2 mm</source>
        <translation>Khổ giấy: %1 × %2 mm</translation>
    </message>
    <message>
        <source>Resolution: %1 dpi (wanted: %2)</source>
        <translation>Độ phân giải: %1 dpi (cần: %2)</translation>
    </message>
    <message>
        <source>Tilt: %1°, straightened</source>
        <translation>Nghiêng: %1°, đã xoay thẳng</translation>
    </message>
    <message>
        <source>Black border: %1 mm at most</source>
        <translation>Viền đen: rộng nhất %1 mm</translation>
    </message>
    <message>
        <source>Contrast of print and paper: %1 %</source>
        <translation>Độ tương phản chữ và giấy: %1 %</translation>
    </message>
    <message>
        <source>Words read: %1, sure: %2 %</source>
        <translation>Đọc được %1 chữ, độ chắc chắn %2 %</translation>
    </message>
    <message>
        <source>No words were read on this page.</source>
        <translation>Không đọc được chữ nào trên trang này.</translation>
    </message>
</context>
<context>
    <name>ScannerTrialDesk</name>
    <message>
        <source>Looking for scanners…</source>
        <translation>Đang tìm máy quét…</translation>
    </message>
    <message>
        <source>No scanner answers. Switch it on, plug its cable in, look again. Files can be imported without one.</source>
        <translation>Không máy quét nào trả lời. Hãy bật máy, cắm cáp rồi tìm lại. Không có máy quét vẫn nhập được tệp.</translation>
    </message>
    <message>
        <source>Scanning and reading one page…</source>
        <translation>Đang quét và đọc một trang…</translation>
    </message>
</context>
<context>
    <name>ServerDesk</name>
    <message>
        <source>The server answers as it has to. The address is kept; dossiers are sent there from the next start of the program.</source>
        <translation>Máy chủ trả lời đúng. Đã ghi lại địa chỉ; từ lần mở chương trình kế tiếp hồ sơ được gửi tới đó.</translation>
    </message>
    <message>
        <source>Offline only: signed dossiers wait on this PC, encrypted. An address can be set later.</source>
        <translation>Chỉ ngoại tuyến: hồ sơ đã ký chờ trên máy này, được mã hóa. Sau này vẫn đặt địa chỉ được.</translation>
    </message>
</context>
<context>
    <name>ServerStep</name>
    <message>
        <source>Dossiers are sent to the processing system of the province. Its address is given by the province; the station asks it now and keeps it only if it answers.</source>
        <translation>Hồ sơ được gửi tới hệ thống tiếp nhận của tỉnh. Địa chỉ do tỉnh cấp; máy hỏi thử ngay và chỉ ghi lại khi hệ thống trả lời đúng.</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Địa chỉ máy chủ</translation>
    </message>
    <message>
        <source>Ask the server and keep the address</source>
        <translation>Thử kết nối và ghi lại</translation>
    </message>
    <message>
        <source>Offline only</source>
        <translation>Chỉ ngoại tuyến</translation>
    </message>
    <message>
        <source>The server is being asked.</source>
        <translation>Đang hỏi máy chủ.</translation>
    </message>
</context>
<context>
    <name>StepsReminder</name>
    <message>
        <source>Go on with the steps</source>
        <translation>Làm tiếp các bước</translation>
    </message>
    <message>
        <source>Do not remind</source>
        <translation>Thôi nhắc</translation>
    </message>
    <message numerus="yes">
        <source>? Getting the station ready: %n step(s) left.</source>
        <translation>
            <numerusform>? Chuẩn bị trạm: còn %n bước.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StepsView</name>
    <message>
        <source>Step before</source>
        <translation>Bước trước</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>Getting the station ready</source>
        <translation>Chuẩn bị trạm</translation>
    </message>
    <message>
        <source>Every step can be left out and done later.</source>
        <translation>Bước nào cũng bỏ qua được, làm sau được.</translation>
    </message>
    <message>
        <source>Language and text size</source>
        <translation>Ngôn ngữ và cỡ chữ</translation>
    </message>
    <message>
        <source>A page through the scanner</source>
        <translation>Quét thử một trang</translation>
    </message>
    <message>
        <source>Typing Vietnamese</source>
        <translation>Thử gõ tiếng Việt</translation>
    </message>
    <message>
        <source>Address of the server</source>
        <translation>Địa chỉ máy chủ</translation>
    </message>
    <message>
        <source>Keys of the station</source>
        <translation>Khóa của trạm</translation>
    </message>
    <message>
        <source>A trial signature</source>
        <translation>Ký thử một tệp</translation>
    </message>
    <message>
        <source>A trial dossier</source>
        <translation>Tập làm một hồ sơ</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>chưa làm</translation>
    </message>
    <message>
        <source>done</source>
        <translation>đã xong</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>đã bỏ qua</translation>
    </message>
    <message>
        <source>Step %1 of %2, %3: %4</source>
        <translation>Bước %1 trên %2, %3: %4</translation>
    </message>
    <message>
        <source>Step %1/%2 · %3</source>
        <translation>Bước %1/%2 · %3</translation>
    </message>
    <message>
        <source>This is the first step.</source>
        <translation>Đây là bước đầu tiên.</translation>
    </message>
    <message>
        <source>To the work</source>
        <translation>Vào làm việc</translation>
    </message>
    <message>
        <source>Leave it out, to the work</source>
        <translation>Bỏ qua, vào làm việc</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Tiếp</translation>
    </message>
    <message>
        <source>Leave it out, next</source>
        <translation>Bỏ qua, tiếp</translation>
    </message>
</context>
<context>
    <name>TokenStep</name>
    <message>
        <source>A small file is signed, checked and thrown away. Plug the token in; the PIN goes to the token and is kept nowhere.</source>
        <translation>Máy ký một tệp nhỏ, kiểm tra rồi xóa ngay. Hãy cắm token; PIN chỉ đưa vào token, không lưu ở đâu.</translation>
    </message>
    <message>
        <source>Key to sign with</source>
        <translation>Khóa dùng để ký</translation>
    </message>
    <message>
        <source>Look for keys</source>
        <translation>Tìm khóa</translation>
    </message>
    <message>
        <source>A key file…</source>
        <translation>Tệp khóa…</translation>
    </message>
    <message>
        <source>Sign the trial file</source>
        <translation>Ký thử</translation>
    </message>
    <message>
        <source>Sign with this key from now on</source>
        <translation>Từ nay ký bằng khóa này</translation>
    </message>
    <message>
        <source>No key was found</source>
        <translation>Chưa thấy khóa nào</translation>
    </message>
    <message>
        <source>Plug a token in and look again, or choose a key file.</source>
        <translation>Hãy cắm token rồi tìm lại, hoặc chọn tệp khóa.</translation>
    </message>
    <message>
        <source>A key file</source>
        <translation>Tệp khóa</translation>
    </message>
    <message>
        <source>Key files (*.p12 *.pfx)</source>
        <translation>Tệp khóa (*.p12 *.pfx)</translation>
    </message>
    <message>
        <source>Signed and checked: the signature of %1 is valid.</source>
        <translation>Đã ký và kiểm tra: chữ ký của %1 hợp lệ.</translation>
    </message>
    <message>
        <source>Signed and checked: the file is whole, signed by %1. This PC could not tell whether the certificate counts: it has no trust list for it, or nobody said whether it was revoked.</source>
        <translation>Đã ký và kiểm tra: tệp nguyên vẹn, người ký %1. Máy này chưa kết luận được chứng thư có giá trị hay không: chưa có danh sách tin cậy, hoặc chưa hỏi được tình trạng thu hồi.</translation>
    </message>
</context>
<context>
    <name>TokenTrialDesk</name>
    <message>
        <source>Looking for keys…</source>
        <translation>Đang tìm khóa…</translation>
    </message>
    <message>
        <source>Signing and checking…</source>
        <translation>Đang ký và kiểm tra…</translation>
    </message>
    <message>
        <source>Kept: the station signs with this key from its next start.</source>
        <translation>Đã ghi lại: từ lần mở kế tiếp trạm ký bằng khóa này.</translation>
    </message>
</context>
<context>
    <name>TrialStep</name>
    <message>
        <source>Scan, look through the fields, sign, send, get a receipt: about five minutes over sample papers of invented persons.</source>
        <translation>Quét, xem các ô, ký, gửi, nhận biên nhận: chừng năm phút, trên giấy tờ mẫu của những người không có thật.</translation>
    </message>
    <message>
        <source>The practice has a window, a store, a key and a processing system of its own, all on this PC. Closing its window throws everything away; real dossiers are not touched. It can be repeated from the help (F1).</source>
        <translation>Phần tập làm có cửa sổ, kho, khóa và hệ thống tiếp nhận riêng, tất cả ngay trên máy này. Đóng cửa sổ là xóa hết; hồ sơ thật không bị đụng tới. Muốn tập lại thì mở từ trợ giúp (F1).</translation>
    </message>
    <message>
        <source>Begin the practice</source>
        <translation>Bắt đầu tập</translation>
    </message>
</context>
<context>
    <name>TrialStepDesk</name>
    <message>
        <source>The practice is being put together, some seconds…</source>
        <translation>Đang chuẩn bị phần tập làm, chờ vài giây…</translation>
    </message>
    <message>
        <source>The practice is being thrown away…</source>
        <translation>Đang xóa phần tập làm…</translation>
    </message>
    <message>
        <source>The practice is open in a window of its own; follow the line on top.</source>
        <translation>Phần tập làm đã mở ở cửa sổ riêng; hãy làm theo dòng nhắc trên cùng.</translation>
    </message>
    <message>
        <source>You have come to the receipt.</source>
        <translation>Bạn đã làm tới biên nhận.</translation>
    </message>
</context>
<context>
    <name>TypingStep</name>
    <message>
        <source>Switch your input method to Vietnamese and type this sentence, then Enter:</source>
        <translation>Bật bộ gõ tiếng Việt, gõ lại câu này rồi bấm Enter:</translation>
    </message>
    <message>
        <source>Type the sentence here</source>
        <translation>Gõ câu vào đây</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>So sánh</translation>
    </message>
    <message>
        <source>“%1” came as “%2”</source>
        <translation>“%1” đến thành “%2”</translation>
    </message>
    <message>
        <source>Every letter arrived. The input method and the station fit.</source>
        <translation>Đủ mọi chữ. Bộ gõ và máy trạm khớp nhau.</translation>
    </message>
    <message>
        <source>Every letter arrived, in parts; the station puts them together by itself.</source>
        <translation>Đủ mọi chữ, nhưng đến từng phần; máy trạm tự ghép lại.</translation>
    </message>
    <message>
        <source>Every letter arrived; tones stand in the other way, which is right too.</source>
        <translation>Đủ mọi chữ; dấu thanh đặt theo kiểu kia, cũng đúng.</translation>
    </message>
    <message>
        <source>Nothing was typed yet.</source>
        <translation>Chưa gõ gì.</translation>
    </message>
    <message>
        <source>Keys arrived instead of letters with marks.</source>
        <translation>Phím gõ đến nguyên dạng, chưa thành chữ có dấu.</translation>
    </message>
    <message>
        <source>The letters arrived without their marks.</source>
        <translation>Chữ đến không có dấu.</translation>
    </message>
    <message>
        <source>Letters are missing.</source>
        <translation>Bị mất chữ.</translation>
    </message>
    <message>
        <source>There are more letters than were typed.</source>
        <translation>Thừa chữ so với đã gõ.</translation>
    </message>
    <message>
        <source>Some words differ from the sentence.</source>
        <translation>Có chữ khác câu mẫu.</translation>
    </message>
    <message>
        <source>The input method is off or set to another way of typing: switch it to Vietnamese (the sign V beside the clock), then clear the field and type again.</source>
        <translation>Bộ gõ đang tắt hoặc đang chọn kiểu gõ khác: bật tiếng Việt (chữ V cạnh đồng hồ), xóa ô rồi gõ lại.</translation>
    </message>
    <message>
        <source>Better choose “Unicode dựng sẵn” in the input method; other programs need it.</source>
        <translation>Nên chọn bảng mã “Unicode dựng sẵn” trong bộ gõ; chương trình khác cần như vậy.</translation>
    </message>
    <message>
        <source>The input method loses letters. In UniKey take away “Sử dụng clipboard cho unicode”, in EVKey do not use the clipboard; or use the input method of the system. Then try again. F1 tells more.</source>
        <translation>Bộ gõ làm mất chữ. Trong UniKey bỏ dấu ở “Sử dụng clipboard cho unicode”, trong EVKey đừng dùng chế độ clipboard; hoặc dùng bộ gõ của hệ điều hành. Rồi thử lại. F1 có hướng dẫn.</translation>
    </message>
    <message>
        <source>Two input methods may be running at once: switch one of them off, then try again.</source>
        <translation>Có thể đang chạy hai bộ gõ cùng lúc: tắt một cái rồi thử lại.</translation>
    </message>
    <message>
        <source>Compare the words above, correct them, press Enter again.</source>
        <translation>Xem các chữ ở trên, sửa lại rồi bấm Enter.</translation>
    </message>
</context>
<context>
    <name>UndoDesk</name>
    <message>
        <source>Undone: %1</source>
        <translation>Đã hoàn tác: %1</translation>
    </message>
    <message>
        <source>Nothing is left to undo here.</source>
        <translation>Ở đây không còn gì để hoàn tác.</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>Đã làm lại: %1</translation>
    </message>
    <message>
        <source>Nothing to do again here.</source>
        <translation>Ở đây không có gì để làm lại.</translation>
    </message>
    <message>
        <source>last change of the pages</source>
        <translation>thay đổi trang gần nhất</translation>
    </message>
</context>
<context>
    <name>length</name>
    <message numerus="yes">
        <source>%n letter(s) too many: at most %1 fit.</source>
        <translation><numerusform>Thừa %n ký tự: chỉ được tối đa %1.</numerusform></translation>
    </message>
</context>
<context>
    <name>Counter</name>
    <message>
        <source>The scanner is at work. Wait for the last page, then press again.</source>
        <translation>Máy quét đang chạy. Hãy đợi trang cuối rồi bấm lại.</translation>
    </message>
</context>
<context>
    <name>PauseDesk</name>
    <message>
        <source>What goes on by itself</source>
        <translation>Những việc trạm tự làm</translation>
    </message>
    <message>
        <source>Resume sending</source>
        <translation>Gửi tiếp</translation>
    </message>
    <message>
        <source>Pause sending</source>
        <translation>Tạm dừng gửi</translation>
    </message>
    <message>
        <source>Resume reading pages</source>
        <translation>Đọc trang tiếp</translation>
    </message>
    <message>
        <source>Pause reading pages</source>
        <translation>Tạm dừng đọc trang</translation>
    </message>
</context>
</TS>
